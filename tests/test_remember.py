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
    for key in "abc":
        kept.keep(key, key.encode() * 10)
    assert kept.get("a") is not None  # packed from now on, 11 bytes or 12
    kept.keep("d", bytes(range(20)))
    assert kept.get("b") is None and kept.get("c") is not None and kept.get("d") is not None
    assert kept.get("a") is None  # d, which has no pattern, took the room of what was asked for again


def test_what_is_asked_for_again_outlives_what_is_asked_once() -> None:
    kept = Remembered(most=2000)
    kept.keep("often", b"[]" * 200)
    for number in range(20):
        kept.keep(number, bytes(100))
        assert kept.get("often") == b"[]" * 200
    assert kept.get(0) is None and kept.get(19) == bytes(100)


def test_what_is_larger_than_the_room_is_not_kept() -> None:
    kept = Remembered(most=100)
    kept.keep("问", bytes(51))
    assert kept.get("问") is None


def test_the_time_comes_last() -> None:
    assert timed(b'{"a":{}}', 12.345) == b'{"a":{},"took_ms":12.35}' or timed(b'{"a":{}}', 12.345).endswith(b"12.34}")


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.none() | st.binary(min_size=1, max_size=50)), max_size=40))
def test_it_holds_the_last_values_and_no_more_than_there_is_room(given: list[tuple[str, bytes | None]]) -> None:
    kept = Remembered(most=100)
    last: dict[str, bytes] = {}
    for key, value in given:
        if value is None:
            assert kept.get(key) in (last.get(key), None)
        else:
            kept.keep(key, value)
            last[key] = value
        for room in (kept._last, kept._again):
            assert room.size == sum(map(len, room.held.values())) <= 50
    for key, value in last.items():
        assert kept.get(key) in (value, None)
