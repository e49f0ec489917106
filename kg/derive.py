"""Which clauses of a child document come from which clauses of its parent (条款派生), many to many.

    clauses of both → evidence (wording shared, weighed) → rules, one after the other → links with a strength

The rules go by weighed wording first; headings, moved goals and, where there are vectors, meaning speak for a pair
whose wording alone is too little. Nothing is linked on headings or meaning alone: 加强组织领导 stands in every plan.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, pstdev
from typing import Protocol

from kg.compose import clause_id
from kg.evidence import Evidence, Passage, Text, gather
from kg.paraphrase import paraphrases
from kg.records import Clause, ClauseKind, ClauseLink, SharedWording, Strength
from kg.restated import same_goals
from kg.stock import is_stock
from kg.wording import Plain, Run, grams, plain


class Matrix(Protocol):
    """Cosines, one row a child clause, one column a parent clause (a numpy array is one)."""

    def __getitem__(self, at: tuple[int, int], /) -> float: ...


@dataclass(frozen=True, slots=True)
class DerivedClause:
    """What derivation needs to know of a clause."""

    id: str
    path: str
    heading: str | None
    text: str
    order: int
    depth: int
    kind: ClauseKind

    @classmethod
    def of(cls, document: str, clause: Clause) -> DerivedClause:
        """The clause of the document with that id."""
        key = clause_id(document, clause.path)
        return cls(key, clause.path, clause.heading, clause.text, clause.order, clause.depth, clause.kind)


Similarity = Callable[[Sequence[DerivedClause], Sequence[DerivedClause]], Matrix | None]

# Weights count characters that tell something (kg.evidence).
_SENTENCE = 12.0  # one passage of this weight is a sentence's worth
_SCATTERED = 15.0  # the same in several passages, of which…
_PASSAGE = 7.5  # …the longest is at least this
_HEADED = 9.0  # enough where the headings are alike…
_ALIKE = 0.5  # …to this degree
_SAME_HEADED, _PHRASE = 7.0, 6.0  # enough, the longest passage included, where the headings…
_SAME = 0.75  # …are the same but for a word
_RELATED = 0.2  # headings that at least share a word
_UNLIKE = 0.1  # headings that have nothing in common
_HALF = 0.5  # of a clause's characters: less under another heading is a part taken over
_WHOLE = 0.6  # of a clause's characters shared is the clause
_NEAR = 2.0  # standard deviations by which a meaning stands out
_FIGURE = re.compile(r"\d+(?![\d年月])")  # 1500 of 1500户; not 2025 of 2025年
_GOAL = "goal"  # the rule that takes a pair for a goal that both state
_REWORDED = "paraphrase"  # the rule that takes a pair that keeps words only
_REWRITTEN = 0.15  # of a clause's characters left, where all of it was put in other words
_HEADINGS = 8192  # remembered: many plans share them
_SHOWN = 6  # characters: a shorter run is not shown as shared wording


@dataclass(frozen=True, slots=True)
class _Pair:
    """A candidate with all that the rules look at."""

    evidence: Evidence
    headings: float  # likeness of the headings, 0–1
    best: bool  # no other parent clause has more evidence for its child clause
    mutual: bool  # …and no other child clause more for its parent clause
    goals: frozenset[str]  # the indicators to which both put the same number
    nearness: float  # how far its meaning stands out among the child's pairs, in standard deviations; 0 unknown
    apart: bool = False  # both have headings of their own, which have nothing in common


def derive(
    child: Sequence[DerivedClause], parent: Sequence[DerivedClause], similarity: Similarity | None = None
) -> tuple[ClauseLink, ...]:
    """Returns the links from clauses of `child` to clauses of `parent`, in order of child, then parent.

    Works on wording, headings and goals; `similarity` may add meaning (cosines, child × parent) or return None. The
    score is the greater share, 0–1, of the child's or the parent's characters that the other has.
    """
    mine = tuple(Text.of(text) for text in _own_texts(child))
    theirs = tuple(Text.of(text, _heading_ahead(c)) for c, text in zip(parent, _own_texts(parent), strict=True))
    found = gather(mine, theirs)
    pairs = _pairs(child, parent, found, same_goals([t.text for t in mine], [t.text for t in theirs]), similarity)
    chosen = _chosen(pairs)
    chosen += _reworded(child, parent, mine, theirs, {(p.evidence.child, p.evidence.parent) for p, _ in chosen})
    chosen.sort(key=lambda one: (one[0].evidence.child, one[0].evidence.parent))
    return tuple(_link(child[p.evidence.child], parent[p.evidence.parent], p, rule, mine, theirs) for p, rule in chosen)


def _own_texts(clauses: Sequence[DerivedClause]) -> tuple[str, ...]:
    """What each clause says: its text, or the heading of one that has no text and holds no clauses below it."""
    texts: list[str] = []
    for number, clause in enumerate(clauses):
        after = clauses[number + 1].path if number + 1 < len(clauses) else ""
        leaf = not after.startswith(clause.path + "/")
        texts.append(clause.text or (clause.heading or "" if leaf else ""))
    return tuple(texts)


def _heading_ahead(clause: DerivedClause) -> str:
    """A parent's heading may have become a sentence of the child's: 依法依规淘汰老旧汽车."""
    return clause.heading or "" if clause.text else ""


def _pairs(
    child: Sequence[DerivedClause],
    parent: Sequence[DerivedClause],
    found: Sequence[Evidence],
    restated: Mapping[tuple[int, int], frozenset[str]],
    similarity: Similarity | None,
) -> list[_Pair]:
    heaviest_of_child: dict[int, float] = defaultdict(float)
    heaviest_of_parent: dict[int, float] = defaultdict(float)
    for e in found:
        heaviest_of_child[e.child] = max(heaviest_of_child[e.child], e.weight)
        heaviest_of_parent[e.parent] = max(heaviest_of_parent[e.parent], e.weight)
    likeness = _likeness(child, parent)
    mine, theirs = ([own for own, _ in _own_and_above(side)] for side in (child, parent))
    return [
        _Pair(
            e,
            alike := likeness(e.child, e.parent),
            best=e.weight >= heaviest_of_child[e.child],
            mutual=e.weight >= max(heaviest_of_child[e.child], heaviest_of_parent[e.parent]),
            goals=restated.get((e.child, e.parent), frozenset()),
            nearness=nearness,
            apart=bool(mine[e.child] and theirs[e.parent]) and alike < _UNLIKE,
        )
        for e, nearness in zip(found, _nearness(child, parent, found, similarity), strict=True)
    ]


# ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def sentence(pair: _Pair) -> bool:
    """Takes a passage of a sentence's worth; leaves 加强组织领导、抓好工作落实, which weighs nothing."""
    return pair.evidence.longest >= _SENTENCE


def scattered(pair: _Pair) -> bool:
    """Takes a clause rewritten around several phrases of its source; leaves names that two lists happen to share."""
    e = pair.evidence
    return e.weight >= _SCATTERED and e.longest >= _PASSAGE and (pair.best or pair.headings >= _RELATED)


def headed(pair: _Pair) -> bool:
    """Takes 开展汽车以旧换新 under the same heading with a phrase kept; leaves a heading that nothing bears out."""
    e = pair.evidence
    if pair.headings >= _SAME:
        return e.weight >= _SAME_HEADED and e.longest >= _PHRASE
    return pair.headings >= _ALIKE and e.weight >= _HEADED and e.longest >= _PASSAGE


def whole(pair: _Pair) -> bool:
    """Takes a short clause that is the other's, word for word; leaves one that is all stock wording."""
    e = pair.evidence
    return max(e.mine.whole, e.theirs.whole) >= _WHOLE and e.weight >= _PASSAGE


def meaning(pair: _Pair) -> bool:
    """Takes a paraphrase that stands out by meaning and keeps a phrase; leaves what is near by subject alone."""
    return pair.best and pair.nearness >= _NEAR and pair.evidence.weight >= _PASSAGE


_RULES = (sentence, whole, headed, scattered, meaning)


def _chosen(pairs: Sequence[_Pair]) -> list[tuple[_Pair, str]]:
    """The pairs that a rule takes, and those to which a goal of the child moved."""
    taken: dict[int, str] = {}
    for number, pair in enumerate(pairs):
        rule = next((r.__name__ for r in _RULES if r(pair)), None)
        if rule:
            taken[number] = rule
    return [(pairs[n], rule) for n, rule in sorted((taken | _moved_goals(pairs, taken)).items())]


def _moved_goals(pairs: Sequence[_Pair], taken: Collection[int]) -> dict[int, str]:
    """Takes 报废汽车回收量较2023年增长100% from 增加约一倍 elsewhere; leaves a goal that a clause taken has already."""
    placed = {(pairs[n].evidence.child, indicator) for n in taken for indicator in pairs[n].goals}
    moved: dict[int, str] = {}
    for number, pair in enumerate(pairs):
        goals = {(pair.evidence.child, indicator) for indicator in pair.goals}
        if number not in taken and goals - placed:
            moved[number] = _GOAL
            placed |= goals
    return moved


def _reworded(
    child: Sequence[DerivedClause],
    parent: Sequence[DerivedClause],
    mine: Sequence[Text],
    theirs: Sequence[Text],
    linked: Collection[tuple[int, int]],
) -> list[tuple[_Pair, str]]:
    """The clauses of the child that keep no wording of the clause that they say in other words."""
    alike = _likeness(child, parent)
    said = [Text.of("") if c.kind == "preamble" else text for c, text in zip(child, mine, strict=True)]
    headings = [_heading_ahead(c) for c in child]
    found = paraphrases(said, headings, theirs, linked, lambda number, other: alike(number, other) >= _RELATED)
    return [(_Pair(e, alike(e.child, e.parent), True, True, frozenset(), 0.0), _REWORDED) for e in found]


# ── what the rules look at ───────────────────────────────────────────────────────────────────────────────────────────


def _likeness(child: Sequence[DerivedClause], parent: Sequence[DerivedClause]) -> Callable[[int, int], float]:
    """How alike the headings of two clauses are, a section's heading standing in for its clauses'."""
    mine, theirs = _own_and_above(child), _own_and_above(parent)
    told: dict[str, frozenset[str]] = {
        heading: frozenset(grams(heading, 2)) for heading in {own for own, _ in (*mine, *theirs)} | {""}
    }
    spread: Counter[str] = Counter()
    for side in (mine, theirs):
        spread |= Counter(gram for heading in {own for own, _ in side} for gram in told[heading])
    weights = {heading: sum(1 / spread[gram] for gram in sorted(pairs)) for heading, pairs in told.items()}

    def dice(left: str, right: str) -> float:
        """Dice over character pairs, each weighing less the more headings have it: 以旧换新 is the plan's subject."""
        both = told[left] & told[right]
        return 2 * sum(1 / spread[gram] for gram in sorted(both)) / (weights[left] + weights[right]) if both else 0.0

    def likeness(number: int, other: int) -> float:
        (own, above), (its, over) = mine[number], theirs[other]
        return max(dice(own, its), dice(own, over), dice(above, its))

    return likeness


def _own_and_above(clauses: Sequence[DerivedClause]) -> list[tuple[str, str]]:
    """For each clause its heading and that of the clause above it, plain; stock headings (保障措施) as ''."""
    own = {c.path: _telling(c.heading or "") for c in clauses}
    return [(own[c.path], own.get(c.path.rpartition("/")[0], "")) for c in clauses]


@lru_cache(maxsize=_HEADINGS)
def _telling(heading: str) -> str:
    return "" if is_stock(heading) else plain(heading).text


def _nearness(
    child: Sequence[DerivedClause],
    parent: Sequence[DerivedClause],
    found: Sequence[Evidence],
    similarity: Similarity | None,
) -> list[float]:
    """By how many standard deviations each pair's cosine stands out in its child's row; all 0 without vectors."""
    matrix = similarity(child, parent) if similarity and found else None
    if matrix is None:
        return [0.0] * len(found)
    rows: dict[int, tuple[float, float]] = {}
    for number in {e.child for e in found}:
        row = [float(matrix[number, other]) for other in range(len(parent))]
        rows[number] = fmean(row), pstdev(row) or 1.0
    return [(float(matrix[e.child, e.parent]) - rows[e.child][0]) / rows[e.child][1] for e in found]


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def strength(pair: _Pair) -> Strength:
    """How firmly a clause comes from its source.

    verbatim: most of one is in the other, and the sentences they share hardly differ; adapted: the greater part of one
    is in the other, or a clause is rewritten from this very source; partial: at least a sentence's worth, or less than
    half under a heading that says something else.
    """
    mine, theirs = pair.evidence.mine, pair.evidence.theirs
    most, least = max(mine.whole, theirs.whole), min(mine.whole, theirs.whole)
    faithful = min(mine.kept, theirs.kept) >= 0.81
    if most >= 0.9 or (faithful and (most >= 0.8 or (most >= 0.6 and least >= 0.3))):
        return "verbatim"
    if pair.apart and most < _HALF:
        return "partial"
    rewritten = pair.mutual and max(mine.related, theirs.related) >= 0.45 and most >= 0.2
    if most >= 0.6 or mine.whole >= 0.45 or (most >= 0.45 and least >= 0.25) or rewritten:
        return "adapted"
    return "partial"


def _renumbered(passages: Iterable[Passage], child: str, parent: str) -> bool:
    """Whether a clause sets figures of its own in the words it shares: three or more, most of them not its source's.

    Takes 带动1500户、标杆60个、示范600个 from 带动10000户、标杆400个、示范4000个; leaves one figure changed.
    """
    mine: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for passage in passages:
        first, last = passage.runs[0], passage.runs[-1]
        mine.update(_FIGURE.findall(child, first.child, last.child_end))
        theirs.update(_FIGURE.findall(parent, first.parent, last.parent_end))
    return mine.total() >= 3 and 2 * (mine & theirs).total() < mine.total()


def _link(
    child: DerivedClause, parent: DerivedClause, pair: _Pair, rule: str, mine: Sequence[Text], theirs: Sequence[Text]
) -> ClauseLink:
    e = pair.evidence
    firm: Strength = "partial" if rule == _GOAL else strength(pair)
    if rule == _REWORDED:
        firm = "adapted" if max(e.mine.whole, e.theirs.whole) >= _REWRITTEN else "partial"
    renumbered = _renumbered(e.passages, mine[e.child].plain.text, theirs[e.parent].plain.text)
    return ClauseLink(
        child.id,
        parent.id,
        "adapted" if firm == "verbatim" and renumbered else firm,
        round(max(e.mine.whole, e.theirs.whole), 3),
        _shown(child, parent, e.runs, mine[e.child].plain, theirs[e.parent]),
        f"derive:{rule}",
    )


def _shown(
    child: DerivedClause, parent: DerivedClause, runs: Sequence[Run], mine: Plain, theirs: Text
) -> tuple[SharedWording, ...]:
    """The longer runs as printed, as offsets into the clauses' own texts; the longest alone if none is long."""
    if not child.text or not parent.text:
        return ()
    longest = max(run.length for run in runs)
    shown: list[SharedWording] = []
    for run in runs:
        if run.length >= min(_SHOWN, longest):
            here = mine.span(run.child, run.child_end)
            start, end = theirs.plain.span(run.parent, run.parent_end)
            if start >= theirs.ahead:
                shown.append(
                    SharedWording(child.text[here[0] : here[1]], here, (start - theirs.ahead, end - theirs.ahead))
                )
    return tuple(shown)
