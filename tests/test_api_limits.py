"""What is refused before it costs anything: floods, long heads, slow clients, what is no HTTP."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import Running, running, wait_for

from api.limits import Buckets, Limits

STRICT = Limits(
    per_minute=60,
    burst=10,
    local=True,
    body=1000,
    address=2000,
    head=4000,
    connections=40,
)
HASTY = replace(STRICT, per_minute=0, head_time=0.5, body_pause=0.5, write_time=0.5)
LONG = 60.0  # seconds that what comes at once may take on a busy machine


@pytest.fixture(scope="module")
def strict(seed_home: Path) -> Iterator[Running]:
    """A service with narrow limits, which counts clients on this machine as well."""
    with running(seed_home, STRICT) as started:
        yield started


@pytest.fixture(scope="module")
def patient(seed_home: Path) -> Iterator[Running]:
    """The same without a limit of the rate."""
    with running(seed_home, replace(STRICT, per_minute=0)) as started:
        yield started


@pytest.fixture(scope="module")
def hasty(seed_home: Path) -> Iterator[Running]:
    """The same, which waits for nobody."""
    with running(seed_home, HASTY) as started:
        yield started


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_allowed_then_one_a_second() -> None:
    clock = Clock()
    buckets = Buckets(60, 5, clock=clock)
    assert [buckets.wait("a") for _ in range(5)] == [0.0] * 5
    assert buckets.wait("a") == pytest.approx(1.0)
    assert buckets.wait("b") == 0.0  # another client
    clock.now = 1.0
    assert buckets.wait("a") == 0.0 and buckets.wait("a") > 0


def test_clients_seen_long_ago_are_forgotten() -> None:
    buckets = Buckets(60, 1, remembered=3, clock=Clock())
    for client in "abcd":
        buckets.wait(client)
    assert buckets.wait("a") == 0.0  # forgotten, so it may again
    assert buckets.wait("d") > 0


@given(st.lists(st.floats(0, 10), min_size=1, max_size=60), st.integers(1, 600), st.integers(1, 20))
def test_never_more_than_burst_and_rate_allow(pauses: list[float], per_minute: int, burst: int) -> None:
    clock = Clock()
    buckets = Buckets(per_minute, burst, clock=clock)
    allowed = 0
    for pause in pauses:
        clock.now += pause
        allowed += buckets.wait("a") == 0.0
    assert allowed <= burst + clock.now * per_minute / 60 + 1e-6


def test_a_flood_is_refused_with_the_time_to_wait(strict: Running) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.7"}  # as a proxy on this machine says
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: strict.client.get(f"/api/suggest?q={n}", headers=forwarded), range(60)))
    refused = [response for response in found if response.status_code == 429]
    assert len(found) - len(refused) >= 10 and len(refused) >= 30
    assert int(refused[0].headers["retry-after"]) >= 1 and "每分钟 60 次" in refused[0].json()["allowed"]
    other = {"X-Forwarded-For": "203.0.113.8"}
    assert strict.client.get("/api/suggest?q=x", headers=other).status_code == 200
    assert strict.client.get("/readyz", headers=forwarded).status_code == 200  # never counted


def test_clients_on_this_machine_are_not_counted_by_default(service: Running) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda n: service.get("/api/suggest", q=str(n)).status_code, range(300))
    assert set(found) == {200}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/ask?q=" + "a" * 2100, 414), ("/" + "a" * 2100, 414), ("/api/ask?q=" + "a" * 5000, 400)],
    ids=["long-query", "long-path", "longer-than-any-head"],
)
def test_long_addresses_are_refused(patient: Running, path: str, status: int) -> None:
    response = patient.client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json" and "最多" in response.json()["allowed"]


def test_a_head_without_end_is_refused(patient: Running) -> None:
    with socket.create_connection(("127.0.0.1", patient.port)) as endless:
        endless.sendall(
            b"GET / HTTP/1.1\r\nhost: x\r\n" + b"".join(b"x-%d: %s\r\n" % (n, b"y" * 90) for n in range(60))
        )
        assert endless.recv(100).startswith(b"HTTP/1.1 400")


def test_a_body_where_none_belongs_is_refused(patient: Running) -> None:
    response = patient.client.request("GET", "/api/stats", content=b"x" * 1001)
    assert response.status_code == 413 and "1,000" in response.json()["allowed"]


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HTTP/1.1\r\n", b"GET /api/ask?q=x HTTP/1.1\r\nhost: x\r\nx: "],
    ids=["nothing", "a-line", "half-a-header"],
)
def test_a_head_that_does_not_come_ends_the_connection(hasty: Running, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port)) as slow:
        slow.sendall(sent)
        assert is_closed(slow)


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side ends a connection, without a word."""
    connection.settimeout(LONG)
    try:
        return connection.recv(10) == b""
    except ConnectionResetError:
        return True


def test_a_head_that_drips_ends_the_connection(hasty: Running) -> None:
    """One header every tenth of a second keeps nothing open."""
    with socket.create_connection(("127.0.0.1", hasty.port)) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        until = time.monotonic() + LONG
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            while time.monotonic() < until:
                slow.sendall(b"x: y\r\n")
                time.sleep(0.1)


def test_a_body_that_does_not_come_is_refused(patient: Running) -> None:
    with socket.create_connection(("127.0.0.1", patient.port)) as slow:
        slow.settimeout(LONG)
        slow.sendall(b"POST /api/documents HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n")
        assert slow.recv(200).startswith(b"HTTP/1.1 403")  # without a key nobody waits for the body


def test_a_client_that_does_not_read_is_left(hasty: Running) -> None:
    """Twenty times the largest file is asked for, and no more is read than that there is an answer until the server
    has lost patience."""
    with socket.create_connection(("127.0.0.1", hasty.port)) as deaf:
        deaf.settimeout(LONG)
        deaf.sendall(b"GET /docs/files/swagger-ui-bundle.js HTTP/1.1\r\nhost: x\r\n\r\n" * 20)
        received = len(deaf.recv(1))
        wait_for(lambda: not hasty.holds(deaf))
        with suppress(ConnectionResetError):
            while piece := deaf.recv(1_000_000):
                received += len(piece)
    assert received < 20 * 1_700_000


def test_many_idle_connections_leave_room_for_others(hasty: Running) -> None:
    idle = []
    try:
        for _ in range(100):
            idle.append(socket.create_connection(("127.0.0.1", hasty.port)))
        assert all(is_closed(connection) for connection in idle)  # those that send nothing
        with httpx.Client(base_url=hasty.url, timeout=LONG, trust_env=False) as client:
            assert client.get("/api/suggest?q=x").status_code == 200
    finally:
        for connection in idle:
            connection.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 100,
        b"HELLO\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET \xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\ncontent-length: 6\r\n\r\nzzz\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
    ids=["tls", "zeros", "words", "version", "address", "length", "two-lengths", "both-lengths", "http2"],
)
def test_what_is_no_http_is_refused_in_the_same_shape(hasty: Running, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port)) as odd:
        odd.settimeout(LONG)
        odd.sendall(sent)
        answer = b""
        while piece := odd.recv(65536):
            answer += piece
    if answer:
        assert answer.startswith(b"HTTP/1.1 400") and b"application/problem+json" in answer
        assert b"content-security-policy" in answer
    with httpx.Client(base_url=hasty.url, timeout=LONG, trust_env=False) as client:
        assert client.get("/healthz").status_code == 200


def test_chinese_put_into_an_address_as_it_is_is_told_what_to_do(patient: Running) -> None:
    with socket.create_connection(("127.0.0.1", patient.port)) as bare:
        bare.settimeout(LONG)
        bare.sendall("GET /api/ask?q=二手车 HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        answer = bare.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 400") and "百分号编码" in answer and "--data-urlencode" in answer


def test_ten_thousand_questions_a_minute_leave_the_service_up(service: Running) -> None:
    """Different questions as fast as they go: each is answered or refused, none is lost."""

    def ask(number: int) -> int:
        return service.get("/api/ask", q=f"第{number}个项目归谁管").status_code

    with ThreadPoolExecutor(64) as pool:
        found = list(pool.map(ask, range(160)))
    assert set(found) <= {200, 429, 503} and found.count(200) > 0
    assert service.json("/api/ask", q="海东市二手车交易由谁负责")["answered"] is True
