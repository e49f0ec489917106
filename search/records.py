"""The graph's records kept in step with it (记录跟进): read whole once, afterwards only where it was changed.

A database tells which owners have said something else since a generation. Of these documents the clauses are read anew,
of those whose links moved the links; bodies are shared by many documents and are all read. The rest stays as it is.
The data folder does not tell, and is read whole: that takes a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from itertools import islice
from typing import cast

from kg.facts import Edge, Ref
from kg.places import Gazetteer
from kg.store import Reader, Store
from search.excerpt import Excerpt, all_bodies, excerpt
from search.knowledge import Knowledge, Origin, read_knowledge
from search.relations import Relations, read_relations

MOST = 0.3
"""Share of the documents that may have changed; with more of them, reading everything in order is faster."""
_DOCUMENTS = 50  # read together
_FACTS, _LINKS, _DERIVES, _COUNTERPARTS = "facts:", "links:", "derives:", "counterparts:"
_BETWEEN = ("CITES", "DERIVES_FROM", "COUNTERPART_OF")
_UNREAD = ("shared_child", "shared_parent", "strength", "score")  # what relations do not tell


class Records:
    """The records of the newest state of a store; to be asked by one thread at a time."""

    def __init__(self, store: Store, gazetteer: Gazetteer) -> None:
        self._store = store
        self._gazetteer = gazetteer
        self._known: Knowledge | None = None
        self._derivations: Set[str] = frozenset()  # the owners that `_known` knows

    def read(self) -> Knowledge:
        """The graph as it is now."""
        with self._store.snapshot() as graph:
            old, derivations = self._known, frozenset(graph.owners(_DERIVES))
            changed = graph.changed_since(old.generation) if old else None
            if old is None or changed is None:
                self._known = read_knowledge(graph, self._gazetteer)
            else:
                self._known = self._refreshed(graph, old, changed, derivations)
            self._derivations = derivations
            return self._known

    def _refreshed(self, graph: Reader, old: Knowledge, changed: Set[str], derivations: Set[str]) -> Knowledge:
        there = {name.removeprefix(_FACTS) for name in graph.owners(_FACTS)}
        said = _named(changed, _FACTS) & there
        if len(said) > MOST * len(there):
            return read_knowledge(graph, self._gazetteer)
        kept = there - said
        relinked = _named(changed, _LINKS) | {child.partition("|")[0] for child in _named(changed, _DERIVES)}
        relinked |= {child.partition("|")[0] for child in _named(self._derivations ^ derivations, _DERIVES)}
        relinked = (relinked | said) & there
        parts = [excerpt(graph, some, self._gazetteer) for some in _batches(sorted(said))]
        papers = [*(p for p in old.papers.values() if p.id in kept), *(p for one in parts for p in one.papers.values())]
        pieces = [p for p in old.pieces.values() if p.document in kept]
        pieces += [p for one in parts for p in one.pieces.values()]
        goals = [g for g in old.goals.values() if old.pieces[g.clause].document in kept]
        goals += [g for one in parts for g in one.goals.values()]
        same = there - relinked
        origins = [o for known in old.parents.values() for o in known if old.pieces[o.child].document in same]
        origins += _origins(graph, (p.id for p in pieces if p.document in relinked))
        return Knowledge(
            graph.generation,
            sorted(papers, key=lambda p: p.id),
            all_bodies(graph, self._gazetteer),
            sorted(pieces, key=lambda p: p.id),
            sorted(goals, key=lambda g: g.id),
            sorted(origins, key=lambda o: (o.child, o.parent)),
            self._gazetteer,
            [*((lower, upper) for lower in same for upper in old.uppers.get(lower, ())), *_made_under(graph, relinked)],
        )


class Links:
    """The relations of the newest state of a store; to be asked by one thread at a time."""

    def __init__(self) -> None:
        self._generation = 0
        self._owners: Set[str] = frozenset()
        self._edges: list[Edge] = []

    def read(self, graph: Reader) -> Relations:
        """The relations of a snapshot, each later than the one before."""
        changed = graph.changed_since(self._generation)
        if changed is None:
            return read_relations(graph)
        owners = frozenset(name for kind in (_LINKS, _DERIVES, _COUNTERPARTS) for name in graph.owners(kind))
        moved = {name for name in changed if name in owners} | (owners ^ self._owners)
        if len(moved) > MOST * len(owners):
            self._edges = [_slim(edge) for edge in graph.edges(*_BETWEEN)]
        else:
            papers = _named(moved, _LINKS) | {child.partition("|")[0] for child in _named(moved, _DERIVES)}
            units = _named(moved, _COUNTERPARTS)
            gone = {"Unit": units, "Document": papers, "Clause": papers, "Target": papers}
            kept = [edge for edge in self._edges if _of(edge.start) not in gone[edge.start.label]]
            self._edges = kept + [_slim(edge) for edge in _leaving(graph, papers, units)]
        self._generation, self._owners = graph.generation, owners
        return read_relations(cast(Reader, Excerpt(graph.generation, graph.nodes("Document"), self._edges)))


def _leaving(graph: Reader, papers: Iterable[str], units: Iterable[str]) -> list[Edge]:
    """The links that leave documents, their clauses and targets, and units."""
    refs = [Ref("Document", id) for id in papers]
    clauses = [edge.end for edge in graph.touching(refs, ("HAS_CLAUSE",), "out")]
    targets = [edge.start for edge in graph.touching(clauses, ("QUANTIFIES",), "in")]
    return graph.touching([*refs, *clauses, *targets, *(Ref("Unit", id) for id in units)], _BETWEEN, "out")


def _of(start: Ref) -> str:
    """The document of a document, clause or target; a unit itself."""
    return start.id if start.label == "Unit" else start.id.partition("#")[0]


def _slim(edge: Edge) -> Edge:
    return edge._replace(properties={key: value for key, value in edge.properties.items() if key not in _UNREAD})


def _named(owners: Iterable[str], kind: str) -> set[str]:
    return {owner.removeprefix(kind) for owner in owners if owner.startswith(kind)}


def _origins(graph: Reader, clauses: Iterable[str]) -> list[Origin]:
    edges = graph.touching((Ref("Clause", id) for id in clauses), ("DERIVES_FROM",), "out")
    return [
        Origin(e.start.id, e.end.id, str(e.properties["strength"]), float(str(e.properties["score"]))) for e in edges
    ]


def _made_under(graph: Reader, documents: Iterable[str]) -> list[tuple[str, str]]:
    edges = graph.touching((Ref("Document", id) for id in documents), ("CITES", "DERIVES_FROM"), "out")
    return [
        (edge.start.id, edge.end.id)
        for edge in edges
        if edge.type == "DERIVES_FROM" or edge.properties.get("relation") == "implements"
    ]


def _batches(documents: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(documents)
    while some := list(islice(rest, _DOCUMENTS)):
        yield some
