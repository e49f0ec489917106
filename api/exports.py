"""Lists as spreadsheets (导出): xlsx and csv to be pasted into a report, with nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar
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
    """A list with its title and columns; `numbered` puts 序号 in front, as ledgers have it."""

    title: str  # of the sheet and the file: 责任分工表
    columns: Sequence[Column[Row]]
    numbered: bool = False

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
        writer.writerow(title for title, _ in self._head())
        for values in self._values(rows):
            writer.writerow(_inert(value) for value in values)
        return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")

    def xlsx(self, rows: Iterable[Row]) -> bytes:
        """One sheet with a bold, fixed head that can be filtered by; long texts wrap; prints on A4 across."""
        from openpyxl import Workbook
        from openpyxl.utils import get_column_letter

        book = Workbook(write_only=True)
        sheet = book.create_sheet(self.title)
        sheet.freeze_panes = "A2"
        _for_paper(sheet)
        head = self._head()
        for number, (_, width) in enumerate(head, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for style in _styles():
            book.add_named_style(style)
        _append(sheet, [title for title, _ in head], "head")
        count = 1
        for values in self._values(rows):
            _append(sheet, values, "body")
            count += 1
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{count}"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def _head(self) -> list[tuple[str, int]]:
        own = [(column.title, column.width) for column in self.columns]
        return [("序号", 6), *own] if self.numbered else own

    def _values(self, rows: Iterable[Row]) -> Iterator[list[Cell]]:
        for number, row in enumerate(rows, start=1):
            own = [column.value(row) for column in self.columns]
            yield [number, *own] if self.numbered else own


def _styles() -> list[Any]:
    """How the head and the other rows look."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    lines = Border(*(Side("thin", color="FFBFC6CE") for _ in range(4)))
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    grey = PatternFill("solid", fgColor="FFEDF0F4")
    return [
        NamedStyle("head", font=Font(bold=True), fill=grey, alignment=middle, border=lines),
        NamedStyle("body", alignment=Alignment(wrap_text=True, vertical="top"), border=lines),
    ]


def _append(sheet: Any, values: Sequence[Cell], style: str) -> None:
    from openpyxl.cell import WriteOnlyCell

    cells = [WriteOnlyCell(sheet, _clean(value)) for value in values]
    for cell in cells:
        if isinstance(cell.value, str):
            cell.data_type = "s"  # a text stays a text, even =1+1
        cell.style = style
    sheet.append(cells)


def _for_paper(sheet: Any) -> None:
    """A4 across, as wide as the sheet, the head on every page, the pages numbered."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text, sheet.oddFooter.center.text = "&A", "第 &P 页，共 &N 页"


def _clean(value: Cell) -> Cell:
    return _NOT_IN_XML.sub("", value)[:_LONGEST_CELL] if isinstance(value, str) else value


def _inert(value: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
