"""Two processes read what one reads."""

import pytest

from vaultval.vault import reading
from vaultval.vault.reading import read_each


def _upper(root, path):
    return f"{root.name}/{path.upper()}"


@pytest.mark.parametrize("count", [0, 1, 7, 40])
def test_the_order_and_the_contents_are_those_of_one_process(count, tmp_path, monkeypatch):
    paths = [f"note {i}.md" for i in range(count)]
    alone = list(read_each(tmp_path, paths, _upper, lambda _done, _total: None))
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 4)
    told = []
    together = list(read_each(tmp_path, paths, _upper, lambda done, total: told.append((done, total))))
    assert together == alone == [_upper(tmp_path, path) for path in paths]
    assert told == [] if not count else told[-1] == (count, count)


def test_a_vault_reads_alike_in_one_process_and_in_two(make_vault, monkeypatch):
    import json

    from click.testing import CliRunner

    from tests.small_vault import FILES
    from vaultval.cli import command

    vault = make_vault(
        {**FILES, **{f"Daily/{i}.md": f"- [[Acme]] #tag{i} [[Nope {i}]]\n" for i in range(20)}}
    )
    verbs = ("notes", "value", "check", "graph")
    one = [json.loads(CliRunner().invoke(command, [verb, str(vault), "--json"]).stdout) for verb in verbs]
    monkeypatch.setattr(reading, "WORTH_A_PROCESS", 2)
    two = [json.loads(CliRunner().invoke(command, [verb, str(vault), "--json"]).stdout) for verb in verbs]
    assert two == one
