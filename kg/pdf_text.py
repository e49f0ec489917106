"""From signs on pages to lines and rows (版面还原): signs at one height are a line, cells are seen by their rules.

Left out: page numbers and running heads, known by their place. A line keeps its indent as wide spaces, so that
`kg.layout` can tell where paragraphs begin; a page begins with a form feed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, median_low
from typing import NamedTuple

from kg.cells import in_one_line
from kg.numbering import LINE_MARK
from kg.pdf_grid import Grid, Rule, grids

_PAGE_NUMBER = re.compile(
    r"[-—–－―·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–－―·.\s]*(?:[/，,]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?|[ivxIVX]{1,6}"
)
_DIGITS = re.compile(r"\d+")
_EDGE = 0.14  # of a page's height: where page numbers and running heads stand
_OFTEN = 3  # pages that a running head comes on
_LEVEL = 0.5  # of a sign's size: signs whose feet differ by less stand on one line
_TWICE = 0.25  # of a sign's size: the same sign as near is the same one, printed twice for boldness
_WORD_GAP, _HAN_GAP, _GAP, _CELL_GAP = 0.15, 0.18, 0.45, 4.0  # sizes: a blank in Latin, in Chinese, between; a column's
_WIDEST = 3  # blanks that a gap is shown as
_INDENTED = 20  # wide spaces that a line begins with, at most
_FULL_COLUMN = 0.6  # of the lines of two columns begin and end at the margins between them
_COLUMN_LINES = 8
_FIRST_WORD = re.compile(r"[（《〈“‘〔【(\[]*(?:[0-9A-Za-z.+&/-]+|.)[，。、；：！？）》〉”’〕】,.;:!?%)\]—…]*")
_STOPS = "。；：！？;:.!?）)”"
_NEARLY = 5.0  # sizes of room behind a line that may still be a full one: writers measure signs in their own way
_USUAL = 0.6  # of the paragraphs begin so: it is the text's habit
_MORE = 1.25  # of a line's pitch: what stands farther below is apart
_FRAMED = 3  # the column of what stands in a frame
_FAR = 80.0  # points; a margin as far from the usual one is that of another kind of page


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
class _Line:
    text: str
    x: float
    end: float
    y: float
    size: float
    column: int  # 0 where there is one, 1 and 2 the left and the right one, 3 in a frame


@dataclass(slots=True)
class _Table:
    rows: list[list[str]]
    head: list[str]  # its first row, on whatever page that is


_Item = _Line | _Table


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line of the text."""

    text: str
    page: int
    line: _Line | None  # None for a row of a table
    indent: int = 0
    room: float = 0.0  # points from its end to the right margin
    pitch: float | None = None  # points from the line above it; None where that stands elsewhere


def text_of(pages: Iterable[Page]) -> str:
    """Returns the text of the pages."""
    laid = [(page, _items(page)) for page in pages]
    heads = _running_heads(laid)
    bodies = [_without_furniture(page, items, heads) for page, items in laid]
    for before, after in pairwise(bodies):
        _carry_on(before, after)
    printed = [line for number, items in enumerate(bodies) for line in _printed(number, items)]
    return _composed(_placed(printed))


# -- a page ------------------------------------------------------------------------------------------------------------


def _items(page: Page) -> list[_Item]:
    """A page's lines and tables in the order in which they are read."""
    tables = grids(page.rules)
    inside: list[list[Glyph]] = [[] for _ in tables]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        place = next((n for n, table in enumerate(tables) if _field(table, glyph) is not None), None)
        (outside if place is None else inside[place]).append(glyph)
    found: list[_Item] = []
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


def _line(row: Sequence[Glyph], column: int = 0) -> _Line:
    widths = [_width(last, glyph) for last, glyph in pairwise(row)]
    even = median(widths) if widths else 0.0  # between all signs, where a line is spread to the margin
    gaps = (_gap(last, glyph, width, even) for (last, glyph), width in zip(pairwise(row), widths, strict=True))
    text = row[0].sign + "".join(gap + glyph.sign for gap, glyph in zip(gaps, row[1:], strict=True))
    return _Line(text, row[0].x, row[-1].end, row[0].y, median(glyph.size for glyph in row), column)


def _width(last: Glyph, glyph: Glyph) -> float:
    """The gap between two signs, in sizes."""
    return (glyph.x - last.end) / max(last.size, glyph.size)


def _lines(glyphs: Iterable[Glyph], column: int = 0) -> list[_Line]:
    return [_line(row, column) for row in _rows(glyphs)]


def _in_reading_order(glyphs: Sequence[Glyph]) -> list[_Line]:
    """The lines of a page, those of its left column before those of its right one."""
    rows = _rows(glyphs)
    pieces = [piece for row in rows for piece in _pieces(row)]
    edge = _gutter(pieces)
    if edge is None:
        return [_line(row) for row in rows]
    found: list[_Line] = []
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
    begins = Counter(round(piece[0].x) for piece in pieces if 0.4 < (piece[0].x - start) / (stop - start) < 0.65)
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


def _table(table: Grid, glyphs: Iterable[Glyph]) -> list[_Item]:
    """A table's rows; a row of one cell is a frame, and its lines stay lines.

    A cell that reaches down is said again in each row that it covers, save in the first column.
    """
    standing: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if field := _field(table, glyph):
            standing[table.cell[field[0]][field[1]]].append(glyph)
    lines = {number: _lines(signs, _FRAMED) for number, signs in standing.items()}
    found: list[_Item] = []
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
            if not isinstance(rows, _Table):
                rows = _Table([], texts)
                found.append(rows)
            rows.rows.append(texts)
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


# -- pages after each other --------------------------------------------------------------------------------------------


def _edges(page: Page, items: Sequence[_Item]) -> Iterator[tuple[int, _Line]]:
    """The lines at the top and the bottom of a page, two at each, by their index."""
    reach = _EDGE * (page.top - page.bottom)
    lines = sorted(((n, one) for n, one in enumerate(items) if isinstance(one, _Line)), key=lambda one: -one[1].y)
    for rank, (n, line) in enumerate(lines):
        if (rank < 2 and line.y > page.top - reach) or (rank >= len(lines) - 2 and line.y < page.bottom + reach):
            yield n, line


def _masked(line: _Line) -> tuple[str, int]:
    """A line as its like on other pages reads, and about where it stands."""
    return _DIGITS.sub("#", "".join(line.text.split())), round(line.y / 4)


def _running_heads(laid: Sequence[tuple[Page, list[_Item]]]) -> set[tuple[str, int]]:
    """Lines that stand at one place of the edge on many pages."""
    seen = Counter(mask for page, items in laid for mask in {_masked(line) for _, line in _edges(page, items)})
    return {mask for mask, count in seen.items() if count >= max(_OFTEN, 0.3 * len(laid)) and len(mask[0]) > 1}


def _without_furniture(page: Page, items: list[_Item], heads: set[tuple[str, int]]) -> list[_Item]:
    noise = {
        n for n, line in _edges(page, items) if _masked(line) in heads or _PAGE_NUMBER.fullmatch(line.text.strip())
    }
    return [item for n, item in enumerate(items) if n not in noise]


def _carry_on(before: list[_Item], after: list[_Item]) -> None:
    """A table that goes on on the next page: its head is not said again, and a row that was cut is one row."""
    if not (before and after and isinstance(before[-1], _Table) and isinstance(after[0], _Table)):
        return
    last, new = before[-1].rows, after[0].rows
    if len(last[-1]) != len(new[0]):
        return
    after[0].head = before[-1].head
    if new[0] == after[0].head:
        del new[0]
    if new and not new[0][0] and last[-1][0].isdecimal() and len(last[-1]) == len(new[0]):
        last[-1] = [in_one_line([cell, rest]) for cell, rest in zip(last[-1], new.pop(0), strict=True)]


def _printed(page: int, items: Sequence[_Item]) -> Iterator[_Printed]:
    for item in items:
        if isinstance(item, _Table):
            yield from (_Printed("\t".join(row).rstrip(), page, None) for row in item.rows if any(row))
        else:
            yield _Printed(item.text, page, item)


def _placed(lines: Sequence[_Printed]) -> list[_Printed]:
    """The lines with their indents, the room behind each, and how far each stands below the one before it."""
    left = _margins(lines, min, lambda line: line.x)
    right = _margins(lines, max, lambda line: line.end)
    found: list[_Printed] = []
    last: _Printed | None = None
    for one in lines:
        if one.line is not None:
            place = (one.page, one.line.column)
            indent = round((one.line.x - left[place]) / one.line.size)
            beside = last is not None and last.line is not None and (last.page, last.line.column) == place
            pitch = last.line.y - one.line.y if beside and last is not None and last.line is not None else None
            room = right[place] - one.line.end
            one = replace(one, indent=min(max(indent, 0), _INDENTED), room=room, pitch=pitch)
        found.append(one)
        last = one
    return found


def _margins(
    lines: Iterable[_Printed], extreme: Callable[[Iterable[float]], float], edge: Callable[[_Line], float]
) -> dict[tuple[int, int], float]:
    """Where the lines of each page and column begin or end: as on most pages of that side, if it is near that."""
    edges: dict[tuple[int, int], list[float]] = defaultdict(list)
    for one in lines:
        if one.line is not None:
            edges[one.page, one.line.column].append(edge(one.line))
    own = {place: extreme(found) for place, found in edges.items()}
    sides: dict[tuple[int, int], list[float]] = defaultdict(list)
    for (page, column), at in own.items():
        sides[page % 2, column].append(at)
    usual = {place: median_low(found) for place, found in sides.items()}
    near = {(page, column): usual[page % 2, column] for page, column in own if column < _FRAMED}
    return {place: near[place] if place in near and abs(near[place] - at) < _FAR else at for place, at in own.items()}


class _Habit(NamedTuple):
    """How a text shows where its paragraphs begin."""

    indent: bool
    gap: float | None  # points from foot to foot that are more than a line's; None where gaps say nothing


def _composed(lines: Sequence[_Printed]) -> str:
    """The text; lines that surely are one paragraph, by their place on the page, are one line."""
    habit = _habit(lines)
    pieces: list[str] = []
    last: _Printed | None = None
    for one in lines:
        if last is not None:
            if _goes_on(last, one, habit):
                pieces.append(" " if _is_letter(last.text[-1]) and _is_letter(one.text[0]) else "")
            else:
                pieces.append("\n" if last.page == one.page or _has_ended(last, one, habit) else "\f")
        pieces.append("\u3000" * one.indent + one.text)
        last = one
    return "".join(pieces)


def _habit(lines: Sequence[_Printed]) -> _Habit:
    pitches = [one.pitch for one in lines if one.pitch is not None]
    more = _MORE * median(pitches) if pitches else 0.0
    begins = [one for last, one in pairwise(lines) if last.line and one.line and not _is_full(last, one)]
    indented = sum(one.indent > 0 for one in begins)
    apart = [one.pitch > more for one in begins if one.pitch is not None]
    return _Habit(indented > _USUAL * len(begins), more if apart and sum(apart) > _USUAL * len(apart) else None)


def _is_full(last: _Printed, one: _Printed) -> bool:
    """Whether there was no room on a line for the word with which the next one begins."""
    if last.line is None:
        return False
    found = _FIRST_WORD.match(one.text)
    word = found.group() if found else one.text[:1]
    ems = sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in word)
    return last.room < (ems + 0.3) * last.line.size


def _goes_on(last: _Printed, one: _Printed, habit: _Habit) -> bool:
    """Whether a line surely goes on with the paragraph of the one before it; never one with a mark: （二）."""
    if last.line is None or one.line is None or LINE_MARK.match(one.text) or one.indent:
        return False
    if abs(last.line.size - one.line.size) >= 1 or last.line.column == _FRAMED:
        return False
    broken_off = last.text[-1] not in _STOPS  # in the middle of a sentence
    if not _is_full(last, one) and not ((broken_off or habit.indent) and last.room < _NEARLY * last.line.size):
        return False
    if habit.gap is None:
        return habit.indent
    return one.pitch <= habit.gap if one.pitch is not None else habit.indent or broken_off


def _has_ended(last: _Printed, one: _Printed, habit: _Habit) -> bool:
    """Whether a paragraph surely ends with its page (much room is left behind it): `kg.layout` need not guess."""
    told = habit.indent or habit.gap is not None
    return told and last.line is not None and not _is_full(last, one) and last.room > _NEARLY * last.line.size


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
