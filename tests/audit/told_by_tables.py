"""What the finders of claims in tables say of a table: the numbers that are right, and those that are wrong."""

from collections.abc import Iterable, Sequence

from tests.audit.reading import claims_of
from vaultval.audit.claims import Claim, Kind, Verdict
from vaultval.audit.tables import find_in_tables

RIGHT = (Verdict.REPRODUCES, Verdict.ROUNDING)


def claims(text: str) -> list[Claim]:
    """All claims of the tables of a text."""
    return claims_of(text, (find_in_tables,))


def wrong(text: str) -> list[tuple[str, str]]:
    """The wrong numbers as stated, each with what it should be, in the order of the text."""
    found = sorted(claims(text), key=lambda claim: claim.place)
    return [(claim.stated, claim.shown) for claim in found if claim.verdict is Verdict.WRONG]


def right(text: str, kind: Kind | None = None) -> list[str]:
    """The right numbers as stated, of one kind if it is given, in the order of the text, each once."""
    found = sorted(claims(text), key=lambda claim: claim.place)
    return list(
        dict.fromkeys(
            claim.stated for claim in found if claim.verdict in RIGHT and kind in (None, claim.kind)
        )
    )


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
