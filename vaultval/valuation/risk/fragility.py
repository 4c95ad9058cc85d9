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
from vaultval.valuation.risk.feedback import Edges, on_every_cycle
from vaultval.valuation.steps import Lift, Method, as_float, constant

MOST_CYCLES = 200
MOST_STEPS = 50_000
"""How many cycles are looked for, and how many steps are gone for them: chains that share many nodes make very many."""


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


def cycles(edges: Edges, written: Iterable[Sequence[str]] = ()) -> tuple[list[tuple[str, ...]], bool]:
    """The elementary cycles of a graph, each from its first node on, and whether there may be more than were looked for.

    written: chains of the author's own, each from a node back to before it. Where the search has to be cut, those that
    are elementary cycles come first, all of them.
    """
    own = {_turned(chain): tuple(chain) for chain in written if chain and len(set(chain)) == len(chain)}
    most = max(MOST_CYCLES, len(own))
    found: list[tuple[str, ...]] = []
    steps = 0
    before: dict[str, list[str]] = {node: [] for node in edges}
    for node, driven in edges.items():
        for after in driven:
            before[after].append(node)
    order = {node: number for number, node in enumerate(edges)}
    for start in edges:
        back = _leading_to(start, before, order)
        path, waiting = [start], [iter(edges[start])]
        while waiting:
            steps += 1
            if len(found) > most or steps > MOST_STEPS:
                others = [cycle for cycle in found if _turned(cycle) not in own]
                return [*own.values(), *others[: most - len(own)]], True
            following = next(waiting[-1], None)
            if following is None:
                path.pop()
                waiting.pop()
            elif following == start:
                found.append(tuple(path))
            elif following in back and following not in path:
                path.append(following)
                waiting.append(iter(edges[following]))
    return found, False


def _leading_to(goal: str, before: Edges, order: Mapping[str, int]) -> set[str]:
    """The nodes from which a way leads to one of them over none that comes before it in an order."""
    known, waiting = {goal}, [goal]
    while waiting:
        for node in before[waiting.pop()]:
            if node not in known and order[node] > order[goal]:
                known.add(node)
                waiting.append(node)
    return known


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the flywheels. name: as it is written first. option: whether it is an option; key: its id then.

    cycles: the numbers of the cycles that break without it. breaks: the ids of the options on them. everywhere: no
    cycle is left without it (a single point of failure). full_value: with those options' probability at zero, in
    currency/share; change: against the full value as it is. on_their_own: what the same options, and the emergent
    ones that need them, are worth on their own; without synergy and cap. These three are None where the search for
    cycles was cut: more options may fall than are known.
    """

    key: str
    name: str
    option: bool
    cycles: tuple[int, ...]
    breaks: tuple[str, ...]
    everywhere: bool
    full_value: float | None
    change: float | None
    on_their_own: float | None


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
    written = {tuple(step.key for step in wheel.steps[:-1]): wheel for wheel in company.flywheels}
    found, cut = cycles(edges, [chain for chain, wheel in written.items() if wheel.closed])
    chains = {_turned(chain): wheel.name for chain, wheel in written.items()}
    return Fragility(
        cycles=tuple(found),
        names=tuple(chains.get(_turned(cycle), "") for cycle in found),
        cut=cut,
        nodes=tuple(_nodes(company, value, method, edges, found, cut=cut)),
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
    company: Company,
    value: CompanyValue,
    method: Method,
    edges: Edges,
    found: Sequence[Sequence[str]],
    *,
    cut: bool,
) -> Iterator[Node]:
    steps: dict[str, Step] = {}
    for wheel in company.flywheels:
        for step in wheel.steps:
            steps.setdefault(step.key, step)
    passing: dict[str, list[int]] = {key: [] for key in steps}
    for number, cycle in enumerate(found):
        for key in cycle:
            passing[key].append(number)
    valued = [v.option.id for v in value.options] + [v.option.id for v in value.emergent]
    options = [[option for option in valued if option in cycle] for cycle in map(frozenset, found)]
    known: dict[tuple[str, ...], float] = {}
    everywhere = on_every_cycle(edges)
    for key, step in steps.items():
        standing = {key, *(option for number in passing[key] for option in options[number])}
        breaks = tuple(option for option in valued if option in standing)
        if breaks not in known and not cut:
            run = without(company, breaks, method, as_float) if breaks else None
            known[breaks] = float((run or value).full_value)
        yield Node(
            key=key,
            name=step.name,
            option=step.option,
            cycles=tuple(passing[key]),
            breaks=breaks,
            everywhere=key in everywhere,
            full_value=None if cut else known[breaks],
            change=None if cut else known[breaks] - float(value.full_value),
            on_their_own=None if cut else _on_their_own(value, breaks),
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
