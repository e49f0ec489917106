"""The shapes of figures and readiness (运行状况)."""

from __future__ import annotations

from pydantic import Field

from api.schemas.shape import Shape


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


class KeyShown(Shape):
    """A key in force."""

    id: str = Field(examples=["9f2c5a7e"])
    name: str = Field(examples=["信息中心"])


class About(Shape):
    """What the service is and how much it allows."""

    version: str
    read_only: bool = Field(description="没有密钥时为 true：不能加入或移除文件")
    question_characters: int
    upload_files: int
    upload_file_bytes: int
    upload_bytes: int
    requests_per_minute: int = Field(description="0 为不限")


class Readiness(Shape):
    """Whether the service can answer; if not, why."""

    ready: bool
    behind: int = Field(description="索引落后于图谱几次变更：构建正在进行，或中断过（服务启动时自动补建）")
    reasons: list[str] = Field(examples=[["data 里还没有图谱：请先运行 policykg build"]])
