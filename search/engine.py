"""The whole of search behind one class: open a data folder, ask, search; it follows new generations by itself."""

from __future__ import annotations

import gc
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from kg.errors import IndexFault, UnknownThing
from kg.naming import normalise_unit
from kg.places import Gazetteer, gazetteer
from kg.sectors import NOTHING, Vocabulary, vocabulary
from kg.store import Store
from search.answer import answer
from search.answers import Answer, Evidence
from search.asked import by_rules
from search.bodies import Bodies
from search.encoder import Encoder
from search.knowledge import Knowledge
from search.names import Places, romanised
from search.records import Records
from search.relations import Relations, links_of
from search.retrieve import Retriever
from search.scope import within
from search.serving import Serving, open_serving
from search.subject import NOWHERE, subject_of
from search.tokens import Tokens, fold
from search.typos import english_words, respelt
from search.understand import Names, PlaceFound, Question, UnitFound, understand
from search.unlisted import areas_of
from search.words import Subject

_ENGLISH = re.compile("[a-z]{5}")
LONGEST = 400
"""Characters of a question that are read; the encoder reads no more either."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What one state of the graph needs to be asked: its records, its names and its ranking."""

    knowledge: Knowledge
    names: Names
    retriever: Retriever


class Engine:
    """Answers questions over one data folder. Safe to use from many threads."""

    def __init__(self, store: Store, index: Serving, *, default_place: str | None = None) -> None:
        """`default_place` is the code of the place that 我市 means."""
        self._gazetteer: Gazetteer = gazetteer()
        self._store = store
        self._records = Records(store, self._gazetteer)
        self._index = index
        self._default_place = default_place
        self._lock = threading.Lock()
        self._indexed = self._index.index().generation  # what the current state was loaded for
        self._current = self._load()

    def generation(self, *, fresh: bool = False) -> Generation:
        """The newest state whose index is there; requests under way keep the one that they began with.

        What a database tells of its index is asked again after a second; `fresh` asks now.
        """
        try:
            newest = self._index.index(fresh=fresh).generation
        except IndexFault:  # the old one goes on serving
            return self._current
        if newest != self._indexed and self._lock.acquire(blocking=False):
            try:
                self._current, self._indexed = self._load(), newest
            finally:
                self._lock.release()
        return self._current

    def ask(self, text: str, *, place: str | None = None) -> Answer:
        """Returns the answer to a question in Chinese or English; `place` is the code of the place it is asked about
        when it names none itself."""
        started = time.perf_counter()
        now = self.generation()
        default_place = place or self._default_place
        question = self.understand(text[:LONGEST], now, default_place)
        given = answer(question, now.knowledge, now.retriever, self._links, default_place=default_place)
        return replace(given, question=text, took_ms=round((time.perf_counter() - started) * 1000, 2))

    def understand(self, text: str, now: Generation | None = None, home: str | None = None) -> Question:
        """Returns what a question asks, asked in the place with code `home`, as far as the graph's names tell."""
        plain = fold(text)
        if _ENGLISH.search(plain):
            plain = respelt(plain, _spelt(self._gazetteer))
        return understand(plain, (now or self.generation()).names, home=home)

    def search(
        self,
        text: str,
        *,
        place: str | None = None,
        sector: str | None = None,
        unit: str | None = None,
        level: str | None = None,
        limit: int = 10,
        exact: bool = False,
    ) -> tuple[Evidence, ...]:
        """Returns clauses ranked for a text, within a place (a name or a code), a sector, a unit, a level if given."""
        now = self.generation()
        allowed = allowed_clauses(now.knowledge, place=place, sector=sector, unit=unit, level=level, exact=exact)
        question = understand(fold(text[:LONGEST]), now.names, by_rules)
        return now.retriever.evidence(now.retriever.rank(question, allowed, limit), question)

    def _links(self, papers: Iterable[str]) -> Relations:
        """What documents cite and derive from, read when a question asks for it."""
        with self._store.snapshot() as graph:
            return links_of(graph, papers)

    def _load(self) -> Generation:
        with collecting_later():
            knowledge = self._records.read()
        areas = areas_of(knowledge.bodies.values(), self._gazetteer)
        printed = lru_cache(maxsize=1024)(knowledge.prints)
        places = Places(self._gazetteer, knowledge.places, knowledge.unlisted, areas, printed)
        bodies = Bodies(knowledge.bodies.values(), self._gazetteer)
        words = vocabulary()
        rarity = lru_cache(maxsize=20_000)(self._index.rarity)
        sectors = {s for piece in knowledge.pieces.values() for s in piece.sectors}
        tokens = Tokens(s for s in sectors if rarity(s) < rarity(NOWHERE))  # a word that no clause prints is cut up

        def in_text(text: str) -> Sequence[PlaceFound]:
            return places(text)

        def of_text(text: str, codes: Sequence[str]) -> Sequence[UnitFound]:
            return bodies(text, codes)

        def of_home(text: str, home: str) -> Sequence[UnitFound]:
            return bodies.at_home(text, home)

        @lru_cache(maxsize=64)
        def subject(question: Question) -> Subject:
            return subject_of(question, tokens.cut, rarity, lambda said: sectors_named(said, words), tokens.telling)

        return Generation(knowledge, Names(in_text, of_text, of_home), Retriever(knowledge, self._index, subject))


@cache
def _spelt(places: Gazetteer) -> frozenset[str]:
    """English words and romanised names as they are spelt."""
    return english_words() | frozenset(romanised(places))


@contextmanager
def collecting_later() -> Iterator[None]:
    """Puts the collector off while records are made by the million: none of them is garbage, a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def sectors_named(text: str, words: Vocabulary) -> list[str]:
    """The sectors for which a text holds a word, surest first, three at most."""
    found: dict[str, float] = {}
    for word in words.pattern.findall(text):
        for sector, weight, _ in words.sectors[word]:
            found[sector] = found.get(sector, 0.0) + weight
    return sorted(found.keys() - {NOTHING}, key=lambda s: (-found[s], s))[:3]


def allowed_clauses(
    knowledge: Knowledge,
    *,
    place: str | None = None,
    sector: str | None = None,
    unit: str | None = None,
    level: str | None = None,
    exact: bool = False,
) -> frozenset[str] | None:
    """The clauses that filters leave, None for all. Raises UnknownThing for a place or unit that there is not."""
    kept: frozenset[str] | None = None
    if place:
        codes = [place] if place in knowledge.gazetteer else [p.code for p in knowledge.gazetteer.named(place)]
        named = knowledge.unlisted.papers.get(place, ())
        if not codes and not named:
            raise UnknownThing(f"没有名为 {place!r} 的行政区划（no such place）：请写全称，如 海东市")
        papers = {d for code in codes for d in knowledge.papers_in(code, exact=exact)} or set(named)
        found = frozenset(c for d in papers for c in knowledge.of_paper.get(d, ()))
        kept = within(found, codes, exact=exact) if codes else found
    if level:
        of_level = frozenset(c for p in knowledge.papers.values() if p.level == level for c in knowledge.of_paper[p.id])
        kept = of_level if kept is None else kept & of_level
    if sector:
        said = frozenset(p.id for p in knowledge.pieces.values() if sector in p.sectors)
        kept = said if kept is None else kept & said
    if unit:
        asked = normalise_unit(unit)
        units = [b.id for b in knowledge.bodies.values() if unit in (b.name, b.id, *b.aliases) or asked == b.name]
        if not units:
            raise UnknownThing(f"文件中没有名为 {unit!r} 的单位（no such unit）")
        duties = frozenset(d.clause for u in units for d in knowledge.duties.get(u, ()))
        kept = duties if kept is None else kept & duties
    return kept


def open_engine(home: Path, store: Store, encoder: Encoder, *, default_place: str | None = None) -> Engine:
    """Opens what `policykg build` has made under `home`. Raises IndexFault when there is no index."""
    with collecting_later():
        engine = Engine(store, open_serving(home, store, encoder), default_place=default_place)
    gc.freeze()  # what stays is not looked through again and again: half a second with 100,000 clauses
    return engine
