"""Lines and diagrams that are made to be slow: the work on changes grows with their length, and no faster.

Work is counted in calls of functions, which does not depend on the machine.
"""

import sys

import pytest

from vaultval.audit.changes.diagrams import FENCES, find_in_diagrams
from vaultval.audit.changes.rates import find_rates
from vaultval.audit.changes.stated import find_changes
from vaultval.note.printed import printed
from vaultval.note.scan import scan

LINES = {
    "arrows": lambda n: "$1→" * n,
    "arrows and a change": lambda n: "12→" * n + " (+5%)",
    "percent signs": lambda n: "%" * n + "→5 (5%)",
    "pairs": lambda n: "从1%至2%(+3%)" * n,
    "versus": lambda n: "5 vs 6 (+1%) " * n,
    "changes before a pair": lambda n: "跌5%" * n + "(5→6)",
    "changes": lambda n: "5→6 " + "(+5%)" * n,
    "from and to": lambda n: "from 5 to 6 " * n + "up 5%",
    "years in a gap": lambda n: "从$5增至" + "2020年" * n + "$6，增长20%",
    "words of factors": lambda n: "$5→$6翻倍" * n,
    "words of factors before pairs": lambda n: "doubled from $5 to $6 " * n,
    "values and prices": lambda n: "目标价$5，现价$6，上涨空间5%" * n,
    "against the year before": lambda n: "$5→$6 (+5% YoY)" * n,
    "rates a year": lambda n: "$5 (2020) → $6 (2025), 5% a year " * n,
    "blanks": lambda n: "$5" + " " * n + "→ $6 (+20%)",
    "rates": lambda n: "CAGR 5% $3 (2025) $4 (2026) " * n,
    "sentences with a rate": lambda n: "CAGR 5% $3 (2025) $4 (2026)。" * n,
    "pairs with a rate": lambda n: "from $3 to $4, CAGR 5% " * n,
    "items with a rate": lambda n: "- $3 (2025)\n- $4 (2026), CAGR 5%\n" * n,
    "edges": lambda n: "```mermaid\ngraph LR\n" + "A[FY25 $5] -->|+5%| " * n + "B[FY26 $6]\n```\n",
    "nodes that never close": lambda n: "```mermaid\ngraph LR\n" + "A[" * n + " -->|+5%| B\n```\n",
    "slices": lambda n: "```mermaid\npie title $5\n" + '"a $5" : 5\n' * n + "```\n",
}


def work(text):
    shown = printed(text, scan(text), (), FENCES)
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        for finder in (find_changes, find_rates, find_in_diagrams):
            finder(shown, "Note.md")
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_work_grows_with_the_length_of_a_line(line):
    work(line(10))  # patterns and caches
    assert work(line(400)) <= 2.6 * work(line(200)) + 500
