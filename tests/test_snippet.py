"""The part of a clause that is shown: where it begins, what is marked in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snippet import SNIPPET, snip

LEAD = "本市要继续把各项工作抓紧抓实" * 12


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (f"{LEAD}。鼓励旧桥改造{LEAD}", "鼓励旧桥改造"),  # with its sentence
        (f"{LEAD}；{'加固' * 35}，推广回收物分拣，旧桥改造{LEAD}", "旧桥改造"),  # else with its part of one
        (f"{LEAD}，{'加固' * 15}旧桥改造{LEAD}", "加固加固"),
        ("旧桥改造" + LEAD, "旧桥改造"),
    ],
)
def test_a_snippet_begins_where_something_begins(text: str, begins: str) -> None:
    shown, marks = snip(text, ["旧桥"])
    assert shown.startswith(begins) and len(shown) <= SNIPPET
    assert [shown[start:end] for start, end in marks] == ["旧桥"]


@given(st.text("旧桥改，。；、造", max_size=600))
def test_marks_quote_the_words(text: str) -> None:
    shown, marks = snip(text, ["旧桥", "改造"])
    assert shown in text and len(shown) <= max(SNIPPET, min(len(text), SNIPPET))
    assert all("旧桥" in shown[start:end] or "改造" in shown[start:end] for start, end in marks)
