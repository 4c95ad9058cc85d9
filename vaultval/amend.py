"""What goes into notes where the user says so: links around mentions, and fields behind items that wait."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby

from vaultval.config import Linking
from vaultval.diagnostics import Finding, finding, in_order
from vaultval.linking.adopt import Adoption, claim_at, field_offset, field_text, item_at, without_item
from vaultval.linking.inbox import Waiting, read_inbox
from vaultval.linking.likely import Likely
from vaultval.linking.mentions import Finder, Mention, unlinked_mentions
from vaultval.linking.names import Name, collect_names
from vaultval.model.build import build_model
from vaultval.model.compare import states_the_same
from vaultval.model.nodes import takes_part
from vaultval.pipeline import Read
from vaultval.place import Place
from vaultval.vault.template_folder import template_folder
from vaultval.vault.vault import Hold, read_note
from vaultval.writeback.insertions import Insertion, plan_insertions
from vaultval.writeback.surgery import NoteChange


def known_names(read: Read, settings: Linking) -> Mapping[str, tuple[Name, ...]]:
    """Every name of a note or node that counts as one, by its key in lower case; not those of templates."""
    names = collect_names(read.vault, read.model, settings, read.config.vocabulary)
    templates = f"{template_folder(read.vault.root).path}/"
    kept = {
        key: tuple(name for name in same if not name.target.path.startswith(templates))
        for key, same in names.items()
    }
    return {key: same for key, same in kept.items() if same}


def find_mentions(
    read: Read,
    names: Mapping[str, tuple[Name, ...]],
    *,
    first: bool = False,
    notes: Collection[str] | None = None,
) -> list[Mention]:
    """Every mention in the notes of a name that is not linked there. The vault must be held with its texts.

    first: of each target only the first mention in a note, and none in a note that links it. notes: only in these.
    In a piece of evidence only what it is about is looked for: any other link would be a source of it.
    """
    finder = Finder(names)
    evidence: dict[str, set[int]] = defaultdict(set)
    for narrative in read.model.narratives:
        for item in narrative.evidence:
            evidence[item.place.note].update(range(item.place.line, item.place.line + item.lines))
    vault, vocabulary = read.vault, read.config.vocabulary
    templates = f"{template_folder(vault.root).path}/"
    return [
        mention
        for path in sorted(vault.notes if notes is None else notes)
        if not path.startswith(templates)
        for mention in unlinked_mentions(
            vault, vault.notes[path], finder, vocabulary, first=first, evidence=evidence.get(path, ())
        )
    ]


def plan_links(read: Read, mentions: Iterable[Mention]) -> tuple[list[NoteChange], list[Finding]]:
    """The notes that would change if mentions became links, each change proven harmless; ambiguous ones stay.

    A link is left out, with a finding, if anything else in its note, or what the notes state for a valuation, would
    not be the same with it.
    """
    pieces = {
        path: [Insertion(m.start, m.link[: -len(m.text) - 2], m.end, "]]") for m in found if m.link]
        for path, found in groupby(mentions, key=lambda mention: mention.note)
    }
    notes = read.vault.notes
    planned = {path: plan_insertions(path, notes[path].data, links) for path, links in pieces.items()}
    after = {path: change.after for path, (change, _) in planned.items() if change}
    for path in _notes_at_fault(read, after):
        planned[path] = plan_insertions(path, notes[path].data, pieces[path], partial(_harm, read, path))
    changes = [change for change, _ in planned.values() if change]
    return changes, in_order(found for _, findings in planned.values() for found in findings)


def _notes_at_fault(read: Read, after: Mapping[str, bytes]) -> list[str]:
    """The notes whose new bytes make the model state something else; halved, for one model takes all of them."""
    if not after or _states_the_same(read, after):
        return []
    if len(after) == 1:
        return list(after)
    paths = list(after)
    halves = (paths[: len(paths) // 2], paths[len(paths) // 2 :])
    return [path for half in halves for path in _notes_at_fault(read, {each: after[each] for each in half})]


def _harm(read: Read, note: str, data: bytes) -> str:
    """What is wrong with new bytes of a note if something else is stated then."""
    return (
        ""
        if _states_the_same(read, {note: data})
        else "a company, option or narrative would state something else"
    )


def _states_the_same(read: Read, data: Mapping[str, bytes]) -> bool:
    """Whether the model is the same if some notes have other bytes."""
    test = takes_part(read.config.vocabulary)
    new = {path: read_note(path, after, test, Hold.TEXT)[0] for path, after in data.items()}
    old = read.vault.notes
    if not any(note.takes_part or old[path].takes_part for path, note in new.items()):
        return True
    changed = replace(read.vault, notes={**old, **new})
    return states_the_same(read.model, build_model(changed, read.config.vocabulary)[0])


def find_waiting(read: Read) -> list[Waiting]:
    """What no narrative claims, newest first. The vault must be held with its texts."""
    templates = template_folder(read.vault.root).path
    return read_inbox(read.vault, read.model, read.config.vocabulary, templates)


def compare_narratives(read: Read) -> Likely:
    """The narratives, ready to be compared with what waits. The vault must be held with its texts."""
    return Likely(read.vault, read.model, read.config.link, read.config.vocabulary)


def plan_adoption(
    read: Read, path: str, line: int, adoption: Adoption
) -> tuple[NoteChange | None, list[Finding]]:
    """The change that gives the item on a line of a note to a narrative, proven harmless; None, with a finding, if
    there is none.

    The item must then speak for or against that narrative and no other, and all else state what it stated.
    """
    note = read.vault.notes[path]
    item = item_at(note, line, read.config.vocabulary)
    text = field_text(read.vault, adoption, path, read.config.language)
    if item is None or text is None:
        reason = "no link leads there alone" if item else "it is a further paragraph of a list item"
        message = f"the item cannot be given to {adoption.narrative.name!r}: {reason}"
        return None, [finding("link-not-added", Place(path, line), message)]
    field = Insertion(field_offset(note, item), text)
    change, findings = plan_insertions(
        path, note.data, [field], partial(_harm_of_adoption, read, path, line, adoption)
    )
    if change is None and not findings:
        reason = "it has `vaultval: off`" if note.sound else "it is not UTF-8"
        findings = [finding("cannot-write", Place(path), f"the note was left alone: {reason}")]
    return change, findings


def _harm_of_adoption(read: Read, path: str, line: int, adoption: Adoption, data: bytes) -> str:
    """What is wrong with new bytes of a note in which an item is to be adopted."""
    vocabulary = read.config.vocabulary
    note, _ = read_note(path, data, takes_part(vocabulary), Hold.TEXT)
    changed = replace(read.vault, notes={**read.vault.notes, path: note})
    claim = claim_at(changed, path, line, vocabulary)
    if claim.sides != ((adoption.narrative.id, adoption.supports),) or (
        adoption.label and claim.label != adoption.label
    ):
        return "the item would not be read as meant"
    model, _ = build_model(changed, vocabulary)
    same = states_the_same(without_item(read.model, path, line), without_item(model, path, line))
    return "" if same else "something else would be stated, too"
