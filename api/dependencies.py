"""What routes are given (依赖): the state of the app they run in, the key a request carries.

All of them are coroutines, though none waits: FastAPI sends plain functions to a thread and back.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from api.jobs import Jobs
from api.keys import Key, Keys
from api.problems import NO_KEY, READ_ONLY, Problem, Unchanged
from api.state import Holdings, State
from kg.errors import UnknownThing

_bearer = HTTPBearer(auto_error=False, description="policykg key create 得到的密钥")
_header = APIKeyHeader(name="X-API-Key", auto_error=False, description="同上，另一种写法")


async def _state(request: Request) -> State:
    state: State = request.app.state.service
    return state


async def _holdings(request: Request) -> Holdings:
    """The newest generation; a client that has seen the address at this generation is told so (304)."""
    service: State = request.app.state.service
    now = service.holdings
    mark = f'W/"{now.mark}"'
    request.state.etag = mark
    if mark in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
        raise Unchanged
    return now


async def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


async def _allowed(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
    header: Annotated[str | None, Security(_header)],
) -> Key:
    """The key that a request carries. Raises Problem."""
    keys: Keys = request.app.state.keys
    if not keys.all():
        raise Problem(READ_ONLY, "这个服务是只读的：数据目录里没有密钥", "管理员可用 policykg key create 名称 新建密钥")
    text = bearer.credentials if bearer else header
    key = keys.check(text) if text else None
    if key is None:
        wrong = "密钥不对或已撤销" if text else "没有给出密钥"
        allowed = "Authorization: Bearer 密钥，或 X-API-Key: 密钥"
        raise Problem(NO_KEY, wrong, allowed, {"www-authenticate": 'Bearer realm="policykg"'})
    return key


def not_going(jobs: Jobs, document: str) -> None:
    """Raises UnknownThing for a document that is about to be taken out."""
    if jobs.is_going(document):
        raise UnknownThing(f"文件 {document!r} 正在移除（being removed）")


Service = Annotated[State, Depends(_state)]
Now = Annotated[Holdings, Depends(_holdings)]
Building = Annotated[Jobs, Depends(_jobs)]
Allowed = Annotated[Key, Depends(_allowed)]
