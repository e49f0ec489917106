"""PDFs with a text layer: lines, columns and rows as they are printed; the same paper says the same as its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_pdf import FONT, drawn, lines_at, pdf_of
from PIL import Image
from quickness import is_done_within
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from same_paper import said

from kg.apart import apart
from kg.document import read_document
from kg.errors import UnreadableFile
from kg.layout import layout
from kg.pdf import pdf
from kg.pdf_grid import Rule, grids
from kg.pdf_page import Glyph, Line, Page, items
from kg.places import gazetteer
from kg.read import check, read_bytes

SEEDS = sorted((Path(__file__).parents[1] / "seed" / "policies").glob("*.txt"))
ROWS = ["序号\t重点任务\t牵头单位\t完成时限"]
ROWS += [f"{n}\t建设回收站点{n}0个，覆盖全部乡镇，方便群众交售\t县商务局\t2027年底" for n in range(1, 60)]


def text_of(*pages: object, **more: object) -> str:
    return pdf(drawn(*pages, **more))[0]  # type: ignore[arg-type]


# -- the same paper ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_the_same_paper_says_the_same(seed: Path) -> None:
    text = layout(read_bytes(seed.read_bytes(), seed.name)).text
    data = pdf_of(text, head="岚山县人民政府公报 2024年第3期")
    plain = read_document(read_bytes(text.encode(), seed.name), gazetteer())
    ours = read_document(read_bytes(data, seed.name.replace("txt", "pdf")), gazetteer())
    assert ours.source.encoding == "pdf" and "公报" not in ours.source.text and "- 2 -" not in ours.source.text
    assert said(ours) == said(plain)


def test_paragraphs_told_by_gaps_are_put_together_too() -> None:
    text = layout(read_bytes(SEEDS[1].read_bytes(), "a.txt")).text
    source = read_bytes(pdf_of(text, indent=False), "a.pdf")
    plain = read_document(read_bytes(text.encode(), "a.txt"), gazetteer())
    assert said(read_document(source, gazetteer())) == said(plain)


def test_the_same_bytes_give_the_same_text() -> None:
    data = pdf_of("\n".join(["一、任务", "做好工作。" * 40] * 20 + ROWS))
    assert pdf(data) == pdf(data) == apart("pdf", data)


# -- lines and columns -------------------------------------------------------------------------------------------------


def test_page_numbers_and_running_heads_are_left_out_by_their_place() -> None:
    def page(number: int) -> object:
        def draw(canvas: Canvas) -> None:
            lines_at(70, 800, ["岚山县人民政府公报"])(canvas)
            lines_at(70, 700, [f"第{number}页上的一段话，", "100", "（正文里的数）。"])(canvas)
            lines_at(290, 40, [str(number)])(canvas)

        return draw

    text = text_of(*(page(number) for number in range(1, 5)))
    assert text.count("公报") == 0 and text.count("100") == 4
    assert [line for line in text.replace("\f", "\n").split("\n") if line.isdigit()] == ["100"] * 4


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n:02}行文字一直写到右边为止再换行" for n in range(12)]
    right = [f"右栏第{n:02}行文字也一直写到右边再换行" for n in range(12)]

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 760, "岚山县人民政府关于印发推动消费品以旧换新实施方案的通知的标题横跨两栏")
        lines_at(60, 720, left)(canvas)
        lines_at(290, 720, right)(canvas)

    text = text_of(draw).replace("\n", "").replace("\u3000", "")
    assert text.startswith("岚山县人民政府关于") and text.endswith("".join(left + right))


def test_a_page_that_lies_on_its_side_is_turned() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        lines_at(60, 500, ["横放的第一行", "横放的第二行"])(canvas)

    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        draw(canvas)

    assert text_of(draw) == text_of(turned) == "横放的第一行\n横放的第二行"


def test_bold_by_printing_twice_watermarks_raised_signs_and_blanks() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0.0, 0.3):
            canvas.drawString(60 + shift, 700, "加粗的的标题")
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "水印")
        canvas.restoreState()
        canvas.drawString(60, 680, "绿地5m")
        canvas.drawString(60, 660, "刘一 市商务局")
        canvas.drawString(60, 640, "索引号：015")
        canvas.drawString(240, 640, "文号：岚政发〔2024〕3号")
        canvas.setFont(FONT, 6)
        canvas.drawString(90.5, 684, "2")

    assert text_of(draw).split("\n") == [
        "加粗的的标题",
        "绿地5m2",
        "刘一 市商务局",
        "索引号：015\t文号：岚政发〔2024〕3号",
    ]


def test_only_what_is_on_the_page_is_read() -> None:
    pages = [lines_at(60, 700, ["页上的字"]), lines_at(60, 900, ["页外的字"]), lines_at(60, 700, ["又一页"])]
    assert text_of(*pages) == "页上的字\f又一页"


# -- tables ------------------------------------------------------------------------------------------------------------


def test_rows_are_lines_and_a_head_repeated_on_each_page_is_said_once() -> None:
    text = pdf(pdf_of("\n".join(["一、任务", *ROWS, "二、保障"]), merged=False))[0]
    assert text.replace("\f", "\n").replace("\u3000", "").split("\n") == ["一、任务", *ROWS, "二、保障"]


def test_a_cell_that_reaches_down_is_said_in_each_row() -> None:
    text = pdf(pdf_of("\n".join(ROWS[:4]).replace("2\t建设", "2\t改造"), merged=True))[0]
    assert text.split("\n")[2] == "2\t改造回收站点20个，覆盖全部乡镇，方便群众交售\t县商务局\t2027年底"


def box(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)


def test_a_row_cut_by_the_end_of_a_page_is_one_row_and_a_frame_is_no_table() -> None:
    def first(canvas: Canvas) -> None:
        box(canvas, [60, 100, 300, 400], [120, 100, 60])
        for x, y, words in (
            (65, 105, "序号"),
            (105, 105, "任务"),
            (305, 105, "单位"),
            (65, 80, "1"),
            (105, 80, "建设回收"),
        ):
            canvas.drawString(x, y, words)
        canvas.drawString(305, 80, "县商务局")

    def second(canvas: Canvas) -> None:
        box(canvas, [60, 100, 300, 400], [780, 740, 700])
        for x, y, words in ((105, 760, "站点20个"), (65, 720, "2"), (105, 720, "改造"), (305, 720, "县财政局")):
            canvas.drawString(x, y, words)
        box(canvas, [60, 400], [600, 500])
        lines_at(70, 580, ["专栏1 重点工程", "框里的第二行"])(canvas)

    assert text_of(first, second).replace("\f", "\n").split("\n") == [
        *("序号\t任务\t单位", "1\t建设回收站点20个\t县商务局", "2\t改造\t县财政局"),
        *("专栏1 重点工程", "框里的第二行"),
    ]


def test_a_cell_that_reaches_down_over_the_end_of_a_page_is_said_in_each_row() -> None:
    def rows(canvas: Canvas, ys: list[float], numbers: list[int], body: str) -> None:
        for x in (60, 100, 200, 300):
            canvas.line(x, ys[0], x, ys[-1])
        for n, y in enumerate(ys):
            canvas.line(60, y, 200, y)
            if n in (0, len(ys) - 1):
                canvas.line(200, y, 300, y)
        for y, number in zip(ys, numbers, strict=False):
            canvas.drawString(65, y - 14, str(number))
            canvas.drawString(105, y - 14, f"建站{number}个")
        canvas.drawString(205, ys[0] - 14, body)

    text = text_of(
        lambda canvas: rows(canvas, [140, 120, 100, 80], [1, 2, 3], "县商务局"),
        lambda canvas: rows(canvas, [780, 760, 740], [4, 5], ""),
    )
    assert text.replace("\f", "\n").split("\n") == [f"{n}\t建站{n}个\t县商务局" for n in range(1, 6)]


def test_a_table_without_rules_at_its_sides() -> None:
    level = [Rule(50, y, 400, y) for y in (300.0, 280.0, 260.0)]
    (grid,) = grids([*level, Rule(150, 260, 150, 300), Rule(250, 280, 250, 300)])
    assert grid.xs == (50, 150, 250, 400)
    assert grid.cell == ((0, 1, 2), (3, 4, 4))  # the second rule ends at the first row
    assert [grid.field(x, y) for x, y in ((60, 290), (260, 265), (40, 290), (60, 310))] == [(0, 0), (1, 2), None, None]


def test_one_frame_is_no_grid() -> None:
    sides = [Rule(0, 0, 100, 0), Rule(0, 50, 100, 50), Rule(0, 0, 0, 50), Rule(100, 0, 100, 50)]
    assert grids(sides) == [] and grids([]) == []
    assert len(grids([*sides, Rule(50, 0, 50, 50)])) == 1


# -- what is refused ---------------------------------------------------------------------------------------------------


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (8, 8), 128)), 50, 50, 400, 600)


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "某市方案.pdf")
    message = str(caught.value)
    assert message.startswith("某市方案.pdf：") and "请" in message
    return message


def test_what_cannot_be_read_is_refused_with_what_to_do() -> None:
    good = drawn(lines_at(60, 700, ["一、任务"]))
    assert "OCR" in refusal(drawn(scan))
    assert "密码" in refusal(drawn(lines_at(60, 700, ["一、任务"]), password="x"))
    assert "损坏" in refusal(b"%PDF-1.7\n junk")
    assert "损坏" in refusal(good[:600])
    assert "没有文字层" in refusal(drawn(lambda canvas: None))
    assert "没有文字层" in refusal(drawn(lines_at(290, 40, ["- 1 -"])))
    assert len(check(b"%PDF-1.7\n junk", "a.pdf")) == 64  # an upload is only looked at


def test_pages_without_text_are_named() -> None:
    text, notices = pdf(drawn(lines_at(60, 700, ["一、任务"]), scan, scan, lambda canvas: None))
    assert text == "一、任务"
    assert [notice.code for notice in notices] == ["left-out-pages"]
    assert "第 2、3 页" in notices[0].message and "共 2 页" in notices[0].message


def test_a_pdf_is_one_whatever_it_is_called_and_whatever_stands_before_it() -> None:
    good = drawn(lines_at(60, 700, ["一、任务"]))
    assert read_bytes(good, "方案.txt").encoding == "pdf"
    assert read_bytes(b"\r\n" + good, "方案.pdf").text == "一、任务"


def test_thousands_of_rules_take_no_time() -> None:
    def draw(canvas: Canvas) -> None:
        for n in range(3000):
            canvas.line(50 + n / 10, 100, 50 + n / 10, 700)
            canvas.line(50, 100 + n / 5, 350, 100 + n / 5)
        canvas.drawString(60, 720, "图上的字")

    texts: list[str] = []
    assert is_done_within(10, lambda: texts.append(text_of(draw)))
    assert "图上的字" in texts[-1]


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=60), st.integers(0, 1400))
def test_damage_is_refused_or_read(noise: bytes, at: int) -> None:
    good = drawn(lines_at(60, 700, ["一、任务"]))
    try:
        text, _ = pdf(good[:at] + noise + good[at + len(noise) :])
    except UnreadableFile as error:
        assert "请" in str(error)
    else:
        assert text.strip("\f")


@pytest.mark.parametrize("x", [100.0, float("nan"), float("inf")])
def test_signs_without_width_above_each_other_are_lines(x: float) -> None:
    signs = tuple(Glyph("条", x, 800.0 - 20 * n, x, 10.0) for n in range(40))
    found = items(Page(0.0, 842.0, signs, (), 0))
    assert [item.text for item in found if isinstance(item, Line)] == ["条"] * 40
