"""The results of one run: what the rooms after the computing read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vaultval.config import Config
from vaultval.diagnostics import Finding
from vaultval.figure import N
from vaultval.model.prices import price_on
from vaultval.model.records import Company, Model, Narrative, Option
from vaultval.scoring.narratives import NarrativeScore
from vaultval.scoring.rotation import Rotation
from vaultval.valuation.analysis import Analysis
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.events.stakes import Stakes
from vaultval.valuation.market import Market
from vaultval.valuation.steps import Method


@dataclass(frozen=True, slots=True)
class Results:
    """Scores and values by node id. A company that could not be valued is in the model, but not in `values`; if it has a
    price and shares, it is in `markets` and `analyses` all the same, as all that are valued are, too. months: the ends of the months before the day, then the day; empty if not asked for.
    rotations: of the leading narrative, by company id; only of companies whose narratives have one.
    """

    model: Model
    config: Config
    method: Method
    scores: Mapping[str, NarrativeScore]
    values: Mapping[str, CompanyValue]
    markets: Mapping[str, Market]
    analyses: Mapping[str, Analysis]
    stakes: Mapping[str, Stakes]
    findings: tuple[Finding, ...]
    months: "tuple[Moment, ...]" = ()
    rotations: Mapping[str, Rotation] = field(default_factory=dict)

    def narrative(self, identity: str) -> Narrative | None:
        """A narrative by its id."""
        score = self.scores.get(identity)
        return score.narrative if score else None

    def company_of(self, option: Option) -> Company | None:
        """The company of an option."""
        return next((company for company in self.model.companies if company.id == option.company), None)


@dataclass(frozen=True, slots=True)
class CompanyMoment:
    """A company on a day: currency/share, and the upside as a ratio. price_known: whether its notes state a price that
    is no younger than the day; else it is the oldest that they state. narratives: the names of those that its options
    are credited to, or that drive it or an option of it.
    """

    price: float
    price_known: bool
    core: float
    full_value: float
    upside: float
    currency: str
    narratives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NarrativeMoment:
    """A narrative on a day: points, the band that they fall in, and the strength as a number from 0 to 1. Links on a
    circle that does not come to rest are left out of it. None: not known.
    """

    net: float
    strength: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What is left of a day's results where many days stand side by side, by names. commit: that the notes were read
    from, "" for the notes as they are. remark: what is to be known of that commit, "" for nothing.
    """

    day: date
    companies: Mapping[str, CompanyMoment]
    narratives: Mapping[str, NarrativeMoment]
    commit: str = ""
    remark: str = ""


def moment_of(results: Results, commit: str = "") -> Moment:
    """The figures of a day that a history shows."""
    day = results.method.as_of
    return Moment(
        day=day,
        companies={
            value.company.name: CompanyMoment(
                price=float(value.price),
                price_known=not price_on(value.company, day)[1],
                core=float(value.core.base),
                full_value=float(value.full_value),
                upside=float(value.upside),
                currency=value.company.currency,
                narratives=_narratives_of(value.company, results),
            )
            for value in results.values.values()
        },
        narratives={
            score.narrative.name: NarrativeMoment(float(score.net), score.strength, _float(score.score))
            for score in results.scores.values()
        },
        commit=commit,
    )


def _narratives_of(company: Company, results: Results) -> tuple[str, ...]:
    own = {company.id, *(option.id for option in company.options)}
    credited = {option.narrative.target for option in company.options if option.narrative}
    narratives = (score.narrative for score in results.scores.values())
    return tuple(
        each.name
        for each in narratives
        if each.id in credited or any(reference.target in own for reference in each.drives)
    )


def _float(number: N | None) -> float | None:
    return None if number is None else float(number)
