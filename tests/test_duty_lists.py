"""Who is named where a plan's tasks name nobody, and a list of duties gives each body a line."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.engine import Engine

PLAN = """泰宁县古桥保护工作方案
为保护古桥，制定本方案。
一、主要任务
1.检测桥身。用雷达检测桥身，给每座古桥建一份病害台账。
2.修补桥面。用青石修补桥面，桥头立碑说明。
3.疏通桥下河道。清走桥孔里的淤泥和漂木。
4.夜间照亮古桥。在桥栏安装暖色地灯，二十三点后熄灭。
5.征集古桥故事。向老人征集古桥故事，编成小册子。
二、成员单位职责
县文旅局：负责桥身检测和病害台账，牵头编写古桥小册子。
县交通运输局：负责桥面修补。
县水利局：负责桥孔清淤，指导打捞漂木。
县城管局：负责桥栏地灯的安装和熄灭。
县财政局、县审计局：按职责分工管好古桥经费。
各乡镇：负责日常看护。
泰宁县人民政府
2024年5月6日
"""


@pytest.fixture(scope="module")
def bridges(engine_over: EngineOver) -> Engine:
    """Answers questions over one made-up plan."""
    return engine_over({"古桥.txt": PLAN})


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("泰宁县古桥桥面修补由哪个部门负责？", ["泰宁县交通运输局"]),
        ("泰宁县古桥桥孔清淤归谁管", ["泰宁县水利局"]),
        ("泰宁县桥栏地灯由谁负责", ["泰宁县城市管理局"]),
        ("泰宁县古桥小册子由谁牵头编写？", ["泰宁县文旅局"]),
    ],
)
def test_the_line_of_the_list_on_the_task_answers(bridges: Engine, question: str, names: list[str]) -> None:
    given = bridges.ask(question)
    assert given.intent == "units"
    assert [unit.name for unit in given.units] == names
    assert {clause.rpartition("#")[2] for clause in given.clauses} == {"二"}


def test_a_task_that_no_line_of_the_list_is_on_names_nobody(bridges: Engine) -> None:
    given = bridges.ask("泰宁县向老人征集古桥故事由哪个部门负责？")
    assert not given.answered
    assert "征集古桥故事" in given.text
