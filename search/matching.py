"""How well a clause matches what is asked about (匹配), by a measure learnt from lessons (教材).

The second encoder sets everyday words and official ones beside each other, and matters of one field, too. The lessons,
made-up plans with questions that one of their clauses answers and questions that none does, teach which differences
count: a question's vector is turned by a matrix before it is set beside the sentences of a clause. Fitted by
scripts/fit_matching.py: docs/decisions/0015-learnt-matching.md.

    match = mean weight · mean of the products + best weight · highest product + constant

A match is a log-odds: above 0 it is more likely than not, in a lesson, that the clause is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.second import sentences, vector_of, vectors_of
from search.weights import Floats

WEIGHTS = Path(__file__).parent / "vocabulary" / "matching.npz"
_CLAUSES = 2048  # clauses whose sentences' vectors are remembered, 1 kB a sentence
NONE = -15.0  # the match of a clause or a matter that says nothing, below nearly all others


def matches(matter: str, clauses: Sequence[tuple[str, str]]) -> list[float]:
    """How well each clause (heading, text) matches a matter asked about, about -14 to 15; a clause is read once."""
    if not matter.strip():
        return [NONE] * len(clauses)
    weights = _weights()
    turned = turn(vector_of(matter), weights)
    return [_match(turned, said, weights) if len(said) else NONE for said in (read(*clause) for clause in clauses)]


def turn(vector: Floats, weights: Mapping[str, Floats]) -> Floats:
    """The vector of what is asked about (512) as it is set beside clauses."""
    return np.asarray(vector + vector @ weights["turn"], np.float32)


def _match(turned: Floats, said: NDArray[np.float16], weights: Mapping[str, Floats]) -> float:
    products = said.astype(np.float32) @ turned
    mean, best, constant = weights["shares"].tolist()
    return float(mean * products.mean() + best * products.max() + constant)


@lru_cache(_CLAUSES)
def read(heading: str, text: str) -> NDArray[np.float16]:
    """The vectors of a clause's sentences and heading, (sentences, 512)."""
    said = [*sentences(text), heading] if heading.strip() else sentences(text)
    return np.asarray(vectors_of(said), np.float16).reshape(-1, 512)


@cache
def _weights() -> Mapping[str, Floats]:
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in ("turn", "shares")}
