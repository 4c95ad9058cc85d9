"""Texts to what the audit reads in them, without a vault around them."""

from collections.abc import Sequence

from vaultval.audit.claims import Claim
from vaultval.audit.notes import FINDERS, Finder
from vaultval.note.printed import Printed, printed
from vaultval.note.scan import scan


def read_note(text: str) -> Printed:
    """What a note without properties prints."""
    return printed(text, scan(text), ())


def claims_of(text: str, finders: Sequence[Finder] = FINDERS) -> list[Claim]:
    """All claims of a note without properties, finder by finder."""
    shown = read_note(text)
    return [claim for finder in finders for claim in finder(shown, "Note.md")]
