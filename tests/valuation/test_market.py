"""A company that cannot be valued still shows all that needs no core: accounts, frameworks, what its price implies."""

import json

import pytest
from click.testing import CliRunner

from vaultval.cli import command
from vaultval.pipeline import evaluate, read_vault
from vaultval.valuation.company import CompanyValue
from vaultval.valuation.market import Market

SEGMENTS = """
## Segments

| Segment | EBITDA | Base |
|---|---|---|
| Cars | $8B | 13x |
"""

NOTE = """---
type: company
price: $400
price_date: 2026-02-10
shares: 3.5B
market_cap: $1,400B
net_cash: $10B
liquidity: $44B
debt: $5B
revenue: $95B
net_margin: 4 %
fair_value: $24
wacc: 11.5 %
terminal_growth: 3 %
terminal_pe: 25x
terminal_margin: 15 %
growth_years: 5
consensus_growth: 25 %
best_margin: 16 %
overlay: -12 %
---
## Frameworks

| Framework | Low | High |
|---|---|---|
| Car maker | $85B | $104B |
| Platform | $300B | $500B |

### Parts

| Part | Revenue | Multiple |
|---|---|---|
| Cars | $69.5B | 0.5-1.0x |

## Cash runway

| Scenario | Operating cash flow | Capex |
|---|---|---|
| Base | $15B | $20B |

## Financials

| Year | Revenue | R&D | Net income |
|---|---|---|---|
| FY2024 | $97.69B | $4.54B | $7.13B |
| FY2025 | $94.83B | $6.41B | $3.79B |

## Analogues

| Company | Options | Realised |
|---|---|---|
| Amazon | 4 | 2 |

## Peers

| Company | Revenue | Market cap |
|---|---|---|
| BYD | $107B | $120B |

## Prices

| Date | Price |
|---|---|
| 2025-03-10 | $200 |

## Monitoring

| What | Next look |
|---|---|
| Launch | 2026-06-30 |

## Calculations

| What | Formula | Result |
|---|---|---|
| Subscriptions | 1.1M × $99 × 12 | ~$1.3B |
"""

FORECAST = "growth: 20 %\nfcf_margin: 10 %\nyears: 5\n"

TOML = 'as_of = "2026-02-10"\n'

SAME = (
    "overlay", "frameworks", "financials", "runway", "multiples", "peers", "analogues", "calculations", "decoupling",
    "monitoring",
)  # fmt: skip


def _files(note=NOTE, *, stated=""):
    return {"Acme.md": note.replace("overlay:", stated + "overlay:"), "vaultval.toml": TOML}


def _run(vault, *arguments):
    result = CliRunner().invoke(command, [arguments[0], str(vault), *arguments[1:]])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout


def _document(vault):
    return json.loads(_run(vault, "value", "--json"))


def _results(vault):
    read = read_vault(vault)
    return evaluate(read, read.config.as_of)


def test_what_needs_no_core_is_the_same_with_and_without_one(make_vault):
    valued = _document(make_vault(_files(NOTE + SEGMENTS)))
    bare = _document(make_vault(_files()))
    with_core, without = valued["companies"]["Acme"], bare["companies_not_valued"]["Acme"]
    assert bare["companies"] == {}
    assert valued["companies_not_valued"] == {}
    for key in SAME:
        here, there = json.dumps(without[key]), json.dumps(with_core[key])
        assert here == there, key
        assert without[key] not in (None, []), key
    assert without["reverse_dcf"]["short"] == with_core["reverse_dcf"]["short"]
    for key in ("note", "currency", "price", "shares", "market_cap"):
        assert without[key] == with_core[key]


def test_a_valued_company_is_a_market_with_a_core(make_vault):
    results = _results(make_vault(_files(NOTE + SEGMENTS)))
    assert results.markets == results.values
    assert isinstance(results.markets["Acme.md"], CompanyValue)
    bare = _results(make_vault(_files()))
    assert bare.values == {}
    assert type(bare.markets["Acme.md"]) is Market
    assert set(bare.analyses) == {"Acme.md"}


def test_the_block_says_why_and_shows_the_rest(make_vault):
    vault = make_vault(_files())
    _run(vault, "refresh")
    text = (vault / "Acme.md").read_text("utf-8")
    block = text.partition("vaultval:begin valuation")[2]
    assert "> [!warning] Not valued" in block
    assert "has no Segments table" in block
    for words in (
        "> [!info]- What the price implies: revenue growth of",
        "> [!info]- Reference frameworks",
        "> [!info]- Financials and cash runway",
        "> [!info]- Beside another company",
        "Amazon",
        "> [!info]- Calculations",
        "Overlay of −12.0%",
        "price +100% from 2025-03-10 to 2026-02-10",
    ):
        assert words in block, words
    for words in ("Full value **", "Ceiling", "Core"):
        assert words not in block
    _run(vault, "refresh")
    assert (vault / "Acme.md").read_text("utf-8") == text
    assert "vv_value" not in text


def test_the_terminal_shows_its_tables(make_vault):
    shown = _run(make_vault(_files()), "value")
    for words in (
        "No company could be valued.",
        "Acme is not valued.",
        "Car maker",
        "FY2025",
        "BYD",
        "Launch",
        "46.",
    ):
        assert words in shown, words


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("Acme.market_cap", "“$1,400B”"),
        ("Acme.multiples.price_to_sales", "“$95B”"),
        ("Acme.frameworks.Platform.mid", "“$300B”"),
        ("Acme.financials.rd_growth", "“$6.41B”"),
        ("Acme.runway.Base.years", "“$44B”"),
        ("Acme.reverse_dcf.implied_growth", "“25x”"),
        ("Acme.peers.BYD.ps", "“$120B”"),
        ("Acme.Subscriptions", "1.1M"),
        ("Acme.target", "“-12 %”"),
    ],
)
def test_explain_knows_its_figures(key, shown, make_vault):
    result = CliRunner().invoke(command, ["explain", key, str(make_vault(_files()))])
    assert shown in result.stdout, result.output


def test_its_own_forecast_is_bridged_where_a_part_cannot_be_read(make_vault):
    broken = NOTE + SEGMENTS.replace("13x", "?")
    vault = make_vault(_files(broken, stated=FORECAST))
    whole = _document(make_vault(_files(NOTE + SEGMENTS, stated=FORECAST)))["companies"]["Acme"]["dcf"]
    bare = _document(vault := make_vault(_files(broken, stated=FORECAST)))["companies_not_valued"]["Acme"]
    assert bare["dcf"] == whole
    assert bare["dcf"]["bridge"]["per_share"] > 0
    _run(vault, "refresh")
    assert "The company by DCF" in (vault / "Acme.md").read_text("utf-8")


@pytest.mark.parametrize("missing", ["price: $400\n", "shares: 3.5B\n"])
def test_without_a_price_or_shares_nothing_is_shown(missing, make_vault):
    vault = make_vault(_files(NOTE.replace(missing, "")))
    found = _document(vault)["companies_not_valued"]["Acme"]
    del found["currency"]
    assert {key: value for key, value in found.items() if value is not None} == {"note": "Acme.md"}
    _run(vault, "refresh")
    block = (vault / "Acme.md").read_text("utf-8").partition("vaultval:begin valuation")[2]
    assert "Not valued" in block
    assert "[!info]" not in block


@pytest.mark.parametrize("price", ["price: $0", "price: -$4", "market_cap: 10,000亿元"])
def test_a_price_that_is_none_is_no_price(price, make_vault):
    key = price.partition(":")[0]
    old = next(line for line in NOTE.split("\n") if line.startswith(key + ":"))
    vault = make_vault(_files(NOTE.replace(old + "\n", price + "\n")))
    assert _document(vault)["companies_not_valued"]["Acme"]["price"] is None
    assert _results(vault).markets == {}


def test_a_forgotten_per_cent_sign_discounts_nothing(make_vault):
    vault = make_vault(_files(NOTE.replace("wacc: 11.5 %", "wacc: 11.5") + SEGMENTS, stated=FORECAST))
    found = _document(vault)["companies_not_valued"]["Acme"]
    assert found["reverse_dcf"] is None
    assert found["dcf"] is None
    assert found["multiples"]["price_to_sales"] == pytest.approx(1400 / 95)


def test_nothing_is_bridged_by_a_guess_of_no_cash(make_vault):
    vault = make_vault(_files(NOTE.replace("net_cash: $10B\n", "") + SEGMENTS, stated=FORECAST))
    found = _document(vault)["companies_not_valued"]["Acme"]
    assert found["dcf"]["ev"] > 0
    assert "bridge" not in found["dcf"]
    assert found["reverse_dcf"]["cases"] == []


def test_an_option_that_lacks_an_input_leaves_the_accounts_of_its_company(make_vault):
    option = "---\ntype: option\ntam: $100B\nshare: 10 %\nnet_margin: 20 %\npe: 20x\nprobability: 40 %\nhorizon: 2\n---\n"
    note = (NOTE + SEGMENTS).replace("wacc: 11.5 %\n", "")
    found = _document(make_vault({**_files(note), "Robots.md": option}))["companies_not_valued"]["Acme"]
    assert found["frameworks"]["rows"][0]["name"] == "Car maker"
