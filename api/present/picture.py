"""A bounded neighbourhood of the graph for pictures (图): the nearest nodes, with the reason on each edge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

from api import schemas
from api.present.reasons import Language, reason
from kg.errors import UnknownThing
from kg.facts import LABELS, Edge, Node, Ref
from kg.store import Reader

_HUBS = frozenset({"Sector", "Jurisdiction"})  # everything hangs on these: shown, but not walked through
_TELLING = (
    *("DERIVES_FROM", "RESPONSIBLE_FOR", "QUANTIFIES", "COUNTERPART_OF", "CITES", "ISSUED_BY", "PART_OF"),
    *("APPLIES_IN", "WITHIN", "CONCERNS", "HAS_CLAUSE"),
)
_ORDER = {type: rank for rank, type in enumerate(_TELLING)}  # what tells most is drawn first
_LONG = 60  # characters of a text that stands for a name


def neighbourhood(
    graph: Reader, node: str, label: str | None, depth: int, limit: int, language: Language = "zh"
) -> schemas.Graph:
    """Returns the picture around a node: up to `limit` nodes, up to `depth` steps away. Raises UnknownThing."""
    centre = _found(graph, node, label)
    hops: dict[Ref, int] = {centre.ref: 0}
    kept: dict[str, Edge] = {}
    degree: Counter[Ref] = Counter()
    edge_of_rim = [centre.ref]
    for step in range(1, depth + 1):
        asked = [ref for ref in edge_of_rim if ref == centre.ref or ref.label not in _HUBS]
        edges = graph.touching(asked, (), "both")
        for edge in edges:
            degree.update({edge.start, edge.end} & set(asked))
        edge_of_rim = _walk(edges, hops, step, limit)
        kept.update((edge.id, edge) for edge in edges if edge.start in hops and edge.end in hops)
    nodes = graph.find(hops)
    drawn = Counter(ref for edge in kept.values() for ref in (edge.start, edge.end))
    shown = [_node(nodes[ref], hop, max(0, degree[ref] - drawn[ref])) for ref, hop in hops.items() if ref in nodes]
    links = [_edge(edge, nodes, language) for edge in kept.values()]
    return schemas.Graph(centre=_key(centre.ref), nodes=shown, edges=links, cut=any(node.hidden for node in shown))


def _walk(edges: Iterable[Edge], hops: dict[Ref, int], step: int, limit: int) -> list[Ref]:
    """Takes in the ends of edges that are new, what tells most first; returns them."""
    new: list[Ref] = []
    for edge in sorted(edges, key=lambda e: (_ORDER.get(e.type, 99), e.order)):
        for ref in (edge.start, edge.end):
            if ref not in hops and len(hops) < limit:
                hops[ref] = step
                new.append(ref)
    return new


def _found(graph: Reader, node: str, label: str | None) -> Node:
    first, _, rest = node.partition(":")
    if label is None and first in LABELS and rest:
        label, node = first, rest
    refs = [Ref(one, node) for one in ((label,) if label else LABELS)]
    found = graph.find(refs)
    for ref in refs:
        if ref in found:
            return found[ref]
    raise UnknownThing(f"图谱里没有节点 {node!r}（no such node）；可用文件、条款、单位、领域、目标的编号或行政区划代码")


def _key(ref: Ref) -> str:
    return f"{ref.label}:{ref.id}"


def _node(node: Node, hops: int, hidden: int) -> schemas.GraphNode:
    name, detail = _names(node)
    return schemas.GraphNode(
        id=_key(node.ref),
        label=cast(schemas.Label, node.label),
        ref=node.id,
        name=name,
        detail=detail,
        hops=hops,
        hidden=hidden,
    )


def _names(node: Node) -> tuple[str, str]:
    p: Mapping[str, Any] = node.properties
    match node.label:
        case "Document":
            return p.get("title") or p.get("notice_title") or node.id, p.get("doc_number") or ""
        case "Clause":
            text = p.get("text") or ""
            return f"{p['path']} {p.get('heading') or text[:20]}".strip(), text[:_LONG]
        case "Target":
            return p["indicator"], p["quote"]
        case "Jurisdiction":
            return p["name"], p.get("full_name") or ""
        case _:
            return p.get("name") or node.id, ""


def _edge(edge: Edge, nodes: Mapping[Ref, Node], language: Language) -> schemas.GraphEdge:
    return schemas.GraphEdge(
        id=edge.id,
        type=edge.type,
        source=_key(edge.start),
        target=_key(edge.end),
        reason=reason(edge, nodes, language),
        properties={key: list(value) if isinstance(value, tuple) else value for key, value in edge.properties.items()},
    )
