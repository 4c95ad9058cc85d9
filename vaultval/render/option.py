"""The block in an option's note: its value, its scenarios, and how its probability came about."""

from vaultval.diagnostics import Severity
from vaultval.figure import N
from vaultval.model.records import Option
from vaultval.quantity import Quantity
from vaultval.render import memory
from vaultval.render.changes import effect_text, force
from vaultval.render.text import Style, callout, escaped, fixed, rounded, unescaped
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.events.calendar import Effect
from vaultval.valuation.portfolio import EmergentValue, OptionValue
from vaultval.valuation.synergy import uplifted


def option_block(option: Option, results: Results, style: Style, body: str) -> str:
    """The whole block. body: what stands in it now, for what changed."""
    company = results.values.get(option.company)
    if company:
        priced = next((v for v in company.options if v.option.id == option.id), None)
        if priced:
            return _priced(priced, company, results, style, body)
        emergent = next((v for v in company.emergent if v.option.id == option.id), None)
        if emergent:
            return _emergent(emergent, company, results, style, body)
    here = [found for found in results.findings if found.place.note == option.note]
    mine = [found for found in here if found.severity is Severity.ERROR][:5]
    lines = [f"- {found.rule.code}{style('colon')}{escaped(found.message)}" for found in mine]
    owner = results.company_of(option)
    if owner and not company:
        lines.insert(0, style("company_not_valued", company=unescaped(style.node(owner, option.note))))
    return callout("warning", style("not_valued"), lines)


def _figures(results: Results, value: N, probability: N) -> memory.Memory:
    return {
        memory.DAY: results.method.as_of.isoformat(),
        "value": rounded(value, 4),
        "probability": rounded(probability, 6),
    }


def _changed(now: memory.Memory, was: memory.Memory, style: Style) -> list[str]:
    said = []
    for key, word, show in (
        ("value", style("with_synergy"), style.money),
        ("probability", style("probability"), style.probability),
    ):
        if key in was and show(memory.number(was, key)) != show(memory.number(now, key)):
            said.append(
                style(
                    "moved", name=word, was=show(memory.number(was, key)), now=show(memory.number(now, key))
                )
            )
    if not said:
        return []
    return [
        style("changed", date=str(was.get(memory.DAY, "—")), colon=style("colon"), what=style.listed(said))
    ]


def _priced(value: OptionValue, company: CompanyValue, results: Results, style: Style, body: str) -> str:
    home = value.option.note
    now, was = memory.advance(_figures(results, value.adjusted, value.probability), body)
    whole = float(company.pmx.adjusted) + float(company.pmx.emergent)
    share = style.percent(float(value.adjusted) / whole) if whole else "—"
    narrative = results.narrative(value.option.narrative.target) if value.option.narrative else None
    links = [style.node(company.company, home), *([style.node(narrative, home)] if narrative else [])]
    lines = [
        *_changed(now, was, style),
        style(
            "option_line" if value.option.scenarios else "option_line_plain",
            alone=style.money(value.weighted),
            bull=style.money(value.bull_full),
        ),
        " · ".join(unescaped(link) for link in links),
    ]
    kind = "abstract" if float(value.effective) >= float(value.written) else "warning"
    parts = [
        callout(kind, style("option_headline", value=style.money(value.adjusted), share=share), lines),
        _probability_table(value, company, results, style),
        _beside_it(value, results, style),
        _scenario_table(value, style),
        memory.line(now, was),
    ]
    return "\n\n".join(part for part in parts if part)


def _probability_table(value: OptionValue, company: CompanyValue, results: Results, style: Style) -> str:
    """As written → effective → adjusted, and why."""
    events = style.listed(_event(effect, style) for effect in value.effects) or style("nothing_moves")
    mixed = "mixture" in results.method.improved
    rows = [
        [style("over_scenarios" if mixed else "as_written"), style.probability(value.written), ""],
        *_linked(value, results, style),
        [style("effective"), style.probability(value.effective), events],
        [
            style("after_synergy"),
            style.probability(value.probability),
            _synergy(value, company, results, style),
        ],
    ]
    return style.table([style("probability"), "P", style("why")], "lrl", rows)


def _linked(value: OptionValue, results: Results, style: Style) -> list[list[str]]:
    """What its narratives made of the probability, and by how much each moved its log-odds; nothing where none did."""
    if value.linked is value.written:
        return []
    reasons = [
        style(
            "linked_by",
            name=escaped(shift.narrative),
            change=style.points(float(shift.now) - float(shift.then), signed=True),
            weight=f"{shift.weight.value:.4g}",
            date=style.day(shift.since),
        )
        for shift in results.method.shifts.get(value.option.id, ())
        if float(shift.now) != float(shift.then)
    ]
    return [[style("linked"), style.probability(value.linked), style.listed(reasons)]]


def _synergy(value: OptionValue, company: CompanyValue, results: Results, style: Style) -> str:
    """The sources with their steps, so that a reader can follow the sum."""
    names = {v.option.id: v.option for v in company.options}
    said = [
        style(
            "one_source",
            source=style.node(names[boost.source], value.option.note),
            coefficient=f"{float(boost.coefficient):.2g}",
            probability=style.probability(boost.probability),
        )
        for boost in value.boosts
    ]
    if value.sources and not value.boosts:
        return style("help_inside")
    if said and "noisy_or" in results.method.improved:
        return style("all_sources", sources=style.listed(said))
    if len(value.boosts) < 2:
        return said[0] if said else style("no_synergy")
    first = uplifted(float(value.effective), value.boosts[0])
    second = uplifted(first, value.boosts[1], results.method.second_source)
    weight = style.percent(results.method.second_source, 0)
    steps = {"p1": style.probability(first), "p2": style.probability(second)}
    mean = style.probability(value.probability)
    return style("two_sources", first=said[0], second=said[1], weight=weight, mean=mean, **steps)


def _event(effect: Effect, style: Style) -> str:
    return " ".join([effect_text(effect, style), *force(effect, style)])


def _beside_it(value: OptionValue, results: Results, style: Style) -> str:
    """What other ways of looking at the probability would say."""
    lines = []
    if value.boosts and "noisy_or" not in results.method.improved:
        lines.append(style("noisy_or", probability=style.probability(value.noisy_or)))
    if value.check:
        factor = fixed(value.check.implied_factor, 2)
        lines.append(style("feasibility", mean=style.percent(value.check.mean), factor=factor))
    return style.sentences(lines)


def _scenario_table(value: OptionValue, style: Style) -> str:
    """What the author states beside what the inputs give; the columns of what is stated only where something is."""
    option, given = value.option, value.from_inputs
    rows: list[list[str]] = []
    for row in option.scenarios:
        weight = style.percent(row.weight.value, 0) if row.weight else "—"
        computed = float(given.scenarios[row.name])
        rows.append([escaped(row.name), weight, *_beside(row.stated_value, computed, style)])
    whole = _beside(option.stated_value, float(given.weighted), style)
    name = style("weighted" if option.scenarios else "as_written")
    rows.append([f"**{name}**", "", *(f"**{cell}**" if cell != "—" else cell for cell in whole)])
    if float(value.effective) != float(value.written):
        present = style("at_present", probability=style.probability(value.effective))
        rows.append([present, "", "", style.money(value.weighted), ""])
    bull = style("bull_full" if option.scenarios else "full_certainty")
    rows.append([bull, "", *_beside(option.stated_bull_full, float(given.bull_full), style)])
    head = ["scenario", "weight", "stated", "computed", "difference"]
    stated = [option.stated_value, option.stated_bull_full, *(row.stated_value for row in option.scenarios)]
    shown = [0, *([1] if option.scenarios else []), *([2, 3, 4] if any(stated) else [3])]
    cells = [[row[column] for column in shown] for row in rows]
    return style.table([style(head[column]) for column in shown], "l" + "r" * (len(shown) - 1), cells)


def _beside(stated: Quantity | None, computed: float, style: Style, digits: int = 2) -> list[str]:
    if stated is None:
        return ["—", style.money(computed, digits), "—"]
    gap = style.signed_percent(computed / stated.value - 1) if stated.value else "—"
    if abs(computed - stated.value) <= 0.5 * stated.scale * 10**-stated.digits:
        gap = "="
    return [escaped(stated.text), style.money(computed, digits), gap]


def _emergent(value: EmergentValue, company: CompanyValue, results: Results, style: Style, body: str) -> str:
    home = value.option.note
    now, was = memory.advance(_figures(results, value.value, value.probability), body)
    joint = style.percent(value.probability, 2)
    title = style("emergent_headline", value=style.money(value.value, 4), probability=joint)
    lines = [*_changed(now, was, style), unescaped(style.node(company.company, home))]
    known = {v.option.id: (v.option, v.probability) for v in company.options}
    known |= {v.option.id: (v.option, v.probability) for v in company.emergent}
    rows = [
        [style.node(known[r.target][0], home), style.probability(known[r.target][1])]
        for r in value.option.requires
    ]
    rows += [[_event(effect, style), ""] for effect in value.effects]
    word = style("joint")
    if "copula" in results.method.improved:
        word = style("joint_copula", correlation=f"{results.method.correlation:g}")
    rows.append([f"**{word}**", f"**{joint}**"])
    parts = [callout("abstract", title, lines), style.table([style("requires"), "P"], "lr", rows)]
    if value.option.stated_value:
        head = [style("stated"), style("computed"), style("difference")]
        parts.append(
            style.table(head, "rrr", [_beside(value.option.stated_value, float(value.value), style, 4)])
        )
    return "\n\n".join([*parts, memory.line(now, was)])
