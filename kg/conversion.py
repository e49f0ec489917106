"""Amounts in one measure (换算): 1.5万辆 and 15000辆, 一倍 and 100 %, 2公顷 and 30亩 are compared as numbers.

Only what a clerk would convert in the head; 百分点 (points) are not %, and things counted stay things counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.terms import load
from kg.view import normal

_SCALES = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "亿": 1e8}
_SCALE = re.compile(r"[十百千万亿]+")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the base of its dimension: percent, length (metres), …, count."""

    value: float
    dimension: str


@cache
def _measures() -> dict[str, tuple[str, float]]:
    return {term.form: (term.kind, float(term["factor"])) for term in load("conversions", required=("factor",))}


def amount(value: float, unit: str | None) -> Amount:
    """Returns `value` `unit` in the base of its dimension.

    >>> amount(1.5, "万辆"), amount(1, "倍")
    (Amount(value=15000.0, dimension='count'), Amount(value=100.0, dimension='percent'))
    """
    measure = normal(unit or "").strip().lower()
    scale = _SCALE.match(measure)
    marks = scale.end() if scale else 0
    for cut in range(marks + 1):  # 千瓦, 千米 begin with a scale that is part of the name
        if measure[cut:] in _measures():
            dimension, factor = _measures()[measure[cut:]]
            return Amount(_scaled(value, measure[:cut]) * factor, dimension)
    return Amount(_scaled(value, measure[:marks]), "ratio" if measure.startswith("：") else "count")


def _scaled(value: float, marks: str) -> float:
    for mark in marks:
        value *= _SCALES[mark]
    return value
