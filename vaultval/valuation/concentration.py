"""On how many narratives the option value of a company rests. Method §9."""

from collections.abc import Sequence

from vaultval.figure import N, named, total
from vaultval.valuation.portfolio import OptionValue


def herfindahl(options: Sequence[OptionValue]) -> N | None:
    """The sum of the squared shares of the narratives in the value of the options on their own: 1/n to 1.

    Value that no narrative claims is left out; None if none is claimed, or if an option has a negative value, for
    shares of such a sum mean nothing. 1 divided by it is how many narratives of equal weight would be as concentrated.
    Source: Herfindahl, "Concentration in the Steel Industry", 1950; Hirschman, 1945.
    """
    by_narrative: dict[str, list[N]] = {}
    for option in options:
        if option.option.narrative:
            by_narrative.setdefault(option.option.narrative.target, []).append(option.weighted)
    worth = {name: total(parts) for name, parts in by_narrative.items()}
    whole = total(list(worth.values()))
    if float(whole) <= 0 or any(float(part) < 0 for part in worth.values()):
        return None
    names = {
        option.option.narrative.target: option.option.narrative.text
        for option in options
        if option.option.narrative
    }
    shares = [named(part / whole, f"share of {names[name]}") for name, part in worth.items()]
    return named(total([share**2 for share in shares]), "Herfindahl index of the narratives")


def effective_number(hhi: N | None) -> N | None:
    """1 / the Herfindahl index."""
    return None if hhi is None else named(1 / hhi, "narratives of equal weight")
