"""What moved a company's value since the figures that its block remembers."""

from collections.abc import Sequence

from vaultval.render.memory import DAY, Memory
from vaultval.render.text import Style, escaped, shortened, unescaped
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.events.calendar import Effect
from vaultval.vocabulary import WORDS

MOST_SHOWN = 6
_WHOLE = ("core", "price")
_OPTION, _OWN, _EVENTS = "option:", "own:", "events:"


def company_memory(value: CompanyValue, results: Results) -> Memory:
    """The figures by which a later run says what changed, as printed."""
    figures: dict[str, float | str] = {
        DAY: results.method.as_of.isoformat(),
        "full": round(float(value.full_value), 2),
        "core": round(float(value.core.base), 2),
        "price": round(float(value.price), 2),
    }
    for option in value.options:
        figures[_OPTION + option.option.name] = round(float(option.adjusted), 2)
        figures[_OWN + option.option.name] = round(float(option.weighted), 2)
        figures[_EVENTS + option.option.name] = "; ".join(f"{e.state}: {e.text}" for e in option.effects)
    for emergent in value.emergent:
        figures[_OPTION + emergent.option.name] = round(float(emergent.value), 2)
    return figures


def company_changes(value: CompanyValue, now: Memory, was: Memory, style: Style) -> list[str]:
    """A line for full value, and one for each part that moved, the largest move first, with the reason."""
    if "full" not in was or all(now.get(key) == was[key] for key in was if key != DAY):
        return []
    what = style("full_value_moved", was=_money(was, "full", style), now=_money(now, "full", style))
    lines = [style("changed", date=str(was.get(DAY, "—")), colon=style("colon"), what=what)]
    parts = [key for key in was if key in _WHOLE or key.startswith(_OPTION)]
    moved = sorted(
        (-abs(float(now.get(key, 0.0)) - float(was[key])), key) for key in parts if now.get(key) != was[key]
    )
    lines += ["- " + _change(value, key, now, was, style) for _, key in moved[:MOST_SHOWN]]
    # A blank line, or what follows would belong to the last item.
    return [*lines, ""]


def _money(figures: Memory, key: str, style: Style) -> str:
    return style.money(float(figures[key]))


def _change(value: CompanyValue, key: str, now: Memory, was: Memory, style: Style) -> str:
    known = {v.option.name: v.option for v in value.options} | {
        v.option.name: v.option for v in value.emergent
    }
    known |= {option.name: option for option in value.left_out}
    name = key.removeprefix(_OPTION)
    shown = style(key) if key in _WHOLE else escaped(name)
    if name in known and key not in _WHOLE:
        shown = unescaped(style.node(known[name], value.company.note))
    if key not in now:
        return style("left_out", name=shown, was=_money(was, key, style))
    line = style("moved", name=shown, was=_money(was, key, style), now=_money(now, key, style))
    return line + style.aside("" if key in _WHOLE else _reason(value, name, now, was, style))


def _reason(value: CompanyValue, name: str, now: Memory, was: Memory, style: Style) -> str:
    """The events that are new, or are not there any more; else its inputs, or the synergy with other options."""
    option = next((found for found in value.options if found.option.name == name), None)
    before = [part for part in str(was.get(_EVENTS + name, "")).split("; ") if part]
    effects = option.effects if option else ()
    present = [f"{effect.state}: {effect.text}" for effect in effects]
    fresh = [effect for effect, key in zip(effects, present, strict=True) if key not in before]
    gone = [style("no_longer", effect=_said(key, style)) for key in before if key not in present]
    said = [*_told(fresh, style), *gone]
    if said:
        return style.listed(said)
    return style("through_others" if now.get(_OWN + name) == was.get(_OWN + name) else "own_inputs")


def _told(effects: Sequence[Effect], style: Style) -> list[str]:
    """Each event; of many misses, only how many."""
    missed = [effect for effect in effects if effect.state == "missed"]
    if len(missed) <= 2:
        return [effect_text(effect, style) for effect in effects]
    rest = [effect_text(effect, style) for effect in effects if effect.state != "missed"]
    return [style("more_missed", count=str(len(missed))), *rest]


def standing(value: CompanyValue, style: Style) -> str:
    """The kill switches that have fired and the milestones that were missed, each once."""
    every = [effect for option in value.options for effect in option.effects]
    every += [effect for option in value.emergent for effect in option.effects]
    effects = {e.place: e for e in every if e.state in ("fired", "missed", "failed")}
    return style.listed(effect_text(effect, style) for effect in effects.values())


def effect_text(effect: Effect, style: Style) -> str:
    """An event in words: its state and what it is about."""
    return f"{style(effect.state)}{style('colon')}{escaped(shortened(effect.text, 70))}"


def _said(key: str, style: Style) -> str:
    state, _, text = key.partition(": ")
    known = any(word.key == state for word in WORDS["phrase"])
    return f"{style(state) if known else escaped(state)}{style('colon')}{escaped(shortened(text, 70))}"
