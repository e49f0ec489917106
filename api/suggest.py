"""Suggestions while one types (联想): units, sectors, places and headings, by characters, full pinyin or initials.

Built once a generation. What begins with the text comes first, then what holds it; shorter names before longer ones.

>>> suggester = Suggester([Entry("海东市商务局", "unit", "1", 9), Entry("二手商品", "sector", "2", 3)])
>>> [s.text for s in suggester.suggest("hdssw")], [s.text for s in suggester.suggest("商品")]
(['海东市商务局'], ['二手商品'])
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from kg.places import NATION
from kg.view import normal
from search.knowledge import Knowledge

KINDS = ("place", "sector", "unit", "indicator", "heading", "document")
"""What can be suggested, what one looks for most first."""
_LETTERS = re.compile(r"[a-z]+")
_NOISE = re.compile(r"[\s'’`·]+")
_HAN = re.compile(r"[㐀-鿿]")
_LONGEST_TYPED = 40
_LONGEST_HEADING = 40
_PREFIX, _SPELT_PREFIX, _INFIX, _SPELT_INFIX = range(4)  # how an entry was found, best first


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be suggested; `weight` is how often it is met, `extra` a second line."""

    text: str
    kind: str  # of KINDS
    id: str
    weight: int
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested, and the half-open span of it that was typed; (0, 0) when it was typed in pinyin."""

    text: str
    kind: str
    id: str
    extra: str
    match: tuple[int, int]


class Suggester:
    """Finds entries by prefix, then by infix, of their characters, pinyin or initials."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        kinds: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        for entry in entries:
            kinds[entry.kind].append(entry)
        self._books = {kind: _Book(own) for kind, own in kinds.items()}

    def __len__(self) -> int:
        return sum(len(book.entries) for book in self._books.values())

    def suggest(self, text: str, limit: int = 10, kinds: Collection[str] = ()) -> list[Suggestion]:
        """The best entries (of the kinds, if any are given) for what has been typed so far, best first."""
        typed = _NOISE.sub("", normal(text).lower())[:_LONGEST_TYPED]
        if not typed:
            return []
        found: list[tuple[int, int, Suggestion]] = []
        for rank, kind in enumerate(KINDS):
            if not kinds or kind in kinds:
                found += [(how, rank, suggestion) for how, suggestion in self._books[kind].find(typed, limit)]
        found.sort(key=lambda one: one[:2])
        return [suggestion for _, _, suggestion in _mixed(found, limit)]


def _mixed(found: list[tuple[int, int, Suggestion]], limit: int) -> list[tuple[int, int, Suggestion]]:
    """The best ones, no kind taking more than half of the room while others wait."""
    room, taken, waiting = max(2, limit // 2), list[int](), list[int]()
    held: Counter[int] = Counter()
    for number, (_, kind, _) in enumerate(found):
        if held[kind] < room and len(taken) < limit:
            held[kind] += 1
            taken.append(number)
        else:
            waiting.append(number)
    return [found[number] for number in sorted(taken + waiting[: limit - len(taken)])]


class _Book:
    """The entries of one kind, the most frequent first, as long texts that are searched from the front."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda e: (-e.weight, len(e.text), e.text, e.id))
        plain = [normal(entry.text).lower() for entry in self.entries]
        spelt = [syllables(text) for text in plain]
        self._plain = _Lines(plain)
        self._initials = _Lines("".join(s[:1] for s in own) for own in spelt)
        self._spelt = _Lines(("".join(own) for own in spelt), spelt)

    def find(self, typed: str, limit: int) -> list[tuple[int, Suggestion]]:
        """(how it was found, suggestion) of the best, each entry once."""
        found: dict[int, tuple[int, int]] = {}
        spelt = (self._initials, self._spelt) if _LETTERS.fullmatch(typed) else ()
        for how, lines, first in (
            (_PREFIX, (self._plain,), True),
            (_SPELT_PREFIX, spelt, True),
            (_INFIX, (self._plain,), False),
            (_SPELT_INFIX, spelt, False),
        ):
            for one in lines:
                if len(found) < limit:
                    for number, at in islice(one.find(typed, first=first), limit):
                        found.setdefault(number, (how, at))
        shown = sorted((how, number, at) for number, (how, at) in found.items())[:limit]
        return [(how, self._shown(number, how, at, len(typed))) for how, number, at in shown]

    def _shown(self, number: int, how: int, at: int, length: int) -> Suggestion:
        entry = self.entries[number]
        printed = how in (_PREFIX, _INFIX) and len(entry.text) == len(normal(entry.text).lower())
        return Suggestion(entry.text, entry.kind, entry.id, entry.extra, (at, at + length) if printed else (0, 0))


class _Lines:
    """Short texts in one long one, each behind a line feed, so that looking for a piece is one fast search."""

    def __init__(self, texts: Iterable[str], syllables: Sequence[list[str]] = ()) -> None:
        """`syllables` of each text: a piece then counts only where a syllable begins."""
        self._starts = array("L")
        parts, size = [], 0
        for text in texts:
            parts.append(f"\n{text}")
            self._starts.append(size)
            size += len(text) + 1
        self._text = "".join(parts)
        self._begins = bytearray(size if syllables else 0)
        for start, own in zip(self._starts, syllables, strict=False):
            at = start + 1
            for syllable in own:
                self._begins[at] = 1
                at += len(syllable)

    def find(self, typed: str, *, first: bool) -> Iterator[tuple[int, int]]:
        """(line, offset in it) of those that begin with a text, or hold it further on."""
        at = self._text.find("\n" + typed if first else typed)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            offset = at - self._starts[line] - (0 if first else 1)
            if first or (offset > 0 and (not self._begins or self._begins[at])):
                yield line, offset
            at = self._text.find("\n" + typed if first else typed, at + 1)


def syllables(text: str) -> list[str]:
    """One item a character: its pinyin without tones, or the character itself; nothing for a text without Chinese."""
    if not _HAN.search(text):
        return []
    return [syllable for word in _cutter().seg(text) for syllable in _spelt(word)]


@cache
def _cutter() -> Any:
    """Cuts a text into the words that pinyin is known of: 重庆 is chong qing, 重要 is zhong yao."""
    from pypinyin.core import Pinyin

    return Pinyin()


@lru_cache(100_000)
def _spelt(word: str) -> tuple[str, ...]:
    """The syllables of a word; bodies of a thousand places share their words."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(word, style=Style.NORMAL, errors=list))  # type: ignore[arg-type]  # takes a list


def entries(knowledge: Knowledge) -> Iterator[Entry]:
    """What a generation of the graph can suggest."""
    gazetteer = knowledge.gazetteer
    places: Counter[str] = Counter()
    for paper in knowledge.papers.values():
        if paper.place:
            places.update([paper.place, *(p.code for p in gazetteer.above(paper.place) if p.code != NATION)])
    for code, weight in places.items():
        place = gazetteer.place(code)
        yield Entry(place.name, "place", code, weight, place.full_name)
    sectors = Counter(sector for piece in knowledge.pieces.values() for sector in piece.sectors)
    for sector, weight in sectors.items():
        yield Entry(sector, "sector", sector, weight)
    for body in knowledge.bodies.values():
        if duties := len(knowledge.duties.get(body.id, ())):
            yield Entry(body.name, "unit", body.id, duties, f"{duties} 项职责")
    indicators = Counter(goal.indicator for goal in knowledge.goals.values())
    for indicator, weight in indicators.items():
        yield Entry(indicator, "indicator", indicator, weight)
    headings = Counter(p.heading for p in knowledge.pieces.values() if p.heading and len(p.heading) <= _LONGEST_HEADING)
    first = {p.heading: p.id for p in sorted(knowledge.pieces.values(), key=lambda p: p.id, reverse=True)}
    for heading, weight in headings.items():
        yield Entry(heading, "heading", first[heading], weight)
    for paper in knowledge.papers.values():
        yield Entry(paper.title, "document", paper.id, 1, paper.doc_number or "")
