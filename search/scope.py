"""Which clauses a question is about: the places it names, turned into sets of clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from kg.places import NATION
from kg.view import normal
from search.knowledge import Knowledge, Origin
from search.levels import OURS, called_ours, level_alone, levels_above
from search.looked_up import looked_up
from search.numbered_papers import Numbered, numbered
from search.papers import named_papers, names_paper
from search.towns import papers_of_towns
from search.understand import PlaceFound, Question
from search.within import Within

_BESIDE = re.compile("[和与跟同及、比]")
SEVERAL = 3  # documents that a name in a question may fit and still name them


@dataclass(frozen=True, slots=True)
class Scope:
    """The clauses allowed. `upper` and `lower` are the two sides of a derivation question."""

    names: tuple[str, ...]  # of the places named
    unknown: tuple[str, ...]  # places named that have no document
    clauses: frozenset[str] | None  # None: all
    upper: frozenset[str] | None
    lower: frozenset[str] | None

    def allows(self, clause: str) -> bool:
        return self.clauses is None or clause in self.clauses


def scope_of(
    question: Question, knowledge: Knowledge, default_place: str | None = None, papers_named: Sequence[str] = ()
) -> Scope:
    """Returns the clauses of the places that a question names; places inside a body's name count only for the body.

    `papers_named` are documents that it names by their number.
    """
    inside = [(u.start, u.end) for u in question.units if u.units] if question.intent == "duties" else []
    named = [p for p in question.places if not any(s <= p.start and p.end <= e for s, e in inside)]
    if not named and not inside and default_place and not question.without:
        named = _at_home(question, default_place, knowledge)
    found = looked_up(question, named, knowledge)
    papers, apart, spoken = found.papers, found.apart, found.spoken
    of_level = {} if named or inside or question.intent not in ("units", "targets") else _of_level(question, knowledge)
    papers = of_level or papers
    compared = _own(knowledge, papers, apart) if question.intent == "compare" else {}
    papers = compared or papers
    held_by = apart.union(*papers.values())
    clauses = _clauses(knowledge, held_by) if held_by else None
    if clauses is not None and spoken:
        silent = {knowledge.pieces[c].document for c in spoken}
        clauses = frozenset(c for c in clauses if c in spoken or knowledge.pieces[c].document not in silent)
    elif clauses is not None and found.own and not apart:
        clauses = within(clauses, papers, exact=bool(compared or of_level))
    upper = lower = None
    said = list(papers_named) or papers_of_towns(question.text, knowledge.papers.values())
    said = said or _papers_said(question, knowledge)
    if said and question.intent not in ("source", "implementers", "compare"):
        clauses = _narrowed(clauses, said, knowledge)
    if question.intent in ("source", "implementers"):
        upper, lower = _sides(question, knowledge, tuple(papers), apart)
        upper = _narrowed(upper, [p for p in said if p in knowledge.lowers], knowledge)
        lower = _narrowed(lower, [p for p in said if p in knowledge.uppers], knowledge)
        upper, lower = _linked(upper, knowledge, knowledge.children), _linked(lower, knowledge, knowledge.parents)
        clauses = None if held_by else clauses
    if question.without:
        clauses = _others(clauses, question.without, knowledge)
    return Scope(tuple(dict.fromkeys(found.names)), tuple(found.unknown), clauses, upper, lower)


def with_home(question: Question, home: str | None, knowledge: Knowledge) -> Question:
    """The question with the place that it is asked in where that stands beside others: 我市和乳山."""
    if home is None or question.without:
        return question
    plain = normal(question.text).lower()
    ours = OURS.search(plain)
    if question.places and ours and (_BESIDE.match(plain, ours.end()) or _BESIDE.search(plain[: ours.start()][-1:])):
        code = called_ours(plain, home, knowledge.gazetteer) or home
        place = PlaceFound(ours[0], (code,), ours.start(), ours.end())
        return replace(question, places=tuple(sorted((*question.places, place), key=lambda p: p.start)))
    return question


def number_said(question: Question, knowledge: Knowledge, home: str | None) -> Numbered | None:
    """The document number that a question names; where the code is left out, of documents of its places."""
    plain = normal(question.text).lower()
    if re.search(r"\d", plain) is None:
        return None
    codes = {code for place in question.places for code in place.codes}
    codes |= {home} if home and not codes else set()
    here = {paper for code in codes for paper in knowledge.papers_in(code)}
    bare = plain
    for place in question.places:
        bare = bare[: place.start] + " " * (place.end - place.start) + bare[place.end :]
    return numbered(plain, knowledge.papers.values(), here, bare)


def without_number(question: Question, number: Numbered | None) -> Question:
    """The question without the number of documents that there are: no matter, and 东昌政发2号 names no place 东昌."""
    if number is None or not number.papers:
        return question
    said = re.compile(rf"{re.escape(number.words)}(?:里面?|中|内)?的?")
    subject = said.sub(" ", question.subject).strip() or question.subject
    places = tuple(p for p in question.places if not (number.start <= p.start < number.end))
    return replace(question, places=places, subject=subject, rest=said.sub(" ", question.rest))


def _at_home(question: Question, home: str, knowledge: Knowledge) -> list[PlaceFound]:
    """The place that a question is asked in, or the one above it that 我省 or 省里 means where that has documents."""
    plain = normal(question.text).lower()
    if question.intent == "compare":
        above = (PlaceFound(words, (code,), start, end) for words, code, start, end in levels_above(plain, [home]))
        return [PlaceFound("我市", (home,), 0, 0), *above]
    if question.intent in ("source", "implementers"):
        return [PlaceFound("我市", (home,), 0, 0)]
    meant = called_ours(plain, home, knowledge.gazetteer)
    return [PlaceFound("我市", (meant if meant and knowledge.papers_in(meant) else home,), 0, 0)]


def _others(clauses: frozenset[str] | None, without: Sequence[PlaceFound], knowledge: Knowledge) -> frozenset[str]:
    """The clauses but those of the papers of the places left out."""
    out = {paper for place in without for code in place.codes for paper in knowledge.papers_in(code)}
    out.update(paper for place in without for paper in knowledge.unlisted.papers.get(place.name, ()))
    return (frozenset(knowledge.pieces) if clauses is None else frozenset(clauses)) - _clauses(knowledge, out)


def own_bodies(question: Question, scope: Scope, knowledge: Knowledge) -> Question:
    """The question with the bodies of its places where one has no code, so that its bodies bear none: 甲山市商务局."""
    if scope.clauses is None or not any(place.name for place in question.places):
        return question

    def acts(unit: str) -> bool:
        return any(scope.allows(duty.clause) for duty in knowledge.duties.get(unit, ()))

    units = (replace(found, units=tuple(u for u in found.units if acts(u))) for found in question.units)
    return replace(question, units=tuple(units))


def _of_level(question: Question, knowledge: Knowledge) -> dict[str, list[str]]:
    """The papers of the level that a question names instead of a place (省里谁管), if there are any."""
    level = level_alone(normal(question.text).lower())
    places = (code for code in knowledge.places if code in knowledge.gazetteer and code != NATION)
    return {
        code: knowledge.papers_in(code, exact=True)
        for code in sorted(places)
        if level and knowledge.gazetteer.place(code).level == level
    }


def _papers_said(question: Question, knowledge: Knowledge) -> list[str]:
    """The documents that a question names in words of its own, of the places that it names if any has documents.

    A name that many titles fit names none.
    """
    plain = normal(question.text).lower()
    for place in question.places:
        plain = plain[: place.start] + " " * (place.end - place.start) + plain[place.end :]
    if not names_paper(plain):
        return []
    here = {paper for place in question.places for code in place.codes for paper in knowledge.papers_in(code)}
    across = question.intent in ("source", "implementers")
    titles = {paper.id: paper.title for paper in knowledge.papers.values() if across or not here or paper.id in here}
    return [paper for papers in named_papers(plain, titles) if len(papers) <= SEVERAL for paper in papers]


def _narrowed(clauses: frozenset[str] | None, papers: Sequence[str], knowledge: Knowledge) -> frozenset[str] | None:
    """Those of the clauses that stand in some documents, where any does."""
    inside = _clauses(knowledge, papers)
    return (inside if clauses is None else clauses & inside) or clauses


def _own(knowledge: Knowledge, places: Iterable[str], apart: Set[str] = frozenset()) -> dict[str, list[str]]:
    """The papers of several places compared, without those of what lies in them; none unless each has its own.

    `apart` are the papers of another place, which has no code.
    """
    own = {code: knowledge.papers_in(code, exact=True) for code in places}
    return own if len(own) + bool(apart) > 1 and all(own.values()) else {}


def within(clauses: frozenset[str], codes: Iterable[str], *, exact: bool = False) -> frozenset[str]:
    """All clauses of some places' documents as a set that knows these places; the nation holds its own alone."""
    places = tuple(codes)
    if NATION in places and not exact:
        if places != (NATION,):
            return clauses
        exact = True
    return Within.of(clauses, places, exact=exact)


def _sides(
    question: Question, knowledge: Knowledge, codes: tuple[str, ...], apart: Set[str] = frozenset()
) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """The upper and the lower documents of a source or implementers question; those `apart` lie below all others."""
    if apart:
        others = _clauses(knowledge, {d for code in codes for d in knowledge.papers_in(code, exact=True)}) or None
        own = _clauses(knowledge, apart)
        return (own, others) if question.intent == "implementers" and not (others or question.upward) else (others, own)
    if not codes:
        return None, None
    depth = {code: len(knowledge.gazetteer.above(code)) for code in codes}
    deepest = max(depth.values())
    low = [code for code in codes if depth[code] == deepest]
    high = [code for code in codes if depth[code] < deepest]
    if not high and question.intent == "implementers" and not question.upward:
        high, low = low, []
    lower = {d for code in low for d in knowledge.papers_in(code, exact=True) or knowledge.papers_in(code)}
    above = {p.code for code in low for p in knowledge.gazetteer.above(code)} | {NATION}
    upper = {d for code in high for d in knowledge.papers_in(code, exact=True)}
    if not high:
        upper = {p.id for p in knowledge.papers.values() if p.place in above}
    return _clauses(knowledge, upper) if upper else None, _clauses(knowledge, lower) if lower else None


def _linked(
    clauses: frozenset[str] | None, knowledge: Knowledge, links: Mapping[str, list[Origin]]
) -> frozenset[str] | None:
    """The clauses of the documents that have such links at all, where there are any: both sides may be of one place."""
    if clauses is None:
        return None
    papers = {knowledge.pieces[c].document for c in clauses if c in links}
    return frozenset(c for c in clauses if knowledge.pieces[c].document in papers) if papers else clauses


def _clauses(knowledge: Knowledge, papers: Iterable[str]) -> frozenset[str]:
    return frozenset(c for paper in papers for c in knowledge.of_paper.get(paper, ()))
