"""The words of a text that say what it is about, as two texts are compared by them."""

import re
from collections.abc import Collection, Iterator
from itertools import groupby, pairwise

from vaultval.linking.names import key
from vaultval.linking.whole_words import is_unspaced

ADDRESS = re.compile(r"https?://[^\s<>\[\]()（）\"'，。；]*[^\s<>\[\]()（）\"'，。；.,;:!?]")
_RUN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST = 3  # letters of a word in lower case; AI and EV count, in capitals

STOP_WORDS = frozenset(
    """
    about above after again against all almost already also although always among and another any anything are around
    because been before began begin being below between both but came can cannot come could did does doing done down
    during each either else enough even ever every few first for from further gave get gets give given goes going gone
    got had has have having her here hers him his how however into its itself just kept last later least less like made
    make makes many may might more most much must near neither never new next none nor not nothing now off often old
    once one only onto other others our out over own per put rather really said same say says see seem seen several she
    should since some something soon still such take taken than that the their them then there these they thing things
    this those though through thus too took toward towards two under until upon use used uses very via want was way
    well went were what when where whether which while who whole whom whose why will with within without would year
    years yet you your
    可能 已经 目前 现在 同时 通过 进行 需要 认为 表示 预计 继续 出现 导致 意味 味着 今天 昨天 明天
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_EMPTY_CHARACTERS = frozenset(
    "的了是在和与或也都就还又很更最不没有这那其之以于为被把从向到而但因所如若则且及等着过吧吗呢啊们我你他她它个一年月"
)
"""Characters that hold a sentence together; a pair with one of them says nothing of what it is about."""


def content_words(text: str) -> dict[str, str]:
    """The words of a text as they compare, each with the way in which it is written first, in lower case.

    They compare without a plural's s; addresses, numbers and words that say nothing are left out. Of scripts without blanks
    between words, in which the words are not known, each two characters side by side are one.
    """
    found: dict[str, str] = {}
    for word, spelt in _words(text):
        found.setdefault(word, spelt)
    return found


def is_pair(word: str) -> bool:
    """Whether a word is two characters of a script without blanks, and so perhaps but a part of a word."""
    return is_unspaced(word[0])


def in_a_row(text: str, pairs: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The stretches of a text whose every pair of characters is one of some pairs, each with its pairs."""
    found: dict[str, tuple[str, ...]] = {}
    start = 0
    while start < len(text):
        end = start
        while text[end : end + 2] in pairs:
            end += 1
        if end > start:
            found[text[start : end + 1]] = tuple(dict.fromkeys(text[at : at + 2] for at in range(start, end)))
        start = end + 1
    return found


def _words(text: str) -> Iterator[tuple[str, str]]:
    for match in _RUN.finditer(ADDRESS.sub(" ", text)):
        if match[0].isascii():
            yield from _word(match[0])
            continue
        for unspaced, run in groupby(match[0], is_unspaced):
            part = "".join(run)
            if not unspaced:
                yield from _word(part)
                continue
            for pair in map("".join, pairwise(part)):
                if _EMPTY_CHARACTERS.isdisjoint(pair) and pair not in STOP_WORDS:
                    yield pair, pair


def _word(written: str) -> Iterator[tuple[str, str]]:
    word = re.split("['’]", key(written))[0]
    letters = sum(map(str.isalpha, word))
    if letters < _SHORTEST and not (letters == len(word) == 2 and written.isupper()):
        return
    if word not in STOP_WORDS:
        plural = len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss")
        yield word[:-1] if plural else word, word
