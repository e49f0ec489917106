"""Neo4j beside the embedded store: how fast documents go in, how long a warm question takes, what a filter may lose.

    python bench/on_neo4j.py [--documents 2000] [--asked 1240] [--rounds 2]

A real server (tests/neo4j_server.py) is started cold, documents made from the bundled ones (bench/papers.py) are built
into it, the first `--asked` of them into a folder too, and both are asked the graded questions. One more document shows
what a service reads after a build; then the rest is built. Ten minutes on two idle cores.
Passages have lexical vectors here (character pairs, drawn into 384 numbers, of unit length), as embedding tens of
thousands of them would take an hour; a question is embedded by the real encoder, for its time, and then lexically too.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from papers import papers

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from neo4j_server import Server, missing

from kg import cypher_search as cypher
from kg.build import build
from kg.embedded import EmbeddedStore
from kg.places import gazetteer
from kg.settings import seed_policies
from kg.store import Store
from kg.store_neo4j import Neo4jStore
from search.encoder import LightEncoder, Progress
from search.engine import Engine, allowed_clauses
from search.evaluate import read_questions
from search.neo4j_search import Neo4jSearch
from search.serving import Serving, open_serving, update
from search.weights import Floats

QUESTIONS = Path(__file__).parent.parent / "tests" / "gold" / "questions.jsonl"
TEXTS = ("二手车交易由哪些部门负责", "老旧电梯更新改造", "报废农业机械补贴", "废旧家电回收体系", "资金支持和保障")
DIMENSION = 384
_ASKING = ("请问", "请问一下，", "想了解一下：", "请告诉我：")


class Lexical:
    """An encoder whose vectors tell the pairs of characters of a text."""

    name = "lexical"
    dimension = DIMENSION

    def __init__(self, cache: Path) -> None:
        self._real = LightEncoder(cache)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return np.asarray([_vector(text) for text in texts], np.float32).reshape(len(texts), DIMENSION)

    def queries(self, texts: Sequence[str]) -> Floats:
        self._real.queries(texts)  # for its time
        return self.passages(texts)


def _vector(text: str) -> Floats:
    whole = np.sum([_drawn(text[n : n + 2]) for n in range(max(len(text) - 1, 1))], axis=0)
    vector: Floats = whole / max(float(np.linalg.norm(whole)), 1e-9)
    return vector


@cache
def _drawn(pair: str) -> Floats:
    seed = int.from_bytes(blake2b(pair.encode(), digest_size=8).digest(), "little")
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


@contextmanager
def timed(what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    print(f"  {what}: {time.perf_counter() - started:.1f} s", flush=True)


class Ingest:
    """Builds files into a store and tells how fast, and how much memory the process held on the way."""

    def __init__(self, store: Neo4jStore, server: Server) -> None:
        self._store = store
        self._server = server
        self._clauses = 0
        self._seconds = self._mine = self._ahead = self._theirs = 0.0
        self._resident: list[float] = []

    def __call__(self, folder: Path) -> None:
        before = self._held()
        self._resident = []
        started, mine, ahead, theirs = time.perf_counter(), time.process_time(), _children(), self._server_seconds()
        build([folder], self._store, gazetteer(), progress=self._look)
        self._seconds += time.perf_counter() - started
        self._mine += time.process_time() - mine
        self._ahead += _children() - ahead
        self._theirs += self._server_seconds() - theirs
        self._clauses += self._held() - before

    def tell(self) -> None:
        resident = self._resident[len(self._resident) // 10 :]
        print(
            f"ingest: {self._clauses} clauses in {self._seconds:.0f} s, {self._clauses / self._seconds:.0f} clauses/s; "
            f"processor of the client {1000 * self._mine / self._clauses:.2f} ms a clause, of its reading ahead "
            f"{1000 * self._ahead / self._clauses:.2f}, of the server {1000 * self._theirs / self._clauses:.2f}; "
            f"client memory this time {resident[0]:.0f} MB → {resident[-1]:.0f} MB, "
            f"at most {max(resident):.0f} MB; load of the machine {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores",
            flush=True,
        )

    def _look(self, done: int, total: int, name: str) -> None:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self._resident.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    def _held(self) -> int:
        with self._store.snapshot() as graph:
            return graph.counts().nodes.get("Clause", 0)

    def _server_seconds(self) -> float:
        values = Path(f"/proc/{self._server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def _children() -> float:
    """Processor seconds of the processes that this one has started and that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def written(folder: Path, first: int, end: int) -> Path:
    """The made-up documents of these numbers, as files."""
    folder.mkdir()
    for number, (name, text) in enumerate(papers(end)):
        if number >= first:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def asked(name: str, ask: Callable[[str], object], rounds: int) -> float:
    """Prints how long warm questions take; returns the 95th percentile in milliseconds."""
    questions = [question["q"] for question in read_questions(QUESTIONS)]
    for question in questions:
        ask(question)
    taken = []
    for round in range(rounds):
        for question in questions:
            started = time.perf_counter()
            ask(f"{_ASKING[round % len(_ASKING)]}{question}")  # another text: its vector is not remembered
            taken.append((time.perf_counter() - started) * 1000)
    p50, p95 = (float(np.percentile(taken, share)) for share in (50, 95))
    print(f"  {name:9} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   ({len(taken)} questions)", flush=True)
    return p95


def recall(store: Neo4jStore, engine: Engine, encoder: Lexical) -> None:
    """Prints how much of what an exhaustive look finds the search finds too, without and with filters."""
    knowledge = engine.generation().knowledge
    search = Neo4jSearch(store, encoder)
    largest = max(knowledge.places, key=lambda code: len(knowledge.papers_in(code)))
    place = knowledge.gazetteer.place(largest).full_name
    codes = sorted(code for code in knowledge.places if knowledge.gazetteer.place(code).level == "city")
    city = knowledge.gazetteer.place(codes[0])
    filters: dict[str, dict[str, Any]] = {
        "no filter": {},
        f"{city.full_name}": {"place": city.code},
        f"{place} and below": {"place": largest},
        "sector 汽车": {"sector": "汽车"},
        "level county": {"level": "county"},
    }
    for name, given in filters.items():
        allowed = allowed_clauses(knowledge, **given)
        among = sorted(knowledge.pieces if allowed is None else allowed)
        found, wanted, few = 0, 0, 0
        for text in TEXTS:
            vector = search.vector(text).tolist()
            for k in (10, 200):
                exhaustive = {"clauses": among, "vector": vector, "k": k}
                ((ids, scores),) = store.bolt.read(lambda run, given=exhaustive: run(cypher.SCAN, given))  # type: ignore[misc]
                got = search.cosines(text, allowed, k)
                worst = scores[-1] - 1e-5 if scores else 0.0
                found += sum(score >= worst for _, score in got)
                wanted += len(ids)
                few += len(got) < len(ids)
        print(f"  {name:24} {len(among):6} clauses  recall {found / max(wanted, 1):.4f}  too few {few}", flush=True)


def main() -> int:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--asked", type=int, default=1240, help="documents in the graph that is asked: 50,000 clauses")
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    if (reason := missing()) is not None:
        print(reason)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {"server.memory.pagecache.size": "512m"}
        with Server(folder / "server", settings, heap=1536, long=True) as server:
            _measure(folder, server, arguments.documents, arguments.asked, arguments.rounds)
    return 0


def _measure(folder: Path, server: Server, documents: int, some: int, rounds: int) -> None:
    encoder = Lexical(folder / "models")
    store = Neo4jStore.open(server.address, create=True)
    with closing(store), closing(EmbeddedStore.open(folder / "home", create=True)) as embedded:
        ingest = Ingest(store, server)
        ingest(written(folder / "first", 0, min(some, documents)))
        ingest.tell()
        build(seed_policies(), store, gazetteer())  # which the questions are about
        with timed("the same built into a folder"):
            build([folder / "first", *seed_policies()], embedded, gazetteer())
        for kind, one in (("Neo4j", store), ("embedded", embedded)):
            with timed(f"{kind} indexed"), one.building():
                update(folder / "home", one, encoder)
        engines = {}
        for kind, one in (("embedded", embedded), ("Neo4j", store)):
            with timed(f"{kind} opened"):
                engines[kind] = Engine(one, _serving(folder / "home", one, encoder))
        print(f"a warm question over {len(engines['Neo4j'].generation().knowledge.pieces)} clauses:")
        slow = {kind: asked(kind, engine.ask, rounds) for kind, engine in engines.items()}
        print(f"  p95 of Neo4j is {slow['Neo4j'] / slow['embedded']:.2f} times that of the embedded store (at most 3)")
        print("found by the search of what an exhaustive look finds (10 and 200 closest):")
        recall(store, engines["Neo4j"], encoder)
        build([written(folder / "one", some, some + 1)], store, gazetteer())
        with store.building():
            update(folder / "home", store, encoder)
        with timed("a service takes in what one more document changed"):
            engines["Neo4j"].generation(fresh=True)
        if documents > some:
            ingest(written(folder / "rest", some + 1, documents))
            ingest.tell()


def _serving(home: Path, store: Store, encoder: Lexical) -> Serving:
    return open_serving(home, store, encoder)


if __name__ == "__main__":
    sys.exit(main())
