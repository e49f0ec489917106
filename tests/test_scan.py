"""The scan of all coarse vectors against NumPy and against faiss, by value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import vectors
from search.scan import Scan, scannable
from search.vectors import Vectors
from search.weights import Floats


def unit(count: int, seed: int, dimension: int) -> Floats:
    """Vectors that lean one way, as an encoder's do."""
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32) + 1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def scan(stored: Vectors) -> Scan:
    arrays = stored.arrays()
    return Scan(arrays["codes"].astype(np.uint8), arrays["range"].astype(np.float32))


@settings(deadline=None, max_examples=30)
@given(count=st.integers(1, 200), dimension=st.sampled_from([64, 384, 512]), seed=st.integers(0, 10_000))
def test_the_products_are_numpys(count: int, dimension: int, seed: int) -> None:
    stored, query = Vectors.of(unit(count, seed, dimension), "coarse"), unit(1, seed + 1, dimension)[0]
    wanted = stored.rows(np.arange(count)).astype(np.float64) @ query.astype(np.float64)
    assert np.abs(scan(stored)(query) - wanted).max() < 1e-6


@settings(deadline=None, max_examples=60)
@given(
    count=st.integers(1, 200),
    wanted=st.integers(0, 60),
    share=st.sampled_from([0.0, 0.3, 0.6, 0.9, 1.0]),
    seed=st.integers(0, 10_000),
)
def test_the_nearest_are_those_that_faiss_finds(count: int, wanted: int, share: float, seed: int) -> None:
    stored, query = Vectors.of(unit(count, seed, 64), "coarse"), unit(1, seed + 1, 64)[0]
    allowed = np.random.default_rng(seed + 2).random(count) < share
    positions, scores = stored.nearest(query, wanted, allowed)
    assert len(positions) == min(wanted, int(allowed.sum())) and allowed[positions].all()
    assert len(set(positions.tolist())) == len(positions)
    assert (np.diff(scores) <= 0).all()
    every = stored.rows(np.flatnonzero(allowed)) @ query
    assert np.allclose(scores, np.sort(every)[::-1][:wanted], atol=1e-6)
    assert np.allclose(scores, stored.rows(positions) @ query, atol=1e-6)


def test_without_a_filter_the_order_is_that_of_faiss(monkeypatch: pytest.MonkeyPatch) -> None:
    stored, query = Vectors.of(unit(3000, 1, 128), "coarse"), unit(1, 2, 128)[0]
    found = stored.nearest(query, 50)[0].tolist()
    assert stored._scan is not None
    monkeypatch.setattr(vectors, "SCANNED", 2.0)
    assert stored.nearest(query, 50)[0].tolist() == found


def test_what_is_not_of_whole_blocks_or_too_large_is_left_to_faiss() -> None:
    assert scannable(1000, 384) and not scannable(1000, 100) and not scannable(0, 384)
    assert not scannable(10**8, 384)
    stored = Vectors.of(unit(50, 1, 24), "coarse")
    assert len(stored.nearest(unit(1, 2, 24)[0], 5)[0]) == 5 and stored._scan is None


def test_fine_vectors_are_not_scanned() -> None:
    stored = Vectors.of(unit(50, 1, 64), "fine")
    assert len(stored.nearest(unit(1, 2, 64)[0], 5)[0]) == 5 and stored._scan is None
