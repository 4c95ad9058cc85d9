"""The steps of the method vv-1, each a small function that one name of IMPROVEMENTS switches on. docs/compare.md."""

from collections.abc import Mapping, Sequence

from vaultval.figure import Figure, N, largest, named, product, smallest, total
from vaultval.model.records import Company, Option
from vaultval.valuation.methods.copula import joint_probability
from vaultval.valuation.methods.odds import moved_with
from vaultval.valuation.steps import Lift, Method, constant
from vaultval.valuation.synergy import Boost, adjusted_probability, noisy_or

MARGINAL = "marginal"


def mixture(weights: Sequence[N], probabilities: Sequence[N]) -> N:
    """Σ weight × P(success | scenario): the chance of success over all scenarios."""
    whole = total([weight * p for weight, p in zip(weights, probabilities, strict=True)])
    return smallest("no probability above 1", whole, 1.0) if float(whole) > 1 else whole


def carried(values: Sequence[N], probabilities: Sequence[N], before: N, after: N, method: Method) -> N:
    """The factor on an option's value where its probability goes from `before`, above 0, to `after`.

    ovm-1.1: the ratio of the two. Step `odds`: each scenario's odds move as the option's do, and the factor is the mean
    of p'/p over the scenarios, by value. values: weight × value of each scenario at its probability, currency/share.
    """
    if "odds" not in method.improved:
        return after / before
    pairs = [
        (value, p) for value, p in zip(values, probabilities, strict=True) if float(value) > 0 < float(p)
    ]
    if not pairs:
        return 1.0
    moved = [value * (moved_with(p, before, after) / p) for value, p in pairs]
    return total(moved) / total([value for value, _ in pairs])


def basis_of(option: Option) -> str:
    """What an option's probability is: "marginal", with the others' help in it, unless it says "leak", without."""
    return option.probability_basis.value if option.probability_basis else MARGINAL


def leak(probability: N, boosts: Sequence[Boost]) -> N | None:
    """The chance to succeed without the others, so that noisy-OR over them gives `probability` again.

    1 − (1 − P)/Π(1 − S·P(A)); for one source (P − S·P(A))/(1 − S·P(A)). None where the sources alone give more than P.
    """
    missed = product([1 - boost.coefficient * boost.probability for boost in boosts])
    if float(missed) <= 0 or 1 - float(missed) > float(probability):
        return None
    return named(1 - (1 - probability) / missed, "probability without the others")


def given(probability: N, boosts: Sequence[Boost], source: str) -> N:
    """P(B | A): noisy-OR with the source A certain to succeed. probability: the leak."""
    return noisy_or(
        probability,
        [Boost(b.source, b.coefficient, 1.0) if b.source == source else b for b in boosts],
    )


def boosts_used(option: Option, boosts: tuple[Boost, ...], method: Method) -> tuple[Boost, ...]:
    """The sources that lift an option's mean. Step `marginal`: none, if its probability holds their help already."""
    return () if "marginal" in method.improved and basis_of(option) == MARGINAL else boosts


def after_synergy(probability: N, boosts: Sequence[Boost], method: Method) -> N:
    """The probability with the help of the sources. Step `noisy_or`: of all at once, in no order."""
    if "noisy_or" not in method.improved or not boosts or float(probability) <= 0:
        return adjusted_probability(probability, boosts, method)
    return noisy_or(probability, boosts)


class Together:
    """The joint probabilities of emergent options, as they come to be known in the order of need.

    ovm-1.1: the product of the required. Step `copula`: the required succeed or fail with one common factor; an emergent
    one among them stands for what it requires itself, times what its own events made of its joint probability.
    """

    def __init__(self, known: Mapping[str, N], method: Method) -> None:
        self._known = dict(known)
        self._parts: dict[str, tuple[str, ...]] = {identity: (identity,) for identity in known}
        self._own: dict[str, N] = {}
        self._method = method

    def joint(self, option: Option) -> N:
        """The chance that all that an option requires succeeds."""
        required = [reference.target for reference in option.requires]
        if "copula" not in self._method.improved:
            return product([self._known[identity] for identity in required])
        parts = self._parts_of(required)
        whole = joint_probability([self._known[part] for part in parts], self._method.correlation)
        own = [self._own[identity] for identity in required if identity in self._own]
        return product([whole, *own]) if own else whole

    def add(self, option: Option, joint: N, probability: N) -> None:
        """Let an emergent option be required by others. probability: its joint one after its own events."""
        self._known[option.id] = probability
        self._parts[option.id] = self._parts_of([reference.target for reference in option.requires])
        if float(probability) != float(joint) and float(joint) > 0:
            self._own[option.id] = probability / joint

    def _parts_of(self, required: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part for identity in required for part in self._parts[identity]))


def year_of_success(option: Option, company: Company) -> float | None:
    """The calendar year in which an option succeeds: its year, or that of the price and its horizon. None: unknown."""
    if option.horizon is not None:
        return company.price_date.value.year + option.horizon.value if company.price_date else None
    return option.year.value if option.year is not None else None


def lifted_year(option: Option, company: Company, lift: Lift) -> N | None:
    """The same as `year_of_success`, as a number that the arithmetic runs on."""
    if option.horizon is None:
        return lift(option.year, f"{option.name}: year") if option.year is not None else None
    stated = company.price_date
    if stated is None:
        return None
    since = constant(float(stated.value.year), stated.value.isoformat(), stated.place)
    return lift(since, "year of the price") + lift(option.horizon, f"{option.name}: horizon")


def market_at_success(tam: N, option: Option, company: Company, lift: Lift) -> N:
    """Step `tam_year`: TAM × (1 + its growth)^(year of success − its year); as stated, where any of this is not.

    tam: currency. Returns currency.
    """
    if option.tam_year is None or option.tam_growth is None:
        return tam
    year = lifted_year(option, company, lift)
    if year is None:
        return tam
    growth = lift(option.tam_growth, f"{option.name}: TAM growth")
    own_year = lift(option.tam_year, f"{option.name}: TAM year")
    return named(tam * (1 + growth) ** (year - own_year), f"{option.name}: TAM in {float(year):.0f}")


def incremental_share(share: N, tam: N, option: Option, horizon: N | None, lift: Lift) -> N:
    """Step `incremental`: the share of the market that the core does not earn already; 0 where it earns more.

    share − core revenue × (1 + its growth)^horizon / TAM. tam: currency. horizon: years.
    """
    if option.core_revenue is None:
        return share
    core = lift(option.core_revenue, f"{option.name}: revenue in the core")
    if option.core_growth is not None and horizon is not None:
        core = core * (1 + lift(option.core_growth, f"{option.name}: growth in the core")) ** horizon
    return named(
        largest("no share below 0", share - core / tam, 0.0), f"{option.name}: share beyond the core"
    )


def multiplier_used(multiplier: N, method: Method) -> N:
    """Step `platform`: 1, for the platform stands in the probabilities and in the coefficients already."""
    if "platform" not in method.improved:
        return multiplier
    return named(Figure(1.0) if isinstance(multiplier, Figure) else 1.0, "platform multiplier, left out")
