"""The block in a company's note: what it is worth, why, and what may move it."""

from collections.abc import Sequence

from vaultval.diagnostics import Finding, Severity
from vaultval.model.records import Company
from vaultval.render import memory
from vaultval.render.chart import bars
from vaultval.render.memory import Memory
from vaultval.render.text import SYMBOLS, Style, callout, escaped, fixed, shortened
from vaultval.results import Results
from vaultval.valuation.calendar import Effect
from vaultval.valuation.ceiling import band
from vaultval.valuation.company import CompanyValue
from vaultval.vocabulary import WORDS

MILESTONES_SHOWN = 6
_WHOLE = {"full": "full_value", "core": "core"}


def company_memory(value: CompanyValue) -> Memory:
    """The figures by which a later run says what changed, as printed."""
    figures: dict[str, float | str] = {
        "full": round(float(value.full_value), 2),
        "core": round(float(value.core.base), 2),
    }
    for option in value.options:
        figures["option:" + option.option.name] = round(float(option.adjusted), 2)
        figures["events:" + option.option.name] = "; ".join(f"{e.state}: {e.text}" for e in option.effects)
    for emergent in value.emergent:
        figures["option:" + emergent.option.name] = round(float(emergent.value), 2)
    return figures


def company_block(company: Company, results: Results, style: Style, body: str) -> str:
    """The whole block. body: what stands in it now, for what changed."""
    value = results.values.get(company.id)
    if value is None:
        lines = [style("not_valued") + ".", *_finding_lines(company, results, style)]
        return callout("warning", style("not_valued"), lines)
    now, was = memory.advance(company_memory(value), body)
    parts = [
        _headline(value, now, was, results, style),
        _parts_table(value, style),
        _chart(value, style),
        f"**{style('way')}**",
        _way_table(value, results, style),
        f"**{style('ceiling_long')}**",
        _ceiling_table(value, style),
        f"**{style('narratives')}**",
        _narrative_table(value, results, style),
    ]
    milestones = _milestone_table(company, results, style)
    if milestones:
        parts += [f"**{style('milestones')}**", milestones]
    parts += [
        f"**{style('findings')}**",
        "\n".join(_finding_lines(company, results, style)),
        memory.line(now, was),
    ]
    return "\n\n".join(parts)


def _headline(value: CompanyValue, now: Memory, was: Memory, results: Results, style: Style) -> str:
    upside = float(value.upside)
    side = style(
        "below" if upside < 0 else "above", value=style.percent(abs(upside)), price=style.money(value.price)
    )
    title = f"{style('full_value')} **{style.money(value.full_value)}** {style('a_share')}, {side}"
    lines = [style("sum_line", core=style.money(value.core.base), pmx=style.money(value.pmx.value))]
    if value.utilisation is not None:
        words = style(f"band_{band(float(value.utilisation))}")
        used = style.percent(value.utilisation)
        lines.append(style("ceiling_line", used=used, ceiling=style.money(value.ceiling), band=words))
    changes = _changes(value, now, was, style)
    if changes:
        lines.append(style("since", changes=changes))
    if value.left_out:
        names = ", ".join(style.node(option, value.company.note) for option in value.left_out)
        lines.append(style("left_out", names=names))
    basis = "basis_published" if results.method.published else "basis"
    lines.append(style(basis, as_of=results.method.as_of.isoformat()))
    return callout("abstract", title, lines)


def effect_text(effect: Effect, style: Style) -> str:
    """An effect in words: its state and what it is about."""
    return f"{style(effect.state)}: {escaped(shortened(effect.text, 70))}"


def _changes(value: CompanyValue, now: Memory, was: Memory, style: Style) -> str:
    """What moved, the largest first: full value 130.10 → 132.83; [[Robotaxi]] 36.65 → 29.1 (missed: …)."""
    options = [*(v.option for v in value.options), *(v.option for v in value.emergent)]
    names = {f"option:{option.name}": option for option in options}
    moved = [
        (key != "full", -abs(float(now[key]) - float(was[key])), key)
        for key in now
        if key in was and not key.startswith("events:") and now[key] != was[key]
    ]
    said = []
    for _rank, _size, key in sorted(moved)[:5]:
        shown = style.node(names[key], value.company.note) if key in names else style(_WHOLE[key])
        text = f"{shown.replace(chr(92) + '|', '|')} {style.money(float(was[key]))} → {style.money(float(now[key]))}"
        reason = _reason(value, key.removeprefix("option:"), was, style)
        said.append(f"{text} ({reason})" if reason else text)
    return "; ".join(said)


def _reason(value: CompanyValue, name: str, was: Memory, style: Style) -> str:
    """The effects that were not there before, or are not there any more."""
    option = next((o for o in value.options if o.option.name == name), None)
    if option is None:
        return ""
    known = [part for part in str(was.get("events:" + name, "")).split("; ") if part]
    present = [f"{effect.state}: {effect.text}" for effect in option.effects]
    fresh = [
        effect_text(e, style) for e, key in zip(option.effects, present, strict=True) if key not in known
    ]
    gone = [style("no_longer", effect=_said(key, style)) for key in known if key not in present]
    return "; ".join([*fresh, *gone])


def _said(key: str, style: Style) -> str:
    state, _, text = key.partition(": ")
    known = {word.key for word in WORDS["phrase"]}
    return f"{style(state) if state in known else escaped(state)}: {escaped(shortened(text, 70))}"


def _parts_table(value: CompanyValue, style: Style) -> str:
    """Core and options per share, with their share of the price."""
    price, home = float(value.price), value.company.note

    def row(name: str, amount: float, strong: bool = False) -> list[str]:
        cells = [style.money(amount), style.percent(amount / price)]
        return [f"**{name}**", *(f"**{cell}**" for cell in cells)] if strong else [name, *cells]

    stated = {segment.name: segment for segment in value.company.segments}
    rows = [
        row(style.link(stated[s.name].place.note, home, stated[s.name].heading, s.name), float(s.base))
        for s in value.core.segments
    ]
    rows.append(row(style("net_cash"), float(value.core.net_cash_per_share)))
    rows.append(row(style("core"), float(value.core.base), strong=True))
    rows += [row(style.node(o.option, home), float(o.weighted)) for o in value.options]
    rows.append(row(style("independent"), float(value.pmx.independent), strong=True))
    rows.append(row(style("options_with_synergy"), float(value.pmx.value), strong=True))
    rows.append(row(style("full_value"), float(value.full_value), strong=True))
    rows.append(row(style("price"), price))
    return style.table([style("part"), style("per_share"), style("of_price")], "lrr", rows)


def _chart(value: CompanyValue, style: Style) -> str:
    unit = SYMBOLS.get(style.currency, style.currency)
    steps = [
        (style("core"), float(value.core.base)),
        (style("full_value"), float(value.full_value)),
        (style("price"), float(value.price)),
        (style("ceiling"), float(value.ceiling)),
    ]
    return bars(f"{value.company.name}: {style('chart')}", unit, steps)


def _way_table(value: CompanyValue, results: Results, style: Style) -> str:
    """Independent, adjusted, capped, full."""
    home = value.company.note
    rows = []
    for option in value.options:
        way = [option.written, option.effective, option.probability]
        steps = [style.probability(p) for p in way]
        shown = " → ".join(step for i, step in enumerate(steps) if i == 0 or step != steps[i - 1])
        rows.append(
            [
                style.node(option.option, home),
                style.money(option.weighted),
                shown,
                style.money(option.adjusted),
            ]
        )
    sums = [style.money(value.pmx.independent), "", style.money(value.pmx.adjusted)]
    rows.append([f"**{style('adjusted')}**", *(f"**{cell}**" if cell else "" for cell in sums)])
    for emergent in value.emergent:
        cells = ["—", style.probability(emergent.probability), style.money(emergent.value)]
        rows.append([f"+ {style.node(emergent.option, home)}", *cells])
    multiplier = f"{float(value.multiplier):.4g}"
    rows.append([style("uncapped", multiplier=multiplier), "", "", style.money(value.pmx.uncapped)])
    cap = style("capped" if value.pmx.binds else "cap_free", cap=style.percent(results.method.cap, 0))
    rows.append([cap, "", "", f"**{style.money(value.pmx.value)}**"])
    rows.append([style("plus_core"), "", "", style.money(value.core.base)])
    rows.append([f"**{style('full_value')}**", "", "", f"**{style.money(value.full_value)}**"])
    head = [style("option"), style("on_its_own"), style("probability"), style("with_synergy")]
    return style.table(head, "lrrr", rows)


def _ceiling_table(value: CompanyValue, style: Style) -> str:
    rows = [
        [style("core_bull"), style.money(value.core.bull)],
        *[[style.node(o.option, value.company.note), style.money(o.bull_full)] for o in value.options],
        [f"**{style('ceiling')}**", f"**{style.money(value.ceiling)}**"],
    ]
    for name, used in (("utilisation", value.utilisation), ("utilisation_cap", value.utilisation_market_cap)):
        rows.append([style(name), style.percent(used) if used is not None else "—"])
    for name, number in (("asymmetry", value.asymmetry), ("implied_multiple", value.implied_multiple)):
        if number is not None:
            rows.append([style(name), fixed(float(number), 2)])
    return style.table([style("ceiling"), style("per_share")], "lr", rows)


def _narrative_table(value: CompanyValue, results: Results, style: Style) -> str:
    """Score, strength, and the option value that is credited to each narrative."""
    rows = []
    order = sorted(results.scores, key=lambda name: (-value.concentration.get(name, 0.0), name))
    for identity in order:
        score = results.scores[identity]
        share = value.concentration.get(identity, 0.0)
        credited = share * float(value.pmx.independent)
        rows.append(
            [
                style.node(score.narrative, value.company.note),
                style.points(score.net, signed=True),
                style(score.strength),
                style.money(credited) if share else "—",
                style.percent(share) if share else "—",
            ]
        )
    loose = value.concentration.get("", 0.0)
    if loose:
        rows.append(
            [
                style("unclaimed"),
                "",
                "",
                style.money(loose * float(value.pmx.independent)),
                style.percent(loose),
            ]
        )
    head = [style("narrative"), style("score"), style("strength"), style("credited"), style("of_options")]
    return style.table(head, "lrlrr", rows)


def _milestone_table(company: Company, results: Results, style: Style) -> str:
    options = {option.id: option for option in company.options}
    rows = []
    for stake in [s for s in results.stakes.get(company.id, ()) if s.due][:MILESTONES_SHOWN]:
        names = ", ".join(style.node(options[name], company.note) for name in stake.options)
        text = escaped(shortened(stake.milestone.text, 80))
        rows.append(
            [style.day(stake.due), names, text, style.change(stake.if_hit), style.change(stake.if_missed)]
        )
    head = [style("due"), style("option"), style("milestone"), style("if_hit"), style("if_missed")]
    return style.table(head, "lllrr", rows) if rows else ""


def _finding_lines(company: Company, results: Results, style: Style) -> list[str]:
    """How many findings bear on the company's notes, and the errors among them."""
    notes = {company.note, *(option.note for option in company.options)}
    notes |= {narrative.note for narrative in results.model.narratives}
    mine: Sequence[Finding] = [found for found in results.findings if found.place.note in notes]
    if not mine:
        return [style("no_findings")]
    counts = {severity: sum(found.severity is severity for found in mine) for severity in Severity}
    lines = [
        style(
            "finding_counts",
            errors=str(counts[Severity.ERROR]),
            warnings=str(counts[Severity.WARNING]),
            notes=str(counts[Severity.NOTE]),
        )
    ]
    grave = [found for found in mine if found.severity is not Severity.NOTE][:5]
    lines += [
        f"- {found.rule.code} {style.link(found.place.note, company.note)}: {escaped(shortened(found.message, 140))}"
        for found in grave
    ]
    return lines
