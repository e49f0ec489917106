"""What can go wrong between a build and a real Neo4j: one clear line each, nothing half stored, the build goes on."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from neo4j_server import Server, empty_store
from samples import FAMILY, write

from api.cli import main
from kg import opening
from kg.bolt import Address
from kg.build import Report, build
from kg.errors import StoreBusy, StoreError
from kg.export import jsonl
from kg.places import gazetteer
from kg.store import Store
from kg.store_neo4j import Neo4jStore

pytestmark = pytest.mark.neo4j
ROOT = Path(__file__).parent.parent
StoreAt = Callable[[str], Store]


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the short papers is a change of its own, as long ones are."""
    monkeypatch.setattr("kg.build.AT_ONCE", 1)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    write(tmp_path / "in", FAMILY)
    return tmp_path / "in"


@pytest.fixture
def wanted(reference_at: StoreAt, papers: Path) -> str:
    """The export of a build that nothing interrupts."""
    store = reference_at("undisturbed")
    build([papers], store, gazetteer())
    return exported(store)


@pytest.fixture
def emptied(neo4j_server: Server) -> Iterator[Neo4jStore]:
    with closing(empty_store(neo4j_server)) as store:
        yield store


def exported(store: Store) -> str:
    with store.snapshot() as graph:
        return "".join(jsonl(graph))


def whole(store: Store) -> int:
    """How many documents there are; each has all its clauses, and no clause is without its document."""
    with store.snapshot() as graph:
        ids = {filed.id for filed in graph.documents()}
        clauses = {node.id for node in graph.nodes("Clause")}
        held = {edge.end.id for edge in graph.edges("HAS_CLAUSE")}
        ends = {ref for edge in graph.edges() for ref in (edge.start, edge.end)}
        assert held == clauses and {id.partition("#")[0] for id in clauses} == ids
        assert graph.find(ends).keys() == ends
        counts = graph.counts()
    ((nodes, edges),) = _count(store)
    assert (nodes, edges) == (sum(counts.nodes.values()), sum(counts.edges.values()))
    return len(ids)


def _count(store: Store) -> list[list[int]]:
    assert isinstance(store, Neo4jStore)
    ours = "NOT any(label IN labels(n) WHERE label STARTS WITH 'Kg')"
    query = f"MATCH (n) WHERE {ours} WITH count(n) AS nodes MATCH ()-[r]->() WHERE NOT type(r) STARTS WITH 'KG_'"
    return store.bolt.read(lambda run: run(f"{query} RETURN nodes, count(r)", {}))


def environment(server: Server, **others: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **server.environment, **others}


def command(server: Server, *arguments: str, **others: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(server, **others),
        cwd=ROOT,
        timeout=250,
    )


# -- the client is killed ----------------------------------------------------------------------------------------------


_DYING = """
import os, signal, sys
from pathlib import Path
import kg.build
from kg.opening import open_store
from kg.places import gazetteer

kg.build.AT_ONCE = 1
store = open_store(Path(), os.environ, create=True)
attempt, seen = store._attempt, 0

def dying(run, work, uid):
    global seen
    seen += 1
    result = attempt(run, work, uid)
    if seen > int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)  # everything is written, nothing committed
    return result

store._attempt = dying
kg.build.build([Path(sys.argv[1])], store, gazetteer())
"""


def test_a_killed_build_leaves_whole_documents_and_is_taken_up(
    neo4j_server: Server, emptied: Neo4jStore, papers: Path, wanted: str
) -> None:
    line = [sys.executable, "-c", _DYING, str(papers), "2"]
    done = subprocess.run(line, env=environment(neo4j_server), cwd=ROOT, timeout=250)
    assert done.returncode == -signal.SIGKILL
    assert whole(emptied) == 2
    report = build([papers], emptied, gazetteer(), wait=60)  # the lock of the dead falls by itself
    assert (len(report.added), report.unchanged) == (2, 2)
    assert exported(emptied) == wanted and whole(emptied) == 4


def test_two_builds_at_once(neo4j_server: Server, emptied: Neo4jStore, papers: Path, wanted: str) -> None:
    with emptied.building():
        second = command(neo4j_server, "build", "--no-index", str(papers))
    assert second.returncode == 1
    assert re.fullmatch(rf"policykg: .*正由另一个构建写入（进程 {os.getpid()}，.*）：请等它结束后再试\n", second.stderr)
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "api.cli", "build", "--no-index", "--wait", "60", str(papers)],
            env=environment(neo4j_server),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    assert [process.wait(timeout=250) for process in both] == [0, 0]
    assert exported(emptied) == wanted


def test_the_lock_of_a_host_that_has_vanished_is_named_and_can_be_ended(
    emptied: Neo4jStore, neo4j_server: Server, papers: Path, wanted: str
) -> None:
    """What docs/neo4j.md says of a builder that the server cannot know to be gone."""
    held = (ROOT / "docs" / "neo4j.md").read_text("utf-8")
    listed, ended = re.findall(r"```cypher\n(.*?)```", held, re.S)
    with closing(Neo4jStore.open(neo4j_server.address)) as other, other.building():
        with pytest.raises(StoreBusy, match=f"进程 {os.getpid()}，主机 {socket.gethostname()}，始于"):
            build([papers], emptied, gazetteer())
        ((transaction, _, _),) = emptied.bolt.alone(listed)
        emptied.bolt.alone(ended.replace("neo4j-transaction-123", transaction))
        assert build([papers], emptied, gazetteer()).documents == 4
        with pytest.raises(StoreBusy, match="另一个构建已经接手"):
            other.change(lambda graph: graph.withdraw("facts:nobody"))
    assert exported(emptied) == wanted


# -- the connection is cut ---------------------------------------------------------------------------------------------


class Wire:
    """A wire to the server that can be cut: passes bytes on, both ways."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.is_down = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._port))
                self._pairs.append((near, far))
                if self.is_down:
                    _end(near, far)
                    continue
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        _end(one, other)

    def cut(self) -> None:
        """Every connection ends at once; new ones are possible."""
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            _end(*pair)

    def close(self) -> None:
        self._listening.close()
        self.cut()


def _end(*ends: socket.socket) -> None:
    """Says goodbye on both sides; a socket that a thread reads from is not to be closed under it."""
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def through(wire: Wire, server: Server, patience: float) -> Neo4jStore:
    address = Address(f"bolt://127.0.0.1:{wire.port}", server.user, server.password)
    return Neo4jStore.open(address, create=True, patience=patience)


def test_a_connection_that_is_cut_for_a_moment_ends_nothing(
    neo4j_server: Server, emptied: Neo4jStore, papers: Path, wanted: str
) -> None:
    with closing(Wire(neo4j_server.port)) as wire, closing(through(wire, neo4j_server, 30)) as store:
        cut = cutting(wire.cut, {1, 2, 3})
        report = build([papers], store, gazetteer(), progress=cut)
        assert report.documents == 4
    assert exported(emptied) == wanted and whole(emptied) == 4


def test_a_connection_that_stays_away_ends_a_build_with_one_line(
    neo4j_server: Server, emptied: Neo4jStore, papers: Path, wanted: str
) -> None:
    with closing(Wire(neo4j_server.port)) as wire, closing(through(wire, neo4j_server, 5)) as store:

        def down() -> None:
            wire.is_down = True
            wire.cut()

        with pytest.raises(StoreError, match=r"连不上 Neo4j.*恢复后再运行即可续建"):
            build([papers], store, gazetteer(), progress=cutting(down, {2}))
    assert whole(emptied) == 2
    assert build([papers], emptied, gazetteer(), wait=60).documents == 4
    assert exported(emptied) == wanted


def cutting(cut: Callable[[], None], at: set[int]) -> Callable[[int, int, str], None]:
    def progress(done: int, total: int, name: str) -> None:
        if done in at:
            cut()

    return progress


def test_a_build_that_lost_its_lock_to_another_one_stops(
    neo4j_server: Server, emptied: Neo4jStore, papers: Path, wanted: str
) -> None:
    reports: list[Report] = []
    with closing(Wire(neo4j_server.port)) as wire, closing(through(wire, neo4j_server, 30)) as store:

        def overtaken() -> None:
            wire.cut()
            reports.append(build([papers], emptied, gazetteer(), wait=60))

        with pytest.raises(StoreBusy, match="另一个构建已经接手"):
            build([papers], store, gazetteer(), progress=cutting(overtaken, {1}))
    assert reports[0].documents == 4
    assert exported(emptied) == wanted


# -- the login, the version --------------------------------------------------------------------------------------------


def test_a_wrong_password_is_one_line_that_does_not_show_it(neo4j_server: Server, papers: Path) -> None:
    done = command(neo4j_server, "build", str(papers), POLICYKG_NEO4J_PASSWORD="geheim-falsch")
    assert done.returncode == 1 and done.stdout == ""
    assert re.fullmatch(
        r"policykg: .*拒绝登录：请检查环境变量 POLICYKG_NEO4J_USER 和 POLICYKG_NEO4J_PASSWORD\n", done.stderr
    )
    assert "geheim" not in done.stderr


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"POLICYKG_STORE": "http://127.0.0.1:7474"}, "不认识的图库地址"),
        ({"POLICYKG_STORE": "neo4j://"}, "不认识的图库地址"),
        ({"POLICYKG_STORE": "bolt://127.0.0.1:1"}, "连不上 Neo4j"),
        ({"POLICYKG_STORE": "bolt://no-such-host.invalid:7687"}, "连不上 Neo4j"),
        ({"POLICYKG_NEO4J_DATABASE": "nosuch"}, "没有这个数据库：请检查 POLICYKG_NEO4J_DATABASE"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line(
    neo4j_server: Server,
    variables: dict[str, str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in {**neo4j_server.environment, **variables}.items():
        monkeypatch.setenv(name, value)
    assert main(["stats"]) == 1
    err = capsys.readouterr().err
    assert said in err and err.count("\n") == 1 and neo4j_server.password not in err


def test_a_server_older_than_what_is_needed_is_refused(neo4j_server: Server) -> None:
    """The real server is asked for what only a later one has: the same words as a real older one gets."""
    with pytest.raises(StoreError, match=r"上是 Neo4j/5\.26\.\d+，本程序需要 Neo4j 5\.99 或更新的版本：请先升级服务器"):
        Neo4jStore.open(neo4j_server.address, least=(5, 99))


def test_a_graph_of_a_later_version_is_refused(neo4j_server: Server, emptied: Neo4jStore) -> None:
    emptied.bolt.alone("MATCH (s:KgStore) SET s.version = s.version + 1")
    try:
        with pytest.raises(StoreError, match="请升级本程序"):
            Neo4jStore.open(neo4j_server.address, create=True)
    finally:
        emptied.bolt.alone("MATCH (s:KgStore) SET s.version = s.version - 1")


def test_a_database_that_holds_something_else_is_left_alone(neo4j_server: Server, emptied: Neo4jStore) -> None:
    emptied.bolt.alone("MATCH (n) WHERE n:KgStore OR n:KgBuilder DETACH DELETE n")
    emptied.bolt.alone("CREATE (:Film {title: '别人的'})")
    try:
        with pytest.raises(StoreError, match="里有别的数据（1 个节点）：请为图谱另用一个空的数据库"):
            Neo4jStore.open(neo4j_server.address, create=True)
    finally:
        emptied.bolt.alone("MATCH (n:Film) DELETE n")
        Neo4jStore.open(neo4j_server.address, create=True).close()


def test_a_graph_that_is_emptied_under_a_reader_says_so(neo4j_server: Server, emptied: Neo4jStore) -> None:
    emptied.bolt.alone("MATCH (n) WHERE n:KgStore OR n:KgBuilder DETACH DELETE n")
    try:
        with pytest.raises(StoreError, match="请运行 policykg build 重建"), emptied.snapshot():
            pass
    finally:
        Neo4jStore.open(neo4j_server.address, create=True).close()


# -- the server itself -------------------------------------------------------------------------------------------------


@pytest.mark.timeout(900)  # four starts of a server
def test_a_server_that_is_killed_comes_back_whole_with_little_memory_and_read_only(
    tmp_path: Path, papers: Path
) -> None:
    """kill -9 in the middle of a build; then a server with too little memory for one paper; as it was; read-only."""
    long = "".join(
        f"{n}. 对第{n}座旧桥逐座登记造册。到2027年，改造危桥{n}座。（责任单位：市交通运输局）\n" for n in range(1, 600)
    )
    with Server(tmp_path / "server") as server:
        with (
            closing(Neo4jStore.open(server.address, create=True, patience=5)) as store,
            pytest.raises(StoreError, match="再运行"),
        ):
            build([papers], store, gazetteer(), progress=cutting(server.kill, {2}))
        server.start({"db.memory.transaction.max": "6m"})
        with closing(Neo4jStore.open(server.address)) as store:
            assert whole(store) == 2
            assert build([papers], store, gazetteer(), wait=60).documents == 4
            write(papers, {"a long one.txt": f"{FAMILY['市.txt']}\n二、登记\n{long}"})
            with pytest.raises(StoreError, match=r"事务内存已满，本次提交已全部回滚：.*再运行即可续建"):
                build([papers], store, gazetteer())
            assert whole(store) == 4
        server.stop()
        server.start()
        with closing(Neo4jStore.open(server.address)) as store:
            assert build([papers], store, gazetteer(), wait=60).unchanged == 4
            assert whole(store) == 5
            stored = exported(store)
        server.stop()
        server.start({"server.databases.default_to_read_only": "true"})
        with closing(Neo4jStore.open(server.address, patience=250)) as store:
            started = time.monotonic()
            write(papers, {"new.txt": next(iter(FAMILY.values())) + "（三）逐年评估。"})
            with pytest.raises(StoreError, match="数据库只读，未写入任何内容：请连接可写的数据库"):
                build([papers], store, gazetteer())
            assert time.monotonic() - started < 100  # it is not tried again
            assert exported(store) == stored


def test_what_is_named_is_opened_and_nothing_else(tmp_path: Path) -> None:
    assert opening.named_store({}) is None
    with pytest.raises(StoreError, match="POLICYKG_NEO4J_PASSWORD"):
        opening.open_store(tmp_path, {"POLICYKG_STORE": "neo4j://127.0.0.1:1"})
    assert "geheim" not in repr(replace(Address("neo4j://127.0.0.1:1"), password="geheim"))
