"""The best clauses found, put in order once more (重排): by links between them, by reading where words tell little.

Clauses of which one derives from the other are on one matter: where the province's clause on it lies close to the
question, so does the county's that puts it into effect, whatever words it uses. Where the best clauses hold little of
what is asked about, the second encoder sets the question beside the sentences of the first few (search/second.py).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from kg.view import normal
from search.hits import Hit
from search.knowledge import Knowledge, Origin, Piece
from search.second import likenesses, sentences
from search.understand import Question
from search.words import Subject

RAISED = 0.6  # how far a clause is raised towards the best one that it is linked to
PARTLY = 0.5  # the share of that one's score it is raised towards where only a part was taken over
READ_FIRST, SENTENCES = 5, 5  # clauses that are read again, sentences of each
IN_DOUBT = 0.6  # share of what is asked about that one of the best three holds, from which none is
LIKE = 0.5  # what likeness counts beside a score


def reordered(hits: Sequence[Hit], question: Question, subject: Subject, knowledge: Knowledge) -> list[Hit]:
    """Returns the hits in their new order with their new scores."""
    found = raised(hits, knowledge)
    if found and max(hit.matter for hit in found[:3]) < IN_DOUBT:
        found = read_again(found, question, subject, knowledge)
    return found


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


def read_again(hits: Sequence[Hit], question: Question, subject: Subject, knowledge: Knowledge) -> list[Hit]:
    """The hits with the first few put in order by how like the question another encoder finds them, too."""
    first = hits[:READ_FIRST]
    like = likenesses(question.text, [_passages(knowledge.pieces[hit.clause], subject) for hit in first])
    middle = sum(like) / len(like)
    again = [
        hit._replace(score=max(hit.score + LIKE * (own - middle), 0.0)) for hit, own in zip(first, like, strict=True)
    ]
    return _in_order([*again, *hits[READ_FIRST:]])


def _passages(piece: Piece, subject: Subject) -> list[str]:
    """The sentences of a clause that hold most of the words, in the order of print where they hold as much."""
    said = sentences(piece.text)
    if len(said) > SENTENCES:
        holding = [sum(word.weight * word.share(normal(text).lower()) for word in subject.words) for text in said]
        chosen = heapq.nlargest(SENTENCES, range(len(said)), key=lambda n: (holding[n], -n))
        said = [said[n] for n in sorted(chosen)]
    return [f"{piece.heading}：{text}" if piece.heading else text for text in said] or [piece.heading]


def _in_order(hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.clause))
