"""Which goals a question asks for (问的是哪个指标): how much by when, in whatever words.

    score = wording + context + meaning + runs + closeness of the clause + aptness        (each a share of 0–1)
            ± the measure asked for ± the year ± every year

wording looks at the indicator, context at the sentence around it, meaning at how far the goal stands out from goals at
large, aptness at how much of the indicator was asked for. A question that asks for several figures is answered part by
part. Where it is not sure enough that any is asked for (search/sureness.py), the documents do not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np

from kg.view import normal
from search.asked_figures import BY_YEAR, CUT, LIST, figures_asked, joined, of_other_times, years_asked
from search.knowledge import Goal, Knowledge, Piece
from search.measures import Wanted, counted, kind_of, unit_asked, wanted_measure
from search.namesakes import of_the_named, with_siblings, without_namesakes
from search.subject import of_another_thing
from search.sureness import Weighed, any_asked, judged
from search.understand import Question
from search.words import Subject, Word, coverage, phrasing

WORDING, CONTEXT, MEANING, RUNS, CLOSENESS, APTNESS = 0.36, 0.14, 0.26, 0.1, 0.12, 0.12  # parts of a score
MEASURE, OTHER_MEASURE, YEAR, YEARLY = 0.06, -0.2, 0.04, 0.04  # what is added for what is asked besides
FAR = 3.0  # standard deviations above goals at large that count as meaning 1
LIGHT, TELLING = 0.4, 0.45  # what a noun of measuring counts beside others; how telling a telling word is
SHARED, OWN = 0.4, 0.4  # share of the best score that a part's goals need; what a part's own meaning counts
SAMPLE = 96  # goals that stand for goals at large
CANDIDATES = 48  # clauses whose goals are looked at, half of the goals that are compared by meaning
NEAR = 0.91  # share of the best score that a goal needs to be asked for too
PART = 0.8  # the same among the goals of one part of a question
FLOOR = 0.6  # share of the best score of all that the best of a place needs
LEAST = -3.0  # how sure each goal must be
BESIDE = -2.0  # how sure the other side of a comparison must be
WORDED = 0.45  # how well a goal must be worded to be the one of another year, and
OTHER_YEARS = 0.75  # how well, beside it, one of the year asked for
UNDATED = 0.8  # what the wording of a goal without a year counts where one is asked for
WITHIN = 1.5  # how sure a goal of a place within the one asked about must be, where that has a document of its own
_WORDED = 8192  # goals whose words are remembered, half a kilobyte each
CALLED = 4  # characters of an indicator that a question calls by its name
LISTED, THING = -0.5, 0.6  # how sure and how well worded the goal of another thing listed must be
FEW = 4  # words of a short question
MANY = 3000  # more goals than these are not looked at one by one


class Meaning(Protocol):
    """What choosing needs from an index."""

    def similarities(self, text: str, others: Sequence[str]) -> list[float]:
        """The cosine of a text to each of a few short texts."""


class Close(Protocol):
    """A clause as ranked for the question."""

    @property
    def clause(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def sure(self) -> float: ...


@dataclass(frozen=True, slots=True)
class _Worded:
    """A goal's words as a question's are looked for in them."""

    about: str  # its indicator, see `indicator`
    named: str  # the same with the words that goals printed together share, see `named`
    told: str  # its indicator and all that is printed of it
    around: str  # the heading of its clause, its indicator and the sentence that it stands in


class _Asked:
    """The words of a question, told apart once for all goals."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self._telling = [w for w in words if w.tells >= TELLING and not _MEASURING.search(w.form)]
        if self._telling:
            words = [w if w in self._telling else replace(w, weight=w.weight * LIGHT) for w in words]
        self._all = words
        self._known = [w for w in words if w.known] if any(w.known for w in self._telling) else []

    def told(self, text: str) -> float:
        """The share of the words that a text holds; words that no clause holds and nouns of measuring count less.

        Nouns of measuring and common talk alone tell nothing: 覆盖率 is that of woods or of machines, 达到 of anything.
        """
        if self._telling and not coverage(self._telling, text)[1]:
            return 0.0
        whole = coverage(self._all, text)[1]
        return (whole + coverage(self._known, text)[1]) / 2 if self._known else whole


_MEASURING = re.compile(
    r"""(?:覆盖率|普及率|完成率|达标率|利用率|增长率|使用率|[比占]重?[例比重]|增速|增幅|规模|数量|总量|总额|总数
      | 收入|产值|[增产销]量)$""",
    re.VERBOSE,
)


class Figures:
    """Finds the goals that questions ask for; holds no state but what it was built with."""

    def __init__(self, knowledge: Knowledge, search: Meaning, subject: Callable[[Question], Subject]) -> None:
        self._knowledge = knowledge
        self._search = search
        self._subject = subject
        step = max(1, len(knowledge.goals) // SAMPLE)
        self._sample = sorted({indicator(g) for g in knowledge.goals.values()})[::step]
        self._worded: Callable[[str], _Worded] = lru_cache(_WORDED)(
            lambda goal: _worded(knowledge.goals[goal], knowledge)
        )

    def _printed(self, goal: Goal) -> tuple[str, str]:
        """Heading and text of a goal's clause."""
        piece = self._knowledge.pieces[goal.clause]
        return piece.heading, piece.text

    def asked(self, question: Question, hits: Sequence[Close], allowed: frozenset[str] | None) -> list[Goal]:
        """The goals asked for, the closest of each place (or each part of the question) and those as close."""
        weighed = self._weigh(question, hits, allowed)
        weighed = self._own(weighed, question)
        if not any_asked(weighed, question.subject, self._printed):
            return []
        if question.intent != "compare" and (parts := self._parts(question)):
            return self._of_parts(parts, weighed, question)
        nearest = self._nearest(weighed, each_place=question.intent == "compare")
        if question.intent != "compare":
            documents = [self._knowledge.pieces[w.goal.clause].document for w in nearest]
            nearest = with_siblings(without_namesakes(nearest, documents), weighed, self._subject(question).words)
            nearest = of_the_named(nearest, question.text)
        chosen = _in_unit(self._called(question, [w.goal for w in nearest]), question)
        chosen += self._of_things(question, weighed, chosen)
        if len(chosen) == 1 and _compares(question):
            chosen += [w.goal for w in weighed if w.goal.id != chosen[0].id and _beside(w, weighed[0])][:1]
        return chosen

    # ------------------------------------------------------------ weighing

    def _weigh(self, question: Question, hits: Sequence[Close], allowed: frozenset[str] | None) -> list[Weighed]:
        """The goals that may be meant with their scores, best first."""
        close = {hit.clause: hit for hit in hits}
        few = self._candidates(question, close, allowed)
        if not few:
            return []
        subject = self._subject(question)
        known = [w for w in subject.words if w.known]
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        meanings = self._meanings(_said(question, subject), few)
        wanted, years, thing = _wanted(question), years_asked(question), _thing(question, known)
        asked, plain = _Asked(subject.words), normal(question.text).lower()
        yearly = bool(BY_YEAR.search(plain))
        weighed: list[Weighed] = []
        for goal, meaning in zip(few, meanings, strict=True):
            hit = close.get(goal.clause)
            said = self._worded(goal.id)
            called, around = said.named, said.around
            if thing is not None and not thing.share(around):
                continue
            wording, context = coverage(known, called)[1], coverage(known, around)[1]
            fits = wanted.fits(goal.unit)
            score = WORDING * wording + CONTEXT * context + MEANING * meaning
            score += RUNS * phrasing(subject.runs, called) + APTNESS * _aptness(subject.words, said.about)
            score += CLOSENESS * (hit.score / best if hit else 0.0)
            score += (MEASURE if fits else OTHER_MEASURE) if wanted.kinds else 0.0
            score += YEAR if goal.deadline and goal.deadline[:4] in years else 0.0
            score += YEARLY if yearly and goal.period else 0.0
            told = max(asked.told(said.told), 0.9 * asked.told(around))
            if len(said.about) >= CALLED and said.about in plain:
                told = 1.0
            weighed.append(Weighed(goal, said.about, score, told))
        closest = max(close, key=lambda clause: close[clause].score, default="")
        fitting = [w for w in weighed if w.goal.clause == closest and wanted.kinds and wanted.fits(w.goal.unit)]
        if len(fitting) == 1:
            weighed = [replace(w, alone=w is fitting[0]) for w in weighed]
        return judged(weighed, question, other=of_another_thing(question, subject.words, FEW))

    def _candidates(self, question: Question, close: Mapping[str, Close], allowed: frozenset[str] | None) -> list[Goal]:
        """The goals of close clauses and those whose indicator holds words of the question, of the years asked for."""
        goals, pieces = self._knowledge.goals, self._knowledge.pieces
        some: Iterable[Goal] = (g for g in goals.values() if allowed is None or g.clause in allowed)
        if len(goals) > MANY:
            some = (goals[g] for clause in close for g in pieces[clause].goals if g in goals)
        known = [w for w in self._subject(question).words if w.known]
        years, wanted = years_asked(question), _wanted(question)
        first = set(list(close)[:CANDIDATES])
        found: list[tuple[float, Goal]] = []
        other = 0.0  # how well the best goal of other years is worded
        for goal in some:
            wording = coverage(known, self._worded(goal.id).named)[1]
            if wanted.named and not wanted.fits(goal.unit):
                continue
            if years and goal.deadline and goal.deadline[:4] not in years:
                other = max(other, wording)
            elif wording > 0.3 or goal.clause in first:
                nearness = close[goal.clause].score if goal.clause in close else 0.0
                found.append((wording + nearness, goal))
        if other > WORDED:
            worded = ((coverage(known, self._worded(g.id).named)[1], g) for _, g in found)
            best = max((share * (1 if g.deadline else UNDATED) for share, g in worded), default=0.0)
            if best < OTHER_YEARS * other:
                return []
        found.sort(key=lambda p: (-p[0], p[1].id))
        return [goal for _, goal in found[: 2 * CANDIDATES]]

    def _meanings(self, texts: Sequence[str], goals: Sequence[Goal]) -> list[float]:
        """How far each goal's indicator stands out from goals at large for the texts together (0–1)."""
        named = [self._worded(goal.id).about for goal in goals]
        found = np.zeros(len(goals))
        for text in texts:
            large = np.asarray(self._search.similarities(text, self._sample or named))
            spread = max(float(large.std()), 0.006)
            found += (np.asarray(self._search.similarities(text, named)) - float(large.mean())) / spread
        return [float(v) for v in np.clip(found / len(texts) / FAR, 0, 1)]

    # ------------------------------------------------------------ choosing

    def _nearest(self, weighed: Sequence[Weighed], *, each_place: bool) -> list[Weighed]:
        """The best goals of each place (of all places together unless places are compared), those that are sure."""
        top = weighed[0].score
        best: dict[str | None, float] = {}
        chosen = []
        for one in weighed:
            place = self._knowledge.home(self._knowledge.pieces[one.goal.clause]) if each_place else None
            first = best.setdefault(place, one.score)
            if one.score >= NEAR * first and one.score >= FLOOR * top and one.sure >= LEAST:
                chosen.append(one)
        return chosen

    def _called(self, question: Question, chosen: list[Goal]) -> list[Goal]:
        """Without the others of a clause where one is called by its whole name: 村道养护费 alone."""
        if question.intent == "compare" or len(LIST.split(normal(question.rest))) > 1:
            return chosen
        plain = normal(question.text).lower()
        names = {goal.id: indicator(goal) for goal in chosen}
        said = {goal for goal, name in names.items() if name in plain}
        called = {g.clause: names[g.id] for g in chosen if g.id in said and len(names[g.id]) >= CALLED}
        return [g for g in chosen if (own := called.get(g.clause)) is None or own in names[g.id] or g.id in said]

    def _of_things(self, question: Question, weighed: Sequence[Weighed], chosen: Sequence[Goal]) -> list[Goal]:
        """Goals of the other things that a question lists: 添置多少书架和座椅, beside that of the shelves that of the
        chairs; of each place where places are compared."""
        pieces = LIST.split(normal(question.rest))
        if len(pieces) < 2:
            return []
        named = " ".join(self._worded(goal.id).named for goal in chosen)
        telling = [w for w in self._subject(question).words if w.known and w.tells >= TELLING]
        found: dict[tuple[str, str | None], Goal] = {}
        for piece in pieces:
            own = [w for w in telling if w.form in piece and not w.share(named)]
            for one in weighed if own else ():
                compared = question.intent == "compare"
                place = self._knowledge.home(self._knowledge.pieces[one.goal.clause]) if compared else None
                if one.sure >= LISTED and coverage(own, self._worded(one.goal.id).named)[1] >= THING:
                    found.setdefault((piece, place), one.goal)
        return list({goal.id: goal for goal in found.values()}.values())

    def _own(self, weighed: Sequence[Weighed], question: Question) -> list[Weighed]:
        """Without goals of places within the one asked about, where that has a document, unless plainly meant."""
        asked, pieces = self._knowledge.homes(place.key for place in question.places), self._knowledge.pieces
        home = self._knowledge.home
        if not asked & self._knowledge.places:
            return list(weighed)
        own = [w for w in weighed if home(pieces[w.goal.clause]) in asked]
        if question.intent != "compare" and own and own[0].score >= NEAR * weighed[0].score:
            return own
        return [w for w in weighed if home(pieces[w.goal.clause]) in asked or w.sure >= WITHIN]

    def _parts(self, question: Question) -> list[str]:
        """The parts of a question that asks for several figures, each with a question word or with words of its own."""
        plain = normal(question.rest).lower()
        pieces = [piece for piece in CUT.split(plain) if piece and piece.strip()]
        if figures_asked(plain) > 1:
            parts = [part for part in joined(pieces) if not of_other_times(part)]
            return parts if len(parts) > 1 else []
        if not _compares(question):
            return []
        words = [w for w in self._subject(question).words if w.known]
        held = [{w.form for w in words if w.form in piece} for piece in pieces]
        own = [any(sum(form in other for other in held) == 1 for form in mine) for mine in held]
        parts = [piece for piece, mine in zip(pieces, own, strict=True) if mine]
        return parts if len(parts) > 1 else []

    def _of_parts(self, parts: Sequence[str], weighed: Sequence[Weighed], question: Question) -> list[Goal]:
        """The goal that is best for each part of the question and not for one before, and those as good."""
        chosen: dict[str, Goal] = {}
        top = weighed[0].score
        some = [w for w in weighed if w.score >= SHARED * top and w.sure >= LEAST]
        words = self._subject(question).words
        for part in parts:
            own = [w for w in words if w.form in part]
            meanings = self._meanings([part], [w.goal for w in some])
            wanted = wanted_measure(part)
            scored = sorted(
                (
                    (w.score + OWN * meaning + WORDING * coverage(own, self._worded(w.goal.id).named)[1], w)
                    for w, meaning in zip(some, meanings, strict=True)
                    if w.goal.id not in chosen and (not wanted.named or wanted.fits(w.goal.unit))
                ),
                key=lambda p: (-p[0], p[1].goal.id),
            )
            if not scored:
                continue
            highest, best = scored[0]
            for score, one in scored:
                if one is best or (
                    score >= PART * highest and self._worded(one.goal.id).named == self._worded(best.goal.id).named
                ):
                    chosen.setdefault(one.goal.id, one.goal)
        return list(chosen.values())


def _in_unit(chosen: list[Goal], question: Question) -> list[Goal]:
    """Of the goals in one row of a table those in the very measure asked with: 1200户, not 12个, for 改造多少户."""
    asked = unit_asked(question.text) if figures_asked(question.text) == 1 else ""
    rows = {(goal.clause, goal.scope) for goal in chosen if asked and goal.scope and goal.unit == asked}
    return [goal for goal in chosen if (goal.clause, goal.scope) not in rows or goal.unit == asked]


def _wanted(question: Question) -> Wanted:
    """The measure that a question asks for; none where it asks for several figures, each in its own."""
    return wanted_measure(question.text) if figures_asked(question.text) < 2 else Wanted(frozenset())


def _thing(question: Question, known: Sequence[Word]) -> Word | None:
    """The word for what is counted, where a question asks for one figure and clauses hold it: 床位 in 多少张床位."""
    behind = counted(question.text) if figures_asked(question.text) == 1 else ""
    return next((w for w in known if w.tells >= TELLING and behind.startswith(w.form)), None) if behind else None


def _compares(question: Question) -> bool:
    return dict(question.scores).get("compare", 0.0) >= 2


def _beside(one: Weighed, best: Weighed) -> bool:
    """Whether a goal may be the other side of a comparison: as sure, of the same measure."""
    return one.score >= FLOOR * best.score and one.sure >= BESIDE and kind_of(one.goal.unit) == kind_of(best.goal.unit)


def _said(question: Question, subject: Subject) -> list[str]:
    """What goals are compared with: a question as it stands, an English one with its words in Chinese beside it."""
    if question.language == "zh":
        return [question.text]
    return [question.subject, "".join(w.form for w in subject.words if w.known) or question.subject]


def _worded(goal: Goal, knowledge: Knowledge) -> _Worded:
    """The words of a goal."""
    told = normal(f"{goal.indicator} {goal.quote}").lower()
    return _Worded(indicator(goal), named(goal), told, _around(goal, knowledge.pieces[goal.clause]))


def _around(goal: Goal, piece: Piece) -> str:
    """The heading of a goal's clause and the sentence that the goal stands in."""
    at = piece.text.find(goal.quote)
    said = goal.quote
    if at >= 0:
        start = max(piece.text.rfind(c, 0, at) for c in "。；\n") + 1
        ends = [e for c in "。；\n" if (e := piece.text.find(c, at + len(said))) >= 0]
        said = piece.text[start : min(ends, default=len(piece.text))]
    return normal(f"{piece.heading} {goal.indicator} {said}").lower()


def indicator(goal: Goal) -> str:
    """What a goal is about, as a question may put it: its scope, its indicator and the word for its change."""
    change = {"increase": "增长", "decrease": "下降", "complete": "完成"}.get(goal.change, "")
    return normal(f"{goal.scope or ''}{goal.indicator}{change}").lower()


_SHARED = re.compile(r"^(?P<names>[^，。；]*?)(?:均|都|则|预计|力争)?分别")


def named(goal: Goal) -> str:
    """The same with the words that goals printed together share: 花生种植、收获机械化率 for the second of these two."""
    together = _SHARED.search(normal(goal.quote).lower())
    return indicator(goal) + (f" {together['names']}" if together else "")


def _aptness(words: Sequence[Word], named: str) -> float:
    """The share of an indicator's characters that the words account for."""
    told: set[int] = set()
    for word in words:
        for form in (word.form, *word.others, *word.parts):
            at = named.find(form)
            if at >= 0:
                told.update(range(at, at + len(form)))
    return len(told) / len(named) if named else 0.0
