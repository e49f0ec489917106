"""The records that the stages hand to each other. All are frozen and hold tuples; spans are half-open source offsets.

read → Source → layout → View → head → Head
                              → parse → Parsed(Clause…)
Clause → responsibility/units → Mention, Unit      Clause → targets → Target
Clause → sectors → SectorReason                    Clause → citations → Citation
everything of one file → Document;  Documents → links → DocumentLink, ClauseLink, TargetLink
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.view import View

Level = Literal["national", "province", "city", "county", "township"]
ClauseKind = Literal["preamble", "section", "item", "article", "attachment"]
Role = Literal["lead", "responsible", "participant"]
Stated = Literal["line", "text"]
Comparator = Literal["=", ">=", "<=", ">", "<", "~", "between"]
Change = Literal["level", "increase", "decrease", "share", "reach", "complete"]
Relation = Literal["implements", "mentions"]
Strength = Literal["verbatim", "adapted", "partial"]
Comparison = Literal["equal", "higher", "lower", "changed"]


LEFT_OUT = "left-out-"
"""How the codes of notices begin that say what a converter left out: they are kept when a stored text is read again."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An oddity in the input (问题提示): kept, counted, shown; never a reason to stop."""

    code: str  # kebab-case, e.g. "impossible-year"
    message: str  # one Chinese sentence, then what was done
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read (原文). `text` is what the bytes decode to, or what a Word file was converted to."""

    name: str  # the file name as given, without folders
    text: str
    sha256: str  # of the bytes
    encoding: str  # or the kind that was converted: docx
    notices: tuple[Notice, ...] = ()  # what a converter left out


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction of GB/T 2260 (行政区划)."""

    code: str  # six digits; 100000 for the nation
    name: str  # 海东市
    full_name: str  # 青海省海东市
    level: Level
    parent: str | None  # code of the jurisdiction above
    aliases: tuple[str, ...] = ()  # short and old names: 海东, 海东地区


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a plan (文头): all values in normal form, absent = None."""

    title: str | None = None
    notice_title: str | None = None
    doc_number: str | None = None  # 青政〔2024〕23号
    issuers: tuple[str, ...] = ()  # full names, the first one is the contract's `issuer`
    issued_on: str | None = None  # 2024-04-28
    printed_on: str | None = None
    place: str | None = None  # code of the jurisdiction it applies in
    level: Level | None = None
    spans: tuple[tuple[str, int, int], ...] = ()  # (field, start, end) in the source
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A responsibility statement as printed (责任表述), cut out of a clause's body.

    `after` is its place in the body that remains: it covers the text from the statement before it up to here.
    """

    view: View  # with its brackets and label: （牵头单位：市商务局；责任单位：市公安局）
    after: int  # offset in Clause.body.text
    label: str | None = None  # the words over a table's column, where the view itself has none: 牵头单位


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered piece of the plan (条款). start..end is its own part: up to its first child or the next clause."""

    path: str  # 二/（十六）, 序, 附件/一/（一）
    number: str | None  # the mark as printed, in normal form: （十六）, 20., 第七条
    heading: str | None
    body: View  # own text: no number, no heading, no responsibility statement, no layout noise
    statements: tuple[Statement, ...]
    order: int  # 0, 1, 2 … over the document
    depth: int  # 1 for 一、
    kind: ClauseKind
    start: int
    end: int
    parent: str | None  # path of the clause above
    heading_view: View | None = None  # where the heading stands
    row: tuple[View, View] | None = None  # of a table: the words over its columns, and its cells

    @property
    def text(self) -> str:
        return self.body.text

    @property
    def responsibility(self) -> str | None:
        said = ((f"{s.label}：" if s.label else "") + s.view.text.strip() for s in self.statements)
        return "\n".join(said) or None


@dataclass(frozen=True, slots=True)
class Zone:
    """A piece of the source; the zones of a document cover it exactly, in order, without gaps."""

    kind: str  # head, clause, tail, noise
    start: int
    end: int
    path: str | None = None  # of the clause


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document's clause tree (条款树) and what lies around it."""

    clauses: tuple[Clause, ...]
    zones: tuple[Zone, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named as having a duty (责任), not yet told who it is."""

    clause: str  # path
    mention: str  # as printed: 市商务局
    start: int
    end: int
    role: Role
    stated: Stated
    rule: str  # which rule made it, e.g. "label:责任单位"
    inherited: bool = False
    collective: bool = False
    action: str | None = None  # running text only: 办公室设在


@dataclass(frozen=True, slots=True)
class Unit:
    """A body (单位), one record however it is spelt."""

    id: str  # 630200:海东市商务局
    name: str  # 海东市商务局
    aliases: tuple[str, ...]  # every spelling printed, sorted
    level: Level | None
    collective: bool
    place: str | None  # code
    function: str | None = None  # what counterparts share: 商务


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A mention and the unit it turned out to be."""

    unit: str  # Unit.id
    mention: Mention


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity the government commits to (目标)."""

    clause: str  # path
    indicator: str
    comparator: Comparator
    change: Change
    value: float | None
    unit: str | None
    quote: str
    start: int
    end: int
    rule: str
    value_max: float | None = None
    baseline: str | None = None
    deadline: str | None = None
    period: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class SectorReason:
    """A clause's sector (领域) and the words that say so."""

    clause: str
    sector: str  # 二手商品
    words: tuple[str, ...]
    weight: float  # higher is surer; 0–1


@dataclass(frozen=True, slots=True)
class Citation:
    """A policy document referred to (引用)."""

    quote: str
    relation: Relation
    specific: bool  # False: 国家、省关于…决策部署
    start: int
    end: int
    rule: str
    clause: str | None  # path, None in the head
    title: str | None = None
    doc_number: str | None = None
    is_self: bool = False
    issuer: str | None = None  # as printed in front of the title: 省政府《关于…》


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that one file says, found without looking at any other file."""

    id: str
    source: Source
    head: Head
    parsed: Parsed
    units: tuple[Unit, ...]
    responsibilities: tuple[Responsibility, ...]
    targets: tuple[Target, ...]
    sectors: tuple[SectorReason, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """Child document → parent document (派生)."""

    child: str
    parent: str
    basis: Literal["citation", "title"]
    quote: str


@dataclass(frozen=True, slots=True)
class SharedWording:
    """A run of wording that child and parent share, as offsets into the two clauses' own texts."""

    text: str
    child: tuple[int, int]
    parent: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """Child clause → parent clause (条款派生)."""

    child: str  # clause id
    parent: str
    strength: Strength
    score: float  # 0–1, higher is closer
    shared: tuple[SharedWording, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class TargetLink:
    """Child target → parent target (目标分解)."""

    child: str  # target id
    parent: str
    comparison: Comparison
    rule: str
