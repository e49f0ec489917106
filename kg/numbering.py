"""Numbering marks (编号): what they look like, which number they say.

The levels are those of GB/T 9704 and of rules and regulations, from the top down:
第X编 第X章 第X节 第X条 一、 （一） 1. （1） 1） ①, and 1 / 1.1 / 1.1.1 in emergency plans.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

HAN_DIGITS = "零〇一二三四五六七八九十百两"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"

FORMAL_DIGITS = "壹贰叁肆伍陆柒捌玖拾"

Kind = Literal[
    "part",
    "chapter",
    "section",
    "article",
    "formal",
    "han",
    "paren",
    "arabic",
    "paren-arabic",
    "half-paren",
    "letter",
    "circled",
    "decimal",
]

# What follows 第三条 when it is only referred to: 第三条规定, 第三条至第五条
_CITED = r"第|款|项(?!目)|、|，|和(?!谐)|的|之|规定|所[列称述]|至|及(?!时)|以[外上下内]"
_YEAR = r"(?:\d{4}年|[456]G)"  # 1.2024年底前…, 3.5G基站…
PACKED = "㈠-㈩⒈-⒛⑴-⒇"  # a mark in one character: （一）, 1., （1）
_SIGN = r"(?:[★☆◆◇■□▲△▶►●○◎※·*]{1,3}\s?)?"  # in front of a number, to set tasks apart: ★（一）, ▲3.
# A mark at the beginning of a printed line, in any width; used on the source as it stands.
LINE_MARK = re.compile(
    rf"""
    {_SIGN}(?:
      第\s?[{HAN_DIGITS}\d]{{1,5}}\s?(?:编|部分|篇|章|节|条)(?!{_CITED})  # 第三章; not 第三条规定
    | [{HAN_DIGITS}]{{1,4}}\s?[、.．,] | [{FORMAL_DIGITS}]{{1,2}}、               # 一、总体要求, 壹、总体要求
    | [（(]\s?(?:[{HAN_DIGITS}]{{1,4}}|[\d０-９]{{1,2}})\s?[)）]                  # （一）, （1）
    | [\d０-９]{{1,3}}\s?(?:[.．]\s?(?:{_YEAR}|(?![\d０-９]))|[、)）])           # 1. 1．1、 1）; not 1.5万
    | [a-z][)）.、]\s?[一-鿿“]                                                # a) 培育企业
    | \d{{1,2}}(?:\.\d{{1,2}}){{1,3}}[\s\u3000]+[一-鿿]                          # 1.1 编制目的
    | [{CIRCLED}{PACKED}]                                                  # ①, ⒈
    )
    """,
    re.VERBOSE,
)

_FORMS = rf"""
      第(?P<ordinal>[{HAN_DIGITS}\d]{{1,5}})(?P<unit>编|部分|篇|章|节|条)(?!{_CITED})        # 第七条
    | (?P<han>[{HAN_DIGITS}]{{1,4}})(?:[、.]|，(?=[一-鿿]{{2,12}}\n))                              # 一、
    | (?P<formal>[{FORMAL_DIGITS}]{{1,2}})、                                                  # 壹、
    | （(?P<paren>[{HAN_DIGITS}]{{1,4}})）(?:[.．、](?=[一-鿿“]))?(?![、至]|和(?!谐)|项(?!目)|款)  # （一） （一）、
    | (?P<arabic>\d{{1,3}})[.、．](?:(?={_YEAR})|(?![\d.、]))                                    # 1. 1、
    | （(?P<parenarabic>\d{{1,3}})）                                                          # （1）
    | (?P<half>\d{{1,2}})）                                                                  # 1）
    | (?P<letter>[a-z])(?:）|[.、](?=[一-鿿“]))(?=.{{2}})                                       # a) a.
    | (?P<circled>[{CIRCLED}])                                                              # ①
    | (?P<packed>[{PACKED}])                                                                # ㈠ ⒈ ⑴
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})[.、]?(?=[ 一-鿿“《])                        # 1.1
    | (?P<plain>\d{{1,2}})(?=\ [一-鿿]{{2,14}}(?:\n|$))                                       # 1 总则
"""
_AT_START = re.compile(rf"^\ ?{_SIGN}(?:{_FORMS})\ ?", re.VERBOSE | re.MULTILINE)
# 18.〔24小时〕值守: an item's text that begins with a figure; not 2.5万辆, told by the numbers beside it
_BEFORE_FIGURE = re.compile(rf"^\ ?{_SIGN}(?P<arabic>\d{{1,3}})[.、．](?=\d[^\n]*[一-鿿]{{2}}[^\n]{{6}})", re.MULTILINE)
# Inside a paragraph a mark follows the end of a sentence, or other words (a heading, the name of a body).
_INSIDE = re.compile(
    rf"""
    (?=[第（\d{HAN_DIGITS}{CIRCLED}{PACKED}])
    (?: (?<=[。；：！？）〕”]) | (?<=[。；：！？）〕”]\ ) | (?<=[一-鿿]\ )(?=1[、.][一-鿿])   # 做强企业 1、支持技改
      | (?<=[一-鿿])(?<![第{HAN_DIGITS}])
        (?= （[{HAN_DIGITS}] | \d{{1,3}}\.(?!\d) | 第[{HAN_DIGITS}]{{1,4}}[条节] | [{HAN_DIGITS}]{{1,3}}、 )
    )
    (?:{_FORMS})\ ?
    """,
    re.VERBOSE,
)
_UNITS: dict[str, Kind] = {
    "编": "part",
    "部分": "part",
    "篇": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
}
_NAMES: dict[str, Kind] = {
    "ordinal": "article",
    "han": "han",
    "formal": "formal",
    "paren": "paren",
    "arabic": "arabic",
    "parenarabic": "paren-arabic",
    "half": "half-paren",
    "letter": "letter",
    "circled": "circled",
    "packed": "paren",
    "decimal": "decimal",
    "plain": "decimal",
}
_VALUE = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLAIN = str.maketrans(FORMAL_DIGITS, "一二三四五六七八九十")


def number(text: str) -> int:
    """The number that Chinese or Arabic digits say; 0 when they say none.

    >>> number("二十三"), number("十"), number("12"), number("一百零五")
    (23, 10, 12, 105)
    """
    if text in CIRCLED and len(text) == 1:
        return CIRCLED.index(text) + 1
    if text.isdecimal():
        return int(text)
    total = unit = 0
    for digit in text.translate(_PLAIN):
        if digit == "百":
            total += (unit or 1) * 100
            unit = 0
        elif digit == "十":
            total += (unit or 1) * 10
            unit = 0
        else:
            unit = unit * 10 + _VALUE.get(digit, 0)
    return total + unit


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark where it is printed; whether it numbers an item is for `kg.sequence` to say."""

    kind: Kind
    value: int
    label: str  # its part of a clause's path: 一, （一）, 20., 第七条
    number: str  # as printed, in normal form: 一、
    start: int
    end: int  # where the item's text begins
    opens: bool  # it begins a paragraph

    @property
    def level(self) -> int:
        """1.1.2 is three levels deep in its kind, every other mark one."""
        return self.label.count(".") if self.kind == "decimal" else 0


def marks(norm: str, start: int, stop: int) -> list[Mark]:
    r"""Returns the marks of norm[start:stop], at paragraph starts and inside paragraphs, in order.

    >>> [(m.label, m.opens) for m in marks("一、总体要求（一）指导思想。\n1.5万辆", 0, 21)]
    [('一', True), ('（一）', False)]
    """
    opening = [_mark(m, True) for m in _AT_START.finditer(norm, start, stop)]
    if not sum(m.kind == "decimal" and m.level > 0 for m in opening) >= 3:
        opening = [m for m in opening if m.kind != "decimal"]
    opening += _before_figures(norm, start, stop, opening)
    taken = {m.start for m in opening}
    inside = [_mark(m, False) for m in _INSIDE.finditer(norm, start, stop)]
    inside = [m for m in inside if m.start not in taken and m.kind not in ("part", "decimal")]
    return sorted([*opening, *inside], key=lambda mark: mark.start)


def _before_figures(norm: str, start: int, stop: int, opening: list[Mark]) -> list[Mark]:
    """The marks at paragraph starts whose text begins with a figure, where those beside them count on: 17. 18. 19."""
    if not any(m.kind == "arabic" for m in opening) or any(m.kind == "decimal" for m in opening):
        return []
    figures = [_mark(match, True) for match in _BEFORE_FIGURE.finditer(norm, start, stop)]
    around = sorted([*(m for m in opening if m.kind == "arabic"), *figures], key=lambda mark: mark.start)
    found: list[Mark] = []
    for before, mark, after in zip(around, around[1:], around[2:], strict=False):
        if mark in figures and (before.value + 1, after.value - 1) == (mark.value, mark.value):
            found.append(mark)
    return found


def _mark(found: re.Match[str], opens: bool) -> Mark:
    """The mark that a match of the forms is."""
    forms = found.groupdict()
    name = next(name for name in _NAMES if forms.get(name))
    printed = found[name]
    label = printed
    value = number(printed.rpartition(".")[2])
    kind = _NAMES[name]
    if name == "ordinal":
        kind = _UNITS[found["unit"]]
        label = f"第{printed}{found['unit']}"
    elif name in ("paren", "parenarabic"):
        label = f"（{printed}）"
    elif name == "arabic":
        label = f"{printed}."
    elif name == "half":
        label = f"{printed}）"
    elif name == "letter":
        value, label = ord(printed) - ord("a") + 1, f"{printed}）"
    elif name == "packed":
        kind, label = _unpacked(printed)
        value = number(label.strip("（）."))
    shown = f"{printed}、" if name in ("han", "formal") else label
    lead = len(found.group()) - len(found.group().lstrip(" "))
    return Mark(kind, value, label, shown, found.start() + lead, found.end(), opens)


def _unpacked(mark: str) -> tuple[Kind, str]:
    """The kind and the usual form of a mark that is one character: ㈠ is （一）, ⒈ is 1."""
    form = unicodedata.normalize("NFKC", mark).replace("(", "（").replace(")", "）")
    if form.endswith("."):
        return "arabic", form
    return ("paren-arabic" if form[1].isdecimal() else "paren"), form
