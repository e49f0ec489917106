"""How much one may ask of the service (限额): sizes, times, rates."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

QUESTION = 500  # characters of a question or a search text
NAME = 200  # characters of a name or an id in a query
PAGE = 200  # most items on a page
HITS = 100  # most hits of a search
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed; times in seconds, sizes in bytes."""

    address: int = 8_192  # path and query of a request
    body: int = 65_536  # of a request that is no upload
    upload: int = 64 * MEGABYTE  # all files of one upload
    upload_file: int = 20 * MEGABYTE
    upload_files: int = 50
    body_time: float = 30.0  # for sending a body
    upload_time: float = 600.0  # for sending an upload
    body_pause: float = 10.0  # between two pieces of it
    head: int = 32_768  # of a request: address and headers
    head_time: float = 10.0  # for sending it
    write_time: float = 30.0  # for a client to take what it has been sent
    connections: int = 900  # open at once
    answer_time: float = 15.0  # for answering
    waiting: int = 256  # questions that may wait for the encoder
    jobs: int = 20  # uploads that may wait
    job_time: float = 7200.0  # for building one
    per_minute: int = 600  # requests of one client; 0 for any number
    burst: int = 120
    local: bool = False  # whether clients on this machine are counted too


class Buckets:
    """A token bucket for each client, the least recently seen forgotten first."""

    def __init__(
        self, per_minute: int, burst: int, *, remembered: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = per_minute / 60
        self._burst = float(burst)
        self._remembered = remembered
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """0 when the client may go on (which is counted), else the seconds until it may."""
        now = self._clock()
        level, seen = self._levels.pop(client, (self._burst, now))
        level = min(self._burst, level + (now - seen) * self._rate)
        allowed = level >= 1
        self._levels[client] = (level - 1 if allowed else level, now)
        if len(self._levels) > self._remembered:
            self._levels.popitem(last=False)
        return 0.0 if allowed else (1 - level) / self._rate
