"""A note whose blocks stand where they stood, and say nothing yet."""

from vaultval.writeback.reading import is_own, read
from vaultval.writeback.surgery import Edit, decode, encode, splice


def emptied(note: str, data: bytes) -> bytes:
    """The bytes of a note with its blocks empty and without vv_ properties.

    A note that is not UTF-8, or that may not be written, is returned as it is.
    """
    text = decode(data)
    if text is None:
        return data
    reading = read(text, note)
    if not reading.writable():
        return data
    edits = [Edit(entry.start, entry.end, "") for entry in reading.entries if is_own(entry)]
    for block in reading.blocks:
        edits.append(Edit(block.inner_start, block.inner_end, reading.line_end()))
        edits.append(Edit(block.sum_start, block.sum_start + len(block.sum), block.sum_of("\n")))
    return encode(splice(text, edits)[0], data)
