"""`/api/gaps` (缺口) and `/api/clauses/{id}/trace` (溯源)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api import schemas
from api.dependencies import Now
from api.exports import Format
from api.limits import NAME
from api.narrowing import held_place
from api.parameters import SAID, As, Id, exported
from api.present import plans as present
from api.replies import reply
from api.state import Holdings
from api.tables import GAPS, TRACE, gap_rows, trace_rows
from search.gaps import gaps
from search.trace import trace

router = APIRouter(prefix="/api", tags=["溯源与缺口"])

ClauseId = Annotated[
    str, Path(max_length=NAME, description="条款编号", examples=["东政办〔2024〕66号~1d0b2f19#二/（十六）"])
]


@router.get("/clauses/trace", response_model=schemas.TraceShown, responses=exported(404), summary="条款溯源（?id=）")
def trace_by_query(now: Now, id: Id, format: As = "json") -> Response:
    """The chains of a clause up to its sources and down to what implements it."""
    return _traced(now, id, format)


@router.get("/clauses/{id:path}/trace", response_model=schemas.TraceShown, responses=exported(404), summary="条款溯源")
def trace_of(now: Now, id: ClauseId, format: As = "json") -> Response:
    """The chains of a clause up and down, with what each step kept, changed, added and dropped."""
    return _traced(now, id, format)


def _traced(now: Holdings, id: str, format: Format) -> Response:
    found = present.traced(now, trace(now.knowledge, now.relations, id))
    if format == "json":
        return reply(found)
    rows = trace_rows(found)
    return TRACE.response(rows, len(rows), format)


@router.get("/gaps", response_model=schemas.Gaps, responses=exported(404), summary="承接情况对照")
def gaps_of(
    now: Now,
    jurisdiction: Annotated[
        str, Query(min_length=1, max_length=NAME, pattern=SAID, description="地区名称或代码", examples=["海东市"])
    ],
    format: As = "json",
) -> Response:
    """What of the plan above the place took up and what not, local additions, targets compared; the same downwards."""
    of_place = gaps(now.knowledge, now.relations, held_place(now, jurisdiction))
    found = present.gaps(now, of_place, whole=format != "json")
    if format == "json":
        return reply(found)
    rows = gap_rows(found)
    return GAPS.response(rows, len(rows), format)
