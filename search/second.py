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
from functools import cache

import numpy as np
from numpy.typing import NDArray

from search.sentence_encoder import SentenceEncoder

_SENTENCE = re.compile(r"[^。；！？\n]{5,}")
_MANY, _LONG = 24, 120  # sentences of a clause that are read, characters of each
_PASSAGES = 8192  # passages whose vectors are remembered, 2 kB each
_ALONE = threading.Lock()  # one opens the encoder, one at a time notes what was read
Vector = NDArray[np.float32]
_read: dict[str, Vector] = {}  # the passages met last, the newest behind


def vector_of(text: str) -> Vector:
    """The vector of one text, 512 numbers of unit length; a text met lately is not read again."""
    return vectors_of([text])[0] if text.strip() else np.asarray(_encoder().encode([text])[0])


def likenesses(question: str, clauses: Sequence[Sequence[str]]) -> list[float]:
    """How close the closest passage of each clause is to a question; a passage met lately is not read again."""
    if not question.strip():
        return [0.0] * len(clauses)
    asked, *_ = vectors_of([question, *(passage for passages in clauses for passage in passages)])  # all at once
    return [max((float(vector @ asked) for vector in vectors_of(passages)), default=0.0) for passages in clauses]


def vectors_of(texts: Sequence[str]) -> list[Vector]:
    """The vectors of those of the texts that say anything, in order."""
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
