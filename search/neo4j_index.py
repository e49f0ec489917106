"""Indexes the graph in Neo4j (库内索引): passages with their vectors, and the words found beside a clause's text.

Only documents that were said anew since the last run are looked at, and of those only the clauses whose content is
another are embedded, some documents a transaction. A run that is broken off is taken up where it ended: what was
written is recognised by its fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any

from kg import cypher_search as cypher
from kg.bolt import Rows, Run
from kg.places import Gazetteer, gazetteer
from kg.store_neo4j import Neo4jStore
from search.encoder import Encoder, Progress
from search.excerpt import excerpt
from search.indexing import indexed
from search.knowledge import Knowledge
from search.neo4j_search import FORMAT, Indexed, read_indexed
from search.script import simplify
from search.split import IndexedClause, Passage, split

_DOCUMENTS = 20  # read, embedded and written together
_ROWS = 200  # passages written in one statement, 1.5 kB each
_DELETED = 5000  # passages deleted in one transaction
_FACTS = "facts:"


@dataclass(frozen=True, slots=True)
class _New:
    """A clause to be embedded."""

    clause: IndexedClause
    passages: tuple[Passage, ...]
    around: str
    print: str


def update(store: Neo4jStore, encoder: Encoder, progress: Progress | None = None) -> int:
    """Brings the index in the database up to the graph; returns how many clauses it holds.

    Another encoder's index is made anew. `progress` hears of documents. To be called by whoever builds.
    """
    known = _ready(store, encoder)
    with store.snapshot() as graph:
        generation = graph.generation
        owners = graph.changed_since(known.generation if known else 0) or ()
        changed = sorted(name.removeprefix(_FACTS) for name in owners if name.startswith(_FACTS))
        done, rest = 0, iter(changed)
        while documents := list(islice(rest, _DOCUMENTS)):
            if progress is not None:
                progress(done, len(changed))
            _index(store, encoder, excerpt(graph, documents, gazetteer()))
            done += len(documents)
    if progress is not None and changed:
        progress(done, len(changed))
    ((clauses,),) = store.bolt.read(lambda run: run(cypher.COUNT_CLAUSES, {}))
    ((passages,),) = store.bolt.read(lambda run: run(cypher.COUNT_PASSAGES, {}))
    _set(store, Indexed(generation, encoder.name, encoder.dimension, clauses, passages))
    return int(clauses)


def _ready(store: Neo4jStore, encoder: Encoder) -> Indexed | None:
    """What is indexed by this encoder; what another one has left is taken away, and the vector index made."""
    known = read_indexed(store.bolt.read(lambda run: run(cypher.INDEX, {})))
    if known is not None and (known.encoder, known.dimension) != (encoder.name, encoder.dimension):
        store.bolt.alone(cypher.DROP_VECTORS)
        while store.aside(lambda run: run(cypher.SOME_PASSAGES, {"limit": _DELETED}))[0][0]:
            pass
        first = ""
        while first is not None:
            ((last, count),) = store.aside(
                lambda run, first=first: run(cypher.FORGET_INDEXED, {"first": first, "limit": _DELETED})  # type: ignore[misc]
            )
            first = f"{last}\0" if count == _DELETED else None  # type: ignore[assignment]
        known = None
    if known is None:
        store.bolt.alone(cypher.make_vectors(encoder.dimension))
        _set(store, Indexed(0, encoder.name, encoder.dimension, 0, 0))
    return known


def _set(store: Neo4jStore, state: Indexed) -> None:
    values = {name: getattr(state, name) for name in ("encoder", "dimension", "generation", "clauses", "passages")}
    store.aside(lambda run: run(cypher.SET_INDEX, {"format": FORMAT, **values}))


def _index(store: Neo4jStore, encoder: Encoder, knowledge: Knowledge) -> None:
    """Embeds and writes those clauses of some documents whose content is another than the one indexed."""
    new = [_new(clause, encoder, knowledge) for clause in indexed(knowledge)]
    ids = [one.clause.id for one in new]
    prints = dict(store.bolt.read(lambda run: run(cypher.INDEXED, {"ids": ids})))
    new = [one for one in new if prints.get(one.clause.id) != one.print]
    texts = [passage.text for one in new for passage in one.passages]
    if not new:
        return
    rows = list(_rows(new, encoder.passages(texts).tolist()))

    def write(run: Run) -> Rows:
        run(cypher.DROP_PASSAGES, {"clauses": [one.clause.id for one in new]})
        for first in range(0, len(rows), _ROWS):
            run(cypher.WRITE_PASSAGES, {"rows": rows[first : first + _ROWS]})
        marks = [{"clause": one.clause.id, "around": one.around, "print": one.print} for one in new]
        return run(cypher.WRITE_INDEXED, {"rows": marks})

    store.aside(write)


def _new(clause: IndexedClause, encoder: Encoder, knowledge: Knowledge) -> _New:
    passages = split(clause)
    around = around_of(clause, knowledge.pieces[clause.id].place, knowledge.gazetteer)
    whole = "\x1f".join((encoder.name, around, *(passage.text for passage in passages)))
    return _New(clause, passages, around, blake2b(whole.encode(), digest_size=8).hexdigest())


def around_of(clause: IndexedClause, place: str | None, places: Gazetteer) -> str:
    """The words by which a clause is found beside its own: what it stands under, who answers for it, where it applies.

    >>> clause = IndexedClause("1#一", "1", "一", "支持换车。", places=("海东市",), sectors=("汽车",))
    >>> around_of(clause, "630200", gazetteer())
    '海东市\\n汽车\\nat630200 in630200 in630000 in100000'
    """
    parts = [*clause.units, *clause.places, *clause.sectors, *clause.above]
    own = f"{clause.heading or ''}\n{clause.text}"
    if (plain := simplify(own)) != own:  # the index reads the text as printed; questions come in simplified characters
        parts.append(plain)
    if place is not None and place in places:
        chain = (place, *(above.code for above in places.above(place)))
        parts.append(" ".join((f"at{place}", *(f"in{code}" for code in chain))))
    return "\n".join(parts)


def _rows(new: Sequence[_New], vectors: Sequence[Sequence[float]]) -> Iterator[dict[str, Any]]:
    rest = iter(vectors)
    for one in new:
        for n, passage in enumerate(one.passages):
            yield {
                "id": f"{one.clause.id}@{n}",
                "clause": one.clause.id,
                "document": one.clause.document,
                "start": passage.start,
                "end": passage.end,
                "vector": next(rest),
            }
