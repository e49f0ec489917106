"""Speaking with a Neo4j server: connections, retries, and its errors as ours. The one file that knows the driver.

Reads and writes are the driver's managed transactions: what fails for a moment (a restarted server, a new leader, a
deadlock) is run again by itself. One bookmark manager for the process lets every session see what any has written.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, ManagedTransaction, Query, Session, Transaction
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    DriverError,
    ForbiddenOnReadOnlyDatabase,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from kg.errors import StoreError

T = TypeVar("T")
Rows = list[list[Any]]
Run = Callable[[str, Mapping[str, Any]], Rows]

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
LEAST = (5, 26)
"""The oldest server that has all we use (cjk full text, vector indexes without quantisation, scoped subqueries)."""
_AGENT = re.compile(r"Neo4j/(\d+)\.(\d+)")
_CONNECT_SECONDS = 10.0
_BESIDE = 16  # threads


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who logs in; its text never shows the password."""

    url: str
    user: str = "neo4j"
    password: str = ""
    database: str | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in SCHEMES or not parts.hostname:
            raise StoreError(f"不认识的图库地址：应如 neo4j://主机:7687（{'、'.join(SCHEMES)}）")
        if parts.username or parts.password:
            raise StoreError("图库地址里不要写用户名和密码：请用环境变量 POLICYKG_NEO4J_USER、POLICYKG_NEO4J_PASSWORD")

    def __str__(self) -> str:
        return f"{self.url}/{self.database}" if self.database else self.url

    def __repr__(self) -> str:
        return f"Address({self})"


class Bolt:
    """A database on a server. Safe to use from many threads."""

    def __init__(self, address: Address, least: tuple[int, int] = LEAST, patience: float = 30.0) -> None:
        """Connects; what fails for a moment is tried again for `patience` seconds.

        Raises StoreError when the server is not there, refuses the login or is older than `least`.
        """
        self.address = address
        self._bookmarks = GraphDatabase.bookmark_manager()
        self._beside = ThreadPoolExecutor(_BESIDE, thread_name_prefix="bolt")
        self._closed = False
        logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what goes wrong is raised, and said once
        with self._speaking():
            self._driver = GraphDatabase.driver(
                address.url,
                auth=(address.user, address.password),
                connection_timeout=min(_CONNECT_SECONDS, patience),
                max_transaction_retry_time=patience,
                notifications_min_severity="OFF",
                user_agent="policy-kg",
            )
        try:
            with self._speaking():
                agent = str(self._driver.get_server_info().agent)
            self._check(agent, least)
        except (OSError, ValueError) as error:
            self._driver.close()
            raise self.fault(error) from error
        except BaseException:
            self._driver.close()
            raise

    def _check(self, agent: str, least: tuple[int, int]) -> None:
        version = _AGENT.match(agent)
        if version is None or (int(version[1]), int(version[2])) < least:
            wanted = ".".join(map(str, least))
            raise StoreError(f"{self.address} 上是 {agent}，本程序需要 Neo4j {wanted} 或更新的版本：请先升级服务器")

    def close(self) -> None:
        """Closes every connection, when what runs beside has ended; further calls do nothing."""
        if not self._closed:
            self._closed = True
            self._beside.shutdown(cancel_futures=True)
            self._driver.close()

    def beside(self, work: Callable[[], T]) -> Future[T]:
        """Does something in another thread."""
        try:
            return self._beside.submit(work)
        except RuntimeError as error:
            raise StoreError(f"{self.address} 已经关闭") from error

    def read(self, work: Callable[[Run], T], *, newest: bool = False) -> T:
        """Runs `work` in a read transaction; `newest` asks the leader of a cluster instead of a follower."""
        with self._speaking(), self._session(WRITE_ACCESS if newest else READ_ACCESS) as session:
            return session.execute_read(lambda tx: work(self._run(tx)))

    def write(self, work: Callable[[Run], T]) -> T:
        """Runs `work` in a write transaction; raises Unsure when nobody knows whether it was committed."""
        with self._speaking(), self._session(WRITE_ACCESS) as session:
            return session.execute_write(lambda tx: work(self._run(tx)))

    @contextmanager
    def transaction(self, seconds: float | None = None, name: str = "") -> Iterator[Run]:
        """A transaction by hand, rolled back at the end; the server breaks it off after `seconds`.

        Its `name` is what SHOW TRANSACTIONS tells of it.
        """
        with (
            self._speaking(),
            self._session(WRITE_ACCESS) as session,
            session.begin_transaction(metadata={"policykg": name} if name else None, timeout=seconds) as transaction,
        ):
            yield self._run(transaction)
            transaction.rollback()

    def alone(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Runs a statement that must be a transaction of its own (schema), once: a fault is not tried again."""
        with self._speaking(), self._session(WRITE_ACCESS) as session:
            return session.run(Query(statement), dict(parameters or {})).values()

    def plan(self, statement: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """How the server would run a statement (EXPLAIN)."""
        with self._speaking(), self._session(WRITE_ACCESS) as session:
            result = session.run(Query(f"EXPLAIN {statement}"), dict(parameters))
            return dict(result.consume().plan or {})

    def _session(self, access: str) -> Session:
        if self._closed:
            raise StoreError(f"{self.address} 已经关闭")
        return self._driver.session(
            database=self.address.database, default_access_mode=access, bookmark_manager=self._bookmarks
        )

    def _run(self, transaction: ManagedTransaction | Transaction) -> Run:
        def run(statement: str, parameters: Mapping[str, Any]) -> Rows:
            try:
                return transaction.run(statement, dict(parameters)).values()
            except ForbiddenOnReadOnlyDatabase as error:  # the driver would try again for half a minute
                raise self.fault(error) from error
            except (TypeError, ValueError, OverflowError) as error:  # what the protocol cannot carry
                raise StoreError(f"{self.address}：{error}") from error

        return run

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turns the driver's errors into ours, which say what to do."""
        try:
            yield
        except (Neo4jError, DriverError) as error:
            raise self.fault(error) from error

    def fault(self, error: Exception) -> StoreError:
        """The driver's error as one clear line."""
        code = getattr(error, "code", None) or ""
        for marks, said in _SAID:
            if any(mark in code for mark in marks):
                return StoreError(f"{self.address}：{said}")
        if isinstance(error, AuthError):
            return StoreError(f"{self.address} 拒绝登录：请检查环境变量 POLICYKG_NEO4J_USER 和 POLICYKG_NEO4J_PASSWORD")
        if isinstance(error, IncompleteCommit):
            return Unsure(f"{self.address}：提交时连接中断，不知是否已经入库；请再运行一次，已入库的会跳过")
        if isinstance(error, ServiceUnavailable | SessionExpired):
            return StoreError(
                f"连不上 Neo4j（{self.address}：{_first_line(error)}）："
                "请确认服务在运行；已提交的文件都在，恢复后再运行即可续建"
            )
        if isinstance(error, OSError | ValueError):  # a name that cannot be resolved
            return StoreError(f"连不上 Neo4j（{self.address}：找不到这台主机）：请检查地址和网络")
        if isinstance(error, ConfigurationError):
            return StoreError(f"{self.address}：连接设置有误（{_first_line(error)}）")
        return StoreError(f"{self.address}：{code or type(error).__name__} {_first_line(error)}")


class Unsure(StoreError):
    """The connection was lost while a commit was under way."""


_SAID: Sequence[tuple[tuple[str, ...], str]] = (
    (("CredentialsExpired",), "密码须先更换：请用 ALTER CURRENT USER SET PASSWORD 改掉初始密码"),
    (("AuthenticationRateLimit",), "登录失败次数过多，被暂时锁定：请核对 POLICYKG_NEO4J_PASSWORD，稍后再试"),
    (("ReadOnly", "NotALeader"), "数据库只读，未写入任何内容：请连接可写的数据库"),
    (("Security.Forbidden",), "该用户没有所需权限：写入须有 publisher 权限，首次建图须能建索引（architect）"),
    (("OutOfMemory", "MemoryPool", "MemoryLimit"), "服务器的事务内存已满，本次提交已全部回滚：请调大 "
     "dbms.memory.transaction.total.max 或 db.memory.transaction.max，再运行即可续建"),
    (("DatabaseNotFound",), "没有这个数据库：请检查 POLICYKG_NEO4J_DATABASE"),
    (("DatabaseUnavailable",), "数据库暂不可用：请查看服务器日志，恢复后再运行即可续建"),
    (("TransactionTimedOut", "LockAcquisitionTimeout", "Transaction.Terminated"), "等候超时，本次提交已全部回滚："
     "服务器忙或另有写入，请稍后再运行"),
    (("ConstraintValidationFailed",), "数据与图谱的约束冲突，本次提交已全部回滚：请勿用别的程序改动本图谱的节点"),
)  # fmt: skip


def _first_line(error: Exception) -> str:
    text = str(error.message if isinstance(error, Neo4jError) else error).strip()
    return text.splitlines()[0][:300] if text else type(error).__name__
