"""What all shapes share (数据格式). Spans are half-open offsets in Unicode code points."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Strength = Literal["verbatim", "adapted", "partial"]
Comparison = Literal["equal", "higher", "lower", "changed"]
Role = Literal["lead", "responsible", "participant"]
Level = Literal["national", "province", "city", "county", "township"]
Span = Annotated[list[int], Field(min_length=2, max_length=2, examples=[[3, 8]])]


class Shape(BaseModel):
    """Nothing is shown that is not declared."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class PlaceBrief(Shape):
    """A jurisdiction."""

    code: str = Field(description="GB/T 2260", examples=["630200"])
    name: str = Field(examples=["海东市"])
    full_name: str = Field(examples=["青海省海东市"])
    level: str = Field(examples=["city"])


class ProblemShown(BaseModel):
    """A refusal (RFC 9457): what was wrong, and what is allowed."""

    type: str = Field(examples=["/problems/not-found"])
    title: str = Field(examples=["没有找到 / Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["没有条款 'x'（no such clause）；policykg search 可以找到条款编号"])
    allowed: str | None = Field(None, examples=["每页 1–200 项"])
    errors: list[dict[str, Any]] | None = None
    instance: str = Field(examples=["/api/clauses/x"])
    request_id: str = Field(examples=["5f0c9a7e12ab34cd"])
