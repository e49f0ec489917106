"""Makes Word files for the tests: from a text, with the numbers left to Word; or around XML written by hand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from kg.word_numbers import numeral

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
_MARK = re.compile(r"(?:(?P<a>[一二三四五六七八九十]+)、|（(?P<b>[一二三四五六七八九十]+)）|(?P<c>\d+)\.)(?=\D)")


def docx_of(text: str, *, numbered: bool = False) -> bytes:
    """A Word file with a paragraph for each line; with `numbered`, marks that Word would print itself are left to it.

    Lines with tabs that follow each other become a table.
    """
    document = Document()
    if numbered:
        _define_list(document)
    counts = [0, 0, 0]
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        rows = 0
        while at + rows < len(lines) and "\t" in lines[at + rows]:
            rows += 1
        if rows:
            cells = [line.split("\t") for line in lines[at : at + rows]]
            table = document.add_table(rows, max(map(len, cells)))
            for row, given in zip(table.rows, cells, strict=True):
                for cell, words in zip(row.cells, given, strict=False):
                    cell.text = words
            at += rows
            continue
        paragraph = document.add_paragraph(_without_mark(lines[at], counts) if numbered else lines[at])
        if numbered and paragraph.text != lines[at]:
            _number(paragraph, max(i for i in range(3) if counts[i]))
        at += 1
    return saved(document)


def _without_mark(line: str, counts: list[int]) -> str:
    """The line without its mark, where that is the next one of its level."""
    found = _MARK.match(line)
    if found is None:
        return line
    level = "abc".index(found.lastgroup or "a")
    if found.group(found.lastgroup or "a") != numeral(counts[level] + 1, _LEVELS[level][0]) or not all(counts[:level]):
        return line
    counts[level] += 1
    counts[level + 1 :] = [0] * (2 - level)
    return line[found.end() :]


def _define_list(document: WordDocument) -> None:
    """A list of three levels: 一、（一）1."""
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for i, (kind, pattern) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="900">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num xmlns:w="{W}" w:numId="900"><w:abstractNumId w:val="900"/></w:num>'))


def _number(paragraph: Paragraph, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr xmlns:w="{W}"><w:ilvl w:val="{level}"/><w:numId w:val="900"/></w:numPr>'))


def saved(document: WordDocument) -> bytes:
    """The bytes of a document of python-docx."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docx_around(body: str, **parts: str) -> bytes:
    """A Word file with this XML inside w:body, and other parts by name: numbering, styles."""
    spaces = (
        f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    files = {"word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>"}
    files |= {f"word/{name}.xml": f"<w:{name} {spaces}>{inner}</w:{name}>" for name, inner in parts.items()}
    return packed(files)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip with these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return file.getvalue()
