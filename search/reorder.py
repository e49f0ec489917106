"""The best clauses found, put in order once more (重排): by links between them, by reading where words tell little.

Clauses of which one derives from the other are on one matter: where the province's clause on it lies close to the
question, so does the county's that puts it into effect, whatever words it uses. Where the best clauses hold little of
what is asked about, or two are as good, how well the first few match decides, too (search/matching.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from search.hits import Hit
from search.knowledge import Knowledge, Origin
from search.matching import matches
from search.understand import Question

RAISED = 0.6  # how far a clause is raised towards the best one that it is linked to
PARTLY = 0.5  # the share of that one's score it is raised towards where only a part was taken over
READ_FIRST = 8  # clauses that are read again
IN_DOUBT, CLOSE = 0.6, 0.05  # share of what is asked about that one of the best three holds, lead of the best: below
MATCHED = 0.02  # what a match counts beside a score


def reordered(hits: Sequence[Hit], question: Question, knowledge: Knowledge) -> list[Hit]:
    """Returns the hits in their new order with their new scores."""
    found = raised(hits, knowledge)
    if len(found) > 1 and _in_doubt(found):
        found = read_again(found, question, knowledge)
    return found


def _in_doubt(hits: Sequence[Hit]) -> bool:
    """Whether the best clauses hold little of what is asked about, or two are nearly as good."""
    return max(hit.matter for hit in hits[:3]) < IN_DOUBT or hits[0].score - hits[1].score < CLOSE


def raised(hits: Sequence[Hit], knowledge: Knowledge) -> list[Hit]:
    """The hits with each clause nearer to the best of those that it derives from or that derive from it.

    None is raised to the top: its score stays below that of the clause that raises it.
    """
    scores = {hit.clause: hit.score for hit in hits}
    found = []
    for hit in hits:
        links = _links(hit.clause, knowledge)
        best = max(_pull(link, hit.clause, scores) for link in links) if links else 0.0
        found.append(hit._replace(score=hit.score + RAISED * (best - hit.score)) if best > hit.score else hit)
    return _in_order(found)


def _links(clause: str, knowledge: Knowledge) -> Sequence[Origin]:
    return [*knowledge.parents.get(clause, ()), *knowledge.children.get(clause, ())]


def _pull(link: Origin, clause: str, scores: dict[str, float]) -> float:
    other = scores.get(link.parent if link.child == clause else link.child, 0.0)
    return other * (PARTLY if link.strength == "partial" else 1.0)


def with_linked(chosen: Sequence[Hit], hits: Sequence[Hit], knowledge: Knowledge) -> list[Hit]:
    """The chosen clauses, behind them of each other document the closest hit that is linked to one of them.

    What was taken over in part only says too little to count.
    """
    papers = {knowledge.pieces[hit.clause].document for hit in chosen}
    firm = {
        end
        for hit in chosen
        for link in _links(hit.clause, knowledge)
        if link.strength != "partial"
        for end in (link.parent, link.child)
    }
    found = list(chosen)
    for hit in hits:
        paper = knowledge.pieces[hit.clause].document
        if hit.clause in firm and paper not in papers:
            papers.add(paper)
            found.append(hit)
    return found


def read_again(hits: Sequence[Hit], question: Question, knowledge: Knowledge) -> list[Hit]:
    """The hits with the first few put in order by how well they match what is asked about, too."""
    first = hits[:READ_FIRST]
    pieces = (knowledge.pieces[hit.clause] for hit in first)
    found = matches(question.subject or question.text, [(piece.heading, piece.text) for piece in pieces])
    middle = sum(found) / len(found)
    again = [
        hit._replace(score=max(hit.score + MATCHED * (own - middle), 0.0))
        for hit, own in zip(first, found, strict=True)
    ]
    return _in_order([*again, *hits[READ_FIRST:]])


def _in_order(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.clause))
