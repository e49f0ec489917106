"""Where a clause comes from and what became of it (溯源): the chain up to its sources, the chain down to its followers.

Each step compares one clause with the next: what the lower one kept, changed, added and dropped of the upper one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.difference import Piece as Stretch
from kg.difference import difference
from search.knowledge import Knowledge, Origin, Piece
from search.relations import GoalOrigin, Relations

DEEPEST = 6  # levels of government, with room
MOST = 200  # steps of one chain


@dataclass(frozen=True, slots=True)
class Step:
    """A derivation and what comes after it. `clause` is the end away from the clause that was asked for."""

    clause: str
    child: str
    parent: str
    strength: str  # verbatim, adapted, partial
    score: float  # 0–1, higher is closer
    stretches: tuple[Stretch, ...]  # of the child's text against the parent's
    goals: tuple[GoalOrigin, ...]  # targets of the two clauses that stand against each other
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A clause with both chains; `cut` when there were more than MOST steps."""

    clause: str
    up: tuple[Step, ...]
    down: tuple[Step, ...]
    cut: bool = False


def trace(knowledge: Knowledge, relations: Relations, clause: str, *, up: bool = True, down: bool = True) -> Trace:
    """Returns the chains of a clause, closest steps first. Raises UnknownThing."""
    knowledge.piece(clause)
    above, below = _Walk(knowledge, relations, upward=True), _Walk(knowledge, relations, upward=False)
    found_up = above.steps(clause, (clause,)) if up else ()
    found_down = below.steps(clause, (clause,)) if down else ()
    return Trace(clause, found_up, found_down, above.cut or below.cut)


@dataclass(slots=True)
class _Walk:
    """Follows derivations one way, never through a clause twice on one chain."""

    knowledge: Knowledge
    relations: Relations
    upward: bool
    taken: int = 0
    cut: bool = False

    def steps(self, clause: str, way: tuple[str, ...]) -> tuple[Step, ...]:
        if len(way) > DEEPEST:
            return ()
        chosen: list[tuple[Origin, str]] = []
        for origin in self._origins(clause):
            end = origin.parent if self.upward else origin.child
            if end in way or end not in self.knowledge.pieces:
                continue
            if self.taken >= MOST:
                self.cut = True
                break
            self.taken += 1
            chosen.append((origin, end))
        return tuple(self._step(origin, end, way) for origin, end in chosen)

    def _origins(self, clause: str) -> list[Origin]:
        links = self.knowledge.parents if self.upward else self.knowledge.children
        return sorted(links.get(clause, ()), key=lambda o: (-o.score, o.parent if self.upward else o.child))

    def _step(self, origin: Origin, end: str, way: tuple[str, ...]) -> Step:
        child, parent = self.knowledge.pieces[origin.child], self.knowledge.pieces[origin.parent]
        return Step(
            end,
            origin.child,
            origin.parent,
            origin.strength,
            origin.score,
            difference(said(child), said(parent)),
            tuple(self._goals(child, parent)),
            self.steps(end, (*way, end)),
        )

    def _goals(self, child: Piece, parent: Piece) -> Iterator[GoalOrigin]:
        for goal in child.goals:
            for link in self.relations.goal_parents.get(goal, ()):
                if link.parent in parent.goals:
                    yield link


def said(piece: Piece) -> str:
    """What a clause says: its text, or its heading where it has none."""
    return piece.text or piece.heading
