"""A document's source text with everything that was found in it (阅读), read from one snapshot of the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from api import schemas
from api.present import documents as present
from api.state import Holdings
from kg.facts import Edge, Node, Ref
from kg.store import Reader

Mark = TypeVar("Mark", schemas.DutyMark, schemas.TargetMark)


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found in some clauses, by clause id."""

    duties: dict[str, list[schemas.DutyMark]]
    targets: dict[str, list[schemas.TargetMark]]
    sectors: dict[str, list[str]]


def document_text(graph: Reader, now: Holdings, id: str) -> schemas.DocumentText:
    """Returns a document's text with its clauses. Raises UnknownThing."""
    source = graph.source(id)
    edges = graph.touching([Ref("Document", id)], ["HAS_CLAUSE"], "out")
    nodes = graph.find(edge.end for edge in edges)
    parents = {edge.start.id: edge.end.id for edge in graph.touching(nodes, ["PART_OF"], "out")}
    found = marks(graph, nodes)
    clauses = [_clause(now, id, node, parents.get(node.id), found) for node in nodes.values()]
    return schemas.DocumentText(
        document=present.document(now, now.knowledge.papers[id]),
        text=source.text,
        clauses=sorted(clauses, key=lambda clause: clause.order),
        citations=citations(now, id),
    )


def citations(now: Holdings, id: str) -> list[schemas.Citation]:
    """The documents that one refers to, in the order of the text."""
    cited = sorted(now.relations.cites.get(id, ()), key=lambda c: (c.start, c.end, c.cited))
    return [
        schemas.Citation(
            cited=c.cited,
            title=c.title,
            doc_number=c.doc_number,
            in_corpus=c.in_corpus,
            relation="implements" if c.relation == "implements" else "mentions",
            quote=c.quote,
            start=c.start,
            end=c.end,
            clause=c.clause,
        )
        for c in cited
    ]


def marks(graph: Reader, clauses: dict[Ref, Node]) -> Marks:
    """Returns units, targets and sectors of the clauses with where they stand."""
    duty_edges = graph.touching(clauses, ["RESPONSIBLE_FOR"], "in")
    goal_edges = graph.touching(clauses, ["QUANTIFIES"], "in")
    about = graph.find({edge.start for edge in (*duty_edges, *goal_edges)})
    duties: dict[str, list[schemas.DutyMark]] = defaultdict(list)
    for edge in duty_edges:
        duties[edge.end.id].append(_duty(edge, about[edge.start]))
    targets: dict[str, list[schemas.TargetMark]] = defaultdict(list)
    for edge in goal_edges:
        targets[edge.end.id].append(_target(about[edge.start]))
    sectors: dict[str, list[str]] = defaultdict(list)
    for edge in graph.touching(clauses, ["CONCERNS"], "out"):
        sectors[edge.start.id].append(edge.end.id)
    return Marks(_in_order(duties), _in_order(targets), sectors)


def _in_order(marks: Mapping[str, list[Mark]]) -> dict[str, list[Mark]]:
    return {id: sorted(held, key=lambda mark: (mark.start, mark.end)) for id, held in marks.items()}


def _clause(now: Holdings, document: str, node: Node, parent: str | None, found: Marks) -> schemas.ClauseInText:
    p: Mapping[str, Any] = node.properties
    return schemas.ClauseInText(
        id=node.id,
        document_id=document,
        path=str(p["path"]),
        number=p.get("number"),
        heading=p.get("heading", ""),
        kind=p["kind"],
        order=p["order"],
        parent=parent,
        depth=p["depth"],
        start=p["start"],
        end=p["end"],
        text=p.get("text", ""),
        responsibility=p.get("responsibility", ""),
        units=found.duties.get(node.id, []),
        targets=found.targets.get(node.id, []),
        sectors=found.sectors.get(node.id, []),
        sources=present.sources(now, node.id),
        implementers=present.implementers(now, node.id),
    )


def _duty(edge: Edge, unit: Node) -> schemas.DutyMark:
    p: Mapping[str, Any] = edge.properties
    return schemas.DutyMark(
        unit=unit.id,
        name=str(unit.properties["name"]),
        collective=bool(unit.properties.get("collective")),
        role=p["role"],
        stated=p["stated"],
        inherited=bool(p.get("inherited")),
        mention=p["mention"],
        start=p["start"],
        end=p["end"],
        rule=p.get("rule", ""),
    )


def _target(node: Node) -> schemas.TargetMark:
    p: Mapping[str, Any] = node.properties
    fields = {name: p.get(name) for name in schemas.TargetMark.model_fields}
    return schemas.TargetMark.model_validate({**fields, "id": node.id})
