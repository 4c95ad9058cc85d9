"""Two processes read what one reads, and each file is read as it stood at one moment."""

import os

import pytest

from vaultval.vault import reading
from vaultval.vault.reading import Bytes, read_bytes, read_each


def _upper(root, path):
    return f"{root.name}/{path.upper()}"


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_the_order_and_the_contents_are_those_of_one_process(count, tmp_path, monkeypatch):
    paths = [f"note {i}.md" for i in range(count)]
    alone = list(read_each(tmp_path, paths, _upper, lambda _done, _total: None))
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 4)
    told = []
    together = list(read_each(tmp_path, paths, _upper, lambda done, total: told.append((done, total))))
    assert together == alone == [_upper(tmp_path, path) for path in paths]
    assert told == [] if not count else told[-1] == (count, count)


def test_a_vault_reads_alike_in_one_process_and_in_two(make_vault, monkeypatch):
    import json

    from click.testing import CliRunner

    from tests.small_vault import FILES
    from vaultval.cli import command

    vault = make_vault(
        {**FILES, **{f"Daily/{i}.md": f"- [[Acme]] #tag{i} [[Nope {i}]]\n" for i in range(20)}}
    )
    verbs = ("notes", "value", "check", "graph")
    one = [json.loads(CliRunner().invoke(command, [verb, str(vault), "--json"]).stdout) for verb in verbs]
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 2)
    two = [json.loads(CliRunner().invoke(command, [verb, str(vault), "--json"]).stdout) for verb in verbs]
    assert two == one


def test_a_file_is_read_whole(tmp_path):
    for data in (b"", b"\xef\xbb\xbf", b"a\r\nb\x00\xff", b"x" * 3_000_000):
        (tmp_path / "Note.md").write_bytes(data)
        assert read_bytes(str(tmp_path / "Note.md")) == Bytes(data, settled=True)


@pytest.fixture
def meddle(monkeypatch):
    """Has something done to a file each time that it is read, for so many times."""
    read = os.read

    def make(act, times=99):
        left = [times]

        def reading_and_meddling(file, size):
            data = read(file, size)
            if left[0] and data:
                left[0] -= 1
                act()
            return data

        monkeypatch.setattr(os, "read", reading_and_meddling)
        monkeypatch.setattr(reading, "_PAUSE", 0)

    return make


def test_a_file_that_changes_once_is_read_again_and_no_more_is_said(tmp_path, meddle):
    note = tmp_path / "Note.md"
    note.write_bytes(b"half of it")
    meddle(lambda: note.write_bytes(b"half of it, and the rest"), times=1)
    assert read_bytes(str(note)) == Bytes(b"half of it, and the rest", settled=True)


@pytest.mark.parametrize("act", [
    lambda note: note.write_bytes(note.read_bytes() + b"more"),
    lambda note: note.write_bytes(note.read_bytes()[:-1]),
    lambda note: os.utime(note, ns=(0, note.stat().st_mtime_ns + 1000)),
])  # fmt: skip
def test_a_file_that_goes_on_changing_is_read_three_times_and_taken_as_it_stood_last(tmp_path, meddle, act):
    note = tmp_path / "Note.md"
    note.write_bytes(b"text of a note")
    reads = []

    def change():
        reads.append(note.read_bytes())
        act(note)

    meddle(change)
    data, settled = read_bytes(str(note))
    assert not settled
    assert len(reads) == 3
    assert data.startswith(reads[-1])


def test_a_file_that_is_replaced_while_it_is_read_is_taken_as_it_was_whole(tmp_path, meddle):
    note = tmp_path / "Note.md"
    note.write_bytes(b"before")

    def replace():
        (tmp_path / "new").write_bytes(b"after, and longer")
        (tmp_path / "new").replace(note)

    if os.name == "nt":
        pytest.skip("an open file cannot be replaced there")
    meddle(replace, times=1)
    assert read_bytes(str(note)) == Bytes(b"before", settled=True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_that_came_in_the_place_of_a_file_does_not_hold_the_run_up(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(OSError, match="it is no file"):
        read_bytes(str(tmp_path / "pipe.md"))


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="nothing to ask for there")
def test_a_link_that_came_in_the_place_of_a_file_is_not_followed(tmp_path):
    (tmp_path / "Secret.md").write_text("secret")
    (tmp_path / "Note.md").symlink_to(tmp_path / "Secret.md")
    with pytest.raises(OSError, match="symbolic links"):
        read_bytes(str(tmp_path / "Note.md"))
