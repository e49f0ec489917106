"""How sure it is that a goal is asked for (是否所问): one judgement by six signs, in place of limits for each.

A goal is asked for where its score is high, where it lies ahead of the others, where it holds words of the question,
where it is the one of the closest clause in the measure asked for, where its indicator is like the matter asked about
in the eyes of a second encoder, and where its clause matches that matter (search/matching.py); the last two are looked
at only where they can change the outcome. Weights fitted on questions after figures:
docs/decisions/0011-figures-asked-for.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from search.knowledge import Goal
from search.matching import matches
from search.second import likenesses
from search.understand import Question

TOLD, SCORE, AHEAD, ALONE, LIKENESS = 1.1, 3.5, 3.3, 1.1, 3.0  # what the signs count
ENGLISH, ENOUGH = 0.9, 5.4  # what is added for a question in English, what all must reach together
OTHER = 2.0  # what is taken off where a short question ends in a thing that no clause names
BEHIND, USUAL = slice(2, 7), 0.3  # those by score that a goal is compared with; their score where there are none
UNLIKE, USUALLY, ALIKE = 0.1, 0.45, 0.85  # likenesses between which nearly all lie, and a usual one
MATCH, WORST, USUAL_MATCH, BEST = 0.2, -10.0, -3.0, 14.0  # what a match counts, matches between which nearly all lie
DOUBTED = 8  # goals that the other encoder is asked about


@dataclass(frozen=True, slots=True)
class Weighed:
    """A goal with what speaks for it."""

    goal: Goal
    about: str  # its indicator
    score: float
    told: float  # the share of the question's words that it or its sentence holds
    alone: bool = False  # the closest clause's only one in the measure asked for
    sure: float = 0.0  # that it is asked for, of a usual likeness: asked for from 0 on


def judged(weighed: Sequence[Weighed], question: Question, *, other: bool = False) -> list[Weighed]:
    """The goals, best first, with how sure it is that they are asked for; `other`: the question ends in a thing that no
    clause names (食堂的贷款利率).

    A goal far ahead of the others of the papers is the one that is meant even where words are missing; goals that all
    lie close together are the neighbourhood of a figure that is not there.
    """
    ordered = sorted(weighed, key=lambda w: (-w.score, w.goal.id))
    behind = [w.score for w in ordered[BEHIND]]
    usual = sum(behind) / len(behind) if behind else USUAL
    base = LIKENESS * USUALLY + (ENGLISH if question.language == "en" else 0.0) - ENOUGH - OTHER * other
    return [
        replace(w, sure=base + TOLD * w.told + SCORE * w.score + AHEAD * (w.score - usual) + ALONE * w.alone)
        for w in ordered
    ]


def any_asked(weighed: Sequence[Weighed], matter: str, printed: Callable[[Goal], tuple[str, str]]) -> bool:
    """Whether any goal is asked for; where it decides, another encoder tells how like the matter asked about the
    indicators are and how well their clauses, `printed` as heading and text, match it."""
    doubted = sorted((w for w in weighed if w.told), key=lambda w: -w.sure)[:DOUBTED]
    if not doubted or doubted[0].sure + LIKENESS * (ALIKE - USUALLY) + MATCH * (BEST - USUAL_MATCH) < 0:
        return False
    if doubted[0].sure + LIKENESS * (UNLIKE - USUALLY) + MATCH * (WORST - USUAL_MATCH) >= 0:
        return True
    alike = likenesses(matter, [[w.about] for w in doubted])
    found = matches(matter, [printed(w.goal) for w in doubted])
    return any(
        w.sure + LIKENESS * (like - USUALLY) + MATCH * (match - USUAL_MATCH) >= 0
        for w, like, match in zip(doubted, alike, found, strict=True)
    )
