"""Two things compared that stand in one place's papers: each is looked for by itself."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.two_sides import two_sides
from search.understand import Names, understand

NOBODY = Names(lambda text: (), lambda text, places: ())


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("乡村书屋和社区食堂的补助标准有什么不同", ["乡村书屋 补助标准", "社区食堂 补助标准"]),
        ("乡村书屋与社区食堂，补助标准有什么区别", ["乡村书屋 补助标准", "社区食堂 补助标准"]),
        ("书屋和食堂在选址上各有什么要求", ["书屋", "食堂"]),
        (
            "compare what village libraries and community canteens say about opening hours",
            ["village libraries", "community canteens"],
        ),
        ("书屋的开放时间有什么不同", None),
        ("书屋和各地的差别是什么", None),
    ],
)
def test_the_two_things_that_are_compared(text: str, subjects: list[str] | None) -> None:
    sides = two_sides(understand(text, NOBODY))
    assert (sides is None) == (subjects is None)
    for side, subject in zip(sides or (), subjects or (), strict=True):
        assert side.subject.startswith(subject)


PLAN = """三明市公共服务提升方案

一、办好乡村书屋。每个书屋每年补助三千元，由村委会选址，每周开放不少于五天。

二、办好社区食堂。按用餐人次给予补贴，每餐补助两元，由街道选址。

三、整治河道。清理垃圾和杂草，修整堤岸。

四、更新公交车。淘汰老旧柴油公交车，更换新能源公交车。
"""


@pytest.mark.parametrize(
    "question", ["乡村书屋和社区食堂的补助有什么不同", "三明的社区食堂与乡村书屋，补助上有什么区别"]
)
def test_a_clause_for_each_of_two_things(engine_over: EngineOver, question: str) -> None:
    given = engine_over({"方案.txt": PLAN}).ask(question)
    assert given.intent == "compare"
    assert {clause.rpartition("#")[2] for clause in given.clauses} == {"一", "二"}


def test_two_things_of_which_one_is_nowhere_are_not_set_beside_each_other(engine_over: EngineOver) -> None:
    given = engine_over({"方案.txt": PLAN}).ask("乡村书屋和登月飞船的补助有什么不同")
    assert {clause.rpartition("#")[2] for clause in given.clauses} <= {"一"}
