"""Whatever stands in a note: a finding with its place, the rest is valued, and nothing is lost."""

import json
import os

import pytest
from click.testing import CliRunner

from tests.small_vault import FILES, with_changes
from vaultval.cli import command
from vaultval.errors import VaultvalError
from vaultval.pipeline import read_vault


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def value(vault):
    return json.loads(run("value", vault, "--json").stdout)


def found(document, name):
    return [(d["note"], d["line"]) for d in document["diagnostics"] if d["name"] == name]


def test_the_small_vault_is_sound_and_its_value_is_the_one_on_paper(make_vault):
    document = value(make_vault(FILES))
    acme = document["companies"]["Acme"]
    assert document["diagnostics"] == []
    assert acme["core"] == pytest.approx(2 * 10 + 10)
    robots = 100 * 0.1 * 0.2 * 20 * 0.4 / 1.1**2
    rockets = (0.5 * 200 * 0.2 * 0.2 * 25 * 0.3 + 0.5 * 200 * 0.05 * 0.1 * 20 * 0.1) / 1.1**3
    assert acme["independent_sum"] == pytest.approx(robots + rockets)
    p_robots, p_rockets = 0.4 + 0.4 * 0.2 * 0.6, 0.2 + 0.5 * 0.4 * 0.8
    assert acme["adjusted_sum"] == pytest.approx(robots * p_robots / 0.4 + rockets * p_rockets / 0.2)
    assert document["narratives"]["Machines take over"]["net"] == pytest.approx(1 + 0.2 - 2)


BAD_YAML = '---\ntype: option\ncompany: "[[Acme]]\ntam: $100B\n---\ntext\n'
CASES = {
    "bad YAML": (with_changes(Robots=BAD_YAML), "bad-properties", "Robots.md"),
    "a template in place of YAML": (with_changes(Robots="---\ncreated: {{date}}\n: [\n---\n"), "bad-properties", "Robots.md"),
    "a key twice": (with_changes(Robots=("tam: $100B", "tam: $100B\ntam: $90B")), "duplicate-property", "Robots.md"),
    "the key no": (with_changes(Robots=("pe: 20x", "pe: 20x\nno: 1")), "awkward-property", "Robots.md"),
    "the key on": (with_changes(Robots=("pe: 20x", "pe: 20x\non: 1")), "awkward-property", "Robots.md"),
    "the key content": (with_changes(Robots=("pe: 20x", "pe: 20x\ncontent: x")), "awkward-property", "Robots.md"),
    "the key 2026": (with_changes(Robots=("pe: 20x", "pe: 20x\n2026: x")), "awkward-property", "Robots.md"),
    "an unknown unit": (with_changes(Robots=("tam: $100B", "tam: 100 bananas")), "not-a-quantity", "Robots.md"),
    "an ambiguous number": (with_changes(Robots=("tam: $100B", "tam: $1,5")), "ambiguous-quantity", "Robots.md"),
    "a unit of another kind": (with_changes(Robots=("share: 10 %", "share: $10")), "wrong-unit", "Robots.md"),
    "a probability above 1": (with_changes(Robots=("probability: 40 %", "probability: 140 %")), "probability-out-of-range", "Robots.md"),
    "weights that do not sum to 1": (with_changes(Rockets=("10 % | 50 %", "10 % | 40 %")), "weights-not-one", "Rockets.md"),
    "a missing TAM": (with_changes(Robots=("tam: $100B\n", "")), "missing-attribute", "Robots.md"),
    "another currency": (with_changes(Robots=("tam: $100B", "tam: €100B")), "mixed-currencies", "Robots.md"),
    "a link to nothing": (with_changes(Robots=("[[Machines take over]]", "[[Machines take oveer]]")), "reference-to-nothing", "Robots.md"),
    "a link to a note of another kind": (with_changes(Robots=("[[Machines take over]]", "[[Acme]]")), "wrong-kind", "Robots.md"),
    "a name twice": ({**FILES, "b/Robots.md": FILES["Robots.md"]}, "duplicate-name", "b/Robots.md"),
    "a type misspelt": (with_changes(Robots=("type: option", "type: optoin")), "unknown-kind", "Robots.md"),
    "a date that does not exist": (with_changes(Robots=("2026-06-30", "2026-06-31")), "not-a-date", "Robots.md"),
    "a stranger in the matrix": (with_changes(Acme=("| [[Rockets]] | 0.4 |", "| Rokets | 0.4 |")), "unknown-row", "Acme.md"),
    "a coefficient above 1": (with_changes(Acme=("0.4", "1.4")), "coefficient", "Acme.md"),
    "a sign against its side": (with_changes(Machines_take_over=("[hard: -2.0]", "[hard: +2.0]")), "sign-disagrees", "Machines take over.md"),
    "evidence without a label": (with_changes(Machines_take_over=(" [media]", "")), "evidence-without-label", "Machines take over.md"),
    "markers half deleted": (with_changes(Robots=("## Milestones", "<!-- vaultval:begin option -->\n\nold\n\n## Milestones")), "broken-markers", "Robots.md"),
    "markers in a code fence": (
        with_changes(Robots=("## Milestones", "```\n<!-- vaultval:begin option -->\n<!-- vaultval:end option sum=0000000000 -->\n```\n\n## Milestones")),
        "marker-in-code", "Robots.md",
    ),
    "not UTF-8": ({**FILES, "Robots.md": FILES["Robots.md"].encode() + b"\xff\xfe caf\xe9\n"}, "not-utf8", "Robots.md"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(CASES))
def test_it_is_found_the_rest_is_valued_and_nothing_is_lost(case, make_vault):
    files, name, note = CASES[case]
    vault = make_vault(files)
    document = value(vault)
    assert note in [place[0] for place in found(document, name)], document["diagnostics"]
    assert document["companies"]["Acme"]["core"] == pytest.approx(30)
    assert "Rockets" in document["companies"]["Acme"]["options"]
    before = {path: (vault / path).read_bytes() for path in files}
    run("refresh", vault)
    run("undo", vault)
    assert {path: (vault / path).read_bytes() for path in files} == before


def test_a_cycle_of_requires_is_found_and_only_its_options_are_left_out(make_vault):
    cyclic = {
        f"{a}.md": f'---\ntype: option\ncompany: "[[Acme]]"\nrequires: "[[{b}]]"\ntam: $1B\nshare: 1 %\nnet_margin: 10 %\npe: 10x\nhorizon: 5\n---\n'
        for a, b in (("One", "Two"), ("Two", "One"))
    }
    document = value(make_vault({**FILES, **cyclic}))
    assert found(document, "requires-cycle")
    assert document["companies"]["Acme"]["left_out"] == ["One", "Two"]
    assert set(document["companies"]["Acme"]["options"]) == {"Robots", "Rockets"}


def test_an_option_that_cannot_be_valued_is_named_in_the_companys_block(make_vault):
    vault = make_vault(with_changes(Robots=("tam: $100B\n", "")))
    result = run("refresh", vault)
    assert result.exit_code == 1
    assert "a share without [[Robots]], for want of inputs" in (vault / "Acme.md").read_text("utf-8")
    assert "Not valued" in (vault / "Robots.md").read_text("utf-8")


def test_a_company_without_a_price_is_not_valued_and_its_old_value_is_taken_out(make_vault):
    vault = make_vault(FILES)
    run("refresh", vault)
    note = vault / "Acme.md"
    assert "vv_value:" in note.read_text("utf-8")
    note.write_text(note.read_text("utf-8").replace("price: $100\n", ""), "utf-8")
    run("refresh", vault)
    assert "vv_value:" not in note.read_text("utf-8")
    assert "Not valued" in note.read_text("utf-8")


def test_a_misspelt_name_gets_a_did_you_mean(make_vault):
    vault = make_vault(with_changes(Robots=("[[Machines take over]]", "[[Machines take oveer]]")))
    assert "did you mean [[Machines take over]]?" in run("check", vault).stdout


def test_empty_and_huge_notes_stop_nothing(make_vault):
    vault = make_vault(
        {**FILES, "Empty.md": "", "Huge.md": "word [[Acme]] #tag\n" * 500_000, "Only BOM.md": b"\xef\xbb\xbf"}
    )
    document = value(vault)
    assert document["companies"]["Acme"]["core"] == pytest.approx(30)


def test_what_a_note_says_is_never_markup_elsewhere(make_vault):
    hostile = (
        "- Orders | doubled `<b>` [[Acme]] #tag $x$ %% %% --> <!-- x --> <!-- vaultval-figures {} --> [hard]"
    )
    vault = make_vault(with_changes(Machines_take_over=("- Orders doubled [hard]", hostile)))
    run("refresh", vault)
    first = (vault / "Machines take over.md").read_bytes()
    assert run("refresh", vault, "--check").exit_code == 0, first.decode()


AROUND = {
    "bytes that are no UTF-8": ({"Café.md": "café".encode("latin-1")}, "not-utf8"),
    "a canvas that is none": ({"Map.canvas": '{"nodes":['}, "bad-canvas"),
    "a canvas of a file that is gone": ({"Map.canvas": '{"nodes":[{"id":"a","type":"file","file":"Gone.md"}]}'}, "link-to-nothing"),
    "a copy of a conflict": ({"Acme (Conflicted copy phone 202602101200).md": "---\ntype: company\n---\n"}, "conflict-copy"),
    "a note in iCloud": ({".Rivals.md.icloud": b"bplist00"}, "unreadable"),
    "names that differ in case": ({"acme.md": "x"}, "names-alike"),
    "names that differ in normal form": ({"Caf\u00e9.md": "x", "Cafe\u0301.md": "y"}, "names-alike"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(AROUND))
def test_what_stands_beside_the_notes_is_found_and_the_value_stays(case, make_vault):
    files, name = AROUND[case]
    sound = value(make_vault(FILES))
    vault = make_vault(files)
    if name == "names-alike" and len(list(vault.iterdir())) < len(FILES) + len(files):  # pragma: no cover
        pytest.skip("one name hides the other on this file system")
    document = value(vault)
    assert name in {d["name"] for d in document["diagnostics"]}
    assert document["companies"]["Acme"] == sound["companies"]["Acme"]
    assert document["narratives"] == sound["narratives"]
    before = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    run("refresh", vault)
    run("undo", vault)
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.name == "nt", reason="links and such names need more than files there")
def test_links_in_a_ring_pipes_and_wild_names_stop_nothing_and_are_shown_without_harm(make_vault):
    vault = make_vault(
        {**FILES, "a\nb\x1b[31m.md": "[[Acme]] [[No\x1b[2J]]", "back\\slash.md": "", "|#^[[.md": ""}
    )
    (vault / "ring").symlink_to(vault)
    (vault / "other ring").symlink_to(vault / "other ring")
    (vault / "above").symlink_to(vault.parent)
    os.mkfifo(vault / "pipe.md")
    os.mkfifo(vault / "pipe.canvas")
    document = value(vault)
    assert [place[0] for place in found(document, "symbolic-link")] == ["above", "other ring", "ring"]
    assert document["companies"]["Acme"]["core"] == pytest.approx(30)
    for verb in ("check", "notes", "graph"):
        result = run(verb, vault)
        assert result.exit_code == 0
        assert "\x1b[31m" not in result.output + result.stderr
        assert "\x1b[2J" not in result.output + result.stderr


@pytest.mark.parametrize("way", ["Acme.md", "nowhere", "Acme.md/"])
def test_what_is_no_folder_is_refused(make_vault, way):
    result = run("check", make_vault(FILES) / way)
    assert result.exit_code not in (0, 1)
    assert "Traceback" not in result.output


@pytest.mark.parametrize("end", ["", "/", "/.", "/../vault"])
def test_the_way_to_the_vault_does_not_change_what_is_found(make_vault, end):
    vault = make_vault({**FILES, "Map.canvas": '{"nodes":[{"id":"a","type":"file","file":"Acme.md"}]}'})
    assert run("notes", f"{vault}{end}", "--json").stdout == run("notes", vault, "--json").stdout


def test_a_vault_without_notes_has_no_findings(make_vault):
    vault = make_vault({})
    for verb in ("check", "value", "score", "notes", "graph", "refresh"):
        assert run(verb, vault).exit_code == 0
    assert value(vault)["diagnostics"] == []


def test_settings_that_are_no_file_are_refused_and_not_waited_for(make_vault):
    root = make_vault({"a.md": ""})
    (root / "vaultval.toml").mkdir()
    with pytest.raises(VaultvalError, match=r"vaultval\.toml is not a file"):
        read_vault(root)
    if hasattr(os, "mkfifo"):
        (root / "vaultval.toml").rmdir()
        os.mkfifo(root / "vaultval.toml")
        with pytest.raises(VaultvalError, match=r"vaultval\.toml is not a file"):
            read_vault(root)
