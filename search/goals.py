"""Targets that can be set beside each other (目标比较): one indicator over places, parent against child.

Two targets are of one indicator when it reads the same, or when the graph holds one against the other. Only those with
the same unit, kind of change and base year are comparable by number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.view import normal
from search.knowledge import Goal, Knowledge
from search.relations import GoalOrigin, Relations

_LOOSE = re.compile(r"[\s“”‘’《》（）、，]+")


@dataclass(frozen=True, slots=True)
class Comparable:
    """Targets whose numbers can be compared, by place and deadline."""

    unit: str | None
    change: str
    baseline: str | None
    period: str | None
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator with all its targets; `names` are its wordings, the commonest first."""

    names: tuple[str, ...]
    groups: tuple[Comparable, ...]  # the largest first
    links: tuple[GoalOrigin, ...]

    @property
    def goals(self) -> tuple[str, ...]:
        return tuple(goal for group in self.groups for goal in group.goals)


class Indicators:
    """All indicators of a generation."""

    def __init__(self, knowledge: Knowledge, relations: Relations) -> None:
        self._knowledge = knowledge
        self._relations = relations
        self._of: dict[str, str] = {}  # goal or name → representative
        for goal in knowledge.goals.values():
            self._join(goal.id, "=" + key(goal.indicator))
        for links in relations.goal_parents.values():
            for link in links:
                if link.child in knowledge.goals and link.parent in knowledge.goals:
                    self._join(link.child, link.parent)
        members: dict[str, list[Goal]] = defaultdict(list)
        for goal in knowledge.goals.values():
            members[self._root(goal.id)].append(goal)
        self._all = sorted(
            (self._indicator(goals) for goals in members.values()), key=lambda i: (-len(i.goals), i.names)
        )

    def all(self) -> list[Indicator]:
        """Every indicator, the commonest first."""
        return self._all

    def named(self, name: str) -> list[Indicator]:
        """The indicators of that name; those that hold it where none bears it."""
        wanted = key(name)
        exact = [i for i in self._all if wanted in map(key, i.names)]
        return exact or [i for i in self._all if wanted and any(wanted in key(n) for n in i.names)]

    def _indicator(self, goals: list[Goal]) -> Indicator:
        groups: dict[tuple[str | None, str, str | None, str | None], list[Goal]] = defaultdict(list)
        for goal in goals:
            groups[goal.unit, goal.change, goal.baseline, goal.period].append(goal)
        comparable = [Comparable(*form, tuple(g.id for g in self._sorted(own))) for form, own in groups.items()]
        comparable.sort(key=lambda c: (-len(c.goals), c.goals))
        links = [link for goal in goals for link in self._relations.goal_parents.get(goal.id, ())]
        counted: dict[str, int] = defaultdict(int)
        for goal in goals:
            counted[goal.indicator] += 1
        names = sorted(counted, key=lambda n: (-counted[n], len(n), n))
        return Indicator(tuple(names), tuple(comparable), tuple(links))

    def _sorted(self, goals: Iterable[Goal]) -> list[Goal]:
        pieces = self._knowledge.pieces
        return sorted(goals, key=lambda g: (pieces[g.clause].place or "", g.deadline or "", g.id))

    def _join(self, one: str, two: str) -> None:
        self._of[self._root(one)] = self._root(two)

    def _root(self, one: str) -> str:
        at = self._of.setdefault(one, one)
        while at != self._of[at]:
            self._of[at] = self._of[self._of[at]]
            at = self._of[at]
        return at


def key(indicator: str) -> str:
    """An indicator without blanks, quotes and commas.

    >>> key("“二手车” 交易量")
    '二手车交易量'
    """
    return _LOOSE.sub("", normal(indicator)).lower()
