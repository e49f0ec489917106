"""An answer as the contract shapes it (答案), and nothing that the graph does not say."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause that supports an answer; `highlights` are half-open offsets into `snippet`."""

    clause_id: str
    document_id: str
    source_file: str
    title: str
    jurisdiction: str
    path: str
    heading: str
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    score: float  # 0–1, higher is closer
    matched_by: tuple[str, ...]  # of vector, keyword, graph
    reason: str = ""  # why it stands here, in Chinese


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A body that answers a units question, in one role, with the clauses that say so."""

    name: str
    role: str
    collective: bool
    clauses: tuple[str, ...]
    jurisdiction: str = ""
    mention: str = ""


@dataclass(frozen=True, slots=True)
class NamedTarget:
    """A target that answers a targets or compare question."""

    indicator: str
    comparator: str
    value: float | None
    unit: str | None
    deadline: str | None
    quote: str
    clause: str
    jurisdiction: str
    change: str = "level"
    value_max: float | None = None
    baseline: str | None = None
    period: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """How a question was narrowed."""

    jurisdictions: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question."""

    question: str
    intent: str
    answered: bool
    text: str
    filters: Filters = field(default_factory=Filters)
    units: tuple[NamedUnit, ...] = ()
    targets: tuple[NamedTarget, ...] = ()
    clauses: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    took_ms: float = 0.0
    id: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract's object; `id` only where a batch gave one."""
        record = asdict(self)
        if self.id is None:
            del record["id"]
        else:
            record = {"id": record.pop("id"), **record}
        return record


LEAD, RESPONSIBLE, PARTICIPANT = "lead", "responsible", "participant"
_ROLE_RANK = {LEAD: 0, RESPONSIBLE: 1, PARTICIPANT: 2}


def role_rank(role: str) -> int:
    """Lead first, then responsible, then participant."""
    return _ROLE_RANK.get(role, 9)
