"""One list item or paragraph: its fields, its date, and what it says without them."""

import re
from datetime import date

from vaultval.diagnostics import Finding
from vaultval.model.attributes import read_day
from vaultval.model.bases import Day
from vaultval.model.labels import label_spans
from vaultval.model.nodes import Page
from vaultval.note.parts import Field
from vaultval.note.structure import Item
from vaultval.place import Place
from vaultval.vocabulary import Vocabulary

_ITEM_KEYS = (
    "supports",
    "contradicts",
    "date",
    "source",
    "origin",
    "expires",
    "superseded_by",
    "reliability",
)
_IN_PARENTHESES = re.compile(r"[(（]\s*(\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2})\s*[)）]")
_OPENING = re.compile(
    r"^(?:\[.\]\s+)?(?:\*\*)?(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)(?:\*\*)?\s*[,，:：]?\s*"
)
_COMMENT = re.compile(r"%%[^%]*+(?:%(?!%)[^%]*+)*+%%|<!--[^-]*+(?:-(?!->)[^-]*+)*+-->")
_INLINE_FIELD = re.compile(r"[\[(（][^\[\]()（）:：]+::\s*(?:\[\[[^\[\]]*\]\]|[^\[\]()（）])*[\])）]")
_LAST_LINKS = re.compile(r"(?<=\S)(?:\s*!?\[\[[^\[\]]*\]\])+\s*$")
_DAILY = re.compile(r"(\d{4}-\d{2}-\d{2})")


def item_fields(page: Page, item: Item, vocabulary: Vocabulary) -> dict[str, Field]:
    """The inline fields on the item's lines, by what their keys mean; the first of each."""
    fields: dict[str, Field] = {}
    for field in page.fields(item.passage.line, item.end):
        key = vocabulary.meaning("attribute", field.key)
        if key in _ITEM_KEYS:
            fields.setdefault(key, field)
    return fields


def read_date(page: Page, item: Item, fields: dict[str, Field]) -> tuple[date | None, list[Finding]]:
    """The item's date: its own, or else the note's, or else the daily note's name."""
    if "date" in fields and fields["date"].value:
        return field_day(page, fields["date"])
    content = item.passage.content
    for match in (_IN_PARENTHESES.search(content), _OPENING.match(content)):
        if match:
            return day_value(
                *read_day(match[1], item.passage.place(page.note.path, match.start(1), len(match[1])))
            )
    stated = (
        page.nodes[0].statements.get("date")
        if page.nodes and not page.nodes[0].section
        else page.loose.get("date")
    )
    if stated and stated.text:
        return day_value(*read_day(*stated.parts[0]))
    return daily_date(page)


def field_day(page: Page, field: Field | None) -> tuple[date | None, list[Finding]]:
    """The date that a field states, if there is the field."""
    if field is None or not field.value:
        return None, []
    return day_value(*read_day(field.value, page.note.place(field.value_start, len(field.value))))


def day_value(day: Day | None, findings: list[Finding]) -> tuple[date | None, list[Finding]]:
    """A date that was read, without its place, and what was wrong with it."""
    return (day.value if day else None), findings


def daily_date(page: Page) -> tuple[date | None, list[Finding]]:
    """The day of a daily note, by its name."""
    daily = _DAILY.search(page.note.name)
    return day_value(*read_day(daily[1], Place(page.note.path))) if daily else (None, [])


def plain_text(content: str, vocabulary: Vocabulary) -> str:
    """What an item says, without its labels, fields, dates, comments, block id and link brackets, on one line."""
    text = _COMMENT.sub("", content) if "%%" in content or "<!--" in content else content
    text = re.sub(r"\s\^[A-Za-z0-9-]+\s*$", "", text)
    text = _INLINE_FIELD.sub("", _IN_PARENTHESES.sub("", text))
    labels = list(label_spans(text, vocabulary))
    if labels:  # the links behind the last one are sources, those before it words of the sentence
        text = text[: labels[-1].end] + _LAST_LINKS.sub("", text[labels[-1].end - 1 :])[1:]
    for span in reversed(labels):
        text = text[: span.start] + text[span.end :]
    opening = _OPENING.match(text)
    if opening and not opening[0][-1:].isalnum():  # 2026-07-01是… would not be a sentence without it
        text = text[opening.end() :]
    text = re.sub(r"!?\[\[([^\[\]|]*\|)?([^\[\]|]*)\]\]", lambda m: m[2], text)
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text)
    return " ".join(text.replace("**", "").replace("==", "").replace("`", "").split()).strip(" ,，;；")
