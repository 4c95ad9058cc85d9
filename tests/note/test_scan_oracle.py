"""The scanner and markdown-it-py see the same code, HTML, headings and list items."""

import re

import pytest
from markdown_it import MarkdownIt

from vaultval.note.scan import scan
from vaultval.place import Lines

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


def blocks_by_markdown_it(text):
    tokens = MarkdownIt("commonmark").parse(text)
    opaque, headings, tasks, spans = set(), [], [], []
    for number, token in enumerate(tokens):
        if token.type in ("fence", "code_block", "html_block"):
            opaque.add(token.map[0] + 1)
        elif token.type == "heading_open":
            title = " ".join(line.strip() for line in tokens[number + 1].content.split("\n"))
            headings.append((token.map[0] + 1, int(token.tag[1]), title))
        elif token.type == "inline":
            in_item = [before.type for before in tokens[number - 2 : number]] == [
                "list_item_open",
                "paragraph_open",
            ]
            box = re.match(r"\[(.)\](?:\s|$)", token.content)
            if in_item and box and text.split("\n")[token.map[0]].strip(" \t>")[:1] in "-+*0123456789":
                tasks.append((token.map[0] + 1, box[1]))
            spans += [child.content.strip() for child in token.children if child.type == "code_inline"]
    return opaque, headings, tasks, spans


def blocks_by_scan(text):
    found, lines = scan(text), Lines(text)

    def line(offset):
        return lines.line_column(offset)[0]

    sources = [(span.start, text[span.start : span.end]) for span in found.opaque]
    inline = [source for _, source in sources if re.fullmatch(r"`(?!``).*`|</?[a-z-]+>", source, re.DOTALL)]
    return (
        {line(start) for start, source in sources if source not in inline},
        [(line(heading.start), heading.level, heading.text) for heading in found.headings],
        [(line(task.start), task.status) for task in found.tasks],
        [" ".join(source.strip("`").split()) for source in inline if source.startswith("`")],
    )


@pytest.mark.parametrize("name", NOTES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_both_readers_see_the_same(name, newline):
    opaque, headings, tasks, spans = blocks_by_markdown_it(NOTES[name])
    assert blocks_by_scan(NOTES[name].replace("\n", newline)) == (
        opaque,
        headings,
        tasks,
        [" ".join(span.split()) for span in spans],
    )
