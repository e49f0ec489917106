"""Tables of indicators (指标表, 专栏): each row sets what an indicator shall be in a year to come.

    序号  指标              单位   2020年  2025年  属性
    1    高标准农田面积      万亩   800    1200   约束性
    2    综合机械化率（%）          71     ≥78    预期性

A row stands in one paragraph with spaces between its cells, or a cell a paragraph. The first year is what there is; a
column is a goal when its year is still to come or when 目标 or 规划 says so. A table without years stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.closing import paragraphs
from kg.quantities import may_hold_quantity
from kg.records import Change, Comparator

Range = tuple[int, int]

_CELL = re.compile(r"[^ ]+")
_FIRST = re.compile(r"序号|序|编号|类别|类型|领域|维度")
_NAME = re.compile(r"(?:主要|发展|核心|具体|约束性|预期性)?(?:指标|目标)(?:名称|内容|项)?|名称")
_UNIT = re.compile(r"(?:计量)?单位")
_ASIDE = re.compile(r"(?:指标)?(?:属性|性质|类型)|备注|(?:责任|牵头|统计|数据)[^ ]{0,4}(?:单位|部门|来源)")
_YEAR = re.compile(
    r"""
      [“”]?(?P<year>20\d\d)年?(?:底|末)?(?P<kind>[^ \d]{0,8})           # 2025年目标值
    | (?P<before>[^ \d]{0,6})（(?P<in>20\d\d)年?底?）                   # 目标值（2025年）
    | [“”]十(?P<five>[一二三四五六])五[“”]?(?:期?末)?(?P<plan>[^ \d]{0,8})  # “十四五”目标
    """,
    re.VERBOSE,
)
_FIVES = "一二三四五六"
_GROWTH = re.compile(r"[^ ]{0,8}(?:年均|增速|增长|累计)[^ ]{0,10}")
_IS = re.compile(r"现状|基期|基数|基础|实际|完成|实绩|预计|基准")
_SHALL_BE = re.compile(r"目标|规划|预期|计划")
_NUMBER = re.compile(r"\d{1,3}[.、]?|（\d{1,3}）|[①-⑳]")
VALUE = re.compile(
    r"""
    (?P<bound>≥|≧|＞|﹥|〉|≤|≦|＜|﹤|〈|>=?|<=?|不低于|不少于|不高于|不超过|大于|小于|超过|控制在|约|左右|达到)?=?
    (?P<value>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?:[-—~～至](?P<top>\d+(?:\.\d+)?))?
    (?P<unit>[^\d\s≥≤以左（）〔〕]{0,8}?)
    (?P<behind>及?以上|左右|以内|以下|及以下)?
    """,
    re.VERBOSE,
)
BOUNDS: dict[str, Comparator] = {
    "≥": ">=", "≧": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "以上": ">=", "及以上": ">=",
    ">": ">", "＞": ">", "﹥": ">", "〉": ">", "大于": ">", "超过": ">",
    "≤": "<=", "≦": "<=", "<=": "<=", "不高于": "<=", "不超过": "<=", "控制在": "<=", "以内": "<=", "以下": "<=",
    "及以下": "<=", "<": "<", "＜": "<", "﹤": "<", "〈": "<", "小于": "<", "约": "~", "左右": "~",
}  # fmt: skip
_IN_ALL = re.compile(r"[〔（](?P<value>[^〔〕（）]{1,12})[〕）]")
_EMPTY = re.compile(r"[-—―－/]*")
_MEASURE = re.compile(r"（(?P<unit>[^（）]{1,12})）$")
_NO_MEASURE = re.compile(r"[，。；、]|含|其中|不|指|按|累计|年均|约束|预期|^\d+$")
_FRONT = re.compile(r"(?:\d{1,2}[.、．]|（\d{1,2}）|[①-⑳]|——|其中：?)\s*")
_SHARE = re.compile(r"占比|比重|比例$|占[^，]+$")
_LESS = re.compile(r"(?:下降|降低|削减|减少)(?:率|幅度|比例)?$")
_MORE = re.compile(r"(?:增长|增速|增长率|增幅)$")
_LONGEST_CELL = 60
_MOST_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Gauge:
    """What a row sets for one year; norm[start:end] from the indicator to the value."""

    start: int
    end: int
    indicator: str
    comparator: Comparator
    change: Change
    value: float
    value_max: float | None
    unit: str | None
    year: int
    yearly: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A table of indicators at norm[start:end]."""

    start: int
    end: int
    gauges: tuple[Gauge, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table stand, and the years of its goals."""

    count: int
    name: int
    unit: int | None
    growth: int | None
    goals: tuple[tuple[int, int], ...]  # (column, year)
    first: bool  # a column of kinds or numbers stands first
    aside: bool  # 属性 stands last


def boards(norm: str, start: int, stop: int, issued: int | None = None) -> list[Board]:
    """Returns the tables of indicators in norm[start:stop]; `issued` tells which years are still to come.

    >>> text = "指标 2020年 2025年 属性\\n森林覆盖率（%） 40.1 ≥42 约束性"
    >>> [(g.indicator, g.comparator, g.value, g.unit, g.year) for g in boards(text, 0, len(text))[0].gauges]
    [('森林覆盖率', '>=', 42.0, '%', 2025)]
    """
    if "指标" not in norm[start:stop] or not may_hold_quantity(norm[start:stop]):
        return []
    found: list[Board] = []
    lines = paragraphs(norm, start, stop)
    at = 0
    while at < len(lines):
        read = _in_rows(norm, lines, at, issued) or _in_cells(norm, lines, at, issued)
        if read is None:
            at += 1
            continue
        board, at = read
        found.append(board)
    return found


def _columns(norm: str, cells: Sequence[Range], issued: int | None) -> _Columns | None:
    """Reads the words over the columns; None when they are no header of indicators."""
    texts = [norm[a:b] for a, b in cells]
    if not 3 <= len(texts) <= _MOST_COLUMNS or max(map(len, texts)) > _LONGEST_CELL // 3:
        return None
    name = next((i for i, text in enumerate(texts[:3]) if _NAME.fullmatch(text)), None)
    if name is None or any(not _FIRST.fullmatch(text) and not _NAME.fullmatch(text) for text in texts[:name]):
        return None
    years: list[tuple[int, int, str]] = []
    unit = growth = None
    for index, text in enumerate(texts[name + 1 :], name + 1):
        year = _YEAR.fullmatch(text)
        if year and not _GROWTH.fullmatch(text):
            until = 2010 + 5 * _FIVES.index(year["five"]) if year["five"] else int(year["year"] or year["in"])
            years.append((index, until, year["kind"] or year["before"] or year["plan"] or ""))
        elif _UNIT.fullmatch(text):
            unit = index
        elif _GROWTH.fullmatch(text):
            growth = index
        elif not _ASIDE.fullmatch(text):
            return None
    goals = tuple(
        (index, year) for nth, (index, year, kind) in enumerate(years) if _is_goal(nth, year, kind, years, issued)
    )
    if not goals:
        return None
    return _Columns(len(texts), name, unit, growth, goals, name > 0, bool(_ASIDE.fullmatch(texts[-1])))


def _is_goal(nth: int, year: int, kind: str, years: Sequence[tuple[int, int, str]], issued: int | None) -> bool:
    """2025年 alone or beside 2020年, both of 2025年 2027年 in one of 2024; not 2023年现状值, not what was before."""
    if _IS.search(kind) or (issued is not None and year < issued):
        return False
    if _SHALL_BE.search(kind):
        return True
    return nth > 0 or len(years) == 1 or (issued is not None and year > issued)


def _in_rows(norm: str, lines: Sequence[Range], at: int, issued: int | None) -> tuple[Board, int] | None:
    """A table a row a paragraph, and the paragraph behind it."""
    columns = _columns(norm, _cells(norm, lines[at]), issued)
    if columns is None:
        return None
    gauges: list[Gauge] = []
    after = at + 1
    for index in range(at + 1, len(lines)):
        cells = _aligned(norm, _cells(norm, lines[index]), columns)
        row = list(_row(norm, cells, columns)) if cells else []
        if row:
            gauges += row
            after = index + 1
        elif index - after >= 2 or len(norm[slice(*lines[index])]) > _LONGEST_CELL:
            break
    return (Board(lines[at][0], lines[after - 1][1], tuple(gauges)), after) if gauges else None


def _in_cells(norm: str, lines: Sequence[Range], at: int, issued: int | None) -> tuple[Board, int] | None:
    """A table a cell a paragraph: 指标, 2020年, 2025年, then the cells of each row."""
    if not (_FIRST.fullmatch(norm, *lines[at]) or _NAME.fullmatch(norm, *lines[at])):
        return None
    columns = None
    for count in range(min(_MOST_COLUMNS, len(lines) - at), 2, -1):
        if columns := _columns(norm, lines[at : at + count], issued):
            break
    if columns is None:
        return None
    gauges: list[Gauge] = []
    index = at + columns.count
    while index < len(lines):
        for count in (columns.count, columns.count - 1):
            cells = _aligned(norm, list(lines[index : index + count]), columns)
            if row := list(_row(norm, cells, columns)) if cells else []:
                break
        else:
            break
        gauges += row
        index += count
    return (Board(lines[at][0], lines[index - 1][1], tuple(gauges)), index) if gauges else None


def _cells(norm: str, line: Range) -> list[Range]:
    return [match.span() for match in _CELL.finditer(norm, *line)]


def _aligned(norm: str, cells: list[Range], columns: _Columns) -> list[Range] | None:
    """The cells under their columns: a kind that holds for several rows, or a remark, may be missing."""
    if len(cells) == columns.count:
        return cells
    if len(cells) != columns.count - 1:
        return None
    if columns.first and (columns.name > 1 or not _NUMBER.fullmatch(norm, *cells[0])):
        return [(cells[0][0], cells[0][0]), *cells]
    return [*cells, (cells[-1][1], cells[-1][1])] if columns.aside else None


def _row(norm: str, cells: Sequence[Range], columns: _Columns) -> Iterator[Gauge]:
    """What a row sets, one for each year that holds a number."""
    start, stop = cells[columns.name]
    front = _FRONT.match(norm, start, stop)
    start = front.end() if front else start
    name = norm[start:stop]
    measure = _MEASURE.search(name)
    unit = measure["unit"] if measure and not _NO_MEASURE.search(measure["unit"]) else None
    name = name[: measure.start()] if measure and (unit or measure["unit"] in ("累计", "年均")) else name
    if columns.unit is not None and not _EMPTY.fullmatch(norm, *cells[columns.unit]):
        unit = norm[slice(*cells[columns.unit])]
    if len(name) < 2 or not re.search("[一-鿿]{2}|GDP", name):
        return
    found = False
    for index, year in columns.goals:
        in_all = _IN_ALL.fullmatch(norm, *cells[index])  # 〔15〕: in all the years
        value = VALUE.fullmatch(norm, *(in_all.span("value") if in_all else cells[index]))
        if value:
            found = True
            yield _gauge(start, cells[index][1], name, value, unit, year)
    if columns.growth is None or found:
        return
    in_all = _IN_ALL.fullmatch(norm, *cells[columns.growth])
    growth = VALUE.fullmatch(norm, *(in_all.span("value") if in_all else cells[columns.growth]))
    if growth:
        of = unit if in_all and unit else "%"
        yield _gauge(start, cells[columns.growth][1], name, growth, of, columns.goals[-1][1], grows=not in_all)


def _gauge(
    start: int, end: int, name: str, value: re.Match[str], unit: str | None, year: int, *, grows: bool = False
) -> Gauge:
    top = float(value["top"]) if value["top"] else None
    comparator = BOUNDS.get(value["bound"] or "") or BOUNDS.get(value["behind"] or "") or "="
    yearly = grows or ("年均" in name and bool(_MORE.search(name) or _LESS.search(name)))
    change: Change = "increase" if grows or _MORE.search(name) else "decrease" if _LESS.search(name) else "level"
    if change == "level" and _SHARE.search(name):
        change = "share"
    number = float(re.sub("[,，]", "", value["value"]))
    said = "between" if top is not None else comparator
    return Gauge(start, end, name, said, change, number, top, value["unit"] or unit, year, yearly)
