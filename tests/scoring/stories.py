"""Narratives as notes, and their scores: what the tests of the scoring share."""

from datetime import date

from vaultval.pipeline import evaluate, read_vault

DAY = date(2026, 2, 10)
WORTH = {"H": "hard", "I": "inferred", "J": "judgement", "M": "media"}


def note(supporting=(), against=(), head=""):
    """A narrative's note. Items are texts with their label; head: lines of its properties."""
    lines = ["---", "type: narrative", *head.split("\n"), "---", "## Evidence", ""]
    lines += [f"- {item}" for item in supporting]
    lines += ["", "## Counter-evidence", "", *(f"- {item}" for item in against), ""]
    return "\n".join(line for line in lines if line or lines)


def points(net):
    """Items that sum to so many points."""
    return [f"said [hard: {abs(net)}]"] if net else []


def with_net(net, head=""):
    """A narrative of so many net points."""
    return note(points(net) if net > 0 else (), points(net) if net < 0 else (), head)


def scores(root, day=DAY):
    """The scores of a vault by the narratives' names, without the analysis of companies."""
    results = evaluate(read_vault(root), day, with_stakes=False)
    return {score.narrative.name: score for score in results.scores.values()}
