"""The circles of a directed graph, and where strengths on a circle come to rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence

STILL = 1e-13
"""Strengths are at rest when none of them moves by more."""

MOST_CALLS = 15_000
"""How often a step is taken at most."""

_ERROR = 1e-3

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


def iterate(step: Step, start: Mapping[str, float], most: int = MOST_CALLS) -> tuple[dict[str, float], bool]:
    """The fixed point of a step by iterating it, and whether it came to rest. most: how many times to try."""
    state = dict(start)
    for _round in range(most):
        following = step(state)
        still = _distance(following, state) <= STILL
        state = following
        if still:
            return state, True
    return state, False


def follow(
    step: Step, start: Mapping[str, float], steepness: float, most: int = MOST_CALLS
) -> tuple[dict[str, float], bool]:
    """Where ds/dt = step(s) − s leads from the start, and whether it came to rest.

    Runge-Kutta of the third order, with a step as long as its error allows: a thousandth of the motion. steepness: the
    largest slope × Σ|weight|; the steeper, the shorter the first step. most: how many times to call `step`. Sources:
    Potyka, "Continuous Dynamical Systems for Weighted Bipolar Argumentation", KR 2018 (the continuous form); Bogacki,
    Shampine, "A 3(2) pair of Runge-Kutta formulas", Applied Mathematics Letters 2, 1989.
    """
    names, state, size = list(start), list(start.values()), min(1.0, 2 / (1 + steepness))

    def motion(at: Sequence[float]) -> list[float]:
        return [value - at[i] for i, value in enumerate(step(dict(zip(names, at, strict=True))).values())]

    k1 = motion(state)
    for _step in range(most // 3):
        moving = max(map(abs, k1))
        if moving <= STILL:
            return dict(zip(names, state, strict=True)), True
        k2 = motion(_moved(state, size / 2, k1))
        k3 = motion(_moved(state, size * 3 / 4, k2))
        ahead = _moved(state, size, [(2 * a + 3 * b + 4 * c) / 9 for a, b, c in zip(k1, k2, k3, strict=True)])
        k4 = motion(ahead)
        four = zip(k1, k2, k3, k4, strict=True)
        error = size * max(abs(-5 * a + 6 * b + 8 * c - 9 * d) / 72 for a, b, c, d in four)
        allowed = _ERROR * moving
        if error <= allowed:
            state, k1 = ahead, k4
        size = min(1.0, size * min(5.0, max(0.2, 0.9 * (allowed / error) ** (1 / 3) if error else 5.0)))
    return dict(zip(names, state, strict=True)), False


def _moved(state: Sequence[float], size: float, motion: Sequence[float]) -> list[float]:
    return [min(max(value + size * by, 0.0), 1.0) for value, by in zip(state, motion, strict=True)]


def _distance(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return max(abs(value - other[name]) for name, value in one.items())
