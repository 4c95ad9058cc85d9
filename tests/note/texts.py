"""Texts that hypothesis makes: of Markdown's and Obsidian's own fragments, and of anything at all."""

import re

from hypothesis import strategies as st

OPENINGS = (
    "", "", " ", "   ", "    ", "\t", " \t", "> ", ">", ">> ", ">\t", "- ", "* ", "1. ", "2) ", "10. ", "-   ", "-\t", "-     ",
)  # fmt: skip
_COMMONMARK = (
    "text", "two words", "", "# H", "## H ##", "##", "# a \\#", "#\tH", "####### H", "#tag", "```", "```py", "````", "~~~",
    "~~~~ a`b", "``` a`b", "item", "[x] done", "- [ ]", "[ ]", "---", "===", "=", "--", "***", "- - -", "_ _ _", "-", "*", "2.",
    "`a`", "``b ` c``", "`", "``", "a `b", "c` d", "\\`x`", "\\\\`x`", "foo\\", "<div>", "</div>", "<div", "<DIV class='a'>",
    "<!-- c -->", "<!--", "-->", "-->`c`", "<!-->", "<b>", "</b>", "<custom-tag>", "<custom-tag> x", "<a href='`'>`", "<a", "b>",
    "<pre>", "</pre> x", "<style>a</style>", "<?x", "?>", "<!X", "<![CDATA[", "]]>", "<br/>", "<http://x.y/`>`", "<x@y.z>",
    "[r]: n.md", "[r]: `n", "[r]", "[t](n`.md) x`", "![a](`b`)", "123456789. x", "1234567890. x", "2026-1-2", "    x",
    "a\tb", "\tx", "text  ", "&lt;", "é😀", "宏观",
)  # fmt: skip
_OBSIDIAN = (
    "$$", "$$ x", "x $$", "$x$", "$5 and $6", "%%", "%% c %%", "a %% b", "| a | b |", "|---|", "|", "[[L]]", "[[L#h|d]] #t",
    "![[E]]", "[k:: v]", "k:: v", "(k:: [[v]])", "text ^id", "[t](n.md) #x", "[[a `b]] c`", "2026/01/02 x", "2026年1月2日",
    "\u2028", "\x0c", "\u00a0", "\udc80", "[a", "b](c)", "\\", "[!tip] T", "[!note]-", "[^1]", "[^1]: x", "^[in]", "a [^b] c",
    "- [ ] a 📅 2026-01-02", "==h== ~~s~~",
)  # fmt: skip


def _notes(contents: tuple[str, ...]) -> st.SearchStrategy[str]:
    content = st.sampled_from(contents)
    line = st.tuples(st.lists(st.sampled_from(OPENINGS), max_size=3).map("".join), content, st.booleans())
    return st.lists(line, max_size=10).map(_joined)


def _joined(drawn: list[tuple[str, str, bool]]) -> str:
    """Lines of an opening and a content; those that are to go on are indented like the content of the line above."""
    lines: list[str] = []
    for opening, content, goes_on in drawn:
        before = _OPENING.match(lines[-1])[0] if lines and goes_on else opening
        lines.append((re.sub(r"[^\s>]", " ", before) if goes_on else before) + content)
    return "\n".join(lines)


_OPENING = re.compile(r"[ \t>]*(?:(?:[-+*]|[0-9]+[.)])[ \t]+)?")

PLAIN_NOTES = _notes(_COMMONMARK)
"""Notes without anything that Obsidian reads and CommonMark does not."""

NOTES = _notes(_COMMONMARK + _OBSIDIAN)

ANY_TEXT = (
    st.text(st.characters(codec=None), max_size=200)
    | st.text("`$%<>[]()#-*_~|:!^\\ \t\n\r2026x", max_size=80)
    | st.text("ab #[]|📅🔁✅😀\udc80\x00\u2028\u00a0\t\n\r-:>^%`", max_size=60)
)
"""Anything, lone surrogates and controls too."""
