"""How fast files become a graph, without embedding: each stage, the whole, and how it grows.

    python bench/pipeline.py [FOLDER…] [--times 1 4 16] [--json]

FOLDER defaults to the bundled documents. For growth the folder is taken 1, 4, 16 times over, each copy with document
numbers of its own, and built by a process of its own into an empty store. Characters a second are of processor time on
one core; memory is the most that the process held (resident).
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kg.build import AT_ONCE, build
from kg.citations import citations
from kg.document import read_document
from kg.embedded import EmbeddedStore
from kg.head import head
from kg.identity import identify
from kg.keep import Entry, Rewrite, keep
from kg.layout import layout
from kg.parse import parse
from kg.places import gazetteer
from kg.read import find_files, read
from kg.records import Source
from kg.sectors import sectors
from kg.settings import seed_policies
from kg.store import Writer
from kg.targets import targets
from kg.units import units
from kg.zones import zones

_NUMBER = re.compile(r"(?<=[〕\]］】)）])(\d{1,4})(?=号)")


class Clock:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[..., Any], *arguments: Any) -> Any:
        started = time.process_time()
        result = work(*arguments)
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.process_time() - started
        return result


def by_stage(paths: Sequence[Path]) -> tuple[dict[str, float], int]:
    """Returns the seconds of each stage over the files, and their characters."""
    places = gazetteer()
    warm = read(paths[0])
    read_document(warm, places)  # vocabularies and patterns are made on first use
    clock, characters = Clock(), 0
    seen: set[str] = set()
    with tempfile.TemporaryDirectory() as home:
        store = EmbeddedStore.open(Path(home), create=True)
        waiting: list[Entry] = []
        for number, path in enumerate(paths):
            source: Source = clock("read", read, path)
            characters += len(source.text)
            view = clock("layout", layout, source)
            zoned = clock("zones", zones, view)
            heading = clock("head", head, view, zoned, source, places)
            parsed = clock("parse", parse, view, zoned, source)
            mentions = clock("units", units, parsed)
            clock("identity", identify, mentions, heading, places)
            clock("targets", targets, parsed.clauses)
            clock("sectors", sectors, parsed.clauses)
            clock("citations", citations, view, heading, parsed)
            document = read_document(source, places)
            if source.sha256 not in seen:
                seen.add(source.sha256)
                waiting.append(Entry(document, (f"{number}.txt",), "bench"))
            if waiting and (path is paths[-1] or sum(len(e.document.source.text) for e in waiting) >= AT_ONCE):
                rewrite = Rewrite(put=tuple(waiting))

                def work(graph: Writer, rewrite: Rewrite = rewrite) -> None:
                    keep(graph, rewrite, places)

                clock("compose, link, store", store.change, work)
                waiting.clear()
        store.close()
    return clock.seconds, characters


def copies(paths: Sequence[Path], times: int, folder: Path) -> None:
    """Writes the files `times` over, each time with other document numbers."""
    for path in paths:
        text = read(path).text
        for n in range(times):
            numbered = _NUMBER.sub(lambda found, n=n: str(int(found[1]) + 10_000 * n), text)  # type: ignore[misc]
            name = f"{n}_{path.parent.name}_{path.name}"
            (folder / name).write_text(f"{numbered}\n" + "\n" * n, encoding="utf-8", newline="")


def whole(folder: Path) -> dict[str, float]:
    """Builds a folder into an empty store; returns what it took."""
    with tempfile.TemporaryDirectory() as home:
        read_document(read(find_files([folder])[0]), gazetteer())  # vocabularies and patterns are made on first use
        store = EmbeddedStore.open(Path(home), create=True)
        started, processor = time.perf_counter(), time.process_time()
        report = build([folder], store, gazetteer())
        figures = {
            "documents": float(report.documents),
            "characters": float(report.characters),
            "clauses": float(report.facts.nodes.get("Clause", 0)),
            "relationships": float(sum(report.facts.edges.values())),
            "processor_s": time.process_time() - processor,
            "wall_s": time.perf_counter() - started,
            "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        store.close()
        figures["store_mb"] = store.path.stat().st_size / 1e6
    figures["characters_per_s"] = figures["characters"] / figures["processor_s"]
    return figures


def growth(paths: Sequence[Path], times: Sequence[int]) -> list[dict[str, float]]:
    """Returns `whole` of the folder taken so many times, each in a process of its own."""
    found = []
    for n in times:
        with tempfile.TemporaryDirectory() as folder:
            copies(paths, n, Path(folder))
            line = [sys.executable, __file__, "--whole", folder]
            done = subprocess.run(line, check=True, capture_output=True, text=True, encoding="utf-8")
            found.append({"times": float(n), **json.loads(done.stdout)})
    return found


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--times", nargs="+", type=int, default=[1, 4, 16])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--whole", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.whole:
        print(json.dumps(whole(arguments.whole)))
        return
    paths = find_files(arguments.folders or seed_policies())
    seconds, characters = by_stage(paths)
    grown = growth(paths, arguments.times)
    if arguments.json:
        print(json.dumps({"characters": characters, "stages": seconds, "growth": grown}))
        return
    print(f"{len(paths)} files, {characters:,} characters")
    for stage, spent in seconds.items():
        print(f"  {stage:20} {characters / max(spent, 1e-9):12,.0f} characters/s {spent:8.3f} s")
    print(
        f"  {'all stages':20} {characters / sum(seconds.values()):12,.0f} characters/s {sum(seconds.values()):8.3f} s"
    )
    print("times documents    clauses relationships characters/s processor s  resident MB store MB")
    for row in grown:
        print(
            f"{row['times']:5.0f} {row['documents']:9.0f} {row['clauses']:10.0f} {row['relationships']:13.0f} "
            f"{row['characters_per_s']:12,.0f} {row['processor_s']:11.2f} {row['resident_mb']:12.0f} "
            f"{row['store_mb']:8.1f}"
        )


if __name__ == "__main__":
    main()
