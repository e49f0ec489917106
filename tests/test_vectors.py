"""Nearest vectors against a numpy dot product, by value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import IndexFault
from search.arrays import Array, pack, unpack
from search.vectors import FINE_LIMIT, Mask, Precision, Vectors, products
from search.weights import Floats

DIMENSION = 24
PRECISIONS: tuple[Precision, ...] = ("fine", "coarse")


def unit(count: int, seed: int, dimension: int = DIMENSION) -> Floats:
    """Vectors that lean one way, as an encoder's do."""
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32) + 1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def by_numpy(vectors: Vectors, query: Floats, count: int, allowed: Mask) -> Floats:
    """The slow way: every allowed row's dot product, sorted."""
    scores = vectors.rows(np.arange(len(vectors))) @ query
    return np.asarray(np.sort(scores[allowed])[::-1][:count], np.float32)


@settings(deadline=None, max_examples=120)
@given(
    count=st.integers(0, 300),
    wanted=st.integers(0, 60),
    share=st.floats(0, 1),
    seed=st.integers(0, 10_000),
    precision=st.sampled_from(PRECISIONS),
)
def test_the_nearest_are_numpys_nearest(count: int, wanted: int, share: float, seed: int, precision: Precision) -> None:
    vectors = Vectors.of(unit(count, seed), precision) if count else Vectors.of(unit(0, seed), "fine")
    query = unit(1, seed + 1)[0]
    allowed = np.random.default_rng(seed + 2).random(count) < share
    positions, scores = vectors.nearest(query, wanted, allowed)
    assert len(positions) == min(wanted, int(allowed.sum()))
    assert allowed[positions].all()
    assert len(set(positions.tolist())) == len(positions)
    assert np.allclose(scores, by_numpy(vectors, query, wanted, allowed), atol=1e-5)
    assert np.allclose(scores, vectors.rows(positions) @ query, atol=1e-5)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_without_a_filter_everything_is_looked_at(precision: Precision) -> None:
    vectors, query = Vectors.of(unit(500, 1), precision), unit(1, 2)[0]
    everything = np.ones(500, np.bool_)
    assert vectors.nearest(query, 500)[0].tolist() == vectors.nearest(query, 500, everything)[0].tolist()
    assert np.allclose(vectors.nearest(query, 20)[1], by_numpy(vectors, query, 20, everything), atol=1e-5)


def test_a_few_allowed_among_many_are_all_found() -> None:
    allowed = np.zeros(5000, np.bool_)
    allowed[[3, 2500, 4999]] = True
    positions, _ = Vectors.of(unit(5000, 3)).nearest(unit(1, 4)[0], 10, allowed)
    assert sorted(positions.tolist()) == [3, 2500, 4999]


def test_stored_vectors_are_close_to_those_given() -> None:
    rows, query = unit(4000, 5, 384), unit(1, 6, 384)[0]
    everywhere = np.arange(4000)
    fine, coarse = (Vectors.of(rows, precision).rows(everywhere) for precision in PRECISIONS)
    assert np.abs(fine @ query - rows @ query).max() < 2e-4
    assert np.abs(coarse @ query - rows @ query).mean() < 4e-3


@pytest.mark.parametrize("precision", PRECISIONS)
def test_saving_and_loading_changes_nothing(precision: Precision) -> None:
    vectors, query = Vectors.of(unit(400, 7), precision), unit(1, 8)[0]
    again = Vectors.load(unpack(pack(vectors.arrays())), DIMENSION)
    assert again.precision == precision
    assert np.array_equal(again.rows(np.arange(400)), vectors.rows(np.arange(400)))
    (ours, our_scores), (theirs, their_scores) = again.nearest(query, 30), vectors.nearest(query, 30)
    assert np.array_equal(ours, theirs)
    assert np.array_equal(our_scores, their_scores)


def test_rows_taken_over_stay_the_same_bit_for_bit() -> None:
    first = Vectors.of(unit(300, 9), "coarse")
    kept = first.rows(np.arange(300))
    second = Vectors.of(np.concatenate([kept, unit(50, 10)]), "coarse", like=first)
    assert np.array_equal(second.rows(np.arange(300)), kept)


def test_many_vectors_take_a_quarter_of_the_space() -> None:
    small, large = (Vectors.of(np.zeros((count, 8), np.float32)).precision for count in (FINE_LIMIT, FINE_LIMIT + 1))
    assert (small, large) == ("fine", "coarse")
    rows = unit(1000, 11, 384)
    sizes = [sum(a.nbytes for a in Vectors.of(rows, p).arrays().values()) for p in PRECISIONS]
    assert sizes[0] == 1000 * 768
    assert sizes[1] == 1000 * 192 + 2 * 384 * 4


def test_another_dimension_is_refused() -> None:
    vectors = Vectors.of(unit(10, 12))
    with pytest.raises(ValueError, match="dimension 24"):
        vectors.nearest(np.ones(25, np.float32), 3)
    for precision in PRECISIONS:
        with pytest.raises(IndexFault, match="build the index again"):
            Vectors.load(Vectors.of(unit(10, 12), precision).arrays(), 48)


def test_packed_arrays_come_back_and_damage_is_noticed() -> None:
    arrays: dict[str, Array] = {"a": np.arange(10, dtype=np.int32), "b": np.empty(0, np.uint8), "c": unit(3, 13)}
    data = pack(arrays)
    again = unpack(data)
    assert all(
        np.array_equal(again[name], array) and again[name].dtype == array.dtype for name, array in arrays.items()
    )
    for broken in (b"", data[:30], data[:-1], b"x" + data[1:], data[:80] + b"\xff\xff" + data[82:]):
        with pytest.raises(ValueError, match=r"array"):
            unpack(broken)


@pytest.mark.parametrize("count", [0, 1, 7, 3000])
def test_products_are_those_of_each_row(count: int) -> None:
    rows, vector = unit(count, 384), unit(1, 384)[0]
    wanted = [sum(float(a) * float(b) for a, b in zip(row, vector, strict=True)) for row in rows[:20]]
    assert len(products(rows, vector)) == count
    assert products(rows, vector)[:20].tolist() == pytest.approx(wanted, abs=1e-6)
    assert np.array_equal(products(rows[::-1], vector), products(rows, vector)[::-1])  # rows apart in memory too
