"""What hangs on each open milestone: the model run again with it met, and with it missed. Method §9."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from vaultval.model.records import Company, KillSwitch, Milestone, Option
from vaultval.valuation.company import value_company
from vaultval.valuation.events.calendar import state_of
from vaultval.valuation.steps import Method, as_float

MOST = 40
"""How many milestones, the next ones, and how many kill switches the model is run again for."""


@dataclass(frozen=True, slots=True)
class Stake:
    """An open milestone. days_left: until it is due. if_hit, if_missed: change of full value in currency/share.

    options: the ids of the options that it bears on.
    """

    milestone: Milestone
    options: tuple[str, ...]
    due: date | None
    days_left: int | None
    if_hit: float
    if_missed: float


@dataclass(frozen=True, slots=True)
class Threat:
    """A kill switch that has not fired. if_fired: change of full value in currency/share."""

    switch: KillSwitch
    if_fired: float


@dataclass(frozen=True, slots=True)
class Stakes:
    """What may still move a company's full value: milestones, the next one first; kill switches, the worst first."""

    milestones: tuple[Stake, ...] = ()
    threats: tuple[Threat, ...] = ()


def stakes(company: Company, method: Method) -> Stakes:
    """The model run again with each open milestone met and missed, and each kill switch fired."""
    base, _ = value_company(company, method, as_float)
    if base is None:
        return Stakes()
    valued = {value.option.id for value in base.options} | {value.option.id for value in base.emergent}
    options = [option for option in company.options if option.id in valued]

    def moved(identity: str, state: str) -> float:
        value, _ = value_company(company, method, as_float, {identity: state})
        return float(value.full_value) - float(base.full_value) if value else 0.0

    return Stakes(_milestones(options, method, moved), _threats(options, method, moved))


def _milestones(
    options: Sequence[Option], method: Method, moved: Callable[[str, str], float]
) -> tuple[Stake, ...]:
    grouped: dict[str, list[Milestone]] = {}
    for option in options:
        for milestone in option.milestones:
            if state_of(milestone, method.as_of) == "open":
                grouped.setdefault(milestone.id, []).append(milestone)
    nearest = sorted(grouped.items(), key=lambda pair: (pair[1][0].due or date.max, pair[0]))[:MOST]
    found = [
        Stake(
            milestone=same[0],
            options=tuple(milestone.option for milestone in same),
            due=same[0].due,
            days_left=(same[0].due - method.as_of).days if same[0].due else None,
            if_hit=moved(identity, "hit"),
            if_missed=moved(identity, "missed"),
        )
        for identity, same in nearest
    ]
    return tuple(found)


def _threats(
    options: Sequence[Option], method: Method, moved: Callable[[str, str], float]
) -> tuple[Threat, ...]:
    switches = {switch.id: switch for option in options for switch in option.kill_switches}
    open_ones = [
        s
        for s in switches.values()
        if s.known_on(method.as_of) and (not s.fired or (s.since is not None and s.since > method.as_of))
    ]
    found = [Threat(switch, moved(switch.id, "fired")) for switch in open_ones[:MOST]]
    return tuple(sorted(found, key=lambda threat: (threat.if_fired, threat.switch.id)))
