"""What tables claim of themselves: totals, shares, columns that follow from other columns, growth, and formulas in cells."""

from vaultval.audit.claims import Claim
from vaultval.audit.tables.bases import find_against_base
from vaultval.audit.tables.constants import find_by_constants
from vaultval.audit.tables.factors import find_products, find_shifted
from vaultval.audit.tables.formulas import find_formulas
from vaultval.audit.tables.grid import grids
from vaultval.audit.tables.growth import find_compound_growth, find_growth
from vaultval.audit.tables.making import kept
from vaultval.audit.tables.relations import find_relations
from vaultval.audit.tables.settled import find_settled
from vaultval.audit.tables.shares import find_shares
from vaultval.audit.tables.totals import find_totals
from vaultval.audit.tables.weights import find_weights
from vaultval.note.printed import Printed


def find_in_tables(printed: Printed, note: str) -> list[Claim]:
    """The claims of all tables of a note."""
    found: list[Claim] = []
    for table in printed.tables:
        both = grids(table)
        if both is None:
            continue
        claims = find_formulas(table, both[0], note)
        for grid in both:
            claims += find_totals(grid, note)
            claims += find_relations(grid, note)
            claims += find_settled(grid, note)
            claims += find_products(grid, note)
            claims += find_shifted(grid, note)
            claims += find_by_constants(grid, note)
            claims += find_against_base(grid, note)
            claims += find_growth(grid, note)
            claims += find_compound_growth(grid, note)
            claims += find_shares(grid, note)
            claims += find_weights(grid, table.header[0].content, note)
        found += kept(claims)
    return found
