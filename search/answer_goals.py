"""Answers on goals (目标): how much by when, and the same matter of several places beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from search.answer_aims import aims, of_matter
from search.answer_units import named_units_of
from search.answers import Answer, NamedTarget
from search.desk import Desk, given, lift, nothing
from search.hits import Hit
from search.knowledge import Goal, Piece
from search.sentences import quoted, say_targets, say_units, telling
from search.two_sides import two_sides

LIKELY = 0.3  # how sure the best clause of a source question must be where none is surely meant
# What is compared is a quantity: 谁的占比高, 比省里多吗, which is higher.
_MEASURED = re.compile(
    r"""占比|比例|比率|(?:[高低多少大小快慢早晚松紧]|严格?|宽松)(?:吗|么|些|一些|多少|还是|，|？|\?|$)|[高低多少大小](?:出|了)
      |\b(?:higher|lower|larger|smaller|bigger|more|fewer|less|highest|lowest)\b""",
    re.VERBOSE,
)
SAID = 6  # goals that the text of an answer tells
LISTED = 12  # the same where the goals of a whole plan are asked for
SIDES = 6  # places set beside each other in it
# What a question names that asks for nothing in so many words is a quantity: 每千人口托位数, 秸秆综合利用率.
_QUANTITY = re.compile(
    r"""[一-鿿](?:率|占比|比重|比例|总量|总额|规模|面积|产值|[产销容存能客货]量|数量?|密度|浓度|系数|增速|增幅|里程|保有量)$
      |\b(?:rate|share|ratio|coverage|percentage|capacity|number|area|density)$""",
    re.VERBOSE,
)
_ASKING = re.compile(
    r"[？?吗呢谁哪怎咋啥]|什么|如何|多[少久长]|[是能可有]不|\b(?:who|what|which|how|where|when|is|are|can)\b"
)


def targets(desk: Desk) -> Answer:
    """How much by when: the goals whose indicator is asked for."""
    whole = aims(desk)
    if isinstance(whole, Answer):
        return whole
    hits = desk.hits()
    if whole is not None:
        return figures(desk, whole[0], hits, said=LISTED, lead=whole[1])
    goals = desk.retriever.goals(desk.question, desk.scope.clauses) or of_matter(desk, hits)
    if not goals:
        zh, en = desk.where
        return nothing(desk, f"{zh}文件中没有写明这一数量目标。", f"The documents{en} give no such figure.", hits=hits)
    return figures(desk, goals, hits)


def named_figure(desk: Desk) -> Answer | None:
    """The figure that a few words name: 三明 秸秆综合利用率, 三明 食堂改造 2026年; None where none is told."""
    question = desk.question
    if _ASKING.search(question.text.lower()):
        return None
    quantity = bool(_QUANTITY.search(question.subject.replace("目标", "").strip()))
    if not quantity and not (question.years and " " in question.text.strip()):
        return None
    goals = desk.retriever.goals(question, desk.scope.clauses)
    if not goals or (not quantity and any((goal.deadline or "")[:4] not in question.years for goal in goals)):
        return None
    return figures(replace(desk, question=replace(question, intent="targets")), goals, desk.hits())


def figures(desk: Desk, goals: Sequence[Goal], hits: Sequence[Hit], *, said: int = SAID, lead: str = "") -> Answer:
    """The goals as an answer, `said` of them in its text behind `lead`, with their clauses in front."""
    named = [_named_target(desk, g) for g in goals]
    text = lead + say_targets(named[:said], desk.question.language)
    if len(named) > said:
        text += desk.say(f"另有 {len(named) - said} 项，见所列目标。", f" {len(named) - said} more are listed.")
    clauses = list(dict.fromkeys(g.clause for g in goals))
    return given(desk, text, _with_goals(desk, goals, hits), targets=named, clauses=clauses)


def _with_goals(desk: Desk, goals: Sequence[Goal], hits: Sequence[Hit]) -> list[Hit]:
    """The goals' clauses in front of the other hits."""
    front = list(dict.fromkeys(g.clause for g in goals))
    known = {h.clause: h for h in hits}
    listed = {h.clause: h for h in desk.retriever.listed(front, "目标")}
    merged = [known.get(c, listed[c]).with_graph() for c in front]
    return merged + [h for h in hits if h.clause not in front]


def _named_target(desk: Desk, goal: Goal) -> NamedTarget:
    piece = desk.knowledge.pieces[goal.clause]
    return NamedTarget(
        indicator=goal.indicator,
        comparator=goal.comparator,
        value=goal.value,
        unit=goal.unit,
        deadline=goal.deadline,
        quote=goal.quote,
        clause=goal.clause,
        jurisdiction=desk.place_name(piece),
        change=goal.change,
        value_max=goal.value_max,
        baseline=goal.baseline,
        period=goal.period,
        scope=goal.scope,
    )


def compare(desk: Desk) -> Answer:
    """The same matter in several places, side by side: targets, or bodies, or the clauses themselves."""
    measured = desk.question.asks_targets or bool(_MEASURED.search(desk.question.text.lower()))
    bodies_only = desk.question.asks_units and not measured
    goals = [] if bodies_only else desk.retriever.goals(desk.question, desk.scope.clauses)
    hits = desk.hits()
    if goals and (measured or desk.retriever.sure(goals, desk.question)):
        return figures(desk, goals, hits)
    chosen = _best_of_each(desk, hits)
    if len({desk.place_name(desk.knowledge.pieces[h.clause]) for h in chosen}) < 2:
        chosen = _of_two_things(desk) or chosen
    if not chosen:
        return nothing(desk, "各地文件中没有找到可比的条款。", "No comparable clauses were found.", hits=hits)
    ordered = lift(hits, [h.clause for h in chosen])
    if desk.question.asks_units:
        named_units = named_units_of(desk, chosen)
        if named_units:
            text = say_units(named_units, desk.question.language)
            return given(desk, text, ordered, units=named_units, clauses=[h.clause for h in chosen])
    clauses = [h.clause for h in chosen]
    told = "；".join(_side(desk, desk.knowledge.pieces[c]) for c in clauses[:SIDES])
    return given(desk, told + desk.say("。", "."), ordered, clauses=clauses)


def _of_two_things(desk: Desk) -> list[Hit]:
    """The clause of each of two things compared (书屋和食堂的补助标准); none unless both have one of their own."""
    sides = two_sides(desk.question)
    if sides is None or desk.question.everywhere:
        return []
    hits = []
    for side in sides:
        about = replace(desk, question=side)
        hits.append(about.relevant(about.hits()))
    if not all(hits):
        return []
    first = [own[0] for own in hits]
    return first if first[0].clause != first[1].clause else []


def _side(desk: Desk, piece: Piece) -> str:
    """What one place says on the matter: 丙山县“扶持书屋”：每个书屋每年补助3000元."""
    said = telling(piece, desk.retriever.subject(desk.question).words)
    return f"{desk.place_name(piece)}{quoted(piece.caption)}" + (desk.say("：", ": ") + said if said else "")


def _best_of_each(desk: Desk, hits: Sequence[Hit]) -> list[Hit]:
    """The closest relevant clause of each place; of a place that is named its best one, if any place has one.

    Two cities' subsidies stand beside each other even if one city tells of them in a clause on many things.
    """
    best: dict[str, Hit] = {}
    for hit in desk.relevant(hits):
        best.setdefault(desk.place_name(desk.knowledge.pieces[hit.clause]), hit)
    if best:
        for hit in hits:
            place = desk.place_name(desk.knowledge.pieces[hit.clause])
            if place in desk.scope.names and hit.sure >= LIKELY:
                best.setdefault(place, hit)
    return list(best.values())
