"""An option with three scenarios, and one that needs two others: for tests of what moves and is drawn."""

from dataclasses import replace
from datetime import date

from vaultval.valuation.steps import IMPROVEMENTS, Method

DAY = date(2026, 2, 10)
TABLE = """## Scenarios

| Scenario | Share | Net margin | PE | Probability | Weight |
|---|---|---|---|---|---|
| Bull | 20 % | 20 % | 20x | 50 % | 25 % |
| Base | 10 % | 20 % | 20x | 30 % | 50 % |
| Bear | 5 % | 20 % | 20x | 10 % | 25 % |
"""
PLAIN = '---\ntype: option\ncompany: "[[Acme]]"\ntam: $100B\nprobability: 30 %\nyear: 2030\n---\n' + TABLE
ROVERS = (
    '---\ntype: option\ncompany: "[[Acme]]"\nemergent: true\nrequires: ["[[Robots]]", "[[Rockets]]"]\n'
    "tam: $100B\nshare: 10 %\nnet_margin: 20 %\npe: 20x\nhorizon: 4\n---\n"
)

SETTINGS = ("", '[valuation]\nmethod = "vv-1"\n', 'mode = "published"\nrounding = 0.1\n')


def improved(company_or_read, steps=IMPROVEMENTS):
    return replace(Method.of(company_or_read.config, DAY), improved=frozenset(steps))
