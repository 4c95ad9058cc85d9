"""Law 3: the arithmetic is written once, so that floats and figures give the same value bit for bit, whatever the vault."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_vault import FILES
from vaultval.figure import Figure
from vaultval.pipeline import read_vault
from vaultval.valuation.company import value_company
from vaultval.valuation.steps import Method, as_figure, as_float

DAY = date(2026, 7, 1)
PERCENT = st.integers(1, 990).map(lambda tenths: f"{tenths / 10} %")
MONEY = st.integers(1, 9_999).map(lambda millions: f"${millions}M")
MULTIPLE = st.integers(5, 600).map(lambda tenths: f"{tenths / 10}x")

OPTION = """---
type: option
company: "[[Acme]]"
probability: {probability}
year: {year}
{extra}---
## Scenarios

| Scenario | TAM | Share | Net margin | PE | Probability | Weight |
|---|---|---|---|---|---|---|
| Bull | {tam} | {share} | {margin} | {pe} | {bull} | {weight} % |
| Bear | {tam} | 5 % | {margin} | {pe} | | {rest} % |

## Milestones

- [{box}] Shown to work #milestone [hit:: ×1.3] [miss:: ×0.6] [cap:: {cap}] 📅 2026-05-01
"""
SWARM = """---
type: option
company: "[[Acme]]"
tam: $10B
share: 10 %
net_margin: 20 %
pe: 20x
year: 2032
requires:
  - "[[Robots]]"
  - "[[Rockets]]"
---
"""
CARS = """---
type: segment
company: "[[Acme]]"
revenue: $3B
growth: 20 % -> 4 %
operating_margin: 12 %
tax_rate: 21 %
capex: 4 %
depreciation: 3 %
working_capital: 2 %
years: 6
terminal_growth: 2 %
---
"""


@st.composite
def options(draw, extra=""):
    weight = draw(st.integers(0, 100))
    return OPTION.format(
        probability=draw(PERCENT), year=draw(st.integers(2027, 2039)), extra=extra, tam=draw(MONEY), share=draw(PERCENT),
        margin=draw(PERCENT), pe=draw(MULTIPLE), bull=draw(PERCENT), weight=weight, rest=100 - weight,
        box=draw(st.sampled_from("x -/")), cap=draw(PERCENT),
    )  # fmt: skip


@st.composite
def vaults(draw):
    """A company with a segment by multiple and one by DCF, two options that may help each other, and one that needs both."""
    company = FILES["Acme.md"].replace("wacc: 10 %", f"wacc: {draw(st.integers(60, 300)) / 10} %")
    company = company.replace("| Pumps | $2B |", f"| Pumps | {draw(MONEY)} |")
    company = company.replace("\n## Synergies", "| [[Cars]] | | | | |\n\n## Synergies")
    company = company.replace("0.5 |", f"{draw(st.integers(0, 10)) / 10} |").replace(
        "| 0.4", f"| {draw(st.integers(0, 10)) / 10}"
    )
    stated = draw(st.sampled_from(("", "stated_value: $3.7/share\n", "platform_leverage: high\n")))
    mode = draw(st.sampled_from(('mode = "computed"', 'mode = "published"\nrounding = 0.1')))
    method = draw(st.sampled_from(("ovm-1.1", "vv-1")))
    return {
        "Acme.md": company,
        "Cars.md": CARS,
        "Robots.md": draw(options(stated)),
        "Rockets.md": draw(options()),
        "Swarm.md": SWARM,
        "vaultval.toml": f'as_of = "2026-07-01"\n{mode}\n[valuation]\nmethod = "{method}"\n',
    }


def numbers(value, way=""):
    """Every number in a result, with the way to it: dataclasses, sequences and mappings, all the way down."""
    if isinstance(value, float | Figure):
        yield way, float(value).hex()
    elif is_dataclass(value):
        for field in fields(value):
            yield from numbers(getattr(value, field.name), f"{way}.{field.name}")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from numbers(each, f"{way}[{key}]")
    elif isinstance(value, tuple | list):
        for index, each in enumerate(value):
            yield from numbers(each, f"{way}[{index}]")


@settings(max_examples=40, deadline=None)
@given(vaults())
def test_a_run_on_floats_and_a_run_on_figures_agree_in_every_number(files):
    with TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, "utf-8")
        read = read_vault(Path(folder))
    company = next(iter(read.model.companies))
    method = Method.of(read.config, DAY)
    bare, explained = (value_company(company, method, lift)[0] for lift in (as_float, as_figure))
    assert isinstance(explained.full_value, Figure)
    assert not isinstance(bare.full_value, Figure)
    found = dict(numbers(bare))
    assert found == dict(numbers(explained))
    assert {
        ".full_value",
        ".core.base",
        ".core.segments[1].base",
        ".pmx.adjusted",
        ".emergent[0].value",
    } <= set(found)
    assert len(found) > 100
