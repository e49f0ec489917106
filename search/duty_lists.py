"""Lists of duties (成员单位职责) in one clause: 市水利局：负责堤防养护。市财政局：负责经费保障.

A plan without responsibility statements tells there who does what. The clause on a task is closer to a question on it,
but names nobody; the line of the list that speaks of the task does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.view import normal
from search.desk import Desk
from search.hits import Hit
from search.knowledge import Piece
from search.told import SHARED_OUT, told_of
from search.words import coverage

# 成员单位职责, 部门职责分工; not 加强部门协同, whose bodies answer for what it says itself
_DUTIES = re.compile("职责|分工")
_LINE = re.compile(r"^[\s　]*[^，。；：\n]{2,40}：", re.MULTILINE)  # 县水利局：负责…
SPEAKS = 0.6  # share of the words of a question that one line of the list must hold
NEARLY = 0.85  # and of what the clause on the task holds of them


def with_duty_lists(desk: Desk, chosen: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """The clauses chosen; in place of one that names nobody, the list of duties of its paper that has a line on it."""
    found: dict[str, Hit] = {}
    for hit in chosen:
        taken = hit if _names_bodies(desk, hit) else _list_of(desk, hit, hits) or hit
        found.setdefault(taken.clause, taken)
    return list(found.values())


def _names_bodies(desk: Desk, hit: Hit) -> bool:
    return any(desk.knowledge.pieces[clause].duties for clause in desk.knowledge.subtree(hit.clause))


def _list_of(desk: Desk, chosen: Hit, hits: Sequence[Hit]) -> Hit | None:
    """The closest list of duties in the paper of a clause that speaks of what is asked about."""
    pieces = desk.knowledge.pieces
    paper = pieces[chosen.clause].document
    least = max(SPEAKS, NEARLY * chosen.told)
    lists = (h for h in hits if pieces[h.clause].document == paper)
    return next((h for h in lists if _told(desk, pieces[h.clause]) >= least), None)


def _told(desk: Desk, piece: Piece) -> float:
    """What the closest line of a clause that gives several bodies a line each holds of what is asked about, else 0."""
    if not _DUTIES.search(piece.heading) and len(_LINE.findall(normal(piece.text))) < SHARED_OUT:
        return 0.0
    told = told_of(piece.text, [d for d in piece.duties if d.stated == "text"])
    sentences = {one.sentence for one in told}
    if len(sentences) < SHARED_OUT:
        return 0.0
    words = desk.retriever.subject(desk.question).words
    return max(coverage(words, normal(sentence).lower())[1] for sentence in sentences)
