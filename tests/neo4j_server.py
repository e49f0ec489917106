"""A real Neo4j Community for the tests: its own folder, random ports, little memory, stopped afterwards.

    with Server(folder) as server:
        GraphDatabase.driver(server.url, auth=(server.user, server.password))

The jars come from Maven Central (`make neo4j-jars`, tests/neo4j/pom.xml). `missing()` says why there can be no server.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType

from neo4j import GraphDatabase
from neo4j.exceptions import ClientError, DriverError, Neo4jError

from kg.bolt import Address
from kg.copying import copy_graph
from kg.embedded import EmbeddedStore
from kg.neo4j_rows import State
from kg.store_neo4j import Neo4jStore
from search.encoder import Encoder
from search.neo4j_index import update

LIB = Path(__file__).parent.parent / "build" / "neo4j" / "lib"
_MAIN = "org.neo4j.server.CommunityEntryPoint"
_OPENS = ("java.nio", "java.io", "java.lang", "sun.nio.ch", "java.util.concurrent")
_SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.usage_report.enabled": "false",
    "db.logs.query.enabled": "OFF",
    "db.tx_log.preallocate": "false",
    "db.tx_log.rotation.size": "16m",
    "server.memory.pagecache.size": "128m",
    "server.bolt.thread_pool_min_size": "2",
}
_STARTS_WITHIN = 240.0  # seconds; the machine may be busy
_PORTS = range(20_000, 30_000)


def missing() -> str | None:
    """Why no server can be started here; None when one can."""
    if shutil.which("java") is None:
        return "没有 Java：不运行 Neo4j 测试 / no Java: the Neo4j tests do not run"
    if not any(LIB.glob("neo4j-server-*.jar")):
        return f"{LIB} 里没有 Neo4j（先运行 make neo4j-jars）/ no Neo4j there: its tests do not run"
    return None


NEO4J_MISSING = missing()


class Server:
    """One Neo4j process over one folder; may be killed and started again on the same data."""

    def __init__(
        self, folder: Path, settings: Mapping[str, str] | None = None, heap: int = 512, *, long: bool = False
    ) -> None:
        """`heap` in MB; `long` for a server that runs long enough to be worth compiling well."""
        self.folder = folder
        self.user = "neo4j"
        self.password = secrets.token_urlsafe(12)
        self.port = _free_port()
        self.heap = heap
        self._java = [] if long else ["-XX:TieredStopAtLevel=1"]
        self.settings = dict(settings or {})
        self.filled = 0  # the generation that `filled_store` has left
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"neo4j://127.0.0.1:{self.port}"

    @property
    def address(self) -> Address:
        return Address(self.url, self.user, self.password)

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs in its environment to work on this server."""
        return {
            "POLICYKG_STORE": self.url,
            "POLICYKG_NEO4J_USER": self.user,
            "POLICYKG_NEO4J_PASSWORD": self.password,
        }

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()  # what lies in its folder is of no more use

    def start(self, settings: Mapping[str, str] | None = None) -> None:
        """Starts the server and waits until it answers; `settings` hold for this start only."""
        first = not (self.folder / "data").exists()
        configuration = self.folder / "conf"
        configuration.mkdir(parents=True, exist_ok=True)
        lines = {**_SETTINGS, "server.bolt.listen_address": f":{self.port}", **self.settings, **(settings or {})}
        lines["server.bolt.advertised_address"] = f"127.0.0.1:{self.port}"
        text = "".join(f"{key}={value}\n" for key, value in lines.items())
        (configuration / "neo4j.conf").write_text(text, encoding="utf-8")
        (self.folder / "logs").mkdir(exist_ok=True)
        command = ["java", f"-Xms{self.heap // 2}m", f"-Xmx{self.heap}m", "-XX:+UseSerialGC", "-Xss1m", *self._java]
        command += [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENS]
        command += ["-Dfile.encoding=UTF-8", "-cp", f"{LIB}/*", _MAIN]
        command += [f"--home-dir={self.folder}", f"--config-dir={configuration}"]
        with (self.folder / "logs" / "console.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self._wait("neo4j" if first else self.password)

    def stop(self) -> None:
        """Lets the server shut down by itself."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):  # it has ended by itself
            os.kill(process.pid, how)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _wait(self, password: str) -> None:
        until = time.monotonic() + _STARTS_WITHIN
        while True:
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > until:
                self._end(signal.SIGKILL)
                tail = (self.folder / "logs" / "console.log").read_text("utf-8", "replace")[-3000:]
                raise RuntimeError(f"Neo4j did not start:\n{tail}")
            if _listens(self.port):
                with suppress(DriverError, Neo4jError):
                    self._greet(password)
                    return
            time.sleep(0.2)

    def _greet(self, password: str) -> None:
        """Sets the password of a new server; asks one that has it for anything."""
        with closing(GraphDatabase.driver(f"bolt://127.0.0.1:{self.port}", auth=(self.user, password))) as driver:
            if password == self.password:
                driver.execute_query("RETURN 1", database_="neo4j", routing_="r")
                return
            with driver.session(database="system") as session, suppress(ClientError):
                session.run(
                    "ALTER CURRENT USER SET PASSWORD FROM $old TO $new", old=password, new=self.password
                ).consume()
        self._greet(self.password)


def empty_store(server: Server, *, keep: bool = False) -> Neo4jStore:
    """The store of the server's one database; emptied first unless `keep`."""
    store = Neo4jStore.open(server.address, create=True)
    if not keep:
        ours = "n:KgStore OR n:KgBuilder"
        store.bolt.alone(f"MATCH (n) WHERE NOT ({ours}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 5000 ROWS")
        state = State(time.time_ns() // 1_000_000).line()
        store.bolt.alone("MATCH (s:KgStore) SET s.state = $state", {"state": state})
        store.bolt.alone("MATCH (b:KgBuilder) REMOVE b.token, b.holder")
    return store


def filled_store(server: Server, home: Path, encoder: Encoder) -> Neo4jStore:
    """The store of the server's one database with the graph of a data folder, indexed; made where it is another."""
    store = Neo4jStore.open(server.address, create=True)
    if store.generation() == server.filled:
        return store
    store.close()
    store = empty_store(server)
    with closing(EmbeddedStore.open(home)) as source:
        copy_graph(source, store, lambda done, total, name: None)
    with store.building():
        update(store, encoder)
    server.filled = store.generation()
    return store


def _free_port() -> int:
    """A port that stays free until the server takes it, and while it is down: none that a client is given for its own
    end of a connection."""
    while True:
        port = _PORTS.start + secrets.randbelow(len(_PORTS))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
