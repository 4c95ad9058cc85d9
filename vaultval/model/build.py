"""From the pages of a vault to the model."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from vaultval.diagnostics import Finding, finding
from vaultval.model.accounts import read_accounts
from vaultval.model.attributes import read_attributes, read_references, unread
from vaultval.model.company_records import Coefficient
from vaultval.model.company_tables import read_company_tables
from vaultval.model.dcf import SegmentNotes, take_dcf, whole_company
from vaultval.model.evidence import read_evidence
from vaultval.model.flywheels import read_flywheels
from vaultval.model.implied import read_stages
from vaultval.model.milestones import TasksRead, of_option, read_tasks
from vaultval.model.nodes import Node, Page, Statement, read_pages
from vaultval.model.prices import in_order_of_days
from vaultval.model.provenance import with_provenance
from vaultval.model.records import Company, Evidence, Model, Narrative, Option, Signal, Source
from vaultval.model.references import Names, unique_names
from vaultval.model.tables import read_feasibility, read_scenarios, read_synergies
from vaultval.note.managed import AUDIT, begin_marker
from vaultval.place import Place
from vaultval.vault.vault import Vault
from vaultval.vocabulary import Vocabulary

_OPTION_REFERENCES = {"boosted_by": ("option",), "requires": ("option",)}
_CREDITS = {"narrative": ("narrative",)}
_NARRATIVE_REFERENCES = {
    "drives": ("option", "company", "segment"),
    "supports": ("narrative",),
    "contradicts": ("narrative",),
}


def build_model(vault: Vault, vocabulary: Vocabulary) -> tuple[Model, list[Finding]]:
    """Everything that the notes say, with all that is wrong with it."""
    pages, findings = read_pages(vault, vocabulary)
    pages, found = unique_names(pages)
    findings += found
    names = Names(vault, pages)

    evidence: list[Evidence] = []
    tasks: list[TasksRead] = []
    for page in pages:
        items, found = read_evidence(page, names, vocabulary)
        evidence += items
        findings += found
        read, found = read_tasks(page, names, vocabulary)
        tasks.append(read)
        findings += found
    sources = tuple(_sources(pages, vocabulary))
    evidence, found = with_provenance(evidence, sources, pages, names)
    findings += found

    options, found = _options(pages, names, tasks, vocabulary)
    findings += found
    companies, found = _companies(pages, names, options, vocabulary)
    findings += found
    narratives, found = _narratives(pages, names, evidence, tasks, vocabulary)
    findings += found
    model = Model(
        companies=tuple(companies),
        orphans=tuple(option for option in options if not option.company),
        narratives=tuple(narratives),
        sources=sources,
        signals=tuple(_signals(vault, evidence)),
    )
    return model, findings + _orphaned_blocks(vault, model)


def _orphaned_blocks(vault: Vault, model: Model) -> list[Finding]:
    """Blocks in notes that no company, option or narrative of their note asks for."""
    options = [option for company in model.companies for option in company.options]
    nodes = (*model.companies, *options, *model.orphans, *model.narratives)
    wanted = {(node.note, node.block) for node in nodes}
    return [
        finding(
            "orphaned-block",
            note.place(block.start, len(begin_marker(block.name))),
            f"nothing in this note asks for the block {block.name!r}",
        )
        for path, note in sorted(vault.notes.items())
        for block in note.managed
        if block.name != AUDIT and (path, block.name) not in wanted
    ]


def _common(node: Node) -> dict[str, Any]:
    heading = node.section.title.content if node.section else ""
    end = None
    if node.section:
        end = node.note.lines.start(node.end) if node.end <= len(node.note.lines) else len(node.note.text)
    return {
        "id": node.id,
        "name": node.name,
        "note": node.note.path,
        "heading": heading,
        "end": end,
        "place": node.place,
    }


def _nodes(pages: Iterable[Page], kind: str) -> list[tuple[Page, Node]]:
    return [(page, node) for page in pages for node in page.nodes if node.kind == kind]


def _options(
    pages: Sequence[Page], names: Names, tasks: Sequence[TasksRead], vocabulary: Vocabulary
) -> tuple[list[Option], list[Finding]]:
    milestones = [milestone for read in tasks for milestone in read.milestones]
    switches = [switch for read in tasks for switch in read.kill_switches]
    questions = [question for read in tasks for question in read.questions]
    unreadable = {owner for read in tasks for owner in read.unreadable}
    options: list[Option] = []
    findings: list[Finding] = []
    for page, node in _nodes(pages, "option"):
        values, found = read_attributes(node, vocabulary)
        references, more = read_references(node, names, _OPTION_REFERENCES)
        credited, heavy = read_references(node, names, _CREDITS, weighted=True)
        scenarios, wrong = read_scenarios(page, node, vocabulary)
        feasibility, odd = read_feasibility(page, node, vocabulary)
        stages, wild = read_stages(page, node, vocabulary)
        company, named_at, lost = _company_of(node, names)
        findings += [*found, *more, *heavy, *wrong, *odd, *wild, *lost]
        broken = (
            *_lost([*more, *heavy], {**credited, **references}, node),
            *unread(node, values, vocabulary),
        )
        if unreadable & {node.id, company.id if company else node.id}:
            broken = (*broken, "effect")
        references |= {key: next(iter(named), None) for key, named in credited.items()}
        emergent = bool(references.get("requires")) or "requires" in broken
        options.append(
            Option(
                **_common(node),
                **values,
                **references,
                credits=credited.get("narrative", ()),
                company=company.id if company else "",
                company_place=named_at,
                broken=broken,
                scenarios=scenarios,
                feasibility=feasibility,
                stages=stages,
                milestones=tuple(m for m in milestones if m.option == node.id),
                kill_switches=of_option(switches, node.id, company.id if company and not emergent else ""),
                open_questions=tuple(task for owner, task in questions if owner == node.id),
            )
        )
    return options, findings


def _lost(findings: Sequence[Finding], references: dict[str, Any], node: Node) -> tuple[str, ...]:
    """The attributes of which a part leads to nothing, or to a node of the wrong kind."""
    lines = {found.place.line for found in findings}
    return tuple(
        key for key in references if any(place.line in lines for _, place in node.statements[key].parts)
    )


def _company_of(node: Node, names: Names) -> tuple[Node | None, Place | None, list[Finding]]:
    """The company of an option: the one that it names, and where, or the only one that there is."""
    statement = node.statements.get("company")
    if statement:
        references, findings = names.references(statement, ("company",))
        if not references:
            return None, None, findings
        return names.nodes[references[0].target], references[0].place, findings
    companies = names.of_kind("company")
    if len(companies) == 1:
        message = f"the option {node.name!r} names no company; {companies[0].name!r} was assumed"
        return companies[0], None, [finding("company-assumed", node.place, message)]
    message = f"the option {node.name!r} names no company"
    return None, None, [finding("missing-attribute", node.place, message, expected="company: [[…]]")]


def _companies(
    pages: Sequence[Page], names: Names, options: Sequence[Option], vocabulary: Vocabulary
) -> tuple[list[Company], list[Finding]]:
    companies: list[Company] = []
    notes = SegmentNotes(pages, names, vocabulary)
    findings = list(notes.findings)
    for page, node in _nodes(pages, "company"):
        values, found = read_attributes(node, vocabulary)
        findings += found
        synergies: list[Coefficient] = []
        order: list[str] = []
        scopes = _scopes(pages, page, node, names)
        rows, found = read_company_tables(scopes, vocabulary)
        findings += found
        for there, scope in scopes:
            cells, listed, found = read_synergies(there, scope, vocabulary, names)
            synergies += cells
            order += listed
            findings += found
        broken = unread(node, values, vocabulary)
        stated = take_dcf(node, values, broken)
        rows["segments"] = notes.joined(rows["segments"]) or whole_company(stated.get("dcf"))
        rows["prices"], found = in_order_of_days(
            rows["prices"], values.get("price"), values.get("price_date")
        )
        findings += found
        price = values.get("price")
        accounts, found = read_accounts(scopes, vocabulary, price.currency if price else "")
        findings += found
        mine = [option for option in options if option.company == node.id]
        findings += _strangers(node, mine, synergies)
        flywheels, found = read_flywheels(scopes, [option.id for option in mine], names, vocabulary)
        findings += found
        mine.sort(
            key=lambda option: (order.index(option.id) if option.id in order else len(order), option.id)
        )
        companies.append(
            Company(
                **_common(node),
                broken=broken,
                **stated,
                **rows,
                accounts=accounts,
                synergies=tuple(synergies),
                flywheels=flywheels,
                options=tuple(mine),
            )
        )
    return companies, findings + notes.twice + notes.unlinked()


def _scopes(pages: Sequence[Page], page: Page, node: Node, names: Names) -> list[tuple[Page, Node | None]]:
    """Where the tables of a company may stand: its own scope, and notes that name it as their company."""
    scopes: list[tuple[Page, Node | None]] = [(page, node)]
    for other in pages:
        own = next((n for n in other.nodes if n.section is None), None)
        statement: Statement | None = (own.statements if own else other.loose).get("company")
        if other is not page and statement:
            references, _ = names.references(statement, ("company",))
            if any(reference.target == node.id for reference in references):
                scopes.append((other, own))
    return scopes


def _strangers(node: Node, options: Sequence[Option], synergies: Sequence[Coefficient]) -> list[Finding]:
    known = {option.id for option in options}
    strange: dict[str, Place] = {}
    for cell in synergies:
        for name in {cell.source, cell.target} - known:
            strange.setdefault(name, cell.value.place or node.place)
    return [
        finding(
            "unknown-row",
            place,
            f"{name.removesuffix('.md')!r} stands in the synergy matrix, but is no option of {node.name!r}",
        )
        for name, place in sorted(strange.items())
    ]


def _narratives(
    pages: Sequence[Page],
    names: Names,
    evidence: Sequence[Evidence],
    tasks: Sequence[TasksRead],
    vocabulary: Vocabulary,
) -> tuple[list[Narrative], list[Finding]]:
    narratives: list[Narrative] = []
    findings: list[Finding] = []
    questions = [question for read in tasks for question in read.questions]
    for _page, node in _nodes(pages, "narrative"):
        values, found = read_attributes(node, vocabulary)
        references, wrong = read_references(node, names, _NARRATIVE_REFERENCES, weighted=True)
        findings += [*found, *wrong]
        half_life = values.get("half_life")
        if half_life and half_life.value <= 0:
            del values["half_life"]
            message = "`half_life` is not above zero"
            findings.append(finding("not-a-quantity", half_life.place, message, found=half_life.text))
        narratives.append(
            Narrative(
                **_common(node),
                **values,
                **references,
                evidence=tuple(item for item in evidence if item.narrative == node.id),
                open_questions=tuple(task for owner, task in questions if owner == node.id),
            )
        )
    return narratives, findings


def _sources(pages: Sequence[Page], vocabulary: Vocabulary) -> list[Source]:
    sources = []
    for _page, node in _nodes(pages, "source"):
        values, _ = read_attributes(node, vocabulary)
        sources.append(Source(**_common(node), **values))
    return sources


def _signals(vault: Vault, evidence: Sequence[Evidence]) -> list[Signal]:
    """Every dated item or paragraph of every note, in the order of the notes."""
    claimed = {item.id for item in evidence}
    signals = []
    for path in sorted(vault.notes):
        note = vault.notes[path]
        for signal in note.scan.signals:
            if note.is_own_text(signal.start):
                continue
            place = note.place(signal.start)
            signals.append(
                Signal(
                    place=place,
                    date=date.fromisoformat(signal.date),
                    claimed=f"{path}:{place.line}" in claimed,
                )
            )
    return signals
