"""What a report says → the texts of typed notes for its options and narratives; the company's is in a file of its own."""

from collections.abc import Iterator

from vaultval.importing.company_note import company_note
from vaultval.importing.filing import Filing, file_name
from vaultval.importing.markdown import cell, table, unlinked, value, words
from vaultval.importing.reading import COLUMN_FORMS
from vaultval.importing.records import Narrative, Option, Report, Said
from vaultval.importing.writing import Draft, Writer, as_multiple, per_share
from vaultval.vocabulary import folded

_MOST_ALIASES = 8
_STATED = ("tam", "tam_year", "share", "net_margin", "pe", "probability")


def write_notes(report: Report, filing: Filing) -> tuple[Draft, ...]:
    """A note for the company, each option and each narrative, the company's first."""
    return tuple(_drafts(report, filing))


def _drafts(report: Report, filing: Filing) -> Iterator[Draft]:
    yield company_note(Writer(report, filing))
    for index, option in enumerate((*report.options, *report.emergent)):
        yield _option_note(Writer(report, filing), index, option)
    for index, narrative in enumerate(report.narratives):
        yield _narrative_note(Writer(report, filing), index, narrative)


def _option_note(writer: Writer, index: int, option: Option) -> Draft:
    filing, path = writer.filing, writer.filing.paths["option", index]
    writer.set("type", writer.word("kind", "option"))
    writer.set("company", filing.link("company", 0))
    stem = path.rpartition("/")[2].removesuffix(".md")
    aliases = [value(name) for name in (option.name, *option.aliases) if folded(name) != folded(stem)]
    if aliases:
        writer.values["aliases"] = list(dict.fromkeys(aliases))[:_MOST_ALIASES]
    _option_properties(writer, option)
    writer.add(unlinked(option.about))
    if option.background:
        writer.add(
            writer.heading(writer("import_background")),
            "\n".join(f"- {words(said.text)}" for said in option.background),
        )
        for said in option.background:
            writer.trace(writer("import_background"), said)
    _scenarios(writer, option)
    if option.feasibility:
        header = [writer.column(key) for key in ("dimension", "score", "reason")]
        rows = [[cell(name), score.text, cell(reason)] for name, score, reason in option.feasibility]
        writer.add(writer.section("feasibility"), table(header, rows))
        for name, score, _ in option.feasibility:
            writer.trace(name, score)
    if option.milestones:
        writer.add(
            writer.section("milestones"), "\n".join(writer.task(milestone) for milestone in option.milestones)
        )
    writer.where(option.heading)
    return writer.draft(path, "option")


def _option_properties(writer: Writer, option: Option) -> None:
    stated, filing = option.stated, writer.filing
    for key in _STATED:
        said = stated.get(key)
        writer.state(key, said, as_multiple(said.text) if said and key == "pe" else "")
    _time(writer, option)
    if option.narrative is not None:
        writer.set("narrative", filing.link("narrative", option.narrative))
    if option.boosted_by is not None:
        writer.set("boosted_by", [filing.link("option", source) for source in option.boosted_by])
    if option.requires is not None:
        writer.set("requires", [filing.link("option", parent) for parent in option.requires])
    for key in ("platform_leverage", "stage"):
        writer.state(key, stated.get(key))
    for key in ("stated_value", "stated_bull_full"):
        said = stated.get(key)
        writer.state(key, said, per_share(said.text) if said else "")


def _time(writer: Writer, option: Option) -> None:
    """The year of success where it says the same as the years until then, else those; a factor where neither is known."""
    year, horizon = option.stated.get("year"), option.stated.get("horizon")
    day = writer.report.stated.get("price_date")
    agrees = horizon is None or (day and year and float(horizon.text) == int(year.text) - int(day.text[:4]))
    if year and day and agrees:
        writer.state("year", year)
    elif horizon:
        writer.state("horizon", horizon)
    elif year:
        writer.state("year", year)
    if option.factor and (not (year or horizon) or "wacc" not in writer.report.stated):
        writer.state("discount_factor", option.factor)


def _scenarios(writer: Writer, option: Option) -> None:
    scenarios = {name: cells for name, cells in option.scenarios.items() if cells}
    if not scenarios:
        return
    columns = [key for key in COLUMN_FORMS if any(key in cells for cells in scenarios.values())]
    rows = []
    for name, cells in scenarios.items():
        rows.append([cell(name), *(_scenario_cell(key, cells.get(key)) for key in columns)])
        for line in sorted({said.line for said in cells.values()}):
            writer.trace(name, Said(name, line))
    writer.add(
        writer.section("scenarios"), table([writer.column("scenario"), *map(writer.column, columns)], rows)
    )
    reasons = [
        f"- **{unlinked(name)}**: {words(said.text)}" for name, said in option.reasons.items() if said.text
    ]
    writer.add("\n".join(reasons))
    if option.factor and writer.word("attribute", "discount_factor") not in writer.values:
        writer.add(writer("import_factor", factor=option.factor.text))


def _scenario_cell(key: str, said: Said | None) -> str:
    if said is None:
        return ""
    return as_multiple(said.text) if key == "pe" else per_share(said.text)


def _narrative_note(writer: Writer, index: int, narrative: Narrative) -> Draft:
    path = writer.filing.paths["narrative", index]
    writer.set("type", writer.word("kind", "narrative"))
    if file_name(narrative.name) != narrative.name:
        writer.values["aliases"] = [value(narrative.name)]
    if narrative.drives:
        writer.set("drives", [writer.filing.link("option", option) for option in narrative.drives])
    if narrative.points:
        plus, minus = narrative.points
        writer.trace(writer.word("attribute", "points"), plus)
        sides = narrative.evidence or narrative.counter_evidence
        counted = writer("import_points", plus=plus.text, minus=minus.text)
        writer.add(counted if sides else writer("sentences").join((counted, writer("import_no_evidence"))))
    for key, items in (("evidence", narrative.evidence), ("counter_evidence", narrative.counter_evidence)):
        if items:
            writer.add(writer.section(key), "\n".join(f"- {words(said.text)}" for said in items))
            for said in items:
                writer.trace(writer.word("section", key), said)
    writer.where(narrative.heading)
    return writer.draft(path, "narrative")
