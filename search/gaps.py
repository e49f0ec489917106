"""What a plan above asks and a place did not take up, and what the place added of its own (缺口).

A clause of the parent counts as taken up when it, or a clause below it, has a clause of the child derived from it. Only
clauses that ask something are looked at: with a text of their own, no preamble, no table of the annex.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.view import normal
from search.knowledge import Knowledge, Origin
from search.relations import DocumentOrigin, GoalOrigin, Relations

MOST = 100  # plans below a place's own that are compared
_ASKS = 12  # characters, below which a text asks nothing
_FRAME = r"""(?:指导思想 | (?:总体|基本)思路 | (?:基本|工作|编制|实施)原则 | (?:编制|制定)依据
  | (?:发展|基本|工作|产业|总体)?(?:现状|基础|成效|成就|形势|环境|背景|机遇|挑战) | (?:主要|突出|存在的?)问题
  | 面临的?(?:形势|机遇|挑战|问题) | (?:形势|现状)(?:要求|分析) | (?:重要|重大)意义)"""
# Headings of what frames a plan: 指导思想, 现状与形势, 发展基础和面临的机遇; not 总体要求, 基础设施, 发展环境优化.
_FRAMES = re.compile(rf"{_FRAME}(?:[和与及、]{_FRAME})*", re.VERBOSE)
_NO_DUTY = frozenset({"preamble", "attachment"})


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A clause that asks something, and the derivations from it or from what stands below it, the closest first."""

    clause: str
    links: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class PlanGaps:
    """A child document against its parent; lists hold ids, in the order of the documents."""

    child: str
    parent: str
    basis: str
    quote: str
    asked: int  # clauses of the parent that ask something
    taken: int  # of these, taken up
    missing: tuple[str, ...]  # clauses of the parent that were not taken up
    added: tuple[str, ...]  # clauses of the child without a source in the parent
    links: tuple[Origin, ...]
    goals: tuple[GoalOrigin, ...]  # targets that stand against each other
    goals_missing: tuple[str, ...]  # targets of the parent without a counterpart
    goals_added: tuple[str, ...]  # targets of the child without one
    naming: tuple[str, ...] = ()  # of the clauses not taken up, those that name the child's place
    taken_up: tuple[TakenUp, ...] = ()  # clauses of the parent that were taken up, with what came of them


@dataclass(frozen=True, slots=True)
class Gaps:
    """A place's plans against those above them, and the plans below against the place's own."""

    place: str  # code
    above: tuple[PlanGaps, ...]
    below: tuple[PlanGaps, ...]
    without: tuple[str, ...]  # documents of the place for which no parent is in the corpus
    cut: bool = False  # there are more plans below than are compared


def gaps(knowledge: Knowledge, relations: Relations, place: str) -> Gaps:
    """Returns how the plans of a place, given as a code, stand to those above and below them."""
    papers = sorted(knowledge.papers_in(place, exact=True))
    above = [o for paper in papers for o in relations.parents.get(paper, ()) if o.parent in knowledge.papers]
    below = [o for paper in papers for o in relations.children.get(paper, ()) if o.child in knowledge.papers]
    with_parent = {origin.child for origin in above}
    return Gaps(
        place,
        tuple(compared(knowledge, relations, origin) for origin in above),
        tuple(compared(knowledge, relations, origin) for origin in below[:MOST]),
        tuple(paper for paper in papers if paper not in with_parent),
        len(below) > MOST,
    )


def compared(knowledge: Knowledge, relations: Relations, origin: DocumentOrigin) -> PlanGaps:
    """Returns a document against one that it derives from."""
    child, parent = knowledge.of_paper[origin.child], knowledge.of_paper[origin.parent]
    theirs = frozenset(parent)
    links = tuple(o for clause in child for o in knowledge.parents.get(clause, ()) if o.parent in theirs)
    asking = [clause for clause in parent if _asks(knowledge, clause)]
    taken = _with_above(knowledge, (link.parent for link in links))
    derived = _with_above(knowledge, (link.child for link in links))
    child_goals, parent_goals = list(_goals(knowledge, child)), list(_goals(knowledge, parent))
    missing = tuple(clause for clause in asking if clause not in taken)
    goals = tuple(g for goal in child_goals for g in relations.goal_parents.get(goal, ()) if g.parent in parent_goals)
    met, set_ = {g.parent for g in goals}, {g.child for g in goals}
    return PlanGaps(
        child=origin.child,
        parent=origin.parent,
        basis=origin.basis,
        quote=origin.quote,
        asked=len(asking),
        taken=sum(clause in taken for clause in asking),
        missing=missing,
        added=tuple(clause for clause in child if _asks(knowledge, clause) and clause not in derived),
        links=links,
        goals=goals,
        goals_missing=tuple(goal for goal in parent_goals if goal not in met),
        goals_added=tuple(goal for goal in child_goals if goal not in set_),
        naming=tuple(clause for clause in missing if _names(knowledge, clause, knowledge.papers[origin.child].place)),
        taken_up=_taken_up(knowledge, [clause for clause in asking if clause in taken], links),
    )


def _taken_up(knowledge: Knowledge, clauses: Iterable[str], links: Iterable[Origin]) -> tuple[TakenUp, ...]:
    """Each clause with its own links; one that has none with those of the clauses below it."""
    own: dict[str, list[Origin]] = {}
    below: dict[str, list[Origin]] = {}
    for link in links:
        own.setdefault(link.parent, []).append(link)
        for clause in _with_above(knowledge, [link.parent]):
            below.setdefault(clause, []).append(link)
    found = ((clause, own.get(clause) or below[clause]) for clause in clauses)
    return tuple(TakenUp(clause, tuple(sorted(its, key=lambda o: -o.score))) for clause, its in found)


def _names(knowledge: Knowledge, clause: str, place: str | None) -> bool:
    """支持海东、格尔木开展试点 names 海东市; 支持各市州开展试点 names nobody."""
    if place is None or place not in knowledge.gazetteer:
        return False
    code = knowledge.gazetteer.place(place).code
    return any(
        named.code == code
        for sighting in knowledge.gazetteer.find(knowledge.pieces[clause].text)
        for named in sighting.places
    )


def _asks(knowledge: Knowledge, clause: str) -> bool:
    """推进电梯更新… asks; a bare heading over further clauses, the preamble and 指导思想 do not."""
    piece = knowledge.pieces[clause]
    if piece.kind in _NO_DUTY or _only_frames(knowledge, clause):
        return False
    if not knowledge.within.get(clause):
        return len(piece.text) + len(piece.heading) >= _ASKS
    return len(piece.text) >= 2 * _ASKS


def _only_frames(knowledge: Knowledge, clause: str) -> bool:
    """Whether a clause stands in a part that says where things are or what guides them, without a goal or a body."""
    piece = knowledge.pieces[clause]
    if piece.goals or piece.duties:
        return False
    at: str | None = clause
    while at is not None and at in knowledge.pieces:
        if _FRAMES.fullmatch("".join(normal(knowledge.pieces[at].heading).split())):
            return True
        at = knowledge.pieces[at].parent
    return False


def _with_above(knowledge: Knowledge, clauses: Iterable[str]) -> set[str]:
    """The clauses and all that they stand under."""
    found: set[str] = set()
    for clause in clauses:
        at: str | None = clause
        while at is not None and at not in found and at in knowledge.pieces:
            found.add(at)
            at = knowledge.pieces[at].parent
    return found


def _goals(knowledge: Knowledge, clauses: Iterable[str]) -> Iterator[str]:
    return (goal for clause in clauses for goal in knowledge.pieces[clause].goals)
