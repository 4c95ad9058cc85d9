"""What is told differently, and what only looks so."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.facts_of_notes import clashes, facts
from tests.small_vault import COMPANY
from vaultval.audit.facts.contradictions import contradictions, findings_of
from vaultval.audit.facts.stated import facts_of
from vaultval.audit.facts.typed import typed_facts
from vaultval.audit.notes import shown_by
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold

HEAD = "# Acme (ACM)\n\n"


def _one(*lines, head=HEAD):
    return clashes(head + "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("one", "other", "quantity"),
    [
        ("Price: $100", "- Current price: $120", "Acme: share price"),
        ("**Shares (diluted)**: 3.539B", "| Metric | Value |\n|---|---|\n| Diluted shares | 3.511B |", "Acme: diluted shares"),
        ("wacc:: 10 %", "- Discount rate: 9 %", "Acme: WACC"),
        ("**净现金**: $8.14B", "```\nNet cash = $38.71B\n```", "Acme: net cash"),
        ("FY2025 revenue: $94.83B", "| Year | Revenue ($B) |\n|---|---|\n| FY2024 | 90 |\n| FY2025 | 97 |", "Acme: revenue, 2025"),
        ("Market cap: ~$1.1T", "Market cap: $1.843T", "Acme: market cap"),
        ("Net cash: $5-6B", "Net cash: $8B", "Acme: net cash"),
    ],
)  # fmt: skip
def test_two_values_of_one_quantity_clash(one, other, quantity):
    for told in (_one(one, "", other), clashes(HEAD + one + "\n", HEAD + other + "\n")):
        assert [found for found, _ in told] == [quantity]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Price: $100.4", "Price: $100"),  # rounded
        ("Net cash: $130.9B", "Net cash: $1,309亿"),
        ("Market cap: ~$1.84T", "Market cap: $1.85T"),
        ("Net cash: $5-6B", "Net cash: $5.5B"),
        ("Net cash: >$5B", "Net cash: $8B"),
        ("Net cash: $5B", "Net cash: €4B"),  # two currencies
        ("Net cash: $5B", "Net cash: 40B"),  # nobody knows of what
        ("Price: $100 (2026-02-10)", "Price: $120 (2026-03-01)"),  # a history
        ("Price: $100 (2026-02-10)", "Price: $120"),  # may be one
        ("Shares (diluted): 3.5B", "Shares (basic): 3.2B"),
        ("Shares (diluted): 3.5B", "Shares outstanding: 3.2B"),
        ("FY2025 revenue: $90B", "FY2024 revenue: $80B"),
        ("FY2025 revenue: $90B", "Revenue: $95B"),
        ("FY2027E revenue: $90B", "FY2027E revenue: $95B"),  # two forecasters
        ("Price: $100", "Target price: $150"),
        ("Price: $100", "Implied price: $150"),
        ("WACC: 10 %", "Terminal growth: 3 %"),
        ("Trailing P/E: 30x", "Forward P/E: 25x"),
    ],
)
def test_these_do_not_clash(one, other):
    assert clashes(HEAD + one + "\n", HEAD + other + "\n") == []
    assert _one(one, "", "## Key figures", "", other) == []


def test_cases_peers_segments_and_records_do_not_clash():
    assert _one("WACC: 10 %", "## Bear case", "WACC: 12 %") == []
    assert _one("WACC: 10 %", "## Automotive business", "WACC: 9 %") == []
    assert _one("Market cap: $10B", "## Samsung", "Market cap: $300B") == []
    assert (
        _one("| Scenario | WACC |", "|---|---|", "| Bull | 9 % |", "| Bear | 12 % |", "", "WACC: 10 %") == []
    )
    cards = [f"## Card {n}\n- Probability: {n}0 %\n- TAM: ${n}B\n- P/E: {n}0x\n" for n in (1, 2, 3)]
    assert _one(*cards) == []
    assert _one("## Risks", "- A", "  - Odds: 20 %", "- B", "  - Odds: 30 %") == []
    assert _one("## Risks", "- A", "\t- Odds: 20 %", "- B", "\t- Odds: 30 %") == []
    assert _one("## Risks", "- Odds: 20 %", "- Loss: 5 %", "- Odds: 30 %", "- Loss: 8 %") == []


def test_a_label_that_nobody_knows_clashes_within_its_section_only():
    assert _one("## How it is used", "Cap used: 80 %", "", "Cap used: 85 %") == [
        ("Acme: cap used", ["80 %", "85 %"])
    ]
    assert _one("Cap used: 80 %", "## How it is used", "Cap used: 85 %") == []
    assert clashes(HEAD + "Cap used: 80 %\n", HEAD + "Cap used: 85 %\n") == []


def test_notes_of_no_common_subject_do_not_clash():
    assert clashes("# One\n\nPrice: $100\n", "# Other\n\nPrice: $120\n") == []
    assert clashes("# Acme (ACM)\n\nPrice: $100\n", "# Bolt (BLT)\n\nPrice: $120\n") == []


def test_a_note_that_names_no_subject_is_about_the_one_that_it_names_most():
    sentence = "Acme sells pumps. "
    assert clashes(HEAD + "WACC: 10 %\n", "# Part 3\n\n" + sentence * 9 + "\n\nWACC: 12 %\n")
    assert (
        clashes(HEAD + "WACC: 10 %\n", "# Part 3\n\nBolt sells nuts. " + sentence + "\n\nWACC: 12 %\n") == []
    )
    assert clashes(HEAD + "WACC: 10 %\n", "# Valuing ACM\n\nWACC: 12 %\n")


def test_the_period_of_a_filing_is_that_of_what_it_is_the_source_of():
    header = "# Acme (ACM)\n\n**Diluted shares**: 3.539B [hard: ACM 10-K FY2025]\n\nData as of: 2026-02-10\n"
    table = "# ACM\n\n| Year | SBC ($B) | Diluted shares (B) |\n|---|---|---|\n| FY2024 | 2 | 3.498 |\n| FY2025 | 3 | 3.511 |\n"
    assert clashes(header, table) == [("Acme: diluted shares, 2025", ["3.539B", "3.511 (B)"])]


def test_a_rival_in_a_table_is_held_against_its_own_note():
    table = "| Company | Market cap |\n|---|---|\n| Bolt (BLT) | $20B |\n"
    assert clashes(HEAD + table, "# Bolt (BLT)\n\nMarket cap: $30B\n") == [
        ("Bolt: market cap", ["$20B", "$30B"])
    ]


def test_each_value_is_shown_once_where_it_stands_first():
    told = _one("Price: $100", "", "Price: $100", "", "Price: $120", "", "Price: ~$119", "", "Price: $130")
    assert told == [("Acme: share price", ["$100", "$120", "$130"])]


def test_the_finding_lists_the_values_and_points_at_the_first_two():
    found = contradictions(facts(HEAD + "Price: $100\n\nPrice: $120\n"))
    (one,) = findings_of(found)
    assert one.rule.code == "VV602"
    assert one.message == "Acme: share price is told as $100, $120"
    assert (one.place.line, one.other.line) == (3, 5)


def _of_vault(root):
    read = read_vault(root, hold=Hold.TEXT)
    told = typed_facts(read.model)
    for note in read.vault.notes.values():
        told += facts_of(note, shown_by(note), read.config.vocabulary)
    return [(one.quantity, [each.text for each in one.occurrences]) for one in contradictions(told)]


def test_a_typed_company_is_held_against_other_notes(make_vault):
    report = "# On Acme (ACM)\n\nNet cash: $12B (2026-02-10)\n\n- WACC: 10 %\n"
    company = COMPANY.replace("type: company", "type: company\nticker: ACM")
    assert _of_vault(make_vault({"Acme.md": company, "Report.md": report})) == [
        ("Acme: net cash", ["$10B", "$12B"])
    ]


def test_an_attribute_is_held_against_the_text_of_its_own_note(make_vault):
    assert _of_vault(make_vault({"Acme.md": COMPANY + "\n## Key inputs\n\n- Discount rate: 12 %\n"})) == [
        ("Acme: WACC", ["10 %", "12 %"])
    ]


def test_nothing_is_invented_on_the_sample_vault():
    from tests.conftest import ROOT

    assert _of_vault(ROOT / "sample_vault") == []


_VALUES = st.sampled_from(
    ["$90B", "$91.2B", "$91B", "~$95B", "$80-100B", "$910亿", "€90B", ">$50B", "$0.09T"]
)
_LINES = st.lists(
    st.tuples(st.sampled_from(["Net cash", "净现金", "FY2025 revenue", "Odds"]), _VALUES), max_size=5
)
_NOTES = st.lists(_LINES, min_size=1, max_size=4)


def _texts(notes):
    return {
        f"{n}.md": HEAD + "\n\n".join(f"{label}: {value}" for label, value in note)
        for n, note in enumerate(notes)
    }


@given(_NOTES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_notes_does_not_matter(notes, random):
    told = [fact for path, text in _texts(notes).items() for fact in facts(text, path)]
    shuffled = told[:]
    random.shuffle(shuffled)
    assert contradictions(shuffled) == contradictions(told)


@given(_NOTES)
@settings(max_examples=40, deadline=None)
def test_every_contradiction_has_two_values_that_are_different(notes):
    told = [fact for path, text in _texts(notes).items() for fact in facts(text, path)]
    for one in contradictions(told):
        assert len({occurrence.value for occurrence in one.occurrences}) > 1


@given(st.lists(_VALUES, min_size=1, max_size=1), st.integers(2, 5))
@settings(max_examples=20, deadline=None)
def test_a_fact_told_again_in_the_same_words_never_clashes(value, times):
    assert clashes(*[f"{HEAD}Net cash: {value[0]}\n"] * times) == []


@given(st.decimals(min_value="0.1", max_value="999.9", places=1))
@settings(max_examples=50, deadline=None)
def test_another_scale_of_the_same_number_never_clashes(number):
    told = [f"${number}B", f"${number * 10}亿", f"${number * 1000}M", f"{number}B USD"]
    assert clashes(*[f"{HEAD}Net cash: {text}\n" for text in told]) == []


@given(st.dates(date(2001, 1, 1), date(2030, 12, 28)), st.dates(date(2001, 1, 1), date(2030, 12, 28)))
@settings(max_examples=30, deadline=None)
def test_two_days_are_a_history_and_one_day_is_not(one, other):
    told = clashes(f"{HEAD}Price: $100 ({one})\n", f"{HEAD}Price: $120 ({other})\n")
    assert bool(told) == (one == other)
