"""The service under load: suggestions, searches and questions mixed 5:4:1, beside what the encoder alone can do.

    python bench/load.py [--home HOME] [--seconds 60] [--connections 64] [--json]

Starts `policykg serve` as a process of its own over HOME (default: a fresh one with the bundled documents), then sends
requests from this process; the two share the machine. Words for the questions are cut from the documents at random, so
that hardly a question comes twice and no cache answers them all. The encoder's limit is measured first, with as many
threads as there are cores and nothing else running, on the same questions: one at a time in each thread, and handed
over sixteen at a time. The shares are of the higher one.

Questions answered: a search and a question each need one vector, so the two together are set against the limit.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
KINDS = ("suggest", "search", "ask")
_BATCH = 16
_MEMORY = re.compile(rb"^process_resident_memory_bytes (\S+)", re.MULTILINE)
_PROCESSOR = re.compile(rb"^process_cpu_seconds_total (\S+)", re.MULTILINE)
_ASK = (
    "{place}{words}由哪个部门负责？",
    "{place}{words}的目标是多少？",
    "{words}有哪些措施？",
    "{place}的{words}依据是什么？",
)


@dataclass
class Figures:
    """What one run gave: milliseconds by kind, errors with an example, megabytes over time."""

    seconds: float = 0.0
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: int = 0
    error: str = ""
    memory: list[float] = field(default_factory=list)
    processor: float = 0.0  # seconds that the server worked

    def rate(self, *kinds: str) -> float:
        """Requests a second."""
        return sum(len(self.took[kind]) for kind in kinds) / self.seconds

    def percentile(self, kind: str, share: float) -> float:
        """Milliseconds within which that share of a kind was answered."""
        took = sorted(self.took[kind])
        return took[min(len(took) - 1, int(share * len(took)))] if took else 0.0


class Words:
    """Questions without end, from the words of the documents."""

    def __init__(self, texts: Sequence[str], places: Sequence[str], seed: int) -> None:
        self._texts = [t for t in texts if len(t) > 40] or list(texts)
        self._places = places
        self._random = random.Random(seed)

    def words(self, least: int, most: int) -> str:
        """A run of characters out of a document, without marks."""
        text = self._random.choice(self._texts)
        length = self._random.randint(least, most)
        start = self._random.randrange(max(1, len(text) - length))
        return re.sub(r"[^\w]+", "", text[start : start + length]) or "设备"

    def address(self, kind: str) -> str:
        """The path of a request of that kind."""
        if kind == "suggest":
            return f"/api/suggest?q={quote(self.words(1, 4))}"
        place = self._random.choice(self._places)
        if kind == "search":
            within = f"&jurisdiction={quote(place)}" if self._random.random() < 0.5 else ""
            return f"/api/search?q={quote(self.words(5, 16))}{within}"
        return f"/api/ask?q={quote(self.question())}"

    def question(self) -> str:
        """A question about a place and a run of characters."""
        pattern, place = self._random.choice(_ASK), self._random.choice(self._places)
        return pattern.format(place=place, words=self.words(5, 14))

    def kind(self, mix: Sequence[int]) -> str:
        return self._random.choices(KINDS, mix)[0]


async def connection(port: int, words: Words, mix: Sequence[int], until: float, figures: Figures) -> None:
    """Sends one request after the other over one connection."""
    reader = writer = None
    while time.monotonic() < until:
        kind = words.kind(mix)
        began = time.perf_counter()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            assert reader is not None
            writer.write(f"GET {words.address(kind)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            status = await answer(reader)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            figures.errors += 1
            figures.error = repr(error)
            writer = None
            continue
        if status == 200:
            figures.took[kind].append((time.perf_counter() - began) * 1000)
        else:
            figures.errors += 1
            figures.error = f"{kind}: {status}"
    if writer is not None:
        writer.close()


async def answer(reader: asyncio.StreamReader) -> int:
    """Reads one response; returns its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head)
    if length is None:
        raise ValueError("a response without its length")
    await reader.readexactly(int(length[1]))
    return int(head[9:12])


async def watch(port: int, until: float, figures: Figures) -> None:
    """Notes the server's memory every second."""
    while time.monotonic() < until:
        figures.memory.append(await asyncio.to_thread(figure, port, _MEMORY) / 1e6)
        await asyncio.sleep(1)


def figure(port: int, which: re.Pattern[bytes]) -> float:
    """A figure of the server's own."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as response:
        found = which.search(response.read())
    return float(found[1]) if found else 0.0


async def load(port: int, words: Words, mix: Sequence[int], seconds: float, connections: int) -> Figures:
    """Loads the server; returns the figures."""
    figures = Figures()
    began = time.monotonic()
    until = began + seconds
    worked = figure(port, _PROCESSOR)
    await asyncio.gather(
        watch(port, until, figures), *(connection(port, words, mix, until, figures) for _ in range(connections))
    )
    figures.seconds = time.monotonic() - began
    figures.processor = figure(port, _PROCESSOR) - worked
    return figures


@dataclass(frozen=True, slots=True)
class Limit:
    """What the encoder alone does: vectors of questions a second, and milliseconds of processor time for each."""

    rate: float
    each: float


def encoder_limits(home: Path, words: Words, seconds: float) -> tuple[Limit, Limit]:
    """The encoder's limit with nothing else running: one question at a time on every core, and in batches."""
    from api.opening import open_encoder
    from api.pool import cores

    encoder = open_encoder(home)
    questions = [words.question() for _ in range(2048)]

    def work(mine: Sequence[str], together: int, until: float) -> int:
        done = 0
        while time.monotonic() < until:
            at = done % len(mine)
            done += len(encoder.queries(mine[at : at + together]))
        return done

    def limit(threads: int, together: int) -> Limit:
        parts = [questions[n::threads] for n in range(threads)]
        until, worked = time.monotonic() + seconds, time.process_time()
        with ThreadPoolExecutor(threads) as pool:
            done = sum(pool.map(lambda mine: work(mine, together, until), parts))
        return Limit(done / seconds, (time.process_time() - worked) / done * 1000)

    return limit(cores(), 1), limit(1, _BATCH)  # the encoder divides a batch among the cores by itself


@contextmanager
def served(home: Path) -> Iterator[int]:
    """Serves a data folder as a process of its own; gives the port once it is ready."""
    command = [sys.executable, "-m", "api.cli", "--home", str(home), "serve", "--port", "0", "--log", "errors"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment, cwd=ROOT)
    try:
        assert process.stderr is not None
        found = re.search(r":(\d+)/", process.stderr.readline())
        if found is None:
            raise SystemExit(f"the server did not start: {process.stderr.read()}")
        port = int(found[1])
        for _ in range(600):
            try:
                with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                    break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def corpus(port: int) -> tuple[list[str], list[str]]:
    """Texts of clauses and names of places, as the server has them."""
    with urlopen(f"http://127.0.0.1:{port}/api/duties?limit=200", timeout=30) as response:
        texts = [row["text"] for row in json.load(response)["items"]]
    with urlopen(f"http://127.0.0.1:{port}/api/facets", timeout=30) as response:
        places = [place["name"] for place in json.load(response)["places"]]
    return texts, places


@contextmanager
def home_given(given: Path | None) -> Iterator[Path]:
    """The data folder that is given, or one built from the bundled documents that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        if given is None:
            command = [sys.executable, "-m", "api.cli", "--home", folder, "build"]
            subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        yield given or Path(folder)


def main() -> int:
    """Runs the load; returns 1 when a request failed or the questions fell short of the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--home", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with home_given(arguments.home) as home, served(home) as port:
        words = Words(*corpus(port), seed=1)
        time.sleep(1)
        single, batched = encoder_limits(home, words, min(10, arguments.seconds))
        mixed = asyncio.run(load(port, words, (5, 4, 1), arguments.seconds, arguments.connections))
        asked = asyncio.run(load(port, words, (0, 0, 1), arguments.seconds / 2, arguments.connections))
    limit, each = max(single.rate, batched.rate), min(single.each, batched.each)
    share = asked.rate("ask") / limit
    record = {
        "encoder_alone_per_second": {"one at a time": round(single.rate, 1), "in batches": round(batched.rate, 1)},
        "encoder_alone_processor_ms": {"one at a time": round(single.each, 2), "in batches": round(batched.each, 2)},
        "mixed": described(mixed),
        "asked_only": described(asked),
        "asked_share_of_encoder": round(share, 2),
        "asked_share_by_processor_time": round(each / (asked.processor / len(asked.took["ask"]) * 1000), 2),
        "mixed_vectors_share_of_encoder": round(mixed.rate("search", "ask") / limit, 2),
    }
    print(json.dumps(record, ensure_ascii=False, indent=2) if arguments.json else shown(record))
    return 0 if mixed.errors + asked.errors == 0 and share >= 0.8 else 1


def described(figures: Figures) -> dict[str, object]:
    """A run as a record."""
    kinds = {
        kind: {
            "per_second": round(figures.rate(kind), 1),
            **{f"p{p}_ms": round(figures.percentile(kind, p / 100), 1) for p in (50, 95, 99)},
        }
        for kind in KINDS
        if figures.took[kind]
    }
    held = figures.memory
    return {
        "per_second": round(figures.rate(*KINDS), 1),
        "processor_ms_each": round(figures.processor / max(1, sum(map(len, figures.took.values()))) * 1000, 2),
        "errors": figures.errors,
        "error": figures.error,
        "memory_mb": [round(held[0]), round(max(held)), round(held[-1])],
        **kinds,
    }


def shown(record: dict[str, object]) -> str:
    """The record as lines."""
    lines = []
    for name, value in record.items():
        if isinstance(value, dict):
            lines.append(f"{name}")
            lines += [f"  {part:12} {figure}" for part, figure in value.items()]
        else:
            lines.append(f"{name}: {value}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
