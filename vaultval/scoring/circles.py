"""The circles of a directed graph, and where strengths on a circle come to rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence

STILL = 1e-13
"""Strengths are at rest when none of them moves by more."""

_MOST_ROUNDS, _MOST_STEPS = 5000, 5000

Step = Callable[[Mapping[str, float]], dict[str, float]]
"""From the strengths of a circle to those that they bring about, each 0 to 1."""


def components(parents: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The strongly connected components of a graph, each after those that it leans on, its members in given order.

    parents: node → the nodes that it leans on, all of them keys. Source: Tarjan, "Depth-first search and linear graph
    algorithms", 1972; without recursion.
    """
    order = {name: index for index, name in enumerate(parents)}
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: dict[str, None] = {}
    for root in parents:
        path = [] if root in numbers else [(root, iter(parents[root]))]
        while path:
            node, rest = path[-1]
            if node not in numbers:
                numbers[node] = lowest[node] = len(numbers)
                waiting[node] = None
            following = next((name for name in rest if name not in numbers or name in waiting), None)
            if following is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
                if lowest[node] == numbers[node]:
                    members = [name for name in waiting if numbers[name] >= numbers[node]]
                    for name in members:
                        del waiting[name]
                    yield tuple(sorted(members, key=order.__getitem__))
            elif following in numbers:
                lowest[node] = min(lowest[node], numbers[following])
            else:
                path.append((following, iter(parents[following])))


def iterate(step: Step, start: Mapping[str, float]) -> tuple[dict[str, float], bool]:
    """The fixed point of a step by iterating it, and whether it came to rest."""
    state = dict(start)
    for _round in range(_MOST_ROUNDS):
        following = step(state)
        still = _distance(following, state) <= STILL
        state = following
        if still:
            return state, True
    return state, False


def follow(step: Step, start: Mapping[str, float], steepness: float) -> tuple[dict[str, float], bool]:
    """Where ds/dt = step(s) − s leads from the start, and whether it came to rest; classical Runge-Kutta, fourth order.

    steepness: the largest slope × Σ|weight|; the steeper, the shorter the steps. Source of the continuous form:
    Potyka, "Continuous Dynamical Systems for Weighted Bipolar Argumentation", KR 2018.
    """
    state, size = dict(start), min(1.0, 2 / (1 + steepness))

    def motion(at: Mapping[str, float]) -> dict[str, float]:
        return {name: value - at[name] for name, value in step(at).items()}

    def moved(by: Mapping[str, float], how_far: float) -> dict[str, float]:
        return {name: min(max(value + how_far * by[name], 0.0), 1.0) for name, value in state.items()}

    for _step in range(_MOST_STEPS):
        k1 = motion(state)
        if max(map(abs, k1.values())) <= STILL:
            return state, True
        k2 = motion(moved(k1, size / 2))
        k3 = motion(moved(k2, size / 2))
        k4 = motion(moved(k3, size))
        state = moved({n: (k1[n] + 2 * k2[n] + 2 * k3[n] + k4[n]) / 6 for n in state}, size)
    return state, False


def _distance(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return max(abs(value - other[name]) for name, value in one.items())
