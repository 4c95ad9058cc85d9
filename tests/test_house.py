"""The house keeps its laws: imports go one way, tables are complete, every verb is told of."""

import ast
import re
from pathlib import Path

import pytest

from vaultval.cli import MODULES, VERBS
from vaultval.diagnostics import RULES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "vaultval"
SOURCES = sorted(PACKAGE.rglob("*.py"))

# A room imports only from itself and from rooms further up.
ROOMS = (
    "place", "errors", "diagnostics", "figure", "vocabulary", "quantity", "config", "note", "vault", "model", "importing", "linking", "graph",
    "scoring", "valuation", "results", "audit", "render", "writeback", "pipeline", "amend", "imported", "cli",
)  # fmt: skip


def _room(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def _imports(path):
    """Every module of the package that a file imports, inside functions, too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("vaultval"):
            if node.module == "vaultval":
                yield from (f"vaultval.{alias.name}" for alias in node.names)
            else:
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("vaultval"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_from_rooms_above_it(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    for module in _imports(path):
        other = _room(module)
        if other == "__version__":
            continue
        assert other in ROOMS, module
        assert ROOMS.index(other) <= ROOMS.index(own), f"{own} imports {module}"


def _functions(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_public_functions_and_classes_say_what_they_are(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "a module says what it holds"
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"
    ]
    silent = [node.name for node in public if not ast.get_docstring(node)]
    assert silent == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_and_functions_stay_small(path):
    assert path.read_text("utf-8").count("\n") <= 420
    long = {n.name: n.end_lineno - n.lineno for n in _functions(path) if not isinstance(n, ast.ClassDef)}
    assert {name: size for name, size in long.items() if size > 60} == {}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_dangerous_is_called(path):
    text = path.read_text("utf-8")
    assert not re.search(
        r"(?<![\w.])eval\(|(?<![\w.])exec\(|\.splitlines\(|yaml\.(?:safe_)?(?:load|dump)\(", text
    )


def test_codes_and_names_of_findings_are_unique_and_in_order():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_made_somewhere_and_documented(rule):
    sources = "".join(path.read_text("utf-8") for path in SOURCES if path.name != "diagnostics.py")
    assert f'"{rule.name}"' in sources, "no code makes this finding"
    assert rule.code in (ROOT / "docs" / "findings.md").read_text("utf-8")


@pytest.mark.parametrize("verb", list(VERBS))
def test_every_verb_has_its_module_and_stands_in_the_readme(verb):
    assert (PACKAGE / "cli" / f"{MODULES.get(verb, verb)}.py").is_file()
    assert f"vaultval {verb}" in (ROOT / "README.md").read_text("utf-8")


def test_the_project_holds_no_path_of_a_machine_and_no_address_of_a_registry():
    kinds = {".py", ".md", ".toml", ".yml", ".lock", ".txt", ""}
    skipped = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "demo_vault"}
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT)
        if (
            not path.is_file()
            or skipped & set(inside.parts)
            or path.suffix not in kinds
            or path == Path(__file__)
        ):
            continue
        text = path.read_text("utf-8", "replace")
        assert not re.search(r"/(?:home|Users|root)/\w|--(?:extra-)?index-url|/simple/", text), inside
