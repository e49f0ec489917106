"""The index at size: clauses made of real sentences, jurisdictions assigned, searched with and without filters.

    python bench/index.py FOLDER… [--clauses 100000] [--questions 200] [--cache FOLDER]

Each clause gathers sentences of the texts at random; its passages' vectors are the means of their sentences' vectors
with a little noise, so that only the sentences need embedding. Everything else is the real thing: passages, terms,
files. Exactness is by value: the cosines found against numpy's over every stored vector that is allowed.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.encoder import LightEncoder, Progress
from search.index import Index, build, open_index
from search.split import IndexedClause
from search.vectors import Mask
from search.weights import Floats

_SENTENCE = re.compile(r"[^。；\n]{8,160}[。；]")
_PLACES = 400
_NOISE = 0.02


class SentenceMeans:
    """An encoder whose passages are the means of sentence vectors made once."""

    def __init__(self, light: LightEncoder, sentences: Sequence[str]) -> None:
        self.name, self.dimension, self._light = light.name, light.dimension, light
        self._vectors = dict(zip(sentences, light.passages(sentences), strict=True))

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        noise = np.random.default_rng(1).standard_normal((len(texts), self.dimension)).astype(np.float32)
        rows = _NOISE * noise / np.sqrt(self.dimension)
        for n, text in enumerate(texts):
            for sentence in _SENTENCE.findall(text.partition("：")[2]):
                rows[n] += self._vectors.get(sentence, 0)
        rows[np.abs(rows).sum(1) < 1] += next(iter(self._vectors.values()))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def queries(self, texts: Sequence[str]) -> Floats:
        return self._light.queries(texts)


def clauses(sentences: Sequence[str], count: int) -> Iterator[IndexedClause]:
    """`count` clauses of one to six sentences, each in one of 400 places."""
    dice = random.Random(7)
    for n in range(count):
        place = dice.randrange(_PLACES)
        own = dice.choices(sentences, k=dice.choice((1, 2, 3, 3, 4, 6)))
        heading = dice.choice(sentences)[:12]
        document = f"{place:03d}-{dice.randrange(40):02d}"
        units = (f"第{place}市商务局", f"第{place}市财政局") if dice.random() < 0.5 else ()
        yield IndexedClause(
            f"{document}#{n}", document, str(n), "".join(own), heading, units=units, places=(f"第{place}市",)
        )


def by_numpy(rows: Floats, owner: NDArray[np.int64], vector: Floats, allowed: Mask, k: int) -> list[float]:
    """The slow way: every stored vector, the highest of each allowed clause, sorted."""
    best = np.full(len(allowed), -np.inf)
    np.maximum.at(best, owner, rows @ vector)
    return [float(c) for c in np.sort(best[allowed])[::-1][:k]]


def percentiles(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"p50 {ordered[len(ordered) // 2]:7.2f} ms   p95 {ordered[int(0.95 * len(ordered))]:7.2f} ms"


def search(index: Index, encoder: SentenceMeans, questions: Sequence[str]) -> None:
    dice, kinds = np.random.default_rng(11), ("encode", "vector", "words", "both")
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    ids = np.array(index.ids)
    shares = (1.0, 0.5, 0.1, 0.01, 0.0005)
    (rows, owner), exact = index.stored(), 0
    for n, question in enumerate(questions):
        share = shares[n % len(shares)]
        allowed = dice.random(len(index)) < share
        mask = index.allow(ids[allowed].tolist())
        marks = [time.perf_counter()]
        vector = encoder.queries([question])[0]
        marks.append(time.perf_counter())
        near = index.search(vector, None, mask, 10)
        marks.append(time.perf_counter())
        index.search(None, question, mask, 10)
        marks.append(time.perf_counter())
        index.search(vector, question, mask, 50)
        marks.append(time.perf_counter())
        for kind, start, end in zip(kinds, marks[:-1], marks[1:], strict=True):
            times[kind].append(1000 * (end - start))
        slow = by_numpy(rows, owner, vector, allowed, 10)
        exact += len(slow) == len(near) and np.allclose([h.vector or 0 for h in near], slow, atol=1e-5)
    for kind, measured in times.items():
        print(f"{kind:8}{percentiles(measured)}")
    print(f"filtered vector search equal to numpy: {exact} of {len(questions)} questions (shares allowed: {shares})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--clauses", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "policykg-bench")
    arguments = parser.parse_args()
    files = [path for folder in arguments.folders for path in sorted(folder.rglob("*")) if path.is_file()]
    found = {s: None for path in files for s in _SENTENCE.findall(path.read_text("utf-8", errors="replace"))}
    sentences = list(found)
    light = LightEncoder(arguments.cache)
    start = time.perf_counter()
    encoder = SentenceMeans(light, sentences)
    print(f"{len(files)} files, {len(sentences)} sentences embedded in {time.perf_counter() - start:.0f} s")
    made = list(clauses(sentences, arguments.clauses))
    texts = sum(len(c.text.encode()) for c in made)
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        index = build(made, encoder, generation=1)
        built = time.perf_counter() - start
        folder = index.save(Path(home))
        size = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
        per = "   ".join(f"{name} {bytes_ / len(made):.0f}" for name, bytes_ in size.items())
        print(f"{len(made)} clauses, {index.passages} passages, texts {texts / len(made):.0f} bytes a clause")
        print(f"on disk {sum(size.values()) / len(made):.0f} bytes a clause: {per}")
        print(f"built in {built:.1f} s without embedding")
        start = time.perf_counter()
        index = open_index(Path(home), encoder)
        print(f"start {time.perf_counter() - start:.2f} s")
        changed = [*made[:-1], IndexedClause(made[-1].id, made[-1].document, "x", sentences[0])]
        start = time.perf_counter()
        build(changed, encoder, generation=2, previous=index)
        print(f"one clause changed: built again in {time.perf_counter() - start:.1f} s")
        questions = [s[: 8 + n % 20] for n, s in enumerate(sentences[:: max(len(sentences) // arguments.questions, 1)])]
        search(index, encoder, questions[: arguments.questions])


if __name__ == "__main__":
    main()
