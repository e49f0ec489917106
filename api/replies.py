"""Sends records as JSON (回复)."""

from __future__ import annotations

from pydantic_core import to_json
from starlette.responses import Response


def reply(value: object, status: int = 200) -> Response:
    """A record (dataclass, pydantic model, mapping, sequence) as the JSON body of a response."""
    return Response(to_json(value), status, media_type="application/json")
