"""`/api/targets` (目标): the list, the indicators, one indicator over places."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import schemas
from api.dependencies import Now
from api.limits import NAME
from api.narrowing import clauses_within
from api.parameters import SAID, As, Exact, Jurisdiction, Level, Limit, Offset, Sector, Unit, exported, refusals
from api.present.targets import indicator, indicator_brief, target
from api.replies import reply
from api.tables import COMPARED, TARGETS, compared_rows
from kg.errors import UnknownThing
from search.goals import key

router = APIRouter(prefix="/api/targets", tags=["目标"])

_SHOWN = 20  # indicators of one name
Year = Annotated[str | None, Query(pattern=r"^\d{4}$", description="完成年份", examples=["2027"])]


@router.get("", response_model=schemas.Targets, responses=exported(404), summary="目标任务台账")
def targets(
    now: Now,
    indicator: Annotated[str | None, Query(max_length=NAME, description="指标中的文字", examples=["回收量"])] = None,
    jurisdiction: Jurisdiction = None,
    exact: Exact = False,
    level: Level = None,
    sector: Sector = None,
    unit: Unit = None,
    document: Annotated[str | None, Query(max_length=NAME, description="文件编号")] = None,
    year: Year = None,
    limit: Limit = 50,
    offset: Offset = 0,
    format: As = "json",
) -> Response:
    """The targets that filters leave, in the order of the documents."""
    clauses = clauses_within(
        now, jurisdiction=jurisdiction, exact=exact, level=level, sector=sector, unit=unit, document=document
    )
    wanted = key(indicator or "")
    goals = (now.knowledge.goals[id] for piece in clauses for id in piece.goals)
    found = [
        goal
        for goal in goals
        if (not wanted or wanted in key(goal.indicator)) and (not year or (goal.deadline or "").startswith(year))
    ]
    if format != "json":
        return TARGETS.response((target(now, goal) for goal in found), len(found), format)
    shown = [target(now, goal) for goal in found[offset : offset + limit]]
    return reply(schemas.Targets(total=len(found), limit=limit, offset=offset, items=shown))


@router.get("/indicators", response_model=schemas.Indicators, responses=refusals(), summary="指标列表")
def indicators(
    now: Now,
    q: Annotated[str | None, Query(max_length=NAME, description="指标中的文字")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Response:
    """The indicators for which there are targets, the commonest first."""
    wanted = key(q or "")
    found = [i for i in now.indicators.all() if not wanted or any(wanted in key(name) for name in i.names)]
    shown = [indicator_brief(now, one) for one in found[offset : offset + limit]]
    return reply(schemas.Indicators(total=len(found), limit=limit, offset=offset, items=shown))


@router.get("/compare", response_model=schemas.Compared, responses=exported(404), summary="同一指标的各地对比")
def compare(
    now: Now,
    indicator_named: Annotated[
        str,
        Query(
            alias="indicator",
            min_length=1,
            max_length=NAME,
            pattern=SAID,
            description="指标名称",
            examples=["二手车交易量"],
        ),
    ],
    format: As = "json",
) -> Response:
    """One indicator over places, in groups whose numbers can be compared, and the child's against the parent's."""
    found = now.indicators.named(indicator_named)
    if not found:
        raise UnknownThing(f"没有指标 {indicator_named!r}（no such indicator）；/api/targets/indicators 列出全部指标")
    compared = schemas.Compared(indicators=[indicator(now, one) for one in found[:_SHOWN]])
    if format == "json":
        return reply(compared)
    rows = compared_rows(compared)
    return COMPARED.response(rows, len(rows), format)
