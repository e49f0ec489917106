"""An answer as the contract shapes it (答案), and nothing that the graph does not say."""

from __future__ import annotations

from collections.abc import Sequence
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
_ROLE_WORDS = {LEAD: "牵头", RESPONSIBLE: "责任", PARTICIPANT: "配合"}
_ROLE_ENGLISH = {LEAD: "lead", RESPONSIBLE: "responsible", PARTICIPANT: "participating"}


def role_rank(role: str) -> int:
    """Lead first, then responsible, then participant."""
    return _ROLE_RANK.get(role, 9)


def say_units(units: Sequence[NamedUnit], language: str, *, lead_only: bool = False) -> str:
    """One sentence a place: 海东市：责任单位为海东市商务局、海东市公安局，另有海东市各县区人民政府。"""
    places = list(dict.fromkeys(u.jurisdiction for u in units))
    said = []
    for place in places:
        own = [u for u in units if u.jurisdiction == place]
        said.append(_say_place(place, own, language))
    joiner = "；" if language == "zh" else "; "
    end = "。" if language == "zh" else "."
    if len(said) > 3:
        head = joiner.join(said[:3])
        more = f"；另有 {len(said) - 3} 个地区见依据" if language == "zh" else f"; {len(said) - 3} more places below"
        return head + more + end
    return joiner.join(said) + end


def _say_place(place: str, units: Sequence[NamedUnit], language: str) -> str:
    parts = []
    for role in (LEAD, RESPONSIBLE, PARTICIPANT):
        names = list(dict.fromkeys(u.name for u in units if u.role == role and not u.collective))
        if names:
            if language == "zh":
                parts.append(f"{_ROLE_WORDS[role]}单位为{'、'.join(names)}")
            else:
                parts.append(f"{_ROLE_ENGLISH[role]}: {', '.join(names)}")
    collective = list(dict.fromkeys(u.name for u in units if u.collective))
    if collective:
        if language == "zh":
            parts.append(("另有" if parts else "") + "、".join(collective))
        else:
            parts.append("collective: " + ", ".join(collective))
    body = "，".join(parts) if language == "zh" else "; ".join(parts)
    if not place:
        return body
    return f"{place}：{body}" if language == "zh" else f"{place}: {body}"


_COMPARATORS = {">=": "≥", "<=": "≤", "=": "", ">": ">", "<": "<", "~": "约", "between": ""}
_CHANGES = {"increase": "增长", "decrease": "下降"}


def say_target(target: NamedTarget) -> str:
    """二手车交易量 增长 45%（到2027年，较2023年）."""
    value = ""
    if target.value is not None:
        number = f"{target.value:g}"
        if target.value_max is not None:
            number += f"—{target.value_max:g}"
        value = f"{_COMPARATORS.get(target.comparator, '')}{number}{target.unit or ''}"
    notes = []
    if target.deadline:
        notes.append(f"到{target.deadline.replace('-', '年')}{'月' if '-' in target.deadline else '年'}")
    if target.period == "yearly":
        notes.append("每年")
    if target.baseline:
        notes.append(f"较{target.baseline}年")
    change = _CHANGES.get(target.change, "")
    said = f"{target.indicator}{change}{value}" if value else target.quote
    return said + (f"（{'，'.join(notes)}）" if notes else "")
