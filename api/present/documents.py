"""Documents, clauses and places as the service shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from api import schemas
from api.state import Holdings
from search.knowledge import Origin, Paper, Piece


def place(now: Holdings, code: str | None) -> schemas.PlaceBrief | None:
    """A jurisdiction."""
    if code is None:
        return None
    found = now.knowledge.gazetteer.place(code)
    return schemas.PlaceBrief(code=found.code, name=found.name, full_name=found.full_name, level=found.level)


def place_name(now: Holdings, code: str | None) -> str:
    """A jurisdiction's name, "" for none."""
    return now.knowledge.gazetteer.place(code).name if code else ""


def document(now: Holdings, paper: Paper) -> schemas.DocumentBrief:
    """A document as lists show it."""
    counts = now.tallies.papers[paper.id]
    return schemas.DocumentBrief(
        id=paper.id,
        title=paper.title,
        doc_number=paper.doc_number,
        issuer=paper.issuer,
        issued_on=paper.issued_on,
        level=paper.level,
        jurisdiction=place(now, paper.place),
        source_file=paper.source_file,
        clauses=counts.clauses,
        targets=counts.targets,
        duties=counts.duties,
    )


def clause(piece: Piece) -> schemas.ClauseBrief:
    """A clause as lists show it."""
    return schemas.ClauseBrief(
        id=piece.id,
        document_id=piece.document,
        path=piece.path,
        number=piece.number,
        heading=piece.heading,
        kind=piece.kind,
        order=piece.order,
        parent=piece.parent,
    )


def sources(now: Holdings, id: str) -> list[schemas.ClauseLink]:
    """The clauses that one derives from, closest first."""
    origins = now.knowledge.parents.get(id, ())
    return _links(now, ((origin.parent, origin) for origin in origins))


def implementers(now: Holdings, id: str) -> list[schemas.ClauseLink]:
    """The clauses that derive from one, closest first."""
    origins = now.knowledge.children.get(id, ())
    return _links(now, ((origin.child, origin) for origin in origins))


def _links(now: Holdings, ends: Iterable[tuple[str, Origin]]) -> list[schemas.ClauseLink]:
    links = []
    for id, origin in sorted(ends, key=lambda end: (-end[1].score, end[0])):
        piece = now.knowledge.pieces.get(id)
        if piece is not None:
            paper = now.knowledge.papers[piece.document]
            links.append(
                schemas.ClauseLink(
                    clause_id=id,
                    document_id=piece.document,
                    title=paper.title,
                    jurisdiction=place_name(now, piece.place),
                    level=paper.level,
                    path=piece.path,
                    heading=piece.heading,
                    strength=cast(schemas.Strength, origin.strength),
                    score=origin.score,
                    shared=list(now.relations.shared.get((origin.child, origin.parent), ())),
                )
            )
    return links
