"""Writing the rows of the embedded store (kg/embedded_schema.sql).

Row numbers are given out here, not by SQLite, so that a contribution is written with a few `executemany`.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from kg.embedded_read import EmbeddedReader, by_label, decode
from kg.errors import StoreError
from kg.facts import Contribution, Edge, Node, Properties, Ref, encode, merged
from kg.store import Filed, Turnover


class EmbeddedWriter(EmbeddedReader):
    """What a change does to the rows; see kg.store.Writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._changed = False
        self._before: dict[Ref, str | None] = {}  # shared nodes as they were before this contribution, None: not there
        self._free = {table: self._last(table) + 1 for table in ("node", "edge", "wording")}

    def finish(self) -> None:
        """Counts the generation on, if anything was written."""
        if self._changed:
            self._db.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (str(self._generation + 1),))

    def file(self, filed: Filed, text: str) -> None:
        self._changed = True
        other = self.with_hash(filed.sha256)
        if other is not None and other.id != filed.id:
            raise StoreError(f"内容相同的文件已经以 {other.id} 存入，不能再存为 {filed.id}")
        old = self.document(filed.id)
        if old is not None and old.sha256 != filed.sha256:
            raise StoreError(f"{filed.id} 已是另一份内容的编号（{old.sha256[:16]}…）：请先移除它")
        self.unfile(filed.id)
        notices = json.dumps(
            [(n.code, n.message, n.start, n.end) for n in filed.notices], ensure_ascii=False, separators=(",", ":")
        )
        source = zlib.compress(text.encode("utf-8"), 1)
        cursor = self._db.execute(
            "INSERT INTO document (id, sha256, encoding, rules, notices, summary, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (filed.id, filed.sha256, filed.encoding, filed.rules, notices, filed.summary, source),
        )
        n = cursor.lastrowid
        self._db.executemany("INSERT OR REPLACE INTO file VALUES (?, ?)", [(name, n) for name in filed.files])
        keys = [(key, 0, n) for key in filed.answers_to] + [(key, 1, n) for key in filed.looks_for]
        self._db.executemany("INSERT OR IGNORE INTO finding VALUES (?, ?, ?)", keys)

    def file_all(self, papers: Sequence[tuple[Filed, str]]) -> None:
        for filed, text in papers:
            self.file(filed, text)

    def unfile(self, id: str) -> None:
        row = self._db.execute("SELECT n FROM document WHERE id = ?", (id,)).fetchone()
        if row is None:
            return
        self._changed = True
        self._db.execute("DELETE FROM file WHERE document = ?", row)
        self._db.execute("DELETE FROM finding WHERE document = ?", row)
        self._db.execute("DELETE FROM document WHERE n = ?", row)

    def contribute(self, contribution: Contribution) -> Turnover:
        self._changed = True
        owner, known = self._owner(contribution.owner)
        old = self._shared_by(owner) if known else set()
        if known:
            self._db.execute("DELETE FROM edge WHERE owner = ?", (owner,))
            numbers = self._write_nodes(owner, contribution.nodes)
        else:
            numbers = self._insert_nodes(contribution.nodes, owner)
        shared, new = self._say_nodes(contribution.shared_nodes)
        numbers |= shared
        self._write_edges(owner, contribution, numbers)
        new |= self._say_edges(contribution.shared_edges, numbers)
        self._settle(owner, old, new)
        return self._turnover()

    def withdraw(self, owner: str) -> Turnover:
        row = self._db.execute("SELECT n FROM owner WHERE name = ?", (owner,)).fetchone()
        if row is None:
            return Turnover()
        self._changed = True
        old = self._shared_by(row[0])
        self._db.execute("DELETE FROM edge WHERE owner = ?", row)
        self._db.execute("DELETE FROM node WHERE owner = ?", row)
        self._settle(row[0], old, set())
        self._db.execute("DELETE FROM owner WHERE n = ?", row)
        return self._turnover()

    def settle(self, said: Mapping[str, Contribution | None]) -> tuple[Turnover, ...]:
        return tuple(self.withdraw(owner) if new is None else self.contribute(new) for owner, new in said.items())

    # -- own facts ---------------------------------------------------------------------------------------------------

    def _last(self, table: str) -> int:
        last: int | None = self._db.execute(f"SELECT max(n) FROM {table}").fetchone()[0]
        return last or 0

    def _owner(self, name: str) -> tuple[int, bool]:
        """The owner's row number, and whether it has said something before."""
        row = self._db.execute("SELECT n FROM owner WHERE name = ?", (name,)).fetchone()
        if row is not None:
            return row[0], True
        n = self._db.execute("INSERT INTO owner (name) VALUES (?)", (name,)).lastrowid
        return n or 0, False

    def _take(self, table: Literal["node", "edge", "wording"], count: int) -> range:
        """The next free row numbers."""
        first = self._free[table]
        self._free[table] = first + count
        return range(first, first + count)

    def _write_nodes(self, owner: int, nodes: Sequence[Node]) -> dict[Ref, int]:
        """Own nodes keep their row where they were there before, so that others' edges to them hold."""
        rows = self._db.execute("SELECT n, label, id FROM node WHERE owner = ?", (owner,))
        old = {Ref(label, id): n for n, label, id in rows}
        kept = {node.ref: old.pop(node.ref) for node in nodes if node.ref in old}
        self._db.executemany(
            "UPDATE node SET properties = ? WHERE n = ?",
            [(encode(node.properties), kept[node.ref]) for node in nodes if node.ref in kept],
        )
        self._db.executemany("DELETE FROM node WHERE n = ?", [(n,) for n in old.values()])
        return kept | self._insert_nodes([node for node in nodes if node.ref not in kept], owner)

    def _insert_nodes(self, nodes: Sequence[Node], owner: int | None) -> dict[Ref, int]:
        if not nodes:
            return {}
        numbers = self._take("node", len(nodes))
        rows = [
            (n, node.label, node.id, owner, encode(node.properties)) for n, node in zip(numbers, nodes, strict=True)
        ]
        try:
            self._db.executemany("INSERT INTO node VALUES (?, ?, ?, ?, ?)", rows)
        except sqlite3.IntegrityError as error:
            known = self._numbers(node.ref for node in nodes)
            ref = min(ref for ref, n in known.items() if n < numbers.start)
            raise StoreError(f"节点 {ref.label} {ref.id} 已归别处所有，不能再次声明") from error
        return {node.ref: n for n, node in zip(numbers, nodes, strict=True)}

    def _write_edges(self, owner: int, contribution: Contribution, known: dict[Ref, int]) -> None:
        numbers = self._with_ends(contribution.edges, known)
        missing = {ref for edge in contribution.edges for ref in (edge.start, edge.end)} - numbers.keys()
        if missing:
            raise StoreError(f"{contribution.owner} 的关系指向不存在的节点：{min(missing)}")
        self._insert_edges(contribution.edges, owner, numbers)

    def _insert_edges(self, edges: Sequence[Edge], owner: int | None, ends: dict[Ref, int]) -> range:
        numbers = self._take("edge", len(edges))
        self._db.executemany(
            "INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (n, edge.type, ends[edge.start], ends[edge.end], edge.key, owner, encode(edge.properties))
                for n, edge in zip(numbers, edges, strict=True)
            ],
        )
        return numbers

    def _with_ends(self, edges: Sequence[Edge], known: dict[Ref, int]) -> dict[Ref, int]:
        """The row numbers of what the edges join, looked up where they are not known yet."""
        unknown = {ref for edge in edges for ref in (edge.start, edge.end)} - known.keys()
        return known | self._numbers(unknown) if unknown else known

    # -- shared facts ------------------------------------------------------------------------------------------------

    def _shared_by(self, owner: int) -> set[int]:
        return {n for (n,) in self._db.execute("SELECT wording FROM said WHERE owner = ?", (owner,))}

    def _say_nodes(self, nodes: Sequence[Node]) -> tuple[dict[Ref, int], set[int]]:
        """The numbers of shared nodes and of their wordings, made where they are new."""
        if not nodes:
            return {}, set()
        known: dict[Ref, int] = {}
        query = "SELECT id, n, owner FROM node WHERE label = ? AND id IN (SELECT value FROM json_each(?))"
        for label, ids in by_label(node.ref for node in nodes):
            for id, n, owner in self._db.execute(query, (label, ids)):
                if owner is not None:
                    raise StoreError(f"节点 {label} {id} 已归别处所有，不能作为共有节点声明")
                known[Ref(label, id)] = n
        new = [node for node in nodes if node.ref not in known]
        made = self._insert_nodes(new, None)
        self._before.update(dict.fromkeys(made))
        said = self._first_words("node", zip(made.values(), new, strict=True))
        said |= self._words("node", [(known[node.ref], node.properties) for node in nodes if node.ref in known])
        return known | made, said

    def _say_edges(self, edges: Sequence[Edge], known: dict[Ref, int]) -> set[int]:
        numbers = self._with_ends(edges, known)
        known_facts: list[tuple[int, Properties]] = []
        new: list[Edge] = []
        for edge in edges:
            place = (numbers[edge.start], edge.type, numbers[edge.end], edge.key)
            row = self._db.execute(
                "SELECT n FROM edge WHERE start = ? AND type = ? AND end = ? AND key = ?", place
            ).fetchone()
            if row is None:
                new.append(edge)
            else:
                known_facts.append((row[0], edge.properties))
        made = self._insert_edges(new, None, numbers)
        said = self._first_words("edge", zip(made, new, strict=True))
        return said | self._words("edge", known_facts)

    def _first_words(self, kind: Literal["node", "edge"], facts: Iterable[tuple[int, Node | Edge]]) -> set[int]:
        """The wordings of facts (by row number) that nobody has spoken of before."""
        said = [(fact, encode(new.properties)) for fact, new in facts]
        numbers = self._take("wording", len(said))
        rows = [(n, fact, line) for n, (fact, line) in zip(numbers, said, strict=True)]
        self._db.executemany(f"INSERT INTO wording (n, {kind}, properties, owners) VALUES (?, ?, ?, 0)", rows)
        return set(numbers)

    def _words(self, kind: Literal["node", "edge"], facts: Sequence[tuple[int, Properties]]) -> set[int]:
        found: set[int] = set()
        for fact, properties in facts:
            line = encode(properties)
            row = self._db.execute(
                f"SELECT n FROM wording WHERE {kind} = ? AND properties = ?", (fact, line)
            ).fetchone()
            if row is None:
                row = (self._take("wording", 1)[0],)
                self._db.execute(
                    f"INSERT INTO wording (n, {kind}, properties, owners) VALUES (?, ?, ?, 0)", (*row, fact, line)
                )
                self._merge(kind, fact)
            found.add(row[0])
        return found

    def _merge(self, kind: Literal["node", "edge"], fact: int) -> None:
        """Writes a shared fact as all its wordings together say it."""
        if kind == "node":
            self._note(fact)
        rows = self._db.execute(f"SELECT properties FROM wording WHERE {kind} = ?", (fact,)).fetchall()
        whole = encode(merged(decode(line) for (line,) in rows)) if len(rows) > 1 else rows[0][0]
        self._db.execute(f"UPDATE {kind} SET properties = ? WHERE n = ? AND properties <> ?", (whole, fact, whole))

    def _settle(self, owner: int, before: set[int], after: set[int]) -> None:
        """Counts who says what on from `before` to `after`; what nobody says any more goes."""
        new, old = after - before, before - after
        self._db.executemany("INSERT INTO said VALUES (?, ?)", [(owner, n) for n in new])
        self._db.executemany("UPDATE wording SET owners = owners + 1 WHERE n = ?", [(n,) for n in new])
        self._db.executemany("DELETE FROM said WHERE owner = ? AND wording = ?", [(owner, n) for n in old])
        self._db.executemany("UPDATE wording SET owners = owners - 1 WHERE n = ?", [(n,) for n in old])
        for n in old:
            row = self._db.execute("SELECT node, edge FROM wording WHERE n = ? AND owners = 0", (n,)).fetchone()
            if row is not None:
                self._db.execute("DELETE FROM wording WHERE n = ?", (n,))
                self._drop("edge", row[1]) if row[0] is None else self._drop("node", row[0])

    def _drop(self, kind: Literal["node", "edge"], fact: int) -> None:
        """Takes a shared fact away whose last wording has gone (a node with its edges), or merges what is left."""
        if self._db.execute(f"SELECT 1 FROM wording WHERE {kind} = ? LIMIT 1", (fact,)).fetchone():
            self._merge(kind, fact)
            return
        if kind == "node":
            self._note(fact)
            self._detach(fact)
        self._db.execute(f"DELETE FROM {kind} WHERE n = ?", (fact,))

    def _detach(self, node: int) -> None:
        """Takes the edges of a node away, and what is still said of them."""
        of_node = "FROM edge WHERE start = ? OR end = ?"
        said = self._db.execute(
            f"SELECT n FROM wording WHERE owners > 0 AND edge IN (SELECT n {of_node})", (node, node)
        )
        for wording in said.fetchall():
            self._db.execute("DELETE FROM said WHERE wording = ?", wording)
            self._db.execute("DELETE FROM wording WHERE n = ?", wording)
        self._db.execute(f"DELETE {of_node}", (node, node))

    # -- what became of shared nodes ---------------------------------------------------------------------------------

    def _note(self, node: int) -> None:
        """Remembers what a shared node was before it is changed."""
        row = self._db.execute("SELECT label, id, properties FROM node WHERE n = ?", (node,)).fetchone()
        self._before.setdefault(Ref(*row[:2]), row[2])

    def _turnover(self) -> Turnover:
        """What became of the shared nodes since the last call."""
        before, self._before = self._before, {}
        if not before:
            return Turnover()
        after = self._lines(before)
        moved = sorted(ref for ref, line in before.items() if after.get(ref) != line)
        was = tuple(Node(*ref, decode(line)) for ref in moved if (line := before[ref]) is not None)
        return Turnover(was, tuple(Node(*ref, decode(after[ref])) for ref in moved if ref in after))
