"""What requests may say in their addresses (参数)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Request
from fastapi.routing import APIRoute

from api.exports import CSV, XLSX, Format
from api.limits import HITS, NAME, PAGE, QUESTION
from api.problems import BAD_PARAMETER, Problem

CLAUSE = "东政办〔2024〕66号~1d0b2f19#二/（十六）"
SAID = r"\S"  # something but blanks

Question = Annotated[
    str,
    Query(
        min_length=1,
        max_length=QUESTION,
        pattern=SAID,
        description="中文或英文的问题 / a question",
        examples=["海东市二手车交易由哪些部门负责？"],
    ),
]
Text = Annotated[
    str,
    Query(min_length=1, max_length=QUESTION, pattern=SAID, description="检索词 / text", examples=["老旧小区电梯更新"]),
]
Jurisdiction = Annotated[
    str | None,
    Query(max_length=NAME, description="行政区划名称或代码 / a place's name or code", examples=["海东市"]),
]
Sector = Annotated[str | None, Query(max_length=NAME, description="领域 / sector", examples=["汽车"])]
Unit = Annotated[str | None, Query(max_length=NAME, description="单位 / unit", examples=["海东市商务局"])]
Level = Annotated[
    Literal["national", "province", "city", "county", "township"] | None, Query(description="层级 / level")
]
Exact = Annotated[bool, Query(description="只要该地本级，不含下辖地区 / only the place itself")]
HitLimit = Annotated[int, Query(ge=1, le=HITS, description=f"最多几条，1–{HITS}")]
Limit = Annotated[int, Query(ge=1, le=PAGE, description=f"每页几项，1–{PAGE}")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="从第几项起（0 起）")]
As = Annotated[Format, Query(description="json，或导出全部结果为 xlsx、csv / or all of it as a spreadsheet")]
Id = Annotated[str, Query(min_length=1, max_length=NAME, description="条款编号 / clause id", examples=[CLAUSE])]


async def only_known(request: Request) -> None:
    """Refuses parameters that an address does not have, and one given twice that it takes once.

    Takes ?kind=unit&kind=place of /api/suggest; refuses ?place=海东市 of /api/ask, which would be answered for all.
    """
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    fields = {field.alias: field.field_info for field in route.dependant.query_params}
    given = [name for name, _ in request.query_params.multi_items()]
    lists = {name for name, info in fields.items() if "list" in str(info.annotation)}
    wrong = {name: "没有这个参数（unknown）" for name in given if name not in fields}
    wrong |= {name: "只能给一次（given twice）" for name in fields if given.count(name) > 1 and name not in lists}
    if wrong:
        said = "；".join(f"{name[:NAME]}：{what}" for name, what in list(wrong.items())[:5])
        errors = [{"where": "query", "parameter": name[:NAME], "wrong": what} for name, what in wrong.items()]
        raise Problem(BAD_PARAMETER, said, f"参数 {'、'.join(fields)}" if fields else "这个地址没有参数", errors=errors)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an address may answer with, for the documentation."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemShown"}}}
    said = {
        400: "请求有误",
        401: "缺少或错误的密钥",
        403: "只读服务",
        404: "没有找到",
        408: "请求发送太慢",
        409: "与现状冲突",
        413: "内容太大",
        414: "地址太长",
        415: "不支持这种内容",
        422: "参数不对",
        429: "请求太频繁",
        503: "尚未就绪或繁忙",
        504: "处理超时",
    }
    every = {*statuses, 414, 422, 429, 503}
    return {status: {"description": said[status], "content": content} for status in sorted(every)}


def exported(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The same for a list that can be exported."""
    files = {XLSX: {"schema": {"type": "string", "format": "binary"}}, CSV: {"schema": {"type": "string"}}}
    return {200: {"content": files}, **refusals(*statuses)}
