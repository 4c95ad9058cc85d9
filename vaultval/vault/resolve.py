"""Link text to file, by the rule that Obsidian itself goes by."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property
from typing import NamedTuple

NOTE_ENDING = ".md"
_MOST_COMPARED = 200  # names that a suggestion is sought among
_LENGTHS_APART = 2


class Resolution(NamedTuple):
    """What a link leads to. path: as on disk, None if it leads to nothing.

    rivals: the other files that it might as well mean, because only the length of their paths or the alphabet
    decided; the first one is the nearest.
    """

    path: str | None
    rivals: tuple[str, ...] = ()


class Resolver:
    """Every file of a vault by name. Built once; a look-up takes as long as there are files of that name."""

    def __init__(self, paths: Iterable[str]) -> None:
        """`paths`: from the vault's root, with forward slashes."""
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        for path in paths:
            key = name_key(path)
            self._by_name.setdefault(key.rpartition("/")[2], []).append((key, path))
        # Targets that mean one file, or none, wherever the link stands: nearly all of them.
        self._settled: dict[str, Resolution] = {}

    def resolve(self, target: str, source: str) -> Resolution:
        """The file that `target`, a link's path without its subpath, leads to from the note `source`.

        In this order: the file of exactly that path from the root; one in the source's own folder; the one of the
        shortest path; the first by the alphabet. A target may leave out folders and the ending .md; letters compare
        in any case. "" is the source itself; ./ and ../ start at its folder and / at the root. No target leads
        out of the vault. Percent signs stand for themselves: the caller has decoded the target.
        """
        if not target:
            return Resolution(source)
        return self._settled.get(target) or self._resolve(target, source)

    def _resolve(self, target: str, source: str) -> Resolution:
        own_folder = name_key(source).rpartition("/")[0]
        link = name_key(target)
        anchored = link.startswith(("/", "./", "../"))
        if anchored:
            absolute = _absolute(link, own_folder)
            if absolute is None:
                return Resolution(None)
            link = absolute
        for ending in _endings(link):
            if found := self._candidates(link + ending, anchored=anchored):
                if len(found) > 1 or anchored:
                    return _chosen(found, link + ending, own_folder, target.lstrip("./") + ending)
                return self._settled.setdefault(target, Resolution(found[0][1]))
        return Resolution(None) if anchored else self._settled.setdefault(target, Resolution(None))

    def suggest(self, target: str) -> str | None:
        """The name of a note that a link to nothing may have meant; None if no name is close."""
        wanted = name_key(target).rpartition("/")[2].removesuffix(NOTE_ENDING)
        lengths = range(len(wanted) - _LENGTHS_APART, len(wanted) + _LENGTHS_APART + 1)
        near = [name for length in lengths for name in self._names.get((wanted[:1], length), ())][
            :_MOST_COMPARED
        ]
        for key in get_close_matches(wanted, near, 1, 0.75):
            return self._by_name[key + NOTE_ENDING][0][1].rpartition("/")[2][: -len(NOTE_ENDING)]
        return None

    @cached_property
    def _names(self) -> dict[tuple[str, int], list[str]]:
        """The names of notes by their first letter and length, so that a suggestion compares few."""
        names: dict[tuple[str, int], list[str]] = {}
        for file_name in self._by_name:
            if file_name.endswith(NOTE_ENDING):
                name = file_name.removesuffix(NOTE_ENDING)
                names.setdefault((name[:1], len(name)), []).append(name)
        return names

    def _candidates(self, link: str, *, anchored: bool) -> list[tuple[str, str]]:
        """The files whose path is the link or, unless it is anchored, ends with it in whole segments."""
        named = self._by_name.get(link.rpartition("/")[2], ())
        return [
            (key, path) for key, path in named if key == link or (not anchored and key.endswith(f"/{link}"))
        ]


def name_key(path: str) -> str:
    """A name or path as links compare it: NFC, lower case."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).lower()


def _absolute(link: str, folder: str) -> str | None:
    """The path from the root of a link that begins with / ./ or ../; None if it leads out of the vault."""
    segments = [] if link.startswith("/") else folder.split("/") if folder else []
    for segment in link.split("/"):
        if segment == "..":
            if not segments:
                return None
            segments.pop()
        elif segment not in ("", "."):
            segments.append(segment)
    return "/".join(segments) or None


def _endings(link: str) -> tuple[str, str]:
    """What may have to be added to a link: a link with a dot may have an ending, as in chart.png, or not (v1.2)."""
    return ("", NOTE_ENDING) if "." in link.rpartition("/")[2] else (NOTE_ENDING, "")


def _chosen(found: list[tuple[str, str]], link: str, own_folder: str, spelt: str) -> Resolution:
    """One of the files that a link may mean."""
    exact = [path for key, path in found if key == link]
    own = [path for key, path in found if key.rpartition("/")[0] == own_folder]
    ending = unicodedata.normalize("NFC", f"/{spelt}")
    for paths in (exact, own):
        # Two files of one folder may differ in case only. Then the spelling decides.
        as_spelt = [path for path in paths if unicodedata.normalize("NFC", f"/{path}").endswith(ending)]
        if len(as_spelt) == 1 or len(paths) == 1:
            return Resolution((as_spelt or paths)[0])
        if paths:
            return _shortest(paths)
    return _shortest([path for _, path in found])


def _shortest(paths: list[str]) -> Resolution:
    """Of several paths the shortest, as Obsidian counts: in code units of UTF-16, accents composed."""

    def length(path: str) -> tuple[int, str]:
        composed = unicodedata.normalize("NFC", path)
        return len(composed.encode("utf-16-le", "surrogatepass")), composed

    first, *others = sorted(paths, key=length)
    return Resolution(first, tuple(others))
