"""What is put around a response: every security header once, a response's own before ours."""

from __future__ import annotations

import asyncio
import io

import pytest
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from api.logs import Log
from api.metrics import Metrics
from api.observe import HEADERS, Observe

Raw = list[tuple[bytes, bytes]]


def sent(own: Raw) -> Raw:
    """The headers of a response that brings some of its own."""
    seen: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": own})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        seen.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"x-request-id", b"abcdefgh")]}
    asyncio.run(Observe(app, Log(io.StringIO()), Metrics())(scope, receive, send))
    headers: Raw = seen[0]["headers"]
    return headers


@pytest.mark.parametrize(
    "own",
    [
        [],
        [(b"content-type", b"text/html"), (b"x-frame-options", b"SAMEORIGIN")],
        [(b"X-Frame-Options", b"SAMEORIGIN")],
        [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"cache-control", b"public")],
        [(name.encode(), b"own") for name in HEADERS],
    ],
)
def test_a_response_s_own_headers_stay_and_ours_are_added_once(own: Raw) -> None:
    wanted = MutableHeaders(raw=[(name.lower(), value) for name, value in own])
    for name, value in {**HEADERS, "x-request-id": "abcdefgh", "cache-control": "no-store"}.items():
        wanted.setdefault(name, value)
    assert sorted((name.lower(), value) for name, value in sent(own)) == sorted(wanted.raw)
