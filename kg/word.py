"""Word: from a .docx to the text that Word shows, a paragraph a line, a table's row a line with tabs between its cells.

Kept: the numbers that Word makes itself, text boxes, line breaks, tracked insertions. Left out: headers, footers, page
numbers, footnotes, comments, tracked deletions, hidden text, tables of contents, pictures.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import normpath
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from zipfile import BadZipFile, ZipFile

from kg.cells import in_one_line
from kg.errors import UnreadableFile
from kg.records import LEFT_OUT, Notice
from kg.word_numbers import Numbers, attribute, local

PART_LIMIT = 40_000_000  # bytes of one part once unpacked; the longest papers have a tenth of it
TEXT_LIMIT = 20_000_000  # characters; numbers and merged cells can make a text longer than what it is made from
_RELATIONS_LIMIT = 1_000_000  # bytes of the list of parts
_LONGEST_REPEATED = 2000  # characters of a merged cell that is said again
_MOST_PARTS = 20_000
_BLOCK = 1 << 20
_DROPPED = frozenset(("del", "moveFrom", "delText", "rPr", "pPr", "sdtPr", "rt", "sectPr", "tblPr", "altChunk"))
_AROUND = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml"))
_FURNITURE = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "INDEX"))
_PRINTED = {"t": "", "sym": "", "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT = {
    "notes": "脚注、尾注 {} 条没有收入。",
    "pictures": "图片或嵌入对象 {} 处，其中的文字没有收入。",
}


class _Bounded(TreeBuilder):
    """Refuses a document type declaration: without it there are no entities to expand or to fetch."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise UnreadableFile("带有文档类型声明（DTD），不是 Word 写的；请用 Word 或 WPS 打开后另存为 .docx 再导入。")


def word(data: bytes) -> tuple[str, tuple[Notice, ...]]:
    """Returns the text of a .docx and what was left out of it.

    Raises UnreadableFile, without the file's name, when the package is damaged, encrypted or unpacks to too much.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = _parts(package)
        paper = _Paper(parts)
        lines = paper.lines()
    except (BadZipFile, zlib.error, ParseError, EOFError, LookupError, NotImplementedError, ValueError) as error:
        raise UnreadableFile("Word 文件已损坏或不完整；请用 Word 或 WPS 打开修复，另存为 .docx 再导入。") from error
    except RuntimeError as error:  # a password, or elements nested without end
        raise UnreadableFile("Word 文件加了密或结构异常；请打开后取消密码，另存为 .docx 再导入。") from error
    text = "\n".join(line.rstrip() for line in lines)
    if not text.strip():
        raise UnreadableFile("Word 文件里没有文字（可能只有扫描图片）；请先做文字识别（OCR），再导入识别出的文字。")
    return text, paper.notices()


def is_word(data: bytes) -> bool:
    """Whether a zip is a document of Word: tells .docx from .xlsx, .pptx, .ofd and plain archives."""
    try:
        with ZipFile(BytesIO(data)) as package:
            return _main_part(package) is not None
    except (BadZipFile, zlib.error, ParseError, EOFError, LookupError, RuntimeError, ValueError):
        return False


def _parts(package: ZipFile) -> dict[str, Element | None]:
    """The three parts that are read; nothing else is unpacked, and nothing is written."""
    main = _main_part(package)
    if main is None:
        raise BadZipFile("no document")
    folder = main.rpartition("/")[0]
    found: dict[str, Element | None] = {"document": _tree(package, main)}
    said = _relations(package, f"{folder}/_rels/{main.rpartition('/')[2]}.rels".lstrip("/"))
    for kind in ("numbering", "styles"):
        target = _target(said, kind)
        place = normpath(f"{folder}/{target or kind + '.xml'}" if target[:1] != "/" else target)
        found[kind] = _tree(package, place.lstrip("/"), needed=False)
    return found


def _main_part(package: ZipFile) -> str | None:
    """Where the document stands in the package."""
    if len(package.infolist()) > _MOST_PARTS:
        raise BadZipFile("too many parts")
    names = set(package.namelist())
    target = _target(_relations(package, "_rels/.rels"), "officeDocument").lstrip("/")
    if target in names and not target.startswith(("xl/", "ppt/")):
        return target
    return "word/document.xml" if "word/document.xml" in names else None


def _target(relations: Element | None, kind: str) -> str:
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            return relation.get("Target", "")
    return ""


def _relations(package: ZipFile, name: str) -> Element | None:
    return _tree(package, name, needed=False, limit=_RELATIONS_LIMIT)


def _tree(package: ZipFile, name: str, *, needed: bool = True, limit: int = PART_LIMIT) -> Element | None:
    """One part as elements, read no further than the limit, whatever size the package says it has."""
    if not needed and name not in package.namelist():
        return None
    parser = XMLParser(target=_Bounded())
    size = 0
    with package.open(name) as part:
        while block := part.read(_BLOCK):
            size += len(block)
            if size > limit:
                raise UnreadableFile(
                    f"Word 文件解压后超过 {limit / 1e6:.0f} MB，不像是政策文件；请拆成几个文件再导入。"
                )
            parser.feed(block)
    tree: Element = parser.close()
    return tree


@dataclass(slots=True)
class _Field:
    """A field that is open: { PAGE } 3, { TOC } 一、总体要求……1."""

    instruction: str = ""
    shown: bool = False  # its result has begun

    @property
    def hides(self) -> bool:
        return not self.shown or _is_furniture(self.instruction)


@dataclass(slots=True)
class _Pieces:
    """What a paragraph is put together from."""

    texts: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)  # lines of text boxes that stand before any text of it
    behind: list[str] = field(default_factory=list)


class _Paper:
    """The walk through a document; what Word counts and what fields hide goes on from paragraph to paragraph."""

    def __init__(self, parts: dict[str, Element | None]) -> None:
        self._parts = parts
        self._begin()

    def _begin(self, *, fields: bool = True) -> None:
        self._numbers = Numbers(self._parts["numbering"], self._parts["styles"])
        self._heeds_fields = fields
        self._fields: list[_Field] = []
        self._left: Counter[str] = Counter()
        self._carried = ""  # the text of paragraphs whose end is deleted

    def lines(self) -> list[str]:
        """The document's lines."""
        document = self._parts["document"]
        body = next((part for part in (() if document is None else document) if local(part.tag) == "body"), None)
        if body is None:
            raise BadZipFile("no body")
        found = _bounded(self._blocks(body))
        if self._fields:  # one is never closed: it would hide all that follows
            self._begin(fields=False)
            found = _bounded(self._blocks(body))
        return [*found, self._carried] if self._carried else found

    def notices(self) -> tuple[Notice, ...]:
        """What was left out, counted."""
        left = ((kind, words.format(self._left[kind])) for kind, words in _LEFT_OUT.items() if self._left[kind])
        return tuple(Notice(f"{LEFT_OUT}{kind}", words) for kind, words in left)

    def _blocks(self, parent: Element) -> Iterator[str]:
        for child in parent:
            kind = local(child.tag)
            if kind == "p":
                yield from self._paragraph(child)
            elif kind == "tbl":
                yield from self._table(child)
            elif kind == "AlternateContent":
                yield from self._blocks(_chosen(child))
            elif kind not in _DROPPED and not _is_contents(child):
                yield from self._blocks(child)

    # -- paragraphs --------------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        """A paragraph's lines, with those of the text boxes that hang on it."""
        properties = _part(paragraph, "pPr")
        pieces = _Pieces()
        self._inline(paragraph, pieces)
        self._fields = [one for one in self._fields if one.shown]  # an instruction ends with its paragraph
        yield from pieces.before
        text = "".join(pieces.texts)
        if _is_struck(_part(properties, "rPr")):
            self._carried += text
        elif not self._numbers.style_name(properties).startswith("toc "):
            mark = self._numbers.mark(properties)
            text, self._carried = self._carried + text, ""
            yield from _numbered(mark, text).split("\n")
        yield from pieces.behind

    def _inline(self, parent: Element, pieces: _Pieces) -> None:
        for child in parent:
            kind = local(child.tag)
            if kind in _PRINTED:
                if not self._hidden():
                    pieces.texts.append(_printed(kind, child))
            elif kind == "txbxContent":
                lines = self._blocks(child)
                (pieces.behind if "".join(pieces.texts).strip() else pieces.before).extend(lines)
            elif kind == "AlternateContent":
                self._inline(_chosen(child), pieces)
            elif kind in ("fldChar", "instrText"):
                self._field(kind, child)
            elif kind in ("footnoteReference", "endnoteReference"):
                self._left["notes"] += 1
            elif kind not in _DROPPED and not _is_unseen(kind, child):
                self._left["pictures"] += kind in ("blip", "imagedata", "OLEObject")
                self._inline(child, pieces)

    def _field(self, kind: str, element: Element) -> None:
        """Opens a field, hears its instruction, begins its result, closes it."""
        step = attribute(element, "fldCharType")
        if step == "begin":
            self._fields.append(_Field())
        elif not self._fields:
            return
        elif kind == "instrText":
            self._fields[-1].instruction += element.text or ""
        elif step == "separate":
            self._fields[-1].shown = True
        elif step == "end":
            self._fields.pop()

    def _hidden(self) -> bool:
        return self._heeds_fields and any(one.hides for one in self._fields)

    # -- tables ------------------------------------------------------------------------------------------------------

    def _table(self, table: Element) -> Iterator[str]:
        """A row a line; a row of one cell is no row but a frame, and its paragraphs stay apart.

        A cell that is merged downwards is said again in each row that it covers, save in the first column: 1, 2 and 3
        of a table have one 牵头单位 beside them, but one 序号 stays one.
        """
        above: dict[int, str] = {}  # column → the text of the cell that reaches down from there
        for row in _deep(table, "tr"):
            properties = _part(row, "trPr")
            if _is_struck(properties):
                continue
            column = _whole(_part(properties, "gridBefore"))
            cells: list[tuple[str, list[str]]] = []
            for cell in _deep(row, "tc"):
                about = _part(cell, "tcPr")
                if _part(about, "cellDel") is not None:
                    continue
                lines = list(self._blocks(cell))
                text = in_one_line(lines)
                merged = _part(about, "vMerge")
                if merged is None or attribute(merged, "val") == "restart":
                    above[column] = text if merged is not None and len(text) <= _LONGEST_REPEATED else ""
                elif not text:
                    text = above.get(column, "") if column else ""
                cells.append((text, lines))
                column += max(_whole(_part(about, "gridSpan")), 1)
            if len(cells) == 1:
                yield from cells[0][1]
            else:
                yield "\t".join(text for text, _ in cells)


def _bounded(lines: Iterator[str]) -> list[str]:
    """The lines, as long as they are no more than a paper has."""
    found: list[str] = []
    length = 0
    for line in lines:
        found.append(line)
        length += len(line)
        if length > TEXT_LIMIT:
            raise UnreadableFile(
                f"Word 文件的文字超过 {TEXT_LIMIT // 10_000} 万字，不像是政策文件；请拆成几个文件再导入。"
            )
    return found


def _numbered(mark: str, text: str) -> str:
    """A paragraph behind its number; an empty one shows none. 1. and 5G stay two numbers."""
    words = text.lstrip()
    if not mark or not words:
        return text
    return mark + (" " if mark[-1] == "." and words[0].isdigit() else "") + words


def _printed(kind: str, element: Element) -> str:
    if kind == "t":
        return element.text or ""
    if kind != "sym":
        return _PRINTED[kind]
    code = attribute(element, "char")
    sign = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else ""
    return "" if "\ud800" <= sign <= "\uf8ff" else sign  # of a symbol font


def _is_unseen(kind: str, element: Element) -> bool:
    """Takes a run that is hidden, and a field of page numbers."""
    if kind == "fldSimple":
        return _is_furniture(attribute(element, "instr"))
    vanish = _part(_part(element, "rPr"), "vanish") if kind == "r" else None
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")


def _is_furniture(instruction: str) -> bool:
    """Whether a field shows a page number or a list of contents."""
    return (instruction.split() or [""])[0].upper() in _FURNITURE


def _is_struck(properties: Element | None) -> bool:
    """Whether a row or a paragraph's end is deleted, the deletion being tracked."""
    return _part(properties, "del") is not None or _part(properties, "moveFrom") is not None


def _is_contents(element: Element) -> bool:
    """Takes the frame that Word puts around a table of contents."""
    gallery = _part(_part(_part(element, "sdtPr"), "docPartObj"), "docPartGallery")
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"


def _chosen(element: Element) -> Element:
    """Of two ways to draw one thing the first: a text box comes a second time for old programs."""
    return next(iter(element), element)


def _deep(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those that a control or a tracked insertion is around."""
    for child in parent:
        kind = local(child.tag)
        if kind == name:
            yield child
        elif kind in _AROUND:
            yield from _deep(child, name)


def _part(element: Element | None, name: str) -> Element | None:
    return next((part for part in (() if element is None else element) if local(part.tag) == name), None)


def _whole(element: Element | None) -> int:
    printed = "" if element is None else attribute(element, "val")
    return int(printed) if re.fullmatch(r"\d{1,4}", printed) else 0
