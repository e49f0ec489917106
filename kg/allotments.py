"""Tables that share out figures (任务分配表): rows by place or by item, a column of what each is to reach.

    县区    新建公厕（座）  改造公厕（座）  完成时限          序号  建设内容   单位  数量
    城东区       12            30       2025年10月底前      1    新建公厕    座    42
    合计         42            90       2025年底            2    改造管网   公里   8.5

A row stands in one paragraph with spaces between its cells, or a cell a paragraph. A column is of goals when its own
words or those over the table speak of a deed, a task or an aim; 现状, 补助资金, 分值 and the like are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.bodies import squeezed
from kg.closing import paragraphs
from kg.deadlines import moments
from kg.gauges import BOUNDS, VALUE
from kg.indicators import act_at_end, act_at_start, deed
from kg.quantities import Quantity, may_hold_quantity, quantities
from kg.records import Comparator

Range = tuple[int, int]

_NUMBER = re.compile(r"序号|序|编号")
_LEVEL = "省|市|州|盟|县|区|旗|师|乡|镇|街道|团场|园区|开发区|地区|地州|村|社区|自治县|苏木|嘎查|连队"
_PLACE = re.compile(
    rf"""
      (?:各|实施|责任|项目|所在|所属|行政)? (?:{_LEVEL})+ (?:[（、/](?:{_LEVEL}|管委会|、)+[）]?)*  # 县（市、区）
      (?:名称|单位|区域)?
    | 单位名称 | 实施(?:单位|地点|区域) | 建设(?:地点|单位) | 行政区划?
    """,
    re.VERBOSE,
)
_ITEM = re.compile(
    r"(?:重点|主要|具体|建设|年度|工程|改造|实施|目标)*(?:项目|工程|任务|内容|事项|品种|作物|指标|类别|类型|种类|工作)(?:名称|内容|类别|类型|任务|指标)?|名称"
)
_ITEM_BESIDE = re.compile(r"(?:(?!完成|改造).){0,6}(?:名称|项目|内容|品种|作物|类别|类型|种类)")
_UNIT = re.compile(r"(?:计量)?单位")
_LIMIT = re.compile(
    r"(?:计划|预计)?(?:完成|办结|建成|竣工|交付|整改|工作)?(?:时限|时间|期限|节点|年限|年份|年月)(?:要求)?"
)
_ASIDE = re.compile(
    r"备\s?注|说明|(?:责任|牵头|配合|实施|建设|主管|监管)(?:单位|部门|主体|人|领导)|联系人|电话|(?:建设|项目)?(?:性质|地点|地址|位置|内容)"
    r"|序号|小计|投资主体"
)
_MEASURE = re.compile(r"[（/](?P<unit>[^（）\d]{1,6})[）]?$")
_MEASURE_IN_CAPTION = re.compile(r"单位：(?P<unit>[^，。：；）、\s\d]{1,6})")
_COUNTS = re.compile(r"(?P<unit>户|人|个|座|台|亩|公里|所|处|家|辆|套|栋)数$")
_YEAR = re.compile(r"(?P<year>20\d\d)年度?(?P<kind>[^\d]{0,12})")
_NO_GOAL = re.compile(
    r"监测对象|应[一-鿿]|现状|现有|原有|已[建改完有]|基数|基期|基准|存量|人口|总户数|常住|上年|去年|实绩|实际|投资|资金|经费|金额|补助|补贴|奖|费|成本"
    r"|[得评打扣计]?分(?:值|数)?$|权重|占比|排名|等级|编码|电话|面积合计"
)
_DEED = re.compile(
    r"新建|改建|扩建|建设|改造|完成|整治|治理|修复|修缮|更新|淘汰|拆除|安装|新增|培育|发展|种植|播种|推广|创建|购置|配备|培训|转移|造林|育林|"
    r"退耕|抚育|搬迁|安置|清理|回收|处置|招引|引进|开工|竣工|筹集|发放|提升|加固|铺设|硬化|绿化|补植|创业|就业|招生|建成|实施|任务|目标|计划数"
)
_OVER = re.compile(r"任务|目标|计划|分解|分配|安排|建设|改造|整治|治理|指标|行动|工程")
_NOT_OVER = re.compile(
    r"现状|统计|完成情况|进展|名单|名录|资金|补助|补贴|评分|打分|得分|测评|台账|汇总情况|标准|收费|联系|通讯录|(?<!分配)(?<!分解)(?<!安排)情况"
)
_SCORED = re.compile(r"[得评打扣计]?分(?:值|数)?$|权重|[评扣计]分(?:标准|办法|细则)|评价标准|考核办法")
_BLAND = re.compile(  # a column that says how much and not of what: 任务数, 数量, 2025年
    r"(?:年度|计划|目标|任务|建设|下达|分解|分配|总|合|共|具体|约束性|预期性|20\d\d年度?|“?十[一二三四五]五”?)*"
    r"(?:任务|目标|计划|指标|数量?|量|规模|值|计|年度?|面积|里程|[户人个座台亩所处家辆套栋]数)*"
)
_AROUND = re.compile(r"^20\d\d年度?(?:计划|目标)?|(?:任务|计划|目标)?(?:数量|(?<![人户])数|(?<![产销总容])量)?$")
_MONTH = re.compile(r"(?:(?P<year>20\d\d)[年.\-/])?(?P<month>1[0-2]|0?[1-9])(?:月|$)")
_WHEN = re.compile(r"\d|[年月底季长持常]|^[-—―－/]*$")
_SUM = re.compile(r"合计|总计|共计|全[省市县区州盟旗]|(?:全[省市县区州])?(?:合|总)计")
_PART_SUM = re.compile(r"小计|其中：?")
_EMPTY = re.compile(r"[-—―－/无]*")
_NAME = re.compile(r"[一-鿿A-Za-z]{2}")
_CELL = re.compile(r"[^ ]+")
_LONE = re.compile(r"[一-鿿]")
_ROW_NUMBER = re.compile(r"\d{1,3}[.、]?|（\d{1,3}）|[①-⑳]")
_CAPTION = re.compile(
    r"(?:[^，。；：]{0,24}?(?:20\d\d|十[一二三四五]五”?)年?度?(?:全[省市县区州])?)?(?P<what>[^，。；：\d]{2,18}?)"
    r"(?:重点|年度|目标|建设|分[县市区]{1,2}|各[县市区乡镇]{1,2})*(?:任务|计划|目标|指标|工作)+(?:量|数)?(?:分解|分配|安排|一览|明细|清单|下达|汇总|目标|计划|清册)*表?(?:（[^（）]*）)*"
)
_WHOSE = re.compile(
    r"^(?:各(?:[县市区州盟旗乡镇（）、]|街道)+|[一-鿿]{2,7}?(?:省|市|县|区(?!域)|州|盟|旗|镇|乡(?!村|镇)))(?=.{2})"
)
_LONGEST_HEAD = 16
_LONGEST_CELL = 40
_LONGEST_CAPTION = 50
_MOST_COLUMNS = 12
_GAP = 2  # paragraphs between two rows: the name of a section


@dataclass(frozen=True, slots=True)
class Share:
    """What one row sets in one column; norm[start:end] from the row's name to the value."""

    start: int
    end: int
    indicator: str
    scope: str | None  # the place of the row
    comparator: Comparator
    value: float
    value_max: float | None
    unit: str | None
    deadline: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of figures at norm[start:end]."""

    start: int
    end: int
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class _Goal:
    """A column of goals: what its figures are of, in which measure, by when."""

    at: int
    name: str  # 改造户厕; "" where the words over the table must say it
    unit: str | None
    year: str | None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table stand."""

    count: int
    number: bool
    name: int
    by_place: bool
    place: int | None  # beside a column of items
    unit: int | None
    limit: int | None
    goals: tuple[_Goal, ...]
    caption: str
    this_year: int | None


def sheets(norm: str, start: int, stop: int, title: str = "", this_year: int | None = None) -> list[Sheet]:
    """Returns the tables of figures in norm[start:stop]; `title` stands over them, `this_year` is what 10月底 means.

    >>> text = "2025年户厕改造任务分配表\\n县区 改造数量（户） 完成时限\\n甲县 120 10月底\\n合计 120 年底"
    >>> [(s.indicator, s.value, s.unit, s.deadline) for s in sheets(text, 0, len(text), "", 2025)[0].shares]
    [('甲县改造户厕数量', 120.0, '户', '2025-10'), ('改造户厕数量', 120.0, '户', '2025')]
    """
    if norm.find("\n", start, stop) < 0 or not may_hold_quantity(norm[start:stop]):
        return []
    found: list[Sheet] = []
    lines = paragraphs(norm, start, stop)
    at = 0
    while at < len(lines):
        read = None
        if _begins(norm[slice(*lines[at])]):
            over = _caption(norm, lines, at, title)
            read = _in_rows(norm, lines, at, over, this_year) or _in_cells(norm, lines, at, over, this_year)
        if read is None:
            at += 1
            continue
        sheet, at = read
        found.append(sheet)
    return found


def is_header(words: Sequence[str]) -> bool:
    """Whether the words over columns are those of a table of figures, as far as they tell without what stands above."""
    return _columns(words, "", None) is not None or _columns(words, "任务", None) is not None


def _begins(line: str) -> bool:
    first = line.partition(" ")[0]
    return len(first) <= _LONGEST_HEAD and any(p.fullmatch(first) for p in (_NUMBER, _PLACE, _ITEM))


def _caption(norm: str, lines: Sequence[Range], at: int, title: str) -> str:
    """The words over a table: up to two short lines above it, else the heading of its annex."""
    above = [norm[a:b] for a, b in lines[max(at - 2, 0) : at]]
    above = [re.split("[。；]", line)[-1] if line[-1] == "：" else line for line in above]  # …。各县任务如下：
    near = [squeezed(line) for line in above if len(line) <= _LONGEST_CAPTION and line[-1] not in "。；"]
    named = any(_CAPTION.fullmatch(line) or _OVER.search(line) for line in near)
    return "\n".join(near if named else [squeezed(title), *near])


def _columns(words: Sequence[str], caption: str, this_year: int | None) -> _Columns | None:
    """Reads the words over the columns; None when they are no header of figures."""
    if not 2 <= len(words) <= _MOST_COLUMNS or any(len(word) > _LONGEST_HEAD for word in words):
        return None
    if any(_SCORED.search(word) for word in words) or any(re.search(r"[，。；：！？]", word) for word in words):
        return None
    at = 1 if _NUMBER.fullmatch(words[0]) else 0
    place = next((i for i in range(at, min(at + 2, len(words))) if _PLACE.fullmatch(words[i])), None)
    item = at if _ITEM.fullmatch(words[at : at + 1][0]) and place != at else None
    if place == at and at + 1 < len(words) and _ITEM_BESIDE.fullmatch(words[at + 1]):
        item = at + 1
    name = item if item is not None else place
    if name is None or (item is None and place != at):
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
    return _Columns(len(words), at > 0, name, item is None, place, unit, limit, goals, caption, this_year)


def _goal(at: int, word: str, meant: bool, measure: str | None) -> _Goal | None:
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
    return _Goal(at, name, unit, year["year"] if year else None)


def _in_rows(
    norm: str, lines: Sequence[Range], at: int, caption: str, this_year: int | None
) -> tuple[Sheet, int] | None:
    """A table a row a paragraph, and the paragraph behind it."""
    header = _cells(norm, lines[at])
    columns = _columns([norm[a:b] for a, b in header], caption, this_year)
    if columns is None:
        return None
    shares: list[Share] = []
    after = at + 1
    for index in range(at + 1, len(lines)):
        row = list(_row(norm, _cells(norm, lines[index]), columns))
        if row:
            shares += row
            after = index + 1
        elif index - after >= _GAP or len(norm[slice(*lines[index])]) > 2 * _LONGEST_CELL:
            break
    return (Sheet(lines[at][0], lines[after - 1][1], tuple(shares)), after) if shares else None


def _in_cells(
    norm: str, lines: Sequence[Range], at: int, caption: str, this_year: int | None
) -> tuple[Sheet, int] | None:
    """A table a cell a paragraph: 县区, 改造数量（户）, then the cells of each row; at least two rows."""
    for count in range(min(_MOST_COLUMNS, (len(lines) - at) // 3), 1, -1):
        columns = _columns([norm[a:b] for a, b in lines[at : at + count]], caption, this_year)
        if columns is None:
            continue
        shares: list[Share] = []
        index, rows = at + count, 0
        while index < len(lines):
            sizes = (count, count - 1) if count > 2 else (count,)
            row, size = next(((r, n) for n in sizes if (r := _of_cells(norm, lines, index, n, columns))), ([], 0))
            if not row:
                break
            shares += row
            index += size
            rows += 1
        if rows > 1:
            return Sheet(lines[at][0], lines[index - 1][1], tuple(shares)), index
    return None


def _of_cells(norm: str, lines: Sequence[Range], at: int, size: int, columns: _Columns) -> list[Share]:
    """What the row sets that begins at lines[at] with so many cells; the last one may be missing."""
    return list(_row(norm, list(lines[at : at + size]), columns))


def _cells(norm: str, line: Range) -> list[Range]:
    """The cells of a row; a name set wide is one of them: 甲 县 120."""
    cells = [match.span() for match in _CELL.finditer(norm, *line)]
    first = 1 if cells and _ROW_NUMBER.fullmatch(norm, *cells[0]) else 0
    last = first
    while last < len(cells) and _LONE.fullmatch(norm, *cells[last]):
        last += 1
    if last - first < 2:
        return cells
    return [*cells[:first], (cells[first][0], cells[last - 1][1]), *cells[last:]]


def _row(norm: str, cells: list[Range], columns: _Columns) -> Iterator[Share]:
    """What a row sets; nothing where the cells are none of a row."""
    texts = [squeezed(norm[a:b]) for a, b in cells]
    lead = _SUM.fullmatch(texts[0]) if texts else None
    if columns.number and lead and len(cells) == columns.count - 1:  # no number before 合计
        cells, texts = [(cells[0][0], cells[0][0]), *cells], ["", *texts]
    if columns.limit == columns.count - 1 or columns.count > 2:
        while columns.count - 2 <= len(cells) < columns.count and len(cells) > columns.goals[-1].at:
            cells, texts = [*cells, (cells[-1][1], cells[-1][1])], [*texts, ""]  # no remark, no date
    if len(cells) != columns.count or any(len(text) > _LONGEST_CELL for text in texts):
        return
    if columns.limit is not None and not _WHEN.search(texts[columns.limit] or "年"):
        return
    name = texts[columns.name]
    total = _SUM.fullmatch(name) or _SUM.fullmatch(texts[columns.number])
    if not total and (not _NAME.match(name) or _PART_SUM.match(name) or re.search("[，。；：]", name)):
        return
    found = [(goal, VALUE.fullmatch(norm, *cells[goal.at])) for goal in columns.goals]
    if any(value is None and not _EMPTY.fullmatch(texts[goal.at]) for goal, value in found):
        return
    for goal, value in found:
        if value is not None and (goal.name or goal.unit or value["unit"] or columns.unit is not None):
            yield _share(cells, texts, columns, goal, value, bool(total))


def _share(
    cells: Sequence[Range], texts: Sequence[str], columns: _Columns, goal: _Goal, value: re.Match[str], total: bool
) -> Share:
    by_place = columns.by_place or total
    place = texts[columns.place] if columns.place is not None and not total else None
    unit = value["unit"] or goal.unit
    if columns.unit is not None and not _EMPTY.fullmatch(texts[columns.unit]):
        unit = value["unit"] or texts[columns.unit]
    measured = next(iter(quantities(f"1{unit or '个'}")), Quantity(0, 0, 1, unit, "count"))
    name = _named(goal.name, "" if by_place else texts[columns.name], _object(columns.caption), measured)
    if by_place and place:
        name = place + name
    top = float(value["top"]) if value["top"] else None
    comparator = BOUNDS.get(value["bound"] or "") or BOUNDS.get(value["behind"] or "") or "="
    return Share(
        start=cells[columns.number if total else columns.name][0],
        end=value.end(),
        indicator=name,
        scope=place,
        comparator="between" if top is not None else comparator,
        value=float(re.sub("[,，]", "", value["value"])),
        value_max=top,
        unit=unit or None,
        deadline=_deadline(texts, columns, goal),
    )


def _named(column: str, item: str, shared: str, measured: Quantity) -> str:
    """What a figure is of: by its column (改造) and its item, or by what the words over the table say (户厕改造)."""
    act = act_at_start(column)
    if item:
        return deed("", item + column, measured)
    if column and act < len(column):  # 改造户厕
        return deed(column[:act], column[act:], measured)
    thing = shared[: len(shared) - act_at_end(shared)] if column else shared
    if not thing:
        return f"{column or '任务'}数量" if measured.kind == "count" else f"{column}任务"
    return deed(column, thing, measured)


def _deadline(texts: Sequence[str], columns: _Columns, goal: _Goal) -> str | None:
    """The row's own date, else that of its column, else that of the words over the table."""
    said = texts[columns.limit] if columns.limit is not None else ""
    year = goal.year or next(iter(re.findall(r"(?<!\d)(20\d\d)年", columns.caption)), None)
    this_year = int(year) if year else columns.this_year
    dues = [moment.when for moment in moments(said, this_year) if moment.meaning != "impossible"] if said else []
    month = _MONTH.match(said)
    if month and (month["year"] or this_year) and (not dues or len(dues[-1]) == len("2025")):
        return f"{month['year'] or this_year}-{int(month['month']):02d}"
    return dues[-1] if dues else year


def _object(caption: str) -> str:
    """What the words over a table say is shared out: 户厕改造 of 甲市2025年户厕改造任务分配表."""
    for line in reversed(caption.split("\n")):
        if found := _CAPTION.fullmatch(line):
            return _WHOSE.sub("", found["what"])
    return ""
