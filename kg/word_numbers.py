"""The numbers that Word itself writes before paragraphs (自动编号): 一、（一）1. of numbering.xml.

A list level has a pattern (%1、 or （%2） or %1.%2) and a kind of numeral; a paragraph says which list and level it is
of, or its style does. Nothing of this stands in the paragraph's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

_SLOT = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # bullets of symbol fonts
_CLOSED = re.compile(r"[、，。：；）〕】).．:,]$")
_DEEPEST = 9
_MOST_STYLES = 64  # a style is based on, one above the other
_HAN = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_COUNTING = frozenset(
    ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting")
)
_ROWS = {  # kinds that are a row of signs, and what stands for 1
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(number: int, kind: str) -> str:
    """Returns a number as Word prints it in a kind of numeral; kinds that are not known are decimal.

    >>> numeral(16, "chineseCountingThousand"), numeral(3, "decimalEnclosedCircle"), numeral(4, "upperRoman")
    ('十六', '③', 'IV')
    """
    if kind in ("none", "bullet") or number < 0:
        return ""
    if kind in _COUNTING:
        return _counted(number)
    if kind == "chineseLegalSimplified":
        return _counted(number, bare_ten=False).translate(_LEGAL)
    if kind == "ideographDigital":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if kind in _ROWS and 1 <= number <= len(_ROWS[kind]):
        return _ROWS[kind][number - 1]
    if kind in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return _roman(number) if kind == "lowerRoman" else _roman(number).upper()
    if kind in ("upperLetter", "lowerLetter") and 0 < number <= 26 * 30:
        letter = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind.startswith("decimalFullWidth"):
        return str(number).translate(_FULL_WIDTH)
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _counted(number: int, *, bare_ten: bool = True) -> str:
    """十六, 一百零五; beyond 9999 the digits."""
    if number == 0 or number > 9999:
        return _HAN[0] if number == 0 else str(number)
    printed, gap = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit:
            printed += (_HAN[0] if gap and printed else "") + _HAN[digit] + _PLACES[place]
        gap = not digit
    return printed[1:] if bare_ten and printed.startswith("一十") else printed


def _roman(number: int) -> str:
    printed = ""
    for value, sign in _ROMAN:
        printed += sign * (number // value)
        number %= value
    return printed


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    pattern: str = ""
    legal: bool = False  # the levels above are printed in digits, whatever they are
    restart: int | None = None  # after which level it begins anew: None for any above, 0 for none
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A numbered list (w:num): lists of one `family` count on from each other."""

    family: str
    levels: dict[int, _Level]
    begins: dict[int, int]  # level → where this list begins anew


class Numbers:
    """Tells paragraphs' numbers, in the order of the document."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {attribute(style, "styleId"): style for style in _all(styles, "style")}
        standard = (id for id, style in self._styles.items() if _is_standard(style))
        self._standard = next(standard, "")
        self._families = {attribute(one, "abstractNumId"): one for one in _all(numbering, "abstractNum")}
        self._linked = {
            attribute(link, "val"): id for id, one in self._families.items() for link in _all(one, "styleLink")
        }
        self._lists = {attribute(one, "numId"): self._list(one) for one in _all(numbering, "num")}
        self._counts: dict[tuple[str, int], int] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, properties: Element | None) -> str:
        """Returns what Word prints before the next paragraph, which has these properties; "" for nothing."""
        place = self._place(properties)
        if place is None:
            return ""
        number, depth = place
        one = self._lists[number]
        level = one.levels.get(depth)
        if level is None:
            return ""
        self._count(number, depth)
        printed = _SLOT.sub(lambda slot: self._printed(one, int(slot.group(1)) - 1, level.legal), level.pattern)
        printed = _PRIVATE.sub("", printed).strip()
        if level.kind == "bullet" or not printed:
            return ""
        return printed if _CLOSED.search(printed) else printed + " "

    def style_name(self, properties: Element | None) -> str:
        """The name of a paragraph's style as Word shows it, in lower case: heading 1, toc 2."""
        style = self._styles.get(_said(properties, "pStyle") or "")
        return (_said(style, "name") or "").lower()

    def _count(self, number: str, depth: int) -> None:
        one = self._lists[number]
        key = (one.family, depth)
        if depth in one.begins and (number, depth) not in self._begun:
            self._begun.add((number, depth))
            self._counts[key] = one.begins[depth]
        else:
            self._counts[key] = self._counts.get(key, one.levels[depth].start - 1) + 1
        for below in range(depth + 1, _DEEPEST):
            level = one.levels.get(below)
            if level and (level.restart is None or depth < level.restart):
                self._counts.pop((one.family, below), None)

    def _printed(self, one: _List, depth: int, legal: bool) -> str:
        level = one.levels.get(depth, _Level())
        return numeral(self._counts.get((one.family, depth), level.start), "decimal" if legal else level.kind)

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """A paragraph's list and level: its own, else its style's, or that of a style this one is based on."""
        number: str | None = None
        depth: int | None = None
        by_style = ""
        for id, said in self._chain(properties):
            numbered = _child(said, "numPr")
            if numbered is None:
                continue
            if depth is None and (level := _said(numbered, "ilvl")) is not None:
                depth = _whole(level)
            if number is None and (own := _said(numbered, "numId")) is not None:
                number, by_style = own, id
            if number is not None:
                break
        if number is None or number not in self._lists:
            return None
        if by_style:  # the level that names the style, if there is one
            depth = next((at for at, level in self._lists[number].levels.items() if level.style == by_style), depth)
        return number, depth or 0

    def _chain(self, properties: Element | None) -> Iterator[tuple[str, Element]]:
        """The properties that hold for a paragraph, nearest first, with the id of the style that says them."""
        if properties is not None:
            yield "", properties
        id = _said(properties, "pStyle") or self._standard
        for _ in range(_MOST_STYLES):
            style = self._styles.get(id)
            if style is None:
                return
            said = _child(style, "pPr")
            if said is not None:
                yield id, said
            id = _said(style, "basedOn") or ""

    def _list(self, one: Element) -> _List:
        family = _said(one, "abstractNumId") or ""
        levels = self._levels(family)
        begins: dict[int, int] = {}
        for override in _all(one, "lvlOverride"):
            depth = _whole(attribute(override, "ilvl"))
            own = _child(override, "lvl")
            if own is not None:
                levels[depth] = _level(own)
            if (start := _said(override, "startOverride")) is not None:
                begins[depth] = _whole(start)
                levels[depth] = replace(levels.get(depth, _Level()), start=begins[depth])
        return _List(family, levels, begins)

    def _levels(self, family: str) -> dict[int, _Level]:
        element = self._families.get(family)
        if element is None:
            return {}
        if (style := _said(element, "numStyleLink")) is not None and style in self._linked:
            element = self._families[self._linked[style]]  # the list style that it is of
        return {_whole(attribute(level, "ilvl")): _level(level) for level in _all(element, "lvl")}


def _level(element: Element) -> _Level:
    restart = _said(element, "lvlRestart")
    legal = _child(element, "isLgl")
    return _Level(
        start=_whole(_said(element, "start") or "1"),
        kind=_said(element, "numFmt") or "decimal",
        pattern=_said(element, "lvlText") or "",
        legal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
        restart=None if restart is None else _whole(restart),
        style=_said(element, "pStyle") or "",
    )


def _is_standard(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")


def local(tag: str) -> str:
    """A name without its namespace: the strict and the usual kind of Word file differ in that alone."""
    return tag.rpartition("}")[2]


def _all(element: Element | None, name: str) -> Iterator[Element]:
    return (child for child in element if local(child.tag) == name) if element is not None else iter(())


def _child(element: Element | None, name: str) -> Element | None:
    return next(_all(element, name), None)


def attribute(element: Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def _said(element: Element | None, name: str) -> str | None:
    """The w:val of a child; None where there is no such child."""
    child = _child(element, name)
    return None if child is None else attribute(child, "val")


def _whole(printed: str) -> int:
    """A number as Word writes it; 0 for what is none."""
    return int(printed) if re.fullmatch(r"-?\d{1,9}", printed) else 0
