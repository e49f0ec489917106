"""What is special to the embedded store: its file, what can be wrong with it, what it costs."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from quickness import is_done_within

from kg.embedded import FILE, LOCK, EmbeddedStore
from kg.embedded_write import EmbeddedWriter
from kg.errors import StoreBusy, StoreError
from kg.facts import Contribution, Edge, Node, Ref

ROOT = Path(__file__).parent.parent


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose graph holds one document with 40 clauses of some length."""
    store = EmbeddedStore.open(tmp_path / "home", create=True)
    clauses = tuple(Node("Clause", f"甲#{n}", {"text": f"第{n}条" + "逐座登记造册，" * 200}) for n in range(40))
    document = Node("Document", "甲", {"title": "方案"})
    edges = tuple(Edge("HAS_CLAUSE", document.ref, clause.ref) for clause in clauses)
    store.change(lambda graph: graph.contribute(Contribution("facts:甲", (document, *clauses), edges)))
    store.close()
    yield tmp_path / "home"


def count(home: Path) -> int:
    store = EmbeddedStore.open(home)
    try:
        with store.snapshot() as graph:
            return sum(1 for _ in graph.nodes())
    finally:
        store.close()


def test_one_who_looks_at_the_lock_does_not_take_it(home: Path) -> None:
    looking = sqlite3.connect(home / LOCK, isolation_level=None)  # as another builder does just before it gives up
    looking.execute("BEGIN")
    looking.execute("SELECT count(*) FROM sqlite_master").fetchone()
    store = EmbeddedStore.open(home)
    with store.building():
        pass
    store.close()
    looking.close()


def test_no_graph_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="policykg build"):
        EmbeddedStore.open(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="--home"):
        EmbeddedStore.open(tmp_path / "file" / "home", create=True)


def test_a_file_that_is_no_database(home: Path) -> None:
    (home / FILE).write_bytes(b"\x93\x12" * 9000)
    with pytest.raises(StoreError, match="已损坏"):
        EmbeddedStore.open(home)


def test_a_file_cut_short(home: Path) -> None:
    data = (home / FILE).read_bytes()
    (home / FILE).write_bytes(data[: len(data) // 2])
    with pytest.raises(StoreError, match="已损坏"):
        count(home)


def test_a_page_overwritten(home: Path) -> None:
    data = bytearray((home / FILE).read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 3 * 4096] = b"\xff" * (3 * 4096)
    (home / FILE).write_bytes(data)
    with pytest.raises(StoreError, match="已损坏"):
        count(home)


def test_a_row_overwritten(home: Path) -> None:
    connection = sqlite3.connect(home / FILE)
    connection.execute("UPDATE node SET properties = '{\"text\":' WHERE id = '甲#7'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="已损坏"):
        count(home)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    tmp_path.joinpath("home").mkdir()
    connection = sqlite3.connect(tmp_path / "home" / FILE)
    connection.execute("CREATE TABLE other (x)")
    connection.commit()
    connection.close()
    for create in (False, True):
        with pytest.raises(StoreError, match="不是 policykg 的图谱"):
            EmbeddedStore.open(tmp_path / "home", create=create)


def test_a_graph_of_another_version(home: Path) -> None:
    connection = sqlite3.connect(home / FILE)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StoreError, match="第 99 版"):
        EmbeddedStore.open(home)


def test_an_empty_file_counts_as_new(tmp_path: Path) -> None:
    tmp_path.joinpath("home").mkdir()
    (tmp_path / "home" / FILE).touch()
    EmbeddedStore.open(tmp_path / "home", create=True).close()
    assert count(tmp_path / "home") == 0


def test_a_full_disk_leaves_what_was_committed(home: Path) -> None:
    """A limit on the file's size is a full disk of its own."""
    script = """
import resource, signal, sys
from pathlib import Path
from kg.embedded import EmbeddedStore
from kg.errors import StoreError
from kg.facts import Contribution, Node

store = EmbeddedStore.open(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
big = tuple(Node("Clause", f"乙#{n}", {"text": f"{n}" * 4000}) for n in range(400))
try:
    store.change(lambda graph: graph.contribute(Contribution("facts:乙", big)))
except StoreError as error:
    print(type(error).__name__, error)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script, str(home)], capture_output=True, text=True, env=environment, encoding="utf-8"
    )
    assert done.stdout.startswith("StoreError ") and str(home / FILE) in done.stdout, done.stderr
    assert count(home) == 41


def test_a_home_that_may_not_be_written(home: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from kg.embedded import EmbeddedStore
from kg.errors import StoreError
from kg.facts import Contribution, Node

if os.getuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    store = EmbeddedStore.open(Path(sys.argv[1]))
    store.change(lambda graph: graph.contribute(Contribution("x", (Node("Clause", "c", {}),))))
except StoreError as error:
    print(error)
"""
    open_to_all = stat.S_IRUSR | stat.S_IXUSR | stat.S_IROTH | stat.S_IXOTH | stat.S_IRGRP | stat.S_IXGRP
    for folder in (home, *home.parents[:3]):
        if folder.stat().st_uid == os.getuid() and "pytest" in str(folder):
            folder.chmod(open_to_all)
    for file in home.iterdir():
        file.chmod(0o444)
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, str(home)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            encoding="utf-8",
        )
    finally:
        for folder in (home, *home.parents[:3]):
            if folder.stat().st_uid == os.getuid() and "pytest" in str(folder):
                folder.chmod(stat.S_IRWXU)
    assert "权限" in done.stdout, done.stderr


def test_a_writer_that_holds_on_too_long(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.embedded._BUSY_SECONDS", 0.2)
    other = sqlite3.connect(home / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = EmbeddedStore.open(home)
    try:
        with pytest.raises(StoreBusy, match="另一个进程"):
            store.change(lambda graph: graph.withdraw("facts:甲"))
        with store.snapshot() as graph:  # readers never wait
            assert graph.counts().nodes["Clause"] == 40
    finally:
        store.close()
        other.close()


def test_two_processes_may_make_the_same_graph(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from kg.embedded import EmbeddedStore
for n in range(5):
    EmbeddedStore.open(Path(sys.argv[1]) / str(n), create=True).close()
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, str(tmp_path)]
    both = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(process.communicate(timeout=200)[1], process.returncode) for process in both] == [("", 0)] * 3


def test_a_large_graph_opens_at_once(tmp_path: Path) -> None:
    store = EmbeddedStore.open(tmp_path / "home", create=True)
    for n in range(20):
        nodes = tuple(Node("Clause", f"{n}#{k}", {"text": "逐座登记造册"}) for k in range(5000))
        store.change(partial(EmbeddedWriter.contribute, contribution=Contribution(f"facts:{n}", nodes)))
    store.close()

    def found() -> None:
        store = EmbeddedStore.open(tmp_path / "home")
        with store.snapshot() as graph:
            assert len(graph.find([Ref("Clause", "7#4999")])) == 1
        store.close()

    assert is_done_within(0.05, found)  # 1 ms where measured, a hundred times as long for who reads all of it
