"""Bodies named by level and matter in a question, however the papers print them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from engines import EngineOver

from search.bodies import _in_order
from search.engine import Engine
from search.knowledge import Body
from search.levelled import levelled, sections
from search.understand import UnitFound

NAMES = (
    "省级林业和草原主管部门",
    "省级水利部门",
    "县级水利部门",
    "县级人民政府",
    "各县（市、区）人民政府",
    "江西省市级财政部门",
    "市水利局",
)
BODIES = [Body(name, name, (), name != "市水利局", None, None) for name in NAMES]


def _all(bodies: Sequence[Body]) -> tuple[str, ...]:
    return tuple(body.id for body in bodies)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("省级林草主管部门负责什么", ["省级林业和草原主管部门"]),
        ("省级水行政主管部门有哪些任务", ["省级水利部门"]),
        ("县级水利部门要做什么", ["县级水利部门"]),
        ("市级财政部门要做什么", ["江西省市级财政部门"]),
        ("what must county governments do", ["县级人民政府", "各县（市、区）人民政府"]),
        ("which tasks do county-level people's governments have", ["县级人民政府", "各县（市、区）人民政府"]),
        ("省级有关部门要做什么", []),
        ("省级教育部门要做什么", []),  # the graph has none
        ("县级以上部门要做什么", []),
        ("the county government must do what", []),  # the one of a place
    ],
)
def test_the_bodies_of_a_level(text: str, units: list[str]) -> None:
    found = levelled(text, BODIES, _in_order, _all, ())
    assert [unit for one in found for unit in one.units] == units


def test_a_name_found_otherwise_stays() -> None:
    text = "县级水利部门要做什么"
    assert levelled(text, BODIES, _in_order, _all, [UnitFound("水利", ("市水利局",), 2, 4)]) == []


OFFICES = {
    name: Body(name, name, (), False, None, None) for name in ("南昌市水利局", "南昌市水利局河湖管理科", "九江市水利局")
}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("水利局河湖管理科负责什么", "南昌市水利局河湖管理科"),
        ("水利局的河湖管理科在长江治理中负责什么", "南昌市水利局河湖管理科"),
        ("水利局河湖管理科长负责什么", "南昌市水利局"),
        ("水利局负责什么", "南昌市水利局"),
        ("水利局水资源科负责什么", "南昌市水利局"),  # the graph has none
        ("水利局科学调度负责什么", "南昌市水利局"),
    ],
)
def test_a_section_behind_the_name_of_its_body(text: str, unit: str) -> None:
    found = sections(text, [UnitFound("水利局", ("南昌市水利局",), 0, 3)], OFFICES)
    assert [one.units for one in found] == [(unit,)]


PLAN = """国家林业和草原局关于印发《湿地界标管理办法》的通知
第一条 省级林业和草原主管部门要每年组织湿地调查，公布调查结果。
第二条 县级人民政府应当划定湿地的保护范围，设立界标。
国家林业和草原局
2024年5月6日
"""


@pytest.fixture(scope="module")
def wetlands(engine_over: EngineOver) -> Engine:
    """Answers questions over rules for bodies of several levels."""
    return engine_over({"湿地.txt": PLAN})


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("省级林草部门在湿地保护中要做什么？", ["第一条"]),
        ("What must county governments do to protect wetlands?", ["第二条"]),
    ],
)
def test_what_the_bodies_of_a_level_do(wetlands: Engine, question: str, paths: list[str]) -> None:
    given = wetlands.ask(question)
    assert given.intent == "duties"
    assert [clause.split("#")[1] for clause in given.clauses] == paths
