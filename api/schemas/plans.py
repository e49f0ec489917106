"""The shapes of lineage and gaps (溯源、缺口)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.documents import DocumentBrief
from api.schemas.shape import PlaceBrief, Shape, Span, Strength
from api.schemas.targets import TargetPair, TargetRow


class ClauseHead(Shape):
    """A clause with its text and its document's name."""

    id: str
    document_id: str
    title: str
    doc_number: str | None
    issued_on: str | None
    level: str | None
    jurisdiction: PlaceBrief | None
    path: str
    number: str | None
    heading: str
    text: str
    responsibility: str


class Stretch(Shape):
    """A stretch of the lower clause (`now`), of the upper one (`was`), or of both, with their offsets."""

    kind: Literal["kept", "changed", "added", "dropped"]
    now: str
    was: str
    child: Span
    parent: Span


class TraceStep(Shape):
    """One derivation; `clause` is the end away from the clause asked for, `steps` what comes after it."""

    clause: ClauseHead
    child: str
    parent: str
    strength: Strength
    score: float = Field(description="0–1，越大越近", examples=[0.95])
    pieces: list[Stretch]
    goals: list[TargetPair]
    steps: list[TraceStep]


class TraceShown(Shape):
    """A clause's chains up to its sources and down to what implements it; `cut` when some are left out."""

    clause: ClauseHead
    up: list[TraceStep]
    down: list[TraceStep]
    cut: bool


class ClausePair(Shape):
    """A derivation between clauses, by id."""

    child: str
    parent: str
    strength: Strength
    score: float


class TakenBy(Shape):
    """A clause of the lower plan that a clause above became, and how closely it follows it."""

    clause: ClauseHead
    parent: str = Field(description="它所依据的上级条款 / the clause above that it derives from")
    strength: Strength
    score: float


class TakenUp(Shape):
    """A clause of the upper plan that was taken up, and by which clauses, the closest first."""

    clause: ClauseHead
    by: list[TakenBy]


class PlanGaps(Shape):
    """A plan against the one above it."""

    child: DocumentBrief
    parent: DocumentBrief
    basis: str = Field(examples=["citation"])
    quote: str
    asked: int = Field(description="上级文件提出要求的条款数", examples=[38])
    taken: int = Field(description="其中已承接的", examples=[34])
    missing: list[ClauseHead] = Field(description="上级有、本地未承接")
    taken_up: list[TakenUp] = Field(description="已承接的上级条款和本地的对应条款；下级文件的只在表格里")
    added: list[ClauseHead] = Field(description="本地新增")
    links: list[ClausePair]
    goals: list[TargetPair] = Field(description="目标对照")
    goals_missing: list[TargetRow] = Field(description="上级目标、本地未列")
    goals_added: list[TargetRow] = Field(description="本地自定目标")
    naming: list[ClauseHead] = Field(description="未承接的条款中，上级点名本地的")


class Gaps(Shape):
    """A place's plans against those above (`above`), the plans below against the place's own (`below`)."""

    place: PlaceBrief
    above: list[PlanGaps]
    below: list[PlanGaps]
    without: list[DocumentBrief] = Field(description="库中没有上级文件的本地文件")
    cut: bool = Field(description="下级文件太多，没有全部对照")
