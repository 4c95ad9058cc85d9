"""What a report counts of itself, labels, charts and tables, counted again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from vaultval.audit.arithmetic.terms import number
from vaultval.audit.claims import Claim, Kind
from vaultval.audit.intervals import Interval
from vaultval.audit.verdicts import as_printed, judged
from vaultval.note.parts import Span
from vaultval.note.printed import Printed
from vaultval.place import Place
from vaultval.vault.vault import Note

_NUMBER = "[~约]?[0-9]{1,4}"
_UNIT = " ?(?:个|处|条|张|幅)"


def _counted(key: str, words: str) -> str:
    counted = rf" {{0,3}}:? {{0,2}}(?P<{key}>{_NUMBER}){_UNIT}| {{0,3}}: ?(?P<{key}_>{_NUMBER})(?![0-9:/%A-Za-z]|[.,][0-9])"
    return rf"\[?(?:{words}):?\]?(?:标注|标签| labels?)?(?:{counted})(?! ?[/%])"


_COUNTS = re.compile(
    "|".join(
        (
            _counted("hard", "硬数据|(?<![a-z])hard"),
            _counted("inferred", "合理推断|(?<![a-z])inferred"),
            _counted("judgement", "主观判断|(?<![a-z])judge?ment"),
            _counted("charts", "mermaid ?(?:图表?|流程图|charts?|diagrams?)?"),
            _counted("tables", "表格|(?<![a-z])tables"),
        )
    ),
    re.IGNORECASE,
)
_ABOUT_LABELS = re.compile(r"标注|标签|label", re.IGNORECASE)
_PART = re.compile(
    r"本(?:模块|专题|节|章|部分|阶段|Phase)|(?:this|per|each) (?:module|section|part|chapter|phase)|[≥>]",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[\[［【] ?(?:(?P<hard>硬数据|hard\b)|(?P<inferred>合理推断|inferred\b)|(?P<judgement>主观判断|judge?ment\b))",
    re.IGNORECASE,
)
_MERMAID = re.compile(r"(?:`{3,}|~{3,}) *mermaid\b", re.IGNORECASE)
_WHAT = {
    "hard": "the count of labels [hard] in the note",
    "inferred": "the count of labels [inferred] in the note",
    "judgement": "the count of labels [judgement] in the note",
    "charts": "the count of Mermaid charts in the note",
    "tables": "the count of tables in the note",
}


def counts_itself(claim: Claim) -> bool:
    """Whether a claim is a count that a note states of its own labels, charts or tables."""
    return claim.kind is Kind.MODEL and claim.expression in _WHAT.values()


def stated_counts(note: Note, shown: Printed) -> list[Claim]:
    """The counts of labels, charts and tables that a note states of itself, each once; one that it states twice may be
    of a part of it, and is left out.

    A row that names all three labels explains them: its own may be counted or not.
    """
    stated: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for line in shown.lines:
        if not any(
            mark in line.text for mark in ("ermaid", "MERMAID", "标注", "label", "Label")
        ) or _PART.search(line.text):
            continue
        found = list(_COUNTS.finditer(line.text))
        kinds = {match.lastgroup.rstrip("_") for match in found if match.lastgroup}
        if (
            kinds
            and (kinds & {"charts"} or len(kinds) > 1)
            and (kinds <= {"charts", "tables"} or _ABOUT_LABELS.search(line.text))
        ):
            for match in found:
                stated.setdefault((match.lastgroup or "").rstrip("_"), []).append((line.number, match))
    if not stated or any(len(each) > 1 for each in stated.values()):
        return []
    counts = _recounted(note, shown, [each[0][0] for each in stated.values()])
    claims = [_claim(note.path, key, *each[0], counts[key]) for key, each in stated.items()]
    return [claim for claim in claims if claim is not None]


def _claim(path: str, key: str, line: int, match: re.Match[str], count: Interval) -> Claim | None:
    group = match.lastgroup or ""
    quantity = number(match[group])
    if quantity is None or count.high == 0:
        return None
    quantity = replace(quantity, text=match[group])
    return Claim(
        place=Place(path, line, match.start(group) + 1, len(match[group])),
        kind=Kind.MODEL,
        expression=_WHAT[key],
        stated=match[group],
        value=quantity.value,
        recomputed=count.high,
        shown=as_printed(count.high, quantity).partition(".")[0],
        verdict=judged(quantity, count.high, count),
    )


def _recounted(note: Note, shown: Printed, stating: Sequence[int]) -> Mapping[str, Interval]:
    """How many there are. stating: the lines that say so, whose own words do not count."""
    every = dict.fromkeys(("hard", "inferred", "judgement"), 0)
    legends = dict(every)
    for number_, row in enumerate(_own_text(note.text, note.hidden()).split("\n"), 1):
        kinds = [match.lastgroup or "" for match in _LABEL.finditer(row)] if number_ not in stating else []
        for kind in kinds:
            every[kind] += 1
            legends[kind] += len(set(kinds)) == len(every)
    charts = sum(_MERMAID.match(note.text, span.start) is not None for span in note.scan.opaque)
    counts = {kind: Interval(every[kind] - legends[kind], every[kind]) for kind in every}
    tables = len(shown.tables)
    return {**counts, "charts": Interval(charts, charts), "tables": Interval(tables, tables)}


_NOT_LINE_END = re.compile(r"[^\n]")


def _own_text(text: str, hidden: Sequence[Span]) -> str:
    """The text with blanks for what the author did not write."""
    for start, end in hidden:
        text = text[:start] + _NOT_LINE_END.sub(" ", text[start:end]) + text[end:]
    return text
