"""The service over a real Neo4j: what it says when the database is empty, without an index, away, or back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from neo4j_server import Server, empty_store, filled_store
from samples import FAMILY
from serving import Running, key_of, running, wait_for

from kg.build import build
from kg.places import gazetteer
from search.encoder import LightEncoder

pytestmark = pytest.mark.neo4j
LONG = 90.0  # seconds that a server takes to be gone or back on a busy machine


@pytest.fixture
def home(neo4j_server: Server, tmp_path: Path, weights: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder without a graph; the environment names the server."""
    for name, value in neo4j_server.environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "models").symlink_to(weights)
    return tmp_path / "home"


def reasons(service: Running) -> str:
    """What /readyz says while it is not ready, once the database has been asked."""
    wait_for(lambda: service.get("/readyz").status_code == 503 and "starting" not in service.get("/readyz").text, LONG)
    return "；".join(service.get("/readyz").json()["reasons"])


def is_ready(service: Running) -> bool:
    return service.get("/readyz").status_code == 200


def test_an_empty_database_answers_nothing_until_the_first_upload(neo4j_server: Server, home: Path) -> None:
    empty_store(neo4j_server).close()
    with running(home, ready=False) as service:
        service.client.headers.update(key_of(home))
        assert "policykg build" in reasons(service)
        for path in ("/api/ask?q=旧桥", "/api/documents"):
            assert service.get(path).status_code == 503
        sent = service.client.post("/api/documents", files={"files": ("市.txt", FAMILY["市.txt"].encode())})
        wait_for(lambda: service.json(sent.headers["location"])["state"] == "done", LONG)
        wait_for(lambda: is_ready(service))
        assert service.json("/api/search", q="旧桥改造")["hits"]


def test_a_graph_without_an_index_answers_nothing(neo4j_server: Server, home: Path, tmp_path: Path) -> None:
    (tmp_path / "市.txt").write_text(FAMILY["市.txt"], encoding="utf-8")
    store = empty_store(neo4j_server)
    build([tmp_path / "市.txt"], store, gazetteer())
    store.close()
    with running(home, ready=False) as service:
        assert "policykg build" in reasons(service)
        assert service.get("/api/search?q=旧桥").status_code == 503


def test_a_server_that_is_killed_under_a_service_is_said_and_comes_back(
    neo4j_server: Server, home: Path, seed_home: Path, encoder: LightEncoder
) -> None:
    filled_store(neo4j_server, seed_home, encoder).close()
    question = "海东市二手车交易由谁负责"
    with running(home) as service:
        before = service.json("/api/ask", q=question)
        neo4j_server.kill()
        try:
            said = reasons(service)
            assert str(neo4j_server.port) in said and neo4j_server.password not in said
            refused = service.get("/api/search", q="此前没有问过的老旧电梯")
            assert refused.status_code == 503 and refused.headers["retry-after"]
            assert service.get("/healthz").status_code == 200
        finally:
            neo4j_server.start()
        wait_for(lambda: is_ready(service), LONG)
        again = service.json("/api/ask", q=question)
        assert {**again, "took_ms": 0} == {**before, "took_ms": 0}
        assert service.json("/api/search", q="此前没有问过的老旧电梯")["hits"]


def test_a_wrong_password_is_a_reason_that_does_not_show_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKG_NEO4J_PASSWORD", "not-the-password")
    with running(home, ready=False) as service:
        said = reasons(service)
        assert "POLICYKG_NEO4J_PASSWORD" in said and "not-the-password" not in said
        assert service.get("/api/ask?q=旧桥").status_code == 503
