"""What a note's author wrote: the note without what vaultval put in."""

from vaultval.writeback.reading import read
from vaultval.writeback.surgery import decode, without


def author_lines(note: str, data: bytes) -> list[str]:
    """The lines of a note that say anything, without vaultval's blocks and vv_ properties; none if it is not UTF-8."""
    text = decode(data)
    if text is None:
        return []
    lines = without(text, read(text, note).own_spans()).split("\n")
    return [line.rstrip() for line in lines if line.strip()]
