"""The audit held against claims that were labelled by hand: a confusion table, and each claim that was judged otherwise.

LABELS is a JSON list of {"doc": the first letters of the note's name, "line", "stated", "verdict": "reproduces",
"rounding", "wrong" or "inconsistent", "recomputed"}. A label is matched by its line and its stated number; where a line
states that number more than once, each claim is matched once, those first that come to what the label says.

A wrong figure has to be found where the claim itself prints what it is made of. A label may say whether it does, with
"printed": true or false; of one that does not, it is said to, if all numbers of its "expression" stand on its line.

Ends with 1 if more than 2 % of the right figures that are claimed at all are called wrong.

python -m benchmarks.confusion LABELS.json FOLDER
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from vaultval.audit.claims import Claim, Verdict
from vaultval.pipeline import audit_vault, read_vault
from vaultval.place import Place
from vaultval.quantity import read
from vaultval.vault.vault import Hold

DAY = date(2026, 2, 10)
MOST_CALLED_WRONG = 0.02
RIGHT = ("reproduces", "rounding")
NOT_CLAIMED = "not claimed"
_ALWAYS_THERE = {"1", "100"}  # as in 1 - 12 % and in hundredths
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


class Label(NamedTuple):
    """One claim as it was labelled, and what the audit says of it. printed: whether it prints what it is made of."""

    note: str
    line: int
    stated: str
    recomputed: object
    verdict: str
    printed: bool
    given: str = NOT_CLAIMED


def main(labels: str, folder: str) -> None:
    """Print the table, what was missed, and what was called wrong."""
    root = Path(folder)
    found = read_vault(root, hold=Hold.TEXT)
    audited = audit_vault(found, DAY)
    names = {path[:3]: path for path in found.vault.notes}
    texts = {path: (root / path).read_text("utf-8").split("\n") for path in names.values()}
    entries = json.loads(Path(labels).read_text("utf-8"))
    labelled = [_label(each, names, texts) for each in entries if each["doc"] in names]
    judged = _judged(labelled, audited.claims)
    _print_table(judged)
    wrong = [each for each in judged if each.verdict == "wrong"]
    missed = [each for each in wrong if each.given != "wrong"]
    sure = [each for each in wrong if each.printed]
    print(
        f"{sum(each.given == 'wrong' for each in sure)} of {len(sure)} wrong figures that print what they are made of are found\n"
    )
    _print_list(
        "wrong, made of what they print, and not found", [each for each in missed if each.printed], texts
    )
    _print_list(
        "wrong, made of what stands elsewhere, and not found",
        [each for each in missed if not each.printed],
        texts,
    )
    called = [each for each in judged if each.verdict in RIGHT and each.given == "wrong"]
    _print_list("right, and called wrong", called, texts)
    claimed = sum(each.verdict in RIGHT and each.given != NOT_CLAIMED for each in judged)
    print(f"{len(called)} of {claimed} right figures that are claimed are called wrong")
    if len(called) > MOST_CALLED_WRONG * claimed:
        sys.exit(f"Over {MOST_CALLED_WRONG:.0%}.")


def _label(
    entry: Mapping[str, object], names: Mapping[str, str], texts: Mapping[str, Sequence[str]]
) -> Label:
    note, line = names[str(entry["doc"])], int(str(entry["line"]))
    row = texts[note][line - 1] if 0 < line <= len(texts[note]) else ""
    inputs = _numbers(str(entry.get("expression", ""))) - _ALWAYS_THERE
    printed = bool(entry["printed"]) if "printed" in entry else bool(inputs) and inputs <= _numbers(row)
    return Label(note, line, str(entry["stated"]), entry.get("recomputed"), str(entry["verdict"]), printed)


def _judged(labels: Sequence[Label], claims: Sequence[Claim]) -> list[Label]:
    """Each label with the verdict of the claim that it is about: of all pairs, those that agree best go first."""
    beside: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        beside[claim.place.note, claim.place.line].append(claim)
    pairs = sorted(
        (_apart(claim, label), at, order)
        for at, label in enumerate(labels)
        for order, claim in enumerate(beside[label.note, label.line])
        if _same_number(claim.stated, label.stated)
    )
    judged = list(labels)
    taken: set[tuple[str, int, int]] = set()
    for _, at, order in pairs:
        note, line = labels[at].note, labels[at].line
        if judged[at].given == NOT_CLAIMED and (note, line, order) not in taken:
            taken.add((note, line, order))
            judged[at] = labels[at]._replace(given=beside[note, line][order].verdict.value)
    return judged


def _same_number(stated: str, label: str) -> bool:
    """Whether a label's number, which leaves scale and unit to a column of its own, is the one that a claim states."""
    return not _numbers(stated).isdisjoint(_numbers(label))


def _numbers(text: str) -> set[str]:
    """The numbers of a text without their signs and units, and without zeros at the end of their decimals."""
    found = (number.replace(",", "") for number in _NUMBER.findall(text))
    return {number.rstrip("0").rstrip(".") if "." in number else number for number in found}


def _apart(claim: Claim, label: Label) -> float:
    """How far a claim's result is from the one of the label, whose scale is not known: 0 for the same digits."""
    if claim.recomputed is None or not isinstance(label.recomputed, int | float) or not label.recomputed:
        return 1.0
    shown, _ = read(claim.shown, Place(""))
    mantissa = shown.value / shown.scale if shown else claim.recomputed
    return min(abs(mantissa / label.recomputed - 1), 1.0)


def _print_table(judged: Sequence[Label]) -> None:
    columns = [*(verdict.value for verdict in Verdict), NOT_CLAIMED]
    counts = Counter((each.verdict, each.given) for each in judged)
    print("".join(f"{name:>16}" for name in ("label", *columns, "all")))
    for label in ("reproduces", "rounding", "wrong", "inconsistent"):
        row = [counts[label, given] for given in columns]
        print("".join(f"{cell:>16}" for cell in (label, *row, sum(row))))
    print()


def _print_list(title: str, labels: Sequence[Label], texts: Mapping[str, Sequence[str]]) -> None:
    print(f"{title}: {len(labels)}")
    for label in labels:
        rows = texts[label.note]
        text = rows[label.line - 1].strip() if 0 < label.line <= len(rows) else ""
        print(f"  {label.note}:{label.line}  states {label.stated}, label {label.recomputed}, {label.given}")
        print(f"    {text[:160]}")
    print()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit((__doc__ or "").rstrip().rpartition("\n")[2])
    main(*sys.argv[1:])
