"""How long something takes whatever else the machine does: in processor time, at best.

A clock on the wall tells how busy the machine is; processor time of this thread and of the processes that it has waited
for tells what was done. Of several tries the best one has been disturbed the least.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from time import thread_time


def is_done_within(seconds: float, work: Callable[[], object], *, tries: int = 5) -> bool:
    """Whether work takes less than some seconds of processor time; it is tried until it has, several times at most."""
    return any(_spent(work) < seconds for _ in range(tries))


def _spent(work: Callable[[], object]) -> float:
    started = _clock()
    work()
    return _clock() - started


def _clock() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return thread_time() + children.ru_utime + children.ru_stime
