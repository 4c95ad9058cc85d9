"""The attributes of each kind of node, and how the text of each is read."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum, auto
from typing import Any

from vaultval.diagnostics import Finding, finding
from vaultval.model.bases import Day, Text
from vaultval.model.nodes import Node, Statement
from vaultval.model.paths import read_path
from vaultval.model.references import Names
from vaultval.place import Place
from vaultval.quantity import Quantity, Unit, read
from vaultval.vocabulary import WORDS, Vocabulary, written


class Form(Enum):
    """What an attribute's text is read as."""

    TEXT = auto()
    DAY = auto()
    MONEY = auto()
    RATIO = auto()
    MULTIPLE = auto()
    COUNT = auto()
    YEARS = auto()
    NUMBER = auto()
    LEVEL = auto()
    STAGE = auto()
    PATH = auto()
    BAND = auto()
    FADE = auto()
    FLAG = auto()
    DILUTION = auto()
    BASIS = auto()
    SPAN = auto()


_UNITS = {
    Form.MONEY: Unit.CURRENCY,
    Form.RATIO: Unit.RATIO,
    Form.BAND: Unit.RATIO,
    Form.MULTIPLE: Unit.MULTIPLE,
    Form.COUNT: Unit.COUNT,
    Form.YEARS: Unit.YEARS,
    Form.SPAN: Unit.YEARS,
    Form.NUMBER: None,
}
_CHOICES = {
    Form.LEVEL: "level",
    Form.STAGE: "stage",
    Form.BASIS: "basis",
    Form.FADE: "fade",
    Form.FLAG: "flag",
    Form.DILUTION: "dilution price",
}

_DCF_FORMS: Mapping[str, Form] = {
    "revenue": Form.MONEY,
    "growth": Form.PATH,
    "operating_margin": Form.PATH,
    "tax_rate": Form.PATH,
    "depreciation": Form.PATH,
    "depreciation_to_capex": Form.PATH,
    "capex": Form.PATH,
    "working_capital": Form.PATH,
    "fcf_margin": Form.PATH,
    "years": Form.YEARS,
    "fade": Form.FADE,
    "mid_year": Form.FLAG,
    "wacc": Form.RATIO,
    "terminal_growth": Form.RATIO,
    "exit_multiple": Form.MULTIPLE,
    "roic": Form.RATIO,
    "failure_probability": Form.PATH,
    "distress_value": Form.MONEY,
}
_COMPANY_DCF_FORMS: Mapping[str, Form] = {
    "cash": Form.MONEY,
    "stakes": Form.MONEY,
    "leases": Form.MONEY,
    "preferred": Form.MONEY,
    "minorities": Form.MONEY,
    "pensions": Form.MONEY,
    "other_net_assets": Form.MONEY,
    "dilution_at": Form.DILUTION,
    "risk_free": Form.RATIO,
    "beta": Form.MULTIPLE,
    "equity_premium": Form.RATIO,
    "cost_of_equity": Form.RATIO,
    "cost_of_debt": Form.RATIO,
    "overlay": Form.RATIO,
    "overlay_band": Form.BAND,
}

FORMS: Mapping[str, Mapping[str, Form]] = {
    "company": {
        "ticker": Form.TEXT,
        "price": Form.MONEY,
        "price_date": Form.DAY,
        "shares": Form.COUNT,
        "market_cap": Form.MONEY,
        "net_cash": Form.MONEY,
        "revenue": Form.MONEY,
        "net_margin": Form.RATIO,
        "wacc": Form.RATIO,
        "terminal_growth": Form.RATIO,
        "terminal_margin": Form.RATIO,
        "terminal_pe": Form.MULTIPLE,
        "growth_years": Form.YEARS,
        "consensus_growth": Form.RATIO,
        "consensus_margin": Form.BAND,
        "consensus_years": Form.SPAN,
        "best_growth": Form.RATIO,
        "best_margin": Form.RATIO,
        "best_years": Form.SPAN,
        "fair_value": Form.MONEY,
        "platform": Form.TEXT,
        "platform_multiplier": Form.MULTIPLE,
        "ceiling_premium": Form.MONEY,
        "liquidity": Form.MONEY,
        "debt": Form.MONEY,
        **_DCF_FORMS,
        **_COMPANY_DCF_FORMS,
    },
    "segment": {**_DCF_FORMS, "probability": Form.RATIO},
    "option": {
        "tam": Form.MONEY,
        "tam_year": Form.YEARS,
        "tam_growth": Form.RATIO,
        "core_revenue": Form.MONEY,
        "core_growth": Form.RATIO,
        "share": Form.RATIO,
        "net_margin": Form.RATIO,
        "pe": Form.MULTIPLE,
        "probability": Form.RATIO,
        "probability_basis": Form.BASIS,
        "probability_date": Form.DAY,
        "year": Form.YEARS,
        "horizon": Form.YEARS,
        "discount_factor": Form.NUMBER,
        "stated_value": Form.MONEY,
        "stated_bull_full": Form.MONEY,
        "strike": Form.MONEY,
        "expiry": Form.YEARS,
        "volatility": Form.RATIO,
        "carry": Form.RATIO,
        "risk_free": Form.RATIO,
        "platform_leverage": Form.LEVEL,
        "stage": Form.STAGE,
    },
    "narrative": {"half_life": Form.YEARS},
    "source": {"date": Form.DAY, "reliability": Form.TEXT},
}

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def day_in(text: str) -> date | None:
    """The first date in a text, or None. Raises ValueError if it does not exist in the calendar."""
    match = _DAY.search(text)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def read_attributes(node: Node, vocabulary: Vocabulary) -> tuple[dict[str, Any], list[Finding]]:
    """The attributes of a node that are values. Those that name other nodes are read by `references`."""
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for key, form in FORMS.get(node.kind, {}).items():
        statement = node.statements.get(key)
        if statement is None or not statement.parts:
            continue
        value, found = _read(statement, form, vocabulary)
        findings += found
        if value is not None:
            values[key] = value
    return values, findings


def unread(node: Node, values: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The attributes that are stated, and in no way that can be read; what is left blank is not stated."""
    return tuple(
        key
        for key, form in FORMS[node.kind].items()
        if key not in values
        and (stated := node.statements.get(key)) is not None
        and stated.parts
        and _read(stated, form, vocabulary)[1]
    )


def _read(statement: Statement, form: Form, vocabulary: Vocabulary) -> tuple[Any, list[Finding]]:
    text, place = statement.parts[0]
    if form is Form.TEXT:
        return Text(statement.text, place), []
    if form is Form.DAY:
        return read_day(text, place)
    if form is Form.PATH:
        return read_path(statement, vocabulary)
    if len(statement.parts) > 1:
        message = f"`{statement.key}` is a list"
        return None, [finding("not-a-quantity", place, message, expected="one value", found=statement.text)]
    if form in _CHOICES:
        return read_choice(text, place, _CHOICES[form], vocabulary)
    return read_number(text, place, form)


def read_number(text: str, place: Place, form: Form) -> tuple[Quantity | None, list[Finding]]:
    """One number with its unit. A range gives its middle, with a finding; a band or span may be a range."""
    quantity, findings = read(text, place, expect=_UNITS[form])
    if quantity and quantity.low != quantity.high and form not in (Form.BAND, Form.SPAN):
        message = f"{quantity.text!r} is a range"
        findings.append(finding("range-as-number", place, message, found=quantity.text))
    return quantity, findings


def read_day(text: str, place: Place) -> tuple[Day | None, list[Finding]]:
    """A date."""
    try:
        value = day_in(text)
    except ValueError:
        return None, [finding("not-a-date", place, f"{text!r} does not exist in the calendar", found=text)]
    if value is None:
        message = f"{text!r} is not a date"
        return None, [finding("not-a-date", place, message, expected="YYYY-MM-DD", found=text)]
    return Day(value, place), []


def read_choice(
    text: str, place: Place, group: str, vocabulary: Vocabulary
) -> tuple[Text | None, list[Finding]]:
    """One of the words of a group."""
    key = vocabulary.meaning(group, text)
    if key is None:
        words = ", ".join(f"{word.en[0]} / {written(group, word.key, 'zh')}" for word in WORDS[group])
        return None, [
            finding(
                "unknown-choice",
                place,
                f"{text!r} is none of the words for `{group}`",
                expected=words,
                found=text,
            )
        ]
    return Text(key, place), []


def read_references(
    node: Node, names: Names, kinds: Mapping[str, Sequence[str]], *, weighted: bool = False
) -> tuple[dict[str, Any], list[Finding]]:
    """The attributes of a node that name other nodes: key → references. `kinds`: what each may lead to.

    weighted: whether a number behind a link is its weight.
    """
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    for key, wanted in kinds.items():
        statement = node.statements.get(key)
        if statement is not None:
            values[key], found = names.references(statement, wanted, weighted=weighted)
            findings += found
    return values, findings
