"""Which body one level up has the same function (上级对口单位): 海东市商务局 → 青海省商务厅.

The same function first (住房和城乡建设局 → 住房和城乡建设厅); then, for a bureau of several matters, whoever alone
deals with one of them (文体旅游广电局 → 文化和旅游厅, 体育局). Vertical bodies follow their own line:
国家税务总局海东市税务局, 中国人民银行海东市分行, 威海市生态环境局乳山分局.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.places import Gazetteer
from kg.records import Unit
from kg.terms import load
from kg.wording import plain

# 中国人民银行海东市分行, 中国人民银行; 国家金融监督管理总局乳山监管支局
_VERTICAL = (
    (re.compile(r"^(?:中国)?人民银行(?!.*(?:理财|保险))"), "人民银行"),
    (re.compile(r"^国家金融监督管理总局|金融监管(?:总局|分局|支局)"), "金融监管"),
    (re.compile(r"^国家外汇管理局"), "外汇管理"),
    (re.compile(r"^国家统计局"), "统计"),
    (re.compile(r"海关(?:总署)?$"), "海关"),
)
_RANK = re.compile(r"(?:监管)?(?:分|支)?$|(?:大队|支队|总队)$")  # 生态环境分(局), 交警大队
_NATIONAL = re.compile(r"^(?:中华人民共和国|国家|中国|全国)?(?P<core>.+?)(?:总局|总社|委员会|部|局|署|委)$")


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A unit and the unit above it with the same function, both by id."""

    unit: str
    above: str
    rule: str  # function, matter:体育 or vertical


def counterparts(units: Sequence[Unit], gazetteer: Gazetteer) -> tuple[Counterpart, ...]:
    """Returns each unit's counterparts at the nearest level above that has any among `units`, in order of ids.

    Takes 乳山市教育和体育局 → 威海市教育局 and 威海市体育局; leaves collective units (各县区人民政府), bodies of
    another place, a matter that two bodies of that level share, and ministries for anyone but a province.
    """
    by_place: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.place is not None and not unit.collective:
            by_place[unit.place].append(unit)
    found: list[Counterpart] = []
    for code, here in by_place.items():
        above = [place for place in gazetteer.above(code) if place.code in by_place]
        if gazetteer.place(code).level != "province":
            above = [place for place in above if place.level != "national"]
        uppers = [by_place[place.code] for place in above]
        for unit in here:
            found += next((pairs for upper in uppers if (pairs := _matched(unit, upper))), [])
    return tuple(sorted(found, key=lambda pair: (pair.unit, pair.above)))


def _matched(unit: Unit, upper: Sequence[Unit]) -> list[Counterpart]:
    line = _line(unit)
    if line is not None:
        same = [other for other in upper if _line(other) == line]
        return [Counterpart(unit.id, same[0].id, "vertical")] if len(same) == 1 else []
    upper = [other for other in upper if _line(other) is None]
    function = _function(unit)
    if not function:
        return []
    same = [other for other in upper if _function(other) == function]
    if len(same) == 1:
        return [Counterpart(unit.id, same[0].id, "function")]
    return [] if same else _by_matter(unit, function, upper)


def _by_matter(unit: Unit, function: str, upper: Sequence[Unit]) -> list[Counterpart]:
    """Each matter of the unit that exactly one body above deals with."""
    found: dict[str, str] = {}
    for matter in sorted(matters(function)):
        dealing = [other.id for other in upper if matter in matters(_function(other))]
        if len(dealing) == 1:
            found.setdefault(dealing[0], matter)
    return [Counterpart(unit.id, above, f"matter:{matter}") for above, matter in found.items()]


def _line(unit: Unit) -> str | None:
    """The vertical administration that a body belongs to by name, None for bodies of the local government."""
    return next((line for shape, line in _VERTICAL if shape.search(unit.name)), None)


def _function(unit: Unit) -> str:
    """What counterparts share, without what tells the rank: 生态环境 of 生态环境分局, 文化和旅游 of 文化和旅游部."""
    function = unit.function
    if function is None and unit.level == "national":
        match = _NATIONAL.match(unit.name)
        function = match["core"] if match else None
    if function is None:
        return ""
    return _RANK.sub("", function, count=1).replace("办公厅", "办公室")


def matters(function: str) -> frozenset[str]:
    """Returns the matters that a function is made of.

    >>> sorted(matters("文体旅游广电"))
    ['体育', '广播电视', '文化', '旅游']
    """
    text = plain(function).text
    return frozenset(matter for found in _pattern().findall(text) for matter in _matters()[found])


@cache
def _matters() -> Mapping[str, tuple[str, ...]]:
    return {term.form: tuple(term.kind.split("、")) for term in load("matters")}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _matters()), key=lambda form: (-len(form), form))))
