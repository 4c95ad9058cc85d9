"""Flywheels as they are written, and what each step means."""

from datetime import date

import pytest

from tests.small_vault import FILES
from vaultval.pipeline import read_vault

DAY = date(2026, 2, 10)


@pytest.fixture
def wheels(make_vault):
    """The flywheels of a list, and what is found about them."""

    def of(items, heading="Flywheels", **notes):
        files = {**FILES, **{f"{name}.md": text for name, text in notes.items()}}
        files["Acme.md"] += f"\n## {heading}\n\n{items}\n"
        read = read_vault(make_vault(files))
        mine = [found for found in read.findings if found.rule.name.startswith("flywheel")]
        return read.model.companies[0].flywheels, mine

    return of


def _names(wheel):
    return [step.name for step in wheel.steps]


@pytest.mark.parametrize(
    "item",
    [
        "- **Parts**: A → B → C → A",
        "- **Parts:** A -> B -> C -> A",
        "- Parts: A → B → C → A.",
        "1. **Parts**：A → B → C (the last) → A",
        "- __Parts__ A --> B => C ⟶ A",
        "- **Parts**: A → B →\n  C → A",
    ],
)
def test_ways_to_write_a_chain(item, wheels):
    (wheel,), found = wheels(item)
    assert (wheel.name, _names(wheel), wheel.closed) == ("Parts", ["A", "B", "C", "A"], True)
    assert found == []


def test_a_chain_without_a_name_goes_by_its_first_steps(wheels):
    (wheel,), _ = wheels("- A → B → A")
    assert wheel.name == "A → B"


def test_the_heading_may_be_chinese(wheels):
    (wheel,), _ = wheels("- **零件**：甲 → 乙 → 甲", "飞轮")
    assert (wheel.name, _names(wheel)) == ("零件", ["甲", "乙", "甲"])


def test_items_without_an_arrow_are_words(wheels):
    assert wheels("- All of them need cash.")[0] == ()


def test_a_link_and_the_plain_name_of_an_option_are_the_option(wheels):
    (wheel,), _ = wheels("- **W**: [[Robots|the robots]] → parts → robots")
    assert [step.key for step in wheel.steps] == ["Robots.md", "parts", "Robots.md"]
    assert wheel.closed


def test_words_are_one_node_in_any_case_and_linked_or_not(wheels):
    (wheel,), _ = wheels("- **W**: Cheap Parts → [[Pumps]] → pumps → cheap parts")
    assert [step.key for step in wheel.steps] == ["cheap parts", "pumps", "pumps", "cheap parts"]


ALIASED = FILES["Robots.md"].replace("type: option\n", "type: option\naliases:\n  - Arms\n")


def test_an_alias_is_the_option(wheels):
    (wheel,), _ = wheels("- **W**: Arms → Parts → Arms", Robots=ALIASED)
    assert wheel.steps[0].key == "Robots.md"


def test_an_alias_that_stands_beside_the_option_means_something_else(wheels):
    found, _ = wheels("- **W**: Arms → [[Robots]] → Arms\n- **V**: Arms → Parts → Arms", Robots=ALIASED)
    assert [wheel.steps[0].key for wheel in found] == ["arms", "arms"]


def test_a_chain_that_does_not_close_is_told(wheels):
    (wheel,), (found,) = wheels("- **W**: A → B → C")
    assert not wheel.closed
    assert (found.rule.name, found.expected, found.found) == ("flywheel-open", "A", "C")


def test_a_word_that_is_nearly_an_option_is_told_once(wheels):
    _, (found,) = wheels("- **W**: Robot → Parts → Robot")
    assert found.rule.name == "flywheel-name"
    assert found.hint == "did you mean [[Robots]]?"


def test_flywheels_may_stand_in_a_note_that_names_the_company(wheels):
    note = '---\ncompany: "[[Acme]]"\n---\n## Flywheels\n\n- **W**: A → B → A\n'
    found, _ = wheels("- **V**: C → D → C", Notes=note)
    assert [wheel.name for wheel in found] == ["V", "W"]
