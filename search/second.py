"""A second opinion on whether a text is on a matter (复核), by another encoder than clauses are found with.

Another encoder, Google's multilingual Universal Sentence Encoder (Yang et al. 2019, "Multilingual Universal Sentence
Encoder for Semantic Retrieval"; search/sentence_encoder.py), sets question and clause beside each other sentence by
sentence. It tells a question in other words from one on another matter better than the vectors that clauses are found
by: docs/decisions/0009-second-opinion.md.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from search.sentence_encoder import SentenceEncoder

_SENTENCE = re.compile(r"[^。；！？\n]{5,}")
_MANY, _LONG = 24, 120  # sentences of a clause that are read, characters of each
_CLAUSES = 4096  # clauses whose mean is remembered, 2 kB each
_PASSAGES = 8192  # passages whose vectors are remembered, 2 kB each
_ALONE = threading.Lock()  # one opens the encoder, one at a time notes what was read
Vector = NDArray[np.float32]
_read: dict[str, Vector] = {}  # the passages met last, the newest behind


def likeness_throughout(matter: str, heading: str, text: str) -> float:
    """How close a clause is to a matter in all that it says: the mean cosine of its heading and its sentences.

    A long clause has a sentence near to nearly anything; the mean does not grow with length. A clause is read once.
    """
    clause = _mean(heading, text)
    if clause is None or not matter.strip():
        return 0.0
    return float(clause @ _vectors([matter])[0])


@lru_cache(_CLAUSES)
def _mean(heading: str, text: str) -> Vector | None:
    """The mean vector of a clause's heading and sentences, 512 numbers; None where nothing is said."""
    read = [*sentences(text), heading] if heading else sentences(text)
    if not read:
        return None
    return np.asarray(_encoder().encode(read).mean(axis=0))


def vector_of(text: str) -> Vector:
    """The vector of one text, 512 numbers of unit length; a text met lately is not read again."""
    return _vectors([text])[0] if text.strip() else np.asarray(_encoder().encode([text])[0])


def likenesses(question: str, clauses: Sequence[Sequence[str]]) -> list[float]:
    """How close the closest passage of each clause is to a question; a passage met lately is not read again."""
    if not question.strip():
        return [0.0] * len(clauses)
    asked, *_ = _vectors([question, *(passage for passages in clauses for passage in passages)])  # all at once
    return [max((float(vector @ asked) for vector in _vectors(passages)), default=0.0) for passages in clauses]


def _vectors(texts: Sequence[str]) -> list[Vector]:
    wanted = [text for text in texts if text.strip()]
    found = {text: vector for text in wanted if (vector := _read.get(text)) is not None}
    new = [text for text in dict.fromkeys(wanted) if text not in found]
    found.update(zip(new, map(np.copy, _encoder().encode(new)), strict=True))
    with _ALONE:
        for text, vector in found.items():
            _read.pop(text, None)
            _read[text] = vector  # now the newest
        while len(_read) > _PASSAGES:
            del _read[next(iter(_read))]
    return [found[text] for text in wanted]


def sentences(text: str) -> list[str]:
    """The sentences of a clause that are read, each as far as it is."""
    return [sentence[:_LONG] for sentence in _SENTENCE.findall(text)[:_MANY]]


def _encoder() -> SentenceEncoder:
    with _ALONE:
        return _opened()


@cache
def _opened() -> SentenceEncoder:
    return SentenceEncoder()
