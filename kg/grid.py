"""Rows of tables in plain text (表格行): lines whose cells single spaces part.

    指标 2020年 2025年 属性                       序号 重点任务 牵头单位 完成时限
    森林覆盖率（%） 40.1 42 约束性                  1 改造供水管网 市水务局 2025年底

Elsewhere a space between words is noise (到 2027年, 索 引 号); here it is all that keeps the cells apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.columns import is_header
from kg.tables import is_loose_header
from kg.view import normal

_MAY_BE = re.compile(
    r"""
      序[号號] | [编編][号號] | [类類][别別] | 指[标標]
    | ^.{0,6}? (?: [县縣市區区旗州盟镇鎮乡鄉村师師社] | [团團][场場] | 街道 | [单單]位 | [项項]目
      | [工任内內品名][程务務容种種称稱作] ) [^。；，]* [ \t\u3000\xa0|]                 # 县区 改造数量（户）
    """,
    re.VERBOSE,
)
_CELL = re.compile(r"[^ \t\u3000\xa0|]+")
_FIRST = re.compile(r"序号|序|编号|类别|类型|领域|(?:主要|发展|核心|具体)?指标(?:名称|内容)?")
_OVER = re.compile(
    r"""
    “?(?:20\d\d|十[一二三四五六]五)”?.{0,8}                       # 2025年, 2025年目标值
    | (?:牵头|责任|配合|主办|协办|承办|参与|主责|落实)(?:责任)?(?:单位|部门|主体)
    | (?:计量)?单位 | (?:指标)?属性 | (?:目标|现状|基期|规划)值? | (?:完成|办结)?(?:时限|时间)
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"[（(]?\d{1,3}[）).、]?[ \t\u3000\xa0|]")
_FIGURE = re.compile(r"[≥≤><约]?\d[\d,，.]*[^\d\s]{0,4}")
_SET_WIDE = re.compile(r"(?:[一-鿿][ \t\u3000\xa0|]+)+")
_LOOSE = 2
_FEW = 3  # columns of a table whose rows must hold a figure
_NO_HEADING = re.compile(r"[，。；：,;:]")
_MOST_COLUMNS = 10
_LONGEST_HEADING = 14
_GAP = 4  # lines between two rows: a section's name, a cell that broke off


def grid(lines: Sequence[str]) -> Iterator[int]:
    """Yields which of the lines are rows of a table, its header among them.

    >>> list(grid(["主要指标", "指标 2020年 2025年", "森林覆盖率（%） 40.1 42", "全面推进 建设。"]))
    [1, 2]
    """
    columns, last = 0, 0
    for index, line in enumerate(lines):
        if columns and index - last > _GAP:
            columns = 0
        if _MAY_BE.search(line) and _is_header(normal(line)):
            columns, last = len(_CELL.findall(line)), index
            yield index
        elif columns and _is_row(line, columns):
            last = index
            yield index


def _is_row(line: str, columns: int) -> bool:
    """Whether a line has a cell for each column; one that begins with a number may hold a space inside a cell."""
    cells = _CELL.findall(line)
    count = len(cells)
    if columns <= _FEW and "。" not in line[:-1]:  # 甲县 120; 合 计 860
        letters = _SET_WIDE.match(line)
        count -= len(letters.group().split()) - 1 if letters else 0
        if count in (columns - 1, columns) and any(map(_FIGURE.fullmatch, cells[1:])):
            return True
        count = len(cells)
    numbered = _NUMBERED.match(line) is not None
    if numbered and count == columns:  # 1 新建基地5万亩。 市农业农村局 2025年底
        return True
    return max(columns - 1, 3) <= count <= columns + (_LOOSE if numbered else 0) and "。" not in line[:-1]


def _is_header(line: str) -> bool:
    """Whether a line holds the words over the columns of a table: a number or 指标 first, then a year or bodies."""
    if len(line) > _MOST_COLUMNS * _LONGEST_HEADING or _NO_HEADING.search(line):
        return False
    cells = _CELL.findall(line)
    if not 2 <= len(cells) <= _MOST_COLUMNS or any(len(cell) > _LONGEST_HEADING for cell in cells):
        return False
    if len(cells) > 2 and _FIRST.fullmatch(cells[0]) and any(_OVER.fullmatch(cell) for cell in cells[1:]):
        return True
    return is_header(cells) or is_loose_header(cells)
