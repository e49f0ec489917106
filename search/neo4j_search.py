"""Searches the graph in Neo4j (库内检索): native vector index, full text, walks to places. No local index is needed.

The vector index finds the closest passages of all; a filter then leaves some of them. So that a filtered search finds
no fewer and none worse than one that looks at everything, a small set of clauses is looked at one by one, and for a
large one more passages are fetched until enough are left. What is remembered here can be made again at any time: any
number of processes may search one database.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from math import isqrt, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg import cypher_search as cypher
from kg.bolt import Rows
from kg.errors import IndexFault
from kg.store_neo4j import Neo4jStore
from search.encoder import Encoder
from search.gathered import Gathered
from search.held import Held
from search.remembered import Remembered
from search.tokens import Tokens
from search.weights import Floats
from search.within import Within

Found = Sequence[tuple[str, float]]
FORMAT = 1
SMALL = 1500
"""Clauses of a set that is looked at one by one; beyond it the vector index is faster, unless the graph is large."""
_ROOT = 100  # where both take the same time, the square of that number by all clauses (docs/scale.md)
_PASSAGES = 3  # fetched for each clause wanted; the index finds the closest the more surely, the more are fetched
_LEAST = 300  # fetched at least
_GATHERED, _SETS = 10_000, 64  # clauses whose vectors are kept here at most, 5 kB each; sets of them
_AT_ONCE, _FETCHING = 200, 2  # clauses whose vectors are fetched in a statement; sets that are being fetched
_LOOK_SECONDS = 1.0  # between two looks for a newer index
_RARITIES = 50_000
_FOUND = 64  # results kept
_FIELDS = (("heading", 3), ("text", 1), ("_around", 1))


@dataclass(frozen=True, slots=True)
class Indexed:
    """What of the graph is indexed, and by which encoder."""

    generation: int
    encoder: str
    dimension: int
    clauses: int
    passages: int


@dataclass(slots=True)
class _Serving:
    """One state of the index with what is remembered of it."""

    indexed: Indexed
    rarities: dict[str, float] = field(default_factory=dict)
    gathered: OrderedDict[frozenset[str], Future[Gathered] | None] = field(default_factory=OrderedDict)
    found: dict[tuple[str, str, frozenset[str] | None, int], Found] = field(default_factory=dict)

    def once(self, key: tuple[str, str, frozenset[str] | None, int], find: Callable[[], Found]) -> Found:
        """What was found a moment ago, or is now: one question is often ranked twice."""
        known = self.found.get(key)
        if known is None:
            if len(self.found) >= _FOUND:
                self.found.clear()
            known = self.found[key] = find()
        return known


class Neo4jSearch:
    """Finds clauses in the database; see search.retrieve.ClauseSearch. Safe to use from many threads."""

    def __init__(self, store: Neo4jStore, encoder: Encoder) -> None:
        """Raises IndexFault when nothing is indexed yet, or by another encoder."""
        self.encoder = encoder
        self._bolt = store.bolt
        self._texts = Remembered(encoder)
        self._tokens = Tokens()
        self._keeping = threading.Lock()
        self._serving = _Serving(self._read())
        self._looked = time.monotonic()

    def index(self, *, fresh: bool = False) -> Indexed:
        """What is indexed now, unless `fresh` at most a second old. Raises IndexFault when it is another encoder's."""
        return self._newest(fresh=fresh).indexed

    def candidates(
        self, text: str, words: Sequence[str], allowed: frozenset[str] | None, k: int
    ) -> tuple[Sequence[tuple[str, float]], Sequence[tuple[str, float]]]:
        """The closest to a text and those that hold its words, found at the same time."""
        worded = self._bolt.beside(lambda: self.keywords(words, allowed, k))
        return self.cosines(text, allowed, k), worded.result()

    # -- by vector ---------------------------------------------------------------------------------------------------

    def odds(self, cosines: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The log-odds that clauses of such cosines to a question are meant; None where the encoder tells none."""
        return self._texts.odds(cosines)

    def vector(self, text: str) -> Any:
        """A question's vector; the last ones are remembered."""
        return self._texts.vector(text)

    def similarities(self, text: str, others: Sequence[str]) -> list[float]:
        """The cosine of a question to each of a few short texts."""
        return self._texts.similarities(text, others)

    def cosines(self, text: str, allowed: frozenset[str] | None, k: int) -> Sequence[tuple[str, float]]:
        """(clause, cosine to the text), best first."""
        serving = self._newest()
        if allowed is not None and not allowed:
            return []
        few = allowed is not None and len(allowed) <= min(small_of(serving.indexed.clauses), _GATHERED // 4)
        if allowed is not None and few and (found := self._gathered(serving, allowed)):
            return found.cosines(self.vector(text))[:k]
        return serving.once(("vector", text, allowed, k), lambda: self._closest(text, allowed, k, serving))

    def common(self, text: str, clauses: frozenset[str]) -> Floats:
        """The cosines of the text to some hundreds of clauses."""
        return np.array([cosine for _, cosine in self.cosines(text, clauses, len(clauses) or 1)], np.float32)

    def _closest(self, text: str, allowed: frozenset[str] | None, k: int, serving: _Serving) -> Found:
        vector = self.vector(text).tolist()
        if allowed is None:
            return self._nearest(cypher.NEAREST, {"vector": vector}, None, k, serving)
        if isinstance(allowed, Within):
            places = {"vector": vector, "places": list(allowed.places)}
            if len(allowed) <= small_of(serving.indexed.clauses):
                return _pairs(self._run(cypher.scan_within(exact=allowed.exact), {**places, "k": k}))
            return self._nearest(cypher.nearest_within(exact=allowed.exact), places, allowed, k, serving)
        if len(allowed) <= small_of(serving.indexed.clauses):
            return _pairs(self._run(cypher.SCAN, {"clauses": list(allowed), "vector": vector, "k": k}))
        return self._nearest(cypher.NEAREST, {"vector": vector}, allowed, k, serving)

    def _nearest(
        self, statement: str, given: Mapping[str, Any], allowed: frozenset[str] | None, k: int, serving: _Serving
    ) -> list[tuple[str, float]]:
        """Fetches passages until `k` of the allowed clauses are among them, or all passages were fetched."""
        indexed = serving.indexed
        share = 1.0 if allowed is None else len(allowed) / max(indexed.clauses, 1)
        fetch = max(int(_PASSAGES * k / max(share, 1e-6)), _LEAST)
        filtered_here = allowed is not None and not isinstance(allowed, Within)
        while True:
            fetch = min(fetch, max(indexed.passages, 1))
            most = fetch if filtered_here else k
            found = _pairs(self._run(statement, {**given, "fetch": fetch, "k": most}))
            if allowed is not None:
                found = [pair for pair in found if pair[0] in allowed]
            if len(found) >= min(k, len(allowed) if allowed is not None else k) or fetch >= indexed.passages:
                return found[:k]
            fetch *= 2

    def _gathered(self, serving: _Serving, clauses: frozenset[str]) -> Gathered | None:
        """The vectors of a set of clauses that is asked for again and again, fetched when it is for the second time."""
        kept = serving.gathered
        with self._keeping:
            if clauses not in kept:
                kept[clauses] = None
                while len(kept) > _SETS or sum(map(len, kept)) > _GATHERED:
                    kept.popitem(last=False)
                return None
            kept.move_to_end(clauses)
            fetched = kept[clauses]
            if fetched is None or (fetched.done() and fetched.exception() is not None):
                if sum(one is not None and not one.done() for one in kept.values()) < _FETCHING:
                    kept[clauses] = self._bolt.beside(lambda: self._gather(clauses))
                return None
        return fetched.result() if fetched.done() else None

    def _gather(self, clauses: frozenset[str]) -> Gathered:
        """The vectors of some clauses; a few at a time, as they come as lists of numbers."""
        names: list[str] = []
        vectors = [np.empty((0, self.encoder.dimension), np.float32)]
        rest = iter(sorted(clauses))
        while some := list(islice(rest, _AT_ONCE)):
            rows = sorted(self._run(cypher.VECTORS_OF, {"clauses": some}), key=lambda row: str(row[0]))
            names += [clause for clause, _ in rows]
            vectors.append(np.asarray([vector for _, vector in rows], np.float32).reshape(len(rows), -1))
        starts = [n for n, name in enumerate(names) if n == 0 or names[n - 1] != name]
        return Gathered(tuple(names[n] for n in starts), np.concatenate(vectors), np.asarray(starts, np.int64))

    # -- by word -----------------------------------------------------------------------------------------------------

    def keywords(self, words: Sequence[str], allowed: frozenset[str] | None, k: int) -> Sequence[tuple[str, float]]:
        """(clause, score), best first; only those that hold a term of the words."""
        whole = " ".join(words)
        return self._newest().once(("words", whole, allowed, k), lambda: self._holding(whole, allowed, k))

    def _holding(self, words: str, allowed: frozenset[str] | None, k: int) -> Found:
        terms = self._tokens.question(words)
        if not terms or (allowed is not None and not allowed):
            return []
        if allowed is None or isinstance(allowed, Within):
            filters = "" if allowed is None else f"+_around:({' '.join(place_marks(allowed))})^0 "
            return self._worded(f"{filters}+({_any_of(terms)})", k)[:k]
        if len(allowed) <= small_of(self.index().clauses):
            weighed = [{"form": term, "weight": weight} for term, weight in terms.items()]
            return _pairs(self._run(cypher.WORDED_AMONG, {"clauses": list(allowed), "terms": weighed, "k": k}))
        fetch = 2 * k * self.index().clauses // len(allowed)
        while True:
            found = self._worded(_any_of(terms), fetch)
            kept = [pair for pair in found if pair[0] in allowed]
            if len(kept) >= k or len(found) < fetch:
                return kept[:k]
            fetch *= 5

    def _worded(self, query: str, fetch: int) -> list[tuple[str, float]]:
        return _pairs(self._run(cypher.WORDED, {"query": query, "fetch": fetch}))

    def holding(self, terms: Sequence[str], clauses: Sequence[str]) -> Held:
        """Any clause may hold any term: the texts are here, the database need not be asked."""
        return np.ones((len(terms), len(clauses)), np.bool_)

    def rarity(self, word: str) -> float:
        """How rare a word is among the clauses (inverse document frequency, natural logarithm)."""
        serving = self._newest()
        known = serving.rarities.get(word)
        if known is None:
            if len(serving.rarities) >= _RARITIES:
                serving.rarities.clear()
            query = _all_of(self._tokens.terms(word))
            held = self._run(cypher.COUNT_WORDED, {"query": query})[0][0] if query else 0
            known = log(1 + (serving.indexed.clauses - held + 0.5) / (held + 0.5))
            serving.rarities[word] = known
        return known

    # -- what is indexed ---------------------------------------------------------------------------------------------

    def _newest(self, *, fresh: bool = False) -> _Serving:
        if fresh or time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked = time.monotonic()
            indexed = self._read()
            if indexed != self._serving.indexed:
                self._serving = _Serving(indexed)
        return self._serving

    def _read(self) -> Indexed:
        # Asked of the leader: the bookmark that comes back makes later searches wait for what it has.
        found = read_indexed(self._bolt.read(lambda run: run(cypher.INDEX, {}), newest=True))
        if found is None:
            raise IndexFault(f"{self._bolt.address}: nothing is indexed yet; build it: policykg build")
        if (found.encoder, found.dimension) != (self.encoder.name, self.encoder.dimension):
            raise IndexFault(
                f"{self._bolt.address}: vectors of {found.encoder} ({found.dimension} numbers), the encoder is "
                f"{self.encoder.name} ({self.encoder.dimension} numbers); build it again: policykg build"
            )
        return found

    def _run(self, statement: str, parameters: Mapping[str, Any]) -> Rows:
        return self._bolt.read(lambda run: run(statement, parameters))


def small_of(clauses: int) -> int:
    """Up to how many of so many clauses are looked at one by one.

    >>> small_of(5_000), small_of(1_000_000)
    (1500, 10000)
    """
    return max(SMALL, isqrt(_ROOT * clauses))


def lag(store: Neo4jStore) -> int:
    """How many changes of the graph the index has not taken in, asked once. Raises IndexFault, StoreError."""
    found = read_indexed(store.bolt.alone(cypher.INDEX))
    if found is None:
        raise IndexFault(f"{store.bolt.address}: nothing is indexed yet; build it: policykg build")
    return max(0, store.generation() - found.generation)


def read_indexed(rows: Rows) -> Indexed | None:
    """What the KgIndex node tells; None when there is none of this format."""
    format, encoder, dimension, generation, clauses, passages = rows[0]
    return Indexed(generation, encoder, dimension, clauses, passages) if format == FORMAT else None


def _pairs(rows: Rows) -> list[tuple[str, float]]:
    """(clause, score) from a row of two lists."""
    return list(zip(rows[0][0], rows[0][1], strict=True)) if rows else []


# -- the full-text index's own language --------------------------------------------------------------------------------


def _any_of(terms: Mapping[str, float]) -> str:
    """Terms of which one at least must be held, each with its weight; the heading counts three times.

    >>> _any_of({"二手": 2.0})
    'heading:("二手"^2)^3 text:("二手"^2)^1 _around:("二手"^2)^1'
    """
    words = " ".join(f'"{_plain(term)}"^{weight:g}' for term, weight in terms.items())
    return " ".join(f"{name}:({words})^{boost}" for name, boost in _FIELDS)


def _all_of(terms: Iterable[str]) -> str:
    """Terms that must all be held, each somewhere in a clause.

    >>> _all_of(["二手"])
    '+(heading:"二手" text:"二手" _around:"二手")'
    """
    return " ".join(f"+({' '.join(_in_fields(term))})" for term in dict.fromkeys(terms))


def place_marks(within: Within) -> list[str]:
    """The words in `_around` that tell where a clause applies: at630200 there itself, in630000 within."""
    return [f"{'at' if within.exact else 'in'}{code}" for code in within.places]


def _in_fields(piece: str) -> Iterable[str]:
    return (f'{name}:"{_plain(piece)}"' for name, _ in _FIELDS)


def _plain(term: str) -> str:
    return term.replace("\\", " ").replace('"', " ")
