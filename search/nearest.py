"""What a clause most likely comes from or went into (最接近的条款) where only the documents are linked.

The documents must be linked: one derives from the other or says that it puts it into effect. Of the other document the
clause is taken that is closest to the question and to the clause together; when none is close, none is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.hits import FULL, Hit
from search.knowledge import Knowledge
from search.retrieve import Retriever
from search.understand import Question

CLOSE = 0.4
"""How like the clause asked about a clause above must be (0–1): nine in ten clauses known to be linked lie above it,
nine in ten closest clauses of those known to have no link below it."""
CLOSE_BELOW = 0.55
"""The same downward for likeness and closeness to the question together: what stands above is often not put into
effect, and what is near it in the document below may just be on its subject."""
ALONE = 0.7  # share of the likest clause's likeness below which all others lie where that clause stands out
ASKED = 0.15  # of the closeness to the question, which tells clauses apart that are equally like the one asked about
NEAR = 0.92  # share of the closest one's closeness that others need
MOST = 3
_NOTICE = "通知"  # what the notice that carries a plan says itself
STARTS = 3  # clauses that the question may be about


def sided(knowledge: Knowledge, allowed: frozenset[str] | None, *, up: bool) -> frozenset[str] | None:
    """The allowed clauses of documents that have one above (below) them; all that are allowed where none has."""
    if allowed is None:
        return knowledge.linked(up=up) or None
    linked = knowledge.uppers if up else knowledge.lowers
    return frozenset(c for c in allowed if knowledge.pieces[c].document in linked) or allowed


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
            if (allowed is None or c in allowed)
            and knowledge.pieces[c].kind != "preamble"
            and not knowledge.pieces[c].path.startswith(_NOTICE)
        )
        if others:
            choose = above if up else below
            return retriever.listed(choose(*_closeness(question, start.clause, others, retriever)), "最接近")
    return []


def _closeness(
    question: Question, clause: str, others: frozenset[str], retriever: Retriever
) -> tuple[dict[str, float], dict[str, float]]:
    """How like the clause asked about the others are, and how close they are to the question (0–1)."""
    asked = {h.clause: min(h.score / FULL, 1.0) for h in retriever.rank(question, others, len(others))}
    return retriever.alike(clause, others), asked


def above(alike: dict[str, float], asked: dict[str, float]) -> list[str]:
    """The likest clauses, if they are like enough."""
    return _best({c: a + ASKED * asked.get(c, 0.0) for c, a in alike.items() if a >= CLOSE})


def below(alike: dict[str, float], asked: dict[str, float]) -> list[str]:
    """The clauses closest to clause and question together; where none is close, the likest one if it stands out."""
    both = {c: (a + asked.get(c, 0.0)) / 2 for c, a in alike.items()}
    if max(both.values(), default=0.0) >= CLOSE_BELOW:
        return _best(both)
    likest = sorted(alike, key=lambda c: (-alike[c], c))[:2]
    if not likest or alike[likest[0]] < CLOSE or any(alike[c] > ALONE * alike[likest[0]] for c in likest[1:]):
        return []
    return likest[:1]


def _best(close: dict[str, float]) -> list[str]:
    best = max(close.values(), default=0.0)
    return sorted((c for c, value in close.items() if value >= NEAR * best), key=lambda c: (-close[c], c))[:MOST]
