"""Which row of an attached table of tasks (任务分解表) is whose: rows that name the bodies for clauses that name none.

Many plans say what is to be done in the text and who does it in a table behind it, in other words and without the
clause's number: 书屋整修开放 for 七、办好乡村书屋. A row is the clause's whose text holds most of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from search.knowledge import Piece

SHARE = 0.3  # of the weight of a row's pairs of characters that its clause must hold
APART = 1.3  # how many times as much as any other clause
_HAN = re.compile(r"[一-鿿]+")
_ATTACHED = "附件"
_LEAST = 12  # characters of a clause that says something


def rows_of(pieces: Sequence[Piece]) -> dict[str, tuple[str, ...]]:
    """Clauses of a document that name no body but in running text → rows of its annexes that do, on the same matter.

    `pieces` are all clauses of the document.
    """
    rows = [p for p in pieces if p.path.startswith(_ATTACHED) and p.duties]
    texts = [p for p in pieces if not p.path.startswith(_ATTACHED) and p.kind != "preamble" and len(p.text) >= _LEAST]
    if not rows or not texts:
        return {}
    held = {piece.id: frozenset(_pairs(piece)) for piece in texts}
    common = Counter(pair for pairs in held.values() for pair in pairs)
    found: dict[str, list[str]] = {}
    for row in rows:
        weights = {pair: log((len(texts) + 1) / (common[pair] + 0.5)) for pair in _pairs(row)}
        whole = sum(weights.values()) or 1.0
        shares = sorted(((sum(weights[p] for p in weights.keys() & pairs) / whole, c) for c, pairs in held.items()))
        best, clause = shares[-1]
        if best >= SHARE and (len(shares) == 1 or best >= APART * shares[-2][0]):
            found.setdefault(clause, []).append(row.id)
    silent = {piece.id for piece in texts if all(duty.stated == "text" for duty in piece.duties)}
    return {clause: tuple(ids) for clause, ids in found.items() if clause in silent}


def _pairs(piece: Piece) -> Iterable[str]:
    runs = _HAN.findall(f"{piece.heading}。{piece.text}")
    return (run[n : n + 2] for run in runs for n in range(len(run) - 1))
