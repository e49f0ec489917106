"""Tables of indicators: which rows set a goal, for which year, in which measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import read_document
from kg.gauges import boards
from kg.grid import grid
from kg.places import gazetteer
from kg.records import Document, Source

PLACES = gazetteer()
FRAME = "石泉县农业发展规划\n一、发展目标\n到2030年，灌溉水利用系数达到0.6。\n{}\n二、重点任务\n加强农田建设。\n"
ROWS = (
    "序号\t指标\t单位\t2024年\t2030年\t属性\n1\t粮食产量\t万吨\t12\t≥15\t约束性\n2\t森林覆盖率\t%\t70\t72左右\t预期性"
)
WANTED = [("粮食产量", ">=", 15.0, "万吨", "2030"), ("森林覆盖率", "~", 72.0, "%", "2030")]


def read(text: str) -> Document:
    return read_document(Source("a.txt", text, "0" * 64, "utf-8"), PLACES)


def told(text: str) -> list[tuple[str, str, float, str | None, int]]:
    found = boards(text, 0, len(text))
    return [(g.indicator, g.comparator, g.value, g.unit, g.year) for board in found for g in board.gauges]


@pytest.mark.parametrize(
    "table",
    [
        ROWS,
        ROWS.replace("\t", " "),
        ROWS.replace("\t", "\n"),
        "\n".join(f"| {row} |".replace("\t", " | ") for row in ROWS.split("\n")).replace("属性 |", "属性 |\n|---|---|"),
    ],
    ids=["tabs", "single spaces", "a cell a line", "pipes"],
)
def test_a_table_however_it_is_printed(table: str) -> None:
    document = read(FRAME.format(table))
    assert [clause.path for clause in document.parsed.clauses] == ["一", "二"]
    rows = [t for t in document.targets if t.rule == "table"]
    assert [(t.indicator, t.comparator, t.value, t.unit, t.deadline) for t in rows] == WANTED
    assert [t.indicator for t in document.targets if t.rule != "table"] == ["灌溉水利用系数"]
    for target in rows:
        assert document.source.text[target.start : target.end].startswith(target.indicator)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("指标 2020年 2025年\n绿色工厂数量（家） 20 30", [("绿色工厂数量", "=", 30.0, "家", 2025)]),
        ("指标名称 单位 2025年目标值\n绿色工厂 家 30-40", [("绿色工厂", "between", 30.0, "家", 2025)]),
        ("类别 指标 2023年 “十四五”目标\n生态 湿地保护率（%） 50 >55", [("湿地保护率", ">", 55.0, "%", 2025)]),
        (
            "主要指标 基期值（2023年） 目标值（2027年）\n1.高速公路里程（公里） 1,200 1,500",
            [("高速公路里程", "=", 1500.0, "公里", 2027)],
        ),
        (
            "指标 2020年 2025年 年均增速〔累计〕\n产值能耗降低（%） — — 〔15〕\n水耗降低（%） — 〔16〕 —",
            [("产值能耗降低", "=", 15.0, "%", 2025), ("水耗降低", "=", 16.0, "%", 2025)],
        ),
        ("指标 2020年 2025年 年均增长（%）\n研发投入（亿元） — — 10", [("研发投入", "=", 10.0, "%", 2025)]),
        (
            "指标 2023年 2025年 2027年\n绿色工厂（家） 5 20 30",
            [("绿色工厂", "=", 20.0, "家", 2025), ("绿色工厂", "=", 30.0, "家", 2027)],
        ),
        ("指标 2025年 属性\n1.绿色校园（所） ≥30 预期性", [("绿色校园", ">=", 30.0, "所", 2025)]),
        ("指标 2022年实际 2023年实际\n绿色工厂（家） 5 20", []),
        ("指标 权重 得分\n绿色工厂 5 20", []),
        ("三级指标 2025年 说明\n绿色工厂 5 建成即可", []),
    ],
)
def test_what_a_row_sets(text: str, wanted: list[tuple[str, str, float, str | None, int]]) -> None:
    assert told(text) == wanted


def test_every_year_to_come_is_a_goal() -> None:
    text = "指标 单位 2025年 2027年\n书屋覆盖率 % 85 98"
    assert [(g.value, g.year) for board in boards(text, 0, len(text), issued=2024) for g in board.gauges] == [
        (85.0, 2025),
        (98.0, 2027),
    ]
    assert [g.year for board in boards(text, 0, len(text), issued=2025) for g in board.gauges] == [2027]


def test_years_before_the_paper_are_no_goals() -> None:
    text = "指标 2020年 2022年 2027年\n绿色工厂（家） 5 10 20"
    assert [g.year for board in boards(text, 0, len(text), issued=2024) for g in board.gauges] == [2027]


def test_the_numbers_of_rows_are_no_clauses() -> None:
    table = "指标 2024年 2030年\n1.粮食产量（万吨） 12 15\n2.森林覆盖率（%） 70 72"
    assert [clause.path for clause in read(FRAME.format(table)).parsed.clauses] == ["一", "二"]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (["序号 任务 牵头单位", "1 建设 5G 基站 县工信局", "二、其他 任务"], [0, 1]),
        (["指标 2020年 2025年", "森林覆盖率 40 42", "全面推进 建设。"], [0, 1]),
        (["序号 任务 责任单位 完成时间", "1 建书屋5个。 县文旅局、各镇 2026年底", "加快 推进 建设。 全面完成"], [0, 1]),
        (["序 号", "到 2027年 建成"], []),
        (["指标体系 建设 完善"], []),
    ],
)
def test_rows_whose_cells_single_spaces_part(lines: list[str], rows: list[int]) -> None:
    assert list(grid(lines)) == rows


@given(st.text(alphabet="指标序号类别单位年目标值属性0125. %（）≥—|\n", max_size=80))
def test_any_text_is_read(text: str) -> None:
    for board in boards(text, 0, len(text)):
        assert 0 <= board.start < board.end <= len(text)
        for gauge in board.gauges:
            assert board.start <= gauge.start < gauge.end <= board.end
            assert text[gauge.start : gauge.end].startswith(gauge.indicator)
