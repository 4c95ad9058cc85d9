"""Numbers and words as a reader sees them, and names made safe wherever they are shown."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from math import isfinite

from vaultval.figure import N
from vaultval.model.bases import NodeRecord
from vaultval.quantity import Unit
from vaultval.quantity import written as written_quantity
from vaultval.vocabulary import written

SYMBOLS = {"USD": "$", "CNY": "¥", "JPY": "JP¥", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}

_NOISE = 1e-7  # what is nearer to a round number than this is that number, computed with floats
_MARKUP = re.compile(r"[\\`*_\[\]|$#]|%%|~~|==")
_ADDRESS = re.compile(r"\b(https?|ftp|obsidian)://", re.IGNORECASE)
_LINK_BREAKERS = re.compile(r"[#^|\[\]]|%%|::")
_RAW = re.compile(r"[<>`$*_~=\\]|%%")
_HEADING_BREAKERS = re.compile(r"[#^|:\\]|%%|\[\[|\]\]")


def escaped(text: str) -> str:
    """Foreign text as plain words in Markdown: no mark-up, no table cell, no tag, comment or inline field begins in it."""
    plain = _MARKUP.sub(lambda m: "".join("\\" + mark for mark in m[0]), " ".join(text.split()))
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ADDRESS.sub(r"\1&#58;//", plain).replace("::", ":&#58;")


def shortened(text: str, most: int = 110) -> str:
    """A text of at most so many characters, cut at a space where there is one near."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > most * 2 // 3 else cut).rstrip(" ,，、;") + "…"


def cut_to(value: N, digits: int, shift: int = 0) -> Decimal:
    """The number, times 10 to the power of `shift`, with so many decimals: the shortest digits that mean the float,
    halves to even, as `quantity.written` rounds. Raises ValueError for what is not finite.
    """
    if not isfinite(value):
        raise ValueError(f"{float(value)} has no decimals")
    exact = Decimal(repr(float(value))).scaleb(shift)
    return exact.quantize(Decimal((0, (1,), -digits)), ROUND_HALF_EVEN, Context(prec=400))


def rounded(value: N, digits: int) -> float:
    """The number that `fixed` shows."""
    return float(cut_to(value, digits))


def fixed(value: N, digits: int, shift: int = 0) -> str:
    """A number with so many decimals, thousands grouped, never "-0". shift: 2 for a ratio in per cent."""
    text = f"{cut_to(value, digits, shift):,f}" if isfinite(value) else f"{float(value):f}"
    return text.removeprefix("-") if not any(c in "123456789inf" for c in text) else text.replace("-", "−")


def money(value: N, currency: str, digits: int = 2) -> str:
    """An amount behind the sign of its currency, as plain text."""
    symbol = SYMBOLS.get(currency, f"{currency} " if currency else "")
    text = fixed(value, digits)
    return f"−{symbol}{text.removeprefix('−')}" if text.startswith("−") else symbol + text


@dataclass(frozen=True, slots=True)
class Style:
    """How one vault's results are written. language: "en" or "zh". linktext: the shortest text that leads to a path."""

    language: str
    currency: str
    linktext: Callable[[str, str], str]

    def __call__(self, phrase: str, **filled: str) -> str:
        """A phrase of the vocabulary with its braces filled in."""
        return written("phrase", phrase, self.language).format(**filled)

    def word(self, group: str, key: str) -> str:
        """A word of the vocabulary."""
        return written(group, key, self.language)

    def money(self, value: N, digits: int = 2) -> str:
        """An amount per share. The sign of the currency is escaped, or Obsidian would take it for mathematics."""
        return money(value, self.currency, digits).replace("$", "\\$")

    def quantity(self, value: N, unit: Unit, currency: str = "") -> str:
        """An input or a result in its unit, as the notes would write it; per cent as everywhere in a block."""
        return written_quantity(float(value), unit, currency, language=self.language).replace(" %", "%")

    def sentences(self, said: Iterable[str]) -> str:
        """Sentences in one line."""
        return self("sentences").join(part for part in said if part)

    def change(self, value: N) -> str:
        """An amount with its sign; zero without."""
        text = self.money(value)
        return text if float(value) < 0 or not any(c in "123456789" for c in text) else "+" + text

    def percent(self, value: N, digits: int = 1) -> str:
        """A ratio in per cent; a whole of it without decimals."""
        return "100%" if abs(float(value) - 1) < _NOISE else fixed(value, digits, 2) + "%"

    def signed_percent(self, value: float) -> str:
        """A change in per cent, with its sign; zero without."""
        text = self.percent(value)
        return "+" + text if value > 0 and any(c in "123456789" for c in text) else text

    def probability(self, value: N) -> str:
        """A probability in per cent, with more digits where it is small."""
        return self.percent(value, 2 if float(value) < 0.01 else 1)

    def points(self, value: N, signed: bool = False) -> str:
        """Points of evidence."""
        text = fixed(value, 1 if abs(float(value) - rounded(value, 1)) < _NOISE else 2)
        return "+" + text if signed and float(value) > 0 else text

    def day(self, value: date | None) -> str:
        """A date, or a dash."""
        return value.isoformat() if value else "—"

    def link(self, path: str, source: str, heading: str = "", display: str = "") -> str:
        """A wikilink that may stand in a table; plain words where the path cannot be linked."""
        name = path.rpartition("/")[2].removesuffix(".md")
        inside = " ".join(_HEADING_BREAKERS.sub(" ", heading).split()) if path == source else ""
        shown = display or inside or name
        target = "" if path == source else self.linktext(path, source)
        if _LINK_BREAKERS.search(target) or _RAW.search(target.replace("_", "")):
            return escaped(shown)
        if heading.startswith("^"):
            target += "#" + heading
        elif heading and not _RAW.search(heading):
            target += "#" + " ".join(_HEADING_BREAKERS.sub(" ", heading).split())
        if not target:
            target = self.linktext(path, path)
        shown = " ".join(_RAW.sub(" ", _LINK_BREAKERS.sub(" ", shown)).split()) if shown != target else shown
        return f"[[{target}]]" if shown in (target, "") else f"[[{target}\\|{shown}]]"

    def node(self, node: NodeRecord, source: str) -> str:
        """A link to a node of the model."""
        return self.link(node.note, source, node.heading, node.name)

    def listed(self, parts: Iterable[str]) -> str:
        """Several statements in one line."""
        return self("list").join(parts)

    def aside(self, text: str) -> str:
        """A remark in brackets behind what it is about; nothing for nothing."""
        return self("in_brackets", text=text) if text else ""

    def table(self, head: list[str], align: str, rows: list[list[str]]) -> str:
        """A Markdown table. align: one of l and r a column. The cells are Markdown already."""
        rule = [":--" if a == "l" else "--:" for a in align]
        return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def callout(kind: str, title: str, lines: list[str], *, folded: bool = False) -> str:
    """An Obsidian callout. folded: closed until the reader opens it."""
    return "\n".join(
        [f"> [!{kind}]{'-' if folded else ''} {title}", *(f"> {line}" if line else ">" for line in lines)]
    )


def unescaped(link: str) -> str:
    """A link as it stands outside of tables."""
    return link.replace("\\|", "|")
