"""Goals as they are worded (目标语句): enough of a quantity to see that a clause restates another clause's goal.

This is not target extraction (`kg.targets`): it reads one segment between commas, without scope, deadline or
comparator, and is only asked whether two segments say the same number of the same thing. 报废汽车回收量较2023年增长100%
restates 报废汽车回收量较2023年增加约一倍 although the wording shared is less than a sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.stock import without_dates
from kg.view import normal
from kg.wording import likeness, plain

_SAME = 0.75  # likeness of two indicators
_LEAST = 4  # characters an indicator must have: 占比, 数量 say nothing by themselves

_SEGMENT = re.compile(r"[^，。；：\n]+")
_QUANTITY = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>%|个百分点|[万亿]?[^\W\d_]{1,2})|(?P<times>[一两二三四五])倍"
)
# …is put, between the indicator and the number: 增长, 达到, 不低于
_PREDICATE = re.compile(
    r"(?:全部|力争|争取|累计|分别|平均|预计|稳定|基本|再|约|超|近|不少于|不低于|不高于|不超过|超过|达到|达|到|为|在|保持|控制"
    r"|增长|增加|新增|提高|提升|下降|降低|减少|年均|左右|以上|以下)+$"
)
_TIMES = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True, slots=True)
class Goal:
    """One quantity: the plain text of what it is about, its value in the base unit, and where the segment stands."""

    indicator: str
    value: float
    unit: str
    start: int
    end: int


def goals(text: str) -> tuple[Goal, ...]:
    """Returns the goals that the segments of `text` word, one a segment.

    >>> goals("到2027年，报废汽车回收量较2023年增加约一倍。")[0].value
    100.0
    """
    found: list[Goal] = []
    for segment in _SEGMENT.finditer(normal(text)):
        undated = without_dates(segment.group())
        quantity = _QUANTITY.search(undated)
        if quantity is None:
            continue
        indicator = _PREDICATE.sub("", plain(undated[: quantity.start()]).text)
        if len(indicator) >= _LEAST:
            value, unit = _measure(quantity)
            found.append(Goal(indicator, value, unit, segment.start(), segment.end()))
    return tuple(found)


def _measure(quantity: re.Match[str]) -> tuple[float, str]:
    if quantity["times"]:
        return _TIMES[quantity["times"]] * 100.0, "%"
    value, unit = float(quantity["number"]), quantity["unit"]
    if unit.startswith("倍"):
        return value * 100, "%"
    return value, unit.removesuffix("以").removesuffix("左")


def same_goals(child: Sequence[str], parent: Sequence[str]) -> dict[tuple[int, int], frozenset[str]]:
    """Returns for each (child text, parent text) the child's indicators to which both put the same number."""
    by_measure: dict[tuple[float, str], list[tuple[int, Goal]]] = defaultdict(list)
    for number, goal in _numbered(parent):
        by_measure[goal.value, goal.unit].append((number, goal))
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for number, goal in _numbered(child):
        for other, theirs in by_measure.get((goal.value, goal.unit), ()):
            if likeness(goal.indicator, theirs.indicator) >= _SAME:
                found[number, other].add(goal.indicator)
    return {pair: frozenset(indicators) for pair, indicators in found.items()}


def _numbered(texts: Iterable[str]) -> Iterable[tuple[int, Goal]]:
    return ((number, goal) for number, text in enumerate(texts) for goal in goals(text))
