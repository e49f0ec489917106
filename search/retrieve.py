"""Ranks clauses for a question: the graph narrows, vectors and words find, the graph's own evidence reranks.

    score = (0.45 + 0.4 (1 - trust)) · meaning + 0.4 trust · wording
          + 0.2 heading + 0.03 sector + 0.15 phrase - 0.22 stock - 0.06 line - 0.1 overview

meaning: how far the cosine of question and clause stands out, in standard deviations. wording: the share of the
question's words, weighted by rarity, that the clause holds. trust: how much of the question the known words tell. All
lie in 0–1. Why so: docs/decisions/0003-passages-and-ranking.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.view import normal
from search.answers import Evidence
from search.figures import Figures
from search.held import Held, Sieve
from search.hits import FULL, Hit
from search.knowledge import Duty, Goal, Knowledge, Piece
from search.numbered import Numbered
from search.parts import asked_about
from search.relevance import FLOOR, NEAR, Relevance, is_stock
from search.snippet import snip
from search.told import SHARED_OUT, closest, told_of
from search.understand import Question
from search.weights import Floats
from search.words import Subject, Word, coverage

Scores = NDArray[np.float64]


class ClauseSearch(Protocol):
    """What ranking needs from an index."""

    def cosines(self, text: str, allowed: frozenset[str] | None, k: int) -> Sequence[tuple[str, float]]:
        """(clause, cosine to the text), best first."""

    def common(self, text: str, clauses: frozenset[str]) -> Floats:
        """The cosines of the text to some hundreds of clauses, asked for again and again, in any order."""

    def keywords(self, words: Sequence[str], allowed: frozenset[str] | None, k: int) -> Sequence[tuple[str, float]]:
        """(clause, BM25 score), best first."""

    def candidates(
        self, text: str, words: Sequence[str], allowed: frozenset[str] | None, k: int
    ) -> tuple[Sequence[tuple[str, float]], Sequence[tuple[str, float]]]:
        """What `cosines` and `keywords` find, at the same time where somebody else looks for them."""

    def odds(self, cosines: Scores) -> Scores | None:
        """The log-odds that clauses of such cosines to a question are meant; None where the encoder tells none."""

    def similarities(self, text: str, others: Sequence[str]) -> list[float]:
        """The cosine of a text to each of a few short texts."""

    def holding(self, terms: Sequence[str], clauses: Sequence[str]) -> Held:
        """Which clauses may hold which pairs of characters, (terms, clauses)."""

    def rarity(self, word: str) -> float:
        """How rare a word is among the clauses (inverse document frequency, natural log); highest for unknown words."""


FAR = {"zh": 5.0, "en": 3.6}
"""Standard deviations above the mean cosine that count as meaning 1; questions in English stand out less."""
MEANING, WORDING = 0.45, 0.4  # the two sides; the share of wording that the known words do not tell goes to meaning
HEADED, SECTOR, PHRASE = 0.2, 0.03, 0.15  # more: words in the heading, a sector asked for, whole runs of the question
STOCK, LINE, OVERVIEW = 0.22, 0.06, 0.1  # less: a preamble or bare heading, a line of a list (1. 申请表), 总体要求
SHORT = 26  # characters with its heading below which a clause is such a line
DEEP = 200  # candidates taken from each side
SAMPLE = 400  # clauses whose cosines tell what is common
ALIKE, CANDIDATES = 300, 30  # characters of a clause that others are compared with, others that are looked at

# How a clause was found: whether it is close in meaning, whether it holds words and the keyword search found it.
_BY = {
    (True, True): ("vector", "keyword"),
    (True, False): ("vector",),
    (False, True): ("keyword",),
    (False, False): ("vector",),
}
SPOKEN = 0.7  # share of the words that a duty in running text must hold
_REMEMBERED = 32  # rankings


class _Printed(NamedTuple):
    """A clause as ranking looks at it: heading and text together and the heading, in the form words are looked for."""

    id: str
    body: str
    heading: str
    sectors: frozenset[str]
    less: float  # what being a preamble, a bare heading or a mere line of a list takes off
    even_less: float  # the same with what being an overview takes off


@dataclass(slots=True)
class _Ranking:
    """The candidates for a question; their scores without phrasing, what these are made of, all by place."""

    printed: Sequence[_Printed]
    sieve: Sieve
    found: Collection[str]  # by the keyword search
    held: _Held
    score: Scores
    meaning: Scores
    close: Scores | None
    base: Scores
    more: Scores
    less: Scores
    hits: tuple[int, list[Hit]] = (0, [])  # those made last, and how many were wanted


@dataclass(slots=True)
class _Held:
    """What each candidate holds of a question's words, by place."""

    words: dict[int, list[str]]  # the known ones, of those that hold any
    wording: Scores  # the share of the known words' weight
    headed: Scores  # the share that its heading holds
    whole: Scores  # the share of all words' weight
    matter: Scores  # the share of what they are of the matter


class Retriever:
    """Finds and ranks clauses for a question; holds no state but what it was built with."""

    def __init__(self, knowledge: Knowledge, search: ClauseSearch, subject: Callable[[Question], Subject]) -> None:
        self._knowledge = knowledge
        self._search = search
        self._subject = subject
        self._relevance = Relevance(knowledge)
        self._figures = Figures(knowledge, search, subject)
        step = max(1, len(knowledge.pieces) // SAMPLE)
        self._sample = frozenset(sorted(knowledge.pieces)[::step])
        self._rankings: dict[tuple[Question, frozenset[str] | None], _Ranking] = {}  # the last ones
        self._texts: dict[str, _Printed] = {}  # the clauses that have been ranked before
        self._numbered = Numbered(knowledge.pieces.values())

    def rank(self, question: Question, allowed: frozenset[str] | None, k: int) -> list[Hit]:
        """Returns up to `k` clauses, best first; all of the allowed ones are considered."""
        ranking = self._ranking(question, allowed)  # one question is often ranked twice
        depth, hits = ranking.hits
        if depth < k:
            subject = self._subject(question)
            half = 0.5 * subject.trust if question.language == "en" else 0.5
            half = half if subject.words else 0.0  # what the words count in being sure
            reach = _within_reach(ranking.score, ranking.sieve.possible(), k)
            hits = _hits(ranking, reach, half)
            hits.sort(key=lambda h: (-h.score, h.clause))
            ranking.hits = k, hits[:k]
        return hits[:k]

    def _ranking(self, question: Question, allowed: frozenset[str] | None) -> _Ranking:
        """The candidates for a question, remembered. (A cache around a method would keep old generations alive.)"""
        found = self._rankings.get((question, allowed))
        if found is None:
            if len(self._rankings) >= _REMEMBERED:
                self._rankings.clear()
            found = self._rankings[question, allowed] = self._rank(question, allowed)
        return found

    def _rank(self, question: Question, allowed: frozenset[str] | None) -> _Ranking:
        """All candidates with their scores but for the phrasing."""
        subject = self._subject(question)
        words = [w.form for w in subject.words]
        cosines, found = map(dict, self._search.candidates(subject.sentence, words, allowed, DEEP))
        middle, spread = self._background(subject.sentence)
        known, new = self._texts.get, self._printed
        printed = [p for clause in {**cosines, **found} if (p := known(clause) or new(clause)) is not None]
        sieve = Sieve(subject.words, subject.runs, [p.id for p in printed], self._search.holding)
        held = _held(subject.words, printed, sieve)
        near = np.array([cosines.get(p.id, middle) for p in printed], np.float64)
        meaning = np.clip((near - middle) / spread / _far(question), 0.0, 1.0)
        base = (MEANING + WORDING * (1 - subject.trust)) * meaning + WORDING * subject.trust * held.wording
        more = HEADED * held.headed
        if wanted := frozenset(subject.sectors):
            more += SECTOR * np.array([not p.sectors.isdisjoint(wanted) for p in printed])
        less = np.array([p.less for p in printed] if question.intent == "targets" else [p.even_less for p in printed])
        close = self._search.odds(near)
        return _Ranking(printed, sieve, found.keys(), held, base + more - less, meaning, close, base, more, less)

    def _background(self, sentence: str) -> tuple[float, float]:
        """The mean and the spread of the question's cosines over a sample of all clauses: what counts as close."""
        values = np.asarray(self._search.common(sentence, self._sample), np.float64)
        count = len(values)
        if count < 2:
            return 0.8, 0.02
        middle = float(np.add.reduce(values)) / count  # mean() and std() are this and much around it
        off = values - middle
        return middle, max(math.sqrt(float(np.add.reduce(off * off)) / count), 1e-3)

    def _printed(self, clause: str) -> _Printed | None:
        """A clause as ranking looks at it, made when it is first met; None for one that the graph has no more."""
        found = self._texts.get(clause)
        piece = self._knowledge.pieces.get(clause)
        if found is None and piece is not None:
            body = normal(f"{piece.heading} {piece.text}").lower()
            less = STOCK if is_stock(piece, self._knowledge) else LINE * (len(body) < SHORT)
            found = self._texts[clause] = _Printed(
                clause,
                body,
                normal(piece.heading).lower(),
                frozenset(piece.sectors),
                less,
                less + OVERVIEW * _is_overview(piece),
            )
        return found

    def relevant(
        self, hits: Sequence[Hit], question: Question, *, share: float = NEAR, floor: float = FLOOR
    ) -> list[Hit]:
        """The hits that are on the matter; see search.relevance."""
        return self._relevance.relevant(hits, question, self._subject(question), share=share, floor=floor)

    def listed(self, clauses: Iterable[str], reason: str) -> list[Hit]:
        """Hits for clauses that an edge of the graph names, in the order given."""
        return [Hit(c, FULL, matched_by=("graph",), reason=reason) for c in clauses]

    def pointed(self, question: Question, allowed: frozenset[str] | None) -> list[Hit]:
        """The clauses that a question names by number (海东第十六条, clause 2), within the allowed ones.

        Where several bear the number (（一） of every section), the one closest to the rest of the question is meant.
        """
        found: list[str] = []
        for reference in question.clauses:
            bearing = self._numbered.bearing(reference, allowed)
            if len(bearing) > 1 and question.subject:
                closest = self.rank(question, frozenset(bearing), 1)
                bearing = [h.clause for h in closest] or bearing
            found.extend(bearing)
        return self.listed(dict.fromkeys(found), "条款编号")

    def alike(self, clause: str, allowed: frozenset[str], characters: int = ALIKE) -> dict[str, float]:
        """How close in meaning the allowed clauses are to the beginning of a clause (0–1), the closest only."""
        piece = self._knowledge.pieces[clause]
        text = f"{piece.heading} {piece.text}"[:characters]
        middle, spread = self._background(text)
        return {
            c: min(max((cosine - middle) / (FAR["zh"] * spread), 0.0), 1.0)
            for c, cosine in self._search.cosines(text, allowed, CANDIDATES)
        }

    def speaks_of(self, question: Question, action: str) -> bool:
        """Whether a duty told in running text is what a question is about: most of its words stand there."""
        words = [w for w in self._subject(question).words if w.known]
        return len(words) > 1 and coverage(words, normal(action).lower())[1] >= SPOKEN

    def spoken(self, question: Question, piece: Piece, duties: Sequence[Duty]) -> list[Duty]:
        """Those of a clause's duties in running text that a question speaks of; see search.told."""
        every = told_of(piece.text, duties)
        said = {one.sentence for one in every if self.speaks_of(question, one.said)}
        told = [one for one in every if one.sentence in said and (one.helps or self.speaks_of(question, one.said))]
        return closest(told, self._subject(question), partial(self._search.similarities, _asked(question)))

    def told(self, question: Question, piece: Piece, duties: Sequence[Duty]) -> list[Duty]:
        """Those of a clause's duties in running text that a question is closest to where the clause is shared out among
        many; all of them where it asks for the clause as a whole."""
        subject, told = self._subject(question), told_of(piece.text, duties)
        if len({one.sentence for one in told}) < SHARED_OUT:
            return list(duties)
        most = max((coverage(subject.words, normal(one.sentence).lower())[1] for one in told), default=0.0)
        if most <= coverage(subject.words, normal(piece.heading).lower())[1]:
            return list(duties)
        return closest(told, subject, partial(self._search.similarities, _asked(question)))

    def asked(self, question: Question, piece: Piece, duties: Sequence[Duty]) -> list[Duty]:
        """Those of a clause's duties whose part of the text a question is about."""
        similar = partial(self._search.similarities, _asked(question))
        return asked_about(duties, self._subject(question), piece.heading, piece.text, similar)

    def subject(self, question: Question) -> Subject:
        """What a question is about, as weighted words."""
        return self._subject(question)

    def sectors(self, question: Question) -> tuple[str, ...]:
        """The sectors that the question's words speak of."""
        return self._subject(question).sectors

    # ------------------------------------------------------------ goals

    def goals(self, question: Question, allowed: frozenset[str] | None) -> list[Goal]:
        """The goals that a question asks for."""
        return self._figures.asked(question, self.rank(question, allowed, DEEP), allowed)

    def sure(self, goals: Sequence[Goal], question: Question) -> bool:
        """Whether the goals are plainly what a comparison is about."""
        subject = self._subject(question)
        return bool(goals) and coverage(subject.words, normal(goals[0].indicator).lower())[1] > 0.7

    # ------------------------------------------------------------ evidence

    def evidence(self, hits: Sequence[Hit], question: Question) -> tuple[Evidence, ...]:
        """The hits as the contract shows them, each with the passage of its text that holds most of the words."""
        words = [w.form for w in self._subject(question).words]
        return tuple(self._shown(hit, words) for hit in hits)

    def _shown(self, hit: Hit, words: Sequence[str]) -> Evidence:
        piece = self._knowledge.pieces[hit.clause]
        paper = self._knowledge.papers[piece.document]
        printed = self._texts.get(hit.clause)
        plain = printed.body[len(piece.heading) + 1 :] if printed and piece.text else None
        snippet, marks = snip(piece.text or piece.heading, words, plain)
        place = self._knowledge.place_name(piece.document)
        return Evidence(
            clause_id=piece.id,
            document_id=piece.document,
            source_file=paper.source_file,
            title=paper.title,
            jurisdiction=place,
            path=piece.path,
            heading=piece.heading,
            snippet=snippet,
            highlights=marks,
            score=round(min(hit.score / FULL, 1.0), 4),
            matched_by=hit.matched_by,
            reason=hit.reason or _reason(hit),
        )


def _asked(question: Question) -> str:
    """What of a question is compared with parts of a clause."""
    return question.text if question.language == "zh" else question.subject


def _hits(ranking: _Ranking, reach: Sequence[int], half: float) -> list[Hit]:
    """The candidates at some places with the runs that they hold; `half` is what words count in being sure."""
    at, held = np.array(reach, np.intp), ranking.held
    printed = [ranking.printed[n] for n in reach]
    phrase = [ranking.sieve.phrasing(n, p.body) for n, p in zip(reach, printed, strict=True)]
    score = np.maximum(ranking.base[at] + (ranking.more[at] + PHRASE * np.array(phrase)) - ranking.less[at], 0.0)
    meaning, whole, matter = ranking.meaning[at], held.whole[at], held.matter[at]
    sure, on = (1 - half) * meaning + half * whole, (1 - half) * meaning + half * matter
    words = [tuple(held.words.get(n, ())) for n in reach]
    by = [
        _BY[close, bool(own) and p.id in ranking.found]
        for p, own, close in zip(printed, words, (meaning > 0.3).tolist(), strict=True)
    ]
    columns = (part.tolist() for part in (score, sure, whole, meaning, held.wording[at]))
    close = repeat(None) if ranking.close is None else ranking.close[at].tolist()
    rows = zip((p.id for p in printed), *columns, phrase, words, by, repeat(""), matter.tolist(), on.tolist(), close)
    return [tuple.__new__(Hit, row) for row in rows]  # a third of the time of Hit(…)


def _reason(hit: Hit) -> str:
    parts = []
    if hit.words:
        parts.append("用词：" + "、".join(hit.words[:4]))
    if hit.meaning > 0.5:
        parts.append("语义相近")
    return "；".join(parts)


def _within_reach(scores: Scores, possible: Scores, k: int) -> Sequence[int]:
    """The places of the candidates that can still be among the best `k` with the phrasing that is possible."""
    if len(scores) <= k:
        return range(len(scores))
    least = np.partition(scores, -k)[-k]
    if least <= 0:
        return range(len(scores))
    reach: list[int] = np.flatnonzero(scores + PHRASE * possible >= least - 1e-9).tolist()
    return reach


def _held(words: Sequence[Word], printed: Sequence[_Printed], sieve: Sieve) -> _Held:
    """What each candidate holds of the words."""
    count = len(printed)
    held: dict[int, list[str]] = {}
    wording, headed, whole, shared = ([0.0] * count for _ in range(4))
    told = sum(w.weight for w in words if w.known) or 1.0
    every, matter = sum(w.weight for w in words) or 1.0, sum(w.matter for w in words) or 1.0
    for word in words:
        weight, own = word.weight, word.matter
        for n in sieve.holders(word):
            share = word.share(printed[n].body)
            if not share:
                continue
            whole[n] += weight * share
            shared[n] += own * share
            if word.known:
                held.setdefault(n, []).append(word.form)
                wording[n] += weight * share
                headed[n] += weight * word.share(printed[n].heading)  # only what the body holds can stand there
    parts = ((wording, told), (headed, told), (whole, every), (shared, matter))
    return _Held(held, *(np.array(shares) / most for shares, most in parts))


def _far(question: Question) -> float:
    return FAR[question.language]


def _is_overview(piece: Piece) -> bool:
    return piece.order <= 2 and bool(re.search("总体要求|指导思想|基本原则|总体思路|总体目标", piece.heading))
