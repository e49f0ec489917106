"""What the rows of the Neo4j store mean: nodes, relationships, filed documents, shared facts, the whole's state."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

from kg.errors import StoreError
from kg.facts import TYPES, Edge, Node, Properties, Ref, Value, decode, encode, merged
from kg.records import Notice
from kg.store import Filed

Shape = tuple[str, str, str]  # type, label of the start, label of the end
Order = tuple[Ref, str, Ref, str]  # kg.facts.Edge.order


class Owned(NamedTuple):
    """A node or relationship as read, and the number of the owner that has it; None for a shared one."""

    fact: Node | Edge
    owner: int | None


@dataclass(frozen=True, slots=True)
class Owner:
    """A contributor as the store knows it: where to look for what it said."""

    name: str
    n: int
    labels: frozenset[str] = frozenset()  # of its own nodes
    types: frozenset[str] = frozenset()  # of its own relationships
    shares: bool = False  # whether it says shared facts

    def row(self) -> dict[str, Any]:
        labels, types = sorted(self.labels), sorted(self.types)
        return {"name": self.name, "n": self.n, "labels": labels, "types": types, "shares": self.shares}


@dataclass(slots=True)
class State:
    """What the one KgStore node tells: the generation, the next owner's number, how much there is of everything."""

    generation: int
    owners: int = 1
    nodes: dict[str, int] = field(default_factory=dict)
    edges: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, line: str) -> State:
        return cls(**json.loads(line))

    def line(self) -> str:
        return json.dumps(
            {"generation": self.generation, "owners": self.owners, "nodes": self.nodes, "edges": self.edges}
        )

    def count(self, kind: str, by: int) -> None:
        """Counts nodes of a label or relationships of a type up or down."""
        counts = self.edges if kind in TYPES else self.nodes
        counts[kind] = counts.get(kind, 0) + by
        if not counts[kind]:
            del counts[kind]


def node(label: str, values: Mapping[str, Any]) -> Node:
    """A node from its properties as stored."""
    return Node(label, values["id"], _plain(values))


def owned_node(label: str, values: Mapping[str, Any]) -> Owned:
    return Owned(node(label, values), values.get("_owner"))


def owned_edge(row: Sequence[Any]) -> Owned:
    """A relationship from a row of labels(a)[0], a.id, type(r), labels(b)[0], b.id, properties(r)."""
    start_label, start, type, end_label, end, values = row
    edge = Edge(type, Ref(start_label, start), Ref(end_label, end), _plain(values), values.get("_key", ""))
    return Owned(edge, values.get("_owner"))


def _plain(values: Mapping[str, Any]) -> dict[str, Value]:
    """The contract's properties: none of ours, and the id is no property of its own."""
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in values.items()
        if key != "id" and not key.startswith("_")
    }


def node_properties(one: Node, owner: int | None) -> dict[str, Any]:
    """What is written on a node."""
    return {**_stored(one.properties, one.ref), "id": one.id, "_owner": owner}


def edge_row(one: Edge, owner: int | None) -> list[Any]:
    """What is written for a relationship; see kg.cypher.NEW_EDGES."""
    return [one.start.id, one.end.id, {**_stored(one.properties, one.start), "_key": one.key, "_owner": owner}]


def _stored(properties: Properties, where: Ref) -> dict[str, Any]:
    for key in properties:
        if key == "id" or key.startswith("_"):
            raise StoreError(f"{where.label} {where.id} 的属性名 {key} 留作内部之用")
    return {key: list(value) if isinstance(value, tuple) else value for key, value in properties.items()}


def shape(edge: Edge) -> Shape:
    return (edge.type, edge.start.label, edge.end.label)


# -- shared facts ------------------------------------------------------------------------------------------------------


def key_of(fact: Node | Edge) -> str:
    """The key under which the wordings of a shared fact are found: its label and id, or its type, ends and key."""
    parts = fact.ref if isinstance(fact, Node) else (fact.type, *fact.start, *fact.end, fact.key)
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def fact_of(key: str, line: str) -> Node | Edge:
    """The shared fact of a key, worded like this."""
    parts = json.loads(key)
    properties = decode(line)
    if len(parts) == 2:
        return Node(parts[0], parts[1], properties)
    type, start_label, start, end_label, end, edge_key = parts
    return Edge(type, Ref(start_label, start), Ref(end_label, end), properties, edge_key)


def wording_id(key: str, line: str) -> str:
    """Names a wording of a fact: 32 hex digits."""
    return blake2b(f"{key}\x1f{line}".encode(), digest_size=16).hexdigest()


def merged_line(lines: Iterable[str]) -> str | None:
    """The merged properties of all wordings of a fact; None when nobody says it."""
    wordings = list(lines)
    if len(wordings) < 2:
        return wordings[0] if wordings else None
    return encode(merged(decode(line) for line in wordings))


# -- the files ---------------------------------------------------------------------------------------------------------


def filed_row(filed: Filed, text: str) -> list[Any]:
    """A filed document as a row of kg.cypher_filed.FILED, then the packed text."""
    notices = json.dumps([(n.code, n.message, n.start, n.end) for n in filed.notices], ensure_ascii=False)
    files, answers_to, looks_for = list(filed.files), list(filed.answers_to), list(filed.looks_for)
    head = [filed.id, filed.sha256, filed.encoding, files, filed.rules, notices, answers_to, looks_for, filed.summary]
    return [*head, zlib.compress(text.encode("utf-8"), 1)]


def filed(row: Sequence[Any]) -> Filed:
    """A filed document from a row of kg.cypher_filed.FILED."""
    id, sha256, encoding, files, rules, notices, answers_to, looks_for, summary = row
    return Filed(
        id=id,
        sha256=sha256,
        encoding=encoding,
        files=tuple(sorted(files)),
        rules=rules,
        notices=tuple(Notice(*cells) for cells in json.loads(notices)),
        answers_to=tuple(sorted(answers_to)),
        looks_for=tuple(sorted(looks_for)),
        summary=summary,
    )


def source_text(id: str, packed: bytes) -> str:
    """The text of a filed document."""
    try:
        return zlib.decompress(bytes(packed)).decode("utf-8")
    except (zlib.error, UnicodeDecodeError) as error:
        raise StoreError(f"文件 {id} 的存档已损坏（{error}）：请从原文重建图谱") from error
