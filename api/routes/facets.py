"""`/api/facets` (筛选项): what the corpus offers to choose from."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import schemas
from api.dependencies import Now
from api.parameters import refusals
from api.replies import reply

router = APIRouter(prefix="/api", tags=["问答与检索"])


@router.get("/facets", response_model=schemas.Facets, responses=refusals(), summary="可选的地区、层级、领域和示例")
def choices(now: Now) -> Response:
    """Places as a tree, levels and sectors with how much each holds, and questions to begin with."""
    return reply(now.facets)
