"""Tables of tasks: each row is a clause, its columns of bodies are its statements, persons are left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.covering import covering
from kg.document import read_document
from kg.places import gazetteer
from kg.records import Document, Source
from kg.tables import tables

PLACES = gazetteer()
HEAD = (
    "石泉县人民政府关于印发重点工作分工的通知\n各镇人民政府：\n现将《重点工作分工》印发给你们。\n2024年3月1日\n"
    "重点工作分工\n"
)
ROWS = (
    "序号\t重点工作\t责任领导\t牵头单位\t配合单位\t完成时限",
    "1\t新建高标准农田1.2万亩\t王建国\t县农业农村局\t县财政局、各镇人民政府\t2024年12月",
    "2\t改造老旧小区15个\t李晓明\t县住建局\t县发改局、城关镇\t2024年10月底前",
)


def read(text: str) -> Document:
    return read_document(Source("a.txt", text, "0" * 64, "utf-8"), PLACES)


def outline(document: Document) -> list[tuple[str, str | None, str]]:
    return [(clause.path, clause.heading, clause.text) for clause in document.parsed.clauses]


def duties(document: Document) -> list[tuple[str, str, str]]:
    return [(r.mention.clause, r.mention.mention, r.mention.role) for r in document.responsibilities]


WANTED = [
    ("1.", "县农业农村局", "lead"),
    ("1.", "县财政局", "participant"),
    ("1.", "各镇人民政府", "participant"),
    ("2.", "县住建局", "lead"),
    ("2.", "县发改局", "participant"),
    ("2.", "城关镇", "participant"),
]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "\n".join(ROWS),
        HEAD
        + "\n".join(f"| {row} |".replace("\t", " | ") for row in ROWS).replace(
            "\n", "\n|---|---|---|---|---|---|\n", 1
        ),
        HEAD + "\n".join(ROWS).replace("\t", "\n"),
        HEAD + "\n".join(ROWS).replace("\t", " "),
    ],
    ids=["tabs", "pipes", "a cell a line", "single spaces"],
)
def test_a_table_however_it_is_printed(text: str) -> None:
    document = read(text)
    assert outline(document) == [("1.", None, "新建高标准农田1.2万亩"), ("2.", None, "改造老旧小区15个")]
    assert duties(document) == WANTED
    assert [(target.value, target.unit, target.deadline) for target in document.targets] == [
        (1.2, "万亩", "2024-12"),
        (15, "个", "2024-10"),
    ]


@pytest.mark.parametrize("mark", ["{}.", "（{}）"])
def test_numbers_with_their_marks(mark: str) -> None:
    rows = [ROWS[0], *(row.replace(f"{n}\t", mark.format(n) + "\t", 1) for n, row in enumerate(ROWS[1:], 1))]
    for text in ("\n".join(rows), "\n".join(rows).replace("\t", "\n")):
        document = read(HEAD + text)
        assert [clause.path for clause in document.parsed.clauses] == ["1.", "2."]
        assert duties(document) == WANTED


def test_a_space_inside_what_is_to_be_done() -> None:
    row = ROWS[1].replace("1.2万亩", " 1.2 万亩").replace("\t", " ")
    document = read(f"{HEAD}{ROWS[0]}\n{row}".replace("\t", " "))
    assert duties(document) == WANTED[:3]
    assert [(target.value, target.unit) for target in document.targets] == [(1.2, "万亩")]


def test_no_person_is_a_body_or_stands_in_a_clause() -> None:
    document = read(HEAD + "\n".join(ROWS))
    told = [unit.name for unit in document.units] + [clause.text for clause in document.parsed.clauses]
    assert not any(name in text for text in told for name in ("王建国", "李晓明"))


def test_rows_lie_in_their_section_and_in_their_attachment() -> None:
    text = (
        "某县推进茶产业方案\n为推进工作，制定本方案。\n一、目标\n做强产业。\n二、项目清单\n"
        "序号 项目名称 建设内容 责任单位\n1 茶博园 改造展馆3000平方米 县文旅局\n2 数字茶园 建设示范点20个 县茶业局\n"
        "附件\n某县推进茶产业任务分解表\n序号 任务 牵头单位 备注\n1 培育品牌 县市场监管局\n2 举办茶会 县商务局 每年一次"
    )
    document = read("\n".join(line.replace(" ", "\t") for line in text.split("\n")))
    assert outline(document)[2:] == [
        ("二", "项目清单", ""),
        ("二/1.", "茶博园", "改造展馆3000平方米"),
        ("二/2.", "数字茶园", "建设示范点20个"),
        ("附件/1.", None, "培育品牌"),
        ("附件/2.", None, "举办茶会"),
    ]
    assert [clause for clause, *_ in duties(document)] == ["二/1.", "二/2.", "附件/1.", "附件/2."]


def test_a_second_header_begins_a_second_table() -> None:
    text = "序号 任务 责任单位\n1 建学校 县教育局\n序号 任务 责任单位\n1 修公路 县交通运输局\n2 架桥梁 县水利局"
    found = tables(text, 0, len(text))
    assert [[row.number for row in table.rows] for table in found] == [["1"], ["1", "2"]]


@pytest.mark.parametrize("gap", ["\t", "\n"])
def test_sections_stand_between_rows(gap: str) -> None:
    text = "序号\t任务\t责任单位\n一、教育\n1\t建学校\t县教育局\n二、交通\n2\t修公路\t县交通运输局"
    document = read(HEAD + text.replace("\t", gap))
    assert outline(document) == [
        ("一", "教育", ""),
        ("一/1.", None, "建学校"),
        ("二", "交通", ""),
        ("二/2.", None, "修公路"),
    ]


def test_figures_in_columns_of_their_own_beside_the_bodies() -> None:
    table = (
        "序号\t镇\t改造户厕（户）\t总投资（万元）\t责任单位\t完成时限\n"
        "1\t城关镇\t320\t96\t城关镇政府、县住建局\t2024年11月\n2\t池河镇\t280\t84\t池河镇政府\t2024年12月\n合计\t\t600\t180"
    )
    for text in (table, table.replace("\t\t", "\t").replace("\t", " ")):
        document = read(HEAD + text)
        assert outline(document) == [("1.", None, "城关镇 320 96"), ("2.", None, "池河镇 280 84")]
        assert [(t.clause, t.indicator, t.value, t.unit, t.deadline, t.scope) for t in document.targets] == [
            ("1.", "城关镇改造户厕数量", 320, "户", "2024-11", "城关镇"),
            ("2.", "池河镇改造户厕数量", 280, "户", "2024-12", "池河镇"),
        ]


def test_what_other_columns_hold_is_no_part_of_a_goal() -> None:
    text = "序号\t任务\t总投资（万元）\t建设年限\t责任单位\n1\t改造道路3.2公里\t8500\t2023—2025\t县住建局"
    assert [(t.indicator, t.value) for t in read(HEAD + text).targets] == [("改造道路长度", 3.2)]


LOOSE = (
    "重点任务\t具体措施\t牵头单位\t配合单位\t完成时限\n"
    "兴农田\t新建高标准农田1.2万亩\t县农业农村局\t县财政局、各镇\t2024年12月\n改小区\t改造老旧小区15个\t县住建局\t县财政局\t2024年10月"
)


@pytest.mark.parametrize("text", [LOOSE, LOOSE.replace("\t", " "), LOOSE.replace("\t", "|")])
def test_rows_without_numbers_share_out_the_text_of_their_annex(text: str) -> None:
    document = read(HEAD + "一、目标\n加快建设。\n附件\n重点任务分解表\n" + text)
    (annex,) = [clause for clause in document.parsed.clauses if clause.path == "附件"]
    assert (annex.kind, annex.heading) == ("attachment", "重点任务分解表")
    assert annex.text == "兴农田 新建高标准农田1.2万亩\n改小区 改造老旧小区15个"
    assert duties(document) == [
        ("附件", "县农业农村局", "lead"),
        ("附件", "县财政局", "participant"),
        ("附件", "各镇", "participant"),
        ("附件", "县住建局", "lead"),
    ]
    covered = covering(annex, document.responsibilities)
    names = {unit.id: unit.name for unit in document.units}
    assert {names[unit]: [annex.text[a : a + 3].strip() for a in spans[::2]] for unit, spans in covered.items()} == {
        "石泉县农业农村局": ["兴农田"],
        "石泉县财政局": ["兴农田", "改小"],
        "石泉县各镇": ["兴农田"],
        "石泉县住房和城乡建设局": ["改小"],
    }
    assert [(target.value, target.deadline) for target in document.targets] == [(1.2, None), (15, None)]


def test_sections_numbered_in_the_first_column() -> None:
    text = "序号\t任务\t责任单位\n一\t教育\n1\t建学校\t县教育局\n二\t交通\n2\t修公路\t县交通运输局"
    assert outline(read(HEAD + text)) == [
        ("一", "教育", ""),
        ("一/1.", None, "建学校"),
        ("二", "交通", ""),
        ("二/2.", None, "修公路"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "序号 指标 单位 2020年 2025年\n1 床位总数 万张 18 20",  # a table of figures
        "序号 姓名 工作单位\n1 王建国 县农业农村局",  # of persons
        "序号 任务 责任单位\n一是抓好落实。\n二是加强领导。",
        "责任单位 县教育局 县财政局",
    ],
)
def test_other_tables_stay_text(text: str) -> None:
    assert tables(text, 0, len(text)) == []


cells = st.sampled_from(
    ["序号", "任务", "牵头单位", "1", "2", "3", "县教育局", "建成学校", " ", "\n", "\n", "一、目标", "2024年"]
)


@given(st.lists(cells, max_size=60).map("".join))
def test_tables_lie_apart_in_any_text(text: str) -> None:
    edges = [
        edge
        for table in tables(text, 0, len(text))
        for edge in (table.start, table.head, table.rows[0].start, table.end)
    ]
    assert edges == sorted(edges)
    starts = [clause.start for clause in read(text).parsed.clauses]
    assert starts == sorted(set(starts))


def test_a_column_of_those_who_guide_in_a_table_a_cell_a_line() -> None:
    text = (
        "某省人民政府办公厅关于推广改革举措的通知\n各市人民政府：\n现就推广工作通知如下：\n一、高度重视。抓好落实。\n"
        "附件\n推广清单\n序号\n改革举措\n主 要 内 容\n指导部门\n推广范围\n一、人才方面（共1项）\n1\n职称自主评审\n"
        "下放评审权限，简化程序。\n省教育厅、省人力资源社会保障厅\n全省\n二、金融方面（共1项）\n2\n商标质押贷款\n"
        "简化登记流程，建立处置机制。\n省市场监管局\n全省"
    )
    document = read(text)
    assert outline(document)[-3:] == [
        ("附件/一/1.", "职称自主评审", "下放评审权限，简化程序。\n全省"),
        ("附件/二", "金融方面（共1项）", ""),
        ("附件/二/2.", "商标质押贷款", "简化登记流程，建立处置机制。\n全省"),
    ]
    assert duties(document) == [
        ("附件/一/1.", "省教育厅", "responsible"),
        ("附件/一/1.", "省人力资源社会保障厅", "responsible"),
        ("附件/二/2.", "省市场监管局", "responsible"),
    ]


def test_rows_that_a_copy_left_out_end_no_table() -> None:
    text = (
        "某省人民政府办公厅关于推广改革举措的通知\n各市人民政府：\n现就推广工作通知如下：\n一、高度重视。抓好落实。\n"
        "附件\n推广清单\n序号\n改革举措\n主 要 内 容\n指导部门\n推广范围\n一、人才方面（共1项）\n1\n职称自主评审\n"
        "下放评审权限，简化程序。\n省教育厅\n全省\n二、国防方面（共6项）\n三、金融方面（共2项）\n8\n商标质押贷款\n"
        "简化登记流程，建立处置机制。\n省市场监管局\n全省\n9\n专利保险\n开发专利保险产品。\n省知识产权局\n全省"
    )
    document = read(text)
    assert [path for path, _, _ in outline(document)][-4:] == ["附件/二", "附件/三", "附件/三/8.", "附件/三/9."]
    assert duties(document)[-2] == ("附件/三/8.", "省市场监管局", "responsible")


def test_a_later_number_beside_no_body_begins_no_row() -> None:
    lines = "序号\n重点任务\n责任单位\n1\n建设厕所20座\n县住建局\n12\n一次办好\n见说明"
    assert [row.number for table in tables(lines, 0, len(lines)) for row in table.rows] == ["1"]


def test_cells_of_several_lines() -> None:
    text = HEAD + (
        "序号\t任务\t工作内容\t牵头单位\t配合单位\n一、供水\n"
        "1\t改造水厂\t更换制水设备6套，\n加装在线监测仪表。\n每月检测一次水质。\t县水利局\t县发改局\n县财政局\n"
        "2\t延伸管网\t敷设管道40公里，入户3000户。\t县水利局\n县住建局\t县交通局\n"
        "3\t查漏补损\t每季度巡查一遍管网，及时更换老化管道。\t县水务公司\n二、排水\n"
        "4\t清掏管道\t汛前清掏一遍雨水管道。\t县住建局\t各镇人民政府\n县应急局"
    )
    document = read(text)
    assert outline(document) == [
        ("一", "供水", ""),
        ("一/1.", "改造水厂", "更换制水设备6套，加装在线监测仪表。\n每月检测一次水质。"),
        ("一/2.", "延伸管网", "敷设管道40公里，入户3000户。"),
        ("一/3.", "查漏补损", "每季度巡查一遍管网，及时更换老化管道。"),
        ("二", "排水", ""),
        ("二/4.", "清掏管道", "汛前清掏一遍雨水管道。"),
    ]
    assert duties(document) == [
        ("一/1.", "县水利局", "lead"),
        ("一/1.", "县发改局", "participant"),
        ("一/1.", "县财政局", "participant"),
        ("一/2.", "县水利局", "lead"),
        ("一/2.", "县住建局", "lead"),
        ("一/2.", "县交通局", "participant"),
        ("一/3.", "县水务公司", "lead"),
        ("二/4.", "县住建局", "lead"),
        ("二/4.", "各镇人民政府", "participant"),
        ("二/4.", "县应急局", "participant"),
    ]
