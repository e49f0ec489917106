"""`ask`, `search`, `trace`, `gaps` and `serve` as a user types them."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import wait_for

from api.cli import main
from search.answers import Answer
from search.engine import Engine

ROOT = Path(__file__).parent.parent
CLAUSE = "东政办〔2024〕66号#二/（十六）"


@pytest.fixture(autouse=True)
def home(seed_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data directory, given by the environment."""
    monkeypatch.setenv("POLICYKG_HOME", str(seed_home))


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command that succeeds prints."""
    assert main(arguments) == 0
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(out(capsys, *arguments, "--json"))


@pytest.mark.usefixtures("filled_environment")
def test_ask_prints_the_answer_and_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    printed = out(capsys, "ask", "海东市二手车交易由哪个部门负责？")
    assert "海东市商务局" in printed.splitlines()[0]
    assert "二/（十六）" in printed and "\x1b" not in printed


@pytest.mark.usefixtures("filled_environment")
def test_ask_in_json_is_the_contracts_object(capsys: pytest.CaptureFixture[str]) -> None:
    answer = as_json(capsys, "ask", "海东市二手车交易由哪个部门负责？")
    assert answer["answered"] is True and "id" not in answer and answer["took_ms"] > 0
    assert as_json(capsys, "ask", "火星市的目标")["answered"] is False


@pytest.mark.usefixtures("filled_environment")
def test_our_city_is_the_one_that_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    answer = as_json(capsys, "ask", "我市二手车交易由谁负责", "--in", "海东市")
    assert answer["filters"]["jurisdictions"] == ["海东市"]


@pytest.mark.usefixtures("filled_environment")
def test_a_batch_answers_line_by_line_each_with_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions: list[dict[str, Any]] = [
        {"id": "a", "q": "海东市二手车交易由谁负责", "gold": ["x"]},
        {"id": 7, "q": "乳山市报废汽车回收的目标"},
        {"id": None, "q": "海东市第十六条从哪来"},
    ]
    file = tmp_path / "q.jsonl"
    file.write_text("﻿" + "\n\n".join(json.dumps(q, ensure_ascii=False) for q in questions), encoding="utf-8")
    lines = [json.loads(line) for line in out(capsys, "ask", "--batch", str(file)).splitlines()]
    assert [line["id"] for line in lines] == ["a", 7, None]
    assert [line["question"] for line in lines] == [q["q"] for q in questions]
    assert next(iter(lines[0])) == "id"


@pytest.mark.usefixtures("filled_environment")
def test_a_line_that_cannot_be_read_is_named_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": 1, "q": "汽车"}\nno json\n{"id": 2}\n[1]\n{"id": 3, "q": "家电"}\n', encoding="utf-8")
    assert main(["ask", "--batch", str(file)]) == 1
    captured = capsys.readouterr()
    assert [json.loads(line)["id"] for line in captured.out.splitlines()] == [1, 3]
    assert [re.search(r"jsonl:(\d)", line)[1] for line in captured.err.splitlines()] == ["2", "3", "4"]  # type: ignore[index]


def test_a_fault_of_ours_in_one_question_of_a_batch_costs_this_one_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = Engine.ask

    def faulty(engine: Engine, question: str) -> Answer:
        if question == "家电":
            raise ZeroDivisionError("division by zero")
        return answered(engine, question)

    monkeypatch.setattr(Engine, "ask", faulty)
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": 1, "q": "汽车"}\n{"id": 2, "q": "家电"}\n{"id": 3, "q": "电梯"}\n', encoding="utf-8")
    assert main(["ask", "--batch", str(file)]) == 1
    captured = capsys.readouterr()
    assert [json.loads(line)["id"] for line in captured.out.splitlines()] == [1, 3]
    assert "jsonl:2: 回答时程序出错（ZeroDivisionError" in captured.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask"], 2),
        (["ask", "  "], 2),
        (["ask", "汽车", "--batch", "x"], 2),
        (["ask", "--batch", "没有.jsonl"], 1),
        (["ask", "汽车", "--in", "火星市"], 1),
        (["search", " "], 2),
        (["search", "汽车", "-k", "0"], 2),
        (["search", "汽车", "-k", "一"], 2),
        (["search", "汽车", "--in", "火星市"], 1),
        (["search", "汽车", "--unit", "火星局"], 1),
        (["trace", "没有这一条"], 1),
        (["trace", "没有这份文件#一"], 1),
        (["gaps", "火星市"], 1),
        (["serve", "--port", "99999"], 2),
        (["serve", "--rate", "-1"], 2),
        (["serve", "--host", "256.256.256.256", "--port", "0"], 1),
    ],
)
def test_wrong_usage_and_failures_end_with_their_codes(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: PTH123, SIM115  # no terminal
    try:
        assert main(arguments) == code
    except SystemExit as wrong:
        assert wrong.code == code
    assert len(capsys.readouterr().err.strip().splitlines()[-1]) > 10


def test_without_an_index_a_question_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--home", str(tmp_path), "build", "--no-index", str(ROOT / "seed" / "policies")])
    capsys.readouterr()
    assert main(["--home", str(tmp_path), "ask", "汽车"]) == 1
    assert "policykg build" in capsys.readouterr().err


@pytest.mark.usefixtures("filled_environment")
def test_search_narrows_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "search", "电梯更新", "--in", "海东市", "-k", "3")
    assert len(found["hits"]) == 3 and {hit["jurisdiction"] for hit in found["hits"]} == {"海东市"}
    hits = as_json(capsys, "search", "以旧换新", "--unit", "海东市商务局", "--sector", "汽车")["hits"]
    assert [hit["jurisdiction"] for hit in hits] == ["海东市"] * len(hits) != []
    assert "没有找到" in out(capsys, "search", "电梯", "--in", "山东省", "--exact")


@pytest.mark.usefixtures("filled_environment")
def test_trace_shows_the_source_with_the_differences(capsys: pytest.CaptureFixture[str]) -> None:
    printed = out(capsys, "trace", CLAUSE)
    assert "↑" in printed and "青海省" in printed and "{+" in printed
    found = as_json(capsys, "trace", CLAUSE)
    assert found["up"] and found["down"] == []
    upper = found["up"][0]["clause"]
    assert CLAUSE.partition("#")[2] in out(capsys, "trace", upper, "--down")


@pytest.mark.usefixtures("filled_environment")
def test_gaps_count_and_list(capsys: pytest.CaptureFixture[str]) -> None:
    printed = out(capsys, "gaps", "海东")
    assert "项要求承接" in printed and "上级有、本地未承接" in printed and "目标对照" in printed
    found = as_json(capsys, "gaps", "630200")
    assert found["place"] == "630200" and len(found["above"]) == 1
    assert "没有它的上级文件" in out(capsys, "gaps", "乌海市")
    assert "没有该地区的文件" in out(capsys, "gaps", "北京市")


def read_until(terminal: int, *marks: str) -> None:
    """Reads what is printed until the marks have been printed one after the other."""
    printed = b""
    for mark in marks:
        while mark.encode() not in printed:
            printed += os.read(terminal, 65536)
        printed = printed.partition(mark.encode())[2]


def test_on_a_terminal_one_question_after_the_other(seed_home: Path) -> None:
    main_end, terminal = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "ask"], stdin=terminal, stdout=terminal, stderr=terminal, env=environment
    )
    os.close(terminal)
    read_until(main_end, "问>")
    os.write(main_end, "海东市二手车交易由谁负责\n".encode())
    read_until(main_end, "责任单位", "问>")
    os.write(main_end, b"\x04")
    assert process.wait(timeout=250) == 0
    os.close(main_end)


@pytest.mark.usefixtures("filled_environment")
def test_serve_says_where_answers_and_stops(seed_home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--log", "errors"],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
    )
    assert process.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())
    assert found is not None
    with httpx.Client(base_url=found[0], timeout=60, trust_env=False) as client:
        wait_for(lambda: client.get("readyz").status_code == 200, 90)
        assert client.get("api/ask", params={"q": "二手车由谁负责"}).json()["text"]
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=250) == 0
    assert "已停止" in process.stderr.read()


def test_a_port_that_is_taken_is_named(seed_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from api.server import listen

    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert f"127.0.0.1:{port}" in capsys.readouterr().err
