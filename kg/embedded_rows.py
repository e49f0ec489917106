"""Reading and writing the rows of the embedded store: the only file with SQL over them.

Lists of keys go in as one JSON array (`json_each`), so that a lookup of many is one statement. Node numbers are given
out here, not by SQLite, so that a contribution is written with a few `executemany`.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Literal

from kg.errors import StoreError, UnknownThing
from kg.facts import Contribution, Edge, Node, Properties, Ref, decode, encode, merged
from kg.records import Notice, Source
from kg.store import Counts, Direction, Filed, Turnover

_CHUNK = 500
_EDGE = """SELECT e.type, s.label, s.id, t.label, t.id, e.properties, e.key
    FROM edge e JOIN node s ON s.n = e.start JOIN node t ON t.n = e.end"""
_FILED = """SELECT n, id, sha256, encoding, rules, notices, summary FROM document"""


class EmbeddedReader:
    """What one connection sees inside one transaction; see kg.store.Reader."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        row = connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        self._generation = int(row[0])

    @property
    def generation(self) -> int:
        return self._generation

    # -- nodes and edges ---------------------------------------------------------------------------------------------

    def nodes(self, label: str | None = None) -> Iterator[Node]:
        where, values = ("", ()) if label is None else ("WHERE label = ?", (label,))
        rows = self._db.execute(f"SELECT label, id, properties FROM node {where} ORDER BY label, id", values)
        return (Node(label, id, decode(properties)) for label, id, properties in rows)

    def edges(self, *types: str) -> Iterator[Edge]:
        numbers = (n for (n,) in self._db.execute("SELECT n FROM node ORDER BY label, id"))
        while chunk := list(islice(numbers, _CHUNK)):
            yield from sorted(self._edges("e.start", chunk, types), key=lambda edge: edge.order)

    def find(self, refs: Iterable[Ref]) -> dict[Ref, Node]:
        found: dict[Ref, Node] = {}
        for label, ids in _by_label(refs):
            rows = self._db.execute(
                "SELECT id, properties FROM node WHERE label = ? AND id IN (SELECT value FROM json_each(?))",
                (label, ids),
            )
            found.update((Ref(label, id), Node(label, id, decode(properties))) for id, properties in rows)
        return found

    def touching(self, refs: Iterable[Ref], types: Iterable[str] = (), direction: Direction = "both") -> list[Edge]:
        numbers = self._numbers(refs).values()
        types = tuple(types)
        found: dict[tuple[Ref, str, Ref, str], Edge] = {}
        for column in {"out": ("e.start",), "in": ("e.end",), "both": ("e.start", "e.end")}[direction]:
            found.update((edge.order, edge) for edge in self._edges(column, numbers, types))
        return [found[order] for order in sorted(found)]

    def having(self, label: str, key: Literal["function", "title", "doc_number"], values: Iterable[str]) -> list[Node]:
        rows = self._db.execute(
            f"""SELECT label, id, properties FROM node WHERE label = '{_word(label)}'
            AND json_extract(properties, '$.{_word(key)}') IN (SELECT value FROM json_each(?)) ORDER BY id""",
            (_array(values),),
        )
        return [Node(label, id, decode(properties)) for label, id, properties in rows]

    def counts(self) -> Counts:
        nodes = dict(self._db.execute("SELECT label, count(*) FROM node GROUP BY label ORDER BY label"))
        edges = dict(self._db.execute("SELECT type, count(*) FROM edge GROUP BY type ORDER BY type"))
        return Counts(nodes, edges)

    def _edges(self, column: str, numbers: Iterable[int], types: Sequence[str]) -> Iterator[Edge]:
        where = f"{column} IN (SELECT value FROM json_each(?))"
        values = [_array(numbers)]
        if types:
            where += " AND e.type IN (SELECT value FROM json_each(?))"
            values.append(_array(types))
        for type, label, id, end_label, end_id, properties, key in self._db.execute(f"{_EDGE} WHERE {where}", values):
            yield Edge(type, Ref(label, id), Ref(end_label, end_id), decode(properties), key)

    def _numbers(self, refs: Iterable[Ref]) -> dict[Ref, int]:
        """The row numbers of those nodes that there are."""
        numbers: dict[Ref, int] = {}
        for label, ids in _by_label(refs):
            rows = self._db.execute(
                "SELECT id, n FROM node WHERE label = ? AND id IN (SELECT value FROM json_each(?))", (label, ids)
            )
            numbers.update((Ref(label, id), n) for id, n in rows)
        return numbers

    # -- the files ---------------------------------------------------------------------------------------------------

    def documents(self) -> Iterator[Filed]:
        return (self._filed(row) for row in self._db.execute(f"{_FILED} ORDER BY id"))

    def document(self, id: str) -> Filed | None:
        row = self._db.execute(f"{_FILED} WHERE id = ?", (id,)).fetchone()
        return self._filed(row) if row else None

    def with_hash(self, sha256: str) -> Filed | None:
        row = self._db.execute(f"{_FILED} WHERE sha256 = ?", (sha256,)).fetchone()
        return self._filed(row) if row else None

    def source(self, id: str) -> Source:
        row = self._db.execute("SELECT source FROM document WHERE id = ?", (id,)).fetchone()
        filed = self.document(id)
        if row is None or filed is None:
            raise UnknownThing(f"图谱里没有文件 {id}")
        try:
            text = zlib.decompress(row[0]).decode("utf-8")
        except (zlib.error, UnicodeDecodeError) as error:
            raise StoreError(f"文件 {id} 的存档已损坏（{error}）：请从原文重建图谱") from error
        return Source(filed.files[0], text, filed.sha256, filed.encoding)

    def files(self) -> dict[str, str]:
        query = "SELECT f.name, d.id FROM file f JOIN document d ON d.n = f.document ORDER BY f.name"
        return dict(self._db.execute(query))

    def answering(self, keys: Iterable[str]) -> set[str]:
        return self._finding(keys, 0)

    def looking(self, keys: Iterable[str]) -> set[str]:
        return self._finding(keys, 1)

    def _finding(self, keys: Iterable[str], looks: int) -> set[str]:
        rows = self._db.execute(
            """SELECT DISTINCT d.id FROM finding f JOIN document d ON d.n = f.document
            WHERE f.looks = ? AND f.key IN (SELECT value FROM json_each(?))""",
            (looks, _array(keys)),
        )
        return {id for (id,) in rows}

    def _filed(self, row: tuple[int, str, str, str, str, str, str]) -> Filed:
        n, id, sha256, encoding, rules, notices, summary = row
        files = self._db.execute("SELECT name FROM file WHERE document = ? ORDER BY name", (n,)).fetchall()
        keys = self._db.execute("SELECT looks, key FROM finding WHERE document = ? ORDER BY key", (n,)).fetchall()
        return Filed(
            id=id,
            sha256=sha256,
            encoding=encoding,
            files=tuple(name for (name,) in files),
            rules=rules,
            notices=tuple(Notice(*cells) for cells in json.loads(notices)),
            answers_to=tuple(key for looks, key in keys if not looks),
            looks_for=tuple(key for looks, key in keys if looks),
            summary=summary,
        )

    # -- who says what -----------------------------------------------------------------------------------------------

    def owners(self, prefix: str) -> list[str]:
        # The prefix as a range keeps to the index: 'facts:' ≤ name < 'facts;'.
        rows = self._db.execute(
            "SELECT name FROM owner WHERE name >= ? AND name < ? ORDER BY name", (prefix, prefix + "\U0010ffff")
        )
        return [name for (name,) in rows]

    def contribution(self, owner: str) -> Contribution | None:
        row = self._db.execute("SELECT n FROM owner WHERE name = ?", (owner,)).fetchone()
        if row is None:
            return None
        nodes = self._db.execute("SELECT label, id, properties FROM node WHERE owner = ? ORDER BY label, id", row)
        edges = self._db.execute(f"{_EDGE} WHERE e.owner = ?", row)
        shared_nodes = self._db.execute(
            """SELECT node.label, node.id, wording.properties FROM said JOIN wording ON wording.n = said.wording
            JOIN node ON node.n = wording.node WHERE said.owner = ? ORDER BY label, id""",
            row,
        )
        shared_edges = self._db.execute(
            """SELECT e.type, s.label, s.id, t.label, t.id, wording.properties, e.key
            FROM said JOIN wording ON wording.n = said.wording JOIN edge e ON e.n = wording.edge
            JOIN node s ON s.n = e.start JOIN node t ON t.n = e.end WHERE said.owner = ?""",
            row,
        )
        return Contribution(owner, _as_nodes(nodes), _as_edges(edges), _as_nodes(shared_nodes), _as_edges(shared_edges))


class EmbeddedWriter(EmbeddedReader):
    """What a change does to the rows; see kg.store.Writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._changed = False
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
        source = zlib.compress(text.encode("utf-8"), 6)
        cursor = self._db.execute(
            "INSERT INTO document (id, sha256, encoding, rules, notices, summary, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (filed.id, filed.sha256, filed.encoding, filed.rules, notices, filed.summary, source),
        )
        n = cursor.lastrowid
        self._db.executemany("INSERT OR REPLACE INTO file VALUES (?, ?)", [(name, n) for name in filed.files])
        keys = [(key, 0, n) for key in filed.answers_to] + [(key, 1, n) for key in filed.looks_for]
        self._db.executemany("INSERT OR IGNORE INTO finding VALUES (?, ?, ?)", keys)

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
        owner = self._owner(contribution.owner)
        before = self._shared_by(owner)
        self._db.execute("DELETE FROM edge WHERE owner = ?", (owner,))
        self._write_nodes(owner, contribution.nodes)
        known = self._shared({node.ref for node in contribution.shared_nodes})
        arrived = frozenset(node.ref for node in contribution.shared_nodes if node.ref not in known)
        after = self._say_nodes(contribution.shared_nodes, known)
        self._write_edges(owner, contribution)
        after |= self._say_edges(contribution.shared_edges)
        return Turnover(arrived, self._settle(owner, before, after))

    def withdraw(self, owner: str) -> Turnover:
        row = self._db.execute("SELECT n FROM owner WHERE name = ?", (owner,)).fetchone()
        if row is None:
            return Turnover()
        self._changed = True
        self._db.execute("DELETE FROM edge WHERE owner = ?", row)
        self._db.execute("DELETE FROM node WHERE owner = ?", row)
        gone = self._settle(row[0], self._shared_by(row[0]), set())
        self._db.execute("DELETE FROM owner WHERE n = ?", row)
        return Turnover(frozenset(), gone)

    # -- own facts ---------------------------------------------------------------------------------------------------

    def _last(self, table: str) -> int:
        last: int | None = self._db.execute(f"SELECT max(n) FROM {table}").fetchone()[0]
        return last or 0

    def _owner(self, name: str) -> int:
        self._db.execute("INSERT OR IGNORE INTO owner (name) VALUES (?)", (name,))
        n: int = self._db.execute("SELECT n FROM owner WHERE name = ?", (name,)).fetchone()[0]
        return n

    def _take(self, table: str, count: int) -> range:
        """The next free row numbers."""
        first = self._free[table]
        self._free[table] = first + count
        return range(first, first + count)

    def _write_nodes(self, owner: int, nodes: Sequence[Node]) -> None:
        """Own nodes keep their row where they were there before, so that others' edges to them hold."""
        rows = self._db.execute("SELECT n, label, id FROM node WHERE owner = ?", (owner,))
        old = {Ref(label, id): n for n, label, id in rows}
        new = [node for node in nodes if node.ref not in old]
        self._db.executemany(
            "UPDATE node SET properties = ? WHERE n = ?",
            [(encode(node.properties), old.pop(node.ref)) for node in nodes if node.ref in old],
        )
        self._db.executemany("DELETE FROM node WHERE n = ?", [(n,) for n in old.values()])
        self._insert_nodes(new, owner)

    def _insert_nodes(self, nodes: Sequence[Node], owner: int | None) -> dict[Ref, int]:
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

    def _write_edges(self, owner: int, contribution: Contribution) -> None:
        ends = {ref for edge in contribution.edges for ref in (edge.start, edge.end)}
        numbers = self._numbers(ends)
        if missing := ends - numbers.keys():
            raise StoreError(f"{contribution.owner} 的关系指向不存在的节点：{min(missing)}")
        self._db.executemany(
            "INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (n, edge.type, numbers[edge.start], numbers[edge.end], edge.key, owner, encode(edge.properties))
                for n, edge in zip(self._take("edge", len(contribution.edges)), contribution.edges, strict=True)
            ],
        )

    # -- shared facts ------------------------------------------------------------------------------------------------

    def _shared_by(self, owner: int) -> set[int]:
        return {n for (n,) in self._db.execute("SELECT wording FROM said WHERE owner = ?", (owner,))}

    def _shared(self, refs: set[Ref]) -> dict[Ref, int]:
        """The row numbers of those shared nodes that there are already."""
        known = self._numbers(refs)
        owned = self._db.execute(
            "SELECT label, id FROM node WHERE owner IS NOT NULL AND n IN (SELECT value FROM json_each(?))",
            (_array(known.values()),),
        ).fetchone()
        if owned:
            raise StoreError(f"节点 {owned[0]} {owned[1]} 已归别处所有，不能作为共有节点声明")
        return known

    def _say_nodes(self, nodes: Sequence[Node], known: dict[Ref, int]) -> set[int]:
        """The numbers of the wordings of shared nodes, made where they are new."""
        numbers = known | self._insert_nodes([node for node in nodes if node.ref not in known], None)
        return self._words("node", [(numbers[node.ref], node.properties) for node in nodes])

    def _say_edges(self, edges: Sequence[Edge]) -> set[int]:
        numbers = self._numbers({ref for edge in edges for ref in (edge.start, edge.end)})
        facts: list[tuple[int, Properties]] = []
        for edge in edges:
            place = (numbers[edge.start], edge.type, numbers[edge.end], edge.key)
            row = self._db.execute(
                "SELECT n FROM edge WHERE start = ? AND type = ? AND end = ? AND key = ?", place
            ).fetchone()
            if row is None:
                row = (self._take("edge", 1)[0],)
                start, type, end, key = place
                self._db.execute(
                    "INSERT INTO edge VALUES (?, ?, ?, ?, ?, NULL, ?)", (*row, type, start, end, key, "{}")
                )
            facts.append((row[0], edge.properties))
        return self._words("edge", facts)

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
        rows = self._db.execute(f"SELECT properties FROM wording WHERE {kind} = ?", (fact,)).fetchall()
        whole = encode(merged(decode(line) for (line,) in rows)) if len(rows) > 1 else rows[0][0]
        self._db.execute(f"UPDATE {kind} SET properties = ? WHERE n = ? AND properties <> ?", (whole, fact, whole))

    def _settle(self, owner: int, before: set[int], after: set[int]) -> frozenset[Ref]:
        """Counts who says what on from `before` to `after`; returns the nodes that nobody says any more."""
        new, old = after - before, before - after
        self._db.executemany("INSERT INTO said VALUES (?, ?)", [(owner, n) for n in new])
        self._db.executemany("UPDATE wording SET owners = owners + 1 WHERE n = ?", [(n,) for n in new])
        self._db.executemany("DELETE FROM said WHERE owner = ? AND wording = ?", [(owner, n) for n in old])
        self._db.executemany("UPDATE wording SET owners = owners - 1 WHERE n = ?", [(n,) for n in old])
        gone: set[Ref] = set()
        for n in old:
            row = self._db.execute("SELECT node, edge FROM wording WHERE n = ? AND owners = 0", (n,)).fetchone()
            if row is not None:
                self._db.execute("DELETE FROM wording WHERE n = ?", (n,))
                gone |= self._drop("node", row[0]) if row[0] is not None else self._drop("edge", row[1])
        return frozenset(gone)

    def _drop(self, kind: Literal["node", "edge"], fact: int) -> set[Ref]:
        """Takes a shared fact away whose last wording has gone, or merges what is left."""
        if self._db.execute(f"SELECT 1 FROM wording WHERE {kind} = ? LIMIT 1", (fact,)).fetchone():
            self._merge(kind, fact)
            return set()
        gone: set[Ref] = set()
        if kind == "node":
            gone = {Ref(*row) for row in self._db.execute("SELECT label, id FROM node WHERE n = ?", (fact,))}
        self._db.execute(f"DELETE FROM {kind} WHERE n = ?", (fact,))
        return gone


def _by_label(refs: Iterable[Ref]) -> Iterator[tuple[str, str]]:
    """(label, JSON array of the ids) of the refs, each label once."""
    for label, group in groupby(sorted(set(refs)), key=lambda ref: ref.label):
        yield label, _array(ref.id for ref in group)


def _array(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _word(name: str) -> str:
    """A name that may stand in SQL: the index on a property needs it there in so many letters."""
    if not name.replace("_", "").isalpha():
        raise ValueError(f"{name!r} is no name of a label or property")
    return name


def _as_nodes(rows: Iterable[tuple[str, str, str]]) -> tuple[Node, ...]:
    return tuple(Node(label, id, decode(properties)) for label, id, properties in rows)


def _as_edges(rows: Iterable[tuple[str, str, str, str, str, str, str]]) -> tuple[Edge, ...]:
    edges = (Edge(r[0], Ref(r[1], r[2]), Ref(r[3], r[4]), decode(r[5]), r[6]) for r in rows)
    return tuple(sorted(edges, key=lambda edge: edge.order))
