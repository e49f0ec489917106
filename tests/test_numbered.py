"""Clauses found by the numbers that questions call them by, whichever way of numbering their document has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.knowledge import Piece
from search.numbered import Numbered
from search.references import ClauseReference


def numbered(*paths: str) -> Numbered:
    return Numbered(
        Piece(path, "d", path, None, "", "", "", "item", n, None, None, (), (), ()) for n, path in enumerate(paths)
    )


def called(path: str, *, section: bool = False) -> ClauseReference:
    return ClauseReference(path, section, 0, len(path))


@pytest.mark.parametrize(
    ("paths", "number", "section", "found"),
    [
        (["二/（十六）", "三/（十六）"], "二/（十六）", False, ["二/（十六）"]),  # as printed
        (["二/（十六）", "三/（十六）"], "（十六）", False, ["二/（十六）", "三/（十六）"]),
        (["第二条", "一/（二）"], "二", False, ["第二条"]),  # 第二条
        (["一/（二）", "一/2."], "二", False, ["一/（二）"]),
        (["一/（二）", "一/2."], "2", False, ["一/2."]),  # clause 2
        (["一/（十二）"], "12", False, ["一/（十二）"]),
        (["一/12."], "十二", False, ["一/12."]),
        (["一/二", "第二章", "二"], "二", True, ["二"]),  # 第二部分
        (["一/二", "第二章"], "二", True, ["第二章"]),
        (["一/二"], "二", True, []),
        (["一/2."], "三", False, []),
    ],
)
def test_the_first_way_of_numbering_counts(paths: list[str], number: str, section: bool, found: list[str]) -> None:
    assert numbered(*paths).bearing(called(number, section=section), None) == found


def test_only_allowed_clauses_are_found() -> None:
    book = numbered("第二条", "一/（二）")
    assert book.bearing(called("二"), frozenset({"一/（二）"})) == ["一/（二）"]
    assert book.bearing(called("二"), frozenset()) == []


@given(paths=st.lists(st.sampled_from(["二", "一/二", "第二章", "一/第二章", "第二部分"]), unique=True))
def test_a_part_stands_below_no_other_clause(paths: list[str]) -> None:
    found = numbered(*paths).bearing(called("二", section=True), None)
    top = [path for form in ("二", "第二章", "第二部分") for path in paths if path == form]
    assert found == top[:1]
