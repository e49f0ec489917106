"""Clauses by their numbers (条款编号): 第十六条, 2., （二） or 二 for what a question calls 第二条 or clause 2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from search.knowledge import Piece
from search.references import ClauseReference


class Numbered:
    """Finds clauses by the numbers that they bear."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._paths: dict[str, list[str]] = defaultdict(list)  # path → clauses
        self._marks: dict[str, list[str]] = defaultdict(list)  # the last mark of a path → clauses
        for piece in pieces:
            self._paths[piece.path].append(piece.id)
            self._marks[piece.path.rsplit("/", 1)[-1]].append(piece.id)

    def bearing(self, reference: ClauseReference, allowed: frozenset[str] | None) -> list[str]:
        """The clauses of the first way of numbering that has any: 第十六条, then （十六）, 16., 十六."""
        marks = self._paths if reference.section else self._marks  # a part of a plan stands below no other clause
        ways = ((marks, form) for form in _number_forms(reference.path, section=reference.section))
        for bearers, form in ((self._paths, reference.path), *ways):
            if bearing := [c for c in bearers.get(form, ()) if allowed is None or c in allowed]:
                return bearing
        return []


def _number_forms(number: str, *, section: bool) -> tuple[str, ...]:
    """The ways in which a clause may bear a number, the likeliest first: 2 → 2., （二）, 第二条, 二."""
    bare = number.strip("（）./ ")
    if bare.isdigit():
        digits, han = bare, _han(int(bare))
    else:
        digits, han = str(_han_value(bare) or ""), bare
    if section:
        return (han, f"第{han}章", f"第{han}部分")
    round_, dotted, article = f"（{han}）", f"{digits}.", f"第{han}条"
    if number.startswith("（"):
        return (round_,)
    return (dotted, round_, article, han) if bare.isdigit() else (article, round_, dotted, han)


def _han(number: int) -> str:
    numerals = "零一二三四五六七八九十"
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return (numerals[tens] if tens > 1 else "") + ("十" if tens else "") + (numerals[ones] if ones else "")


def _han_value(number: str) -> int:
    numerals = "零一二三四五六七八九"
    if not number or any(c not in numerals + "十" for c in number):
        return 0
    if "十" in number:
        tens, _, ones = number.partition("十")
        return (numerals.index(tens) if tens else 1) * 10 + (numerals.index(ones) if ones else 0)
    return numerals.index(number) if len(number) == 1 else 0
