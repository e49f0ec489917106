"""When what a question asks about is to be done (完成时限), said beside the clause that deals with it.

Goals come first: a goal of the clause that holds what is asked about and has a deadline. Then the sentences of the
clause: one that holds what is asked about and names a date due. A stage of a plan has its time in its
heading, a task in its statement (完成时限：2025年12月底) or in its row of an attached table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.deadlines import moments
from kg.view import normal
from search.desk import Desk
from search.knowledge import Goal, Piece
from search.rows import rows_of
from search.words import Word, coverage

QUOTED = 40  # characters of a goal that are quoted whole
OTHERS = 2  # deadlines of other things in the clause that are told
HELD = 0.5  # share of what is asked about that a goal or a sentence must hold to be on it
_ASKS_WHEN = re.compile(
    r"""(?:什么时候|啥时候|何时|什么时间|几月|哪一?[年天]|哪个月)(?:之?前|以前|底|末|内)*
        (?!发布|印发|出台|开始|启动|起|开工|召开|举办|成立|生效|施行)[^？，]{0,12}?
        (?:完成|完|建成|改造|更新|更换|淘汰|换|实现|落实|到位|达到|完工|启用|投用
          |建好|做好|结束|报送|[？，了]|$)                                              # 什么时候完成, 哪年淘汰完
      | (?:多久|几年)(?:之?内|以内)?(?:能|要|才能)?(?:完成|建成|淘汰|改造完|更新完|换完|做完|整改到位)  # 几年内完成
      | (?:完成|办理|整改|改造|淘汰)?(?:时限|期限|时间节点|截止(?:时间|日期)|完成时间)    # 完成时限是
      | \bby\ (?:when|what\ (?:year|date|time)|which\ (?:year|date))\b | \bhow\ soon\b | \buntil\ when\b
      | \bdeadline\b | \bdue\ date\b
      | \bwhen\ (?:must|should|will|shall|does|do|is|are|has|have)\b
        (?![^?？]*\b(?:start|begin|issue|publish|launch|open))""",
    re.VERBOSE,
)
_SENTENCE = re.compile(r"[^。；;\n]+")
_STAGE = re.compile(r"（(?P<time>[^（）]*\d{4}年[^（）]*)）")


def asks_when(text: str) -> bool:
    """Whether a normalised question asks by when something is to be done.

    >>> asks_when("电梯更新要求什么时候完成"), asks_when("by when must old buses go"), asks_when("平台什么时候启动")
    (True, True, False)
    """
    return bool(_ASKS_WHEN.search(text))


def due(desk: Desk, piece: Piece) -> str:
    """What is said of a clause's time: （期限：2027年底前）, or that it tells none of what is asked about.

    What it tells of other things is told as such: the lifts of a clause are not due when its flats are.
    """
    found = list(dict.fromkeys(_times(desk, piece, _matter(desk))))
    if found:
        return desk.say(f"（期限：{'、'.join(found)}）", f" (deadline: {', '.join(found)})")
    goals = (desk.knowledge.goals[g] for g in piece.goals if g in desk.knowledge.goals)
    others = list(dict.fromkeys(_of_goal(desk, goal) for goal in goals if goal.deadline))[:OTHERS]
    if others:
        zh = f"（本条未写明此事的完成时限，另有期限：{'、'.join(others)}）"
        return desk.say(zh, f" (no deadline stated for this; others: {', '.join(others)})")
    if any(moment.meaning == "due" for moment in moments(normal(piece.text))):
        return desk.say("（本条未写明此事的完成时限）", " (no deadline stated for this)")
    return desk.say("（本条未写明完成时限）", " (no deadline stated)")


def _matter(desk: Desk) -> list[Word]:
    """The words of what is to be done, without those that ask for its time: 到位 in 什么时候到位."""
    asking = _ASKS_WHEN.search(normal(desk.question.text).lower())
    words = [w for w in desk.retriever.subject(desk.question).words if w.known]
    return [w for w in words if asking is None or w.form not in asking[0]] or words


def _times(desk: Desk, piece: Piece, words: Sequence[Word]) -> Iterator[str]:
    goals = [desk.knowledge.goals[g] for g in piece.goals if g in desk.knowledge.goals]
    for goal in goals:
        if goal.deadline and _on(words, f"{goal.indicator}{goal.quote}"):
            yield _of_goal(desk, goal)
    shown = {goal.quote for goal in goals}
    for sentence in _SENTENCE.findall(piece.text):
        if any(quote in sentence or sentence in quote for quote in shown) or not _on(words, sentence):
            continue
        for moment in moments(normal(sentence)):
            if moment.meaning == "due":
                yield sentence[moment.start : moment.end].strip("，,、 ")
    if stage := _STAGE.search(normal(piece.heading)):
        yield stage["time"]
    yield from _stated(piece)
    yield from _of_rows(desk, piece, words)


def _stated(piece: Piece) -> Iterator[str]:
    """The time that a clause's own statement gives beside its bodies: 完成时限：2025年12月底."""
    said = piece.responsibility
    return (said[m.start : m.end] for m in moments(normal(said)) if m.meaning == "due")


def _of_rows(desk: Desk, piece: Piece, words: Sequence[Word]) -> Iterator[str]:
    """The times of the clause's own rows in an attached table of tasks, where these hold what is asked about."""
    own = [desk.knowledge.pieces[c] for c in desk.knowledge.of_paper.get(piece.document, ())]
    for row in (desk.knowledge.pieces[c] for c in rows_of(own).get(piece.id, ())):
        if _on(words, f"{row.heading}{row.text}"):
            yield from _stated(row)


def _of_goal(desk: Desk, goal: Goal) -> str:
    """2027年“到2027年，改造城镇老旧小区7538套”: the deadline with the goal that it is of."""
    year, _, month = (goal.deadline or "").partition("-")
    when = desk.say(f"{year}年" + (f"{int(month)}月" if month else ""), goal.deadline or "")
    return f"{when}“{goal.quote if len(goal.quote) <= QUOTED else goal.indicator}”"


def _on(words: Sequence[Word], text: str) -> bool:
    return bool(words) and coverage(words, normal(text).lower())[1] >= HELD
