"""Around every request (观察): its id, security headers, a line of log, its metrics; the last net for faults."""

from __future__ import annotations

import random
import re
import time
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import Log
from api.metrics import Metrics
from api.problems import FAULT, Problem

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
"""The content security policy of everything that is sent: nothing inline, nothing from elsewhere."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_RAW = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in HEADERS.items())
_OWN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Observe:
    """The outermost layer. A request may bring its own id in X-Request-ID."""

    def __init__(self, app: ASGIApp, log: Log, metrics: Metrics) -> None:
        self._app = app
        self._log = log
        self._metrics = metrics
        self._ids = random.Random()  # seeded by the system once, which takes a call of it for each number otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        state: MutableMapping[str, Any] = scope.setdefault("state", {})
        state["request_id"] = given if _OWN_ID.fullmatch(given) else f"{self._ids.getrandbits(64):016x}"
        sent = _Sent(send, state, bodiless=scope["method"] == "HEAD")
        if scope["method"] == "HEAD":  # every address that can be got can be asked for its headers
            scope = {**scope, "method": "GET"}
        self._metrics.under_way.inc()
        try:
            await self._app(scope, receive, sent)
        except ClientDisconnect:
            self._log.event("left", request_id=state["request_id"], path=scope["path"])
        except Exception as error:  # the last net: a fault of ours becomes one line of log and a plain refusal
            self._log.fault(state["request_id"], scope["path"], error)
            if sent.status:
                raise
            fault = Problem(FAULT, "服务内部出错，已记入日志；请带上 request_id 联系管理员")
            await fault.response(scope["path"], state["request_id"])(scope, receive, sent)
        finally:
            self._metrics.under_way.dec()
            self._note(scope, sent)

    def _note(self, scope: Scope, sent: _Sent) -> None:
        seconds = time.perf_counter() - sent.begun
        route = getattr(scope.get("route"), "path", "") or "(none)"
        self._metrics.request(scope["method"], route, sent.status, seconds)
        self._log.request(scope, sent.status, seconds, sent.size)


class _Sent:
    """Passes a response on with its headers, and remembers its status and size."""

    def __init__(self, send: Send, state: MutableMapping[str, Any], *, bodiless: bool) -> None:
        self._send = send
        self._state = state
        self._bodiless = bodiless
        self.begun = time.perf_counter()
        self.status = 0
        self.size = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [*message["headers"], *(own for own in _RAW if own[0] not in given)]
            headers = MutableHeaders(scope=message)
            headers["x-request-id"] = self._state["request_id"]
            if self.status in (200, 304) and (mark := self._state.get("etag")):
                headers["etag"] = mark
                headers["cache-control"] = "private, no-cache"
            headers.setdefault("cache-control", "no-store")
        else:
            self.size += len(message.get("body", b""))
            if self._bodiless:
                message = {**message, "body": b""}
        await self._send(message)
