"""The strength of narratives as a number: in their blocks, in their companies' blocks, in --json, under explain."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from vaultval.figure import N
from vaultval.render.text import Style, fixed, unescaped
from vaultval.results import Results
from vaultval.scoring.change import Change
from vaultval.scoring.narratives import Link, NarrativeScore
from vaultval.scoring.points import ScoredItem
from vaultval.valuation.company import CompanyValue

_DIGITS, _NOISE = 3, 1e-9
FACTORS = (("reliability", "reliability"), ("decay", "age"), ("independence", "independence"))
"""The factors of effective points, and the phrases of their columns."""


def strength_lines(score: NarrativeScore, results: Results, style: Style) -> list[str]:
    """The score, the effective points where they differ from the plain ones, the narratives that enter it, fresh share."""
    lines = [style("strength_number", score=fixed(float(score.score), _DIGITS))]
    effective = score.effective
    plain = all(item.plain for item in score.items if item.state == "counts")
    if not plain:
        support, attack = style.points(effective.support), style.points(effective.attack)
        net = style.points(effective.net, signed=True)
        lines.append(style("effective_points", support=support, attack=attack, net=net))
    for phrase, spoken in (("spoken_for", True), ("spoken_against", False)):
        mine = [link for link in score.links if link.counts and (float(link.weight) > 0) == spoken]
        if mine:
            lines.append(style(phrase, names=style("and").join(_linked(mine, score, results, style))))
    if score.fresh is not None and score.last_evidence:
        lines.append(style("fresh_share_plain" if plain else "fresh_share", share=style.percent(score.fresh)))
    return lines


def _linked(links: Sequence[Link], score: NarrativeScore, results: Results, style: Style) -> Iterator[str]:
    """Each narrative with its strength, and the weight that its link states."""
    for link in links:
        other = results.scores[link.source]
        weight = abs(float(link.weight))
        said = fixed(float(other.score), _DIGITS) + (f" × {weight:.4g}" if link.reference.weight else "")
        yield unescaped(style.node(other.narrative, score.narrative.note)) + style.aside(said)


def factor_columns(score: NarrativeScore) -> list[tuple[str, str]]:
    """The factors that are not 1 for some item that counts, each with the phrase of its column."""
    counting = [item for item in score.items if item.state == "counts"]
    return [
        (factor, phrase)
        for factor, phrase in FACTORS
        if any(float(getattr(item, factor)) != 1 for item in counting)
    ]


def factor_head(columns: Sequence[tuple[str, str]], style: Style) -> list[str]:
    """The headers of the factors, and of what they leave; none where all are 1."""
    return [*(style(phrase) for _, phrase in columns), style("effective_column")] if columns else []


def factor_cells(item: ScoredItem, columns: Sequence[tuple[str, str]], style: Style) -> list[str]:
    """The factors of an item and its effective points; dashes where it does not count."""
    if not columns:
        return []
    if item.state != "counts":
        return ["—"] * (len(columns) + 1)
    factors = (float(getattr(item, factor)) for factor, _ in columns)
    return [
        *(f"×{fixed(factor, 2)}" if factor != 1 else "" for factor in factors),
        style.points(item.effective),
    ]


def company_lines(value: CompanyValue, results: Results, style: Style) -> list[str]:
    """How concentrated the option value is, and how often the leading narrative changed."""
    lines: list[str] = []
    if value.hhi is not None and value.effective_narratives is not None:
        number = fixed(float(value.effective_narratives), 1)
        said = []
        if float(value.effective_narratives) > 1 + _NOISE:  # of a single one the table of narratives tells
            said.append(style("herfindahl", index=fixed(float(value.hhi), 2), number=number))
        if (
            value.hhi_options is not None
            and (value.effective_options or 0)
            and float(value.effective_options or 0) > 1 + _NOISE
        ):
            many = fixed(float(value.effective_options), 1)
            index = fixed(float(value.hhi_options), 2)
            word = "herfindahl_options" if said else "herfindahl_options_alone"
            said.append(style(word, index=index, number=many))
        lines += filter(None, [style.sentences(said)])
    turns = results.rotations.get(value.company.id)
    if turns and turns.leaders:
        last = results.scores[list(turns.leaders.values())[-1]].narrative
        name = unescaped(style.node(last, value.company.note))
        key = ("led_always", "led_changed_once")[turns.changes] if turns.changes < 2 else "led_changed"
        line = style(key, name=name, count=str(len(turns.leaders)), changes=str(turns.changes))
        lines.append(style.sentences([line, style("unstable") if turns.unstable else ""]))
    return lines


def rotation_data(value: CompanyValue, results: Results) -> dict[str, Any] | None:
    """Who led at each end of a month, and how often that changed; None where there is nothing to tell."""
    turns = results.rotations.get(value.company.id)
    if turns is None:
        return None
    leaders = {day.isoformat(): results.scores[name].narrative.name for day, name in turns.leaders.items()}
    return {"leaders": leaders, "changes": turns.changes, "unstable": turns.unstable}


def narrative_data(score: NarrativeScore, results: Results) -> dict[str, Any]:
    """A narrative's score as plain data. base_log_odds, then those of items and links sum to log_odds in their order."""
    counting = [item for item in score.items if item.state == "counts"]
    parts = [float(part.value) for part in score.parts]
    of_items = dict(zip(map(id, counting), parts[1:], strict=False))
    of_links: Sequence[float | None] = parts[1 + len(counting) :] or [None] * len(score.links)
    return {
        "note": score.narrative.note,
        "for": float(score.support),
        "against": float(score.attack),
        "net": float(score.net),
        "strength": score.strength,
        "score": float(score.score),
        "for_effective": float(score.effective.support),
        "against_effective": float(score.effective.attack),
        "net_effective": float(score.effective.net),
        "log_odds": None if score.log_odds is None else float(score.log_odds),
        "base_log_odds": parts[0] if parts else None,
        "fresh_share": score.fresh,
        "items": [{**_item_data(item), "log_odds": of_items.get(id(item))} for item in score.items],
        "links": [
            {
                "narrative": results.scores[link.source].narrative.name,
                "weight": float(link.weight),
                "counts": link.counts,
                "log_odds": part if link.counts else None,
            }
            for link, part in zip(score.links, of_links, strict=True)
        ],
        "open_questions": score.open_questions,
        "oldest_question": score.oldest_question.isoformat() if score.oldest_question else None,
        "last_evidence": score.last_evidence.isoformat() if score.last_evidence else None,
    }


def _item_data(item: ScoredItem) -> dict[str, Any]:
    return {
        "text": item.evidence.text,
        "side": "for" if item.evidence.supports else "against",
        "label": item.evidence.label,
        "points": float(item.points),
        "state": item.state,
        "reliability": float(item.reliability),
        "decay": float(item.decay),
        "independence": float(item.independence),
        "effective": float(item.effective),
        "contribution": float(item.contribution),
        "date": item.evidence.date.isoformat() if item.evidence.date else None,
        "sources": list(item.evidence.sources),
        "origin": item.evidence.origin,
        "note": item.evidence.place.note,
        "line": item.evidence.place.line,
    }


def change_data(change: Change) -> dict[str, Any]:
    """A change between two days as plain data; items by note and line."""
    return {
        "net": float(change.net),
        "score": float(change.score),
        "score_by_links": float(change.by_links),
        "net_effective": float(change.effective),
        "decay": float(change.decay),
        "news": float(change.news),
        "then": {
            "net": float(change.then.net),
            "net_effective": float(change.then.effective.net),
            "score": float(change.then.score),
        },
        **{
            key: [
                {"text": i.evidence.text, "note": i.evidence.place.note, "line": i.evidence.place.line}
                for i in items
            ]
            for key, items in (
                ("new", change.new),
                ("expired", change.expired),
                ("superseded", change.superseded),
            )
        },
    }


def change_rows(found: Mapping[str, Change]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of a table of changes, the largest first."""
    head = [
        "Narrative",
        "Net",
        "Effective net",
        "of it news",
        "of it age",
        "Score",
        "of it links",
        "New",
        "Expired",
        "Superseded",
    ]
    ordered = sorted(found.values(), key=lambda c: (-abs(float(c.effective)), c.now.narrative.name))
    rows = [
        [
            change.now.narrative.name,
            _moved(change.then.net, change.now.net, 2),
            _moved(change.then.effective.net, change.now.effective.net, 2),
            _signed(change.news),
            _signed(change.decay),
            _moved(change.then.score, change.now.score, _DIGITS),
            _signed(change.by_links, _DIGITS),
            *(str(len(items)) for items in (change.new, change.expired, change.superseded)),
        ]
        for change in ordered
    ]
    return head, rows


def _moved(was: N, now: N, digits: int) -> str:
    before, after = fixed(float(was), digits), fixed(float(now), digits)
    return after if before == after else f"{before} → {after}"


def _signed(value: N, digits: int = 2) -> str:
    text = fixed(value, digits)
    return text if float(value) < 0 or not any(c in "123456789" for c in text) else "+" + text


def score_figures(score: NarrativeScore) -> dict[str, N]:
    """What `explain` shows of a narrative's strength, by the key behind its name."""
    effective = score.effective
    found = {
        "score": score.score,
        "for_effective": effective.support,
        "against_effective": effective.attack,
        "net_effective": effective.net,
    }
    return found if score.log_odds is None else {**found, "log_odds": score.log_odds}
