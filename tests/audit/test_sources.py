"""Labels without a source, citations without a reference, points against the class."""

import pytest

from tests.audit.facts_of_notes import note_of
from vaultval import config as settings
from vaultval.audit.sources import check_sources

CONFIG, _ = settings.read(None)


def _found(text, config=CONFIG):
    note, shown = note_of("Note.md", text)
    return [(one.rule.name, one.found) for one in check_sources(note, shown, config)]


@pytest.mark.parametrize(
    "line",
    [
        "- Orders grew by 27 % [hard: 10-K FY2025]",
        "- Orders grew by 27 % [hard: +1.0, 10-K FY2025]",
        "- Orders grew by 27 % [hard] [[10-K FY2025]]",
        "- Orders grew by 27 % [hard] [filing](https://example.org)",
        "- Orders grew by 27 % [hard] https://example.org",
        "- Orders grew by 27 % [hard][^1]\n\n[^1]: 10-K",
        "- Orders grew by 27 % [hard] [source:: the filing]",
        "- 订单增长27% 【硬数据：年报】",
        "- Orders grew by 27 % [inferred]",
        "- Orders grew by 27 % `[hard]`",
        "%% Orders grew by 27 % [hard] %%",
        "| [hard] | 61 |\n",
        "The labels: [hard], [inferred], [judgement].",
        "Evidence labelled [hard] counts more than other evidence.",
        "[hard] stands for what a filing says.",
    ],
)
def test_a_hard_fact_with_a_source_and_what_is_no_hard_fact(line):
    assert _found(line + "\n") == []


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("- Orders grew by 27 % [hard]", "[hard]"),
        ("- Orders grew by 27 % [hard: +1.0]", "[hard: +1.0]"),
        ("- 订单增长27% [硬数据]", "[硬数据]"),
        ("| Margin | 18.03 % [hard] | more |", "[hard]"),
        ("```\nMarket cap = $10B [hard]\n```", "[hard]"),
    ],
)
def test_a_hard_fact_without_a_source(line, label):
    assert _found(line + "\n") == [("hard-without-source", label)]


def test_a_number_whose_source_the_note_names_elsewhere_has_it():
    source = "Sales of $1.405T [hard: 10-K FY2025]\n\n"
    assert _found(source + "| Sales | $1,405B [hard] |\n") == []
    assert _found(source + "| Sales | $1,500B [hard] |\n") == [("hard-without-source", "[hard]")]


def test_the_points_of_a_label_are_those_of_its_class():
    assert _found("- A [hard: +1.0, 10-K]\n- B [inferred: -0.5]\n- C [media]\n") == []
    assert _found("- A [hard: -0.5, 10-K]\n- B [inferred: +1]\n") == [
        ("label-points", "0.5"),
        ("label-points", "1"),
    ]
    own, _ = settings.read("[scoring.points]\nhard = 0.5\n")
    assert _found("- A [hard: -0.5, 10-K]\n", own) == []


NUMBERED = "\n## References\n\n1. A filing.\n2. A paper.\n"
PLAIN = "\n外部引用:\n- A filing.\n- A paper.\n"
BRACKETS = "\n[1] A filing.\n[2]: https://example.org\n"


@pytest.mark.parametrize("references", [NUMBERED, PLAIN, BRACKETS])
def test_a_citation_with_its_reference(references):
    assert _found(f"Orders grew [1], and margins fell [2] [1, 2].\n{references}") == []


@pytest.mark.parametrize("references", [NUMBERED, PLAIN, BRACKETS])
def test_a_citation_without_its_reference_is_told_of_once(references):
    text = f"Orders grew [1], margins fell [3], [3] and [1, 17].\n{references}"
    assert _found(text) == [("citation-without-reference", "[3]"), ("citation-without-reference", "[17]")]


def test_without_any_list_of_references_several_citations_are_told_of():
    assert _found("Orders grew [1], margins fell [2].\n") == [
        ("citation-without-reference", "[1]"),
        ("citation-without-reference", "[2]"),
    ]
    assert _found("An item of a list is a[1].\n") == []


def test_a_footnote_that_is_defined_nowhere():
    assert _found("Orders grew [^1] and margins fell [^2].\n\n[^1]: A filing.\n") == [
        ("citation-without-reference", "[^2]")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- [1] a box of a task\n- [2] and one more",
        "A link [3](https://example.org), [4][ref] and [[5]], ![6](a.png).",
        "`x[7]` and `y[8]`",
        "```\nx[7] = y[8]\n```",
        "In the years [2024] and [2025].",
        "Between [20] % and [30] %.",
        "%% [7] and [8] %%",
        r"\[7] and \[8]",
    ],
)
def test_what_is_no_citation(line):
    assert _found(line + "\n" + NUMBERED) == []


def test_what_vaultval_wrote_and_properties_are_not_checked():
    assert _found('---\nnote: "27 % [hard]"\n---\ntext\n') == []


def test_long_lines_are_read_in_time_that_grows_with_them():
    text = "x 5 [hard] y [3] " * 20_000
    assert len(_found(text)) == 20_000
