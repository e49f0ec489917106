"""What filters leave (筛选): places, clauses, units by what a request says."""

from __future__ import annotations

from collections.abc import Callable

from api.opening import place_codes
from api.state import Holdings
from kg.errors import UnknownThing
from kg.places import NATION
from kg.sectors import vocabulary
from search.engine import allowed_clauses
from search.knowledge import Body, Paper, Piece


def within(now: Holdings, jurisdiction: str | None, exact: bool) -> Callable[[str | None], bool] | None:
    """Whether a place's code lies where the request says; None for everywhere. Raises UnknownThing."""
    if not jurisdiction:
        return None
    gazetteer = now.knowledge.gazetteer
    codes = place_codes(jurisdiction, gazetteer)

    def inside(code: str | None) -> bool:
        if code is None:
            return False
        return any(code == c or (not exact and c != NATION and gazetteer.contains(c, code)) for c in codes)

    return inside


def held_place(now: Holdings, name: str) -> str:
    """The code of a place: of those a name may mean, the first that has documents. Raises UnknownThing."""
    codes = place_codes(name, now.knowledge.gazetteer)
    return next((c for c in codes if now.knowledge.papers_in(c, exact=True)), codes[0])


def paper_of(now: Holdings, id: str) -> Paper:
    """A document. Raises UnknownThing."""
    paper = now.knowledge.papers.get(id)
    if paper is None:
        raise UnknownThing(f"没有文件 {id!r}（no such document）；/api/documents 列出全部文件")
    return paper


def named_unit(now: Holdings, name: str) -> Body:
    """A unit by id, name, or a spelling that only one unit has. Raises UnknownThing."""
    bodies = now.knowledge.bodies
    if name in bodies:
        return bodies[name]
    same = [b for b in bodies.values() if b.name == name] or [b for b in bodies.values() if name in b.aliases]
    if len(same) == 1:
        return same[0]
    if not same:
        raise UnknownThing(f"文件中没有名为 {name!r} 的单位（no such unit）；/api/units?q= 可以查找")
    some = "、".join(b.id for b in same[:5])
    raise UnknownThing(f"{name!r} 可以指 {len(same)} 个单位：{some}，请用编号")


def known_sector(now: Holdings, name: str | None) -> str | None:
    """A sector of the vocabulary or of a document that is held; None for "". Raises UnknownThing."""
    if not name:
        return None
    if name in vocabulary().ranks or any(name in piece.sectors for piece in now.knowledge.pieces.values()):
        return name
    raise UnknownThing(f"没有领域 {name!r}（no such sector）；/api/sectors 列出文件涉及的领域")


def clauses_within(
    now: Holdings,
    *,
    jurisdiction: str | None = None,
    exact: bool = False,
    level: str | None = None,
    sector: str | None = None,
    unit: str | None = None,
    document: str | None = None,
) -> list[Piece]:
    """The clauses that filters leave, newest documents first, in the order of each. Raises UnknownThing."""
    knowledge = now.knowledge
    allowed = allowed_clauses(
        knowledge,
        place=jurisdiction or None,
        sector=known_sector(now, sector),
        unit=named_unit(now, unit).id if unit else None,
        level=level,
        exact=exact,
    )
    papers = [paper_of(now, document)] if document else newest_first(list(knowledge.papers.values()))
    ids = (id for paper in papers for id in knowledge.of_paper.get(paper.id, ()))
    return [knowledge.pieces[id] for id in ids if allowed is None or id in allowed]


def newest_first(papers: list[Paper]) -> list[Paper]:
    """Documents by date, the newest first, those without one last."""
    return sorted(sorted(papers, key=lambda p: p.id), key=lambda p: p.issued_on or "", reverse=True)
