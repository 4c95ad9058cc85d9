"""A note without anything that vaultval wrote into it."""

from vaultval.note.parts import Span
from vaultval.writeback.reading import read
from vaultval.writeback.surgery import decode, encode, without


def stripped(note: str, data: bytes) -> bytes:
    """The bytes of a note without vaultval's blocks, the blank line above each, and vv_ properties.

    A note that is not UTF-8 or has broken markers is returned as it is.
    """
    text = decode(data)
    if text is None:
        return data
    reading = read(text, note)
    if not reading.writable():
        return data
    spans = []
    for span in reading.own_spans():
        start, end = span
        while (
            end < len(text) and text[end] in "\r\n" and text[start - 1 : start] == "\n" and end - span.end < 2
        ):
            end += 1
        above = text[:start]
        start -= len(above) - len(above.rstrip("\r\n")) if end == len(text) else 0
        spans.append(Span(start, end))
    kept = without(text, spans)
    return encode(kept if kept.endswith("\n") or not kept else kept + "\n", data)
