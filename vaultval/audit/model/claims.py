"""What typed notes state that vaultval itself computes, held against the printed terms and against the whole chain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from vaultval.audit.claims import Claim, Verdict
from vaultval.audit.findings import cut
from vaultval.audit.model.claim import ModelClaim
from vaultval.audit.model.company import company_claims, emergent_claims
from vaultval.audit.model.effects import effect, value_of
from vaultval.audit.model.narratives import narrative_claims
from vaultval.audit.model.options import is_complete, option_claims, without_factors
from vaultval.audit.model.totals import total_claims
from vaultval.diagnostics import Finding, finding
from vaultval.model.records import Company, Model
from vaultval.note.printed import Printed
from vaultval.place import Place
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue, value_company
from vaultval.valuation.portfolio import Terms
from vaultval.valuation.steps import Method, as_figure

NOTHING: Mapping[str, Printed] = {}


def model_claims(model: Model, results: Results, pages: Mapping[str, Printed] = NOTHING) -> list[ModelClaim]:
    """Every figure of the model's own kind that the typed notes state, in the order of the notes.

    pages: what each note prints, by path, for totals in tables and points in headings; without it, what the records
    hold alone: attributes and cells. A stated figure is held against the method of the sources at the probabilities as
    written; a total also against the vault's own method on its day, and the one that fits is heard.
    """
    found: list[ModelClaim] = []
    for company in model.companies:
        found += _of_company(company, results, pages.get(company.note))
    for narrative in model.narratives:
        page = pages.get(narrative.note)
        found += narrative_claims(narrative, page, results.config) if page else ()
    return sorted(found, key=lambda claim: claim.place)


def _of_company(company: Company, results: Results, page: Printed | None) -> Iterator[ModelClaim]:
    plain = plain_method(results.method)
    if company.shares is None or company.shares.value <= 0:
        return
    terms = Terms(company, as_figure(company.shares, "shares"), plain, as_figure, {})
    yield from company_claims(company, terms, results)
    for option in company.options:
        yield from option_claims(option, terms)
    value = value_company(unpinned(company), plain, as_figure)[0]
    if value is None:
        return
    yield from emergent_claims(value)
    if page and not company.heading:
        values = [value, *_others(company, results.method)]
        yield from total_claims(company, values, page, plain, results.config.vocabulary)


def plain_method(method: Method) -> Method:
    """The method of the sources in mode computed, unrounded, with no narrative moving anything."""
    return replace(method, published=False, step=0.0, improved=frozenset(), shifts={})


def unpinned(company: Company) -> Company:
    """A company whose options' discount factors follow from their horizons, wherever these are stated."""
    options = []
    for option in company.options:
        bare = without_factors(option)
        options.append(bare if is_complete(bare, company) else option)
    return company.model_copy(update={"options": tuple(options)})


def _others(company: Company, method: Method) -> Iterator[CompanyValue]:
    """The valuations that a stated total may be of, too: with nothing having happened, and by the vault's method."""
    quiet = company.model_copy(
        update={
            "options": tuple(
                option.model_copy(update={"milestones": (), "kill_switches": ()})
                for option in company.options
            )
        }
    )
    own = replace(method, published=False, step=0.0)
    for each, way in ((quiet, plain_method(method)), (company, own)):
        value = value_company(unpinned(each), way, as_figure)[0]
        if value is not None:
            yield value


def model_findings(claims: Sequence[ModelClaim]) -> list[Finding]:
    """VV607 for each figure against which the whole chain alone speaks. What the printed terms already call wrong is
    told as a wrong figure, and not here.
    """
    return [_finding(one, one.chain) for one in claims if one.differs and one.chain is not None]


def _finding(one: ModelClaim, chain: Claim) -> Finding:
    message = f"{chain.stated} is not what {cut(chain.expression)} comes to"
    if one.printed is not None:
        message = f"{chain.stated} is what {cut(one.printed.expression)} comes to, and not what the whole chain does"
    return finding(
        "model-differs", chain.place, message, expected=chain.shown, found=chain.stated, hint=chain.cause
    )


def effect_on_full_value(claim: ModelClaim, results: Results) -> float | None:
    """By how much full value would change, in currency/share, if the stated figure were what it is recomputed as, and
    all else were as computed. None where the figure takes no part in full value, or there is none.

    The value of an option or scenario: full value is computed with the option's own value off by what is stated too
    little (a scenario's times its weight), its value with synergy in the same proportion, sums and cap anew. A discount
    factor: full value with the factor of the horizon, less that with the pinned one. wacc: full value at the wacc of
    its components, less that at the stated one. core, independent, adjusted, pmx, full_value: what is missing in the
    stated one. Others (market cap, ceiling, points of narratives): None.
    """
    return effect(claim, results)


def effects(claims: Sequence[ModelClaim], results: Results) -> dict[Place, float]:
    """By the place of each figure that is off, its effect as a share of the company's full value; a company without a
    full value above zero is left out.
    """
    found: dict[Place, float] = {}
    for claim in claims:
        value = value_of(claim, results)
        if value is None or float(value.full_value) <= 0:
            continue
        if all(one.verdict is not Verdict.WRONG for one in claim.claims):
            continue
        moved = effect_on_full_value(claim, results)
        if moved is not None:
            found[claim.place] = moved / float(value.full_value)
    return found
