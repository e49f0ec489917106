"""How sure it is that a goal is asked for, by the six signs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engines import EngineOver

from search.knowledge import Goal
from search.sureness import Weighed, any_asked, judged
from search.understand import Names, Question, understand

CITY = """南平市乡村阅读提升行动方案
为丰富农村文化生活，制定本方案。
一、主要目标。到2025年，建成乡村书屋300个，行政村书屋覆盖率达到85%。
二、更新设备。每年淘汰老旧书架200台，购置电子阅览终端400台。
三、培养队伍。到2025年，培训乡村图书管理员600名。
四、经费保障。市财政每年安排购书经费200万元。
"""


def _question(text: str) -> Question:
    return understand(text, Names(lambda plain: (), lambda plain, places: ()))


def _weighed(about: str, score: float, told: float) -> Weighed:
    goal = Goal(about, "doc:一", about, "=", "level", 1.0, None, "个", None, None, None, None, about)
    return Weighed(goal, about, score, told)


def _printed(goal: Goal) -> tuple[str, str]:
    """A clause that says no more than its goal."""
    return "", goal.indicator


ASKED = _question("要建多少个乡村书屋")
OTHERS = [_weighed(about, 0.2, 0.1) for about in ("老旧书架数量", "购书经费", "图书管理员人数", "桂花树", "朗读角")]


def test_a_goal_ahead_of_the_others_is_surer_than_one_among_equals() -> None:
    one = _weighed("乡村书屋数量", 0.6, 0.5)
    alone = judged([*OTHERS, one], ASKED)[0]
    equals = judged([*(replace(o, score=0.6) for o in OTHERS), one], ASKED)
    assert alone.goal is one.goal
    assert alone.sure > next(w for w in equals if w.goal is one.goal).sure


def test_words_told_and_score_make_sure() -> None:
    sure = {w.about: w.sure for w in judged([_weighed("甲", 0.6, 0.9), _weighed("乙", 0.6, 0.2)], ASKED)}
    assert sure["甲"] > sure["乙"]


def test_the_closest_clauses_only_goal_in_the_measure_is_surer() -> None:
    one = _weighed("乡村书屋数量", 0.5, 0.5)
    plain, alone = (judged([*OTHERS, each], ASKED)[0].sure for each in (one, replace(one, alone=True)))
    assert alone > plain


@pytest.mark.parametrize(
    ("about", "score", "told", "asked"),
    [
        ("乡村书屋数量", 0.9, 1.0, True),  # plainly meant: the other encoder is not asked
        ("乡村书屋数量", 0.1, 0.1, False),  # plainly not
        ("乡村书屋数量", 0.57, 0.5, True),  # in doubt: alike
        ("污水管网长度", 0.57, 0.5, False),  # in doubt: unlike
        ("乡村书屋数量", 0.9, 0.0, False),  # none of the telling words
    ],
)
def test_where_it_is_in_doubt_the_likeness_decides(about: str, score: float, told: float, asked: bool) -> None:
    assert any_asked(judged([_weighed(about, score, told), *OTHERS], ASKED), "建乡村书屋", _printed) is asked


@pytest.mark.parametrize(
    ("clause", "asked"),
    [
        (("书香乡村", "在中心村建乡村书屋，配备桌椅和图书，村民自己看管。"), True),
        (("管网改造", "更换破损的污水管网，雨水和污水分开排放。"), False),
    ],
)
def test_where_the_likeness_leaves_it_open_the_clause_decides(clause: tuple[str, str], asked: bool) -> None:
    doubted = judged([_weighed("数量", 0.57, 0.5), *OTHERS], ASKED)
    assert any_asked(doubted, "建乡村书屋", lambda goal: clause) is asked


def test_nothing_is_asked_for_where_there_are_no_goals() -> None:
    assert judged([], ASKED) == []
    assert not any_asked([], "建乡村书屋", _printed)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("南平村里的书屋要建几个", [300]),
        ("南平市2025年森林覆盖率目标是多少", []),  # 覆盖率 of something else
        ("南平到2025年要培训多少名图书管理员", [600]),
        ("What vaccination rate should Nanping reach?", []),
    ],
)
def test_figures_of_another_matter_are_not_given(engine_over: EngineOver, question: str, values: list[float]) -> None:
    assert [t.value for t in engine_over({"市.txt": CITY}).ask(question).targets] == values
