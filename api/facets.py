"""What the search page offers to choose from (筛选项): places as a tree, levels, sectors; and questions to begin with.

Everything comes from the corpus at hand, so that no choice leads to an empty page and every example has an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import islice
from typing import TypeVar, get_args

from api import schemas
from kg.places import NATION
from kg.records import Level
from search.knowledge import Knowledge, Piece

T = TypeVar("T")

_EACH = 2  # examples of a kind
_STARTS = 12  # clauses to begin a lineage with
_SHORT, _LONG = 5, 16  # characters of a heading that reads well inside a question


def facets(knowledge: Knowledge) -> schemas.Facets:
    """Returns the choices of one generation."""
    levels = Counter(paper.level for paper in knowledge.papers.values() if paper.level)
    sectors = Counter(sector for piece in knowledge.pieces.values() for sector in piece.sectors)
    return schemas.Facets(
        places=list(_places(knowledge)),
        levels=[schemas.LevelFacet(level=level, documents=levels[level]) for level in get_args(Level) if levels[level]],
        sectors=[
            schemas.SectorFacet(name=name, clauses=count)
            for name, count in sorted(sectors.items(), key=lambda item: (-item[1], item[0]))
        ],
        examples=[*_units(knowledge), *_targets(knowledge), *_sources(knowledge), *_duties(knowledge)],
        lineages=list(_lineages(knowledge)),
        answering=_answering(knowledge),
    )


def _places(knowledge: Knowledge) -> Iterator[schemas.PlaceFacet]:
    """Places with documents and those they lie within; the nation only where it has documents of its own."""
    gazetteer = knowledge.gazetteer
    own = Counter(paper.place for paper in knowledge.papers.values() if paper.place)
    codes = {p.code for code in own for p in (gazetteer.place(code), *gazetteer.above(code))}
    for code in sorted(codes):
        if code == NATION and not own[code]:
            continue
        place = gazetteer.place(code)
        parent = place.parent if place.parent in codes and place.parent != NATION else None
        yield schemas.PlaceFacet(
            code=code,
            name=place.name,
            full_name=place.full_name,
            level=place.level,
            parent=parent,
            documents=own[code],
        )


def _units(knowledge: Knowledge) -> Iterator[schemas.Example]:
    """A clause for which at least two bodies are named, one a place."""
    told = (p for p in _readable(knowledge) if len({d.unit for d in p.duties if d.stated == "line"}) > 1)
    for piece in islice(_one_each(told, lambda p: p.place), _EACH):
        yield _example(knowledge, "units", piece, piece.heading)


def _sources(knowledge: Knowledge) -> Iterator[schemas.Example]:
    """A clause that derives from one above it, one a place."""
    derived = (p for p in reversed(list(_readable(knowledge))) if _strong(knowledge, p))
    for piece in islice(_one_each(derived, lambda p: p.place), _EACH):
        yield _example(knowledge, "source", piece, piece.heading)


def _strong(knowledge: Knowledge, piece: Piece) -> bool:
    return any(origin.strength != "partial" for origin in knowledge.parents.get(piece.id, ()))


def _targets(knowledge: Knowledge) -> Iterator[schemas.Example]:
    """The indicators for which most places have a number."""
    places: dict[str, set[str]] = {}
    for goal in knowledge.goals.values():
        place = knowledge.pieces[goal.clause].place
        if place and goal.value is not None and len(goal.indicator) <= _LONG:
            places.setdefault(goal.indicator, set()).add(place)
    shared = sorted((i for i in places if len(places[i]) > 1), key=lambda i: (-len(places[i]), i))
    for indicator in shared[:_EACH] or sorted(places)[:_EACH]:
        yield schemas.Example(kind="targets", place="", subject=indicator)


def _lineages(knowledge: Knowledge) -> Iterator[schemas.LineageExample]:
    """Clauses with a source above: with bodies and targets first, then the closest; the documents take turns."""
    found: list[tuple[int, int, float, str, schemas.LineageExample]] = []
    turns: Counter[str] = Counter()
    closest = {id: max(origins, key=lambda o: (o.score, o.parent)) for id, origins in knowledge.parents.items()}
    for child, origin in sorted(
        closest.items(), key=lambda item: (-_rich(knowledge, item[0]), -item[1].score, item[0])
    ):
        below, above = knowledge.pieces.get(child), knowledge.pieces.get(origin.parent)
        if below is None or above is None or not below.heading or origin.strength == "partial":
            continue
        turns[below.document] += 1
        if turns[below.document] <= _STARTS:
            shown = schemas.LineageExample.model_validate(
                {
                    "clause_id": child,
                    "jurisdiction": _name(knowledge, below.place),
                    "path": below.path,
                    "heading": below.heading,
                    "parent_jurisdiction": _name(knowledge, above.place),
                    "parent_path": above.path,
                    "parent_heading": above.heading,
                    "strength": origin.strength,
                }
            )
            found.append((turns[below.document], -_rich(knowledge, child), -origin.score, child, shown))
    return (shown for *_, shown in sorted(found, key=lambda one: one[:4])[:_STARTS])


def _answering(knowledge: Knowledge) -> list[str]:
    """The places whose plans have one above them to be set against, in the order of their codes."""
    below = (knowledge.pieces.get(id) for id in knowledge.parents)
    return [knowledge.gazetteer.place(code).name for code in sorted({p.place for p in below if p and p.place})]


def _rich(knowledge: Knowledge, id: str) -> int:
    """How much there is to see of a clause, 0–2: bodies, targets."""
    piece = knowledge.pieces.get(id)
    return bool(piece and piece.duties) + bool(piece and piece.goals)


def _name(knowledge: Knowledge, code: str | None) -> str:
    return knowledge.gazetteer.place(code).name if code else ""


def _duties(knowledge: Knowledge) -> Iterator[schemas.Example]:
    """The bodies with most duties, one a place."""
    bodies = [b for b in knowledge.bodies.values() if not b.collective and knowledge.duties.get(b.id)]
    bodies.sort(key=lambda b: (-len(knowledge.duties[b.id]), b.id))
    for body in islice(_one_each(bodies, lambda b: b.place), _EACH):
        yield schemas.Example(kind="duties", place="", subject=body.name)


def _readable(knowledge: Knowledge) -> Iterator[Piece]:
    for document in sorted(knowledge.of_paper):
        for id in knowledge.of_paper[document]:
            piece = knowledge.pieces[id]
            if piece.place and _SHORT <= len(piece.heading) <= _LONG:
                yield piece


def _one_each(things: Iterable[T], key: Callable[[T], Hashable]) -> Iterator[T]:
    seen = set()
    for thing in things:
        if (kind := key(thing)) not in seen:
            seen.add(kind)
            yield thing


def _example(knowledge: Knowledge, kind: str, piece: Piece, subject: str) -> schemas.Example:
    return schemas.Example.model_validate({"kind": kind, "place": _name(knowledge, piece.place), "subject": subject})
