"""The OpenAPI description (接口描述): FastAPI's, with the shape of refusals and what holds for every address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import schemas
from api.examples import fill

_TEXT = """中文政策文件的知识图谱与语义检索。回复是 JSON；拒绝都是 `application/problem+json`，说明错在哪里、允许什么。

- 条款、单位的编号含有 `#`、`/`、`〔〕` 等字符：写入路径时要百分号编码，或改用 `?id=`。
- 列表可用 `format=xlsx` 或 `format=csv` 导出。
- 列表和正文带 `ETag`，可用 `If-None-Match` 复用；每个回复带 `X-Request-ID`。
- 加入和移除文件要密钥（`policykg key create 名称`）；没有密钥时服务只读。

Knowledge graph and semantic search over Chinese policy texts. Refusals are problem+json; ids are to be percent-encoded.
"""


_SAMPLES = Path(__file__).with_name("samples.json")  # made by scripts/make_samples.py from the bundled documents
_ALSO = {"/api/clauses/{id}": "/api/clauses", "/api/clauses/{id}/trace": "/api/clauses/trace"}


def describe(app: FastAPI) -> None:
    """Gives the app its description, made when it is asked for first."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title, version=app.version, summary=app.summary, description=_TEXT, routes=app.routes
            )
            parts = made.setdefault("components", {}).setdefault("schemas", {})
            parts["ProblemShown"] = schemas.ProblemShown.model_json_schema()
            for unused in ("HTTPValidationError", "ValidationError"):
                parts.pop(unused, None)
            fill(parts)
            _show(made["paths"])
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI documents


def _show(paths: dict[str, Any]) -> None:
    """Puts under each address what a service over the bundled documents answers to the parameters of its examples."""
    samples = json.loads(_SAMPLES.read_text(encoding="utf-8"))
    for path, described in paths.items():
        for parameter in described.get("get", {}).get("parameters", ()):
            if parameter["required"] and parameter["schema"].get("examples"):
                parameter["example"] = parameter["schema"]["examples"][0]  # what “try it out” begins with
        sample = samples.get(_ALSO.get(path, path))
        if sample is not None and "get" in described:
            described["get"]["responses"]["200"]["content"]["application/json"]["example"] = sample
