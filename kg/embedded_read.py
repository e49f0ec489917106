"""Reading the rows of the embedded store (kg/embedded_schema.sql).

Lists of keys go in as one JSON array (`json_each`), so that a lookup of many is one statement.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from kg import facts
from kg.errors import StoreError, UnknownThing
from kg.facts import Contribution, Edge, Node, Ref, Value
from kg.records import Notice, Source
from kg.store import Counts, Direction, Filed, ids_by_key

_CHUNK = 500
_LAST = "\U0010ffff"  # sorts behind every character that a key has
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

    def nodes(self, label: str | None = None, prefix: str = "") -> Iterator[Node]:
        where, values = "", ()  # type: tuple[str, tuple[str, ...]]
        if label is not None:
            # The prefix as a range keeps to the index: '6302' ≤ id < '6302' and whatever may follow.
            where, values = "WHERE label = ? AND id >= ? AND id < ?", (label, prefix, prefix + _LAST)
        rows = self._db.execute(f"SELECT label, id, properties FROM node {where} ORDER BY label, id", values)
        while chunk := rows.fetchmany(_CHUNK):
            for (name, id, _), properties in zip(chunk, decode_all([line for *_, line in chunk]), strict=True):
                yield Node(name, id, properties)

    def beginning(self, label: str, prefixes: Iterable[str]) -> dict[str, list[Node]]:
        return {prefix: list(self.nodes(label, prefix)) for prefix in prefixes}

    def edges(self, *types: str) -> Iterator[Edge]:
        nodes = self._db.execute("SELECT n, label, id FROM node ORDER BY label, id")
        refs = {n: Ref(label, id) for n, label, id in nodes}
        rank = {n: place for place, n in enumerate(refs)}
        for rows in self._rows(refs, types):
            ordered = sorted(rows, key=lambda row: (rank[row[0]], row[1], rank[row[2]], row[3]))
            for (start, type, end, key, _), said in zip(ordered, decode_all([row[4] for row in ordered]), strict=True):
                yield Edge(type, refs[start], refs[end], said, key)

    def _rows(self, starts: Iterable[int], types: Sequence[str]) -> Iterator[Iterable[tuple[int, str, int, str, str]]]:
        """The rows of some types in one go, those of all edges by the nodes that they leave, some hundred at a time."""
        query = "SELECT start, type, end, key, properties FROM edge WHERE"
        if types:
            yield self._db.execute(f"{query} type IN (SELECT value FROM json_each(?))", [array(types)])
            return
        numbers = iter(starts)
        while chunk := list(islice(numbers, _CHUNK)):
            yield self._db.execute(f"{query} start IN (SELECT value FROM json_each(?))", [array(chunk)])

    def find(self, refs: Iterable[Ref]) -> dict[Ref, Node]:
        return {ref: Node(*ref, decode(line)) for ref, line in self._lines(refs).items()}

    def touching(self, refs: Iterable[Ref], types: Iterable[str] = (), direction: Direction = "both") -> list[Edge]:
        numbers = self._numbers(refs).values()
        types = tuple(types)
        found: dict[tuple[Ref, str, Ref, str], Edge] = {}
        for column in {"out": ("e.start",), "in": ("e.end",), "both": ("e.start", "e.end")}[direction]:
            found.update((edge.order, edge) for edge in self._edges(column, numbers, types))
        return [found[order] for order in sorted(found)]

    def counts(self) -> Counts:
        nodes = dict(self._db.execute("SELECT label, count(*) FROM node GROUP BY label ORDER BY label"))
        edges = dict(self._db.execute("SELECT type, count(*) FROM edge GROUP BY type ORDER BY type"))
        return Counts(nodes, edges)

    def _edges(self, column: str, numbers: Iterable[int], types: Sequence[str]) -> Iterator[Edge]:
        where = f"{column} IN (SELECT value FROM json_each(?))"
        values = [array(numbers)]
        if types:
            where += " AND e.type IN (SELECT value FROM json_each(?))"
            values.append(array(types))
        for type, label, id, end_label, end_id, properties, key in self._db.execute(f"{_EDGE} WHERE {where}", values):
            yield Edge(type, Ref(label, id), Ref(end_label, end_id), decode(properties), key)

    def _lines(self, refs: Iterable[Ref]) -> dict[Ref, str]:
        """The encoded properties of those nodes that there are."""
        query = "SELECT id, properties FROM node WHERE label = ? AND id IN (SELECT value FROM json_each(?))"
        return {
            Ref(label, id): line for label, ids in by_label(refs) for id, line in self._db.execute(query, (label, ids))
        }

    def _numbers(self, refs: Iterable[Ref]) -> dict[Ref, int]:
        """The row numbers of those nodes that there are."""
        query = "SELECT id, n FROM node WHERE label = ? AND id IN (SELECT value FROM json_each(?))"
        return {Ref(label, id): n for label, ids in by_label(refs) for id, n in self._db.execute(query, (label, ids))}

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
        return filed.source(text)

    def files(self) -> dict[str, str]:
        query = "SELECT f.name, d.id FROM file f JOIN document d ON d.n = f.document ORDER BY f.name"
        return dict(self._db.execute(query))

    def summaries(self, ids: Iterable[str]) -> dict[str, str]:
        query = "SELECT id, summary FROM document WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self._db.execute(query, (array(ids),)))

    def answering(self, keys: Iterable[str]) -> dict[str, set[str]]:
        return self._finding(keys, 0)

    def looking(self, keys: Iterable[str]) -> dict[str, set[str]]:
        return self._finding(keys, 1)

    def _finding(self, keys: Iterable[str], looks: int) -> dict[str, set[str]]:
        rows = self._db.execute(
            """SELECT f.key, d.id FROM finding f JOIN document d ON d.n = f.document
            WHERE f.looks = ? AND f.key IN (SELECT value FROM json_each(?))""",
            (looks, array(keys)),
        )
        return ids_by_key(rows)

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

    def owners(self, *prefixes: str) -> list[str]:
        query = "SELECT name FROM owner WHERE name >= ? AND name < ?"
        found = [self._db.execute(query, (prefix, prefix + _LAST)) for prefix in prefixes]
        return sorted({name for rows in found for (name,) in rows})

    def changed_since(self, since: int) -> set[str] | None:
        return None

    def contributions(self, owners: Iterable[str]) -> dict[str, Contribution]:
        said = ((owner, self._contribution(owner)) for owner in owners)
        return {owner: found for owner, found in said if found is not None}

    def _contribution(self, owner: str) -> Contribution | None:
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


def by_label(refs: Iterable[Ref]) -> Iterator[tuple[str, str]]:
    """(label, JSON array of the ids) of the refs, each label once."""
    for label, group in groupby(sorted(set(refs)), key=lambda ref: ref.label):
        yield label, array(ref.id for ref in group)


def decode(line: str) -> dict[str, Value]:
    """The properties of a row. Raises StoreError for what was never written so."""
    return decode_all([line])[0]


def decode_all(lines: Sequence[str]) -> list[dict[str, Value]]:
    """The properties of rows. Raises StoreError for what was never written so."""
    try:
        return facts.decode_all(lines)
    except ValueError as error:
        raise StoreError(f"图谱中有一行已损坏（{error}）：请移走图谱文件，再运行 policykg build 从原文重建") from error


def array(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


def _as_nodes(rows: Iterable[tuple[str, str, str]]) -> tuple[Node, ...]:
    return tuple(Node(label, id, decode(properties)) for label, id, properties in rows)


def _as_edges(rows: Iterable[tuple[str, str, str, str, str, str, str]]) -> tuple[Edge, ...]:
    edges = (Edge(r[0], Ref(r[1], r[2]), Ref(r[3], r[4]), decode(r[5]), r[6]) for r in rows)
    return tuple(sorted(edges, key=lambda edge: edge.order))
