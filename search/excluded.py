"""Places that a question leaves out (除武汉外, 山东以外, except Hubei): all others are asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.understand import PlaceFound

# 除了武汉, 不算武汉, except Wuhan; not 拆除武汉.
_FRONT = re.compile(
    r"""(?:(?<![拆消清排解废免删铲根扫破去开])(?:除(?:了|去|开|掉|却)?|不算|不含|不包括|不包含|撇开)(?:在)?
      | \b(?:except(?:\ for|\ in)?|excluding|other\ than|apart\ from|aside\ from|besides|outside(?:\ of)?
        |not\ counting|beyond)\ (?:the\ )?)[\ ]?$""",
    re.VERBOSE,
)
# 武汉以外, 武汉之外的, 除武汉外; 其他地方 behind it. Not 上海外贸.
_BEHIND = re.compile(
    r"""[省市县区州盟旗]?(?:以外|之外|除外|外(?=[，,的\ 还其哪，]|$))的?[，,]?(?:还|另外)?
        (?:的?(?:其他|其它|别的|其余|另外的?)(?:各|的)?(?:地方|地区|地市|城市|市州|省份|省市|市县|[省市县区州盟旗])?)?""",
    re.VERBOSE,
)
_SHORTLY = re.compile(r"[省市县区州盟旗]?外(?![贸资商籍经事汇墙卖])")  # 除武汉外建了哪些
_OTHERS = re.compile(
    r"[，,]?(?:还有|还|另外)?的?(?:其他|其它|别的|其余)(?:各|的)?(?:地方|地区|地市|城市|市州|省份|省市|市县|[省市县区州盟旗])"
)
_ALONG = re.compile(r"[、和与及跟]|[,，]?\ ?\b(?:and|or)\ (?:in\ )?(?:the\ )?")


def left_out(plain: str, places: Sequence[PlaceFound]) -> tuple[tuple[PlaceFound, ...], tuple[PlaceFound, ...]]:
    """Returns the places asked about and those left out, these with the words that say so.

    Takes 除武汉、成都外, 山东以外哪里 and except Hubei; must leave alone 拆除武汉的旧桥 and 上海外贸.
    """
    kept: list[PlaceFound] = []
    out: list[PlaceFound] = []
    row: list[PlaceFound] = []  # places joined so far, the first of them behind 除 where `front` is
    front: re.Match[str] | None = None
    ordered = sorted(places, key=lambda place: place.start)
    for place, after in zip_longest(ordered, ordered[1:]):
        front = front if row else _FRONT.search(plain, 0, place.start)
        row.append(place)
        behind = _BEHIND.match(plain, place.end) or (_SHORTLY.match(plain, place.end) if front else None)
        if after and not behind and _ALONG.fullmatch(plain, place.end, after.start):
            continue
        if front or behind:
            behind = behind or _OTHERS.match(plain, place.end)
            out.append(replace(row[0], start=front.start() if front else row[0].start))
            out.extend(row[1:])
            out[-1] = replace(out[-1], end=behind.end() if behind else place.end)
        else:
            kept.extend(row)
        row = []
    return tuple(kept), tuple(out)
