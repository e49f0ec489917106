"""Links found document by document are those that looking at everything at once finds."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from samples import FAMILY, generated, write

from kg.build import build, remove
from kg.counterparts import counterparts
from kg.link import document_links, resolve
from kg.places import gazetteer
from kg.records import Unit
from kg.settings import seed_policies
from kg.store import Reader, Store
from kg.summaries import stored

SEEDS = {path.name: path.read_text(encoding="utf-8") for path in seed_policies()}


def cited(graph: Reader) -> set[tuple[str, str, str | None]]:
    """(document, where the citation stands, the document of the corpus that it means) as the graph has it."""
    there = {filed.id for filed in graph.documents()}
    return {(e.start.id, e.key, e.end.id if e.end.id in there else None) for e in graph.edges("CITES")}


def derived(graph: Reader) -> set[tuple[str, str]]:
    return {(e.start.id, e.end.id) for e in graph.edges("DERIVES_FROM") if e.start.label == "Document"}


def matched(graph: Reader) -> set[tuple[str, str]]:
    return {(e.start.id, e.end.id) for e in graph.edges("COUNTERPART_OF")}


def assert_as_at_once(store: Store) -> None:
    places = gazetteer()
    with store.snapshot() as graph:
        papers = stored(graph, [filed.id for filed in graph.documents()])
        meant = {
            (paper.id, str(citation.start), found.id if found else None)
            for paper in papers
            for citation in paper.citations
            if citation.specific and (citation.title or citation.doc_number)
            for found in [resolve(citation, [other for other in papers if other is not paper], places, paper)]
        }
        assert cited(graph) == meant
        links = [link for paper in papers for link in document_links(paper, papers, places)]
        assert derived(graph) == {(link.child, link.parent) for link in links}
        pairs = counterparts([unit(node.id, **node.properties) for node in graph.nodes("Unit")], places)
        assert matched(graph) == {(pair.unit, pair.above) for pair in pairs}


def unit(id: str, **properties: Any) -> Unit:
    return Unit(**{"id": id, "level": None, "place": None, **properties})


@pytest.mark.parametrize("seed", range(3))
def test_one_by_one_is_as_at_once(seed: int, store: Store, tmp_path: Path) -> None:
    dice = random.Random(seed)
    paths = write(tmp_path / "in", FAMILY | generated(24) | SEEDS)
    dice.shuffle(paths)
    for path in paths:
        build([path], store, gazetteer())
    assert_as_at_once(store)
    for path in dice.sample(paths, 8):
        remove(path.name, store, gazetteer())
    assert_as_at_once(store)
    with store.snapshot() as graph:
        assert len(derived(graph)) > 5 and len(matched(graph)) > 5


def test_what_is_only_cited_is_one_node_for_all_that_cite_it(store: Store, tmp_path: Path) -> None:
    letter = (
        "{place}人民政府关于印发{place}渡口改造方案的通知\n{place}人民政府\n2023年5月4日\n"
        "{place}渡口改造方案\n{why}制定本方案。\n一、目标。改造渡口。\n"
    )
    whys = ("根据《全国渡口改造规划》（国发〔2021〕88号），", "根据国务院《全国渡口改造规划》(国发[2021] 88号)，")
    write(
        tmp_path / "in",
        {
            f"{n}.txt": letter.format(place=place, why=whys[n % 2])
            for n, place in enumerate(["海东市", "威海市", "乌海市"])
        },
    )
    build([tmp_path / "in"], store, gazetteer())
    with store.snapshot() as graph:
        cites = list(graph.edges("CITES"))
        (node,) = [n for n in graph.nodes("Document") if not n.properties["in_corpus"]]
    assert len(cites) == 3 and {e.end for e in cites} == {node.ref}
    assert node.properties["doc_number"] == "国发〔2021〕88号" and node.id == "国发〔2021〕88号~cited"
    assert all(e.properties["relation"] == "implements" for e in cites)
