"""Lists as spreadsheets (导出): xlsx and csv to be pasted into a report, with nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar
from urllib.parse import quote

from starlette.responses import Response

from api.problems import BAD_PARAMETER, Problem

Row = TypeVar("Row")
Format = Literal["json", "xlsx", "csv"]
Cell = str | int | float | None

MOST = {"csv": 50_000, "xlsx": 20_000}
"""Rows of an export; a row of a spreadsheet takes thirty times as long as a line."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_LONGEST_CELL = 32_000  # a spreadsheet holds 32,767 characters in a cell
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its title, how a row fills it, how wide it is in characters."""

    title: str
    value: Callable[[Row], Cell]
    width: int = 16


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A list with its title and columns."""

    title: str  # of the sheet and the file: 责任分工表
    columns: Sequence[Column[Row]]

    def response(self, rows: Iterable[Row], count: int, format: Format) -> Response:
        """So many rows as a file to save. Raises Problem when there are too many, before the first is looked at."""
        if count > MOST[format]:
            allowed = f"最多导出 {MOST[format]:,} 行；请用筛选条件缩小范围"
            more = f"，或导出 csv（最多 {MOST['csv']:,} 行）" if format == "xlsx" else ""
            raise Problem(BAD_PARAMETER, f"有 {count:,} 行", allowed + more)
        content = self.xlsx(rows) if format == "xlsx" else self.csv(rows)
        name = quote(f"{self.title}.{format}")
        headers = {"content-disposition": f"attachment; filename=\"export.{format}\"; filename*=UTF-8''{name}"}
        return Response(content, headers=headers, media_type=XLSX if format == "xlsx" else CSV)

    def csv(self, rows: Iterable[Row]) -> bytes:
        """UTF-8 with a byte order mark, so that a spreadsheet shows Chinese."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(column.title for column in self.columns)
        for row in rows:
            writer.writerow(_inert(column.value(row)) for column in self.columns)
        return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")

    def xlsx(self, rows: Iterable[Row]) -> bytes:
        """One sheet with a bold, fixed head; long texts wrap."""
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        book = Workbook(write_only=True)
        sheet = book.create_sheet(self.title)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(self.columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        head = [WriteOnlyCell(sheet, column.title) for column in self.columns]
        for cell in head:
            cell.font = bold
        sheet.append(head)
        for row in rows:
            cells = []
            for column in self.columns:
                cell = WriteOnlyCell(sheet, _clean(column.value(row)))
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # a text stays a text, even =1+1
                cell.alignment = wrapped
                cells.append(cell)
            sheet.append(cells)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _clean(value: Cell) -> Cell:
    return _NOT_IN_XML.sub("", value)[:_LONGEST_CELL] if isinstance(value, str) else value


def _inert(value: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
