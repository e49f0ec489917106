"""`/api/units` (单位), `/api/duties` (责任分工)."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api import schemas
from api.dependencies import Now
from api.limits import NAME
from api.narrowing import clauses_within, named_unit, within
from api.parameters import As, Exact, Jurisdiction, Level, Limit, Offset, Sector, Unit, exported, refusals
from api.present.units import duty_row, unit, unit_brief
from api.replies import reply
from api.state import Holdings
from api.tables import DUTIES, UNITS
from kg.view import normal
from search.knowledge import Body

router = APIRouter(prefix="/api", tags=["单位与责任"])

Role = Annotated[Literal["lead", "responsible", "participant"] | None, Query(description="角色 / role")]
Collective = Annotated[bool | None, Query(description="是否统称（各县区人民政府等）；不给则都要")]
DocumentId = Annotated[str | None, Query(max_length=NAME, description="文件编号 / document id")]


@router.get("/units", response_model=schemas.Units, responses=exported(404), summary="单位列表")
def units(
    now: Now,
    q: Annotated[str | None, Query(max_length=NAME, description="名称中的文字")] = None,
    jurisdiction: Jurisdiction = None,
    exact: Exact = False,
    role: Role = None,
    collective: Collective = None,
    limit: Limit = 50,
    offset: Offset = 0,
    format: As = "json",
) -> Response:
    """The units that have duties, those with most duties first."""
    places = within(now, jurisdiction, exact)
    found = [
        b
        for b in now.knowledge.bodies.values()
        if (places is None or places(b.place)) and _fits(now, b, q, role) and collective in (None, b.collective)
    ]
    found.sort(key=lambda b: (-len(now.knowledge.duties.get(b.id, ())), b.id))
    if format != "json":
        return UNITS.response((unit_brief(now, body) for body in found), len(found), format)
    shown = [unit_brief(now, body) for body in found[offset : offset + limit]]
    return reply(schemas.Units(total=len(found), limit=limit, offset=offset, items=shown))


def _fits(now: Holdings, body: Body, q: str | None, role: str | None) -> bool:
    duties = now.knowledge.duties.get(body.id, ())
    if not duties or (role and all(duty.role != role for duty in duties)):
        return False
    wanted = normal(q or "").strip()
    return not wanted or any(wanted in normal(name) for name in (body.name, *body.aliases))


@router.get("/units/{id:path}", response_model=schemas.UnitShown, responses=refusals(404), summary="一个单位的职责")
def one_unit(
    now: Now, id: Annotated[str, Path(max_length=NAME, description="单位编号或名称", examples=["630200:海东市商务局"])]
) -> Response:
    """A unit's duties by document and role, the units it works with, its counterparts above and below."""
    return reply(unit(now, named_unit(now, id)))


@router.get("/duties", response_model=schemas.Duties, responses=exported(404), summary="责任分工表")
def duties(
    now: Now,
    jurisdiction: Jurisdiction = None,
    exact: Exact = False,
    level: Level = None,
    sector: Sector = None,
    unit: Unit = None,
    document: DocumentId = None,
    role: Role = None,
    limit: Limit = 50,
    offset: Offset = 0,
    format: As = "json",
) -> Response:
    """Clauses with who leads, who is responsible, who takes part, in the order of the documents."""
    clauses = clauses_within(
        now, jurisdiction=jurisdiction, exact=exact, level=level, sector=sector, unit=unit, document=document
    )
    body = named_unit(now, unit).id if unit else None
    found = [
        piece for piece in clauses if any((role in (None, d.role)) and (body in (None, d.unit)) for d in piece.duties)
    ]
    if format != "json":
        return DUTIES.response((duty_row(now, piece) for piece in found), len(found), format)
    shown = [duty_row(now, piece) for piece in found[offset : offset + limit]]
    return reply(schemas.Duties(total=len(found), limit=limit, offset=offset, items=shown))
