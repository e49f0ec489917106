"""PDF: from a file with a text layer to its text, pages parted by form feeds.

The one file that knows PDFium: it says which sign stands where and which rules are drawn; `kg.pdf_page` and
`kg.pdf_text` make lines, rows and paragraphs of that. What they cannot tell is left for `kg.layout` to see through.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from kg.errors import UnreadableFile
from kg.pdf_grid import Rule
from kg.pdf_page import Glyph, Page
from kg.pdf_text import text_of
from kg.records import LEFT_OUT, Notice

_MOST_PAGES = 3000
_MOST_OBJECTS = 30_000  # of a page; a drawing or a map has more, and no table
_THIN = 3.0  # points; a rule is no thicker
_LONG = 6.0  # points; a rule is no shorter
_UNKNOWN = 0.2  # of a text's signs without a meaning: from there on the text is no text
_FEW = 10  # signs of a page with a picture: a scan with nothing but its page number
_LISTED = 8  # pages named one by one
_RADICALS = {0x2F00 + n: unicodedata.normalize("NFKC", chr(0x2F00 + n)) for n in range(0xD6)} | dict(
    zip(
        map(ord, "⺠⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳⺟⻄"),
        "民见角贝车长门青页风飞食马鱼鸟麦黄齐齿龙龟母西",
        strict=True,
    )
)
"""Signs of dictionaries that some writers of PDF name in place of the characters that look the same: ⼈ for 人."""


def pdf(data: bytes) -> tuple[str, tuple[Notice, ...]]:
    """Returns the text of a PDF and which pages have none.

    Raises UnreadableFile, without the file's name, when it is encrypted, damaged, scanned or in fonts without meaning.
    """
    try:
        pages = _pages(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("PDF 加了密，需要密码才能打开；请取消密码后另存再导入。") from error
        raise UnreadableFile("PDF 文件已损坏或不完整；请重新下载或另存后再导入。") from error
    signs = [glyph.sign for page in pages for glyph in page.glyphs if not glyph.sign.isspace()]
    if sum(map(_means_nothing, signs)) > _UNKNOWN * len(signs):
        raise UnreadableFile("PDF 的字体没有对应的文字，读出来是乱码；请改用原来的 Word 文件，或先做文字识别（OCR）。")
    text = text_of(pages)
    if not text.strip():
        raise UnreadableFile(
            "PDF 没有文字层（可能是扫描件）；请先做文字识别（OCR），存成带文字的 PDF 或 .docx 再导入。"
        )
    empty = [number for number, page in enumerate(pages, start=1) if page.pictures and len(page.glyphs) < _FEW]
    if not empty:
        return text, ()
    named = "、".join(map(str, empty[:_LISTED])) + (" 等" if len(empty) > _LISTED else "")
    message = f"第 {named} 页没有文字层（可能是扫描的），共 {len(empty)} 页没有收入。"
    return text, (Notice(f"{LEFT_OUT}pages", message),)


def _pages(data: bytes) -> list[Page]:
    with pdfium.PdfDocument(data) as document:
        count = len(document)
        if count > _MOST_PAGES:
            raise UnreadableFile(f"PDF 有 {count} 页，超过上限 {_MOST_PAGES} 页；请拆成几个文件再导入。")
        return [_page(document[number]) for number in range(count)]


def _means_nothing(sign: str) -> bool:
    return sign == "\ufffd" or unicodedata.category(sign) in ("Co", "Cn", "Cc")


def _page(page: pdfium.PdfPage) -> Page:
    """What stands on a page, turned so that most of its text runs from left to right."""
    found = list(_glyphs(page))
    turned = Counter(angle for angle, _ in found)
    angle = min(turned, key=lambda one: (-turned[one], one), default=0)
    pictures, rules = _drawn(page)
    left, bottom, right, top = page.get_bbox()
    corners = [_turn(left, bottom, angle), _turn(right, top, angle)]
    (x0, x1), (y0, y1) = (sorted(corner[axis] for corner in corners) for axis in (0, 1))
    glyphs = [_turned(glyph, angle) for its, glyph in found if its == angle]
    return Page(
        bottom=y0,
        top=y1,
        glyphs=tuple(one for one in glyphs if x0 <= one.x <= x1 and y0 <= one.y <= y1),
        rules=tuple(_turned_rule(rule, angle) for rule in rules),
        pictures=pictures,
    )


def _glyphs(page: pdfium.PdfPage) -> Iterator[tuple[int, Glyph]]:
    """The signs of a page with the angle at which they stand; those aslant (a watermark) are left out."""
    text = page.get_textpage()
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), raw.FS_MATRIX()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code < 0x20 or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        if not raw.FPDFText_GetMatrix(text, index, matrix) or not raw.FPDFText_GetCharOrigin(text, index, x, y):
            continue
        slope = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        angle = round(slope / 90) * 90
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.a, matrix.b)
        if abs(slope - angle) > 3 or not 1 < size < 400:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        sign = _RADICALS.get(code) or ("\ufffd" if 0xD800 <= code <= 0xDFFF else " " if code == 0xA0 else chr(code))
        end = (box.right, box.top, box.left, box.bottom)[angle // 90 % 4]
        yield angle % 360, Glyph(sign, x.value, y.value, end, size)


def _turn(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point of the page once text at this angle is level."""
    return {0: (x, y), 90: (y, -x), 180: (-x, -y), 270: (-y, x)}[angle]


def _turned(glyph: Glyph, angle: int) -> Glyph:
    x, y = _turn(glyph.x, glyph.y, angle)
    end = glyph.end if angle in (0, 90) else -glyph.end
    wide = unicodedata.east_asian_width(glyph.sign) in "WF"
    return Glyph(glyph.sign, x, y, x + glyph.size if wide else max(end, x), glyph.size)


def _drawn(page: pdfium.PdfPage) -> tuple[int, list[Rule]]:
    """How many pictures a page has, and its rules."""
    pictures = 0
    rules: list[Rule] = []
    for count, item in enumerate(page.get_objects(max_depth=4)):
        if count > _MOST_OBJECTS:
            return pictures, []
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            rules.extend(_rules(item))
    return pictures, rules


def _rules(path: pdfium.PdfObject) -> Iterator[Rule]:
    """The rules that a path draws: a line, a thin bar, the four sides of a box with a stroke."""
    if raw.FPDFPath_CountSegments(path) > 5:
        for box in _boxes(path):
            yield from _sides(*box, stroked=True)
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if fill.value or stroke.value:
        yield from _sides(*path.get_bounds(), stroked=bool(stroke.value))


def _sides(x0: float, y0: float, x1: float, y1: float, *, stroked: bool) -> Iterator[Rule]:
    if min(x1 - x0, y1 - y0) <= _THIN:
        if max(x1 - x0, y1 - y0) >= _LONG:
            yield Rule(x0, y0, x1, y1)
    elif stroked:
        yield from (Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1))


def _boxes(path: pdfium.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """The pieces of a path that draws several lines or bars at once."""
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return  # a drawing
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield _around(points)
            points = []
        points.append(matrix.on_point(x.value, y.value))
    if points:
        yield _around(points)


def _around(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _turned_rule(rule: Rule, angle: int) -> Rule:
    (x0, y0), (x1, y1) = _turn(rule.x0, rule.y0, angle), _turn(rule.x1, rule.y1, angle)
    return Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
