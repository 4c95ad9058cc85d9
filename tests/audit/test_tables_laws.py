"""Laws of the audit of tables."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audit.told_by_tables import claims, table, wrong
from vaultval.audit.claims import Verdict

amounts = st.lists(st.integers(100, 99_999), min_size=3, max_size=9)
SCALES = ("", "K", "M", "B")


def summed(parts: list[int], total: int, scale: str = "") -> str:
    """A table of amounts with two decimals, and their total."""
    rows = [[f"part {at}", f"${part / 100:.2f}{scale}"] for at, part in enumerate(parts)]
    return table(["Part", "Amount"], [*rows, ["**Total**", f"**${total / 100:.2f}{scale}**"]])


def verdicts(text: str) -> list[tuple[str, Verdict]]:
    """Of the totals of a table."""
    return [(claim.kind, claim.verdict) for claim in claims(text) if "Total" in text]


@settings(max_examples=50, deadline=None)
@given(parts=amounts, off=st.integers(-2000, 2000), data=st.data())
def test_the_order_of_the_rows_does_not_change_what_is_said_of_their_total(
    parts: list[int], off: int, data: st.DataObject
) -> None:
    total = max(1, sum(parts) + off)
    shuffled = data.draw(st.permutations(parts))
    assert verdicts(summed(parts, total)) == verdicts(summed(list(shuffled), total))


@settings(max_examples=50, deadline=None)
@given(parts=amounts, off=st.integers(-2000, 2000), scale=st.sampled_from(SCALES))
def test_the_scale_of_all_amounts_does_not_change_what_is_said_of_their_total(
    parts: list[int], off: int, scale: str
) -> None:
    total = max(1, sum(parts) + off)
    assert verdicts(summed(parts, total)) == verdicts(summed(parts, total, scale))


@settings(max_examples=50, deadline=None)
@given(parts=amounts)
def test_a_true_total_is_never_wrong(parts: list[int]) -> None:
    assert Verdict.REPRODUCES in [verdict for _, verdict in verdicts(summed(parts, sum(parts)))]
    assert wrong(summed(parts, sum(parts))) == []


@settings(max_examples=50, deadline=None)
@given(parts=amounts, digits=st.integers(0, 2), has_total=st.booleans())
def test_shares_that_are_rounded_correctly_are_never_wrong(
    parts: list[int], digits: int, has_total: bool
) -> None:
    whole = sum(parts)
    rows = [[f"part {at}", f"{part:,}", f"{part / whole * 100:.{digits}f}%"] for at, part in enumerate(parts)]
    total = [["合计", f"{whole:,}", "100%"]] if has_total else []
    assert wrong(table(["Part", "Sales", "占比"], [*rows, *total])) == []


@settings(max_examples=50, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(1000, 99_999), st.integers(1000, 99_999)), min_size=3, max_size=8),
    digits=st.integers(0, 2),
)
def test_quotients_that_are_rounded_correctly_are_never_wrong(
    rows: list[tuple[int, int]], digits: int
) -> None:
    cells = [
        [f"c{at}", f"${cost / 100:.2f}", f"${sales / 100:.2f}", f"{cost / sales * 100:.{digits}f}%"]
        for at, (cost, sales) in enumerate(rows)
    ]
    assert wrong(table(["Company", "Cost", "Sales", "Cost/Sales"], cells)) == []


@settings(max_examples=50, deadline=None)
@given(sales=st.lists(st.integers(500, 99_999), min_size=3, max_size=8), digits=st.integers(0, 2))
def test_growth_that_is_rounded_correctly_is_never_wrong(sales: list[int], digits: int) -> None:
    rows = [["FY2015", f"${sales[0] / 100:.2f}B", "—"]]
    for at, (before, now) in enumerate(pairwise(sales)):
        rows.append([f"FY{2016 + at}", f"${now / 100:.2f}B", f"{(now / before - 1) * 100:+.{digits}f}%"])
    assert wrong(table(["Year", "Sales", "Sales YoY"], rows)) == []


cells = st.one_of(
    st.text("0123456789.%$x,-~+()[]|*/ 合计年Qa", max_size=12),
    st.sampled_from(["$5B", "12 %", "9^9^9^9", "(((1", "1e999", "0", "—", "Total", "FY2025", "100%"]),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=8))
def test_no_table_makes_it_raise_and_every_claim_stands_in_the_text(rows: list[list[str]]) -> None:
    text = table(
        ["Item", "Value", "Share %", "YoY"], [[cell.replace("|", "/") for cell in row] for row in rows]
    )
    lines = text.split("\n")
    for claim in claims(text):
        start = claim.place.column - 1
        assert lines[claim.place.line - 1][start : start + claim.place.length] == claim.stated
