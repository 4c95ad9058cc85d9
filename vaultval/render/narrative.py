"""The block in a narrative's note: its score, and every piece of evidence with its place."""

from collections.abc import Sequence

from vaultval.model.records import Narrative
from vaultval.render import memory
from vaultval.render.text import Style, callout, escaped, shortened
from vaultval.results import Results
from vaultval.scoring.narratives import NarrativeScore, ScoredItem


def narrative_block(narrative: Narrative, results: Results, style: Style, body: str) -> str:
    """The whole block. body: what stands in it now, for what changed."""
    score = results.scores[narrative.id]
    figures = {
        "": round(float(score.net), 4),
        "for": round(float(score.support), 4),
        "against": round(float(score.attack), 4),
    }
    now, was = memory.advance(figures, body)
    parts = [
        callout("abstract", _title(score, style), _lines(score, now, was, results, style)),
        _evidence_table(style("for"), [i for i in score.items if i.evidence.supports], narrative, style),
        _evidence_table(
            style("against"), [i for i in score.items if not i.evidence.supports], narrative, style
        ),
        memory.line(now, was),
    ]
    return "\n\n".join(parts)


def _title(score: NarrativeScore, style: Style) -> str:
    word = style(score.strength)
    return style(
        "narrative_headline",
        strength=word[:1].upper() + word[1:],
        net=f"**{style.points(score.net, signed=True)}**",
        support=style.points(score.support),
        attack=style.points(score.attack),
    )


def _lines(
    score: NarrativeScore, now: memory.Memory, was: memory.Memory, results: Results, style: Style
) -> list[str]:
    lines = []
    changes = [
        f"{word} {style.points(float(was[key]), signed=not key)} → {style.points(float(now[key]), signed=not key)}"
        for key, word in (("", style("score")), ("for", style("for")), ("against", style("against")))
        if key in was and was[key] != now[key]
    ]
    if changes:
        lines.append(style("since", changes="; ".join(changes)))
    for value in results.values.values():
        share = value.concentration.get(score.narrative.id, 0.0)
        if share:
            credited = style.money(share * float(value.pmx.independent))
            name = style.node(value.company, score.narrative.note).replace("\\|", "|")
            lines.append(style("carries", share=style.percent(share), company=name, value=credited))
    if score.last_evidence:
        lines.append(style("last_evidence", date=style.day(score.last_evidence)))
    questions = style("open_questions", count=str(score.open_questions))
    if score.oldest_question:
        questions += ", " + style("oldest", date=style.day(score.oldest_question))
    lines.append(questions)
    return lines


def _evidence_table(side: str, items: Sequence[ScoredItem], narrative: Narrative, style: Style) -> str:
    """One row an item: the evidence, its class, points and date, and a link to where it stands."""
    rows = [_row(item, narrative, style) for item in items]
    total = sum(float(item.points) for item in items if item.state == "counts")
    rows.append(
        [f"**{side}**", "", f"**{style.points(total)}**", "", ""]
        if rows
        else [style("none"), "", "0.0", "", ""]
    )
    return style.table([side, style("class"), style("points"), style("date"), style("where")], "llrll", rows)


def _row(item: ScoredItem, narrative: Narrative, style: Style) -> list[str]:
    evidence = item.evidence
    points = style.points(item.points)
    if item.state != "counts":
        points = f"~~{points}~~ {style(item.state)}"
    place = style.link(
        evidence.place.note, narrative.note, f"^{evidence.block}" if evidence.block else evidence.heading
    )
    label = style.word("label", evidence.label)
    return [escaped(shortened(evidence.text)), label, points, style.day(evidence.date), place]
