"""Which of a question's words and runs many clauses hold, asked of all of them at once (用词筛查).

A clause can hold a form only where it holds each pair of neighbouring characters in it, and the keyword index knows the
pairs of every clause. So a text is looked into only where all pairs are there: one in ten times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from search.tokens import fold
from search.words import Word, longest

Held = NDArray[np.bool_]
"""(terms, clauses): whether a clause holds a term."""

_PAIR = re.compile(r"(?=([一-鿿]{2}))")


class Sieve:
    """Lets through the clauses that may hold a form; a form without Chinese pairs (5g, 县) passes all."""

    def __init__(
        self,
        words: Sequence[Word],
        runs: Sequence[str],
        clauses: Sequence[str],
        holding: Callable[[Sequence[str], Sequence[str]], Held],
    ) -> None:
        """`holding` tells which clauses may hold which terms: true where it does not know."""
        forms = dict.fromkeys(form for w in words for form in _forms(w))
        self._pairs = {form: pairs(form) for form in (*forms, *runs)}
        terms = list(dict.fromkeys(pair for own in self._pairs.values() for pair in own))
        self._row = {term: row for row, term in enumerate(terms)}
        self._held = holding(terms, clauses)
        self._runs = [(run, np.ascontiguousarray(self._held[self._rows(run)].T)) for run in runs]
        spoken = self._held[[row for run in runs for row in self._rows(run)]]
        self._spoken = np.asarray(spoken.any(0)).tolist()  # whether any pair of a run may be held
        self._length = sum(map(len, runs))

    def holders(self, word: Word) -> list[int]:
        """The positions of the clauses that may hold a word, another form of it, a piece of it or it in full."""
        held = np.zeros(self._held.shape[1], np.bool_)
        for form in _forms(word):
            held |= self._all(form)
        positions: list[int] = np.flatnonzero(held).tolist()
        return positions

    def possible(self) -> NDArray[np.float64]:
        """How much of the runs each clause holds in one piece at most: a piece has a character more than pairs."""
        held = np.zeros(self._held.shape[1])
        for _, own in self._runs:
            pairs = np.count_nonzero(own, axis=1)
            held += np.where(pairs, pairs + 1, 0)
        return held / (self._length or 1)

    def phrasing(self, clause: int, text: str) -> float:
        """How much of the runs the text of the clause at a position holds in one piece (0–1), as subject.phrasing."""
        if not self._spoken[clause]:
            return 0.0
        length = 0
        for run, own in self._runs:
            held = own[clause].tolist()
            if True in held:
                length += longest(run, text, held)
        return length / self._length

    def _all(self, form: str) -> Held:
        return np.asarray(self._held[self._rows(form)].all(0), np.bool_)

    def _rows(self, form: str) -> list[int]:
        return [self._row[pair] for pair in self._pairs[form]]


def _forms(word: Word) -> tuple[str, ...]:
    return (word.form, *word.others, *word.parts, *([word.front] if word.front else ()))


@lru_cache(8192)
def pairs(form: str) -> tuple[str, ...]:
    """The pairs of Chinese characters that stand beside each other, as the index spells them.

    >>> pairs("以旧换新ai"), pairs("县")
    (('以旧', '旧换', '换新'), ())
    """
    return tuple(match[1] for match in _PAIR.finditer(fold(form)))
