"""Every word that a note may use, and that vaultval writes, in English and Chinese, in one table: WORDS.

A vault adds words of its own in `vaultval.toml` under [vocabulary].
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from vaultval.vocabulary.metrics import AS_OF, FACT_COLUMNS, METRICS
from vaultval.vocabulary.phrases import PHRASES
from vaultval.vocabulary.words import (
    ATTRIBUTES,
    BASES,
    COLUMNS,
    DILUTION_PRICES,
    DIMENSIONS,
    FADES,
    FLAGS,
    KINDS,
    LABELS,
    LEVELS,
    MARGINS,
    OUTCOMES,
    PATH_WORDS,
    SCENARIOS,
    SECTIONS,
    STAGES,
    TASK_TAGS,
    TOTALS,
    Word,
)

WORDS: Mapping[str, tuple[Word, ...]] = {
    "kind": KINDS,
    "task tag": TASK_TAGS,
    "attribute": ATTRIBUTES,
    "section": SECTIONS,
    "column": COLUMNS,
    "scenario": SCENARIOS,
    "label": LABELS,
    "level": LEVELS,
    "stage": STAGES,
    "basis": BASES,
    "outcome": OUTCOMES,
    "dimension": DIMENSIONS,
    "fade": FADES,
    "path": PATH_WORDS,
    "flag": FLAGS,
    "margin": MARGINS,
    "total": TOTALS,
    "dilution price": DILUTION_PRICES,
    "metric": METRICS,
    "as of": AS_OF,
    "fact column": FACT_COLUMNS,
    "phrase": PHRASES,
}

_SEPARATORS = re.compile(r"[\s_\-]+")


def folded(text: str) -> str:
    """A name as it compares: Unicode normal form NFC, case folded, white space at the ends gone."""
    return unicodedata.normalize("NFC", text).strip().casefold()


@lru_cache(maxsize=20_000)
def fold_word(text: str) -> str:
    """A word of the vocabulary as it compares: like `folded`, with spaces, hyphens and underscores alike."""
    return _SEPARATORS.sub(" ", folded(text)).strip()


class Vocabulary:
    """The words of one vault: the built-in ones and its own."""

    def __init__(self, own: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """`own` maps a key (`probability`) to further words for it; a key may stand in several groups."""
        own = own or {}
        self._meanings = {
            group: {
                fold_word(form): word.key
                for word in words
                for form in (word.key, *word.en, *word.zh, *own.get(word.key, ()))
            }
            for group, words in WORDS.items()
            if group != "phrase"
        }
        self._own = own

    def meaning(self, group: str, text: str) -> str | None:
        """The key of a word of a group ("attribute", "column", …), or None."""
        return self._meanings[group].get(fold_word(text))

    def forms(self, group: str, key: str) -> tuple[str, ...]:
        """Every way to write one meaning."""
        return tuple(form for form, found in self._meanings[group].items() if found == key)

    def all_forms(self, group: str) -> tuple[str, ...]:
        """Every word of a group, folded."""
        return tuple(self._meanings[group])

    @staticmethod
    def keys() -> frozenset[str]:
        """Every key to which a vault may add words."""
        return frozenset(word.key for group, words in WORDS.items() if group != "phrase" for word in words)


def written(group: str, key: str, language: str) -> str:
    """The form of a word that vaultval writes. language: "en" or "zh"."""
    for word in WORDS[group]:
        if word.key == key:
            return (word.zh or word.en)[0] if language == "zh" else word.en[0]
    raise ValueError(f"no word {key!r} in the group {group!r}")


__all__ = ["WORDS", "Vocabulary", "Word", "fold_word", "folded", "written"]
