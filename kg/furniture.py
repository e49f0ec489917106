"""Page furniture: lines that a printed page or a web page puts around the text.

Page numbers, running heads, tables of contents, the words of a web page. `find_furniture` says which lines they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.numbering import LINE_MARK
from kg.terms import load


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source with something on it."""

    start: int  # offsets of its text in the source
    end: int
    text: str  # without white space and markdown marks at its ends
    indent: int  # columns of white space before it
    gap: bool  # a blank line stands before it
    page: bool  # a page begins with it
    row: bool = False  # of a table: its spaces part cells
    cut: int = -1  # where the space stands that parts a heading from its text, -1 for none


_DASHED_PAGE = re.compile(
    r"[-—–－―·.]{1,2}\s{0,3}\d{1,3}\s{0,3}[-—–－―·.]{1,2}|第\s?\d{1,3}\s?页(?:[，,/\s]*共\s?\d{1,3}\s?页)?|(?i:page)\s\d{1,3}"
)
_BARE_NUMBER = re.compile(r"[\d０-９]{1,3}|[ivxⅰ-ⅻ]{1,4}")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|．{3,})\s*[\d（）()-]{0,6}\s*$|^[.…·．\s]{4,}")
_CONTENTS = re.compile(r"目\s*[录錄次]")
_ENTRY_TAIL = re.compile(r"[\s.…·．]*[\d（）()-]{0,6}$")
_RULE = re.compile(r"[-=_*—|:+\s.·]{3,}|&nbsp;|(?:&nbsp;\s*)+")
_DIGITS = re.compile(r"[0-9]{1,6}")
_HAN = re.compile(r"[一-鿿]")
_COUNTED = re.compile(r"[附图表专第（#]")  # 附件1, 图2, 表3, 专栏1, 第1组 count things, not pages
_SENTENCE = re.compile(r"[。；，]")
_URL = re.compile(r"https?://\S+")
_CRUMBS = re.compile(
    r"""
      首\s?页(?:\s*[>＞»›/]+\s*[^>＞»›/。，]{1,20}){1,6}                # 首页 > 政务公开
    | [^>。，\s]{2,10}(?:\s*[>＞»›]+\s*[^>＞»›。，]{1,20}){2,6}         # 政务公开 > 政策 > 规范性文件
    """,
    re.VERBOSE,
)


def find_furniture(text: str, lines: list[Line]) -> set[int]:
    """Returns the indexes of the lines that are no content.

    Takes "- 2 -", a bare "15" between pages, "一、现状与形势......1"; leaves the number column of a table.
    """
    found = _page_numbers(lines)
    found |= _contents(text, lines)
    found |= _running_heads(lines, found)
    prefixes, buttons = _residue("line"), _buttons()
    for index, line in enumerate(lines):
        if len(line.text) > 120:
            continue
        if (
            (line.text.startswith(prefixes) and not _SENTENCE.search(line.text))
            or buttons.fullmatch(line.text)
            or _RULE.fullmatch(line.text)
            or _URL.fullmatch(line.text)
            or _CRUMBS.fullmatch(line.text)
        ):
            found.add(index)
    return found


@cache
def _residue(kind: str) -> tuple[str, ...]:
    return tuple(term.form for term in load("residue") if term.kind == kind)


@cache
def _buttons() -> re.Pattern[str]:
    """Lines that hold nothing but the words of a page's buttons: 打印 关闭窗口."""
    words = "|".join(re.escape(word) for word in sorted(_residue("button"), key=len, reverse=True))
    return re.compile(rf"(?:[\s|·>\[\]【】（）()]*(?:{words}))+[\s|·\[\]【】（）()]*")


def label_of(text: str) -> str:
    """The label that a law database prints before a line, white space included: "【正文】 各省：" → "【正文】 "."""
    if text[:1] == "【":
        for label in _residue("label"):
            if text.startswith(label):
                return text[: len(text) - len(text[len(label) :].lstrip())]
    return ""


def is_page_number(text: str) -> bool:
    """Takes "- 2 -", "—15—", "第 3 页 共 10 页"; leaves a bare number."""
    return len(text) <= 14 and _DASHED_PAGE.fullmatch(text) is not None


def _page_numbers(lines: list[Line]) -> set[int]:
    """Lines that hold a page number; bare numbers count when they rise one by one, far apart."""
    found = {i for i, line in enumerate(lines) if is_page_number(line.text)}
    column = _number_column(lines)
    bare = [(i, line) for i, line in enumerate(lines) if len(line.text) <= 3 and _BARE_NUMBER.fullmatch(line.text)]
    bare = [(i, line) for i, line in bare if i not in column]
    for at, (index, line) in enumerate(bare):
        if not line.text.isdecimal():
            continue
        near = [bare[at + step] for step in (-1, 1) if 0 <= at + step < len(bare)]
        rises = [(i, o) for i, o in near if o.text.isdecimal() and abs(int(o.text) - int(line.text)) <= 2]
        apart = bool(rises) and all(abs(i - index) >= 6 for i, _ in near)
        alone = not near and len(lines) > 12
        if apart or alone or line.page:
            found.add(index)
    return found


def _number_column(lines: list[Line]) -> set[int]:
    """The numbers 1, 2, 3 … under a line 序号: a table of which a web copy put each cell on a line."""
    found: set[int] = set()
    for head in (i for i, line in enumerate(lines) if line.text == "序号"):
        last, number = head, 1
        for index in range(head + 1, len(lines)):
            if lines[index].text == str(number):
                found.add(index)
                last, number = index, number + 1
            elif index - last > 24:
                break
    return found


def _contents(text: str, lines: list[Line]) -> set[int]:
    """The table of contents: its title, its entries with leaders, or entries that come again as headings."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        if len(line.text) > 12 or not _CONTENTS.fullmatch(line.text):
            continue
        leaders = [i for i in range(index + 1, min(index + 300, len(lines))) if _LEADERS.search(lines[i].text)]
        if len(leaders) >= 2:
            last = leaders[0]
            for i in leaders:
                if i - last <= 4:
                    last = i
            found.update(range(index, last + 1))
            continue
        stop = _plain_contents(lines, index + 1)
        if stop > index + 2:
            found.update(range(index, stop))
    if "...." in text or "……" in text:
        found.update(
            i
            for i, line in enumerate(lines)
            if len(line.text) <= 90 and _LEADERS.search(line.text) and line.text[-1:].isdigit()
        )
    return found


def _plain_contents(lines: list[Line], first: int) -> int:
    """Where a table of contents without leaders ends: entries are short, and the first one comes again below."""
    if first >= len(lines):
        return first
    head = _entry(lines[first].text)
    stop = first + 1
    while stop < len(lines) and len(lines[stop].text) <= 45 and lines[stop].text[-1] not in "。；，":
        entry = _entry(lines[stop].text)
        if entry == head:
            return stop
        if not (LINE_MARK.match(entry) or lines[stop].text[-1].isdigit() or len(entry) <= 20):
            break
        stop += 1
    return stop if any(_entry(line.text) == head for line in lines[stop:]) else first


def _entry(text: str) -> str:
    """An entry as its heading reads: without leaders, page and white space."""
    return "".join(_ENTRY_TAIL.sub("", text).split())


def _running_heads(lines: list[Line], pages: set[int]) -> set[int]:
    """Short lines that come three times or more at the edge of pages, or with a page number in them that rises."""
    where: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if 4 <= len(line.text) <= 40 and line.text[-1] not in "。；：":
            where[_DIGITS.sub("#", line.text)].append(index)
    found: set[int] = set()
    for words, indexes in where.items():
        if len(indexes) < 3:
            continue
        same = len({lines[i].text for i in indexes}) == 1
        beside = sum(lines[i].page or i - 1 in pages or i + 1 in pages for i in indexes)
        if beside * 2 > len(indexes) if same else _counts_pages(words, [lines[i].text for i in indexes], indexes):
            found.update(indexes)
    return found


def _counts_pages(words: str, texts: list[str], indexes: list[int]) -> bool:
    """Takes "某市公报2024年第3期 15", "…第3期 16", "…第3期 17" far apart; leaves "附件1", "附件2", "附件3"."""
    if _COUNTED.match(words) or len(_HAN.findall(words)) < 5:
        return False
    numbers = [int(_DIGITS.findall(text)[-1]) for text in texts]
    rising = all(0 < b - a <= 2 for a, b in pairwise(numbers))
    return rising and all(b - a >= 8 for a, b in pairwise(indexes))
