"""Answers on what a place's plan added to the one above it and what it left out (新增与缺口)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.view import normal
from search.answers import Answer
from search.asked_gaps import Side, Spoken, side_of, takes_up
from search.desk import Desk, given, nothing
from search.gaps import PlanGaps, compared
from search.knowledge import Paper
from search.understand import PlaceFound

MOST = 10  # pairs of documents that are compared
NAMED = 5  # headings that the text tells
_OURS = re.compile(r"[我本][省市县区州盟旗]|我们|本地")
CAUTION = "按两份文件的文字对照得出，请以原文为准"
CAUTION_ENGLISH = "found by comparing the wording of the two; the source text decides"


def about_gaps(desk: Desk) -> Answer | None:
    """What a place's plan added or left out, where a question asks for no more; None where it asks for more."""
    below, spoken = _below(desk)
    if below is None:
        return None
    side = side_of(normal(desk.question.text).lower(), spoken)
    if side is None:
        return None
    topic = replace(desk, question=replace(desk.question, intent="topic"))
    papers = desk.knowledge.papers_in(below, exact=True) or desk.knowledge.papers_in(below)
    relations = desk.links(papers)
    origins = [o for p in papers for o in relations.parents.get(p, ()) if o.parent in desk.knowledge.papers]
    asked = set(_above(desk, below))
    origins = [o for o in origins if desk.knowledge.papers[o.parent].place in asked] or origins
    place = desk.knowledge.gazetteer.place(below).name
    if not origins:
        zh, en = f"库中没有{place}文件的上级文件，无法对照。", f"No document above that of {place} is in the corpus."
        return nothing(topic, zh, en, hits=[])
    plans = [compared(desk.knowledge, relations, origin) for origin in origins[:MOST]]
    sides: tuple[Side, ...] = ("missing", "added") if side == "both" else (side,)
    clauses = list(dict.fromkeys(clause for plan in plans for one in sides for clause in _of(plan, one)))
    text = desk.say("；", "; ").join(_said(desk, plan, one) for plan in plans for one in sides)
    text += desk.say(f"（{CAUTION}）。", f" ({CAUTION_ENGLISH}).")
    reasons = {clause: "本地新增" for plan in plans for clause in plan.added}
    hits = [hit for c in clauses for hit in desk.retriever.listed([c], reasons.get(c, "未见承接"))]
    return given(topic, text, hits, clauses=clauses) if clauses else nothing(topic, text, text, hits=[])


def _below(desk: Desk) -> tuple[str | None, list[Spoken]]:
    """The one place below of those that a question names, and all of them; None where there are several or none."""
    knowledge = desk.knowledge
    places = [place for place in desk.question.places if place.codes]
    plain, implied = normal(desk.question.text).lower(), list[Spoken]()
    if not places and desk.home and (ours := _OURS.search(plain)):
        places = [PlaceFound(ours[0], (desk.home,), ours.start(), ours.end())]
    elif not places and desk.home and takes_up(plain):
        places, implied = [PlaceFound("", (desk.home,), 0, 0)], [Spoken(0, 0, False)]
    held = [(place, next((c for c in place.codes if knowledge.papers_in(c)), place.codes[0])) for place in places]
    codes = {code for _, code in held}
    over = {code for code in codes if any(code in _above(desk, other) for other in codes)}
    spoken = [Spoken(place.start, place.end, code in over) for place, code in held if place.end > place.start]
    lower = codes - over
    return (lower.pop() if len(lower) == 1 else None), [*implied, *spoken]


def _above(desk: Desk, code: str) -> list[str]:
    """The places above a place that the question names; all of them where it names none."""
    places = [p.code for p in desk.knowledge.gazetteer.above(code)]
    named = {c for place in desk.question.places for c in place.codes}
    return [c for c in places if c in named] or places


def _of(plan: PlanGaps, side: Side) -> Sequence[str]:
    return plan.added if side == "added" else plan.missing


def _said(desk: Desk, plan: PlanGaps, side: Side) -> str:
    knowledge = desk.knowledge
    child, parent = (_titled(desk, knowledge.papers[id]) for id in (plan.child, plan.parent))
    clauses = _of(plan, side)
    if not clauses:
        zh = "没有发现上级文件以外的条款" if side == "added" else "没有发现未承接的条款"
        en = "no clause beyond it was found" if side == "added" else "no clause without a counterpart was found"
        return desk.say(f"{child}与{parent}对照，{zh}", f"{child} against {parent}: {en}")
    captions = [knowledge.pieces[clause].caption for clause in clauses[:NAMED]]
    zh = "、".join(captions) + ("等" if len(clauses) > NAMED else "")
    en = "; ".join(captions) + (" …" if len(clauses) > NAMED else "")
    if side == "added":
        return desk.say(
            f"{child}与{parent}对照，本地新增 {len(clauses)} 条：{zh}",
            f"{child} against {parent}: {len(clauses)} clauses added locally: {en}",
        )
    return desk.say(
        f"{parent}的 {plan.asked} 条要求中，{child}未见承接的有 {len(clauses)} 条：{zh}",
        f"of {plan.asked} clauses of {parent} that ask something, {len(clauses)} were not taken up by {child}: {en}",
    )


def _titled(desk: Desk, paper: Paper) -> str:
    return desk.knowledge.place_name(paper.id) + f"《{paper.title}》"
