"""Findings for other programs: SARIF for code scanning, workflow commands for GitHub Actions."""

import json
import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.test_audit import RIGHT, WRONG, run
from vaultval.diagnostics import RULES, finding
from vaultval.place import Place
from vaultval.render.annotations import annotation
from vaultval.render.sarif import sarif_document

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.text(
    "a%:,;/ #?\r\n[]()é期", min_size=1
)
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)")


def _read(line):
    """A workflow command as the runner reads it."""
    severity, properties, message = COMMAND.fullmatch(line).groups()
    escapes = {"%3A": ":", "%2C": ",", "%0D": "\r", "%0A": "\n", "%25": "%"}

    def plain(text):
        return re.sub("|".join(escapes), lambda match: escapes[match[0]], text)

    listed = dict(part.split("=", 1) for part in properties.split(","))
    return severity, {name: plain(value) for name, value in listed.items()}, plain(message)


def _of(note, message="it is wrong", **more):
    return finding("wrong-figure", Place(note, 3, 5, 4), message, **more)


def test_an_annotation_says_where_and_what():
    severity, properties, message = _read(
        annotation(_of("Notes/A.md", "97 is off", expected="96.0", hint="8 for 12"))
    )
    assert severity == "error"
    assert properties == {
        "file": "Notes/A.md",
        "line": "3",
        "col": "5",
        "endColumn": "9",
        "title": "VV601 wrong-figure",
    }
    assert message.startswith("97 is off. Expected: 96.0. Hint: 8 for 12.")


def test_an_annotation_on_a_whole_note_has_no_line():
    assert set(_read(annotation(finding("unreadable", Place("A.md"), "x")))[1]) == {"file", "title"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_severity_has_its_command(rule):
    expected = {"error": "error", "warning": "warning", "note": "notice"}[str(rule.severity)]
    assert annotation(finding(rule.name, Place("A.md"), "x")).startswith(f"::{expected} ")


@settings(max_examples=50, deadline=None)
@given(NAMES, NAMES)
def test_no_name_and_no_text_can_end_its_part_of_an_annotation(name, text):
    line = annotation(_of(name, text), "a,b:c/")
    _, properties, message = _read(line)
    printable = "".join(mark if mark.isprintable() or mark in "\r\n\t" else "\ufffd" for mark in name)
    assert properties["file"] == f"a,b:c/{printable}"
    assert message


def test_a_log_of_sarif_is_whole():
    found = [
        _of("A b/C#.md", expected="1"),
        finding("unreadable", Place("B.md"), "x"),
        _of("A.md", other=Place("B.md", 2)),
    ]
    log = sarif_document(found, "1.2.3")
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("vaultval", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["VV102", "VV601"]
    for rule in driver["rules"]:
        assert rule["help"]["text"]
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert len(run["results"]) == 3
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert result["level"] == "error"
    (location,) = run["results"][0]["locations"]
    physical = location["physicalLocation"]
    assert physical["region"] == {"startLine": 3, "startColumn": 5, "endColumn": 9}
    assert physical["artifactLocation"] == {"uri": "A%20b/C%23.md", "uriBaseId": "%SRCROOT%"}
    assert "%SRCROOT%" in run["originalUriBaseIds"]
    (related,) = run["results"][2]["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "B.md"


@settings(max_examples=50, deadline=None)
@given(NAMES)
def test_the_path_of_every_note_is_a_relative_uri_that_leads_back_to_it(name):
    log = sarif_document([_of(name)], "1", "vault/")
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert unquote(uri) == f"vault/{name}"


def test_a_clean_audit_is_a_log_without_results_and_no_annotation(make_vault):
    vault = make_vault({"A.md": RIGHT})
    assert json.loads(run(vault, "--format", "sarif").stdout)["runs"][0]["results"] == []
    assert run(vault, "--format", "github").stdout == ""


def test_paths_are_those_of_the_repository_in_whose_root_the_command_is_run(make_vault, monkeypatch):
    vault = make_vault({"Notes/A.md": WRONG})
    monkeypatch.chdir(vault.parent)
    for argument in (vault, vault.name, f"{vault.name}/Notes"):
        assert _read(run(argument, "--format", "github").stdout.rstrip("\n"))[1]["file"] == "vault/Notes/A.md"
    log = json.loads(run(vault.name, "--format", "sarif").stdout)
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "vault/Notes/A.md"
    monkeypatch.chdir(vault)
    assert _read(run("--format", "github").stdout.rstrip("\n"))[1]["file"] == "Notes/A.md"
