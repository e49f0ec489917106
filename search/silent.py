"""Places that a question names and an answer says nothing of (未写明的地区): said in so many words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from kg.view import normal
from search.answer_units import PLAINLY, named_units_of
from search.answers import Answer
from search.desk import Desk
from search.hits import Hit

# What stands between two places that are both asked about: 海东和乌海, 海东市、乌海市, Haidong and Wuhai.
_BETWEEN = re.compile(
    r"""[市县区省]?[\s的]*(?:[和与跟同及、，/]|以及|还有|还是|\b(?:and|or|versus|vs\.?)\b)
        [\s，]*(?:and\b|in\b|the\b|\s)*""",
    re.VERBOSE,
)


def with_silent_places(desk: Desk, answer: Answer) -> Answer:
    """The answer with a word on each place named that it has nothing of.

    海东和乌海谁负责充电桩 is also told that Wuhai's clause on it names nobody; 海东谁负责充电桩 is not.
    What was not found is never said to be not written: that is only known of a clause on the matter.
    """
    if not answer.answered or answer.intent not in ("units", "targets", "compare") or len(desk.scope.names) < 2:
        return answer
    named = _named(desk)
    asked = desk.scope.names if answer.intent == "compare" else _joined(desk)
    telling = _telling(desk, answer, named)
    silent = [name for name in desk.scope.names if name in asked and name not in telling]
    if not silent:
        return answer
    said = [name + desk.say("：", ": ") + _of(desk, answer, _closest(desk, name, named)) for name in silent]
    joined = desk.say("；", "; ").join(said) + desk.say("。", ".")
    return replace(answer, text=answer.text + desk.say("", " ") + joined)


def _of(desk: Desk, answer: Answer, closest: Hit | None) -> str:
    """What is known of a place: its clause on the matter says no such thing, or nothing was found."""
    wanted = "units" if answer.units else "targets" if answer.targets else "clauses"
    if closest is None or wanted == "clauses":
        return desk.say("没有找到与此有关的内容", "nothing on this matter was found")
    piece = desk.knowledge.pieces[closest.clause]
    below = [desk.knowledge.pieces[c] for c in desk.knowledge.subtree(piece.id)]
    if wanted == "units":
        told = any(p.duties for p in below) or bool(named_units_of(desk, [closest]))
    else:
        told = any(p.goals for p in below)
    what, english = {
        "units": ("责任单位", "responsible unit"),
        "targets": ("这一数量目标", "such figure"),
    }[wanted]
    if closest.matter >= PLAINLY and not told:
        return desk.say(
            f"文件讲到此事的条款“{piece.caption}”未写明{what}",
            f"the clause that deals with this (“{piece.caption}”) gives no {english}",
        )
    return desk.say(
        f"没有找到{what}，最接近的条款是“{piece.caption}”",
        f"no {english} was found; the closest clause is “{piece.caption}”",
    )


def _closest(desk: Desk, name: str, named: Mapping[str, str]) -> Hit | None:
    """The clause of a place that comes closest to the question."""
    for hit in desk.found():
        piece = desk.knowledge.pieces[hit.clause]
        if (home := desk.knowledge.home(piece)) and _narrowest(desk, home, named) == name:
            return hit
    return None


def _named(desk: Desk) -> dict[str, str]:
    """Code → name of the places that a question names, or is asked in (我市和省里), and that are looked into."""
    gazetteer = desk.knowledge.gazetteer
    codes = [code for place in desk.question.places for code in place.codes]
    if desk.home and not desk.question.places:
        codes = [desk.home, *(place.code for place in gazetteer.above(desk.home))]
    names = {code: gazetteer.place(code).name for code in codes if code in gazetteer}
    return {code: name for code, name in names.items() if name in desk.scope.names}


def _joined(desk: Desk) -> set[str]:
    """The places named beside each other: 海东和乌海, Haidong and Wuhai; not 东昌府区 and 山东 in 山东家电消费节."""
    plain, gazetteer = normal(desk.question.text).lower(), desk.knowledge.gazetteer
    places = sorted((p for p in desk.question.places if p.codes or p.name), key=lambda p: p.start)
    beside = [pair for pair in pairwise(places) if _BETWEEN.fullmatch(plain, pair[0].end, pair[1].start)]
    homes = desk.knowledge.homes(place.key for pair in beside for place in pair)
    return {gazetteer.place(home).name if home in gazetteer else home for home in homes}


def _telling(desk: Desk, answer: Answer, named: Mapping[str, str]) -> set[str]:
    """The places named that what is answered is of."""
    gazetteer = desk.knowledge.gazetteer
    clauses = {c for unit in answer.units for c in unit.clauses} | {t.clause for t in answer.targets}
    found = set()
    for code in {desk.knowledge.home(desk.knowledge.pieces[clause]) for clause in clauses or answer.clauses} - {None}:
        found.add(_narrowest(desk, str(code), named))
        # the city's clauses on a district that has no documents
        found.update(
            name
            for one, name in named.items()
            if not desk.knowledge.papers_in(one) and code in gazetteer and gazetteer.contains(str(code), one)
        )
    return {name for name in found if name}


def _narrowest(desk: Desk, code: str, named: Mapping[str, str]) -> str | None:
    """The narrowest of the places named that a place is or lies in: 海东 rather than 青海."""
    gazetteer = desk.knowledge.gazetteer
    if code not in gazetteer:  # the name of a place in no gazetteer
        return code if code in desk.scope.names else None
    holding = [one for one in named if gazetteer.contains(one, code)]
    return named[max(holding, key=lambda one: len(gazetteer.above(one)))] if holding else None
