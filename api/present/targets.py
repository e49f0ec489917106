"""Targets and their comparison as the service shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from api import schemas
from api.present.documents import place, place_name
from api.state import Holdings
from search.goals import Comparable, Indicator
from search.knowledge import Goal
from search.relations import GoalOrigin

_NO_HELPERS = ("lead", "responsible")
_FIGURE = ("comparator", "change", "value", "value_max", "unit")
_TOLD = 3  # figures that the list of indicators tells of each


def target(now: Holdings, goal: Goal) -> schemas.TargetRow:
    """A target with where it stands."""
    piece = now.knowledge.pieces[goal.clause]
    paper = now.knowledge.papers[piece.document]
    units = (now.knowledge.bodies[d.unit].name for d in piece.duties if d.role in _NO_HELPERS)
    return schemas.TargetRow(
        id=goal.id,
        indicator=goal.indicator,
        comparator=goal.comparator,
        change=goal.change,
        value=goal.value,
        value_max=goal.value_max,
        unit=goal.unit,
        baseline=goal.baseline,
        deadline=goal.deadline,
        period=goal.period,
        scope=goal.scope,
        quote=goal.quote,
        clause_id=piece.id,
        document_id=paper.id,
        title=paper.title,
        doc_number=paper.doc_number,
        jurisdiction=place(now, piece.place),
        path=piece.path,
        heading=piece.heading,
        units=list(dict.fromkeys(units)),
    )


def targets(now: Holdings, ids: Iterable[str]) -> list[schemas.TargetRow]:
    """Targets by id, in order."""
    return [target(now, now.knowledge.goals[id]) for id in ids]


def pairs(now: Holdings, links: Iterable[GoalOrigin]) -> list[schemas.TargetPair]:
    """Targets below against those above."""
    goals = now.knowledge.goals
    return [
        schemas.TargetPair(
            comparison=cast(schemas.Comparison, link.comparison),
            child=target(now, goals[link.child]),
            parent=target(now, goals[link.parent]),
        )
        for link in links
        if link.child in goals and link.parent in goals
    ]


def indicator_brief(now: Holdings, indicator: Indicator) -> schemas.IndicatorBrief:
    """An indicator with its places and years."""
    goals = [now.knowledge.goals[id] for id in indicator.goals]
    codes = {now.knowledge.pieces[goal.clause].place for goal in goals}
    figures = list(dict.fromkeys(tuple(getattr(goal, name) for name in _FIGURE) for goal in goals))
    return schemas.IndicatorBrief(
        name=indicator.names[0],
        names=list(indicator.names),
        targets=len(goals),
        places=[place_name(now, code) for code in sorted(code for code in codes if code)],
        years=sorted({goal.deadline[:4] for goal in goals if goal.deadline}),
        figures=[schemas.IndicatorFigure(**dict(zip(_FIGURE, figure, strict=True))) for figure in figures[:_TOLD]],
    )


def indicator(now: Holdings, found: Indicator) -> schemas.IndicatorShown:
    """An indicator with its comparable groups."""
    return schemas.IndicatorShown(
        **indicator_brief(now, found).model_dump(),
        groups=[_group(now, group) for group in found.groups],
        links=[
            schemas.GoalLink(child=link.child, parent=link.parent, comparison=cast(schemas.Comparison, link.comparison))
            for link in found.links
        ],
    )


def _group(now: Holdings, group: Comparable) -> schemas.ComparableGroup:
    return schemas.ComparableGroup(
        unit=group.unit,
        change=group.change,
        baseline=group.baseline,
        period=group.period,
        items=targets(now, group.goals),
    )
