"""Discounted cash flows as they are shown: the sum of the parts, the parts by DCF, the company's own, the overlay."""

from typing import Any

from vaultval.figure import N, plain
from vaultval.model.company_records import Segment
from vaultval.quantity import Unit, written
from vaultval.render.text import Style, callout, escaped, fixed, unescaped
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.core import SegmentValue
from vaultval.valuation.discounting.bridge import Bridge
from vaultval.valuation.discounting.dcf import EXIT_MULTIPLE, Dcf, Year
from vaultval.valuation.discounting.forecast import DcfValue
from vaultval.valuation.discounting.sum_of_parts import Discounted, Part
from vaultval.valuation.market import Market

_LINES = (
    "growth",
    "revenue",
    "ebit",
    "nopat",
    "depreciation",
    "capex",
    "working_capital",
    "fcff",
    "present_value",
)

_SIGNED = ("net_cash", "other_net_assets")


def found_in(value: Market, results: Results) -> Discounted | None:
    """What the company's notes give by discounting."""
    return results.analyses[value.company.id].discounted


def _amount(number: N, style: Style) -> str:
    """An amount of a whole company, with its scale."""
    return escaped(written(float(number), Unit.CURRENCY, style.currency, language=style.language))


def _folded(title: str, lines: list[str]) -> str:
    return callout("info", title, ["", *lines], folded=True)


# the sum of the parts


def parts_section(value: CompanyValue, results: Results, style: Style) -> str:
    """Two folded tables, where a part has a DCF: what each part weighs, and how those by DCF come about."""
    found = found_in(value, results)
    if found is None or found.parts is None or not any(segment.dcf for segment in value.core.segments):
        return ""
    rows = [
        _part_row(part, segment, stated, value, style)
        for part, segment, stated in zip(
            found.parts.parts, value.core.segments, value.company.segments, strict=True
        )
    ]
    total = sum(float(segment.base) for segment in value.core.segments)
    rows.append(
        [
            f"**{style('dcf_sum')}**",
            f"**{_amount(found.parts.ev, style)}**",
            "",
            f"**{style.money(total)}**",
            "",
        ]
    )
    head = [style("part"), style("dcf_ev"), style("dcf_share"), style("per_share"), style("dcf_how")]
    title = style("dcf_parts", ev=_amount(found.parts.ev, style))
    lines = style.table(head, "lrrrl", rows).split("\n")
    return "\n\n".join([_folded(title, lines), _folded(style("dcf_inside"), _inside(value, style))])


def _part_row(
    part: Part, segment: SegmentValue, stated: Segment, value: CompanyValue, style: Style
) -> list[str]:
    share = "—" if part.share is None else style.percent(part.share)
    chance = stated.probability or (stated.dcf_probability if segment.by_dcf else None)
    how = style("dcf_by_share")
    if segment.by_dcf and segment.dcf:
        how = _by_dcf(segment.dcf.dcf, style)
    elif stated.basis != "per share":
        how = style(f"dcf_by_{stated.basis}")
    if chance:
        how += style.aside(style("dcf_weighted", probability=style.probability(chance.value)))
    return [_name(stated, value, style), _amount(part.ev, style), share, style.money(segment.base), how]


def _name(stated: Segment, value: CompanyValue, style: Style) -> str:
    """A link to the segment's note or section, if it has one."""
    if not stated.node:
        return escaped(stated.name)
    note, _, heading = stated.node.partition("#")
    return style.link(note, value.company.note, heading, stated.name)


def _by_dcf(dcf: Dcf, style: Style) -> str:
    return style("dcf_by_dcf", years=str(len(dcf.years)), wacc=style.percent(dcf.drivers.wacc))


def _inside(value: CompanyValue, style: Style) -> list[str]:
    rows, said = [], []
    for segment, stated in zip(value.core.segments, value.company.segments, strict=True):
        if segment.dcf is None:
            continue
        dcf, name = segment.dcf.dcf, _name(stated, value, style)
        share = "—" if dcf.terminal_share is None else style.percent(dcf.terminal_share)
        cells = [
            _amount(dcf.pv_flows, style),
            _amount(dcf.terminal_pv, style),
            share,
            _new_capital(dcf, style),
        ]
        cells.append(_after(dcf, style))
        rows.append([name, *cells])
        said += _remarks(segment, unescaped(name), style)
    head = [
        style("part"),
        style("dcf_flows"),
        style("dcf_terminal"),
        style("dcf_terminal_share"),
        style("dcf_new_capital"),
        style("dcf_after"),
    ]
    return [*style.table(head, "lrrrrl", rows).split("\n"), *([""] if said else []), *said]


def _new_capital(dcf: Dcf, style: Style) -> str:
    """What the capital that the forecast adds earns."""
    return "—" if dcf.new_capital_return is None else style.percent(dcf.new_capital_return)


def _remarks(segment: SegmentValue, name: str, style: Style) -> list[str]:
    said: list[str] = []
    if segment.dcf is None:
        return said
    if segment.dcf.failure_probability is not None and segment.dcf.distress_value is not None:
        chance, left = segment.dcf.failure_probability, segment.dcf.distress_value
        amounts = {"distress": _amount(left, style), "ev": _amount(segment.dcf.value, style)}
        said.append(style("dcf_failure", name=name, chance=style.probability(chance), **amounts))
    if not segment.by_dcf:
        said.append(style("dcf_beside", name=name, ev=_amount(segment.dcf.value, style)))
    return said


def _after(dcf: Dcf, style: Style) -> str:
    """What comes after the last year, and what it implies."""
    terminal = dcf.drivers.terminal
    if terminal.method == EXIT_MULTIPLE and terminal.multiple is not None:
        sold = f"{float(terminal.multiple):.4g}"
        if dcf.implied_growth is None:
            return style("dcf_exit_alone", multiple=sold, of=dcf.multiple_of)
        growth = style.percent(dcf.implied_growth)
        return style("dcf_exit", multiple=sold, of=dcf.multiple_of, growth=growth)
    growth = style.percent(terminal.growth) if terminal.growth is not None else "—"
    if dcf.implied_multiple is None:
        return style("dcf_gordon_alone", growth=growth)
    multiple = fixed(float(dcf.implied_multiple), 1)
    return style("dcf_gordon", growth=growth, multiple=multiple, of=dcf.multiple_of)


def parts_data(value: CompanyValue, results: Results) -> dict[str, Any] | None:
    """Every part with its share, and its DCF if it has one."""
    found = found_in(value, results)
    if found is None or found.parts is None:
        return None
    return {
        "ev": float(found.parts.ev),
        "per_share": float(found.parts.per_share),
        "parts": {
            part.name: {
                "ev": float(part.ev),
                "share": plain(part.share),
                "ebitda_margin": plain(part.ebitda_margin),
                "by_dcf": segment.by_dcf,
                "dcf": _dcf_data(segment.dcf),
            }
            for part, segment in zip(found.parts.parts, value.core.segments, strict=True)
        },
    }


def parts_figures(value: CompanyValue, results: Results) -> dict[str, N]:
    """`sum_of_parts`, and each part's ev, share and DCF."""
    found = found_in(value, results)
    if found is None or found.parts is None:
        return {}
    figures: dict[str, N] = {"sum_of_parts": found.parts.ev}
    for part, segment in zip(found.parts.parts, value.core.segments, strict=True):
        figures[f"{part.name}.ev"] = part.ev
        for key, number in (("share", part.share), ("ebitda_margin", part.ebitda_margin)):
            if number is not None:
                figures[f"{part.name}.{key}"] = number
        figures |= _dcf_figures(f"{part.name}.dcf", segment.dcf)
    return figures


# the company as a whole


def company_section(value: Market, results: Results, style: Style) -> str:
    """A folded table of the years and the bridge to a share."""
    found = found_in(value, results)
    if found is None or found.dcf is None or found.bridge is None:
        return ""
    dcf, per_share = found.dcf.dcf, found.bridge.per_share
    rows = [
        [
            str(year.number),
            *(_amount(number, style) for number in (year.revenue, year.fcff, year.present_value)),
        ]
        for year in dcf.years
    ]
    head = [style("dcf_year"), style("dcf_revenue"), style("dcf_fcff"), style("dcf_present")]
    steps = [[f"{style('dcf_terminal')}{style.aside(_after(dcf, style))}", _amount(dcf.terminal_pv, style)]]
    if dcf.new_capital_return is not None:
        steps.append([style("dcf_new_capital"), _new_capital(dcf, style)])
    if found.dcf.failure_probability is not None:
        steps.append([style("dcf_ev"), _amount(dcf.ev, style)])
    steps += _bridge_rows(found.bridge, style)
    gap = float(per_share) / float(value.price) - 1
    title = style(
        "dcf_company",
        value=style.money(per_share),
        gap=style(_side(gap), gap=style.percent(abs(gap))),
    )
    lines = [*style.table(head, "rrrr", rows).split("\n"), ""]
    lines += [*style.table([_by_dcf(dcf, style), ""], "lr", steps).split("\n"), "", style("dcf_apart")]
    return _folded(title, lines)


def _side(gap: float) -> str:
    """Which words say how far a value lies from the price; below zero there is no such share of it."""
    if gap < -1:
        return "dcf_below_zero"
    return "dcf_below" if gap < 0 else "dcf_above"


def _bridge_rows(bridge: Bridge, style: Style) -> list[list[str]]:
    rows = [[f"**{style('dcf_ev')}**", f"**{_amount(bridge.ev, style)}**"]]
    rows += [
        [style(f"dcf_{key}"), _amount(amount if key in _SIGNED else abs(float(amount)), style)]
        for key, amount in bridge.parts
    ]
    rows.append([f"**{style('dcf_equity')}**", f"**{_amount(bridge.equity, style)}**"])
    shares = written(float(bridge.shares), Unit.COUNT, language=style.language)
    rows.append([f"**{style('dcf_of_shares', shares=shares)}**", f"**{style.money(bridge.per_share)}**"])
    return rows


def company_data(value: Market, results: Results) -> dict[str, Any] | None:
    """The company's DCF with its bridge; None where its notes ask for none."""
    found = found_in(value, results)
    data = _dcf_data(found.dcf) if found is not None else None
    if found is None or data is None:
        return None
    if found.bridge is not None:
        data["bridge"] = {
            "parts": {key: float(amount) for key, amount in found.bridge.parts},
            "equity": float(found.bridge.equity),
            "diluted_shares": float(found.bridge.shares),
            "per_share": float(found.bridge.per_share),
        }
    return data


def company_figures(value: Market, results: Results) -> dict[str, N]:
    """`dcf.…`: the years, the terminal value, the bridge."""
    found = found_in(value, results)
    if found is None:
        return {}
    figures = _dcf_figures("dcf", found.dcf)
    if found.bridge is not None:
        figures |= {"dcf.equity": found.bridge.equity, "dcf.per_share": found.bridge.per_share}
        figures |= {f"dcf.{key}": amount for key, amount in found.bridge.parts}
        figures["dcf.diluted_shares"] = found.bridge.shares
    return figures


# the overlay


def overlay_section(value: Market, results: Results, style: Style) -> str:
    """One line: the target, its band, and that it is no intrinsic value."""
    found = found_in(value, results)
    if found is None or found.target is None:
        return ""
    target = found.target
    filled = {"change": style.signed_percent(float(target.change)), "target": style.money(target.price)}
    if target.low is None or target.high is None:
        return style("overlay_line", **filled)
    return style("overlay_band", **filled, low=style.money(target.low), high=style.money(target.high))


def overlay_data(value: Market, results: Results) -> dict[str, Any] | None:
    """The overlay and its target; None without one."""
    found = found_in(value, results)
    if found is None or found.target is None:
        return None
    target = found.target
    return {
        "change": float(target.change),
        "target": float(target.price),
        "low": plain(target.low),
        "high": plain(target.high),
    }


def overlay_figures(value: Market, results: Results) -> dict[str, N]:
    """`target`, and the ends of its band."""
    found = found_in(value, results)
    if found is None or found.target is None:
        return {}
    target = found.target
    ends = {"target": target.price, "target_low": target.low, "target_high": target.high}
    return {key: number for key, number in ends.items() if number is not None}


# what the three share


def _dcf_data(value: DcfValue | None) -> dict[str, Any] | None:
    if value is None:
        return None
    dcf = value.dcf
    return {
        "ev": float(value.value),
        "ev_going_concern": float(dcf.ev),
        "failure_probability": plain(value.failure_probability),
        "distress_value": plain(value.distress_value),
        "wacc": float(dcf.drivers.wacc),
        "mid_year": dcf.drivers.mid_year,
        "terminal_method": dcf.drivers.terminal.method,
        "pv_flows": float(dcf.pv_flows),
        "terminal_value": float(dcf.terminal_value),
        "terminal_pv": float(dcf.terminal_pv),
        "terminal_share": plain(dcf.terminal_share),
        "implied_growth": plain(dcf.implied_growth),
        "implied_multiple": plain(dcf.implied_multiple),
        "multiple_of": dcf.multiple_of,
        "net_investment": plain(dcf.net_investment),
        "new_capital_return": plain(dcf.new_capital_return),
        "years": [_year_data(year) for year in dcf.years],
    }


def _year_data(year: Year) -> dict[str, Any]:
    lines = {key: plain(getattr(year, key)) for key in _LINES}
    return {
        "year": year.number,
        "time": year.time,
        **lines,
        "ebitda": plain(year.ebitda),
        "factor": float(year.factor),
    }


def _dcf_figures(prefix: str, value: DcfValue | None) -> dict[str, N]:
    if value is None:
        return {}
    dcf = value.dcf
    figures: dict[str, N] = {prefix: value.value, f"{prefix}.ev": dcf.ev}
    if value.failure_probability is not None:
        figures[f"{prefix}.failure_probability"] = value.failure_probability
    for key in (
        "pv_flows",
        "terminal_value",
        "terminal_pv",
        "terminal_share",
        "implied_growth",
        "implied_multiple",
        "net_investment",
        "new_capital_return",
    ):
        number = getattr(dcf, key)
        if number is not None:
            figures[f"{prefix}.{key}"] = number
    for year in dcf.years:
        for key in _LINES:
            number = getattr(year, key)
            if number is not None:
                figures[f"{prefix}.year{year.number}.{key}"] = number
    return figures
