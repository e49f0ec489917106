"""The index that serves, with its encoder: what a server and the ranking hold on to.

When a build has published a new generation, the next request loads it; requests that are under way keep the one that
they began with, and those that come while it loads still get the old one.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search import generations
from search.encoder import Encoder
from search.gathered import Gathered
from search.held import Held
from search.index import Hit, Index, open_index
from search.remembered import Remembered
from search.vectors import Mask
from search.weights import Floats

_REMEMBERED = 256
_GATHERED, _TOGETHER = 500, 8000  # clauses of a set whose vectors are kept together, of all such sets


@dataclass(frozen=True, slots=True)
class _Serving:
    """An index with the folder it came from and the masks made for it, exchanged as one."""

    folder: Path | None
    index: Index
    masks: dict[frozenset[str], Mask] = field(default_factory=dict)
    sets: dict[frozenset[str], Gathered] = field(default_factory=dict)
    samples: dict[frozenset[str], Gathered] = field(default_factory=dict)

    def gathered(self, clauses: frozenset[str], *, sample: bool = False) -> Gathered:
        """The vectors of a small set of clauses, remembered for sets that come again; a sample comes every time."""
        kept = self.samples if sample else self.sets
        found = kept.get(clauses)
        if found is None:
            if sum(map(len, list(kept))) + len(clauses) > _TOGETHER:
                kept.clear()
            found = kept[clauses] = self.index.gathered(self.index.allow(clauses))
        return found


class LiveIndex:
    """Follows the generations under `home`. Safe to use from many threads.

    Raises IndexFault when the first one cannot be opened; a later one that cannot be opened leaves the old one serving.
    """

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self.home = home
        self.encoder = encoder
        self._lock = threading.Lock()
        self._pointer = generations.Pointer(home)
        self._serving = _Serving(generations.current(home), open_index(home, encoder))
        self._refused: Path | None = None
        self._seen: Path | None = None  # what the pointer said when there was nothing to be done
        self._texts = Remembered(encoder)

    def index(self, *, fresh: bool = False) -> Index:
        """The newest index (`fresh` or not, a look costs little).

        Raises IndexFault, once for each broken generation, while the old one goes on serving.
        """
        return self._newest().index

    def search(self, text: str, allowed: Collection[str] | None = None, k: int = 10) -> list[Hit]:
        """The clauses closest to a text, by vector and by word, fused best first."""
        serving = self._newest()
        return serving.index.search(self.vector(text), text, _mask(serving, allowed), k)

    def cosines(self, text: str, allowed: frozenset[str] | None, k: int) -> Sequence[tuple[str, float]]:
        """(clause, cosine to the text), best first."""
        serving = self._newest()
        if allowed is not None and k >= len(allowed) and len(allowed) <= _GATHERED:
            return serving.gathered(allowed).cosines(self.vector(text))
        return serving.index.cosines(self.vector(text), _mask(serving, allowed), k)

    def common(self, text: str, clauses: frozenset[str]) -> Floats:
        """The cosines of the text to some hundreds of clauses, whose vectors are kept together."""
        return self._newest().gathered(clauses, sample=True).closest(self.vector(text))

    def keywords(self, words: Sequence[str], allowed: frozenset[str] | None, k: int) -> Sequence[tuple[str, float]]:
        """(clause, BM25 score), best first; only those that hold a term of the words."""
        serving = self._newest()
        return serving.index.keywords(" ".join(words), _mask(serving, allowed), k)

    def candidates(
        self, text: str, words: Sequence[str], allowed: frozenset[str] | None, k: int
    ) -> tuple[Sequence[tuple[str, float]], Sequence[tuple[str, float]]]:
        """The closest to a text and those that hold its words, one after the other: the processor finds both."""
        return self.cosines(text, allowed, k), self.keywords(words, allowed, k)

    def holding(self, terms: Sequence[str], clauses: Sequence[str]) -> Held:
        """Which clauses hold which terms, (terms, clauses)."""
        return self.index().holding(terms, clauses)

    def rarity(self, word: str) -> float:
        """How rare a word is among the clauses (inverse document frequency, natural logarithm)."""
        return self.index().rarity(word)

    def similarities(self, text: str, others: Sequence[str]) -> list[float]:
        """The cosine of a question to each of a few short texts; the texts' vectors are remembered."""
        return self._texts.similarities(text, others)

    def odds(self, cosines: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The log-odds that clauses of such cosines to a question are meant; None where the encoder tells none."""
        return self._texts.odds(cosines)

    def vector(self, text: str) -> Floats:
        """A question's vector, traditional characters read as simplified ones; the last vectors are remembered."""
        return self._texts.vector(text)

    def _newest(self) -> _Serving:
        folder = self._pointer.folder()
        if folder is self._seen:  # asked a dozen times for a question
            return self._serving
        if folder in (None, self._serving.folder, self._refused):
            self._seen = folder
            return self._serving
        if not self._lock.acquire(blocking=False):
            return self._serving
        try:
            if folder != self._serving.folder:
                self._refused = folder
                self._serving = _Serving(folder, open_index(self.home, self.encoder))
                self._refused = None
        finally:
            self._lock.release()
        return self._serving


def _mask(serving: _Serving, allowed: Collection[str] | None) -> Mask | None:
    """The mask of an allowed set, remembered for sets that come again."""
    if allowed is None:
        return None
    if not isinstance(allowed, frozenset):
        return serving.index.allow(allowed)
    mask = serving.masks.get(allowed)
    if mask is None:
        if len(serving.masks) >= _REMEMBERED:
            serving.masks.clear()
        mask = serving.masks[allowed] = serving.index.allow(allowed)
    return mask
