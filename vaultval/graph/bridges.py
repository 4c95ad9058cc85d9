"""What falls apart without a note."""

from collections.abc import Iterable, Mapping
from typing import cast

import networkx as nx


def parts_without(links: "nx.Graph[str]") -> Mapping[str, tuple[int, ...]]:
    """For each node that holds others together: how many nodes are in each part that is left of its surroundings.

    The largest part comes first. Nodes without which all the others still hang together are left out. Linear: over
    the tree of the blocks (biconnected components) and the nodes that they share.
    """
    components = cast(
        "Iterable[set[str]]", nx.biconnected_components(links)
    )  # its stubs say more than it gives
    blocks = [frozenset(block) for block in components]
    blocks_of: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        for node in block:
            blocks_of.setdefault(node, []).append(index)
    shared = {node: inside for node, inside in blocks_of.items() if len(inside) > 1}
    parts: dict[str, tuple[int, ...]] = {}
    seen: set[int] = set()
    for root in range(len(blocks)):
        if root not in seen:
            order = _walk(root, blocks, shared)
            seen.update(block for block, _ in order)
            parts.update(_parts(order, blocks, shared))
    return parts


def _walk(
    root: int, blocks: list[frozenset[str]], shared: Mapping[str, list[int]]
) -> list[tuple[int, str | None]]:
    """Every block that hangs together with the root, each after the one it was reached from, and by which node."""
    order: list[tuple[int, str | None]] = [(root, None)]
    for block, parent in order:  # grows while it is walked
        for node in blocks[block]:
            if node != parent and node in shared:
                order += [(other, node) for other in shared[node] if other != block]
    return order


def _parts(
    order: list[tuple[int, str | None]], blocks: list[frozenset[str]], shared: Mapping[str, list[int]]
) -> dict[str, tuple[int, ...]]:
    """The sizes of the parts for each shared node, from the leaves of the tree up."""
    below: dict[str, list[int]] = {}  # node → the sizes of what hangs on it, away from the root
    total = 0
    for block, parent in reversed(order):
        inside = [node for node in blocks[block] if node != parent]
        size = len(inside) + sum(sum(below[node]) for node in inside if node in shared)
        if parent is None:
            total = size
        else:
            below.setdefault(parent, []).append(size)
    return {
        node: tuple(sorted((*sizes, total - 1 - sum(sizes)), reverse=True)) for node, sizes in below.items()
    }
