"""The shapes of units and their duties (单位、责任)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.documents import DocumentBrief
from api.schemas.shape import PlaceBrief, Role, Shape


class UnitBrief(Shape):
    """A unit with how many duties it has in each role."""

    id: str = Field(examples=["630200:海东市商务局"])
    name: str = Field(examples=["海东市商务局"])
    aliases: list[str] = Field(examples=[["市商务局"]])
    collective: bool = Field(description="各县区人民政府、相关部门等统称")
    jurisdiction: PlaceBrief | None
    function: str | None = Field(examples=["商务"])
    lead: int
    responsible: int
    participant: int
    documents: int


class Units(Shape):
    """A page of units."""

    total: int
    limit: int
    offset: int
    items: list[UnitBrief]


class Duty(Shape):
    """A duty of a unit in a clause."""

    clause_id: str
    path: str
    heading: str
    snippet: str
    role: Role
    stated: Literal["line", "text"] = Field(description="line 责任行，text 正文中写明")
    inherited: bool = Field(description="承上（下同、以下均需……）")
    mention: str = Field(description="原文写法", examples=["市商务局"])
    action: str | None


class DocumentDuties(Shape):
    """A unit's duties in one document, in the order of its clauses."""

    document: DocumentBrief
    duties: list[Duty]


class Together(Shape):
    """A unit that shares clauses with another."""

    id: str
    name: str
    collective: bool
    clauses: int


class UnitShown(UnitBrief):
    """A unit with its duties, those it works with, its counterparts one level up and down."""

    duties: list[DocumentDuties]
    together: list[Together]
    above: list[UnitBrief]
    below: list[UnitBrief]


class UnitRef(Shape):
    """A unit by id and name."""

    id: str
    name: str
    collective: bool


class DutyRow(Shape):
    """A clause with who leads, who is responsible, who takes part: a row of the 责任分工表."""

    clause_id: str
    document_id: str
    title: str
    doc_number: str | None
    jurisdiction: PlaceBrief | None
    path: str
    heading: str
    text: str
    responsibility: str = Field(description="责任表述原文")
    lead: list[UnitRef]
    responsible: list[UnitRef]
    participant: list[UnitRef]


class Duties(Shape):
    """A page of the 责任分工表."""

    total: int
    limit: int
    offset: int
    items: list[DutyRow]
