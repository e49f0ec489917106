"""What answers are made of: the graph's documents, clauses, bodies and targets as plain records, read once.

A `Knowledge` is one generation of the graph in memory; a server swaps it for the next one as a whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from kg.errors import UnknownThing
from kg.places import NATION, Gazetteer
from kg.store import Reader
from kg.view import normal
from search.unlisted import Unlisted

_FIRST_WORDS = re.compile(r"[^，。；：！？,;:!?|\t\n]+")
_OPENING = 18  # characters of them that are shown


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the corpus (文件)."""

    id: str
    title: str
    doc_number: str | None
    issuer: str | None
    issued_on: str | None
    level: str | None
    place: str | None  # code
    source_file: str
    notice_title: str | None = None
    printed_on: str | None = None
    issued_by: tuple[str, ...] = ()  # units


@dataclass(frozen=True, slots=True)
class Body:
    """A unit (单位)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    collective: bool
    place: str | None
    function: str | None


class Duty(NamedTuple):  # what there is by the hundred thousand is made in half the time as a tuple
    """A body's duty in a clause (责任)."""

    unit: str
    clause: str
    role: str
    stated: str
    inherited: bool
    mention: str
    start: int
    end: int
    action: str | None = None
    covers: tuple[int, ...] = ()  # from, to, from, to … of the text, where the clause's statements share it out


class Goal(NamedTuple):
    """A target (目标) as the graph has it."""

    id: str
    clause: str
    indicator: str
    comparator: str
    change: str
    value: float | None
    value_max: float | None
    unit: str | None
    baseline: str | None
    deadline: str | None
    period: str | None
    scope: str | None
    quote: str


class Origin(NamedTuple):
    """A derives-from link between clauses (派生)."""

    child: str
    parent: str
    strength: str
    score: float


class Piece(NamedTuple):
    """A clause (条款) with what hangs on it."""

    id: str
    document: str
    path: str
    number: str | None
    heading: str
    text: str
    responsibility: str
    kind: str
    order: int
    parent: str | None
    place: str | None
    duties: tuple[Duty, ...]
    goals: tuple[str, ...]
    sectors: tuple[str, ...]

    @property
    def caption(self) -> str:
        """What a sentence calls it: its heading, 第十四条 by its number, else the words that its text opens with."""
        if self.heading or (self.number or "").startswith("第"):
            return self.heading or self.path
        opening = _FIRST_WORDS.match(self.text.strip())
        if opening is None:
            return self.path
        return opening[0] if len(opening[0]) <= _OPENING else f"{opening[0][:_OPENING]}…"


class Knowledge:
    """One generation of the graph, by id."""

    def __init__(
        self,
        generation: int,
        papers: Iterable[Paper],
        bodies: Iterable[Body],
        pieces: Iterable[Piece],
        goals: Iterable[Goal],
        origins: Iterable[Origin],
        gazetteer: Gazetteer,
        made_under: Iterable[tuple[str, str]] = (),
    ) -> None:
        """`made_under` are (document, document that it derives from or says that it puts into effect)."""
        self.generation = generation
        self.gazetteer = gazetteer
        self.papers = {p.id: p for p in papers}
        self.bodies = {b.id: b for b in bodies}
        self.pieces = {p.id: p for p in pieces}
        self.goals = {g.id: g for g in goals}
        self.parents: dict[str, list[Origin]] = defaultdict(list)
        self.children: dict[str, list[Origin]] = defaultdict(list)
        for origin in origins:
            self.parents[origin.child].append(origin)
            self.children[origin.parent].append(origin)
        self.uppers: dict[str, set[str]] = defaultdict(set)  # document → those that it is made under
        self.lowers: dict[str, set[str]] = defaultdict(set)
        for lower, upper in made_under:
            if lower != upper and lower in self.papers and upper in self.papers:
                self.uppers[lower].add(upper)
                self.lowers[upper].add(lower)
        self.duties: dict[str, list[Duty]] = defaultdict(list)
        self.within: dict[str, list[str]] = defaultdict(list)  # parent clause → child clauses
        self.of_paper: dict[str, list[str]] = defaultdict(list)
        for piece in self.pieces.values():
            self.of_paper[piece.document].append(piece.id)
            if piece.parent:
                self.within[piece.parent].append(piece.id)
            for duty in piece.duties:
                self.duties[duty.unit].append(duty)
        for ids in self.of_paper.values():
            ids.sort(key=lambda i: self.pieces[i].order)
        self.places = {p.place for p in self.papers.values() if p.place}
        self.unlisted = Unlisted(self.papers.values(), gazetteer)
        self._papers_in: dict[tuple[str, bool], tuple[str, ...]] = {}  # what has been asked for before
        self._linked: dict[bool, frozenset[str]] = {}

    def piece(self, id: str) -> Piece:
        """Returns a clause. Raises UnknownThing."""
        try:
            return self.pieces[id]
        except KeyError:
            raise UnknownThing(f"没有条款 {id!r}（no such clause）；policykg search 可以找到条款编号") from None

    def piece_named(self, words: str) -> Piece:
        """Returns the clause that words name: its id, or a document and a path (海东 二/（十六）).

        The document may be given by file name, number, title, the beginning of its id, or its place. Raises
        UnknownThing for none and for several, naming them.
        """
        if words in self.pieces:
            return self.pieces[words]
        paper, _, path = words.strip().rpartition("#") if "#" in words else words.strip().rpartition(" ")
        paper, path = paper.strip(), normal(path.strip())
        fits = [p for p in self.pieces.values() if normal(p.path) == path and self._is_called(p.document, paper)]
        if len(fits) == 1:
            return fits[0]
        if fits:
            listed = "、".join(p.id for p in fits[:4])
            raise UnknownThing(f"{words!r} 可以指 {len(fits)} 个条款（several clauses）：{listed}；请写全编号")
        return self.piece(words)

    def _is_called(self, document: str, words: str) -> bool:
        paper = self.papers[document]
        places = {p.code for p in self.gazetteer.named(words)} if words else set()
        stem = paper.source_file.rsplit(".", 1)[0]
        return (
            not words
            or paper.place in places
            or document.startswith(words)
            or words in (stem, paper.source_file, paper.doc_number, paper.title)
        )

    def home(self, piece: Piece) -> str | None:
        """The code of the place that a clause is of, or the name of one that no gazetteer has."""
        return piece.place or self.unlisted.names.get(piece.document)

    def prints(self, words: str) -> bool:
        """Whether any clause prints some words as they stand."""
        return any(words in piece.text or words in piece.heading for piece in self.pieces.values())

    def place_name(self, paper: str) -> str:
        """The name of the place that a document, given by its id, is of; "" where it does not tell."""
        code = self.papers[paper].place
        return self.gazetteer.place(code).name if code else self.unlisted.names.get(paper, "")

    def homes(self, places: Iterable[tuple[str, ...]]) -> set[str]:
        """Codes of places, with the names that `home` gives the clauses of those that are named instead."""
        said = {one for key in places for one in key}
        named = (paper for name in said for paper in self.unlisted.papers.get(name, ()))
        return said | {home for paper in named if (home := self.papers[paper].place or self.unlisted.names.get(paper))}

    def papers_in(self, place: str, *, exact: bool = False) -> list[str]:
        """Ids of the documents that apply in a place or, unless `exact`, within it; those of the nation for 100000."""
        if (place, exact) not in self._papers_in:
            inside = {
                code for code in self.places
                if place == code or (not exact and place != NATION and self._holds(place, code))
            }  # fmt: skip
            self._papers_in[place, exact] = tuple(p.id for p in self.papers.values() if p.place in inside)
        return list(self._papers_in[place, exact])

    def linked(self, *, up: bool) -> frozenset[str]:
        """The clauses of all documents that have one above (below) them: the same set whenever it is asked for."""
        if up not in self._linked:
            papers = self.uppers if up else self.lowers
            self._linked[up] = frozenset(clause for paper in papers for clause in self.of_paper.get(paper, ()))
        return self._linked[up]

    def _holds(self, outer: str, inner: str) -> bool:
        return outer in self.gazetteer and inner in self.gazetteer and self.gazetteer.contains(outer, inner)

    def subtree(self, id: str) -> list[str]:
        """A clause and all below it, in order."""
        found = [id]
        for child in sorted(self.within.get(id, ()), key=lambda i: self.pieces[i].order):
            found.extend(self.subtree(child))
        return found


def read_knowledge(graph: Reader, gazetteer: Gazetteer) -> Knowledge:
    """Returns the graph of a snapshot as records; about four seconds for 100,000 clauses."""
    place_of: dict[str, str] = {}
    file_of: dict[str, list[str]] = defaultdict(list)
    duties: dict[str, list[Duty]] = defaultdict(list)
    goals_of: dict[str, list[str]] = defaultdict(list)
    sectors: dict[str, list[str]] = defaultdict(list)
    above: dict[str, str] = {}
    home: dict[str, str] = {}
    issued_by: dict[str, list[str]] = defaultdict(list)
    origins: list[Origin] = []
    made_under: list[tuple[str, str]] = []
    for edge in graph.edges():
        start, end = edge.start.id, edge.end.id
        p: Mapping[str, Any] = edge.properties
        match edge.type:
            case "HAS_CLAUSE":
                home[end] = start
            case "PART_OF":
                above[start] = end
            case "APPLIES_IN":
                place_of[start] = end
            case "ISSUED_BY":
                issued_by[start].append(end)
            case "WITHIN" if edge.start.label == "Unit":
                file_of[start].append(end)
            case "QUANTIFIES":
                goals_of[end].append(start)
            case "CONCERNS":
                sectors[end if edge.start.label == "Sector" else start].append(
                    start if edge.start.label == "Sector" else end
                )
            case "RESPONSIBLE_FOR":
                duties[end].append(_duty(start, end, p))
            case "CITES" if p.get("relation") == "implements":
                made_under.append((start, end))
            case "DERIVES_FROM" if edge.start.label == "Document":
                made_under.append((start, end))
            case "DERIVES_FROM" if edge.start.label == "Clause":
                origins.append(Origin(start, end, p["strength"], float(p["score"])))
    names = {n.id: str(n.properties.get("name", n.id)) for n in graph.nodes("Sector")}
    papers = [
        _paper(n.id, n.properties, place_of.get(n.id), issued_by.get(n.id, ()))
        for n in graph.nodes("Document")
        if n.properties.get("in_corpus")
    ]
    bodies = [_body(n.id, n.properties, file_of.get(n.id, ())) for n in graph.nodes("Unit")]
    goals, clause_of = [], {g: c for c, ids in goals_of.items() for g in ids}
    for node in graph.nodes("Target"):
        if node.id in clause_of:
            goals.append(_goal(node.id, clause_of[node.id], node.properties))
    pieces = []
    for node in graph.nodes("Clause"):
        document, said = home[node.id], cast(Mapping[str, Any], node.properties)
        pieces.append(
            Piece(
                id=node.id,
                document=document,
                path=said["path"],
                number=said.get("number"),
                heading=said.get("heading") or "",
                text=said.get("text") or "",
                responsibility=said.get("responsibility") or "",
                kind=said["kind"],
                order=int(said["order"]),
                parent=above.get(node.id),
                place=place_of.get(document),
                duties=tuple(sorted(duties.get(node.id, ()), key=lambda d: (d.start, d.unit, d.role))),
                goals=tuple(goals_of.get(node.id, ())),
                sectors=tuple(names.get(s, s) for s in sectors.get(node.id, ())),
            )
        )
    return Knowledge(graph.generation, papers, bodies, pieces, goals, origins, gazetteer, made_under)


def _duty(unit: str, clause: str, p: Mapping[str, Any]) -> Duty:
    return Duty(
        unit=unit,
        clause=clause,
        role=p["role"],
        stated=p.get("stated", "line"),
        inherited=bool(p.get("inherited")),
        mention=p.get("mention", ""),
        start=int(p.get("start", 0)),
        end=int(p.get("end", 0)),
        action=p.get("action"),
        covers=tuple(p.get("covers") or ()),
    )


def _paper(id: str, p: Mapping[str, Any], place: str | None, issued_by: Iterable[str]) -> Paper:
    return Paper(
        id=id,
        title=p.get("title") or p.get("notice_title") or p.get("source_file") or id,
        doc_number=p.get("doc_number"),
        issuer=p.get("issuer"),
        issued_on=p.get("issued_on"),
        level=p.get("level"),
        place=place,
        source_file=p.get("source_file") or "",
        notice_title=p.get("notice_title"),
        printed_on=p.get("printed_on"),
        issued_by=tuple(sorted(issued_by)),
    )


def _body(id: str, p: Mapping[str, Any], places: Iterable[str]) -> Body:
    return Body(
        id=id,
        name=p["name"],
        aliases=tuple(p.get("aliases") or ()),
        collective=bool(p.get("collective")),
        place=next(iter(places), None),
        function=p.get("function"),
    )


def _goal(id: str, clause: str, p: Mapping[str, Any]) -> Goal:
    return Goal(
        id=id,
        clause=clause,
        indicator=p["indicator"],
        comparator=p["comparator"],
        change=p["change"],
        value=p.get("value"),
        value_max=p.get("value_max"),
        unit=p.get("unit"),
        baseline=p.get("baseline"),
        deadline=p.get("deadline"),
        period=p.get("period"),
        scope=p.get("scope"),
        quote=p["quote"],
    )
