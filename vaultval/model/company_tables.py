"""The tables and lists of a company that are read alike, from every note that they may stand in. READERS names them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from vaultval.diagnostics import Finding
from vaultval.model.calculations import read_calculations
from vaultval.model.consensus import read_consensus, read_margins
from vaultval.model.dcf import read_dilution
from vaultval.model.implied import read_reverse_cases
from vaultval.model.monitoring import read_monitoring
from vaultval.model.nodes import Node, Page
from vaultval.model.peers import read_peers
from vaultval.model.prices import read_prices
from vaultval.model.tables import read_segments
from vaultval.model.what_ifs import read_what_ifs
from vaultval.vocabulary import Vocabulary

Reader = Callable[[Page, Node | None, Vocabulary], tuple[Sequence[Any], list[Finding]]]

# the field of the record Company → what reads its rows in one note
READERS: tuple[tuple[str, Reader], ...] = (
    ("segments", read_segments),
    ("dilution", read_dilution),
    ("prices", read_prices),
    ("calculations", read_calculations),
    ("what_ifs", read_what_ifs),
    ("monitoring", read_monitoring),
    ("reverse_cases", read_reverse_cases),
    ("peers", read_peers),
    ("consensus", read_consensus),
    ("margins", read_margins),
)


def read_company_tables(
    scopes: Iterable[tuple[Page, Node | None]], vocabulary: Vocabulary
) -> tuple[dict[str, Any], list[Finding]]:
    """The rows of each table by field, from all notes of a company."""
    found: dict[str, Any] = {field: () for field, _ in READERS}
    findings: list[Finding] = []
    for page, scope in scopes:
        for field, reader in READERS:
            rows, problems = reader(page, scope, vocabulary)
            found[field] += tuple(rows)
            findings += problems
    return found, findings
