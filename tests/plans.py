"""The seed plans as clauses, read once, for tests of what holds between two documents."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from kg.derive import DerivedClause
from kg.layout import layout
from kg.parse import parse
from kg.records import Clause, Source
from kg.zones import zones

SEEDS = Path(__file__).parents[1] / "seed" / "policies"


@cache
def clauses_of(path: Path) -> tuple[Clause, ...]:
    text = path.read_text(encoding="utf-8")
    source = Source(path.name, text, hashlib.sha256(text.encode()).hexdigest(), "utf-8")
    view = layout(source)
    return parse(view, zones(view), source).clauses


def seed(number: str) -> tuple[DerivedClause, ...]:
    """The clauses of the seed whose file name begins with `number`; ids are `<number>#<path>`."""
    (path,) = SEEDS.glob(f"{number}*.txt")
    return tuple(DerivedClause.of(number, clause) for clause in clauses_of(path))
