"""Checks of single numbers: that shares, margins and rates lie within bounds and bear the % sign without which 6 is 600 %,
and that what must be above zero is.
"""

from collections.abc import Iterator, Mapping, Sequence

from vaultval.diagnostics import Finding, finding
from vaultval.place import Place
from vaultval.quantity import Quantity

_HINT = "was a % sign forgotten?"


def is_plain(quantity: Quantity) -> bool:
    """Whether a ratio is written as a number without a sign, as 0.06 or 6; under a header of per cent it is not."""
    return quantity.scale == 1.0


def check_ratio(
    quantity: Quantity | None, what: str, place: Place, above: float, most: float
) -> Iterator[Finding]:
    """A ratio that is not above `above` and at most `most`; and a plain number of 1 or more, which may be meant in per cent.

    what: the attribute and whose it is. place: where nothing nearer is known.
    """
    if quantity is None:
        return
    within = above < quantity.value <= most
    if within and not (is_plain(quantity) and abs(quantity.value) >= 1):
        return
    expected = f"{quantity.value:.0%}, or {quantity.text} %"
    if not within:
        expected = f"more than {above:.0%} and at most {most:.0%}"
    message = f"{what} is {quantity.value:.0%}"
    yield finding(
        "ratio-out-of-range", quantity.place or place, message, expected=expected, found=quantity.text, hint=_HINT
    )  # fmt: skip


def check_signs(ratios: Sequence[Quantity], what: str, place: Place) -> Iterator[Finding]:
    """Ratios of one path of which some bear a % sign and others do not; a zero needs none, and `check_ratio` tells of a
    plain number of 1 or more.
    """
    plain = [ratio for ratio in ratios if ratio.value != 0 and is_plain(ratio)]
    if (
        plain
        and all(abs(ratio.value) < 1 for ratio in plain)
        and any(ratio.value != 0 and not is_plain(ratio) for ratio in ratios)
    ):
        message = f"{what} has {plain[0].text} without a % sign beside others with one"
        where = plain[0].place or place
        yield finding("ratio-out-of-range", where, message, found=plain[0].text, hint=_HINT)


def not_ratios(place: Place, stated: Mapping[str, Quantity | None]) -> list[Finding]:
    """Shares, margins and rates that are no plain part of a whole: mostly a % sign that was forgotten."""
    return [
        finding("ratio-out-of-range", quantity.place or place, f"`{key}` is {quantity.value:.0%}",
                expected="more than 0 % and at most 100 %", found=quantity.text, hint="was a % sign forgotten?")
        for key, quantity in stated.items()
        if quantity is not None and not 0 < quantity.value <= 1
    ]  # fmt: skip


def not_positive(place: Place, stated: Mapping[str, Quantity | None]) -> list[Finding]:
    """Numbers that are not above zero."""
    return [
        finding("not-a-quantity", quantity.place or place, f"`{key}` is not above zero", found=quantity.text)
        for key, quantity in stated.items()
        if quantity is not None and quantity.value <= 0
    ]
