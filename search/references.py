"""Clauses and years that a question names (条款编号、年份): 第十六条, （三）, clause 2; 2026, 2026-27."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPAN = re.compile(r"(?<!\d)(20[0-4]\d)\s*年?\s*[-—~至到]{1,2}\s*(20[0-4]\d|[0-4]\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)(?:\s*年)?")
_NUMERAL = "一二三四五六七八九十百零〇"
_CLAUSE = re.compile(
    rf"""(?P<full>[{_NUMERAL}]{{1,3}}\s*/\s*（[{_NUMERAL}]{{1,3}}）(?:\s*/\s*\d{{1,3}}\.?)?)        # 二/（十六）
      | (?P<round>（[{_NUMERAL}]{{1,3}}）)                                                            # （十六）
      | 第\s*(?P<article>[{_NUMERAL}]{{1,4}}|\d{{1,3}})\s*(?P<word>条|项|款|点|部分|章|大项)          # 第十六条
      | \b(?:clause|article|item|section|part)\s+(?P<number>\d{{1,3}})\b                              # clause 2
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class ClauseReference:
    """A clause named by its number: `path` as far as printed, e.g. （十六） or 二/（十六）; `section` for 第五部分."""

    path: str
    section: bool
    start: int
    end: int


def references(plain: str) -> list[ClauseReference]:
    """The clauses that a normalised question names by number.

    >>> [(found.path, found.section) for found in references("第五部分和二/（十六）")]
    [('五', True), ('二/（十六）', False)]
    """
    found = []
    for match in _CLAUSE.finditer(plain):
        section = match["word"] in ("部分", "章", "大项") or match[0].startswith(("section", "part"))
        path = match["full"] or match["round"] or match["article"] or match["number"]
        found.append(ClauseReference(re.sub(r"\s+", "", path), section, match.start(), match.end()))
    return found


def years_of(plain: str) -> tuple[str, ...]:
    """The years named, every year of a span: 2026-27 is 2026 and 2027."""
    years: dict[str, None] = {}
    for match in _SPAN.finditer(plain):
        first, last = int(match[1]), int(match[2] if len(match[2]) == 4 else match[1][:2] + match[2])
        if first < last <= first + 10:
            years.update(dict.fromkeys(str(year) for year in range(first, last + 1)))
    years.update(dict.fromkeys(m[1] for m in YEAR.finditer(plain)))
    return tuple(years)
