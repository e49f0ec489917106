"""How documents, targets and units hang together (关联): the edges that `search.knowledge` leaves out, read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from kg.facts import Ref
from kg.store import Reader
from search.excerpt import Excerpt


@dataclass(frozen=True, slots=True)
class DocumentOrigin:
    """A document derives from another (文件派生)."""

    child: str
    parent: str
    basis: str  # citation or title
    quote: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A document cites another (引用); `title` and `doc_number` are those of the cited one."""

    document: str
    cited: str
    title: str
    doc_number: str | None
    in_corpus: bool
    relation: str
    quote: str
    start: int
    end: int
    clause: str | None  # id


@dataclass(frozen=True, slots=True)
class GoalOrigin:
    """A target stands against the one above it (目标分解)."""

    child: str
    parent: str
    comparison: str
    rule: str = ""  # why: target:deadline, target:baseline …


class Relations:
    """The links of one generation, each to be looked up from both ends."""

    def __init__(
        self,
        generation: int,
        documents: Iterable[DocumentOrigin] = (),
        citations: Iterable[Cited] = (),
        goals: Iterable[GoalOrigin] = (),
        counterparts: Iterable[tuple[str, str]] = (),
        shared: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
    ) -> None:
        """`counterparts` are (unit, unit one level up); `shared` the wording that (child, parent) clauses share."""
        self.generation = generation
        self.shared = dict(shared or {})
        self.parents: dict[str, list[DocumentOrigin]] = defaultdict(list)
        self.children: dict[str, list[DocumentOrigin]] = defaultdict(list)
        for origin in documents:
            self.parents[origin.child].append(origin)
            self.children[origin.parent].append(origin)
        self.cites: dict[str, list[Cited]] = defaultdict(list)
        self.cited_by: dict[str, list[Cited]] = defaultdict(list)
        for cited in citations:
            self.cites[cited.document].append(cited)
            self.cited_by[cited.cited].append(cited)
        self.goal_parents: dict[str, list[GoalOrigin]] = defaultdict(list)
        self.goal_children: dict[str, list[GoalOrigin]] = defaultdict(list)
        for goal in goals:
            self.goal_parents[goal.child].append(goal)
            self.goal_children[goal.parent].append(goal)
        self.above: dict[str, list[str]] = defaultdict(list)
        self.below: dict[str, list[str]] = defaultdict(list)
        for lower, upper in counterparts:
            self.above[lower].append(upper)
            self.below[upper].append(lower)


def read_relations(graph: Reader) -> Relations:
    """Returns the links of a snapshot."""
    papers = {node.id: node.properties for node in graph.nodes("Document")}
    documents: list[DocumentOrigin] = []
    citations: list[Cited] = []
    goals: list[GoalOrigin] = []
    counterparts: list[tuple[str, str]] = []
    shared: dict[tuple[str, str], tuple[str, ...]] = {}
    for edge in graph.edges("CITES", "DERIVES_FROM", "COUNTERPART_OF"):
        start, end, p = edge.start.id, edge.end.id, edge.properties
        match edge.type, edge.start.label:
            case "COUNTERPART_OF", _:
                counterparts.append((start, end))
            case "CITES", _:
                citations.append(_cited(start, end, p, papers.get(end, {})))
            case "DERIVES_FROM", "Document":
                documents.append(DocumentOrigin(start, end, str(p.get("basis", "")), str(p.get("quote", ""))))
            case "DERIVES_FROM", "Target":
                goals.append(GoalOrigin(start, end, str(p["comparison"]), str(p.get("rule", ""))))
            case "DERIVES_FROM", "Clause":
                shared[start, end] = _texts(p.get("shared"))
    return Relations(graph.generation, documents, citations, goals, counterparts, shared)


def links_of(graph: Reader, papers: Iterable[str]) -> Relations:
    """Returns what some documents cite and derive from, and no more."""
    edges = graph.touching([Ref("Document", id) for id in papers], ("CITES", "DERIVES_FROM"), "out")
    ends = graph.find({edge.end for edge in edges})
    return read_relations(cast(Reader, Excerpt(graph.generation, ends.values(), edges)))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(text) for text in value) if isinstance(value, tuple) else ()


def _cited(document: str, cited: str, p: Mapping[str, Any], paper: Mapping[str, Any]) -> Cited:
    path = p.get("clause")
    return Cited(
        document=document,
        cited=cited,
        title=paper.get("title") or paper.get("notice_title") or cited,
        doc_number=paper.get("doc_number"),
        in_corpus=bool(paper.get("in_corpus")),
        relation=p["relation"],
        quote=p["quote"],
        start=int(p.get("start", 0)),
        end=int(p.get("end", 0)),
        clause=f"{document}#{path}" if path else None,
    )
