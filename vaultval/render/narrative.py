"""The block in a narrative's note: its score, and every piece of evidence with its place."""

from collections.abc import Sequence

from vaultval.model.records import Narrative
from vaultval.render import memory
from vaultval.render.text import Style, callout, escaped, rounded, shortened, unescaped
from vaultval.render.topics.strength import factor_cells, factor_columns, factor_head, strength_lines
from vaultval.results import Results
from vaultval.scoring.narratives import NarrativeScore
from vaultval.scoring.points import ScoredItem

_CALLOUTS = {"strong": "success", "moderate": "note", "weak": "warning"}


def narrative_block(narrative: Narrative, results: Results, style: Style, body: str) -> str:
    """The whole block. body: what stands in it now, for what changed."""
    score = results.scores[narrative.id]
    figures: memory.Memory = {memory.DAY: results.method.as_of.isoformat(), "net": rounded(score.net, 4)}
    now, was = memory.advance(figures, body)
    word = style(score.strength)
    title = style(
        "narrative_headline",
        strength=word[:1].upper() + word[1:],
        net=style.points(score.net, signed=True),
        support=style.points(score.support),
        attack=style.points(score.attack),
    )
    columns = factor_columns(score)
    parts = [
        callout(_CALLOUTS[score.strength], title, _lines(score, now, was, results, style)),
        _evidence_table("for", score, columns, style),
        _evidence_table("against", score, columns, style),
        memory.line(now, was),
    ]
    return "\n\n".join(parts)


def _lines(
    score: NarrativeScore, now: memory.Memory, was: memory.Memory, results: Results, style: Style
) -> list[str]:
    lines = []
    before, after = (
        style.points(memory.number(figures, "net"), signed=True) if "net" in figures else ""
        for figures in (was, now)
    )
    if before and before != after:
        what = style("points_moved", was=before, now=after)
        lines.append(style("changed", date=str(was.get(memory.DAY, "—")), colon=style("colon"), what=what))
    for value in results.values.values():
        share = value.concentration.get(score.narrative.id, 0.0)
        if share:
            alone = float(value.pmx.independent)
            name = unescaped(style.node(value.company, score.narrative.note))
            money = {"value": style.money(share * alone), "alone": style.money(alone)}
            lines.append(style("carries", company=name, share=style.percent(share), **money))
    lines += strength_lines(score, results, style)
    if score.last_evidence:
        lines.append(style("last_evidence", date=style.day(score.last_evidence)))
    questions = style("open_questions", count=str(score.open_questions))
    if score.oldest_question:
        questions += style.aside(style("oldest", date=style.day(score.oldest_question)))
    lines.append(questions)
    return lines


def _evidence_table(
    side: str, score: NarrativeScore, columns: Sequence[tuple[str, str]], style: Style
) -> str:
    """One row an item: the evidence, its class, points and date, and links to where it stands and rests.

    columns: the factors of effective points that are shown.
    """
    items = [item for item in score.items if item.evidence.supports == (side == "for")]
    rows = [_row(item, score.narrative, columns, style) for item in items]
    extra = factor_head(columns, style)
    if rows:
        counting = [item for item in items if item.state == "counts"]
        total = style.points(sum(float(item.points) for item in counting))
        effective = style.points(sum(float(item.effective) for item in counting))
        left = [*("" for _ in columns), f"**{effective}**"] if columns else []
        rows.append([f"**{style('total')}**", "", f"**{total}**", *left, "", ""])
    else:
        rows.append([style("none"), "", style.points(0.0), *("" for _ in extra), "", ""])
    head = [style(side), style("class"), style("points"), *extra, style("date"), style("where")]
    return style.table(head, "llr" + "r" * len(extra) + "ll", rows)


def _row(
    item: ScoredItem, narrative: Narrative, columns: Sequence[tuple[str, str]], style: Style
) -> list[str]:
    evidence, home = item.evidence, narrative.note
    points = style.points(item.points)
    if item.state != "counts":
        points = f"~~{points}~~ {style(item.state)}"
    heading = f"^{evidence.block}" if evidence.block else evidence.heading
    links = [style.link(evidence.place.note, home, heading)]
    links += [
        style.link(path, home, heading)
        for path, _, heading in (source.partition("#") for source in evidence.sources)
        if path.endswith(".md") and path != home
    ]
    label = style.word("label", evidence.label)
    where = " · ".join(dict.fromkeys(links))
    factors = factor_cells(item, columns, style)
    return [escaped(shortened(evidence.text)), label, points, *factors, style.day(evidence.date), where]
