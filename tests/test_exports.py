"""Spreadsheets hold texts, whatever a document's title looks like: nothing in them runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.exports import MOST, Column, Format, Table
from api.problems import Problem
from api.schemas import TargetRow
from api.tables import value_of

PLAIN: Table[tuple[str, float | None]] = Table(
    "责任分工表", (Column("工作任务", lambda row: row[0], 40), Column("数值", lambda row: row[1], 10))
)


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example","点这里")',
        "+1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1,1)",
        "＝1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
    ],
)
def test_what_a_spreadsheet_would_run_stays_text(text: str) -> None:
    assert read_csv(PLAIN.csv([(text, None)]))[1][0].startswith("'")
    sheet = load_workbook(io.BytesIO(PLAIN.xlsx([(text, None)]))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"


def test_numbers_stay_numbers() -> None:
    assert read_csv(PLAIN.csv([("用水量下降", -16.5)]))[1] == ["用水量下降", "-16.5"]
    sheet = load_workbook(io.BytesIO(PLAIN.xlsx([("用水量下降", -16.5)]))).active
    assert sheet is not None
    assert sheet["B2"].value == -16.5


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_can_be_exported(text: str) -> None:
    assert len(read_csv(PLAIN.csv([(text, None)]))[0]) == 2
    load_workbook(io.BytesIO(PLAIN.xlsx([(text, None)])))


def test_a_text_longer_than_a_cell_is_cut() -> None:
    sheet = load_workbook(io.BytesIO(PLAIN.xlsx([("条" * 40_000, None)]))).active
    assert sheet is not None
    assert len(str(sheet["A2"].value)) == 32_000


@pytest.mark.parametrize(("format", "more"), [("csv", ""), ("xlsx", "，或导出 csv（最多 50,000 行）")])
def test_too_many_rows_are_refused_before_they_are_made(format: Format, more: str) -> None:
    never = (pytest.fail("a row was made") for _ in range(1))
    with pytest.raises(Problem, match=f"{MOST[format] + 1:,}") as refused:
        PLAIN.response(never, MOST[format] + 1, format)
    assert refused.value.allowed == f"最多导出 {MOST[format]:,} 行；请用筛选条件缩小范围{more}"


def test_a_ledger_counts_its_rows_and_prints_across_with_its_head_on_every_page() -> None:
    ledger: Table[tuple[str, float | None]] = Table(PLAIN.title, PLAIN.columns, numbered=True)
    rows = [("改造老旧小区", 12.0), ("更新电梯", None)]
    assert [line[0] for line in read_csv(ledger.csv(rows))] == ["序号", "1", "2"]
    sheet = load_workbook(io.BytesIO(ledger.xlsx(rows))).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]] == ["序号", 1, 2]
    assert sheet.auto_filter.ref == "A1:C3" and sheet.print_title_rows == "$1:$1"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.center.text == "&A"


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("增长45%以上", {"comparator": ">=", "change": "increase", "value": 45, "unit": "%"}),
        ("每年超过300户", {"comparator": ">", "value": 300, "unit": "户", "period": "yearly"}),
        ("下降3—5%", {"comparator": "between", "change": "decrease", "value": 3, "value_max": 5, "unit": "%"}),
        ("达到0.4万辆以上", {"comparator": ">=", "change": "reach", "value": 0.4, "unit": "万辆"}),
        ("约20家", {"comparator": "~", "value": 20, "unit": "家"}),
        ("100台以内", {"comparator": "<=", "value": 100, "unit": "台"}),
        ("", {"comparator": "=", "value": None}),
    ],
)
def test_a_goal_is_written_as_papers_write_it(said: str, given: dict[str, object]) -> None:
    row = TargetRow.model_construct(None, **{**dict.fromkeys(TargetRow.model_fields), "change": "level", **given})
    assert value_of(row) == said
