"""How the steps take their inputs and settle their results."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from vaultval.config import Config
from vaultval.figure import Figure, N, named, rounded
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit

Lift = Callable[[Quantity, str], N]
"""Makes the number that the arithmetic runs on from a quantity and the name that people know it by."""


def as_float(quantity: Quantity, _name: str) -> N:
    """The bare value: the fast way."""
    return quantity.value


def as_figure(quantity: Quantity, name: str) -> N:
    """The value with its place and its text, so that what follows from it can be explained."""
    return Figure(quantity.value, "input", (), name, quantity.place, quantity.text)


def constant(value: float, text: str, place: Place | None) -> Quantity:
    """A number that follows from something that a note states, or does not state, at a place: a default, a year."""
    return Quantity(value, Unit.OTHER, "", value, value, False, "", 0, 1.0, "", text, place)


SOURCE_METHOD, IMPROVED_METHOD = "ovm-1.1", "vv-1"
"""The two methods: that of the sources, and the better founded one."""

IMPROVEMENTS = (
    "mixture", "odds", "marginal", "noisy_or", "copula", "platform", "tam_year", "incremental",
)  # fmt: skip
"""The steps by which vv-1 departs from ovm-1.1, in the order in which they are told. docs/compare.md says what each does."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What a narrative adds to the log-odds of an option: weight × (log-odds now − log-odds on the day of the anchor).

    weight: k, on the narrative's log-odds. now, then: its log-odds on the day of the valuation, and on `since`, the day
    from which the option's probability dates.
    """

    narrative: str
    place: Place
    weight: Quantity
    now: N
    then: N
    since: date


@dataclass(frozen=True, slots=True)
class Method:
    """The settings of a valuation.

    published: take what the author states, and round where the author rounded. step: what per-share figures are
    rounded to at each option and sum, 0 for not at all. cap: of the synergy premium, as a share of the independent
    option value. p_max: the most that synergy makes of a probability. second_source: the weight of the second source.
    improved: the steps of IMPROVEMENTS that are taken. correlation: ρ of the copula, for the step of that name.
    shifts: option id → what narratives add to its log-odds; empty while the link is off.
    """

    as_of: date
    published: bool
    step: float
    cap: float
    p_max: float
    second_source: float
    improved: frozenset[str] = frozenset()
    correlation: float = 0.3
    shifts: Mapping[str, tuple[Shift, ...]] = field(default_factory=dict)

    @property
    def mode(self) -> str:
        """Whether values are computed, or taken as the author published them."""
        return "published" if self.published else "computed"

    @property
    def name(self) -> str:
        """Which of the two methods this is; for some of the steps alone, the better founded one."""
        return IMPROVED_METHOD if self.improved else SOURCE_METHOD

    @classmethod
    def of(cls, config: Config, as_of: date) -> "Method":
        """The method that a vault's settings ask for."""
        published = config.mode == "published"
        return cls(
            as_of,
            published,
            config.rounding if published else 0.0,
            config.valuation.cap,
            config.valuation.p_max,
            config.valuation.second_source,
            frozenset(IMPROVEMENTS if config.valuation.method == IMPROVED_METHOD else ()),
            config.valuation.copula,
        )

    def settled(self, number: N, name: str) -> N:
        """A figure of the result: rounded where the author rounded, and named."""
        return named(rounded(number, self.step), name)
