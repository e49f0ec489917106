"""In which measure a question wants its answer (问的计量): 多少公里 is not answered in 元, 几名 not in 所."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.terms import load
from kg.view import normal
from search.understand import VOCABULARY

# 几亿; 多少个亿 as people say it, not 多少个亿元企业
_COUNTED = re.compile(
    r"(?:多少|几|多大)(?:个(?=[百千万]?亿(?:元?(?:$|[\s？?，。的吗呢啊呀])|左右|以上)))?[万亿千百十来]*"
)
_SCALE = re.compile(r"^[百千万亿余多]+(?=.)")
_COUNTS = frozenset({"count", "general", "machine", "vehicle", "vessel", "person"})
_RATE = re.compile(r"(?:^|.)[/／每](?:\d+[百千万]*|[一十百千万]+)[人名户口例]?$")  # /10万, 人/千人
_LONGEST = 6  # characters of a measure


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kinds of measure that answer, none where a question does not tell; `named`: it names the measure itself."""

    kinds: frozenset[str]
    named: bool = False

    def fits(self, unit: str | None) -> bool:
        """Whether a goal printed in a unit may answer.

        >>> wanted_measure("管网要改造多少公里").fits("公里"), wanted_measure("管网要改造多少公里").fits("万元")
        (True, False)
        >>> wanted_measure("配备几名辅导员").fits("所"), wanted_measure("几座书屋").fits("个")
        (False, True)
        """
        return not self.kinds or any(_answers(kind, kind_of(unit)) for kind in self.kinds)


def wanted_measure(text: str) -> Wanted:
    """Returns the measure that a question asks for: 多少公里 a length, 占比 a share, how many things."""
    plain = normal(text).lower()
    named: set[str] = set()
    for match in _COUNTED.finditer(plain):
        behind = plain[match.end() : match.end() + _LONGEST].lstrip()
        if unit := next((behind[:n] for n in range(_LONGEST, 0, -1) if behind[:n] in _kinds()), None):
            named.add(_kinds()[unit])
    if "point" in named:
        named.add("percent")  # 差几个百分点
    if named:
        return Wanted(frozenset(named), True)
    kinds = frozenset(kind for pattern, kind in _cues() if pattern.search(plain))
    return Wanted(kinds, kinds == {"money"})  # 多少钱 is no number of machines


def counted(text: str) -> str:
    """What stands behind the measure that a question asks for, '' where it asks for none.

    >>> counted("福利院要增加多少张床位？"), counted("床位有多少")
    ('床位？', '')
    """
    plain = normal(text).lower()
    match = _COUNTED.search(plain)
    if match is None:
        return ""
    unit = unit_asked(text)
    return plain[match.end() :].lstrip()[len(unit) :] if unit else ""


def unit_asked(text: str) -> str:
    """The measure word that a question asks with, '' where it asks with none.

    >>> unit_asked("改造多少户"), unit_asked("床位有多少")
    ('户', '')
    """
    plain = normal(text).lower()
    match = _COUNTED.search(plain)
    behind = plain[match.end() : match.end() + _LONGEST].lstrip() if match else ""
    return next((behind[:n] for n in range(_LONGEST, 0, -1) if behind[:n] in _kinds()), "")


def kind_of(unit: str | None) -> str:
    """The kind of measure that a goal is printed in; things are counted where no measure is known.

    >>> kind_of("万亩"), kind_of("%"), kind_of("万套"), kind_of(None), kind_of("：1"), kind_of("/10万")
    ('area', 'percent', 'machine', 'count', 'ratio', 'percent')
    """
    if not unit:
        return "count"
    bare = normal(unit).lower()
    if re.fullmatch(r"[：:∶]\d+", bare):
        return "ratio"
    if _RATE.search(bare):
        return "percent"
    while bare not in _kinds():
        shorter = _SCALE.sub("", bare)
        if shorter == bare:
            return "count"
        bare = shorter
    return _kinds()[bare]


def _answers(asked: str, printed: str) -> bool:
    """Whether a measure of one kind answers a question for another: 台 what is asked in 辆, not in 名."""
    match asked:
        case "general":
            return printed in _COUNTS
        case "count":
            return printed in ("count", "general", "machine")
        case "machine":
            return printed in _COUNTS - {"person", "vessel"}
        case "vehicle":
            return printed in ("vehicle", "machine")
        case "percent":
            return printed in ("percent", "ratio", "point")
    return printed == asked


@cache
def _kinds() -> Mapping[str, str]:
    """Measures and what they measure: 公里 length, 名 person."""
    kinds = {normal(row.form).lower(): row.kind for row in load("measures")}
    own = {normal(row.form).lower(): row.kind for row in load("counters", folder=VOCABULARY)}
    return {**kinds, "%": "percent", "％": "percent", **own}


@cache
def _cues() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row.form), row.kind) for row in load("measured", folder=VOCABULARY))
