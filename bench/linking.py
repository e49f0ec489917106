"""Times the arrival of one more document in stores of 250 to 2,000: reading, linking, storing, no embedding.

The documents are the bundled ones moved to other places and matters (`bench/papers.py`); the one that arrives is a
child of a plan that is there. What is printed as linking is the arrival's time less the time that reading it takes, in
processor time, which others at work on the machine hardly lengthen.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path

from papers import papers

from kg.build import build
from kg.document import read_document
from kg.embedded import EmbeddedStore
from kg.places import gazetteer
from kg.read import read

SIZES = (250, 500, 1000, 2000)
ARRIVALS = 5


def main() -> None:
    """Prints a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    sizes = parser.parse_args().sizes
    print(
        f"{'documents':>10} {'clauses':>9} {'build s':>9} {'arrival ms':>11} {'linking ms':>11} {'longest ms':>11}"
        f" {'MB':>6}"
    )
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        texts.mkdir()
        files = [texts / name for name, _ in papers(max(sizes) + ARRIVALS * len(sizes) * 5)]
        for path, (_, text) in zip(files, papers(len(files)), strict=True):
            path.write_text(text, encoding="utf-8")
        for size in sizes:
            _measure(Path(folder) / str(size), files, size)


def _measure(home: Path, files: list[Path], size: int) -> None:
    places = gazetteer()
    # The files named 000 of each five are the children; those kept back arrive one by one.
    late = [files[n] for n in range(0, 5 * ARRIVALS, 5)]
    early = [file for file in files if file not in late][:size]
    store = EmbeddedStore.open(home, create=True)
    started = time.process_time()
    build(early, store, places)
    built = time.process_time() - started
    arrivals, linkings = [], []
    for file in late:
        wall, started = time.perf_counter(), time.process_time()
        build([file], store, places)
        arrivals.append((time.perf_counter() - wall) * 1000)
        arrived = time.process_time()
        read_document(read(file), places)
        linkings.append((2 * arrived - started - time.process_time()) * 1000)
    with store.snapshot() as graph:
        clauses = graph.counts().nodes["Clause"]
    store.close()
    arrival, linking = statistics.median(arrivals), statistics.median(linkings)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{size:>10,} {clauses:>9,} {built:>9.1f} {arrival:>11.0f} {linking:>11.0f} {max(linkings):>11.0f} {memory:>6}",
        flush=True,
    )


if __name__ == "__main__":
    main()
