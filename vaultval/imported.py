"""What an import comes to: its notes valued before they are written, beside the sums that the report states."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from vaultval.audit.intervals import Interval, half_unit, printed_interval
from vaultval.audit.verdicts import as_printed
from vaultval.config import Config
from vaultval.diagnostics import Finding, Severity, finding
from vaultval.importing.planning import Plan, ReportFile
from vaultval.importing.records import Said
from vaultval.model.build import build_model
from vaultval.model.company_records import Segment
from vaultval.model.nodes import takes_part
from vaultval.model.records import Company
from vaultval.pipeline import Read, evaluate
from vaultval.place import Place
from vaultval.quantity import Quantity, read
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.option_inputs import check_option
from vaultval.valuation.portfolio import OptionValue
from vaultval.valuation.steps import as_float
from vaultval.vault.omissions import Omissions
from vaultval.vault.resolve import Resolver
from vaultval.vault.vault import Hold, Note, Vault, read_note
from vaultval.vault.walk import FileEntry

_LONG_AGO = date(2000, 1, 1)
_WORKED_OUT = 0.02
"""How far an option's value may be off, as a share of it, that follows from inputs of two or three digits."""


class Unvalued(NamedTuple):
    """A note that cannot be valued. kind: company or option. why: a sentence for each input that is missing or wrong."""

    note: str
    kind: str
    name: str
    why: tuple[str, ...]


class Trial(NamedTuple):
    """What the notes of an import come to. options: how many there are, emergent ones among them."""

    options: int
    unvalued: tuple[Unvalued, ...]
    findings: tuple[Finding, ...]


def try_import(held: Read, plan: Plan, file: ReportFile) -> Trial:
    """Value the planned notes by themselves, by what the report states where it states it, on the report's own day.

    Its findings say where core, or the options on their own, differ from the report's sum by more than rounding.
    """
    day = plan.report.stated.get("price_date")
    as_of = date.fromisoformat(day.text) if day else _LONG_AGO
    settings = replace(held.config, mode="published", rounding=0.0, as_of=as_of)
    planned = _planned(plan, held.vault.root, settings)
    results = evaluate(planned, as_of, with_stakes=False, with_analyses=False, lift=as_float)
    company = next(iter(planned.model.companies), None)
    if company is None:
        return Trial(0, (), ())
    value = results.values.get(company.id)
    totals = plan.report.totals
    findings = _core(company, totals, file)
    if value is not None:
        findings += _alone(value, totals, file)
    return Trial(len(company.options), tuple(_unvalued(company, value, results.findings)), tuple(findings))


def _unvalued(
    company: Company, value: CompanyValue | None, findings: Sequence[Finding]
) -> Iterator[Unvalued]:
    """The company if it cannot be valued, and the options, whose inputs are looked at all the same."""

    def errors(note: str, among: Sequence[Finding]) -> tuple[str, ...]:
        return tuple(
            found.message for found in among if found.severity is Severity.ERROR and found.place.note == note
        )

    if value is not None:
        for option in value.left_out:
            yield Unvalued(option.note, "option", option.name, errors(option.note, findings))
        return
    yield Unvalued(company.note, "company", company.name, errors(company.note, findings))
    for option in company.options:
        if why := errors(option.note, check_option(option, company)):
            yield Unvalued(option.note, "option", option.name, why)


def _planned(plan: Plan, root: Path, config: Config) -> Read:
    """A vault of the planned notes alone, those of sections of a note each as a note of its own."""
    notes: dict[str, Note] = {}
    for draft in (*plan.new, *plan.there):
        path, _, section = draft.path.partition("#")
        if path in notes:
            path = f"{path.removesuffix('.md')} {section}.md"
        notes[path] = read_note(path, draft.text.encode(), takes_part(config.vocabulary), Hold.TEXT)[0]
    files = tuple(FileEntry(path, len(note.data), 0) for path, note in notes.items())
    vault = Vault(root, notes, files, Resolver(notes), {}, Omissions(root, (), ()))
    model, findings = build_model(vault, config.vocabulary)
    return Read(vault, config, model, tuple(findings))


def _core(company: Company, totals: Mapping[str, Said], file: ReportFile) -> list[Finding]:
    """Core out of the imported segments and net cash, beside the core that the report states.

    A segment without a base, or by a multiple without the number of shares, leaves nothing to compare.
    """
    stated = _stated(totals, "core")
    parts = [_segment(segment, company.shares) for segment in company.segments]
    if company.net_cash is not None:
        parts.append(_a_share(company.net_cash, company.shares))
    known = [part for part in parts if part is not None]
    if stated is None or not known or len(known) < len(parts):
        return []
    half = half_unit(stated)
    within = Interval(0.0, 0.0)
    for _, part in known:
        within = within + part.widened(half)
    if within.meets(printed_interval(stated)):
        return []
    count = len(company.segments)
    cash = " and net cash" if company.net_cash is not None else ""
    what = f"core, out of {count} imported segment{'' if count == 1 else 's'}{cash},"
    return [_differs(what, sum(number for number, _ in known), totals["core"], stated, file)]


def _segment(segment: Segment, shares: Quantity | None) -> tuple[float, Interval] | None:
    """A segment's value in currency/share, and what it can be with its figures as printed."""
    base, ebitda = segment.base, segment.ebitda
    if base is None:
        return None
    if segment.basis != "multiples" or ebitda is None:
        return (base.value, printed_interval(base)) if segment.basis == "per share" else None
    each = _a_share(ebitda, shares)
    return (each[0] * base.value, each[1].times(printed_interval(base))) if each else None


def _a_share(amount: Quantity, shares: Quantity | None) -> tuple[float, Interval] | None:
    if shares is None or shares.low <= half_unit(shares):
        return None
    return amount.value / shares.value, printed_interval(amount).over(printed_interval(shares))


def _alone(value: CompanyValue, totals: Mapping[str, Said], file: ReportFile) -> list[Finding]:
    """The imported options on their own, beside their sum that the report states."""
    stated = _stated(totals, "alone")
    if stated is None or not value.options:  # that none can be valued is told with what each lacks
        return []
    half = half_unit(stated)
    slack = half + sum(half + _slack(each) for each in value.options)
    number = float(value.pmx.independent)
    if Interval(number, number).widened(slack).meets(printed_interval(stated)):
        return []
    count = len(value.options)
    what = f"the sum of the options on their own, out of {count} that can be valued,"
    return [_differs(what, number, totals["alone"], stated, file)]


def _slack(value: OptionValue) -> float:
    option = value.option
    if option.stated_value is not None:
        return half_unit(option.stated_value)
    return _WORKED_OUT * abs(float(value.weighted))


def _stated(totals: Mapping[str, Said], key: str) -> Quantity | None:
    return read(totals[key].text, Place(""))[0] if key in totals else None


def _differs(what: str, number: float, said: Said, stated: Quantity, file: ReportFile) -> Finding:
    line = file.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[said.line - 1]
    place = Place(file.name, said.line, line.find(said.text) + 1 or 1, len(said.text))
    found = as_printed(number, stated)
    message = f"{what} comes to {found}; the report states {said.text}"
    return finding("import-sum", place, message, expected=said.text, found=found)
