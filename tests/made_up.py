"""Made-up pairs of plans whose links were written down before anything was run (tests/gold/pairs)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.derive import DerivedClause

FOLDER = Path(__file__).parent / "gold" / "pairs"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
_LINE = re.compile(r"(\d+) 【(.+?)】(.+?)(?: ← (.+))?")


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A pair: the clauses of both, and {(number in child, number in parent): strength}."""

    child: tuple[DerivedClause, ...]
    parent: tuple[DerivedClause, ...]
    links: Mapping[tuple[int, int], str]


def made_up(name: str) -> MadeUp:
    """Reads a pair: lines after 省 are the parent's clauses, lines after 市 the child's, ← what each comes from."""
    sides: dict[str, list[DerivedClause]] = {"省": [], "市": []}
    links: dict[tuple[int, int], str] = {}
    side = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            side = line if line in sides else side
            continue
        number = int(found[1])
        sides[side].append(DerivedClause(f"{side}#{number}", str(number), found[2], found[3], number, 1, "item"))
        for link in (found[4] or "").split(", ") if found[4] else ():
            other, strength = link.split()
            links[number, int(other)] = strength
    return MadeUp(tuple(sides["市"]), tuple(sides["省"]), links)
