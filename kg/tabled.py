"""What the tables in a clause set (表中目标): indicators, shared-out figures, the row of a table of tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.allotments import Share, Sheet, sheets
from kg.gauges import Board
from kg.records import Clause, Target
from kg.view import View

BARE_CELLS = re.compile(r"(?<=[ \n])(?:\d[\d.,，—\-~]*(?:[ \n]+|$))+$")  # at a row's end


def of_boards(clause: Clause, view: View, told: Sequence[Board]) -> Iterator[Target]:
    """What the rows of a clause's tables of indicators set."""
    for gauge in (gauge for board in told for gauge in board.gauges):
        start, end = view.span(gauge.start, gauge.end)
        yield Target(
            clause=clause.path,
            indicator=gauge.indicator,
            comparator=gauge.comparator,
            change=gauge.change,
            value=gauge.value,
            unit=gauge.unit,
            quote=view.text[gauge.start : gauge.end],
            start=start,
            end=end,
            rule="table",
            value_max=gauge.value_max,
            deadline=str(gauge.year),
            period="yearly" if gauge.yearly else None,
        )


def sheets_of(view: View, clause: Clause, told: Sequence[Board], title: str, this_year: int | None) -> list[Sheet]:
    """The tables of shared-out figures in a clause's text that are none of indicators."""
    found = sheets(view.norm, 0, len(view), clause.heading or title, this_year)
    return [sheet for sheet in found if not any(a.start < sheet.end and sheet.start < a.end for a in told)]


def of_row(
    header: View, cells: View, clause: Clause, title: str, this_year: int | None, issued: int | None
) -> Iterator[Target]:
    """What the figures in a row of a table of tasks set: 江南区 32 under 改造小区数（个）, beside its 责任单位."""
    front = header.norm.replace("\n", " ") + "\n"
    norm = front + cells.norm.replace("\n", " ")
    found = sheets(norm, 0, len(norm), title, this_year)
    moved = [replace(s, start=s.start - len(front), end=s.end - len(front)) for sheet in found for s in sheet.shares]
    yield from of_shares(clause, cells, moved, issued)


def of_shares(clause: Clause, view: View, shares: Sequence[Share], issued: int | None) -> Iterator[Target]:
    """What the rows of a clause's tables of shared-out figures set for the years to come."""
    for share in shares:
        if issued is not None and share.deadline is not None and int(share.deadline[:4]) < issued:
            continue
        start, end = view.span(share.start, share.end)
        yield Target(
            clause=clause.path,
            indicator=share.indicator,
            comparator=share.comparator,
            change="complete",
            value=share.value,
            unit=share.unit,
            quote=view.text[share.start : share.end],
            start=start,
            end=end,
            rule="table of shares",
            value_max=share.value_max,
            deadline=share.deadline,
            scope=share.scope,
        )
