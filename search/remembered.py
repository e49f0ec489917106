"""The vectors of texts that are asked again: questions, and the short texts that they are compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from search.adapter import adapter
from search.encoder import Encoder
from search.script import simplify
from search.weights import Floats

_VECTORS = 4096  # of questions, 1.5 kB each
_PHRASES = 8192  # vectors of short texts kept, 1.5 kB each


class Remembered:
    """An encoder that keeps the last vectors. Safe to use from many threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._phrases: dict[str, Floats] = {}
        self._vector: Callable[[str], Floats] = lru_cache(_VECTORS)(partial(_embed, encoder))

    def vector(self, text: str) -> Floats:
        """A question's vector, traditional characters read as simplified ones."""
        return self._vector(text)

    def odds(self, cosines: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The log-odds that clauses of such cosines to a question are meant; None where it is not the adapted one."""
        return adapter().odds(cosines) if self._encoder.name == adapter().name else None

    def similarities(self, text: str, others: Sequence[str]) -> list[float]:
        """The cosine of a question to each of a few short texts."""
        missing = [other for other in dict.fromkeys(others) if other not in self._phrases]
        if missing:
            if len(self._phrases) + len(missing) > _PHRASES:
                self._phrases = {}
                missing = list(dict.fromkeys(others))
            self._phrases.update(zip(missing, self._encoder.passages(missing), strict=True))
        phrases, vector = self._phrases, self.vector(text)
        return [float(phrases[other] @ vector) for other in others]


def _embed(encoder: Encoder, text: str) -> Floats:
    vector: Floats = np.asarray(encoder.queries([simplify(text)])[0], np.float32)
    vector.flags.writeable = False
    return vector
