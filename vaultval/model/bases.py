"""What all records are made of: texts, days and references with their places, and frozen records."""

import datetime as dt
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from vaultval.place import Place
from vaultval.quantity import Quantity


class Text(NamedTuple):
    """A word or phrase that a note states."""

    value: str
    place: Place


class Day(NamedTuple):
    """A date that a note states."""

    value: dt.date
    place: Place


class Reference(NamedTuple):
    """A mention of another node by link or name. target: that node's id.

    weight: how much the link counts, above 0, where the note says so; None: not stated.
    """

    target: str
    text: str
    place: Place
    weight: Quantity | None = None


class Record(BaseModel):
    """A frozen record."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)


class NodeRecord(Record):
    """What all nodes have. id: the note's path, with #heading for a section. name: unique among its kind.

    note: path. heading: the section's heading text, "" for a whole note. end: the offset in the note's text
    where a section ends, None for a whole note.
    """

    id: str
    name: str
    note: str
    heading: str = ""
    end: int | None = None
    place: Place

    @property
    def block(self) -> str:
        """The name of its block in its note; that of a section holds the section's name."""
        kind = type(self).__name__.lower()
        word = "valuation" if kind == "company" else kind
        return f"{word}: {self.name}" if self.heading else word
