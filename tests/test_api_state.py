"""What the service says when a part of it is missing or damaged, and how it comes back."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import weakref
from pathlib import Path

import pytest
from serving import Running, copied, key_of, running, wait_for

from api.app import create_app
from api.cli import main
from api.state import State
from kg.embedded import FILE
from search.indexing import FOLDER

PLAN = "平安区推动家电以旧换新实施方案\n\n一、总体要求\n到2027年，全区废旧家电回收量较2023年增长35%。\n"


def reasons(service: Running) -> str:
    """What /readyz says while it is not ready, once everything has been looked at."""
    wait_for(lambda: service.get("/readyz").status_code == 503 and "starting" not in service.get("/readyz").text)
    said = service.get("/readyz").json()
    assert said["ready"] is False and said["reasons"]
    return "；".join(said["reasons"])


def is_ready(service: Running) -> bool:
    return service.get("/readyz").status_code == 200


@pytest.fixture
def home(seed_home: Path, tmp_path: Path) -> Path:
    return copied(seed_home, tmp_path / "home")


def test_making_an_app_touches_nothing(tmp_path: Path) -> None:
    create_app(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_without_a_graph_nothing_is_answered_and_the_reason_is_given(tmp_path: Path) -> None:
    with running(tmp_path / "none", ready=False) as service:
        assert "policykg build" in reasons(service)
        for path in ("/api/ask?q=汽车", "/api/search?q=汽车", "/api/suggest?q=汽", "/api/documents", "/api/stats"):
            refused = service.get(path)
            assert refused.status_code == 503 and refused.headers["retry-after"]
            assert "build" in refused.json()["detail"]
        assert service.get("/healthz").status_code == 200
        assert service.get("/docs").status_code == 200
        assert "policykg_ready 0.0" in service.get("/metrics").text


def test_a_graph_built_while_the_service_waits_is_opened(
    tmp_path: Path, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    with running(home, ready=False) as service:
        reasons(service)
        home.mkdir()
        (home / "models").symlink_to(weights)
        assert main(["--home", str(home), "build", str(Path(__file__).parent.parent / "seed" / "policies")]) == 0
        wait_for(lambda: is_ready(service))
        assert service.json("/api/ask", q="海东市二手车交易由谁负责")["answered"] is True


def test_without_an_index_nothing_is_answered(home: Path) -> None:
    shutil.rmtree(home / FOLDER)
    with running(home, ready=False) as service:
        assert "检索索引" in reasons(service)
        assert service.get("/api/ask?q=汽车").status_code == 503


def test_an_index_damaged_before_the_start(home: Path) -> None:
    vectors = next(home.glob(f"{FOLDER}/*/vectors.bin"))
    vectors.write_bytes(vectors.read_bytes()[:-100] + b"\0" * 100)
    with running(home, ready=False) as service:
        assert "检索索引" in reasons(service) and "policykg build" in reasons(service)


def test_an_index_damaged_while_the_service_runs(home: Path) -> None:
    """What was loaded before is whole and goes on answering; the probe says that a restart would not."""
    with running(home) as service:
        keywords = next(home.glob(f"{FOLDER}/*/keywords.bin"))
        whole = keywords.read_bytes()
        keywords.write_bytes(whole[:1000])
        assert "检索索引" in reasons(service)
        assert service.json("/api/ask", q="海东市二手车交易由谁负责")["answered"] is True
        keywords.write_bytes(whole)
        wait_for(lambda: is_ready(service))


def test_an_index_that_is_gone_while_the_service_runs(home: Path) -> None:
    with running(home) as service:
        (home / FOLDER).rename(home / "away")
        assert "检索索引" in reasons(service)
        (home / "away").rename(home / FOLDER)
        wait_for(lambda: is_ready(service))


def test_a_graph_damaged_before_the_start(home: Path) -> None:
    (home / FILE).write_bytes(b"SQLite format 3\0" + b"\xff" * 50_000)
    with running(home, ready=False) as service:
        assert FILE in reasons(service)


def test_a_graph_damaged_while_the_service_runs_is_never_answered_from(home: Path) -> None:
    with running(home) as service:
        assert service.get("/api/documents").status_code == 200
        with (home / FILE).open("r+b") as file:
            size = file.seek(0, 2)
            file.seek(8192)
            file.write(b"\xff" * (size - 8192))
        (home / f"{FILE}-wal").unlink(missing_ok=True)
        document = service.json("/api/documents")["items"][0]["id"]
        wait_for(lambda: service.get(f"/api/documents/{document}/text").status_code == 503)
        assert FILE in reasons(service)


def test_a_graph_that_is_gone_while_the_service_runs(home: Path) -> None:
    with running(home) as service:
        (home / FILE).rename(home / "away")
        assert FILE in reasons(service)


def replaced(home: Path, seed_home: Path) -> None:
    """Puts another graph in the place of a data folder's."""
    fresh = home / "fresh"
    with sqlite3.connect(seed_home / FILE) as source, sqlite3.connect(fresh) as target:
        source.backup(target)
    fresh.replace(home / FILE)


def test_another_graph_in_its_place_is_opened(home: Path, seed_home: Path) -> None:
    with running(home) as service:
        first = service.get("/api/documents").headers["etag"]
        replaced(home, seed_home)
        wait_for(lambda: service.get("/api/documents").headers.get("etag") not in (first, None))
        wait_for(lambda: is_ready(service))


def test_what_another_graph_takes_the_place_of_leaves_the_memory(
    home: Path, seed_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.state._LEAVES", 0.0)
    state = State(home)
    state.refresh()
    knowledge = weakref.ref(state.holdings.knowledge)
    replaced(home, seed_home)
    state.refresh()
    assert state.holdings.knowledge is not knowledge()
    state.refresh()
    assert knowledge() is None
    state.close()


def test_a_model_that_cannot_be_loaded_is_a_reason(home: Path) -> None:
    (home / "models").unlink()
    (home / "models").write_text("not a folder", encoding="utf-8")
    with running(home, ready=False) as service:
        assert "语义模型" in reasons(service)
        assert service.get("/api/ask?q=汽车").status_code == 503


def test_a_full_disk_is_a_reason(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(home) as service:
        monkeypatch.setattr("api.health._LEAST_FREE", 1 << 60)
        assert "磁盘" in reasons(service)
        monkeypatch.undo()
        wait_for(lambda: is_ready(service))


def test_a_document_removed_by_the_command_line_is_gone_from_the_service(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(home) as service:
        assert service.json("/api/search", q="汽车", jurisdiction="乳山市")["hits"]
        assert main(["--home", str(home), "remove", "002_710ea48a55b0c65d.txt"]) == 0
        wait_for(lambda: service.json("/api/documents")["total"] == 4)
        assert service.json("/api/search", q="汽车", jurisdiction="乳山市")["hits"] == []
        assert service.json("/api/ask", q="乳山市报废汽车回收由谁负责")["answered"] is False


def test_an_index_left_behind_is_brought_up_at_the_start(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "平安区方案.txt").write_text(PLAN, encoding="utf-8")
    assert main(["--home", str(home), "build", "--no-index", str(tmp_path / "平安区方案.txt")]) == 0
    with running(home) as service:
        wait_for(lambda: service.json("/readyz")["behind"] == 0)
        assert service.json("/api/search", q="废旧家电回收量", jurisdiction="平安区")["hits"]
        (job,) = service.client.get("/api/jobs", headers=key_of(home)).json()["jobs"]
        assert (job["kind"], job["problem"]) == ("index", None)


def test_a_service_that_is_stopped_while_it_warms_up_leaves_no_thread(home: Path) -> None:
    before = set(threading.enumerate())
    with running(home):
        started = set(threading.enumerate()) - before
    assert "watcher" in {thread.name for thread in started}
    idle = {thread for thread in started if thread.name == "AnyIO worker thread"}
    assert not [thread.name for thread in started - idle if thread.is_alive() and thread.daemon]
    for thread in idle:  # AnyIO tells its idle workers to leave when the loop ends, and does not wait for them
        thread.join(timeout=60)
    assert not [thread.name for thread in idle if thread.is_alive()]


def test_two_services_live_beside_each_other(seed_home: Path, service: Running) -> None:
    with running(seed_home) as other:
        assert other.url != service.url
        assert other.json("/api/stats")["documents"] == service.json("/api/stats")["documents"]


def test_without_any_key_the_service_is_read_only(service: Running) -> None:
    sent = service.client.post("/api/documents", files={"files": ("a.txt", PLAN.encode())})
    for response in (sent, service.client.delete("/api/documents/x")):
        assert response.status_code == 403 and "policykg key create" in response.json()["allowed"]


def test_uploads_can_start_from_nothing(tmp_path: Path, weights: Path) -> None:
    """A data folder without a graph: the first upload makes it."""
    home = tmp_path / "new"
    home.mkdir()
    (home / "models").symlink_to(weights)
    header = key_of(home)
    with running(home, ready=False) as service:
        service.client.headers.update(header)
        assert service.get("/api/documents").status_code == 503
        sent = service.client.post("/api/documents", files={"files": ("a.txt", PLAN.encode())})
        assert sent.status_code == 202
        wait_for(lambda: service.json(sent.headers["location"])["state"] == "done", 200)
        wait_for(lambda: service.get("/readyz").status_code == 200)
        assert service.json("/api/documents")["total"] == 1
