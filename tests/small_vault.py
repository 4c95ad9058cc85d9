"""A company with two options and a narrative: small enough to compute by hand."""

COMPANY = """---
type: company
price: $100
price_date: 2026-02-10
shares: 1B
net_cash: $10B
wacc: 10 %
---
# Acme

## Segments

| Segment | EBITDA | Low | Base | High |
|---|---|---|---|---|
| Pumps | $2B | 8x | 10x | 12x |

## Synergies

| | [[Robots]] | [[Rockets]] |
|---|---|---|
| [[Robots]] | — | 0.5 |
| [[Rockets]] | 0.4 | — |
"""

ROBOTS = """---
type: option
company: "[[Acme]]"
tam: $100B
share: 10 %
net_margin: 20 %
pe: 20x
probability: 40 %
horizon: 2
narrative: "[[Machines take over]]"
---
## Milestones

- [ ] First customer #milestone [miss:: ×0.5] [hit:: ×1.5] 📅 2026-06-30
"""

ROCKETS = """---
type: option
company: "[[Acme]]"
probability: 20 %
year: 2029
---
## Scenarios

| Scenario | TAM | Share | Net margin | PE | Probability | Weight |
|---|---|---|---|---|---|---|
| Bull | $200B | 20 % | 20 % | 25x | 30 % | 50 % |
| Bear | $200B | 5 % | 10 % | 20x | 10 % | 50 % |
"""

NARRATIVE = """---
type: narrative
---
## Evidence

- Orders doubled [hard]
- A rival says so, too [media]

## Counter-evidence

- Nothing has shipped [hard: -2.0]
"""

FILES = {
    "Acme.md": COMPANY,
    "Robots.md": ROBOTS,
    "Rockets.md": ROCKETS,
    "Machines take over.md": NARRATIVE,
    "vaultval.toml": 'as_of = "2026-02-10"\n',
}


def with_changes(**changes):
    """The vault with other notes: keyword = note name with _ for spaces; a pair replaces text, None leaves it out."""
    files = dict(FILES)
    for name, change in changes.items():
        path = name.replace("_", " ") + ".md"
        if change is None:
            del files[path]
        elif isinstance(change, tuple):
            old, new = change
            assert old in files[path], old
            files[path] = files[path].replace(old, new)
        else:
            files[path] = change
    return files
