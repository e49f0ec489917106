"""The graph as files (导出): JSON Lines in the shape of Neo4j's APOC, GraphML, CSV.

The same graph gives the same bytes, whichever store holds it and in whichever order its documents came.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.facts import Edge, Node, Properties, Ref, Value
from kg.store import Reader

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def jsonl(graph: Reader) -> Iterator[str]:
    """Yields the contract's lines, each with its line feed: nodes by label and id, then relationships.

    >>> _JSON.encode(node_row(Node("Sector", "汽车", {"name": "汽车"})))
    '{"type":"node","id":"汽车","labels":["Sector"],"properties":{"id":"汽车","name":"汽车"}}'
    """
    for node in graph.nodes():
        yield _JSON.encode(node_row(node)) + "\n"
    for edge in graph.edges():
        yield _JSON.encode(edge_row(edge)) + "\n"


def node_row(node: Node) -> dict[str, object]:
    """The JSON object of a node."""
    properties = _sorted({"id": node.id, **node.properties})
    return {"type": "node", "id": node.id, "labels": [node.label], "properties": properties}


def edge_row(edge: Edge) -> dict[str, object]:
    """The JSON object of a relationship."""
    return {
        "type": "relationship",
        "id": edge.id,
        "label": edge.type,
        "start": _end(edge.start),
        "end": _end(edge.end),
        "properties": _sorted(edge.properties),
    }


def tables(graph: Reader, folder: Path) -> tuple[Path, ...]:
    """Writes a CSV for each label and each relationship type that occurs, into a folder made for it; returns the paths.

    `nodes_Clause.csv` has `id` and the properties, `edges_PART_OF.csv` has `start`, `end`, their labels and the
    properties. UTF-8 with a byte order mark, so that a spreadsheet shows Chinese; lists are JSON; line feeds stay
    inside quotes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts = graph.counts()
    written = []
    for label in sorted(counts.nodes):
        columns = sorted({key for node in graph.nodes(label) for key in node.properties})
        rows = ([node.id, *_cells(node.properties, columns)] for node in graph.nodes(label))
        written.append(_table(folder / f"nodes_{label}.csv", ["id", *columns], rows))
    for type in sorted(counts.edges):
        columns = sorted({key for edge in graph.edges(type) for key in edge.properties})
        lines = ([*edge.start, *edge.end, *_cells(edge.properties, columns)] for edge in graph.edges(type))
        heads = ["start_label", "start", "end_label", "end", *columns]
        written.append(_table(folder / f"edges_{type}.csv", heads, lines))
    return tuple(written)


def _table(path: Path, heads: list[str], rows: Iterable[list[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(heads)
        writer.writerows(rows)
    return path


def _cells(properties: Properties, columns: Iterable[str]) -> Iterator[str]:
    return (_cell(properties[column]) if column in properties else "" for column in columns)


def _cell(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _end(ref: Ref) -> dict[str, object]:
    return {"id": ref.id, "labels": [ref.label]}


def _sorted(properties: Properties) -> dict[str, Value]:
    return {key: properties[key] for key in sorted(properties)}
