"""Full dates (日期) as official papers print them: 2024年7月3日, 二〇二四年七月三日, 2024-04-28, 20221025.

A date that cannot be is not believed: its `iso` is None and `doubt` says why. A slip that leaves no doubt about what
was meant (2026月3月26日) is read, and `doubt` says so too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

# Policy papers of this state are of its years; a later year than LAST is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1949, 2049

_HAN = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○ＯOo", 0)
_H = "零〇○ＯO一二三四五六七八九"
_DATE = re.compile(
    rf"""
      (?<![\d{_H}])
      (?P<year>\d{{4,5}}|[{_H}]{{4}})\s?(?P<mark>年|月(?=\s?\d{{1,2}}\s?月))\s?  # 二〇二四年; 2026月3月, a slip
      (?P<month>\d{{1,3}}|[{_H}十]{{1,3}})\s?月
      (?:\s?(?P<day>\d{{1,3}}|[{_H}十廿]{{1,3}})(?:\s?[日号]|(?=[\s）]|$)))?     # 2018年03月27, the 日 forgotten
    | (?<![\d/])(?P<y>\d{{4}})(?P<sep>[-./])\s?(?P<m>\d{{1,2}})(?P=sep)\s?(?P<d>\d{{1,2}})(?![\d/])  # 2024-04-28
    | (?<!\d)(?P<c>(?:19|20)\d{{6}})(?!\d)                                             # 20221025
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date at text[start:end]; `iso` is YYYY-MM-DD, YYYY-MM where no day is printed, None where it cannot be."""

    start: int
    end: int
    iso: str | None
    doubt: str | None = None  # one Chinese sentence


def dates(norm: str, start: int = 0, end: int | None = None) -> Iterator[Date]:
    """Yields the dates in norm[start:end], in order.

    Takes 二〇二四年七月三日 and 2024. 4. 28; leaves a year alone (2024年) and a version number (1.2.3).

    >>> [d.iso for d in dates("二〇二四年七月三日；2024-04-28；2026月3月26日；2024年6月31日")]
    ['2024-07-03', '2024-04-28', '2026-03-26', None]
    """
    for found in _DATE.finditer(norm, start, len(norm) if end is None else end):
        yield _date(found)


def _date(found: re.Match[str]) -> Date:
    if found["c"]:
        year, month, day = found["c"][:4], found["c"][4:6], found["c"][6:]
    elif found["y"]:
        year, month, day = found["y"], found["m"], found["d"]
    else:
        year, month, day = found["year"], found["month"], found["day"] or ""
    y, m, d = _year(year), _small(month), _small(day) if day else None
    printed = found.group()
    if len(year) != 4 or not FIRST_YEAR <= y <= LAST_YEAR:
        return Date(*found.span(), None, f"日期“{printed}”的年份不可信，未采用。")
    if not 1 <= m <= 12 or (d is not None and not 1 <= d <= monthrange(y, m)[1]):
        return Date(*found.span(), None, f"日期“{printed}”不存在，未采用。")
    iso = f"{y:04}-{m:02}" if d is None else f"{y:04}-{m:02}-{d:02}"
    doubt = f"日期“{printed}”疑有误印，按{iso}处理。" if found["mark"] == "月" else None
    return Date(*found.span(), iso, doubt)


def _year(printed: str) -> int:
    return int(printed) if printed.isdecimal() else int("".join(str(_HAN[digit]) for digit in printed))


def _small(printed: str) -> int:
    """The value of a month or day: 7, 07, 七, 十二, 二十三, 三〇, 廿一."""
    if printed.isdecimal():
        return int(printed)
    printed = printed.replace("廿", "二十")
    tens, ten, ones = printed.rpartition("十")
    if not ten:
        return int("".join(str(_HAN[digit]) for digit in printed))
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0) if len(tens) <= 1 >= len(ones) else 0
