"""Real processes that build: killed at any moment, two at once. The graph is that of an undisturbed build."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from samples import FAMILY, generated, write

from kg.build import build
from kg.embedded import EmbeddedStore
from kg.errors import StoreBusy
from kg.export import jsonl
from kg.places import gazetteer

ROOT = Path(__file__).parent.parent

_BUILDER = """
import os, signal, sys
from pathlib import Path
import kg.build
from kg.build import build
from kg.embedded import EmbeddedStore
from kg.places import gazetteer

home, folder, moment, after = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
if moment != "never":
    kg.build.AT_ONCE = 1  # a commit for every document
store = EmbeddedStore.open(home, create=True)
change, seen = store.change, 0

def dying(work):
    global seen
    seen += 1
    def half(graph):
        result = work(graph)
        if moment == "before commit" and seen > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    result = change(half)
    if moment == "after commit" and seen > after:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

store.change = dying
print("ready", flush=True)
build([folder], store, gazetteer())
print("done", flush=True)
"""


def builder(home: Path, folder: Path, moment: str = "never", after: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _BUILDER, str(home), str(folder), moment, str(after)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, encoding="utf-8"
    )


def export_of(home: Path) -> str:
    with closing(EmbeddedStore.open(home)) as store, store.snapshot() as graph:
        return "".join(jsonl(graph))


def undisturbed(tmp_path: Path) -> str:
    """The export of a build that nothing interrupts."""
    with closing(EmbeddedStore.open(tmp_path / "undisturbed", create=True)) as store:
        build([tmp_path / "in"], store, gazetteer())
    return export_of(tmp_path / "undisturbed")


@pytest.mark.parametrize(("moment", "after"), [("before commit", (0, 1, 2)), ("after commit", (0, 1))])
def test_a_process_killed_around_a_commit_leaves_whole_documents(
    moment: str, after: Sequence[int], tmp_path: Path
) -> None:
    write(tmp_path / "in", FAMILY)
    home = tmp_path / "home"
    for commits in after:
        process = builder(home, tmp_path / "in", moment, commits)
        process.communicate(timeout=200)
        assert process.returncode == -signal.SIGKILL
        assert_whole(home)
    assert builder(home, tmp_path / "in").communicate(timeout=200)[0].split() == ["ready", "done"]
    assert export_of(home) == undisturbed(tmp_path)


def assert_whole(home: Path) -> None:
    """Every filed document has its clauses, every clause its document, every edge its ends."""
    rows = [json.loads(line) for line in export_of(home).splitlines()]
    nodes = {(row["labels"][0], row["id"]): row for row in rows if row["type"] == "node"}
    held = {row["end"]["id"] for row in rows if row.get("label") == "HAS_CLAUSE"}
    for row in rows:
        if row["type"] == "relationship":
            assert {(end["labels"][0], end["id"]) for end in (row["start"], row["end"])} <= nodes.keys()
    assert held == {id for label, id in nodes if label == "Clause"}


def test_a_process_killed_at_any_moment_can_be_taken_up(tmp_path: Path) -> None:
    write(tmp_path / "in", generated(30))
    home, dice, killed = tmp_path / "home", random.Random(7), 0
    for _ in range(4):
        process = builder(home, tmp_path / "in")
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0.0, 0.25))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        process.communicate()
        assert_whole(home)
    assert killed >= 2
    assert builder(home, tmp_path / "in").communicate(timeout=200)[0].split() == ["ready", "done"]
    assert export_of(home) == undisturbed(tmp_path)


def test_two_builds_at_once(tmp_path: Path) -> None:
    write(tmp_path / "in", generated(24))
    home = tmp_path / "home"
    both = [builder(home, tmp_path / "in"), builder(home, tmp_path / "in")]
    ended = [process.communicate(timeout=200) for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 1])
    for process, (_, errors) in zip(both, ended, strict=True):
        assert process.returncode == 0 or ("StoreBusy" in errors and "进程" in errors)
    assert export_of(home) == undisturbed(tmp_path)


def test_a_build_says_who_builds(tmp_path: Path) -> None:
    write(tmp_path / "in", FAMILY)
    first, second = (EmbeddedStore.open(tmp_path / "home", create=True) for _ in range(2))
    with first.building(), pytest.raises(StoreBusy, match=f"进程 {os.getpid()}"):
        build([tmp_path / "in"], second, gazetteer())
    assert build([tmp_path / "in"], second, gazetteer()).documents == 4
