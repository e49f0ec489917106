"""What one change does to the store (入库): documents go in and out with all that hangs on them.

Facts first, then the links of every document that the change can touch, then the counterparts of the units that came
or went. All of it is one transaction. A document whose clauses could not be compared with another's is filed under no
real rules, so that the next build reads it again and seeks its links.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.compose import compose, facts_owner
from kg.linked import LinkedDocument, linked, offers, wants
from kg.linking import Unlinked, relink, touched_by, unlink
from kg.places import Gazetteer
from kg.records import Document
from kg.rematch import rematch, rematch_all
from kg.store import UNLINKED, Filed, Turnover, Writer
from kg.summaries import packed, stored


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that goes in: its reading, its file names, the fingerprint of the rules that read it."""

    document: Document
    files: tuple[str, ...]
    rules: str


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a change takes out and puts in. `anew` finds every counterpart again, after the rules themselves changed."""

    drop: tuple[str, ...] = ()  # document ids
    put: tuple[Entry, ...] = ()
    anew: bool = False


def keep(graph: Writer, rewrite: Rewrite, gazetteer: Gazetteer) -> tuple[Unlinked, ...]:
    """Applies a rewrite inside a change of the store; may be run again on a fresh one.

    Returns the documents whose clauses could not be compared, because of a fault of the program.
    """
    put = {entry.document.id for entry in rewrite.put}
    changed = frozenset({*rewrite.drop, *put})
    old, new = stored(graph, changed), [linked(entry.document) for entry in rewrite.put]
    touched = touched_by(graph, old, gazetteer)
    # What goes in goes first, so that a unit that old and new text both name stays where it is.
    facts = [compose(entry.document, gazetteer) for entry in rewrite.put]
    turnovers: list[Turnover] = [*graph.settle({said.owner: said for said in facts})]
    for id in rewrite.drop:
        unlink(graph, id)
        turnovers.append(graph.withdraw(facts_owner(id)))
        graph.unfile(id)
    papers = [
        (_filed(entry, known, gazetteer), entry.document.source.text)
        for entry, known in zip(rewrite.put, new, strict=True)
    ]
    graph.file_all(papers)
    touched |= touched_by(graph, new, gazetteer)
    unlinked = relink(graph, (touched - set(rewrite.drop)) | put, gazetteer, changed=changed)
    _to_be_read_again(graph, {pair.child for pair in unlinked})
    if rewrite.anew:
        rematch_all(graph, gazetteer)
    else:
        rematch(graph, turnovers, gazetteer)
    return unlinked


def _to_be_read_again(graph: Writer, ids: Iterable[str]) -> None:
    for id in sorted(ids):
        filed = graph.document(id)
        if filed is not None:
            graph.file(replace(filed, rules=UNLINKED), graph.source(id).text)


def _filed(entry: Entry, known: LinkedDocument, gazetteer: Gazetteer) -> Filed:
    source = entry.document.source
    return Filed(
        id=entry.document.id,
        sha256=source.sha256,
        encoding=source.encoding,
        files=tuple(sorted(entry.files)),
        rules=entry.rules,
        notices=entry.document.notices,
        answers_to=tuple(sorted(offers(known, gazetteer))),
        looks_for=tuple(sorted(wants(known, gazetteer))),
        summary=packed(known),
    )
