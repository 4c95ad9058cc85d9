"""What `vaultval notes --json` says of fields, tasks, callouts and footnotes."""

import json

from vaultval.config import Config
from vaultval.render.notes import notes_document
from vaultval.vault.vault import Hold, open_vault

NOTE = """\
😀 [Due In:: 6 hours, 7 minutes] (on:: [[A|b]], ![[C#h]])
when:: 2026-04-17T18:00:00+08:00
share:: 12
share:: $12

- [ ] Sell 📅 2026-01-02 at noon [start:: 2026-01-01] ^t1

> [!TIP]- Title[^1] ^[in the line]

[^1]: text
"""


def document(make_vault):
    root = make_vault({"N.md": NOTE})
    vault, _ = open_vault(root, Config(), lambda _note: True, hold=Hold.TEXT)
    # As it is printed.
    return json.loads(json.dumps(notes_document(vault), allow_nan=False))["notes"]["N.md"]


def test_fields_have_a_type_and_a_typed_value(make_vault):
    found = [(f["sanitised"], f["type"], f["typed"], f["line"]) for f in document(make_vault)["fields"]]
    link = {"target": "A", "subpath": "", "display": "b", "embed": False}
    embed = {"target": "C", "subpath": "#h", "display": None, "embed": True}
    assert found == [
        ("due-in", "duration", {"hours": 6, "minutes": 7}, 1),
        ("on", "list", [{"type": "link", "value": link}, {"type": "link", "value": embed}], 1),
        ("when", "date", "2026-04-17T18:00:00+08:00", 2),
        ("share", "number", 12, 3),
        ("share", "text", "$12", 4),
        ("start", "date", "2026-01-01", 6),
    ]


def test_tasks_say_what_each_plugin_reads(make_vault):
    (task,) = document(make_vault)["tasks"]
    assert (task["due"], task["start"], task["block"]) == ("2026-01-02", "2026-01-01", "t1")
    assert task["dates"] == {
        "tasks_emoji": {},
        "tasks_dataview": {"start": "2026-01-01"},
        "dataview": {"due": "2026-01-02", "start": "2026-01-01"},
    }


def test_callouts_and_footnotes_are_listed(make_vault):
    found = document(make_vault)
    assert found["callouts"] == [{"type": "tip", "fold": "-", "title": "Title[^1] ^[in the line]", "line": 8}]
    assert found["footnotes"] == [
        {"id": "1", "definition": False, "line": 8},
        {"id": "", "definition": False, "line": 8},
        {"id": "1", "definition": True, "line": 10},
    ]


def test_columns_count_code_points(make_vault):
    root = make_vault({"N.md": "😀 [[A]]", "A.md": ""})
    vault, _ = open_vault(root, Config(), lambda _note: True)
    assert notes_document(vault)["notes"]["N.md"]["links"][0]["column"] == 3
