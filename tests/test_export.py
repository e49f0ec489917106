"""Exports: the contract's JSON Lines, GraphML, CSV. Equal graphs give equal bytes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from samples import FAMILY, write

from kg.build import build
from kg.export import jsonl, tables
from kg.facts import Contribution, Edge, Node, Ref
from kg.graph import around, graphml, whole
from kg.places import gazetteer
from kg.store import Store

StoreAt = Callable[[str], Store]

ODD = Contribution(
    "facts:甲",
    nodes=(
        Node("Document", "甲", {"title": '=甲,"乙"\n丙', "in_corpus": True}),
        Node("Clause", "甲#一", {"text": "换页\f与\x01控制符 <b>&amp;</b> \U00020bb7", "order": 0}),
        Node("Target", "甲#一@1", {"value": 2.5, "quote": "2.5倍"}),
        Node("Target", "甲#一@2", {"value": 7, "quote": "7座"}),
    ),
    edges=(
        Edge("HAS_CLAUSE", Ref("Document", "甲"), Ref("Clause", "甲#一")),
        Edge("QUANTIFIES", Ref("Target", "甲#一@1"), Ref("Clause", "甲#一")),
        Edge("QUANTIFIES", Ref("Target", "甲#一@2"), Ref("Clause", "甲#一")),
        Edge("RESPONSIBLE_FOR", Ref("Unit", "x:局"), Ref("Clause", "甲#一"), {"role": "lead", "start": 1}, "lead/line"),
        Edge(
            "RESPONSIBLE_FOR", Ref("Unit", "x:局"), Ref("Clause", "甲#一"), {"role": "participant"}, "participant/line"
        ),
    ),
    shared_nodes=(Node("Unit", "x:局", {"name": "局", "aliases": ("乙局", "甲局")}),),
)


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Store:
    """A store with four papers and one odd document."""
    write(tmp_path / "in", FAMILY)
    build([tmp_path / "in"], store, gazetteer())
    store.change(lambda graph: graph.contribute(ODD))
    return store


def rows(store: Store) -> list[dict[str, object]]:
    with store.snapshot() as graph:
        return [json.loads(line) for line in jsonl(graph)]


def test_jsonl_has_the_shape_of_apoc(full: Store) -> None:
    found = rows(full)
    for row in found:
        if row["type"] == "node":
            assert list(row) == ["type", "id", "labels", "properties"]
            assert isinstance(row["labels"], list) and len(row["labels"]) == 1
            assert isinstance(row["properties"], dict) and row["properties"]["id"] == row["id"]
        else:
            assert list(row) == ["type", "id", "label", "start", "end", "properties"]
            for end in (row["start"], row["end"]):
                assert isinstance(end, dict) and list(end) == ["id", "labels"]
    lead = next(
        r for r in found if r.get("label") == "RESPONSIBLE_FOR" and r["start"] == {"id": "x:局", "labels": ["Unit"]}
    )
    assert lead["properties"] == {"role": "lead", "start": 1} and lead["end"] == {"id": "甲#一", "labels": ["Clause"]}


def test_jsonl_ids_are_unique_over_labels_and_ends_are_there(full: Store) -> None:
    found = rows(full)
    ids = [row["id"] for row in found]
    assert len(set(map(str, ids))) == len(ids)
    nodes = {(str(row["labels"]), row["id"]) for row in found if row["type"] == "node"}
    for row in found:
        for end in (row.get("start"), row.get("end")):
            assert end is None or (isinstance(end, dict) and (str(end["labels"]), end["id"]) in nodes)


def test_jsonl_lines_are_lines_and_sorted(full: Store) -> None:
    with full.snapshot() as graph:
        lines = list(jsonl(graph))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    nodes = [json.loads(line) for line in lines if line.startswith('{"type":"node"')]
    keys = [(node["labels"][0], node["id"]) for node in nodes]
    assert keys == sorted(keys) and lines[: len(nodes)] == [line for line in lines if '{"type":"node"' in line]


def test_graphml_is_read_back_as_the_same_graph(full: Store, tmp_path: Path) -> None:
    path = tmp_path / "graph.graphml"
    with full.snapshot() as graph:
        path.write_bytes(b"".join(graphml(graph)))
        counts = graph.counts()
        assert b"".join(graphml(graph)) == path.read_bytes()
    ElementTree.parse(path)
    back = nx.read_graphml(path, force_multigraph=True)
    assert back.number_of_nodes() == sum(counts.nodes.values())
    assert back.number_of_edges() == sum(counts.edges.values())
    assert back.nodes["Clause:甲#一"]["text"] == "换页与控制符 <b>&amp;</b> \U00020bb7"
    assert back.nodes["Unit:x:局"] == {"label": "Unit", "id": "x:局", "name": "局", "aliases": "乙局；甲局"}
    assert back.nodes["Target:甲#一@1"]["value"] == 2.5 and back.nodes["Target:甲#一@2"]["value"] == 7
    roles = {values["role"] for _, _, values in back.edges("Unit:x:局", data=True)}
    assert roles == {"lead", "participant"}


def test_csv_tables_hold_everything(full: Store, tmp_path: Path) -> None:
    with full.snapshot() as graph:
        paths = tables(graph, tmp_path / "csv")
        counts = graph.counts()
    assert {p.name for p in paths} == {f"nodes_{label}.csv" for label in counts.nodes} | {
        f"edges_{type}.csv" for type in counts.edges
    }
    for path in paths:
        kind, name = path.stem.split("_", 1)
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
        assert len(found) == (counts.nodes if kind == "nodes" else counts.edges)[name]
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "csv" / "nodes_Document.csv").open(encoding="utf-8-sig", newline="") as file:
        odd = next(row for row in csv.DictReader(file) if row["id"] == "甲")
    assert odd["title"] == '=甲,"乙"\n丙' and odd["in_corpus"] == "true" and odd["doc_number"] == ""
    with (tmp_path / "csv" / "nodes_Unit.csv").open(encoding="utf-8-sig", newline="") as file:
        unit = next(row for row in csv.DictReader(file) if row["id"] == "x:局")
    assert json.loads(unit["aliases"]) == ["乙局", "甲局"]


def test_the_same_documents_in_another_order_export_the_same(store_at: StoreAt, tmp_path: Path) -> None:
    paths = write(tmp_path / "in", FAMILY)
    outputs: list[list[bytes]] = []
    for name, order in (("forward", paths), ("backward", paths[::-1])):
        store = store_at(name)
        for path in order:
            build([path], store, gazetteer())
        with store.snapshot() as graph:
            pieces = ["".join(jsonl(graph)).encode(), b"".join(graphml(graph))]
            pieces += [path.read_bytes() for path in tables(graph, tmp_path / name)]
        outputs.append(pieces)
    assert outputs[0] == outputs[1]


def test_an_empty_graph_exports_nothing(store: Store, tmp_path: Path) -> None:
    with store.snapshot() as graph:
        assert list(jsonl(graph)) == [] and tables(graph, tmp_path / "csv") == ()
        ElementTree.fromstring(b"".join(graphml(graph)))


# -- the graph in memory -----------------------------------------------------------------------------------------------


def test_the_whole_graph_in_memory(full: Store) -> None:
    with full.snapshot() as graph:
        counts = graph.counts()
        found = whole(graph)
    assert found.number_of_nodes() == sum(counts.nodes.values())
    assert found.number_of_edges() == sum(counts.edges.values())
    assert found.nodes[Ref("Document", "甲")]["in_corpus"] is True
    assert found.edges[Ref("Unit", "x:局"), Ref("Clause", "甲#一"), ("RESPONSIBLE_FOR", "lead/line")]["role"] == "lead"


@pytest.mark.parametrize("steps", [1, 2, 3])
@pytest.mark.parametrize("types", [(), ("HAS_CLAUSE", "QUANTIFIES")])
def test_a_neighbourhood_is_what_networkx_finds(full: Store, steps: int, types: tuple[str, ...]) -> None:
    start = Ref("Document", "甲")
    with full.snapshot() as graph:
        everything = whole(graph)
        found = around(graph, [start], steps=steps, types=types)
    kept = nx.MultiDiGraph(everything)
    kept.remove_edges_from([e for e in everything.edges(keys=True) if types and e[2][0] not in types])
    near = nx.single_source_shortest_path_length(kept.to_undirected(), start, cutoff=steps)
    assert set(found) == set(near)
    inner = {node for node, length in near.items() if length < steps}
    wanted = {e for e in kept.edges(keys=True) if e[0] in inner or e[1] in inner}
    assert set(found.edges(keys=True)) == wanted


def test_a_neighbourhood_follows_a_direction(full: Store) -> None:
    with full.snapshot() as graph:
        out = around(graph, [Ref("Unit", "x:局")], steps=5, direction="out")
        into = around(graph, [Ref("Unit", "x:局")], steps=5, direction="in")
    assert set(out) == {Ref("Unit", "x:局"), Ref("Clause", "甲#一")} and set(into) == {Ref("Unit", "x:局")}
