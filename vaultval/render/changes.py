"""What moved a company's value since the figures that its block remembers."""

from collections.abc import Sequence

from vaultval.render.memory import DAY, EVENTS, SETTINGS, Memory, number
from vaultval.render.text import Style, escaped, rounded, shortened, unescaped
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.events.calendar import Effect
from vaultval.valuation.portfolio import EmergentValue, OptionValue
from vaultval.valuation.steps import Method
from vaultval.vocabulary import WORDS

MOST_SHOWN = 6
_CORE, _REST, _PRICE = "core", "multiplier_and_cap", "price"
_OPTION, _OWN = "option:", "own:"


def company_memory(value: CompanyValue, results: Results) -> Memory:
    """The figures by which a later run says what changed, as printed."""
    figures: dict[str, float | str | list[str]] = {
        DAY: results.method.as_of.isoformat(),
        "full": rounded(value.full_value, 2),
        _CORE: rounded(value.core.base, 2),
        _REST: rounded(multiplier_and_cap(value), 2),
        _PRICE: rounded(value.price, 2),
        SETTINGS: _settings(results.method),
    }
    for option in value.options:
        figures[_OPTION + option.option.name] = rounded(option.adjusted, 2)
        figures[_OWN + option.option.name] = rounded(option.weighted, 2)
        figures[EVENTS + option.option.name] = [_key(effect) for effect in option.effects]
    for emergent in value.emergent:
        figures[_OPTION + emergent.option.name] = rounded(emergent.value, 2)
        figures[EVENTS + emergent.option.name] = [_key(effect) for effect in emergent.effects]
    return figures


def multiplier_and_cap(value: CompanyValue) -> float:
    """What the platform multiplier adds to the options and the cap takes of them, in currency/share: full value less
    the core and each option.
    """
    return float(value.pmx.value) - float(value.pmx.adjusted) - float(value.pmx.emergent)


def _key(effect: Effect) -> str:
    return f"{effect.state}: {effect.text}"


def _settings(method: Method) -> str:
    """The settings that full value depends on, each with its value."""
    settings = {
        "mode": method.mode,
        "rounding": f"{method.step:g}",
        "method": method.name,
        "cap": f"{method.cap:g}",
        "p_max": f"{method.p_max:g}",
        "second_source": f"{method.second_source:g}",
    }
    return "; ".join(f"{key} {value}" for key, value in settings.items())


def _set_anew(now: Memory, was: Memory) -> list[tuple[str, str, str]]:
    """The settings that differ: key, before, now. None where it is not known what they were."""
    before, after = (
        dict(part.split(" ", 1) for part in str(figures.get(SETTINGS, "")).split("; ") if " " in part)
        for figures in (was, now)
    )
    return [(key, before[key], after[key]) for key in after if before.get(key, after[key]) != after[key]]


def company_changes(value: CompanyValue, now: Memory, was: Memory, style: Style) -> list[str]:
    """A line for full value; one for each part that moved, the largest move first, with the reason; and the rest, so that
    the lines add up to the first. Nothing where no figure moved.
    """
    if "full" not in was:
        return []
    parts = [key for key in {**was, **now} if key == _CORE or key.startswith(_OPTION)]
    moved = sorted((-abs(_change(key, now, was)), key) for key in parts if now.get(key) != was.get(key))
    ends = [key for key in (_REST, _PRICE) if key in was and now[key] != was[key]]
    same = now["full"] == was["full"]
    if same and not moved and not ends:
        return []
    what = (
        style("full_value_same", now=_money(now, "full", style))
        if same
        else style("full_value_moved", was=_money(was, "full", style), now=_money(now, "full", style))
    )
    settings = [
        style("moved", name=f"`{key}`", was=escaped(old), now=escaped(new))
        for key, old, new in _set_anew(now, was)
    ]
    what += style.aside(style.listed(settings))
    lines = [style("changed", date=str(was.get(DAY, "—")), colon=style("colon"), what=what)]
    lines += ["- " + _part(value, key, now, was, style) for _, key in moved[:MOST_SHOWN]]
    if len(moved) > MOST_SHOWN:
        others = style.change(sum(_change(key, now, was) for _, key in moved[MOST_SHOWN:]))
        lines.append(
            "- "
            + style("more_moved", count=str(len(moved) - MOST_SHOWN), colon=style("colon"), change=others)
        )
    lines += ["- " + _whole(value, key, now, was, style) for key in ends]
    # A blank line, or what follows would belong to the last item.
    return [*lines, ""]


def _money(figures: Memory, key: str, style: Style) -> str:
    return style.money(number(figures, key))


def _change(key: str, now: Memory, was: Memory) -> float:
    """By how much a part moved; one that is new or left out is nothing on the other day."""
    before, after = (number(figures, key) if key in figures else 0.0 for figures in (was, now))
    return after - before


def _whole(value: CompanyValue, key: str, now: Memory, was: Memory, style: Style) -> str:
    line = style("moved", name=style(key), was=_money(was, key, style), now=_money(now, key, style))
    alone = _alone(now) - _alone(was)
    if key != _REST or not value.pmx.binds or abs(alone) < 0.01:
        return line
    return line + style.aside(style("cap_rises" if alone > 0 else "cap_falls"))


def _all_options(value: CompanyValue) -> tuple[OptionValue | EmergentValue, ...]:
    return *value.options, *value.emergent


def _alone(figures: Memory) -> float:
    return sum(number(figures, key) for key in figures if key.startswith(_OWN))


def _part(value: CompanyValue, key: str, now: Memory, was: Memory, style: Style) -> str:
    known = {v.option.name: v.option for v in _all_options(value)}
    known |= {option.name: option for option in value.left_out}
    name = key.removeprefix(_OPTION)
    if key == _CORE:
        return style("moved", name=style(_CORE), was=_money(was, key, style), now=_money(now, key, style))
    shown = unescaped(style.node(known[name], value.company.note)) if name in known else escaped(name)
    if key not in now:
        return style("left_out", name=shown, was=_money(was, key, style))
    if key not in was:
        return style("newly_in", name=shown, colon=style("colon"), now=_money(now, key, style))
    line = style("moved", name=shown, was=_money(was, key, style), now=_money(now, key, style))
    return line + style.aside(_reason(value, name, now, was, style))


def _reason(value: CompanyValue, name: str, now: Memory, was: Memory, style: Style) -> str:
    """The events that are new, or are not there any more; else its inputs, or the synergy with other options."""
    option = next((v for v in _all_options(value) if v.option.name == name), None)
    before = was.get(EVENTS + name, [])
    known = before if isinstance(before, list) else []
    effects = option.effects if option else ()
    present = [_key(effect) for effect in effects]
    fresh = [effect for effect in effects if _key(effect) not in known]
    gone = [style("no_longer", effect=_said(key, style)) for key in known if key not in present]
    by_others = now.get(_OWN + name) == was.get(_OWN + name)
    said = [] if by_others and _OWN + name in now else [*_told(fresh, style), *gone]
    if said or _set_anew(now, was):
        return style.listed(said)
    return style("through_others" if by_others else "own_inputs")


def _told(effects: Sequence[Effect], style: Style) -> list[str]:
    """Each event; of many misses, only how many."""
    missed = [effect for effect in effects if effect.state == "missed"]
    if len(missed) <= 2:
        return [effect_text(effect, style) for effect in effects]
    rest = [effect_text(effect, style) for effect in effects if effect.state != "missed"]
    return [style("more_missed", count=str(len(missed))), *rest]


def standing(value: CompanyValue, style: Style) -> str:
    """All that counts at present, for a probability or against it, each once: what it is, its state, what it does."""
    every = [effect for option in value.options for effect in option.effects]
    every += [effect for option in value.emergent for effect in option.effects]
    effects = {e.place: e for e in every if e.factor is not None or e.limit is not None}
    return style.listed(
        escaped(shortened(effect.text, 70))
        + style.aside(style("and").join(filter(None, [style(effect.state), *force(effect, style)])))
        for effect in effects.values()
    )


def force(effect: Effect, style: Style) -> list[str]:
    """What an event does to a probability: its factor, and the most that it leaves."""
    said = [] if effect.factor is None else [f"× {float(effect.factor):.4g}"]
    return said if effect.limit is None else [*said, f"≤ {style.probability(effect.limit)}"]


def effect_text(effect: Effect, style: Style) -> str:
    """An event in words: its state and what it is about."""
    return f"{style(effect.state)}{style('colon')}{escaped(shortened(effect.text, 70))}"


def _said(key: str, style: Style) -> str:
    state, _, text = key.partition(": ")
    known = any(word.key == state for word in WORDS["phrase"])
    return f"{style(state) if known else escaped(state)}{style('colon')}{escaped(shortened(text, 70))}"
