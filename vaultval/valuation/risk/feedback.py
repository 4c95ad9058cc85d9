"""The nodes that are on every cycle of a graph: its feedback vertices of size one. Takes as long as there are edges.

Such a node is on any one cycle, the ring. Every other way leaves the ring at one node, and comes back to it. One that
comes back further along skips the nodes between; one that comes back at or before the node where it left closes
another cycle, with the ring from there to here. A node on every cycle is skipped by no way, and is on all of those; and
nothing turns beside the ring. Source: own derivation; the order of what lies beside the ring is that of A. B. Kahn,
"Topological sorting of large networks", Communications of the ACM 5 (11), 1962.
"""

from collections.abc import Collection, Mapping

Edges = Mapping[str, Collection[str]]


def turns(edges: Edges) -> bool:
    """Whether a graph has a cycle."""
    return len(_order(edges, edges)) < len(edges)


def on_every_cycle(edges: Edges) -> frozenset[str]:
    """The nodes without which no cycle of a graph is left; none where there is no cycle."""
    ring = _a_cycle(edges)
    at = {node: index for index, node in enumerate(ring)}
    beside = _order(edges, [node for node in edges if node not in at])
    if not ring or len(beside) + len(ring) < len(edges):
        return frozenset()
    lowest, highest = _comes_back(edges, at, beside)
    latest = _left_from(edges, at, beside)
    first = max(index for index in range(len(ring)) if latest[index] >= index)
    last = min(index for index in range(len(ring)) if lowest[index] <= index)
    found, skipped = set(), -1
    for index, node in enumerate(ring):
        if first <= index <= last and index >= skipped:
            found.add(node)
        skipped = max(skipped, highest[index])
    return frozenset(found)


def _order(edges: Edges, among: Collection[str]) -> list[str]:
    """Some nodes, each after those of them that lead to it; those on a cycle of them, and behind one, are left out."""
    before = dict.fromkeys(among, 0)
    for node in among:
        for after in edges[node]:
            if after in before:
                before[after] += 1
    ready = [node for node, count in before.items() if not count]
    for node in ready:  # which grows meanwhile
        for after in edges[node]:
            if after in before:
                before[after] -= 1
                if not before[after]:
                    ready.append(after)
    return ready


def _a_cycle(edges: Edges) -> list[str]:
    """The nodes of one cycle, in its order; none where there is none."""
    ordered = set(_order(edges, edges))
    back: dict[str, str] = {}  # a node that leads to each, of those that are on a cycle or behind one
    for node in edges:
        if node not in ordered:
            back |= {after: node for after in edges[node] if after not in ordered}
    path: dict[str, None] = {}
    if not back:
        return []
    node = next(iter(back))
    while node not in path:
        path[node] = None
        node = back[node]
    walked = list(path)
    return walked[walked.index(node) :][::-1]


def _comes_back(
    edges: Edges, at: Mapping[str, int], beside: Collection[str]
) -> tuple[dict[int, int], dict[int, int]]:
    """The first and the last node of the ring to which a way from each of its nodes comes back, by their index."""
    lowest: dict[str, int] = dict(at)
    highest: dict[str, int] = dict(at)
    low, high = {}, {}
    for node in (*reversed(list(beside)), *at):
        ends = [after for after in edges[node] if after in lowest]
        first = min((lowest[after] for after in ends), default=len(at))
        last = max((highest[after] for after in ends), default=-1)
        if node in at:
            low[at[node]], high[at[node]] = first, last
        else:
            lowest[node], highest[node] = first, last
    return low, high


def _left_from(edges: Edges, at: Mapping[str, int], beside: Collection[str]) -> dict[int, int]:
    """The last node of the ring from which a way comes back to each of its nodes, by their index."""
    latest: dict[str, int] = dict(at)
    found = dict.fromkeys(range(len(at)), -1)
    for node in (*at, *beside):
        for after in edges[node]:
            if after in at:
                found[at[after]] = max(found[at[after]], latest.get(node, -1))
            else:
                latest[after] = max(latest.get(after, -1), latest.get(node, -1))
    return found
