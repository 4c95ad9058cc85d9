"""The block in an option's note: its value, its scenarios, and how its probability came about."""

from vaultval.model.records import Option
from vaultval.quantity import Quantity
from vaultval.render import memory
from vaultval.render.company import effect_text
from vaultval.render.text import Style, callout, escaped
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.portfolio import EmergentValue, OptionValue


def option_block(option: Option, results: Results, style: Style, body: str) -> str:
    """The whole block. body: what stands in it now, for what changed."""
    company = results.values.get(option.company)
    if company:
        value = next((v for v in company.options if v.option.id == option.id), None)
        if value:
            return _priced(value, company, results, style, body)
        emergent = next((v for v in company.emergent if v.option.id == option.id), None)
        if emergent:
            return _emergent(emergent, company, style, body)
    mine = [found for found in results.findings if found.place.note == option.note][:5]
    lines = [f"- {found.rule.code}: {escaped(found.message)}" for found in mine]
    return callout("warning", style("not_valued"), lines or [style("findings")])


def _changed(now: memory.Memory, was: memory.Memory, style: Style) -> list[str]:
    said = []
    for key, word in (("", style("with_synergy")), ("P", style("probability"))):
        if key in was and key in now and was[key] != now[key]:
            show = style.money if key == "" else style.probability
            said.append(f"{word} {show(float(was[key]))} → {show(float(now[key]))}")
    return [style("since", changes="; ".join(said))] if said else []


def _priced(value: OptionValue, company: CompanyValue, results: Results, style: Style, body: str) -> str:
    home = value.option.note
    figures = {"": round(float(value.adjusted), 2), "P": round(float(value.probability), 4)}
    now, was = memory.advance(figures, body)
    share = float(value.adjusted) / float(company.full_value) if float(company.full_value) else 0.0
    title = style("value_headline", value=f"**{style.money(value.adjusted)}**", share=style.percent(share))
    lines = [
        f"{style('on_its_own')} {style.money(value.weighted)}; {style('bull_full')} {style.money(value.bull_full)}.",
        *_changed(now, was, style),
    ]
    narrative = results.narrative(value.option.narrative.target) if value.option.narrative else None
    links = [style.node(company.company, home), *([style.node(narrative, home)] if narrative else [])]
    lines.append(" · ".join(link.replace("\\|", "|") for link in links))
    return "\n\n".join(
        [
            callout("abstract", title, lines),
            _probability_table(value, company, style),
            _scenario_table(value, style),
            memory.line(now, was),
        ]
    )


def _probability_table(value: OptionValue, company: CompanyValue, style: Style) -> str:
    """As written → effective → adjusted, and why."""
    home = value.option.note
    effects = [
        f"{effect_text(effect, style)}{_force(effect.factor, effect.limit, style)}"
        for effect in value.effects
    ]
    names = {v.option.id: v.option for v in company.options}
    boosts = [
        f"{style.node(names[boost.source], home)}: {float(boost.coefficient):.2g} × {style.probability(boost.probability)}"
        for boost in value.boosts
    ]
    rows = [
        [style("as_written"), style.probability(value.written), ""],
        [
            style("effective"),
            style.probability(value.effective),
            "; ".join(effects) or style("nothing_moves"),
        ],
        [
            style("after_synergy"),
            style.probability(value.probability),
            ", ".join(boosts) or style("no_synergy"),
        ],
    ]
    rows.append([style("noisy_or"), style.probability(value.noisy_or), ""])
    table = style.table([style("probability"), "P", style("why")], "lrl", rows)
    if value.check is None:
        return table
    factor = f"×{value.check.implied_factor:.2f}"
    return table + "\n\n" + style("feasibility", mean=style.percent(value.check.mean), factor=factor)


def _force(factor: object, limit: object, style: Style) -> str:
    said = ""
    if factor is not None:
        said += f" × {float(factor):.4g}"  # type: ignore[arg-type]
    if limit is not None:
        said += f" ≤ {style.probability(limit)}"  # type: ignore[arg-type]
    return said


def _scenario_table(value: OptionValue, style: Style) -> str:
    """What the author states beside what the inputs give."""
    rows = []
    stated_rows = {row.name: row for row in value.option.scenarios}
    given = value.from_inputs
    for name, computed in given.scenarios.items():
        row = stated_rows.get(name)
        stated = row.stated_value if row else None
        weight = style.percent(row.weight.value, 0) if row and row.weight else "—"
        rows.append([escaped(name), weight, *_beside(stated, float(computed), style)])
    stated = value.option.stated_value
    whole = [f"**{cell}**" if cell != "—" else cell for cell in _beside(stated, float(given.weighted), style)]
    rows.append([f"**{style('weighted')}**", "", *whole])
    full = _beside(value.option.stated_bull_full, float(given.bull_full), style)
    rows.append([style("bull_full"), "", *full])
    head = [style("scenario"), style("weight"), style("stated"), style("computed"), style("difference")]
    return style.table(head, "lrrrr", rows)


def _beside(stated: Quantity | None, computed: float, style: Style) -> list[str]:
    if stated is None:
        return ["—", style.money(computed), "—"]
    gap = style.signed_percent(computed / stated.value - 1) if stated.value else "—"
    if abs(computed - stated.value) <= 0.5 * stated.scale * 10**-stated.digits:
        gap = "="
    return [escaped(stated.text), style.money(computed), gap]


def _emergent(value: EmergentValue, company: CompanyValue, style: Style, body: str) -> str:
    home = value.option.note
    figures = {"": round(float(value.value), 4), "P": round(float(value.probability), 6)}
    now, was = memory.advance(figures, body)
    title = style(
        "emergent_headline",
        value=f"**{style.money(value.value, 4)}**",
        probability=style.percent(value.probability, 2),
    )
    lines = [*_changed(now, was, style)]
    lines.append(style.node(company.company, home).replace("\\|", "|"))
    known = {v.option.id: (v.option, v.probability) for v in company.options}
    known |= {v.option.id: (v.option, v.probability) for v in company.emergent}
    rows = [
        [style.node(known[r.target][0], home), style.probability(known[r.target][1])]
        for r in value.option.requires
    ]
    rows += [
        [f"{effect_text(effect, style)}{_force(effect.factor, effect.limit, style)}", ""]
        for effect in value.effects
    ]
    rows.append([f"**{style('joint')}**", f"**{style.percent(value.probability, 2)}**"])
    parts = [callout("abstract", title, lines), style.table([style("requires"), "P"], "lr", rows)]
    stated = value.option.stated_value
    if stated:
        head = [style("stated"), style("computed"), style("difference")]
        cells = [
            escaped(stated.text),
            style.money(value.value, 4),
            style.signed_percent(float(value.value) / stated.value - 1),
        ]
        parts.append(style.table(head, "rrr", [cells]))
    return "\n\n".join([*parts, memory.line(now, was)])
