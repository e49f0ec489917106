"""The shapes of targets and their comparison (目标)."""

from __future__ import annotations

from pydantic import Field

from api.schemas.shape import Comparison, PlaceBrief, Shape


class TargetRow(Shape):
    """A target with where it stands and who is responsible for its clause."""

    id: str = Field(examples=["东政办〔2024〕66号~1d0b2f19#二/（十六）@1"])
    indicator: str = Field(examples=["二手车交易量"])
    comparator: str = Field(description="=、>=、<=、>、<、~（约）、between", examples=["="])
    change: str = Field(description="level、increase、decrease、share、reach、complete", examples=["increase"])
    value: float | None = Field(examples=[45])
    value_max: float | None
    unit: str | None = Field(examples=["%"])
    baseline: str | None = Field(description="基期", examples=["2023"])
    deadline: str | None = Field(description="完成时限", examples=["2027"])
    period: str | None
    scope: str | None
    quote: str = Field(description="原文", examples=["到2027年二手车交易量较2023年增长45%"])
    clause_id: str
    document_id: str
    title: str
    doc_number: str | None
    jurisdiction: PlaceBrief | None
    path: str = Field(examples=["二/（十六）"])
    heading: str
    units: list[str] = Field(description="该条款的责任单位", examples=[["海东市商务局", "海东市公安局"]])


class Targets(Shape):
    """A page of targets."""

    total: int
    limit: int
    offset: int
    items: list[TargetRow]


class TargetPair(Shape):
    """A target below against the one above it."""

    comparison: Comparison
    child: TargetRow
    parent: TargetRow


class IndicatorFigure(Shape):
    """What one target of an indicator asks for."""

    comparator: str = Field(description="=、>=、<=、>、<、~（约）、between", examples=["="])
    change: str = Field(examples=["increase"])
    value: float | None = Field(examples=[45])
    value_max: float | None
    unit: str | None = Field(examples=["%"])


class IndicatorBrief(Shape):
    """An indicator, by its commonest wording."""

    name: str = Field(examples=["报废汽车回收量"])
    names: list[str]
    targets: int
    places: list[str] = Field(examples=[["青海省", "海东市"]])
    years: list[str] = Field(examples=[["2025", "2027"]])
    figures: list[IndicatorFigure] = Field(description="目标值，至多列三个 / its figures, three at most")


class Indicators(Shape):
    """A page of indicators, the commonest first."""

    total: int
    limit: int
    offset: int
    items: list[IndicatorBrief]


class ComparableGroup(Shape):
    """Targets whose numbers can be set beside each other: same unit, kind of change, base year."""

    unit: str | None
    change: str
    baseline: str | None
    period: str | None
    items: list[TargetRow]


class GoalLink(Shape):
    """Ids of a target below and of the one above it."""

    child: str
    parent: str
    comparison: Comparison


class IndicatorShown(IndicatorBrief):
    """An indicator over places; `links` set child against parent."""

    groups: list[ComparableGroup]
    links: list[GoalLink]


class Compared(Shape):
    """The indicators of a name."""

    indicators: list[IndicatorShown]
