"""A note's blocks, fast: only the lines that matter are read, and those above them that say how."""

import re

from vaultval.note.lines import BEHIND_MARK, DATE, INDENT, ITEM, LINE_END, Blocks, Walk, title
from vaultval.note.parts import Heading, Task

_BULLET = re.compile(r"[-*+] [^ \t\r\n]")
_MERE_TEXT = re.compile(r"[^ \t\r\n>\-*+#`~<$%=_0-9]")
_ENDS = frozenset("\r\n")

# What follows the marks of quotes and list items, if it is more than text.
_CONTENT = rf"""(?=[\#\[`~<$%*_0-9=-])(?:
    \#{{1,6}}{BEHIND_MARK} | \[[^\r\n]\]{BEHIND_MARK} | ``` | ~~~ | < | \$\$ | %%
    | [*_]{{0,3}}{DATE} | [-=*_][-=*_ \t]*+\r?(?=\n|\Z) )"""
_ITEMS = rf"(?:(?:{ITEM}[ \t]++)*+(?:{_CONTENT}|(?=>))|(?:{ITEM}[ \t]++)*?{ITEM}(?:\ {{5}}|\ *\t|{LINE_END}))"

# In most of the alternatives the first character decides, so that an ordinary line costs little.
_NOTABLE = re.compile(
    rf"""\n(?:
      [-+*]\ (?:
          \[([^\r\n])\][ \t]++([^\n]*+)
        | \ {{4}} | \ *\t | [ \t]*+(?=[\#\[`~<$%*_0-9=>+\r\n-]|\Z)(?:{_ITEMS}|{LINE_END}) )
    | (\#{{1,6}})(?:[ \t]++([^\n]*+)|\r?(?=\n|\Z))
    | (`{{3,}})[^`\n]*+(?=\n|\Z)
    | \r?\n(?=\ {{4}}|\ {{0,3}}\t)
    | ``` | ~~~ | < | \$\$ | %%
    | [-=*_][-=*_ \t]*+\r?(?=\n|\Z)
    | [-+*](?:\t|\r?(?=\n|\Z))
    | [*_]{{1,3}}{DATE}
    | (?=[0-9])(?:{DATE}|{_ITEMS})
    | (?=[ \t>])(?:
          [ \t>]*+{_ITEMS}
        | [ \t>]*+\r?\n(?=\ {{4}}|\ {{0,3}}\t)
        | [ \t>]*(?<=>)(?:\ {{5}}|[ \t]*\t) )
    )""",
    re.VERBOSE,
)
"""A line that says something by itself, or behind which a line may be code because of its indentation. At the
margin, tasks with a bullet, headings and fences mean the same whatever stands above; they have groups."""

_TASK, _FENCE = 2, 5


def block_starts(text: str, body_start: int = 0) -> list[int]:
    """The offsets at which the blocks of a note's body begin, ascending: no code span and no link crosses one."""
    walk = Walk(text, body_start)
    while walk.pos < len(text):
        walk.line()
    return walk.found.starts


def read_blocks(text: str, body_start: int = 0) -> Blocks:
    """The blocks of a note's body, which begins at the offset `body_start`; without `starts`."""
    walk = Walk(text, body_start)
    found = walk.found
    if body_start == 0:
        # The first line has no line end before it by which it could be found.
        walk.line()
    _follow_indented(walk)
    for match in _NOTABLE.finditer(text, max(body_start - 1, 0)):
        start = match.start() + 1
        if start < walk.pos:
            continue
        kind = match.lastindex
        if kind == _TASK:
            found.tasks.append(Task(start, match[1], match[2].rstrip(" \t\r"), match.start(2)))
            continue
        if kind is None:
            _go_to(walk, start)
            walk.line()
        elif kind == _FENCE:
            walk.restart(start)
            walk.fenced_code(0, start, match[5])
        else:
            found.headings.append(Heading(start, len(match[3]), title(match[4] or ""), match.end()))
            walk.restart(match.end() + 1)
        if not walk.open and text[walk.pos : walk.pos + 1] in INDENT:
            _follow_indented(walk)
    return found


def _follow_indented(walk: Walk) -> None:
    """Read on while a line may be code because nothing but its indentation says what it is."""
    while not walk.open and walk.text[walk.pos : walk.pos + 1] in INDENT:
        walk.line()


def _go_to(walk: Walk, start: int) -> None:
    """Take a walk to the line that begins at an offset, from the nearest line before it that begins a block
    whatever stands above. What it reads on the way has been read before.
    """
    text, line = walk.text, start
    # Above a blank line, lines of mere text matter only if they go on with a list item or quote.
    mere_text = text[start : start + 1] in _ENDS
    while line > walk.pos:
        above = text.rfind("\n", 0, line - 1) + 1
        mere_text = mere_text and (line == start or _MERE_TEXT.match(text, line) is not None)
        if text[line : line + 1] not in INDENT and (
            _BULLET.match(text, line) or not text[above:line].strip(" \t\r\n")
        ):
            walk.restart(start if mere_text and line < start else line)
            break
        line = above
    if walk.pos < start:
        found, walk.found = walk.found, Blocks([], [], [], [], [], [])
        while walk.pos < start:
            walk.line()
        walk.found = found
