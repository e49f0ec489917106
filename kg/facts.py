"""The graph as data: nodes, edges, and who says so.

The graph is the merged union of contributions. A contribution belongs to an owner ("facts:<document id>", …) and has
two kinds of facts:

- its *own* ones, which nobody else may say (a document's clauses, targets, what it cites);
- *shared* ones, which many may say (a unit, a sector, a jurisdiction, a document that is only cited). A shared fact
  lives as long as one owner says it, and its properties are those of all owners together (`merged`). A shared node
  that goes takes the edges to it along; an own node that goes while another owner's edge still needs it is an error.

Both rules look at sets only, so the order in which documents arrive leaves no trace.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

Value = str | int | float | bool | tuple[str, ...] | tuple[int, ...]
Properties = Mapping[str, Value]

# The contract's labels and relationship types, in the order in which a reader meets them.
LABELS = ("Document", "Clause", "Unit", "Sector", "Target", "Jurisdiction")
TYPES = (
    "HAS_CLAUSE",
    "PART_OF",
    "ISSUED_BY",
    "APPLIES_IN",
    "WITHIN",
    "RESPONSIBLE_FOR",
    "QUANTIFIES",
    "CONCERNS",
    "CITES",
    "DERIVES_FROM",
    "COUNTERPART_OF",
)


class Ref(NamedTuple):
    """A node's label and its id within that label."""

    label: str
    id: str


class Node(NamedTuple):
    """A node of the graph; `properties` leave the id out, and every absent value."""

    label: str
    id: str
    properties: Properties

    @property
    def ref(self) -> Ref:
        return Ref(self.label, self.id)


_NONE: Properties = {}


class Edge(NamedTuple):
    """A relationship. `key` tells parallel ones apart (a unit that leads and takes part in the same clause)."""

    type: str
    start: Ref
    end: Ref
    properties: Properties = _NONE
    key: str = ""

    @property
    def id(self) -> str:
        """20 hex digits that only depend on what is joined: stable across rebuilds."""
        whole = "\x1f".join((self.type, *self.start, *self.end, self.key))
        return blake2b(whole.encode(), digest_size=10).hexdigest()

    @property
    def order(self) -> tuple[Ref, str, Ref, str]:
        """Where it comes in an export: by start, type, end."""
        return (self.start, self.type, self.end, self.key)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one owner says. Every edge joins nodes that somebody says."""

    owner: str
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    shared_nodes: tuple[Node, ...] = ()
    shared_edges: tuple[Edge, ...] = ()

    def __post_init__(self) -> None:
        for group in (self.nodes, self.shared_nodes):
            refs = [node[:2] for node in group]
            if len(set(refs)) != len(refs):
                raise ValueError(f"{self.owner}: {_first_twice(refs)} is said twice")
        for edges in (self.edges, self.shared_edges):
            orders = [(edge.start, edge.type, edge.end, edge.key) for edge in edges]
            if len(set(orders)) != len(orders):
                raise ValueError(f"{self.owner}: {_first_twice(orders)} is said twice")


def _first_twice(things: Iterable[object]) -> object:
    seen: set[object] = set()
    for thing in things:
        if thing in seen:
            return thing
        seen.add(thing)
    raise ValueError("nothing comes twice")


def merged(variants: Iterable[Properties]) -> dict[str, Value]:
    """Returns the properties of a shared fact from all that its owners say, whatever their order and number.

    Lists unite and are sorted; of texts the longest wins (of equally long ones the later in code-point order); of
    numbers the largest; true wins over false.

    >>> merged([{"level": "city", "aliases": ("市商务局",)}, {"level": "city", "aliases": ("海东市商务局",)}])
    {'aliases': ('市商务局', '海东市商务局'), 'level': 'city'}
    """
    values: dict[str, set[Value]] = {}
    for properties in variants:
        for key, value in properties.items():
            values.setdefault(key, set()).add(value)
    return {key: _one(values[key]) for key in sorted(values)}


def _one(values: set[Value]) -> Value:
    lists = [value for value in values if isinstance(value, tuple)]
    if lists:
        texts = {item for value in lists for item in value if isinstance(item, str)}
        numbers = {item for value in lists for item in value if isinstance(item, int)}
        return tuple(sorted(texts)) if texts else tuple(sorted(numbers))
    wordings = [value for value in values if isinstance(value, str)]
    if wordings:
        return max(wordings, key=lambda text: (len(text), text))
    return max((value for value in values if isinstance(value, (bool, int, float))), key=float)


def encode(properties: Properties) -> str:
    """Returns the properties as one line of JSON, keys sorted: equal properties give equal text."""
    return _ENCODER.encode(properties) if properties else "{}"


def decode(line: str) -> dict[str, Value]:
    """The inverse of `encode`."""
    if line == "{}":  # of half the edges
        return {}
    return _listed(line, json.loads(line))


def decode_all(lines: Sequence[str]) -> list[dict[str, Value]]:
    """The inverse of `encode` for many lines at once, which takes half the time.

    >>> decode_all(['{"role":"lead"}', "{}", '{"aliases":["市商务局"]}'])
    [{'role': 'lead'}, {}, {'aliases': ('市商务局',)}]
    """
    read = json.loads(f"[{','.join(lines)}]")
    return [_listed(line, properties) for line, properties in zip(lines, read, strict=True)]


def _listed(line: str, properties: dict[str, Value]) -> dict[str, Value]:
    """The properties of a line with tuples for lists; few lines have any."""
    if "[" in line:
        for key, value in properties.items():
            if isinstance(value, list):
                properties[key] = tuple(value)
    return properties


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
