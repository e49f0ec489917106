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
from functools import cache, lru_cache

from kg.choice import choice
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
_NOTHING = "无"  # kind of forms that only hide shorter ones: 民政 is none in 人民政府
_REMEMBERED = 16_384  # bodies
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
    offices: dict[str, _Offices] = {}
    found: list[Counterpart] = []
    for code, here in by_place.items():
        above = [place for place in _above(code, gazetteer) if place in by_place]
        for place in above:
            if place not in offices:
                offices[place] = _Offices(by_place[place])
        for unit in here:
            found += next((pairs for place in above if (pairs := offices[place].matching(unit))), [])
    return tuple(sorted(found, key=lambda pair: (pair.unit, pair.above)))


def would_match(unit: Unit, other: Unit, gazetteer: Gazetteer) -> bool:
    """Whether `other` would be the unit's counterpart if it were the only body above it."""
    if unit.place is None or other.place is None or unit.collective or other.collective:
        return False
    if other.place not in _above(unit.place, gazetteer):
        return False
    mine, theirs = _calling(unit), _calling(other)
    if mine.line or theirs.line:
        return mine.line == theirs.line
    return bool(mine.function) and (mine.function == theirs.function or not mine.matters.isdisjoint(theirs.matters))


def _above(code: str, gazetteer: Gazetteer) -> list[str]:
    """The codes of the places above, nearest first; a ministry is nobody's counterpart but a province's."""
    of_province = gazetteer.place(code).level == "province"
    return [place.code for place in gazetteer.above(code) if of_province or place.level != "national"]


@dataclass(frozen=True, slots=True)
class _Calling:
    """What a body is there for."""

    line: str | None  # the vertical administration that it belongs to by name, None for the local government's bodies
    function: str  # "" for none
    matters: frozenset[str]


class _Offices:
    """The bodies of one place, found by what they are there for."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._functions: dict[str, list[str]] = defaultdict(list)
        self._matters: dict[str, list[str]] = defaultdict(list)
        for unit in units:
            calling = _calling(unit)
            if calling.line is not None:
                self._lines[calling.line].append(unit.id)
                continue
            self._functions[calling.function].append(unit.id)
            for matter in calling.matters:
                self._matters[matter].append(unit.id)

    def matching(self, unit: Unit) -> list[Counterpart]:
        """The unit's counterparts here: of its line, else of its function, else of each of its matters; one each."""
        mine = _calling(unit)
        if mine.line is not None:
            same = self._lines.get(mine.line, [])
            return [Counterpart(unit.id, same[0], "vertical")] if len(same) == 1 else []
        if not mine.function:
            return []
        same = self._functions.get(mine.function, [])
        if same:
            return [Counterpart(unit.id, same[0], "function")] if len(same) == 1 else []
        found: dict[str, str] = {}
        for matter in sorted(mine.matters):
            dealing = self._matters.get(matter, [])
            if len(dealing) == 1:
                found.setdefault(dealing[0], matter)
        return [Counterpart(unit.id, above, f"matter:{matter}") for above, matter in found.items()]


def _calling(unit: Unit) -> _Calling:
    return _called(unit.name, unit.function, unit.level == "national")


@lru_cache(maxsize=_REMEMBERED)
def _called(name: str, function: str | None, national: bool) -> _Calling:
    line = next((line for shape, line in _VERTICAL if shape.search(name)), None)
    shared = _shared(name, function, national)
    return _Calling(line, shared, matters(shared))


def _shared(name: str, function: str | None, national: bool) -> str:
    """What counterparts share, without what tells the rank: 生态环境 of 生态环境分局, 文化和旅游 of 文化和旅游部."""
    if function is None and national:
        match = _NATIONAL.match(name)
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
    return frozenset(matter for found in _pattern().findall(text) for matter in _matters()[found]) - {_NOTHING}


@cache
def _matters() -> Mapping[str, tuple[str, ...]]:
    return {term.form: tuple(term.kind.split("、")) for term in load("matters")}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(choice(_matters()))
