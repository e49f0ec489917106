"""From pages to one text (版面还原): furniture left out, tables over pages joined, paragraphs told by indents and gaps.

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
from kg.pdf_page import FRAMED, Item, Line, Page, Table, items

_PAGE_NUMBER = re.compile(
    r"[-—–－―·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–－―·.\s]*(?:[/，,]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?|[ivxIVX]{1,6}"
)
_DIGITS = re.compile(r"\d+")
_EDGE = 0.14  # of a page's height: where page numbers and running heads stand
_OFTEN = 3  # pages that a running head comes on
_INDENTED = 20  # wide spaces that a line begins with, at most
_FIRST_WORD = re.compile(r"[（《〈“‘〔【(\[]*(?:[0-9A-Za-z.+&/-]+|.)[，。、；：！？）》〉”’〕】,.;:!?%)\]—…]*")
_STOPS = "。；：！？;:.!?）)”"
_NEARLY = 5.0  # sizes of room behind a line that may still be a full one: writers measure signs in their own way
_USUAL = 0.6  # of the paragraphs begin so: it is the text's habit
_MORE = 1.25  # of a line's pitch: what stands farther below is apart
_FAR = 80.0  # points; a margin as far from the usual one is that of another kind of page


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line of the text."""

    text: str
    page: int
    line: Line | None  # None for a row of a table
    indent: int = 0
    room: float = 0.0  # points from its end to the right margin
    pitch: float | None = None  # points from the line above it; None where that stands elsewhere


def text_of(pages: Iterable[Page]) -> str:
    """Returns the text of the pages."""
    laid = [(page, items(page)) for page in pages]
    heads = _running_heads(laid)
    bodies = [_without_furniture(page, items, heads) for page, items in laid]
    for before, after in pairwise(bodies):
        _carry_on(before, after)
    printed = [line for number, items in enumerate(bodies) for line in _printed(number, items)]
    return _composed(_placed(printed))


def _edges(page: Page, items: Sequence[Item]) -> Iterator[tuple[int, Line]]:
    """The lines at the top and the bottom of a page, two at each, by their index."""
    reach = _EDGE * (page.top - page.bottom)
    lines = sorted(((n, one) for n, one in enumerate(items) if isinstance(one, Line)), key=lambda one: -one[1].y)
    for rank, (n, line) in enumerate(lines):
        if (rank < 2 and line.y > page.top - reach) or (rank >= len(lines) - 2 and line.y < page.bottom + reach):
            yield n, line


def _masked(line: Line) -> tuple[str, int]:
    """A line as its like on other pages reads, and about where it stands."""
    return _DIGITS.sub("#", "".join(line.text.split())), round(line.y / 4)


def _running_heads(laid: Sequence[tuple[Page, list[Item]]]) -> set[tuple[str, int]]:
    """Lines that stand at one place of the edge on many pages."""
    seen = Counter(mask for page, items in laid for mask in {_masked(line) for _, line in _edges(page, items)})
    return {mask for mask, count in seen.items() if count >= max(_OFTEN, 0.3 * len(laid)) and len(mask[0]) > 1}


def _without_furniture(page: Page, items: list[Item], heads: set[tuple[str, int]]) -> list[Item]:
    noise = {
        n for n, line in _edges(page, items) if _masked(line) in heads or _PAGE_NUMBER.fullmatch(line.text.strip())
    }
    return [item for n, item in enumerate(items) if n not in noise]


def _carry_on(before: list[Item], after: list[Item]) -> None:
    """A table that goes on on the next page: its head is not said again, a row or a cell that was cut is whole."""
    if not (before and after and isinstance(before[-1], Table) and isinstance(after[0], Table)):
        return
    old, new = before[-1], after[0]
    if len(old.rows[-1]) != len(new.rows[0]):
        return
    new.head = old.head
    if new.rows[0] == new.head:
        del new.rows[0], new.cells[0]
    if not new.rows or len(old.rows[-1]) != len(new.rows[0]):
        return
    last, first = old.rows[-1], new.rows[0]
    if not first[0] and last[0].isdecimal():
        old.rows[-1] = [in_one_line([cell, rest]) for cell, rest in zip(last, first, strict=True)]
        del new.rows[0], new.cells[0]
        return
    for column in range(1, len(first)):
        if not first[column] and (_reaches_down(old, column) or _reaches_down(new, column)):
            for row, cells in zip(new.rows, new.cells, strict=True):
                if len(cells) != len(first) or cells[column] != new.cells[0][column]:
                    break
                row[column] = last[column]


def _reaches_down(table: Table, column: int) -> bool:
    """Whether a cell of a column stands in several rows."""
    numbers = [cells[column] for cells in table.cells if column < len(cells)]
    return len(set(numbers)) < len(numbers)


def _printed(page: int, items: Sequence[Item]) -> Iterator[_Printed]:
    for item in items:
        if isinstance(item, Table):
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
    lines: Iterable[_Printed], extreme: Callable[[Iterable[float]], float], edge: Callable[[Line], float]
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
    near = {(page, column): usual[page % 2, column] for page, column in own if column < FRAMED}
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
    if abs(last.line.size - one.line.size) >= 1 or last.line.column == FRAMED:
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
