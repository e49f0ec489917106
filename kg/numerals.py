"""Numbers as they are printed (数字): 2.8, 1,000, 一百二十, 百, 十四.

Only the number itself; the measure word that follows it is the business of `kg.quantities`. In 2万架 the 万 belongs to
the measure (2 of 万架); in 两万架 it does too, so that both spellings of one quantity give one value and one unit.
"""

from __future__ import annotations

import re

_DIGITS = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}

ARABIC = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"  # 1,320; 97.5
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+"
_ARABIC = re.compile(ARABIC)
_CHINESE = re.compile(CHINESE)
_SCALE = re.compile(r"[万亿]+$")
_CLIPPED = re.compile(r"[百千万亿][一二三四五六七八九]$")  # 三百五 is 350 in speech
_SEQUENCE = re.compile(r"[一二两三四五六七八九]{2,}")  # 三四 (三四十家), 一二: an estimate, no number


def arabic_value(printed: str) -> float:
    """Returns the value of an Arabic number, thousands marks allowed.

    >>> arabic_value("1,320"), arabic_value("97.5")
    (1320.0, 97.5)
    """
    if not _ARABIC.fullmatch(printed):
        raise ValueError(f"{printed!r} is no Arabic number")
    return float(printed.replace(",", "").replace("，", ""))


def chinese_value(printed: str) -> int | None:
    """Returns the value of a Chinese number, a bare 百 being a hundred; None for a mere estimate (三四十) or no number.

    >>> chinese_value("一百二十"), chinese_value("百"), chinese_value("十四"), chinese_value("三四十")
    (120, 100, 14, None)
    """
    if not _CHINESE.fullmatch(printed) or _SEQUENCE.search(printed) or _CLIPPED.search(printed):
        return None
    total = 0  # what stands before 亿 and 万
    section = 0  # what stands since then
    digit: int | None = None
    for place, mark in enumerate(printed):
        if mark in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _DIGITS[mark]
        elif mark in _SMALL:
            section += (1 if digit is None or digit == 0 else digit) * _SMALL[mark]
            digit = None
        else:
            section += digit or 0
            total, section, digit = _scaled(total, section, _BIG[mark], bare=place == 0), 0, None
    return total + section + (digit or 0)


def _scaled(total: int, section: int, scale: int, *, bare: bool) -> int:
    """The value up to a 万 or 亿: it scales what stands before it, all of it when that is smaller (一万亿)."""
    if bare:
        return scale
    return (total + section) * scale if total < scale else total + section * scale


def split_scale(printed: str) -> tuple[str, str]:
    """Returns a Chinese number in two: what is counted, and the 万 or 亿 that its measure word carries with it.

    A bare 万 stays a number, since nothing else would be left of it.

    >>> split_scale("三千万"), split_scale("万"), split_scale("百亿"), split_scale("一百二十")
    (('三千', '万'), ('万', ''), ('百', '亿'), ('一百二十', ''))
    """
    found = _SCALE.search(printed)
    if found is None or found.start() == 0:
        return printed, ""
    return printed[: found.start()], found.group()
