"""Neo4j at size: what made-up papers cost on a real server — time, disk, memory — and what queries cost then.

    PYTHONPATH=tests python bench/scale.py [--documents 250 1250] [--heap 2048] [--cache FOLDER]

The papers are those of bench/papers.py. Passages get the vector of a real passage of the seed with a little noise, so
that only the seed needs embedding; everything else is the real thing. The figures in docs/scale.md come from here.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from neo4j_server import Server, empty_store
from papers import papers

from kg import cypher_search
from kg.build import build
from kg.places import gazetteer
from kg.settings import seed_policies
from kg.store_neo4j import Neo4jStore
from search.encoder import LightEncoder, Progress
from search.knowledge import read_knowledge
from search.neo4j_index import update
from search.weights import Floats

_NOISE = 0.02
_RUNS = 40
_PARTS = (
    ("nodes", "neostore.nodestore"),
    ("relationships", "neostore.relationship"),
    ("properties", "neostore.propertystore"),
    ("range indexes", "range-1.0"),
    ("full text", "fulltext-1.0"),
    ("vectors", "vector-2.0"),
    ("log", "transactions"),
)
_QUESTIONS = ("二手车交易由哪些部门负责", "到2027年报废汽车回收量", "老旧小区电梯更新", "农机报废补贴", "加强组织领导")
_IN_PROVINCE = """MATCH (:Jurisdiction {id: $province})<-[:WITHIN*0..4]-(:Jurisdiction)<-[:APPLIES_IN]-(d:Document)
MATCH (d)-[:HAS_CLAUSE]->(c)"""
_QUERIES = {
    "duties of a unit": "MATCH (u:Unit {name: $unit})-[r:RESPONSIBLE_FOR]->(c:Clause) RETURN c.id, r.role",
    "chain of a clause": "MATCH (c:Clause {id: $clause}) MATCH chain = (c)-[:DERIVES_FROM*1..5]->(s) RETURN s.id",
    "clauses of a province": f"{_IN_PROVINCE} RETURN count(c)",
    "who leads most in a province": f"{_IN_PROVINCE} MATCH (c)<-[:RESPONSIBLE_FOR {{role: 'lead'}}]-(u) "
    "RETURN u.name, count(*) AS n ORDER BY n DESC LIMIT 10",
    "full text, 100 best": cypher_search.WORDED,
    "vectors, 200 nearest": cypher_search.NEAREST,
    "vectors, 2,000 nearest": cypher_search.NEAREST,
    "vectors, 20,000 nearest": cypher_search.NEAREST,
    "vectors of 1,500 clauses": cypher_search.SCAN,
    "vectors of 5,000 clauses": cypher_search.SCAN,
}
_EVERY_PASSAGE = """MATCH (p:KgPassage)
WITH p.clause AS clause, max(vector.similarity.cosine(p.vector, $vector)) AS score ORDER BY score DESC LIMIT $k
RETURN collect(clause)"""


class NearSeed:
    """An encoder whose passages lie near those of the seed."""

    def __init__(self, light: LightEncoder, texts: Sequence[str]) -> None:
        self.name, self.dimension, self._light = light.name, light.dimension, light
        self._known = light.passages(texts)

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        prints = [zlib.crc32(text.encode()) for text in texts]
        noise = [np.random.default_rng(one).standard_normal(self.dimension, np.float32) for one in prints]
        rows = self._known[[one % len(self._known) for one in prints]] + _NOISE * np.asarray(noise)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def queries(self, texts: Sequence[str]) -> Floats:
        return self._light.queries(texts)


def sentences() -> list[str]:
    whole = "".join(path.read_text("utf-8") for path in seed_policies())
    return [one for one in dict.fromkeys(whole.replace("\n", "").split("。")) if 8 < len(one) < 200]


def resident() -> float:
    """Megabytes of memory that this process holds."""
    line = next(one for one in Path("/proc/self/status").read_text().split("\n") if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def disk(folder: Path) -> Counter[str]:
    """Bytes by part of the database."""
    sizes: Counter[str] = Counter()
    for path in (folder / "data").rglob("*"):
        if path.is_file() and "/system/" not in str(path):
            part = next((name for name, mark in _PARTS if mark in str(path)), "other")
            sizes[part] += path.stat().st_size
    return sizes


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def queries(store: Neo4jStore, encoder: NearSeed) -> None:
    def ask(statement: str, values: dict[str, Any]) -> list[list[Any]]:
        return store.bolt.read(lambda run: run(statement, values))

    leads = "MATCH (u:Unit)-[r:RESPONSIBLE_FOR]->() RETURN u.name, count(*) AS n ORDER BY n DESC LIMIT 40"
    units = [name for name, _ in ask(leads, {})]
    chains = "MATCH (c:Clause)-[:DERIVES_FROM]->() RETURN DISTINCT c.id LIMIT 40"
    clauses = [id for (id,) in ask(chains, {})]
    places = [id for (id,) in ask("MATCH (j:Jurisdiction {level: 'province'}) RETURN j.id ORDER BY j.id", {})]
    ids = [id for (id,) in ask("MATCH (c:Clause) RETURN c.id LIMIT 5000", {})]
    vectors = encoder.queries(_QUESTIONS).tolist()
    for name, statement in _QUERIES.items():
        times = []
        number = int("".join(filter(str.isdigit, name)) or 0)
        for n in range(2 * _RUNS):
            values = {
                "unit": units[n % len(units)],
                "clause": clauses[n % len(clauses)],
                "province": places[n % len(places)],
                "clauses": ids[:number],
                "vector": vectors[n % len(vectors)],
                "query": _QUESTIONS[n % len(_QUESTIONS)],
                "k": 100,
                "fetch": number,
            }
            times.append(1000 * timed(lambda statement=statement, values=values: ask(statement, values)))  # type: ignore[misc]
        ordered = sorted(times[_RUNS:])
        best, half, most = (ordered[n] for n in (0, _RUNS // 2, int(0.95 * _RUNS)))
        print(f"  {name:30} best {best:7.1f} ms   p50 {half:7.1f} ms   p95 {most:7.1f} ms", flush=True)
    found = 0
    for vector in vectors:
        exact = ask(_EVERY_PASSAGE, {"vector": vector, "k": 100})[0][0]
        near = ask(cypher_search.NEAREST, {"vector": vector, "fetch": 200, "k": 100})[0][0]
        found += len(set(exact) & set(near))
    print(f"  of the 100 closest clauses, the vector index finds {found / len(vectors):.1f} among 200 passages")


def step(server: Server, store: Neo4jStore, encoder: NearSeed, paths: Sequence[Path], held: int) -> int:
    """Adds documents and prints what that cost; returns how many clauses there are."""
    built = timed(lambda: build(paths, store, gazetteer()))
    with store.snapshot() as graph:
        counts = graph.counts()
    clauses = counts.nodes["Clause"]
    nodes, edges = sum(counts.nodes.values()), sum(counts.edges.values())
    print(f"\n{clauses} clauses, {nodes} nodes, {edges} relationships:", end=" ")
    print(f"{nodes / clauses:.2f} and {edges / clauses:.2f} a clause")
    print(f"  built at {(clauses - held) / built:.0f} clauses/s, client {resident():.0f} MB", flush=True)
    indexed = timed(lambda: update(store, encoder))
    store.bolt.read(lambda run: run("CALL db.awaitIndexes(3600)", {}))
    ((passages,),) = store.bolt.read(lambda run: run(cypher_search.COUNT_PASSAGES, {}))
    print(f"  {passages} passages, indexed at {(clauses - held) / indexed:.0f} clauses/s without embedding", flush=True)
    server.stop()  # what is in memory goes to disk
    server.start()
    sizes = disk(server.folder)
    parts = "   ".join(f"{part} {size / clauses:.0f}" for part, size in sizes.most_common())
    print(f"  on disk {sum(sizes.values()) / 1e6:.0f} MB, {sum(sizes.values()) / clauses:.0f} bytes a clause: {parts}")
    gc.collect()
    before = resident()
    start = time.perf_counter()
    with store.snapshot() as graph:
        knowledge = read_knowledge(graph, gazetteer())
    print(f"  records of a serving process: {resident() - before:.0f} MB, read in {time.perf_counter() - start:.0f} s")
    del knowledge
    queries(store, encoder)
    return clauses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[250, 1250])
    parser.add_argument("--heap", type=int, default=2048, help="MB, and as much page cache")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "policykg-bench")
    arguments = parser.parse_args()
    encoder = NearSeed(LightEncoder(arguments.cache), sentences())
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in papers(max(arguments.documents)):
            paths.append(Path(folder) / name)
            paths[-1].write_text(text, encoding="utf-8")
        memory = {"server.memory.pagecache.size": f"{arguments.heap}m"}
        with Server(Path(folder) / "neo4j", memory, arguments.heap, long=True) as server:
            store = empty_store(server)
            held = 0
            for first, last in zip([0, *arguments.documents], arguments.documents, strict=False):
                held = step(server, store, encoder, paths[first:last], held)
            store.close()


if __name__ == "__main__":
    main()
