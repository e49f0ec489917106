"""The quantities that a plan commits its government to (目标): indicator, comparison, value, unit, deadline.

Takes 到2027年，二手车交易量较2023年增长45%. Leaves alone thresholds (年营收2000万元以上的企业), subsidies
(给予50万元), background (截至2020年底), counts of the plan's own parts (6个领域), dates and document numbers.

`targets` walks the clauses; `kg.passages` cuts their sentences; `kg.goals` tries the shapes of a goal, with
`kg.bridges` for the words before a number, `kg.commitments` for what speaks against it and `kg.indicators` for its
name; `kg.timing` says when it is due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.bridges import comparator
from kg.commitments import Setting
from kg.deadlines import Moment, moments
from kg.gauges import boards
from kg.goals import goals as goals_of
from kg.implied import implied
from kg.indicators import scope_of
from kg.passages import Passage, Sentence, passage, sentences
from kg.pieces import Goal
from kg.quantities import Quantity, may_hold_quantity
from kg.ranks import ranks
from kg.records import Clause, Notice, Target
from kg.tabled import BARE_CELLS, of_boards, of_row, of_shares, sheets_of
from kg.timing import Timing
from kg.view import View, normal

_GOALS = re.compile(r"目标|总体要求|总体思路|主要指标|发展指标|预期指标")
_BACKGROUND = re.compile(
    r"现状|形势|机遇|挑战|成效|成就|回顾|存在的?(?:主要|突出)?问题|背景|概况|(?:情况|结果)$|"
    r"(?:发展|工作|现实|产业|现有)基础(?:$|[和与、及])"
)
_ACTING = re.compile(
    r"^(?:夯实|筑牢|强化|提升|打牢|巩固|优化|把握|抢抓|增强|确保|扩大|解决|聚焦|推动|推进|加强|完善|健全|建立)"
)
_RULES = re.compile(
    r"申报|申请|条件$|兑现|(?:补助|奖励|支持|补贴|评价|认定)标准|评分|计分|扣分|(?:支持|奖补|补贴)对象|罚则|法律责任|资金来源"
)
_OPEN_END = re.compile(r"(?:[：:]|如下。?|以下(?:主要|具体)?目标。?)\s*$")
_REPORT = re.compile(r"(?:情况|结果|表扬|激励|问题|典型)[^，。]{0,8}通报|(?:普查|抽查|检查)(?:情况|结果)")
_TITLE_YEAR = re.compile(r"(?<!\d)20\d\d(?=[年—\-~至到])")
_YEARS_LONG = re.compile(r"[三四五两]年|“?十[一二三四五六]五|规划|\d{4}[—\-~至到]")
# A paper whose articles are tasks: 污染防治若干措施（试行）, 行动方案; not 管理办法, 实施细则, 资金奖补政策
_PLANS = re.compile(
    r"(?:方案|计划|规划|纲要|意见|措施|要点|任务|分工)(?:（[^（）]*）)?$"
    r"|(?:稳增长|高质量发展|攻坚|提质增效|倍增|振兴)[^，]*(?:细则|政策)(?:（[^（）]*）)?$"  # 推动工业稳增长实施细则
)
_LISTS_GOALS = re.compile(r"(?:考核(?:内容|指标)|目标任务|(?:主要|工作|发展)目标)[^。；]{0,12}：\s*$")
_FIRST = re.compile(r"[（(]?(?:①|1|一)[）).、．]?$")
_TIME_LIMIT = re.compile(r"(?:完成|办理|推进)?(?:时限|时间|期限|节点)(?:[^：；。〕]{0,4}：|〕)([^；。）〔]*)")
_YEAR_FIRST = re.compile(r"到?\d{4}年(?:底|末|度)?[^，。；：—\d]{0,6}(?:任务|计划|工作|安排|项目)$")  # 2024年重点任务
_DONE_BY = re.compile(  # （8月底前完成，市商务局负责）, （市商务局负责，8月底前完成）
    r"^\s*[（(【]?([^，；。：]{2,16}?完成)[，；]|[，；]([^，；。：]{2,16}?完成)[。；]?\s*[）)】]?[。；]?\s*$"
)
_TASK = re.compile(r"(?:安排|完成|下达|实施)?(?:建设|年度|改造|治理)*任务(?:面积)?")
_OF_CROP = re.compile(
    r"(?:种植|养殖|栽培|基地)(?:面积|规模)|年?(?:总)?产量|(?:综合|总|年)产值|全产业链产值|年?[存出]栏量?"
)
_CROP = re.compile(
    r"(?!.*(?:目标|要求|任务|措施|指标|保障|建设|发展|工程|行动|提升|推进|做[强优大]|培育|实施|工作|体系|基础|方面|[、和与及]))[一-鿿]{2,7}"
)
_BARE_DEED = re.compile(
    r"(?:计划|共|累计)?(?:完成|实施|开展)?(?P<act>改造|建设|整治|治理|修复|更新|加固|培训|提升)?(?:数量|(?P<noun>面积|长度|人次))?"
)
_PROJECT_HEADING = re.compile(
    r"(?:持续|全面|深入|扎实|大力|稳步|加快|统筹|着力|积极|继续|组织|有序)*(?:大规模)?(?:实施|推进|推动|开展|抓好|抓实|做好|加强|强化|启动)?"
    r"(?P<what>[^，。；：、“”]{2,18}?(?P<act>改造|建设|整治|治理|修复|更新|加固|培训|提升))(?:工程|行动|工作|项目|任务)?"
)
_HEADED = re.compile(r"(?!加强|推进|推动|完善|健全|强化|优化|加快|提升)[^，。；：]{3,14}")
_LEADING_IN = re.compile(r"，?(?:力争|争取|确保|全[市省区县州国]|累计|基本|实现|年|底|前|每年|预计)*")
_DATE_MARKS = "，到至年底前末0123456789"


@dataclass(frozen=True, slots=True)
class _Place:
    """What the clauses above say of a clause: the kind of section, and the date of a list that is still open."""

    setting: Setting
    due: Moment | None = None


@dataclass(frozen=True, slots=True)
class _Years:
    """The year of issue, and the one that 年底前 means."""

    issued: int | None
    this: int | None


@dataclass(frozen=True, slots=True)
class _Opened:
    """A list that a clause's text opens at its end: ②…。到2028年底：, then ① again."""

    due: Moment
    depth: int
    begun: bool = False  # its first number has come

    def at(self, clause: Clause) -> _Opened | None:
        """The list as it stands at `clause`, None when that is no part of it."""
        if clause.depth > self.depth or (clause.depth == self.depth and self.begun):
            return self
        first = clause.depth == self.depth and _FIRST.match(clause.number or "") is not None
        return replace(self, begun=True) if first else None


def targets(
    clauses: Sequence[Clause], issued_on: str | None = None, title: str | None = None
) -> tuple[tuple[Target, ...], tuple[Notice, ...]]:
    """Returns the goals of `clauses` in the order of their numbers, and notices of years that no plan can mean.

    `issued_on` (2024-07-03) is the day of issue; a goal due in an earlier year is background. Without it none is.
    It and `title` say which year 年底前 and 全年 mean; a 通报 of results sets no goals.

    >>> text = "到2027年，二手车交易量较2023年增长45%。"
    >>> clause = Clause("一", "一、", None, View.whole(text), (), 0, 1, "section", 0, len(text), None)
    >>> [(t.indicator, t.comparator, t.value, t.unit, t.deadline, t.baseline) for t in targets([clause])[0]]
    [('二手车交易量', '=', 45.0, '%', '2027', '2023')]
    """
    title = normal(title or "")
    if _REPORT.search(title):
        return (), ()
    issued = int(issued_on[:4]) if issued_on else None
    this_year = _this_year(issued_on, title)
    places: dict[str, _Place] = {}
    headings: dict[str, str] = {}
    opened: _Opened | None = None
    found: list[Target] = []
    notices: list[Notice] = []
    for clause in clauses:
        above = places.get(clause.parent or "", _Place(Setting()))
        opened = opened.at(clause) if opened else None
        place = _place(clause, above, opened.due if opened else None, rules=not _PLANS.search(title))
        for view in (clause.heading_view, clause.body):
            timing = Timing(of_list=_from_afar(place.due), of_clause=_from_afar(_time_limit(clause, this_year)))
            if view is not None and may_hold_quantity(view.text):
                told = boards(view.norm, 0, len(view), issued)
                shared = sheets_of(view, clause, told, title, this_year)
                cut = sorted([(t.start, t.end) for t in told] + [(t.start, t.end) for t in shared])
                if clause.row is not None:  # 改造道路3.2公里 8500 2023—2025: what other columns hold
                    cut = [bare.span() for bare in BARE_CELLS.finditer(view.norm)]
                plain = view.without(cut) if cut else view
                found.extend(_read(clause, plain, place.setting, timing, _Years(issued, this_year), notices))
                found.extend(of_boards(clause, view, told))
                found.extend(of_shares(clause, view, [share for sheet in shared for share in sheet.shares], issued))
        if clause.row is not None:
            told_of = {(goal.value, goal.unit) for goal in found if goal.clause == clause.path}
            row = of_row(*clause.row, clause, headings.get(clause.parent or "") or title, this_year, issued)
            found.extend(goal for goal in row if (goal.value, goal.unit) not in told_of)
        headings[clause.path] = clause.heading or ""
        open_end = _OPEN_END.search(clause.body.text[-8:]) is not None
        if open_end and timing.of_list is not None:
            opened = _Opened(timing.of_list, clause.depth)
        below = timing.for_children(left_open=open_end) if open_end or place.setting.goals else place.due
        places[clause.path] = replace(place, due=below or place.due)
    return tuple(found), tuple(notices)


def _from_afar(due: Moment | None) -> Moment | None:
    """A date of another clause, which has no place in this one's text."""
    return replace(due, start=-1, end=-1) if due else None


def _place(clause: Clause, above: _Place, open_due: Moment | None, *, rules: bool) -> _Place:
    """Where a clause stands under `above`; `rules`: articles set rules, as those of 办法 do and those of 措施 not."""
    heading = normal(clause.heading or "")
    was = above.setting
    background = bool(_BACKGROUND.search(heading)) and not _ACTING.match(heading)
    project = _PROJECT_HEADING.fullmatch(heading)
    setting = Setting(
        goals=(was.goals or bool(_GOALS.search(heading)) or _lists_goals(clause)) and not background,
        background=was.background or background,
        rules=was.rules or bool(_RULES.search(heading)),
        article=rules and (clause.kind == "article" or was.article),
        project=project["what"] if project else "",
    )
    return _Place(setting, _heading_due(heading) or open_due or above.due)


def _lists_goals(clause: Clause) -> bool:
    """Whether an article opens a list of what is to be reached: 考核内容包括以下方面：."""
    return clause.kind == "article" and _LISTS_GOALS.search(clause.body.norm) is not None


def _heading_due(heading: str) -> Moment | None:
    """The date of a heading that speaks of goals: 2025年目标, 2024年重点任务. Not 实施阶段（2024年—2027年）."""
    if "年" not in heading or not ("目标" in heading or _YEAR_FIRST.match(heading)):
        return None
    dues = [moment for moment in moments(passage(View.whole(heading)).text) if moment.meaning == "due"]
    return dues[-1] if dues else None


def _this_year(issued_on: str | None, title: str) -> int | None:
    """The year that a paper means by 年底前: the one in its title, else that of its issue; none for plans of years."""
    years = _TITLE_YEAR.findall(title)
    if len(years) > 1 or _YEARS_LONG.search(title):
        return None
    if years:
        return int(years[0])
    return int(issued_on[:4]) if issued_on and issued_on[5:7] != "12" else None


def _time_limit(clause: Clause, this_year: int | None) -> Moment | None:
    """The date in a clause's statement: （牵头单位：市商务局；完成时限：2025年12月）, （8月底完成，市商务局负责）."""
    found: list[Moment] = []
    for statement in clause.statements:
        words = f"{statement.label}：{statement.view.norm}" if statement.label else statement.view.norm
        limit = _TIME_LIMIT.search(words) or _DONE_BY.search(words)
        said = next((group for group in limit.groups() if group), "") if limit else ""
        dues = moments(said.replace(" ", ""), this_year)
        if dues and dues[-1].meaning == "due":
            found.append(dues[-1])
    of_rows = len(clause.statements) > 1 and all(statement.label for statement in clause.statements)
    if of_rows and clause.row is None and len({due.when for due in found}) > 1:
        return None  # each row of a table without numbers has its own
    return found[0] if found else None


def _read(
    clause: Clause, view: View, setting: Setting, timing: Timing, years: _Years, notices: list[Notice]
) -> Iterator[Target]:
    """The goals of a clause's heading or body."""
    ready = passage(view, cells=clause.row is not None or any(statement.label for statement in clause.statements))
    told: list[str] = []  # indicators
    goes_on = False  # the sentence before sets goals
    for sentence in sentences(ready.plain, this_year=years.this):
        timing.enter(sentence, ready.plain, goals=setting.goals)
        notices.extend(_doubts(sentence, ready, view))
        numbers = any(s.quantities for s in sentence.segments)
        among = goes_on and ready.plain.startswith("其中", sentence.start)
        found = goals_of(ready, sentence, timing, setting, told, among=among) if numbers else []
        goes_on = bool(found)
        told.extend(goal.indicator for goal in found)
        found.extend(implied(ready, sentence, timing, setting))
        found.extend(ranks(ready, sentence, timing, setting, found))
        for goal in sorted(found, key=lambda goal: goal.quantity.start):
            if years.issued is None or goal.due is None or goal.due.meaning != "due" or goal.due.year >= years.issued:
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
        indicator=_named(clause, goal.indicator),
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
        scope=_scope(ready, sentence, goal, quote_start),
    )


def _named(clause: Clause, indicator: str) -> str:
    """安排建设任务 under the heading 集约人工林栽培 is 集约人工林栽培建设任务."""
    heading = normal(clause.heading or "").strip("。：")
    if _TASK.fullmatch(indicator) and _HEADED.fullmatch(heading):
        return heading + re.sub("^(?:安排|完成|下达|实施)", "", indicator)
    bare = _BARE_DEED.fullmatch(indicator)
    if bare and (own := _PROJECT_HEADING.fullmatch(heading)):  # 完成改造3万户 under the heading 实施灶台改造
        return own["what"] + (bare["noun"] or "") if (bare["act"] or own["act"]) == own["act"] else indicator
    if _OF_CROP.fullmatch(indicator) and _CROP.fullmatch(heading):  # 种植面积 under the heading 高山白菜
        return heading + indicator
    return indicator


def _scope(ready: Passage, sentence: Sentence, goal: Goal, quote_start: int) -> str | None:
    """The scope that the goal's own words name or, in front of them, its segment: 〔全市〕森林覆盖率达到45%."""
    said = scope_of(ready.text[quote_start : goal.end].lstrip(_DATE_MARKS), goal.indicator)
    segment = next(s for s in sentence.segments if s.start <= goal.quantity.start < s.end)
    if said is not None or segment.start >= goal.start:
        return said
    return scope_of(ready.text[segment.start : goal.end].lstrip(_DATE_MARKS), goal.indicator)


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
    near = _LEADING_IN.fullmatch(plain, due.end, goal.start)
    for moment in reversed(sentence.moments):  # 到2025年和2030年，…: from the first
        if near and moment.meaning == "due" and moment.end + 1 == due.start:
            due = moment
    return due.start if near else goal.start


_PERIODS = (
    ("yearly", re.compile(r"每年|年均(?!浓度|值|气温|降|水|收入|产值|直接|死亡)|每一年")),
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
        if pattern.search(before) and (name == "yearly" or not pattern.search(goal.indicator)):
            return name  # not 每周开放时间
    ahead = plain[sentence.start : max(segment.start - 1, sentence.start)].rpartition("，")[2]
    beside = ahead.startswith("每年") and ahead.endswith("全覆盖") and goal.due is None  # 每年检查全覆盖，抽查比例…
    return "yearly" if goal.yearly or beside else None
