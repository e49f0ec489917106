"""The shapes of what the service says (数据格式): what /docs shows, with examples. Spans are half-open offsets."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Strength = Literal["verbatim", "adapted", "partial"]
Role = Literal["lead", "responsible", "participant"]
Span = Annotated[list[int], Field(min_length=2, max_length=2, examples=[[3, 8]])]


class Shape(BaseModel):
    """Nothing is shown that is not declared."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


# -- answers and search ------------------------------------------------------------------------------------------------


class Evidence(Shape):
    """A clause that supports an answer, or a hit of a search; `highlights` lie in `snippet`."""

    clause_id: str = Field(examples=["东政办〔2024〕66号~2627acd4#二/（十六）"])
    document_id: str = Field(examples=["东政办〔2024〕66号~2627acd4"])
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


# -- documents and clauses ---------------------------------------------------------------------------------------------


class PlaceBrief(Shape):
    """A jurisdiction."""

    code: str = Field(description="GB/T 2260", examples=["630200"])
    name: str = Field(examples=["海东市"])
    full_name: str = Field(examples=["青海省海东市"])
    level: str = Field(examples=["city"])


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


class DocumentBrief(Shape):
    """A document of the corpus."""

    id: str = Field(examples=["东政办〔2024〕66号~2627acd4"])
    title: str
    doc_number: str | None = Field(examples=["东政办〔2024〕66号"])
    issuer: str | None = Field(examples=["海东市人民政府办公室"])
    issued_on: str | None = Field(examples=["2024-09-03"])
    level: str | None = Field(examples=["city"])
    jurisdiction: PlaceBrief | None
    source_file: str = Field(examples=["000.txt"])
    clauses: int = Field(description="条款数", examples=[43])
    targets: int = Field(description="目标数", examples=[31])
    duties: int = Field(description="责任数", examples=[120])


class DocumentLink(Shape):
    """A derivation between documents, seen from one of them."""

    document_id: str
    title: str
    jurisdiction: str
    basis: str = Field(examples=["citation"])
    quote: str


class Citation(Shape):
    """A document referred to; `start`..`end` lie in the source text."""

    cited: str
    title: str
    doc_number: str | None
    in_corpus: bool
    relation: Literal["implements", "mentions"]
    quote: str
    start: int
    end: int
    clause: str | None


class NoticeShown(Shape):
    """An oddity found while reading."""

    code: str
    message: str
    start: int | None
    end: int | None


class DocumentShown(DocumentBrief):
    """A document with what it hangs on."""

    notice_title: str | None
    printed_on: str | None
    issuers: list[str]
    files: list[str]
    sha256: str
    derives_from: list[DocumentLink]
    derived_by: list[DocumentLink]
    cites: list[Citation]
    cited_by: list[DocumentLink]
    notices: list[NoticeShown]


class Documents(Shape):
    """A page of documents."""

    total: int
    limit: int
    offset: int
    items: list[DocumentBrief]


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


class DocumentText(Shape):
    """A document's source text and its clauses in order; all spans are offsets into `text` (Unicode code points)."""

    document: DocumentBrief
    text: str
    clauses: list[ClauseInText]
    citations: list[Citation]


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


class Readiness(Shape):
    """Whether the service can answer; if not, why."""

    ready: bool
    reasons: list[str] = Field(examples=[["data 里还没有图谱：请先运行 policykg build"]])
