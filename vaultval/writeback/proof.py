"""The last look before a note is written: the change is shown to touch nothing but vaultval's own text."""

from vaultval.errors import VaultvalError
from vaultval.note.parts import Span
from vaultval.writeback.reading import Reading, read
from vaultval.writeback.surgery import BOM, NoteChange, decode, without


class UnprovenChangeError(VaultvalError):
    """A change that cannot be shown to be harmless. Never expected: it guards against a fault of vaultval."""

    exit_code = 3

    def __init__(self, note: str, reason: str) -> None:
        super().__init__(f"{note} was not written: {reason}. This is a fault of vaultval; please report it.")


def prove(change: NoteChange) -> None:
    """Show that a change damages nothing.

    Every byte outside of vaultval's own blocks and `vv_` lines stays, in order; the user's properties have the same
    values; all blocks are intact; and links, tags, headings, tasks and fields outside of blocks are what they were.
    Raises UnprovenChangeError if any of this does not hold.
    """

    def require(holds: bool, reason: str) -> None:
        if not holds:
            raise UnprovenChangeError(change.note, reason)

    old, new = decode(change.before), decode(change.after)
    if old is None or new is None:
        raise UnprovenChangeError(change.note, "it is not UTF-8")
    require(change.before.startswith(BOM) == change.after.startswith(BOM), "its byte order mark would change")
    before, after = read(old, change.note), read(new, change.note)
    require(before.writable(), "its properties or markers were broken")
    require(after.writable(), "its properties or markers would be broken")
    require(
        _only_own(change.inserted, before, after),
        "something other than a block or a vv_ line would be put in",
    )
    kept = without(new, (*after.own_spans(), *change.inserted))
    require(without(old, before.own_spans()) == kept, "text that is not vaultval's would change")
    require(before.foreign_properties() == after.foreign_properties(), "a property would change")
    written = [block for block in after.blocks if block.name in change.blocks]
    require(all(block.intact for block in written), "a block would not be whole")
    require({block.name for block in written} == set(change.blocks), "a block would be missing")
    parts = after.foreign_parts()
    for kind, found in before.foreign_parts().items():
        require(found == parts[kind], f"its {kind} would change")


def _only_own(inserted: tuple[Span, ...], before: Reading, after: Reading) -> bool:
    """Whether what is inserted is own blocks and lines, line ends around them, and the fences of new properties."""
    own = after.own_spans()
    for span in inserted:
        inside = [
            Span(max(own_.start, span.start), min(own_.end, span.end)) for own_ in own if _meet(own_, span)
        ]
        rest = without(after.text[: span.end], (Span(0, span.start), *inside)).replace("\r\n", "\n")
        new_fences = before.properties is None and span.start == 0 and rest.startswith("---\n---\n")
        if (rest.removeprefix("---\n---\n") if new_fences else rest).strip("\n"):
            return False
    return True


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
