"""The flywheels of a company: lists of chains, each step of which drives the next, back to the first."""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from vaultval.diagnostics import Finding, finding
from vaultval.model.company_records import Flywheel, Step
from vaultval.model.context import meaning_at
from vaultval.model.links import LinkText, links_in
from vaultval.model.nodes import Node, Page
from vaultval.model.references import Names
from vaultval.place import Place
from vaultval.vocabulary import Vocabulary, folded

ARROW = re.compile(r"\s*(?:→|⟶|➔|➜|-+>|=+>)\s*")
"""What stands between two steps of a chain."""

_NAME = re.compile(r"^(?:(?:\*\*|__)(?P<bold>.+?)(?:\*\*|__)\s*[:：]?|(?P<plain>[^:：\[\]→>]{1,60})[:：])\s*")
_REMARK = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_MARKS = str.maketrans("", "", "*`")
_NEAR = 0.85
"""How alike a step and an option's name are, from 0 to 1, to be taken for a slip of the pen."""


class _Written(NamedTuple):
    """A step as it is written. node: the node that its link leads to, if any. linked: whether it is a link."""

    text: str
    place: Place
    node: Node | None
    linked: bool


class _Chain(NamedTuple):
    name: str
    place: Place
    steps: tuple[_Written, ...]


def read_flywheels(
    scopes: Iterable[tuple[Page, Node | None]], options: Collection[str], names: Names, vocabulary: Vocabulary
) -> tuple[tuple[Flywheel, ...], list[Finding]]:
    """The flywheels in all notes of a company. options: the ids of its options.

    A step is an option if it links one or bears its name. An option's alias stands for it as well, unless a chain
    names the two side by side, and so means something else by the word.
    """
    chains = [chain for page, node in scopes for chain in _chains(page, node, names, vocabulary)]
    known = {folded(names.nodes[identity].name): identity for identity in options}
    apart = _set_apart(chains, options, names)
    wheels: list[Flywheel] = []
    findings: list[Finding] = []
    for chain in chains:
        steps = tuple(_step(step, options, apart, names) for step in chain.steps)
        wheel = Flywheel(name=chain.name, place=chain.place, steps=steps)
        wheels.append(wheel)
        if not wheel.closed:
            first, last = steps[0].name, steps[-1].name
            message = f"the flywheel {chain.name!r} begins with {first!r} and ends with {last!r}"
            findings.append(finding("flywheel-open", steps[-1].place, message, expected=first, found=last))
        findings += _near_names(chain, steps, known, names)
    return tuple(wheels), findings


def _chains(page: Page, node: Node | None, names: Names, vocabulary: Vocabulary) -> Iterator[_Chain]:
    """The items with an arrow under a Flywheels heading."""
    for item in page.outline.items:
        line = item.passage.line
        if page.owner(line) is not node or not ARROW.search(item.passage.content):
            continue
        if meaning_at(page, line, vocabulary, node) != "flywheels":
            continue
        content = item.passage.content
        head = _NAME.match(content)
        start = head.end() if head else 0
        steps = []
        for begin, end in _pieces(content, start):
            place = item.passage.place(page.note.path, begin, end - begin)
            step = _written(content[begin:end], place, names)
            if step:
                steps.append(step)
        if len(steps) > 1:
            title = (head["bold"] or head["plain"]).strip(" :：*_") if head else ""
            title = title or f"{steps[0].text} → {steps[1].text}"
            yield _Chain(
                title, item.passage.place(page.note.path, 0, len(content.split("\n")[0])), tuple(steps)
            )


def _pieces(content: str, start: int) -> Iterator[tuple[int, int]]:
    """Where each step begins and ends."""
    for arrow in ARROW.finditer(content, start):
        yield start, arrow.start()
        start = arrow.end()
    yield start, len(content)


def _written(text: str, place: Place, names: Names) -> _Written | None:
    link = next(links_in(text, place), None)
    if link:
        return _Written(link.text, link.place, _of_link(link, names), linked=True)
    plain = " ".join(_REMARK.sub("", text.translate(_MARKS)).split()).strip(" .。,，;；")
    return _Written(plain, place, None, linked=False) if plain else None


def _of_link(link: LinkText, names: Names) -> Node | None:
    return names.of_link(link) or names.by_name("option", link.target)


def _option(step: _Written, options: Collection[str], names: Names) -> tuple[Node | None, bool]:
    """The option that a step may mean, and whether it is called by its own name, not by an alias."""
    node = step.node if step.linked else names.by_name("option", step.text)
    if node is None or node.id not in options:
        return None, False
    return node, step.linked or folded(step.text) == folded(node.name)


def _set_apart(chains: Iterable[_Chain], options: Collection[str], names: Names) -> frozenset[str]:
    """The aliases that stand in one chain with the option itself."""
    apart: set[str] = set()
    for chain in chains:
        meant = [(step, *_option(step, options, names)) for step in chain.steps]
        named = {node.id for _, node, exact in meant if node and exact}
        apart |= {folded(step.text) for step, node, exact in meant if node and not exact and node.id in named}
    return frozenset(apart)


def _step(step: _Written, options: Collection[str], apart: Collection[str], names: Names) -> Step:
    node, _exact = _option(step, options, names)
    if node and (step.linked or folded(step.text) not in apart):
        return Step(key=node.id, name=node.name, place=step.place, option=True)
    name = step.node.name if step.node else step.text
    return Step(key=folded(name), name=name, place=step.place)


def _near_names(
    chain: _Chain, steps: Iterable[Step], known: dict[str, str], names: Names
) -> Iterator[Finding]:
    """The plain words of a chain that are an option's name but for a letter or two."""
    seen: set[str] = set()
    for written, step in zip(chain.steps, steps, strict=True):
        if step.option or written.linked or step.key in seen:
            continue
        seen.add(step.key)
        near = get_close_matches(step.key, list(known), 1, _NEAR)
        if near:
            hint = f"did you mean [[{names.nodes[known[near[0]]].name}]]?"
            message = f"{written.text!r} in the flywheel {chain.name!r} is no option"
            yield finding("flywheel-name", written.place, message, hint=hint)
