"""A report imported into an empty vault and valued in mode published, beside the sums that the report itself states.

Ends with 1 where a sum that the report states is not what the imported notes give, or a second import would add anything.

python -m benchmarks.imported REPORT
"""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from vaultval.diagnostics import Severity
from vaultval.importing.planning import Plan, ReportFile, plan_import
from vaultval.pipeline import evaluate, read_vault
from vaultval.place import Place
from vaultval.quantity import read
from vaultval.render.data import value_document
from vaultval.vault.vault import Hold
from vaultval.writeback.create import NewFile, add

_GIVEN = {
    "core": "core",
    "alone": "independent_sum",
    "lifted": "adjusted_sum",
    "capped": "pmx",
    "full_value": "full_value",
    "ceiling": "ceiling",
    "utilisation": "utilisation_market_cap",
}
_NEAR, _NEAR_RATIO = 0.05, 0.0005  # half of the last digit that such reports print: $0.1 a share, 0.1 %


def main() -> None:
    """Print the sums of a report beside those of its import, and what was not read."""
    report = Path(sys.argv[1])
    with TemporaryDirectory() as folder:
        root = Path(folder)
        data = report.read_bytes()
        file = ReportFile(report.name, data, data.decode("utf-8"), "")
        plan = _planned(root, file)
        day = plan.report.stated.get("price_date")
        settings = 'mode = "published"\n' + (f'as_of = "{day.text}"\n' if day else "")
        notes = [NewFile(draft.path, draft.text.encode()) for draft in plan.new]
        add(root, [NewFile("vaultval.toml", settings.encode()), NewFile(plan.source.path, data), *notes])
        results = evaluate(read_vault(root), date.fromisoformat(day.text if day else "2000-01-01"))
        told = value_document(results)
        wrong = _sums(plan, told) + _points(plan, told)
        again = _planned(root, file)
        print(f"\nA second import would add {len(again.new)} notes.")
        parts = [part for part in plan.unread if part.kind != "code"]
        print(f"{len(plan.new)} notes; {len(parts)} parts of tables, lists and boxes were not read.")
        errors = sum(found.severity is Severity.ERROR for found in results.findings)
        print(f"{errors} errors are found in the notes.")
    sys.exit(1 if wrong or again.new else 0)


def _planned(root: Path, file: ReportFile) -> Plan:
    held = read_vault(root, hold=Hold.TEXT)
    return plan_import(held.vault, held.model, held.config.vocabulary, file)


def _sums(plan: Plan, told: Mapping[str, Any]) -> int:
    """How many of the sums that the report states are not those of its import; each of them printed."""
    if not told["companies"]:
        print("The company cannot be valued.")
        return 1
    company = next(iter(told["companies"].values()))
    wrong = 0
    for key, said in plan.report.totals.items():
        quantity = read(said.text, Place(""))[0]
        number = company[_GIVEN[key]]
        near = _NEAR_RATIO if key == "utilisation" else _NEAR
        same = quantity is not None and number is not None and abs(number - quantity.value) < near
        wrong += not same
        print(
            f"{key:12} {said.text:>12}  line {said.line:4}  imported {number:10.4f}  {'same' if same else 'DIFFERENT'}"
        )
    return wrong


def _points(plan: Plan, told: Mapping[str, Any]) -> int:
    """The same for the points of narratives whose evidence the report lists."""
    wrong = 0
    scores = {score["note"]: (score["for"], score["against"]) for score in told["narratives"].values()}
    paths = [draft.path for draft in plan.new if draft.kind == "narrative"]
    for narrative, path in zip(plan.report.narratives, paths, strict=True):
        if narrative.points is None or not (narrative.evidence or narrative.counter_evidence):
            continue
        stated = tuple(float(said.text) for said in narrative.points)
        wrong += scores[path] != stated
        print(
            f"{narrative.name}: {stated} imported {scores[path]} {'same' if scores[path] == stated else 'DIFFERENT'}"
        )
    return wrong


if __name__ == "__main__":
    main()
