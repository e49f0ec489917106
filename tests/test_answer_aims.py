"""The goals of a plan as a whole, over made-up papers."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.engine import Engine

CITY = """南平市乡村阅读提升行动方案
为丰富农村文化生活，制定本方案。
一、总体要求
（一）工作思路。坚持政府主导，推动全民阅读。
（二）主要目标。到2025年，建成乡村书屋300个，行政村书屋覆盖率达到85%。到2027年，建成乡村书屋500个。
二、更新设备。每年淘汰老旧书架200台，购置电子阅览终端400台。
三、培养队伍。到2025年，培训乡村图书管理员600名。
"""
COUNTY = """邵武市乡村阅读实施方案
为推进乡村阅读，制定本方案。
一、建设书屋。到2025年，建成乡村书屋30个。
二、开设朗读角。开设朗读角120处。
邵武市人民政府办公室
2023年9月2日
"""


@pytest.fixture(scope="module")
def reading(engine_over: EngineOver) -> Engine:
    """Answers questions over the made-up papers."""
    return engine_over({"市.txt": CITY, "县.txt": COUNTY})


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("南平市的主要目标是什么？", [300, 85, 500]),  # its chapter of goals
        ("南平有哪些目标", [300, 85, 500]),
        ("南平市2025年要达到哪些目标", [300, 85]),  # of one year
        ("南平乡村阅读提升行动方案的目标有哪些？", [300, 85, 500]),  # the matter is that of the whole plan
        ("What are Nanping's main targets for 2027?", [500]),
        ("邵武市的目标任务是什么", [30, 120]),  # no such chapter: its clauses
        ("南平图书管理员培训有哪些目标", [600]),  # one matter of the plan
    ],
)
def test_the_goals_asked_for(reading: Engine, question: str, values: list[float]) -> None:
    answer = reading.ask(question)
    assert [t.value for t in answer.targets] == values
    assert set(answer.clauses) == {t.clause for t in answer.targets}


@pytest.mark.parametrize(
    "question",
    ["南平2035年的主要目标是什么", "What are Nanping's main targets for 2040?", "南平高铁建设有哪些目标"],
)
def test_goals_that_are_not_there(reading: Engine, question: str) -> None:
    answer = reading.ask(question)
    assert not answer.answered, answer.text


def test_it_is_told_that_a_plan_has_no_chapter_of_goals(reading: Engine) -> None:
    assert reading.ask("邵武市的目标有哪些").text.startswith("文件没有单列量化目标的章节")
    assert reading.ask("南平市的目标有哪些").text.startswith("南平市：到2025年，")


def test_more_goals_than_a_text_tells_are_counted(engine_over: EngineOver) -> None:
    many = "，".join(f"建成{thing}书屋{n}0个" for n, thing in enumerate("山水林田湖草沙茶竹桥村镇街站", 2))
    engine = engine_over({"市.txt": CITY.replace("建成乡村书屋500个", many)})
    answer = engine.ask("南平市的目标有哪些")
    assert len(answer.targets) == 16
    assert answer.text.endswith("另有 4 项，见所列目标。")


def test_of_too_many_plans_it_is_asked_which_one_is_meant(engine_over: EngineOver) -> None:
    papers = {f"{n}.txt": CITY.replace("阅读", thing) for n, thing in enumerate(("阅读", "健身", "供水", "绿化"))}
    answer = engine_over(papers).ask("南平市的目标有哪些")
    assert not answer.answered
    assert "4份文件各有目标" in answer.text
    assert "《南平市乡村供水提升行动方案》" in answer.text
