"""The shapes of clauses and what hangs on them (条款)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.shape import PlaceBrief, Role, Shape, Strength


class DutyMark(Shape):
    """A body's duty in a clause, and where it is named in the source text."""

    unit: str = Field(examples=["630200:海东市商务局"])
    name: str = Field(examples=["海东市商务局"])
    collective: bool
    role: Role
    stated: Literal["line", "text"]
    inherited: bool
    mention: str = Field(examples=["市商务局"])
    start: int
    end: int
    rule: str = Field(examples=["label:责任单位"])


class TargetMark(Shape):
    """A target, and where it stands in the source text."""

    id: str
    indicator: str
    comparator: str
    change: str
    value: float | None
    value_max: float | None
    unit: str | None
    baseline: str | None
    deadline: str | None
    period: str | None
    scope: str | None
    quote: str
    start: int
    end: int
    rule: str


class ClauseLink(Shape):
    """A clause that this one derives from, or that derives from it."""

    clause_id: str
    document_id: str
    title: str
    jurisdiction: str
    level: str | None
    path: str
    heading: str
    strength: Strength
    score: float
    shared: list[str]


class ClauseBrief(Shape):
    """A clause without its text."""

    id: str
    document_id: str
    path: str
    number: str | None
    heading: str
    kind: str
    order: int
    parent: str | None


class ClauseShown(ClauseBrief):
    """A clause with what hangs on it."""

    title: str
    jurisdiction: PlaceBrief | None
    text: str
    responsibility: str
    above: list[ClauseBrief]
    below: list[ClauseBrief]
    previous: str | None
    next: str | None
    units: list[DutyMark]
    targets: list[TargetMark]
    sectors: list[str]
    sources: list[ClauseLink]
    implementers: list[ClauseLink]


class ClauseInText(ClauseBrief):
    """A clause in its document's text: `start`..`end` is its own part of the source."""

    depth: int
    start: int
    end: int
    text: str
    responsibility: str
    units: list[DutyMark]
    targets: list[TargetMark]
    sectors: list[str]
    sources: list[ClauseLink]
    implementers: list[ClauseLink]
