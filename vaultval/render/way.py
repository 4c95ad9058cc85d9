"""The folded parts of a company's block that say how its value comes about: the options, the core's range, the ceiling."""

from vaultval.figure import N
from vaultval.render.charts.xychart import bars
from vaultval.render.text import SYMBOLS, Style, callout, fixed
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue


def layers_chart(value: CompanyValue, style: Style) -> str:
    """Bars from the least that is claimed to the most: a fair value from elsewhere, core, options, price, ceiling."""
    fair = value.company.fair_value
    levels: list[tuple[str, N]] = [("fair_elsewhere", fair.value)] if fair else []
    if value.options:
        levels += [("core", value.core.base), ("core_and_options", value.core.base + value.pmx.independent)]
    levels += [(full_name(value), value.full_value), ("price", value.price)]
    if value.options:
        levels.append(("ceiling", value.ceiling))
    symbol = SYMBOLS.get(style.currency, "")
    return bars(
        [(f"{style(name)} {symbol}{fixed(float(number), 2)}", float(number)) for name, number in levels]
    )


def full_name(value: CompanyValue) -> str:
    """The phrase for full value: a name that says so where an option is left out of it."""
    return "full_value_incomplete" if value.left_out else "full_value"


def way_section(value: CompanyValue, results: Results, style: Style) -> str:
    """From the options on their own to full value: independent, adjusted, capped, full. Nothing without options."""
    if not value.options:
        return ""
    home = value.company.note
    rows = []
    for option in value.options:
        steps = [style.probability(p) for p in (option.written, option.effective, option.probability)]
        shown = " → ".join(step for i, step in enumerate(steps) if i == 0 or step != steps[i - 1])
        share = value.option_shares.get(option.option.id)
        part = "—" if share is None else style.percent(share)
        cells = [style.money(option.weighted), part, shown, style.money(option.adjusted)]
        rows.append([style.node(option.option, home), *cells])
    alone, cap = style.money(value.pmx.independent), style.money(value.pmx.cap)
    adjusted = style.money(value.pmx.adjusted)
    rows.append([f"**{style('adjusted')}**", f"**{alone}**", "", "", f"**{adjusted}**"])
    for emergent in value.emergent:
        cells = ["—", "", style.probability(emergent.probability), style.money(emergent.value)]
        rows.append([f"+ {style.node(emergent.option, home)}", *cells])
    multiplier = style("times_multiplier", multiplier=f"{float(value.multiplier):.4g}")
    rows.append([multiplier, "", "", "", style.money(value.pmx.uncapped)])
    share_of = style.percent(results.method.cap, 0)
    limit = style("cap_free", cap=cap)
    if value.pmx.binds:
        limit = style("capped", cap=cap, share=share_of, alone=alone)
    rows.append([limit, "", "", "", f"**{style.money(value.pmx.value)}**"])
    rows.append([style("plus_core"), "", "", "", style.money(value.core.base)])
    rows.append([f"**{style(full_name(value))}**", "", "", "", f"**{style.money(value.full_value)}**"])
    head = [style(key) for key in ("option", "on_its_own", "of_options", "probability", "with_synergy")]
    return _folded(style("way"), style.table(head, "lrrrr", rows))


def core_section(value: CompanyValue, results: Results, style: Style) -> str:
    """Each segment at its low, base and high; nothing where none has a range."""
    core = value.core
    if all(float(s.low) == float(s.base) == float(s.high) for s in core.segments):
        return ""
    home, rows = value.company.note, []
    for row, segment in zip(value.company.segments, core.segments, strict=True):
        levels = [style.money(level) for level in (segment.low, segment.base, segment.high)]
        rows.append([style.link(row.place.note, home, row.heading, segment.name), *levels])
    rows.append([style("net_cash"), *([style.money(core.net_cash_per_share)] * 3)])
    premium = value.company.ceiling_premium if results.method.published else None
    if premium:
        rows.append([style("core_premium"), "", "", style.money(premium.value)])
    whole = [style.money(level) for level in (core.low, core.base, core.bull)]
    rows.append([f"**{style('core')}**", *(f"**{level}**" for level in whole)])
    head = [style(key) for key in ("part", "core_at_low", "core_at_base", "core_at_high")]
    title = style("core_title", low=style.money(core.low), high=style.money(core.bull))
    return _folded(title, style.table(head, "lrrr", rows))


def ceiling_section(value: CompanyValue, style: Style) -> str:
    """What the ceiling is made of, and what the price says about it. Nothing without options: it is theirs."""
    if not value.options:
        return ""
    home = value.company.note
    rows = [[style("core_bull"), style.money(value.core.bull)]]
    rows += [[style.node(option.option, home), style.money(option.bull_full)] for option in value.options]
    rows.append([f"**{style('ceiling')}**", f"**{style.money(value.ceiling)}**"])
    said = []
    if value.utilisation is not None and value.utilisation_market_cap is not None:
        used, used_cap = style.percent(value.utilisation), style.percent(value.utilisation_market_cap)
        same = used == used_cap
        said.append(
            style(
                "utilisation_same" if same else "utilisation",
                used=used,
                **({} if same else {"used_cap": used_cap}),
            )
        )
    said = [] if value.left_out else [*said, *_distances(value, style)]
    table = style.table([style("part"), style("per_share")], "lr", rows)
    return _folded(style("ceiling_title", ceiling=style.money(value.ceiling)), "\n".join([table, "", *said]))


def _distances(value: CompanyValue, style: Style) -> list[str]:
    """How far it is from the price up to the ceiling, and down to full value and the core; what is paid for options."""
    price, core, full = float(value.price), float(value.core.base), float(value.full_value)
    said = []
    up, down = value.to_ceiling, value.to_core
    if value.asymmetry is not None and float(value.asymmetry) > 0 and up is not None and down is not None:
        ends = {
            "up": style.money(float(value.ceiling) - price), "up_share": style.signed_percent(float(up)),
            "down": style.money(price - core), "down_share": style.signed_percent(float(down)),
        }  # fmt: skip
        said.append(style("asymmetry", ratio=fixed(float(value.asymmetry), 2), **ends))
        way = style.signed_percent(float(value.upside))
        said.append(style("to_full_value", change=style.change(full - price), share=way))
    if value.implied_multiple is not None and value.beyond_core is not None and price > core:
        ratio, share = fixed(float(value.implied_multiple), 1), style.percent(value.beyond_core)
        said.append(style("implied_multiple", paid=style.money(price - core), share=share, ratio=ratio))
    return said


def _folded(title: str, body: str) -> str:
    return callout("info", title, ["", *body.split("\n")], folded=True)
