"""A quantity as text, for people."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from vaultval.quantity.words import EXACT, Unit

_SYMBOLS = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}
_STEPS = {
    "en": ((Decimal("1e12"), "T"), (Decimal("1e9"), "B"), (Decimal("1e6"), "M")),
    "zh": ((Decimal("1e12"), "万亿"), (Decimal("1e8"), "亿"), (Decimal("1e4"), "万")),
}
_SIGNIFICANT = Context(prec=5, rounding=ROUND_HALF_EVEN)
_MOST_DECIMALS = 8  # what is smaller is the noise of floats
_FIRST_CALENDAR_YEAR = 1000


def written(
    value: float, unit: Unit, currency: str = "", digits: int | None = None, language: str = "en"
) -> str:
    """A value in base units as compact text: "$1.5T", "48.96 %", "13.5x", "5y", "2031"; zh: "$1.5万亿", "13.5倍".

    currency: ISO code, or "" for none. digits: how many follow the decimal point of the printed number; None:
    five significant ones at most. Halves round to even. `read` reads it back. "n/a" for what is not finite.
    Raises ValueError for a language other than "en" and "zh".
    """
    if language not in _STEPS:
        raise ValueError(f"no language {language!r}")
    number = Decimal(repr(float(value)))
    if not number.is_finite():
        return "n/a"
    if unit is Unit.RATIO:
        return _printed(EXACT.multiply(number, Decimal(100)), digits) + ("%" if language == "zh" else " %")
    if unit is Unit.MULTIPLE:
        return _printed(number, digits) + ("倍" if language == "zh" else "x")
    if unit is Unit.YEARS:
        calendar = number >= _FIRST_CALENDAR_YEAR
        years = f"{_rounded(number, 0):f}" if calendar else _printed(number, digits)
        return years + ("年" if language == "zh" else "" if calendar else "y")
    text = _scaled(number, digits, language)
    symbol = _SYMBOLS.get(currency, f"{currency} " if currency else "")
    return f"-{symbol}{text[1:]}" if text.startswith("-") else symbol + text


def _scaled(number: Decimal, digits: int | None, language: str) -> str:
    """The number with the largest scale word that leaves at least 1 before it, once it is rounded."""
    for worth, word in _STEPS[language]:
        mantissa = EXACT.divide(number, worth)
        if abs(_rounded(mantissa, digits)) >= 1:
            return _printed(mantissa, digits) + word
    return _printed(number, digits)


def _rounded(number: Decimal, digits: int | None) -> Decimal:
    if digits is None:
        number, digits = _SIGNIFICANT.plus(number), _MOST_DECIMALS
    step = Decimal((0, (1,), -digits))
    return number.quantize(step, ROUND_HALF_EVEN, Context(prec=400))


def _printed(number: Decimal, digits: int | None) -> str:
    text = f"{_rounded(number, digits):,f}"
    if digits is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.lstrip("-") if not text.strip("-0.,") else text
