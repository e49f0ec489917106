"""The words over the columns of a table that shares out figures (表头): where names, measures, dates and goals stand.

Takes 县区、改造数量（户）、完成时限 and 序号、项目名称、单位、数量; leaves alone 县区、现状人口、补助资金（万元）.
The words are rows of `vocabulary/columns.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.choice import choice
from kg.terms import load

_FORMS: dict[str, tuple[str, ...]] = {}
for _term in load("columns"):
    _FORMS[_term.kind] = (*_FORMS.get(_term.kind, ()), _term.form)

_NUMBER = re.compile(r"序号|序|编号")
_LEVEL = choice(_FORMS["level"])
_PLACE = re.compile(
    rf"""
      (?:各|实施|责任|项目|所在|所属|行政)? {_LEVEL}+ (?:[（、/](?:{_LEVEL}|管委会|、)+[）]?)*  # 县（市、区）
      (?:名称|单位|区域)?
    | 单位名称 | 实施(?:单位|地点|区域) | 建设(?:地点|单位) | 行政区划?
    """,
    re.VERBOSE,
)
_ITEM = re.compile(  # 重点项目名称, 建设内容
    rf"(?:重点|主要|具体|建设|年度|工程|改造|实施|目标)*{choice(_FORMS['item'])}(?:名称|内容|类别|类型|任务|指标)?|名称"
)
_ITEM_BESIDE = re.compile(r"(?:(?!完成|改造).){0,6}(?:名称|项目|内容|品种|作物|类别|类型|种类)")
_UNIT = re.compile(r"(?:计量)?单位")
_LIMIT = re.compile(  # 计划完成时限
    r"(?:计划|预计)?(?:完成|办结|建成|竣工|交付|整改|工作)?(?:时限|时间|期限|节点|年限|年份|年月)(?:要求)?"
)
_ASIDE = re.compile(  # 备注, 责任单位
    r"备\s?注|说明|(?:责任|牵头|配合|实施|建设|主管|监管)(?:单位|部门|主体|人|领导)|联系人|电话|(?:建设|项目)?(?:性质|地点|地址|位置|内容)"
    r"|序号|小计|投资主体"
)
_MEASURE = re.compile(r"[（/](?P<unit>[^（）\d]{1,6})[）]?$")
_MEASURE_IN_CAPTION = re.compile(r"单位：(?P<unit>[^，。：；）、\s\d]{1,6})")
_COUNTS = re.compile(r"(?P<unit>户|人|个|座|台|亩|公里|所|处|家|辆|套|栋)数$")
_YEAR = re.compile(r"(?P<year>20\d\d)年度?(?P<kind>[^\d]{0,12})")
_NO_GOAL = re.compile(rf"{choice(_FORMS['other'])}|应[一-鿿]|已[建改完有]|[得评打扣计]?分(?:值|数)?$")  # 应改户数, 已改
_DEED = re.compile(choice(_FORMS["deed"]))
_OVER = re.compile(choice(_FORMS["over"]))
_NOT_OVER = re.compile(rf"{choice(_FORMS['not-over'])}|(?<!分配)(?<!分解)(?<!安排)情况")  # 完成情况; not 任务分配情况
_SCORED = re.compile(r"[得评打扣计]?分(?:值|数)?$|权重|[评扣计]分(?:标准|办法|细则)|评价标准|考核办法")
_BLAND = re.compile(  # a column that says how much and not of what: 任务数, 数量, 2025年
    r"(?:年度|计划|目标|任务|建设|下达|分解|分配|总|合|共|具体|约束性|预期性|20\d\d年度?|“?十[一二三四五]五”?)*"
    r"(?:任务|目标|计划|指标|数量?|量|规模|值|计|年度?|面积|里程|[户人个座台亩所处家辆套栋]数)*"
)
_AROUND = re.compile(r"^20\d\d年度?(?:计划|目标)?|(?:任务|计划|目标)?(?:数量|(?<![人户])数|(?<![产销总容])量)?$")
LONGEST_HEAD = 16
MOST_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class GoalColumn:
    """A column of goals: what its figures are of, in which measure, by when."""

    at: int
    name: str  # 改造户厕; "" where the words over the table must say it
    unit: str | None
    year: str | None


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a table stand."""

    count: int
    first: int  # the first column behind that of the rows' numbers: 0 where rows bear none, else 1
    name: int
    by_place: bool
    place: int | None  # beside a column of items
    unit: int | None
    limit: int | None
    goals: tuple[GoalColumn, ...]
    caption: str
    this_year: int | None


def columns(words: Sequence[str], caption: str, this_year: int | None) -> Columns | None:
    """Reads the words over the columns; None when they are no header of figures.

    `caption` stands over the table, `this_year` is what 10月底 means.

    >>> read = columns(["县区", "改造户厕（户）", "完成时限"], "", 2025)
    >>> [(goal.name, goal.unit) for goal in read.goals], read.limit
    ([('改造户厕', '户')], 2)
    """
    if not 2 <= len(words) <= MOST_COLUMNS or any(len(word) > LONGEST_HEAD for word in words):
        return None
    if any(_SCORED.search(word) for word in words) or any(re.search(r"[，。；：！？]", word) for word in words):
        return None
    first = 1 if _NUMBER.fullmatch(words[0]) else 0
    place = next((i for i in range(first, min(first + 2, len(words))) if _PLACE.fullmatch(words[i])), None)
    item = first if _ITEM.fullmatch(words[first]) and place != first else None
    if place == first and first + 1 < len(words) and _ITEM_BESIDE.fullmatch(words[first + 1]):
        item = first + 1
    name = item if item is not None else place
    if name is None or (item is None and place != first):
        return None
    unit = next((i for i, word in enumerate(words) if i > name and _UNIT.fullmatch(word)), None)
    limit = next((i for i, word in enumerate(words) if i > name and _LIMIT.fullmatch(word)), None)
    taken = {i for i in (name, place, unit, limit) if i is not None}
    meant = bool(_OVER.search(caption)) and not _NOT_OVER.search(caption)
    measure = _MEASURE_IN_CAPTION.search(caption)
    goals = tuple(
        goal
        for i, word in enumerate(words)
        if i not in taken and i > min(taken) and (goal := _goal(i, word, meant, measure["unit"] if measure else None))
    )
    if not goals or (item is not None and unit is None and not any(goal.unit for goal in goals)):
        return None
    return Columns(len(words), first, name, item is None, place, unit, limit, goals, caption, this_year)


def is_header(words: Sequence[str]) -> bool:
    """Whether the words over columns are those of a table of figures, as far as they tell without what stands above."""
    return columns(words, "", None) is not None or columns(words, "任务", None) is not None


def may_head(word: str) -> bool:
    """Whether a table of figures may begin with a column that is called so: 序号, 县区, 项目名称."""
    return len(word) <= LONGEST_HEAD and any(p.fullmatch(word) for p in (_NUMBER, _PLACE, _ITEM))


def speaks_of_goals(line: str) -> bool:
    """Whether words over a table speak of tasks or aims: 2025年茶园改造任务."""
    return _OVER.search(line) is not None


def _goal(at: int, word: str, meant: bool, measure: str | None) -> GoalColumn | None:
    """A column of goals: 改造户厕（户）, under a caption that speaks of tasks also 数量 or 2025年."""
    found = _MEASURE.search(word)
    said = word[: found.start()] if found else word
    if _NO_GOAL.search(said) or _ASIDE.fullmatch(said):
        return None
    year = _YEAR.search(said)
    bland = _BLAND.fullmatch(said) is not None
    if not (_DEED.search(said) or (meant and (bland or found or measure))):
        return None
    counts = _COUNTS.search(said)
    unit = found["unit"] if found else counts["unit"] if counts else measure
    name = "" if bland else _AROUND.sub("", said)
    return GoalColumn(at, name, unit, year["year"] if year else None)
