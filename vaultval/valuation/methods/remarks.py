"""What the inputs of the methods do not agree about: years, sources of synergy, what a probability holds."""

from collections.abc import Iterator, Mapping, Sequence

from vaultval.diagnostics import Finding, finding
from vaultval.model.records import Company, Option
from vaultval.quantity import Unit, written
from vaultval.valuation.methods.improvements import MARGINAL, basis_of, year_of_success
from vaultval.valuation.portfolio import OptionValue
from vaultval.valuation.steps import Method

_SAME = 1e-12


def method_remarks(
    company: Company, options: Sequence[OptionValue], usable: Sequence[Option], method: Method
) -> list[Finding]:
    """All of them, in the order of the options. usable: the options that are valued, emergent ones too."""
    known = {value.option.id: value for value in options}
    findings: list[Finding] = []
    for option in usable:
        findings += _other_year(option, company)
        if option.id in known:
            findings += _other_sources(known[option.id], company, known)
            findings += _more_than_all(known[option.id], method)
    return findings


def _other_year(option: Option, company: Company) -> Iterator[Finding]:
    """A market of one year that is paired with success in another, and no growth between the two."""
    year = year_of_success(option, company)
    if option.tam_year is None or option.tam_growth is not None or year in (None, option.tam_year.value):
        return
    message = f"the market of {option.tam_year.text} is paired with success of {option.name!r} in {year:.0f}"
    place = option.tam_year.place or option.place
    yield finding("tam-year", place, message, expected=f"{year:.0f}", found=option.tam_year.text)


def _other_sources(
    value: OptionValue, company: Company, known: Mapping[str, OptionValue]
) -> Iterator[Finding]:
    """Named sources among which the largest coefficient, or the largest coefficient × probability, is missing."""
    stated = [reference.target for reference in value.option.boosted_by or ()][:2]
    if not stated:
        return
    towards = {
        cell.source: cell.value.value
        for cell in company.synergies
        if cell.target == value.option.id and cell.source in known and cell.value.value > 0
    }
    if not towards:
        return
    chances = {source: s * float(known[source].effective) for source, s in towards.items()}
    missing: dict[str, list[str]] = {}
    for sizes, words in ((towards, "coefficient"), (chances, "coefficient × probability")):
        best = max(sizes, key=lambda source: (sizes[source], source))
        if max(sizes.get(source, 0.0) for source in stated) < sizes[best] - _SAME:
            missing.setdefault(best, []).append(f"the largest {words} towards it, {sizes[best]:.4g}")
    if missing:
        references = value.option.boosted_by or ()
        names = ", ".join(repr(reference.text) for reference in references[:2])
        said = "; ".join(
            f"{known[best].option.name!r} has {', and '.join(words)}" for best, words in missing.items()
        )
        message = f"{value.option.name!r} is boosted by {names}; {said}"
        yield finding("synergy-source", references[0].place, message)


def _more_than_all(value: OptionValue, method: Method) -> Iterator[Finding]:
    """A probability that is said to hold the help of others, and is smaller than that help alone."""
    option = value.option
    asked = option.probability_basis is not None or "marginal" in method.improved
    if not asked or basis_of(option) != MARGINAL or not option.probability:
        return
    missed = 1.0
    for boost in value.sources:
        missed *= 1 - float(boost.coefficient) * float(boost.probability)
    if 1 - missed > float(value.effective) + _SAME and float(value.effective) > 0:
        helped = written(round(1 - missed, 4), Unit.RATIO)
        own = written(round(float(value.effective), 4), Unit.RATIO)
        message = f"the sources of {option.name!r} alone would make it succeed with {helped}, and its probability is {own}"
        place = option.probability.place or option.place
        yield finding("probability-basis", place, message, expected=f"at least {helped}", found=own)
