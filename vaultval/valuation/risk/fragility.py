"""What falls with one part of a company's flywheels: its cycles, and the value without what stands on them. Method §10.

Terms of graph theory: an elementary cycle passes no node twice; the nodes without which no cycle is left are the
feedback vertices of size one. Source: Donald B. Johnson, "Finding All the Elementary Circuits of a Directed Graph",
SIAM Journal on Computing 4 (1), 1975.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vaultval.figure import N, named, total
from vaultval.model.company_records import Flywheel, Step
from vaultval.model.records import Company, KillSwitch
from vaultval.valuation.company import CompanyValue, value_company
from vaultval.valuation.steps import Lift, Method, as_float, constant

MOST_CYCLES = 200
MOST_STEPS = 50_000
"""How many cycles are looked for, and how many steps are gone for them: chains that share many nodes make very many."""

Edges = Mapping[str, Collection[str]]


def hub_degree(coefficients: Sequence[N]) -> N:
    """Σ of an option's synergy coefficients towards the others: how much its success helps them all together."""
    return total(coefficients)


def single_point_loss(values: Sequence[N], kept: Sequence[N], emergent: N) -> N:
    """Σ V · (1 − P'/P) + emergent, in currency/share: report 001's own way to add up what is lost.

    values: of the options on their own. kept: P'/P, the share of its probability that each keeps. emergent: the value
    of the options that need the others, all of it lost. Synergy and the cap are left out.
    """
    return total([value * (1 - share) for value, share in zip(values, kept, strict=True)]) + emergent


def edges_of(wheels: Iterable[Flywheel]) -> dict[str, list[str]]:
    """What each node drives, over all chains, in the order in which they are written."""
    edges: dict[str, list[str]] = {}
    for wheel in wheels:
        for step, after in zip(wheel.steps, wheel.steps[1:], strict=False):
            driven = edges.setdefault(step.key, [])
            edges.setdefault(after.key, [])
            if after.key not in driven:
                driven.append(after.key)
    return edges


def cycles(edges: Edges) -> tuple[list[tuple[str, ...]], bool]:
    """The elementary cycles of a graph, each from its first node on, and whether there may be more than were looked for."""
    found: list[tuple[str, ...]] = []
    steps = 0
    order = list(edges)
    for at, start in enumerate(order):
        back = _leading_to(start, edges, set(order[at:]))
        path, waiting = [start], [iter(edges[start])]
        while waiting:
            steps += 1
            if len(found) >= MOST_CYCLES or steps > MOST_STEPS:
                return found, True
            after = next(waiting[-1], None)
            if after is None:
                path.pop()
                waiting.pop()
            elif after == start:
                found.append(tuple(path))
            elif after in back and after not in path:
                path.append(after)
                waiting.append(iter(edges[after]))
    return found, False


def _leading_to(goal: str, edges: Edges, among: Collection[str]) -> set[str]:
    """The nodes of a set from which a way leads to one of them within the set."""
    before: dict[str, list[str]] = {}
    for node in among:
        for after in edges[node]:
            before.setdefault(after, []).append(node)
    known, waiting = {goal}, [goal]
    while waiting:
        for node in before.get(waiting.pop(), ()):
            if node not in known:
                known.add(node)
                waiting.append(node)
    return known


def turns(edges: Edges, without: str | None = None) -> bool:
    """Whether a graph has a cycle; with one node taken out, whether one is left."""
    before = dict.fromkeys(edges, 0)  # how many ways lead to each node from those that are left
    for node, driven in edges.items():
        for after in driven:
            before[after] += node != without
    waiting = [node for node, count in before.items() if not count and node != without]
    left = len(edges) - (without in edges)
    while waiting:
        left -= 1
        for after in edges[waiting.pop()]:
            before[after] -= 1
            if not before[after] and after != without:
                waiting.append(after)
    return left > 0


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the flywheels. name: as it is written first. option: whether it is an option; key: its id then.

    cycles: the numbers of the cycles that break without it. breaks: the ids of the options on them. everywhere: no
    cycle is left without it (a single point of failure). full_value: with those options' probability at zero, in
    currency/share; change: against the full value as it is. on_their_own: what the same options, and the emergent
    ones that need them, are worth on their own; without synergy and cap.
    """

    key: str
    name: str
    option: bool
    cycles: tuple[int, ...]
    breaks: tuple[str, ...]
    everywhere: bool
    full_value: float
    change: float
    on_their_own: float


@dataclass(frozen=True, slots=True)
class Fragility:
    """The flywheels of a company as a graph. cycles: keys of nodes. names: of each cycle, the chain that it is, or "".

    cut: whether there may be more cycles. edges: what each node drives. hubs: option id → hub degree.
    """

    cycles: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    cut: bool
    nodes: tuple[Node, ...]
    edges: Edges
    hubs: Mapping[str, N]

    @property
    def single_points(self) -> tuple[Node, ...]:
        """The nodes that are on every cycle."""
        return tuple(node for node in self.nodes if node.everywhere)


def without(company: Company, lost: Collection[str], method: Method, lift: Lift) -> CompanyValue | None:
    """A company's valuation with the probability of some options (by id) at zero.

    What requires them fails with them, and what they lift is no longer lifted, because the model is run again.
    """
    options = tuple(
        option.model_copy(update={"kill_switches": (*option.kill_switches, _failure(option.id, company))})
        if option.id in lost
        else option
        for option in company.options
    )
    return value_company(company.model_copy(update={"options": options}), method, lift)[0]


def _failure(option: str, company: Company) -> KillSwitch:
    """What sets an option's probability to zero: nothing that a note says, but the flywheel that has it as a step."""
    steps = (step.place for wheel in company.flywheels for step in wheel.steps if step.key == option)
    zero = constant(0.0, "supposed to fail", next(steps, company.place))
    return KillSwitch(
        id=f"{option}: fails", text="supposed to fail", place=company.place, options=(option,), fired=True,
        effect=zero, sets=True,
    )  # fmt: skip


def fragility(company: Company, value: CompanyValue, method: Method, lift: Lift) -> Fragility | None:
    """The flywheels and hub degrees of a company; None where the notes state neither a flywheel nor a coefficient."""
    hubs = hub_degrees(value, lift)
    if not company.flywheels and not hubs:
        return None
    edges = edges_of(company.flywheels)
    found, cut = cycles(edges)
    chains = {_turned(tuple(s.key for s in wheel.steps[:-1])): wheel.name for wheel in company.flywheels}
    return Fragility(
        cycles=tuple(found),
        names=tuple(chains.get(_turned(cycle), "") for cycle in found),
        cut=cut,
        nodes=tuple(_nodes(company, value, method, edges, found)),
        edges=edges,
        hubs=hubs,
    )


def hub_degrees(value: CompanyValue, lift: Lift) -> dict[str, N]:
    """The hub degree of each valued option that has a coefficient, the largest first."""
    names = {each.option.id: each.option.name for each in value.options}
    rows: dict[str, list[N]] = {}
    for cell in value.company.synergies:
        if cell.source in names and cell.target in names:
            name = f"synergy {names[cell.source]} → {names[cell.target]}"
            rows.setdefault(cell.source, []).append(lift(cell.value, name))
    degrees = {key: named(hub_degree(row), f"{names[key]}: hub degree") for key, row in rows.items()}
    return dict(sorted(degrees.items(), key=lambda pair: -float(pair[1])))


def _turned(cycle: Sequence[str]) -> tuple[str, ...]:
    """A cycle from its least node on, so that it is the same wherever it was begun."""
    if not cycle:
        return ()
    at = min(range(len(cycle)), key=lambda i: cycle[i])
    return (*cycle[at:], *cycle[:at])


def _nodes(
    company: Company, value: CompanyValue, method: Method, edges: Edges, found: Sequence[Sequence[str]]
) -> Iterator[Node]:
    steps: dict[str, Step] = {}
    for wheel in company.flywheels:
        for step in wheel.steps:
            steps.setdefault(step.key, step)
    valued = [v.option.id for v in value.options] + [v.option.id for v in value.emergent]
    known: dict[tuple[str, ...], float] = {}
    turning = turns(edges)
    for key, step in steps.items():
        on = tuple(number for number, cycle in enumerate(found) if key in cycle)
        standing = {key, *(each for number in on for each in found[number])}
        breaks = tuple(option for option in valued if option in standing)
        if breaks not in known:
            run = without(company, breaks, method, as_float) if breaks else None
            known[breaks] = float((run or value).full_value)
        yield Node(
            key=key,
            name=step.name,
            option=step.option,
            cycles=on,
            breaks=breaks,
            everywhere=turning and not turns(edges, key),
            full_value=known[breaks],
            change=known[breaks] - float(value.full_value),
            on_their_own=_on_their_own(value, breaks),
        )


def _on_their_own(value: CompanyValue, breaks: Collection[str]) -> float:
    """What is lost by the author's own short cut, where the options fail altogether."""
    lost = set(breaks)
    needs = {each.option.id: {r.target for r in each.option.requires} for each in value.emergent}
    while more := {option for option, needed in needs.items() if needed & lost} - lost:
        lost |= more
    new = total([each.value for each in value.emergent if each.option.id in lost])
    alone = [each for each in value.options if each.option.id in lost]
    return float(single_point_loss([each.weighted for each in alone], [0.0] * len(alone), new))
