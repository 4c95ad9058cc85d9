"""What typed notes state of their own valuation: right or wrong from the printed terms, and from the whole chain."""

import shutil
from datetime import date

import pytest

from tests.conftest import ROOT
from tests.small_vault import with_changes
from vaultval.audit.claims import Verdict
from vaultval.audit.model.claims import effect_on_full_value, model_claims, model_findings
from vaultval.audit.notes import shown_by
from vaultval.pipeline import evaluate, read_vault

DAY = date(2026, 2, 10)
RIGHT = (Verdict.REPRODUCES, Verdict.ROUNDING)

# Stated by the report, recomputed at the discount factor that it states, at the exact one; and whether it is right.
SCENARIOS = {
    ("Energy storage", "Bull"): (18.7, 27.386549872845432, 27.74806658502692, False),
    ("Energy storage", "Base"): (10.5, 11.769426391636054, 11.924788945631404, False),
    ("Energy storage", "Bear"): (2.7, 2.7160214749929357, 2.751874372068786, True),
    ("Robotaxi", "Bull"): (44.1, 68.54627860977676, 69.41525492817239, False),
    ("Robotaxi", "Base"): (19.0, 17.704874258265043, 17.92932286091187, False),
    ("Robotaxi", "Bear"): (1.6, 1.5543373834416498, 1.5740420618633193, True),
    ("Optimus", "Bull"): (29.9, 37.45761514552133, 38.81144559483264, False),
    ("Optimus", "Base"): (5.5, 5.479513987001979, 5.677560041301233, True),
    ("Optimus", "Bear"): (0.3, 0.32106527267589713, 0.3326695336699941, True),
    ("保险", "乐观"): (1.2, 1.2222096637468212, 1.2383434674309535, True),
    ("保险", "基准"): (0.5, 0.3379937835546764, 0.3424554774130044, False),
    ("保险", "悲观"): (0.04, 0.043456343599886975, 0.04402998995310058, True),
    ("AI compute", "Bull"): (4.8, 3.4001130262786097, 3.4432170103260114, False),
    ("AI compute", "Base"): (1.5, 0.5828765187906187, 0.5902657731987447, False),
    ("AI compute", "Bear"): (0.1, 0.0404775360271263, 0.040990678694357276, False),
}
FACTORS = {
    "Energy storage": (0.712, 0.7213987705741802),
    "Robotaxi": (0.573, 0.5802640475973216),
    "Optimus": (0.404, 0.4186017705451055),
    "保险": (0.712, 0.7213987705741802),
    "AI compute": (0.573, 0.5802640475973216),
}
OWN = {  # the weighted value and the bull at certainty, as stated and computed
    "Energy storage": (10.6, 13.587379712089628, 34.0, 50.451030154594406),
    "Robotaxi": (19.7, 24.13768907460184, 157.5, 247.9116247434728),
    "Optimus": (7.6, 9.044175722041572, 199.3, 258.74297063221763),
    "保险": (0.5, 0.4470267035516182, 2.7, 2.751874372068786),
    "AI compute": (1.6, 0.8534259304165185, 24.2, 17.216085051630056),
}


def audited(root):
    read = read_vault(root)
    results = evaluate(read, DAY, with_stakes=False)
    pages = {path: shown_by(note) for path, note in read.vault.notes.items() if note.text}
    found = model_claims(read.model, results, pages)
    return {(one.node.rpartition("/")[2].removesuffix(".md"), one.role): one for one in found}, results


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample, with the discount factors that the report states."""
    root = tmp_path_factory.mktemp("sample") / "vault"
    shutil.copytree(ROOT / "sample_vault", root)
    for name, (stated, _) in FACTORS.items():
        note = root / "Options" / f"{name}.md"
        text = note.read_text("utf-8")
        note.write_text(
            text.replace("stated_value:", f"discount_factor: {stated}\nstated_value:", 1), "utf-8"
        )
    return audited(root)


@pytest.mark.parametrize(("key", "golden"), SCENARIOS.items())
def test_scenarios_of_the_report(sample, key, golden):
    stated, printed, chain, right = golden
    one = sample[0][key]
    assert one.printed.value == pytest.approx(stated)
    assert one.printed.recomputed == pytest.approx(printed, rel=1e-12)
    assert one.chain.recomputed == pytest.approx(chain, rel=1e-12)
    assert (one.printed.verdict in RIGHT) is right
    assert one.place.note == f"Options/{key[0]}.md"


@pytest.mark.parametrize(("name", "golden"), FACTORS.items())
def test_discount_factors_of_the_report_are_all_wrong(sample, name, golden):
    one = sample[0][name, "discount_factor"]
    assert (one.printed.value, one.printed.recomputed) == pytest.approx(golden)
    assert one.printed.verdict is Verdict.WRONG
    rate = {"0.712": "a rate of 12 % gives 0.712", "0.404": "a rate of 12 % gives 0.404"}
    assert one.printed.cause == rate.get(one.printed.stated, "it implies a rate of 11.78 %")


@pytest.mark.parametrize(("name", "golden"), OWN.items())
def test_a_total_is_right_from_terms_that_are_wrong(sample, name, golden):
    weighted, computed, bull, bull_computed = golden
    for role, stated, chain in (
        ("stated_value", weighted, computed),
        ("stated_bull_full", bull, bull_computed),
    ):
        one = sample[0][name, role]
        assert one.printed.verdict in RIGHT
        assert one.chain.value == pytest.approx(stated)
        assert one.chain.recomputed == pytest.approx(chain, rel=1e-12)
        wrong = (name, role) != ("保险", "stated_bull_full")
        assert (one.chain.verdict is Verdict.WRONG) is wrong is one.differs
        assert bool(one.chain.cause) is wrong


def test_a_figure_is_told_once(sample):
    claims = list(sample[0].values())
    told = {found.place for found in model_findings(claims)}
    wrong = {one.place for one in claims if one.printed and one.printed.verdict is Verdict.WRONG}
    assert told
    assert not told & wrong
    assert {one.place for one in claims if one.differs} == told


@pytest.mark.parametrize(
    ("key", "cause"),
    [
        (("Energy storage", "Bull"), "PE 15 in place of 22x gives $18.7"),
        (("Energy storage", "Base"), "a probability of 40 % in place of 45 % gives $10.5"),
        (("Robotaxi", "Bull"), "the probability of Base, 18 % in place of 28 %, gives $44.1"),
        (("AI compute", "Base"), "the share of Bull, 5 % in place of 2 %, gives $1.5"),
        (("保险", "基准"), ""),  # one digit: something always fits
    ],
)
def test_one_substitution_that_explains_a_wrong_scenario(sample, key, cause):
    assert sample[0][key].printed.cause == cause


def test_market_cap_and_wacc_of_the_company(sample):
    cap, wacc = sample[0]["Tesla", "market_cap"].printed, sample[0]["Tesla", "wacc"].printed
    assert (cap.verdict, cap.recomputed) == (Verdict.WRONG, pytest.approx(422.61 * 3.539e9))
    assert cap.cause == "it is that of 3.3246B in place of 3.539B shares"
    assert (wacc.verdict, wacc.cause) == (Verdict.WRONG, "a beta of 1.31 gives 11.5 %")


def test_an_option_that_emerges_has_its_probability_from_the_chain(sample):
    one = sample[0]["Autonomous energy network", "stated_value"]
    assert one.printed is None
    assert one.chain.recomputed == pytest.approx(0.0569740828, rel=0.05)
    assert one.chain.cause == "about a factor of 10 off"


def test_totals_in_a_table_of_the_company(sample):
    totals = {role: sample[0]["Tesla", role].chain for role in ("core", "full_value", "ceiling")}
    assert [claim.verdict for claim in totals.values()] == [Verdict.REPRODUCES, Verdict.WRONG, Verdict.WRONG]
    assert totals["ceiling"].recomputed == pytest.approx(642.9509514416922)
    assert totals["full_value"].place.line > 0


def test_calculations_and_changes_are_claims(sample):
    assert (
        sample[0]["Tesla", "calculation: SBC at the profit of FY2022"].printed.verdict is Verdict.REPRODUCES
    )
    changes = [one for (_, role), one in sample[0].items() if role.startswith("change: ")]
    assert [one.differs for one in changes] == [True] * 5 + [False, True]


def test_the_effect_of_a_scenario_is_what_it_adds_to_full_value(sample):
    claims, results = sample
    bull, own = claims["Energy storage", "Bull"], claims["Energy storage", "stated_value"]
    # The cap binds: 1.5 × weight × what is missing.
    assert effect_on_full_value(bull, results) == pytest.approx(1.5 * 0.25 * (27.74806658502692 - 18.7))
    assert effect_on_full_value(own, results) == pytest.approx(1.5 * (13.587379712089628 - 10.6))
    assert effect_on_full_value(claims["Tesla", "market_cap"], results) is None
    assert effect_on_full_value(claims["Tesla", "full_value"], results) == pytest.approx(
        132.8250882401891 - 120.7
    )


def test_the_mode_changes_no_verdict(tmp_path):
    root = tmp_path / "vault"
    shutil.copytree(ROOT / "sample_vault", root)
    plain = audited(root)[0]
    (root / "vaultval.toml").write_text('as_of = "2026-02-10"\nmode = "published"\n', "utf-8")
    published = audited(root)[0]
    typed = [key for key in plain if not key[1].startswith(("change", "calculation"))]
    assert {key: plain[key].claims for key in typed} == {key: published[key].claims for key in typed}


STATED = """---
type: option
company: "[[Acme]]"
tam: $100B
share: 10 %
net_margin: 20 %
pe: 20x
probability: 40 %
horizon: 2
{}
---
"""


@pytest.mark.parametrize(
    ("lines", "role", "verdicts"),
    [
        ("stated_value: $13.22", "stated_value", ("reproduces", None)),
        ("stated_value: $13.3", "stated_value", ("rounding", None)),
        ("stated_value: $16", "stated_value", ("wrong", None)),
        ("discount_factor: 0.8\nstated_value: $12.8", "stated_value", ("reproduces", "wrong")),
        ("discount_factor: 0.83", "discount_factor", ("reproduces", None)),
        ("discount_factor: 0.91", "discount_factor", ("wrong", None)),
        ("stated_bull_full: $33", "stated_bull_full", ("reproduces", None)),
        ("stated_bull_full: ~$34", "stated_bull_full", ("reproduces", None)),
    ],
)
def test_an_option_without_scenarios(make_vault, lines, role, verdicts):
    claims, _ = audited(make_vault(with_changes(Robots=STATED.format(lines))))
    one = claims["Robots", role]
    found = tuple(claim and claim.verdict for claim in (one.printed, one.chain))
    assert found == verdicts


def test_what_lacks_an_input_claims_nothing(make_vault):
    broken = STATED.format("stated_value: $99").replace("pe: 20x\n", "")
    claims, _ = audited(make_vault(with_changes(Robots=broken)))
    assert ("Robots", "stated_value") not in claims
    claims, _ = audited(make_vault(with_changes(Acme=("shares: 1B\n", ""))))
    assert not claims


TOTALS = "\n## Totals\n\n| Total | A share |\n|---|---|\n| Core | $30 |\n| PMX | {} |\n| Full value | {} |\n"


@pytest.mark.parametrize(
    ("pmx", "full", "printed", "differs"),
    [("$50", "$80", Verdict.REPRODUCES, True), ("$50", "$90", Verdict.WRONG, False)],
)
def test_a_full_value_from_the_totals_beside_it(make_vault, pmx, full, printed, differs):
    files = with_changes()
    files["Acme.md"] += TOTALS.format(pmx, full)
    claims, _ = audited(make_vault(files))
    assert claims["Acme", "core"].chain.verdict is Verdict.REPRODUCES
    one = claims["Acme", "full_value"]
    assert (one.printed.verdict, one.chain.verdict, one.differs) == (printed, Verdict.WRONG, differs)


@pytest.mark.parametrize(
    ("line", "claimed"), [("**Core**: $30", True), ("Core:: $31", True), ("Core idea: $30 of it", False)]
)
def test_a_total_behind_a_label(make_vault, line, claimed):
    files = with_changes()
    files["Acme.md"] += f"\n{line}\n"
    claims, _ = audited(make_vault(files))
    assert (("Acme", "core") in claims) is claimed
    if claimed:
        place = claims["Acme", "core"].place
        written = files["Acme.md"].split("\n")[place.line - 1]
        assert written[place.column - 1 : place.column - 1 + place.length].startswith("$3")


POINTS = """---
type: narrative
---
## Evidence ({} points)

- Orders doubled [hard]
- A rival says so, too [media]
- It is so [hard: +0.5]

## Counter-evidence ({}分)

- Nothing has shipped [hard: -2.0]
"""


@pytest.mark.parametrize(
    ("first", "second", "wrong"), [("1.7", "2.0", []), ("2.5", "2.0", ["2.5"]), ("1.7", "3", ["3"])]
)
def test_points_that_headings_state(make_vault, first, second, wrong):
    files = with_changes(Machines_take_over=POINTS.format(first, second))
    claims, _ = audited(make_vault(files))
    points = [one.printed for (_, role), one in claims.items() if role.startswith("points")]
    assert len(points) == 2
    assert [claim.stated for claim in points if claim.verdict is Verdict.WRONG] == wrong
