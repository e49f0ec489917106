"""`/api/ask`, `/api/search`, `/api/suggest` (问答、检索、联想)."""

from __future__ import annotations

import time
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import schemas
from api.dependencies import Service
from api.parameters import As, Exact, HitLimit, Jurisdiction, Level, Question, Sector, Text, Unit, exported, refusals
from api.replies import reply
from api.tables import HITS

Kind = Literal["place", "sector", "unit", "indicator", "heading", "document"]

router = APIRouter(prefix="/api", tags=["问答与检索"])


@router.get("/ask", response_model=schemas.Answer, responses=refusals(504), summary="回答一个问题")
async def ask(request: Request, service: Service, q: Question) -> Response:
    """Answers a question in Chinese or English, with the clauses that say so."""
    given = await request.app.state.pool.run(partial(service.engine.ask, q))
    request.app.state.metrics.answers.labels(given.intent, str(given.answered).lower()).inc()
    return reply(given.as_json())


@router.get("/search", response_model=schemas.Hits, responses=exported(404, 504), summary="检索条款")
async def search(
    request: Request,
    service: Service,
    q: Text,
    jurisdiction: Jurisdiction = None,
    sector: Sector = None,
    unit: Unit = None,
    level: Level = None,
    limit: HitLimit = 10,
    exact: Exact = False,
    format: As = "json",
) -> Response:
    """Ranks clauses for a text; a place takes in what lies within it unless `exact`."""
    started = time.perf_counter()
    filters = {"place": jurisdiction, "sector": sector, "unit": unit, "level": level}
    work = partial(service.engine.search, q, limit=limit, exact=exact, **filters)
    hits = await request.app.state.pool.run(work)
    if format != "json":
        return HITS.response([schemas.Evidence.model_validate(hit) for hit in hits], format)
    return reply({"hits": hits, "took_ms": round((time.perf_counter() - started) * 1000, 2)})


@router.get("/suggest", response_model=schemas.Suggestions, responses=refusals(), summary="输入联想")
async def suggest(
    service: Service,
    q: Annotated[str, Query(max_length=100, description="已输入的文字、拼音或首字母", examples=["hdssw"])] = "",
    kind: Annotated[list[Kind] | None, Query(description="只要这些种类；可重复")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """Places, sectors, units, indicators, headings and documents that begin with the text or hold it."""
    return reply({"suggestions": service.holdings.suggester.suggest(q, limit, kind or ())})
