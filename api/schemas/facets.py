"""The shapes of what the corpus offers to choose from (筛选项)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.shape import PlaceBrief, Shape


class PlaceFacet(PlaceBrief):
    """A place to choose; `parent` is the code of the place above it in the list, if it is there."""

    parent: str | None = Field(examples=["630000"])
    documents: int = Field(description="该地本级的文件数 / documents of the place itself", examples=[1])


class LevelFacet(Shape):
    """A level to choose."""

    level: Literal["national", "province", "city", "county", "township"]
    documents: int


class SectorFacet(Shape):
    """A sector to choose."""

    name: str = Field(examples=["汽车"])
    clauses: int


class Example(Shape):
    """What a question to begin with may be about."""

    kind: Literal["units", "targets", "source", "duties"]
    place: str = Field(examples=["海东市"])
    subject: str = Field(examples=["开展汽车以旧换新"])


class Facets(Shape):
    """What the corpus offers to choose from."""

    places: list[PlaceFacet]
    levels: list[LevelFacet]
    sectors: list[SectorFacet]
    examples: list[Example]
