"""Threads for what needs the encoder (线程池): as many as there are cores, with a bounded queue and a time limit."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from prometheus_client import Gauge

from api.limits import Limits
from api.problems import OVERLOADED, TIMED_OUT, Problem

T = TypeVar("T")


class Pool:
    """Runs heavy work beside the event loop, so that light requests never queue behind it."""

    def __init__(self, limits: Limits, gauge: Gauge, workers: int | None = None) -> None:
        self.workers = workers or cores()
        self._threads = ThreadPoolExecutor(self.workers, thread_name_prefix="encoder")
        self._limits = limits
        self._gauge = gauge
        self._waiting = 0

    async def run(self, work: Callable[[], T]) -> T:
        """The work's result. Raises Problem when too much is waiting or it takes too long."""
        if self._waiting >= self._limits.waiting:
            allowed = f"最多 {self._limits.waiting} 个问题同时等候；请稍后再试"
            raise Problem(OVERLOADED, "等候回答的问题太多", allowed, {"retry-after": "1"})
        self._waiting += 1
        self._gauge.set(self._waiting)
        future = asyncio.get_running_loop().run_in_executor(self._threads, work)
        future.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(future), self._limits.answer_time)
        except TimeoutError:
            future.cancel()
            raise Problem(TIMED_OUT, f"{self._limits.answer_time:g} 秒内没有答完", "请缩短问题或稍后再试") from None

    def _done(self, future: asyncio.Future[T]) -> None:
        self._waiting -= 1
        self._gauge.set(self._waiting)
        if not future.cancelled():
            future.exception()  # seen by whoever waits; nobody may be waiting any more

    def close(self) -> None:
        """Lets go of the threads; what is under way ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
