"""`/api/clauses` (条款): one clause with what hangs on it. Ids hold 〔〕（）/#~: percent-encode them, or give ?id=."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from api import schemas
from api.dependencies import Now, Service
from api.limits import NAME
from api.parameters import Id, refusals
from api.present import documents as present
from api.present import reading
from api.replies import reply
from api.state import Holdings, State
from kg.facts import Ref

router = APIRouter(prefix="/api/clauses", tags=["条款"])

ClauseId = Annotated[
    str, Path(max_length=NAME, description="条款编号", examples=["东政办〔2024〕66号~1d0b2f19#二/（十六）"])
]


@router.get("", response_model=schemas.ClauseShown, responses=refusals(404), summary="一个条款（?id=）")
def clause_by_query(service: Service, now: Now, id: Id) -> Response:
    """A clause with its units, targets, sectors, sources and implementers."""
    return reply(_shown(service, now, id))


@router.get("/{id:path}", response_model=schemas.ClauseShown, responses=refusals(404), summary="一个条款")
def clause(service: Service, now: Now, id: ClauseId) -> Response:
    """A clause with its units, targets, sectors, sources and implementers."""
    return reply(_shown(service, now, id))


def _shown(service: State, now: Holdings, id: str) -> schemas.ClauseShown:
    piece = now.knowledge.piece(id)
    pieces, order = now.knowledge.pieces, now.knowledge.of_paper[piece.document]
    at = order.index(id)
    above = []
    parent = piece.parent
    while parent is not None and parent in pieces:
        above.append(present.clause(pieces[parent]))
        parent = pieces[parent].parent
    below = sorted(now.knowledge.within.get(id, ()), key=lambda i: pieces[i].order)
    with service.store.snapshot() as graph:
        found = reading.marks(graph, graph.find([Ref("Clause", id)]))
    return schemas.ClauseShown(
        **present.clause(piece).model_dump(),
        title=now.knowledge.papers[piece.document].title,
        jurisdiction=present.place(now, piece.place),
        text=piece.text,
        responsibility=piece.responsibility,
        above=above[::-1],
        below=[present.clause(pieces[i]) for i in below],
        previous=order[at - 1] if at else None,
        next=order[at + 1] if at + 1 < len(order) else None,
        units=found.duties.get(id, []),
        targets=found.targets.get(id, []),
        sectors=list(piece.sectors),
        sources=present.sources(now, id),
        implementers=present.implementers(now, id),
    )
