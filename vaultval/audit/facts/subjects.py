"""Whom a note, a section or a row is about: a typed node, a ticker, a name that stands by a ticker."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from vaultval.note.printed import Line, Printed
from vaultval.vault.vault import Note
from vaultval.vocabulary import Vocabulary

_TICKER = re.compile(
    r"(?P<name>[^\W\d_][^()（）:：,，—–|/]{0,40}?(?:, (?:Inc|Ltd|Corp)\.?)?)?\s{0,3}[(（]\s{0,3}(?:[A-Z]{2,8}\s{0,3}[:：]\s{0,3})?(?P<ticker>[A-Z]{2,5}|[0-9]{4,6}\.[A-Z]{2})\s{0,3}[)）]"
)
_WIKILINK = re.compile(r"\[\[([^\[\]|#]+)(?:[|#][^\[\]]*)?\]\]")
_CORPORATE = re.compile(
    r",?\s{1,3}(?:inc|ltd|corp|corporation|plc|co|holdings?|group|company|n\.?v|s\.?a|ag|se)\.?$",
    re.IGNORECASE,
)
_NOT_TICKERS = frozenset((
    "AI", "API", "ADR", "ADS", "ARR", "BEV", "CAGR", "CAPM", "CEO", "CFO", "COO", "DCF", "EPS", "ERP", "ESG",
    "ETF", "EU", "EUR", "EV", "FCF", "FSD", "FY", "GAAP", "GDP", "GMV", "HPC", "IPO", "IR", "IRR", "KPI", "LTM",
    "LTV", "MVP", "NAV", "NPV", "NTM", "OCF", "OEM", "OVM", "PE", "PEG", "PMX", "PS", "ROE", "ROI", "ROIC",
    "SBC", "SOTP", "SPV", "SWOT", "TAM", "SAM", "SOM", "TTM", "UK", "UN", "US", "USA", "USD", "VC", "VIE",
    "WACC", "YOY", "NYSE", "CNY", "RMB", "HK", "HKD", "JPY", "GBP", "CQ", "KS", "NCI", "RT", "DM", "VP", "BULL",
    "BASE", "BEAR", "TBD", "NA",
))  # fmt: skip
_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z]{2,}(?![A-Za-z0-9])")
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,5}(?![A-Za-z0-9])")
_HEAD = 15  # lines in which a note says what it is about
_OFTEN = 8  # times that a note uses a name, at least, to be about it
_MOST_GUESSED = 40_000  # characters of a note that are read for its most frequent name
_GENERIC = frozenset((
    "about", "on", "analysis", "approach", "appendix", "assumptions", "background", "basic", "business", "case", "catalysts",
    "check", "conclusion", "core", "data", "dcf", "discussion", "evidence", "executive", "facts", "financials",
    "general", "growth", "inputs", "insight", "insights", "introduction", "key", "market", "matrix", "method",
    "model", "notes", "outlook", "overview", "price", "product", "reference", "references", "result", "results",
    "review", "risk", "risks", "signal", "signals", "snapshot", "strategy", "summary", "table", "terminal",
    "the", "thesis", "update", "valuation", "value", "view", "what", "why",
))  # fmt: skip
_TAGS = re.compile(r"\s#\S+")
_ALONE = re.compile(
    r"(?:[0-9A-Z]{1,3}(?:\.[0-9]+)*[.)、:]?\s+)?(?P<name>[A-Z][A-Za-z&.'-]*(?: [A-Z][A-Za-z&.'-]*){0,2})(?:\s*[(（][^()（）]*[)）])?"
)


class Subject(NamedTuple):
    """Whom a fact is about. note: the note that says so. names: as written, none: then the note itself.

    guess: the name that the note uses more often than any other, which counts where another note is about it by name.
    kind: of a typed node, else "".
    """

    note: str
    names: tuple[str, ...] = ()
    guess: str = ""
    kind: str = ""


def subject_of(note: Note, printed: Printed, vocabulary: Vocabulary) -> Subject:
    """Whom a note is about."""
    kind, ticker, company = _stated(note, vocabulary)
    if kind:
        names = (note.name, *note.aliases, *((ticker,) if ticker else ()))
        return Subject(note.path, names, "", kind)
    if ticker or company:
        return Subject(note.path, tuple(name for name in (company, ticker) if name))
    titles = [note.name, *(line.text for line in _head(printed))]
    for title in titles:
        named = list(named_in(title))
        if len({ticker for _, ticker in named}) == 1:
            return Subject(note.path, names_of(*named[0]))
        if named:
            break
    bare = {word for title in titles for word in _CAPITALS.findall(title)} - _NOT_TICKERS
    guess = bare.pop() if len(bare) == 1 else _most_frequent(note.text)
    return Subject(note.path, (), guess)


def _stated(note: Note, vocabulary: Vocabulary) -> tuple[str, str, str]:
    """The kind, the ticker and the company that a note's properties state, each "" for none."""
    stated: dict[str, str] = {}
    for entry in note.properties.entries if note.properties else ():
        key = vocabulary.meaning("attribute", entry.key)
        if key in ("type", "ticker", "company") and len(entry.items) == 1:
            stated.setdefault(key, entry.items[0].text.strip())
    link = _WIKILINK.fullmatch(stated.get("company", ""))
    company = link[1].rpartition("/")[2].strip() if link else stated.get("company", "")
    return vocabulary.meaning("kind", stated.get("type", "")) or "", stated.get("ticker", ""), company


def _head(printed: Printed) -> Iterator[Line]:
    """The lines that may be a note's title: its first line, and its headings among the first lines."""
    for index, line in enumerate(printed.lines[:_HEAD]):
        if line.fence is None and (index == 0 or line.level):
            yield line


def named_in(text: str) -> Iterator[tuple[str, str]]:
    """The names and tickers that stand by each other in a text, as in `Tesla, Inc. (TSLA)`."""
    if "(" not in text and "（" not in text:
        return
    for match in _TICKER.finditer(text):
        if match["ticker"] not in _NOT_TICKERS:
            yield _last_name(match["name"]), match["ticker"]


def _last_name(text: str) -> str:
    """The name at the end of a text: its last words that do not begin with a small letter, without general ones."""
    words = text.strip(" #-—–").split()
    first = next((at + 1 for at in range(len(words) - 1, -1, -1) if words[at][0].islower()), 0)
    while first < len(words) - 1 and words[first].casefold() in _GENERIC:
        first += 1
    return " ".join(words[first:])


def is_acronym(name: str, ticker: str) -> bool:
    """Whether a ticker is no more than the initials of the name before it, as in `Gordon Growth Model (GGM)`."""
    return "".join(word[0] for word in name.split()).upper() == ticker


def names_of(name: str, ticker: str) -> tuple[str, ...]:
    """A name without its legal form, and a ticker."""
    plain = _CORPORATE.sub("", name).strip(" ,.")
    return tuple(text for text in (plain, ticker) if len(text) > 1)


def _most_frequent(text: str) -> str:
    """The capitalised word that a text uses most; "" where it does so too seldom."""
    if len(text) > _MOST_GUESSED:
        text = text[:_MOST_GUESSED]
    (name, times), *_ = Counter(_NAME.findall(text)).most_common(1) or [("", 0)]
    return name if times >= _OFTEN else ""


def alone_in(title: str, vocabulary: Vocabulary) -> str:
    """The name that a heading consists of, as in `Samsung`; "" where it says more, or is a word for something else."""
    match = _ALONE.fullmatch(_TAGS.sub("", title).strip())
    if match is None or match["name"] in _NOT_TICKERS:
        return ""
    if not _GENERIC.isdisjoint(match["name"].casefold().split()):
        return ""
    groups = ("metric", "section", "kind", "attribute")
    return "" if any(vocabulary.meaning(group, match["name"]) for group in groups) else str(match["name"])
