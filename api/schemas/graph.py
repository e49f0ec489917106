"""The shapes of pictures, places and sectors (图、地区、领域)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.schemas.shape import Level, Shape

Label = Literal["Document", "Clause", "Unit", "Sector", "Target", "Jurisdiction"]


class GraphNode(Shape):
    """A node of the picture; `id` is label and id, so that it is unique."""

    id: str = Field(examples=["Unit:630200:海东市商务局"])
    label: Label
    ref: str = Field(description="标签内编号 / id within the label", examples=["630200:海东市商务局"])
    name: str = Field(examples=["海东市商务局"])
    detail: str
    hops: int = Field(description="离中心几步")
    hidden: int = Field(description="还有几条边没有画出")


class GraphEdge(Shape):
    """An edge of the picture with the reason for it."""

    id: str
    type: str = Field(examples=["RESPONSIBLE_FOR"])
    source: str
    target: str
    reason: str = Field(examples=["责任单位：原文“市商务局”（规则 label:责任单位）"])
    properties: dict[str, Any]


class Graph(Shape):
    """What lies around a node; `cut` when not all of it is shown."""

    centre: str
    nodes: list[GraphNode]
    edges: list[GraphEdge]
    cut: bool


class PlaceCount(Shape):
    """A place with its own documents and all within it."""

    code: str
    name: str
    full_name: str
    level: Level
    parent: str | None
    documents: int
    total: int


class PlaceNode(PlaceCount):
    """A place with those within it that have documents."""

    children: list[PlaceNode]


class Places(Shape):
    """The tree of places."""

    places: list[PlaceNode]


class SectorCount(Shape):
    """A sector with how many clauses and documents concern it."""

    name: str = Field(examples=["汽车"])
    clauses: int
    documents: int


class Sectors(Shape):
    """The sectors, the commonest first."""

    sectors: list[SectorCount]
