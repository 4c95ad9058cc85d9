"""Laws of linking that hold for every vault: links resolve, nothing forbidden is touched, once is enough."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from vaultval.amend import find_mentions, known_names, plan_links
from vaultval.config import Linking
from vaultval.note.scan import scan
from vaultval.pipeline import read_vault
from vaultval.vault.vault import Hold
from vaultval.writeback.apply import apply, undo
from vaultval.writeback.journal import Journal
from vaultval.writeback.surgery import decode

NAMES = {
    "Tesla.md": "---\ntype: company\naliases: [TSLA, Tesla Motors]\n---\n## Robotaxi fleet #option\n\nRobots\n",
    "a/机器人.md": "---\naliases: [Robots, 人形机器人]\n---\n",
    "b/Robots.md": "",
    "Waymo.md": "---\ntype: narrative\n---\n## Evidence\n\n- Tesla is late [hard: -1.0, Tesla 10-K]\n",
    "Café.md": "",
    "A(1).md": "---\naliases: ['b*c', 'x_y z']\n---\n",
}
WORDS = (
    "Tesla", "TSLA", "tesla", "Tesla Motors", "Robots", "robotaxi fleet", "机器人", "人形机器人", "Waymo", "Café", "A(1)",
    "b*c", "x_y z", "and", "，", "。", "1.5", "😀", "e\u0301",
)  # fmt: skip
MARKS = (
    " ", " ", " ", "\n", "\n\n", "`", "``", "```\n", "~~~\n", "    ", "\t", "> ", "- ", "- [ ] ", "1. ", "# ", "## ", "\n---\n",
    "[[", "]]", "[", "]", "(", ")", "](", "|", "\n|---|---|\n", "$", "$$", "%%", "<!--", "-->", "<div>", "<b>", "https://", "www.",
    "#", "::", "[k:: ", "^", "[^1]", "!", "\\", "@", "*", "**", "_", "==", "🔁 every ", "📅 2026-06-30", "[hard: ", ": ", "\r\n", "&",
    "Tags: ", "<%", "%>", "2026-02-10 ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS), max_size=40).map("".join)
ALSO_FORBIDDEN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>]*|(?<![\w.-])www\.[^\s<>]*")


def vault_of(folder, text):
    for name, content in {**NAMES, "d/note.md": text}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    return folder


def planned(root):
    read = read_vault(root, hold=Hold.TEXT)
    mentions = find_mentions(read, known_names(read, Linking()))
    changes, findings = plan_links(read, mentions)
    return read, changes, findings


def added(change):
    """The links that a change adds: in the new text with their place in the old one."""
    text = decode(change.after)
    before = 0
    for opening, closing in zip(change.inserted[::2], change.inserted[1::2], strict=True):
        link = next(link for link in scan(text, 0).links if link.start == opening.start)
        assert link.end == closing.end
        yield link, opening.start - before
        before += (opening.end - opening.start) + (closing.end - closing.start)


@given(TEXTS)
@example("TSLA [hard: x] | Tesla\n|---|---|\n| tesla | 机器人 |\n")
@example("Tags: Tesla\nTesla: [k:: Robots] `Tesla` [Tesla](x)\n")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_added_link_resolves_to_its_target_and_stands_in_plain_text(tmp_path_factory, text):
    root = vault_of(tmp_path_factory.mktemp("vault"), text)
    read, changes, _ = planned(root)
    meant = {
        (m.note, m.start): m.targets[0] for m in find_mentions(read, known_names(read, Linking())) if m.link
    }
    for change in changes:
        old = decode(change.before)
        note = read.vault.notes[change.note]
        code_and_headings = [
            token.map for token in MarkdownIt("commonmark").parse(old[note.properties.end if note.properties else 0 :])
            if token.map and token.type in ("fence", "code_block", "heading_open", "html_block")
        ]  # fmt: skip
        skipped = old[: note.properties.end].count("\n") if note.properties else 0
        for link, start in added(change):
            target = meant[change.note, start]
            assert read.vault.resolver.resolve(link.target, change.note).path == target.path
            assert bool(link.subpath) == bool(target.heading)
            parts = note.scan
            spans = [
                (p.start, p.end) for p in (*parts.opaque, *parts.comments, *parts.headings, *parts.fields)
            ]
            spans += [(p.start, p.end) for p in (*parts.links, *parts.embeds, *parts.external)]
            spans += [(tag.start, tag.start + len(tag.name)) for tag in parts.tags]
            spans += [match.span() for match in ALSO_FORBIDDEN.finditer(old)]
            end = start + len(link.display or link.target)
            assert not any(first < end and start < last for first, last in spans)
            line = old[:start].count("\n") - skipped
            assert not any(first <= line < last for first, last in code_and_headings)


@given(TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_once_is_enough_and_undo_gives_every_byte_back(tmp_path_factory, text):
    root = vault_of(tmp_path_factory.mktemp("vault"), text)
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    _, changes, _ = planned(root)
    written, refused = apply(root, changes, Journal(root))
    assert (len(written), refused) == (len(changes), [])
    assert planned(root)[1] == []
    if changes:
        undo(root, Journal(root))
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == before


@given(TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_without_what_was_put_in_a_note_is_what_it_was(tmp_path_factory, text):
    root = vault_of(tmp_path_factory.mktemp("vault"), text)
    for change in planned(root)[1]:
        new = decode(change.after)
        for span in reversed(change.inserted):
            new = new[: span.start] + new[span.end :]
        assert new == decode(change.before)


@pytest.mark.parametrize("first", [False, True])
def test_the_sample_vault_is_linked_once_and_comes_back(tmp_path, first):
    import shutil

    sample = Path(__file__).resolve().parent.parent.parent / "sample_vault"
    root = tmp_path / "vault"
    shutil.copytree(sample, root)
    before = {path: path.read_bytes() for path in root.rglob("*.*")}
    for round_number in range(2):
        read = read_vault(root, hold=Hold.TEXT)
        changes, findings = plan_links(read, find_mentions(read, known_names(read, Linking()), first=first))
        assert bool(changes) == (round_number == 0)
        assert findings == []
        apply(root, changes, Journal(root))
    undo(root, Journal(root))
    assert {path: path.read_bytes() for path in root.rglob("*.*")} == before
