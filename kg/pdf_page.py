"""A printed page (版面): signs at one height are a line, two columns are read in turn, rules make rows of cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kg.cells import in_one_line
from kg.pdf_grid import Grid, Rule, grids

_LEVEL = 0.5  # of a sign's size: signs whose feet differ by less stand on one line
_TWICE = 0.25  # of a sign's size: the same sign as near is the same one, printed twice for boldness
_WORD_GAP, _HAN_GAP, _GAP, _CELL_GAP = 0.15, 0.18, 0.45, 4.0  # sizes: a blank in Latin, in Chinese, between; a column's
_WIDEST = 3  # blanks that a gap is shown as
_FULL_COLUMN = 0.6  # of the lines of two columns begin and end at the margins between them
_COLUMN_LINES = 8
FRAMED = 3  # the column of what stands in a frame


class Glyph(NamedTuple):
    """A sign on a page: where its foot stands, where it ends, how large it is (points)."""

    sign: str
    x: float
    y: float
    end: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page, its text level."""

    bottom: float
    top: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or of one of its columns."""

    text: str
    x: float
    end: float
    y: float
    size: float
    column: int  # 0 where there is one, 1 and 2 the left and the right one, 3 in a frame


@dataclass(slots=True)
class Table:
    """A table's rows, or those of them that stand on one page."""

    rows: list[list[str]]
    cells: list[list[int]]  # by row, one number in several rows is a cell that reaches down
    head: list[str]  # its first row, on whatever page that is


Item = Line | Table


def items(page: Page) -> list[Item]:
    """A page's lines and tables in the order in which they are read."""
    tables = grids(page.rules)
    inside: list[list[Glyph]] = [[] for _ in tables]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        place = next((n for n, table in enumerate(tables) if _field(table, glyph) is not None), None)
        (outside if place is None else inside[place]).append(glyph)
    found: list[Item] = []
    lines = _in_reading_order(outside)
    for table, glyphs in zip(tables, inside, strict=True):
        above = next((n for n, line in enumerate(lines) if line.y < table.top and line.column < 2), len(lines))
        found += [*lines[:above], *_table(table, glyphs)]
        lines = lines[above:]
    return [*found, *lines]


def _field(table: Grid, glyph: Glyph) -> tuple[int, int] | None:
    return table.field((glyph.x + glyph.end) / 2, glyph.y + 0.3 * glyph.size)


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The signs at one height together, from the top down, each row from left to right; what is printed twice once."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (-one.y, one.x)):
        first = rows[-1][0] if rows else None
        if first is not None and first.y - glyph.y < _LEVEL * max(first.size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    trimmed = (_trimmed(_once(sorted(row, key=lambda one: one.x))) for row in rows)
    return [row for row in trimmed if row]


def _trimmed(row: list[Glyph]) -> list[Glyph]:
    """A row without blanks at its ends."""
    ink = [n for n, glyph in enumerate(row) if not glyph.sign.isspace()]
    return row[ink[0] : ink[-1] + 1] if ink else []


def _once(row: list[Glyph]) -> list[Glyph]:
    """A row without what is printed twice for boldness; leaves —— and …… , which a font may put at one place."""
    again = {
        n for n, (last, one) in enumerate(pairwise(row), start=1)
        if one.sign == last.sign and one.x - last.x < _TWICE * one.size
    }  # fmt: skip
    if len(again) < 0.3 * len(row):
        return row
    return [glyph for n, glyph in enumerate(row) if n not in again]


def _line(row: Sequence[Glyph], column: int = 0) -> Line:
    widths = [_width(last, glyph) for last, glyph in pairwise(row)]
    even = median(widths) if widths else 0.0  # between all signs, where a line is spread to the margin
    gaps = (_gap(last, glyph, width, even) for (last, glyph), width in zip(pairwise(row), widths, strict=True))
    text = row[0].sign + "".join(gap + glyph.sign for gap, glyph in zip(gaps, row[1:], strict=True))
    return Line(text, row[0].x, row[-1].end, row[0].y, median(glyph.size for glyph in row), column)


def _width(last: Glyph, glyph: Glyph) -> float:
    """The gap between two signs, in sizes."""
    return (glyph.x - last.end) / max(last.size, glyph.size)


def _lines(glyphs: Iterable[Glyph], column: int = 0) -> list[Line]:
    return [_line(row, column) for row in _rows(glyphs)]


def _in_reading_order(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a page, those of its left column before those of its right one."""
    rows = _rows(glyphs)
    pieces = [piece for row in rows for piece in _pieces(row)]
    edge = _gutter(pieces)
    if edge is None:
        return [_line(row) for row in rows]
    found: list[Line] = []
    left: list[Glyph] = []
    right: list[Glyph] = []
    for piece in pieces:
        if piece[0].x < edge - 1 < edge + 1 < piece[-1].end:  # over both columns
            found += [*_lines(left, 1), *_lines(right, 2), _line(piece)]
            left, right = [], []
        else:
            (left if piece[0].x < edge - 1 else right).extend(piece)
    return [*found, *_lines(left, 1), *_lines(right, 2)]


def _pieces(row: list[Glyph]) -> Iterator[list[Glyph]]:
    """A row parted at its wide gaps."""
    piece = [row[0]]
    for last, glyph in pairwise(row):
        if glyph.x - last.end > max(last.size, glyph.size):
            yield piece
            piece = []
        piece.append(glyph)
    yield piece


def _gutter(pieces: Sequence[list[Glyph]]) -> float | None:
    """Where the right one of two columns begins; None on a page of one column."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    start, stop = min(piece[0].x for piece in pieces), max(piece[-1].end for piece in pieces)
    width = stop - start
    if not width > 0:  # signs without width above each other; a place that is no number
        return None
    begins = Counter(round(piece[0].x) for piece in pieces if 0.4 < (piece[0].x - start) / width < 0.65)
    for edge, count in sorted(begins.items(), key=lambda one: (-one[1], one[0])):
        if count < _COLUMN_LINES // 2:
            return None
        right = [piece for piece in pieces if piece[0].x >= edge - 1]
        left = [piece for piece in pieces if piece[-1].end <= edge + 1]
        reach = max((piece[-1].end for piece in left), default=start)
        full = sum(piece[-1].end >= reach - 2 * piece[-1].size for piece in left)
        near = sum(piece[0].x <= edge + 3 * piece[0].size for piece in right)
        if (
            min(len(left), len(right)) >= _COLUMN_LINES
            and len(left) + len(right) >= 0.85 * len(pieces)
            and full >= _FULL_COLUMN * len(left)
            and near >= _FULL_COLUMN * len(right)
        ):
            return float(edge)
    return None


def _table(table: Grid, glyphs: Iterable[Glyph]) -> list[Item]:
    """A table's rows; a row of one cell is a frame, and its lines stay lines.

    A cell that reaches down is said again in each row that it covers, save in the first column.
    """
    standing: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if field := _field(table, glyph):
            standing[table.cell[field[0]][field[1]]].append(glyph)
    lines = {number: _lines(signs, FRAMED) for number, signs in standing.items()}
    found: list[Item] = []
    above: Sequence[int] = ()
    for numbers in table.cell:
        cells = list(dict.fromkeys(numbers))
        if len(cells) == 1:
            found += [] if cells[0] in above else lines.get(cells[0], [])
        else:
            texts = [in_one_line([line.text for line in lines.get(number, ())]) for number in cells]
            if cells[0] in above:
                texts[0] = ""
            rows = found[-1] if found else None
            if not isinstance(rows, Table):
                rows = Table([], [], texts)
                found.append(rows)
            rows.rows.append(texts)
            rows.cells.append(cells)
        above = numbers
    return found


def _gap(last: Glyph, glyph: Glyph, width: float, even: float) -> str:
    """What stands between two signs: nothing, a blank, wide blanks, or what parts columns."""
    if last.sign.isspace() or glyph.sign.isspace():
        return ""  # what is printed as a blank is one
    if width >= _CELL_GAP:
        return "\t"
    if width >= 2 * _GAP:
        return "\u3000" * min(round(width), _WIDEST)
    if last.sign.isascii() and glyph.sign.isascii():
        return " " if width >= (_WORD_GAP if last.sign.isalnum() and glyph.sign.isalnum() else _GAP) else ""
    han = last.sign.isalnum() and glyph.sign.isalnum() and not (last.sign.isascii() or glyph.sign.isascii())
    return " " if width - max(even, 0.0) >= (_HAN_GAP if han else _GAP) else ""
