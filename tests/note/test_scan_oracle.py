"""The scanner and markdown-it-py see the same code, HTML, headings, list items and tasks.

Where they may differ is said in two places: `commonmark.markdown_it_errs`, and the last tests here, for what Obsidian
reads and CommonMark does not.
"""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from tests.note.commonmark import Facts, by_markdown_it, by_scan, markdown_it_errs
from tests.note.texts import PLAIN_NOTES
from vaultval.note import frontmatter

ROOT = Path(__file__).resolve().parents[2]

NOTES = {
    "prose": """\
# Quarter

The `fee` rose by ``a ` b`` and \\`not code\\` this year.
A `span over
two lines` ends here. One ` alone.

Second heading
--------------

Third
=====
""",
    "lists": """\
- a
  continues
    - [ ] nested
        - [x] deeper

          paragraph of the deeper one
    - `code`
1. [ ] one
2. two
   ```py
   # no heading
   - [ ] no task
   ```
3) [-] other list
* * *
+ [ ] plus

  - [ ] in a loose list

      indented code in the item
- - [x] twice
-
  [ ] begins on the next line
""",
    "quotes": """\
> # Quoted heading
> - [ ] quoted task
>   > nested `span`
>   > ~~~
>   > code
>   ~~~
> lazy
continuation
>
>     code
>> - [x] deep
>     and lazy text
""",
    "code": """\
    at the top

text
    not code

    code

    code goes on
text

```
~~~
# no
``` info behind, so not closed
```

~~~~ py
~~~
~~~~
\tcode by a tab

- \ttab in an item
-      spaces in an item
""",
    "html": """\
<div>
# no heading

# heading

<!-- comment
- [ ] no task

--> # no
# yes

<b>inline</b> `a`

<pre>
- [ ] no

</pre>
- [ ] yes
text
<custom-tag>
# yes
""",
    "breaks": """\
a
***
b
- - -
c
---
___
- x
---
- [ ] y
# h #
## h \\#
####### no
#no
""",
    "tabs": """\
-\t[ ] a
\t- [ ] b
\t\t- [x] c
>\t- [ ] d
 \t text
1.\t[ ] e

\tin the item

\t\tcode in the item
""",
    "unclosed": """\
- [ ] a
- ```
  # no

- [ ] b

> ~~~
> # no

`a

# b`

~~~
# no
""",
}


SMALL = [
    # Fences in lists and quotes, and the indentation that ends them.
    "- ```\n  a\n  ```\nb", "- ```\n a\n  ```", "- ```\n\n  a\n\n\n  ```", "> ```\n> a\nb", "> ```\na\n```",
    "1. a\n   ```\n   # b\n   ```\n   # c", "- > ```\n  > a\n  b", "> - ```\n>   a\n> b", "> - ```\n>   a\n>\n>   b\n>   ```",
    "   ```\n  a\n    ```\n   ```", "    ```\na\n", "```\n    ```\n```", "````\n```\n`````", "~~~\n```\n~~~", "``` a ```\nb",
    "~~~ a ~~~\nb\n~~~", "```\n\n\n", "```", "- ```", "> ~~~", "- a\n    ```\n    b\n    ```", "10. ```\n    a\n    ```\n   b",
    "```\n- a\n```\n- b", "a\n```\nb\n```\nc", "- a\n\n  ```\n  b\n  ```\n\n  c", "`````py a b\n`````", "``\na\n``",
    # Indented code: where it may begin, what goes on with it, and what is text all the same.
    "    a", "a\n    b", "a\n\n    b\n\n\n    c\nd", "# a\n    b", "***\n    b", "```\n```\n    b", "> a\n    b", ">     a\n>     b\n> c",
    ">\n    a", "-     a", "-      a\n\n       b", "- a\n\n      b", "- a\n\n     b", "-\n      a", "- \n\n      a", "1.      a", "10.     a",
    "<!-- a -->\n    b", "<div>\n    b\n\n    c", "a\n---\n    b", "    - a\n    - b", "- a\n      b", "- a\n        - b", "    # a\n# b",
    "> - a\n>\n>       b", "- - -     a", "-     - a", "    \n    a\n    \n", "  \n    a", "- # a\n      b", "> # a\n    b",
    # Tabs.
    "\ta", "  \ta", "-\ta", "-\t\ta", "- \ta", "-\ta\n\n\tb", "-\ta\n\n\t\tb", ">\ta", ">\t\ta", "> \ta", "1.\ta\n\tb", "#\ta", "-\t\n\ta",
    " -\ta\n\n\t  b", "- a\n\t- b\n\t\t- c", "- a\n  \t- b", "\t- a", "a\n\t- b", "***\t\n", "---\ta", "a\n===\t", "```\n\t```\n```",
    # Underlines.
    "a\n=", "a\n-", "a\n--", "a\n   ---", "a\n    ---", "a\nb\n===", "a\n\n===", "===", "# a\n===", "- a\n---", "- a\n  ---", "> a\n---",
    "> a\n> ---", "> a\nb\n---", "> a\nb\n===", "a\n= =", "a\n--- -", "    a\n---", "```\n```\n---", "a\\\n---", "`a\n---\nb`", "<b>\n---",
    "[r]: a\n---", "[r]: a\n===\n[r]", "[r]: a 'b\nc'\nd\n===", "[r]: a\n[s]: b\nc\nd\n---", "- a\nb\n  ---", "a\n- b\n---",
    # HTML: each of its seven kinds, what ends them, what they may interrupt.
    "<div", "<div\n# a", "<div\n>", "<t\n>", "<div>a\n\n# b", "</p>\na\n\nb", "a\n<div>\nb", "a\n<b>\nb", "<b>\na\n\nb", "<b> a\n# b", "<b\tc='d'>",
    "<pre>\n\n# a\n</pre>\n# b", "<script>a</script> b\n# c", "<style\n\na</style>", "<textarea>\n\n`a`\n", "<!-- a\n\n# b -->c\n# d", "<!--> a\n# b",
    "<!-->\n# b", "<?a\n\n# b\n?>\n# c", "<!A\n\n# b>\n# c", "<![CDATA[\n\n# a\n]]>\n# b", "<a href='`'>`", "a <b c='`'> `d`", "a <!-- ` --> `b`",
    "a <? ` ?> `b`", "a <!X ` > `b`", "a <![CDATA[ ` ]]> `b`", "- <div>\n  a\n\n  b", "> <div>\na", "> <div>\n> a\n\nb", "-\t<pre>\n\n\ta", "<\u017fcript>\n\na",
    # Text that goes on without the marks of its quote or item.
    "> a\nb", "> a\n- b", "> a\n# b", "> a\n2. b", "> a\n***", "- a\nb\n- c", "- a\n\nb", "> - a\nb", "> - a\n> b", "> > a\nb\n> c", "> > a\n> b\n# c",
    "1. > a\nb", "> a\n\n    b", "> a\n<div>", "> a\n<b>", "> a\n```\nb", "- a\n > b", "> 1. a\nb\n> 2. c", "- - a\nb\n\n  c", ">a\n>>b\n>c\nd",
    # Items: what begins one, and what interrupts a paragraph.
    "-", "-\n-\n", "- \n  a", "-\n\n  a", "a\n-", "a\n*", "a\n1.", "a\n1. b", "a\n2. b", "1. a\n2. b\n1) c", "- a\n * b\n  + c", "-a", "1.a", "1234567890. a",
    "003. a", "- - - a", "* a *", "* * *", "- * * *", "+ - 1. a", "- 1. a\n  2. b", "- a\n - b\n  - c\n   - d\n    - e", "1. a\n  - b\n   - c", "\\- a", "- [x] a\n  - [ ] b",
    "- [ ]", "- [ ]\ta", "- [x]a", "-  [ ] a", "-     [ ] a", "- > [ ] a", "- # [ ] a", "- [ ] # a",
    # Code spans: runs of one length, escapes, and what begins before them.
    "`a", "`` a`", "`a``b`", "```a``` b", "\\`a`", "`\\`a`", "a `b\nc` d", "a `b\n\nc`", "a `b\n# c`", "- a `b\n- c`", "> a `b\n> c`", "> a `b\nc`", "a `b\n    c`",
    "[a](`b`) `c`", "[`a`](b`c) `d`", "[a](<`>) `b`", "[r]: `a\n`b`", "![a](b '`') `c`", "<http://a.b/`> `c`", "<a@b.c> `d`", "*a `b* c`", "`<b>`", "<b `c`", "`` ` ``", "` `` `",
]  # fmt: skip
"""What is easily read wrong."""


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_both_readers_see_the_same(name, newline):
    text = NOTES[name].replace("\n", newline)
    assert by_scan(text) == by_markdown_it(text)


@pytest.mark.parametrize("text", SMALL)
def test_both_readers_see_the_same_in_small_texts(text):
    for form in (text, text + "\n", f"a\n\n{text}\n\nb", text.replace("\n", "\r\n")):
        assert by_scan(form) == by_markdown_it(form)


@pytest.mark.parametrize("folder", ["sample_vault", "docs", "tests/findings"])
def test_both_readers_see_the_same_in_the_notes_of_this_project(folder):
    paths = sorted((ROOT / folder).rglob("*.md"))
    assert paths
    for path in paths:
        text = path.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        properties, _ = frontmatter.read(text, path.name)
        body = text[properties.end :] if properties else text
        # Without the marks that only Obsidian knows.
        for mark, plain in (("[[", "(("), ("]]", "))"), ("$", "S"), ("%%", "pp")):
            body = body.replace(mark, plain)
        assert by_scan(body) == by_markdown_it(body), path


@settings(max_examples=600, deadline=None)
@given(PLAIN_NOTES)
def test_both_readers_see_the_same_in_any_text(text):
    assume(not markdown_it_errs(text))
    assert by_scan(text) == by_markdown_it(text)


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        # A comment is a block; its list items and headings do not count.
        ("%%\n- [ ] a\n# b\n%%", {"headings", "items", "tasks"}),
        # So is math, and nothing in it counts.
        ("$$\n- [ ] a\n# b\n`c`\n$$", {"blocks", "headings", "items", "tasks", "spans"}),
        ("$a `b$ c`", {"spans"}),
        # What begins first counts, be it a wikilink or code.
        ("[[a `b]] c`", {"spans"}),
        # A row of a table is a text of its own.
        ("a\n| `b\n| c`", {"spans"}),
        # A footnote holds text of its own, which nothing underlines.
        ("[^1]: two words\n---", {"headings"}),
    ],
)
def test_what_obsidian_reads_otherwise_than_commonmark(text, differs):
    scanned, other = by_scan(text), by_markdown_it(text)
    assert {name for name in Facts._fields if getattr(scanned, name) != getattr(other, name)} == differs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # An indented line that lazily goes on with a nested paragraph is text.
        (">> a\n    # b", Facts([], [], [], [], [])),
        ("789. a\n\t```", Facts([], [], [1], [], [])),
        # A > that is indented by four columns is code, or lazy text.
        ("> a\n\n\t> b", Facts([(3, 3)], [], [], [], [])),
        (">\n    > b", Facts([(2, 2)], [], [], [], [])),
        # In nested quotes, too, a tab leads to a multiple of four columns of the line.
        (">>- \ta", Facts([(1, 1)], [], [1], [], [])),
        # A definition is a paragraph until something else ends it.
        ("[r]: a\n    b", Facts([], [], [], [], [])),
        ("[r]: a\n2. b", Facts([], [], [], [], [])),
        ("[r]: a\n<b>", Facts([], [], [], [], [])),
    ],
)
def test_where_markdown_it_errs_the_scanner_follows_commonmark(text, expected):
    assert markdown_it_errs(text) or by_markdown_it(text) == expected
    assert by_scan(text) == expected
