"""What an option must state to be valued, and what of it the notes do not state."""

from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from vaultval.diagnostics import Finding, finding
from vaultval.model.records import Company, Option, Scenario
from vaultval.quantity import Quantity, Unit, written
from vaultval.quantity.currency import foreign
from vaultval.valuation.bounds import LONGEST_HORIZON, check_growth_years, check_zero
from vaultval.valuation.options import STAGE_BANDS
from vaultval.valuation.ratios import not_positive, not_ratios

FACTORS = ("tam", "share", "net_margin", "pe")


def _growths(option: Option) -> list[Finding]:
    """Rates of growth that shrink to nothing, or more than double a year: mostly a % sign that was forgotten."""
    stated = {"tam_growth": option.tam_growth, "core_growth": option.core_growth}
    return [
        finding("ratio-out-of-range", quantity.place or option.place, f"`{key}` is {quantity.value:.0%}",
                expected="more than −100 % and at most 100 %", found=quantity.text, hint="was a % sign forgotten?")
        for key, quantity in stated.items()
        if quantity is not None and not -1 < quantity.value <= 1
    ]  # fmt: skip


def needs_factor(option: Option) -> bool:
    """Whether a discount factor has to be computed for the option."""
    return option.discount_factor is None and any(row.discount_factor is None for row in rows(option))


def _option_quantities(option: Option) -> Iterator[Quantity]:
    for value in (option.tam, option.core_revenue, option.stated_value, option.stated_bull_full):
        if value is not None:
            yield value
    for scenario in option.scenarios:
        for part in (scenario.tam, scenario.stated_value):
            if part is not None:
                yield part


def check_option(option: Option, company: Company) -> list[Finding]:
    """What an option lacks or states wrongly; with any error among them it cannot be valued."""
    findings = [
        found
        for amount in _option_quantities(option)
        for found in foreign(amount, option.place, company.currency)
    ]
    findings += _unread_cells(option)
    findings += _lacking(option)
    if "effect" in option.broken:
        message = f"a kill switch fired on {option.name!r}, and its effect cannot be read"
        findings.append(
            finding("missing-attribute", option.place, message, expected="[effect:: ×0.5] or [effect:: 3 %]")
        )
    if "requires" in option.broken:
        message = f"what {option.name!r} requires is not all there"
        findings.append(
            finding("missing-attribute", option.place, message, expected="links that lead to options")
        )
    since = option.horizon or (option.year and company.price_date)
    if needs_factor(option) or (option.core_growth is not None and since):
        findings += _horizon(option, company)
    findings += not_ratios(option.place, {"share": option.share, "net_margin": option.net_margin})
    findings += _growths(option)
    findings += check_growth_years(option, company)
    for row in rows(option):
        findings += not_ratios(row.place, {"share": row.share, "net_margin": row.net_margin})
        findings += not_positive(
            row.place, {"tam": row.tam, "pe": row.pe, "discount factor": row.discount_factor}
        )
    findings += not_positive(
        option.place, {"tam": option.tam, "pe": option.pe, "discount_factor": option.discount_factor}
    )
    findings += not_ratios(
        option.place, {f"feasibility: {name}": score for name, score in option.feasibility}
    )
    findings += _probabilities(option)
    findings += check_zero(option)
    return findings


def _unread_cells(option: Option) -> Iterator[Finding]:
    """Cells of scenarios that say what cannot be read: the option's own value is not what they meant."""
    for row in _table(option):
        for key in row.broken:
            if key != "stated_value":  # without it the value is computed, in either mode
                message = f"the `{key}` of {option.name!r} in the scenario {row.name!r} cannot be read"
                yield finding("missing-attribute", row.place, message, expected=f"{key}: …")


def _lacking(option: Option) -> Iterator[Finding]:
    """What neither the option nor its scenarios state: told once, at the option, where every scenario lacks it."""
    table = _table(option)
    nowhere: list[str] = []
    for key in FACTORS:
        empty = [row for row in table if getattr(row, key) is None]
        if getattr(option, key) is not None or (table and not empty):
            continue
        if key in option.broken:
            yield _unreadable(option, key)
        elif len(empty) == len(table) != 1:
            nowhere.append(key)
        else:
            yield from (_empty_cell(option, row, key) for row in empty)
    if nowhere:
        yield _missing(option, nowhere, table)
    if option.probability is None and not option.emergent:
        yield from _without_probability(option)
    yield from _without_weight(option, table)


def _without_probability(option: Option) -> Iterator[Finding]:
    """The option's own is needed whatever its scenarios say; a scenario that has none takes it."""
    empty = [row for row in option.scenarios if row.probability is None]
    if "probability" in option.broken:
        yield _unreadable(option, "probability")
    elif len(empty) == len(option.scenarios):
        yield _missing(option, ["probability"], empty)
    else:
        yield _missing(option, ["probability"], ())
        yield from (_empty_cell(option, row, "probability") for row in empty)


def _without_weight(option: Option, table: Sequence[Scenario]) -> Iterator[Finding]:
    empty = [row for row in table if row.weight is None]
    if len(table) < 2:
        return
    if len(empty) == len(table):
        message = f"the scenarios {_listed(table)} of the option {option.name!r} have no `weight`"
        yield finding("missing-attribute", table[0].place, message, expected="a weight for each scenario")
    else:
        yield from (_empty_cell(option, row, "weight") for row in empty)


def _listed(table: Iterable[Scenario]) -> str:
    return ", ".join(repr(row.name) for row in table)


def _missing(option: Option, keys: Sequence[str], table: Sequence[Scenario]) -> Finding:
    """At the option. table: its scenarios, if they could state it, too, and do not."""
    message = f"the option {option.name!r} has no {', '.join(f'`{key}`' for key in keys)}"
    if table:
        message += f", nor {'have' if len(table) > 1 else 'has'} its scenario{'s' if len(table) > 1 else ''} {_listed(table)}"
    expected = ", ".join(f"{key}: …" for key in keys)
    return finding("missing-attribute", option.place, message, expected=expected)


def _empty_cell(option: Option, row: Scenario, key: str) -> Finding:
    message = f"the option {option.name!r} in the scenario {row.name!r} has no `{key}`"
    return finding("missing-attribute", row.place, message, expected=f"{key}: …")


def _unreadable(option: Option, key: str) -> Finding:
    message = f"the `{key}` of the option {option.name!r} cannot be read"
    return finding("missing-attribute", option.place, message, expected=f"{key}: …")


def _horizon(option: Option, company: Company) -> list[Finding]:
    if option.horizon is not None:
        if 0 < option.horizon.value <= LONGEST_HORIZON:
            return []
        place = option.horizon.place or option.place
        message = f"the horizon of {option.name!r} is {option.horizon.text}"
        return [
            finding(
                "horizon",
                place,
                message,
                expected="years from the price on; a calendar year goes into `year`",
            )
        ]
    if option.year is None:
        return [_without_horizon(option)]
    if company.price_date is None:
        message = (
            f"the company {company.name!r} has no `price_date`, from which {option.name!r} is discounted"
        )
        return [finding("missing-attribute", company.place, message, expected="price_date: YYYY-MM-DD")]
    if not 0 < option.year.value - company.price_date.value.year <= LONGEST_HORIZON:
        message = f"the year of {option.name!r} does not lie within {LONGEST_HORIZON} years after {company.price_date.value}"
        return [finding("horizon", option.year.place or option.place, message, found=option.year.text)]
    return []


def _without_horizon(option: Option) -> Finding:
    for key in ("year", "horizon"):
        if key in option.broken:
            return _unreadable(option, key)
    message = f"the option {option.name!r} has no `year` and no `horizon`"
    return finding("missing-attribute", option.place, message, expected="year: … or horizon: …")


def rows(option: Option) -> tuple[Scenario, ...]:
    """The scenarios of an option; one row from its attributes where there is no table, or it is emergent."""
    return _table(option) or (Scenario(name="Base", role="base", place=option.place),)


def _table(option: Option) -> tuple[Scenario, ...]:
    """The scenarios of an option; none if it is emergent, for then they do not count."""
    return () if option.emergent else option.scenarios


def _probabilities(option: Option) -> Iterator[Finding]:
    stated = [("probability", option.probability)]
    for row in option.scenarios:
        stated += [("probability", row.probability), ("weight", row.weight)]
    for word, quantity in stated:
        if quantity is not None and not 0 <= quantity.value <= 1:
            message = f"the {word} {quantity.text!r} of {option.name!r} is not between 0 and 1"
            place = quantity.place or option.place
            yield finding("probability-out-of-range", place, message, expected="0 to 1", found=quantity.text)


def advise_option(option: Option) -> list[Finding]:
    """What is odd about an option that can be valued all the same."""
    findings: list[Finding] = []
    weights = [row.weight.value for row in option.scenarios if row.weight]
    if len(option.scenarios) > 1 and len(weights) == len(option.scenarios) and abs(sum(weights) - 1) > 0.005:
        whole = written(sum(weights), Unit.RATIO)
        message = f"the weights of {option.name!r} sum to {whole}"
        place = option.scenarios[0].weight.place if option.scenarios[0].weight else None
        findings.append(
            finding(
                "weights-not-one",
                place or option.place,
                message,
                expected="100 %",
                found=whole,
            )
        )
    if option.stage and option.probability:
        low, high = STAGE_BANDS[option.stage.value]
        if not low <= option.probability.value <= high:
            message = f"the probability of {option.name!r} is unusual for the stage {option.stage.value!r}"
            place = option.probability.place or option.place
            findings.append(
                finding(
                    "probability-band",
                    place,
                    message,
                    expected=f"{written(low, Unit.RATIO)} to {written(high, Unit.RATIO)}",
                    found=option.probability.text,
                )
            )
    return findings


def in_order_of_need(options: Sequence[Option]) -> tuple[list[Option], list[Finding]]:
    """Emergent options after those that they require; those on a cycle are left out, with a finding."""
    by_id = {option.id: option for option in options}
    needs = {
        option.id: list(dict.fromkeys(r.target for r in option.requires if r.target in by_id))
        for option in options
    }
    cyclic: list[str] = []
    findings: list[Finding] = []
    while True:
        try:
            order = list(
                TopologicalSorter({k: v for k, v in needs.items() if k not in cyclic}).static_order()
            )
            return [by_id[name] for name in order if name not in cyclic], findings
        except CycleError as error:
            circle = [name for name in reversed(error.args[1][1:]) if name in by_id]
            cyclic += circle
            at = circle.index(min(circle))
            way = [*circle[at:], *circle[: at + 1]]
            option = by_id[way[0]]
            path = " → ".join(by_id[name].name for name in way)
            place = next(r.place for r in option.requires if r.target == way[1])
            findings.append(finding("requires-cycle", place, f"{option.name!r} requires itself: {path}"))
