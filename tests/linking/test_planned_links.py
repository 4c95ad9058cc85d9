"""Links change nothing that a note states for a valuation."""

from tests.small_vault import FILES as SMALL
from vaultval.amend import find_mentions, known_names, plan_links
from vaultval.config import Linking
from vaultval.model.compare import states_the_same
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold
from vaultval.writeback.apply import apply
from vaultval.writeback.journal import Journal

FILES = {**SMALL, "Supplier.md": ""}
NARRATIVE = """---
type: narrative
---
## Evidence

- Robots sell out, says Acme [hard: +1.0, Acme 10-K]
- Sold out until 2027 [hard: +1.0] says Acme
- A rocket of Acme and of
  Supplier flew [media]

Supplier is not in the evidence.
"""


def planned(root):
    read = read_vault(root, hold=Hold.TEXT)
    return read, *plan_links(read, find_mentions(read, known_names(read, Linking())))


def test_a_link_that_would_change_evidence_is_left_out_and_the_others_are_written(make_vault):
    root = make_vault({**FILES, "Sold out.md": NARRATIVE})
    _, changes, findings = planned(root)
    after = {change.note: change.after.decode() for change in changes}["Sold out.md"]
    assert "- [[Robots]] sell out, says [[Acme]] [hard: +1.0, Acme 10-K]" in after
    assert "- Sold out until 2027 [hard: +1.0] says Acme" in after  # behind the label it would be a source
    assert "- A rocket of [[Acme]] and of\n  Supplier flew [media]\n" in after  # it would be a source, too
    assert "\n[[Supplier]] is not in the evidence.\n" in after
    assert [(found.rule.name, found.place.line, found.message) for found in findings] == [
        ("link-not-added", 7, "with [[…]] here, a company, option or narrative would state something else")
    ]


def test_a_linked_vault_states_the_same(make_vault):
    root = make_vault({**FILES, "Sold out.md": NARRATIVE})
    before, changes, _ = planned(root)
    apply(root, changes, Journal(root))
    after = read_vault(root)
    assert changes
    assert states_the_same(before.model, after.model)


def test_models_that_differ_in_a_number_or_a_word_do_not_state_the_same(make_vault):
    model = read_vault(make_vault({**FILES, "Sold out.md": NARRATIVE})).model
    for old, new in (("[media]", "[hard]"), ("flew", "fell"), ("+1.0, Acme", "+0.5, Acme")):
        other = read_vault(make_vault({"Sold out.md": NARRATIVE.replace(old, new)})).model
        assert not states_the_same(model, other)


def test_one_note_at_fault_among_many_costs_few_models(make_vault, monkeypatch):
    from vaultval import amend

    models = []
    original = amend.build_model
    monkeypatch.setattr(amend, "build_model", lambda *a: models.append(1) or original(*a))
    stories = {f"Story {i}.md": f"---\ntype: narrative\n---\nOf Acme, {i}.\n" for i in range(100)}
    root = make_vault({**FILES, **stories, "Sold out.md": NARRATIVE})
    _, changes, findings = planned(root)
    assert len(changes) > 100
    assert [found.place.note for found in findings] == ["Sold out.md"]
    assert len(models) < 40


def test_templates_are_neither_linked_nor_mentioned(make_vault):
    files = {"Templates/Meeting.md": "Ask Acme", ".obsidian/templates.json": '{"folder": "Templates"}'}
    root = make_vault({"Acme.md": "", "n.md": "A meeting", **files})
    assert planned(root)[1] == []


def test_a_link_leads_past_files_that_only_obsidian_reads(make_vault):
    root = make_vault({
        "vaultval.toml": '[folders]\nexclude = ["A"]\n', "A/Moat.md": "", "Ideas/Moat.md": "", "n.md": "A moat",
    })  # fmt: skip
    (change,) = planned(root)[1]
    assert change.after == b"A [[Ideas/Moat|moat]]"
