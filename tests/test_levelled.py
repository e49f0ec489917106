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
    "省级文化和旅游行政部门",
    "省级水利部门",
    "县级水利部门",
    "乡镇人民政府",
    "各乡（镇）人民政府",
    "江西省市级财政部门",
    "市水利局",
)
BODIES = [Body(name, name, (), name != "市水利局", None, None) for name in NAMES]


def _all(bodies: Sequence[Body]) -> tuple[str, ...]:
    return tuple(body.id for body in bodies)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("省级文旅主管部门负责什么", ["省级文化和旅游行政部门"]),
        ("省级水行政主管部门有哪些任务", ["省级水利部门"]),
        ("县级水利部门要做什么", ["县级水利部门"]),
        ("市级财政部门要做什么", ["江西省市级财政部门"]),
        ("what must township governments do", ["乡镇人民政府", "各乡（镇）人民政府"]),
        ("which tasks do township-level people's governments have", ["乡镇人民政府", "各乡（镇）人民政府"]),
        ("省级有关部门要做什么", []),
        ("省级教育部门要做什么", []),  # the graph has none
        ("县级以上部门要做什么", []),
        ("the township government must do what", []),  # the one of a place
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


PLAN = """文化和旅游部关于印发《公共图书馆看护办法》的通知
第一条 省级文化和旅游行政部门要每年检查书库的防潮，通报查出的隐患。
第二条 乡镇人民政府应当给书屋配上灭火器，张贴疏散图。
文化和旅游部
2024年5月6日
"""


@pytest.fixture(scope="module")
def libraries(engine_over: EngineOver) -> Engine:
    """Answers questions over rules for bodies of several levels."""
    return engine_over({"书屋.txt": PLAN})


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("省级文旅部门在书库防潮中要做什么？", ["第一条"]),
        ("What must township governments do about extinguishers in village libraries?", ["第二条"]),
    ],
)
def test_what_the_bodies_of_a_level_do(libraries: Engine, question: str, paths: list[str]) -> None:
    given = libraries.ask(question)
    assert given.intent == "duties"
    assert [clause.split("#")[1] for clause in given.clauses] == paths
