"""What is refused before a route sees it (门卫): long addresses, floods, large bodies, slow senders."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import time
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.limits import Buckets, Limits
from api.problems import ADDRESS_TOO_LONG, BAD_REQUEST, TOO_LARGE, TOO_MANY, TOO_SLOW, Problem

_UPLOADS = "/api/documents"
_FREE = ("/healthz", "/readyz", "/metrics", "/static/", "/assets/")  # never counted against a client's rate


class Guard:
    """Refuses with a problem. A body is refused while it comes in, never kept whole before it is judged."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._buckets = Buckets(limits.per_minute, limits.burst) if limits.per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
            await self._app(scope, _Body(receive, scope, self._limits), send)
        except Problem as problem:
            path, request_id = scope["path"], scope["state"]["request_id"]
            await problem.response(path, request_id)(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        length = len(scope.get("raw_path") or b"") + len(scope["query_string"])
        if length > self._limits.address:
            allowed = f"最多 {self._limits.address} 字节"
            raise Problem(ADDRESS_TOO_LONG, f"地址有 {length} 字节", allowed)
        if self._buckets is not None and not scope["path"].startswith(_FREE):
            client = scope["client"][0] if scope.get("client") else ""
            if (self._limits.local or not _is_local(client)) and (wait := self._buckets.wait(client)):
                seconds = math.ceil(wait)
                allowed = f"每分钟 {self._limits.per_minute} 次，连续 {self._limits.burst} 次；{seconds} 秒后再试"
                raise Problem(TOO_MANY, "这个地址的请求太频繁", allowed, {"retry-after": str(seconds)})


class _Body:
    """`receive` that counts bytes and seconds."""

    def __init__(self, receive: Receive, scope: Scope, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        upload = scope["method"] == "POST" and scope["path"] == _UPLOADS
        self._most = limits.upload if upload else limits.body
        self._time = limits.upload_time if upload else limits.body_time
        self._ends: float | None = None
        self._size = 0
        self._whole = False
        stated = Headers(scope=scope).get("content-length")
        if stated is not None and not stated.isascii():
            raise Problem(BAD_REQUEST, "Content-Length 不是数字")
        if stated is not None and stated.isdigit() and int(stated) > self._most:
            raise self._too_large(int(stated))

    async def __call__(self) -> Message:
        if self._whole:
            return await self._receive()  # waits for the client to leave
        if self._ends is None:
            self._ends = time.monotonic() + self._time
        left = min(self._limits.body_pause, self._ends - time.monotonic())
        try:
            message = await asyncio.wait_for(self._receive(), max(left, 0.001))
        except TimeoutError:
            allowed = f"两段之间最多 {self._limits.body_pause:g} 秒，全部最多 {self._time:g} 秒"
            raise Problem(TOO_SLOW, "请求内容发送得太慢", allowed) from None
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._size > self._most:
                raise self._too_large(self._size)
        return message

    def _too_large(self, size: int) -> Problem:
        return Problem(TOO_LARGE, f"请求内容超过上限（{size:,} 字节以上）", f"最多 {self._most:,} 字节")


@lru_cache(4096)  # the same few clients again and again
def _is_local(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return not client  # a Unix socket has no address
