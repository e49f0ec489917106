"""Every refusal in one shape (问题说明): RFC 9457 `application/problem+json`, what was wrong and what is allowed.

{"type": "/problems/not-found", "title": "没有找到 / Not found", "status": 404, "detail": "没有条款 …",
 "allowed": "…", "instance": "/api/clauses/…", "request_id": "…"}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from kg.errors import InputError, PolicyKGError, StoreBusy, UnknownThing

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of refusal: its last part of the address, its title, its status."""

    name: str
    title: str
    status: int


BAD_REQUEST = Kind("bad-request", "请求有误 / Bad request", 400)
BAD_PARAMETER = Kind("bad-parameter", "参数不对 / Bad parameter", 422)
NO_KEY = Kind("key-required", "需要密钥 / API key required", 401)
READ_ONLY = Kind("read-only", "只读服务 / Read-only service", 403)
NOT_FOUND = Kind("not-found", "没有找到 / Not found", 404)
WRONG_METHOD = Kind("method-not-allowed", "不支持这种请求方法 / Method not allowed", 405)
TOO_SLOW = Kind("request-timeout", "请求发送太慢 / Request timeout", 408)
CONFLICT = Kind("conflict", "与现状冲突 / Conflict", 409)
TOO_LARGE = Kind("too-large", "内容太大 / Content too large", 413)
ADDRESS_TOO_LONG = Kind("address-too-long", "地址太长 / URI too long", 414)
WRONG_TYPE = Kind("unsupported-media-type", "不支持这种内容 / Unsupported media type", 415)
TOO_MANY = Kind("too-many-requests", "请求太频繁 / Too many requests", 429)
FAULT = Kind("internal-error", "服务内部错误 / Internal error", 500)
NOT_READY = Kind("not-ready", "服务尚未就绪 / Not ready", 503)
OVERLOADED = Kind("overloaded", "服务繁忙 / Overloaded", 503)
TIMED_OUT = Kind("timeout", "处理超时 / Timed out", 504)

_BY_STATUS = {
    kind.status: kind
    for kind in (
        *(BAD_REQUEST, BAD_PARAMETER, NO_KEY, READ_ONLY, NOT_FOUND, WRONG_METHOD, TOO_SLOW, CONFLICT, TOO_LARGE),
        *(ADDRESS_TOO_LONG, WRONG_TYPE, TOO_MANY, FAULT, OVERLOADED, TIMED_OUT),
    )
}


@dataclass(eq=False)
class Problem(Exception):
    """A refusal, raised anywhere in a request. `allowed` says what would have been accepted."""

    kind: Kind
    detail: str
    allowed: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[Mapping[str, str]] = ()

    def __str__(self) -> str:
        return self.detail

    def response(self, path: str, request_id: str) -> Response:
        """The refusal as sent."""
        body: dict[str, Any] = {
            "type": f"/problems/{self.kind.name}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if self.allowed:
            body["allowed"] = self.allowed
        if self.errors:
            body["errors"] = [dict(error) for error in self.errors]
        body |= {"instance": path, "request_id": request_id}
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
        headers = {"cache-control": "no-store", **self.headers}
        return Response(content, self.kind.status, headers, MEDIA_TYPE)


class Unchanged(Exception):
    """The client has what it asks for already (304)."""


class NotReady(Problem):
    """The service has no graph, index or encoder to answer from."""

    def __init__(self, reason: str) -> None:
        Problem.__init__(self, NOT_READY, reason, "请看 /readyz", {"retry-after": "5"})


def of_error(error: PolicyKGError) -> Problem:
    """What the errors of the graph and of search look like from outside."""
    if isinstance(error, UnknownThing):
        return Problem(NOT_FOUND, str(error))
    if isinstance(error, InputError):
        return Problem(BAD_REQUEST, str(error))
    if isinstance(error, StoreBusy):
        return Problem(CONFLICT, str(error), headers={"retry-after": "10"})
    return NotReady(str(error))


def of_validation(error: RequestValidationError) -> Problem:
    """Which parameters were wrong, how, and what they may be."""
    errors = [
        {
            "where": " ".join(str(part) for part in one["loc"][:1]),
            "parameter": ".".join(str(part) for part in one["loc"][1:]),
            "wrong": _said(one),
        }
        for one in error.errors()
    ]
    names = "；".join(f"{e['parameter'] or e['where']}：{e['wrong']}" for e in errors[:5])
    return Problem(BAD_PARAMETER, names, "参数的名称、类型和范围见 /docs", errors=errors)


_SAID = {
    "missing": "缺少（required）",
    "string_too_short": "太短，至少 {min_length} 个字符",
    "string_too_long": "太长，最多 {max_length} 个字符",
    "string_pattern_mismatch": "格式不对，应符合 {pattern}",
    "blank": "不能全是空白",
    "int_parsing": "应为整数",
    "int_parsing_size": "应为整数，数字太长",
    "int_from_float": "应为整数",
    "float_parsing": "应为数字",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "extra_forbidden": "没有这个参数",
}


_MEANT = {r"^\d{4}$": "应为四位数的年份，如 2027"}


def _said(error: Mapping[str, Any]) -> str:
    if meant := _MEANT.get(str(error.get("ctx", {}).get("pattern"))):
        return meant
    blank = error["type"] == "string_pattern_mismatch" and not str(error.get("input", "")).strip()
    pattern = _SAID.get("blank" if blank else error["type"])
    given = {name: str(value).replace(" or ", "、") for name, value in error.get("ctx", {}).items()}
    return pattern.format(**given).replace("', '", "'、'") if pattern else str(error["msg"])


def of_status(error: HTTPException, methods: Iterable[str] = ()) -> Problem:
    """The framework's own refusals: no such address, wrong method (`methods` are the right ones)."""
    headers = dict(error.headers or {})
    if methods:
        headers["Allow"] = ", ".join(sorted(methods))
    kind = _BY_STATUS.get(error.status_code)
    if kind is NOT_FOUND:
        return Problem(kind, "没有这个地址（no such address）", "全部地址见 /docs", headers)
    if kind is WRONG_METHOD:
        return Problem(kind, "这个地址不接受这种请求方法", headers.get("Allow", ""), headers)
    if kind is None:
        kind = Kind("refused", HTTPStatus(error.status_code).phrase, error.status_code)
    return Problem(kind, str(error.detail), headers=headers)


def _methods(app: FastAPI, request: Request) -> set[str]:
    """The methods that the routes of a request's address take."""
    scopes = {method: {**request.scope, "method": method} for method in ("GET", "POST", "DELETE")}
    return {m for m, scope in scopes.items() if any(r.matches(scope)[0] is Match.FULL for r in app.routes)}


def install(app: FastAPI, missing: Callable[[Request], Response | None]) -> None:
    """Makes every refusal of the app a problem; `missing` makes the page for people at an address that is none."""

    async def problem(request: Request, error: Exception) -> Response:
        match error:
            case Problem():
                found = error
            case PolicyKGError():
                found = of_error(error)
                if found.kind is NOT_READY:
                    request.app.state.service.suspect()
            case RequestValidationError():
                found = of_validation(error)
            case HTTPException(status_code=404) if page := missing(request):
                return page
            case HTTPException():
                found = of_status(error, _methods(app, request) if error.status_code == 405 else ())
            case _:
                found = Problem(FAULT, "服务内部出错，已记入日志；请带上 request_id 联系管理员")
        return found.response(request.url.path, getattr(request.state, "request_id", ""))

    async def unchanged(request: Request, error: Exception) -> Response:
        return Response(status_code=304)

    app.add_exception_handler(Unchanged, unchanged)
    for kind in (Problem, PolicyKGError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, problem)
