"""From a generation of the graph to a generation of the index: which words of a clause are found by what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import IndexFault
from kg.places import NATION
from search.encoder import Encoder, Progress
from search.index import Index, build, open_index
from search.knowledge import Knowledge, Piece
from search.split import IndexedClause

FOLDER = "index"
"""Where an index lies in a data folder."""


def indexed(knowledge: Knowledge) -> Iterator[IndexedClause]:
    """The graph's clauses as the index takes them in."""
    for piece in knowledge.pieces.values():
        paper = knowledge.papers[piece.document]
        units = {knowledge.bodies[d.unit].name: None for d in piece.duties if d.stated == "line"}
        yield IndexedClause(
            id=piece.id,
            document=piece.document,
            path=piece.path,
            text=piece.text,
            heading=piece.heading or None,
            title=paper.title,
            above=tuple(_headings_above(knowledge, piece)),
            units=tuple(units),
            places=(knowledge.gazetteer.place(piece.place).name,) if piece.place and piece.place != NATION else (),
            sectors=piece.sectors,
        )


def _headings_above(knowledge: Knowledge, piece: Piece) -> list[str]:
    above: list[str] = []
    at = piece.parent
    while at is not None and at in knowledge.pieces:
        if knowledge.pieces[at].heading:
            above.append(knowledge.pieces[at].heading)
        at = knowledge.pieces[at].parent
    return above[::-1]


def update_index(home: Path, knowledge: Knowledge, encoder: Encoder, progress: Progress | None = None) -> Index:
    """Makes the index of the knowledge's generation, embedding only what is new, and lets it serve."""
    previous: Index | None
    try:
        previous = open_index(home / FOLDER, encoder)
    except IndexFault:
        previous = None
    if previous is not None and previous.generation == knowledge.generation:
        return previous
    words = {sector for piece in knowledge.pieces.values() for sector in piece.sectors}
    words |= {knowledge.gazetteer.place(code).name for code in knowledge.places}
    words |= {form for body in knowledge.bodies.values() for form in (body.name, *body.aliases)}
    index = build(
        indexed(knowledge),
        encoder,
        generation=knowledge.generation,
        previous=previous,
        words=sorted(words),
        progress=progress,
    )
    index.save(home / FOLDER)
    return index
