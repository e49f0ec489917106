"""Numbering marks (编号): what they look like, which level they are of, which number they say.

The levels are those of GB/T 9704 and of rules and regulations, from the top down:
第X编 第X章 第X节 第X条 一、 （一） 1. （1） 1） ①.
"""

from __future__ import annotations

import re

HAN_DIGITS = "零〇一二三四五六七八九十百两"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"

# A mark at the beginning of a printed line, in any width; used on the source as it stands.
LINE_MARK = re.compile(
    rf"""
      第\s?[{HAN_DIGITS}\d]{{1,5}}\s?[编章节条](?![第款项、和的规之])   # 第三章 总则, 第十二条 …; not 第三条规定
    | [{HAN_DIGITS}]{{1,4}}\s?[、.．,]                            # 一、总体要求
    | [（(]\s?(?:[{HAN_DIGITS}]{{1,4}}|[\d０-９]{{1,2}})\s?[)）]      # （一）, （1）
    | [\d０-９]{{1,3}}\s?(?:[.．]\s?(?![\d０-９])|[、)）])            # 1. 1．1、 1）; not 1.5万
    | [{CIRCLED}]                                              # ①
    """,
    re.VERBOSE,
)

_VALUE = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


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
    for digit in text:
        if digit == "百":
            total += (unit or 1) * 100
            unit = 0
        elif digit == "十":
            total += (unit or 1) * 10
            unit = 0
        else:
            unit = unit * 10 + _VALUE.get(digit, 0)
    return total + unit
