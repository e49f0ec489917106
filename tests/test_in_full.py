"""Short words that texts print in full, against the pattern that says what is meant."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from search.words import in_full


def by_pattern(word: str, text: str) -> bool:
    """算力券 as 算力服务券: one to three characters in between; 灌排 as 灌溉排水: each of two with one behind it."""
    if len(word) == 3:
        return re.search(f"{word[:2]}[一-鿿]{{1,3}}{word[2]}", text) is not None
    return re.search(f"{word[0]}[一-鿿]{word[1]}[一-鿿]", text) is not None


@settings(max_examples=400)
@given(word=st.text("灌溉水", min_size=2, max_size=3), text=st.text("灌溉水a，", max_size=14))
def test_a_wordin_full_is_what_the_pattern_finds(word: str, text: str) -> None:
    assert in_full(word, text) == by_pattern(word, text)


def test_only_short_chinese_words_are_printedin_full() -> None:
    assert in_full("算力券", "发放算力服务券") and in_full("灌排", "加强灌溉排水")
    assert not in_full("5g网", "5g专用网") and not in_full("算力服务", "算力公共服务") and not in_full("券", "券")
