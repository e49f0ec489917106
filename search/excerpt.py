"""Some documents of the graph as records (节选): with their clauses, duties, targets and sectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from kg.facts import Edge, Node, Ref
from kg.places import Gazetteer
from kg.store import Reader
from search.knowledge import Body, Knowledge, read_knowledge


class Excerpt:
    """As much of a Reader as reading knowledge needs, over facts in memory."""

    def __init__(self, generation: int, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        self.generation = generation
        self._nodes = sorted(nodes, key=lambda node: node.ref)
        self._edges = sorted(edges, key=lambda edge: edge.order)

    def nodes(self, label: str | None = None, prefix: str = "") -> Iterator[Node]:
        return (node for node in self._nodes if label is None or node.label == label)

    def edges(self, *types: str) -> Iterator[Edge]:
        return (edge for edge in self._edges if not types or edge.type in types)


def excerpt(graph: Reader, documents: Iterable[str], gazetteer: Gazetteer) -> Knowledge:
    """Some documents as records, without links between documents."""
    papers = [Ref("Document", id) for id in documents]
    outward = graph.touching(papers, ("HAS_CLAUSE", "APPLIES_IN", "ISSUED_BY"), "out")
    clauses = [edge.end for edge in outward if edge.type == "HAS_CLAUSE"]
    around = graph.touching(clauses, ("PART_OF", "RESPONSIBLE_FOR", "QUANTIFIES", "CONCERNS"))
    edges = {edge.order: edge for edge in (*outward, *around)}.values()
    refs = {*papers, *clauses, *(ref for edge in edges for ref in (edge.start, edge.end))}
    return read_knowledge(cast(Reader, Excerpt(graph.generation, graph.find(refs).values(), edges)), gazetteer)


def all_bodies(graph: Reader, gazetteer: Gazetteer) -> list[Body]:
    """All units as records, by id."""
    units = list(graph.nodes("Unit"))
    within = graph.touching([unit.ref for unit in units], ("WITHIN",), "out")
    return list(read_knowledge(cast(Reader, Excerpt(graph.generation, units, within)), gazetteer).bodies.values())
