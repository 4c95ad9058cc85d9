"""What hangs on each open milestone and kill switch: the model run again with it met, missed, fired. Method §9."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vaultval.figure import N, named
from vaultval.model.records import Company, KillSwitch, Milestone, Option
from vaultval.valuation.company import CompanyValue, value_company
from vaultval.valuation.events.calendar import state_of
from vaultval.valuation.steps import Lift, Method, as_float

MOST = 40
"""How many milestones, the next ones, and how many kill switches the model is run again for."""


@dataclass(frozen=True, slots=True)
class Move:
    """What one outcome does to one option. before, after: its probability after events, without synergy; of an
    emergent option the joint one. change: of the option's value on its own, in currency/share.
    """

    before: N
    after: N
    change: N


@dataclass(frozen=True, slots=True)
class Stake:
    """An open milestone. days_left: until it is due. if_hit, if_missed: change of full value in currency/share.

    options: the ids of the options that it bears on. moves_hit, moves_missed: what becomes of each of them.
    """

    milestone: Milestone
    options: tuple[str, ...]
    due: date | None
    days_left: int | None
    if_hit: N
    if_missed: N
    moves_hit: Mapping[str, Move]
    moves_missed: Mapping[str, Move]


@dataclass(frozen=True, slots=True)
class Threat:
    """A kill switch that has not fired. if_fired: change of full value in currency/share. moves: of its options, by id."""

    switch: KillSwitch
    if_fired: N
    moves: Mapping[str, Move]


@dataclass(frozen=True, slots=True)
class Stakes:
    """What may still move a company's full value: milestones, the next one first; kill switches, the worst first."""

    milestones: tuple[Stake, ...] = ()
    threats: tuple[Threat, ...] = ()


class _Runs:
    """The model as it is, and run again with one event in a supposed state."""

    def __init__(self, company: Company, base: CompanyValue, method: Method, lift: Lift) -> None:
        self.company, self.base, self.method, self.lift = company, base, method, lift
        self.before = _alone(base)

    def supposing(
        self, identity: str, state: str, options: Sequence[str], what: str
    ) -> tuple[N, dict[str, Move]]:
        """The change of full value, and what becomes of each of the options. what: the name of the supposition."""
        value, _ = value_company(self.company, self.method, self.lift, {identity: state})
        if value is None:
            return 0.0, {}
        names = {option.id: option.name for option in self.company.options}
        after = _alone(value)
        moves = {
            option: Move(
                before=self.before[option][0],
                after=named(after[option][0], f"{names[option]}: probability {what}"),
                change=named(
                    after[option][1] - self.before[option][1],
                    f"{names[option]}: change of its own value {what}",
                ),
            )
            for option in options
        }
        change = value.full_value - self.base.full_value
        return named(change, f"change of full value {what}"), moves


def _alone(value: CompanyValue) -> dict[str, tuple[N, N]]:
    """Option id → its probability after events, and its value on its own in currency/share."""
    return {each.option.id: (each.effective, each.weighted) for each in value.options} | {
        each.option.id: (each.probability, each.value) for each in value.emergent
    }


def stakes(company: Company, method: Method, lift: Lift = as_float) -> Stakes:
    """The model run again with each open milestone met and missed, and each kill switch fired."""
    base, _ = value_company(company, method, lift)
    if base is None:
        return Stakes()
    runs = _Runs(company, base, method, lift)
    options = [option for option in company.options if option.id in runs.before]
    return Stakes(_milestones(options, method, runs.supposing), _threats(options, method, runs.supposing))


_Suppose = Callable[[str, str, Sequence[str], str], tuple[N, dict[str, Move]]]


def _milestones(options: Sequence[Option], method: Method, supposing: _Suppose) -> tuple[Stake, ...]:
    grouped: dict[str, list[Milestone]] = {}
    for option in options:
        for milestone in option.milestones:
            if state_of(milestone, method.as_of) == "open":
                grouped.setdefault(milestone.id, []).append(milestone)
    nearest = sorted(grouped.items(), key=lambda pair: (pair[1][0].due or date.max, pair[0]))[:MOST]
    found: list[Stake] = []
    for identity, same in nearest:
        names, text, due = tuple(each.option for each in same), same[0].text, same[0].due
        if_hit, moves_hit = supposing(identity, "hit", names, f"if met: {text}")
        if_missed, moves_missed = supposing(identity, "missed", names, f"if missed: {text}")
        left = (due - method.as_of).days if due else None
        found.append(Stake(same[0], names, due, left, if_hit, if_missed, moves_hit, moves_missed))
    return tuple(found)


def _threats(options: Sequence[Option], method: Method, supposing: _Suppose) -> tuple[Threat, ...]:
    bearers: dict[str, list[str]] = {}
    switches: dict[str, KillSwitch] = {}
    for option in options:
        for switch in option.kill_switches:
            fired = switch.fired and (switch.since is None or switch.since <= method.as_of)
            if switch.known_on(method.as_of) and not fired:
                switches.setdefault(switch.id, switch)
                bearers.setdefault(switch.id, []).append(option.id)
    found = [
        Threat(switch, *supposing(key, "fired", bearers[key], f"if it fires: {switch.text}"))
        for key, switch in list(switches.items())[:MOST]
    ]
    return tuple(sorted(found, key=lambda threat: (float(threat.if_fired), threat.switch.id)))
