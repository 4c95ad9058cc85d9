"""The words of a text that say what it is about, as two texts are compared by them."""

import re
from collections.abc import Iterator
from itertools import groupby

from vaultval.linking.names import is_unspaced, key

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
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_EMPTY_CHARACTERS = frozenset(
    "的了是在和与或也都就还又很更最不没有这那其之以于为被把从向到对将会能可要而但因所如若则且及等个一二三上下中年月日们我你他她它着过吧吗呢啊"
)
"""Characters that hold a sentence together; a pair with one of them says nothing of what it is about."""


def content_words(text: str) -> frozenset[str]:
    """The words of a text, in lower case, without a plural's s, numbers and words that say nothing.

    Of scripts without blanks between words, in which the words are not known, each two characters side by side.
    """
    return frozenset(_words(text))


def is_pair(word: str) -> bool:
    """Whether a word is two characters of a script without blanks, and so perhaps but a part of a word."""
    return is_unspaced(word[0])


def _words(text: str) -> Iterator[str]:
    for match in _RUN.finditer(text):
        if match[0].isascii():
            yield from _word(match[0])
            continue
        for unspaced, run in groupby(match[0], is_unspaced):
            part = "".join(run)
            if unspaced:
                yield from (
                    pair
                    for pair in map("".join, zip(part, part[1:], strict=False))
                    if _EMPTY_CHARACTERS.isdisjoint(pair)
                )
            else:
                yield from _word(part)


def _word(written: str) -> Iterator[str]:
    word = re.split("['’]", key(written))[0]
    letters = sum(map(str.isalpha, word))
    if letters < _SHORTEST and not (letters == 2 and written.isupper()):
        return
    if word not in STOP_WORDS:
        yield word[:-1] if len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss") else word
