"""`/api/ask`, `/api/search`, `/api/suggest` (问答、检索、联想)."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import fields
from functools import partial
from typing import Annotated, Any, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from pydantic_core import to_json
from starlette.responses import Response

from api import schemas
from api.dependencies import Service
from api.narrowing import held_place, known_sector
from api.parameters import As, Exact, HitLimit, Jurisdiction, Level, Question, Sector, Text, Unit, exported, refusals
from api.present.sources import sources
from api.remember import timed
from api.replies import reply
from api.tables import HITS
from search.answers import Answer

Kind = Literal["place", "sector", "unit", "indicator", "heading", "document"]

_SHOWN = tuple(field.name for field in fields(Answer) if field.name not in ("id", "took_ms"))

router = APIRouter(prefix="/api", tags=["问答与检索"])


@router.get("/ask", response_model=schemas.Answer, responses=refusals(404, 504), summary="回答一个问题")
async def ask(request: Request, service: Service, q: Question, jurisdiction: Jurisdiction = None) -> Response:
    """Answers a question in Chinese or English, with the clauses that say so.

    `jurisdiction` is the place asked about when the question names none itself.
    """
    now, engine, metrics = service.holdings, service.engine, request.app.state.metrics
    place = held_place(now, jurisdiction) if jurisdiction else None

    def work() -> dict[str, Any]:
        given: Answer = engine.ask(q, place=place)
        metrics.answers.labels(given.intent, str(given.answered).lower()).inc()
        return {name: getattr(given, name) for name in _SHOWN} | {"sources": sources(now, given)}

    return await _answered(request, (now.mark, q, place), work)


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
    sector = known_sector(service.holdings, sector)
    filters = {"place": jurisdiction, "sector": sector, "unit": unit, "level": level}
    find = partial(service.engine.search, q, limit=limit, exact=exact, **filters)
    if format != "json":
        hits = await request.app.state.pool.run(find)
        return await run_sync(HITS.response, map(schemas.Evidence.model_validate, hits), len(hits), format)
    key = (service.holdings.mark, q, limit, exact, *filters.values())
    return await _answered(request, key, lambda: {"hits": find()})


async def _answered(request: Request, key: Hashable, work: Callable[[], dict[str, Any]]) -> Response:
    """The record that `work` makes or has made before, with the time that this took."""
    began = time.perf_counter()
    record: bytes | None = request.app.state.remembered.get(key)
    if record is None:
        record = await request.app.state.pool.run(lambda: to_json(work()))
        request.app.state.remembered.keep(key, record)
    return Response(timed(record, (time.perf_counter() - began) * 1000), media_type="application/json")


@router.get("/suggest", response_model=schemas.Suggestions, responses=refusals(), summary="输入联想")
async def suggest(
    service: Service,
    q: Annotated[str, Query(max_length=100, description="已输入的文字、拼音或首字母", examples=["hdssw"])] = "",
    kind: Annotated[list[Kind] | None, Query(description="只要这些种类；可重复")] = None,
    limit: Annotated[int, Query(ge=1, le=50, description="最多几条，1–50")] = 10,
) -> Response:
    """Places, sectors, units, indicators, headings and documents that begin with the text or hold it."""
    return reply({"suggestions": service.holdings.suggester.suggest(q, limit, kind or ())})
