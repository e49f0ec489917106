"""A progress bar on a terminal, for work that takes longer than a second (进度条)."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

_PATIENCE = 1.0  # seconds before anything is shown
_EVERY = 0.1  # seconds between two drawings
_WIDTH = 24


class Bar:
    """Draws `██████░░░░ 12/40 文件名` on one line, and wipes it at the end. Silent where nobody looks.

    with Bar() as bar:
        bar(12, 40, "000.txt")
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._live = self._stream.isatty()
        self._begun = clock()
        self._drawn = 0.0
        self._length = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._length:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def __call__(self, done: int, total: int, name: str) -> None:
        """Shows how far the work is."""
        now = self._clock()
        if not self._live or now - self._begun < _PATIENCE or now - self._drawn < _EVERY:
            return
        full = _WIDTH * done // max(total, 1)
        line = f"{'█' * full}{'░' * (_WIDTH - full)} {done}/{total} {name[:32]}"
        self._stream.write(f"\r\x1b[K{line}")
        self._stream.flush()
        self._drawn, self._length = now, len(line)
