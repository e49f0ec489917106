"""Tables that share out figures by place or by item: what each row sets, and which tables set nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.allotments import sheets
from kg.document import read_document
from kg.places import gazetteer
from kg.records import Document, Source

PLACES = gazetteer()
FRAME = (
    "石泉县人民政府办公室关于印发石泉县2025年户厕改造实施方案的通知\n石政办发〔2025〕12号\n各镇人民政府：\n"
    "现将《石泉县2025年户厕改造实施方案》印发给你们。\n石泉县人民政府办公室\n2025年3月2日\n"
    "石泉县2025年户厕改造实施方案\n为改善环境，制定本方案。\n一、目标任务\n改造户厕620户。\n二、组织实施\n加强领导。\n"
    "附件1\n2025年户厕改造任务分配表\n{}\n附件2\n督查电话\n0915—123456"
)
ROWS = "镇\t改造数量(户)\t完成时限\n城关镇\t320\t2025年10月底前\n池河镇\t300\t年底前\n合计\t620\t2025年"
WANTED = [
    ("附件1", "城关镇改造户厕数量", 320.0, "户", "2025-10", "城关镇"),
    ("附件1", "池河镇改造户厕数量", 300.0, "户", "2025", "池河镇"),
    ("附件1", "改造户厕数量", 620.0, "户", "2025", None),
]


def read(text: str) -> Document:
    return read_document(Source("a.txt", text, "0" * 64, "utf-8"), PLACES)


def told(text: str, title: str = "", year: int | None = None) -> list[tuple[str, str, float, str | None, str | None]]:
    found = sheets(text, 0, len(text), title, year)
    return [(s.indicator, s.comparator, s.value, s.unit, s.deadline) for sheet in found for s in sheet.shares]


@pytest.mark.parametrize(
    "table",
    [
        ROWS,
        ROWS.replace("\t", "   "),
        ROWS.replace("\t", " "),
        ROWS.replace("\t", "\n"),
        ROWS.replace("\t", "|"),
        "\n".join(f"| {row} |".replace("\t", " | ") for row in ROWS.split("\n")).replace("限 |", "限 |\n|---|---|---|"),
        ROWS.replace("城关镇", "城 关 镇").replace("合计", "合\u3000计"),
    ],
    ids=["tabs", "several spaces", "single spaces", "a cell a line", "bars", "pipes", "names set wide"],
)
def test_a_table_by_place_however_it_is_printed(table: str) -> None:
    document = read(FRAME.format(table))
    goals = [t for t in document.targets if t.rule == "table of shares"]
    assert [(t.clause, t.indicator, t.value, t.unit, t.deadline, t.scope) for t in goals] == WANTED
    for target in goals:
        assert "".join(document.source.text[target.start : target.end].split())[0] in "城池合"


def test_an_annex_that_holds_only_a_table_is_a_clause_and_one_without_is_none() -> None:
    document = read(FRAME.format(ROWS))
    annexes = [(c.path, c.kind, c.heading) for c in document.parsed.clauses if c.path.startswith("附件")]
    assert annexes == [("附件1", "attachment", "2025年户厕改造任务分配表")]


@pytest.mark.parametrize(
    "label", ["附件：2025年户厕改造任务分配表", "附件\n\n2025年户厕改造任务分配表", "附表1 2025年户厕改造任务分配表"]
)
def test_the_title_of_an_annex_is_its_heading(label: str) -> None:
    head, _, _ = FRAME.partition("附件1\n")
    annex = [c for c in read(f"{head}2025年3月2日\n{label}\n{ROWS}").parsed.clauses if c.kind == "attachment"]
    assert [(c.heading, c.text[:4]) for c in annex] == [("2025年户厕改造任务分配表", "镇 改造")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "2025年实事任务清单\n序号 建设内容 单位 数量\n1 新建公厕 座 42\n2 改造管网 公里 8.5\n3 垃圾处理率 % ≥95",
            [
                ("新建公厕数量", "=", 42.0, "座", "2025"),
                ("改造管网长度", "=", 8.5, "公里", "2025"),
                ("垃圾处理率", ">=", 95.0, "%", "2025"),
            ],
        ),
        (
            "某省2024年高标准农田建设任务分解表\n单位：万亩\n市州 新建任务 改造任务\n兰 州 12.5 3",
            [
                ("兰州新建高标准农田面积", "=", 12.5, "万亩", "2024"),
                ("兰州改造高标准农田面积", "=", 3.0, "万亩", "2024"),
            ],
        ),
        ("各县任务如下：\n县 座数 完成年份\n甲县 3座 2026年", [("甲县任务数量", "=", 3.0, "座", "2026")]),
        ("县区 新建公厕（座） 完成时间\n甲县 10—12 2025.10", [("甲县新建公厕数量", "between", 10.0, "座", "2025-10")]),
        ("乡镇 2025年 2026年\n甲镇 10 20", []),
        ("县区 现有户数（户） 改造补助资金（万元）\n甲县 10 20", []),
        ("县区 改造任务（户） 得分\n甲县 10 20", []),
        ("县区建设情况\n县区 面积 说明\n甲县 10 建成", []),
        ("项目 数量\n一是抓好建设。 10", []),
    ],
)
def test_what_a_row_sets(text: str, wanted: list[tuple[str, str, float, str | None, str | None]]) -> None:
    assert told(text) == wanted


def test_the_papers_year_and_title_stand_in_for_what_the_table_leaves_out() -> None:
    assert told("镇 数量（座） 时限\n甲镇 3 10月底", "公厕建设任务表", 2025) == [
        ("甲镇公厕数量", "=", 3.0, "座", "2025-10")
    ]


@given(st.text(alphabet="县区镇序号项目改造数量任务时限户座合计0125. （）≥—年|\n", max_size=80))
def test_any_text_is_read(text: str) -> None:
    for sheet in sheets(text, 0, len(text), "任务", 2025):
        assert 0 <= sheet.start < sheet.end <= len(text)
        for share in sheet.shares:
            assert sheet.start <= share.start < share.end <= sheet.end
