"""What there is of each place that a question names (各地文件): its papers, or clauses of others that speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.places import NATION
from kg.view import normal
from search.knowledge import Knowledge, Piece
from search.understand import PlaceFound, Question

_WITH = re.compile(r"(?:[跟与和同到至向赴往]|对接|融入|连接|通往|\b(?:with|to|and))[ ]?$")
_AND = re.compile(r"(?:[跟与和同及、，]|\b(?:and|or))[ ]?$")
_TOGETHER = re.compile(
    r"""[合协]作|对接|联动|协同|共[建享用]|互[认通联]|通用|结对|帮扶|联合|一体化|[通直]达|班列|专列|航线|毗邻
      | \b(?:cooperat|collaborat|partner|link|mutual|joint|recogni|twinn|route|train|flight)""",
    re.VERBOSE,
)
BEGUN = 2  # characters behind a short name that stand with it in a paper where both are one name
_NAME = re.compile(r"[一-鿿]{4,}(?<![的谁哪由在和与有是怎么])")


@dataclass(slots=True)
class LookedUp:
    """What has been found so far of the places named."""

    names: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # places without documents
    papers: dict[str, list[str]] = field(default_factory=dict)  # code → documents
    apart: set[str] = field(default_factory=set)  # documents of places in no gazetteer
    spoken: set[str] = field(default_factory=set)  # clauses on a place in documents of one above, where those stand in
    partners: set[str] = field(default_factory=set)  # of the unknown: what a place with documents does something with
    own: bool = True  # whether all the documents are those of the places named


def looked_up(question: Question, named: Sequence[PlaceFound], knowledge: Knowledge) -> LookedUp:
    """Returns what there is of each place named, without places that are no more than spoken of in passing."""
    found = LookedUp()
    for place in named:
        if place.codes:
            _look_up(found, place, question, named, knowledge)
        else:
            _look_up_name(found, place, knowledge)
    if found.papers and found.unknown:
        found.partners |= _printed(question, {d for ids in found.papers.values() for d in ids}, named, knowledge)
        found.unknown = [words for words in found.unknown if words not in found.partners]
    return found


def _look_up_name(found: LookedUp, place: PlaceFound, knowledge: Knowledge) -> None:
    """A place that has no code: its papers, or those with a row of a table for it."""
    documents, rows = _by_name(knowledge, place)
    found.apart.update(documents)
    found.spoken.update(rows)
    if not documents:
        found.unknown.append(place.words)
    else:
        found.names.append(place.words if rows else knowledge.place_name(documents[0]) or place.words)


def _look_up(
    found: LookedUp, place: PlaceFound, question: Question, named: Sequence[PlaceFound], knowledge: Knowledge
) -> None:
    """A place of the gazetteer: its papers, those whose title names it, or what one above says of it."""
    held = {code: knowledge.papers_in(code) for code in place.codes}
    if place.codes == (NATION,) and (not held[NATION] or not _national(question, named)):
        return
    if not any(held.values()):
        titled = _titled(knowledge, place.words) or list(knowledge.unlisted.papers.get(place.words, ()))
        found.own = found.own and not titled
        speaking = {code: [] if titled else _speaking_of(knowledge, code, place.words) for code in place.codes}
        found.spoken.update(clause for clauses in speaking.values() for clause in clauses)
        held = {code: titled or list({knowledge.pieces[c].document for c in said}) for code, said in speaking.items()}
    code = next((code for code in place.codes if held[code]), None)
    if code is not None:
        found.names.append(knowledge.gazetteer.place(code).name)
        found.papers[code] = held[code]
    elif not _is_of_body(question, place) and not _is_of_name(question, place, knowledge):
        name = knowledge.gazetteer.place(place.codes[0]).name
        found.unknown.append(name if len(place.codes) == 1 else place.words)
        if _with_others(question, place):
            found.partners.add(found.unknown[-1])


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


def _is_of_body(question: Question, place: PlaceFound) -> bool:
    """Whether a place stands in the name of a body that papers of others name: Sanming Customs, in no paper of 三明."""
    bodies = {unit.partition(":")[0] for found in question.units for unit in found.units}
    return not bodies.isdisjoint(place.codes)


def _is_of_name(question: Question, place: PlaceFound, knowledge: Knowledge) -> bool:
    """Whether a short name only begins a longer one that papers print: 海口之声书展; not 海口老旧小区."""
    plain = normal(question.text).lower()
    longer = plain[place.start : place.end + BEGUN]
    whole = len(place.words) > 2 and place.words[-1] in "省市县区州盟旗"
    if whole or not _NAME.fullmatch(longer) or question.intent == "compare":
        return False
    return knowledge.prints(longer)


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


def _national(question: Question, named: Sequence[PlaceFound]) -> bool:
    """Whether the nation's own documents are asked for: beside other places only where two sides are compared."""
    alone = all(place.codes == (NATION,) for place in named)
    return alone or question.intent in ("compare", "source", "implementers")


def _titled(knowledge: Knowledge, words: str) -> list[str]:
    """The documents whose title names a place without documents of its own: the State Council's on a new area."""
    return [paper.id for paper in knowledge.papers.values() if len(words) > 2 and words in paper.title]


def _speaking_of(knowledge: Knowledge, code: str, words: str) -> list[str]:
    """The clauses that speak of a place without documents, of the nearest place above that has any (崂山 in 青岛's).

    They may call it by a shorter name with its kind, too (民和县, 达茂旗), the nation's by its short name
    (浙江自贸试验区).
    """
    place = knowledge.gazetteer.place(code)
    names = [place.name, *(n for n in (words, *place.aliases) if len(n) > 2 and n[-1] == place.name[-1])]
    for above in knowledge.gazetteer.above(code):
        if above.code == NATION and not words.isascii():
            names.append(words)
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
