"""`vaultval simulate`: the distribution in a terminal and as JSON, and what it refuses."""

import ast
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES
from vaultval.cli import command

PACKAGE = Path(__file__).resolve().parents[2] / "vaultval"
IMPOSSIBLE = Path(__file__).resolve().parents[1] / "findings" / "correlation-matrix" / "vault"


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(*arguments):
    return json.loads(run(*arguments, "--draws", "2^12", "--json").stdout)


@pytest.fixture
def vault(make_vault):
    return make_vault(FILES)


def test_the_distribution_as_data(vault):
    acme = document("simulate", vault)["companies"]["Acme"]
    value = document_of_value(vault)
    expected = value["core"] + value["independent_sum"]
    assert acme["expected"] == pytest.approx(expected)
    assert acme["mean"] == pytest.approx(expected, rel=2e-2)
    assert list(acme["percentiles"]) == ["P5", "P10", "P25", "P50", "P75", "P90", "P95", "P99"]
    assert list(acme["percentiles"].values()) == sorted(acme["percentiles"].values())
    assert sum(bar["share"] for bar in acme["histogram"]) == pytest.approx(1)
    assert acme["options"]["Rockets"]["success"] == pytest.approx(0.5 * 0.3 + 0.5 * 0.1)
    (pair,) = acme["pairs"]
    assert pair["correlation"] == pytest.approx(0.45)
    assert pair["joint"] > pair["independent"]
    assert {(each["source"], each["target"]) for each in pair["noisy_or"]} == {
        ("Robots", "Rockets"), ("Rockets", "Robots"),
    }  # fmt: skip
    assert acme["indices"] is None


def document_of_value(vault):
    return json.loads(run("value", vault, "--json").stdout)["companies"]["Acme"]


def test_the_same_seed_prints_the_same_and_another_does_not(vault):
    first = run("simulate", vault, "--draws", "1024").stdout
    assert run("simulate", vault, "--draws", "1024").stdout == first
    assert run("simulate", vault, "--draws", "1024", "--seed", "1").stdout != first
    assert "1,024 draws, seed 0" in first
    assert "█" in first


def test_correlation_scales_and_rho_replaces_the_synergies(vault):
    def pair(*options):
        return document("simulate", vault, *options)["companies"]["Acme"]["pairs"][0]

    assert pair("--correlation", "0")["joint"] == pytest.approx(0.4 * 0.2)
    assert pair("--correlation", "0.5")["correlation"] == pytest.approx(0.225)
    assert pair("--rho", "0.3")["correlation"] == pytest.approx(0.3)
    both = run("simulate", vault, "--rho", "0.3", "--correlation", "1")
    assert both.exit_code == 2
    assert "leave one of them out" in both.stderr


def test_the_core_is_drawn_where_it_is_asked_for(vault):
    fixed = document("simulate", vault)["companies"]["Acme"]["core"]
    assert fixed["low"] == fixed["base"] == fixed["high"]
    drawn = document("simulate", vault, "--core")["companies"]["Acme"]["core"]
    assert (drawn["low"], drawn["base"], drawn["high"]) == pytest.approx((26, 30, 34))


def test_the_indices_stand_beside_it_where_they_are_asked_for(vault):
    indices = document("simulate", vault, "--indices")["companies"]["Acme"]["indices"]
    assert set(indices["inputs"]) == {"Robots", "Rockets"}
    assert indices["sum_first"] == pytest.approx(1, abs=0.05)
    text = run("simulate", vault, "--indices", "--draws", "2^10").stdout
    assert "First order" in text
    assert "95%: where each lies by the bootstrap" in text
    for each in indices["inputs"].values():
        assert each["first_95"][0] <= each["first"] <= each["first_95"][1]
        assert each["noise"] is (each["first_95"][0] <= 0 <= each["first_95"][1])


@pytest.mark.parametrize("draws", ["1000", "131073", "2^0", "2^40", "many", "-8", "0"])
def test_draws_that_are_no_power_of_two_are_refused(vault, draws):
    result = run("simulate", vault, "--draws", draws)
    assert result.exit_code == 2
    assert "is not a power of two" in result.stderr


def test_the_nearest_powers_are_named(vault):
    assert "512 and 1024" in run("simulate", vault, "--draws", "1000").stderr


def test_impossible_correlations_are_mended_with_a_finding_or_refused_under_strict():
    mended = run("simulate", IMPOSSIBLE, "--draws", "2^8")
    assert mended.exit_code == 0
    assert "VV455" in mended.stderr
    assert "Distribution" in mended.stdout
    strict = run("simulate", IMPOSSIBLE, "--draws", "2^8", "--strict")
    assert strict.exit_code == 1
    assert "VV455" in strict.stderr
    assert "Distribution" not in strict.stdout
    found = json.loads(run("simulate", IMPOSSIBLE, "--draws", "2^8", "--json").stdout)
    assert [each["name"] for each in found["diagnostics"]] == ["correlation-matrix"]
    assert run("simulate", IMPOSSIBLE, "--draws", "2^8", "--correlation", "0.5").stderr == ""


def test_a_simulation_writes_nothing(vault):
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    run("simulate", vault, "--draws", "2^8")
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before


def test_a_vault_without_a_company_says_so(make_vault):
    assert "No company could be valued" in run("simulate", make_vault({"Note.md": "Nothing.\n"})).stdout


def test_numpy_and_scipy_are_imported_in_the_simulation_alone():
    users = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] in ("numpy", "scipy") for name in names):
                users.add(path.relative_to(PACKAGE).parts[:3])
    assert users == {("valuation", "risk", "simulation")}
