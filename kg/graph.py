"""The graph in memory, for walking (图遍历): the only file that knows networkx.

A node's key is its `Ref` (label, id); a node carries its properties, an edge its properties under the key
`(type, key)`. Nothing is loaded that is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import networkx as nx

from kg.facts import Edge, Node, Ref, Value
from kg.store import Direction, Reader

# Characters that XML 1.0 cannot hold, not even escaped; scanned texts bring some (form feeds).
_NOT_XML = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF))


def whole(graph: Reader) -> nx.MultiDiGraph:
    """Returns everything."""
    return _assembled(graph.nodes(), graph.edges())


def around(
    graph: Reader, refs: Iterable[Ref], *, steps: int = 1, types: Iterable[str] = (), direction: Direction = "both"
) -> nx.MultiDiGraph:
    """Returns what lies within `steps` relationships (of the types, if any are given) of some nodes, and they."""
    seen = set(refs)
    edge_of: set[Ref] = set(seen)
    edges: dict[tuple[Ref, str, Ref, str], Edge] = {}
    types = tuple(types)
    for _ in range(steps):
        found = graph.touching(edge_of, types, direction)
        edges.update((edge.order, edge) for edge in found)
        edge_of = {ref for edge in found for ref in (edge.start, edge.end)} - seen
        if not edge_of:
            break
        seen |= edge_of
    nodes = graph.find(seen)
    return _assembled((nodes[ref] for ref in sorted(nodes)), (edges[order] for order in sorted(edges)))


def graphml(graph: Reader) -> Iterator[bytes]:
    """Yields the graph as GraphML; node ids are `Label:id`, lists are joined by `；`."""
    plain = nx.MultiDiGraph()
    for node in graph.nodes():
        plain.add_node(
            _flat(":".join(node.ref)), label=node.label, id=_flat(node.id), **_scalars(node.properties.items())
        )
    for edge in graph.edges():
        start, end = _flat(":".join(edge.start)), _flat(":".join(edge.end))
        plain.add_edge(start, end, key=edge.id, type=edge.type, **_scalars(edge.properties.items()))
    buffer = BytesIO()
    nx.write_graphml_xml(plain, buffer, encoding="utf-8", infer_numeric_types=True)
    yield buffer.getvalue()


def _assembled(nodes: Iterable[Node], edges: Iterable[Edge]) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    for node in nodes:
        graph.add_node(node.ref, **node.properties)
    for edge in edges:
        graph.add_edge(edge.start, edge.end, key=(edge.type, edge.key), type=edge.type, **edge.properties)
    return graph


def _scalars(properties: Iterable[tuple[str, Value]]) -> dict[str, str | int | float | bool]:
    found: dict[str, str | int | float | bool] = {}
    for key, value in properties:
        if isinstance(value, tuple):
            value = "；".join(map(str, value))
        found[key] = _flat(value) if isinstance(value, str) else value
    return found


def _flat(text: str) -> str:
    return text.translate(_NOT_XML)
