"""Suggestions while one types (联想): units, sectors, places and headings, by characters, full pinyin or initials.

Built once a generation. What begins with the text comes first, then what holds it; shorter names before longer ones.

>>> suggester = Suggester([Entry("海东市商务局", "unit", "1", 9), Entry("二手商品", "sector", "2", 3)])
>>> [s.text for s in suggester.suggest("hdssw")], [s.text for s in suggester.suggest("商品")]
(['海东市商务局'], ['二手商品'])
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.places import NATION
from kg.view import normal
from search.knowledge import Knowledge

_LAST = "\U0010ffff"
_LETTERS = re.compile(r"[a-z]+")
_NOISE = re.compile(r"[\s'’`·]+")
_HAN = re.compile(r"[㐀-鿿]+")
_RANK = {"place": 0, "sector": 1, "unit": 2, "indicator": 3, "heading": 4, "document": 5}
_SCANNED = 400  # candidates looked at before the best are taken
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be suggested; `weight` is how often it is met, `extra` a second line."""

    text: str
    kind: str  # place, sector, unit, indicator, heading, document
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
        self._entries = sorted(entries, key=lambda e: (_RANK[e.kind], -e.weight, len(e.text), e.text, e.id))
        self._plain = [normal(entry.text).lower() for entry in self._entries]
        # A key is a suffix of an entry's characters (or syllables), then its number: a prefix search finds infixes.
        self._keys: list[tuple[str, int, int]] = []
        self._spelt: list[tuple[str, int, int]] = []
        for number, text in enumerate(self._plain):
            self._keys += [(text[at : at + 24], at, number) for at in range(len(text))]
            self._spelt += _spellings(text, number)
        self._keys.sort()
        self._spelt.sort()

    def __len__(self) -> int:
        return len(self._entries)

    def suggest(self, text: str, limit: int = 10, kinds: Collection[str] = ()) -> list[Suggestion]:
        """The best entries (of the kinds, if any are given) for what has been typed so far, best first."""
        typed = _NOISE.sub("", normal(text).lower())[:24]
        if not typed:
            return []
        found: dict[int, tuple[int, int, int]] = {}  # number → (rank of the find, at, length)
        for at, number in _beginning(self._keys, typed):
            found.setdefault(number, (0 if at == 0 else 2, at, len(typed)))
            if found[number][0] == 2 and at == 0:
                found[number] = (0, 0, len(typed))
        if _LETTERS.fullmatch(typed):
            for at, number in _beginning(self._spelt, typed):
                rank = 1 if at == 0 else 3
                if number not in found or rank < found[number][0]:
                    found[number] = (rank, 0, 0)
        wanted = (n for n in found if not kinds or self._entries[n].kind in kinds)
        best = sorted(wanted, key=lambda n: (found[n][0], n))
        return [self._shown(number, found[number]) for number in _mixed(best, found, self._entries, limit)]

    def _shown(self, number: int, find: tuple[int, int, int]) -> Suggestion:
        entry, (_, at, length) = self._entries[number], find
        span = (at, at + length) if length and len(self._plain[number]) == len(entry.text) else (0, 0)
        return Suggestion(entry.text, entry.kind, entry.id, entry.extra, span)


def _mixed(
    best: Sequence[int], found: dict[int, tuple[int, int, int]], entries: Sequence[Entry], limit: int
) -> list[int]:
    """The best ones, no kind taking more than half of the room while others wait."""
    room, taken, waiting = max(2, limit // 2), list[int](), list[int]()
    kinds: Counter[str] = Counter()
    for number in best:
        kind = entries[number].kind
        if kinds[kind] < room and len(taken) < limit:
            kinds[kind] += 1
            taken.append(number)
        else:
            waiting.append(number)
    chosen = taken + waiting[: limit - len(taken)]
    return sorted(chosen, key=lambda n: (found[n][0], n))


def _beginning(keys: Sequence[tuple[str, int, int]], typed: str) -> Iterator[tuple[int, int]]:
    """(offset, entry) of the keys that begin like this; the first ones where there are many."""
    start = bisect_left(keys, (typed,))
    end = bisect_left(keys, (typed + _LAST,))
    return ((at, number) for _, at, number in islice(keys, start, min(end, start + _SCANNED)))


def _spellings(text: str, number: int) -> Iterator[tuple[str, int, int]]:
    """Pinyin and initials of the text and of its ends."""
    if not _HAN.search(text):
        return
    syllables = _syllables(text)
    initials = "".join(s[:1] for s in syllables)
    for at in range(len(syllables)):
        yield initials[at : at + 16], at, number
        if len(syllables[at]) > 1:
            yield "".join(syllables[at : at + 8])[:24], at, number


def _syllables(text: str) -> list[str]:
    """One item a character: its pinyin without tones, or the character itself."""
    from pypinyin import Style, lazy_pinyin

    syllables: list[str] = lazy_pinyin(text, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]  # takes a list
    return syllables


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
