"""Shared wording: which runs of characters two texts have in common, and how much of each they make up.

Texts are compared as `plain` text: letters, digits and % only, one spelling for each mark, and the place a document
speaks of made one (全省 and 全市 are both 全地), because 'to transpose' a plan means to change exactly these. Every
plain character knows where it stands in the text it came from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.view import normal

LEAST = 4  # characters: shorter runs (改造, 推进) are chance
_COMMON = 300  # places in one document: words this common (the subject of a long plan) begin no run
_GAP = 12  # plain characters that may be changed between two runs of one passage

_WORD = re.compile(r"[^\W_]+|%")
# 全省 → 全市, 我省 → 我市, 本省 → 本区; 省级 → 市级
_OWN_PLACE = re.compile(r"(?<=[全我本])(?:自治区|自治州|[省市区县州旗盟])|(?:自治区|[省市区县州旗盟])(?=级(?!别))")
_SENTENCE_END = re.compile(r"[。；！？\n]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text reduced to what is compared; `at[i]` is where plain character i stands in it."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original text from plain character `start` up to `end` (start < end)."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """`length` plain characters that stand in the child at `child` and in the parent at `parent`."""

    child: int
    parent: int
    length: int

    @property
    def child_end(self) -> int:
        return self.child + self.length

    @property
    def parent_end(self) -> int:
        return self.parent + self.length


def plain(text: str) -> Plain:
    """Returns the comparable characters of `text`.

    >>> plain("到2027年，全省…达到 30%。").text
    '到2027年全地达到30%'
    """
    marked = _OWN_PLACE.sub(lambda m: "地" * len(m.group()), normal(text)).lower()
    if len(marked) != len(text):  # a capital whose small letter is two characters (İ)
        marked = _OWN_PLACE.sub(lambda m: "地" * len(m.group()), normal(text))
    pieces: list[str] = []
    at: list[int] = []
    for word in _WORD.finditer(marked):
        pieces.append(word.group())
        at.extend(range(word.start(), word.end()))
    return Plain("".join(pieces), tuple(at))


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Returns the half-open spans of the sentences of `text`; together they cover it without gaps.

    >>> sentences("抓好落实。加强督导；")
    ((0, 5), (5, 10))
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for end in _SENTENCE_END.finditer(text):
        spans.append((at, end.end()))
        at = end.end()
    if at < len(text):
        spans.append((at, len(text)))
    return tuple(spans)


def grams(text: str, size: int) -> Iterator[str]:
    """Yields the overlapping character n-grams of `text`, in order."""
    return (text[i : i + size] for i in range(len(text) - size + 1))


def containment(child: str, parent: str, size: int = 5) -> float:
    """Returns the share (0–1) of the distinct n-grams of the plain text `child` that `parent` has too."""
    own = set(grams(child, size))
    return len(own & set(grams(parent, size))) / len(own) if own else 0.0


def likeness(left: str, right: str) -> float:
    """Returns how alike two short texts (headings) are by their character pairs, 0–1 (Dice).

    >>> likeness("开展家电产品以旧换新", "鼓励家电产品以旧换新") > 0.7
    True
    """
    a, b = set(grams(left, 2)), set(grams(right, 2))
    if not a or not b:
        return float(bool(left) and left == right)
    return 2 * len(a & b) / (len(a) + len(b))


def spread(texts: Iterable[str]) -> Counter[str]:
    """Returns in how many of the plain `texts` each n-gram of LEAST characters stands."""
    return Counter(gram for text in texts for gram in set(grams(text, LEAST)))


class WordingIndex:
    """The plain texts of one document's clauses, ready to be searched for wording shared with another text."""

    __slots__ = ("_places", "texts")

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            for at, gram in enumerate(grams(text, LEAST)):
                self._places[gram].append((number, at))

    def runs(self, text: str) -> dict[int, tuple[Run, ...]]:
        """Returns, for each text that shares wording with the plain `text`, the runs shared (no character twice)."""
        found: dict[int, list[Run]] = defaultdict(list)
        passed_over = True
        for at, gram in enumerate(grams(text, LEAST)):
            places = self._places.get(gram, ())
            for number, place in places if len(places) <= _COMMON else ():
                other = self.texts[number]
                if not passed_over and place and text[at - 1] == other[place - 1]:
                    continue  # the run began further left
                found[number].append(Run(at, place, _common_length(text, at, other, place)))
            passed_over = len(places) > _COMMON
        return {number: _apart(runs, len(text), len(self.texts[number])) for number, runs in found.items()}


def shared_runs(child: str, parent: str) -> tuple[Run, ...]:
    """Returns the runs of at least LEAST characters that two plain texts share, the longest chosen first, in order."""
    return WordingIndex([parent]).runs(child).get(0, ())


def _common_length(left: str, i: int, right: str, j: int) -> int:
    start = i
    end = min(len(left), i + len(right) - j)
    i, j = i + LEAST, j + LEAST
    while i < end and left[i] == right[j]:
        i += 1
        j += 1
    return i - start


def _apart(runs: Iterable[Run], child_length: int, parent_length: int) -> tuple[Run, ...]:
    """The longest runs first, each cut down to what no longer run has taken on either side."""
    child_taken, parent_taken = bytearray(child_length), bytearray(parent_length)
    chosen: list[Run] = []
    for run in sorted(runs, key=lambda r: (-r.length, r.child, r.parent)):
        for start, end in _free(run, child_taken, parent_taken):
            chosen.append(Run(run.child + start, run.parent + start, end - start))
            child_taken[run.child + start : run.child + end] = b"\1" * (end - start)
            parent_taken[run.parent + start : run.parent + end] = b"\1" * (end - start)
    return tuple(sorted(chosen))


def _free(run: Run, child_taken: bytearray, parent_taken: bytearray) -> Iterator[tuple[int, int]]:
    """The stretches of `run`, at least LEAST long, that are free in both texts."""
    mine = child_taken[run.child : run.child_end]
    theirs = parent_taken[run.parent : run.parent_end]
    if not any(mine) and not any(theirs):
        yield 0, run.length
        return
    start = 0
    for at in range(run.length + 1):
        if at == run.length or mine[at] or theirs[at]:
            if at - start >= LEAST:
                yield start, at
            start = at + 1


def passages(runs: Sequence[Run], gap: int = _GAP) -> tuple[tuple[Run, ...], ...]:
    """Groups runs that follow each other in both texts with at most `gap` plain characters changed between them.

    '推动二手车流通…优化二手车登记管理' copied with a word put in is one passage; the same words scattered over a long
    clause are several.
    """
    left = list(runs)
    groups: list[tuple[Run, ...]] = []
    while left:
        group, rest = [left[0]], list[Run]()
        for run in left[1:]:
            last = group[-1]
            follows = 0 <= run.child - last.child_end <= gap and 0 <= run.parent - last.parent_end <= gap
            (group if follows else rest).append(run)
        groups.append(tuple(group))
        left = rest
    return tuple(groups)
