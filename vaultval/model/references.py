"""From a link or a name in an attribute to the node that it means."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import zip_longest

from vaultval.diagnostics import Finding, finding
from vaultval.model.bases import Reference
from vaultval.model.links import LinkText
from vaultval.model.nodes import Node, Page, Statement, plain_title
from vaultval.model.weights import WeightText, read_weight, weight_behind, weight_of_name
from vaultval.note.subpath import heading_key
from vaultval.place import Place
from vaultval.vault.vault import Vault
from vaultval.vocabulary import folded, written

_BETWEEN_NAMES = re.compile(r"[,，、;；]")
NAMED_KINDS = ("company", "option", "narrative")


def unique_names(pages: Sequence[Page]) -> tuple[list[Page], list[Finding]]:
    """The same pages with node names made unique within each kind; the second of a name goes by its id."""
    taken: dict[tuple[str, str], Node] = {}
    findings: list[Finding] = []
    renamed: list[Page] = []
    for page in pages:
        nodes = []
        for node in page.nodes:
            first = taken.setdefault((node.kind, folded(node.name)), node)
            if first is not node and node.kind in NAMED_KINDS:
                message = f"there is another {node.kind} {node.name!r}"
                findings.append(finding("duplicate-name", node.place, message, other=first.place))
                name = _free_name(node, taken)
                taken[node.kind, folded(name)] = node
                nodes.append(replace(node, name=name))
            else:
                nodes.append(node)
        renamed.append(replace(page, nodes=tuple(nodes)))
    return renamed, findings


def _free_name(node: Node, taken: Mapping[tuple[str, str], Node]) -> str:
    """The node's id, counted up until no other node of its kind is called so."""
    name, number = node.id.removesuffix(".md"), 1
    while (node.kind, folded(name)) in taken:
        number += 1
        name = f"{node.id.removesuffix('.md')} ({number})"
    return name


class Names:
    """Every node by id, and by name and alias within its kind."""

    def __init__(self, vault: Vault, pages: Iterable[Page]) -> None:
        self._vault = vault
        self.nodes: Mapping[str, Node] = {node.id: node for page in pages for node in page.nodes}
        by_name: dict[tuple[str, str], Node] = {}
        for node in self.nodes.values():
            by_name.setdefault((node.kind, folded(node.name)), node)
        for node in self.nodes.values():
            for alias in node.aliases:
                by_name.setdefault((node.kind, folded(alias)), node)
        self._by_name = by_name

    def of_kind(self, kind: str) -> list[Node]:
        """All nodes of a kind, in the order of their notes."""
        return [node for node in self.nodes.values() if node.kind == kind]

    def by_name(self, kind: str, name: str) -> Node | None:
        """A node by its name or alias, a remark in parentheses aside."""
        return self._by_name.get((kind, folded(name))) or self._by_name.get((kind, folded(plain_title(name))))

    def path_of(self, link: LinkText) -> str | None:
        """The file that a link leads to."""
        return self._vault.resolver.resolve(link.target, link.place.note).path

    def path_with_part(self, link: LinkText) -> str:
        """The file that a link leads to, with the heading or block behind its #; its text if there is no such file."""
        path = self.path_of(link)
        return f"{path}{link.subpath}" if path else link.target + link.subpath

    def source_of(self, link: LinkText) -> str:
        """What a link to a source leads to: the section that is one, or else the file; its text if there is none."""
        node = self.of_link(link) if link.subpath else None
        return node.id if node and node.kind == "source" else self.path_of(link) or link.target

    def of_link(self, link: LinkText) -> Node | None:
        """The node that a link leads to: the section that it names, or the note's own node, or its only one."""
        path = self.path_of(link)
        if path is None:
            return None
        if link.subpath and not link.subpath.startswith("#^"):
            last = link.subpath.rpartition("#")[2]
            wanted, key = folded(plain_title(last)), heading_key(last)
            for node in self.nodes.values():
                if node.note.path != path or not node.section:
                    continue
                if (
                    folded(node.name.rpartition("#")[2]) == wanted
                    or heading_key(node.section.title.content) == key
                ):
                    return node
        if path in self.nodes:
            return self.nodes[path]
        inside = [node for node in self.nodes.values() if node.note.path == path]
        return inside[0] if len(inside) == 1 else None

    def references(
        self, statement: Statement, kinds: Sequence[str], *, weighted: bool = False
    ) -> tuple[tuple[Reference, ...], list[Finding]]:
        """The nodes that an attribute names, by links or, where it has none, by names.

        weighted: a number behind a link is its weight; a link whose weight cannot be read is left out.
        """
        found: list[Reference] = []
        findings: list[Finding] = []
        for link, behind in _mentions(statement, weighted):
            node, problem = self._meant(link, kinds, statement.key)
            weight, odd = read_weight(behind) if behind else (None, [])
            if node and not odd and all(reference.target != node.id for reference in found):
                found.append(Reference(node.id, link.text, link.place, weight))
            findings += [*problem, *odd]
        return tuple(found), findings

    def _meant(self, link: LinkText, kinds: Sequence[str], key: str) -> tuple[Node | None, list[Finding]]:
        node = self.of_link(link)
        if node is None or node.kind not in kinds:
            named = next((n for kind in kinds if (n := self.by_name(kind, link.target))), None)
            if node is None and self.path_of(link) is None and named:
                return named, []
        if node and node.kind in kinds:
            return node, []
        wanted = " or ".join(written("kind", kind, "en") for kind in kinds)
        path = self.path_of(link)
        if path:
            has = f"a note of type {written('kind', node.kind, 'en')}" if node else "a note without a type"
            message = f"`{key}` leads to {path!r}"
            return None, [
                finding("wrong-kind", link.place, message, expected=f"a note of type {wanted}", found=has)
            ]
        message = f"`{key}` names {link.target!r}, which does not exist"
        return None, [
            finding("reference-to-nothing", link.place, message, hint=self.did_you_mean(kinds, link.target))
        ]

    def did_you_mean(self, kinds: Sequence[str], name: str) -> str:
        """A hint with the name of the right kind that is nearest, or ""."""
        known = {word: node.name for (kind, word), node in self._by_name.items() if kind in kinds}
        near = get_close_matches(folded(name), list(known), 1, 0.6)
        return f"did you mean [[{known[near[0]]}]]?" if near else ""


def _mentions(statement: Statement, weighted: bool) -> list[tuple[LinkText, WeightText | None]]:
    """The links of a statement; a part without a link is taken for a name. Each with its weight, if there is one."""
    mentions: list[tuple[LinkText, WeightText | None]] = []
    for text, place in statement.parts:
        inside = [link for link in statement.links if _within(link.place, place)]
        for link, following in zip_longest(inside, inside[1:]):
            first = link.place.column + link.place.length - place.column
            last = following.place.column - place.column if following else len(text)
            mentions.append((link, weight_behind(text, first, last, place) if weighted else None))
        if not inside and text.strip().strip("[]"):
            names = (name.strip() for name in _BETWEEN_NAMES.split(text))
            parts = (weight_of_name(name, place) if weighted else (name, None) for name in names if name)
            mentions += [(LinkText(name, "", name, place), weight) for name, weight in parts]
    return mentions


def _within(inner: Place, outer: Place) -> bool:
    return inner.line == outer.line and outer.column <= inner.column < outer.column + max(outer.length, 1)
