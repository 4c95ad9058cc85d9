"""A simulation as it is shown: tables and a text histogram in a terminal, and JSON. Imports no NumPy."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from vaultval.render.terminal.tables import money, percent, print_line, print_table
from vaultval.render.terminal.values import print_incomplete
from vaultval.render.text import fixed
from vaultval.valuation.company import CompanyValue

if TYPE_CHECKING:
    from vaultval.valuation.risk.simulation.company import Simulated
    from vaultval.valuation.risk.simulation.indices import Indices

BAR = 50


def _small(number: float) -> str:
    """A probability in per cent, to a hundredth of it."""
    return fixed(number, 2, 2) + "%"


def print_simulation(value: CompanyValue, found: "Simulated", indices: "Indices | None", seed: int) -> None:
    """The distribution, the chances of joint success, and the indices where they were asked for."""
    unit, drawn, name = value.company.currency, found.drawn, value.company.name
    rows = [
        ["Core and options on their own, expected", money(found.expected, unit)],
        *([["Emergent options, mean", money(drawn.emergent, unit)]] if value.emergent else []),
        ["Mean of the draws", money(drawn.mean, unit)],
        ["Standard deviation", money(drawn.sd, unit)],
        *([f"P{level * 100:.0f}", money(worth, unit)] for level, worth in drawn.percentiles.items()),
        [f"Chance of more than the price of {money(value.price, unit)}", _small(drawn.above)],
        ["Full value with synergy and cap, for comparison", money(value.full_value, unit)],
    ]
    print_table(f"{name}: {drawn.draws:,} draws, seed {seed}, per share", ["", "Value"], rows)
    print_incomplete([value])
    _print_bars(drawn.bars, unit)
    _print_options(found)
    if indices is not None:
        _print_indices(indices, unit)


def _print_bars(bars: Sequence[tuple[float, float, float]], unit: str) -> None:
    most = max(share for _, _, share in bars)
    rows = []
    for index, (start, end, share) in enumerate(bars):
        ends = f"{money(start, unit)} to {money(end, unit)}"
        if index == len(bars) - 1 and len(bars) > 1:
            ends = f"above {money(start, unit)}"
        rows.append([ends, "█" * round(BAR * share / most) or ("▏" if share else ""), _small(share)])
    print_table("Distribution", ["Value per share", "", "Draws"], rows, 2)


def _print_options(found: "Simulated") -> None:
    rows = [[branch.name, _small(branch.success)] for branch in found.plan.branches]
    if rows:
        print_table("Success over all scenarios, Σ weight × probability", ["Option", "Chance"], rows)
    pairs = [
        [" and ".join(pair.names), f"{pair.correlation:.2f}", _small(pair.independent), _small(pair.joint)]
        for pair in found.pairs
    ]
    if pairs:
        print_table("Both succeed", ["Options", "Correlation", "If independent", "With correlation"], pairs)
    grown = [
        [each.name, _small(each.product), _small(each.joint), _small(each.method)] for each in found.emergent
    ]
    if grown:
        head = ["Emergent option", "If independent", "With correlation", "In the valuation"]
        print_table("All that is required succeeds", head, grown)


def _print_indices(found: "Indices", unit: str) -> None:
    rows = [
        [
            each.name, f"{percent(each.low)} to {percent(each.high)}", money(each.at_low, unit),
            money(each.at_high, unit), f"{each.first:.4f}", _band(each.first_band), f"{each.total:.4f}",
            _band(each.total_band),
        ]
        for each in found.inputs
    ]  # fmt: skip
    head = [
        "Probability of",
        "Uniform over",
        "Full value, low",
        "Full value, high",
        "First order",
        "95%",
        "Total",
        "95%",
    ]
    print_table(f"Sobol' indices of full value, n = {found.samples:,}", head, rows)
    print_line(
        f"The first-order indices sum to {found.sum_first:.4f}. Near 1, the probabilities only add up; what is missing is "
        "their working together. 95%: where each lies by the bootstrap."
    )
    noise = [each.name for each in found.inputs if each.noise]
    if noise:
        print_line(f"First order not to be told from 0, so that a negative one is noise: {', '.join(noise)}.")


def _band(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.4f} to {ends[1]:.4f}"


def simulation_data(value: CompanyValue, found: "Simulated", indices: "Indices | None") -> dict[str, Any]:
    """The same as data: values in currency/share, chances as ratios."""
    drawn = found.drawn
    return {
        "draws": drawn.draws,
        "expected": found.expected,
        "mean": drawn.mean,
        "mean_emergent": drawn.emergent,
        "sd": drawn.sd,
        "percentiles": {f"P{level * 100:.0f}": worth for level, worth in drawn.percentiles.items()},
        "above_price": drawn.above,
        "price": float(value.price),
        "full_value": float(value.full_value),
        "histogram": [{"from": start, "to": end, "share": share} for start, end, share in drawn.bars],
        "core": dict(zip(("low", "base", "high"), found.plan.core, strict=True)),
        "options": {
            branch.name: {"success": branch.success, "expected": branch.expected}
            for branch in found.plan.branches
        },
        "pairs": [
            {
                "options": list(pair.names),
                "correlation": pair.correlation,
                "independent": pair.independent,
                "joint": pair.joint,
                "noisy_or": [
                    {
                        "source": source,
                        "target": target,
                        "joint": each.joint,
                        "marginal": each.marginal,
                        "given": each.given,
                        "correlation": each.correlation,
                    }
                    for (source, target), each in pair.network.items()
                ],
            }
            for pair in found.pairs
        ],
        "emergent": {
            each.name: {"joint": each.joint, "product": each.product, "valuation": each.method}
            for each in found.emergent
        },
        "indices": _indices_data(indices) if indices else None,
    }


def _indices_data(found: "Indices") -> dict[str, Any]:
    return {
        "samples": found.samples,
        "sum_first": found.sum_first,
        "inputs": {
            each.name: {
                "low": each.low,
                "high": each.high,
                "at_low": each.at_low,
                "at_high": each.at_high,
                "first": each.first,
                "total": each.total,
                "first_95": list(each.first_band),
                "total_95": list(each.total_band),
                "noise": each.noise,
            }
            for each in found.inputs
        },
    }
