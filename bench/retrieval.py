"""Ranks the graded questions by vectors alone, by words alone, by both fused, and as `policykg` does, in one run.

Prints nDCG@10 and MRR of each over all documents and, for the plain ways, told the jurisdiction; then the milliseconds
of a warm question beside the encoder's own. Documents and questions are the bundled ones unless given.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.build import build
from kg.embedded import EmbeddedStore
from kg.places import gazetteer
from search.encoder import LightEncoder
from search.engine import open_engine
from search.evaluate import evaluate, read_questions
from search.index import Hit, open_index
from search.indexing import FOLDER, update_index
from search.knowledge import Knowledge, read_knowledge

ROOT = Path(__file__).parent.parent
Way = Callable[[Hit], float]
WAYS: Mapping[str, Way] = {
    "vectors alone": lambda hit: hit.vector or 0.0,
    "BM25 alone": lambda hit: hit.keyword,
    "both fused": lambda hit: hit.fused,
}


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=Path, default=ROOT / "seed" / "policies")
    parser.add_argument("questions", nargs="?", type=Path, default=ROOT / "tests" / "gold" / "questions.jsonl")
    arguments = parser.parse_args()
    questions = [q for q in read_questions(arguments.questions) if q["type"] != "none"]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        encoder = LightEncoder(home / "models")
        store = EmbeddedStore.open(home, create=True)
        build(sorted(arguments.documents.glob("*.txt")), store, gazetteer())
        with store.snapshot() as graph:
            knowledge = read_knowledge(graph, gazetteer())
        update_index(home, knowledge, encoder)
        index = open_index(home / FOLDER, encoder)
        print(f"{len(knowledge.pieces)} clauses, {len(questions)} questions        nDCG@10    MRR")
        for told in (False, True):
            for name, way in WAYS.items():

                def ask(question: Mapping[str, Any], way: Way = way, told: bool = told) -> dict[str, Any]:
                    allowed = _allowed(knowledge, question) if told else None
                    hits = index.search(encoder.queries([question["q"]])[0], question["q"], allowed, 50)
                    return _answer(knowledge, sorted(hits, key=lambda hit: -way(hit))[:10])

                _say(f"{name}{', told the place' if told else ''}", questions, ask)
        engine = open_engine(home, store, encoder)
        _say("policykg", questions, lambda question: engine.ask(question["q"]).as_json())
        _time(engine.ask, encoder, [q["q"] for q in questions])
        store.close()


def _allowed(knowledge: Knowledge, question: Mapping[str, Any]) -> frozenset[str] | None:
    codes = [place.code for name in question["jurisdictions"] for place in knowledge.gazetteer.named(name)]
    papers = {paper for code in codes for paper in knowledge.papers_in(code)}
    return frozenset(c for paper in papers for c in knowledge.of_paper[paper]) or None


def _answer(knowledge: Knowledge, hits: Sequence[Hit]) -> dict[str, Any]:
    pieces = [knowledge.pieces[hit.clause] for hit in hits]
    shown = [
        {"clause_id": p.id, "source_file": knowledge.papers[p.document].source_file, "path": p.path} for p in pieces
    ]
    return {"evidence": shown, "answered": True}


def _say(name: str, questions: Sequence[dict[str, Any]], ask: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    by_text = {question["q"]: question for question in questions}
    figures = evaluate(questions, lambda text: ask(by_text[text])).figures()
    print(f"{name:36} {figures['ndcg@10']:7.3f} {figures['mrr']:6.3f}")


def _time(ask: Callable[[str], object], encoder: LightEncoder, texts: Sequence[str]) -> None:
    def milliseconds(work: Callable[[str], object], mark: str) -> float:
        taken = []
        for text in texts:
            started = time.perf_counter()
            work(text + mark)
            taken.append((time.perf_counter() - started) * 1000)
        return statistics.median(taken)

    asked, embedded = milliseconds(ask, " "), milliseconds(lambda text: encoder.queries([text]), "")
    print(f"a warm question: p50 {asked:.1f} ms, of which the encoder {embedded:.1f} ms")


if __name__ == "__main__":
    main()
