"""The audit on a terminal: an overview, what is left of the findings and all claims as tables, and the overview in a line.

A table has a part for each note, under its path, as in the lists of linters: editors make links of its lines.
"""

import sys
from collections.abc import Callable, Iterator, Sequence

from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.findings import stated_again
from vaultval.audit.report import Audit
from vaultval.diagnostics import Finding
from vaultval.place import Place
from vaultval.render.audit import audit_summary
from vaultval.render.findings import cells, summary, visible
from vaultval.render.terminal.tables import console, print_line, table, terminal_width
from vaultval.render.text import shortened

Where = Callable[[Place], str]

_COMES_TO = " comes to"
_BEGIN = "\0"  # before the expression of a message, for as long as it is not cut
_WORST = 3  # wrong figures in a line each
_PIPED = 100  # characters of a line where no terminal says how many
_LONGEST = 70  # characters of an expression, before it is cut to what is left of a line
_WIDEST = 22  # characters of a column that is neither cut nor wrapped
_LEAST = 12  # characters of one that is


def print_overview(audit: Audit, notes: int, where: Where) -> None:
    """What a person wants to know: how many figures are wrong, and the worst of them, if there are more than those.

    notes: how many were read. where: a place as text.
    """
    for sentence in _sentences(audit, notes):
        print_line(sentence)
    wrong = [found for found in audit.findings if found.rule.name in ("wrong-figure", "model-differs")]
    if len(wrong) > _WORST:
        print_line("The worst:")
        for found in wrong[:_WORST]:
            equals = " = " if found.message.endswith(_COMES_TO) else ": "
            lead, end = f"  {where(found.place)}  ", equals + found.expected if found.expected else ""
            room = _width() - cells(lead) - cells(end)
            print_line(lead + _cut(_message(found), max(room, _LEAST)) + end)


def print_rest(findings: Sequence[Finding], where: Where) -> None:
    """Findings, a row for each. where: a place as text."""
    rows = [
        (found.place, [found.rule.code, _message(found), found.expected, found.hint]) for found in findings
    ]
    print_line(f"{len(rows)} more")
    _print_by_note(["Line", "Code", "What is wrong", "Comes to", "Likely cause"], rows, 2, where)


def print_claims(claims: Sequence[Claim], where: Where) -> None:
    """Every claim with its verdict, in the order of the notes. where: a place as text."""
    rows = [
        (
            claim.place,
            [
                claim.kind.replace("_", " "),
                str(claim.verdict),
                shortened(claim.expression, _LONGEST),
                claim.stated,
                claim.shown,
                shortened(claim.cause, _LONGEST),
            ],
        )
        for claim in claims
    ]
    print_line(_count(len(rows), "claim"))
    _print_by_note(["Line", "Kind", "Verdict", "Made of", "Stated", "Comes to", "Why"], rows, 3, where)


def print_end(audit: Audit, findings: Sequence[Finding], command: str) -> None:
    """How many are wrong, and how many findings there are, in a line. command: the one that shows all claims, if they are
    not shown.
    """
    found = audit_summary(audit, 0)
    told = []
    if found["wrong"]:
        are = "is" if found["wrong"] == 1 else "are"
        told.append(f"{found['wrong']} of {_count(found['checked'], 'figure')} {are} wrong.")
        if found["checked"] == 1:
            told = ["The one figure checked is wrong."]
    if findings:
        told.append(summary(findings))
    if command and (audit.claims or findings):
        told.append(f"`{command}` lists every claim{' and finding' if findings else ''}.")
    if told:
        print_line(" ".join(told))


def _sentences(audit: Audit, notes: int) -> Iterator[str]:
    found = audit_summary(audit, notes)
    told = f"{_count(notes, 'note')} read."
    if found["checked"]:
        words = {"wrong": "wrong", "right": "right", "rounding": "right within rounding"}
        counts = [
            f"{found[key] or 'none'} {word}" for key, word in words.items() if found[key] or key == "wrong"
        ]
        told += f" {_count(found['checked'], 'figure')} checked: {', '.join(counts)}."
    if found["not_checkable"]:
        told += f" {_count(found['not_checkable'], 'figure')} cannot be checked."
    elif not audit.claims:
        told += f" No figure in {'it' if notes == 1 else 'them'} says how it comes about."
    yield told
    by_chain = sum(each.rule.name == "model-differs" for each in audit.findings)
    if by_chain:
        printed = found["wrong"] - by_chain
        chain = f"{by_chain} only by the whole chain of the valuation ({_count(by_chain, 'warning')})"
        parts = f"{printed} by what they print ({_count(printed, 'error')}), {chain}" if printed else chain
        yield f"Of the {found['wrong']} wrong: {parts}." if found["wrong"] > 1 else f"Wrong: {parts}."
    again = stated_again(claim for claim in audit.claims if claim.verdict is Verdict.WRONG)
    if again:
        yield f"{again} of the wrong ones {'is' if again == 1 else 'are'} stated alike in another note, too."
    if audit.contradictions:
        yield f"{_count(len(audit.contradictions), 'fact')} told in different ways."


def _print_by_note(
    head: Sequence[str], rows: Sequence[tuple[Place, list[str]]], cut: int, where: Where
) -> None:
    """Rows under the paths of their notes, in the order in which these come first, with columns of one width in all.

    cut: the column that is cut to a line; the last one is wrapped, and the others are as wide as they are.
    """
    told: dict[str, list[list[str]]] = {}
    for place, row in rows:
        whole = where(place)
        line = f"{place.line}:{place.column}"
        told.setdefault(whole.removesuffix(f":{line}"), []).append([line, *row])
    widths = _widths(head, [row for each in told.values() for row in each], cut)
    for number, (note, each) in enumerate(told.items()):
        shown = [[*row[:cut], _cut(row[cut], widths[cut]), *row[cut + 1 :]] for row in each]
        made = table("", head, shown, len(head))
        made.title = None
        made.show_header = number == 0
        made.padding = (0, 1, 0, 0)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        print_line(visible(note))
        console().print(made)


def _widths(head: Sequence[str], rows: Sequence[Sequence[str]], cut: int) -> list[int]:
    """How wide each column is: what is left of a line goes to the one that is cut and the last one, as they need it."""
    widths = [max(map(cells, column)) for column in zip(head, *rows, strict=True)]
    bent = (cut, len(head) - 1)
    kept = [width if at in bent else min(width, _WIDEST) for at, width in enumerate(widths)]
    frame = 2 * len(head)  # a blank before a column, and one behind it
    room = _width() - frame - sum(width for at, width in enumerate(kept) if at not in bent)
    for at, share in ((bent[1], 0.45), (bent[0], 1.0)):
        kept[at] = max(min(widths[at], int(room * share)), _LEAST)
        room -= kept[at]
    return kept


def _message(found: Finding) -> str:
    """The message of a finding, of a wrong figure with its expression alone: "5 is 25% above 2 × 2", cut in there."""
    said, what, expression = found.message.partition(" what ")
    if what and expression.endswith(_COMES_TO):
        return f"{said} {_BEGIN}{expression.removesuffix(_COMES_TO)}"
    return found.message


def _cut(text: str, room: int) -> str:
    """A text of so many cells of a terminal at most, without its middle; if it has an expression, without that one's."""
    said, begin, expression = text.rpartition(_BEGIN)
    said = visible(" ".join(said.split())) + (" " if begin else "")
    return said + _without_middle(visible(" ".join(expression.split())), max(room - cells(said), 0))


def _without_middle(text: str, room: int) -> str:
    if cells(text) <= room:
        return text
    first, last = "", ""
    for mark in text:
        if cells(first + mark) > room // 2:
            break
        first += mark
    for mark in reversed(text):
        if cells(first + last + mark) > room - 1:
            break
        last = mark + last
    return f"{first}…{last}"


def _width() -> int:
    """How many characters a line is to hold."""
    return terminal_width() if sys.stdout.isatty() else _PIPED


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
