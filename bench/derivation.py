"""Clause derivation beside what one would do otherwise, in one run.

    python bench/derivation.py [GOLD.json [CHILD.txt PARENT.txt]] [--cache FOLDER] [--made-up]

GOLD is in the form of tests/gold/derives_sample.json: for each child listed its parents, complete. The others get their
threshold in hindsight, the one that is best on this very gold; ours has none to set. Pairs marked `thematic` count for
nothing. Vectors are left out, and said to be, where the encoder cannot be loaded. `--made-up` takes the pairs of plans
in tests/gold/pairs as well.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from kg.derive import DerivedClause, derive
from kg.layout import layout
from kg.parse import parse
from kg.records import ClauseLink, Source
from kg.wording import containment, plain
from kg.zones import zones

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))
from made_up import NAMES, MadeUp, made_up  # noqa: E402

SEEDS = ROOT / "seed" / "policies"
T = TypeVar("T")
Pair = tuple[str, str]  # paths of child and parent
Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Gold:
    """The pairs that hold, with their strength, and those that count for nothing."""

    children: frozenset[str]
    strength: Mapping[Pair, str]
    soft: frozenset[Pair]

    @classmethod
    def of(cls, pair: MadeUp) -> Gold:
        return cls(
            frozenset(c.path for c in pair.child),
            {(str(c), str(p)): s for (c, p), s in pair.links.items()},
            frozenset(),
        )

    @classmethod
    def read(cls, path: Path) -> Gold:
        rows = json.loads(path.read_text(encoding="utf-8"))["derives"]
        every = {(row["child"], q["id"]): q["strength"] for row in rows for q in row["parents"]}
        soft = frozenset(pair for pair, strength in every.items() if strength == "thematic")
        return cls(frozenset(row["child"] for row in rows), {p: s for p, s in every.items() if p not in soft}, soft)

    def figures(self, found: Iterable[Pair]) -> tuple[float, float, float, float]:
        """F1, precision, recall, recall of the firm (verbatim and adapted)."""
        have = {pair for pair in found if pair[0] in self.children} - self.soft
        right = have & self.strength.keys()
        firm = {pair for pair, strength in self.strength.items() if strength != "partial"}
        precision = len(right) / len(have) if have else 1.0
        recall = len(right) / len(self.strength) if self.strength else 1.0
        f1 = 2 * len(right) / (len(have) + len(self.strength)) if have or self.strength else 1.0
        return f1, precision, recall, len(right & firm) / len(firm) if firm else 1.0


def clauses(path: Path) -> tuple[DerivedClause, ...]:
    text = path.read_text(encoding="utf-8")
    source = Source(path.name, text, hashlib.sha256(text.encode()).hexdigest(), "utf-8")
    view = layout(source)
    return tuple(DerivedClause.of(path.stem, clause) for clause in parse(view, zones(view), source).clauses)


def containments(child: Sequence[DerivedClause], parent: Sequence[DerivedClause]) -> Matrix:
    """The greater 5-gram containment of the two directions, child × parent."""
    mine, theirs = [plain(c.text).text for c in child], [plain(p.text).text for p in parent]
    return np.array([[max(containment(m, t), containment(t, m)) for t in theirs] for m in mine], np.float32)


def cosines(child: Sequence[DerivedClause], parent: Sequence[DerivedClause], cache: Path) -> Matrix:
    from search.encoder import LightEncoder

    encoder = LightEncoder(cache, adapted=False)
    told = [[f"{c.heading or ''}。{c.text}" for c in side] for side in (child, parent)]
    return np.asarray(encoder.passages(told[0]) @ encoder.passages(told[1]).T, np.float32)


def above(scores: Matrix, least: float, child: Sequence[DerivedClause], parent: Sequence[DerivedClause]) -> set[Pair]:
    rows, columns = np.nonzero(scores >= least)
    places = zip(rows.tolist(), columns.tolist(), strict=True)
    return {(child[i].path, parent[j].path) for i, j in places if parent[j].text}


def in_hindsight(
    scores: Matrix, gold: Gold, child: Sequence[DerivedClause], parent: Sequence[DerivedClause]
) -> tuple[float, set[Pair]]:
    """The threshold that is best on this gold, and what it finds."""
    best = max(
        np.quantile(scores, np.linspace(0.5, 1, 400)), key=lambda t: gold.figures(above(scores, t, child, parent))
    )
    return float(best), above(scores, float(best), child, parent)


def compare(gold: Gold, child: Sequence[DerivedClause], parent: Sequence[DerivedClause], cache: Path) -> None:
    print(f"{'':38}{'F1':>7}{'prec.':>7}{'recall':>7}{'firm':>7}{'ms':>8}")
    shared, ms = timed(lambda: containments(child, parent))
    row("5-grams alone, 0.10", gold, above(shared, 0.1, child, parent), ms)
    row("5-grams alone, 0.30", gold, above(shared, 0.3, child, parent), ms)
    least, found = in_hindsight(shared, gold, child, parent)
    row(f"5-grams alone, in hindsight {least:.2f}", gold, found, ms)
    try:
        near, ms = timed(lambda: cosines(child, parent, cache))
    except (ImportError, OSError) as error:
        print(f"vectors left out: {error}")
    else:
        least, found = in_hindsight(near, gold, child, parent)
        row(f"vectors alone, in hindsight {least:.3f}", gold, found, ms)
        mixes = [(w, w * shared + (1 - w) * near) for w in np.linspace(0.1, 0.9, 9)]
        tried = [(w, *in_hindsight(mix.astype(np.float32), gold, child, parent)) for w, mix in mixes]
        weight, least, found = max(tried, key=lambda t: gold.figures(t[2]))
        row(f"both, in hindsight {weight:.1f} / {least:.3f}", gold, found, ms)
        links, ms = timed(lambda: derive(child, parent, lambda mine, theirs: near))
        row("ours with vectors", gold, pairs_of(links), ms)
    links, ms = timed(lambda: derive(child, parent))
    row("ours", gold, pairs_of(links), ms)
    strength = {pair: link.strength for link in links for pair in pairs_of([link])}
    right = [pair for pair in gold.strength if pair in strength]
    same = sum(strength[pair] == gold.strength[pair] for pair in right)
    print(f"strength of those found: {same} of {len(right)} as in the gold")


def pairs_of(links: Iterable[ClauseLink]) -> set[Pair]:
    return {(link.child.partition("#")[2], link.parent.partition("#")[2]) for link in links}


def row(name: str, gold: Gold, found: set[Pair], ms: float) -> None:
    f1, precision, recall, firm = gold.figures(found)
    print(f"{name:38}{f1:7.3f}{precision:7.3f}{recall:7.3f}{firm:7.3f}{ms:8.1f}")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = work()
    return result, (time.perf_counter() - start) * 1000


def growth(child: Sequence[DerivedClause], parent: Sequence[DerivedClause]) -> None:
    """Time against the product of the clauses that have a text."""
    mine, theirs = [c for c in child if c.text], [p for p in parent if p.text]
    for n in (10, 20, 40):
        few, some = mine[:n], theirs[:n]
        start = time.perf_counter()
        derive(few, some)
        print(f"{len(few):3} × {len(some):3} clauses{(time.perf_counter() - start) * 1000:8.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT / "tests" / "gold" / "derives_sample.json")
    parser.add_argument("child", nargs="?", type=Path, default=next(SEEDS.glob("000*.txt")))
    parser.add_argument("parent", nargs="?", type=Path, default=next(SEEDS.glob("001*.txt")))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "policykg-bench")
    parser.add_argument("--made-up", action="store_true")
    given = parser.parse_args()
    child, parent = clauses(given.child), clauses(given.parent)
    derive(child[:3], parent[:3])  # loads the vocabulary
    compare(Gold.read(given.gold), child, parent, given.cache)
    for name in NAMES if given.made_up else ():
        pair = made_up(name)
        print(f"\n{name}")
        compare(Gold.of(pair), pair.child, pair.parent, given.cache)
    growth(child, parent)


if __name__ == "__main__":
    main()
