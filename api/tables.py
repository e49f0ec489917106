"""The columns of the lists that are exported (表): 责任分工表, 目标任务台账, 条款沿革表 and others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from api import schemas
from api.exports import Column, Table

LEVELS = {"national": "国家", "province": "省级", "city": "市级", "county": "县级", "township": "乡级"}
COMPARISONS = {"equal": "一致", "higher": "高于上级", "lower": "低于上级", "changed": "口径不同"}
STRENGTHS = {"verbatim": "照录", "adapted": "改写", "partial": "部分沿用"}
_CHANGES = {"increase": "增长", "decrease": "下降", "share": "占比", "reach": "达到", "complete": "完成", "level": ""}
_COMPARATORS = {">=": "{}以上", "<=": "{}以内", ">": "超过{}", "<": "低于{}", "~": "约{}"}
_PERIODS = {"yearly": "每年"}


def _place(place: schemas.PlaceBrief | None) -> str:
    return place.full_name if place else ""


def _names(units: Sequence[schemas.UnitRef]) -> str:
    return "、".join(unit.name for unit in units)


def value_of(target: schemas.TargetRow) -> str:
    """每年增长45%以上."""
    if target.value is None:
        return ""
    number = f"{target.value:.12g}" + (f"—{target.value_max:.12g}" if target.value_max is not None else "")
    period = _PERIODS.get(target.period, target.period) if target.period else ""
    said = _COMPARATORS.get(target.comparator, "{}").format(number + (target.unit or ""))
    return f"{period}{_CHANGES.get(target.change, '')}{said}"


DOCUMENTS: Table[schemas.DocumentBrief] = Table(
    "文件清单",
    (
        Column("标题", lambda d: d.title, 60),
        Column("发文字号", lambda d: d.doc_number, 20),
        Column("发文机关", lambda d: d.issuer, 28),
        Column("成文日期", lambda d: d.issued_on, 12),
        Column("层级", lambda d: LEVELS.get(d.level or "", ""), 8),
        Column("适用地区", lambda d: _place(d.jurisdiction), 20),
        Column("条款数", lambda d: d.clauses, 8),
        Column("目标数", lambda d: d.targets, 8),
        Column("责任数", lambda d: d.duties, 8),
        Column("文件名", lambda d: d.source_file, 28),
        Column("编号", lambda d: d.id, 36),
    ),
    numbered=True,
)

DUTIES: Table[schemas.DutyRow] = Table(
    "责任分工表",
    (
        Column("地区", lambda d: _place(d.jurisdiction), 18),
        Column("条款", lambda d: d.path, 14),
        Column("工作任务", lambda d: d.heading, 28),
        Column("主要内容", lambda d: d.text, 70),
        Column("牵头单位", lambda d: _names(d.lead), 24),
        Column("责任单位", lambda d: _names(d.responsible), 36),
        Column("配合单位", lambda d: _names(d.participant), 24),
        Column("责任表述原文", lambda d: d.responsibility, 36),
        Column("文件", lambda d: d.title, 40),
        Column("发文字号", lambda d: d.doc_number, 20),
    ),
    numbered=True,
)

TARGETS: Table[schemas.TargetRow] = Table(
    "目标任务台账",
    (
        Column("地区", lambda t: _place(t.jurisdiction), 18),
        Column("指标", lambda t: t.indicator, 28),
        Column("范围", lambda t: t.scope, 14),
        Column("目标值", value_of, 16),
        Column("数值", lambda t: t.value, 10),
        Column("单位", lambda t: t.unit, 8),
        Column("完成时限", lambda t: t.deadline, 10),
        Column("基期", lambda t: t.baseline, 8),
        Column("责任单位", lambda t: "、".join(t.units), 36),
        Column("原文", lambda t: t.quote, 50),
        Column("条款", lambda t: t.path, 14),
        Column("文件", lambda t: t.title, 40),
        Column("发文字号", lambda t: t.doc_number, 20),
    ),
    numbered=True,
)

UNITS: Table[schemas.UnitBrief] = Table(
    "单位清单",
    (
        Column("单位", lambda u: u.name, 32),
        Column("地区", lambda u: _place(u.jurisdiction), 20),
        Column("牵头", lambda u: u.lead, 8),
        Column("责任", lambda u: u.responsible, 8),
        Column("配合", lambda u: u.participant, 8),
        Column("文件数", lambda u: u.documents, 8),
        Column("又作", lambda u: "、".join(u.aliases), 40),
    ),
    numbered=True,
)

HITS: Table[schemas.Evidence] = Table(
    "检索结果",
    (
        Column("地区", lambda h: h.jurisdiction, 14),
        Column("条款", lambda h: h.path, 14),
        Column("标题", lambda h: h.heading, 28),
        Column("摘录", lambda h: h.snippet, 80),
        Column("文件", lambda h: h.title, 40),
        Column("相关度", lambda h: h.score, 8),
        Column("条款编号", lambda h: h.clause_id, 40),
    ),
)


@dataclass(frozen=True, slots=True)
class GapRow:
    """A row of a gap table: of the plan above, of the plan below, or of both."""

    plan: schemas.PlanGaps
    kind: str  # 未承接, 本地新增, 目标一致, …
    path: str
    what: str
    above: str
    below: str


GAPS: Table[GapRow] = Table(
    "承接情况对照表",
    (
        Column("本地文件", lambda g: g.plan.child.title, 40),
        Column("上级文件", lambda g: g.plan.parent.title, 40),
        Column("类别", lambda g: g.kind, 14),
        Column("条款", lambda g: g.path, 14),
        Column("事项", lambda g: g.what, 28),
        Column("上级内容", lambda g: g.above, 60),
        Column("本地内容", lambda g: g.below, 60),
    ),
    numbered=True,
)


def gap_rows(gaps: schemas.Gaps) -> list[GapRow]:
    """All that a comparison found, plan by plan."""
    return list(chain.from_iterable(_plan_rows(plan) for plan in (*gaps.above, *gaps.below)))


def _plan_rows(plan: schemas.PlanGaps) -> list[GapRow]:
    rows = [GapRow(plan, "上级有、本地未承接", c.path, c.heading, c.text, "") for c in plan.missing]
    rows += [
        GapRow(
            plan,
            f"已承接（{STRENGTHS[b.strength]}）",
            u.clause.path,
            u.clause.heading,
            u.clause.text,
            _titled(b.clause),
        )
        for u in plan.taken_up
        for b in u.by
    ]
    rows += [GapRow(plan, "本地新增", c.path, c.heading, "", c.text) for c in plan.added]
    rows += [
        GapRow(plan, f"目标{COMPARISONS[p.comparison]}", p.child.path, p.child.indicator, p.parent.quote, p.child.quote)
        for p in plan.goals
    ]
    rows += [GapRow(plan, "上级目标、本地未列", t.path, t.indicator, t.quote, "") for t in plan.goals_missing]
    rows += [GapRow(plan, "本地自定目标", t.path, t.indicator, "", t.quote) for t in plan.goals_added]
    return rows


def _titled(clause: schemas.ClauseHead) -> str:
    """二/（十六） 完善二手商品交易体系, and what it says."""
    return "\n".join(part for part in (f"{clause.path} {clause.heading}".strip(), clause.text) if part)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A target of an indicator over places, with the one above it."""

    target: schemas.TargetRow
    above: schemas.TargetRow | None
    comparison: str  # 一致, 高于上级, …


COMPARED: Table[ComparedRow] = Table(
    "指标对比表",
    (
        Column("指标", lambda c: c.target.indicator, 28),
        Column("地区", lambda c: _place(c.target.jurisdiction), 18),
        Column("目标值", lambda c: value_of(c.target), 16),
        Column("完成时限", lambda c: c.target.deadline, 10),
        Column("基期", lambda c: c.target.baseline, 8),
        Column("上级地区", lambda c: _place(c.above.jurisdiction) if c.above else "", 18),
        Column("上级目标值", lambda c: value_of(c.above) if c.above else "", 16),
        Column("对照", lambda c: c.comparison, 12),
        Column("责任单位", lambda c: "、".join(c.target.units), 36),
        Column("原文", lambda c: c.target.quote, 50),
        Column("条款", lambda c: c.target.path, 14),
        Column("文件", lambda c: c.target.title, 40),
        Column("发文字号", lambda c: c.target.doc_number, 20),
    ),
    numbered=True,
)


def compared_rows(compared: schemas.Compared) -> list[ComparedRow]:
    """The targets of indicators, each with the one above it where there is one."""
    rows = []
    for indicator in compared.indicators:
        targets = {target.id: target for group in indicator.groups for target in group.items}
        links = {link.child: link for link in indicator.links}
        for id, target in targets.items():
            link = links.get(id)
            above = targets.get(link.parent) if link else None
            rows.append(ComparedRow(target, above, COMPARISONS[link.comparison] if link and above else ""))
    return rows


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One derivation of a chain: the clause above, the clause below, what became of the words."""

    direction: str
    above: schemas.ClauseHead
    below: schemas.ClauseHead
    step: schemas.TraceStep

    def words(self, *kinds: str) -> str:
        """The stretches of some kinds; what was changed as 原文→改文."""
        own = (s for s in self.step.pieces if s.kind in kinds)
        return "；".join(f"{s.was}→{s.now}" if s.kind == "changed" else s.now or s.was for s in own)


TRACE: Table[TraceRow] = Table(
    "条款沿革表",
    (
        Column("方向", lambda r: r.direction, 10),
        Column("上级地区", lambda r: _place(r.above.jurisdiction), 18),
        Column("上级文件", lambda r: r.above.title, 40),
        Column("上级条款", lambda r: f"{r.above.path} {r.above.heading}".strip(), 28),
        Column("上级原文", lambda r: r.above.text, 60),
        Column("下级地区", lambda r: _place(r.below.jurisdiction), 18),
        Column("下级文件", lambda r: r.below.title, 40),
        Column("下级条款", lambda r: f"{r.below.path} {r.below.heading}".strip(), 28),
        Column("下级原文", lambda r: r.below.text, 60),
        Column("关系", lambda r: STRENGTHS[r.step.strength], 10),
        Column("相近程度", lambda r: r.step.score, 10),
        Column("改动", lambda r: r.words("changed"), 40),
        Column("新增", lambda r: r.words("added"), 40),
        Column("删去", lambda r: r.words("dropped"), 40),
    ),
)


def trace_rows(traced: schemas.TraceShown) -> list[TraceRow]:
    """The derivations of both chains, the closest first."""
    return [
        *_steps("上级依据", traced.clause, traced.up, upward=True),
        *_steps("下级落实", traced.clause, traced.down, upward=False),
    ]


def _steps(
    direction: str, near: schemas.ClauseHead, steps: Sequence[schemas.TraceStep], *, upward: bool
) -> Iterator[TraceRow]:
    for step in steps:
        above, below = (step.clause, near) if upward else (near, step.clause)
        yield TraceRow(direction, above, below, step)
        yield from _steps(direction, step.clause, step.steps, upward=upward)
