"""Answers given before: kept as they were, the oldest gone first, never more than there is room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.remember import Remembered, timed


def test_what_was_kept_comes_back() -> None:
    kept = Remembered()
    kept.keep("问", '{"text":"海东市"}'.encode())
    assert kept.get("问") == '{"text":"海东市"}'.encode() and kept.get("别的") is None


def test_the_least_recently_asked_for_goes_first() -> None:
    kept = Remembered(most=60)
    for key in "ab":
        kept.keep(key, key.encode() * 2)
    assert kept.get("a") is not None
    kept.keep("c", bytes(range(40)))
    assert kept.get("b") is None and kept.get("c") is not None


def test_the_time_comes_last() -> None:
    assert timed(b'{"a":{}}', 12.345) == b'{"a":{},"took_ms":12.35}' or timed(b'{"a":{}}', 12.345).endswith(b"12.34}")


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.binary(min_size=1, max_size=50)), max_size=40))
def test_it_holds_the_last_values_and_no_more_than_there_is_room(given: list[tuple[str, bytes]]) -> None:
    kept = Remembered(most=100)
    last: dict[str, bytes] = {}
    for key, value in given:
        kept.keep(key, value)
        last[key] = value
        assert kept._size == sum(map(len, kept._kept.values())) <= 100
    for key, value in last.items():
        assert kept.get(key) in (value, None)
