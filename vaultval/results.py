"""The results of one run: what the rooms after the computing read."""

from collections.abc import Mapping
from dataclasses import dataclass

from vaultval.config import Config
from vaultval.diagnostics import Finding
from vaultval.model.records import Company, Model, Narrative, Option
from vaultval.scoring.narratives import NarrativeScore
from vaultval.valuation.analysis import Analysis
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.stakes import Stakes
from vaultval.valuation.steps import Method


@dataclass(frozen=True, slots=True)
class Results:
    """Scores and values by node id. A company that could not be valued is in the model, but not in
    `values` or `analyses`.
    """

    model: Model
    config: Config
    method: Method
    scores: Mapping[str, NarrativeScore]
    values: Mapping[str, CompanyValue]
    analyses: Mapping[str, Analysis]
    stakes: Mapping[str, Stakes]
    findings: tuple[Finding, ...]

    def narrative(self, identity: str) -> Narrative | None:
        """A narrative by its id."""
        score = self.scores.get(identity)
        return score.narrative if score else None

    def company_of(self, option: Option) -> Company | None:
        """The company of an option."""
        return next((company for company in self.model.companies if company.id == option.company), None)
