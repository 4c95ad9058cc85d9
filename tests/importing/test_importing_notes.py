"""The notes of an import: their texts, what they keep of a report, and what they never take from it."""

from pathlib import Path

import pytest

from vaultval.importing.filing import Source, file_notes
from vaultval.importing.notes import write_notes
from vaultval.importing.report import read_report
from vaultval.note.managed import managed_blocks
from vaultval.note.scan import scan
from vaultval.vocabulary import Vocabulary, folded

REPORTS = Path(__file__).resolve().parent
WORDS = Vocabulary()


def drafts_of(text, *, company="", nodes=None, known=(), report="Sources/report.md"):
    imported = read_report(text, "report.md", WORDS, company)
    filing = file_notes(imported.report, Source(report, "report.md"), "", nodes or {}, known)
    return write_notes(imported.report, filing)


def note(drafts, ending):
    return next(draft for draft in drafts if draft.path.endswith(ending))


@pytest.fixture(scope="module")
def english():
    return drafts_of((REPORTS / "report_en.md").read_text("utf-8"))


@pytest.mark.parametrize("name", ["report_en", "report_zh", "report_boxes"])
def test_the_notes_look_like_this(name, agrees):
    drafts = drafts_of((REPORTS / f"{name}.md").read_text("utf-8"))
    agrees("\n".join(f"=== {draft.path}\n{draft.text}" for draft in drafts), REPORTS / f"{name}.expected.txt")


def test_each_number_knows_its_line(english):
    lines = (REPORTS / "report_en.md").read_text("utf-8").split("\n")
    for draft in english:
        for trace in draft.traces:
            assert 1 <= trace.line <= len(lines)
            if trace.name in ("tam", "share", "net_margin", "pe", "probability", "wacc", "shares", "price"):
                assert trace.text.rstrip("x") in lines[trace.line - 1].replace("*", ""), trace


def test_the_title_of_an_option_gives_name_and_alias(english):
    text = note(english, "Grid software.md").text
    assert "aliases:\n  - Flux\n" in text


def test_a_chosen_source_is_in_the_order_of_the_report(english):
    assert 'boosted_by:\n  - "[[Grid software]]"\n' in note(english, "Heat storage.md").text


def test_an_option_without_a_source_has_an_empty_list():
    text = (REPORTS / "report_en.md").read_text("utf-8").replace("Heat storage (it buys)", "—")
    assert "boosted_by: []\n" in note(drafts_of(text), "Grid software.md").text


def test_a_switch_without_a_factor_is_no_task(english):
    text = note(english, "Acme.md").text
    assert "- Sand becomes dear: look at everything anew\n" in text
    assert "[ ] Sand" not in text


def test_a_year_that_disagrees_with_the_years_until_then_gives_way_to_them():
    text = (REPORTS / "report_en.md").read_text("utf-8").replace("2031 (T=5)", "2031 (T=6)")
    option = note(drafts_of(text), "Heat storage.md").text
    assert "horizon: 6\n" in option
    assert "\nyear:" not in option


def test_a_discount_factor_is_stated_where_nothing_else_gives_it():
    text = (REPORTS / "report_en.md").read_text("utf-8").replace("**WACC**: 10%", "**Rate**: some")
    assert "discount_factor: 0.62\n" in note(drafts_of(text), "Heat storage.md").text


@pytest.mark.parametrize(
    ("name", "label", "pumps", "valves"),
    [("report_en", "Valve EBITDA", "Pumps", "Valves"), ("report_zh", "阀门EBITDA(估)", "水泵", "阀门")],
)
def test_a_segment_without_ebitda_goes_by_its_value_a_share_and_the_others_by_multiples(
    name, label, pumps, valves
):
    text = (REPORTS / f"{name}.md").read_text("utf-8").replace(label, label[:2] + "x")
    company = note(drafts_of(text), "Acme.md").text
    assert f"| {pumps} | $900M | ~$200M | 8x | 10x | 12x |" in company
    assert f"| {valves} | $150M | $5.0 |" in company


def test_a_name_that_another_file_has_is_linked_by_its_path():
    text = (REPORTS / "report_en.md").read_text("utf-8")
    drafts = drafts_of(text, known=["Ideas/heat storage.md"])
    assert '"[[Options/Heat storage|Heat storage]]"' in note(drafts, "Towns need heat.md").text
    assert "[[Options/Heat storage\\|Heat storage]]" in note(drafts, "Acme.md").text


def test_an_option_that_is_there_is_linked_where_it_stands():
    text = (REPORTS / "report_en.md").read_text("utf-8")
    there = {("option", folded("Heat storage")): "Ideas.md#Heat storage"}
    assert (
        '"[[Ideas#Heat storage]]"'
        in note(drafts_of(text, nodes=there, known=["Ideas.md"]), "Towns need heat.md").text
    )


def test_names_that_differ_in_nothing_that_a_file_can_hold_get_a_number():
    text = (
        (REPORTS / "report_en.md")
        .read_text("utf-8")
        .replace("Pumps that think", "Towns: need heat?")
        .replace("N2:", "N9:")
    )
    paths = [draft.path for draft in drafts_of(text) if draft.kind == "narrative"]
    assert len({folded(path) for path in paths}) == len(paths)


HOSTILE = (
    "#option", "[[Elsewhere]]", "[supports:: [[N]]]", "%% hidden", "<!-- vaultval:begin valuation -->", "📅 2020-01-01",
    "type:: company", "- [x] done", "---", "$$", "| cell |", "\\|", '"quoted"', "../../up", "^block", "```", "\u2028line", "{0}",
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_report_says_is_data(hostile):
    text = (REPORTS / "report_en.md").read_text("utf-8")
    for word in (
        "First store runs",
        "A store bursts",
        "Kelvin 1999",
        "rock and sand",
        "half built",
        "control of pumps",
        "sand is sand",
    ):
        text = text.replace(word, f"{word} {hostile}")
    for draft in drafts_of(text):
        found = scan(draft.text, draft.text.index("\n---\n") + 5)
        assert {tag.name for tag in found.tags} <= {"#milestone", "#kill-switch"}
        assert {field.key for field in found.fields} <= {"miss", "hit", "cap", "odds", "effect", "on"}
        assert "Elsewhere" not in {link.target for link in found.links}
        assert {task.status for task in found.tasks} <= {" "}
        assert not managed_blocks(draft.text, found, draft.path)[0]
        assert "<!--" not in draft.text
        assert not found.comments
        assert not [task.text for task in found.tasks if "2020" in task.text and "📅 2020" in task.text]


@pytest.mark.parametrize(
    ("consequence", "miss"),
    [
        ("P: 30%→×0.75=22.5%", "[miss:: ×0.75]"),
        ("probability down 10% (30%→27%)", "[miss:: ×0.9]"),
        ("probability down 15% (→26%)", "[miss:: ×0.85]"),
        ("probability → 0 (worth nothing)", "[miss:: ×0]"),
        ("probability down 10% (30%→20%)", ""),  # points, not a share: the two figures do not agree
        ("probability down 10%", ""),  # either may be meant
    ],
)
def test_what_missing_a_milestone_does_is_a_factor_or_is_not_read(consequence, miss):
    text = (REPORTS / "report_en.md").read_text("utf-8").replace("P: 30%→×0.75=22.5%", consequence)
    task = next(
        line for line in note(drafts_of(text), "Heat storage.md").text.split("\n") if "First store" in line
    )
    assert (miss in task) if miss else ("miss::" not in task)
    odd = [
        found for found in read_report(text, "report.md", WORDS).findings if found.rule.name == "import-cell"
    ]
    assert any("as a factor" in found.message for found in odd) is not bool(miss)


def test_options_go_by_their_numbers_too():
    text = (
        (REPORTS / "report_en.md")
        .read_text("utf-8")
        .replace("| **Grid software** | Ten", "| Option 2 (Flux) | Ten")
    )
    text = text.replace("O2 (Grid software) | 2.0", "Option 1 (Heat), 2 (Flux) | 2.0")
    drafts = drafts_of(text)
    assert "Ten grids pay" in note(drafts, "Grid software.md").text
    assert '"[[Heat storage]]"\n  - "[[Grid software]]"' in note(drafts, "Pumps that think.md").text
