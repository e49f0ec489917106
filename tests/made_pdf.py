"""Makes PDFs for the tests: a flowing text with page numbers and tables, or signs put where one wants them."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape

from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

FONT = "STSong-Light"  # not embedded: the reader has to know what its codes mean
A4 = (595.0, 842.0)


def pdf_of(text: str, *, head: str = "", size: float = 16, indent: bool = True, merged: bool = False) -> bytes:
    """A PDF of a text, a line a paragraph, its pages numbered; lines with tabs become a table, its head repeated."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    leading = size * 1.75
    body = ParagraphStyle("body", fontName=FONT, fontSize=size, leading=leading, wordWrap="CJK")
    body.firstLineIndent = 2 * size if indent else 0
    body.spaceAfter = 0 if indent else leading / 2
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK")
    flow: list[Flowable] = []
    rows: list[list[Paragraph]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append([Paragraph(escape(words), cell) for words in line.split("\t")])
            continue
        if rows:
            table = Table(rows, repeatRows=1, colWidths=[440 / len(rows[0])] * len(rows[0]))
            table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
            if merged:
                table.setStyle([("SPAN", (2, 1), (2, 2))])
            flow.append(table)
            rows = []
        if line.strip():
            flow.append(Paragraph(escape(line), body))

    def furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(A4[0] / 2, 40, f"- {document.page} -")
        canvas.drawString(70, 800, head)

    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, invariant=1).build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return file.getvalue()


def drawn(*pages: Callable[[Canvas], None], password: str = "", size: tuple[float, float] = A4) -> bytes:
    """A PDF of pages that are drawn."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    encrypt = StandardEncryption(password) if password else None
    canvas = Canvas(file, pagesize=size, invariant=1, encrypt=encrypt)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines_at(x: float, y: float, lines: list[str], pitch: float = 18) -> Callable[[Canvas], None]:
    """Draws lines under each other."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(x, y - number * pitch, line)

    return draw
