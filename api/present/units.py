"""Units and their duties as the service shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, cast

from api import schemas
from api.present.documents import document, place
from api.state import Holdings
from search.knowledge import Body, Piece
from search.knowledge import Duty as Record

_SNIPPET = 80  # characters
_TOGETHER = 30  # units that one works with


def unit_brief(now: Holdings, body: Body) -> schemas.UnitBrief:
    """A unit as lists show it."""
    counts = now.tallies.units[body.id]
    return schemas.UnitBrief(
        id=body.id,
        name=body.name,
        aliases=list(body.aliases),
        collective=body.collective,
        jurisdiction=place(now, body.place),
        function=body.function,
        lead=counts.lead,
        responsible=counts.responsible,
        participant=counts.participant,
        documents=counts.documents,
    )


def unit(now: Holdings, body: Body) -> schemas.UnitShown:
    """A unit with its duties and neighbours."""
    return schemas.UnitShown(
        **unit_brief(now, body).model_dump(),
        duties=_by_document(now, body),
        together=_together(now, body),
        above=_briefs(now, now.relations.above.get(body.id, ())),
        below=_briefs(now, now.relations.below.get(body.id, ())),
    )


def _briefs(now: Holdings, ids: Iterable[str]) -> list[schemas.UnitBrief]:
    return [unit_brief(now, now.knowledge.bodies[id]) for id in sorted(ids) if id in now.knowledge.bodies]


def _by_document(now: Holdings, body: Body) -> list[schemas.DocumentDuties]:
    held: dict[str, list[Record]] = {}
    for record in now.knowledge.duties.get(body.id, ()):
        held.setdefault(now.knowledge.pieces[record.clause].document, []).append(record)
    papers = sorted(held, key=lambda id: (now.knowledge.papers[id].issued_on or "", id), reverse=True)
    return [
        schemas.DocumentDuties(
            document=document(now, now.knowledge.papers[id]),
            duties=[_duty(now, r) for r in sorted(held[id], key=lambda r: now.knowledge.pieces[r.clause].order)],
        )
        for id in papers
    ]


def _duty(now: Holdings, record: Record) -> schemas.Duty:
    piece = now.knowledge.pieces[record.clause]
    return schemas.Duty(
        clause_id=piece.id,
        path=piece.path,
        heading=piece.heading,
        snippet=piece.text[:_SNIPPET],
        role=cast(schemas.Role, record.role),
        stated=cast(Literal["line", "text"], record.stated),
        inherited=record.inherited,
        mention=record.mention,
        action=record.action,
    )


def _together(now: Holdings, body: Body) -> list[schemas.Together]:
    """The units that share most clauses with this one."""
    clauses = {record.clause for record in now.knowledge.duties.get(body.id, ())}
    shared = Counter(unit for clause in clauses for unit in {d.unit for d in now.knowledge.pieces[clause].duties})
    del shared[body.id]
    most = sorted(shared, key=lambda id: (-shared[id], id))[:_TOGETHER]
    bodies = [now.knowledge.bodies[id] for id in most]
    return [schemas.Together(id=b.id, name=b.name, collective=b.collective, clauses=shared[b.id]) for b in bodies]


def duty_row(now: Holdings, piece: Piece) -> schemas.DutyRow:
    """A clause as a row of the 责任分工表."""
    paper = now.knowledge.papers[piece.document]
    roles: dict[str, dict[str, schemas.UnitRef]] = {"lead": {}, "responsible": {}, "participant": {}}
    for record in piece.duties:
        body = now.knowledge.bodies[record.unit]
        ref = schemas.UnitRef(id=body.id, name=body.name, collective=body.collective)
        roles[record.role].setdefault(body.id, ref)
    return schemas.DutyRow(
        clause_id=piece.id,
        document_id=paper.id,
        title=paper.title,
        doc_number=paper.doc_number,
        jurisdiction=place(now, piece.place),
        path=piece.path,
        heading=piece.heading,
        text=piece.text,
        responsibility=piece.responsibility,
        lead=list(roles["lead"].values()),
        responsible=list(roles["responsible"].values()),
        participant=list(roles["participant"].values()),
    )
