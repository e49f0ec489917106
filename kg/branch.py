"""Who may govern whom: place above place, office above office, earlier before later.

A document derives only from one that governs its jurisdiction: of a place above in its own branch (青海省 → 海东市), or
of a higher office of its own place (市人民政府 → 市工业和信息化局), and never from a later one.
"""

from __future__ import annotations

import re
from typing import Protocol

from kg.docnumber import number_of
from kg.places import NATION, Gazetteer
from kg.records import Level
from kg.titles import squash, take_apart, years_of

DEPARTMENT, OFFICE, GOVERNMENT = 1, 2, 3

_GOVERNMENT = re.compile(
    r"""
      (?:人民政府|国务院|行政公署|行署|人民代表大会|人大常委会|代表大会常务委员会|管理委员会|管委会)$
    | 中共.*(?:委员会|中央)$|^中共中央|[省市区县州盟旗]委$|自治区(?:党委|政府)$|[省市区县州盟旗]政府$
    """,
    re.VERBOSE,
)
_OFFICE = re.compile(
    r"(?:政府|国务院|中央|党委|[省市区县州盟旗]委|代表大会常务委员会|行政?公?署|管委会|管理委员会|中共.*委员会)办公[厅室]$"
)
# The code of a number tells the office: 鲁政发 and 国发 a government, 青政办字 its office, 粤发改高技 a department.
_OFFICE_CODE = re.compile(r"(?:(?<![财民行])政|府|国|委)办|^(?:中办|厅字)|党办")
_GOVERNMENT_CODE = re.compile(
    r"(?:(?<![财民行勤])政|府)(?:发|规|函|字|令|明电|通|文)?$|^(?:国|中)(?:发|函|令)|国务院令|^[一-鿿]{1,3}发$"
)
_HEIGHT: dict[Level, int] = {"national": 0, "province": 1, "city": 2, "county": 3, "township": 4}


class Dated(Protocol):
    """What is asked of a document here."""

    @property
    def title(self) -> str | None: ...
    @property
    def notice_title(self) -> str | None: ...
    @property
    def doc_number(self) -> str | None: ...
    @property
    def issuers(self) -> tuple[str, ...]: ...
    @property
    def issued_on(self) -> str | None: ...
    @property
    def place(self) -> str | None: ...
    @property
    def level(self) -> Level | None: ...


def rank(names: tuple[str, ...] | list[str], number: str | None = None) -> int | None:
    """The highest issuing office: 3 government or party committee, 2 its office, 1 department, None unknown.

    >>> rank(("青岛市人民政府办公厅",)), rank(("胶州市财政局", "胶州市科技局")), rank((), "鲁政发〔2024〕3号")
    (2, 1, 3)
    """
    heights = [_height(squash(name)) for name in names if name]
    if heights:
        return max(heights)
    parts = number_of(number)
    if parts is None:
        return None
    if _OFFICE_CODE.search(parts.code):
        return OFFICE
    return GOVERNMENT if _GOVERNMENT_CODE.search(parts.code) else DEPARTMENT


def _height(name: str) -> int:
    if _OFFICE.search(name):
        return OFFICE
    return GOVERNMENT if _GOVERNMENT.search(name) else DEPARTMENT


def rank_of(document: Dated, gazetteer: Gazetteer, named: tuple[str | None, ...] = ()) -> int | None:
    """The rank of a document's office, by its issuers, its titles, those it is cited by (`named`), or its number."""
    if document.issuers:
        return rank(document.issuers)
    for title in (document.notice_title, document.title, *named):
        if title and (issuer := take_apart(title, gazetteer).issuer):
            return rank((issuer,))
    return rank((), document.doc_number)


def same_office(one: Dated, other: Dated) -> bool:
    """Whether two documents have an issuing body in common."""
    return bool({squash(name) for name in one.issuers} & {squash(name) for name in other.issuers})


def year_of(document: Dated) -> int | None:
    """The year of a document, by its date or its number."""
    if document.issued_on:
        return int(document.issued_on[:4])
    number = number_of(document.doc_number)
    return int(number.year) if number and number.year else None


def later(one: Dated, other: Dated) -> bool:
    """Whether `one` is known to be issued later than `other`; dates to the day, else to the year.

    An unknown date is not later; where nothing else is known, a title that speaks of a later time only is.
    """
    if one.issued_on and other.issued_on:
        shared = min(len(one.issued_on), len(other.issued_on))
        return one.issued_on[:shared] > other.issued_on[:shared]
    a, b = year_of(one), year_of(other)
    return a is not None and b is not None and a > b


def stands(upper: Dated, lower: Dated, gazetteer: Gazetteer) -> str | None:
    """Where `upper` stands to `lower`: `above` or `own` place, `apart`, None when a place is not known.

    Takes 青海省 over 海东市 as above; 武汉市 and 成都市, 广东省 and 武汉市 are apart.
    """
    if upper.place is None or lower.place is None or upper.place not in gazetteer or lower.place not in gazetteer:
        if upper.place == NATION:
            return "above" if lower.level not in (None, "national") else None
        if upper.level and lower.level and _HEIGHT[upper.level] > _HEIGHT[lower.level]:
            return "apart"
        return None
    if gazetteer.place(upper.place).code == gazetteer.place(lower.place).code:
        return "own"
    return "above" if gazetteer.contains(upper.place, lower.place) else "apart"


def succeeds(child: Dated, parent: Dated, gazetteer: Gazetteer) -> bool:
    """Whether `parent` is but the same plan for a time gone by: 2023年工作要点 before 2024年工作要点 of one place."""
    for mine in (child.title, child.notice_title):
        for theirs in (parent.title, parent.notice_title):
            if mine and theirs:
                a, b = take_apart(mine, gazetteer), take_apart(theirs, gazetteer)
                if a.core == b.core and a.family == b.family and a.edition != b.edition:
                    one, other = years_of(a.edition), years_of(b.edition)
                    return one is None or other is None or one != other
    return False
