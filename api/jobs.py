"""Uploads and removals as jobs (任务): one after the other, each by a process of its own (api.ingest)."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from api import schemas
from api.limits import Limits
from api.logs import Log
from api.problems import NOT_FOUND, OVERLOADED, Problem
from api.uploads import FOLDER, Kept, discard

_REMEMBERED = 200
_LINE = 16 * 1024 * 1024  # bytes of the longest line a builder may write
_PACKAGES = Path(__file__).resolve().parent.parent


class Jobs:
    """The jobs of one service; they are forgotten when it ends."""

    def __init__(self, home: Path, limits: Limits, log: Log, ended: Callable[[schemas.Job], Awaitable[None]]) -> None:
        """`ended` is awaited before a job shows itself as finished, so that its documents are there by then."""
        self._home = home
        self._limits = limits
        self._log = log
        self._ended = ended
        self._jobs: OrderedDict[str, schemas.Job] = OrderedDict()
        self._orders: asyncio.Queue[tuple[schemas.Job, dict[str, Any]]] = asyncio.Queue()
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
        if self._orders.qsize() >= self._limits.jobs:
            allowed = f"最多 {self._limits.jobs} 个任务同时等候；请稍后再试"
            raise Problem(OVERLOADED, "等候的任务太多", allowed, {"retry-after": "30"})
        return secrets.token_hex(8)

    def folder(self, id: str) -> Path:
        """Where a job's files wait."""
        return self._home / FOLDER / id

    def add(self, id: str, files: Sequence[Kept], *, replace: bool) -> schemas.Job:
        """Queues files to be brought in."""
        order = {
            "files": [{"path": str(f.path), "name": f.name, "sha256": f.sha256} for f in files if f.path],
            "replace": replace,
        }
        return self._queue(_job(id, "add", [_file(file) for file in files]), order)

    def remove(self, document: str) -> schemas.Job:
        """Queues a document to be taken out."""
        return self._queue(_job(self.new_id(), "remove", [], document), {"remove": [document]})

    def get(self, id: str) -> schemas.Job:
        """A job. Raises Problem."""
        if id not in self._jobs:
            raise Problem(NOT_FOUND, f"没有任务 {id!r}（no such job）", "任务在服务重启后不再保留")
        return self._jobs[id]

    def latest(self) -> list[schemas.Job]:
        """The jobs, newest first."""
        return list(self._jobs.values())[::-1]

    def _queue(self, job: schemas.Job, order: dict[str, Any]) -> schemas.Job:
        self._jobs[job.id] = job
        while len(self._jobs) > _REMEMBERED:
            self._jobs.popitem(last=False)
        self._orders.put_nowait((job, order))
        return job

    # -- work --------------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        while True:
            job, order = await self._orders.get()
            began = time.monotonic()
            job.state = "running"
            try:
                async with asyncio.timeout(self._limits.job_time):
                    problem = await self._carried_out(job, order)
            except TimeoutError:
                problem = f"{self._limits.job_time / 60:g} 分钟内没有完成，已中止；已入库的文件都在"
            except OSError as error:
                problem = f"不能启动入库进程（{error.strerror}）"
            finally:
                discard(self.folder(job.id))
            await self._ended(job)
            self._finish(job, problem, time.monotonic() - began)

    def _finish(self, job: schemas.Job, problem: str, seconds: float) -> None:
        job.problem = problem or None
        job.step, job.doing = "finished", ""
        job.finished_at, job.seconds = _now(), round(seconds, 2)
        job.state = "failed" if problem else "done"
        self._log.event("job", "error" if problem else "info", job=job.id, kind=job.kind, state=job.state)

    async def _carried_out(self, job: schemas.Job, order: Mapping[str, Any]) -> str:
        """Runs the builder's process; returns what went wrong, "" for nothing."""
        path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "api.ingest", str(self._home)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            limit=_LINE,
        )
        try:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(order).encode())
            process.stdin.close()
            problem = "入库进程意外结束；已入库的文件都在，请再试一次"
            async for line in process.stdout:
                said = json.loads(line)
                if "result" in said:
                    problem = ""
                    _became(job, order, said["result"]["files"])
                elif "error" in said:
                    problem = said["error"]
                else:
                    job.step, job.done, job.total, job.doing = said["step"], said["done"], said["total"], said["doing"]
            await process.wait()
            return problem
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def _became(job: schemas.Job, order: Mapping[str, Any], became: Mapping[str, Any]) -> None:
    """Enters what became of each file."""
    waiting = [file for file in job.files if file.state == "waiting"]
    for file, ordered in zip(waiting, order.get("files", ()), strict=False):
        found = became.get(ordered["path"], {})
        file.state = found.get("state", "refused")
        file.document_id = found.get("document_id")
        file.problem = found.get("problem")
        file.notices = [schemas.NoticeShown(**notice) for notice in found.get("notices", ())]


def _job(id: str, kind: str, files: list[schemas.JobFile], doing: str = "") -> schemas.Job:
    return schemas.Job.model_validate(
        {
            "id": id,
            "kind": kind,
            "state": "queued",
            "step": "waiting",
            "done": 0,
            "total": 0,
            "doing": doing,
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
    )


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
