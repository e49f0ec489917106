"""Counts that lists and filters show (计数), made once a generation."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from kg.places import NATION
from search.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class UnitTally:
    """How many clauses a unit leads, answers for, takes part in; in how many documents."""

    lead: int = 0
    responsible: int = 0
    participant: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class PaperTally:
    """What a document holds."""

    clauses: int = 0
    targets: int = 0
    duties: int = 0


@dataclass(frozen=True, slots=True)
class Tallies:
    """By unit, document, place (own documents; with those within), level and sector (clauses; documents)."""

    units: dict[str, UnitTally]
    papers: dict[str, PaperTally]
    own: dict[str, int]
    within: dict[str, int]
    levels: dict[str, int]
    sectors: dict[str, tuple[int, int]]


def tally(knowledge: Knowledge) -> Tallies:
    """Counts a generation."""
    own, within = _places(knowledge)
    return Tallies(
        units={unit: _unit(knowledge, unit) for unit in knowledge.bodies},
        papers={paper: _paper(knowledge, paper) for paper in knowledge.papers},
        own=own,
        within=within,
        levels=dict(Counter(p.level for p in knowledge.papers.values() if p.level)),
        sectors=_sectors(knowledge),
    )


def _unit(knowledge: Knowledge, unit: str) -> UnitTally:
    clauses: dict[str, set[str]] = defaultdict(set)
    for duty in knowledge.duties.get(unit, ()):
        clauses[duty.role].add(duty.clause)
    documents = {knowledge.pieces[clause].document for held in clauses.values() for clause in held}
    lead, responsible, participant = (len(clauses[role]) for role in ("lead", "responsible", "participant"))
    return UnitTally(lead, responsible, participant, len(documents))


def _paper(knowledge: Knowledge, paper: str) -> PaperTally:
    pieces = [knowledge.pieces[clause] for clause in knowledge.of_paper.get(paper, ())]
    return PaperTally(len(pieces), sum(len(p.goals) for p in pieces), sum(len(p.duties) for p in pieces))


def _places(knowledge: Knowledge) -> tuple[dict[str, int], dict[str, int]]:
    """{place: its own documents}, {place: with those within}; places above are there with 0 of their own."""
    own = Counter(p.place for p in knowledge.papers.values() if p.place)
    within: Counter[str] = Counter()
    for code, count in own.items():
        within[code] += count
        for above in knowledge.gazetteer.above(code):
            if above.code != NATION:
                within[above.code] += count
    return dict(own), dict(within)


def _sectors(knowledge: Knowledge) -> dict[str, tuple[int, int]]:
    clauses: Counter[str] = Counter()
    documents: dict[str, set[str]] = defaultdict(set)
    for piece in knowledge.pieces.values():
        for sector in piece.sectors:
            clauses[sector] += 1
            documents[sector].add(piece.document)
    return {sector: (count, len(documents[sector])) for sector, count in clauses.items()}
