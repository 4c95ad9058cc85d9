"""Whether what a milestone does to a probability agrees with the odds of it, and Bayes' rule beside it. Method §9.

Before anybody knows whether a milestone will be met, the probabilities after it, weighted by its odds, average to the
one before it (the law of total probability). Factors for which they do not have a drift built in. Source of the
Bayesian form: Thomas Bayes, "An Essay towards solving a Problem in the Doctrine of Chances", 1763; the law for beliefs
that change by evidence: Bas van Fraassen, "Belief and the Will", 1984.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.figure import N, named
from vaultval.model.records import Company, Milestone, Option
from vaultval.quantity import Quantity
from vaultval.scoring.calibration import Calibration, calibration
from vaultval.valuation.company import CompanyValue, value_company
from vaultval.valuation.events.calendar import state_of
from vaultval.valuation.portfolio import Terms, value_alone
from vaultval.valuation.steps import Lift, Method

TOLERANCE = 0.005
"""How far the expectation may lie from the probability: half a percentage point."""

MOST = 40
"""How many open milestones with odds, the next ones, the model is run again for."""

LEAST_FORECASTS = 3
"""How many decided milestones with odds make a score worth telling."""

_ROUNDING = 1e-9
_OUTCOMES = {"hit": 1, "exceeded": 1, "late": 0, "missed": 0, "failed": 0}


def expectation(odds: N, if_hit: N, if_missed: N) -> N:
    """What is expected at odds q: q · x + (1 − q) · y, in the unit of x and y: probabilities, or changes of value in currency/share."""
    return odds * if_hit + (1 - odds) * if_missed


def linear_change(value: N, factor: N) -> N:
    """−V · (1 − f): the change of an option's value in currency/share where its probability is multiplied by f.

    Report 001's own short cut, which leaves synergy and the cap out.
    """
    return value * (factor - 1)


def coherent_odds(probability: N, if_hit: N, if_missed: N) -> N | None:
    """(P − P_miss) / (P_hit − P_miss): the odds at which the two average to P; None where no odds do."""
    if float(if_hit) == float(if_missed):
        return None
    odds = (probability - if_missed) / (if_hit - if_missed)
    return odds if 0 <= float(odds) <= 1 else None


def coherent_hit(probability: N, odds: N, if_missed: N) -> N | None:
    """(P − (1 − q) · P_miss) / q: the probability after a hit that Bayes' rule gives; None where there is none."""
    if float(odds) <= 0:
        return None
    after = (probability - (1 - odds) * if_missed) / odds
    return after if -_ROUNDING <= float(after) <= 1 + _ROUNDING else None


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """How probable the milestone is if the option will succeed, and if it will fail. Ratios."""

    if_success: N
    if_failure: N


def likelihoods(probability: N, odds: N, if_hit: N) -> Likelihoods | None:
    """By Bayes' rule, a = q · P_hit / P and c = q · (1 − P_hit) / (1 − P); None where P is 0 or 1, and nothing is to learn."""
    if not 0 < float(probability) < 1:
        return None
    return Likelihoods(odds * if_hit / probability, odds * (1 - if_hit) / (1 - probability))


def after_silence(probability: N, known: Likelihoods, elapsed: float) -> N | None:
    """P · (1 − a·F) / (P · (1 − a·F) + (1 − P) · (1 − c·F)): the probability where a share F of the window passed
    without the event, which may come at any time in the window alike. None where silence was impossible.
    """
    success = probability * (1 - known.if_success * elapsed)
    failure = (1 - probability) * (1 - known.if_failure * elapsed)
    whole = success + failure
    return success / whole if float(whole) > 0 else None


def elapsed_share(start: date, due: date, as_of: date) -> float | None:
    """The share of the days from start to due that has passed, 0 to 1; None for a window that ends before it begins."""
    days = (due - start).days
    return min(max((as_of - start).days / days, 0.0), 1.0) if days > 0 else None


@dataclass(frozen=True, slots=True)
class Coherence:
    """An open milestone with odds, and one option that it bears on. All are probabilities.

    probability: before it; if_hit, if_missed: after it, by its factors, cap and all else that bears on the option.
    expected: the two weighted by the odds; drift: expected − probability. needed_odds: those at which there is no
    drift, below 1; bayes_hit: the probability after a hit at which there is none. elapsed: share of the window from its start
    to its due date; by_now: the probability today by Bayes' rule, as nothing has happened yet. None: there is no such.
    """

    milestone: Milestone
    option: Option
    odds: N
    probability: N
    if_hit: N
    if_missed: N
    expected: N
    drift: N
    needed_odds: N | None
    bayes_hit: N | None
    likelihoods: Likelihoods | None
    elapsed: float | None
    by_now: N | None

    @property
    def coherent(self) -> bool:
        """Whether the expectation is the probability, within half a percentage point."""
        return abs(float(self.drift)) <= TOLERANCE + _ROUNDING


@dataclass(frozen=True, slots=True)
class Forecast:
    """A decided milestone that had odds. outcome: 1 if it was met in time, else 0."""

    milestone: Milestone
    odds: float
    outcome: int


def record_of(found: Sequence[Forecast]) -> Calibration | None:
    """How good the odds of decided milestones were; None for too few of them to say."""
    if len(found) < LEAST_FORECASTS:
        return None
    return calibration([each.odds for each in found], [float(each.outcome) for each in found])


def forecasts(company: Company, as_of: date) -> tuple[Forecast, ...]:
    """The odds of the milestones that are decided on a day, each with what came of it, in the order of their dates."""
    found: dict[str, Forecast] = {}
    for option in company.options:
        for milestone in option.milestones:
            outcome = _OUTCOMES.get(state_of(milestone, as_of))
            if milestone.odds is not None and outcome is not None:
                found[milestone.id] = Forecast(milestone, milestone.odds.value, outcome)
    return tuple(sorted(found.values(), key=lambda f: (f.milestone.due or date.min, f.milestone.id)))


def check_odds(
    company: Company, value: CompanyValue, method: Method, lift: Lift
) -> tuple[tuple[Coherence, ...], list[Finding]]:
    """Every open milestone with odds held against the probability of its options, the next one first."""
    before = _probabilities(value)
    waiting: dict[str, list[tuple[Milestone, Option, Quantity]]] = {}
    for option in company.options:
        for milestone in option.milestones:
            if milestone.odds and option.id in before and state_of(milestone, method.as_of) == "open":
                waiting.setdefault(milestone.id, []).append((milestone, option, milestone.odds))
    nearest = sorted(waiting.items(), key=lambda pair: (pair[1][0][0].due or date.max, pair[0]))[:MOST]
    found: list[Coherence] = []
    for identity, same in nearest:
        options = [option for _, option, _ in same]
        hit, missed = (
            _supposing({identity: state}, options, value, method, lift) for state in ("hit", "missed")
        )
        for milestone, option, odds in same:
            ways = before[option.id], hit[option.id], missed[option.id]
            found.append(
                _held_against(milestone, option, lift(odds, f"{milestone.text}: odds"), ways, method)
            )
    told = {(each.milestone.id, each.option.id) for each in found if not each.coherent}
    lowered = [each for each in _lowered(company, before, method) if each[:2] not in told]
    return tuple(found), [
        *(_drift(each) for each in found if not each.coherent),
        *(each.finding for each in lowered),
    ]


class _Lowered(NamedTuple):
    milestone: str
    option: str
    finding: Finding


def _lowered(company: Company, before: Mapping[str, N], method: Method) -> Iterator[_Lowered]:
    """The open milestones that take a probability down when they are met, for their cap lies below it."""
    for option in company.options:
        for milestone in option.milestones:
            cap = milestone.cap
            if option.id not in before or milestone.hit is None or cap is None:
                continue
            now = float(before[option.id])
            if cap.value < now - _ROUNDING and state_of(milestone, method.as_of) == "open":
                message = (
                    f"if {milestone.text!r} is met, {option.name!r} falls from {now:.2%} to {cap.value:.2%}: "
                    "the cap lies below the probability"
                )
                expected = f"a cap of {now:.2%} or more"
                told = finding(
                    "odds-incoherent",
                    cap.place or milestone.place,
                    message,
                    expected=expected,
                    found=cap.text,
                )
                yield _Lowered(milestone.id, option.id, told)


def _supposing(
    assumed: Mapping[str, str], options: Sequence[Option], value: CompanyValue, method: Method, lift: Lift
) -> dict[str, N]:
    """The probability of each of some options with milestones in supposed states.

    That of an option rests on nothing but its own note; only for an emergent one the whole model is run again.
    """
    if any(option.emergent for option in options):
        run, _ = value_company(value.company, method, lift, assumed)
        return _probabilities(run) if run else {}
    terms = Terms(value.company, value.shares, method, lift, assumed)
    return {option.id: value_alone(option, terms).effective for option in options}


def _probabilities(value: CompanyValue) -> dict[str, N]:
    """The probability of each option after its milestones and kill switches."""
    return {v.option.id: v.effective for v in value.options} | {
        v.option.id: v.probability for v in value.emergent
    }


def _held_against(
    milestone: Milestone, option: Option, odds: N, ways: tuple[N, N, N], method: Method
) -> Coherence:
    probability, if_hit, if_missed = ways
    expected = named(expectation(odds, if_hit, if_missed), f"{option.name}: probability expected at the odds")
    bayes = coherent_hit(probability, odds, if_missed)
    if bayes is not None:
        bayes = named(bayes, f"{option.name}: probability after a hit, by Bayes' rule")
    needed = coherent_odds(probability, if_hit, if_missed)
    if needed is not None and float(needed) >= 1 - _ROUNDING:
        needed = None  # what is certain has no odds: rather, nothing states what a hit does
    if needed is not None:
        needed = named(needed, f"{option.name}: odds at which there is no drift")
    known = likelihoods(probability, odds, bayes) if bayes is not None else None
    elapsed = None
    if milestone.start is not None and milestone.due is not None:
        elapsed = elapsed_share(milestone.start, milestone.due, method.as_of)
    by_now = after_silence(probability, known, elapsed) if known and elapsed is not None else None
    if by_now is not None:
        by_now = named(by_now, f"{option.name}: probability by now, by Bayes' rule")
    return Coherence(
        milestone=milestone,
        option=option,
        odds=odds,
        probability=probability,
        if_hit=if_hit,
        if_missed=if_missed,
        expected=expected,
        drift=named(expected - probability, f"{option.name}: drift built into the milestone"),
        needed_odds=needed,
        bayes_hit=bayes,
        likelihoods=known,
        elapsed=elapsed,
        by_now=by_now,
    )


def _drift(held: Coherence) -> Finding:
    """That the odds and the factors do not average to the probability, and two ways in which they would."""
    drift = float(held.drift)
    side = "below" if drift < 0 else "above"
    message = (
        f"at odds of {float(held.odds):.1%} the factors of {held.milestone.text!r} leave {held.option.name!r} at "
        f"{float(held.expected):.2%} on average, {abs(drift) * 100:.1f} pp {side} its {float(held.probability):.2%}"
    )
    ways: list[str] = []
    if held.needed_odds is not None:
        ways.append(f"odds of {float(held.needed_odds):.1%}")
    if held.bayes_hit is not None and float(held.probability) > 0:
        factor = float(held.bayes_hit) / float(held.probability)
        to = f"{float(held.bayes_hit):.2%} if it is met"
        ways.append(
            f"{to} (×{factor:.3g}, and no cap below that)"
            if held.milestone.hit
            else f"a `hit` of ×{factor:.3g}, to {to}"
        )
    odds = held.milestone.odds
    place = odds.place if odds and odds.place else held.milestone.place
    return finding(
        "odds-incoherent",
        place,
        message,
        expected=f"{float(held.probability):.2%}",
        found=f"{float(held.expected):.2%}",
        hint=f"it would agree with {' or '.join(ways)}" if ways else "",
    )
