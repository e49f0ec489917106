"""What can go wrong under a running service (体检): a damaged index, a graph that is gone, a full disk, no database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from kg.embedded import FILE
from kg.errors import EncoderFault, IndexFault, PolicyKGError
from kg.opening import named_store
from kg.store import Store
from search import generations
from search.index import check_index
from search.indexing import FOLDER

_LEAST_FREE = 20_000_000  # bytes

Stamp = tuple[tuple[str, int, int], ...]


class Health(Protocol):
    """Looks after what a service answers from."""

    @property
    def behind(self) -> int:
        """Changes of the graph that the index has not taken in."""

    def faults(self, store: Store) -> Iterator[str]:
        """What is wrong, one sentence each."""

    def check_index(self) -> None:
        """Reads the index through if it has changed. Raises IndexFault."""

    def graph_file(self) -> int:
        """The number by which the system knows the graph's file; another one is another graph. 0 for none."""


def health_of(home: Path, environment: Mapping[str, str]) -> Health:
    """Looks after the data folder, or after the database that the environment names."""
    return DatabaseHealth() if named_store(environment) else FolderHealth(home)


class FolderHealth:
    """Looks after the files of a data folder; an index that has not changed since is not read again."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._sound: Stamp | None = None  # the files that were found whole
        self._indexed = 0
        self.behind = 0

    def faults(self, store: Store) -> Iterator[str]:
        """What is wrong, one sentence each."""
        try:
            with store.snapshot() as graph:
                self.check_index()
                self.behind = max(0, graph.generation - self._indexed)
        except PolicyKGError as error:
            yield reason(error)
        except OSError as error:
            yield f"数据目录读不出来：{error}"
        if not (self._home / FILE).exists():
            yield f"图谱文件 {self._home / FILE} 不见了：请恢复它，或运行 policykg build 重建"
        free = shutil.disk_usage(self._home).free if self._home.exists() else 0
        if free < _LEAST_FREE:
            yield f"磁盘将满：{self._home} 只剩 {free / 1e6:.0f} MB，请腾出空间"

    def check_index(self) -> None:
        """Reads the index through if it has changed. Raises IndexFault."""
        folder = generations.current(self._home / FOLDER)
        if folder is None:
            raise IndexFault(f"{self._home / FOLDER}: no index here")
        stamp = tuple((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(folder.glob("*")))
        if stamp != self._sound:
            self._indexed = check_index(self._home / FOLDER)
            self._sound = stamp

    def graph_file(self) -> int:
        """The number by which the system knows the graph's file; another one is another graph. 0 for none."""
        try:
            return (self._home / FILE).stat().st_ino
        except OSError:
            return 0


class DatabaseHealth:
    """Asks a database whether it is there and how far its index is."""

    def __init__(self) -> None:
        self.behind = 0

    def faults(self, store: Store) -> Iterator[str]:
        """What is wrong, one sentence each."""
        from kg.store_neo4j import Neo4jStore
        from search.neo4j_search import lag

        if isinstance(store, Neo4jStore):
            try:
                self.behind = lag(store)
            except PolicyKGError as error:
                yield reason(error)

    def check_index(self) -> None:
        """The search over a database looks by itself when it is opened."""

    def graph_file(self) -> int:
        """A database is no file; a graph that takes another's place has a generation of its own."""
        return 0


def reason(error: PolicyKGError) -> str:
    """An error as a reason for not being ready."""
    if isinstance(error, EncoderFault):
        return f"语义模型不能用：{error}"
    if isinstance(error, IndexFault):
        return f"检索索引不能用：{error}；请运行 policykg build 重建索引"
    return str(error)
