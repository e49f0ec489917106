"""How a child's goals compare with its parent's (目标比对): the same indicator, equal, higher, lower or changed.

Goals are matched across the two documents, not only between linked clauses: a city puts under its cars what the
province says of 报废汽车回收量 in 总体要求. `changed` means that the two numbers cannot be set against each other:
another base year, per 10,000 people against in all, growth against level, points against percent; or that they are the
same by another deadline or in another time. Two numbers that differ are higher or lower whatever their deadlines.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.conversion import amount
from kg.indicators import group_of
from kg.records import ClauseLink, Comparison, Target, TargetLink
from kg.wording import likeness, plain

_SAME = 0.6  # likeness of two indicators that are one
_ALIKE = 0.85  # …beyond doubt
_SAME_LINKED = 0.45  # …of goals in linked clauses
_INDICATORS = 4096  # remembered: every goal is set against many
_CONTAINED = 5  # characters: 设备投资规模 in 重点领域设备投资规模

# what the number does to the indicator or how far it reaches, not what is measured
_FRAME = re.compile(
    r"^(?:全地|我地|本地)?(?:力争|争取|累计|全部|重点|实现|完成|新增|新建|建成|建设|改造|更新|培育|打造|推广)*(?=..)"
    r"|(?:数量|总数|总量|总额|规模|比例|比重|占比|水平|数)$"
)
# per head, per unit of something; 每年 is a period
_PER = re.compile(
    r"每(?![年月季周日天])|人均|户均|亩均|地均|单位(?!数)|(?<![\d.几数余多一二三四五六七八九十百千万])[千万百](?:人|户)(?!次)|"
    r"万元(?=国内|地区|gdp|产值|增加值)"
)
_WHOLE = ("全地", "我地", "本地")  # 全市, 我省 in plain wording
_TOWNS = {"城市", "县城", "城区", "市区", "中心城区", "主城区"}  # 县城建成区 of a county takes up 城市建成区
_OPPOSITE = {("increase", "decrease"), ("decrease", "increase")}
_TIMES = ("deadline", "period")  # 到2026年40%, 到2027年55%: lower all the same
_UPWARD, _DOWNWARD = {">=", ">"}, {"<=", "<"}


@dataclass(frozen=True, slots=True)
class LinkableTarget:
    """A goal with the ids it has in the graph."""

    id: str
    clause: str  # clause id
    target: Target


def link_targets(
    child: Sequence[LinkableTarget], parent: Sequence[LinkableTarget], clause_links: Sequence[ClauseLink]
) -> tuple[TargetLink, ...]:
    """Returns a link from each goal of `child` to the goal of `parent` that it takes up, where there is one.

    `clause_links` of the two documents make a looser likeness enough and decide between equals.
    """
    linked = {(link.child, link.parent) for link in clause_links}
    chosen: dict[str, list[tuple[LinkableTarget, LinkableTarget]]] = defaultdict(list)
    for mine in child:
        match = _match(mine, parent, linked)
        if match is not None:
            chosen[match.id].append((mine, match))
    links = [_link(mine, theirs) for pairs in chosen.values() for mine, theirs in _aligned(pairs)]
    order = {target.id: n for n, target in enumerate(child)}
    return tuple(sorted(links, key=lambda link: order[link.child]))


def _match(
    mine: LinkableTarget, parent: Sequence[LinkableTarget], linked: Collection[tuple[str, str]]
) -> LinkableTarget | None:
    """The parent's goal of the same indicator; of several the one in a linked clause, of the same base and year."""
    best: tuple[float, ...] | None = None
    found: LinkableTarget | None = None
    for theirs in parent:
        together = (mine.clause, theirs.clause) in linked
        alike = _indicator_likeness(mine.target, theirs.target)
        if alike < (_SAME_LINKED if together else _SAME) or not _may_be_one(mine.target, theirs.target):
            continue
        comparison, _ = compare(mine.target, theirs.target)
        rank = (
            alike >= _ALIKE,
            together,
            comparison != "changed",
            mine.target.deadline == theirs.target.deadline,
            alike,
        )
        quality = tuple(float(x) for x in (*rank, likeness(mine.target.quote, theirs.target.quote)))
        if best is None or quality > best:
            best, found = quality, theirs
    return found


def _aligned(pairs: Sequence[tuple[LinkableTarget, LinkableTarget]]) -> list[tuple[LinkableTarget, LinkableTarget]]:
    """Leaves a milestone (2025) alone where the child's same indicator answers the parent's year (2027)."""
    fitting = [mine.target for mine, theirs in pairs if not _other_year(mine.target, theirs.target)]
    return [
        (mine, theirs)
        for mine, theirs in pairs
        if mine.target in fitting or not any(_indicator_likeness(mine.target, one) >= _ALIKE for one in fitting)
    ]


def _link(mine: LinkableTarget, theirs: LinkableTarget) -> TargetLink:
    comparison, reason = compare(mine.target, theirs.target)
    return TargetLink(mine.id, theirs.id, comparison, f"target:{reason}")


# ── the same indicator ───────────────────────────────────────────────────────────────────────────────────────────────


def _indicator_likeness(mine: Target, theirs: Target) -> float:
    """How alike two indicators are, 0–1: the same words, the one in the other, a part of the same list."""
    a, b = _bare(mine.indicator), _bare(theirs.indicator)
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if len(short) >= _CONTAINED and (short in long or _part_of_list(short, long)):
        return 0.9
    return likeness(a, b)


def _part_of_list(short: str, long: str) -> bool:
    """Takes 工业领域设备投资 beside 工业、农业、建筑等领域设备投资; leaves 二手车交易量 beside 新车交易量."""
    end = 0
    while end < len(short) and short[-1 - end] == long[-1 - end]:
        end += 1
    head = short[: len(short) - end]
    return end >= _CONTAINED and len(head) >= 2 and head in long[: len(long) - end]


@lru_cache(maxsize=_INDICATORS)
def _bare(indicator: str) -> str:
    text = plain(re.sub(r"（[^（）]*）", "", indicator)).text
    bare = _FRAME.sub("", text)
    return bare if len(bare) >= 2 else text


def _may_be_one(mine: Target, theirs: Target) -> bool:
    """Leaves 城镇清洁供暖率 and 农牧区清洁供暖率 apart, and a growth rate and a number of things."""
    a, b = _own_scope(mine), _own_scope(theirs)
    return not a or not b or a == b or likeness(a, b) > 0 or {a, b} <= _TOWNS


def _own_scope(target: Target) -> str:
    text = plain(target.scope or "").text
    if text.startswith("各"):  # 各区、各地: each of them, no group apart
        return ""
    return text if text and not text.startswith(_WHOLE) else plain(group_of(target.indicator)).text


# ── the comparison ───────────────────────────────────────────────────────────────────────────────────────────────────


def compare(child: Target, parent: Target) -> tuple[Comparison, str]:
    """Returns how the child's number stands to the parent's, and why.

    >>> city = Target("二", "报废汽车回收量", "=", "increase", 100, "%", "增长100%", 0, 7, "")
    >>> compare(city, Target("一", "报废汽车回收量", "~", "increase", 1, "倍", "增加约一倍", 0, 5, ""))
    ('equal', 'value')
    """
    reason = _other_base(child, parent)
    if reason is not None and reason not in _TIMES:
        return "changed", reason
    if child.value is None or parent.value is None:
        both = child.value is None and parent.value is None
        return ("equal", "words") if both and likeness(child.quote, parent.quote) >= _SAME else ("changed", "words")
    mine, theirs = _middle(child), _middle(parent)
    if math.isclose(mine, theirs, rel_tol=1e-6):
        return ("changed", reason) if reason else ("equal", "value")
    return "higher" if mine > theirs else "lower", reason or "value"


def _other_base(child: Target, parent: Target) -> str | None:
    """Why the two numbers cannot be set against each other, None when they can."""
    if _per_unit(child) != _per_unit(parent):
        return "per-unit"
    if child.baseline and parent.baseline and child.baseline != parent.baseline:
        return "baseline"
    if {child.comparator, parent.comparator} & _UPWARD and {child.comparator, parent.comparator} & _DOWNWARD:
        return "direction"
    if child.value is not None and parent.value is not None:
        mine, theirs = amount(child.value, child.unit).dimension, amount(parent.value, parent.unit).dimension
        if mine != theirs:
            return "measure"
        if (child.change, parent.change) in _OPPOSITE or (mine == "percent" and _grows(child) != _grows(parent)):
            return "change"
    if child.period != parent.period:
        return "period"
    return "deadline" if _other_year(child, parent) else None


def _per_unit(target: Target) -> bool:
    return _PER.search(f"{target.indicator}{target.quote}".lower()) is not None


def _grows(target: Target) -> bool:
    return target.change in ("increase", "decrease")


def _other_year(child: Target, parent: Target) -> bool:
    """Whether both goals say when they are due, and not in the same year."""
    return bool(child.deadline and parent.deadline and child.deadline[:4] != parent.deadline[:4])


def _middle(target: Target) -> float:
    """The value in the base of its dimension; of a range the middle."""
    assert target.value is not None
    high = target.value if target.value_max is None else target.value_max
    return (amount(target.value, target.unit).value + amount(high, target.unit).value) / 2
