"""A change of the Neo4j store: what owners say now is gathered in memory, seen by the reads of the change, and written
as one difference at its end (kg/neo4j_flush.py).

So a document costs the server a few statements, whatever the number of contributions, and the order in which facts
come and go within a change does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg import cypher, cypher_filed
from kg.bolt import Run
from kg.errors import StoreError
from kg.facts import LABELS, Contribution, Edge, Node, Ref, encode
from kg.neo4j_read import as_owner
from kg.neo4j_rows import Owner, State, fact_of, filed_row, key_of, merged_line, shape
from kg.overlay import Overlaid, Overlay
from kg.store import Filed, Turnover

Said = Mapping[str, Contribution | None]  # owner → what it says now; None takes back everything


@dataclass(slots=True)
class Pending:
    """What a change is about to write, beside what it found."""

    now: Overlay = field(default_factory=Overlay)
    before: Overlay = field(default_factory=Overlay)
    owners: dict[str, Owner] = field(default_factory=dict)  # those that the database knows
    wordings: dict[str, dict[str, int]] = field(default_factory=dict)  # key of a shared fact → line → how many say it


class Neo4jWriter(Overlaid):
    """The graph inside a change; see kg.store.Writer."""

    def __init__(self, run: Run, state: State) -> None:
        super().__init__(run, state)
        self.changed = False
        self.pending = Pending()

    def _over(self) -> Overlay:
        return self.pending.now

    def _not_told(self, refs: Iterable[Ref]) -> Iterable[Ref]:
        return [ref for ref in refs if not self.pending.now.nodes.get(ref)]

    def _not_new(self, refs: Iterable[Ref]) -> Iterable[Ref]:
        # What an owner has begun to say in this change is not in the database, so nothing there touches it; a shared
        # node may have been there all along.
        now, before = self.pending.now, self.pending.before
        return [
            ref
            for ref in refs
            if before.nodes.get(ref) or not any(teller in now.owners for teller in now.nodes.get(ref, ()))
        ]

    # -- who says what -----------------------------------------------------------------------------------------------

    def contribute(self, contribution: Contribution) -> Turnover:
        return self._say({contribution.owner: contribution})

    def withdraw(self, owner: str) -> Turnover:
        return self._say({owner: None})

    def settle(self, said: Said) -> tuple[Turnover, ...]:
        return (self._say(said),)

    def _say(self, said: Said) -> Turnover:
        self._load(said)
        now = self.pending.now.owners
        said = {name: new for name, new in said.items() if new is not None or now[name] is not None}
        if not said:
            return Turnover()
        self.changed = True
        keys = self._reword(said)
        old = {key: self.pending.now.shared.get(key) for key in keys}
        for name, new in said.items():
            _check(new)
            self.pending.now.tell(name, new)
        self._merge(keys)
        turnover = _turnover(old, {key: self.pending.now.shared[key] for key in keys})
        self._detach([node.ref for node in turnover.before if node.ref not in {n.ref for n in turnover.after}])
        return turnover

    def _load(self, names: Iterable[str]) -> None:
        """Reads what owners say that the change has not met yet."""
        new = [name for name in names if name not in self.pending.now.owners]
        self._met([as_owner(row) for row in self._batched(cypher.OWNERS_NAMED, "names", new)])
        for name in new:
            self.pending.before.owners.setdefault(name, None)
            self.pending.now.owners.setdefault(name, None)

    def _met(self, owners: Sequence[Owner]) -> None:
        said = self._contributions(owners)
        for owner in owners:
            self.pending.owners[owner.name] = owner
            for overlay in (self.pending.before, self.pending.now):
                overlay.tell(owner.name, said[owner.name])
                overlay.numbers.add(owner.n)

    # -- shared facts ------------------------------------------------------------------------------------------------

    def _reword(self, said: Said) -> list[str]:
        """Counts who says which wording, before and after; returns the keys of the facts concerned."""
        steps: list[tuple[str, str, int]] = []
        for name, new in said.items():
            after, before = wordings(new), wordings(self.pending.now.owners[name])
            steps += [(key, line, 1) for key, line in after.items() if before.get(key) != line]
            steps += [(key, line, -1) for key, line in before.items() if after.get(key) != line]
        keys = list(dict.fromkeys(key for key, _, _ in steps))
        self._load_wordings(keys)
        for key, line, by in steps:
            counts = self.pending.wordings[key]
            counts[line] = counts.get(line, 0) + by
        return keys

    def _load_wordings(self, keys: Iterable[str]) -> None:
        new = [key for key in keys if key not in self.pending.wordings]
        self.pending.wordings.update((key, {}) for key in new)
        for key, line, sayers in self._batched(cypher.WORDINGS, "facts", new):
            self.pending.wordings[key][line] = sayers
        for key in new:
            line = merged_line(self.pending.wordings[key])
            for overlay in (self.pending.before, self.pending.now):
                overlay.tell_shared(key, line)

    def _merge(self, keys: Iterable[str]) -> None:
        for key in keys:
            counts = self.pending.wordings[key]
            self.pending.now.tell_shared(key, merged_line(line for line, sayers in counts.items() if sayers > 0))

    def _detach(self, gone: Sequence[Ref]) -> None:
        """Takes the edges of shared nodes that have gone away from whoever says them."""
        if not gone:
            return
        edges = {edge.order: edge for edge in self.touching(gone)}
        if not edges:
            return
        keys = [key_of(edge) for edge in edges.values()]
        numbers = [n for (n,) in self._batched(cypher.WHO_SAYS, "facts", keys)]
        numbers += [one.owner for one in self._owned_at(gone) if one.owner is not None]
        unmet = set(numbers) - self.pending.before.numbers
        self._met([as_owner(row) for row in self._batched(cypher.OWNERS_NUMBERED, "numbers", sorted(unmet))])
        without = {
            name: _without(said, edges.keys())
            for name, said in self.pending.now.owners.items()
            if said is not None and any(edge.order in edges for edge in (*said.edges, *said.shared_edges))
        }
        self._say(without)

    # -- the files ---------------------------------------------------------------------------------------------------

    def file(self, filed: Filed, text: str) -> None:
        self.file_all([(filed, text)])

    def file_all(self, papers: Sequence[tuple[Filed, str]]) -> None:
        if not papers:
            return
        self.changed = True
        self._load_alike([filed for filed, _ in papers])
        for filed, text in papers:
            self._file(filed, text)

    def _file(self, filed: Filed, text: str) -> None:
        papers = {id: paper for id, paper in self.pending.now.papers().items() if paper}
        for other in papers.values():
            if other.sha256 == filed.sha256 and other.id != filed.id:
                raise StoreError(f"内容相同的文件已经以 {other.id} 存入，不能再存为 {filed.id}")
        old = papers.get(filed.id)
        if old is not None and old.sha256 != filed.sha256:
            raise StoreError(f"{filed.id} 已是另一份内容的编号（{old.sha256[:16]}…）：请先移除它")
        for id, row in self.pending.now.filed.items():
            if row and id != filed.id and set(filed.files) & set(row[3]):
                self.pending.now.filed[id] = [*row[:3], [name for name in row[3] if name not in filed.files], *row[4:]]
        self.pending.now.filed[filed.id] = filed_row(filed, text)

    def unfile(self, id: str) -> None:
        self._load_filed([id], self._run(cypher_filed.FILED_ALIKE, {"ids": [id], "hashes": [], "names": []}))
        if self.pending.now.filed[id] is not None:
            self.changed = True
            self.pending.now.filed[id] = None

    def _load_alike(self, papers: Sequence[Filed]) -> None:
        """Reads the documents that have the id, the content or a name of one of the papers."""
        alike = {
            "ids": [paper.id for paper in papers],
            "hashes": [paper.sha256 for paper in papers],
            "names": [name for paper in papers for name in paper.files],
        }
        self._load_filed(alike["ids"], self._run(cypher_filed.FILED_ALIKE, alike))

    def _load_filed(self, ids: Iterable[str], rows: Iterable[list[object]]) -> None:
        for row in rows:
            self.pending.before.filed.setdefault(str(row[0]), row)
            self.pending.now.filed.setdefault(str(row[0]), row)
        for id in ids:
            self.pending.before.filed.setdefault(id, None)
            self.pending.now.filed.setdefault(id, None)


def wordings(said: Contribution | None) -> dict[str, str]:
    """{key of the fact: line} of the shared facts that an owner says."""
    facts: tuple[Node | Edge, ...] = (*said.shared_nodes, *said.shared_edges) if said else ()
    return {key_of(fact): encode(fact.properties) for fact in facts}


def _check(said: Contribution | None) -> None:
    """Raises StoreError for what the contract does not know; Neo4j would take it, users would not find it."""
    if said is None:
        return
    strange = {node.label for node in (*said.nodes, *said.shared_nodes)} - {*LABELS}
    strange |= {"-".join(shape(edge)) for edge in (*said.edges, *said.shared_edges) if shape(edge) not in cypher.SHAPES}
    if strange:
        raise StoreError(f"{said.owner}：契约中没有这种节点或关系：{'、'.join(sorted(strange))}")


def _without(said: Contribution, edges: Iterable[object]) -> Contribution:
    gone = set(edges)
    return replace(
        said,
        edges=tuple(edge for edge in said.edges if edge.order not in gone),
        shared_edges=tuple(edge for edge in said.shared_edges if edge.order not in gone),
    )


def _turnover(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Turnover:
    moved = [key for key in before if before[key] != after[key]]
    return Turnover(_nodes(moved, before), _nodes(moved, after))


def _nodes(keys: Iterable[str], lines: Mapping[str, str | None]) -> tuple[Node, ...]:
    facts = [fact_of(key, line) for key in keys if (line := lines[key]) is not None]
    return tuple(sorted((fact for fact in facts if isinstance(fact, Node)), key=lambda node: node.ref))
