"""Reading the rows of the Neo4j store (kg/cypher.py, kg/cypher_filed.py).

A reader is given a function that runs statements: each in a transaction of its own for a snapshot (kg/before.py), all
in one for a change (kg/neo4j_write.py). What the database shows is put right before it is handed out: a snapshot puts
back what later changes took, a change hides what it is about to delete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

from kg import cypher, cypher_filed
from kg.bolt import Rows, Run
from kg.cypher_search import CHANGED_OWNERS
from kg.errors import UnknownThing
from kg.facts import LABELS, TYPES, Contribution, Edge, Node, Ref
from kg.neo4j_rows import Owned, Owner, State, fact_of, filed, owned_edge, owned_node, source_text
from kg.records import Source
from kg.store import Counts, Direction, Filed, ids_by_key

_LAST = "\U0010ffff"  # sorts behind every character that a key has
_CHUNK = 2000
_STARTS = 400  # nodes whose relationships are read at a time


class Neo4jReader:
    """What one function that runs statements sees; see kg.store.Reader."""

    def __init__(self, run: Run, state: State) -> None:
        self._run = run
        self._state = state

    @property
    def generation(self) -> int:
        return self._state.generation

    # -- nodes and edges ---------------------------------------------------------------------------------------------

    def nodes(self, label: str | None = None, prefix: str = "") -> Iterator[Node]:
        for one in sorted(LABELS) if label is None else [label]:
            if one in LABELS:
                yield from self._nodes_of(one, prefix)

    def _nodes_of(self, label: str, prefix: str) -> Iterator[Node]:
        first, end = prefix, prefix + _LAST
        while True:
            rows = self._run(cypher.NODES[label], {"first": first, "end": end, "limit": _CHUNK})
            found = [owned_node(label, values) for (values,) in rows]
            after = f"{found[-1].fact.id}\0" if len(found) == _CHUNK else end  # what may come next
            yield from self._right_nodes(found, _between(label, first, after))
            if after == end:
                return
            first = after

    def beginning(self, label: str, prefixes: Iterable[str]) -> dict[str, list[Node]]:
        wanted = sorted(set(prefixes))
        found: dict[str, list[Owned]] = {prefix: [] for prefix in wanted}
        ranges = [[prefix, prefix + _LAST] for prefix in wanted]
        for prefix, values in self._batched(cypher.BEGINNING[label], "ranges", ranges) if label in LABELS else ():
            found[prefix].append(owned_node(label, values))
        return {
            prefix: self._right_nodes(sorted(nodes, key=_id_of), _between(label, prefix, prefix + _LAST))
            for prefix, nodes in found.items()
        }

    def edges(self, *types: str) -> Iterator[Edge]:
        known = [type for type in types if type in TYPES]
        if types and not known:
            return
        for label in sorted(LABELS):
            first = ""
            while first != _LAST:
                ids = [id for (id,) in self._run(cypher.IDS[label], {"first": first, "limit": _STARTS})]
                after = f"{ids[-1]}\0" if len(ids) == _STARTS else _LAST
                inside = _between(label, first, after)
                rows = self._run(cypher.edges(label, known, "out"), {"ids": ids})
                found = self._right_edges(
                    [owned_edge(row) for row in rows],
                    lambda edge, inside=inside: inside(edge.start) and (not known or edge.type in known),  # type: ignore[misc]
                )
                yield from sorted(found, key=lambda edge: edge.order)
                first = after

    def find(self, refs: Iterable[Ref]) -> dict[Ref, Node]:
        wanted = set(refs)
        found = [
            owned_node(label, values)
            for label, ids in _by_label(self._not_told(wanted))
            for (values,) in self._batched(cypher.FIND[label], "ids", ids)
        ]
        return {node.ref: node for node in self._right_nodes(found, wanted.__contains__, wanted)}

    def touching(self, refs: Iterable[Ref], types: Iterable[str] = (), direction: Direction = "both") -> list[Edge]:
        wanted, types = set(refs), tuple(types)
        known = [type for type in types if type in TYPES]
        if types and not known:
            return []
        ways = {"out": ("out",), "in": ("in",), "both": ("out", "in")}[direction]
        rows = self._owned_at(self._not_new(wanted), known, ways)

        def touches(edge: Edge) -> bool:
            at_one = (edge.start in wanted and "out" in ways) or (edge.end in wanted and "in" in ways)
            return at_one and (not known or edge.type in known)

        found = {edge.order: edge for edge in self._right_edges(rows, touches, wanted)}
        return [found[order] for order in sorted(found)]

    def _owned_at(
        self, refs: Iterable[Ref], types: Sequence[str] = (), ways: Sequence[str] = ("out", "in")
    ) -> list[Owned]:
        """The relationships at some nodes as the database has them, those between two of them twice."""
        return [
            owned_edge(row)
            for label, ids in _by_label(set(refs))
            for way in ways
            for row in self._batched(cypher.edges(label, types, way), "ids", ids)
        ]

    def counts(self) -> Counts:
        return Counts(dict(sorted(self._state.nodes.items())), dict(sorted(self._state.edges.items())))

    def _right_nodes(
        self, found: Iterable[Owned], wanted: Callable[[Ref], bool], at: Collection[Ref] | None = None
    ) -> list[Node]:
        """The nodes as they should be seen, in order; `wanted` tells which ones were asked for, all among `at`."""
        return [cast(Node, one.fact) for one in found]

    def _right_edges(
        self, found: Iterable[Owned], wanted: Callable[[Edge], bool], at: Collection[Ref] | None = None
    ) -> list[Edge]:
        """The relationships as they should be seen, in no order; all that are wanted have an end among `at`."""
        return [cast(Edge, one.fact) for one in found]

    def _not_told(self, refs: Iterable[Ref]) -> Iterable[Ref]:
        """Those of the nodes that the database must be asked for."""
        return refs

    def _not_new(self, refs: Iterable[Ref]) -> Iterable[Ref]:
        """Those of the nodes whose relationships the database must be asked for."""
        return refs

    def _batched(self, statement: str, name: str, values: Iterable[Any], **others: Any) -> Iterator[list[Any]]:
        """The rows of a statement that is run as often as there are batches of the values."""
        rest = iter(values)
        while batch := list(islice(rest, cypher.BATCH)):
            yield from self._run(statement, {name: batch, **others})

    # -- the files ---------------------------------------------------------------------------------------------------

    def documents(self) -> Iterator[Filed]:
        first = ""
        while True:
            rows = self._run(cypher_filed.FILED_FROM, {"first": first, "limit": _CHUNK})
            yield from (filed(row) for row in rows)
            if len(rows) < _CHUNK:
                return
            first = f"{rows[-1][0]}\0"

    def document(self, id: str) -> Filed | None:
        return _only(self._run(cypher_filed.FILED, {"ids": [id]}))

    def with_hash(self, sha256: str) -> Filed | None:
        return _only(self._run(cypher_filed.FILED_BY_HASH, {"sha256": sha256}))

    def source(self, id: str) -> Source:
        found = self.document(id)
        rows = self._run(cypher_filed.SOURCE, {"id": id}) if found else []
        if found is None or not rows:
            raise UnknownThing(f"图谱里没有文件 {id}")
        return found.source(source_text(id, rows[0][0]))

    def files(self) -> dict[str, str]:
        return dict(self._run(cypher_filed.FILES, {}))

    def summaries(self, ids: Iterable[str]) -> dict[str, str]:
        return dict(self._batched(cypher_filed.SUMMARIES, "ids", set(ids)))

    def answering(self, keys: Iterable[str]) -> dict[str, set[str]]:
        return ids_by_key(self._batched(cypher_filed.ANSWERING, "keys", set(keys)))

    def looking(self, keys: Iterable[str]) -> dict[str, set[str]]:
        return ids_by_key(self._batched(cypher_filed.LOOKING, "keys", set(keys)))

    # -- who says what -----------------------------------------------------------------------------------------------

    def owners(self, *prefixes: str) -> list[str]:
        ranges = [[prefix, prefix + _LAST] for prefix in prefixes]
        return sorted({name for (name,) in self._batched(cypher.OWNERS, "ranges", ranges)})

    def changed_since(self, since: int) -> set[str] | None:
        return {name for (name,) in self._run(CHANGED_OWNERS, {"generation": since})}

    def contributions(self, owners: Iterable[str]) -> dict[str, Contribution]:
        return self._contributions(self._known(owners))

    def _known(self, names: Iterable[str]) -> list[Owner]:
        """Those of the owners that there are."""
        return [as_owner(row) for row in self._batched(cypher.OWNERS_NAMED, "names", names)]

    def _contributions(self, owners: Sequence[Owner]) -> dict[str, Contribution]:
        """What the owners say, by name."""
        own_nodes: dict[int, list[Node]] = defaultdict(list)
        own_edges: dict[int, list[Edge]] = defaultdict(list)
        shared: dict[int, list[Node | Edge]] = defaultdict(list)
        for label in sorted({label for one in owners for label in one.labels}):
            numbers = [one.n for one in owners if label in one.labels]
            for (values,) in self._batched(cypher.NODES_OF_OWNERS[label], "numbers", numbers):
                found = owned_node(label, values)
                own_nodes[cast(int, found.owner)].append(cast(Node, found.fact))
        for type in sorted({type for one in owners for type in one.types}):
            numbers = [one.n for one in owners if type in one.types]
            for row in self._batched(cypher.EDGES_OF_OWNERS[type], "numbers", numbers):
                found = owned_edge(row)
                own_edges[cast(int, found.owner)].append(cast(Edge, found.fact))
        sharing = [one.n for one in owners if one.shares]
        for n, key, line in self._batched(cypher.WORDINGS_OF_OWNERS, "numbers", sharing):
            shared[n].append(fact_of(key, line))
        return {
            one.name: Contribution(
                one.name,
                tuple(sorted(own_nodes[one.n], key=lambda node: node.ref)),
                tuple(sorted(own_edges[one.n], key=lambda edge: edge.order)),
                tuple(sorted((f for f in shared[one.n] if isinstance(f, Node)), key=lambda node: node.ref)),
                tuple(sorted((f for f in shared[one.n] if isinstance(f, Edge)), key=lambda edge: edge.order)),
            )
            for one in owners
        }


def as_owner(row: Sequence[Any]) -> Owner:
    """An owner from a row of kg.cypher.OWNERS_NAMED."""
    name, n, labels, types, shares = row
    return Owner(name, n, frozenset(labels), frozenset(types), shares)


def _only(rows: Rows) -> Filed | None:
    return filed(rows[0]) if rows else None


def _id_of(one: Owned) -> str:
    return cast(Node, one.fact).id


def _by_label(refs: Iterable[Ref]) -> Iterator[tuple[str, list[str]]]:
    """(label, ids) of the refs whose label there is, each label once."""
    ids: dict[str, list[str]] = defaultdict(list)
    for ref in sorted(refs):
        ids[ref.label].append(ref.id)
    return ((label, ids[label]) for label in sorted(ids) if label in LABELS)


def _between(label: str, first: str, end: str) -> Callable[[Ref], bool]:
    return lambda ref: ref.label == label and first <= ref.id < end
