"""Companies beside the company: their ratios, on the round figures of the worked company's report."""

import json

import pytest
from click.testing import CliRunner

from tests.small_vault import COMPANY, FILES
from vaultval.cli import command
from vaultval.figure import Figure
from vaultval.model.account_records import Peer
from vaultval.place import Place
from vaultval.quantity import Unit, read
from vaultval.valuation.accounts.peers import PEER_RATIOS, value_peers
from vaultval.valuation.steps import as_figure, as_float

PLACE = Place("Acme.md", 10)

REPORT = """
## Peers

| Company | Revenue | R&D | Market cap | Net margin | SBC/revenue | SBC/net income |
|---|---|---|---|---|---|---|
| BYD | ~$107B | ~$6.8B | ~$120B | | <0.5 % | <3 % |
| Toyota | ~$280B | ~$10.6B | ~$250B | | | |
| NVIDIA | ~$130.5B | ~$24.2B | ~$3.5T | ~59 % | ~3.0 % | ~5 % |
| Meta | ~$164.5B | ~$48.3B | | | ~9.5 % | ~20 % |
| Google | | | | | ~7.5 % | ~15 % |
"""


def _peer(name="BYD", **columns):
    units = {"ps": Unit.MULTIPLE, "pe": Unit.MULTIPLE}
    values = []
    for key, text in columns.items():
        unit = Unit.RATIO if key in PEER_RATIOS else Unit.CURRENCY
        quantity, findings = read(text, PLACE, expect=units.get(key, unit))
        assert quantity is not None, findings
        values.append((key, quantity))
    return Peer(name=name, place=PLACE, values=tuple(values))


def _vault(make_vault, section=REPORT, **more):
    return make_vault({**FILES, "Acme.md": COMPANY + section, **more})


def _peers(vault):
    result = CliRunner().invoke(command, ["value", str(vault), "--json"])
    document = json.loads(result.stdout)
    return document["companies"]["Acme"]["peers"], [d["name"] for d in document["diagnostics"]]


@pytest.mark.parametrize(
    ("name", "key", "expected", "tolerance"),
    [
        ("Toyota", "rd_to_revenue", 0.038, 0.0005),
        ("NVIDIA", "rd_to_revenue", 0.185, 0.0005),
        ("Meta", "rd_to_revenue", 0.29, 0.005),
        ("BYD", "rd_to_revenue", 6.8 / 107, 1e-12),
        ("BYD", "ps", 1.1, 0.05),
        ("Toyota", "ps", 0.9, 0.05),
        ("NVIDIA", "ps", 26.8, 0.05),
        ("NVIDIA", "net_margin", 0.59, 1e-12),
        ("Google", "sbc_to_net_income", 0.15, 1e-12),
        ("BYD", "sbc_to_revenue", 0.005, 1e-12),
    ],
)
def test_the_peers_of_the_report(name, key, expected, tolerance, make_vault):
    found, _ = _peers(_vault(make_vault))
    row = next(row for row in found["rows"] if row["name"] == name)
    assert row[key] == pytest.approx(expected, abs=tolerance)


def test_the_company_s_own_ratios_stand_first(make_vault):
    accounts = "\n## Financials\n\n| Year | Revenue | R&D | SBC | Net income |\n|---|---|---|---|---|\n| FY2025 | $94.83B | $6.41B | $2.83B | $3.79B |\n"
    vault = _vault(make_vault, accounts + REPORT)
    own = _peers(vault)[0]["own"]
    assert own["rd_to_revenue"] == pytest.approx(0.0676, abs=5e-5)
    assert own["sbc_to_revenue"] == pytest.approx(0.0298, abs=5e-5)
    assert own["sbc_to_net_income"] == pytest.approx(0.7467, abs=5e-5)
    assert own["ps"] == pytest.approx(100 / 94.83)
    assert own["pe"] == pytest.approx(100 / 3.79)
    CliRunner().invoke(command, ["refresh", str(vault)])
    text = (vault / "Acme.md").read_text("utf-8")
    assert "> [!info]- Beside 5 other companies" in text
    assert "> | **Acme** | **6.8%** | **3.0%** | **74.7%** | **4.0%** | **1.1** |" in text
    assert "> | BYD | 6.4% | &lt;0.5% | &lt;3.0% | — | 1.1 |" in text
    CliRunner().invoke(command, ["refresh", str(vault)])
    assert (vault / "Acme.md").read_text("utf-8") == text


def test_a_stated_ratio_that_the_amounts_contradict_is_told_and_does_not_count():
    stated = _peer(revenue="~$107B", rd="~$6.8B", rd_to_revenue="~4.5 %")
    found, [problem] = value_peers([stated], {}, as_float)
    assert found.rows[0].ratios["rd_to_revenue"] == pytest.approx(6.8 / 107)
    assert problem.rule.name == "calculation-differs"
    assert problem.expected == "6.36 %"


def test_a_stated_ratio_that_the_amounts_give_is_not_told():
    stated = _peer(revenue="$280B", rd="$10.6B", rd_to_revenue="3.8 %", market_cap="$250B", ps="0.9x")
    assert value_peers([stated], {}, as_float)[1] == []


def test_a_loss_has_no_multiple_and_no_share():
    found, _ = value_peers(
        [_peer(revenue="$10B", net_income="-$1B", market_cap="$50B", sbc="$1B")], {}, as_float
    )
    assert set(found.rows[0].ratios) == {"sbc_to_revenue", "net_margin", "ps"}


def test_amounts_in_another_currency_make_ratios_among_themselves(make_vault):
    section = "\n## Peers\n\n| Company | Revenue | R&D | Net income |\n|---|---|---|---|\n| 比亚迪 | 7,700亿元 | 540亿元 | $5B |\n"
    found, names = _peers(_vault(make_vault, section))
    assert found["rows"][0]["rd_to_revenue"] == pytest.approx(540 / 7700)
    assert found["rows"][0]["net_margin"] is None
    assert "mixed-currencies" in names


def test_the_heading_and_the_columns_may_be_chinese(make_vault):
    section = "\n## 可比公司\n\n| 公司 | 营收 | 研发 | 市值 | 股权激励/净利润 |\n|---|---|---|---|---|\n| 丰田 | $280B | $10.6B | $250B | 3 % |\n"
    vault = _vault(make_vault, section, **{"vaultval.toml": 'as_of = "2026-02-10"\nlanguage = "zh"\n'})
    [row] = _peers(vault)[0]["rows"]
    assert row["ps"] == pytest.approx(250 / 280)
    assert row["sbc_to_net_income"] == pytest.approx(0.03)
    CliRunner().invoke(command, ["refresh", str(vault)])
    assert "与一家可比公司对照" in (vault / "Acme.md").read_text("utf-8")


def test_without_peers_nothing_is_said(make_vault):
    found, names = _peers(make_vault(FILES))
    assert found is None
    assert "calculation-differs" not in names
    assert value_peers([_peer(revenue="$5B")], {}, as_float) == (None, [])


def test_floats_and_figures_give_the_same_bits_and_the_figure_knows_its_cells():
    stated = [_peer(revenue="$107B", rd="$6.8B", market_cap="$120B")]
    plain, explained = value_peers(stated, {}, as_float)[0], value_peers(stated, {}, as_figure)[0]
    for key, number in plain.rows[0].ratios.items():
        figure = explained.rows[0].ratios[key]
        assert isinstance(figure, Figure)
        assert float(figure) == number
