"""Results as plain data for --json: full precision, a fixed order, nothing rounded."""

from collections.abc import Iterable, Mapping
from typing import Any

from vaultval.diagnostics import Finding
from vaultval.figure import N, plain
from vaultval.model.records import Company
from vaultval.render.topics import MARKET_TOPICS, TOPICS
from vaultval.render.topics.stakes import kill_switches_data, milestones_data
from vaultval.render.topics.strength import narrative_data
from vaultval.results import Results
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.events.calendar import Effect
from vaultval.valuation.market import Market
from vaultval.valuation.portfolio import EmergentValue, OptionValue

SCHEMA = 1


def heading(results: Results) -> dict[str, Any]:
    """What every document about companies begins with: the day, and how they were valued."""
    return {
        "schema": SCHEMA,
        "as_of": results.method.as_of.isoformat(),
        "mode": results.method.mode,
        "method": results.method.name,
    }


def value_document(results: Results) -> dict[str, Any]:
    """What `vaultval value --json` prints. Per-share figures in currency/share, the rest in currency or ratios."""
    return {
        **heading(results),
        "companies": {
            company.name: _company(results.values[company.id], results)
            for company in results.model.companies
            if company.id in results.values
        },
        "companies_not_valued": {
            company.name: _not_valued(company, results)
            for company in results.model.companies
            if company.id not in results.values
        },
        "narratives": narratives(results),
        "diagnostics": diagnostics(results.findings),
    }


def narratives(results: Results) -> dict[str, Any]:
    """Every narrative's score by its name."""
    return {score.narrative.name: narrative_data(score, results) for score in results.scores.values()}


def _at_market(market: Market) -> dict[str, Any]:
    return {
        "note": market.company.note,
        "currency": market.company.currency,
        "price": plain(market.price),
        "market_cap": plain(market.market_cap),
        "shares": plain(market.shares),
    }


def _not_valued(company: Company, results: Results) -> dict[str, Any]:
    """What needs no core; nothing but null for a company without a price or shares."""
    market = results.markets.get(company.id)
    if market is None:
        keys = ("price", "market_cap", "shares", *(topic.key for topic in MARKET_TOPICS))
        currency = company.currency
        return {"note": company.note, "currency": currency, **dict.fromkeys(keys)}
    return {**_at_market(market), **{topic.key: topic.data(market, results) for topic in MARKET_TOPICS}}


def _company(value: CompanyValue, results: Results) -> dict[str, Any]:
    names = {score.narrative.id: score.narrative.name for score in results.scores.values()}
    return {
        **_at_market(value),
        "core": plain(value.core.base),
        "core_low": plain(value.core.low),
        "core_bull": plain(value.core.bull),
        "net_cash": plain(value.core.net_cash),
        "net_cash_per_share": plain(value.core.net_cash_per_share),
        "segments": {
            s.name: {"low": plain(s.low), "base": plain(s.base), "high": plain(s.high)}
            for s in value.core.segments
        },
        "options": {
            o.option.name: _option(o, names, value.option_shares.get(o.option.id)) for o in value.options
        },
        "emergent": {e.option.name: _emergent(e) for e in value.emergent},
        "left_out": [option.name for option in value.left_out],
        "independent_sum": plain(value.pmx.independent),
        "adjusted_sum": plain(value.pmx.adjusted),
        "emergent_sum": plain(value.pmx.emergent),
        "multiplier": plain(value.multiplier),
        "pmx_uncapped": plain(value.pmx.uncapped),
        "pmx_premium": plain(value.pmx.premium),
        "pmx_cap": plain(value.pmx.cap),
        "cap_binds": value.pmx.binds,
        "pmx": plain(value.pmx.value),
        "full_value": plain(value.full_value),
        "full_value_uncapped": plain(value.full_value_uncapped),
        "upside": plain(value.upside),
        "ceiling": plain(value.ceiling),
        "ceiling_market_cap": plain(value.ceiling_market_cap),
        "utilisation": plain(value.utilisation),
        "utilisation_market_cap": plain(value.utilisation_market_cap),
        "beyond_core": plain(value.beyond_core),
        "to_core": plain(value.to_core),
        "to_ceiling": plain(value.to_ceiling),
        "asymmetry": plain(value.asymmetry),
        "implied_multiple": plain(value.implied_multiple),
        "trigger": {"verdict": value.trigger.verdict, "reasons": list(value.trigger.reasons)},
        "concentration": {
            names.get(key, "") or "unclaimed": share for key, share in value.concentration.items()
        },
        "hhi": plain(value.hhi),
        "effective_narratives": plain(value.effective_narratives),
        "hhi_options": plain(value.hhi_options),
        "effective_options": plain(value.effective_options),
        "milestones": milestones_data(value, results),
        "kill_switches": kill_switches_data(value, results),
        **{topic.key: topic.data(value, results) for topic in TOPICS},
    }


def _option(value: OptionValue, names: Mapping[str, str], share: N | None) -> dict[str, Any]:
    return {
        "note": value.option.note,
        "df": plain(value.factor),
        "scenarios": {name: plain(number) for name, number in value.scenarios.items()},
        "weighted": plain(value.weighted),
        "share_of_options": plain(share),
        "probability": plain(value.written),
        "probability_linked": plain(value.linked),
        "probability_effective": plain(value.effective),
        "probability_adjusted": plain(value.probability),
        "probability_noisy_or": plain(value.noisy_or),
        "adjusted": plain(value.adjusted),
        "bull_full": plain(value.bull_full),
        "narrative": names.get(value.option.narrative.target) if value.option.narrative else None,
        "effects": [_effect(effect) for effect in value.effects],
        "from_inputs": {
            "scenarios": {name: plain(number) for name, number in value.from_inputs.scenarios.items()},
            "weighted": plain(value.from_inputs.weighted),
            "bull_full": plain(value.from_inputs.bull_full),
        },
        "feasibility_mean": value.check.mean if value.check else None,
        "implied_factor": value.check.implied_factor if value.check else None,
    }


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "state": effect.state,
        "text": effect.text,
        "factor": plain(effect.factor),
        "limit": plain(effect.limit),
        "note": effect.place.note,
        "line": effect.place.line,
    }


def _emergent(value: EmergentValue) -> dict[str, Any]:
    return {
        "note": value.option.note,
        "df": plain(value.factor),
        "probability": plain(value.probability),
        "value": plain(value.value),
        "effects": [_effect(effect) for effect in value.effects],
    }


def diagnostics(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The findings as plain data, in the order given."""
    return [
        {
            "code": found.rule.code,
            "name": found.rule.name,
            "severity": str(found.severity),
            "note": found.place.note,
            "line": found.place.line,
            "column": found.place.column,
            "message": found.message,
            "expected": found.expected,
            "found": found.found,
            "hint": found.hint,
            "other": {"note": found.other.note, "line": found.other.line} if found.other else None,
            "mend": found.rule.mend,
        }
        for found in findings
    ]
