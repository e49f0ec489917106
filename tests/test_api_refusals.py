"""Every refusal has one shape, whoever refuses: what was wrong, what is allowed, the request's id."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import Gauge
from serving import Running, copied, key_of, running, wait_for

from api.app import create_app
from api.limits import Limits
from api.observe import HEADERS
from api.pool import Pool
from api.problems import Problem
from kg.sectors import vocabulary

ALWAYS = {"type", "title", "status", "detail", "instance", "request_id"}
JSON = {"content-type": "application/json"}
FORM = {"content-type": "multipart/form-data; boundary=x"}
SMALL = Limits(upload=100_000, upload_file=50_000, upload_files=3, body=1_000)


@pytest.fixture(scope="module")
def small(seed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with narrow limits, with a key."""
    home = copied(seed_home, tmp_path_factory.mktemp("small") / "home")
    with running(home, SMALL) as started:
        started.client.headers.update(key_of(home))
        yield started


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem that a response is, after a look at its outside."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert HEADERS.items() <= dict(response.headers).items()
    said: dict[str, Any] = response.json()
    assert set(said) - {"allowed", "errors"} == ALWAYS
    assert said["status"] == status and said["detail"] and " / " in said["title"]
    assert said["request_id"] == response.headers["x-request-id"]
    return said


def part(disposition: str, content: str) -> str:
    return f"--x\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n"


REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("GET", "/api/nothing", {}, 404, "没有这个地址"),
    ("GET", "/assets/0/none.css", {}, 404, "没有这个地址"),
    ("GET", "/docs/files/none.js", {}, 404, "没有这个地址"),
    ("GET", "/api/documents/none", {}, 404, "/api/documents"),
    ("PUT", "/api/documents", {}, 405, "请求方法"),
    ("POST", "/", {}, 405, "请求方法"),
    ("GET", "/api/ask?q=%20", {}, 422, "不能全是空白"),
    ("GET", "/api/targets?year=27", {}, 422, "四位数的年份"),
    ("GET", "/api/documents?level=x", {}, 422, "应为 'national'、'province'、'city'、'county'、'township' 之一"),
    ("GET", "/api/ask?q=a&jurisdiction=" + "a" * 201, {}, 422, "最多 200"),
    ("GET", "/api/ask?q=a&place=海东市", {}, 422, "place：没有这个参数"),
    ("GET", "/api/facets?x=1", {}, 422, "x：没有这个参数"),
    ("GET", "/api/search?q=a&q=b", {}, 422, "q：只能给一次"),
    ("GET", "/api/search?q=a&sector=无此领域", {}, 404, "/api/sectors"),
    ("GET", "/api/duties?sector=无此领域", {}, 404, "/api/sectors"),
    ("GET", "/api/search?q=a&limit=" + "9" * 5000, {}, 422, "数字太长"),
    ("GET", "/api/ask?q=" + "a" * 9000, {}, 414, "字节"),
    (
        "POST",
        "/api/documents",
        {"content": b"[" * 90_000, "headers": {"content-type": "application/json"}},
        415,
        "json",
    ),
    ("POST", "/api/documents", {"content": b"x", "headers": {**FORM, "content-encoding": "gzip"}}, 415, "压缩"),
    ("POST", "/api/documents", {"content": b"x" * 200_000, "headers": FORM}, 413, "上限"),
    ("GET", "/api/documents", {"content": b"x" * 2_000}, 413, "上限"),
    ("POST", "/api/documents", {"content": b"nope", "headers": FORM}, 400, "格式不对"),
    ("POST", "/api/documents", {"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400, "格式不对"),
    ("POST", "/api/documents", {"content": b"--x--\r\n", "headers": FORM}, 400, "没有文件"),
    ("DELETE", "/api/documents/none", {"headers": {"authorization": "Bearer pkg_0_0"}}, 401, "密钥"),
    ("DELETE", "/api/documents/none", {"headers": {"authorization": "Basic eDp5"}}, 401, "密钥"),
]


@pytest.mark.parametrize(("method", "path", "more", "status", "said"), REFUSED)
def test_one_shape(small: Running, method: str, path: str, more: dict[str, Any], status: int, said: str) -> None:
    assert said in problem(small.client.request(method, path, **more), status)["detail"]


def test_what_is_allowed_is_named(small: Running) -> None:
    assert problem(small.get("/api/ask", q="a", place="b"), 422)["allowed"] == "参数 q、jurisdiction"
    assert problem(small.get("/api/stats", q="a"), 422)["allowed"] == "这个地址没有参数"
    assert small.get("/api/suggest?q=hd&kind=unit&kind=place").status_code == 200


def test_a_sector_that_no_clause_is_on_is_none_the_less_one(small: Running) -> None:
    held = {one["name"] for one in small.json("/api/sectors")["sectors"]}
    other = min(vocabulary().ranks.keys() - held)
    assert small.json("/api/search", q="汽车", sector=other)["hits"] == []


def test_too_many_files_say_how_many_are_allowed(small: Running) -> None:
    body = "".join(part(f'name="files"; filename="{n}.txt"', "一、总体要求") for n in range(9)) + "--x--\r\n"
    said = problem(small.client.post("/api/documents", content=body.encode(), headers=FORM), 400)
    assert "太多" in said["detail"] and "最多 3 个" in said["allowed"]


def test_a_sender_that_stops_is_told_so(small: Running) -> None:
    with running(small.home, replace(SMALL, body_pause=0.3)) as hasty:

        def stalling() -> Iterator[bytes]:
            yield b"--x\r\n"
            wait_for(lambda: '"status": 408' in hasty.log.getvalue())

        headers = {**FORM, **key_of(small.home)}
        response = hasty.client.post("/api/documents", content=stalling(), headers=headers)
    assert "太慢" in problem(response, 408)["detail"]


def test_a_flood_is_told_when_to_come_back(seed_home: Path) -> None:
    with running(seed_home, replace(SMALL, per_minute=60, burst=5, local=True)) as service:
        answers = [service.get("/api/stats") for _ in range(20)]
        refused = next(a for a in answers if a.status_code != 200)
        assert "每分钟 60 次" in problem(refused, 429)["allowed"]
        assert int(refused.headers["retry-after"]) >= 1


def test_a_fault_of_ours_is_told_without_its_inside(tmp_path: Path) -> None:
    app = create_app(tmp_path)

    @app.get("/fault")
    def fault() -> None:
        raise ZeroDivisionError("secret")

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/fault")

    response = asyncio.run(asked())
    problem(response, 500)
    assert "secret" not in response.text and "ZeroDivision" not in response.text


def test_without_a_graph_the_reason_is_given(tmp_path: Path) -> None:
    with running(tmp_path, ready=False) as service:
        assert problem(service.get("/api/ask", q="汽车"), 503)["allowed"] == "请看 /readyz"


def test_questions_wait_no_longer_than_allowed_and_no_more_of_them_than_fit() -> None:
    async def refused() -> list[tuple[int, str]]:
        pool, free = (
            Pool(Limits(answer_time=0.05, waiting=1), Gauge("g", "g", registry=None), workers=1),
            threading.Event(),
        )
        try:
            first = asyncio.create_task(pool.run(free.wait))
            await asyncio.sleep(0)
            found = []
            for waiting in (pool.run(free.wait), first):
                with pytest.raises(Problem) as caught:
                    await waiting
                found.append((caught.value.kind.status, caught.value.kind.name))
            return found
        finally:
            free.set()
            pool.close()

    assert asyncio.run(refused()) == [(503, "overloaded"), (504, "timeout")]
