"""What hangs on each open milestone: the model run again with it met, and with it missed. Method §9."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vaultval.model.records import Company, Milestone
from vaultval.valuation.calendar import state_of
from vaultval.valuation.company import value_company
from vaultval.valuation.steps import Method, as_float


@dataclass(frozen=True, slots=True)
class Stake:
    """An open milestone. days_left: until it is due. if_hit, if_missed: change of full value in currency/share.

    options: the ids of the options that it bears on.
    """

    milestone: Milestone
    options: tuple[str, ...]
    due: date | None
    days_left: int | None
    if_hit: float
    if_missed: float


def stakes(company: Company, method: Method) -> tuple[Stake, ...]:
    """The open milestones of a company's options, the next one first, those without a date last."""
    base, _ = value_company(company, method, as_float)
    if base is None:
        return ()
    valued = {value.option.id for value in base.options}
    grouped: dict[str, list[Milestone]] = {}
    for option in company.options:
        for milestone in option.milestones:
            if option.id in valued and state_of(milestone, method.as_of) == "open":
                grouped.setdefault(milestone.id, []).append(milestone)

    def full_value(identity: str, state: str) -> float:
        value, _ = value_company(company, method, as_float, {identity: state})
        return float(value.full_value) if value else 0.0

    found = [
        Stake(
            milestone=same[0],
            options=tuple(milestone.option for milestone in same),
            due=same[0].due,
            days_left=(same[0].due - method.as_of).days if same[0].due else None,
            if_hit=full_value(identity, "hit") - float(base.full_value),
            if_missed=full_value(identity, "missed") - float(base.full_value),
        )
        for identity, same in grouped.items()
    ]
    return _in_order(found)


def _in_order(found: Sequence[Stake]) -> tuple[Stake, ...]:
    return tuple(sorted(found, key=lambda stake: (stake.due or date.max, stake.milestone.id)))
