"""What falls with a part of the flywheels."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_vault import FILES
from vaultval.pipeline import evaluate, read_vault
from vaultval.render.text import Style
from vaultval.render.topics import fragility as topic
from vaultval.valuation.risk import feedback
from vaultval.valuation.risk.feedback import on_every_cycle, turns
from vaultval.valuation.risk.fragility import (
    MOST_CYCLES,
    cycles,
    hub_degree,
    single_point_loss,
    without,
)
from vaultval.valuation.steps import as_float

DAY = date(2026, 2, 10)
SWARM = """---
type: option
company: "[[Acme]]"
requires:
  - "[[Robots]]"
  - "[[Rockets]]"
tam: $100B
share: 10 %
net_margin: 10 %
pe: 10x
horizon: 5
stated_value: $2
---
"""
WHEELS = """
## Flywheels

- **Factory**: [[Robots]] → Cheap parts → Pumps → [[Robots]]
- **Space**: [[Rockets]] → Orders → Pumps → [[Rockets]]
"""


def _results(make_vault, wheels=WHEELS, toml="", **notes):
    files = {**FILES, **{f"{name}.md": text for name, text in notes.items()}}
    files["Acme.md"] += wheels
    files["vaultval.toml"] += toml
    return evaluate(read_vault(make_vault(files)), DAY)


def _found(make_vault, *arguments, **more):
    return _results(make_vault, *arguments, **more).analyses["Acme.md"].fragility


def _graph(*chains):
    edges = {}
    for chain in chains:
        for before, after in pairwise(chain):
            edges.setdefault(before, []).append(after)
            edges.setdefault(after, [])
    return edges


# pure functions


def test_the_hub_of_the_worked_company():
    assert hub_degree([0.4, 0.5, 0.7, 0.6]) == pytest.approx(2.2)


def test_the_source_s_own_sum_of_what_one_point_costs():
    kept = [0, 0.375, 0.7, 0.4166666666666667]
    assert single_point_loss([19.7, 7.6, 0.5, 1.6], kept, 0.6) == pytest.approx(26.133333333333333, rel=1e-14)


def test_a_chain_that_does_not_close_has_no_cycle():
    edges = _graph("abc")
    assert cycles(edges) == ([], False)
    assert not turns(edges)


def test_chains_that_share_a_node_are_cycles_of_their_own():
    found, cut = cycles(_graph("abca", "adea"))
    assert sorted(found) == [("a", "b", "c"), ("a", "d", "e")]
    assert not cut


def test_chains_that_share_a_way_make_further_cycles():
    found, _ = cycles(_graph("abcda", "acba"))
    assert sorted(map(len, found)) == [2, 2, 3, 3, 4]


def test_a_step_that_drives_itself_is_a_cycle():
    assert cycles(_graph("aa")) == ([("a",)], False)


def test_very_many_cycles_are_cut_off():
    nodes = range(12)
    found, cut = cycles({node: [other for other in nodes if other != node] for node in nodes})
    assert cut
    assert len(found) <= MOST_CYCLES


def _petals(count):
    """Cycles that share one node."""
    chains = [("hub", f"{number}a", f"{number}b", "hub") for number in range(count)]
    return chains, _graph(*chains)


def test_as_many_cycles_as_are_looked_for_are_all_there_are():
    _, edges = _petals(MOST_CYCLES)
    found, cut = cycles(edges)
    assert (len(found), cut) == (MOST_CYCLES, False)
    _, edges = _petals(MOST_CYCLES + 1)
    assert cycles(edges)[1]


def test_the_written_chains_are_never_cut_off():
    chains, edges = _petals(MOST_CYCLES + 50)
    found, cut = cycles(edges, [chain[:-1] for chain in chains])
    assert (len(found), cut) == (MOST_CYCLES + 50, False)
    nodes = [str(number) for number in range(12)]
    dense = {node: [other for other in nodes if other != node] for node in nodes}
    found, cut = cycles(dense, [("7", "11", "3"), tuple(nodes[::-1])])
    assert cut
    assert found[:2] == [("7", "11", "3"), tuple(nodes[::-1])]
    assert len(found) == MOST_CYCLES


def test_where_the_search_is_cut_no_change_is_shown(make_vault):
    names = [f"n{number}" for number in range(12)]
    both = [f"- W{a}{b}: {a} → {b} → {a}" for at, a in enumerate(names) for b in names[at + 1 :]]
    wheels = "\n## Flywheels\n\n" + "\n".join([*both, "- Own: [[Robots]] → n0 → z → [[Robots]]"]) + "\n"
    results = _results(make_vault, wheels)
    found = results.analyses["Acme.md"].fragility
    assert found.cut
    last = next(node for node in found.nodes if node.name == "z")
    assert [found.names[number] for number in last.cycles] == ["Own"]
    assert len(last.breaks) == 1
    assert {(node.full_value, node.change, node.on_their_own) for node in found.nodes} == {(None, None, None)}
    value = results.values["Acme.md"]
    assert "—" in topic.section(value, results, Style("en", "USD", lambda path, _source: path))
    assert {node["change"] for node in topic.data(value, results)["nodes"]} == {None}
    assert [key for key in topic.figures(value, results) if key.startswith("without.")] == []


def test_many_chains_through_one_node_take_as_long_as_they_are_long(make_vault, monkeypatch):
    steps = [" → ".join(["hub", *(f"c{chain}s{step}" for step in range(19)), "hub"]) for chain in range(40)]
    wheels = "\n## Flywheels\n\n" + "\n".join(f"- W{i}: {chain}" for i, chain in enumerate(steps)) + "\n"
    asked = []
    monkeypatch.setattr(
        feedback, "_order", lambda *a, real=feedback._order: asked.append(len(a[1])) or real(*a)
    )
    found = _found(make_vault, wheels)
    assert [node.name for node in found.single_points] == ["hub"]
    assert sum(asked) <= 3 * len(found.nodes)


_nodes = st.integers(0, 6)
_graphs = st.dictionaries(_nodes, st.sets(_nodes, max_size=3), max_size=7).map(
    lambda graph: {key: sorted(graph.get(key, ())) for key in range(7)}
)


@settings(max_examples=50, deadline=None)
@given(_graphs)
def test_every_cycle_is_one_each_is_found_once_and_a_single_point_is_on_all(graph):
    found, cut = cycles(graph)
    assert not cut
    for cycle in found:
        assert len(set(cycle)) == len(cycle)
        assert all(after in graph[before] for before, after in pairwise((*cycle, cycle[0])))
    turned = [cycle[cycle.index(min(cycle)) :] + cycle[: cycle.index(min(cycle))] for cycle in found]
    assert len(set(turned)) == len(turned)
    assert turns(graph) == bool(found)
    assert on_every_cycle(graph) == {
        node for node in graph if found and all(node in cycle for cycle in found)
    }


# whole vaults


def test_the_node_that_both_flywheels_share_is_the_single_point(make_vault):
    found = _found(make_vault)
    assert [node.name for node in found.single_points] == ["Pumps"]
    assert found.names == ("Factory", "Space")


def test_without_a_node_the_options_on_its_cycles_are_worth_nothing(make_vault):
    results = _results(make_vault)
    nodes = {node.name: node for node in results.analyses["Acme.md"].fragility.nodes}
    value = results.values["Acme.md"]
    assert nodes["Pumps"].full_value == pytest.approx(float(value.core.base))
    assert nodes["Pumps"].breaks == ("Robots.md", "Rockets.md")
    assert nodes["Cheap parts"].breaks == ("Robots.md",)
    assert nodes["Cheap parts"].full_value == nodes["Robots"].full_value


def test_the_model_is_run_again_as_if_the_option_had_failed(make_vault):
    supposed = {node.name: node for node in _found(make_vault, Swarm=SWARM).nodes}["Robots"]
    failed = FILES["Robots.md"] + "- [x] End #kill-switch [effect:: 0 %]\n"
    really = _results(make_vault, Swarm=SWARM, Robots=failed).values["Acme.md"]
    assert supposed.full_value == float(really.full_value)


def test_what_requires_a_failed_option_fails_with_it_as_stated_too(make_vault):
    for toml in ("", 'mode = "published"\n'):
        results = _results(make_vault, toml=toml, Swarm=SWARM)
        value = results.values["Acme.md"]
        run = without(value.company, ("Robots.md",), results.method, as_float)
        assert float(value.emergent[0].value) > 0
        assert float(run.emergent[0].value) == 0


def test_what_is_lost_on_its_own_leaves_synergy_out_and_takes_emergent_options_in(make_vault):
    results = _results(make_vault, Swarm=SWARM)
    value = results.values["Acme.md"]
    node = {node.name: node for node in results.analyses["Acme.md"].fragility.nodes}["Robots"]
    assert node.on_their_own == pytest.approx(
        float(value.options[0].weighted) + float(value.emergent[0].value)
    )


def test_hub_degrees_need_no_flywheel(make_vault):
    found = _found(make_vault, "")
    assert {key: float(degree) for key, degree in found.hubs.items()} == {"Robots.md": 0.5, "Rockets.md": 0.4}
    assert found.nodes == ()


def test_without_flywheels_and_coefficients_there_is_nothing(make_vault):
    acme = FILES["Acme.md"].partition("## Synergies")[0]
    assert _found(make_vault, "", Acme=acme) is None


def test_an_option_on_an_open_chain_breaks_alone(make_vault):
    wheels = "\n## Flywheels\n\n- **Open**: [[Robots]] → Parts → [[Rockets]]\n"
    nodes = {node.name: node for node in _found(make_vault, wheels).nodes}
    assert nodes["Robots"].breaks == ("Robots.md",)
    assert nodes["Parts"].breaks == ()
    assert nodes["Parts"].change == 0
    assert not any(node.everywhere for node in nodes.values())
