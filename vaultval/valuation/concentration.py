"""On how many narratives, and on how many options, the option value of a company rests. Method §9."""

from collections.abc import Mapping, Sequence

from vaultval.figure import N, named, total
from vaultval.valuation.portfolio import OptionValue


def herfindahl(options: Sequence[OptionValue]) -> N | None:
    """The sum of the squared shares of the narratives in the value of the options on their own: 1/n to 1.

    Value that no narrative claims is left out; None if none is claimed, or if an option has a negative value, for
    shares of such a sum mean nothing. 1 divided by it is how many narratives of equal weight would be as concentrated.
    Source: Herfindahl, "Concentration in the Steel Industry", 1950; Hirschman, 1945.
    """
    by_narrative: dict[str, list[N]] = {}
    names: dict[str, str] = {}
    for option in options:
        if option.option.narrative:
            by_narrative.setdefault(option.option.narrative.target, []).append(option.weighted)
            names[option.option.narrative.target] = option.option.narrative.text
    shares = _shares({name: total(parts) for name, parts in by_narrative.items()}, names)
    return _squared(shares, "Herfindahl index of the narratives")


def option_shares(options: Sequence[OptionValue]) -> Mapping[str, N]:
    """Each option's share of the value of all options on their own, by its id; none where that sum is not above zero, or
    an option has a negative value.
    """
    names = {option.option.id: option.option.name for option in options}
    return _shares({option.option.id: option.weighted for option in options}, names)


def herfindahl_of_options(shares: Mapping[str, N]) -> N | None:
    """The same index over the options themselves, of their shares; None without any."""
    return _squared(shares, "Herfindahl index of the options")


def effective_number(hhi: N | None, what: str = "narratives") -> N | None:
    """1 / the Herfindahl index. what: they are counted."""
    return None if hhi is None else named(1 / hhi, f"{what} of equal weight")


def _shares(worth: Mapping[str, N], names: Mapping[str, str]) -> dict[str, N]:
    whole = total(list(worth.values()))
    if float(whole) <= 0 or any(float(part) < 0 for part in worth.values()):
        return {}
    return {key: named(part / whole, f"share of {names[key]}") for key, part in worth.items()}


def _squared(shares: Mapping[str, N], name: str) -> N | None:
    return named(total([share**2 for share in shares.values()]), name) if shares else None
