"""Structured logs (日志): one JSON object a line on standard error; questions and keys are never written."""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from typing import Any, TextIO

from starlette.types import Scope


class Log:
    """Writes events. `quiet` leaves out requests that went well."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self._lock = threading.Lock()

    def event(self, event: str, level: str = "info", **fields: Any) -> None:
        """Writes one line."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime()) + f".{time.time_ns() // 1_000_000 % 1000:03d}Z"
        line = json.dumps({"at": stamp, "level": level, "event": event, **fields}, ensure_ascii=False)
        with self._lock:
            self._stream.write(line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
            self._stream.flush()

    def request(self, scope: Scope, status: int, seconds: float, size: int) -> None:
        """A request that has been answered (status 0: the client left before)."""
        if self._quiet and 0 < status < 500:
            return
        client = scope["client"][0] if scope.get("client") else ""
        self.event(
            "request",
            "error" if status >= 500 else "info",
            request_id=scope["state"]["request_id"],
            method=scope["method"],
            path=scope["path"],
            status=status,
            ms=round(seconds * 1000, 1),
            bytes=size,
            client=client,
        )

    def fault(self, request_id: str, path: str, error: BaseException) -> None:
        """A fault of ours, with where it happened."""
        trace = "".join(traceback.format_exception(error))
        self.event("fault", "error", request_id=request_id, path=path, error=repr(error), trace=trace)
