"""The shapes of figures and readiness (运行状况)."""

from __future__ import annotations

from pydantic import Field

from api.schemas.shape import Shape


class Stats(Shape):
    """What the graph holds."""

    generation: int
    documents: int
    clauses: int
    units: int
    targets: int
    sectors: int
    places: int
    duties: int
    derivations: int
    nodes: dict[str, int]
    relationships: dict[str, int]
    notices: dict[str, int]
    encoder: str
    version: str


class Readiness(Shape):
    """Whether the service can answer; if not, why."""

    ready: bool
    reasons: list[str] = Field(examples=[["data 里还没有图谱：请先运行 policykg build"]])
