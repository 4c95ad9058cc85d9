"""Long research reports with sums, shares, chains, labels and sources, the same for the same seed; a few figures are wrong.

What they say is made up from word lists and random numbers.
"""

import random
from collections.abc import Iterator
from pathlib import Path

WRONG = 0.01
"""How many of the figures are off, as a share of them."""
_NAMES = ("Alder", "Birch", "Cedar", "Hazel", "Juniper", "Larch", "Maple", "云杉", "银杏", "白桦", "红松")
_PARTS = ("hardware", "software", "services", "licences", "storage", "硬件", "软件", "服务", "授权", "储能")
_WORDS = (
    *(
        "demand",
        "supply",
        "margin",
        "pricing",
        "capacity",
        "customers",
        "orders",
        "costs",
        "the",
        "of",
        "and",
        "in",
    ),
    *("需求", "供给", "利润率", "定价", "产能", "客户", "订单", "监管", "竞争", "的", "和", "增长", "下降"),
)
_SOURCES = (
    "10-K FY2025",
    "Q3/25 call",
    "2026-01-28 filing",
    "[硬数据: 年报]",
    "[合理推断: 同业]",
    "[主观判断]",
)


class _Report:
    """A random report being written. lines: so far."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a load test keeps no secret
        self.lines: list[str] = []

    def number(self, low: float, high: float, digits: int) -> float:
        return round(self.random.uniform(low, high), digits)

    def stated(self, value: float, digits: int = 1) -> str:
        """A result as a report states it: rounded, and now and then wrong."""
        off = self.random.choice((0.7, 0.9, 1.1, 10.0)) if self.random.random() < WRONG else 1.0
        return f"{value * off:,.{digits}f}"

    def words(self, count: int) -> str:
        return " ".join(self.random.choices(_WORDS, k=count))

    def prose(self) -> None:
        for _ in range(self.random.randint(4, 9)):
            figures = (
                f"${self.number(1, 900, 1)}B ({self.number(1, 60, 0):.0f}%), {self.random.choice(_SOURCES)}"
            )
            self.lines += (f"{self.words(40)} **{self.words(3)}** {figures} {self.words(35)}.", "")

    def chains(self) -> None:
        for case in ("Bear", "Base", "Bull", "保守", "乐观"):
            profit, multiple, shares = self.number(1, 90, 1), self.number(8, 40, 0), self.number(0.5, 9, 3)
            worth = round(profit * multiple, 1)
            self.lines.append(
                f"- {case}: ${profit}B × {multiple:.0f}x = ${self.stated(worth)}B / {shares}B shares"
                f" = **${self.stated(worth / shares)}/share**"
            )
        self.lines += ("", "```", f"Core = ${self.number(20, 90, 1)} (base)")
        low, high = self.number(10, 50, 1), self.number(60, 99, 1)
        self.lines += (f"Premium = ${high} - ${low}", f"  = ${self.stated(high - low)}/share", "```", "")

    def table(self) -> None:
        parts = self.random.sample(_PARTS, 5)
        revenue = [self.number(1, 90, 1) for _ in parts]
        whole = sum(revenue)
        self.lines += ("| segment | revenue | share | multiple | value |", "|---|---|---|---|---|")
        for part, own in zip(parts, revenue, strict=True):
            multiple = self.number(2, 20, 0)
            share, worth = self.stated(own / whole * 100), self.stated(own * multiple)
            self.lines.append(
                f"| {part} | ${own}B | {share}% | {multiple:.0f}x | ${own}B × {multiple:.0f} = ${worth}B |"
            )
        self.lines += (f"| **total** | **${self.stated(whole)}B** | 100% | | |", "")

    def labels(self) -> None:
        for key in ("WACC假设", "Net cash", "目标价", "Shares"):
            self.lines.append(f"**{key}**: {self.number(1, 400, 2)} {self.random.choice(_SOURCES)}")
        self.lines.append("")

    def evidence(self) -> None:
        for _ in range(8):
            day = f"2026-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
            mark = self.random.choice(("+2 🟢", "+1 🟢", "-1 🔴", "-2 🔴"))
            self.lines.append(
                f"- {mark} {self.words(14)} v{self.random.randint(1, 9)}→v10, [[{self.random.choice(_NAMES)}]] 📅 {day}"
            )
        self.lines.append("")

    def drawing(self) -> None:
        left, right = self.random.sample(_NAMES, 2)
        self.lines += (
            "```mermaid",
            "graph LR",
            f'  A["{left}<br>${self.number(1, 99, 1)}B"] -->|2x| B["{right}"]',
            "```",
            "",
        )


def report(seed: int, size: int) -> str:
    """One report of about so many bytes, in whole sections."""
    made = _Report(seed)
    name = made.random.choice(_NAMES)
    made.lines += (f"# {name}: a report", "")
    section = length = added = counted = 0
    while length + added / 2 < size:
        section += 1
        made.lines += (f"## {section}. {made.random.choice(_PARTS)}: {made.words(4)}", "")
        for part in (
            made.prose,
            made.labels,
            made.table,
            made.chains,
            made.prose,
            made.evidence,
            made.drawing,
            made.prose,
        ):
            part()
        added = sum(len(line.encode("utf-8")) + 1 for line in made.lines[counted:])
        length += added
        counted = len(made.lines)
    return "\n".join(made.lines) + "\n"


def write_reports(folder: Path, count: int, size: int) -> Iterator[Path]:
    """Write so many reports into a folder."""
    for seed in range(count):
        path = folder / f"Report {seed:04}.md"
        path.write_text(report(seed, size), "utf-8", newline="\n")
        yield path
