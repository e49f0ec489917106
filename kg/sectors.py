"""Sectors (领域): what a clause is about, told by words, each sector with the words that say so.

The words are data (`kg/vocabulary/sectors.tsv`, and a file of the user's own). A heading's words weigh more than the
body's. A section that only holds others takes the sectors of what it holds; a short clause without any word of its own
takes its section's. One to three sectors a clause, none where nothing tells.

    推进重点行业节能降碳改造      节能降碳, 工业
    完善二手商品交易体系          二手商品
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.choice import choice
from kg.errors import VocabularyError
from kg.records import Clause, SectorReason
from kg.settings import own_sectors
from kg.terms import Term, load

MOST = 3  # sectors a clause
OPENING = "总体要求"
NOTHING = "无"  # kind of words that only hide shorter ones: 强化工作 hides 化工
_CARRYING_ON = frozenset({"总体要求", "组织实施", "步骤安排", "宣传引导"})  # sectors of form, not of matter
_HEADING = 5.0  # how much more a heading's word weighs
_LONG = 300  # characters of body beyond which a word says less
_ENOUGH = 3.0  # score under which nothing is said
_SHARE = 0.55  # of the best score that a further sector needs
_SHARE_BESIDE_HEADING = 0.33  # of the best score that a sector of the body needs beside one of the heading
_SHORT = 120  # characters; a clause as short may take its section's sector


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all sectors, ready to be found in one pass."""

    pattern: re.Pattern[str]
    beside_bodies: re.Pattern[str]  # leaves the names of bodies alone: 市教育局会同…
    sectors: Mapping[str, tuple[tuple[str, float, bool], ...]]  # {word: (sector, weight, heading only)}
    ranks: Mapping[str, int]  # {sector: its place in the order of the file}

    @property
    def names(self) -> tuple[str, ...]:
        """The sectors in the order of the file."""
        return tuple(self.ranks)


def vocabulary(extra: Path | None = None) -> Vocabulary:
    """Returns the bundled words and those of a user's own file (same columns), made ready.

    Unless given, the file is the one that POLICYKG_SECTORS names.

    Raises VocabularyError, beginning with the file and line, for a row that is wrong.
    """
    return _vocabulary(extra or own_sectors(os.environ))


@cache
def _vocabulary(extra: Path | None) -> Vocabulary:
    terms = list(load("sectors", required=("weight",)))
    if extra is not None:
        terms += load(extra.stem, required=("weight",), folder=extra.parent)
    words: dict[str, list[tuple[str, float, bool]]] = {}
    for term in terms:
        words.setdefault(term.form, []).append((term.kind, _weight(term), term["where"] == "heading"))
    any_word = choice(words)
    return Vocabulary(
        re.compile(any_word),
        re.compile(rf"{any_word}(?!(?:管理|监管|监督管理|管理监督)?[局厅委])"),
        {word: tuple(row for row in rows if row[0] != NOTHING) for word, rows in words.items()},
        {name: rank for rank, name in enumerate(dict.fromkeys(t.kind for t in terms if t.kind != NOTHING))},
    )


def _weight(term: Term) -> float:
    if term["weight"] not in ("1", "2", "3"):
        raise VocabularyError(f"{term.where}: the weight must be 1, 2 or 3, not {term['weight']!r}")
    return float(term["weight"])


def sectors(clauses: Sequence[Clause], words: Vocabulary | None = None) -> tuple[SectorReason, ...]:
    """Returns the sectors of clauses, one to three each, the surest first, in the order of the clauses.

    `words` are the bundled ones unless `vocabulary(path)` gave others.
    """
    words = words or vocabulary()
    own = {clause.path: _own(clause, words) for clause in clauses}
    children: dict[str, list[str]] = {}
    for clause in clauses:
        if clause.parent is not None:
            children.setdefault(clause.parent, []).append(clause.path)
    found: list[SectorReason] = []
    for clause in clauses:
        reasons = own[clause.path]
        if not clause.text.strip() and clause.path in children:
            reasons = _held(clause, reasons, [own[path] for path in _below(clause.path, children)])
        elif not reasons and len(clause.text) <= _SHORT and clause.parent in own:
            reasons = _of_section(clause, own[clause.parent or ""])
        found.extend(reasons)
    return tuple(found)


def _below(path: str, children: Mapping[str, list[str]]) -> list[str]:
    """The paths of all clauses under one, top down."""
    return [deep for child in children.get(path, ()) for deep in (child, *_below(child, children))]


@dataclass(slots=True)
class _Tally:
    """What speaks for one sector in one clause."""

    heading: float = 0.0
    body: float = 0.0
    words: dict[str, int] = field(default_factory=dict)  # in the order in which they were found

    def note(self, word: str, count: int) -> None:
        self.words[word] = self.words.get(word, 0) + count


def _own(clause: Clause, words: Vocabulary) -> list[SectorReason]:
    """The sectors that a clause's own heading and body tell."""
    if clause.kind == "preamble":
        return [SectorReason(clause.path, OPENING, (clause.number or clause.path,), 1.0)]
    tallies: dict[str, _Tally] = {}
    heading = (clause.heading_view.norm if clause.heading_view else clause.heading) or ""
    for word, count in Counter(words.pattern.findall(heading)).items() if heading else ():
        for sector, weight, _ in words.sectors[word]:
            if sector not in tallies:
                tallies[sector] = _Tally()
            tallies[sector].heading += weight * _HEADING
            tallies[sector].note(word, count)
    body = clause.body.norm
    thin = 1 / max(1.0, len(body) / _LONG)
    for word, count in Counter(words.beside_bodies.findall(body)).items() if body else ():
        for sector, weight, heading_only in words.sectors[word]:
            if not heading_only:
                if sector not in tallies:
                    tallies[sector] = _Tally()
                tallies[sector].body += weight * thin * min(count, 5) ** 0.7
                tallies[sector].note(word, count)
    return _chosen(clause.path, tallies, words)


def _chosen(path: str, tallies: Mapping[str, _Tally], words: Vocabulary) -> list[SectorReason]:
    """The best sectors; beside a heading that tells, the body must tell much, beside one of form it tells nothing."""
    scores = {sector: tally.heading + tally.body for sector, tally in tallies.items()}
    best = max(scores.values(), default=0.0)
    if best < _ENOUGH:
        return []
    headed = [sector for sector, tally in tallies.items() if tally.heading]
    form = not _CARRYING_ON.isdisjoint(headed)
    kept: list[str] = []
    for sector in sorted(scores, key=lambda s: (-scores[s], words.ranks[s])):
        tally = tallies[sector]
        if headed and not tally.heading:
            fits = not form and tally.body >= max(_SHARE_BESIDE_HEADING * best, _ENOUGH) and len(tally.words) > 2
        elif headed:
            fits = tally.heading >= 2 * _HEADING or scores[sector] >= _SHARE * best
        else:
            fits = scores[sector] >= _SHARE * best
        if fits and len(kept) < MOST:
            kept.append(sector)
    return [
        SectorReason(path, sector, _reason(tallies[sector]), round(min(scores[sector] / (best + _ENOUGH), 1.0), 3))
        for sector in kept
    ]


def _reason(tally: _Tally) -> tuple[str, ...]:
    """The words said most often."""
    return tuple(sorted(tally.words, key=lambda word: -tally.words[word])[:6])


def _held(clause: Clause, own: list[SectorReason], below: Sequence[Sequence[SectorReason]]) -> list[SectorReason]:
    """The sectors of a section that only holds others: its heading's, else those that lead its clauses, in their order.

    Takes 开展消费品以旧换新行动 over 汽车, 家电, 家装; leaves 重点任务, which holds everything.
    """
    leading = [reasons[0] for reasons in below if reasons and reasons[0].sector not in _CARRYING_ON]
    counts = Counter(reason.sector for reason in leading)
    if not 0 < len(counts) <= 2 * MOST or any(reason.sector in {*counts, *_CARRYING_ON} for reason in own):
        return own
    order = {sector: place for place, sector in enumerate(dict.fromkeys(r.sector for r in leading))}
    best = sorted(counts, key=lambda sector: (-counts[sector], order[sector]))[:MOST]
    return [
        SectorReason(clause.path, sector, next(r.words for r in leading if r.sector == sector), 0.5)
        for sector in sorted(best, key=lambda sector: order[sector])
    ]


def _of_section(clause: Clause, section: Sequence[SectorReason]) -> list[SectorReason]:
    """The leading sector of the section above, for a short clause that says nothing itself."""
    return [SectorReason(clause.path, reason.sector, reason.words, 0.3) for reason in section[:1]]
