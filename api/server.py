"""The server (服务器): uvicorn with patience that ends, for heads that never come and answers that nobody reads.

uvicorn itself waits for ever for the rest of a head and for a client to take its answer, and takes in heads of any
length; `patient` makes a protocol that does not.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.limits import Limits
from api.logs import Log
from api.observe import HEADERS
from api.problems import BAD_REQUEST, MEDIA_TYPE
from kg.errors import InputError


def patient(limits: Limits) -> type[asyncio.Protocol]:
    """A protocol with these limits."""
    return type("Patient", (_Patient,), {"limits": limits})


class _Patient(HttpToolsProtocol):
    """Closes connections that send a head too slowly or too long, do not read, or go on sending a refused body."""

    limits = Limits()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._head = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn narrows it
        if len(self.connections) > self.limits.connections:
            self.transport.abort()
        else:
            self._begin("head", self.limits.head_time)

    def connection_lost(self, exc: Exception | None) -> None:
        for name in list(self._timers):
            self._end(name)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if "head" not in self._timers and (self.cycle is None or self.cycle.response_complete):
            self._begin("head", self.limits.head_time)
        super().data_received(data)

    def on_message_begin(self) -> None:
        self._head = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._end("head")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._end("rest")
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.more_body and not self.transport.is_closing():  # the rest is read and thrown away, for a while
            self._begin("rest", self.limits.head_time)

    def pause_writing(self) -> None:
        self._begin("write", self.limits.write_time)
        super().pause_writing()

    def resume_writing(self) -> None:
        self._end("write")
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """A request that is no HTTP: the same shape as every other refusal."""
        problem = {
            "type": f"/problems/{BAD_REQUEST.name}",
            "title": BAD_REQUEST.title,
            "status": 400,
            "detail": "请求不是有效的 HTTP（malformed request）：地址或请求头里有不能直接发送的字符，或请求头太大",
            "allowed": f"地址里的汉字等要百分号编码（curl 用 -G --data-urlencode）；请求头最多 {self.limits.head} 字节",
            "instance": "",
            "request_id": "",
        }
        body = json.dumps(problem, ensure_ascii=False).encode()
        headers = {**HEADERS, "content-type": MEDIA_TYPE, "content-length": str(len(body)), "connection": "close"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(f"HTTP/1.1 400 Bad Request\r\n{lines}\r\n".encode() + body)
        self.transport.close()

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > self.limits.head:
            raise ValueError("the head of the request is too large")  # the parser turns it into a 400

    def _begin(self, name: str, seconds: float) -> None:
        self._end(name)
        self._timers[name] = self.loop.call_later(seconds, self.transport.abort)

    def _end(self, name: str) -> None:
        if timer := self._timers.pop(name, None):
            timer.cancel()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any. Raises InputError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InputError(f"不能监听 {host}:{port}（{reason}）：请换一个 --port 或 --host") from error


def configured(app: Any, limits: Limits, log: Log, *, proxies: str = "127.0.0.1") -> uvicorn.Config:
    """uvicorn's configuration; `proxies` are the addresses whose X-Forwarded-For is believed."""
    _route_logs(log)
    return uvicorn.Config(
        app,
        http=patient(limits),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=10,
        forwarded_allow_ips=proxies,
    )


def _route_logs(log: Log) -> None:
    """Sends what the server and its parser of forms say through our log."""
    for name in ("uvicorn", "python_multipart"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [_Bridge(log)], False
        logger.setLevel(logging.ERROR)


class _Bridge(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self._log.event("server", record.levelname.lower(), message=record.getMessage(), trace=trace)
