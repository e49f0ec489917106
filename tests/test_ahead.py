"""Reading ahead in another process: the same graph, the same complaints, nothing lost when it dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import ELSEWHERE, write

from kg import ahead
from kg.build import build
from kg.export import jsonl
from kg.places import gazetteer
from kg.store import Store

StoreAt = Callable[[str], Store]
_MANY = {f"{n:02}.txt": f"{ELSEWHERE}（九）第{n}次评估。\n" for n in range(ahead.WORTH + 2)}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    write(tmp_path / "in", _MANY)
    return tmp_path / "in"


@pytest.fixture
def wanted(reference_at: StoreAt, papers: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The export of a build that reads every file itself."""
    with monkeypatch.context() as without:
        without.setattr(ahead, "WORTH", 1000)
        store = reference_at("undisturbed")
        assert build([papers], store, gazetteer()).documents == len(_MANY)
    return exported(store)


def exported(store: Store) -> str:
    with store.snapshot() as graph:
        return "".join(jsonl(graph))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[ahead.Ahead]:
    """The processes that read ahead, on a machine of two cores."""
    found: list[ahead.Ahead] = []

    def noted(self: ahead.Ahead, *given: object) -> None:
        begin(self, *given)  # type: ignore[arg-type]
        found.append(self)

    begin = ahead.Ahead.__init__
    monkeypatch.setattr(ahead.Ahead, "__init__", noted)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return found


def test_what_is_read_ahead_is_what_a_build_reads_itself(
    reference_at: StoreAt, papers: Path, wanted: str, started: list[ahead.Ahead]
) -> None:
    store = reference_at("ahead")
    assert build([papers], store, gazetteer()).documents == len(_MANY)
    assert exported(store) == wanted
    assert build([papers], store, gazetteer()).unchanged == len(_MANY)
    assert [one._process.poll() for one in started] == [-signal.SIGKILL]  # one for the first build, ended with it


def test_a_process_that_dies_leaves_the_rest_to_the_build(
    reference_at: StoreAt, papers: Path, wanted: str, started: list[ahead.Ahead]
) -> None:
    def progress(done: int, total: int, name: str) -> None:
        if done == 5:
            started[0]._process.kill()

    store = reference_at("ahead")
    build([papers], store, gazetteer(), progress=progress)
    assert exported(store) == wanted


def test_a_file_that_goes_or_changes_meanwhile_is_reported(
    reference_at: StoreAt, papers: Path, started: list[ahead.Ahead]
) -> None:
    write(papers, {"98.bin.txt": "\0\0\0"})

    def progress(done: int, total: int, name: str) -> None:
        if done == 0:
            (papers / "50.txt").unlink()
            (papers / "51.txt").write_text("别的内容。", encoding="utf-8")

    report = build([papers], reference_at("ahead"), gazetteer(), progress=progress)
    assert {Path(failure.path).name for failure in report.failures} >= {"98.bin.txt"}
    assert report.documents + len(report.failures) == len(_MANY) + 1


def test_a_build_that_is_broken_off_ends_the_other_process(
    reference_at: StoreAt, papers: Path, started: list[ahead.Ahead]
) -> None:
    def progress(done: int, total: int, name: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([papers], reference_at("ahead"), gazetteer(), progress=progress)
    assert started[0]._process.poll() == -signal.SIGKILL
