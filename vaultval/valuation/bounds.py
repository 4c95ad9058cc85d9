"""What an option states, held against itself: years that lie too far apart to grow over, a zero that its scenarios deny."""

from collections.abc import Iterator

from vaultval.diagnostics import Finding, finding
from vaultval.model.records import Company, Option
from vaultval.valuation.methods.improvements import year_of_success

LONGEST_HORIZON = 100
"""Years: so far ahead an option may succeed, and so long may its market, or its revenue in the core, grow."""


def check_growth_years(option: Option, company: Company) -> Iterator[Finding]:
    """A market that is to grow for more years than that until the option succeeds: mostly a digit that is missing."""
    year, stated = year_of_success(option, company), option.tam_year
    if year is None or stated is None or option.tam_growth is None:
        return
    if abs(year - stated.value) > LONGEST_HORIZON:
        message = f"the market of {option.name!r} is that of {stated.text}, and is to grow until its success in {year:.0f}"
        expected = f"a year within {LONGEST_HORIZON} years of {year:.0f}"
        yield finding("horizon", stated.place or option.place, message, expected=expected, found=stated.text)


def check_zero(option: Option) -> Iterator[Finding]:
    """An option that is certain to fail, and scenarios in which it does not."""
    stated = option.probability
    if option.emergent or stated is None or stated.value != 0:
        return
    denying = [row for row in option.scenarios if row.probability is not None and row.probability.value > 0]
    if denying:
        names = ", ".join(f"{row.name!r} {row.probability.text}" for row in denying if row.probability)
        message = f"the probability of {option.name!r} is zero, and its scenarios have {names}"
        yield finding("probability-zero", stated.place or option.place, message,
                      expected="a probability above 0, or 0 in each scenario", found=stated.text)  # fmt: skip
