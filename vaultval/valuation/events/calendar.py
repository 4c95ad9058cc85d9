"""What milestones and kill switches do to an option's probability. Method §9."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vaultval.figure import N, product, smallest
from vaultval.model.records import KillSwitch, Milestone
from vaultval.note.tasks import cancelled, checked
from vaultval.place import Place
from vaultval.valuation.steps import Lift, constant

MISSED_RECENTLY, MISSED_LONG_AGO, EXCEEDED = 0.9, 0.75, 1.2
"""The factors where the note gives none: up to a quarter late, later, and met with more than was asked."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that moves a probability. state: "hit", "late", "missed", "failed", "exceeded" or "fired".

    factor: multiplies. limit: the most that the probability may be afterwards.
    """

    state: str
    text: str
    place: Place
    factor: N | None = None
    limit: N | None = None
    group: str = ""


def state_of(milestone: Milestone, as_of: date) -> str:
    """What is known of a milestone on a day: open, withdrawn, hit, late, missed, failed or exceeded; or "future", if
    it was written down later.
    """
    if not milestone.known_on(as_of):
        return "future"
    if milestone.outcome and (milestone.done is None or milestone.done <= as_of):
        return milestone.outcome
    if cancelled(milestone.status) and (milestone.withdrawn is None or milestone.withdrawn <= as_of):
        return "withdrawn"
    if checked(milestone.status) and (milestone.done is None or milestone.done <= as_of):
        late = milestone.due is not None and milestone.done is not None and milestone.done > milestone.due
        return "late" if late else "hit"
    return "missed" if milestone.due is not None and milestone.due < as_of else "open"


def a_quarter_later(day: date) -> date:
    """The same day three months on, or the last day of that month."""
    if day > date(9999, 9, 30):
        return date.max
    year, month = divmod(day.year * 12 + day.month - 1 + 3, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"no date three months after {day}")


def effect_of(milestone: Milestone, state: str, as_of: date, bull: N | None, lift: Lift) -> Effect | None:
    """What a milestone in a state does; None where it does nothing.

    bull: the bull scenario's probability, the most that exceeding makes of it; None where there is no such.
    """
    if state not in ("missed", "failed", "hit", "late", "exceeded"):
        return None
    factor: N | None = None
    limit: N | None = None
    if state == "missed":
        factor = _miss_factor(milestone, as_of, lift)
    elif state == "failed":
        factor = 0.0
    elif state in ("hit", "exceeded"):
        if milestone.hit:
            factor = lift(milestone.hit, f"{milestone.text}: hit")
        elif state == "exceeded":
            factor = EXCEEDED
        if milestone.cap:
            limit = lift(milestone.cap, f"{milestone.text}: cap")
        elif state == "exceeded":
            limit = bull
    return Effect(
        state, milestone.text, milestone.place, factor, limit if factor is not None else None, milestone.group
    )


def _miss_factor(milestone: Milestone, as_of: date, lift: Lift) -> N:
    if milestone.miss:
        return lift(milestone.miss, f"{milestone.text}: missed")
    recent = milestone.due is None or as_of <= a_quarter_later(milestone.due)
    default = MISSED_RECENTLY if recent else MISSED_LONG_AGO
    return lift(constant(default, milestone.text, milestone.place), f"{milestone.text}: missed, by default")


def effects_on(
    milestones: Sequence[Milestone],
    switches: Sequence[KillSwitch],
    as_of: date,
    bull: N | None,
    lift: Lift,
    assumed: Mapping[str, str],
) -> tuple[Effect, ...]:
    """All that moves an option's probability on a day. assumed: the id of a milestone or
    kill switch → the state to suppose it in.
    """
    effects: list[Effect] = []
    for milestone in milestones:
        state = assumed.get(milestone.id) or state_of(milestone, as_of)
        effect = effect_of(milestone, state, as_of, bull, lift)
        if effect:
            effects.append(effect)
    for switch in switches:
        fired = switch.fired and (switch.since is None or switch.since <= as_of) and switch.known_on(as_of)
        if fired or assumed.get(switch.id) == "fired":
            number = lift(switch.effect, f"{switch.text}: effect")
            effects.append(
                Effect("fired", switch.text, switch.place, limit=number)
                if switch.sets
                else Effect("fired", switch.text, switch.place, factor=number)
            )
    return _strongest_of_groups(effects)


def _strongest_of_groups(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    """Of several misses in one group, only the strongest."""
    kept: list[Effect] = []
    for effect in effects:
        rival = next(
            (e for e in kept if e.group and e.group == effect.group and e.state == effect.state == "missed"),
            None,
        )
        if rival is None:
            kept.append(effect)
        elif _force(effect) < _force(rival):
            kept[kept.index(rival)] = effect
    return tuple(kept)


def _force(effect: Effect) -> float:
    return 1.0 if effect.factor is None else float(effect.factor)


def effective_probability(probability: N, effects: Sequence[Effect]) -> N:
    """Multipliers first, then caps and settings by their minimum. Nothing to apply: the probability as written."""
    factors = [effect.factor for effect in effects if effect.factor is not None]
    limits = [effect.limit for effect in effects if effect.limit is not None]
    result = product([probability, *factors]) if factors else probability
    if limits:
        result = smallest("caps and settings", result, *limits)
    if float(result) > 1:
        result = smallest("no probability above 1", result, 1.0)
    return result
