"""When (期限): the points in time that a text names, and which of them says when a goal is due.

A year is a date due (到2027年底), a baseline (较2023年), the start of something (自2024年起), the past (截至2020年底,
2018年以来) or part of a description (2000年底前建成的老旧小区). Only the first kind is a deadline. A year that no plan
can mean (2207年) is found and told apart, so that it can be noticed and not believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Meaning = Literal["due", "baseline", "since", "past", "described", "impossible"]

FIRST_YEAR, LAST_YEAR = 1949, 2100
_PLANS = {"一": "2010", "二": "2015", "三": "2020", "四": "2025", "五": "2030", "六": "2035", "七": "2040"}
_HALVES = {"上半年": "-06", "一季度": "-03", "二季度": "-06", "三季度": "-09"}
# 提高到2025年的50%: that 到 belongs to the verb.
_UNTIL = (
    "".join(f"(?<!{verb})" for verb in ("达", "提高", "提升", "增加", "下降", "降低", "减少", "增长", "上升", "扩大"))
    + "[到至]"
)
_QUOTE = "[“”‘’]?"

_MOMENT = re.compile(
    rf"""
    (?P<before>截至|截止|自|从|由|较之?|比|对比|相比于?|相对于?|与|按照?|以|在|{_UNTIL}|于)?  # 较2023年, 到2027年
    (?:
        {_QUOTE}十(?P<plan>[一二三四五六七])五{_QUOTE}                                     # “十四五”末, “十四五”时期
        (?P<plan_end>规划?期?末|时期末|期末|末期?|期间|时期|期|以来)
      | (?P<range>(?<!\d)\d{{4}}年?[-—~至到]{{1,2}})?                                      # 2024—2027年, 2021年至2025年
        (?P<year>(?<![\d〔])\d{{4}}|(?<=[到至])(?:\d{{3}}|\d{{5}}))年(?!版|远景目标)     # 2027年; 到202年, a misprint
        (?P<part>上半年|下半年|第?[一二三四]季度|(?P<month>\d{{1,2}})月(?:份)?(?P<day>\d{{1,2}}日)?)?
        (?P<end>年底|年末|全年|底|末|年中|中|初|度|上旬|中旬|下旬|内)?
    )
    (?P<after>之前|以前|前|起|开始|以来|后|同期|水平|基数|基础上?|的?基准|相比|价格?)?      # 2025年底前, 2024年起
    """,
    re.VERBOSE,
)
_YEARLESS = re.compile(
    r"(?<![\d年每])(?:(?P<month>\d{1,2})月(?:份)?(?:底|末)?(?:之前|以前|前)|(?P<part>第?[一二三四]季度|[上下]半年)(?:底|末)?前?|(?<![每半])年[底末]前?)"
)
# Said of the year in which a paper appears: 年底前, 全年. Not 三年内, 次年底前, 今年以来, 每年6月底前.
_THIS_YEAR = re.compile(
    r"(?:[今本]年)?(?<![\d年次每])(?P<month>\d{1,2})月(?:份)?(?:底|末)?(?:之前|以前|前|(?=完成|建成|实现))|(?<![每半当次同上去前明\d])年[底末]之?前|(?<!截)[到至]年[底末](?!以来|[的])|[今本]年[底末]?(?!以来|前|[上一二三\d])"
    r"|(?<![\d一二两三四五六七八十几近])年内|(?<!\d年)全年"
)
_BASELINE_BEFORE = frozenset(("较", "较之", "比", "对比", "相比", "相比于", "相对", "相对于"))
_BASELINE_AFTER = frozenset(("同期", "水平", "基数", "基础", "基础上", "基准", "的基准", "相比", "价", "价格"))
_BASELINE_TAIL = re.compile(
    r"[^，。；]{0,14}?相比|(?:年?[底末])?(?:的|相比|为基[数准期年]|基础|同期|水平|不变价|可比价|增长到|的?[\d.]+倍)"
)
_DESCRIBED = re.compile(  # not 2025年底前完成排查出的危桥
    r"(?:(?!完成|实现|消化|清偿|整改)[^，。；：、\d]){0,10}?"
    r"(?:建成|建设|建造|竣工|投产|投运|注册|登记|成立|入库|认定|生产|购置|取得|获得|毕业|出生|开工|发生|"
    r"排查|发布|出台|印发|批准|核减|下达|新增|鉴定|评定|核定|普查|签订|签约|拖欠|申报|立项|备案)[^，。；：、\d达]{0,12}?的"
)
_STOP = re.compile("[，。；：]")
# 2018—2020年营造林滚动计划: the years of a plan's name
_OF_PLAN = re.compile(r"[^，。；：、\d]{0,14}?(?:计划|规划|方案|纲要|行动)(?=$|[，。；、）（和与及的]|要求|确定|明确)")
_TITLE = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time named in a text; start and end are offsets in the text that was searched."""

    start: int
    end: int
    when: str  # 2027 or 2027-12; as printed when impossible
    meaning: Meaning

    @property
    def year(self) -> int:
        return int(self.when[:4])


def moments(text: str, this_year: int | None = None) -> tuple[Moment, ...]:
    """Returns the points in time that `text` (normal spelling, no spaces) names, in order.

    Takes 到2027年底 (due 2027), 较2023年 (baseline), “十四五”末 (due 2025), 2025年6月底前 (due 2025-06).
    Leaves alone the years of titles (《…（2021—2023年）》) and of document numbers (〔2024〕23号). `this_year` is the
    one that 年底前 means where no other is named.

    >>> [(m.when, m.meaning) for m in moments("到2027年底，回收量较2023年增长15%")]
    [('2027', 'due'), ('2023', 'baseline')]
    """
    if "年" not in text and "五" not in text and (this_year is None or "月" not in text):
        return ()
    titles = [m.span() for m in _TITLE.finditer(text)] if "《" in text else []
    found = []
    for match in _MOMENT.finditer(text):
        if any(a <= match.start() < b for a, b in titles):
            continue
        moment = _moment(match, text)
        if moment is not None:
            found.append(moment)
    added = _with_months(_without_earlier(found, text), text) if found else []
    return tuple(added if this_year is None else _of_this_year(added, text, this_year))


def _without_earlier(found: list[Moment], text: str) -> list[Moment]:
    """2025年底前加固2020年以前存量危桥780座: an earlier year in one stretch with the one due tells of the thing."""
    dues = [moment for moment in found if moment.meaning == "due"]
    told = {
        later
        for due, later in pairwise(dues)
        if later.when[:4] < due.when[:4] and not _STOP.search(text, due.end, later.start)
    }
    return [replace(moment, meaning="described") if moment in told else moment for moment in found] if told else found


def _with_months(found: list[Moment], text: str) -> list[Moment]:
    """Adds what leaves the year to the date before it: 2025年6月底前…，〔12月底前〕…; 2025年一季度…，〔三季度〕…"""
    added = []
    for match in _YEARLESS.finditer(text):
        before = [m for m in found if m.end <= match.start() and m.meaning == "due"]
        if not before or any(m.start <= match.start() < m.end for m in found):
            continue
        year = before[-1].when[:4]
        month = int(match["month"] or 0)
        part = f"-{month:02d}" if 1 <= month <= 12 else _HALVES.get((match["part"] or "").removeprefix("第"), "")
        added.append(Moment(match.start(), match.end(), year + part, "due"))
    return sorted((*found, *added), key=lambda moment: moment.start) if added else found


def _of_this_year(found: list[Moment], text: str, year: int) -> list[Moment]:
    """Adds what means the paper's own year, while no date due stands before it: 年底前新建公厕20座."""
    first = next((moment.start for moment in found if moment.meaning == "due"), len(text))
    added = []
    for match in _THIS_YEAR.finditer(text, 0, first):
        if any(m.start <= match.start() < m.end for m in found):
            continue
        month = int(match["month"] or 0)
        part = f"-{month:02d}" if 1 <= month <= 12 else ""
        added.append(Moment(match.start(), match.end(), f"{year}{part}", "due"))
    return sorted((*found, *added), key=lambda moment: moment.start) if added else found


def _moment(match: re.Match[str], text: str) -> Moment | None:
    """One point in time; None for the day on which something was signed (2024年6月8日) and for history (1632年)."""
    before, after = match["before"] or "", match["after"] or ""
    when = _PLANS[match["plan"]] if match["plan"] else _when(match)
    if when is None:
        goal = before in ("到", "至") or match["year"][0] == "2"
        return Moment(match.start(), match.end(), f"{match['year']}年", "impossible") if goal else None
    if match["day"] and before not in ("到", "至", "于") and "前" not in after:
        return None
    return Moment(match.start(), match.end(), when, _meaning(match, text))


def _when(match: re.Match[str]) -> str | None:
    """The year or the month that a match names; None when no plan can mean it."""
    year = match["year"]
    if len(year) != 4 or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    if match["month"]:
        month = int(match["month"])
        return f"{year}-{month:02d}" if 1 <= month <= 12 else year
    part = (match["part"] or "").removeprefix("第")
    return year + _HALVES.get(part, "")


def _meaning(match: re.Match[str], text: str) -> Meaning:
    before, after, plan_end = match["before"] or "", match["after"] or "", match["plan_end"] or ""
    tail = match.end()
    if before in ("截至", "截止") or after == "以来" or plan_end == "以来":
        return "past"
    if before in _BASELINE_BEFORE or after in _BASELINE_AFTER:
        return "baseline"
    if before in ("与", "以", "按", "按照", "在", "由", "从") and _BASELINE_TAIL.match(text, tail):
        return "baseline"
    if re.match(r"的?[\d.两]+倍", text[tail : tail + 8]):  # 是2020年的2倍
        return "baseline"
    if before in ("自", "从") or after in ("起", "开始", "后"):
        return "since"
    if _DESCRIBED.match(text, tail) or (match["range"] and not before and _OF_PLAN.match(text, tail)):
        return "described"
    return "due"


def due_before(found: Sequence[Moment], start: int, position: int) -> Moment | None:
    """Returns the last date due (or impossible year) that stands in start..position, None if there is none."""
    for moment in reversed(found):
        if moment.start < start:
            break
        if moment.end <= position and moment.meaning in ("due", "impossible"):
            return moment
    return None
