"""A graph copied from store to store: the same bytes, whatever breaks it off, and never over something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j_server import Server, empty_store
from samples import CITY, FAMILY, write

from api.cli import main
from kg.build import build, remove
from kg.copying import copy_graph
from kg.errors import StoreError
from kg.export import jsonl
from kg.places import gazetteer
from kg.store import Filed, Store

StoreAt = Callable[[str], Store]


class Stopped(Exception):
    """Somebody stops a copy."""


def quiet(done: int, total: int, name: str) -> None:
    """Shows nothing."""


def held(store: Store) -> tuple[str, list[Filed], list[str]]:
    """The export, the filed documents and their texts."""
    with store.snapshot() as graph:
        papers = list(graph.documents())
        return "".join(jsonl(graph)), papers, [graph.source(paper.id).text for paper in papers]


@pytest.fixture
def source(reference_at: StoreAt, tmp_path: Path) -> Store:
    """An embedded store with four papers."""
    write(tmp_path / "in", FAMILY)
    store = reference_at("source")
    build([tmp_path / "in"], store, gazetteer())
    return store


def test_there_and_back_it_is_the_same_graph(store: Store, source: Store, reference_at: StoreAt) -> None:
    steps: list[tuple[int, int]] = []
    copied = copy_graph(source, store, lambda done, total, name: steps.append((done, total)))
    assert held(store) == held(source)
    assert copied.documents == 4 and copied.written > 4 and steps[-1] == (steps[-1][1], steps[-1][1])
    back = reference_at("back")
    assert copy_graph(store, back, quiet).sha256 == copied.sha256
    assert held(back) == held(source)


def test_a_second_copy_changes_nothing(store: Store, source: Store) -> None:
    copy_graph(source, store, quiet)
    with store.snapshot() as graph:
        before = graph.generation
    assert copy_graph(source, store, quiet).written == 0
    with store.snapshot() as graph:
        assert graph.generation == before


@pytest.mark.parametrize("after", [2, 3])
def test_a_copy_that_was_broken_off_is_taken_up(store: Store, source: Store, after: int) -> None:
    with source.snapshot() as graph:
        owners = len(graph.owners(""))
    stop_after(after, source, store)
    assert copy_graph(source, store, quiet).written < owners
    assert held(store) == held(source)


def test_a_build_mends_a_copy_that_was_broken_off(store: Store, source: Store, tmp_path: Path) -> None:
    stop_after(2, source, store)
    with store.snapshot() as graph:
        assert len(list(graph.documents())) == 4 and list(graph.edges("DERIVES_FROM")) == []
    assert len(build([tmp_path / "in"], store, gazetteer()).renewed) == 4
    assert held(store) == held(source)


def stop_after(steps: int, source: Store, target: Store) -> None:
    """Copies until so many steps were shown."""
    seen = 0

    def stop(done: int, total: int, name: str) -> None:
        nonlocal seen
        seen += 1
        if seen == steps:
            raise Stopped

    with pytest.raises(Stopped):
        copy_graph(source, target, stop)


def test_a_copy_follows_a_source_that_has_grown(store: Store, source: Store, tmp_path: Path) -> None:
    copy_graph(source, store, quiet)
    write(tmp_path / "more", {"再一市.txt": CITY.replace("海东", "西宁").replace("东政办", "宁政办")})
    build([tmp_path / "more"], source, gazetteer())
    assert copy_graph(source, store, quiet).documents == 5
    assert held(store) == held(source)


def test_what_holds_something_else_is_left_alone(store: Store, source: Store, tmp_path: Path) -> None:
    write(tmp_path / "other", {"别的.txt": CITY.replace("旧桥", "渡口")})
    build([tmp_path / "other"], store, gazetteer())
    before = held(store)
    with pytest.raises(StoreError, match=r"目标里有 1 份源里没有的文件.*没有改动目标"):
        copy_graph(source, store, quiet)
    assert held(store) == before


def test_what_holds_more_than_the_source_is_left_alone(store: Store, source: Store) -> None:
    copy_graph(source, store, quiet)
    remove("市.txt", source, gazetteer())
    with pytest.raises(StoreError, match="东政办"):
        copy_graph(source, store, quiet)


# -- as a command ------------------------------------------------------------------------------------------------------


@pytest.mark.neo4j
def test_the_command_copies_both_ways(
    neo4j_server: Server,
    source: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    empty_store(neo4j_server).close()
    folder, back = str(tmp_path / "reference" / "source"), str(tmp_path / "back")
    for key, value in neo4j_server.environment.items():
        monkeypatch.setenv(key, value)
    assert main(["copy", "--from", folder, "--to", neo4j_server.url, "--no-index", "--json"]) == 0
    there = json.loads(capsys.readouterr().out)
    assert there["documents"] == 4 and there["written"] > 4
    assert main(["copy", "--from", neo4j_server.url, "--to", back, "--no-index"]) == 0
    out = capsys.readouterr().out
    assert "4 份文件" in out and there["export_sha256"] in out and neo4j_server.password not in out
    monkeypatch.delenv("POLICYKG_STORE")
    assert main(["export", "--home", back]) == 0
    assert capsys.readouterr().out == held(source)[0]


def test_the_command_wants_two_places_and_a_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("POLICYKG_NEO4J_PASSWORD", raising=False)
    with pytest.raises(SystemExit, match="2"):
        main(["copy", "--from", str(tmp_path), "--to", f"{tmp_path}/../{tmp_path.name}"])
    assert "同一处" in capsys.readouterr().err
    assert main(["copy", "--from", "neo4j://127.0.0.1:1", "--to", str(tmp_path)]) == 1
    assert "POLICYKG_NEO4J_PASSWORD" in capsys.readouterr().err
    assert main(["copy", "--from", "neo4j://neo4j:geheim@127.0.0.1:1", "--to", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "环境变量" in said and "geheim" not in said
