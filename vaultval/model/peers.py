"""The table of companies that are compared with a company: `Company | Revenue | R&D | SBC | Net income | Market cap`."""

from vaultval.diagnostics import Finding, finding
from vaultval.model.account_records import Peer
from vaultval.model.accounts import Row, TableReader
from vaultval.model.attributes import Form
from vaultval.model.nodes import Node, Page
from vaultval.quantity import Quantity, Unit
from vaultval.vocabulary import Vocabulary

_FORMS = {
    "revenue": Form.MONEY,
    "rd": Form.MONEY,
    "sbc": Form.MONEY,
    "net_income": Form.MONEY,
    "market_cap": Form.MONEY,
    "rd_to_revenue": Form.RATIO,
    "sbc_to_revenue": Form.RATIO,
    "sbc_to_net_income": Form.RATIO,
    "net_margin": Form.RATIO,
    "ps": Form.MULTIPLE,
    "pe": Form.MULTIPLE,
}


def read_peers(
    page: Page, node: Node | None, vocabulary: Vocabulary
) -> tuple[tuple[Peer, ...], list[Finding]]:
    """The rows of a company's Peers table. A cell that cannot be read is left out; the rest of its row counts."""
    reader = TableReader([(page, node)], vocabulary, "")
    peers = []
    for row in reader.rows("peers", _FORMS):
        values, found = _in_one_currency(row)
        reader.findings += found
        peers.append(Peer(name=row.name, place=row.place, values=tuple(values.items())))
    return tuple(peers), reader.findings


def _in_one_currency(row: Row) -> tuple[dict[str, Quantity], list[Finding]]:
    """The cells of a row without amounts in another currency than its first one."""
    home = next((q.currency for q in row.values.values() if q.unit is Unit.CURRENCY and q.currency), "")
    values, findings = {}, []
    for key, quantity in row.values.items():
        if quantity.unit is Unit.CURRENCY and quantity.currency not in ("", home):
            message = f"{quantity.text!r} of {row.name!r} is not in {home}, as its other amounts are"
            place = quantity.place or row.place
            findings.append(
                finding("mixed-currencies", place, message, expected=home, found=quantity.currency)
            )
        else:
            values[key] = quantity
    return values, findings
