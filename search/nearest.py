"""What a clause most likely comes from or went into (最接近的条款) where only the documents are linked.

The documents must be linked: one derives from the other or says that it puts it into effect. Of the other document the
clause is taken that is closest to the question and to the clause together; when none is close, none is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.knowledge import Knowledge
from search.retrieve import FULL, Hit, Retriever
from search.understand import Question

CLOSE_ABOVE, CLOSE_BELOW = 0.45, 0.55
"""How close the closest clause must be (0–1): linked clauses mostly lie above the second, others mostly below the
first; what is put into effect mostly has a source, what stands above is often not put into effect."""
NEAR = 0.92  # share of the closest one's closeness that others need
MOST = 3
STARTS = 3  # clauses that the question may be about


def sided(knowledge: Knowledge, allowed: frozenset[str] | None, *, up: bool) -> frozenset[str] | None:
    """The allowed clauses of documents that have one above (below) them; all that are allowed where none has."""
    linked = knowledge.uppers if up else knowledge.lowers
    found = frozenset(
        c for paper in linked for c in knowledge.of_paper.get(paper, ()) if allowed is None or c in allowed
    )
    return found or allowed


def nearest(
    question: Question,
    starts: Sequence[Hit],
    knowledge: Knowledge,
    retriever: Retriever,
    *,
    up: bool,
    allowed: frozenset[str] | None = None,
) -> list[Hit]:
    """Returns the clauses of documents above (below) those of the starts that are close to the first of these."""
    linked = knowledge.uppers if up else knowledge.lowers
    for start in starts[:STARTS]:
        papers = linked.get(knowledge.pieces[start.clause].document, set())
        others = frozenset(
            c
            for paper in papers
            for c in knowledge.of_paper.get(paper, ())
            if (allowed is None or c in allowed) and knowledge.pieces[c].kind != "preamble"
        )
        if others:
            return _closest(question, start.clause, others, retriever, CLOSE_ABOVE if up else CLOSE_BELOW)
    return []


def _closest(question: Question, clause: str, others: frozenset[str], retriever: Retriever, least: float) -> list[Hit]:
    alike = retriever.alike(clause, others)
    asked = {h.clause: h.score / FULL for h in retriever.rank(question, others, len(alike) or 1)}
    close = {c: (min(asked.get(c, 0.0), 1.0) + meaning) / 2 for c, meaning in alike.items()}
    best = max(close.values(), default=0.0)
    if best < least:
        return []
    ends = sorted((c for c, value in close.items() if value >= NEAR * best), key=lambda c: (-close[c], c))
    return retriever.listed(ends[:MOST], "最接近")
