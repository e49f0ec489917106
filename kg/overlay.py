"""A graph seen through an overlay (覆盖层): what the database holds, with some of it told otherwise.

A snapshot lays what there was before later changes over the database (kg/before.py); a change lays what it is about to
write (kg/neo4j_write.py). Either way an overlay tells everything that some owners say, some shared facts as merged and
some filed documents, in place of what the database tells of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from kg import cypher_filed
from kg.errors import UnknownThing
from kg.facts import Contribution, Edge, Node, Ref
from kg.neo4j_read import Neo4jReader
from kg.neo4j_rows import Order, Owned, fact_of, filed, key_of, source_text
from kg.records import Source
from kg.store import Filed

Teller = str
"""Who tells a fact: an owner of its own, or the key of a shared one."""


@dataclass(slots=True)
class Overlay:
    """What is told otherwise; None stands for what there is not. Altered by `tell` and `tell_shared`."""

    owners: dict[str, Contribution | None] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)  # of those owners
    shared: dict[str, str | None] = field(default_factory=dict)  # key of the fact → its merged properties
    filed: dict[str, list[Any] | None] = field(default_factory=dict)  # id → a row of cypher_filed.FILED, its text
    nodes: dict[Ref, dict[Teller, Node]] = field(default_factory=dict)
    edges: dict[Ref, dict[tuple[Teller, Order], Edge]] = field(default_factory=dict)  # by either end

    def tell(self, owner: str, said: Contribution | None) -> None:
        """Tells what an owner says, in place of what was told of it before."""
        if (old := self.owners.get(owner)) is not None:
            self._take_away(owner, (*old.nodes, *old.edges))
        self.owners[owner] = said
        if said is not None:
            self._add(owner, (*said.nodes, *said.edges))

    def tell_shared(self, key: str, line: str | None) -> None:
        """Tells the merged properties of a shared fact, in place of those told before."""
        if (old := self.shared.get(key)) is not None:
            self._take_away(key, (fact_of(key, old),))
        self.shared[key] = line
        if line is not None:
            self._add(key, (fact_of(key, line),))

    def _add(self, teller: Teller, facts: Iterable[Node | Edge]) -> None:
        for fact in facts:
            if isinstance(fact, Node):
                self.nodes.setdefault(fact.ref, {})[teller] = fact
            else:
                for end in (fact.start, fact.end):
                    self.edges.setdefault(end, {})[teller, fact.order] = fact

    def _take_away(self, teller: Teller, facts: Iterable[Node | Edge]) -> None:
        for fact in facts:
            if isinstance(fact, Node):
                self.nodes[fact.ref].pop(teller, None)
            else:
                for end in (fact.start, fact.end):
                    self.edges[end].pop((teller, fact.order), None)

    def hides(self, one: Owned) -> bool:
        """Whether a fact as read from the database is for the overlay to tell."""
        return one.owner in self.numbers if one.owner is not None else key_of(one.fact) in self.shared

    def papers(self) -> dict[str, Filed | None]:
        """The filed documents that the overlay tells."""
        return {id: filed(row[:-1]) if row else None for id, row in self.filed.items()}


class Overlaid(Neo4jReader):
    """Reads the database through an overlay."""

    def _over(self) -> Overlay:
        """The overlay to be laid over what has just been read."""
        raise NotImplementedError

    # -- nodes and edges ---------------------------------------------------------------------------------------------

    def _right_nodes(
        self, found: Iterable[Owned], wanted: Callable[[Ref], bool], at: Collection[Ref] | None = None
    ) -> list[Node]:
        over = self._over()
        kept = [cast(Node, one.fact) for one in found if not over.hides(one)]
        refs = [ref for ref in (over.nodes if at is None else at) if ref in over.nodes and wanted(ref)]
        laid = [node for ref in refs for node in over.nodes[ref].values()]
        return sorted(kept + laid, key=lambda node: node.ref) if laid else kept

    def _right_edges(
        self, found: Iterable[Owned], wanted: Callable[[Edge], bool], at: Collection[Ref] | None = None
    ) -> list[Edge]:
        over = self._over()
        kept = [cast(Edge, one.fact) for one in found if not over.hides(one)]
        refs = over.edges if at is None else [ref for ref in at if ref in over.edges]
        laid = {key: edge for ref in refs for key, edge in over.edges[ref].items() if wanted(edge)}
        return kept + list(laid.values())

    # -- the files ---------------------------------------------------------------------------------------------------

    def documents(self) -> Iterator[Filed]:
        found = {one.id: one for one in super().documents()}
        yield from (paper for _, paper in sorted(self._right_papers(found).items()))

    def document(self, id: str) -> Filed | None:
        found = super().document(id)
        return self._right_papers({id: found} if found else {}).get(id)

    def with_hash(self, sha256: str) -> Filed | None:
        found = super().with_hash(sha256)
        papers = self._right_papers({found.id: found} if found else {})
        return next((paper for paper in papers.values() if paper.sha256 == sha256), None)

    def source(self, id: str) -> Source:
        rows = self._run(cypher_filed.SOURCE, {"id": id})
        paper = self.document(id)
        row = self._over().filed.get(id)
        packed = row[-1] if row else rows[0][0] if rows else None
        if paper is None or packed is None:
            raise UnknownThing(f"图谱里没有文件 {id}")
        return paper.source(source_text(id, packed))

    def files(self) -> dict[str, str]:
        found = super().files()
        papers = self._over().papers()
        kept = {name: id for name, id in found.items() if id not in papers}
        kept |= {name: id for id, paper in papers.items() if paper for name in paper.files}
        return dict(sorted(kept.items()))

    def summaries(self, ids: Iterable[str]) -> dict[str, str]:
        wanted = set(ids)
        found = super().summaries(wanted)
        papers = self._over().papers()
        kept = {id: summary for id, summary in found.items() if id not in papers}
        return kept | {id: paper.summary for id, paper in papers.items() if paper and id in wanted}

    def answering(self, keys: Iterable[str]) -> dict[str, set[str]]:
        return self._right_finds(super().answering, keys, lambda paper: paper.answers_to)

    def looking(self, keys: Iterable[str]) -> dict[str, set[str]]:
        return self._right_finds(super().looking, keys, lambda paper: paper.looks_for)

    def _right_finds(
        self,
        now: Callable[[Iterable[str]], dict[str, set[str]]],
        keys: Iterable[str],
        of: Callable[[Filed], tuple[str, ...]],
    ) -> dict[str, set[str]]:
        wanted = set(keys)
        found = now(wanted)
        papers = self._over().papers()
        right = {key: ids - papers.keys() for key, ids in found.items()}
        for id, paper in papers.items():
            for key in wanted.intersection(of(paper)) if paper else ():
                right.setdefault(key, set()).add(id)
        return {key: ids for key, ids in right.items() if ids}

    def _right_papers(self, found: Mapping[str, Filed]) -> dict[str, Filed]:
        papers = self._over().papers()
        kept = {id: paper for id, paper in found.items() if id not in papers}
        return kept | {id: paper for id, paper in papers.items() if paper}

    # -- who says what -----------------------------------------------------------------------------------------------

    def owners(self, *prefixes: str) -> list[str]:
        found = set(super().owners(*prefixes))
        over = self._over().owners
        found -= over.keys()
        return sorted(found | {name for name, said in over.items() if said and name.startswith(prefixes)})

    def changed_since(self, since: int) -> set[str] | None:
        found = super().changed_since(since) or set()
        return found | self._over().owners.keys()

    def contributions(self, owners: Iterable[str]) -> dict[str, Contribution]:
        names = list(owners)
        found = super().contributions(names)
        over = self._over().owners
        told = {name: over.get(name, found.get(name)) for name in names}
        return {name: said for name, said in told.items() if said is not None}
