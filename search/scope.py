"""Which clauses a question is about: the places it names, turned into sets of clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from kg.places import NATION
from kg.view import normal
from search.knowledge import Knowledge, Origin, Piece
from search.levels import called_ours, level_alone, levels_above
from search.papers import named_papers, names_paper
from search.towns import papers_of_towns
from search.understand import PlaceFound, Question
from search.within import Within

_WITH = re.compile(r"(?:[跟与和同到至向赴往]|对接|融入|连接|通往|\b(?:with|to|and))[ ]?$")
_AND = re.compile(r"(?:[跟与和同及、，]|\b(?:and|or))[ ]?$")
_TOGETHER = re.compile(
    r"""[合协]作|对接|联动|协同|共[建享用]|互[认通联]|通用|结对|帮扶|联合|一体化|[通直]达|班列|专列|航线|毗邻
      | \b(?:cooperat|collaborat|partner|link|mutual|joint|recogni|twinn|route|train|flight)""",
    re.VERBOSE,
)
BEGUN = 2  # characters behind a short name that stand with it in a paper where both are one name
_NAME = re.compile(r"[一-鿿]{4,}(?<![的谁哪由在和与有是怎么])")
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


def scope_of(question: Question, knowledge: Knowledge, default_place: str | None = None) -> Scope:
    """Returns the clauses of the places that a question names; places inside a body's name count only for the body."""
    inside = [(u.start, u.end) for u in question.units if u.units] if question.intent == "duties" else []
    named = [p for p in question.places if not any(s <= p.start and p.end <= e for s, e in inside)]
    if not named and not inside and default_place and not question.without:
        named = _at_home(question, default_place, knowledge)
    names, unknown, papers = [], [], {}
    apart: set[str] = set()  # documents of places in no gazetteer
    partners: set[str] = set()  # of the unknown: those that a place with documents does something with
    spoken: set[str] = set()  # clauses of documents of a place above, where those stand in
    own = True  # whether all the documents are those of the places named
    for place in named:
        if not place.codes:
            documents, rows = _by_name(knowledge, place)
            apart.update(documents)
            spoken.update(rows)
            if not documents:
                unknown.append(place.words)
            else:
                names.append(place.words if rows else knowledge.place_name(documents[0]) or place.words)
            continue
        name = knowledge.gazetteer.place(place.codes[0]).name
        held = {code: knowledge.papers_in(code) for code in place.codes}
        if place.codes == (NATION,) and (not held[NATION] or not _national(question, named)):
            continue
        if not any(held.values()):
            titled = _titled(knowledge, place.words) or list(knowledge.unlisted.papers.get(place.words, ()))
            own = own and not titled
            speaking = {code: [] if titled else _speaking_of(knowledge, code, place.words) for code in place.codes}
            spoken.update(clause for clauses in speaking.values() for clause in clauses)
            held = {
                code: titled or list({knowledge.pieces[c].document for c in said}) for code, said in speaking.items()
            }
        if not any(held.values()) and (_is_of_body(question, place) or _is_of_name(question, place, knowledge)):
            continue
        if not any(held.values()):
            unknown.append(name if len(place.codes) == 1 else place.words)
            if _with_others(question, place):
                partners.add(unknown[-1])
            continue
        code = next(code for code in place.codes if held[code])
        names.append(knowledge.gazetteer.place(code).name)
        papers[code] = held[code]
    if papers and unknown:
        partners |= _printed(question, {d for ids in papers.values() for d in ids}, named, knowledge)
        unknown = [words for words in unknown if words not in partners]
    of_level = {} if named or inside or question.intent not in ("units", "targets") else _of_level(question, knowledge)
    papers = of_level or papers
    compared = _own(knowledge, papers, apart) if question.intent == "compare" else {}
    papers = compared or papers
    held_by = apart.union(*papers.values())
    clauses = _clauses(knowledge, held_by) if held_by else None
    if clauses is not None and spoken:
        silent = {knowledge.pieces[c].document for c in spoken}
        clauses = frozenset(c for c in clauses if c in spoken or knowledge.pieces[c].document not in silent)
    elif clauses is not None and own and not apart:
        clauses = within(clauses, papers, exact=bool(compared or of_level))
    upper = lower = None
    said = papers_of_towns(question.text, knowledge.papers.values()) or _papers_said(question, knowledge)
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
    return Scope(tuple(dict.fromkeys(names)), tuple(unknown), clauses, upper, lower)


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


def _is_of_body(question: Question, place: PlaceFound) -> bool:
    """Whether a place stands in the name of a body that papers of others name: Sanming Customs, in no paper of 三明."""
    bodies = {unit.partition(":")[0] for found in question.units for unit in found.units}
    return not bodies.isdisjoint(place.codes)


def _is_of_name(question: Question, place: PlaceFound, knowledge: Knowledge) -> bool:
    """Whether a short name only begins a longer one that papers print: 上海合作组织, 鹿城之窗; not 上海老旧小区."""
    plain = normal(question.text).lower()
    longer = plain[place.start : place.end + BEGUN]
    whole = len(place.words) > 2 and place.words[-1] in "省市县区州盟旗"
    if whole or not _NAME.fullmatch(longer) or question.intent == "compare":
        return False
    return any(longer in piece.text or longer in piece.heading for piece in knowledge.pieces.values())


def _with_others(question: Question, place: PlaceFound) -> bool:
    """Whether a place is one that another does something with: 与杭州互认, a line to Wuhan; not 与杭州相比."""
    if question.intent in ("compare", "source", "implementers"):
        return False
    plain = normal(question.text).lower()
    return bool(_WITH.search(plain[: place.start]) and _TOGETHER.search(plain))


def _printed(question: Question, papers: Iterable[str], named: Sequence[PlaceFound], knowledge: Knowledge) -> set[str]:
    """Places that are no more than named beside those with documents, whose clauses print them: 将乐去杭州卖餐具.

    Two places joined by 和 are both asked about, so are two that are compared.
    """
    if question.intent in ("compare", "source", "implementers"):
        return set()
    plain = normal(question.text).lower()
    clauses = [knowledge.pieces[clause] for paper in papers for clause in knowledge.of_paper.get(paper, ())]
    found = set()
    for place in named:
        if len(place.codes) != 1 or _AND.search(plain[: place.start]) or _AND.match(plain[place.end :].lstrip()[:1]):
            continue
        name = knowledge.gazetteer.place(place.codes[0]).name
        short = name.rstrip("省市县区州盟旗") if len(name) > 2 else name
        if any(short in piece.text or short in piece.heading for piece in clauses):
            found.add(name)
    return found


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


def _national(question: Question, named: list[PlaceFound]) -> bool:
    """Whether the nation's own documents are asked for: beside other places only where two sides are compared."""
    alone = all(place.codes == (NATION,) for place in named)
    return alone or question.intent in ("compare", "source", "implementers")


def _titled(knowledge: Knowledge, words: str) -> list[str]:
    """The documents whose title names a place without documents of its own: the State Council's on a new area."""
    return [paper.id for paper in knowledge.papers.values() if len(words) > 2 and words in paper.title]


def _by_name(knowledge: Knowledge, place: PlaceFound) -> tuple[Sequence[str], list[str]]:
    """The documents of a place that has no code; those with a row of a table for it, and the clauses with such rows."""
    if bearing := knowledge.unlisted.papers.get(place.name):
        return bearing, []
    rows = _rows_of(knowledge, place.words)
    return sorted({knowledge.pieces[clause].document for clause in rows}), rows


def _rows_of(knowledge: Knowledge, place: str) -> list[str]:
    """The clauses with a row of a table for a place that has no code: 甲山县 1200 12 in the city's plan."""
    row = re.compile(rf"^{re.escape(place)}(?=[\s|　]+[\d—-])", re.MULTILINE)
    rows = {piece.id for piece in knowledge.pieces.values() if place in piece.text and row.search(piece.text)}
    return sorted(rows | {goal.clause for goal in knowledge.goals.values() if goal.scope == place})


def _speaking_of(knowledge: Knowledge, code: str, words: str) -> list[str]:
    """The clauses that speak of a place without documents, of the nearest place above that has any (崂山 in 青岛's).

    They may call it by a shorter name with its kind, too: 民和县, 达茂旗.
    """
    place = knowledge.gazetteer.place(code)
    names = [place.name, *(n for n in (words, *place.aliases) if len(n) > 2 and n[-1] == place.name[-1])]
    for above in knowledge.gazetteer.above(code):
        if above.code == NATION:
            break
        clauses = [
            clause
            for paper in knowledge.papers_in(above.code, exact=True)
            for clause in knowledge.of_paper.get(paper, ())
            if _speaks_of(knowledge.pieces[clause], names, knowledge)
        ]
        if clauses:
            return clauses
    return []


def _speaks_of(piece: Piece, names: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a clause, its statement or a clause above it names a place."""
    if any(name in text for text in (piece.heading, piece.text, piece.responsibility) for name in names):
        return True
    above = knowledge.pieces.get(piece.parent) if piece.parent else None
    return above is not None and _speaks_of(above, names, knowledge)


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
