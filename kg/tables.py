"""Tables of tasks (任务分解表): rows that say what is to be done, and by whom.

    序号  重点工作            牵头单位      责任单位            完成时限
    1    新建高标准农田1.2万亩  县农业农村局  县财政局、各镇政府    2024年12月

A row stands in one paragraph with spaces between its cells, in several where a cell is printed on several lines, or,
where a web copy lost the lines, a cell a paragraph.
Only a table whose header names a column of bodies (牵头单位, 责任单位) is read; all others stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.bodies import is_body, is_collective, split_names, squeezed
from kg.closing import paragraphs
from kg.numbering import LINE_MARK

Range = tuple[int, int]

_BODIES = re.compile(
    r"(?:市级|县级|区级|省级|州级|第一)?(?:牵头|责任|配合|主办|协办|承办|负责|参与|主责|协同|落实|主责任|协助|指导|主管|实施|支持|组织|推进|督导|督办|监督|协作|完成)(?:责任|落实|负责|实施)?"
    r"(?:单\s?位|部\s?门|主体|科室|处室)(?:（[^（）]{1,12}）)?"
)
_PERSONS = re.compile(
    r"(?:责任|牵头|分管|包抓|包联|联系|督办|市级|县级|区级)*(?:领导|责任人|负责人|联系人|同志)|联系方式|电话|备\s?注"
)
_LIMITS = re.compile(r"(?:完成|办结|工作|推进|落实)?(?:时限|时间|期限|节点)(?:要求)?")
_NAMES = re.compile(r"(?:重点)?(?:工作|任务|项目|事项|举措|实事|改革|指标|措施|工程)*(?:名称|项目|事项|任务|举措)")
_TASKS = re.compile(
    r"(?:重点|主要|具体|年度|目标|改革|建设|整改)*(?:任务|工作|事项|项目|措施|举措|内容|类别|领域|指标|问题|工程)(?:名称|内容|事项|任务|项目|清单|类别|安排)?"
)
_CELL = re.compile(r"[^ ]+")
_ASIDE = re.compile(r"[，。；：！？]")
_NUMBER = re.compile(r"[（(]?(\d{1,3})[）).、]?")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}")  # 一 基础设施
_SECTION_LINE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、 ]|（[一二三四五六七八九十]{1,3}）)[^，。；：]{2,30}"
)  # 一、基础设施
_MOST_COLUMNS = 10
_MOST_LINES = 30  # of a row
_LEFT_OUT = 20  # rows in a stretch that a copy leaves out (本文有删减)
_GAP = 4  # paragraphs between two rows: a section's name, a cell that broke off


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its own number, the cells that say what, and each list of bodies with the words over its column."""

    number: str
    start: int
    text: int  # where the first cell behind the number begins
    end: int
    heading: Range | None
    bodies: tuple[tuple[str, int, int], ...]  # (牵头单位, start, end)
    limits: tuple[tuple[str, int, int], ...]  # (完成时限, start, end)
    aside: tuple[Range, ...]  # cells with persons, telephones, remarks


@dataclass(frozen=True, slots=True)
class Section:
    """A row that names a section and numbers it without a mark: 一 基础设施."""

    number: str
    start: int
    text: int  # where its name begins


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header at norm[start:head]."""

    start: int
    head: int
    rows: tuple[Row, ...]
    sections: tuple[Section, ...] = ()

    @property
    def end(self) -> int:
        return self.rows[-1].end


def tables(norm: str, start: int, stop: int) -> list[Table]:
    """Returns the tables of tasks in norm[start:stop], in order.

    >>> text = "序号 任务 牵头单位 配合单位\\n1 建设厕所20座 县住建局 县财政局、各镇政府"
    >>> [(row.number, [text[a:b] for _, a, b in row.bodies]) for row in tables(text, 0, len(text))[0].rows]
    [('1', ['县住建局', '县财政局、各镇政府'])]
    """
    if "序" not in norm[start:stop] or not _BODIES.search(norm, start, stop):
        return []
    found: list[Table] = []
    lines = paragraphs(norm, start, stop)
    at = 0
    while at < len(lines):
        read = _in_rows(norm, lines, at) or _in_cells(norm, lines, at)
        if read is None:
            at += 1
            continue
        table, at = read
        found.append(table)
    return found


def loose_tables(norm: str) -> list[Table]:
    """Returns the tables of tasks whose rows bear no number, a row a paragraph: they are no clauses of their own.

    >>> text = "重点任务 牵头单位 配合单位\\n建设厕所20座 县住建局 县财政局、各镇政府"
    >>> [[text[a:b] for _, a, b in row.bodies] for row in loose_tables(text)[0].rows]
    [['县住建局', '县财政局、各镇政府']]
    """
    if "\n" not in norm or " " not in norm or not _BODIES.search(norm):
        return []
    found: list[Table] = []
    lines = paragraphs(norm, 0, len(norm))
    at = 0
    while at < len(lines):
        table, after = _loose(norm, lines, at)
        if table is not None:
            found.append(table)
        at = after
    return found


def _loose(norm: str, lines: list[Range], at: int) -> tuple[Table | None, int]:
    """The table whose header stands at `at`, if one does, and the paragraph behind it."""
    header = [m.span() for m in _CELL.finditer(norm, *lines[at])]
    if not 2 <= len(header) <= _MOST_COLUMNS or not is_loose_header([norm[a:b] for a, b in header]):
        return None, at + 1
    rows: list[Row] = []
    after = at + 1
    for index in range(at + 1, len(lines)):
        cells = [m.span() for m in _CELL.finditer(norm, *lines[index])]
        if len(cells) == len(header) - 1 and _PERSONS.fullmatch(norm, *header[-1]):
            cells.append((cells[-1][1], cells[-1][1]))  # no remark
        if len(cells) == len(header) and not is_loose_header([norm[a:b] for a, b in cells]):
            numbered = [(cells[0][0], cells[0][0]), *cells]
            rows.append(_row(norm, [(lines[at][0], lines[at][0]), *header], numbered, lines[index][1]))
            after = index + 1
        elif index - after >= 1:
            break
    good = _names_bodies(norm, rows)
    return (Table(*lines[at], tuple(rows)), after) if good else (None, at + 1)


def is_loose_header(texts: Sequence[str]) -> bool:
    """Whether the words over columns begin with what is to be done and name bodies: 重点任务, 责任单位."""
    if not _TASKS.fullmatch(texts[0]) or any(len(text) > 14 or _ASIDE.search(text) for text in texts):
        return False
    return any(map(_BODIES.fullmatch, texts[1:]))


def _in_rows(norm: str, lines: list[Range], at: int) -> tuple[Table, int] | None:
    """A table a row a paragraph, and the paragraph behind it."""
    header = [m.span() for m in _CELL.finditer(norm, *lines[at])]
    if not _is_header(norm, header):
        return None
    rows: list[Row] = []
    sections: list[Section] = []
    index = after = at + 1
    while index < len(lines):
        cells, stop = _cells(norm, lines, index, header)
        if len(cells) == len(header) and _NUMBER.fullmatch(norm, *cells[0]):
            rows.append(_row(norm, header, cells, lines[stop - 1][1]))
            after = stop
        elif len(cells) == 2 and _SECTION.fullmatch(norm, *cells[0]) and not _ASIDE.search(norm, *cells[1]):
            sections.append(Section(norm[slice(*cells[0])], cells[0][0], cells[1][0]))
        elif index - after >= _GAP or _is_header(norm, cells):
            break
        index = stop
    inside = tuple(section for section in sections if section.start < lines[after - 1][0])
    return (Table(*lines[at], tuple(rows), inside), after) if _names_bodies(norm, rows) else None


def _cells(norm: str, lines: list[Range], at: int, header: list[Range]) -> tuple[list[Range], int]:
    """The cells of the row that begins at a paragraph, one for each column if it can be, and the paragraph behind it.

    A cell may be printed on several lines: the next one goes on with it, and bodies below the last cell are its own.
    """
    first = [m.span() for m in _CELL.finditer(norm, *lines[at])]
    cells, stop = list(first), at + 1
    if not cells or not _NUMBER.fullmatch(norm, *cells[0]):
        return cells, stop
    while len(cells) < len(header) and stop < min(at + _MOST_LINES, len(lines)) and not _opens(norm, lines[stop]):
        more = [m.span() for m in _CELL.finditer(norm, *lines[stop])]
        cells = [*cells[:-1], (cells[-1][0], more[0][1]), *more[1:]]
        stop += 1
    if len(cells) == len(header) - 1 and _may_be_empty(norm, header, cells):
        return [*cells, (cells[-1][1], cells[-1][1])], stop
    if len(cells) < len(header):
        return first, at + 1
    while _BODIES.fullmatch(norm, *header[-1]) and stop < len(lines) and _lists_bodies(norm, lines[stop]):
        cells[-1] = (cells[-1][0], lines[stop][1])
        stop += 1
    if len(cells) > len(header):  # a space inside what is to be done: 建设 5G 基站
        behind = 2 + len(cells) - len(header)
        cells = [cells[0], (cells[1][0], cells[behind - 1][1]), *cells[behind:]]
    return cells, stop


def _opens(norm: str, line: Range) -> bool:
    """Whether a paragraph begins something else than the rest of a cell: a row, a section, the words over columns."""
    cells = [m.span() for m in _CELL.finditer(norm, *line)]
    if len(cells) > 1 and _NUMBER.fullmatch(norm, *cells[0]):
        return True
    return not cells or _SECTION_LINE.fullmatch(norm, *line) is not None or _is_header(norm, cells)


def _may_be_empty(norm: str, header: list[Range], cells: list[Range]) -> bool:
    """Whether the last of a row's cells can be the one that is empty: no remark, nobody who takes part."""
    if _PERSONS.fullmatch(norm, *header[-1]):
        return True
    both = all(_BODIES.fullmatch(norm, *header[at]) for at in (-1, -2))
    return both and _lists_bodies(norm, cells[-1])


def _lists_bodies(norm: str, line: Range) -> bool:
    """Whether a paragraph or a cell holds nothing but bodies: 市财政局、市水利局; not 完善制度."""
    if " " in norm[slice(*line)]:
        return False
    names = [squeezed(norm[n.start : n.end]) for n in split_names(norm, *line)]
    return bool(names) and not _ASIDE.search(norm, *line) and all(is_body(n) or is_collective(n) for n in names)


def _in_cells(norm: str, lines: list[Range], at: int) -> tuple[Table, int] | None:
    """A table a cell a paragraph: 序号, its other columns, 1, its cells, 2, its cells."""
    if norm[slice(*lines[at])] != "序号":
        return None
    first = next((i for i in range(at + 2, min(at + _MOST_COLUMNS + 1, len(lines))) if _is(norm, lines[i], 1)), None)
    if first is None:
        return None
    header = [line for line in lines[at:first] if not LINE_MARK.match(norm, *line)]  # 一、教育方面（共2项）
    if not _is_header(norm, header):
        return None
    rows: list[Row] = []
    index, after = first, first
    while index < len(lines):
        cells = lines[index : index + len(header)]
        if len(cells) == len(header) and (row := _row_of_cells(norm, header, cells, rows)):
            rows.append(row)
            index += len(header)
            after = index
        elif index - after >= _GAP or norm[slice(*lines[index])] == "序号":
            break
        else:
            index += 1
    return (Table(lines[at][0], header[-1][1], tuple(rows)), after) if _names_bodies(norm, rows) else None


def _row_of_cells(norm: str, header: list[Range], cells: list[Range], before: list[Row]) -> Row | None:
    """The row that cells make, if they do; where a copy leaves rows out, a later number makes one beside bodies."""
    found = _NUMBER.fullmatch(norm, *cells[0])
    last = int(before[-1].number) if before else 0
    if found is None or not last < int(found[1]) <= last + _LEFT_OUT + 1:
        return None
    row = _row(norm, header, cells, cells[-1][1])
    follows = int(found[1]) == last + 1
    return row if follows or (before and any(_has_body(norm, a, b) for _, a, b in row.bodies)) else None


def _is(norm: str, line: Range, number: int) -> bool:
    found = _NUMBER.fullmatch(norm, *line)
    return found is not None and int(found[1]) == number


def _is_header(norm: str, cells: list[Range]) -> bool:
    """Whether the cells are the words over columns: a number, something to do, and bodies."""
    if not 3 <= len(cells) <= _MOST_COLUMNS or norm[slice(*cells[0])] not in ("序号", "序", "编号"):
        return False
    texts = [norm[a:b] for a, b in cells]
    return all(len(text) <= 14 and not _ASIDE.search(text) for text in texts) and any(map(_BODIES.fullmatch, texts))


def _row(norm: str, header: list[Range], cells: list[Range], end: int) -> Row:
    over = [squeezed(norm[a:b]) for a, b in header]
    pairs = [(word, *cell) for word, cell in zip(over, cells, strict=True) if cell[1] > cell[0]]
    what = [i for i, word in enumerate(over) if i and not any(p.fullmatch(word) for p in (_BODIES, _PERSONS, _LIMITS))]
    named = len(what) > 1 and what[0] == 1 and _NAMES.fullmatch(over[1]) and not _ASIDE.search(norm, *cells[1])
    return Row(
        number=norm[slice(*cells[0])].strip("（）().、"),
        start=cells[0][0],
        text=cells[1][0],
        end=end,
        heading=cells[1] if named else None,
        bodies=tuple(pair for pair in pairs if _BODIES.fullmatch(pair[0])),
        limits=tuple(pair for pair in pairs if _LIMITS.fullmatch(pair[0])),
        aside=tuple((a, b) for word, a, b in pairs if _PERSONS.fullmatch(word)),
    )


def _names_bodies(norm: str, rows: list[Row]) -> bool:
    """Whether most rows do name bodies in those columns."""
    good = sum(any(_has_body(norm, a, b) for _, a, b in row.bodies) for row in rows)
    return 2 * good > len(rows) > 0


def _has_body(norm: str, start: int, end: int) -> bool:
    texts: Iterator[str] = (squeezed(norm[n.start : n.end]) for n in split_names(norm, start, end))
    return any(is_body(text) or is_collective(text) for text in texts)
