"""From the score of narratives to the probability of the options that they drive: anchored, and off unless asked for.

logit P' = logit P + Σ k · (l(as_of) − l(anchor)), l = ln(s/(1 − s)) of each narrative's score s. docs/compare.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from vaultval.config import Config
from vaultval.diagnostics import Finding, finding
from vaultval.figure import Figure, N, largest, logarithm, named, smallest, total
from vaultval.model.records import Company, KillSwitch, Milestone, Model, Narrative, Option
from vaultval.quantity import Quantity
from vaultval.scoring.narratives import NarrativeScore, score_narratives
from vaultval.valuation.events.calendar import state_of
from vaultval.valuation.methods.odds import odds, shifted
from vaultval.valuation.steps import Lift, Shift, constant

LOWEST, HIGHEST = 0.005, 0.95
"""Narratives alone move no probability beyond these, unless it was beyond them before."""

Scores = Mapping[str, NarrativeScore]


def linked_probability(name: str, written: N, shifts: Sequence[Shift], lift: Lift) -> N:
    """A probability moved by its narratives; exactly as it was where none of them has changed.

    name: the option's. What is impossible or certain stays so. Rises with each narrative's score.
    """
    changed = [shift for shift in shifts if float(shift.now) != float(shift.then)]
    if not changed or not 0 < float(written) < 1:
        return written
    parts = [_part(name, shift, lift) for shift in changed]
    moved = shifted(written, named(total(parts), f"{name}: change of log-odds by narratives"))
    if float(moved) > max(HIGHEST, float(written)):
        moved = smallest("narratives alone make it no surer", moved, max(HIGHEST, float(written)))
    elif float(moved) < min(LOWEST, float(written)):
        moved = largest("narratives alone make it no less likely", moved, min(LOWEST, float(written)))
    return named(moved, f"{name}: probability after narratives")


def _part(name: str, shift: Shift, lift: Lift) -> N:
    """What one narrative adds to the log-odds of an option."""
    weight = lift(shift.weight, f"{shift.narrative}: weight on {name}")
    if not isinstance(weight, Figure):
        return weight * (float(shift.now) - float(shift.then))
    now = named(shift.now, f"{shift.narrative}: log-odds now")
    then = named(shift.then, f"{shift.narrative}: log-odds on {shift.since.isoformat()}")
    return named(weight * (now - then), f"{shift.narrative}: change of log-odds")


def shifts_of(
    model: Model, config: Config, as_of: date
) -> tuple[dict[str, tuple[Shift, ...]], list[Finding]]:
    """Option id → what the narratives that drive it add to its log-odds on a day; none while the link is off.

    The anchor is the option's probability_date, else the price_date of its company: scores are compared with those on
    that day, by the evidence that was known then. A probability that dates from after `as_of` is not moved.
    """
    strength = config.valuation.narrative_link
    if strength <= 0:
        return {}, []
    known: dict[date, Scores] = {}

    def scores_on(day: date) -> Scores:
        if day not in known:
            scored, _ = score_narratives(model.narratives, config, day)
            known[day] = {score.narrative.id: score for score in scored}
        return known[day]

    shifts: dict[str, tuple[Shift, ...]] = {}
    findings: list[Finding] = []
    for company in model.companies:
        for option in company.options:
            drivers = _drivers(option, model)
            if not drivers or option.emergent:
                continue
            since = _anchor(option, company)
            if since is None:
                findings.append(_without_anchor(option))
            elif since < as_of:
                now, then = scores_on(as_of), scores_on(since)
                shifts[option.id] = tuple(
                    _shift(narrative, weight, strength, now, then, since) for narrative, weight in drivers
                )
                findings += _counted_twice(option, drivers, since, as_of)
    return shifts, findings


def _drivers(option: Option, model: Model) -> list[tuple[Narrative, Quantity | None]]:
    """The narratives that drive an option, each with the weight that it states."""
    return [
        (narrative, reference.weight)
        for narrative in model.narratives
        for reference in narrative.drives
        if reference.target == option.id
    ]


def _anchor(option: Option, company: Company) -> date | None:
    stated = option.probability_date or company.price_date
    return stated.value if stated else None


def _without_anchor(option: Option) -> Finding:
    message = f"the probability of {option.name!r} has no date from which its narratives could move it"
    return finding("missing-attribute", option.place, message, expected="probability_date: YYYY-MM-DD")


def _shift(
    narrative: Narrative, weight: Quantity | None, strength: float, now: Scores, then: Scores, since: date
) -> Shift:
    """One narrative's part: k is the setting × the weight of the link, 1 where it states none."""
    stated = weight.text if weight else "1"
    place = weight.place if weight and weight.place else narrative.place
    factor = strength * (weight.value if weight else 1.0)
    return Shift(
        narrative=narrative.name,
        place=narrative.place,
        weight=constant(factor, f"{strength:g} × {stated}", place),
        now=_level(now[narrative.id]),
        then=_level(then[narrative.id]),
        since=since,
    )


def _level(score: NarrativeScore) -> N:
    """The log-odds of a narrative's score; of 0 and 1 those of one in a trillion less."""
    if score.log_odds is not None:
        return score.log_odds
    edge = 1e-12
    if float(score.score) < edge:
        return logarithm(odds(largest("no score of 0 has log-odds", score.score, edge)))
    if float(score.score) > 1 - edge:
        return logarithm(odds(smallest("no score of 1 has log-odds", score.score, 1 - edge)))
    return logarithm(odds(score.score))


def _counted_twice(
    option: Option, drivers: Sequence[tuple[Narrative, Quantity | None]], since: date, as_of: date
) -> list[Finding]:
    """Evidence since the anchor of the day on which a milestone or kill switch of the option took effect: likely one and the same event."""
    decided: dict[date, Milestone | KillSwitch] = {
        day: milestone
        for milestone in option.milestones
        if (day := _decided_on(milestone, as_of)) and since < day <= as_of
    } | {
        switch.since: switch
        for switch in option.kill_switches
        if switch.fired and switch.since and since < switch.since <= as_of
    }
    return [
        finding(
            "counted-twice",
            item.place,
            f"this and {decided[item.date].text!r} are of one day, and both move {option.name!r}",
            other=decided[item.date].place,
        )
        for narrative, _ in drivers
        for item in narrative.evidence
        if item.date in decided and not item.superseded
    ]


def _decided_on(milestone: Milestone, as_of: date) -> date | None:
    """The day on which a milestone came to move its option's probability; None if it moves nothing."""
    state = state_of(milestone, as_of)
    if state == "hit":
        return milestone.done if milestone.hit and milestone.hit.value != 1 else None
    if state == "missed" and milestone.miss and milestone.miss.value == 1:
        return None
    return milestone.done or milestone.due if state in ("missed", "failed", "exceeded") else None
