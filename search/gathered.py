"""The vectors of a few clauses, kept together to be compared with many questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.vectors import products
from search.weights import Floats


@dataclass(frozen=True, slots=True)
class Gathered:
    """The vectors of a few clauses: clause i owns rows from starts[i] on."""

    ids: tuple[str, ...]
    rows: Floats
    starts: NDArray[np.int64]

    def closest(self, vector: Floats) -> Floats:
        """The cosine of each clause's closest passage, by place."""
        if not self.ids:
            return np.empty(0, np.float32)
        return np.asarray(np.maximum.reduceat(products(self.rows, vector), self.starts), np.float32)

    def cosines(self, vector: Floats) -> list[tuple[str, float]]:
        """(clause, cosine of its closest passage), best first."""
        cosines = self.closest(vector)
        order = np.argsort(-cosines, kind="stable")
        return [(self.ids[n], c) for n, c in zip(order.tolist(), cosines[order].tolist(), strict=True)]
