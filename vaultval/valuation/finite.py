"""One guard for what is computed from extreme inputs: a result that is no finite number is a finding, and no value."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import TypeVar

from vaultval.diagnostics import Finding, finding
from vaultval.figure import Figure
from vaultval.place import Place

T = TypeVar("T")


def numbers_in(result: object) -> Iterator[float]:
    """Every number of a result, through its dataclasses, sequences and mappings; of a Figure its value."""
    if isinstance(result, (float, Figure)):
        yield float(result)
    elif is_dataclass(result) and not isinstance(result, type):
        for field in fields(result):
            yield from numbers_in(getattr(result, field.name))
    elif isinstance(result, Mapping):
        for each in result.values():
            yield from numbers_in(each)
    elif isinstance(result, Sequence) and not isinstance(result, str):
        for each in result:
            yield from numbers_in(each)


def finite(
    compute: Callable[[], tuple[T | None, list[Finding]]], what: str, place: Place
) -> tuple[T | None, list[Finding]]:
    """What `compute` gives. Where it overflows, or a number of its result is not finite: None and a finding, in place of
    all that it found.

    what: is computed, as people would call it. place: where its inputs stand.
    """
    try:
        result, findings = compute()
    except ArithmeticError:
        result, findings = None, []
    else:
        if all(map(isfinite, numbers_in(result))):
            return result, findings
    message = f"{what} comes to no number that can be written down"
    return None, [finding("result-not-finite", place, message)]
