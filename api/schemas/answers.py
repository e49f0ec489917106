"""The shapes of answers, hits and suggestions (问答、检索、联想)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.shape import Role, Shape, Span


class Evidence(Shape):
    """A clause that supports an answer, or a hit of a search; `highlights` lie in `snippet`."""

    clause_id: str = Field(examples=["东政办〔2024〕66号~1d0b2f19#二/（十六）"])
    document_id: str = Field(examples=["东政办〔2024〕66号~1d0b2f19"])
    source_file: str = Field(examples=["000.txt"])
    title: str = Field(examples=["海东市贯彻落实推动大规模设备更新和消费品以旧换新分工方案"])
    jurisdiction: str = Field(examples=["海东市"])
    path: str = Field(examples=["二/（十六）"])
    heading: str = Field(examples=["完善二手商品交易体系"])
    snippet: str = Field(examples=["推动二手车流通交易便利化措施落地"])
    highlights: list[Span]
    score: float = Field(ge=0, le=1, description="越大越近 / higher is closer", examples=[0.91])
    matched_by: list[Literal["vector", "keyword", "graph"]]
    reason: str = Field(description="为什么列在这里 / why it stands here", examples=["用词：二手车、交易；语义相近"])


class AnswerUnit(Shape):
    """A body that answers a units question."""

    name: str = Field(examples=["海东市商务局"])
    role: Role
    collective: bool
    clauses: list[str]
    jurisdiction: str = Field(examples=["海东市"])
    mention: str = Field(description="原文写法 / as printed", examples=["市商务局"])


class AnswerTarget(Shape):
    """A target that answers a targets or compare question."""

    indicator: str = Field(examples=["二手车交易量"])
    comparator: str = Field(examples=["="])
    value: float | None = Field(examples=[45])
    unit: str | None = Field(examples=["%"])
    deadline: str | None = Field(examples=["2027"])
    quote: str
    clause: str
    jurisdiction: str = Field(examples=["海东市"])
    change: str = Field(examples=["increase"])
    value_max: float | None
    baseline: str | None = Field(examples=["2023"])
    period: str | None
    scope: str | None


class AnswerSource(Shape):
    """A clause that an answer rests on, as a report cites it."""

    clause_id: str
    document_id: str = Field(examples=["东政办〔2024〕66号~1d0b2f19"])
    title: str
    doc_number: str | None
    jurisdiction: str = Field(examples=["海东市"])
    path: str
    heading: str = Field(description="标题；没有标题的条款是其开头几个字 / or the words it opens with")
    responsibility: str = Field(description="责任表述原文 / as printed")


class AnswerFilters(Shape):
    """How the question was narrowed."""

    jurisdictions: list[str]
    units: list[str]
    sectors: list[str]
    deadline: str | None


class Answer(Shape):
    """An answer; `answered` is false when the corpus does not say, and then `text` says why."""

    question: str = Field(examples=["海东市二手车交易由哪个部门负责？"])
    intent: Literal["units", "duties", "targets", "source", "implementers", "compare", "topic"]
    answered: bool
    text: str = Field(examples=["海东市：责任单位为海东市商务局、海东市公安局。"])
    filters: AnswerFilters
    units: list[AnswerUnit]
    targets: list[AnswerTarget]
    clauses: list[str]
    evidence: list[Evidence]
    sources: list[AnswerSource] = Field(description="回答所依据的全部条款 / every clause that the answer rests on")
    took_ms: float = Field(examples=[14.2])


class Hits(Shape):
    """The clauses found, best first."""

    hits: list[Evidence]
    took_ms: float = Field(examples=[8.4])


class Suggested(Shape):
    """Something that begins with, or holds, what was typed; `match` is its place in `text`, [0, 0] for pinyin."""

    text: str = Field(examples=["海东市商务局"])
    kind: Literal["place", "sector", "unit", "indicator", "heading", "document"]
    id: str = Field(description="行政区划代码、单位、条款或文件编号 / id of its kind", examples=["630200:海东市商务局"])
    extra: str = Field(description="第二行说明 / a second line", examples=["12 项职责"])
    match: Span


class Suggestions(Shape):
    """What the typed text may become."""

    suggestions: list[Suggested]
