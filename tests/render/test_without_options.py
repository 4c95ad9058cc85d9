"""A company without options: its block and its tables speak of no options, no synergy and no ceiling."""

import pytest
from click.testing import CliRunner

from tests.small_vault import COMPANY, FILES
from vaultval.cli import command

PLAIN = {"Acme.md": COMPANY.partition("## Synergies")[0], "vaultval.toml": 'as_of = "2026-02-10"\n'}
OF_OPTIONS = (
    "options", "Options", "ceiling", "Ceiling", "bull case", "on their own", "Synergy", "Value credited", "Utilisation",
)  # fmt: skip


def _run(vault, *arguments):
    result = CliRunner().invoke(command, [arguments[0], str(vault), *arguments[1:]])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout


def _block(vault):
    _run(vault, "refresh")
    text = (vault / "Acme.md").read_text("utf-8")
    return text.partition("vaultval:begin valuation")[2].partition("<!-- vaultval-figures")[0]


def test_the_block_has_no_word_of_options(make_vault):
    story = '---\ntype: narrative\ndrives: "[[Acme]]"\n---\n## Evidence\n\n- Orders doubled [hard]\n'
    block = _block(make_vault({**PLAIN, "Pumps forever.md": story}))
    assert "> All of it is core: segments \\$20.00, net cash \\$10.00." in block
    assert "[[Pumps forever]]" in block
    assert 'x-axis ["Full value $30.00", "Price $100.00"]' in block
    before, _, rest = block.partition("> [!info]- What moves full value most")
    for words in OF_OPTIONS:
        assert words not in before, words
        assert words not in rest, words


def test_the_parts_lead_from_the_segments_to_full_value(make_vault):
    rows = [line.split(" | ")[0] for line in _block(make_vault(PLAIN)).split("\n") if line.startswith("| ")]
    assert rows[2:7] == [
        "| [[#Segments\\|Pumps]]",
        "| Net cash",
        "| **Full value**",
        "| Paid beyond it",
        "| **Price**",
    ]


def test_the_terminal_has_no_word_of_them(make_vault):
    shown = _run(make_vault(PLAIN), "value")
    for words in (*OF_OPTIONS, "Bull at certainty"):
        assert words not in shown, words
    assert "Full value, all of it core" in shown


def test_the_range_of_the_segments_is_the_range_of_the_core(make_vault):
    block = _block(make_vault(PLAIN))
    assert "> [!info]- Core: \\$26.00 to \\$34.00, with every segment at its low or its high" in block
    assert "> | [[#Segments\\|Pumps]] | \\$16.00 | \\$20.00 | \\$24.00 |" in block
    assert "> | **Core** | **\\$26.00** | **\\$30.00** | **\\$34.00** |" in block


def test_segments_without_a_range_have_no_table_of_it(make_vault):
    files = {**PLAIN, "Acme.md": PLAIN["Acme.md"].replace("8x | 10x | 12x", "10x | 10x | 10x")}
    assert "[!info]- Core:" not in _block(make_vault(files))


def test_no_finding_is_about_the_ceiling(make_vault):
    files = {**PLAIN, "Acme.md": PLAIN["Acme.md"].replace("shares: 1B", "shares: 1B\nmarket_cap: $50B")}
    vault = make_vault(files)
    assert "VV418" not in _run(vault, "check")
    with_options = {**FILES, "Acme.md": COMPANY.replace("shares: 1B", "shares: 1B\nmarket_cap: $50B")}
    assert "VV418" in _run(make_vault(with_options), "check")


def test_the_layers_go_from_the_fair_value_to_the_ceiling(make_vault):
    files = {**FILES, "Acme.md": COMPANY.replace("shares: 1B", "shares: 1B\nfair_value: $25")}
    [axis] = [line for line in _block(make_vault(files)).split("\n") if 'x-axis ["Fair' in line]
    names = [
        part.strip().strip('"').rpartition(" $")[0] for part in axis.partition("[")[2].rstrip("]").split(",")
    ]
    assert names == ["Fair value elsewhere", "Core", "Core + options alone", "Full value", "Price", "Ceiling"]


@pytest.mark.parametrize(
    "words",
    [
        "| [[Robots]] | \\$13.22 |",
        "Up to the ceiling",
        "From the price to full value",
        "% of the price, and",
        "by option: 0.",
    ],
)
def test_with_options_all_of_it_is_said(words, make_vault):
    assert words in _block(make_vault(FILES))
