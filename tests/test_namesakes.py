"""Which of the goals named alike a question means: cases that a clerk could check."""

from __future__ import annotations

import pytest

from search.knowledge import Goal
from search.namesakes import of_the_named, with_siblings, without_namesakes
from search.sureness import Weighed
from search.words import Word


def _weighed(indicator: str, value: float, score: float, told: float, *, due: str | None = None) -> Weighed:
    goal = Goal(
        f"{indicator}{value}{due}", "doc:一", indicator, "=", "level", value, None, "%", None, due, None, None, ""
    )
    return Weighed(goal, indicator, score, told)


TOWN, VILLAGE = _weighed("书屋专管员数量", 2, 0.9, 0.8), _weighed("书屋专管员数量", 1, 0.85, 0.5)
OWN, OTHERS = _weighed("青山市书屋开放率", 80, 0.9, 0.8), _weighed("其他县市书屋开放率", 70, 0.8, 0.8)


def test_of_two_named_alike_the_one_whose_sentence_tells_more_is_meant() -> None:
    assert without_namesakes([TOWN, VILLAGE], ["市", "市"]) == [TOWN]


@pytest.mark.parametrize(
    "others",
    [
        [_weighed("书屋专管员数量", 1, 0.85, 0.75)],  # as well told
        [_weighed("书屋专管员数量", 3, 0.85, 0.5, due="2027")],  # for another year
        [_weighed("书屋讲解员数量", 1, 0.85, 0.5)],  # named otherwise
    ],
)
def test_others_stay(others: list[Weighed]) -> None:
    assert without_namesakes([TOWN, *others], ["市", "市"]) == [TOWN, *others]


def test_namesakes_of_two_documents_stay() -> None:
    assert without_namesakes([TOWN, VILLAGE], ["市", "县"]) == [TOWN, VILLAGE]


def test_goals_told_together_are_both_meant_where_neither_is_named() -> None:
    assert with_siblings([OWN], [OWN, OTHERS, TOWN], [Word("书屋", 2.0), Word("开放率", 3.0)]) == [OWN, OTHERS]


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (OTHERS, "青山"),  # whose it is is asked for
        (_weighed("其他县市书屋开放率", 70, 0.5, 0.8), "书屋"),  # too far behind
        (_weighed("其他县市书屋开放率", 70, 0.8, 0.8, due="2027"), "书屋"),  # for another year
        (_weighed("其他县市藏书率", 70, 0.8, 0.8), "书屋"),  # of something else
    ],
)
def test_a_goal_alone_is_meant(other: Weighed, word: str) -> None:
    assert with_siblings([OWN], [OWN, other], [Word(word, 2.0)]) == [OWN]


def test_a_row_that_the_question_prints_is_meant_alone() -> None:
    assert of_the_named([OWN, OTHERS, TOWN], "青山市书屋开放率多少") == [OWN, TOWN]
    assert of_the_named([OWN, OTHERS], "书屋开放率多少") == [OWN, OTHERS]
    assert of_the_named([OWN, OTHERS], "青山市和其他县市书屋开放率多少") == [OWN, OTHERS]
