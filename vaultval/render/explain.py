"""Why a number is what it is: the tree of its operations, down to notes and lines."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from vaultval.figure import Figure, N
from vaultval.render.findings import visible
from vaultval.render.topics import MARKET_TOPICS, TOPICS
from vaultval.render.topics.strength import score_figures
from vaultval.results import Results
from vaultval.vocabulary import folded

MOST_LINES = 400


def figures(results: Results) -> dict[str, Figure]:
    """Every figure that can be explained, by its key: NODE.field, and NODE alone for what heads its block."""
    found = _not_valued(results)
    for value in results.values.values():
        name = value.company.name
        found[name] = found[f"{name}.full_value"] = value.full_value
        for field in (
            "price", "shares", "market_cap", "multiplier", "full_value_uncapped", "upside", "ceiling",
            "ceiling_market_cap", "utilisation", "utilisation_market_cap", "asymmetry", "implied_multiple", "hhi",
            "effective_narratives", "hhi_options", "effective_options", "beyond_core", "to_core", "to_ceiling",
        ):  # fmt: skip
            number = getattr(value, field)
            if number is not None:
                found[f"{name}.{field}"] = number
        core = value.core
        found |= {
            f"{name}.core": core.base, f"{name}.core_low": core.low, f"{name}.core_bull": core.bull, f"{name}.net_cash": core.net_cash,
            f"{name}.net_cash_per_share": core.net_cash_per_share,
        }  # fmt: skip
        pmx = value.pmx
        found |= {
            f"{name}.independent_sum": pmx.independent, f"{name}.adjusted_sum": pmx.adjusted,
            f"{name}.emergent_sum": pmx.emergent, f"{name}.pmx_uncapped": pmx.uncapped,
            f"{name}.pmx_premium": pmx.premium, f"{name}.pmx_cap": pmx.cap, f"{name}.pmx": pmx.value,
        }  # fmt: skip
        for topic in TOPICS:
            found |= {f"{name}.{key}": number for key, number in topic.figures(value, results).items()}
        for segment in value.core.segments:
            found |= {f"{name}.{segment.name}.{w}": getattr(segment, w) for w in ("low", "base", "high")}
        for option in value.options:
            title = option.option.name
            found[title] = found[f"{title}.adjusted"] = option.adjusted
            found |= {
                f"{title}.weighted": option.weighted, f"{title}.bull_full": option.bull_full,
                f"{title}.probability": option.written, f"{title}.probability_linked": option.linked, f"{title}.probability_effective": option.effective,
                f"{title}.probability_adjusted": option.probability,
                f"{title}.probability_noisy_or": option.noisy_or,
            }  # fmt: skip
            if option.option.id in value.option_shares:
                found[f"{title}.share_of_options"] = value.option_shares[option.option.id]
            if option.factor is not None:
                found[f"{title}.df"] = option.factor
            found |= {f"{title}.{scenario}": number for scenario, number in option.scenarios.items()}
        for emergent in value.emergent:
            title = emergent.option.name
            found[title] = found[f"{title}.value"] = emergent.value
            found[f"{title}.probability"] = emergent.probability
    for score in results.scores.values():
        title = score.narrative.name
        found[title] = found[f"{title}.net"] = score.net
        found |= {f"{title}.for": score.support, f"{title}.against": score.attack}
        found |= {f"{title}.{key}": number for key, number in score_figures(score).items()}
    return {key: number for key, number in found.items() if isinstance(number, Figure)}


def _not_valued(results: Results) -> dict[str, N]:
    """The figures of the companies that have a price and shares, and no value."""
    found: dict[str, N] = {}
    for market in results.markets.values():
        if market.company.id not in results.values:
            name = market.company.name
            found |= {
                f"{name}.{field}": getattr(market, field) for field in ("price", "shares", "market_cap")
            }
            for topic in MARKET_TOPICS:
                found |= {f"{name}.{key}": number for key, number in topic.figures(market, results).items()}
    return found


def figure_of(known: Mapping[str, Figure], key: str) -> tuple[str, Figure] | None:
    """A figure by its key, in any case; a bare field is looked up where only one company has it."""
    by_word = {folded(name): name for name in known}
    exact = by_word.get(folded(key))
    if exact:
        return exact, known[exact]
    ends = [name for name in known if folded(name).endswith("." + folded(key))]
    return (ends[0], known[ends[0]]) if len(ends) == 1 else None


def nearest(known: Mapping[str, Figure], key: str) -> list[str]:
    """The keys that look most like one that is not known."""
    by_word = {folded(name): name for name in known}
    close = get_close_matches(folded(key), list(by_word), 3, 0.4)
    ends = [name for name in known if folded(key) in folded(name)][:5]
    return list(dict.fromkeys([by_word[word] for word in close] + ends))


def tree(key: str, figure: Figure) -> str:
    """The figure as an indented tree: each named step with its operation, each input with note:line and its text."""
    lines: list[str] = []
    seen: dict[int, str] = {}
    for depth, part in _walk(figure, 0, seen):
        lines.append("  " * depth + part)
        if len(lines) >= MOST_LINES:
            lines.append("…")
            break
    lines[0] = f"{key} = {lines[0].partition(' = ')[2]}" if " = " in lines[0] else lines[0]
    return "\n".join(visible(line) for line in lines)


def shown(value: float) -> str:
    """A number with as many digits as tell it apart; large ones to a hundredth, and never as a power of ten."""
    if float(value).is_integer():
        return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.0f}"
    if abs(value) >= 1e8:
        return f"{value:,.2f}"
    return f"{value:,.10g}" if abs(value) >= 10_000 else f"{value:.10g}"


def _walk(figure: Figure, depth: int, seen: dict[int, str]) -> Iterator[tuple[int, str]]:
    yield depth, _line(figure)
    if id(figure) in seen:
        return
    seen[id(figure)] = figure.name
    for operand in _steps(figure):
        if operand.name or operand.operation == "input":
            if id(operand) in seen and operand.operands:
                yield depth + 1, f"{operand.name} = {shown(operand.value)}  (above)"
            else:
                yield from _walk(operand, depth + 1, seen)


def _line(figure: Figure) -> str:
    name = figure.name or figure.operation
    if figure.operation == "input":
        return f"{name} = {shown(figure.value)}  ← {figure.place}  “{figure.text}”"
    formula = _formula(figure)
    return f"{name} = {shown(figure.value)}" + (f"  = {formula}" if formula else "")


def _steps(figure: Figure) -> list[Figure]:
    """The operands that have a name of their own, those of unnamed operands in their place, each once."""
    found: dict[int, Figure] = {}
    for operand in figure.operands:
        if operand.name or operand.operation == "input":
            found[id(operand)] = operand
        else:
            found |= {id(inner): inner for inner in _steps(operand)}
    return list(found.values())


def _formula(figure: Figure) -> str:
    """The operation in the operands' values; unnamed operands are written out."""
    if not figure.operands:
        return ""
    parts = [
        shown(operand.value) if operand.name or not operand.operands else _in_brackets(operand, figure)
        for operand in figure.operands
    ]
    if figure.operation in ("+", "−", "×", "/", "^"):
        return f" {figure.operation} ".join(parts)
    if figure.operation in ("sum", "product"):
        return (" + " if figure.operation == "sum" else " × ").join(parts)
    if figure.operation == "is":
        return parts[0]
    return f"{figure.operation} of " + ", ".join(parts)


_RANK = {"+": 1, "−": 1, "sum": 1, "×": 2, "/": 2, "product": 2, "^": 3}


def _in_brackets(operand: Figure, outer: Figure) -> str:
    text = _formula(operand)
    tighter = _RANK.get(operand.operation, 0) > _RANK.get(outer.operation, 0)
    same_and_left = (
        _RANK.get(operand.operation, 0) == _RANK.get(outer.operation, 0) and operand is outer.operands[0]
    )
    return text if tighter or same_and_left else f"({text})"


def as_data(figure: Figure) -> dict[str, Any]:
    """The tree as plain data. A step that was shown before is named only."""
    return _data(figure, set())


def _data(figure: Figure, seen: set[int]) -> dict[str, Any]:
    data: dict[str, Any] = {"name": figure.name, "value": figure.value, "operation": figure.operation}
    if figure.operation == "input" and figure.place:
        data |= {
            "text": figure.text,
            "note": figure.place.note,
            "line": figure.place.line,
            "column": figure.place.column,
        }
    if figure.operands and id(figure) not in seen:
        seen.add(id(figure))
        data["operands"] = [_data(operand, seen) for operand in figure.operands]
    return data
