"""`/api/graph` (图), `/api/places` (地区), `/api/sectors` (领域)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import schemas
from api.dependencies import Now, Service
from api.limits import NAME
from api.parameters import refusals
from api.present.picture import neighbourhood
from api.present.reasons import Language
from api.replies import reply
from api.state import Holdings
from kg.places import NATION

router = APIRouter(prefix="/api", tags=["图与分类"])


@router.get("/graph", response_model=schemas.Graph, responses=refusals(404), summary="一个节点的周围")
def graph(
    service: Service,
    node: Annotated[
        str,
        Query(
            min_length=1,
            max_length=NAME,
            description="节点编号，可带标签前缀（Unit:…）",
            examples=["630200:海东市商务局"],
        ),
    ],
    label: Annotated[schemas.Label | None, Query(description="节点标签；不给则依次查找")] = None,
    depth: Annotated[int, Query(ge=1, le=3, description="几步以内")] = 1,
    limit: Annotated[int, Query(ge=2, le=300, description="最多几个节点")] = 60,
    lang: Annotated[Language, Query(description="连线理由的语言 / language of the reasons")] = "zh",
) -> Response:
    """The nearest nodes around a node, with the reason on each edge."""
    with service.store.snapshot() as found:
        return reply(neighbourhood(found, node, label, depth, limit, lang))


@router.get("/places", response_model=schemas.Places, responses=refusals(), summary="地区树")
def places(now: Now) -> Response:
    """The places that have documents, under the places they lie within."""
    gazetteer, below = now.knowledge.gazetteer, defaultdict[str | None, list[str]](list)
    for code in sorted(now.tallies.within):
        above = (place.code for place in gazetteer.above(code) if place.code != NATION)
        below[next((c for c in above if c in now.tallies.within), None)].append(code)
    return reply(schemas.Places(places=[_branch(now, code, None, below) for code in below[None]]))


def _branch(now: Holdings, code: str, above: str | None, below: Mapping[str | None, list[str]]) -> schemas.PlaceNode:
    place = now.knowledge.gazetteer.place(code)
    return schemas.PlaceNode(
        code=code,
        name=place.name,
        full_name=place.full_name,
        level=place.level,
        parent=above,
        documents=now.tallies.own.get(code, 0),
        total=now.tallies.within[code],
        children=[_branch(now, c, code, below) for c in below.get(code, ())],
    )


@router.get("/sectors", response_model=schemas.Sectors, responses=refusals(), summary="领域列表")
def sectors(now: Now) -> Response:
    """The sectors that clauses concern, the commonest first."""
    counts = now.tallies.sectors
    names = sorted(counts, key=lambda name: (-counts[name][0], name))
    shown = [schemas.SectorCount(name=n, clauses=counts[n][0], documents=counts[n][1]) for n in names]
    return reply(schemas.Sectors(sectors=shown))
