"""Texts that may be no policy papers are held, and told."""

from __future__ import annotations

from pathlib import Path

from samples import CITY

from kg.build import build
from kg.places import gazetteer
from kg.store import Store
from kg.untitled import untitled_papers

BODY = "一、重点任务\n（一）加固危桥。到2026年，改造危桥40座以上。\n（责任单位：市交通运输局）\n"


def test_what_nothing_tells_to_be_a_paper_is_told(store: Store, tmp_path: Path) -> None:
    files = {"市.txt": CITY, "正文.txt": BODY, "便条.txt": "今天开会，记得带材料。", "note.txt": "A note in English."}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    build([tmp_path / name for name in files], store, gazetteer())
    with store.snapshot() as graph:
        names = {paper.id: paper.files[0] for paper in graph.documents()}
        missing = {names[id]: what for id, what in untitled_papers(graph, names).items()}
    assert missing == {"正文.txt": "title", "便条.txt": "paper", "note.txt": "paper"}


def test_documents_that_are_not_there_miss_nothing(store: Store) -> None:
    with store.snapshot() as graph:
        assert untitled_papers(graph, ["没有"]) == {}
