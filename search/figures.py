"""Which targets a question asks for (目标): how much, by when.

    score = 0.5 · wording + 0.35 · meaning + 0.15 · phrasing, less where the measure asked for is another

Nothing answers where the words that tell what is counted stand neither in the target nor in its clause, where the
measure is of another kind (多少公里, 每年1万元), or where the figure asked for is there for other years only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from kg.terms import load
from kg.view import normal
from search.knowledge import Goal, Knowledge
from search.subject import Subject, Word, coverage, phrasing
from search.understand import Question

WORDING, MEANING, PHRASING = 0.5, 0.35, 0.15
CANDIDATES = 48  # goals compared by meaning
SURE, SURE_EACH = 0.45, 0.3  # how sure the surest goal and each goal must be
SURE_WITHIN = 0.6  # how sure a goal of a place within the one asked about must be
NEAR, NEAR_TOP = 0.86, 0.6  # share of the best score of its place, of the best of all
TOLD = {"zh": 0.3, "en": 0.15}  # share of the question's words that the best goal and its clause must hold
AROUND = 0.6  # what a word counts that stands in the clause, not in the goal
OTHER_YEARS = 0.75  # a goal of the year asked for must fit this well beside the best one of any year
ALSO = 0.5  # share of the best score for the other goals of a question that asks for several
# Words of measuring: they say how something is told, not what (覆盖率 of 森林 or of 农机更新, 新增 of 就业 or of 食堂).
_MEASURING = re.compile(
    r"^(?:新[增建设]|增[长加]|完成|达到|提[高升]|下降|降低|累计|突破|超过|培育|引进|建[成设]|打造|实现|力争|计划|安排)$"
    r"|(?:覆盖率|普及率|完成率|达标率|利用率|增长率|使用率|[比占]重?[例比重]|增速|增幅|规模|数量|总量|总额|总数|收入|产值|[增产销]量)$"
)
_MEASURING_WEIGHT = 0.4
_ASKED = re.compile(r"(?:多少|几)(?:[万亿千百])?(?P<unit>[一-鿿]{0,4}|%)|百分之(?:多少|几)")


_WHOLE = 5  # characters of an indicator that is no common word
_SHARE = re.compile(r"占比|比例|比重|百分之|\b(?:share|percentage|percent|proportion)\b")


@dataclass(frozen=True, slots=True)
class _Rated:
    goal: Goal
    score: float
    sure: float
    told: float


def figures(
    question: Question,
    subject: Subject,
    goals: Iterable[Goal],
    knowledge: Knowledge,
    near: Callable[[], frozenset[str]],
    meaning: Callable[[Sequence[str]], Sequence[float]],
) -> list[Goal]:
    """Returns the goals that answer: the closest of each place, and all of the same indicator.

    `near` gives the clauses that rank highest, `meaning` how close texts are to the question (0–1).
    """
    known = [w for w in subject.words if w.known]
    fitting = [g for g in goals if _measured(question, g) is not None]
    worded = {g.id: (coverage(known, described(g))[1], g) for g in fitting}
    in_time = [p for p in worded.values() if _in_time(question, p[1])]
    most = max((wording for wording, _ in worded.values()), default=0.0)
    if most >= SURE and max((wording for wording, _ in in_time), default=0.0) < OTHER_YEARS * most:
        return []
    close = near()
    in_time.sort(key=lambda p: (-p[0], p[1].id))
    few = [p for p in in_time if p[1].clause in close or p[0] > SURE_EACH][:CANDIDATES]
    if not few:
        return []
    rated = [
        _rated(question, subject, goal, wording, close_in_meaning, knowledge)
        for (wording, goal), close_in_meaning in zip(few, meaning([described(g) for _, g in few]), strict=True)
    ]
    return _nearest(sorted(rated, key=lambda r: (-r.score, r.goal.id)), question, knowledge)


def described(goal: Goal) -> str:
    """What a goal is about, as a question may put it: its scope, its indicator and the word for its change."""
    change = {"increase": "增长", "decrease": "下降", "complete": "完成"}.get(goal.change, "")
    return normal(f"{goal.scope or ''}{goal.indicator}{change}").lower()


def _rated(
    question: Question, subject: Subject, goal: Goal, wording: float, meaning: float, knowledge: Knowledge
) -> _Rated:
    words = _weighed(subject.words)
    own = normal(f"{goal.scope or ''} {goal.indicator} {goal.quote}").lower()
    piece = knowledge.pieces[goal.clause]
    around = normal(f"{piece.heading} {piece.text}").lower()
    whole = coverage(words, own)[1]
    weight = sum(w.weight for w in words) or 1.0
    told = sum(w.weight * max(w.share(own), AROUND * w.share(around)) for w in words) / weight
    runs = phrasing(subject.runs, described(goal))
    score = WORDING * wording + MEANING * meaning + PHRASING * runs + (_measured(question, goal) or 0.0)
    sure = 0.6 * whole + 0.4 * meaning if words else meaning
    return _Rated(goal, score, sure, told if words else 1.0)


def _nearest(rated: Sequence[_Rated], question: Question, knowledge: Knowledge) -> list[Goal]:
    """The best goals of each place (of all places together unless places are compared), those that are sure."""
    asked_places = {code for found in question.places for code in found.codes}
    rated = [r for r in rated if not _elsewhere(r.goal, asked_places, knowledge) or r.sure >= SURE_WITHIN]
    if not rated or max(r.sure for r in rated) < SURE or max(r.told for r in rated[:3]) < TOLD[question.language]:
        return []
    best: dict[str | None, float] = {}
    chosen = []
    for r in rated:
        place = knowledge.pieces[r.goal.clause].place if question.intent == "compare" else None
        first = best.setdefault(place, r.score)
        near = r.score >= NEAR * first and r.score >= NEAR_TOP * rated[0].score
        if (near and r.sure >= SURE_EACH) or _named(r.goal, question):
            chosen.append(r.goal)
    asked = len(_ASKED.findall(question.text))
    if asked > len(chosen) and question.intent == "targets":
        same = [r for r in rated if r.goal.clause == rated[0].goal.clause and r.score >= ALSO * rated[0].score]
        chosen = list(dict.fromkeys([*chosen, *(r.goal for r in same[:asked])]))
    return chosen


def _elsewhere(goal: Goal, asked: set[str], knowledge: Knowledge) -> bool:
    """Whether a goal is one of a place within the places asked about, which have documents of their own."""
    return bool(asked & knowledge.places) and knowledge.pieces[goal.clause].place not in asked


def _named(goal: Goal, question: Question) -> bool:
    """Whether a question lists a goal's indicator as it stands: 保有量、关键工序数控化率."""
    indicator = re.escape(normal(goal.indicator).lower())
    listed = rf"(?:、{indicator})|(?:{indicator}、)"
    return len(goal.indicator) >= _WHOLE and bool(re.search(listed, normal(question.text).lower()))


def _in_time(question: Question, goal: Goal) -> bool:
    return not question.years or not goal.deadline or goal.deadline[:4] in question.years


def _weighed(words: Sequence[Word]) -> Sequence[Word]:
    """The words with nouns of measuring made light, unless nothing else is asked for."""

    def light(word: Word) -> Word:
        return replace(word, weight=word.weight * _MEASURING_WEIGHT) if _MEASURING.search(word.form) else word

    return words if all(_MEASURING.search(word.form) for word in words) else tuple(map(light, words))


@cache
def _kinds() -> dict[str, str]:
    """Units of measure and what they measure: 公里 length, 家 count."""
    return {row.form: row.kind for row in load("measures")}


def _measured(question: Question, goal: Goal) -> float | None:
    """What speaks for or against a goal by the measure asked for; None for another kind (多少公里 and 1万元)."""
    asked = _asked_unit(question.text)
    if asked is None or goal.unit is None:
        return 0.0
    kinds = _kinds()
    own = kinds.get(goal.unit.lstrip("万亿千百")) or kinds.get(goal.unit.lstrip("万亿千百").split("/")[0])
    if own is None or kinds[asked] == own:
        return 0.1 if goal.unit.endswith(asked) else 0.0 if own is None or own == "count" else -0.1
    return None


def _asked_unit(text: str) -> str | None:
    """The one unit of measure that a question asks for: 公里 in 多少公里; None where there is none or are several."""
    kinds = _kinds()
    found = set()
    if _SHARE.search(text.lower()):
        found.add("%")
    for match in _ASKED.finditer(normal(text)):
        said = match["unit"] or ("%" if "百分之" in match[0] else "")
        found.update([unit for n in range(len(said), 0, -1) if (unit := said[:n]) in kinds][:1])
    return found.pop() if len(found) == 1 else None


def closeness(cosines: Sequence[float], middle: float, reach: float) -> list[float]:
    """Cosines stretched over what this question's cosines span (0–1)."""
    return [float(np.clip((cosine - middle) / reach, 0, 1)) for cosine in cosines]
