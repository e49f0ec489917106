"""The shapes of what the corpus offers to choose from (筛选项)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.shape import PlaceBrief, Shape, Strength


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


class LineageExample(Shape):
    """A clause and the closest of those that it derives from."""

    clause_id: str
    jurisdiction: str = Field(examples=["海东市"])
    path: str = Field(examples=["二/（十六）"])
    heading: str = Field(examples=["完善二手商品交易体系"])
    parent_jurisdiction: str = Field(examples=["青海省"])
    parent_path: str = Field(examples=["四/（二）/20."])
    parent_heading: str = Field(examples=["搭建二手商品线上线下交易平台"])
    strength: Strength


class Facets(Shape):
    """What the corpus offers to choose from."""

    places: list[PlaceFacet]
    levels: list[LevelFacet]
    sectors: list[SectorFacet]
    examples: list[Example]
    lineages: list[LineageExample]
    answering: list[str] = Field(description="有上级文件可对照的地区", examples=[["海东市"]])
