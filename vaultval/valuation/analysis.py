"""What is computed beside the value of a company, each part where the notes state what it needs."""

from dataclasses import dataclass

from vaultval.diagnostics import Finding
from vaultval.model.records import Company
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.steps import Lift, Method


@dataclass(frozen=True, slots=True)
class Analysis:
    """The parts of a company's analysis. None, or empty: the notes do not state what it is made of."""


def analyse(
    company: Company, value: CompanyValue, method: Method, lift: Lift
) -> tuple[Analysis, list[Finding]]:
    """Everything beside the value of a company that could be valued."""
    del company, value, method, lift
    findings: list[Finding] = []
    return Analysis(), findings
