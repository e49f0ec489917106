"""Document numbers (发文字号): one spelling for the many ways in which they are printed.

国办发〔2019〕45号, 国办发[2019]45 号, 国办发（2019）第45号 → 国办发〔2019〕45号
国家林业局令第45号, 国家林业和草原局公告（2023年第17号）      → 国家林业和草原局公告2023年第17号
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.view import normal

_OPEN, _CLOSE = "〔（﹝„", "〕）﹞‟"
# On normal text: the code, the year in any bracket, the serial number.
SERIAL = rf"[一-鿿]{{1,16}}\s?[{_OPEN}]\s?(?:19|20)\d\d\s?[{_CLOSE}]\s?第?\s?\d{{1,4}}\s?号"
# Orders and announcements: 国务院令第707号, 国家林业和草原局公告2023年第17号, 公告（第656号）
ORDER = rf"[一-鿿]{{2,30}}(?:令|公告)\s?[{_OPEN}]?\s?(?:(?:19|20)\d\d\s?年?\s?)?[{_CLOSE}]?\s?第\s?\d{{1,4}}\s?号"
NUMBER = rf"(?:{SERIAL}|{ORDER})"

_PARTS = re.compile(
    rf"(?P<code>[一-鿿]+)[{_OPEN}](?P<year>(?:19|20)\d\d)[{_CLOSE}]第?(?P<serial>\d{{1,4}})号"
    rf"|(?P<organ>[一-鿿]+(?:令|公告))[{_OPEN}]?(?:(?P<on>(?:19|20)\d\d)年?)?[{_CLOSE}]?第(?P<order>\d{{1,4}})号"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A document number's parts: 青政 2024 23; an order may have no year."""

    code: str
    year: str
    serial: str
    printed: str  # in normal form


@lru_cache(maxsize=4096)
def number_of(text: str | None) -> Number | None:
    """Returns the parts of a printed number, None for what is none.

    >>> number_of("国办发[2019] 45号").printed, number_of("国家林业局令第45号").printed
    ('国办发〔2019〕45号', '国家林业局令第45号')
    """
    found = _PARTS.search(re.sub(r"\s+", "", normal(text or "")))
    if not found:
        return None
    if found["code"]:
        serial = found["serial"].lstrip("0") or "0"
        return Number(found["code"], found["year"], serial, f"{found['code']}〔{found['year']}〕{serial}号")
    year, serial = found["on"] or "", found["order"].lstrip("0") or "0"
    organ = found["organ"].removeprefix("原")
    return Number(organ, year, serial, f"{organ}{year + '年' if year else ''}第{serial}号")


def one_number(one: Number | None, other: Number | None) -> bool | None:
    """Whether two numbers are the same; None when one is missing."""
    if one is None or other is None:
        return None
    return (one.code, one.year, one.serial) == (other.code, other.year, other.serial)


def misprint(one: Number, other: Number) -> bool:
    """Whether two numbers differ in one part alone, as by a slip: 青政〔2023〕23号 for 青政〔2024〕23号."""
    return sum((one.code == other.code, one.year == other.year, one.serial == other.serial)) == 2
