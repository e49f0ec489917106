"""The shapes of documents (文件)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.clauses import ClauseInText
from api.schemas.shape import PlaceBrief, Shape


class DocumentBrief(Shape):
    """A document of the corpus."""

    id: str = Field(examples=["东政办〔2024〕66号~1d0b2f19"])
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


class DocumentText(Shape):
    """A document's source text and its clauses in order; all spans are offsets into `text` (Unicode code points)."""

    document: DocumentBrief
    text: str
    clauses: list[ClauseInText]
    citations: list[Citation]
