"""Goals of one paper that are named alike (同名目标): which one a question means, and which it means together.

专管员不少于2名 of a town and 1名 of a village are told apart by the rest of their sentences; the rates of 甲市 and of
其他县市 in one sentence are both meant where neither is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from search.sureness import Weighed
from search.words import Word

MORE = 0.1  # how much more of the question the sentence of the one that is meant tells
TAIL = 5  # characters at the end of their indicators that goals told together share
BESIDE = 0.8  # share of the score of the one that is meant that those told with it have


def without_namesakes(chosen: Sequence[Weighed], documents: Sequence[str]) -> list[Weighed]:
    """Without goals named like another of the same document and year whose sentence tells more of the question.

    `documents` are those of the goals, in the same order. Goals for other years stay.
    """
    told: dict[tuple[str | None, ...], float] = {}
    named = [
        (document, w.goal.indicator, w.goal.unit, w.goal.deadline)
        for w, document in zip(chosen, documents, strict=True)
    ]
    for one, name in zip(chosen, named, strict=True):
        told[name] = max(told.get(name, 0.0), one.told)
    return [one for one, name in zip(chosen, named, strict=True) if one.told > told[name] - MORE]


def of_the_named(chosen: Sequence[Weighed], asked: str) -> list[Weighed]:
    """Without goals that differ from another only in whose they are, where the question prints that other's name.

    甲县改造多少户 asks for 甲县改造户数, not for 乙区改造户数 of the same table, whether or not the county is known.
    """
    return [one for one in chosen if not any(_names_another(one, other, asked) for other in chosen)]


def _names_another(one: Weighed, other: Weighed, asked: str) -> bool:
    goal, beside = one.goal, other.goal
    if (goal.clause, goal.unit, goal.deadline) != (beside.clause, beside.unit, beside.deadline):
        return False
    own, others = _heads(goal.indicator, beside.indicator)
    alike = len(goal.indicator) - len(own) > 1
    return alike and bool(own and others) and others in asked and own not in asked


def with_siblings(chosen: Sequence[Weighed], weighed: Sequence[Weighed], words: Sequence[Word]) -> list[Weighed]:
    """With the goals told beside the one chosen that differ from it only in whose they are, where none is asked for."""
    if len(chosen) != 1:
        return list(chosen)
    best = chosen[0]
    return [best, *(one for one in weighed if one is not best and _is_sibling(one, best, words))]


def _is_sibling(one: Weighed, best: Weighed, words: Sequence[Word]) -> bool:
    goal, other = one.goal, best.goal
    if (goal.clause, goal.unit, goal.deadline) != (other.clause, other.unit, other.deadline):
        return False
    heads = _heads(goal.indicator, other.indicator)
    asked = any(word.share(head) for word in words for head in heads if head)
    tail = len(goal.indicator) - len(heads[0])
    return tail >= TAIL and not asked and one.score >= BESIDE * best.score


def _heads(one: str, other: str) -> tuple[str, str]:
    """What stands before the end that two indicators share."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return one[: len(one) - tail], other[: len(other) - tail]
