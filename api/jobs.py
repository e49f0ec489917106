"""Uploads and removals as jobs (任务): one after the other, each by a process of its own (api.builder).

Jobs of one kind that wait together are carried out together: the index is brought up once for all of them.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api import schemas
from api.builder import Builder
from api.limits import Limits
from api.logs import Log
from api.problems import NOT_FOUND, TOO_MANY, Problem
from api.uploads import FOLDER, Kept, discard

_REMEMBERED = 200
_TOGETHER = 100  # jobs that are carried out by one process


@dataclass(frozen=True, slots=True)
class _Order:
    """A job with what the builder is told: files to bring in, or documents to take out."""

    job: schemas.Job
    files: tuple[dict[str, str], ...] = ()
    remove: tuple[str, ...] = ()
    replace: bool = False

    def goes_with(self, other: _Order) -> bool:
        return (self.job.kind, self.replace) == (other.job.kind, other.replace)


class Jobs:
    """The jobs of one service; they are forgotten when it ends."""

    def __init__(self, home: Path, limits: Limits, log: Log, ended: Callable[[schemas.Job], Awaitable[None]]) -> None:
        """`ended` is awaited before a job shows itself as finished, so that its documents are there by then."""
        self._home = home
        self._limits = limits
        self._log = log
        self._ended = ended
        self._jobs: OrderedDict[str, schemas.Job] = OrderedDict()
        self._over: dict[str, asyncio.Event] = {}
        self._going: set[str] = set()  # documents that are to be taken out
        self._orders: deque[_Order] = deque()
        self._ordered = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to work; what an earlier service left behind is removed."""
        discard(self._home / FOLDER)
        self._worker = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """Ends the builder's process; what it has committed stays."""
        if self._worker is not None:
            self._worker.cancel()
            with suppress(asyncio.CancelledError):
                await self._worker

    # -- what requests ask for ---------------------------------------------------------------------------------------

    def new_id(self) -> str:
        """An id for a job; raises Problem when too many wait already."""
        if len(self._orders) >= self._limits.jobs:
            allowed = f"最多 {self._limits.jobs} 个任务同时等候；请稍后再试"
            raise Problem(TOO_MANY, "等候的任务太多", allowed, {"retry-after": "30"})
        return secrets.token_hex(8)

    def folder(self, id: str) -> Path:
        """Where a job's files wait."""
        return self._home / FOLDER / id

    def add(self, id: str, files: Sequence[Kept], *, replace: bool) -> schemas.Job:
        """Queues files to be brought in."""
        told = tuple({"path": str(f.path), "name": f.name, "sha256": f.sha256} for f in files if f.path)
        return self._queue(_Order(_job(id, "add", [_file(file) for file in files]), files=told, replace=replace))

    def remove(self, document: str, title: str) -> schemas.Job:
        """Queues a document to be taken out."""
        job = _job(self.new_id(), "remove", [])
        job.doing, job.document_id, job.title = title, document, title
        self._going.add(document)
        return self._queue(_Order(job, remove=(document,)))

    def index(self) -> schemas.Job:
        """Queues the search index to be brought up to the graph, which every job does at its end."""
        return self._queue(_Order(_job(secrets.token_hex(8), "index", [])))

    def is_going(self, document: str) -> bool:
        """Whether a document is about to be taken out."""
        return document in self._going

    async def wait(self, job: schemas.Job, seconds: float) -> bool:
        """Waits until a job has ended; whether it has."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over[job.job].wait(), seconds)
        return job.finished_at is not None

    def get(self, id: str) -> schemas.Job:
        """A job. Raises Problem."""
        if id not in self._jobs:
            raise Problem(NOT_FOUND, f"没有任务 {id!r}（no such job）", "任务在服务重启后不再保留")
        return self._jobs[id]

    def latest(self) -> list[schemas.Job]:
        """The jobs, newest first."""
        return list(self._jobs.values())[::-1]

    def _queue(self, order: _Order) -> schemas.Job:
        job = order.job
        self._jobs[job.job], self._over[job.job] = job, asyncio.Event()
        if len(self._jobs) > _REMEMBERED:
            forgotten, _ = self._jobs.popitem(last=False)
            del self._over[forgotten]
        self._orders.append(order)
        self._ordered.set()
        return job

    # -- work --------------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        while True:
            orders = await self._next()
            began = time.monotonic()
            for order in orders:
                order.job.state = "running"
            try:
                problem = await self._carried_out(orders)
            finally:
                for order in orders:
                    discard(self.folder(order.job.job))
            for order in orders:
                await self._ended(order.job)
                self._finish(order, problem, time.monotonic() - began)

    async def _next(self) -> list[_Order]:
        """The orders to be carried out together, the oldest and those like it right behind it."""
        while not self._orders:
            self._ordered.clear()
            await self._ordered.wait()
        orders = [self._orders.popleft()]
        while self._orders and len(orders) < _TOGETHER and self._orders[0].goes_with(orders[0]):
            orders.append(self._orders.popleft())
        return orders

    async def _carried_out(self, orders: Sequence[_Order]) -> str:
        """Has orders carried out; returns what went wrong, "" for nothing."""

        def heard(said: Mapping[str, Any]) -> None:
            for order in orders:
                job = order.job
                job.step, job.done, job.total, job.doing = said["step"], said["done"], said["total"], said["doing"]

        told = {
            "files": [file for order in orders for file in order.files],
            "remove": [document for order in orders for document in order.remove],
            "replace": orders[0].replace,
        }
        try:
            async with asyncio.timeout(self._limits.job_time):
                became = await Builder(self._home).carry_out(told, heard)
        except TimeoutError:
            return f"{self._limits.job_time / 60:g} 分钟内没有完成，已中止；已入库的文件都在"
        except Problem as problem:
            return problem.detail
        for order in orders:
            _became(order, became)
        return ""

    def _finish(self, order: _Order, problem: str, seconds: float) -> None:
        job = order.job
        self._going.difference_update(order.remove)
        job.problem = problem or None
        job.step, job.doing = "finished", ""
        job.finished_at, job.seconds = _now(), round(seconds, 2)
        job.state = "failed" if problem else "done"
        self._over[job.job].set()
        self._log.event("job", "error" if problem else "info", job=job.job, kind=job.kind, state=job.state)


def _became(order: _Order, became: Mapping[str, Any]) -> None:
    """Enters what became of each file."""
    waiting = [file for file in order.job.files if file.state == "waiting"]
    for file, told in zip(waiting, order.files, strict=True):
        found = became.get(told["path"], {})
        file.state = found.get("state", "refused")
        file.document_id = found.get("document_id")
        file.problem = found.get("problem")
        file.notices = [schemas.NoticeShown(**notice) for notice in found.get("notices", ())]
        file.same_as = [schemas.SamePaper(**same) for same in found.get("same_as", ())]


def _job(id: str, kind: str, files: list[schemas.JobFile]) -> schemas.Job:
    return schemas.Job.model_validate(
        {
            "job": id,
            "kind": kind,
            "state": "queued",
            "step": "waiting",
            "done": 0,
            "total": 0,
            "doing": "",
            "document_id": None,
            "title": None,
            "files": files,
            "problem": None,
            "created_at": _now(),
            "finished_at": None,
            "seconds": None,
        }
    )


def _file(kept: Kept) -> schemas.JobFile:
    return schemas.JobFile(
        name=kept.name,
        bytes=kept.size,
        state="waiting" if kept.path else "refused",
        document_id=None,
        title=None,
        clauses=None,
        targets=None,
        problem=kept.problem or None,
        notices=[],
        same_as=[],
    )


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
