"""Every formula of the source reports, by the function that computes it, to full precision: formulas.json."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from vaultval.config import Config
from vaultval.figure import product, total
from vaultval.model.account_records import Framework
from vaultval.model.company_records import Segment
from vaultval.pipeline import evaluate, read_vault
from vaultval.place import Place
from vaultval.quantity import Unit, read
from vaultval.quantity.expression import evaluated, parsed
from vaultval.valuation import ceiling
from vaultval.valuation.accounts import frameworks, multiples, runway
from vaultval.valuation.accounts.analogues import realisation_rate
from vaultval.valuation.accounts.financials import cagr, growth, ratio
from vaultval.valuation.core import SegmentValue, core_bull_value, core_value, segment_value
from vaultval.valuation.discounting import cost_of_capital
from vaultval.valuation.discounting.dcf import (
    EXIT_MULTIPLE,
    GORDON,
    Drivers,
    Terminal,
    dcf,
    gordon_multiple,
)
from vaultval.valuation.discounting.sum_of_parts import shares_of, target_price
from vaultval.valuation.events import coherence
from vaultval.valuation.events.calendar import Effect, effective_probability
from vaultval.valuation.implied.reverse_dcf import implied, short_form, verdict
from vaultval.valuation.options import discount_factor, probability_check, scenario_value, weighted_value
from vaultval.valuation.risk.fragility import hub_degree, single_point_loss
from vaultval.valuation.risk.what_if import linear_change
from vaultval.valuation.steps import Method, as_float
from vaultval.valuation.synergy import Boost, adjusted_probability, platform, pmx

HERE = Place("Note.md", 1, 1)
CASES = json.loads((Path(__file__).parent / "formulas.json").read_text("utf-8"))
METHOD = Method.of(Config(), date(2026, 2, 10))


def quantity(value, unit):
    found, _ = read(repr(value), HERE, expect=unit)
    return found


def calculation(text, **names):
    """What a row of a Calculations table comes to."""
    return float(evaluated(parsed(text, HERE), names.get, lambda q, _name: q.value))


def segment(ebitda, multiple, shares):
    row = Segment(
        name="A", place=HERE, basis="multiples",
        ebitda=quantity(ebitda, Unit.CURRENCY), base=quantity(multiple, Unit.MULTIPLE),
    )  # fmt: skip
    return segment_value(row, shares, as_float, METHOD).base


def parts(values):
    return [SegmentValue(str(n), value, value, value) for n, value in enumerate(values)]


def after(probability, factor, cap=None):
    return effective_probability(probability, [Effect("hit", "", HERE, factor, cap)])


def uplift(p, *boosts):
    return adjusted_probability(p, [Boost("", s, pa) for s, pa in boosts], METHOD)


def scenario(i, shares="shares_b"):
    return scenario_value(i["TAM_b"], i["share"], i["margin"], i["pe"], i.get("p", 1.0), i["df"], i[shares])


def ten_years(rate, terminal):
    """Report 002: $95B of revenue, 15 % of it free cash, discounted at 10 %."""
    return dcf(Drivers(95.0, [rate] * 10, 0.1, terminal, fcf_margin=[0.15] * 10)).ev


GORDON_3, EXIT_25 = Terminal(GORDON, growth=0.03), Terminal(EXIT_MULTIPLE, multiple=25.0)


def segment_dcf(i):
    drivers = Drivers(
        i["rev0"], i["gs"], i["r"], Terminal(GORDON, growth=i["g"]), operating_margin=i["m"], tax_rate=[i["tax"]] * 5,
        depreciation_to_capex=[i["da"]] * 5, capex=i["c"], working_capital=[0.0] * 5,
    )  # fmt: skip
    return dcf(drivers).ev


def comparable(i):
    ends = [frameworks.by_multiple(i["rev"], i[end]) for end in ("lo", "hi")]
    return [*ends, *(frameworks.gap(end, i["cap"]) for end in ends)]


def results(**notes):
    """The results of a vault of these notes, in the mode published, where options take the values that they state."""
    with TemporaryDirectory() as folder:
        for name, text in notes.items():
            (Path(folder) / f"{name}.md").write_text(text, "utf-8")
        (Path(folder) / "vaultval.toml").write_text('mode = "published"\nrounding = 0\n', "utf-8")
        return evaluate(read_vault(Path(folder)), METHOD.as_of, with_stakes=False, lift=as_float)


def company(core, *cells):
    """A company of one share that is worth so much without its options. cells: rows of its synergies."""
    table = "| | [[A]] | [[B]] |\n|---|---|---|\n" + "\n".join(cells)
    return (
        "---\ntype: company\nprice: $100\nprice_date: 2026-02-10\nshares: 1\nnet_cash: $0\nwacc: 10 %\n---\n## Segments\n\n"
        f"| Segment | Low | Base | High |\n|---|---|---|---|\n| All | | {core!r} | |\n\n## Synergies\n\n{table}\n"
    )


def option(value, probability=0.5, more=""):
    return (
        f'---\ntype: option\ncompany: "[[Acme]]"\nstated_value: {value!r}\nprobability: {probability!r}\ntam: $1\nshare: 1 %\n'
        f"net_margin: 1 %\npe: 1x\nhorizon: 1\n{more}---\n"
    )


def value(**notes):
    return next(iter(results(**notes).values.values()))


def narrative_net(i):
    sides = (("Evidence", "+", i["e"]), ("Counter-evidence", "-", i["c"]))
    text = "".join(
        f"## {title}\n\n"
        + "".join(f"- Item {n} [hard: {sign}{points}]\n" for n, points in enumerate(each))
        + "\n"
        for title, sign, each in sides
    )
    found = results(Acme=company(1.0), Story=f"---\ntype: narrative\n---\n{text}")
    return float(next(iter(found.scores.values())).net)


def narrative_share(i):
    one, other = i["v"]
    credited = 'narrative: "[[Story]]"\n'
    found = value(
        Acme=company(1.0), Story="---\ntype: narrative\n---\n", A=option(one, more=credited),
        B=option(other, more=credited), C=option(i["total"] - one - other),
    )  # fmt: skip
    return next(share for name, share in found.concentration.items() if name)


def with_synergy(i):
    """What lifts P to P' is one certain source, with the coefficient (P' − P)/(1 − P)."""
    coefficient = (i["padj"] - i["p"]) / (1 - i["p"])
    found = value(
        Acme=company(1.0, f"| [[B]] | {coefficient!r} | — |"), A=option(i["v"], i["p"], 'boosted_by: "[[B]]"\n'), B=option(0.0, 1.0)
    )  # fmt: skip
    return next(each.adjusted for each in found.options if each.option.name == "A")


def joint_probability(i):
    names = ("A", "B", "C")
    required = "requires:\n" + "".join(f'  - "[[{name}]]"\n' for name in names)
    both = option(1.0, more=required).replace("probability: 0.5\n", "")
    found = value(
        Acme=company(1.0), Grown=both, **{n: option(1.0, p) for n, p in zip(names, i["p"], strict=True)}
    )
    return found.emergent[0].probability


def sum_of_parts(lows, highs, cap=1.0):
    """The parts of a company, with these ends, held against its market capitalisation."""
    rows = [
        Framework(
            name=str(n), place=HERE, low=quantity(low, Unit.CURRENCY), high=quantity(high, Unit.CURRENCY)
        )
        for n, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]
    return frameworks.value_frameworks([], rows, (cap, 1.0), None, as_float)[0].parts


def beyond_the_parts(i):
    found = sum_of_parts([i["lo"]], [i["hi"]], i["cap"])
    return [each[end] for each in (found.implied, found.shares) for end in ("high", "low")]


def weighted_segment(i):
    row = Segment(
        name="A", place=HERE, basis="per share", base=quantity(i["pv"], Unit.CURRENCY),
        probability=quantity(i["p"], Unit.RATIO),
    )  # fmt: skip
    return segment_value(row, 1.0, as_float, METHOD).base


def short(cap, w, n, pe=25.0, margin=0.15, revenue=94.83, growth=None):
    return short_form(cap, w, n, pe, margin, revenue, growth)


FORMULAS = {
    "F01": lambda i: multiples.deviation(i["fair"], i["price"]),
    "F02": lambda i: cost_of_capital.capm(i["rf"], i["beta"], i["erp"]),
    "F02b": lambda i: cost_of_capital.wacc(i["E"], i["D"], i["ke"], i["kd"], i["t"]),
    "F02c": lambda i: cost_of_capital.implied_beta(i["wacc"], i["rf"], i["erp"]),
    "F03": lambda i: product([i["price"], i["shares_b"]]),
    "F03b": lambda i: multiples.implied_shares(i["cap_b"], i["price"]),
    "F04": lambda i: multiples.price_to_earnings(i["price"] * i["shares_b"], i["rev_b"] * i["nm"]),
    "F05": lambda i: segment(i["ebitda_b"], i["mult"], i["shares_b"]),
    "F05b": lambda i: [frameworks.by_multiple(i["rev_b"], i[end]) for end in ("lo", "hi")],
    "F06": lambda i: core_value(
        parts([ev / i["shares_b"] for ev in i["evs_b"]]), i["net_cash_b"] / i["shares_b"], METHOD
    ),
    # what the market pays for the options, a share: so many times 1
    "F07": lambda i: ceiling.implied_multiple(i["price"], i["core"], 1.0),
    "F07b": lambda i: ceiling.implied_multiple(i["price"], i["core"], i["price"]),
    "F08": lambda i: short(i["cap_b"], i["w"], i["n"]).terminal_cap,
    "F08b": lambda i: short(i["tc_b"], 0.0, 1.0, i["pe"], i["nm"]).revenue,
    "F08c": lambda i: short(i["cap_b"], i["w"], i["n"], growth=i["g"]).gordon_income,
    "F08d": lambda i: [calculation("1 / (w − g)", **i), gordon_multiple(i["w"], i["g"])],
    "F09": lambda i: cagr(i["end"], i["start"], i["n"]),
    "F09b": lambda i: cagr(i["end"], i["start"], i["n"]),
    "F10": lambda i: verdict(i["implied"], i["consensus"], None, None, None, None, None).tests[0].level == "aggressive",
    "F11": lambda i: discount_factor(i["w"], i["T"]),
    "F12": scenario,
    "F13": lambda i: weighted_value(i["w"], i["v"]),
    "F14": lambda i: probability_check(i["d"], 0.18).mean * i["k"],
    "F15": lambda i: shares_of([i["v"], i["total"] - i["v"]])[1][0],
    "F16": scenario,
    "F17": lambda i: core_bull_value(parts([i["core_bull"]]), 0.0, None, METHOD) + total(i["bulls"]),
    "F18": lambda i: ceiling.utilisation(i["cap_b"], i["ceiling"] * i["shares_b"]),
    "F18b": lambda i: ceiling.utilisation(i["price"], i["ceiling"]),
    "F19": narrative_net,
    "F20": narrative_share,
    "F21": lambda i: after(i["p"], i["f"]),
    "F21b": lambda i: coherence.linear_change(i["v"], i["f"]),
    "F21c": lambda i: after(i["p"], i["f"], i["cap"]),
    "F21d": lambda i: coherence.expectation(i["q"], i["hit"], i["miss"]),
    "F22": lambda i: hub_degree(i["row"]),
    "F23": lambda i: uplift(i["pb"], (i["s"], i["pa"])),
    "F23b": lambda i: uplift(i["p"], (i["s1"], i["pa1"]), (i["s2"], i["pa2"])),
    "F24": with_synergy,
    "F25": joint_probability,
    "F25b": scenario,
    "F26": lambda i: platform([1.0] * i["n"] + [None] * (i["total"] - i["n"])).coverage,
    "F26b": lambda i: platform(i["s"]).average,
    "F27": lambda i: pmx([0.0], [i["adj"]], [i["em"]], i["m"], METHOD).uncapped,
    "F27b": lambda i: pmx([i["ind"]], [i["unc"]], [], 1.0, METHOD).value,
    "F28": lambda i: value(Acme=company(i["core"]), A=option(i["pmx"])).full_value,
    "F28b": lambda i: -multiples.deviation(i["full"], i["price"]),
    "F29": lambda i: ceiling.implied_multiple(i["price"], i["core"], i["pmx"]),
    "F30": lambda i: ceiling.asymmetry(i["ceiling"], i["price"], i["core"]),
    "F31": lambda i: linear_change(i["v"], i["p"], i["dp"]),
    "F32": lambda i: realisation_rate(i["r"], i["t"]),
    "F33": lambda i: ratio(i["rd"], i["rev"]),
    "F33b": lambda i: growth(i["a"], i["b"]),
    "F33c": lambda i: ratio(i["rev"], i["rd"]),
    "F34": lambda i: runway.free_cash_flow(i["ocf"], i["capex"]),
    "F34b": lambda i: ratio(i["capex"], i["ocf"]),
    "F35": lambda i: ratio(i["sbc"], i["ni"]),
    "F35b": lambda i: cagr(i["s"], i["s0"], i["n"]),
    "F36": lambda i: runway.net_cash(i["liq"], i["debt"]),
    "F37": lambda i: runway.cash_runway(i["cash"], i["fcf"]),
    "F38": lambda i: frameworks.recurring_revenue(i["n"], i["p"]),
    "F39": lambda i: [sum_of_parts(i["lo"], i["hi"]).levels[end] for end in ("low", "high")],
    "F39b": beyond_the_parts,
    "F39c": lambda i: sum_of_parts([i["lo"]], [i["hi"]], i["cap"]).multiple,
    "F40": comparable,
    "F41": lambda i: frameworks.per_share(i["v"], i["cap"], i["price"]),
    "F42": lambda i: [ten_years(i["gr"], terminal) for terminal in (GORDON_3, EXIT_25)],
    "F42b": lambda _i: [
        implied("growth", lambda rate, end=end: ten_years(rate, end), 1414.0).value for end in (GORDON_3, EXIT_25)
    ],
    "F43": lambda i: [shares_of(i["ev"])[0], *shares_of(i["ev"])[1]],
    "F44": lambda i: core_value(
        parts([i["ev_yi"] / i["shares_yi"]]), i["net_cash_b"] * 10 / i["shares_yi"], METHOD
    ),
    "F45": lambda i: target_price(i["price"], i["adj"]),
    "F46": weighted_segment,
    "F47": segment_dcf,
    "F48": lambda i: [
        calculation("mass_kg / unit_kg", **i), calculation("mass_kg / unit_kg × kw / 10^6", **i),
    ],
    "F48b": lambda i: calculation("P / (1,360 W/m² × 30 %)", **i),
    "F48c": lambda i: calculation("P / (sides × 5.670374419 × 10⁻⁸ × T^4)", **i),
    "F49": lambda i: single_point_loss(i["v"], i["keep"], i["em"]),
    "F50": lambda i: ratio(i["e"], i["r"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['name']}")
def test_a_formula_of_the_reports_gives_its_figure(case):
    found = FORMULAS[case["id"]](case["inputs"])
    assert found == pytest.approx(case["expected"], rel=1e-9)


def test_every_formula_has_its_function():
    assert list(FORMULAS) == [case["id"] for case in CASES]
