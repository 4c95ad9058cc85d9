"""`vaultval init`: what it adds, what it leaves alone, and templates that make notes."""

import json
import os
import re
import tomllib
from importlib.resources import files

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultval.cli import command
from vaultval.note.scan import scan
from vaultval.vocabulary import Vocabulary, written

needs_links = pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
TEMPLATES = {
    "en": ["Company.md", "Daily signal.md", "Narrative.md", "Option.md"],
    "zh": ["公司.md", "叙事.md", "期权.md", "每日信号.md"],
}
CORE = ".obsidian/templates.json"
TEMPLATER = ".obsidian/plugins/templater-obsidian/data.json"


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


def all_of(vault):
    """Everything in a vault, folders too, with what it holds and when it was changed."""
    return {
        path.relative_to(vault).as_posix(): (
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (vault, *vault.rglob("*"))
    }


def template(language, number):
    return (files("vaultval") / "templates" / language / TEMPLATES[language][number]).read_text("utf-8")


# what is added, and what is left alone


@pytest.mark.parametrize("language", ["en", "zh"])
def test_templates_and_settings_are_added_to_what_is_there(language, make_vault):
    vault = make_vault({"A.md": "mine", ".obsidian/app.json": "{}", "Templates/My own.md": "mine"})
    before = all_of(vault)
    result = run("init", vault, "--language", language)
    after = all_of(vault)
    assert result.exit_code == 0
    new = {"vaultval.toml", *(f"Templates/{name}" for name in TEMPLATES[language])}
    assert set(after) - set(before) == new
    assert {path for path in before if after[path] != before[path]} == {
        ".",
        "Templates",
    }  # the times of two folders
    assert all(f"added {path}\n" in result.stdout for path in new)
    assert "delete the files" in result.stdout
    assert "vaultval check" in result.stdout


def test_a_second_run_adds_nothing_and_says_so(make_vault):
    vault = make_vault({".obsidian/app.json": "{}"})
    run("init", vault)
    before = all_of(vault)
    again = run("init", vault)
    assert again.exit_code == 0
    assert "Nothing to add." in again.stdout
    assert again.stderr == ""
    assert all_of(vault) == before


def test_a_second_run_keeps_to_the_language_of_the_first(make_vault):
    vault = make_vault({})
    run("init", vault, "--language", "zh")
    assert tomllib.loads((vault / "vaultval.toml").read_text("utf-8"))["language"] == "zh"
    assert document("init", vault)["added"] == []


def test_what_has_a_templates_name_already_is_kept(make_vault):
    vault = make_vault({"Templates/Company.md": "mine", ".obsidian/app.json": "{}"})
    result = document("init", vault)
    assert result["kept"] == ["Templates/Company.md"]
    assert len(result["added"]) == 4
    assert (vault / "Templates/Company.md").read_text("utf-8") == "mine"


def test_a_dry_run_adds_nothing_and_says_what_would_be(make_vault):
    vault = make_vault({"A.md": "mine"})
    before = all_of(vault)
    assert "would add Templates/Company.md" in run("init", vault, "--dry-run").stdout
    planned = document("init", vault, "--dry-run")
    assert all_of(vault) == before
    done = document("init", vault)
    assert (planned.pop("dry_run"), done.pop("dry_run")) == (True, False)
    assert planned == done


def test_the_document_says_what_was_done(make_vault):
    assert document("init", make_vault({"vaultval.toml": 'language = "zh"\n'})) == {
        "schema": 1, "added": [f"Templates/{name}" for name in TEMPLATES["zh"]], "kept": ["vaultval.toml"], "refused": [],
        "dry_run": False, "language": "zh", "templates": "Templates", "excluded": False,
    }  # fmt: skip


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path):
    result = run("init", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "does not exist" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_obsidian_has_not_opened_is_told_of(make_vault):
    vault = make_vault({"Sub/A.md": ""})
    result = run("init", vault)
    assert result.exit_code == 0
    assert "Obsidian has not opened" in result.stderr
    (vault / ".obsidian").mkdir()
    assert run("init", vault).stderr == ""
    assert f"The vault that it opened is {vault.resolve()}." in run("init", vault / "Sub").stderr


# where templates go


@pytest.mark.parametrize("settings_file", [{CORE: '{"folder": "Meta/Forms"}'}, {TEMPLATER: '{"templates_folder": "Meta/Forms"}'}])  # fmt: skip
def test_templates_go_where_obsidian_looks_for_them(settings_file, make_vault):
    vault = make_vault(settings_file)
    held = all_of(vault / ".obsidian")
    result = run("init", vault)
    assert sorted(path.name for path in (vault / "Meta/Forms").iterdir()) == TEMPLATES["en"]
    assert tomllib.loads((vault / "vaultval.toml").read_text("utf-8"))["folders"] == {
        "exclude": ["Meta/Forms"]
    }
    assert all_of(vault / ".obsidian") == held
    assert "Core plugins" not in result.stdout


def test_templater_gets_its_own_sign_for_the_day(make_vault):
    vault = make_vault({TEMPLATER: '{"templates_folder": "Forms"}'})
    run("init", vault)
    texts = [path.read_text("utf-8") for path in sorted((vault / "Forms").iterdir())]
    assert sum(text.count("<% tp.date.now() %>") for text in texts) == 2
    assert not any("{{" in text for text in texts)


def test_a_folder_outside_of_the_vault_is_not_used(make_vault):
    vault = make_vault({CORE: '{"folder": "../out"}'})
    result = run("init", vault)
    assert result.exit_code == 0
    assert "'../out'" in result.stderr
    assert (vault / "Templates/Company.md").is_file()
    assert not (vault.parent / "out").exists()


@needs_links
def test_a_folder_that_is_a_link_gets_no_templates(make_vault, tmp_path):
    vault = make_vault({CORE: '{"folder": "Forms"}'})
    (tmp_path / "elsewhere").mkdir()
    (vault / "Forms").symlink_to(tmp_path / "elsewhere")
    result = run("init", vault)
    assert result.exit_code == 3
    assert result.stderr.count("VV505") == 4
    assert "a symbolic link is on its path" in result.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(), st.text(st.sampled_from('ab./\\~"*?[] \u0000模'))))
def test_whatever_the_settings_name_the_templates_stay_in_the_vault_and_out_of_the_reading(
    tmp_path_factory, stated
):
    around = tmp_path_factory.mktemp("around")
    vault = around / "vault"
    (vault / ".obsidian").mkdir(parents=True)
    (vault / CORE).write_text(json.dumps({"folder": stated}), "utf-8")
    result = run("init", vault)
    assert result.exit_code in (0, 3)
    new = [path.relative_to(around) for path in around.rglob("*") if path.is_file()]
    assert all(path.parts[0] == "vault" for path in new)
    assert (vault / "vaultval.toml").is_file()
    assert json.loads(run("notes", vault, "--json").stdout)["notes"] == {}
    assert document("check", vault)["diagnostics"] == []


# a vaultval.toml that was there


def test_settings_that_are_there_stay_and_the_line_to_add_is_said(make_vault):
    text = "# mine\n[folders]\nexclude = ['Old']\n"
    vault = make_vault({"vaultval.toml": text, ".obsidian/app.json": "{}"})
    result = run("init", vault)
    assert result.exit_code == 0
    assert (vault / "vaultval.toml").read_text("utf-8") == text
    assert 'exclude = ["Old", "Templates"]' in result.stderr
    assert document("check", vault)["diagnostics"] != []
    (vault / "vaultval.toml").write_text('[folders]\nexclude = ["Old", "Templates"]\n', "utf-8")
    assert document("check", vault)["diagnostics"] == []
    assert run("init", vault).stderr == ""


@pytest.mark.parametrize("pattern", ["meta", "Meta/*", "**/Forms"])
def test_a_folder_that_is_left_out_already_needs_no_line(pattern, make_vault):
    vault = make_vault(
        {"vaultval.toml": f"[folders]\nexclude = ['{pattern}']\n", CORE: '{"folder": "Meta/Forms"}'}
    )
    result = run("init", vault)
    assert result.stderr == ""
    assert document("init", vault)["excluded"]


def test_settings_that_cannot_be_read_end_with_a_sentence(make_vault):
    vault = make_vault({"vaultval.toml": b"\xff"})
    done = CliRunner().invoke(command, ["init", str(vault)])
    assert "vaultval.toml cannot be read" in str(done.exception)
    assert sorted(path.name for path in vault.iterdir()) == ["vaultval.toml"]


# templates

_FRONT = re.compile(r"^---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_KEYS = re.compile(r"^([^\s:]+):", re.MULTILINE)


def words(text):
    """The words of the note format in a template, as (group, word)."""
    front = _FRONT.match(text)
    found = [("attribute", key) for key in _KEYS.findall(front[1] if front else "")]
    found += [("kind", kind) for kind in re.findall(r"^(?:type|类型): (.*)$", text, re.MULTILINE)]
    found += [("section", title) for title in re.findall(r"^## (.*)$", text, re.MULTILINE)]
    rows = re.findall(r"^\|([^|\n]*)\|(.*)\|$", text, re.MULTILINE)
    if rows:
        found += [("column", cell.strip()) for cell in (rows[0][0], *rows[0][1].split("|"))]
        found += [("scenario", row[0].strip()) for row in rows[2:] if len(rows) > 3]
    found += [("task tag", tag) for tag in re.findall(r"#([^\s#]+)", text)]
    return [*found, *(("attribute", key) for key in re.findall(r"\[([^\s\[\]]+)::", text))]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("number", range(4))
def test_templates_use_the_words_that_vaultval_writes_in_their_language(language, number):
    vocabulary = Vocabulary()
    found = words(template(language, number))
    assert found
    for group, word in found:
        key = vocabulary.meaning(group, word)
        assert key is not None, word
        assert word.lower() == written(group, key, language).lower()


def test_the_templates_of_both_languages_hold_the_same():
    def meanings(language):
        vocabulary = Vocabulary()
        held = (words(template(language, number)) for number in range(4))
        return sorted(
            sorted((group, vocabulary.meaning(group, word)) for group, word in each) for each in held
        )

    assert meanings("en") == meanings("zh")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("number", range(4))
def test_a_hint_is_an_obsidian_comment_that_brings_in_no_link_and_no_tag(language, number):
    said = scan(template(language, number))
    assert said.comments
    inside = [
        part
        for part in (*said.links, *said.embeds, *said.tags, *said.tasks)
        for comment in said.comments
        if comment.start <= part.start < comment.end
    ]
    assert inside == []


NAMES = {"en": ("Company", "Daily signal", "Narrative", "Option"), "zh": ("公司", "每日信号", "叙事", "期权")}
FILLED = {
    "en": {
        "Acme": ("Company.md", {
            "ticker:": "ticker: ACME", "price:": "price: $50", "shares:": "shares: 100M", "net_cash:": "net_cash: $400M",
            "wacc:": "wacc: 10 %",
            "| A business |        |     |      |      |": "| Pumps | $200M | 8x | 10x | 12x |",
        }),
        "Heat storage": ("Option.md", {
            "company:": 'company: "[[Acme]]"', "narrative:": 'narrative: "[[Grids need heat]]"', "tam:": "tam: $20B",
            "probability:": "probability: 30 %", "year:": "year: 2031",
            "| Bull     |       |            |     |             |        |": "| Bull | 8 % | 12 % | 22x | 40 % | 25 % |",
            "| Base     |       |            |     |             |        |": "| Base | 5 % | 10 % | 20x | | 50 % |",
            "| Bear     |       |            |     |             |        |": "| Bear | 2 % | 8 % | 15x | 10 % | 25 % |",
            "[miss:: ×?] [hit:: ×?] 📅 YYYY-MM-DD": "[miss:: ×0.75] [hit:: ×1.2] 📅 2026-12-31", "[effect:: ×?]": "[effect:: ×0.5]",
        }),
        "Grids need heat": ("Narrative.md", {
            "for it [label] (YYYY-MM-DD)": "for it [hard: +1.0, 10-K FY2025] (2026-01-28)",
            "against it [label] (YYYY-MM-DD)": "against it [inferred: investor day] (2026-01-30)",
        }),
        "2026-02-10": ("Daily signal.md", {"[media] [supports:: [[…]]]": "[media: a newspaper] [supports:: [[Grids need heat]]]"}),
    },
    "zh": {
        "Acme": ("公司.md", {
            "代码:": "代码: ACME", "股价:": "股价: $50", "股数:": "股数: 1亿", "净现金:": "净现金: 4亿美元", "折现率:": "折现率: 10%",
            "| 某项业务 |        |     |      |     |": "| 水泵 | 2亿美元 | 8倍 | 10倍 | 12倍 |",
        }),
        "Heat storage": ("期权.md", {
            "公司:": '公司: "[[Acme]]"', "叙事:": '叙事: "[[Grids need heat]]"', "市场空间:": "市场空间: 200亿美元",
            "概率:": "概率: 30%", "实现时间:": "实现时间: 2031",
            "| 乐观 |        |        |     |      |      |": "| 乐观 | 8% | 12% | 22倍 | 40% | 25% |",
            "| 基准 |        |        |     |      |      |": "| 基准 | 5% | 10% | 20倍 | | 50% |",
            "| 悲观 |        |        |     |      |      |": "| 悲观 | 2% | 8% | 15倍 | 10% | 25% |",
            "[错过:: ×?] [达成:: ×?] 📅 YYYY-MM-DD": "[错过:: ×0.75] [达成:: ×1.2] 📅 2026-12-31", "[影响:: ×?]": "[影响:: ×0.5]",
        }),
        "Grids need heat": ("叙事.md", {
            "支持它的事实 [标注] (YYYY-MM-DD)": "支持它的事实 [硬数据：+1.0，年报] (2026-01-28)",
            "反对它的事实 [标注] (YYYY-MM-DD)": "反对它的事实 [合理推断：业绩会] (2026-01-30)",
        }),
        "2026-02-10": ("每日信号.md", {"[媒体叙述] [支持:: [[…]]]": "[媒体叙述：报纸] [支持:: [[Grids need heat]]]"}),
    },
}  # fmt: skip


def insert(vault, template_name, note):
    """Make a note from a template, as Obsidian does."""
    text = (vault / "Templates" / template_name).read_text("utf-8")
    text = text.replace("{{date:YYYY-MM-DD}}", "2026-02-10")
    (vault / f"{note}.md").write_text(text, "utf-8")
    return text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_notes_made_from_the_templates_and_filled_in_are_valued_without_a_finding(language, make_vault):
    vault = make_vault({})
    run("init", vault, "--language", language)
    for name, (source, changes) in FILLED[language].items():
        text = insert(vault, source, name)
        for old, new in changes.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (vault / f"{name}.md").write_text(text, "utf-8")
    found = document("value", vault, "--as-of", "2026-02-10")
    assert found["diagnostics"] == []
    company = found["companies"]["Acme"]
    assert company["core"] == pytest.approx(24.0)
    option = company["options"]["Heat storage"]
    assert (option["narrative"], option["note"], len(option["scenarios"])) == (
        "Grids need heat",
        "Heat storage.md",
        3,
    )
    assert option["weighted"] > 0
    assert len(company["milestones"]) == len(company["kill_switches"]) == 1
    items = found["narratives"]["Grids need heat"]["items"]
    assert [(i["side"], i["label"], i["points"], i["date"], i["note"]) for i in items] == [
        ("for", "media", 0.2, "2026-02-10", "2026-02-10.md"),
        ("for", "hard", 1.0, "2026-01-28", "Grids need heat.md"),
        ("against", "inferred", 0.5, "2026-01-30", "Grids need heat.md"),
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_notes_that_nobody_filled_in_give_findings_and_no_value(language, make_vault):
    vault = make_vault({})
    run("init", vault, "--language", language)
    for name in NAMES[language]:
        insert(vault, f"{name}.md", f"My {name}")
    found = document("value", vault, "--as-of", "2026-02-10")
    assert found["companies"] == {}
    narrative = found["narratives"][f"My {NAMES[language][2]}"]
    assert (narrative["for"], narrative["against"], narrative["items"]) == (0, 0, [])
    missing = {d["message"] for d in found["diagnostics"] if d["name"] == "missing-attribute"}
    for word in (
        "price",
        "shares",
        "net_cash",
        "wacc",
        "base value",
        "EBITDA",
        "tam",
        "share",
        "net_margin",
        "pe",
        "weight",
    ):
        assert any(re.search(rf"\b{word}\b", message) for message in missing), word
    rules = {d["name"] for d in found["diagnostics"]}
    assert {"evidence-without-label", "reference-to-nothing", "not-a-date", "not-a-quantity"} <= rules
    assert not rules & {"bad-properties", "unknown-column", "unknown-kind", "unknown-field", "orphaned-block"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_template_copied_as_it_is_has_properties_that_are_yaml(language, make_vault):
    names = dict(enumerate(TEMPLATES[language]))
    vault = make_vault({f"Copy {number}.md": template(language, number) for number in names})
    rules = {d["name"] for d in document("check", vault)["diagnostics"]}
    assert "missing-attribute" in rules
    assert not rules & {"bad-properties", "duplicate-property"}
