"""The shapes of uploads and removals (任务)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.documents import NoticeShown
from api.schemas.shape import Shape


class SamePaper(Shape):
    """Another document of the corpus that is the same paper, in a file of its own."""

    document_id: str = Field(examples=["东政办〔2024〕66号~1d0b2f19"])
    file: str = Field(examples=["海东市分工方案.pdf"])
    verbatim: bool = Field(description="全文相同（空白和标点除外）；false 则标题、文号、发文机关相同而文字有出入")


class JobFile(Shape):
    """A file of an upload, and what became of it."""

    name: str = Field(examples=["海东市分工方案.txt"])
    bytes: int
    state: Literal["waiting", "added", "replaced", "renewed", "unchanged", "refused"]
    document_id: str | None
    title: str | None
    clauses: int | None
    targets: int | None
    problem: str | None = Field(description="为什么没有收下", examples=["a.pdf：这是PDF 文件，不是文本"])
    notices: list[NoticeShown]
    same_as: list[SamePaper] = Field(description="库中与它是同一份的其他文件")


class Job(Shape):
    """An upload, a removal or an update of the search index, under way or finished."""

    job: str = Field(description="任务编号", examples=["9f2c5a7e12ab34cd"])
    kind: Literal["add", "remove", "index"] = Field(description="index：上次中断的索引更新，启动后自动补做")
    state: Literal["queued", "running", "done", "failed"]
    step: Literal["waiting", "reading", "indexing", "finished"]
    done: int
    total: int
    doing: str
    document_id: str | None = Field(description="要移除的文件", examples=["东政办〔2024〕66号~1d0b2f19"])
    title: str | None = Field(description="要移除的文件的标题")
    files: list[JobFile]
    problem: str | None
    created_at: str = Field(examples=["2026-01-05T08:30:00Z"])
    finished_at: str | None
    seconds: float | None


class Jobs(Shape):
    """The latest jobs, newest first."""

    jobs: list[Job]
