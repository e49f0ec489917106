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
from kg.columns import MOST_COLUMNS, Columns, GoalColumn, columns, may_head, speaks_of_goals
from kg.deadlines import moments
from kg.gauges import BOUNDS, VALUE
from kg.indicators import act_at_end, act_at_start, deed
from kg.quantities import Quantity, may_hold_quantity, quantities
from kg.records import Comparator

Range = tuple[int, int]

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
_LONGEST_CELL = 40
_LONGEST_CAPTION = 50
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
        if may_head(norm[slice(*lines[at])].partition(" ")[0]):
            over = _caption(norm, lines, at, title)
            read = _in_rows(norm, lines, at, over, this_year) or _in_cells(norm, lines, at, over, this_year)
        if read is None:
            at += 1
            continue
        sheet, at = read
        found.append(sheet)
    return found


def _caption(norm: str, lines: Sequence[Range], at: int, title: str) -> str:
    """The words over a table: up to two short lines above it, else the heading of its annex."""
    above = [norm[a:b] for a, b in lines[max(at - 2, 0) : at]]
    above = [re.split("[。；]", line)[-1] if line[-1] == "：" else line for line in above]  # …。各县任务如下：
    near = [squeezed(line) for line in above if len(line) <= _LONGEST_CAPTION and line[-1] not in "。；"]
    named = any(_CAPTION.fullmatch(line) or speaks_of_goals(line) for line in near)
    return "\n".join(near if named else [squeezed(title), *near])


def _in_rows(
    norm: str, lines: Sequence[Range], at: int, caption: str, this_year: int | None
) -> tuple[Sheet, int] | None:
    """A table a row a paragraph, and the paragraph behind it."""
    header = _cells(norm, lines[at])
    head = columns([norm[a:b] for a, b in header], caption, this_year)
    if head is None:
        return None
    shares: list[Share] = []
    after = at + 1
    for index in range(at + 1, len(lines)):
        row = list(_row(norm, _cells(norm, lines[index]), head))
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
    for count in range(min(MOST_COLUMNS, (len(lines) - at) // 3), 1, -1):
        head = columns([norm[a:b] for a, b in lines[at : at + count]], caption, this_year)
        if head is None:
            continue
        shares: list[Share] = []
        index, rows = at + count, 0
        while index < len(lines):
            sizes = (count, count - 1) if count > 2 else (count,)
            row, size = next(((r, n) for n in sizes if (r := _of_cells(norm, lines, index, n, head))), ([], 0))
            if not row:
                break
            shares += row
            index += size
            rows += 1
        if rows > 1:
            return Sheet(lines[at][0], lines[index - 1][1], tuple(shares)), index
    return None


def _of_cells(norm: str, lines: Sequence[Range], at: int, size: int, head: Columns) -> list[Share]:
    """What the row sets that begins at lines[at] with so many cells; the last one may be missing."""
    return list(_row(norm, list(lines[at : at + size]), head))


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


def _row(norm: str, cells: list[Range], head: Columns) -> Iterator[Share]:
    """What a row sets; nothing where the cells are none of a row."""
    texts = [squeezed(norm[a:b]) for a, b in cells]
    lead = _SUM.fullmatch(texts[0]) if texts else None
    if head.first and lead and len(cells) == head.count - 1:  # no number before 合计
        cells, texts = [(cells[0][0], cells[0][0]), *cells], ["", *texts]
    if head.limit == head.count - 1 or head.count > 2:
        while head.count - 2 <= len(cells) < head.count and len(cells) > head.goals[-1].at:
            cells, texts = [*cells, (cells[-1][1], cells[-1][1])], [*texts, ""]  # no remark, no date
    if len(cells) != head.count or any(len(text) > _LONGEST_CELL for text in texts):
        return
    if head.limit is not None and not _WHEN.search(texts[head.limit] or "年"):
        return
    name = texts[head.name]
    total = _SUM.fullmatch(name) or _SUM.fullmatch(texts[head.first])
    if not total and (not _NAME.match(name) or _PART_SUM.match(name) or re.search("[，。；：]", name)):
        return
    found = [(goal, VALUE.fullmatch(norm, *cells[goal.at])) for goal in head.goals]
    if any(value is None and not _EMPTY.fullmatch(texts[goal.at]) for goal, value in found):
        return
    for goal, value in found:
        if value is not None and (goal.name or goal.unit or value["unit"] or head.unit is not None):
            yield _share(cells, texts, head, goal, value, bool(total))


def _share(
    cells: Sequence[Range], texts: Sequence[str], head: Columns, goal: GoalColumn, value: re.Match[str], total: bool
) -> Share:
    by_place = head.by_place or total
    place = texts[head.place] if head.place is not None and not total else None
    unit = value["unit"] or goal.unit
    if head.unit is not None and not _EMPTY.fullmatch(texts[head.unit]):
        unit = value["unit"] or texts[head.unit]
    measured = next(iter(quantities(f"1{unit or '个'}")), Quantity(0, 0, 1, unit, "count"))
    name = _named(goal.name, "" if by_place else texts[head.name], _object(head.caption), measured)
    if by_place and place:
        name = place + name
    top = float(value["top"]) if value["top"] else None
    comparator = BOUNDS.get(value["bound"] or "") or BOUNDS.get(value["behind"] or "") or "="
    return Share(
        start=cells[head.first if total else head.name][0],
        end=value.end(),
        indicator=name,
        scope=place,
        comparator="between" if top is not None else comparator,
        value=float(re.sub("[,，]", "", value["value"])),
        value_max=top,
        unit=unit or None,
        deadline=_deadline(texts, head, goal),
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


def _deadline(texts: Sequence[str], head: Columns, goal: GoalColumn) -> str | None:
    """The row's own date, else that of its column, else that of the words over the table."""
    said = texts[head.limit] if head.limit is not None else ""
    year = goal.year or next(iter(re.findall(r"(?<!\d)(20\d\d)年", head.caption)), None)
    this_year = int(year) if year else head.this_year
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
