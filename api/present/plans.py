"""Lineage and gaps as the service shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from api import schemas
from api.present.documents import document, place
from api.present.targets import pairs, targets
from api.state import Holdings
from search.gaps import Gaps, PlanGaps, TakenUp
from search.trace import Step, Trace


def head(now: Holdings, id: str) -> schemas.ClauseHead:
    """A clause with its text and its document's name."""
    piece = now.knowledge.pieces[id]
    paper = now.knowledge.papers[piece.document]
    return schemas.ClauseHead(
        id=id,
        document_id=paper.id,
        title=paper.title,
        doc_number=paper.doc_number,
        issued_on=paper.issued_on,
        level=paper.level,
        jurisdiction=place(now, piece.place),
        path=piece.path,
        number=piece.number,
        heading=piece.heading,
        text=piece.text,
        responsibility=piece.responsibility,
    )


def traced(now: Holdings, found: Trace) -> schemas.TraceShown:
    """Both chains of a clause."""
    return schemas.TraceShown(
        clause=head(now, found.clause),
        up=[_step(now, step) for step in found.up],
        down=[_step(now, step) for step in found.down],
        cut=found.cut,
    )


def _step(now: Holdings, step: Step) -> schemas.TraceStep:
    return schemas.TraceStep(
        clause=head(now, step.clause),
        child=step.child,
        parent=step.parent,
        strength=cast(schemas.Strength, step.strength),
        score=step.score,
        pieces=[
            schemas.Stretch(kind=s.kind, now=s.now, was=s.was, child=list(s.child), parent=list(s.parent))
            for s in step.stretches
        ],
        goals=pairs(now, step.goals),
        steps=[_step(now, further) for further in step.steps],
    )


def gaps(now: Holdings, found: Gaps, *, whole: bool = False) -> schemas.Gaps:
    """A place's plans against those above and below; of those below only `whole` tells what they took up."""
    return schemas.Gaps(
        place=cast(schemas.PlaceBrief, place(now, found.place)),
        above=[_plan(now, plan) for plan in found.above],
        below=[_plan(now, plan if whole else replace(plan, taken_up=())) for plan in found.below],
        without=[document(now, now.knowledge.papers[id]) for id in found.without],
        cut=found.cut,
    )


def _plan(now: Holdings, plan: PlanGaps) -> schemas.PlanGaps:
    papers = now.knowledge.papers
    return schemas.PlanGaps(
        child=document(now, papers[plan.child]),
        parent=document(now, papers[plan.parent]),
        basis=plan.basis,
        quote=plan.quote,
        asked=plan.asked,
        taken=plan.taken,
        missing=_heads(now, plan.missing),
        taken_up=[_taken_up(now, one) for one in plan.taken_up],
        added=_heads(now, plan.added),
        links=[
            schemas.ClausePair(
                child=link.child,
                parent=link.parent,
                strength=cast(schemas.Strength, link.strength),
                score=link.score,
            )
            for link in plan.links
        ],
        goals=pairs(now, plan.goals),
        goals_missing=targets(now, plan.goals_missing),
        goals_added=targets(now, plan.goals_added),
        naming=_heads(now, plan.naming),
    )


def _taken_up(now: Holdings, one: TakenUp) -> schemas.TakenUp:
    by = [
        schemas.TakenBy(
            clause=head(now, link.child),
            parent=link.parent,
            strength=cast(schemas.Strength, link.strength),
            score=link.score,
        )
        for link in one.links
    ]
    return schemas.TakenUp(clause=head(now, one.clause), by=by)


def _heads(now: Holdings, ids: Iterable[str]) -> list[schemas.ClauseHead]:
    return [head(now, id) for id in ids]
