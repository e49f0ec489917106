"""A saved page as a small tree of what a reader sees (网页结构). The one file that knows selectolax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.errors import UnreadableFile

_DEEPEST = 2000  # elements inside each other; unclosed ones pile up
_UNSEEN = frozenset(
    (
        *("applet", "aside", "audio", "button", "canvas", "datalist", "del", "dialog", "embed", "footer", "frameset"),
        *("head", "iframe", "input", "map", "math", "nav", "noscript", "object", "option", "rp", "rt", "script"),
        *("select", "style", "svg", "template", "textarea", "video"),
    )
)
_HEEDED = frozenset(("id", "class", "style", "hidden", "start", "type", "value", "rowspan", "colspan"))
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?|copyright|nav(?:bar|igation)?|menu|(?:bread)?crumbs?|share|bdshare\w*|related|recommend|"
    r"side(?:bar)?|search|pager?|pagination|toolbar|qrcode|login|banner)(?=$|[\s_\d-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FOOT = re.compile(r"版权所有|备案(?:号|序号)|ICP备|公网安备|网站标识码|主办单位|承办单位|技术支持|网站地图")
_SENTENCE = re.compile("[，。；]")
_MOST_OF_IT = 0.7  # of a table's words in one cell: it is no table of rows
_MOST_FURNITURE = 0.3  # of a page's words; what holds more is no furniture, whatever it is called


@dataclass(slots=True, eq=False)
class Element:
    """An element of the page with what is in it."""

    tag: str
    attributes: dict[str, str]
    linked: bool  # in a link
    children: list[Element | str] = field(default_factory=list)
    words: int = 0  # characters that are no links and do not speak of the site
    sentences: int = 0  # those of them that stand in sentences, those in the rows of a table apart
    frame: bool = False  # a table that is there for the layout of the page

    def elements(self) -> Iterator[Element]:
        """The elements in it."""
        return (child for child in self.children if isinstance(child, Element))

    def holds(self, *tags: str) -> bool:
        """Whether one of these stands in it."""
        return any(child.tag in tags or child.holds(*tags) for child in self.elements())


def tree(page: str) -> tuple[Element, list[str]]:
    """Returns what a page shows, and its titles: as the article says, the first headings, that of the page."""
    parsed = LexborHTMLParser(page)
    titles = [
        node.attributes.get("content") or ""
        for node in parsed.css("meta")
        if (node.attributes.get("name") or "").lower() in ("articletitle", "article:title")
    ]
    titles += [node.text() for node in parsed.css("h1")[:2]]
    titles += [node.text() for node in parsed.css("title")[:1]]
    whole = Element("body", {}, linked=False)
    start = parsed.body or parsed.root
    if start is not None:
        _grow(whole, start)
    _weigh(whole)
    _prune(whole, whole.words)
    _weigh(whole)
    return whole, [title.strip() for title in titles if title.strip()]


def _grow(whole: Element, start: LexborNode) -> None:
    """Hangs on an element what stands in a node."""
    waiting = [(start, whole, 0)]
    while waiting:
        node, above, depth = waiting.pop()
        if depth > _DEEPEST:
            raise UnreadableFile("网页的标签嵌套过深；请把正文复制到 .txt 或 .docx 文件再导入。")
        child = node.child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                above.children.append(child.text_content or "")
            elif tag[:1].isalpha() and tag not in _UNSEEN:
                attributes = {key: value or "" for key, value in child.attributes.items() if key in _HEEDED}
                if "hidden" not in attributes and not _HIDDEN.search(attributes.get("style", "")):
                    element = Element(tag, attributes, linked=above.linked or tag == "a")
                    above.children.append(element)
                    waiting.append((child, element, depth + 1))
            child = child.next


def _weigh(element: Element) -> None:
    """Counts the characters in an element."""
    element.words = element.sentences = 0
    for child in element.children:
        if isinstance(child, Element):
            _weigh(child)
            element.words += child.words
            element.sentences += child.sentences
        elif not element.linked and not _FOOT.search(child):
            length = len("".join(child.split()))
            element.words += length
            element.sentences += length if _SENTENCE.search(child) else 0
    if element.tag == "table":
        cells = list(_cells(element))
        element.frame = any(cell.words >= _MOST_OF_IT * element.words or cell.holds("table") for cell in cells)
        element.sentences *= element.frame


def _cells(element: Element) -> Iterator[Element]:
    for child in element.elements():
        if child.tag in ("td", "th"):
            yield child
        elif child.tag != "table":
            yield from _cells(child)


def _prune(element: Element, whole: int) -> None:
    """Takes out what is furniture by its name, unless much of the page is in it."""
    kept: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element):
            names = f"{child.attributes.get('id', '')} {child.attributes.get('class', '')}"
            if _FURNITURE.search(names) and child.words <= _MOST_FURNITURE * whole and not child.holds("h1"):
                continue
            _prune(child, whole)
        kept.append(child)
    element.children = kept
