"""One list item or paragraph: its fields, its date, and what it says without them."""

import re
from datetime import date

from vaultval.diagnostics import Finding
from vaultval.model.attributes import read_day
from vaultval.model.bases import Day
from vaultval.model.item_dates import IN_PARENTHESES, OPENING, not_read, stated_date, unread_date
from vaultval.model.labels import label_spans
from vaultval.model.nodes import Page
from vaultval.note.parts import Field
from vaultval.note.structure import Item
from vaultval.place import Place
from vaultval.vocabulary import Vocabulary

ITEM_KEYS = (
    "supports",
    "contradicts",
    "date",
    "source",
    "origin",
    "expires",
    "superseded_by",
    "reliability",
)
COMMENT = re.compile(r"%%[^%]*+(?:%(?!%)[^%]*+)*+%%|<!--[^-]*+(?:-(?!->)[^-]*+)*+-->")
_INLINE_FIELD = re.compile(
    r"[\[(（][^\[\]()（）:：]+::\s*(?:\[\[[^\[\]]*\]\]|\[[^\[\]]*\]\([^()\s]*\)|[^\[\]()（）])*[\])）]"
)
_LAST_LINKS = re.compile(r"(?<=\S)(?:\s*!?\[\[[^\[\]]*\]\])+\s*$")
_DAILY = re.compile(r"(\d{4}-\d{2}-\d{2})")


def item_fields(page: Page, item: Item, vocabulary: Vocabulary) -> dict[str, Field]:
    """The inline fields on the item's lines, by what their keys mean; the first of each."""
    fields: dict[str, Field] = {}
    for field in page.fields(item.passage.line, item.end):
        key = vocabulary.meaning("attribute", field.key)
        if key in ITEM_KEYS:
            fields.setdefault(key, field)
    return fields


def read_date(page: Page, item: Item, fields: dict[str, Field]) -> tuple[date | None, list[Finding]]:
    """The item's date: its own, or else the note's, or else the daily note's name."""
    if "date" in fields and fields["date"].value:
        return field_day(page, fields["date"])
    content = item.passage.content
    if stated := stated_date(content):
        place = item.passage.place(page.note.path, stated.start, len(stated.text))
        return day_value(*read_day(stated.text, place))
    day, findings = _of_note(page)
    unread = None if day or findings else unread_date(content)
    if unread:
        place = item.passage.place(page.note.path, unread.start, len(unread.text))
        findings = [not_read(unread, place)]
    return day, findings


def _of_note(page: Page) -> tuple[date | None, list[Finding]]:
    """The date of an item that states none: that of its note."""
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


def is_day(path: str) -> bool:
    """Whether a path or the target of a link is a day: a daily note, if it is there."""
    return _DAILY.fullmatch(path.rpartition("/")[2].removesuffix(".md")) is not None


def plain_text(content: str, vocabulary: Vocabulary) -> str:
    """What an item says, without its labels, fields, dates, comments, block id and link brackets, on one line."""
    text = COMMENT.sub("", content) if "%%" in content or "<!--" in content else content
    text = re.sub(r"\s\^[A-Za-z0-9-]+\s*$", "", text)
    text = _INLINE_FIELD.sub("", IN_PARENTHESES.sub("", text))
    labels = list(label_spans(text, vocabulary))
    if labels:  # the links behind the last one are sources, those before it words of the sentence
        text = text[: labels[-1].end] + _LAST_LINKS.sub("", text[labels[-1].end - 1 :])[1:]
    for span in reversed(labels):
        text = text[: span.start] + text[span.end :]
    opening = OPENING.match(text)
    if opening and not opening[0][-1:].isalnum():  # 2026-07-01是… would not be a sentence without it
        text = text[opening.end() :]
    text = re.sub(r"!?\[\[([^\[\]|]*\|)?([^\[\]|]*)\]\]", lambda m: m[2], text)
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text)
    return " ".join(text.replace("**", "").replace("==", "").replace("`", "").split()).strip(" ,，;；")
