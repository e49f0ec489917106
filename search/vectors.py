"""Passage vectors and the nearest of them; the one file that knows faiss.

Every search looks at every allowed vector, so its answer is exact for the vectors as they are stored. *fine* stores
half-precision numbers (the error of a cosine is below 0.0001). From FINE_LIMIT passages on, *coarse* stores four bits a
number (error 0.0014, a quarter of the space), spread over each dimension's mean ± 2.5 standard deviations. Where much
of a coarse set is allowed, search/scan.py multiplies; its products are the same but for the last digit.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Literal

import faiss
import numpy as np
from numpy.typing import NDArray

from kg.errors import IndexFault
from search.arrays import Array
from search.scan import Scan, scannable
from search.weights import Floats

Precision = Literal["fine", "coarse"]
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]

FINE_LIMIT = 50_000
SCANNED = 0.4  # share of a coarse set that must be allowed for all of it to be multiplied
_FAISS: Any = faiss  # its stubs do not know the conveniences that it adds to its classes
_SPREAD = 2.5


class Vectors:
    """A fixed set of vectors of unit length, by position."""

    def __init__(self, dimension: int, precision: Precision, index: Any) -> None:
        self.dimension = dimension
        self.precision = precision
        self._index = index
        self._scan: Scan | None = None  # made when it is first wanted
        self._making = threading.Lock()

    @classmethod
    def of(cls, rows: Floats, precision: Precision | None = None, like: Vectors | None = None) -> Vectors:
        """Stores rows (n, dimension); the precision comes from their number unless it is given.

        A coarse set `like` another takes over its ranges, so that rows that come from there stay bit for bit the same.
        """
        count, dimension = rows.shape
        if precision is None:
            precision = "fine" if count <= FINE_LIMIT else "coarse"
        if precision == "fine":
            index = faiss.IndexFlatIP(dimension)
            index.add(rows.astype(np.float16).astype(np.float32))
            return cls(dimension, precision, index)
        if like is not None and like.precision == "coarse" and like.dimension == dimension:
            reach = like.arrays()["range"].astype(np.float32)
        else:
            mean, spread = rows.mean(0), np.maximum(_SPREAD * rows.std(0), 1e-6)
            reach = np.concatenate([mean - spread, 2 * spread]).astype(np.float32)
        index = _coarse(dimension, reach)
        index.add(rows)
        return cls(dimension, precision, index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def rows(self, positions: Positions) -> Floats:
        """The stored vectors at `positions`, (n, dimension)."""
        if len(positions) == 0:
            return np.empty((0, self.dimension), np.float32)
        return np.asarray(self._index.reconstruct_batch(np.asarray(positions, np.int64)), np.float32)

    def nearest(self, vector: Floats, count: int, allowed: Mask | None = None) -> tuple[Positions, Floats]:
        """The `count` closest stored vectors among the allowed ones, best first: positions and dot products.

        Fewer only when fewer are allowed. Raises ValueError where `vector` has another dimension.
        """
        if vector.shape != (self.dimension,):
            raise ValueError(f"a vector of shape {vector.shape} in an index of dimension {self.dimension}")
        left = len(self) if allowed is None else int(np.count_nonzero(allowed))
        count = min(count, left)
        if count <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if left >= SCANNED * len(self) and (scan := self._scanning()) is not None:
            scores = scan(vector)
            return _highest(scores if allowed is None else np.where(allowed, scores, -np.inf), count)
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = _FAISS.IDSelectorBitmap(bits)
            parameters = _FAISS.SearchParameters(sel=selector)
        query = np.ascontiguousarray(vector[None], np.float32)
        faiss.omp_set_num_threads(1)  # of this thread: a single question gains nothing and waits for busy cores
        scores, positions = self._index.search(query, count, params=parameters)
        return positions[0], scores[0]

    def _scanning(self) -> Scan | None:
        """What multiplies all of a coarse set; None where faiss has to."""
        if self.precision == "coarse" and self._scan is None and scannable(len(self), self.dimension):
            with self._making:
                if self._scan is None:
                    arrays = self.arrays()
                    self._scan = Scan(arrays["codes"].astype(np.uint8, copy=False), arrays["range"].astype(np.float32))
        return self._scan

    def arrays(self) -> dict[str, Array]:
        """What is kept on disk."""
        if self.precision == "fine":
            return {"half": self.rows(np.arange(len(self))).astype(np.float16)}
        codes = faiss.vector_to_array(self._index.codes).reshape(len(self), -1)
        return {"codes": codes, "range": faiss.vector_to_array(self._index.sq.trained)}

    @classmethod
    def load(cls, arrays: Mapping[str, Array], dimension: int) -> Vectors:
        """The inverse of `arrays`. Raises IndexFault where they are of another dimension."""
        if "half" in arrays:
            rows = arrays["half"].astype(np.float32)
            if rows.shape[1] != dimension:
                raise IndexFault(f"vectors of dimension {rows.shape[1]}, expected {dimension}; build the index again")
            index = faiss.IndexFlatIP(dimension)
            index.add(rows)
            return cls(dimension, "fine", index)
        codes, reach = arrays["codes"].astype(np.uint8, copy=False), arrays["range"].astype(np.float32)
        if len(reach) != 2 * dimension or codes.shape[1] != (dimension + 1) // 2:
            raise IndexFault(f"vectors of dimension {len(reach) // 2}, expected {dimension}; build the index again")
        index = _coarse(dimension, reach)
        index.add_sa_codes(codes)
        return cls(dimension, "coarse", index)


def products(rows: Floats, vector: Floats) -> Floats:
    """The dot product of each row (n, dimension) with a vector, on this thread.

    NumPy hands more than some hundred rows to threads that wait for each other in a loop: a hundred times as long where
    the cores are busy.
    """
    found = np.empty(len(rows), np.float32)
    rows, vector = np.ascontiguousarray(rows, np.float32), np.ascontiguousarray(vector, np.float32)
    pointers = (_FAISS.swig_ptr(array) for array in (found, vector, rows))
    _FAISS.fvec_inner_products_ny(*pointers, rows.shape[1], len(rows))
    return found


def _highest(scores: Floats, count: int) -> tuple[Positions, Floats]:
    """The `count` highest scores, best first, ties by position."""
    least = np.partition(scores, len(scores) - count)[len(scores) - count]
    positions = np.flatnonzero(scores >= least)
    order = np.lexsort((positions, -scores[positions]))[:count]
    return positions[order], scores[positions[order]]


def _coarse(dimension: int, reach: Floats) -> Any:
    """An empty index of four bits a number; `reach` holds each dimension's lowest value, then each one's width."""
    index = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_4bit, faiss.METRIC_INNER_PRODUCT)
    faiss.copy_array_to_vector(reach, index.sq.trained)
    index.is_trained = True
    return index
