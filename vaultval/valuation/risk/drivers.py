"""What a company's value is driven by: every input that its valuation takes, under a key; and the model, run again with
some of them moved. Method §11.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import isfinite
from typing import Any

from vaultval.figure import N
from vaultval.model.bases import Record
from vaultval.model.records import Company, Option
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit
from vaultval.valuation.company import CompanyValue, value_company
from vaultval.valuation.discounting.forecast import PATHS
from vaultval.valuation.steps import Lift, Method, as_float, constant
from vaultval.vocabulary import folded

SETTINGS = ("cap", "p_max", "second_source")
"""The settings of the method that are moved like inputs."""

MULTIPLIER = "platform_multiplier"
PARTS_OF_A_WHOLE = frozenset({"probability", "weight", "share", "net_margin", "p_max", "second_source"})
ABOVE_ZERO = frozenset({"price", "shares", "tam", "pe", "discount_factor", "horizon", "wacc", MULTIPLIER})
NOT_BELOW_ZERO = frozenset({"cap"})
FIRST_CALENDAR_YEAR = 1000
_SILENT = frozenset({"dcf", "parts", "start"})  # names of fields that say nothing to a reader


@dataclass(frozen=True, slots=True)
class Follower:
    """A number that moves in proportion with another. most: what it may become, None for no end."""

    place: Place
    value: float
    most: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Driver:
    """One input, or one setting of the method.

    key: how it is asked for. node: the id of the note or section that states it, "" for a setting. owner, scenario, field:
    what it is of, for people. value: in base units. low, high: the ends of the range that the note states, or the value.
    place: None for a setting. origin: of a calendar year, the year of the price, from which it counts; else 0.
    stretch: of a path over the years, which value: its number among several, "start" or "end" of a fade, "half_life".
    follow: what moves with it. weights: the other weights of the same option, which give way to it.
    """

    key: str
    node: str
    owner: str
    scenario: str
    field: str
    value: float
    low: float
    high: float
    unit: Unit
    currency: str
    place: Place | None
    origin: float = 0.0
    follow: tuple[Follower, ...] = ()
    weights: tuple[tuple[Place, float], ...] = ()
    stretch: tuple[str, ...] = ()

    @property
    def stated_range(self) -> bool:
        """Whether the note states a range."""
        return self.low < self.high

    @property
    def part(self) -> bool:
        """Whether it lies between 0 and 1."""
        return self.field in PARTS_OF_A_WHOLE or self.field.startswith("synergy ")

    def bounded(self, value: float) -> float:
        """The value within what it may be: a part of a whole stays between 0 and 1."""
        return min(max(value, 0.0), 1.0) if self.part else value

    @property
    def unwritten(self) -> bool:
        """Whether it is a multiplier that does nothing, of a platform of which the notes say nothing."""
        return self.place is None and self.field == MULTIPLIER and self.value == 1

    def around(self, by: float) -> tuple[float, float]:
        """The low and the high end: of the stated range, else the value less and plus `by` (0.2 = 20 %) of itself.

        A calendar year moves by the time from the price to it.
        """
        if self.stated_range:
            return self.bounded(self.low), self.bounded(self.high)
        distance = self.value - self.origin
        ends = self.origin + distance * (1 - by), self.origin + distance * (1 + by)
        return self.bounded(min(ends)), self.bounded(max(ends))


class UnknownKeyError(ValueError):
    """A key that no input has, or that several have. near: keys that may have been meant."""

    def __init__(self, key: str, near: Sequence[str], several: bool) -> None:
        super().__init__(f"{key!r} may be several inputs" if several else f"no input {key!r}")
        self.near = tuple(near)


class Model:
    """The model of one company, to be run again. base: the value as it is; runs: how often it was run for this.

    Raises ValueError for a company that cannot be valued.
    """

    def __init__(self, company: Company, method: Method) -> None:
        self.company, self.method, self.runs = company, method, 0
        self._lifted: dict[Place, tuple[str, Quantity]] = {}
        base, _ = value_company(company, method, self._record)
        if base is None:
            raise ValueError(f"{company.name!r} cannot be valued")
        self.base: CompanyValue = base
        self.drivers: tuple[Driver, ...] = tuple(_drivers(self, self._lifted))

    def _record(self, quantity: Quantity, name: str) -> float:
        if quantity.place is not None:
            self._lifted.setdefault(quantity.place, (name, quantity))
        return quantity.value

    def find(self, key: str) -> Driver:
        """The input of a key, in any case; the end of one is enough. Raises UnknownKeyError."""
        known = {_plain(driver.key): driver for driver in self.drivers}
        asked = _plain(key)
        if asked in known:
            return known[asked]
        ends = [driver for name, driver in known.items() if name.endswith("." + asked)]
        if len(ends) == 1:
            return ends[0]
        near = get_close_matches(asked, list(known), 3, 0.5)
        inside = [name for name in known if asked in name][:3]
        names = [driver.key for driver in ends] or [known[n].key for n in dict.fromkeys([*near, *inside])]
        raise UnknownKeyError(key, names, several=bool(ends))

    def overrides(
        self,
        moved: Mapping[Driver, Any],
        *,
        linear: bool = False,
        least: Callable[[Any, Any], Any] = min,
    ) -> dict[Place, Any]:
        """What each moved place holds: the inputs themselves, what follows them, and the weights that give way.

        moved: floats, or arrays with `least` the smaller of two such. linear: a scenario's probability follows that of its
        option even above 1. Raises ValueError for weights that leave nothing for the others.
        """
        places = {driver.place: value for driver, value in moved.items() if driver.place is not None}
        for driver, value in moved.items():
            for follower in driver.follow if driver.value else ():
                scaled = follower.value * value / driver.value
                ended = scaled if linear or follower.most is None else least(scaled, follower.most)
                places.setdefault(follower.place, ended)
        for driver in moved:
            places |= _given_way(driver, places)
        return places

    def run(
        self, moved: Mapping[Driver, float], *, linear: bool = False, lift: Lift = as_float
    ) -> CompanyValue | None:
        """The value with some inputs at other values. None: there is none, such as by a division by zero."""
        company, method, places = self.arranged(moved, linear=linear)
        return self._valued(company, method, lift_with(places, lift))

    def arranged(
        self, moved: Mapping[Driver, float], *, linear: bool = False
    ) -> tuple[Company, Method, dict[Place, float]]:
        """Company, method and places as a run with moved inputs takes them."""
        company, method = self.company, self.method
        settings = {driver.field: value for driver, value in moved.items() if driver.place is None}
        if MULTIPLIER in settings:
            stated = constant(settings.pop(MULTIPLIER), "", None)
            company = company.model_copy(update={MULTIPLIER: stated})
        if settings:
            method = replace(method, **settings)  # type: ignore[arg-type] # the names are those of SETTINGS
        return company, method, self.overrides(moved, linear=linear)

    def _valued(self, company: Company, method: Method, lift: Lift) -> CompanyValue | None:
        """One run; None where the arithmetic has no result."""
        self.runs += 1
        try:
            value, _ = value_company(company, method, lift)
            fine = value is not None and isfinite(float(value.full_value) + float(value.full_value_uncapped))
        except (ArithmeticError, ValueError, TypeError):  # TypeError: a power of a negative number is complex
            return None
        return value if fine else None


def lift_with(places: Mapping[Place, float], lift: Lift = as_float) -> Lift:
    """Takes the inputs at these places at other values, and all else as it is stated. lift: how each is taken."""

    def moved(quantity: Quantity, name: str) -> N:
        if quantity.place is None or quantity.place not in places:
            return lift(quantity, name)
        value = places[quantity.place]
        if lift is as_float:
            return value
        text = f"{quantity.text}, supposed otherwise"
        return lift(replace(quantity, value=value, low=value, high=value, text=text), name)

    return moved


def _plain(key: str) -> str:
    return " ".join(folded(key).replace("->", "→").replace("→", " → ").split())


def _given_way(driver: Driver, places: Mapping[Place, float]) -> dict[Place, float]:
    """The weights that were not moved, scaled so that all weights of the option sum to what they did."""
    if driver.place is None or not driver.weights:
        return {}
    loose = [(place, value) for place, value in driver.weights if place not in places]
    whole = driver.value + sum(value for _, value in driver.weights)
    taken = places[driver.place] + sum(places[place] for place, _ in driver.weights if place in places)
    rest = sum(value for _, value in loose)
    if taken > whole + 1e-9 or (not loose and taken < whole - 1e-9):
        raise ValueError(f"the weights of {driver.owner} would sum to {taken:.4g}, and sum to {whole:.4g}")
    share = max(whole - taken, 0.0)
    return {place: value * share / rest if rest else share / len(loose) for place, value in loose}


def _drivers(model: Model, lifted: Mapping[Place, tuple[str, Quantity]]) -> Iterator[Driver]:
    """Every input in the order in which the model takes it, then the settings."""
    company = model.company
    stated: dict[Place, Driver] = {}
    for driver in (*_of_company(company), *(d for option in company.options for d in _of_option(option))):
        if driver.place is not None:
            stated.setdefault(driver.place, driver)
    taken: set[str] = set()
    day = company.price_date
    for place, (name, quantity) in lifted.items():
        if day is not None and place == day.place:
            continue  # the year of the price is a date, and no estimate
        found = stated.get(place) or _driver(
            (name.replace(": ", "."), "", *_halves(name)), quantity, note=place.note
        )
        key = found.key if _plain(found.key) not in taken else f"{found.key} ({place.note}:{place.line})"
        taken.add(_plain(key))
        origin = float(day.value.year) if day and _calendar_year(found) else 0.0
        follow, weights = _ties(found, company, model.method)
        yield replace(found, key=key, origin=origin, follow=follow, weights=weights)
    yield from _settings(model)


def _halves(name: str) -> tuple[str, str]:
    owner, colon, field = name.partition(": ")
    return (owner, field) if colon else ("", name)


def _calendar_year(driver: Driver) -> bool:
    return driver.unit is Unit.YEARS and driver.value >= FIRST_CALENDAR_YEAR


def _settings(model: Model) -> Iterator[Driver]:
    """Cap, most of a probability, weight of the second source; the platform's multiplier where the stars give it."""
    values = {name: float(getattr(model.method, name)) for name in SETTINGS}
    if model.company.platform_multiplier is None:
        values[MULTIPLIER] = float(model.base.multiplier)
    for name, value in values.items():
        unit = Unit.MULTIPLE if name == MULTIPLIER else Unit.RATIO
        yield Driver(name, "", "", "", name, value, value, value, unit, "", None)


def _driver(names: tuple[str, str, str, str], quantity: Quantity, node: str = "", note: str = "") -> Driver:
    """names: key, scenario, owner, field."""
    key, scenario, owner, field = names
    return Driver(
        key=key,
        node=node or note,
        owner=owner,
        scenario=scenario,
        field=field,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        currency=quantity.currency,
        place=quantity.place,
    )


def _of_company(company: Company) -> Iterator[Driver]:
    """What the company's note states: its attributes, its tables, and the synergies."""
    names = {option.id: option.name for option in company.options}
    for cell in company.synergies:
        field = f"synergy {names.get(cell.source, cell.source)} → {names.get(cell.target, cell.target)}"
        yield _driver((field, "", "", field), cell.value, company.id)
    stated = list(_stated(company, ("options", "synergies")))
    fades = {tuple(path[:-1]) for path, _ in stated if path[-1] == "end"}
    for path, quantity in stated:
        whose, stretch = _stretch(path, tuple(path) in fades)
        names_of_it = (".".join([company.name, *path]), "", ".".join(whose[:-1]) or company.name, whose[-1])
        yield replace(_driver(names_of_it, quantity, company.id), stretch=stretch)


def _stretch(path: list[str], fades: bool) -> tuple[list[str], tuple[str, ...]]:
    """The way to a driver of a DCF, and which value of its path over the years this is. fades: to another value."""
    at = next((index for index, step in enumerate(path) if step in PATHS), None)
    if at is None or not all(step.isdecimal() or step in ("end", "half_life") for step in path[at + 1 :]):
        return path, ()
    return path[: at + 1], (*path[at + 1 :], *(("start",) if fades else ()))


def _of_option(option: Option) -> Iterator[Driver]:
    for row in option.scenarios:
        for path, quantity in _stated(row):
            key = ".".join([option.name, row.name, *path])
            yield _driver((key, row.name, option.name, path[-1]), quantity, option.id)
    for path, quantity in _stated(option, ("scenarios",)):
        scenario = ".".join(path[:-1])
        yield _driver((".".join([option.name, *path]), scenario, option.name, path[-1]), quantity, option.id)


def _stated(value: object, left_out: Iterable[str] = ()) -> Iterator[tuple[list[str], Quantity]]:
    """Every quantity in a record, with the way to it: names of records in lists, and names of fields."""
    for field in type(value).model_fields if isinstance(value, Record) else ():
        if field in left_out:
            continue
        step = [] if field in _SILENT else [field]
        held = getattr(value, field)
        if isinstance(held, Quantity):
            yield step or [field], held
        elif isinstance(held, Record):
            yield from _below(step, held)
        elif isinstance(held, tuple):
            records = [part for part in held if isinstance(part, Record)]
            for number, part in enumerate(records, 1):
                name = getattr(part, "name", "") or getattr(part, "text", "")
                yield from _below([name] if name else [*step, *([str(number)] * (len(records) > 1))], part)


def _below(step: list[str], record: Record) -> Iterator[tuple[list[str], Quantity]]:
    for path, quantity in _stated(record):
        rest = [] if step and path == ["start"] else path
        yield [*step, *rest], quantity


def _ties(
    driver: Driver, company: Company, method: Method
) -> tuple[tuple[Follower, ...], tuple[tuple[Place, float], ...]]:
    """What follows a driver, the scenarios the option's probability; and what gives way to it, weights to a weight."""
    option = next((option for option in company.options if option.id == driver.node), None)
    if option is None or driver.place is None:
        return (), ()
    if driver.field == "weight" and driver.scenario:
        others = [row.weight for row in option.scenarios if row.weight]
        return (), tuple((w.place, w.value) for w in others if w.place and w.place != driver.place)
    if option.probability is not None and driver.place == option.probability.place:
        return tuple(_followers(option, method)), ()
    return (), ()


def _followers(option: Option, method: Method) -> Iterator[Follower]:
    """As under a kill switch: each scenario's probability scales with the option's, and is at most 1.

    In the mode published the values that the author states scale, too.
    """
    for row in option.scenarios:
        own = row.probability
        if own is not None and own.place is not None:
            yield Follower(own.place, own.value, 1.0)
        stated = row.stated_value if method.published else None
        if stated is not None and stated.place is not None:
            chance = own or option.probability
            most = stated.value / chance.value if chance and chance.value else None
            yield Follower(stated.place, stated.value, most)
    if method.published and option.stated_value is not None and option.stated_value.place is not None:
        yield Follower(option.stated_value.place, option.stated_value.value, None)
