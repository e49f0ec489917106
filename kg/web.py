"""Web pages: from a saved page to its article, a paragraph a line, a table's row a line with tabs between its cells.

Kept: the part of the page that holds the text, with its title and its table of fields (索引号, 发文字号) above it, the
numbers of lists. Left out: scripts, menus, side columns, what is hidden, what stands under the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.bodies import is_body
from kg.cells import in_one_line
from kg.errors import UnreadableFile
from kg.fields import marks
from kg.official import DATE_LINE, TITLE_END
from kg.records import LEFT_OUT, Notice
from kg.view import normal
from kg.web_tree import Element, tree
from kg.word_numbers import numeral

_BLOCKS = frozenset(
    (
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend"),
        *(
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul",
        ),
    )
)
_LIST_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "cjk-ideographic": "chineseCounting",
    "lower-roman": "lowerRoman",
    "none": "none",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "upper-roman": "upperRoman",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"(?<=[一-鿿，。；：、）》”]) ?\n ?(?=[一-鿿（《“])")
_SITE = re.compile(r"[-_|—–\s]+")
_ALMOST_ALL = 0.97  # of a page's sentences: the smallest part that holds as much is the article
_SHORTEST_TITLE = 6


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    linked: bool  # nothing but links
    inside: bool  # of the part that holds the article


def web(page: str) -> tuple[str, tuple[Notice, ...]]:
    """Returns the text of a page's article and what was left out of it; raises UnreadableFile when there is none."""
    whole, head = tree(page)
    writer = _Writer(_article(whole))
    writer.write(whole)
    lines = _cut(writer.lines(), head)
    text = "\n".join(lines)
    if not text.strip():
        raise UnreadableFile(
            "网页里没有正文（可能要联网才能显示）；请打开网页，把正文复制到 .txt 或 .docx 文件再导入。"
        )
    if not writer.pictures:
        return text, ()
    message = f"图片或嵌入对象 {writer.pictures} 处，其中的文字没有收入。"
    return text, (Notice(f"{LEFT_OUT}pictures", message),)


def _article(whole: Element) -> Element:
    """The smallest part, no mere paragraph, that holds almost all sentences of the page, or words if it has none."""
    here = whole
    while True:
        best = max(here.elements(), key=_weight, default=None)
        if best is None or not best.words or not best.holds(*_BLOCKS, "br"):
            return here
        if best.tag in ("ol", "ul") or (best.tag == "table" and not best.frame):
            return here  # what stands beside it is of the paper as well
        if best.sentences < _ALMOST_ALL * here.sentences or best.words < _ALMOST_ALL * here.words * (
            not here.sentences
        ):
            return here
        here = best


def _weight(element: Element) -> tuple[int, int]:
    return element.sentences, element.words


def _cut(lines: list[_Line], titles: list[str]) -> list[str]:
    """The article's lines, with its title and fields above it and its rows, date and annexes under it."""
    first = next((i for i, line in enumerate(lines) if line.inside), len(lines))
    stop = next((i + 1 for i in range(len(lines) - 1, -1, -1) if lines[i].inside), len(lines))
    squeezed = ["".join(title.split()) for title in titles]
    named = [i for i, line in enumerate(lines[:stop]) if _is_title(line.text, squeezed)]
    above = [i for i in range(first) if i in named or _is_field(lines[i].text)]
    while stop < len(lines) and _is_of_the_paper(lines[stop]):
        stop += 1
    kept = [line.text for line in lines[min(above, default=first) : stop] if line.inside or not line.linked]
    title = next((name for one in titles if (name := _named(one))), "")
    return kept if named or not title else [title, *kept]


def _is_of_the_paper(line: _Line) -> bool:
    """Takes a row of a table, 附件：…, who signs and the date under an article; leaves 上一篇：…, 相关解读."""
    norm = normal(line.text)
    signed = is_body(norm) or DATE_LINE.fullmatch(norm) is not None
    return not line.linked and (signed or "\t" in line.text or norm.startswith("附"))


def _named(title: str) -> str:
    """A page's title without the site's name, where it is a paper's: 岚山县实施方案_岚山县人民政府."""
    return max((piece for piece in _SITE.split(title) if TITLE_END.search(normal(piece))), key=len, default="")


def _is_title(line: str, titles: list[str]) -> bool:
    words = "".join(line.split())
    return len(words) >= _SHORTEST_TITLE and any(words == title or title.startswith(words) for title in titles)


def _is_field(line: str) -> bool:
    norm = normal(line)
    return len(norm) < 400 and bool(marks(norm, 0, len(norm)))


class _Writer:
    """Puts a tree down as lines."""

    def __init__(self, article: Element) -> None:
        self._article = article
        self._inside = 0
        self._lines: list[_Line] = []
        self._pieces: list[str] = []
        self._reaching: list[dict[int, tuple[int, str]] | None] = [None]  # of each table: column → rows left, text
        self._mark = ""  # of a list's item, until its first line
        self._plain = False  # whether the line has words that are no link
        self.pictures = 0

    def lines(self) -> list[_Line]:
        """What was written."""
        self._end()
        return self._lines

    def write(self, element: Element) -> None:
        """Writes an element with all that is in it."""
        block = element.tag in _BLOCKS
        if block:
            self._end()
        self._inside += element is self._article
        if element.tag == "br":
            self._end()
        elif element.tag == "img":
            self.pictures += self._inside > 0
        elif element.tag == "tr":
            self._row(element)
        elif element.tag == "table":
            self._reaching.append(None if element.frame else {})
            self._children(element)
            self._reaching.pop()
        else:
            self._children(element)
        if block:
            self._end()
        self._inside -= element is self._article

    def _children(self, element: Element) -> None:
        number = _first_number(element)
        for child in element.children:
            if isinstance(child, str):
                self._say(child, element)
                continue
            if child.tag == "li" and element.tag == "ol":
                number = _whole(child.attributes.get("value"), number)
                self._end()
                self._mark = _list_mark(element, number)
                number += 1
                self._children(child)
                self._end()
                self._mark = ""
            else:
                self.write(child)

    def _say(self, text: str, element: Element) -> None:
        if element.tag == "pre":
            for line in text.split("\n"):
                self._pieces.append(line)
                self._plain = True
                self._end()
            return
        self._plain |= not element.linked and bool(text.strip())
        self._pieces.append(text)

    def _end(self) -> None:
        """Ends a line."""
        joined = _SPACE.sub(lambda gap: "\n" if "\n" in gap.group() else " ", "".join(self._pieces))
        text = _WRAPPED.sub("", joined).replace("\n", " ").strip(" ")
        if text.strip():
            self._lines.append(_Line(self._mark + text, not self._plain, self._inside > 0))
            self._mark = ""
        self._pieces, self._plain = [], False

    def _row(self, row: Element) -> None:
        """A row of several cells is a line, unless the table is there for the layout of the page.

        A cell that reaches down is said again in each row that it covers, save in the first column.
        """
        cells = [child for child in row.elements() if child.tag in ("td", "th")]
        written = [self._cell(cell) for cell in cells]
        reaching = self._reaching[-1]
        if reaching is None or (len(cells) < 2 and not reaching):
            self._lines.extend(line for lines in written for line in lines)
            return
        texts = iter(
            [(in_one_line([line.text for line in lines]), cell) for cell, lines in zip(cells, written, strict=True)]
        )
        said = "\t".join(_columns(texts, reaching)).rstrip()
        every = [line for lines in written for line in lines]
        if said.strip():
            inside = self._inside > 0 or any(line.inside for line in every)
            self._lines.append(_Line(said, all(line.linked for line in every), inside))

    def _cell(self, cell: Element) -> list[_Line]:
        outside, self._lines = self._lines, []
        self.write(cell)
        self._end()
        written, self._lines = self._lines, outside
        return written


def _columns(texts: Iterator[tuple[str, Element]], reaching: dict[int, tuple[int, str]]) -> Iterator[str]:
    """The cells of a row, those that reach down into it in their places."""
    column = 0
    while True:
        rows, text = reaching.get(column, (0, ""))
        if rows:
            reaching[column] = (rows - 1, text)
            yield text if column else ""
            column += 1
            continue
        found = next(texts, None)
        if found is None:
            return
        text, cell = found
        down = _whole(cell.attributes.get("rowspan"), 1)
        if down > 1:
            reaching[column] = (down - 1, text)
        yield text
        column += max(_whole(cell.attributes.get("colspan"), 1), 1)


def _first_number(element: Element) -> int:
    return _whole(element.attributes.get("start"), 1)


def _whole(printed: str | None, otherwise: int) -> int:
    return int(printed) if printed and re.fullmatch(r"\d{1,5}", printed.strip()) else otherwise


def _list_mark(element: Element, number: int) -> str:
    """What a browser prints before an item of a numbered list."""
    style = _STYLE.search(element.attributes.get("style", "").lower())
    kind = _STYLES.get(style.group(1), "") if style else ""
    mark = numeral(number, kind or _LIST_KINDS.get(element.attributes.get("type", ""), "decimal"))
    return "" if not mark else f"{mark}、" if kind == "chineseCounting" else f"{mark}. "
