"""The block in a company's note: what it is worth, what moved it, and what may."""

from vaultval.diagnostics import Finding, Severity
from vaultval.model.records import Company
from vaultval.render import memory
from vaultval.render.changes import company_changes, company_memory, standing
from vaultval.render.memory import Memory
from vaultval.render.text import Style, callout, escaped, fixed, shortened, unescaped
from vaultval.render.topics import MARKET_TOPICS, TOPICS
from vaultval.render.topics.calendar import next_looks
from vaultval.render.topics.financials import decoupling_line
from vaultval.render.topics.strength import company_lines
from vaultval.render.way import ceiling_section, core_section, full_name, layers_chart, way_section
from vaultval.results import Results
from vaultval.scoring.rotation import narratives_of
from vaultval.valuation.ceiling import band
from vaultval.valuation.company import CompanyValue

MILESTONES_SHOWN = 6
FINDINGS_SHOWN = 5


def company_block(company: Company, results: Results, style: Style, body: str) -> str:
    """The whole block. body: what stands in it now, for what changed."""
    value = results.values.get(company.id)
    if value is None:
        return _not_valued(company, results, style)
    now, was = memory.advance(company_memory(value, results), body)
    parts = [
        _headline(value, now, was, results, style),
        _parts_table(value, style),
        layers_chart(value, style),
        *_events(value, results, style),
        *_narrative_table(value, results, style),
        core_section(value, results, style),
        way_section(value, results, style),
        ceiling_section(value, style),
        *(topic.section(value, results, style) for topic in TOPICS),
        callout("info", style("findings"), _finding_lines(company, results, style), folded=True),
        memory.line(now, was),
    ]
    return "\n\n".join(part for part in parts if part)


def _not_valued(company: Company, results: Results, style: Style) -> str:
    """Why there is no value; and of a company that has a price and shares, what needs none."""
    lines = _finding_lines(company, results, style)
    market = results.markets.get(company.id)
    parts = []
    if market:
        parts = [decoupling_line(market, results, style)]
        parts += [topic.section(market, results, style) for topic in MARKET_TOPICS]
    shown = [part for part in parts if part]
    if shown:
        lines = [*lines, "", style("without_core")]
    return "\n\n".join([callout("warning", style("not_valued"), lines), *shown])


def _headline(value: CompanyValue, now: Memory, was: Memory, results: Results, style: Style) -> str:
    """The callout: the value, what changed, what it is made of, and what the price takes for granted."""
    home, full = value.company.note, style.money(value.full_value)
    lines = company_changes(value, now, was, style)
    alone, pmx = float(value.pmx.independent), float(value.pmx.value)
    sums = {"core": style.money(value.core.base), "pmx": style.money(pmx), "alone": style.money(alone)}
    if not value.options:
        segments = float(value.core.base) - float(value.core.net_cash_per_share)
        cash = style.money(value.core.net_cash_per_share)
        lines.append(style("all_core", segments=style.money(segments), net_cash=cash))
    elif value.pmx.binds:
        factor = fixed(pmx / alone, 2).rstrip("0") if alone else "—"
        lines.append(style("sum_capped", **sums, factor=factor, uncapped=style.money(value.pmx.uncapped)))
    else:
        lines.append(style("sum_free", **sums))
    in_force = standing(value, style)
    if in_force:
        lines.append(style("standing", colon=style("colon"), events=in_force))
    weak = sum(
        share
        for name, share in value.concentration.items()
        if name in results.scores and results.scores[name].strength == "weak"
    )
    if weak:
        lines.append(style("weak_share", share=style.percent(weak)))
    if value.concentration.get("", 0.0) > 0:
        lines.append(style("unclaimed_share", share=style.percent(value.concentration[""])))
    if value.utilisation is not None and value.options and not value.left_out:
        words, used = style(f"band_{band(float(value.utilisation))}"), style.percent(value.utilisation)
        lines.append(style("ceiling_line", ceiling=style.money(value.ceiling), used=used, band=words))
    day = results.method.as_of.isoformat()
    basis = style("basis_published" if results.method.published else "basis", as_of=day)
    lines.append(
        style.sentences(
            [basis, style("in_method", method=results.method.name) if results.method.improved else ""]
        )
    )
    if value.left_out:
        names = style("and").join(unescaped(style.node(option, home)) for option in value.left_out)
        return callout("warning", style("incomplete", full=f"**{full}**", names=names), lines)
    gap = float(value.upside)
    side = style(
        "below" if gap < 0 else "above",
        full=full,
        gap=style.percent(abs(gap)),
        price=style.money(value.price),
    )
    return callout("abstract", side, lines)


def _parts_table(value: CompanyValue, style: Style) -> str:
    """What adds up to the price: core, options on their own, synergy, and what is paid beyond."""
    price, home = float(value.price), value.company.note
    stated = {segment.name: segment for segment in value.company.segments}
    parts = [
        (style.link(stated[s.name].place.note, home, stated[s.name].heading, s.name), float(s.base), False)
        for s in value.core.segments
    ]
    parts.append((style("net_cash"), float(value.core.net_cash_per_share), False))
    if value.options:  # else the core is all there is, and full value says it
        parts.append((style("core"), float(value.core.base), True))
        ordered = sorted(value.options, key=lambda option: -float(option.weighted))
        parts += [(style.node(option.option, home), float(option.weighted), False) for option in ordered]
        synergy = float(value.pmx.value) - float(value.pmx.independent)
        parts.append((style("synergy_capped" if value.pmx.binds else "synergy"), synergy, False))
    parts.append((style(full_name(value)), float(value.full_value), True))
    beyond = price - float(value.full_value)
    parts.append((style("paid_beyond" if beyond >= 0 else "not_paid"), beyond, False))
    parts.append((style("price"), price, True))
    rows = []
    for name, amount, strong in parts:
        cells = [name, style.money(amount), style.percent(amount / price)]
        rows.append([f"**{cell}**" for cell in cells] if strong else cells)
    return style.table([style("part"), style("per_share"), style("of_price")], "lrr", rows)


def _events(value: CompanyValue, results: Results, style: Style) -> list[str]:
    """The next milestones and the kill switches, each with what full value would move by."""
    company = value.company
    options = {option.id: option for option in company.options}
    found = results.stakes[company.id]
    dated = [stake for stake in found.milestones if stake.due]
    rows = []
    for stake in dated[:MILESTONES_SHOWN]:
        names = style("and").join(style.node(options[name], company.note) for name in stake.options)
        text = escaped(shortened(stake.milestone.text, 80))
        met = style.change(stake.if_hit) if stake.milestone.hit else "—"
        rows.append(
            [f"{style.day(stake.due)} {names}{style('colon')}{text}", met, style.change(stake.if_missed)]
        )
    if len(dated) > MILESTONES_SHOWN:
        rows.append([style("more_later", count=str(len(dated) - MILESTONES_SHOWN)), "", ""])
    threats = [[escaped(shortened(t.switch.text, 90)), style.change(t.if_fired)] for t in found.threats]
    tables = []
    if rows:
        tables.append(style.table([style("milestone"), style("if_hit"), style("if_missed")], "lrr", rows))
    if threats:
        tables.append(style.table([style("kill_switch"), style("if_fired")], "lr", threats))
    looks = next_looks(value, results, style)
    tables = [f"**{style('events')}**", *tables] if tables else []
    return [*tables, *filter(None, [looks])]


def _narrative_table(value: CompanyValue, results: Results, style: Style) -> list[str]:
    """Score, strength, and the option value, if there is any, that is credited to each narrative; what is said of them all."""
    alone, columns = float(value.pmx.independent), 5 if value.options else 3
    rows = []
    names = [narrative.id for narrative in narratives_of(value.company, results.model)]
    for identity in sorted(names, key=lambda name: (-value.concentration.get(name, 0.0), name)):
        score, share = results.scores[identity], value.concentration.get(identity, 0.0)
        worth = [style.money(share * alone), style.percent(share)] if share else ["—", "—"]
        name = style.node(score.narrative, value.company.note)
        rows.append([name, style.points(score.net, signed=True), style(score.strength), *worth][:columns])
    loose = value.concentration.get("", 0.0)
    if loose:
        rows.append([style("unclaimed"), "", "", style.money(loose * alone), style.percent(loose)])
    head = [style("narrative"), style("score"), style("strength"), style("credited"), style("of_options")]
    lines = [*company_lines(value, results, style), decoupling_line(value, results, style)]
    said = "\n".join(line for line in lines if line)
    table = style.table(head[:columns], "lrlrr"[:columns], rows)
    return [*([f"**{style('narratives')}**", table] if rows else []), *filter(None, [said])]


def _finding_lines(company: Company, results: Results, style: Style) -> list[str]:
    """How many findings bear on the company's notes, and the gravest of them."""
    notes = {company.note, *(option.note for option in company.options)}
    notes |= {narrative.note for narrative in narratives_of(company, results.model)}
    mine = [found for found in results.findings if found.place.note in notes]
    if not mine:
        return [style("no_findings")]
    counts = {severity: str(sum(found.severity is severity for found in mine)) for severity in Severity}
    line = style(
        "finding_counts",
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )
    grave = [found for found in mine if found.severity is not Severity.NOTE]
    grave.sort(key=lambda found: (found.severity, found.place.note != company.note))
    del grave[FINDINGS_SHOWN:]
    return [line, *(_finding_line(found, company.note, style) for found in grave)]


def _finding_line(found: Finding, home: str, style: Style) -> str:
    """One finding; a link to its note, unless it is this one."""
    where = "" if found.place.note == home else f" {unescaped(style.link(found.place.note, home))}"
    return f"- {found.rule.code}{where}{style('colon')}{escaped(shortened(found.message, 140))}"
