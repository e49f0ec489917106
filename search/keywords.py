"""Finds clauses by their words: BM25 over terms counted by field.

    score = Σ over the question's terms: weight · idf · tf · (k1 + 1) / (tf + k1 · (1 - b + b · length / mean length))
    idf = ln(1 + (N - n + 0.5) / (n + 0.5))

(Robertson and Zaragoza 2009, section 3.3; fields as in BM25F: a term in a heading counts three times.)
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.arrays import Array
from search.split import IndexedClause
from search.tokens import Tokens
from search.weights import Floats

K1 = 1.2
B = 0.3
HEADING = 3
_MOST = 255
_FEW = 5_000  # clauses up to which all of them are marked with the terms that they hold
_RANGES = 20_000  # terms whose place is remembered


@dataclass(frozen=True, slots=True)
class Counts:
    """Term counts by clause: clause i holds terms[starts[i]:starts[i+1]], numbers into `vocabulary`."""

    vocabulary: tuple[str, ...]
    starts: NDArray[np.int64]
    terms: NDArray[np.int32]
    counts: NDArray[np.uint8]

    def take(self, clauses: NDArray[np.int64]) -> Counts:
        """The counts of some clauses, in that order."""
        lengths = (self.starts[1:] - self.starts[:-1])[clauses]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        where = np.repeat(self.starts[clauses] - starts[:-1], lengths) + np.arange(starts[-1])
        return Counts(self.vocabulary, starts, self.terms[where], self.counts[where])


def count(clauses: Sequence[IndexedClause], tokens: Tokens) -> Counts:
    """Counts the terms of clauses: the heading's three times, those of text, units, place, sectors, headings above."""
    numbers: dict[str, int] = {}
    terms: list[int] = []
    counts: list[int] = []
    starts = [0]
    for clause in clauses:
        found = Counter[str]()
        for term in tokens.terms(clause.heading or ""):
            found[term] += HEADING
        around = (clause.text, *clause.units, *clause.places, *clause.sectors, *clause.above)
        found.update(tokens.terms("\n".join(around)))
        terms.extend(numbers.setdefault(term, len(numbers)) for term in found)
        counts.extend(min(n, _MOST) for n in found.values())
        starts.append(len(terms))
    return Counts(tuple(numbers), np.array(starts, np.int64), np.array(terms, np.int32), np.array(counts, np.uint8))


class Keywords:
    """An inverted index: for each term the clauses that hold it, by position."""

    def __init__(
        self,
        vocabulary: Sequence[str],
        starts: NDArray[np.int64],
        clauses: NDArray[np.int32],
        counts: NDArray[np.uint8],
        size: int,
    ) -> None:
        """`vocabulary` is sorted; term i stands in clauses[starts[i]:starts[i+1]], `counts` times."""
        self._vocabulary = vocabulary
        self._starts = starts
        self._clauses = clauses
        self._counts = counts
        self._ranges: dict[str, tuple[int, int]] = {}  # of terms asked for before
        self.size = size
        lengths = np.bincount(clauses, weights=counts, minlength=size).astype(np.float32)
        mean = (float(lengths.mean()) if size else 0.0) or 1.0
        norm = K1 * (1 - B + B * lengths / mean)
        self._impacts = (counts * np.float32(K1 + 1) / (counts + norm.astype(np.float32)[clauses])).astype(np.float32)

    @classmethod
    def of(cls, parts: Sequence[tuple[Counts, NDArray[np.int64]]], size: int) -> Keywords:
        """Puts counts together; each part comes with the positions of its clauses, among `size` in all."""
        vocabulary = sorted({part.vocabulary[n] for part, _ in parts for n in np.unique(part.terms)})
        number = {term: n for n, term in enumerate(vocabulary)}
        keys, counts = [np.empty(0, np.int64)], [np.empty(0, np.uint8)]
        for part, positions in parts:
            renumber = np.array([number.get(term, 0) for term in part.vocabulary] or [0], np.int64)
            rows = np.repeat(positions, part.starts[1:] - part.starts[:-1])
            keys.append(renumber[part.terms] * max(size, 1) + rows)
            counts.append(part.counts)
        key, all_counts = np.concatenate(keys), np.concatenate(counts)
        order = np.argsort(key, kind="stable")
        term, clause = np.divmod(key[order], max(size, 1))
        starts = np.searchsorted(term, np.arange(len(vocabulary) + 1)).astype(np.int64)
        return cls(vocabulary, starts, clause.astype(np.int32), all_counts[order], size)

    def scores(self, question: Mapping[str, float]) -> Floats:
        """The BM25 score of every clause, (clauses,); 0 where no term is held. `question` gives terms their weights."""
        scores = np.zeros(self.size, np.float32)
        for term, weight in question.items():
            start, end = self._range(term)
            if end > start:
                factor = np.float32(weight * self._idf(end - start))
                scores[self._clauses[start:end]] += factor * self._impacts[start:end]
        return scores

    def matched(self, question: Mapping[str, float], positions: Sequence[int]) -> list[tuple[tuple[str, float], ...]]:
        """For each clause the question's terms that it holds, with their shares of its score, the largest first."""
        shares: list[list[tuple[str, float]]] = [[] for _ in positions]
        wanted = np.asarray(positions, np.int64)
        for term, weight in question.items():
            start, end = self._range(term)
            if end == start:
                continue
            at = start + np.searchsorted(self._clauses[start:end], wanted)
            held = np.flatnonzero(self._clauses[np.minimum(at, end - 1)] == wanted)
            factor = weight * self.rarity(term)
            for n, impact in zip(held.tolist(), self._impacts[at[held]].tolist(), strict=True):
                shares[n].append((term, factor * impact))
        return [tuple(sorted(own, key=lambda share: (-share[1], share[0]))) for own in shares]

    def holding(self, terms: Sequence[str], positions: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Which of the clauses at `positions` hold which terms: (terms, positions)."""
        if self.size <= _FEW:
            every = np.zeros((len(terms), self.size + 1), np.bool_)  # one more for a position of none, -1
            for row, term in zip(every, terms, strict=True):
                start, end = self._range(term)
                row[self._clauses[start:end]] = True
            return every[:, positions]
        held = np.zeros((len(terms), len(positions)), np.bool_)
        for row, term in zip(held, terms, strict=True):
            start, end = self._range(term)
            if end > start:
                clauses = self._clauses[start:end]
                row[:] = clauses[np.minimum(np.searchsorted(clauses, positions), end - start - 1)] == positions
        return held

    def rarity(self, term: str) -> float:
        """The idf of a term: near 0 for one that stands everywhere, highest for one that stands nowhere."""
        start, end = self._range(term)
        return self._idf(end - start)

    def rarity_of_all(self, terms: Sequence[str]) -> float:
        """The idf of holding all of `terms` at once, in any order."""
        held: NDArray[np.int32] | None = None
        for term in terms:
            start, end = self._range(term)
            clauses = self._clauses[start:end]
            held = clauses if held is None else np.intersect1d(held, clauses, assume_unique=True)
        return self._idf(0 if held is None else len(held))

    def _idf(self, held: int) -> float:
        return math.log(1 + (self.size - held + 0.5) / (held + 0.5))

    def counted(self) -> Counts:
        """The counts by clause again, for the next build."""
        order = np.argsort(self._clauses, kind="stable")
        terms = np.repeat(np.arange(len(self._vocabulary), dtype=np.int32), self._starts[1:] - self._starts[:-1])
        starts = np.searchsorted(self._clauses[order], np.arange(self.size + 1)).astype(np.int64)
        return Counts(tuple(self._vocabulary), starts, terms[order], self._counts[order])

    def arrays(self) -> dict[str, Array]:
        """What is kept on disk: clauses as distances from the one before, so that most are small."""
        gaps = np.diff(self._clauses, prepend=np.int32(0)).astype(np.int32)
        gaps[self._starts[:-1]] = self._clauses[self._starts[:-1]]
        text = np.frombuffer("\n".join(self._vocabulary).encode(), np.uint8)
        held = (self._starts[1:] - self._starts[:-1]).astype(np.int32)
        return {"vocabulary": text, "held": held, "gaps": gaps, "counts": self._counts, "size": np.array([self.size])}

    @classmethod
    def load(cls, arrays: Mapping[str, Array]) -> Keywords:
        """The inverse of `arrays`."""
        text = arrays["vocabulary"].tobytes().decode()
        starts = np.concatenate([[0], np.cumsum(arrays["held"].astype(np.int64))]).astype(np.int64)
        gaps = arrays["gaps"].astype(np.int32, copy=False)
        clauses = np.cumsum(gaps, dtype=np.int32)  # may run over, and back again by what is taken off
        clauses -= np.repeat(clauses[starts[:-1]] - gaps[starts[:-1]], starts[1:] - starts[:-1])
        vocabulary = text.split("\n") if text else []
        return cls(
            vocabulary,
            starts,
            clauses,
            arrays["counts"].astype(np.uint8, copy=False),
            int(arrays["size"].astype(int)[0]),
        )

    def _range(self, term: str) -> tuple[int, int]:
        found = self._ranges.get(term)
        if found is None:
            if len(self._ranges) >= _RANGES:
                self._ranges.clear()
            found = self._ranges[term] = self._looked_up(term)
        return found

    def _looked_up(self, term: str) -> tuple[int, int]:
        at = bisect_left(self._vocabulary, term)
        if at == len(self._vocabulary) or self._vocabulary[at] != term:
            return 0, 0
        return int(self._starts[at]), int(self._starts[at + 1])
