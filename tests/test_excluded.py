"""Places that a question leaves out: which ones, one a line, and who answers instead."""

from __future__ import annotations

import pytest
from engines import EngineOver

from kg.places import gazetteer
from kg.view import normal
from search.engine import Engine
from search.excluded import left_out
from search.names import Places
from search.understand import Names, understand

PLAN = """{place}乡村书屋建设方案
为丰富农村文化生活，制定本方案。
一、建设书屋。到2026年，新建乡村书屋{count}个。（责任单位：市{body}局）
二、培训馆员。到2026年，培训馆员60名。（责任单位：市民政局）
{place}人民政府办公室
2024年9月2日
"""
CODES = ["350400", "350800", "350000", "630200"]


@pytest.mark.parametrize(
    ("text", "asked", "out"),
    [
        ("除三明外谁负责乡村书屋", "", "除三明外"),
        ("除了三明，还有哪些地方建乡村书屋", "", "除了三明"),
        ("除三明、龙岩以外的地方谁管书屋", "", "除三明|龙岩以外的"),
        ("三明和龙岩之外哪里建书屋", "", "三明|龙岩之外"),
        ("除三明外福建其他地方谁管书屋", "福建", "除三明外"),
        ("福建（三明除外）谁管书屋", "福建", "三明除外"),
        ("三明以外哪里建书屋", "", "三明以外"),
        ("which places other than sanming build book houses", "", "other than sanming"),
        ("who, except sanming and longyan, builds book houses", "", "except sanming|longyan"),
        ("拆除三明的旧书屋谁负责", "三明", ""),
        ("三明外贸企业谁管", "三明", ""),
        ("三明外来务工人员谁管", "三明", ""),
        ("海东和三明谁管书屋", "海东 三明", ""),
    ],
)
def test_places_left_out(text: str, asked: str, out: str) -> None:
    kept, without = left_out(text, Places(gazetteer(), CODES)(text))
    assert [place.words for place in kept] == asked.split()
    assert "|".join(text[place.start : place.end] for place in without) == out


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("除三明外福建其他地方怎么建乡村书屋", "建乡村书屋"),
        ("各市州怎么建乡村书屋", "建乡村书屋"),
        ("各旗县区怎么建乡村书屋", "建乡村书屋"),
        ("省级层面乡村书屋由谁负责", "乡村书屋"),
    ],
)
def test_the_words_that_say_so_are_no_matter(text: str, subject: str) -> None:
    assert understand(normal(text), Names(Places(gazetteer(), CODES), lambda text, places: ())).subject == subject


@pytest.fixture(scope="module")
def engine(engine_over: EngineOver) -> Engine:
    """Answers questions over a plan of each of three cities."""
    cities = (("三明市", 120, "教育"), ("龙岩市", 45, "财政"), ("海东市", 30, "商务"))
    return engine_over({f"{p}.txt": PLAN.format(place=p, count=n, body=b) for p, n, b in cities})


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("除三明外乡村书屋由谁负责建设", {"龙岩市财政局", "海东市商务局"}),
        ("三明、龙岩以外乡村书屋由谁负责建设", {"海东市商务局"}),
        ("福建省除三明外乡村书屋由谁负责建设", {"龙岩市财政局"}),
        ("三明市乡村书屋由谁负责建设", {"三明市教育局"}),
    ],
)
def test_others_answer(engine: Engine, question: str, bodies: set[str]) -> None:
    assert {unit.name for unit in engine.ask(question).units} == bodies


def test_a_place_left_out_is_none_asked_about(engine: Engine) -> None:
    asked = engine.ask("除三明外乡村书屋由谁负责建设", place="350400")
    assert asked.filters.jurisdictions == ()
    assert {unit.jurisdiction for unit in asked.units} == {"龙岩市", "海东市"}
    assert asked.question == "除三明外乡村书屋由谁负责建设"
