"""The Neo4j store: the same graph on a database server (图数据库).

A change is one transaction: it locks the KgStore node, so that writers line up; writes (kg/neo4j_write.py); notes what
it replaces (kg/before.py); commits. A snapshot reads the newest generation and puts back what later changes took. Who
builds holds a lock in an open transaction, so that it falls when its process dies. Why: docs/decisions/0006-neo4j.md.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from kg import cypher
from kg.before import KEPT_SECONDS, Snapshot, note
from kg.bolt import LEAST, Address, Bolt, Rows, Run, Unsure
from kg.errors import StoreBusy, StoreError
from kg.neo4j_flush import Flush
from kg.neo4j_rows import State
from kg.neo4j_write import Neo4jWriter

T = TypeVar("T")

_INDEX_SECONDS = 600
_FORGET_SECONDS = 60.0
_PROBE_SECONDS = 1.0  # within which a builder that has died lets go of its lock


class Neo4jStore:
    """The graph of one database. Safe to share between threads and, each with its own, between processes."""

    def __init__(self, bolt: Bolt) -> None:
        self.bolt = bolt
        self._writing = threading.Lock()
        self._token: str | None = None  # while this store builds
        self._forgot = time.monotonic()

    @classmethod
    def open(
        cls, address: Address, *, create: bool = False, least: tuple[int, int] = LEAST, patience: float = 30.0
    ) -> Neo4jStore:
        """Opens the graph of a database; `create` makes or migrates it where needed.

        Raises StoreError when the server is not there, refuses the login, is too old, holds something else, no graph
        yet, or one of another version.
        """
        store = cls(Bolt(address, least, patience))
        try:
            store._check(create)
        except BaseException:
            store.close()
            raise
        return store

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The graph as it is now; see kg.store.Store."""
        # The first transaction sees that generation G is committed; the bookmark it returns makes all later ones wait
        # until everything up to G is applied.
        ((_, line),) = self.bolt.read(lambda run: run(cypher.STORE, {}), newest=True)
        yield Snapshot(self._each_alone, self._state(line))

    def generation(self) -> int:
        """The newest generation, asked once: a server that has gone is a StoreError at once."""
        ((_, line),) = self.bolt.alone(cypher.STORE)
        return self._state(line).generation

    def change(self, work: Callable[[Neo4jWriter], T]) -> T:
        """Runs `work` as one transaction; see kg.store.Store."""
        uids: list[str] = []  # of the attempts
        done: list[T] = []

        def attempt(run: Run) -> T:
            uids.append(uuid.uuid4().hex)
            result = self._attempt(run, work, uids[-1])
            done[:] = [result]
            return result

        with self._writing:
            try:
                return self.bolt.write(attempt)
            except Unsure:
                if self._was_done(uids[-1]):
                    return done[0]
                raise

    def aside(self, work: Callable[[Run], T]) -> T:
        """Runs a write beside the graph (what is searched), unless another build has taken over meanwhile."""

        def attempt(run: Run) -> T:
            self._lock(run, uuid.uuid4().hex)
            return work(run)

        with self._writing:
            return self.bolt.write(attempt)

    def _lock(self, run: Run, uid: str) -> State:
        """Lines up behind the other writers; returns the state that the last one left."""
        rows = run(cypher.LOCK, {"uid": uid})
        line, builder = rows[0] if rows else (None, None)
        state = self._state(line)
        if self._token is not None and builder != self._token:
            raise StoreBusy(f"{self.bolt.address}：连接曾中断，另一个构建已经接手；本构建停止，已提交的文件都在")
        return state

    def _state(self, line: str | None) -> State:
        if line is None:
            raise StoreError(f"{self.bolt.address} 里的图谱不见了（数据库被清空或更换）：请运行 policykg build 重建")
        return State.read(line)

    def _attempt(self, run: Run, work: Callable[[Neo4jWriter], T], uid: str) -> T:
        state = self._lock(run, uid)
        writer = Neo4jWriter(run, state)
        result = work(writer)
        if writer.changed:
            flush = Flush(run, writer.pending, state)
            flush.write()
            found = {"uid": uid, "generation": state.generation + 1, "before": note(flush.before())}
            self.bolt.write(lambda other: other(cypher.NOTE_BEFORE, found))
            state.generation += 1
            run(cypher.FINISH, {"uid": uid, "state": state.line()})
            self._forget(run)
        return result

    def _forget(self, run: Run) -> None:
        """Throws old notes away, once in a while."""
        if time.monotonic() - self._forgot > _FORGET_SECONDS:
            run(cypher.FORGET_BEFORE, {"milliseconds": int(KEPT_SECONDS * 1000)})
            self._forgot = time.monotonic()

    def _was_done(self, uid: str) -> bool:
        """Whether the change whose commit was not answered has come through."""
        rows = self.bolt.read(lambda run: run(cypher.DONE, {"uid": uid}), newest=True)
        return bool(rows and rows[0][0])

    @contextmanager
    def building(self, wait: float = 0.0) -> Iterator[None]:
        """Holds the builders' lock; see kg.store.Store."""
        token = uuid.uuid4().hex
        self.bolt.write(lambda run: run(cypher.LIVE, {"token": token}))
        try:
            with self.bolt.transaction(name="build") as hold:
                hold(cypher.HOLD, {"token": token})
                self._take_over(token, wait)
                self._token = token
                try:
                    yield
                finally:
                    self._token = None
                    with suppress(StoreError):  # a server that has gone forgets the lock by itself
                        self.bolt.write(lambda run: run(cypher.LET_GO, {"token": token}))
        finally:
            with suppress(StoreError):
                self.bolt.write(lambda run: run(cypher.NO_LONGER_LIVE, {"token": token}))

    def close(self) -> None:
        """Closes the connections; further calls do nothing."""
        self.bolt.close()

    # -- who builds --------------------------------------------------------------------------------------------------

    def _take_over(self, token: str, wait: float) -> None:
        """Becomes the builder once nobody else is. Raises StoreBusy after `wait` seconds."""
        until = time.monotonic() + wait
        since = time.strftime("%Y-%m-%d %H:%M:%S")
        me = {"token": token, "holder": f"进程 {os.getpid()}，主机 {socket.gethostname()}，始于 {since}"}
        while True:
            ((other, holder),) = self.bolt.read(lambda run: run(cypher.BUILDER, {}), newest=True)
            if other is None or not self._lives(other):
                taken = self.bolt.write(lambda run, other=other: run(cypher.TAKE_OVER, {**me, "other": other}))  # type: ignore[misc]
                if taken:
                    return
            elif time.monotonic() >= until:
                raise StoreBusy(f"{self.bolt.address} 正由另一个构建写入（{holder}）：请等它结束后再试")
            else:
                time.sleep(min(0.5, max(until - time.monotonic(), 0.0)))

    def _lives(self, token: str) -> bool:
        """Whether the process that took the token still holds its lock."""
        try:
            with self.bolt.transaction(_PROBE_SECONDS) as run:
                run(cypher.HOLD, {"token": token})
        except StoreError:
            return True  # nobody gave way within the time
        return False

    # -- opening -----------------------------------------------------------------------------------------------------

    def _check(self, create: bool) -> None:
        ((version, _),) = self.bolt.read(lambda run: run(cypher.STORE, {}), newest=True)
        where = self.bolt.address
        if version is None:
            if not create:
                raise StoreError(f"{where} 里还没有图谱：请先运行 policykg build")
            ((others,),) = self.bolt.read(lambda run: run(cypher.ANY_NODES, {}))
            if others:
                raise StoreError(f"{where} 里有别的数据（{others} 个节点）：请为图谱另用一个空的数据库")
        elif version > cypher.VERSION:
            raise StoreError(f"{where} 是第 {version} 版格式，本程序用第 {cypher.VERSION} 版：请升级本程序")
        elif version < cypher.VERSION and not create:
            raise StoreError(f"{where} 是第 {version} 版格式：请先运行 policykg build 升级到第 {cypher.VERSION} 版")
        if version != cypher.VERSION:
            self._migrate(version or 0)

    def _migrate(self, version: int) -> None:
        """Brings the schema up to date, one version after the other; two processes may try at once."""
        for statements in cypher.MIGRATIONS[version:]:
            for statement in statements:
                self.bolt.write(lambda run, statement=statement: run(statement, {}))  # type: ignore[misc]
        self.bolt.read(lambda run: run(cypher.AWAIT_INDEXES, {"seconds": _INDEX_SECONDS}))
        # Generations go on from the clock, so that what was made for a graph that is gone never fits a new one.
        state = State(time.time_ns() // 1_000_000).line()
        self.bolt.write(lambda run: run(cypher.MAKE_STORE, {"version": cypher.VERSION, "state": state}))

    def _each_alone(self, statement: str, parameters: Mapping[str, Any]) -> Rows:
        return self.bolt.read(lambda run: run(statement, parameters))
