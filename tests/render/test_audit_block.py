"""The block `audit`: for whoever asks for it with its markers, in any note; true, escaped, and quiet the second time."""

import re
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_vault import FILES
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.report import Audit, Contradiction, Occurrence
from vaultval.cli import command
from vaultval.note.managed import begin_marker
from vaultval.pipeline import evaluate, plan_refresh, read_vault
from vaultval.place import Place
from vaultval.render.audit_block import audit_block
from vaultval.render.text import Style
from vaultval.vault.vault import Hold, read_note
from vaultval.writeback.blocks import BlockContent, check_block
from vaultval.writeback.plan import plan_note

MARKERS = "<!-- vaultval:begin audit -->\n<!-- vaultval:end audit -->"
NOTE = f"""# Pumps

## What they are worth

- Pumps: 8.0 × 12 = 97.5
- Valves: 2.0 × 3.0 = 6.0
- Rest: 8.0 × 12 - overheads = 97.5

{MARKERS}

Words behind it.
"""
TOLD = """> [!failure] 1 of 2 figures is wrong
> 1 right; 1 cannot be checked.

| Stated | Comes to | Made of | Likely cause | Under |
| --: | --: | :-- | :-- | :-- |
| 97.5 | **96.00** | 8.0 × 12 | — | [[#What they are worth\\|What they are worth]] |

> [!question]- 1 figure cannot be checked
> - 97.5: 8.0 × 12 - overheads (it needs a number for 'overheads')."""
DAY = "--as-of=2026-02-10"


def refresh(vault, *options):
    result = CliRunner().invoke(command, ["refresh", str(vault), DAY, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def block_in(vault, name="A.md"):
    text = (vault / name).read_text("utf-8")
    return re.search(r"<!-- vaultval:begin audit -->\n(.*)\n<!-- vaultval:end audit sum=", text, re.DOTALL)[
        1
    ].strip("\n")


def test_a_note_that_asks_is_told_what_is_wrong_in_it(make_vault):
    vault = make_vault({"A.md": NOTE, "B.md": "- 2.0 × 3.0 = 7.0\n"})
    assert refresh(vault).exit_code == 0
    assert block_in(vault) == TOLD
    assert (vault / "B.md").read_text("utf-8") == "- 2.0 × 3.0 = 7.0\n"


def test_it_speaks_chinese_where_the_vault_does(make_vault):
    vault = make_vault({"A.md": NOTE, "vaultval.toml": 'language = "zh"\n'})
    refresh(vault)
    assert block_in(vault).startswith("> [!failure] 核对 2 个数字，1 个有误\n> 正确 1 个；无法核对 1 个。\n")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("- 2.0 × 3.0 = 6.0\n", "> [!success] The one figure checked is right"),
        ("Words.\n", "> [!info] No figure here says how it comes about"),
        ("- 2.0 × 3.0 = 7.0\n- 2.0 × 4.0 = 9.0\n", "> [!failure] 2 of 2 figures are wrong"),
    ],
)
def test_the_first_line_is_the_summary(make_vault, text, title):
    vault = make_vault({"A.md": f"{text}\n{MARKERS}\n"})
    refresh(vault)
    assert block_in(vault).split("\n")[0] == title


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_the_second_run_writes_nothing_and_no_foreign_byte_moves(make_vault, end, bom):
    data = bom + NOTE.replace("\n", end).encode()
    vault = make_vault({"A.md": data})
    refresh(vault)
    once = (vault / "A.md").read_bytes()
    before, _, behind = data.partition(MARKERS.replace("\n", end).encode())
    assert once.startswith(before)
    assert once.endswith(behind)
    assert "Nothing to change" in refresh(vault).stdout
    assert refresh(vault, "--check").exit_code == 0
    assert (vault / "A.md").read_bytes() == once


def test_undo_takes_it_back(make_vault):
    vault = make_vault({"A.md": NOTE})
    refresh(vault)
    assert CliRunner().invoke(command, ["undo", str(vault)]).exit_code == 0
    assert (vault / "A.md").read_text("utf-8") == NOTE


def test_a_mended_figure_leaves_the_block(make_vault):
    vault = make_vault({"A.md": NOTE})
    refresh(vault)
    (vault / "A.md").write_text(
        (vault / "A.md").read_text("utf-8").replace("12 = 97.5\n", "12 = 96.0\n", 1), "utf-8"
    )
    refresh(vault)
    assert "None of 2 figures is wrong" in block_in(vault)


def test_a_typed_note_may_ask_too_and_neither_block_is_orphaned(make_vault):
    files = dict(FILES)
    files["Robots.md"] += f"\n- 2.0 × 3.0 = 7.0\n\n{MARKERS}\n"
    files["Plain.md"] = MARKERS + "\n"
    vault = make_vault(files)
    refresh(vault)
    assert "[!failure]" in block_in(vault, "Robots.md")
    assert begin_marker("option") in (vault / "Robots.md").read_text("utf-8")
    assert "VV509" not in CliRunner().invoke(command, ["check", str(vault), DAY]).stdout
    assert "Nothing to change" in refresh(vault).stdout


def test_markers_with_something_between_and_no_sum_are_broken_and_left_alone(make_vault):
    text = NOTE.replace("audit -->\n<!--", "audit -->\nmy words\n<!--")
    vault = make_vault({"A.md": text})
    result = refresh(vault)
    assert result.exit_code == 3
    assert result.stderr.count("VV502") == 1
    assert "every note is up to date" not in result.stdout
    assert "1 note cannot be brought up to date" in result.stdout
    assert (vault / "A.md").read_text("utf-8") == text


@pytest.mark.parametrize("change", ["---\nvaultval: off\n---\n", None])
def test_nobody_is_written_to_who_does_not_want_it(make_vault, change):
    files = {"A.md": (change or "") + NOTE}
    if change is None:
        files["vaultval.toml"] = "[write]\nblocks = false\n"
    vault = make_vault(files)
    refresh(vault)
    assert (vault / "A.md").read_text("utf-8") == files["A.md"]


def test_contradictions_lead_to_where_the_other_value_stands(make_vault):
    note = "# Acme, Inc. (ACME)\n\n**WACC**: {}\n"
    vault = make_vault(
        {"Acme/A.md": note.format("10.0 %") + f"\n{MARKERS}\n", "Acme/Other.md": note.format("12.5 %")}
    )
    refresh(vault)
    row = next(line for line in block_in(vault, "Acme/A.md").split("\n") if "12.5" in line)
    assert "10.0 % [[#Acme, Inc. (ACME)\\|Acme, Inc. (ACME)]] · 12.5 % [[Other]]" in row
    assert "Nothing to change" in refresh(vault).stdout


def test_a_vault_in_which_nobody_asks_pays_nothing(make_vault, monkeypatch):
    from vaultval import pipeline

    vault = make_vault({"A.md": NOTE.replace(MARKERS, "")})
    monkeypatch.setattr(pipeline, "audit_notes", None)
    read = read_vault(vault)
    assert plan_refresh(read, evaluate(read, date(2026, 2, 10))) == ([], [])


HOSTILE = st.text(st.sampled_from("|`<>-!%$*_[]#^~=\\\n:& a1é期\u2028")) | st.sampled_from(
    ("-->", "<!-- vaultval:end audit sum=0123456789 -->", "%%", "$$", "```", "[[x|y]]", "key:: value", "- [ ] task", "^id",
     "#tag", "![[x]]", "<script>", "https://x.y", "\n\n# Heading", "(a:: b)", "~~~", "> [!x]", "[^1]", "^[x]")
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(
    st.lists(HOSTILE, min_size=4, max_size=4), st.sampled_from(list(Verdict)), st.sampled_from(("en", "zh"))
)
def test_no_foreign_text_can_break_out_of_the_block_or_say_anything_in_it(texts, verdict, language):
    head = f"# {texts[0]}\n\nText\n\n".replace("<!-- vaultval:", "<!-- ")
    data = f"{head}{MARKERS}\n\nBehind.\n".encode()
    note, _ = read_note("A.md", data, lambda _note: True, Hold.TEXT)
    stated, made_of, cause, other = texts
    claim = Claim(Place("A.md", 3, 1, 1), Kind.CHAIN, made_of, stated, 1.0, 2.0, stated, verdict, cause)
    told = (
        Occurrence(Place("A.md", 3), stated, 1.0, ""),
        Occurrence(Place(f"{other}.md", 1), made_of, 2.0, cause),
    )
    audit = Audit((claim,), (Contradiction(cause, told),), ())
    body = audit_block(note, audit, Style(language, "", lambda path, _source: path.removesuffix(".md")))
    check_block(BlockContent("audit", body))
    if not note.managed:
        return
    change, findings = plan_note("A.md", data, [BlockContent("audit", body)], {})
    assert findings == []
    after, _ = read_note("A.md", change.after, lambda _note: True, Hold.TEXT)
    found = after.scan
    (block,) = after.managed
    own = [
        part
        for group in (found.tags, found.tasks, found.fields, found.embeds, found.headings, found.blocks)
        for part in group
    ]
    assert [part for part in own if block.start <= part.start < block.end] == []
    assert plan_note("A.md", change.after, [BlockContent("audit", body)], {})[0] is None


def test_to_ask_for_an_audit_makes_no_note_part_of_a_valuation(make_vault):
    text = "- Orders doubled [hard]\n\n" + NOTE
    vault = make_vault({"A.md": text})
    refresh(vault)
    assert not read_vault(vault).vault.notes["A.md"].takes_part
    assert "VV427" not in CliRunner().invoke(command, ["check", str(vault), DAY]).stdout
    assert "[!failure]" in block_in(vault)
