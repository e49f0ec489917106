"""Where an answer stands written (出处): every clause that it rests on, by name, also those that are no evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.present.documents import place_name
from api.state import Holdings
from search.answers import Answer


def sources(now: Holdings, answer: Answer) -> list[dict[str, Any]]:
    """The clauses of an answer's bodies, figures and list, each once, as `schemas.AnswerSource`."""
    pieces, papers = now.knowledge.pieces, now.knowledge.papers
    found = (pieces[id] for id in dict.fromkeys(_cited(answer)) if id in pieces)
    return [
        {
            "clause_id": piece.id,
            "document_id": piece.document,
            "title": papers[piece.document].title,
            "doc_number": papers[piece.document].doc_number,
            "jurisdiction": place_name(now, piece.place),
            "path": piece.path,
            "heading": piece.caption,
            "responsibility": piece.responsibility,
        }
        for piece in found
    ]


def _cited(answer: Answer) -> Iterator[str]:
    for unit in answer.units:
        yield from unit.clauses
    for target in answer.targets:
        yield target.clause
    yield from answer.clauses
