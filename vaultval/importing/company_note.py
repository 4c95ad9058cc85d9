"""The note of the company that a report is about."""

import re
from collections.abc import Sequence

from vaultval.importing.markdown import cell, table, unlinked, value
from vaultval.importing.records import Said, Segment
from vaultval.importing.writing import Draft, Writer, per_share
from vaultval.model.flywheels import ARROW
from vaultval.vocabulary import folded

_STATED = (
    "ticker", "price", "price_date", "shares", "market_cap", "net_cash", "revenue", "net_margin", "wacc", "risk_free", "beta",
    "equity_premium", "terminal_growth", "terminal_margin", "terminal_pe", "growth_years", "consensus_growth",
    "consensus_margin", "consensus_years", "best_growth", "best_margin", "best_years", "fair_value", "platform",
    "platform_multiplier", "ceiling_premium",
)  # fmt: skip
_A_SHARE = ("price", "fair_value", "ceiling_premium")
_MULTIPLES = ("low", "base", "high")
_TOTALS = ("core", "alone", "lifted", "capped", "full_value", "ceiling", "utilisation")
_PLACEHOLDER = re.compile(r"\{([0-9]+)\}")


def company_note(writer: Writer) -> Draft:
    """What a report states of its company, and everything that its options have in common."""
    report = writer.report
    path = writer.filing.paths["company", 0]
    writer.set("type", writer.word("kind", "company"))
    aliases = [value(report.stated["ticker"].text)] if "ticker" in report.stated else []
    stem = path.rpartition("/")[2].removesuffix(".md")
    if folded(stem) != folded(report.name):
        aliases.insert(0, value(report.name))
    if aliases:
        writer.values["aliases"] = aliases
    for key in _STATED:
        said = report.stated.get(key)
        text = per_share(said.text) if said and key in _A_SHARE else value(said.text) if said else ""
        writer.state(key, said, text)
    link = writer.filing.to_report()
    writer.add(writer("import_from", link=link) if link else "")
    _segments(writer)
    _options(writer)
    _synergies(writer)
    _flywheels(writer)
    _margins(writer)
    _events(writer)
    _free_tables(writer)
    _totals(writer)
    writer.where("")
    return writer.draft(path, "company")


def _segments(writer: Writer) -> None:
    """By EBITDA and multiples the segments that have both, in a table of their own the others, by values a share."""
    segments = writer.report.segments
    earning = [each for each in segments if "ebitda" in each.cells and "base" in each.cells]
    others = [each for each in segments if each not in earning]
    a_share = tuple(f"value_{level}" for level in _MULTIPLES)
    tables = [
        _segment_table(writer, earning, ("revenue", "ebitda", *_MULTIPLES)),
        _segment_table(writer, others, ("revenue", *a_share)),
    ]
    if segments:
        writer.add(writer.section("segments"), *tables)


def _segment_table(writer: Writer, segments: Sequence[Segment], known: Sequence[str]) -> str:
    """A table of segments, with those of the known columns that any of them fills; "" for none."""
    if not segments:
        return ""
    columns = [key for key in known if any(key in each.cells for each in segments)]
    rows = []
    for segment in segments:
        said = {key: segment.cells[key] for key in columns if key in segment.cells}
        rows.append(
            [cell(segment.name), *(per_share(said[key].text) if key in said else "" for key in columns)]
        )
        for line in sorted({each.line for each in said.values()}):
            writer.trace(segment.name, Said(segment.name, line))
    header = [writer.column(key) for key in ("segment", *(key.removeprefix("value_") for key in columns))]
    return table(header, rows)


def _options(writer: Writer) -> None:
    report, filing = writer.report, writer.filing
    every = [*report.options, *report.emergent]
    if not every:
        return
    header = [writer(f"import_{key}_column") for key in ("option", "narrative", "value")]
    rows = []
    for index, option in enumerate(every):
        story = (
            filing.link("narrative", option.narrative, in_table=True) if option.narrative is not None else ""
        )
        value = option.stated.get("stated_value")
        rows.append(
            [filing.link("option", index, in_table=True), story, per_share(value.text) if value else ""]
        )
    writer.add(writer.heading(writer("import_options")), table(header, rows))


def _synergies(writer: Writer) -> None:
    matrix, filing = writer.report.matrix, writer.filing
    if not matrix:
        return
    options = sorted({index for pair in matrix for index in pair})
    names = {index: filing.link("option", index, in_table=True) for index in options}
    rows = [
        [
            names[source],
            *("—" if source == target else _said(matrix.get((source, target))) for target in options),
        ]
        for source in options
    ]
    for line in sorted({said.line for said in matrix.values()}):
        writer.trace(writer.word("section", "synergies"), Said("", line))
    writer.add(writer.section("synergies"), table([writer("import_from_to"), *names.values()], rows))


def _said(said: Said | None) -> str:
    return said.text if said else ""


def _flywheels(writer: Writer) -> None:
    if not writer.report.flywheels:
        return
    # Not aliases: a chain may name an option and one of its aliases as two steps.
    names = {
        folded(option.name): writer.filing.link("option", index)
        for index, option in enumerate(writer.report.options)
    }
    chains = []
    for name, said in writer.report.flywheels:
        steps = (names.get(folded(step), unlinked(step)) for step in ARROW.split(said.text))
        chains.append(f"- **{unlinked(name)}**: " + " → ".join(steps))
        writer.trace(name, said)
    writer.add(writer.section("flywheels"), "\n".join(chains))


def _margins(writer: Writer) -> None:
    if not writer.report.margins:
        return
    header = [writer("import_margin"), writer.column("now"), writer.column("needed")]
    # The net margin of today is an attribute already.
    rows = []
    for name, now, needed in writer.report.margins:
        stated = writer.report.stated.get("net_margin")
        rows.append([cell(name), "" if stated and stated.text == now.text else now.text, needed.text])
        writer.trace(name, now)
    writer.add(writer.section("margins"), table(header, rows))


def _events(writer: Writer) -> None:
    """Kill switches as tasks; what moves nothing as plain items, or it would count."""
    switches = []
    idle = []
    for switch in writer.report.kill_switches:
        writer.trace(writer.word("task tag", "kill-switch"), Said(switch.text, switch.line))
        text = unlinked(switch.text)
        if not switch.effect:
            idle.append(f"- {text}: {unlinked(switch.impact)}" if switch.impact else f"- {text}")
            continue
        on = ", ".join(writer.filing.link("option", index) for index in switch.on)
        fields = f"[effect:: {switch.effect}]" + (f" [on:: {on}]" if on else "")
        switches.append(f"- [ ] {text} {writer.tag('kill-switch')} {fields}")
    if switches or idle:
        writer.add(writer.section("kill_switches"), "\n".join(switches))
    if idle:
        writer.add(writer("import_no_effect"), "\n".join(idle))
    loose = [f"- {unlinked(each.text)}" for each in writer.report.loose_milestones]
    if loose:
        writer.add(writer("import_loose"), "\n".join(loose))


def _free_tables(writer: Writer) -> None:
    report = writer.report
    if report.analogues:
        columns = [
            writer("import_analogue"),
            *(writer.column(key) for key in ("options", "implied_share", "realised")),
        ]
        rows = [[cell(said.text), *rest[:3], cell(rest[3])] for said, *rest in report.analogues]
        writer.add(writer.section("analogues"), table([*columns, writer("import_what_happened")], rows))
        for said, *_ in report.analogues:
            writer.trace(said.text, said)
    if report.sensitivity:
        rows = [[_linked(writer, change.text), stated.text] for change, stated in report.sensitivity]
        writer.add(
            writer.section("sensitivity"), table([writer.column("change"), writer.column("stated")], rows)
        )
        for change, _ in report.sensitivity:
            writer.trace(writer.word("section", "sensitivity"), change)
    if report.monitoring:
        width = max(len(cells) for _, cells in report.monitoring)
        header = [writer.column(key) for key in ("watched", "now", "next_look", "acts_when")][:width]
        rows = [[*map(cell, cells), *[""] * (width - len(cells))] for _, cells in report.monitoring]
        writer.add(writer.section("monitoring"), table(header, rows))
        for line, cells in report.monitoring:
            writer.trace(cells[0], Said(cells[0], line))


def _linked(writer: Writer, change: str) -> str:
    return _PLACEHOLDER.sub(lambda match: writer.filing.link("option", int(match[1]), in_table=True), change)


def _totals(writer: Writer) -> None:
    totals = writer.report.totals
    rows = [[writer(f"import_total_{key}"), per_share(totals[key].text)] for key in _TOTALS if key in totals]
    if rows:
        header = [writer("import_step"), writer("import_report")]
        writer.add(
            writer.heading(writer("import_totals")), table(header, rows), writer("import_totals_remark")
        )
        for key in _TOTALS:
            if key in totals:
                writer.trace(writer(f"import_total_{key}"), totals[key])
