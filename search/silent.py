"""Places that a question names and an answer says nothing of (未写明的地区): said in so many words."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from kg.view import normal
from search.answers import Answer
from search.desk import Desk

_BETWEEN = re.compile(
    r"[市县区省]?[\s的]*(?:[和与跟同及、，/]|以及|还有|还是|\b(?:and|or|versus|vs\.?)\b)[\s，]*(?:and\b|in\b|the\b|\s)*"
)


def with_silent_places(desk: Desk, answer: Answer) -> Answer:
    """The answer with a word on each place named that it has nothing of: 乌海市：文件未写明责任单位。

    海东和乌海谁负责充电桩 gets it where only one of the two names bodies; 海东谁负责充电桩 never does.
    """
    if not answer.answered or answer.intent not in ("units", "targets", "compare") or len(desk.scope.names) < 2:
        return answer
    asked = desk.scope.names if answer.intent == "compare" else _joined(desk)
    silent = [name for name in desk.scope.names if name in asked and name not in _telling(desk, answer)]
    if not silent:
        return answer
    what = _what(desk, answer)
    said = desk.say("；", "; ").join(name + desk.say("：", ": ") + what for name in silent)
    return replace(answer, text=answer.text + ("" if desk.zh else " ") + said + desk.say("。", "."))


def _joined(desk: Desk) -> set[str]:
    """The places named beside each other: 海东和乌海, Haidong and Wuhai; not 东昌府区争创好品山东."""
    plain, gazetteer = normal(desk.question.text).lower(), desk.knowledge.gazetteer
    places = sorted((p for p in desk.question.places if p.codes), key=lambda p: p.start)
    beside = [pair for pair in pairwise(places) if _BETWEEN.fullmatch(plain, pair[0].end, pair[1].start)]
    return {gazetteer.place(code).name for pair in beside for place in pair for code in place.codes}


def _what(desk: Desk, answer: Answer) -> str:
    if answer.targets:
        return desk.say("文件未写明这一数量目标", "the documents give no such figure")
    if answer.units:
        return desk.say("文件未写明责任单位", "the documents name no responsible unit")
    return desk.say("文件中没有找到与此有关的内容", "nothing on this matter was found")


def _telling(desk: Desk, answer: Answer) -> set[str]:
    """The places named that what is answered is of: the narrowest that holds it (海东 rather than 青海)."""
    gazetteer = desk.knowledge.gazetteer
    named = {
        code: gazetteer.place(code).name
        for place in desk.question.places
        for code in place.codes
        if code in gazetteer and gazetteer.place(code).name in desk.scope.names
    }
    clauses = {c for unit in answer.units for c in unit.clauses} | {t.clause for t in answer.targets}
    telling = {desk.knowledge.pieces[clause].place for clause in clauses or answer.clauses}
    found = set()
    for code in map(str, telling - {None}):
        holding = [one for one in named if gazetteer.contains(one, code)]
        if holding:
            found.add(named[max(holding, key=lambda one: len(gazetteer.above(one)))])
        # the city's clauses on a district that has no documents
        found.update(named[one] for one in named if not desk.knowledge.papers_in(one) and gazetteer.contains(code, one))
    return found
