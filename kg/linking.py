"""Links between documents, kept true while documents come and go (关联).

What the link stages find (`kg.link`, `kg.derive`, `kg.target_links`, `kg.counterparts`) is written as contributions:

    links:<document>           what it cites; a document that is not there is a node with in_corpus false (`kg.cited`)
    derives:<child>|<parent>   that it derives from another, clause by clause, target by target
    counterparts:<unit>        the unit one level up with the same function

Each is a function of the documents (units) that it names and of those that could take their place, never of the order
in which they arrived. A change touches only the documents that meet it under a key (`kg.linked`). Where a fault of the
program keeps two documents from being compared, they are linked as documents alone, and the pair is handed back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg.cited import Stub, stub
from kg.compose import given, plain_number, safe_name
from kg.derive import DerivedClause, derive
from kg.errors import where_of
from kg.facts import Contribution, Edge, Node, Ref, Value, merged
from kg.link import document_links, resolve
from kg.linked import LinkedDocument, cited_keys, offers, titles_of, wants
from kg.places import Gazetteer
from kg.records import Citation, ClauseLink, DocumentLink, Target, TargetLink
from kg.store import Reader, Writer
from kg.summaries import stored
from kg.target_links import LinkableTarget, link_targets

_LINKS = ("CITES", "DERIVES_FROM")
_TOGETHER = 40  # documents whose links are found together


def touched_by(graph: Reader, moved: Iterable[LinkedDocument], gazetteer: Gazetteer) -> set[str]:
    """Returns the ids of the documents whose links may change when the `moved` ones come, change or go.

    These are the documents linked to them now, and those that look for one of their keys and for which one of them
    would be a find beside what they have found already.
    """
    offered = [(one, offers(one, gazetteer)) for one in moved]
    edges = graph.touching([Ref("Document", one.id) for one, _ in offered], _LINKS, "in")
    found = {edge.start.id for edge in edges}
    looking = graph.looking({key for _, keys in offered for key in keys})
    waiting = {other.id: other for other in stored(graph, set().union(*looking.values()) - found)}
    interested = [
        (waiting[id], one, keys)
        for one, keys in offered
        for id in sorted(_under(keys, looking) & waiting.keys() - {one.id})
        if _would_find(waiting[id], one, keys, gazetteer)
    ]
    standing = _standing(graph, {other.id: other for other, _, _ in interested}.values())
    for other, one, keys in interested:
        if other.id not in found and _changes(standing[other.id], other, one, keys, gazetteer):
            found.add(other.id)
    return found


def _under(keys: Iterable[str], found: Mapping[str, set[str]]) -> set[str]:
    """The ids that were found under one of the keys."""
    return {id for key in keys for id in found.get(key, ())}


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Two documents (ids) whose clauses could not be compared, and where the program failed."""

    child: str
    parent: str
    fault: str


def relink(graph: Writer, ids: Iterable[str], gazetteer: Gazetteer, *, changed: frozenset[str]) -> tuple[Unlinked, ...]:
    """Finds the links of the documents anew; derivations between documents that are not `changed` stay as they are.

    Returns the pairs whose clauses have no links because of a fault of the program.
    """
    said: dict[str, Contribution | None] = {}
    unlinked: list[Unlinked] = []
    rest = iter(sorted(set(ids)))
    while some := list(islice(rest, _TOGETHER)):
        deriving: dict[str, DocumentLink] = {}
        for links in _links(graph, stored(graph, some), gazetteer):
            said |= links.said
            deriving |= {
                owner: link
                for owner, link in links.parents.items()
                if _between_documents(link) not in links.standing or not changed.isdisjoint((link.child, link.parent))
            }
        texts = _texts(graph, {id for link in deriving.values() for id in (link.child, link.parent)})
        for owner, link in deriving.items():
            said[owner], fault = _deriving(texts[link.child], texts[link.parent], owner, link)
            unlinked += [fault] if fault else []
    graph.settle(said)
    return tuple(unlinked)


@dataclass(frozen=True, slots=True)
class _Links:
    """What a document cites and derives from."""

    said: Mapping[str, Contribution | None]  # what it cites, and derivations that are no more
    parents: Mapping[str, DocumentLink]  # by owner
    standing: Sequence[Edge]  # the derivations that are in the graph


def _links(graph: Reader, children: Sequence[LinkedDocument], gazetteer: Gazetteer) -> Iterator[_Links]:
    """The links of some documents, found together: each question to the graph is asked once for all of them."""
    wanted = [wants(child, gazetteer) for child in children]
    answering = graph.answering({key for keys in wanted for key in keys})
    others = {one.id: one for one in stored(graph, set().union(*answering.values()))}
    owners = graph.owners(*(_derivations(child.id) for child in children))
    standing = graph.touching([Ref("Document", child.id) for child in children], ("DERIVES_FROM",), "out")
    for child, keys in zip(children, wanted, strict=True):
        candidates = [others[id] for id in sorted(_under(keys, answering) - {child.id})]
        citing = _citing(child, candidates, gazetteer)
        parents = {derives_owner(link): link for link in document_links(child, candidates, gazetteer)}
        before = [owner for owner in owners if owner.startswith(_derivations(child.id))]
        said = {citing.owner: citing, **dict.fromkeys(owner for owner in before if owner not in parents)}
        yield _Links(said, parents, [edge for edge in standing if edge.start.id == child.id])


def unlink(graph: Writer, id: str) -> None:
    """Withdraws what a document says of others; what others say of it is for `relink`."""
    graph.withdraw(links_owner(id))
    for owner in graph.owners(_derivations(id)):
        graph.withdraw(owner)


def links_owner(document_id: str) -> str:
    """The owner of what a document cites."""
    return f"links:{document_id}"


def derives_owner(link: DocumentLink) -> str:
    """The owner of a derivation."""
    return f"{_derivations(link.child)}{link.parent}"


def _derivations(child: str) -> str:
    """How the owners of a document's derivations begin."""
    return f"derives:{child}|"


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a document is linked to now."""

    cited: Mapping[int, LinkedDocument]  # by where the citation stands
    parents: frozenset[tuple[str, Value, Value]]  # id, basis, quote
    documents: tuple[LinkedDocument, ...]


def _standing(graph: Reader, documents: Iterable[LinkedDocument]) -> dict[str, _Standing]:
    edges: dict[str, list[Edge]] = {document.id: [] for document in documents}
    for edge in graph.touching([Ref("Document", id) for id in edges], _LINKS, "out"):
        edges[edge.start.id].append(edge)
    others = {one.id: one for one in stored(graph, {edge.end.id for found in edges.values() for edge in found})}
    return {id: _seen(found, others) for id, found in edges.items()}


def _seen(edges: Iterable[Edge], others: Mapping[str, LinkedDocument]) -> _Standing:
    cited = {int(e.key): others[e.end.id] for e in edges if e.type == "CITES" and e.end.id in others}
    links = [e for e in edges if e.type == "DERIVES_FROM"]
    parents = frozenset((e.end.id, e.properties["basis"], e.properties["quote"]) for e in links)
    known = {one.id: one for one in (*cited.values(), *(others[e.end.id] for e in links if e.end.id in others))}
    return _Standing(cited, parents, tuple(known[id] for id in sorted(known)))


def _would_find(child: LinkedDocument, other: LinkedDocument, keys: frozenset[str], gazetteer: Gazetteer) -> bool:
    """Whether `other` would be a find if it were the only document."""
    meant = (resolve(citation, (other,), gazetteer, child) for citation in _meeting(child, keys, gazetteer))
    if any(document is not None for document in meant):
        return True
    # What is not cited can only be the same named plan of a place above.
    themes = {title.core for title in titles_of(child, gazetteer)} & {
        title.core for title in titles_of(other, gazetteer)
    }
    return bool(themes) and bool(document_links(child, (other,), gazetteer))


def _changes(
    now: _Standing, child: LinkedDocument, other: LinkedDocument, keys: frozenset[str], gazetteer: Gazetteer
) -> bool:
    """Whether `other` would be a find beside what the child is linked to now.

    A copy of what is cited already, or a text that fits less well, changes nothing by coming or going.
    """
    for citation in _meeting(child, keys, gazetteer):
        if resolve(citation, (other,), gazetteer, child) is None:
            continue
        cited = now.cited.get(citation.start)
        if cited is None or resolve(citation, (cited, other), gazetteer, child) is not cited:
            return True
    links = document_links(child, (*now.documents, other), gazetteer)
    return {(link.parent, link.basis, link.quote) for link in links} != now.parents


def _meeting(child: LinkedDocument, keys: frozenset[str], gazetteer: Gazetteer) -> list[Citation]:
    """The child's citations that one of the keys may answer."""
    return [c for c in child.citations if c.specific and not keys.isdisjoint(cited_keys(c, gazetteer, child))]


# -- what they say -----------------------------------------------------------------------------------------------------


def _citing(child: LinkedDocument, candidates: list[LinkedDocument], gazetteer: Gazetteer) -> Contribution:
    stubs: dict[Ref, Node] = {}
    edges: dict[tuple[str, str], Edge] = {}
    for citation in child.citations:
        if citation.is_self or not citation.specific or not (citation.title or citation.doc_number):
            continue
        cited = resolve(citation, candidates, gazetteer, child)
        if cited is not None:
            end = Ref("Document", cited.id)
        else:
            node = _only_cited(stub(citation, child, gazetteer))
            end = node.ref
            said = [node.properties, *([stubs[end].properties] if end in stubs else [])]
            stubs[end] = Node(*end, merged(said))
        key = str(citation.start)
        edges[end.id, key] = Edge("CITES", Ref("Document", child.id), end, _how(citation), key)
    return Contribution(links_owner(child.id), edges=tuple(edges.values()), shared_nodes=tuple(stubs.values()))


def _only_cited(cited: Stub) -> Node:
    properties = {
        "title": cited.title,
        "notice_title": cited.notice_title,
        "doc_number": cited.doc_number,
        "in_corpus": False,
    }
    return Node("Document", f"{safe_name(cited.key)}~cited", given(properties))


def _how(citation: Citation) -> dict[str, Value]:
    return given(
        {
            "relation": citation.relation,
            "quote": citation.quote,
            "clause": citation.clause,
            "start": citation.start,
            "end": citation.end,
            "rule": citation.rule,
        }
    )


def _deriving(child: _Text, parent: _Text, owner: str, link: DocumentLink) -> tuple[Contribution, Unlinked | None]:
    clause_links: tuple[ClauseLink, ...] = ()
    target_links: tuple[TargetLink, ...] = ()
    fault: Unlinked | None = None
    try:
        clause_links = derive(child.clauses, parent.clauses)
        target_links = link_targets(child.targets, parent.targets, clause_links)
    except Exception as error:  # a fault of ours between two documents must not keep all of them out of the graph
        clause_links = ()
        fault = Unlinked(link.child, link.parent, where_of(error))
    edges = (
        _between_documents(link),
        *(_between_clauses(one) for one in clause_links),
        *(_between_targets(one) for one in target_links),
    )
    return Contribution(owner, edges=edges), fault


def _between_documents(link: DocumentLink) -> Edge:
    properties: dict[str, Value] = {"basis": link.basis, "quote": link.quote}
    return Edge("DERIVES_FROM", Ref("Document", link.child), Ref("Document", link.parent), properties)


def _between_clauses(link: ClauseLink) -> Edge:
    """`shared` are the wordings; `shared_child` and `shared_parent` where they stand: start, end, start, end …"""
    properties = {
        "strength": link.strength,
        "score": plain_number(link.score),
        "shared": tuple(shared.text for shared in link.shared),
        "shared_child": tuple(offset for shared in link.shared for offset in shared.child),
        "shared_parent": tuple(offset for shared in link.shared for offset in shared.parent),
        "rule": link.rule,
    }
    return Edge("DERIVES_FROM", Ref("Clause", link.child), Ref("Clause", link.parent), given(properties))


def _between_targets(link: TargetLink) -> Edge:
    properties: dict[str, Value] = {"comparison": link.comparison, "rule": link.rule}
    return Edge("DERIVES_FROM", Ref("Target", link.child), Ref("Target", link.parent), properties)


# -- what the graph knows of a document --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """What a document says, as far as it is compared with another."""

    clauses: tuple[DerivedClause, ...]
    targets: tuple[LinkableTarget, ...]


def _texts(graph: Reader, documents: Iterable[str]) -> dict[str, _Text]:
    """What some documents say, by id."""
    clauses: dict[str, list[Node]] = {id: [] for id in documents}
    held = graph.touching([Ref("Document", id) for id in clauses], ("HAS_CLAUSE",), "out")
    document_of = {edge.end: edge.start.id for edge in held}
    for ref, node in graph.find(document_of).items():
        clauses[document_of[ref]].append(node)
    quantifies = graph.touching(document_of, ("QUANTIFIES",), "in")
    found = graph.find(edge.start for edge in quantifies)
    targets: dict[Ref, list[Node]] = {ref: [] for ref in document_of}
    for edge in quantifies:
        targets[edge.end].append(found[edge.start])
    return {
        id: _Text(
            tuple(sorted(map(_clause, own), key=lambda clause: clause.order)),
            tuple(sorted(_targets(own, targets), key=lambda one: (one.target.start, one.target.end, one.id))),
        )
        for id, own in clauses.items()
    }


def _clause(node: Node) -> DerivedClause:
    values: dict[str, Any] = dict(node.properties)
    return DerivedClause(
        id=node.id,
        path=values["path"],
        heading=values.get("heading"),
        text=values["text"],
        order=values["order"],
        depth=values["depth"],
        kind=values["kind"],
    )


def _targets(clauses: Iterable[Node], targets: Mapping[Ref, Sequence[Node]]) -> Iterator[LinkableTarget]:
    """The targets of some clauses."""
    for clause in clauses:
        for node in targets[clause.ref]:
            yield LinkableTarget(node.id, clause.id, _target(node, str(clause.properties["path"])))


def _target(node: Node, path: str) -> Target:
    values: dict[str, Any] = dict.fromkeys(("value", "unit")) | dict(node.properties)
    return Target(clause=path, **values)
