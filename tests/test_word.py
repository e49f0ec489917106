"""Word files: the same paper as .docx and as .txt says the same; what is printed is kept, what is not is left out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from made_docx import docx_around, docx_of, packed, saved
from quickness import is_done_within
from same_paper import said

from kg.apart import apart
from kg.document import read_document
from kg.errors import UnreadableFile
from kg.layout import layout
from kg.places import gazetteer
from kg.read import check, read_bytes
from kg.word import PART_LIMIT, word
from kg.word_numbers import numeral

SEEDS = sorted((Path(__file__).parents[1] / "seed" / "policies").glob("*.txt"))
TABLE = """县级重点任务分工方案

为做好重点工作，制定本方案。
一、重点任务
（一）改造供水管网。到2027年，改造老旧供水管网30公里。
附件：重点任务清单
序号\t重点任务\t牵头单位\t完成时限
1\t改造供水管网\t县水务局\t2027年底
2\t新建污水处理站2座\t县住房城乡建设局\t2026年底
"""


def text_of(body: str, **parts: str) -> str:
    return word(docx_around(body, **parts))[0]


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


# -- the same paper ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbered", [False, True], ids=["typed", "by-word"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_the_same_paper_says_the_same(seed: Path, numbered: bool) -> None:
    text = layout(read_bytes(seed.read_bytes(), seed.name)).text
    data = docx_of(text, numbered=numbered)
    assert len(data) < 60_000 and (numbered is False or b"numbering" in data)
    plain = read_document(read_bytes(text.encode(), seed.name), gazetteer())
    ours = read_document(read_bytes(data, seed.name), gazetteer())
    assert ours.source.encoding == "docx" and ours.source.text == text
    assert said(ours) == said(plain)


def test_word_counted_most_of_the_marks_of_a_seed() -> None:
    text = layout(read_bytes(SEEDS[0].read_bytes(), "a.txt")).text
    typed = "\n".join(one.text for one in Document(BytesIO(docx_of(text, numbered=True))).paragraphs)
    assert "（十六）完善二手商品" in text and "（十六）完善二手商品" not in typed and "完善二手商品" in typed


def test_rows_of_a_table_are_lines_with_tabs() -> None:
    ours = read_bytes(docx_of(TABLE), "县.docx")
    assert ours.text == TABLE.rstrip("\n") or ours.text == TABLE
    papers = [read_document(source, gazetteer()) for source in (ours, read_bytes(TABLE.encode(), "县.txt"))]
    assert said(papers[0]) == said(papers[1])
    assert {r.mention.mention for r in papers[0].responsibilities} >= {"县水务局", "县住房城乡建设局"}


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", categories=("Lo", "Nd", "Po"))), min_size=1, max_size=8))
def test_any_paragraphs_come_back(lines: list[str]) -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if any(line.strip() for line in lines):
        assert word(saved(document))[0] == "\n".join(line.rstrip() for line in lines)


def test_the_same_bytes_give_the_same_text() -> None:
    data = docx_of(TABLE, numbered=True)
    assert word(data) == word(data) == word(bytes(data))


# -- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "kind", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (16, "chineseCounting", "十六"),
        (40, "taiwaneseCountingThousand", "四十"),
        (105, "chineseCountingThousand", "一百零五"),
        (1010, "chineseCountingThousand", "一千零一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (20, "decimalEnclosedCircleChinese", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (9, "decimalZero", "09"),
        (14, "decimalFullWidth", "１４"),
        (2024, "ideographDigital", "二〇二四"),
        (19, "upperRoman", "XIX"),
        (28, "lowerLetter", "bb"),
        (7, "someNewKind", "7"),
        (7, "none", ""),
    ],
)
def test_numerals_as_word_prints_them(number: int, kind: str, printed: str) -> None:
    assert numeral(number, kind) == printed


def level(depth: int, kind: str, pattern: str, more: str = "") -> str:
    said = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{depth}">{said}</w:lvl>'


LIST = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "第%1章")
    + level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>')
    + level(2, "decimal", "%1.%3", "<w:isLgl/>")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def item(text: str, depth: int, number: int = 1) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_levels_restart_go_on_and_print_the_levels_above() -> None:
    body = (
        item("总则", 0) + item("为了…", 1) + item("适用…", 1) + item("范围", 2)
        + item("管理", 0) + item("各县…", 1) + item("设备", 2) + item("别处", 1, 2) + item("之后", 1)
    )  # fmt: skip
    assert text_of(body, numbering=LIST).split("\n") == [
        *("第一章 总则", "第一条 为了…", "第二条 适用…", "1.1 范围"),
        *("第二章 管理", "第三条 各县…", "2.1 设备", "第五条 别处", "第六条 之后"),
    ]


def test_a_number_may_come_from_a_style_and_be_taken_away_again() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="3">'
        + level(0, "bullet", "\uf06c")
        + level(1, "chineseCounting", "%2、", '<w:pStyle w:val="1"/>')
        + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
    )
    body = (
        paragraph(run("总体要求"), '<w:pStyle w:val="1"/>')
        + paragraph(run("重点任务"), '<w:pStyle w:val="2"/>')
        + paragraph(run("没有编号"), '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + item("项目符号", 0, 7)
    )
    expected = ["一、总体要求", "二、重点任务", "没有编号", "项目符号"]
    assert text_of(body, numbering=numbering, styles=styles).split("\n") == expected


def test_a_number_before_digits_stays_a_number() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = item("5G基站", 0) + item("", 0) + item("加快建设", 0)
    assert text_of(body, numbering=numbering) == "1. 5G基站\n\n3.加快建设"


# -- what is kept and what is left out ---------------------------------------------------------------------------------


def test_insertions_are_kept_and_deletions_dropped() -> None:
    deleted = "<w:del w:id='1'><w:r><w:delText>20</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom w:id='4'>{run('移走的话。')}</w:moveFrom><w:moveTo w:id='5'>{run('移来的话。')}</w:moveTo>"
    body = (
        paragraph(run("到2027年增长") + deleted + f"<w:ins w:id='2'>{run('25')}</w:ins>" + run("%。"))
        + f'<w:ins w:id="3">{paragraph(run("新的一段。"))}</w:ins>'
        + paragraph(moved)
        + paragraph(run("责任单位：县商务局"), '<w:rPr><w:del w:id="6"/></w:rPr>')
        + paragraph(run("、县财政局"))
        + "<w:tbl><w:tr><w:trPr><w:del w:id='7'/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    assert text_of(body) == "到2027年增长25%。\n新的一段。\n移来的话。\n责任单位：县商务局、县财政局"


def test_text_boxes_are_read_once_where_they_stand() -> None:
    def box(words: str) -> str:
        inner = f"<w:txbxContent>{paragraph(run(words))}</w:txbxContent>"
        return (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )

    body = paragraph(box("岚山县人民政府文件") + run("岚政发〔2024〕3号")) + paragraph(
        run("一、任务") + box("专栏1 指标")
    )
    assert text_of(body) == "岚山县人民政府文件\n岚政发〔2024〕3号\n一、任务\n专栏1 指标"


def test_breaks_are_lines_and_notes_pictures_and_hidden_words_are_left_out() -> None:
    body = paragraph(
        "<w:r><w:t>第一行</w:t><w:br/><w:t>第二行</w:t><w:tab/><w:t>后</w:t><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗中</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r>"
        "<w:r><w:pict><v:imagedata/></w:pict><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>完</w:t></w:r>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
    )
    text, notices = word(docx_around(body))
    assert text == "第一行\n第二行\t后可见完链接"
    assert [(n.code, "1" in n.message) for n in notices] == [("left-out-notes", True), ("left-out-pictures", True)]


def field(instruction: str, result: str, end: str = "<w:r><w:fldChar w:fldCharType='end'/></w:r>") -> str:
    return (
        f"<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run(result)}{end}"
    )


def test_fields_show_their_result_but_no_page_numbers_and_contents() -> None:
    contents = field(" TOC \\o ", "一、总体要求 1", "") + "</w:p><w:p>" + run("二、重点任务 3")
    body = (
        paragraph(contents + "<w:r><w:fldChar w:fldCharType='end'/></w:r>")
        + paragraph(field(" REF a ", "附件1") + run("第") + field(" PAGE ", "3") + run("页"))
        + paragraph("<w:fldSimple w:instr=' NUMPAGES '><w:r><w:t>9</w:t></w:r></w:fldSimple>" + run("尾"))
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph(run('目录'))}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtContent>{paragraph(run('控件里的字'))}</w:sdtContent></w:sdt>"
    )
    assert text_of(body) == "\n\n附件1第页\n尾\n控件里的字"


def test_a_field_that_is_never_closed_hides_nothing() -> None:
    body = paragraph(field(" TOC ", "一、总体要求 1", "")) + paragraph(run("一、总体要求"))
    assert text_of(body) == "一、总体要求 1\n一、总体要求"


def test_headers_footers_and_notes_are_other_parts() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "- 3 -"
    document.add_paragraph("一、任务")
    assert word(saved(document))[0] == "一、任务"


# -- tables ------------------------------------------------------------------------------------------------------------


def test_cells_of_several_paragraphs_and_merged_cells() -> None:
    document = Document()
    table = document.add_table(4, 4)
    rows = [
        ["序号", "重点任务", "责任单位", "完成时限"],
        ["1", "建设 5G 基站\n20座", "县水务局\n县财政局", "2026年"],
        ["2", "新建厕所", "", "2027年"],
        ["专栏1\n第二行", "", "", ""],
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(3, 0).merge(table.cell(3, 3))
    first, second, third, *rest = word(saved(document))[0].split("\n")
    assert first == "序号\t重点任务\t责任单位\t完成时限"
    assert second == "1\t建设5G基站20座\t县水务局、县财政局\t2026年"
    assert third == "2\t新建厕所\t县水务局、县财政局\t2027年"
    assert [line for line in rest if line] == ["专栏1", "第二行"]


def test_a_table_in_a_cell_is_part_of_the_cell() -> None:
    document = Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.text = "外"
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内一", "内二"
    assert word(saved(document))[0].strip("\n") == "外内一内二"


# -- what is refused ---------------------------------------------------------------------------------------------------


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "某市方案.docx")
    message = str(caught.value)
    assert message.startswith("某市方案.docx：") and "请" in message and message.count("某市方案") == 1
    return message


def test_what_cannot_be_read_is_refused_with_what_to_do() -> None:
    good = docx_of("一、任务")
    assert "压缩包" in refusal(packed({"一.txt": "一、任务"}))
    assert "Excel" in refusal(packed({"xl/workbook.xml": "<a/>"}))
    assert "OFD" in refusal(packed({"OFD.xml": "<a/>"}))
    assert "演示" in refusal(packed({"ppt/presentation.xml": "<a/>"}))
    assert "损坏" in refusal(good[: len(good) // 2])
    assert "损坏" in refusal(packed({"word/document.xml": "<w:document"}))
    assert "损坏" in refusal(packed({"word/document.xml": "<a/>"}))
    assert "没有文字" in refusal(docx_around("<w:p/>"))
    assert "旧版" in refusal(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert "加了密" in refusal(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))


def test_entities_are_refused_before_they_are_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
    for xml in (bomb, outside):
        assert "DTD" in refusal(packed({"word/document.xml": xml}))
        assert "DTD" in refusal(packed({"word/document.xml": "<a/>", "word/styles.xml": xml}))


def test_a_bomb_is_not_unpacked_whole_and_deep_nesting_is_refused() -> None:
    blank = docx_around(" " * (PART_LIMIT + 1))
    assert len(blank) < 100_000

    def refused() -> None:
        assert "解压后超过 40 MB" in refusal(blank)
        assert "结构异常" in refusal(docx_around("<w:sdt>" * 60_000 + "</w:sdt>" * 60_000))

    assert is_done_within(5, refused)


def test_numbers_and_merged_cells_cannot_make_a_text_without_end() -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "长" * 100_000 + "%1")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert "超过 2000 万字" in refusal(docx_around(item("一", 0) * 300, numbering=numbering))
    cell = "<w:tc><w:tcPr><w:vMerge {0}/></w:tcPr>{1}</w:tc>"
    row = f"<w:tr><w:tc><w:p/></w:tc>{cell.format('', '<w:p/>')}</w:tr>"
    begun = cell.format('w:val="restart"', paragraph(run("长" * 9000)))
    first = f"<w:tr><w:tc><w:p/></w:tc>{begun}</w:tr>"
    assert len(text_of(f"<w:tbl>{first}{row * 3000}</w:tbl>")) < 20_000


def test_a_file_made_to_take_for_ever_is_broken_off() -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'
    slow = docx_around(f"<w:p>{field * 20_000}{run('字') * 20_000}</w:p>")
    assert len(slow) < 20_000
    with pytest.raises(UnreadableFile, match="超过 1 秒"):
        apart("docx", slow, time=1)


def test_targets_outside_the_package_are_not_followed() -> None:
    relations = '<Relationships><Relationship Type="x/officeDocument" Target="../../etc/passwd"/></Relationships>'
    inner = f'<w:document xmlns:w="w"><w:body>{paragraph(run("一、任务"))}</w:body></w:document>'
    assert word(packed({"_rels/.rels": relations, "word/document.xml": inner}))[0] == "一、任务"


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 3000))
def test_damage_is_refused_or_read(noise: bytes, at: int) -> None:
    good = docx_around(paragraph(run("一、任务")))
    try:
        text, _ = word(good[:at] + noise + good[at + len(noise) :])
    except UnreadableFile as error:
        assert "请" in str(error)
    else:
        assert text.strip()


def test_an_upload_is_looked_at_without_being_converted() -> None:
    broken_inside = packed({"word/document.xml": "<w:document"})
    assert len(check(broken_inside, "a.docx")) == 64
    with pytest.raises(UnreadableFile, match="压缩包"):
        check(packed({"一.txt": "一"}), "a.docx")
