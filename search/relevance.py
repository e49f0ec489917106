"""Which of the clauses found are on the matter asked about, if any (是否切题).

Nothing is answered where the best clause is too far: what it holds of the matter, how it stands out in its document,
how close it is and how well it matches decide together. Who is responsible is told by one clause of a document; other
documents answer beside the best one only where they are as close.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from kg.view import normal
from search.hits import Hit
from search.knowledge import Knowledge, Piece
from search.matching import matches
from search.rows import rows_of
from search.subject import of_another_thing
from search.understand import Question
from search.words import Subject

# Log-odds that the best clause is on the matter: what each sign counts (docs/decisions/0010-on-the-matter.md).
MATTER, CLOSE, MATCH, AHEAD, WORDS, ENGLISH, LEAST = 2.7, 0.34, 0.27, 5.4, 0.4, 0.65, 3.4
WORST, BEST = -10.0, 14.0  # matches between which nearly all lie: where they make no difference none is taken
OTHER = 1.5  # less where a short question ends in a thing that no clause names
ELSEWHERE, ABSENT = 1.55, 0.6  # less where that share of what is asked about stands in other places' papers alone
WHOLE, SOME = 0.9, 3  # one held so far is no other matter, however few the words: it counts as told in that many
OTHERS = slice(2, 7)  # the clauses of its own document that the best one is set against
NEAR = 0.9  # share of its document's best score that a clause must reach
STRICTER = 0.4  # how much closer to 1 that share goes where the words tell little of what is asked
_ATTACHED = "附件"
_DIVISION = re.compile("(?:责任|职责|任务)分工|部门(?:工作)?职责|单位职责|职责任务")
DIVIDED = 0.5  # share of the words of a clause that names nobody that one of a chapter on who does what must hold
_TABLES = 256  # documents whose attached tables are remembered
FLOOR = 0.6  # share of the best score that a document's best must reach
ANYWHERE = 0.65  # that share at most where no place is asked about
OWN, WITHIN = 0.6, 0.95  # share at which the place's own document answers; what places within it must reach then
BESIDE = 0.85  # share of the best's score at which a document of a place within the one asked about answers too, or
AS_WORDED, AS_SURE = 0.9, 0.7  # shares of the words that it holds and of how sure it is
# Log-odds that another document's best clause is on the matter beside the best of all: what its shares of that one's
# score, words and sureness count and its own match.
TOO_SCORE, TOO_WORDED, TOO_SURE, TOO_MATCH, TOO_LEAST = 1.85, 1.2, 1.5, 0.28, 2.6
DOCUMENTS = 8  # other documents that are looked at so; the rest must reach the share of the score
SURELY = 0.95  # how sure and how well worded, beside a clause that names nobody, one must be that does


def is_stock(piece: Piece, knowledge: Knowledge) -> bool:
    """Whether a clause says nothing of its own: a preamble, or a bare heading over other clauses."""
    return piece.kind == "preamble" or (len(piece.text) < 8 and bool(knowledge.within.get(piece.id)))


class Relevance:
    """Chooses among ranked clauses; holds no state but what it was built with."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._rows = lru_cache(_TABLES)(self._rows_of)

    def relevant(
        self, hits: Sequence[Hit], question: Question, subject: Subject, *, share: float, floor: float
    ) -> list[Hit]:
        """The hits that are on the matter: none when the best is too far, else those near the best of their document.

        A document's best must reach the share `floor` of the best of all, or, after units, match what is asked about;
        where the place that is asked about has a document of its own that does, documents of places within it must
        come closer.
        """
        if not hits or not self._is_on(hits, question, subject):
            return []
        share += STRICTER * (1 - share) * (1 - subject.trust)
        asked = self._knowledge.homes(place.key for place in question.places)
        pieces, home = self._knowledge.pieces, self._knowledge.home
        top = hits[0].score
        own = max((h.score for h in hits if home(pieces[h.clause]) in asked), default=0.0)
        if not asked:
            floor = min(floor, ANYWHERE)
        if question.intent == "topic" and hits and max(h.phrase for h in hits) == 1.0:
            hits = [h for h in hits if h.phrase == 1.0]
        best: dict[str, float] = {}
        chosen = []
        answering = self._answering(hits, question) if question.intent == "units" and own < OWN * top else {}
        for hit in hits:
            piece = pieces[hit.clause]
            best.setdefault(piece.document, hit.score)
            least = floor * top
            if own >= OWN * top:
                if question.intent == "units" and home(piece) not in asked:
                    continue  # the province's own clause tells who is responsible in the province
                least = floor * own if home(piece) in asked else WITHIN * top
            elif piece.document in answering:
                least = 0.0 if answering[piece.document] else math.inf
            if hit.score >= share * best[piece.document] and hit.score >= least:
                chosen.append(hit)
        return self._surest(chosen, hits, answering) if question.intent == "units" else chosen

    def _answering(self, hits: Sequence[Hit], question: Question) -> dict[str, bool]:
        """The first documents of the hits, and whether each one's best clause is on the matter, too."""
        pieces = self._knowledge.pieces
        first: dict[str, Hit] = {}
        for hit in hits:
            if len(first) <= DOCUMENTS:
                first.setdefault(pieces[hit.clause].document, hit)
        best, *others = first.values()
        texts = [(pieces[hit.clause].heading, pieces[hit.clause].text) for hit in others]
        found = {pieces[best.clause].document: True}
        for hit, match in zip(others, matches(question.subject or question.text, texts), strict=True):
            odds = TOO_MATCH * match - TOO_LEAST + TOO_SCORE * hit.score / (best.score or 1.0)
            odds += TOO_WORDED * hit.told / (best.told or 1.0) + TOO_SURE * hit.sure / (best.sure or 1.0)
            found[pieces[hit.clause].document] = odds >= 0
        return found

    def _is_on(self, hits: Sequence[Hit], question: Question, subject: Subject) -> bool:
        """Whether the best clause is on the matter: a logistic judgement by five signs.

        They are the share of what is asked about that one of the best holds, how far the best one is ahead of others
        of its document, the log-odds of the closest one's cosine (search/adapter.py), how well one of the best matches
        it (search/matching.py), which is looked at only where that can decide, and of how many words it is told: half
        of two words is another matter, half of eight the same in other words.
        """
        pieces = self._knowledge.pieces
        paper = pieces[hits[0].clause].document
        others = [h.score for h in hits if pieces[h.clause].document == paper][OTHERS]
        ahead = hits[0].score - (sum(others) / len(others) if others else 0.0)
        held = max(h.matter for h in hits[:3])
        odds = MATTER * held + AHEAD * ahead - LEAST
        odds += ENGLISH if question.language == "en" else 0.0
        odds += WORDS * (len(subject.words) if held < WHOLE else max(len(subject.words), SOME))
        odds -= OTHER * (question.intent == "units" and of_another_thing(question, subject.words))
        odds -= ELSEWHERE * self._is_elsewhere(hits, question, subject)
        close = [h.close for h in hits[:3] if h.close is not None]
        odds += CLOSE * max(close) if close else 0.0
        share = MATCH if close else MATCH + CLOSE  # an encoder that tells no odds: the match stands for both
        if odds + share * WORST >= 0:
            return True
        if odds + share * BEST < 0:
            return False
        first = [pieces[h.clause] for h in hits[:3]]
        found = matches(question.subject or question.text, [(piece.heading, piece.text) for piece in first])
        return odds + share * max(found) >= 0

    def _is_elsewhere(self, hits: Sequence[Hit], question: Question, subject: Subject) -> bool:
        """Whether most of what is asked about stands in papers of other places, in none of the place asked about.

        A word that no paper holds may be the question's own for what papers call otherwise; one that others hold and
        these do not is what these do not speak of.
        """
        whole = sum(word.matter for word in subject.words)
        if not question.places or not whole or max(h.matter for h in hits[:3]) > 1 - ABSENT:
            return False
        pieces = (self._knowledge.pieces[h.clause] for h in hits)
        texts = [normal(f"{piece.heading} {piece.text}").lower() for piece in pieces]
        missing = (w.matter for w in subject.words if w.known and not any(w.share(text) for text in texts))
        return sum(missing) >= ABSENT * whole

    def _surest(self, chosen: Sequence[Hit], hits: Sequence[Hit], answering: Mapping[str, bool]) -> list[Hit]:
        """The surest clause of each document: of other documents than the best's one as close, or worded as closely.

        二手车交易归谁管 is answered from every plan with a clause on it; who guarantees loans to small firms is not
        answered from a plan that has a heading on funds.
        """
        surest: dict[str, Hit] = {}
        for hit in chosen:
            document = self._knowledge.pieces[hit.clause].document
            if document not in surest or hit.sure > surest[document].sure:
                surest[document] = hit
        kept = {hit.clause for hit in surest.values()}
        said = [
            h
            for h in chosen
            if h.clause in kept
            and (self._knowledge.pieces[h.clause].document in answering or self._answers_too(h, chosen[0]))
        ]
        return [naming for hit in said for naming in self._naming(hit, hits)]

    def _naming(self, surest: Hit, hits: Sequence[Hit]) -> list[Hit]:
        """A clause, or what names the bodies in place of one that names nobody: the clauses on the matter in a chapter
        on who does what (责任分工), its row of an attached table (search/rows.py), a row as surely on the matter.
        Not another clause of the plan: its bodies answer for what it says itself."""
        own = self._divides(surest)
        if own or not self._names_bodies(surest):
            among = [h for h in hits if self._beside(h, surest) and self._divides(h) and self._names_bodies(h)]
            best = max((h.told for h in among), default=0.0)
            if best and best >= DIVIDED * surest.told:
                return [h for h in among if h.told >= SURELY * best]
        return [self._attached(surest, hits)]

    def _beside(self, hit: Hit, other: Hit) -> bool:
        return self._knowledge.pieces[hit.clause].document == self._knowledge.pieces[other.clause].document

    def _divides(self, hit: Hit) -> bool:
        """Whether a clause stands in a chapter that says which body does what."""
        above = self._knowledge.pieces[hit.clause].parent
        return above is not None and _DIVISION.search(self._knowledge.pieces[above].heading) is not None

    def _attached(self, surest: Hit, hits: Sequence[Hit]) -> Hit:
        """A row of an annex in place of a clause that names nobody or only who acts in it (由剧团演出), the clause
        itself where there is none."""
        rows = self._rows(self._knowledge.pieces[surest.clause].document).get(surest.clause, ())
        if rows:
            return next((h for h in hits if h.clause in rows), surest._replace(clause=rows[0]))
        if self._names_bodies(surest):
            return surest
        return next(
            (
                h
                for h in hits
                if self._beside(h, surest)
                and self._knowledge.pieces[h.clause].path.startswith(_ATTACHED)
                and min(h.sure / (surest.sure or 1.0), h.told / (surest.told or 1.0)) >= SURELY
                and self._names_bodies(h)
            ),
            surest,
        )

    def _rows_of(self, document: str) -> dict[str, tuple[str, ...]]:
        return rows_of(self._tabled.get(document, ()))

    @cached_property
    def _tabled(self) -> dict[str, list[Piece]]:
        """The clauses of the documents whose annexes name bodies."""
        pieces = self._knowledge.pieces.values()
        found: dict[str, list[Piece]] = {p.document: [] for p in pieces if p.duties and p.path.startswith(_ATTACHED)}
        for piece in pieces if found else ():
            if piece.document in found:
                found[piece.document].append(piece)
        return found

    def _names_bodies(self, hit: Hit) -> bool:
        pieces = self._knowledge.pieces
        return any(pieces[clause].duties for clause in self._knowledge.subtree(hit.clause))

    def _answers_too(self, hit: Hit, best: Hit) -> bool:
        """Whether a clause names the bodies asked for beside the best one's."""
        pieces = self._knowledge.pieces
        if pieces[hit.clause].document == pieces[best.clause].document or hit.score >= BESIDE * best.score:
            return True
        worded = 0 < hit.told >= AS_WORDED * best.told and hit.sure >= AS_SURE * best.sure
        return worded and not is_stock(pieces[hit.clause], self._knowledge)
