"""`POST /api/documents`, `DELETE /api/documents/{id}`, `/api/jobs`, `/api/key` (入库与移除): only with an API key."""

from __future__ import annotations

from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api import schemas
from api.dependencies import Allowed, Building, Service, not_going
from api.limits import NAME, QUESTION
from api.narrowing import paper_of
from api.parameters import refusals
from api.replies import reply
from api.uploads import KINDS, keep, receive

router = APIRouter(prefix="/api", tags=["入库与移除"])

_PLAIN = r"[^\u0000-\u0008\u000e-\u001f\u007f]*"  # no control characters
_TEXT = rf"^{_PLAIN}[\u4e00-\u9fff]{_PLAIN}$"
_LATER = "还没有完成；进度见 /api/jobs/{id}"
_PATIENCE = 5.0  # seconds that a removal is waited for
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 50,
                            "items": {
                                "type": "string",
                                "contentMediaType": "text/plain",
                                "pattern": _TEXT,
                                "examples": ["一、总体要求\n到2027年，废旧家电回收量较2023年增长30%。"],
                            },
                            "description": f"政策文件：{KINDS}；或粘贴的文字",
                        },
                        "replace": {
                            "type": "string",
                            "enum": ["false", "true"],
                            "description": "同名文件是否替换；默认不替换，另取一名",
                        },
                    },
                }
            }
        },
    }
}


@router.post(
    "/documents",
    status_code=202,
    response_model=schemas.Job,
    responses=refusals(400, 401, 403, 408, 413, 415),
    openapi_extra=_FORM,
    summary="加入文件",
)
async def add(request: Request, jobs: Building, allowed: Allowed) -> Response:
    """Takes files in and builds them into graph and index in the background; follow it at /api/jobs/{id}."""
    id = jobs.new_id()
    limits = request.app.state.limits
    given, replace = await receive(request, limits)
    kept = await run_sync(keep, given, jobs.folder(id), limits)
    return _accepted(jobs.add(id, kept, replace=replace))


@router.delete(
    "/documents/{id}",
    response_model=schemas.Job,
    responses={
        202: {"model": schemas.Job, "description": _LATER},
        **refusals(401, 403, 404),
    },
    summary="移除一份文件",
)
async def remove(
    service: Service,
    jobs: Building,
    allowed: Allowed,
    id: Annotated[str, Path(max_length=NAME, description="文件编号", examples=["东政办〔2024〕66号~1d0b2f19"])],
) -> Response:
    """Takes a document and all that hangs on it out of graph and index; 202 when that takes longer than a while."""
    not_going(jobs, id)
    removal = jobs.remove(id, paper_of(service.holdings, id).title)
    return reply(removal) if await jobs.wait(removal, _PATIENCE) else _accepted(removal)


@router.get("/jobs", response_model=schemas.Jobs, responses=refusals(401, 403), summary="最近的任务")
async def latest(jobs: Building, allowed: Allowed) -> Response:
    """The latest uploads and removals, newest first."""
    return reply(schemas.Jobs(jobs=jobs.latest()))


@router.get("/jobs/{id}", response_model=schemas.Job, responses=refusals(404), summary="一个任务的进度")
async def job(
    jobs: Building, id: Annotated[str, Path(max_length=64, description="任务编号", examples=["9f2c5a7e12ab34cd"])]
) -> Response:
    """How far an upload or a removal is, and what became of each file."""
    return reply(jobs.get(id))


@router.get("/key", response_model=schemas.KeyShown, responses=refusals(401, 403), summary="密钥是否有效")
async def key(allowed: Allowed) -> Response:
    """Which key the request carries."""
    return reply(schemas.KeyShown(id=allowed.id, name=allowed.name))


@router.get("/about", response_model=schemas.About, responses=refusals(), summary="服务的版本和限额")
async def about(request: Request) -> Response:
    """What this service is, whether it takes documents in, and how much it allows."""
    limits = request.app.state.limits
    return reply(
        schemas.About(
            version=request.app.version,
            read_only=not request.app.state.keys.all(),
            question_characters=QUESTION,
            upload_files=limits.upload_files,
            upload_file_bytes=limits.upload_file,
            upload_bytes=limits.upload,
            requests_per_minute=limits.per_minute,
        )
    )


def _accepted(job: schemas.Job) -> Response:
    response = reply(job, 202)
    response.headers["location"] = f"/api/jobs/{job.job}"
    return response
