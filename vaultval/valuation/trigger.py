"""Whether a company asks for option valuation at all. Method §2."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trigger:
    """verdict: "mandatory", "advised", "not needed" or "open"; reasons: why, as keys."""

    verdict: str
    reasons: tuple[str, ...]


def trigger(
    price: float,
    fair_value: float | None,
    options: int,
    price_to_earnings: float | None,
    price_to_sales: float | None,
) -> Trigger:
    """The rule: mandatory if fair value < 50 % of price, or ≥ 2 options earn little; advised if P/E > 50 or P/S > 15.

    price, fair_value: currency/share. options: how many do not earn yet. The ratios are multiples.
    """
    must = []
    if fair_value is not None and fair_value < 0.5 * price:
        must.append("fair value below half the price")
    if options >= 2:
        must.append("two or more options that do not earn yet")
    if must:
        return Trigger("mandatory", tuple(must))
    should = []
    if price_to_earnings is not None and price_to_earnings > 50:
        should.append("P/E above 50")
    if price_to_sales is not None and price_to_sales > 15:
        should.append("P/S above 15")
    if should:
        return Trigger("advised", tuple(should))
    if fair_value is not None and abs(fair_value / price - 1) <= 0.3:
        return Trigger("not needed", ("fair value within 30 % of the price",))
    return Trigger("open", ())
