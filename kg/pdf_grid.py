"""Tables with rules on a printed page (有线表格): which cells the rules make, and which sign stands in which cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_NEAR = 2.5  # points; rules that are as near touch
_MOST = 1500  # rules of a direction; a drawing has more
_FIELDS = 20_000  # of a table; a drawing has more
_OPEN = 12.0  # points that a rule reaches beyond the outermost one across it: the table has no rule on that side


class Rule(NamedTuple):
    """A level or upright line on a page."""

    x0: float
    y0: float
    x1: float
    y1: float


class _Line(NamedTuple):
    """A rule by where it stands and what it covers: level at a height, upright at a place."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: columns from left to right, rows from the top down; `cell` is which cell a field belongs to."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]  # falling
    cell: tuple[tuple[int, ...], ...]  # by row and column; one number in several fields is a merged cell

    @property
    def top(self) -> float:
        return self.ys[0]

    def field(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column at a point; None outside."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = max(sum(edge <= x for edge in self.xs) - 1, 0)
        row = max(sum(edge >= y for edge in self.ys) - 1, 0)
        return min(row, len(self.ys) - 2), min(column, len(self.xs) - 2)


def grids(rules: Iterable[Rule]) -> list[Grid]:
    """Returns the tables that rules draw, from the top down; a mere frame is none."""
    level, upright = [], []
    for rule in rules:
        if rule.x1 - rule.x0 >= rule.y1 - rule.y0:
            level.append(_Line((rule.y0 + rule.y1) / 2, rule.x0, rule.x1))
        else:
            upright.append(_Line((rule.x0 + rule.x1) / 2, rule.y0, rule.y1))
    level, upright = _joined(level), _joined(upright)
    if not level or not upright or max(len(level), len(upright)) > _MOST:
        return []
    found = [_grid(*group) for group in _groups(level, upright)]
    return sorted((grid for grid in found if grid is not None), key=lambda grid: -grid.top)


def _joined(lines: list[_Line]) -> list[_Line]:
    """Lines at one place that touch or overlap, as one."""
    found: list[_Line] = []
    for line in sorted(lines):
        for index in range(len(found) - 1, -1, -1):
            last = found[index]
            if line.at - last.at > _NEAR:
                found.append(line)
                break
            if line.start <= last.end + _NEAR and line.end >= last.start - _NEAR:
                found[index] = _Line(last.at, min(last.start, line.start), max(last.end, line.end))
                break
        else:
            found.append(line)
    return found


def _groups(level: list[_Line], upright: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """The lines that hang together by crossing or touching."""
    owner = list(range(len(level) + len(upright)))

    def find(one: int) -> int:
        while owner[one] != one:
            owner[one] = owner[owner[one]]
            one = owner[one]
        return one

    for i, across in enumerate(level):
        for j, down in enumerate(upright, start=len(level)):
            meets = across.start - _NEAR <= down.at <= across.end + _NEAR
            if meets and down.start - _NEAR <= across.at <= down.end + _NEAR:
                owner[find(i)] = find(j)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for one in range(len(owner)):
        groups[find(one)][one >= len(level)].append(level[one] if one < len(level) else upright[one - len(level)])
    return [group for group in groups.values() if all(group)]


def _grid(level: list[_Line], upright: list[_Line]) -> Grid | None:
    xs, ys = _places(upright), _places(level)[::-1]
    if min(line.start for line in level) < xs[0] - _OPEN:
        xs.insert(0, min(line.start for line in level))
    if max(line.end for line in level) > xs[-1] + _OPEN:
        xs.append(max(line.end for line in level))
    if (top := max(line.end for line in upright)) > ys[0] + _OPEN:  # a row that the end of a page has cut
        ys.insert(0, top)
    if (foot := min(line.start for line in upright)) < ys[-1] - _OPEN:
        ys.append(foot)
    columns, rows = len(xs) - 1, len(ys) - 1
    if min(columns, rows) < 1 or columns * rows < 2 or columns * rows > _FIELDS:
        return None
    cell = [[row * columns + column for column in range(columns)] for row in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if column and not _ruled(upright, xs[column], (ys[row] + ys[row + 1]) / 2):
                _merge(cell, cell[row][column], cell[row][column - 1])
            if row and not _ruled(level, ys[row], (xs[column] + xs[column + 1]) / 2):
                _merge(cell, cell[row][column], cell[row - 1][column])
    if len({one for numbers in cell for one in numbers}) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(map(tuple, cell)))


def _places(lines: Sequence[_Line]) -> list[float]:
    """Where lines stand, rising, those that are near each other once."""
    found: list[float] = []
    for at in sorted(line.at for line in lines):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


def _ruled(lines: list[_Line], at: float, middle: float) -> bool:
    return any(abs(line.at - at) <= _NEAR and line.start <= middle <= line.end for line in lines)


def _merge(cell: list[list[int]], one: int, other: int) -> None:
    if one != other:
        for numbers in cell:
            for column, number in enumerate(numbers):
                if number == one:
                    numbers[column] = other
