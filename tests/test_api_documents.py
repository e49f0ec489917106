"""What the service shows of the graph: documents, clauses, units, targets, lineage, gaps, pictures, spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from serving import Running

from search.adapter import adapter

CITY = "东政办〔2024〕66号"


@pytest.fixture(scope="module")
def service(service_of_each: Running) -> Running:
    """Over each kind of store."""
    return service_of_each


@pytest.fixture(scope="module")
def documents(service: Running) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = service.json("/api/documents")["items"]
    return listed


@pytest.fixture(scope="module")
def city(documents: list[dict[str, Any]]) -> str:
    """The id of 海东市's plan."""
    return next(str(d["id"]) for d in documents if d["doc_number"] == CITY)


def test_the_list_is_newest_first_and_pages(service: Running, documents: list[dict[str, Any]]) -> None:
    dates = [d["issued_on"] or "" for d in documents]
    assert len(documents) == 5 and dates == sorted(dates, reverse=True)
    pages = [service.json("/api/documents", limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [d for page in pages for d in page["items"]] == documents
    assert {page["total"] for page in pages} == {5}


@pytest.mark.parametrize(
    ("filters", "places"),
    [
        ({"jurisdiction": "青海省"}, {"青海省", "海东市"}),
        ({"jurisdiction": "青海省", "exact": "true"}, {"青海省"}),
        ({"level": "city"}, {"海东市", "乌海市"}),
        ({"q": "66号"}, {"海东市"}),
        ({"q": "没有这几个字"}, set()),
    ],
)
def test_the_list_narrows(service: Running, filters: dict[str, str], places: set[str]) -> None:
    found = service.json("/api/documents", **filters)["items"]
    assert {d["jurisdiction"]["name"] for d in found} == places


def test_a_document_knows_its_parent_and_its_child(service: Running, city: str) -> None:
    shown = service.json(f"/api/documents/{quote(city)}")
    (parent,) = shown["derives_from"]
    assert (
        parent["jurisdiction"] == "青海省" and parent["basis"] == "citation" and "青政〔2024〕23号" in parent["quote"]
    )
    above = service.json(f"/api/documents/{quote(parent['document_id'])}")
    assert [child["document_id"] for child in above["derived_by"]] == [city]
    assert city in [citing["document_id"] for citing in above["cited_by"]]


def test_every_mark_in_the_text_stands_where_it_says(service: Running, documents: list[dict[str, Any]]) -> None:
    """A reader page cuts the source text at these offsets."""
    checked = 0
    for document in documents:
        shown = service.json(f"/api/documents/{quote(document['id'])}/text")
        text = shown["text"]
        for clause in shown["clauses"]:
            assert 0 <= clause["start"] <= clause["end"] <= len(text)
            if clause["heading"]:
                assert _squeezed(clause["heading"]) in _squeezed(text[clause["start"] : clause["end"]])
            for target in clause["targets"]:
                assert _squeezed(target["quote"]) == _squeezed(text[target["start"] : target["end"]])
            for unit in clause["units"]:
                assert _squeezed(unit["mention"]) == _squeezed(text[unit["start"] : unit["end"]])
                checked += 1
        for citation in shown["citations"]:
            assert _squeezed(citation["quote"]) == _squeezed(text[citation["start"] : citation["end"]])
    assert checked > 300


def _squeezed(text: str) -> str:
    """Without line breaks, blanks and page numbers (-2-), which a value leaves out."""
    return re.sub(r"[-—]\d+[-—]", "", "".join(text.split()))


def test_clauses_come_in_order_with_their_parents(service: Running, city: str) -> None:
    clauses = service.json(f"/api/documents/{quote(city)}/text")["clauses"]
    assert [c["order"] for c in clauses] == sorted(c["order"] for c in clauses)
    by_id = {c["id"]: c for c in clauses}
    below = by_id[f"{city}#二/（十六）"]
    assert by_id[below["parent"]]["path"] == "二"
    assert below["sources"] and below["sectors"]


def test_a_clause_by_path_and_by_query_is_the_same(service: Running, city: str) -> None:
    id = f"{city}#二/（十六）"
    by_query = service.json("/api/clauses", id=id)
    assert service.json(f"/api/clauses/{quote(id, safe='')}") == by_query
    assert service.json(f"/api/clauses/{quote(id, safe='/')}") == by_query
    assert by_query["path"] == "二/（十六）" and [c["path"] for c in by_query["above"]] == ["二"]
    assert service.json("/api/clauses", id=by_query["next"])["previous"] == id
    assert {u["name"] for u in by_query["units"]} >= {"海东市商务局", "海东市公安局"}


def test_the_trace_of_a_clause_reaches_the_province(service: Running, city: str) -> None:
    id = f"{city}#二/（十六）"
    traced = service.json(f"/api/clauses/{quote(id, safe='')}/trace")
    assert traced == service.json("/api/clauses/trace", id=id)
    first = traced["up"][0]
    assert first["clause"]["jurisdiction"]["name"] == "青海省" and first["strength"] in ("verbatim", "adapted")
    assert "".join(p["now"] for p in first["pieces"]) == traced["clause"]["text"]
    assert {p["kind"] for p in first["pieces"]} >= {"kept"}
    down = service.json("/api/clauses/trace", id=first["clause"]["id"])["down"]
    assert id in [step["clause"]["id"] for step in down]


def test_a_unit_has_its_duties_company_and_counterparts(service: Running) -> None:
    unit = service.json("/api/units/海东市商务局")
    assert unit == service.json(f"/api/units/{quote(unit['id'], safe='')}")
    (document,) = unit["duties"]
    assert document["document"]["jurisdiction"]["name"] == "海东市"
    assert unit["responsible"] == len({d["clause_id"] for d in document["duties"] if d["role"] == "responsible"})
    assert "海东市公安局" in [other["name"] for other in unit["together"]]
    above = {u["name"] for u in unit["above"]}
    assert all(name.startswith("青海省") for name in above)


def test_units_narrow_by_place_and_name(service: Running) -> None:
    found = service.json("/api/units", jurisdiction="海东市", q="商务", collective="false")
    assert [u["name"] for u in found["items"]][:1] == ["海东市商务局"]
    assert all(not u["collective"] for u in found["items"])


def test_an_indicator_over_places_sets_child_against_parent(service: Running) -> None:
    (indicator,) = service.json("/api/targets/compare", indicator="二手车交易量")["indicators"]
    places = [t["jurisdiction"]["name"] for group in indicator["groups"] for t in group["items"]]
    assert {"青海省", "海东市"} <= set(places)
    assert all(t["unit"] == group["unit"] for group in indicator["groups"] for t in group["items"])
    ids = {t["id"] for group in indicator["groups"] for t in group["items"]}
    assert indicator["links"] and {link["child"] for link in indicator["links"]} <= ids


def test_targets_narrow_by_indicator_place_and_year(service: Running) -> None:
    found = service.json("/api/targets", indicator="回收量", jurisdiction="青海省", year="2027")["items"]
    assert found
    for target in found:
        assert "回收量" in target["indicator"] and target["deadline"].startswith("2027")
        assert target["jurisdiction"]["full_name"].startswith("青海省")


def test_gaps_of_a_city_against_its_province(service: Running) -> None:
    found = service.json("/api/gaps", jurisdiction="海东")
    (plan,) = found["above"]
    assert plan["child"]["doc_number"] == CITY and plan["parent"]["jurisdiction"]["name"] == "青海省"
    assert plan["asked"] == plan["taken"] + len(plan["missing"]) > len(plan["missing"])
    assert {p["comparison"] for p in plan["goals"]} <= {"equal", "higher", "lower", "changed"}
    assert {one["clause"]["id"] for one in plan["taken_up"]}.isdisjoint(c["id"] for c in plan["missing"])
    assert len(plan["taken_up"]) == plan["taken"]
    pairs = {(link["child"], link["parent"], link["strength"]) for link in plan["links"]}
    by = [(b["clause"]["id"], b["parent"], b["strength"]) for one in plan["taken_up"] for b in one["by"]]
    assert by and set(by) <= pairs
    (from_above,) = service.json("/api/gaps", jurisdiction="青海省")["below"]
    assert from_above == {**plan, "taken_up": []}
    assert service.get("/api/gaps", jurisdiction="火星市").status_code == 404


@pytest.mark.parametrize("node", ["Unit:630200:海东市商务局", "630200:海东市商务局", "汽车", "630200", "二手商品"])
def test_pictures_are_bounded_and_say_why(service: Running, node: str) -> None:
    for depth, limit in ((1, 10), (2, 30), (3, 50)):
        picture = service.json("/api/graph", node=node, depth=depth, limit=limit)
        ids = [n["id"] for n in picture["nodes"]]
        assert picture["centre"] in ids and len(set(ids)) == len(ids) <= limit
        assert all(n["hops"] <= depth for n in picture["nodes"])
        for edge in picture["edges"]:
            assert edge["source"] in ids and edge["target"] in ids and edge["reason"]


def test_the_reasons_of_a_picture_come_in_both_languages(service: Running, city: str) -> None:
    def reasons(lang: str) -> set[str]:
        around = service.json("/api/graph", node=f"Clause:{city}#二/（十六）", lang=lang)
        return {edge["reason"].split("（规则")[0].split(" (rule")[0] for edge in around["edges"]}

    assert {"责任单位：原文“市商务局”", "上一级条款"} <= reasons("zh")
    assert {"responsible: printed “市商务局”", "clause above"} <= reasons("en")


def test_the_places_that_answer_to_one_above_are_named(service: Running) -> None:
    assert service.json("/api/facets")["answering"] == ["海东市"]


def test_the_tree_of_places_adds_up(service: Running) -> None:
    def total(node: dict[str, Any]) -> int:
        below = sum(total(child) for child in node["children"])
        assert node["total"] == int(node["documents"]) + below
        return int(node["total"])

    assert sum(total(root) for root in service.json("/api/places")["places"]) == 5
    counts = [s["clauses"] for s in service.json("/api/sectors")["sectors"]]
    assert counts == sorted(counts, reverse=True)


TABLES = [
    ("/api/documents", {}, "文件清单", "发文字号", 5),
    ("/api/duties", {"jurisdiction": "海东市"}, "责任分工表", "责任单位", None),
    ("/api/targets", {"jurisdiction": "海东市"}, "目标任务台账", "目标值", None),
    ("/api/units", {"jurisdiction": "海东市"}, "单位清单", "牵头", None),
    ("/api/gaps", {"jurisdiction": "海东市"}, "承接情况对照表", "类别", None),
    ("/api/search", {"q": "汽车", "limit": "7"}, "检索结果", "摘录", 7),
    ("/api/targets/compare", {"indicator": "二手车交易量"}, "指标对比表", "上级目标值", 5),
    ("/api/clauses/trace", {"id": f"{CITY}~1d0b2f19#二/（十六）"}, "条款沿革表", "删去", 3),
]


@pytest.mark.parametrize(("path", "filters", "title", "column", "count"), TABLES)
def test_lists_open_as_spreadsheets(
    service: Running, path: str, filters: dict[str, str], title: str, column: str, count: int | None
) -> None:
    response = service.get(path, **filters, format="xlsx")
    assert quote(title) in response.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None and sheet.title == title
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    plain = service.get(path, **filters, format="csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(plain)))
    assert lines[0] == rows[0] and column in lines[0] and len(lines) == len(rows)
    if path in ("/api/documents", "/api/duties", "/api/targets", "/api/units"):
        count = service.json(path, **filters)["total"]
    assert count is None or len(rows) == count + 1
    assert len(rows) > 1


def test_a_list_that_has_not_changed_is_not_sent_again(service: Running) -> None:
    first = service.get("/api/documents")
    mark = first.headers["etag"]
    again = service.client.get("/api/documents", headers={"If-None-Match": mark})
    assert (again.status_code, again.content) == (304, b"") and again.headers["etag"] == mark
    assert service.client.get("/api/documents", headers={"If-None-Match": '"x"'}).status_code == 200


def test_every_address_that_can_be_got_can_be_asked_for_its_head(service: Running) -> None:
    for path in ("/api/documents", "/api/stats", "/docs", "/healthz"):
        head = service.client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == service.get(path).headers["content-type"]


def test_a_wrong_method_names_the_right_ones(service: Running, city: str) -> None:
    response = service.client.post(f"/api/documents/{quote(city)}")
    assert response.status_code == 405 and response.headers["allow"] == "DELETE, GET"
    assert service.client.put("/api/documents").headers["allow"] == "GET, POST"


@pytest.mark.parametrize(
    "path",
    [
        "/api/documents/..%2f..%2fetc%2fpasswd",
        "/api/documents/%2e%2e/keys.json",
        "/docs/files/../../keys.py",
        "/docs/files/%2e%2e/%2e%2e/keys.py",
        "/docs/files/..%2f..%2fapp.py",
        "/docs/files/%00",
        "/static/../app.py",
        "/assets/x/..%2f..%2fapp.py",
        "/api/clauses/%00",
        "/api/units/..%5c..%5cx",
        "//etc/passwd",
    ],
)
def test_path_tricks_lead_nowhere(service: Running, path: str) -> None:
    response = service.client.get(f"{service.url}{path}")
    assert response.status_code in (404, 405, 400) and b"import" not in response.content


def test_the_documentation_works_without_the_internet(service: Running) -> None:
    page = service.get("/docs").text
    assert "http://" not in page and "https://" not in page and "<script>" not in page
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        assert name in page
        assert service.get(f"/docs/files/{name}").status_code == 200
    described = service.json("/openapi.json")
    examples = described["components"]["schemas"]["Evidence"]["properties"]["heading"]["examples"]
    assert examples == ["完善二手商品交易体系"]
    assert "ProblemShown" in described["components"]["schemas"]


def test_what_the_service_is(service: Running) -> None:
    about = service.json("/api/about")
    assert about["read_only"] is True and about["question_characters"] == 500
    stats = service.json("/api/stats")
    assert (stats["documents"], stats["encoder"]) == (5, adapter().name)
    assert stats["nodes"]["Clause"] == stats["clauses"]
