"""The service (服务): one app over one data folder. Nothing is global; two apps live beside each other.

request → Observe (id, headers, log, metrics) → gzip → Guard (rate, size, time) → route → State
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from api import pages, problems, schemas
from api.documentation import describe
from api.guard import Guard
from api.jobs import Jobs
from api.keys import Keys
from api.limits import Limits
from api.logs import Log
from api.metrics import Metrics
from api.observe import Observe
from api.parameters import only_known
from api.pool import Pool
from api.problems import NotReady
from api.remember import Remembered
from api.routes import additions, answers, clauses, docs, documents, facets, graph, plans, stats, targets, units
from api.state import State

_SWAGGER = Path(__file__).with_name("swagger")
_THREADS = 8  # for what reads the store
_WORTH_PACKING = 4096  # bytes
_LOOK = 0.5  # seconds between two looks whether the service has opened


def create_app(
    home: Path, *, limits: Limits | None = None, log: Log | None = None, default_place: str | None = None
) -> FastAPI:
    """Returns the service over a data folder; it opens the folder when it starts; /readyz says what is missing."""
    limits, log, metrics = limits or Limits(), log or Log(), Metrics()

    async def ended(job: schemas.Job) -> None:
        metrics.jobs.labels(job.kind).inc()
        await run_sync(app.state.service.refresh)
        titles(job, app.state.service)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = _THREADS
        app.state.pool = Pool(limits, metrics.waiting)
        app.state.jobs = Jobs(home, limits, log, ended)
        app.state.jobs.start()
        app.state.service.start()
        catching_up = asyncio.create_task(_catch_up(app.state.service, app.state.jobs))
        yield
        catching_up.cancel()
        await app.state.jobs.stop()
        await run_sync(app.state.service.close)
        app.state.pool.close()

    app = FastAPI(
        title="政策知识图谱 policy-kg",
        summary="政策文件的知识图谱与语义检索 / a knowledge graph and semantic search over Chinese policy texts",
        version=_version(),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = State(home, default_place=default_place)
    app.state.keys = Keys(home)
    app.state.remembered = Remembered()
    app.state.metrics = metrics
    app.state.limits = limits
    problems.install(app, pages.missing)
    describe(app)
    for routes in (answers, facets, documents, additions, plans, clauses, units, targets, graph, stats, docs):
        app.include_router(routes.router, dependencies=[Depends(only_known)])
    app.mount("/docs/files", _Kept(directory=_SWAGGER), name="docs")
    app.include_router(pages.router)
    app.add_middleware(Guard, limits=limits)
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=4)
    app.add_middleware(Observe, log=log, metrics=metrics)
    return app


async def _catch_up(service: State, jobs: Jobs) -> None:
    """Has the index brought up to the graph where an earlier service or build was broken off between the two."""
    while service.reasons():
        await asyncio.sleep(_LOOK)
    if service.behind():
        jobs.index()


class _Kept(StaticFiles):
    """Files that browsers may keep for a day."""

    def file_response(self, *given: Any, **named: Any) -> Response:
        response = super().file_response(*given, **named)
        response.headers["cache-control"] = "public, max-age=86400"
        return response


def titles(job: schemas.Job, service: State) -> None:
    """Enters what a job's documents are called and hold."""
    with suppress(NotReady):
        now = service.holdings
        for file in job.files:
            if paper := now.knowledge.papers.get(file.document_id or ""):
                counts = now.tallies.papers[paper.id]
                file.title, file.clauses, file.targets = paper.title, counts.clauses, counts.targets


def _version() -> str:
    try:
        return version("policy-kg")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
