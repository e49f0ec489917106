"""Writing what a change has gathered: the difference between before and now, all of a kind in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kg import cypher, cypher_filed
from kg.bolt import Run
from kg.errors import StoreError
from kg.facts import LABELS, Contribution, Edge, Node, Ref, encode
from kg.neo4j_rows import Order, Owner, Shape, State, edge_row, fact_of, node_properties, shape, wording_id
from kg.neo4j_write import Pending, wordings
from kg.overlay import Overlay


@dataclass(slots=True)
class _Facts:
    """Nodes and relationships with the number of the owner that has them; None for shared ones."""

    nodes: dict[Ref, tuple[Node, int | None]] = field(default_factory=dict)
    edges: dict[Order, tuple[Edge, int | None]] = field(default_factory=dict)

    def take(self, fact: Node | Edge, owner: int | None, who: str) -> None:
        """Adds a fact. Raises StoreError when another owner has it."""
        if isinstance(fact, Node):
            if self.nodes.setdefault(fact.ref, (fact, owner))[1] != owner:
                raise StoreError(f"节点 {fact.label} {fact.id} 已归别处所有，不能由 {who} 再次声明")
        elif self.edges.setdefault(fact.order, (fact, owner))[1] != owner:
            raise StoreError(f"关系 {fact.type} {fact.start.id} → {fact.end.id} 已归别处所有，不能由 {who} 再次声明")


class Flush:
    """Writes a change; used once."""

    def __init__(self, run: Run, pending: Pending, state: State) -> None:
        self._run = run
        self._pending = pending
        self._state = state
        self._names = [
            name for name, said in pending.now.owners.items() if not _same(pending.before.owners[name], said)
        ]
        self._keys = [key for key, line in pending.now.shared.items() if line != pending.before.shared[key]]
        self._numbers = {name: self._number(name) for name in self._names}

    def _number(self, name: str) -> int:
        known = self._pending.owners.get(name)
        if known is None:
            self._state.owners += 1
        return known.n if known else self._state.owners - 1

    def before(self) -> Overlay:
        """What the change replaces, and nothing else."""
        found = self._pending.before
        return Overlay(
            {name: found.owners[name] for name in self._names},
            set(self._numbers.values()),
            {key: found.shared[key] for key in self._keys},
            {id: row for id, row in found.filed.items() if row != self._pending.now.filed[id]},
        )

    def write(self) -> None:
        """Writes everything. Raises StoreError when a relationship lacks an end, or a fact has two owners."""
        old, new = self._facts(self._pending.before), self._facts(self._pending.now)
        for counted, kinds in ((new, 1), (old, -1)):
            for ref in counted.nodes:
                self._state.count(ref.label, kinds)
            for edge, _ in counted.edges.values():
                self._state.count(edge.type, kinds)
        self._write_owners()
        self._delete_edges(edge for order, (edge, _) in old.edges.items() if order not in new.edges)
        self._write_nodes(old, new)
        self._write_edges(old, new)
        self._write_wordings()
        self._delete_nodes([ref for ref in old.nodes if ref not in new.nodes])
        self._do(cypher.DROP_OWNERS, "numbers", [self._numbers[name] for name in self._names if not self._said(name)])
        self._write_filed()

    def _facts(self, overlay: Overlay) -> _Facts:
        """The facts concerned, as an overlay tells them."""
        facts = _Facts()
        for name in self._names:
            said = overlay.owners[name]
            own: tuple[Node | Edge, ...] = (*said.nodes, *said.edges) if said else ()
            for fact in own:
                facts.take(fact, self._numbers[name], name)
        for key in self._keys:
            line = overlay.shared[key]
            if line is not None:
                facts.take(fact_of(key, line), None, "各方")
        return facts

    def _said(self, name: str) -> Contribution | None:
        return self._pending.now.owners[name]

    # -- owners and wordings -----------------------------------------------------------------------------------------

    def _write_owners(self) -> None:
        rows = []
        for name in self._names:
            if said := self._said(name):
                owner = Owner(
                    name,
                    self._numbers[name],
                    frozenset(node.label for node in said.nodes),
                    frozenset(edge.type for edge in said.edges),
                    bool(said.shared_nodes or said.shared_edges),
                )
                rows.append(owner.row())
        self._do(cypher.WRITE_OWNERS, "rows", rows, generation=self._state.generation + 1)

    def _write_wordings(self) -> None:
        say: list[dict[str, Any]] = []
        unsay: list[dict[str, Any]] = []
        for name in self._names:
            now, before = wordings(self._said(name)), wordings(self._pending.before.owners[name])
            owner = self._numbers[name]
            say += [_wording(owner, key, line) for key, line in now.items() if before.get(key) != line]
            unsay += [_wording(owner, key, line) for key, line in before.items() if now.get(key) != line]
        unsaid = {row["id"] for row in unsay if not self._pending.wordings[row["fact"]].get(row["line"])}
        self._do(cypher.SAY, "rows", say)
        self._do(cypher.UNSAY, "rows", unsay)
        self._do(cypher.DROP_WORDINGS, "ids", sorted(unsaid))

    # -- nodes and relationships -------------------------------------------------------------------------------------

    def _write_nodes(self, old: _Facts, new: _Facts) -> None:
        fresh: dict[str, list[Any]] = {label: [] for label in LABELS}
        altered: dict[str, list[Any]] = defaultdict(list)
        for ref, (node, owner) in new.nodes.items():
            was = old.nodes.get(ref)
            if was is None:
                fresh[ref.label].append(node_properties(node, owner))
            elif was[1] != owner or encode(was[0].properties) != encode(node.properties):
                altered[ref.label].append(node_properties(node, owner))
        for taken in self._fresh(cypher.NEW_NODES, fresh):
            for label, ids in zip(LABELS, taken, strict=True):
                for id in ids:
                    raise StoreError(f"节点 {label} {id} 已归别处所有，不能再次声明")
        for label, values in sorted(altered.items()):
            self._do(cypher.SET_NODES[label], "rows", values)

    def _write_edges(self, old: _Facts, new: _Facts) -> None:
        fresh: dict[str, list[Any]] = {cypher.slot(*one): [] for one in cypher.SHAPES}
        altered: dict[Shape, list[Any]] = defaultdict(list)
        edges: list[Edge] = []
        for order, (edge, owner) in new.edges.items():
            was = old.edges.get(order)
            if was is None:
                fresh[cypher.slot(*shape(edge))].append(edge_row(edge, owner))
                edges.append(edge)
            elif was[1] != owner or encode(was[0].properties) != encode(edge.properties):
                altered[shape(edge)].append(edge_row(edge, owner))
        written = 0
        for row in self._fresh(cypher.NEW_EDGES, fresh):
            written += sum(row[::2])
            for one, taken in zip(cypher.SHAPES, row[1::2], strict=True):
                if taken:
                    raise StoreError(f"{taken} 个关系 {'-'.join(one)} 已归别处所有，不能再次声明")
        if written != len(edges):
            self._miss(edges)
        for one, values in sorted(altered.items()):
            self._do(cypher.set_edges(*one), "rows", values)

    def _fresh(self, statement: str, rows: Mapping[str, Sequence[Any]]) -> Iterator[list[Any]]:
        """Runs a statement that takes rows of all kinds, a batch of each at a time."""
        longest = max(map(len, rows.values()))
        for first in range(0, longest, cypher.BATCH):
            batch = {name: own[first : first + cypher.BATCH] for name, own in rows.items()}
            yield from self._run(statement, {"new": batch})

    def _miss(self, edges: Sequence[Edge]) -> None:
        """Raises StoreError for the first relationship that lacks an end."""
        refs = {ref for edge in edges for ref in (edge.start, edge.end)}
        there = {
            Ref(label, values["id"])
            for label, ids in _by_label(refs).items()
            for (values,) in self._rows(cypher.FIND[label], "ids", ids)
        }
        lost = min(refs - there)
        who = next((n for n in self._names if any(lost in (e.start, e.end) for e in _edges(self._said(n)))), "某处")
        raise StoreError(f"{who} 的关系指向不存在的节点：{lost}")

    def _delete_edges(self, edges: Iterable[Edge]) -> None:
        rows: dict[Shape, list[Any]] = defaultdict(list)
        for edge in edges:
            rows[shape(edge)].append([edge.start.id, edge.end.id, edge.key])
        for one, values in sorted(rows.items()):
            self._do(cypher.delete_edges(*one), "rows", values)

    def _delete_nodes(self, refs: Sequence[Ref]) -> None:
        """Deletes nodes. Raises StoreError when something still hangs on one."""
        for label, ids in sorted(_by_label(refs).items()):
            for id, type, other_label, other in self._rows(cypher.STILL_JOINED[label], "ids", ids):
                raise StoreError(f"节点 {label} {id} 已无人声明，但 {other_label} {other} 的关系 {type} 仍连着它")
            self._do(cypher.DELETE_NODES[label], "ids", ids)
        self._do(cypher.DROP_PASSAGES, "ids", [ref.id for ref in refs if ref.label == "Clause"])

    # -- the files ---------------------------------------------------------------------------------------------------

    def _write_filed(self) -> None:
        before, now = self._pending.before.filed, self._pending.now.filed
        moved = [id for id in now if now[id] != before[id]]
        self._do(cypher_filed.UNFILE, "ids", [id for id in moved if before[id] is not None])
        self._do(cypher_filed.FILE, "rows", [cypher_filed.filed_properties(row) for id in moved if (row := now[id])])

    def _do(self, statement: str, name: str, values: Sequence[Any], **others: Any) -> None:
        for _ in self._rows(statement, name, values, **others):
            pass

    def _rows(self, statement: str, name: str, values: Sequence[Any], **others: Any) -> Iterator[list[Any]]:
        rest = iter(values)
        while batch := list(islice(rest, cypher.BATCH)):
            yield from self._run(statement, {name: batch, **others})


def _same(old: Contribution | None, new: Contribution | None) -> bool:
    if old is None or new is None:
        return old is new
    groups = ((old.nodes, new.nodes), (old.edges, new.edges))
    shared = ((old.shared_nodes, new.shared_nodes), (old.shared_edges, new.shared_edges))
    return all(_told(mine) == _told(theirs) for mine, theirs in (*groups, *shared))


def _told(facts: Iterable[Node | Edge]) -> Mapping[object, str]:
    return {(fact.ref if isinstance(fact, Node) else fact.order): encode(fact.properties) for fact in facts}


def _edges(said: Contribution | None) -> Iterable[Edge]:
    return (*said.edges, *said.shared_edges) if said else ()


def _wording(owner: int, key: str, line: str) -> dict[str, Any]:
    return {"id": wording_id(key, line), "owner": owner, "fact": key, "line": line}


def _by_label(refs: Iterable[Ref]) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = defaultdict(list)
    for ref in sorted(refs):
        ids[ref.label].append(ref.id)
    return ids
