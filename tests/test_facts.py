"""Merging what several owners say, and the canonical form of properties."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts import Contribution, Edge, Node, Properties, Ref, Value, decode, encode, merged

_TEXT = st.text(max_size=6)
_KEYS: dict[str, st.SearchStrategy[Value]] = {
    "name": _TEXT,
    "aliases": st.lists(_TEXT, max_size=3).map(tuple),
    "value": st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0),  # no -0.0
    "order": st.integers(-(2**53), 2**53),
    "in_corpus": st.booleans(),
}
_PROPERTIES = st.fixed_dictionaries({}, optional=_KEYS)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (
            [{"aliases": ("市商务局", "商务局")}, {"aliases": ("海东市商务局",)}],
            {"aliases": ("商务局", "市商务局", "海东市商务局")},
        ),
        ([{"title": "设备更新方案"}, {"title": "推动设备更新方案"}], {"title": "推动设备更新方案"}),
        ([{"title": "甲"}, {"title": "乙"}], {"title": "甲"}),  # of equal length the later code point: 乙 < 甲
        ([{"in_corpus": False}, {"in_corpus": True}], {"in_corpus": True}),
        ([{"value": 7}, {"value": 7.5}], {"value": 7.5}),
        ([{"level": "city"}, {"name": "海东市商务局"}], {"level": "city", "name": "海东市商务局"}),
        ([], {}),
    ],
)
def test_merging(said: list[Properties], wanted: Properties) -> None:
    for order in permutations(said):
        assert merged(order) == wanted


@given(
    st.lists(_PROPERTIES, max_size=4).flatmap(lambda said: st.tuples(st.just(said), st.permutations([*said, *said])))
)
def test_order_and_repetition_do_not_count(said: tuple[list[Properties], list[Properties]]) -> None:
    once, twice = said
    assert encode(merged(twice)) == encode(merged(once))


@given(_PROPERTIES)
def test_encoding_is_one_line_and_comes_back(properties: Properties) -> None:
    line = encode(properties)
    assert "\n" not in line and decode(line) == properties
    assert encode({key: properties[key] for key in reversed(list(properties))}) == line


def test_an_edge_is_known_by_what_it_joins() -> None:
    unit, clause = Ref("Unit", "630200:海东市商务局"), Ref("Clause", "甲#一")
    lead = Edge("RESPONSIBLE_FOR", unit, clause, {"start": 1}, "lead/line")
    assert lead.id == Edge("RESPONSIBLE_FOR", unit, clause, {"start": 9}, "lead/line").id
    assert len({lead.id, Edge("RESPONSIBLE_FOR", unit, clause, {}, "lead/text").id, Edge("X", clause, unit).id}) == 3


def test_nothing_is_said_twice() -> None:
    node = Node("Clause", "甲#一", {})
    with pytest.raises(ValueError, match="甲#一"):
        Contribution("facts:甲", nodes=(node, node))
    edge = Edge("PART_OF", node.ref, node.ref)
    with pytest.raises(ValueError, match="facts:甲"):
        Contribution("facts:甲", edges=(edge, edge))
