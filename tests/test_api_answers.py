"""Questions, searches and suggestions over HTTP: the contract's shapes, filters, refusals, headers."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
from serving import Running, wait_for

from search.answers import Answer
from search.engine import Engine

ANSWER = {"question", "intent", "filters", "answered", "text", "units", "targets", "clauses", "evidence", "took_ms"}
EVIDENCE = {"clause_id", "document_id", "source_file", "title", "jurisdiction", "path", "heading", "snippet"} | {
    *("highlights", "score", "matched_by")
}


@pytest.fixture(scope="module")
def service(service_of_each: Running) -> Running:
    """Over each kind of store."""
    return service_of_each


def test_an_answer_has_the_contracts_shape(service: Running) -> None:
    answer = service.json("/api/ask", q="海东市二手车交易由哪个部门负责？")
    assert set(answer) >= ANSWER
    assert answer["intent"] == "units" and answer["answered"] is True
    assert set(answer["filters"]) == {"jurisdictions", "units", "sectors", "deadline"}
    assert answer["filters"]["jurisdictions"] == ["海东市"]
    assert {"name", "role", "collective", "clauses"} <= set(answer["units"][0])
    assert "海东市商务局" in [u["name"] for u in answer["units"]]
    assert set(answer["evidence"][0]) >= EVIDENCE
    first = answer["evidence"][0]
    for start, end in first["highlights"]:
        assert 0 <= start < end <= len(first["snippet"])


def test_targets_come_with_their_numbers(service: Running) -> None:
    answer = service.json("/api/ask", q="海东市二手车交易量的目标是多少")
    assert {"indicator", "comparator", "value", "unit", "deadline", "quote", "clause", "jurisdiction"} <= set(
        answer["targets"][0]
    )
    assert (answer["targets"][0]["value"], answer["targets"][0]["unit"]) == (45, "%")


@pytest.mark.parametrize(
    "question",
    [
        "海东市工业和信息化局负责哪些工作？",
        "各地二手车交易量目标是多少？",
        "海东市二手车交易由哪个部门负责？",
        "废旧家电回收",
    ],
)
def test_every_clause_of_an_answer_is_named_once(service: Running, question: str) -> None:
    answer = service.json("/api/ask", q=question)
    rested = [c for unit in answer["units"] for c in unit["clauses"]]
    rested += [target["clause"] for target in answer["targets"]] + answer["clauses"]
    assert [s["clause_id"] for s in answer["sources"]] == list(dict.fromkeys(rested)) != []
    for source in answer["sources"]:
        shown = service.json("/api/clauses", id=source["clause_id"])
        paper = service.json(f"/api/documents/{quote(source['document_id'], safe='')}")
        assert (source["title"], source["doc_number"]) == (paper["title"], paper["doc_number"])
        assert (source["path"], source["responsibility"]) == (shown["path"], shown["responsibility"])
        assert source["heading"] and shown["heading"] in ("", source["heading"])


def test_what_the_corpus_does_not_say_is_not_answered(service: Running) -> None:
    answer = service.json("/api/ask", q="火星市的航天发射由谁负责")
    assert answer["answered"] is False and answer["text"]
    assert answer["units"] == answer["targets"] == answer["clauses"] == answer["sources"] == []


def test_a_question_without_a_place_is_asked_about_the_place_given(service: Running) -> None:
    def places(q: str, **given: str) -> list[str]:
        found: list[str] = service.json("/api/ask", q=q, **given)["filters"]["jurisdictions"]
        return found

    assert places("二手车交易由哪些部门负责？", jurisdiction="海东市") == ["海东市"]
    assert places("二手车交易由哪些部门负责？", jurisdiction="630000") == ["青海省"]
    assert places("乳山市二手车交易由哪些部门负责？", jurisdiction="海东市") == ["乳山市"]
    assert service.get("/api/ask", q="二手车", jurisdiction="火星市").status_code == 404


def test_the_same_question_twice_has_the_same_answer(service: Running) -> None:
    first, second = (service.json("/api/ask", q="青海省农机报废更新") for _ in range(2))
    assert {**first, "took_ms": 0} == {**second, "took_ms": 0}


def test_search_has_the_contracts_shape(service: Running) -> None:
    found = service.json("/api/search", q="老旧小区电梯更新", limit=3)
    assert set(found) == {"hits", "took_ms"} and len(found["hits"]) == 3
    assert set(found["hits"][0]) >= EVIDENCE
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_a_place_takes_in_what_lies_within_it_unless_exact(service: Running) -> None:
    def places(**filters: str) -> set[str]:
        return {hit["jurisdiction"] for hit in service.json("/api/search", q="汽车", limit=50, **filters)["hits"]}

    assert places(jurisdiction="山东省") == {"乳山市", "东昌府区"}
    assert places(jurisdiction="山东省", exact="true") == set()
    assert places(jurisdiction="630200") == places(jurisdiction="海东市") == {"海东市"}


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"sector": "汽车"}, lambda clause: "汽车" in clause["sectors"]),
        ({"unit": "海东市商务局"}, lambda clause: "海东市商务局" in [u["name"] for u in clause["units"]]),
        ({"level": "county"}, lambda clause: clause["jurisdiction"]["level"] == "county"),
    ],
)
def test_filters_leave_only_what_fits(service: Running, filters: dict[str, str], wanted: object) -> None:
    hits = service.json("/api/search", q="以旧换新", limit=20, **filters)["hits"]
    assert hits
    for hit in hits:
        assert wanted(service.json("/api/clauses", id=hit["clause_id"]))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("path", "parameters", "status", "said"),
    [
        ("/api/ask", {}, 422, "q：缺少"),
        ("/api/ask", {"q": ""}, 422, "至少 1"),
        ("/api/ask", {"q": "   "}, 422, "空白"),
        ("/api/ask", {"q": "问" * 501}, 422, "最多 500"),
        ("/api/search", {"q": "汽车", "limit": "0"}, 422, "不小于 1"),
        ("/api/search", {"q": "汽车", "limit": "101"}, 422, "不大于 100"),
        ("/api/search", {"q": "汽车", "limit": "十"}, 422, "整数"),
        ("/api/search", {"q": "汽车", "level": "村"}, 422, "之一"),
        ("/api/search", {"q": "汽车", "exact": "也许"}, 422, "true 或 false"),
        ("/api/search", {"q": "汽车", "jurisdiction": "火星市"}, 404, "火星市"),
        ("/api/search", {"q": "汽车", "unit": "火星局"}, 404, "火星局"),
        ("/api/suggest", {"q": "x" * 101}, 422, "最多 100"),
        ("/api/nothing", {}, 404, "没有这个地址"),
    ],
)
def test_refusals_say_what_was_wrong(
    service: Running, path: str, parameters: dict[str, str], status: int, said: str
) -> None:
    response = service.get(path, **parameters)
    problem = response.json()
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert said in problem["detail"]
    assert {"type", "title", "status", "detail", "instance", "request_id"} <= set(problem)
    assert problem["request_id"] == response.headers["x-request-id"]


def test_markup_in_a_question_comes_back_as_text(service: Running) -> None:
    question = '<script>alert(1)</script><img src=x onerror=alert(1)> "二手车"由谁负责\'; DROP TABLE node; --'
    response = service.get("/api/ask", q=question)
    assert response.status_code == 200 and response.json()["question"] == question
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "question", ["\x00\x01", "\ud7ff\U0010ffff", "🚗" * 200, "𠀀𠮷由谁负责", "％%25%00", "\u202e责负谁由"]
)
def test_strange_characters_are_questions_like_others(service: Running, question: str) -> None:
    assert service.json("/api/ask", q=question)["question"] == question


def test_suggestions_by_characters_and_pinyin(service: Running) -> None:
    def first(typed: str, **narrowed: str) -> str:
        found: str = service.json("/api/suggest", q=typed, **narrowed)["suggestions"][0]["text"]
        return found

    assert first("海东市商务") == "海东市商务局"
    assert first("hdssw") == "海东市商务局"
    assert first("qinghai", kind="place") == "青海省"
    assert service.json("/api/suggest")["suggestions"] == []


def test_suggestions_do_not_wait_for_questions(service: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """While forty different questions of a hundred wait for the encoder, a suggestion is there at once."""
    ask, come = Engine.ask, threading.Event()

    def held_up(engine: Engine, *given: Any, **named: Any) -> Answer:
        come.wait(80)
        return ask(engine, *given, **named)

    monkeypatch.setattr(Engine, "ask", held_up)
    with ThreadPoolExecutor(40) as pool:
        questions = [pool.submit(service.get, "/api/ask", q=f"第{n}类设备更新由谁负责") for n in range(100)]
        try:
            wait_for(lambda: "policykg_questions_waiting 40.0" in service.get("/metrics").text)
            taken = [service.get("/api/suggest", q="海").elapsed.total_seconds() for _ in range(20)]
            assert not any(question.done() for question in questions)
        finally:
            come.set()
        assert {question.result().status_code for question in questions} == {200}
    assert min(taken) < 0.5


def test_every_answer_carries_the_security_headers(service: Running) -> None:
    for path in ("/api/stats", "/api/nothing", "/healthz", "/docs", "/api/ask"):
        headers = service.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-frame-options"] == "DENY" and headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_a_request_may_bring_its_id_if_it_is_harmless(service: Running) -> None:
    def id_of(given: str) -> str:
        return service.client.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]

    assert id_of("trace-2024.05_01") == "trace-2024.05_01"
    for harmful in ("short", "x" * 65, "a b c d e f g h", '{"a":"bcdefgh"}'):
        assert re.fullmatch("[0-9a-f]{16}", id_of(harmful))


def test_the_log_has_one_object_a_request_and_no_question(service: Running) -> None:
    service.get("/api/ask", q="机密问题由谁负责")
    lines = [line for line in service.log.getvalue().splitlines() if '"/api/ask"' in line]
    assert lines and all(line.startswith('{"at": ') for line in lines)
    assert "机密问题" not in service.log.getvalue()


def test_metrics_count_by_route_not_by_address(service: Running) -> None:
    service.get("/api/clauses/没有这个")
    text = service.get("/metrics").text
    assert 'policykg_requests_total{method="GET",route="/api/clauses/{id:path}",status="404"}' in text
    assert "没有这个" not in text
    assert "policykg_ready 1.0" in text and "policykg_documents 5.0" in text
