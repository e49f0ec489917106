"""The embedded store: one SQLite file that a laptop can carry (内嵌图库).

`<home>/graph.sqlite` holds the graph in write-ahead mode: readers never wait, a change is a transaction, a process
killed at any moment leaves the last commit. `<home>/build.lock` is the builders' lock, held through the operating
system, so that it falls when its holder dies. Why SQLite: docs/decisions/0001-embedded-store.md. What the rows look
like: kg/embedded_schema.sql; who reads and writes them: kg/embedded_read.py, kg/embedded_write.py.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from kg.embedded_read import EmbeddedReader
from kg.embedded_write import EmbeddedWriter
from kg.errors import StoreBusy, StoreError

T = TypeVar("T")

FILE = "graph.sqlite"
LOCK = "build.lock"
SCHEMA_VERSION = 1
_APPLICATION = 0x504B4701  # written into the file's header: "this is a graph of ours"
_BUSY_SECONDS = 20.0
_SCHEMA = Path(__file__).with_name("embedded_schema.sql")


class EmbeddedStore:
    """The store of one home folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._gate = threading.Lock()
        self._writing = threading.Lock()
        self._closed = False

    @classmethod
    def open(cls, home: Path, *, create: bool = False) -> EmbeddedStore:
        """Opens the graph of a home folder; `create` makes folder and file where there are none.

        Raises StoreError when there is no graph, the file is damaged, belongs to another program or was written by
        another version.
        """
        store = cls(home / FILE)
        if not store.path.exists():
            if not create:
                raise StoreError(f"{home} 里还没有图谱：请先运行 policykg build")
            try:
                home.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(f"不能建立数据目录 {home}（{error.strerror}）：请用 --home 另指一处") from error
        with store._speaking():
            connection = store._connect(create=create)
            try:
                if create:
                    _prepare(connection)
                store._check(connection)
            except BaseException:
                connection.close()
                raise
            store._idle.append(connection)
        return store

    @contextmanager
    def snapshot(self) -> Iterator[EmbeddedReader]:
        """The graph as it is now; see kg.store.Store."""
        with self._speaking():
            connection = self._borrow()
            try:
                connection.execute("BEGIN")
                yield EmbeddedReader(connection)
            except sqlite3.Error:
                connection.close()
                raise
            finally:
                self._give_back(connection)

    def change(self, work: Callable[[EmbeddedWriter], T]) -> T:
        """Runs `work` as one transaction; see kg.store.Store."""
        with self._writing, self._speaking():
            connection = self._borrow()
            try:
                connection.execute("BEGIN IMMEDIATE")
                writer = EmbeddedWriter(connection)
                result = work(writer)
                writer.finish()
                connection.execute("COMMIT")
            finally:
                self._give_back(connection)  # rolls back what was not committed
        return result

    @contextmanager
    def building(self, wait: float = 0.0) -> Iterator[None]:
        """Holds the builders' lock; see kg.store.Store."""
        lock_path = self.path.with_name(LOCK)
        try:
            lock = sqlite3.connect(lock_path, timeout=wait, isolation_level=None, check_same_thread=False)
            lock.execute("BEGIN IMMEDIATE")  # EXCLUSIVE waits for readers: two that begin together would both fail
        except sqlite3.Error as error:
            if _primary(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreError(f"不能锁定 {lock_path}（{error}）") from error
            lock.close()
            raise StoreBusy(f"{self.path.parent} 正由另一个构建写入（{self._holder()}）：请等它结束后再试") from error
        try:
            since = time.strftime("%Y-%m-%d %H:%M:%S")
            self._note("builder", f"进程 {os.getpid()}，主机 {socket.gethostname()}，始于 {since}")
            yield
            self._note("builder", "")
        finally:
            lock.close()

    def close(self) -> None:
        """Closes every idle connection; those on loan close when they come back."""
        with self._gate:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    # -- connections -------------------------------------------------------------------------------------------------

    def _connect(self, *, create: bool = False) -> sqlite3.Connection:
        mode = "rwc" if create else "rw"
        connection = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?mode={mode}",
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,  # transactions are begun and ended here, by hand
            check_same_thread=False,  # a connection has one borrower at a time
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA cache_size=-16384")
        connection.execute("PRAGMA wal_autocheckpoint=8000")  # pages: 32 MB
        return connection

    def _borrow(self) -> sqlite3.Connection:
        with self._gate:
            if self._closed:
                raise StoreError(f"{self.path} 已经关闭")
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with suppress(sqlite3.ProgrammingError):  # it was closed after a fault
            if connection.in_transaction:
                with suppress(sqlite3.OperationalError):  # the fault itself has rolled back
                    connection.execute("ROLLBACK")
            with self._gate:
                if not self._closed:
                    self._idle.append(connection)
                    return
            connection.close()

    # -- what it says about itself -----------------------------------------------------------------------------------

    def _check(self, connection: sqlite3.Connection) -> None:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != _APPLICATION:
            raise StoreError(f"{self.path} 不是 policykg 的图谱：请移走它，再运行 policykg build")
        if version != SCHEMA_VERSION:
            raise StoreError(
                f"{self.path} 是第 {version} 版格式，本程序用第 {SCHEMA_VERSION} 版：请移走它，再运行 policykg build"
            )

    def _holder(self) -> str:
        """Who builds; one who has the lock may not have said so yet."""
        for _ in range(10):
            with self._speaking():
                connection = self._borrow()
                try:
                    row = connection.execute("SELECT value FROM meta WHERE key = 'builder'").fetchone()
                finally:
                    self._give_back(connection)
            if row and row[0]:
                return str(row[0])
            time.sleep(0.05)
        return "刚刚开始"

    def _note(self, key: str, value: str) -> None:
        with self._writing, self._speaking():
            connection = self._borrow()
            try:
                connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))
            finally:
                self._give_back(connection)

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turns SQLite's errors into ours, which say what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._fault(error) from error

    def _fault(self, error: sqlite3.Error) -> StoreError:
        code = _primary(error)
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or str(error).startswith("Could not decode"):
            return StoreError(f"{self.path} 已损坏（{str(error)[:80]}）：请移走它，再运行 policykg build 从原文重建")
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreBusy(f"{self.path} 正被另一个进程写入，等了 {_BUSY_SECONDS:.0f} 秒仍未空出：请稍后再试")
        if code == sqlite3.SQLITE_FULL:
            return StoreError(f"写不进 {self.path}：磁盘已满；已提交的文件不受影响，腾出空间后再运行即可续建")
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return StoreError(f"不能打开或写入 {self.path}（{error}）：请检查权限，或用 --home 另指一处")
        return StoreError(f"{self.path}：{error}")


def _primary(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 where Python's own layer raised."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _prepare(connection: sqlite3.Connection) -> None:
    """Lays the tables out in a new file; two processes may try at once."""
    connection.execute("PRAGMA page_size=4096")
    for attempt in range(100):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:  # the busy handler is not asked when the mode changes
            if _primary(error) != sqlite3.SQLITE_BUSY or attempt == 99:
                raise
            time.sleep(0.05)
    connection.execute("BEGIN IMMEDIATE")
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not tables:
        for statement in _SCHEMA.read_text(encoding="utf-8").split(";\n"):
            connection.execute(statement)
        # Generations go on from the clock, so that an index of a graph that was deleted never fits a new one.
        connection.execute("INSERT INTO meta VALUES ('generation', ?)", (str(time.time_ns() // 1_000_000),))
        connection.execute(f"PRAGMA application_id={_APPLICATION}")
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    connection.execute("COMMIT")
