"""`ask` as a whole at size: a graph of made-up plans, the graded questions, warm.

    python bench/ask.py [--papers 2500] [--questions FILE] [--home FOLDER]

The papers are those of bench/papers.py (40 clauses each). Their passages get vectors of chance around the mean of real
ones, since embedding them takes an hour and ranking takes as long either way; questions are embedded for real. Prints
what opening takes, and of each question the time beside that of its encoder.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from papers import papers

from kg.build import build
from kg.embedded import EmbeddedStore
from kg.places import gazetteer
from search.encoder import LightEncoder, Progress
from search.engine import Engine, open_engine
from search.evaluate import read_questions
from search.indexing import FOLDER, update_index
from search.knowledge import read_knowledge
from search.weights import Floats

ROOT = Path(__file__).parent.parent
_NOISE = 0.3


class Chance:
    """An encoder whose passages lie anywhere around the mean of a few real ones."""

    def __init__(self, light: LightEncoder) -> None:
        self.name, self.dimension, self._light = light.name, light.dimension, light
        self._mean = light.passages(["推进老旧小区改造。", "责任单位：市商务局", "加强组织领导，完善推进机制。"]).mean(
            0
        )

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        noise = np.random.default_rng(1).standard_normal((len(texts), self.dimension)).astype(np.float32)
        rows = self._mean + _NOISE * noise / np.sqrt(self.dimension)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def queries(self, texts: Sequence[str]) -> Floats:
        return self._light.queries(texts)


def prepare(home: Path, number: int, encoder: Chance) -> None:
    """Builds graph and index of so many papers, unless they are there."""
    if (home / FOLDER).exists():
        return
    folder = home / "papers"
    folder.mkdir(parents=True)
    for name, text in papers(number):
        (folder / name).write_text(text, "utf-8")
    store = EmbeddedStore.open(home, create=True)
    started = time.perf_counter()
    build([folder], store, gazetteer())
    print(f"graph of {number} papers built in {time.perf_counter() - started:.0f} s", flush=True)
    with store.snapshot() as graph:
        knowledge = read_knowledge(graph, gazetteer())
    started = time.perf_counter()
    update_index(home, knowledge, encoder)
    print(f"index built in {time.perf_counter() - started:.0f} s without embedding", flush=True)
    store.close()


def ask(engine: Engine, encoder: Chance, questions: Sequence[str]) -> None:
    """Asks each question twice, in other words for the caches, and prints the times of the second."""
    spent: list[tuple[float, float, str]] = []
    for mark in (" ", "  "):
        spent = []
        for text in questions:
            started = time.perf_counter()
            encoder.queries([text + mark])
            embedded = time.perf_counter() - started
            started = time.perf_counter()
            engine.ask(text + mark)
            spent.append((1000 * (time.perf_counter() - started), 1000 * embedded, text))
    for share in (0.5, 0.95):
        whole, alone = (sorted(s[part] for s in spent)[int(share * len(spent))] for part in (0, 1))
        print(f"p{100 * share:.0f} of a question {whole:6.1f} ms, of its encoder alone {alone:6.1f} ms")
    for whole, alone, text in sorted(spent, reverse=True)[:5]:
        print(f"    {whole:6.1f} ms  {alone:5.1f} ms  {text}")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=2500)
    parser.add_argument("--questions", type=Path, default=ROOT / "tests" / "gold" / "questions.jsonl")
    parser.add_argument("--home", type=Path, default=Path(tempfile.gettempdir()) / "policykg-bench" / "asked")
    arguments = parser.parse_args()
    encoder = Chance(LightEncoder(arguments.home.parent / "models"))
    prepare(arguments.home, arguments.papers, encoder)
    store = EmbeddedStore.open(arguments.home)
    started = time.perf_counter()
    engine = open_engine(arguments.home, store, encoder)
    opened = time.perf_counter() - started
    clauses = len(engine.generation().knowledge.pieces)
    bytes_ = sum(path.stat().st_size for path in (arguments.home / FOLDER).rglob("*") if path.is_file())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{clauses} clauses: index {bytes_ / clauses:.0f} bytes a clause, opened in {opened:.1f} s, {memory} MB")
    ask(engine, encoder, [question["q"] for question in read_questions(arguments.questions)])
    store.close()


if __name__ == "__main__":
    main()
