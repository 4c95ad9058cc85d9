"""What open milestones and kill switches would do: to the probability and the own value of each option, and to full value."""

from collections.abc import Mapping
from typing import Any

from vaultval.figure import N, named
from vaultval.model.bases import NodeRecord
from vaultval.model.records import KillSwitch, Milestone
from vaultval.render.text import Style, escaped, shortened
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.events.coherence import expectation
from vaultval.valuation.events.stakes import Move, Stake, Threat

ROWS_SHOWN = 24


def tables(value: CompanyValue, results: Results, style: Style) -> list[str]:
    """A table of milestones, the next one first, and one of kill switches, the worst first; none where there are none."""
    found, home = results.stakes[value.company.id], value.company.note
    options = {option.id: option for option in value.company.options}
    rows = [row for stake in found.milestones for row in _milestone_rows(stake, options, home, style)]
    heads = [style(key) for key in ("option", "move_now", "move_hit", "move_missed", "move_own", "move_full")]
    made = []
    if rows:
        made.append(style.table([style("milestone"), *heads], "llrrrrr", rows[:ROWS_SHOWN]))
    rows = [row for threat in found.threats for row in _threat_rows(threat, options, home, style)]
    heads = [style(key) for key in ("option", "move_now", "if_fired", "move_own_fired", "full_value")]
    if rows:
        made.append(style.table([style("kill_switch"), *heads], "llrrrr", rows[:ROWS_SHOWN]))
    return made


def _milestone_rows(
    stake: Stake, options: Mapping[str, NodeRecord], home: str, style: Style
) -> list[list[str]]:
    """A row an option; what the milestone does to full value stands in the first."""
    rows = []
    for number, name in enumerate(stake.options):
        hit, missed = stake.moves_hit.get(name), stake.moves_missed.get(name)
        if hit is None or missed is None:
            continue
        full = f"{_changed(stake.if_hit, style)} / {_changed(stake.if_missed, style)}"
        rows.append(
            [
                "" if number else escaped(shortened(stake.milestone.text, 60)),
                style.node(options[name], home),
                style.probability(hit.before),
                _after(hit, style),
                _after(missed, style),
                f"{_changed(hit.change, style)} / {_changed(missed.change, style)}",
                "" if number else full,
            ]
        )
    return rows


def _threat_rows(
    threat: Threat, options: Mapping[str, NodeRecord], home: str, style: Style
) -> list[list[str]]:
    return [
        [
            "" if number else escaped(shortened(threat.switch.text, 60)),
            style.node(options[name], home),
            style.probability(move.before),
            _after(move, style),
            _changed(move.change, style),
            "" if number else _changed(threat.if_fired, style),
        ]
        for number, (name, move) in enumerate(threat.moves.items())
    ]


def _after(move: Move, style: Style) -> str:
    if float(move.after) == float(move.before):
        return "="
    return style.probability(move.after) if float(move.after) else style.percent(0.0, 0)


def _changed(change: N, style: Style) -> str:
    return style.change(change) if float(change) else "—"


def milestones_data(value: CompanyValue, results: Results) -> list[dict[str, Any]]:
    """Every open milestone that was looked at, with what hangs on it."""
    names = _names(value)
    return [
        {
            **_where(stake.milestone),
            "options": [names[identity] for identity in stake.options],
            "due": stake.due.isoformat() if stake.due else None,
            "days_left": stake.days_left,
            "if_hit": float(stake.if_hit),
            "if_missed": float(stake.if_missed),
            "moves": [
                {
                    "option": names[key],
                    "probability": float(hit.before),
                    "probability_if_hit": float(hit.after),
                    "probability_if_missed": float(stake.moves_missed[key].after),
                    "change_if_hit": float(hit.change),
                    "change_if_missed": float(stake.moves_missed[key].change),
                }
                for key, hit in stake.moves_hit.items()
            ],
        }
        for stake in results.stakes[value.company.id].milestones
    ]


def kill_switches_data(value: CompanyValue, results: Results) -> list[dict[str, Any]]:
    """Every kill switch that has not fired, with what it would do."""
    names = _names(value)
    return [
        {
            **_where(threat.switch),
            "if_fired": float(threat.if_fired),
            "moves": [
                {
                    "option": names[key],
                    "probability": float(move.before),
                    "probability_if_fired": float(move.after),
                    "change_if_fired": float(move.change),
                }
                for key, move in threat.moves.items()
            ],
        }
        for threat in results.stakes[value.company.id].threats
    ]


def _names(value: CompanyValue) -> dict[str, str]:
    return {option.id: option.name for option in value.company.options}


def _where(event: Milestone | KillSwitch) -> dict[str, Any]:
    return {"text": event.text, "note": event.place.note, "line": event.place.line}


def expected_changes(value: CompanyValue, results: Results) -> dict[str, N]:
    """Milestone id → the change of full value in currency/share that its odds lead one to expect."""
    odds = {each.milestone.id: each.odds for each in results.analyses[value.company.id].coherence}
    return {
        stake.milestone.id: named(
            expectation(odds[stake.milestone.id], stake.if_hit, stake.if_missed),
            f"change of full value expected at the odds: {stake.milestone.text}",
        )
        for stake in results.stakes[value.company.id].milestones
        if stake.milestone.id in odds
    }


def figures(value: CompanyValue, results: Results) -> Mapping[str, N]:
    """What each event would do, under its text: TEXT.if_hit, TEXT.if_missed, TEXT.expected_change, TEXT.if_fired, and
    TEXT.OPTION.probability_if_hit, TEXT.OPTION.change_if_hit and so on; a second event of one text is TEXT.2.
    """
    found: dict[str, N] = {}
    stakes, names = results.stakes[value.company.id], _names(value)
    expected = expected_changes(value, results)
    for stake in stakes.milestones:
        key = _free(stake.milestone.text, "if_hit", found)
        found |= {f"{key}.if_hit": stake.if_hit, f"{key}.if_missed": stake.if_missed}
        if stake.milestone.id in expected:
            found[f"{key}.expected_change"] = expected[stake.milestone.id]
        found |= _moves(key, "if_hit", stake.moves_hit, names)
        found |= _moves(key, "if_missed", stake.moves_missed, names)
    for threat in stakes.threats:
        key = _free(threat.switch.text, "if_fired", found)
        found[f"{key}.if_fired"] = threat.if_fired
        found |= _moves(key, "if_fired", threat.moves, names)
    return found


def _free(text: str, word: str, taken: Mapping[str, N]) -> str:
    """A key for an event of this text that no other one has."""
    key, number = text, 1
    while f"{key}.{word}" in taken:
        number += 1
        key = f"{text}.{number}"
    return key


def _moves(key: str, word: str, moves: Mapping[str, Move], names: Mapping[str, str]) -> dict[str, N]:
    return {
        f"{key}.{names[option]}.{what}_{word}": number
        for option, move in moves.items()
        for what, number in (("probability", move.after), ("change", move.change))
    }
