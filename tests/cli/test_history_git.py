"""`history --git`: a vault as it was committed, read without touching its repository."""

import json
import os
import shutil
import subprocess
from datetime import date

import pytest
from click.testing import CliRunner

from tests.small_vault import COMPANY, FILES, with_changes
from vaultval.cli import command
from vaultval.vault import commits


def run(*arguments):
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def run_json(*arguments):
    return json.loads(run(*arguments, "--json").stdout)


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with commits on given days. Its git reads no settings of the machine."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Repository(tmp_path / "repository")


class Repository:
    def __init__(self, root):
        self.root = root
        root.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words, **environment):
        who = {"NAME": "A", "EMAIL": "a@example.org"}
        ids = {f"GIT_{role}_{key}": text for role in ("AUTHOR", "COMMITTER") for key, text in who.items()}
        done = subprocess.run(
            ["git", "-C", str(self.root), *words],
            env={**os.environ, **ids, **environment}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def commit(self, day, files, folder="", clock="12:00:00+0000"):
        for path, text in files.items():
            target = self.root / folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        self.git("add", "--all")
        when = f"{day}T{clock}"
        self.git(
            "commit", "--quiet", "--allow-empty", "-m", day, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when
        )
        return self.git("rev-parse", "HEAD")


def rows_of(vault, *options):
    return {row["day"]: row for row in run_json("history", vault, "--git", *options)["rows"]}


@needs_git
def test_each_row_is_the_vault_as_it_was_committed(repository):
    first = repository.commit("2025-11-15", FILES)
    second = repository.commit("2026-01-20", with_changes(Acme=COMPANY.replace("$10B", "$20B")))
    (repository.root / "Acme.md").write_text("not committed", "utf-8")
    rows = rows_of(repository.root)
    assert list(rows) == ["2025-11-30", "2025-12-31", "2026-01-31", "2026-02-10"]
    assert [row["commit"] for row in rows.values()] == [first, first, second, second]
    values = [row["companies"]["Acme"]["core"] for row in rows.values()]
    assert values == [30.0, 30.0, 40.0, 40.0]


@needs_git
def test_a_row_equals_the_value_of_the_same_notes_on_that_day(repository, make_vault):
    prices = COMPANY + "\n## Prices\n\n| Date | Price |\n|---|---|\n| 2025-12-31 | $80 |\n"
    late = FILES["Robots.md"].replace("📅 2026-06-30", "📅 2025-11-30")
    files = with_changes(Acme=prices, Robots=late)
    repository.commit("2025-11-15", files)
    row = rows_of(repository.root)["2025-12-31"]["companies"]["Acme"]
    value = run_json("value", make_vault(files), "--as-of", "2025-12-31")["companies"]["Acme"]
    assert [row[key] for key in ("price", "full_value")] == [80.0, value["full_value"]]


@needs_git
def test_a_vault_in_a_folder_of_the_repository_is_found_there(repository):
    repository.commit("2025-10-01", {"README.md": "words\n"})
    repository.commit("2025-12-15", FILES, folder="my notes")
    result = run("history", repository.root / "my notes", "--git", "--json")
    assert [row["day"] for row in json.loads(result.stdout)["rows"]] == [
        "2025-12-31",
        "2026-01-31",
        "2026-02-10",
    ]
    assert "No commit up to 2025-11-30" in result.stderr


@needs_git
def test_the_day_of_a_commit_is_that_of_its_committer(repository):
    repository.commit("2026-02-01", FILES, clock="00:30:00+0900")
    assert list(rows_of(repository.root)) == ["2026-02-10"]


@needs_git
def test_symbolic_links_hidden_folders_and_other_files_are_not_written_out(repository):
    repository.commit(
        "2026-01-10", {**FILES, ".obsidian/a.md": "x", "table.csv": "1,2", "board.canvas": "{}"}
    )
    (repository.root / "link.md").symlink_to("/etc/hostname")
    repository.commit("2026-01-11", {})
    found = commits.find_repository(repository.root)
    tree = commits.last_until(found, [date(2026, 1, 31)])[date(2026, 1, 31)].tree
    with commits.written_out(found, tree) as folder:
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    assert names == sorted([*FILES, "board.canvas"])
    assert not folder.exists()


@pytest.mark.parametrize(
    "path", ["../a.md", "/a.md", "a/../../b.md", "a//b.md", ".git/a.md", "c:a.md", "a\\b.md", ""]
)
def test_paths_that_lead_out_are_refused(path, monkeypatch):
    monkeypatch.setattr(commits, "_FOREIGN", "\\:")  # as on Windows
    assert commits._is_inside("notes/a.md") is True
    assert commits._is_inside(path) is False


@needs_git
def test_trees_that_are_the_same_are_read_once(repository, monkeypatch):
    repository.commit("2025-03-01", FILES)
    repository.commit("2025-08-01", {})
    trees = []
    real = commits.written_out
    monkeypatch.setattr("vaultval.pipeline.written_out", lambda *a: trees.append(a[1]) or real(*a))
    assert len(rows_of(repository.root)) == 12
    assert len(trees) == 1


@needs_git
def test_work_tree_index_and_repository_stay_as_they_are(repository):
    repository.commit("2026-01-10", FILES)
    (repository.root / "Acme.md").write_text("in the middle of an edit", "utf-8")

    def state():
        every = sorted(path for path in repository.root.rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in every}

    before = state()
    rows_of(repository.root)
    assert state() == before


@needs_git
def test_programs_that_the_repository_names_are_not_run(repository, tmp_path):
    repository.commit("2026-01-10", {**FILES, ".gitattributes": "*.md filter=spy diff=spy\n"})
    ran = tmp_path / "ran"
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\necho run >> '{ran}'\ncat\n", "utf-8")
    spy.chmod(0o755)
    for key in ("filter.spy.smudge", "filter.spy.clean", "diff.spy.textconv", "core.fsmonitor", "core.pager"):
        repository.git("config", key, str(spy))
    assert list(rows_of(repository.root)) == ["2026-01-31", "2026-02-10"]
    assert not ran.exists()


@needs_git
def test_variables_of_git_lead_nowhere_else(repository, tmp_path, monkeypatch):
    repository.commit("2026-01-10", FILES)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    assert list(rows_of(repository.root)) == ["2026-01-31", "2026-02-10"]


@needs_git
def test_a_shallow_history_gives_the_rows_that_there_are(repository, tmp_path):
    repository.commit("2025-09-15", FILES)
    repository.commit("2026-01-10", {})
    copy = tmp_path / "copy"
    repository.git("clone", "--quiet", "--depth=1", f"file://{repository.root}", str(copy))
    assert list(rows_of(copy)) == ["2026-01-31", "2026-02-10"]


@needs_git
def test_what_a_partial_clone_lacks_is_not_fetched(repository, tmp_path):
    repository.commit("2026-01-10", FILES)
    repository.git("config", "uploadpack.allowFilter", "true")
    copy, source = tmp_path / "copy", f"file://{repository.root}"
    repository.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", source, str(copy))
    objects = sorted((copy / ".git" / "objects").rglob("*"))
    result = CliRunner().invoke(command, ["history", str(copy), "--git", "--as-of", "2026-02-10"])
    assert "lacks files of its past" in str(result.exception)
    assert sorted((copy / ".git" / "objects").rglob("*")) == objects


@needs_git
def test_history_follows_the_branch_that_is_checked_out(repository):
    base = repository.commit("2025-12-15", FILES)
    repository.git("checkout", "--quiet", "-b", "idea")
    repository.commit("2026-01-10", with_changes(Acme=COMPANY.replace("$10B", "$90B")))
    repository.git("checkout", "--quiet", "main")
    when = "2026-02-05T12:00:00+0000"
    repository.git(
        "merge", "--quiet", "--no-ff", "-m", "idea", "idea", GIT_COMMITTER_DATE=when, GIT_AUTHOR_DATE=when
    )
    rows = rows_of(repository.root, "--months", "1")
    assert rows["2026-01-31"]["commit"] == base
    assert rows["2026-02-10"]["companies"]["Acme"]["core"] == 110.0


@needs_git
def test_without_a_repository_or_a_commit_it_says_so(repository, make_vault):
    result = CliRunner().invoke(command, ["history", str(make_vault(FILES)), "--git"])
    assert "is in no git repository" in str(result.exception)
    result = CliRunner().invoke(command, ["history", str(repository.root), "--git"])
    assert "has no commit yet" in str(result.exception)


def test_without_git_it_says_so(make_vault, monkeypatch):
    monkeypatch.setenv("PATH", "")
    result = CliRunner().invoke(command, ["history", str(make_vault(FILES)), "--git"])
    assert "git is not installed" in str(result.exception)


@needs_git
def test_the_encoding_that_a_repository_writes_its_log_in_does_not_matter(repository):
    repository.commit("2026-01-10", FILES)
    repository.git("config", "i18n.logOutputEncoding", "UTF-16")
    assert list(rows_of(repository.root)) == ["2026-01-31", "2026-02-10"]


@needs_git
def test_a_commit_that_cannot_be_read_loses_its_own_rows_alone(repository):
    repository.commit("2025-11-15", FILES)
    name = "Lost.md"
    repository.commit("2025-12-15", {name: "only here\n"})
    blob = repository.git("rev-parse", f"HEAD:{name}")
    (repository.root / name).unlink()
    repository.commit("2026-01-10", {})
    (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    result = run("history", repository.root, "--git", "--json")
    assert [row["day"] for row in json.loads(result.stdout)["rows"]] == [
        "2025-11-30",
        "2026-01-31",
        "2026-02-10",
    ]
    assert "The row of 2025-12-31 is left out. The repository lacks files of its past" in result.stderr
    assert "No commit up to 2025-10-31" in result.stderr


@needs_git
def test_a_file_with_a_name_that_no_disk_takes_loses_its_own_rows_alone(repository):
    repository.commit("2025-11-15", FILES)
    blob = repository.git("hash-object", "-w", str(repository.root / "Acme.md"))
    tree = repository.root / "tree"
    tree.write_bytes(f"100644 blob {blob}\t{'x' * 300}.md\n".encode())
    with tree.open() as given:
        made = subprocess.run(
            ["git", "-C", str(repository.root), "mktree"], stdin=given, capture_output=True, check=True
        )
    tree.unlink()
    when = {"GIT_AUTHOR_DATE": "2025-12-15T12:00:00+0000", "GIT_COMMITTER_DATE": "2025-12-15T12:00:00+0000"}
    odd = repository.git("commit-tree", made.stdout.decode().strip(), "-p", "HEAD", "-m", "odd", **when)
    repository.git("update-ref", "refs/heads/main", odd)
    repository.git("read-tree", "--empty")
    repository.commit("2026-01-10", {})
    result = run("history", repository.root, "--git", "--json")
    days = [row["day"] for row in json.loads(result.stdout)["rows"]]
    assert days == ["2025-11-30", "2026-01-31", "2026-02-10"]
    assert "The row of 2025-12-31 is left out" in result.stderr


@needs_git
def test_a_row_whose_settings_were_broken_is_marked(repository):
    repository.commit("2025-12-15", {**FILES, "vaultval.toml": "[scoring]\nstrong = 'very'\n"})
    repository.commit("2026-01-10", FILES)
    rows = rows_of(repository.root)
    assert [bool(row["remark"]) for row in rows.values()] == [True, False, False]
    shown = run("history", repository.root, "--git").stdout
    assert "†" in shown
    assert "vaultval.toml is not all readable" in shown
