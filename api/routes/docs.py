"""`/docs` (接口说明): Swagger UI from our own files, so that it works without the internet."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_FILES = "/docs/files"
_PAGE = f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>接口说明 · 政策知识图谱</title>
<link rel="stylesheet" href="{_FILES}/swagger-ui.css">
<link rel="icon" href="data:,">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>接口说明需要 JavaScript；机器可读的说明在 <a href="/openapi.json">/openapi.json</a>。</noscript>
<script src="{_FILES}/swagger-ui-bundle.js"></script>
<script src="{_FILES}/start.js"></script>
</body>
</html>
"""


@router.get("/docs")
async def docs() -> HTMLResponse:
    """The documentation for people; for machines it is /openapi.json."""
    return HTMLResponse(_PAGE)
