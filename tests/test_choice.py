"""A choice of many words finds what the plain alternatives find."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kg.choice import choice

WORD = st.text("甲乙丙丁.[", min_size=1, max_size=4)


@given(st.sets(WORD, max_size=40), st.text("甲乙丙丁戊.[ ", max_size=60))
def test_as_the_plain_alternatives(words: set[str], text: str) -> None:
    plain = "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or r"(?!)"
    assert re.findall(choice(words), text) == re.findall(plain, text)
    assert re.findall(f"{choice(words)}(?!丁)", text) == re.findall(f"(?:{plain})(?!丁)", text)


@given(st.sets(st.text("甲乙丙", min_size=1, max_size=3), min_size=1, max_size=20), st.text("甲乙丙 ", max_size=40))
def test_with_gaps_as_the_plain_alternatives(words: set[str], text: str) -> None:
    plain = "|".join(r"\s*".join(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    assert re.findall(choice(words, gap=r"\s*"), text) == re.findall(plain, text)


def test_many_words_in_bands() -> None:
    words = [f"{chr(0x4E00 + i)}{chr(0x4E00 + i * 7 % 50)}" for i in range(200)]
    assert re.findall(choice(words), "".join(words)) == words
