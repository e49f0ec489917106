"""The quantities that a plan commits its government to (目标): indicator, comparison, value, unit, deadline.

Takes 到2027年，二手车交易量较2023年增长45%. Leaves alone thresholds (年营收2000万元以上的企业), subsidies (给予50万元),
background (截至2020年底), counts of the plan's own parts (6个领域), dates and document numbers.

`targets` walks the clauses; `kg.passages` cuts their sentences; `kg.goals` tries the shapes of a goal, with
`kg.bridges` for the words before a number, `kg.commitments` for what speaks against it and `kg.indicators` for its name;
`kg.timing` says when it is due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.bridges import comparator
from kg.commitments import Setting
from kg.deadlines import Moment
from kg.goals import Goal, SentenceReader
from kg.implied import implied
from kg.indicators import scope_of
from kg.passages import Passage, Sentence, passage, sentences
from kg.quantities import Quantity, may_hold_quantity
from kg.records import Clause, Notice, Target
from kg.timing import Timing
from kg.view import View

_GOALS = re.compile(r"目标|总体要求|总体思路|主要指标|发展指标|预期指标")
_BACKGROUND = re.compile(
    r"现状|形势|机遇|挑战|成效|成就|回顾|存在的?(?:主要|突出)?问题|背景|基本情况|概况|(?:发展|工作|现实|产业|现有)基础(?:$|[和与、及])|(?:情况|结果)$"
)
_ACTING = re.compile(r"^(?:夯实|筑牢|强化|提升|打牢|巩固|优化|把握|抢抓|增强|确保|扩大|解决|聚焦|推动|推进|加强)")
_RULES = re.compile(
    r"申报|申请|条件$|兑现|补助标准|奖励标准|支持标准|补贴标准|评分|计分|扣分|支持对象|奖补对象|补贴对象|罚则|法律责任|评价标准|认定标准|资金来源"
)
_OPEN_END = re.compile(r"[：:]\s*$")


@dataclass(frozen=True, slots=True)
class _Place:
    """What the clauses above say of a clause: the kind of section, and a list's date that is still open."""

    setting: Setting
    due: Moment | None = None


def targets(clauses: Sequence[Clause], issued_on: str | None = None) -> tuple[tuple[Target, ...], tuple[Notice, ...]]:
    """Returns the goals of `clauses` in order of their numbers in the source, and notices of years no plan can mean.

    `issued_on` (2024-07-03) is the day of issue; a goal due in an earlier year is background. Without it none is.

    >>> clause = Clause("一", "一、", None, View.whole("到2027年，二手车交易量较2023年增长45%。"), (), 0, 1, "section", 0, 24, None)
    >>> [(t.indicator, t.comparator, t.value, t.unit, t.deadline, t.baseline) for t in targets([clause])[0]]
    [('二手车交易量', '=', 45.0, '%', '2027', '2023')]
    """
    issued = int(issued_on[:4]) if issued_on else None
    places: dict[str, _Place] = {}
    open_list: tuple[int, Moment] | None = None  # depth of the clause that left a list open, and its date
    found: list[Target] = []
    notices: list[Notice] = []
    for clause in clauses:
        above = places.get(clause.parent or "", _Place(Setting()))
        if open_list and clause.depth < open_list[0]:
            open_list = None
        place = _place(clause, above, open_list[1] if open_list else None)
        timing = Timing(of_list=place.due)
        for view, strict in _parts(clause):
            setting = replace(place.setting, strict=strict)
            for target in _read(clause, view, setting, timing, issued, notices):
                found.append(target)
        left_open = timing.of_list if _OPEN_END.search(clause.body.text[-4:]) else None
        if left_open is not None:
            open_list = (clause.depth, left_open)
            place = replace(place, due=left_open)
        places[clause.path] = place
    return tuple(found), tuple(notices)


def _place(clause: Clause, above: _Place, open_due: Moment | None) -> _Place:
    heading = clause.heading or ""
    was = above.setting
    background = bool(_BACKGROUND.search(heading)) and not _ACTING.match(heading)
    setting = Setting(
        goals=(was.goals or bool(_GOALS.search(heading))) and not background,
        background=was.background or background,
        rules=was.rules or bool(_RULES.search(heading)),
        article=clause.kind == "article" or was.article,
    )
    return _Place(setting, above.due or open_due or _heading_due(heading))


def _heading_due(heading: str) -> Moment | None:
    """The date of a heading that speaks of goals: （一）2025年目标. Not 实施阶段（2024年7月—2027年12月）."""
    if "年" not in heading or "目标" not in heading:
        return None
    for sentence in sentences(passage(View.whole(heading)).text):
        dues = [m for m in sentence.moments if m.meaning == "due"]
        if dues:
            return dues[-1]
    return None


def _parts(clause: Clause) -> Iterator[tuple[View, bool]]:
    """A clause's heading (read strictly) and body."""
    if clause.heading_view is not None and len(clause.heading_view) > 0:
        yield clause.heading_view, True
    yield clause.body, False


def _read(
    clause: Clause, view: View, setting: Setting, timing: Timing, issued: int | None, notices: list[Notice]
) -> Iterator[Target]:
    """The goals of one part of a clause."""
    if not may_hold_quantity(view.text):
        return
    ready = passage(view)
    for sentence in sentences(ready.plain):
        timing.enter(sentence, ready.plain, goals=setting.goals)
        if not setting.strict:
            notices.extend(_doubts(sentence, ready, view))
        yield from _of_sentence(clause, view, ready, sentence, setting, timing, issued)


def _of_sentence(
    clause: Clause, view: View, ready: Passage, sentence: Sentence, setting: Setting, timing: Timing, issued: int | None
) -> Iterator[Target]:
    goals: list[Goal] = []
    if any(segment.quantities for segment in sentence.segments):
        goals = SentenceReader(ready, ready.plain, sentence, timing, setting).goals()
    goals.extend(implied(ready, sentence, timing, setting))
    for goal in sorted(goals, key=lambda goal: goal.quantity.start):
        if issued is not None and goal.due is not None and goal.due.meaning == "due" and goal.due.year < issued:
            continue
        yield _target(clause, view, ready, sentence, goal)


def _doubts(sentence: Sentence, ready: Passage, view: View) -> Iterator[Notice]:
    for moment in sentence.moments:
        if moment.meaning == "impossible":
            start, end = view.span(*ready.span(moment.start, moment.end))
            printed = ready.text[moment.start : moment.end]
            yield Notice("impossible-year", f"“{printed}”不是规划可能指的年份，未作为期限采用。", start, end)


def _target(clause: Clause, view: View, ready: Passage, sentence: Sentence, goal: Goal) -> Target:
    quantity = _as_growth(goal)
    quote_start = _quote_start(ready.plain, sentence, goal)
    a, b = ready.span(quote_start, goal.end)
    start, end = view.span(a, b)
    base = goal.bridge.baseline
    due = goal.due if goal.due is not None and goal.due.meaning == "due" else None
    return Target(
        clause=clause.path,
        indicator=goal.indicator,
        comparator=comparator(goal.bridge, quantity),
        change=goal.change,
        value=quantity.value,
        unit=quantity.unit,
        quote=view.text[a:b],
        start=start,
        end=end,
        rule=goal.shape,
        value_max=quantity.value_max,
        baseline=base.when if base else None,
        deadline=due.when if due else None,
        period=_period(ready.plain, sentence, goal),
        scope=scope_of(ready.text[quote_start : goal.end].lstrip("，到年底前0123456789")),
    )


def _as_growth(goal: Goal) -> Quantity:
    """增长1倍 is growth by 100 %; 达到2倍 stays twice as much."""
    quantity = goal.quantity
    if quantity.unit == "倍" and goal.bridge.change is not None:
        top = quantity.value_max * 100 if quantity.value_max is not None else None
        return replace(quantity, value=quantity.value * 100, value_max=top, unit="%", kind="percent")
    return quantity


def _quote_start(plain: str, sentence: Sentence, goal: Goal) -> int:
    """Takes the date in when it stands right before the goal: 到2027年，改造老旧小区7538套."""
    due = goal.due
    if due is None or not sentence.start <= due.start < goal.start:
        return goal.start
    between = plain[due.end : goal.start]
    for moment in sentence.moments:  # 到2025年和2030年，…: from the first
        if moment.meaning == "due" and moment.end + 1 == due.start:
            due = moment
    return due.start if re.fullmatch(r"[，]?(?:力争|争取|确保|全[市省区县州国]|累计|基本|实现|年|底|前|每年|预计)*", between) else goal.start


_PERIODS = (
    ("yearly", re.compile(r"每年|年均|每一年")),
    ("half-yearly", re.compile(r"每半年")),
    ("quarterly", re.compile(r"每(?:个)?季")),
    ("monthly", re.compile(r"每(?:个)?月")),
    ("weekly", re.compile(r"每周")),
)


def _period(plain: str, sentence: Sentence, goal: Goal) -> str | None:
    """每年 or 年均 in front of the number in its segment."""
    segment = next(s for s in sentence.segments if s.start <= goal.quantity.start < s.end)
    before = plain[segment.start : goal.quantity.start]
    for name, pattern in _PERIODS:
        if pattern.search(before):
            return name
    return "yearly" if goal.yearly else None
