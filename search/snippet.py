"""The part of a clause that is shown with an answer (摘录): the window that holds most of the question's words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from kg.view import normal

SNIPPET = 160  # characters


def snip(text: str, words: Sequence[str], plain: str | None = None) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Returns the window of `text` that holds most of the words, and where they stand in it (half-open, rising).

    `plain` is the text in the form words are looked for, where that is known.

    >>> snip("鼓励社区建设。优化二手车登记。", ["二手车"])
    ('鼓励社区建设。优化二手车登记。', ((9, 12),))
    """
    plain = normal(text).lower() if plain is None else plain
    marks = sorted({mark for w in words if w and w in plain for mark in _standing(w, plain)})
    if len(text) <= SNIPPET:
        start, end = 0, len(text)
    else:
        start = _begin(plain, _fullest(marks))
        end = min(len(text), start + SNIPPET)
    inside = [(b - start, e - start) for b, e in marks if start <= b and e <= end]
    merged: list[tuple[int, int]] = []
    for b, e in inside:
        if merged and b <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(e, merged[-1][1]))
        else:
            merged.append((b, e))
    return text[start:end], tuple(merged)


def _begin(plain: str, at: int) -> int:
    """Where a snippet with something at `at` begins: with its sentence, else with its part of one, never in a word."""
    for marks, reach in (("。；\n", 60), ("，、：", 40)):
        cut = max(plain.rfind(mark, 0, at + 1) for mark in marks)
        if at - cut < reach:
            return cut + 1
    return max(0, at - 20)


def _fullest(marks: Sequence[tuple[int, int]]) -> int:
    """The first mark from which on most marks stand within a snippet; 0 without marks."""
    within = SNIPPET - 30
    short = [(start, end) for start, end in marks if end - start <= within]
    starts, ends = [start for start, _ in short], sorted(end for _, end in short)
    return max(
        (start for start, _ in marks),
        key=lambda start: bisect_right(ends, start + within) - bisect_left(starts, start),
        default=0,
    )


def _standing(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in a text, apart, left to right."""
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))
