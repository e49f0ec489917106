"""`/api/stats` (统计), `/healthz`, `/readyz`, `/metrics` (运行状况)."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import metrics, problems, schemas
from api.dependencies import Now, Service
from api.parameters import refusals
from api.replies import reply

router = APIRouter(tags=["运行状况"])


@router.get("/api/stats", response_model=schemas.Stats, responses=refusals(), summary="图谱里有多少")
def stats(request: Request, service: Service, now: Now) -> Response:
    """How much the graph holds."""
    with service.store.snapshot() as graph:
        counts = graph.counts()
        notices = Counter(notice.code for filed in graph.documents() for notice in filed.notices)
    knowledge = now.knowledge
    return reply(
        schemas.Stats(
            generation=knowledge.generation,
            documents=len(knowledge.papers),
            clauses=len(knowledge.pieces),
            units=len(knowledge.bodies),
            targets=len(knowledge.goals),
            sectors=len({s for p in knowledge.pieces.values() for s in p.sectors}),
            places=len(knowledge.places),
            duties=sum(map(len, knowledge.duties.values())),
            derivations=sum(map(len, knowledge.parents.values())),
            nodes=dict(counts.nodes),
            relationships=dict(counts.edges),
            notices=dict(sorted(notices.items())),
            encoder=service.encoder_name,
            version=request.app.version,
        )
    )


@router.get("/healthz", summary="进程是否活着")
async def health() -> dict[str, str]:
    """Always ok while the process answers."""
    return {"status": "ok"}


@router.get(
    "/readyz", response_model=schemas.Readiness, responses={503: {"model": schemas.Readiness}}, summary="能否回答"
)
def ready(service: Service) -> Response:
    """Whether questions can be answered, and if not, why."""
    reasons = list(service.reasons())
    shown = schemas.Readiness(ready=not reasons, behind=service.behind(), reasons=reasons)
    return reply(shown, 503 if reasons else 200)


@router.get("/metrics", summary="Prometheus 指标", response_class=Response)
def figures(request: Request, service: Service) -> Response:
    """Figures in Prometheus' text form."""
    counted: metrics.Metrics = request.app.state.metrics
    counted.ready.set(not service.reasons())
    with suppress(problems.NotReady):
        knowledge = service.holdings.knowledge
        counted.generation.set(knowledge.generation)
        counted.documents.set(len(knowledge.papers))
        counted.clauses.set(len(knowledge.pieces))
    return Response(counted.show(), headers={"content-type": metrics.CONTENT_TYPE})
