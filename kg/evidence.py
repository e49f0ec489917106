"""Evidence that one clause comes from another (派生证据): the wording they share, weighed by how much it tells.

A character weighs 1 when the words around it stand in one or two clauses of either document, less the more clauses
carry them (the plan's own subject, 大规模设备更新和消费品以旧换新, weighs next to nothing), and 0 in stock wording.
Wording that another parent clause explains better is not counted again: 中央预算内投资、超长期特别国债 in a clause
whose whole sentence stands elsewhere says nothing about the clause that merely names both funds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.stock import stock_spans
from kg.wording import LEAST, Plain, Run, WordingIndex, grams, passages, plain, sentences, spread

_FREE_SPREAD = 2  # clauses that may carry the same words before they weigh less
_THEME_SPREAD = 10  # …and from which on they weigh nothing
_EXPLAINED = 0.75  # a passage weighing less than this part of the best one over the same characters is explained by it
_SMALL = 8.0  # a passage that weighs less is as good as chance: it counts half
_REMEMBERED, _PARENTS = 2048, 4  # texts, whole documents: many plans are compared with the same one above them
_RELATED = 0.3  # a sentence of which less is shared has nothing to do with the other clause


@dataclass(frozen=True, slots=True)
class Text:
    """A clause's text in every form that is compared."""

    text: str
    plain: Plain
    stock: bytes  # 1 where the plain character is stock wording
    sentences: tuple[tuple[int, int], ...]  # spans in the plain text, without the heading's
    ahead: int  # characters of a heading put before the text: compared, but no part of the shares

    @classmethod
    def of(cls, text: str, heading: str = "") -> Text:
        """Reads a clause's text; its heading, where given, is read as a sentence before it."""
        return _read(text, heading)


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, heading: str) -> Text:
    ahead = len(heading) + 1 if heading else 0
    text = f"{heading}。{text}" if heading else text
    reduced = plain(text)
    mask = bytearray(len(reduced.text))
    for start, end in stock_spans(text, reduced):
        mask[start:end] = b"\1" * (end - start)
    spans = ((bisect_left(reduced.at, start), bisect_left(reduced.at, end)) for start, end in sentences(text))
    body = bisect_left(reduced.at, ahead)
    return Text(text, reduced, bytes(mask), tuple((start, end) for start, end in spans if end > start >= body), ahead)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one clause stands in the other, all 0–1."""

    whole: float  # of its characters
    related: float  # of its characters, those in sentences that the other clause shares
    kept: float  # of the characters of such sentences


@dataclass(frozen=True, slots=True)
class Passage:
    """Runs that follow each other in both texts, and what they weigh."""

    runs: tuple[Run, ...]
    weight: float  # characters, all that tell something
    credit: float  # characters, without what another parent clause explains better


@dataclass(frozen=True, slots=True)
class Evidence:
    """What child clause number `child` shares with parent clause number `parent`."""

    child: int
    parent: int
    passages: tuple[Passage, ...]
    weight: float  # credited characters over all passages, small ones counting half
    longest: float  # the heaviest credited passage
    mine: Share  # of the child's text
    theirs: Share  # of the parent's

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(sorted(run for passage in self.passages for run in passage.runs))


def gather(child: Sequence[Text], parent: Sequence[Text]) -> tuple[Evidence, ...]:
    """Returns the evidence for every pair of clauses that shares wording, in order of child and parent."""
    index, spread_there = _indexed(tuple(p.plain.text for p in parent))
    weights = _weights(spread(c.plain.text for c in child), spread_there)
    found: list[Evidence] = []
    for number, text in enumerate(child):
        found += _of_child(number, text, index.runs(text.plain.text), parent, weights)
    return tuple(found)


@lru_cache(maxsize=_PARENTS)
def _indexed(texts: tuple[str, ...]) -> tuple[WordingIndex, Counter[str]]:
    """The wording of a document, and how common it is there: many documents come from one."""
    return WordingIndex(texts), spread(texts)


def _weights(child: Mapping[str, int], parent: Mapping[str, int]) -> dict[str, float]:
    """The weight of each n-gram that both documents have."""
    return {gram: _weight(max(count, child[gram])) for gram, count in parent.items() if gram in child}


def _weight(clauses: int) -> float:
    if clauses <= _FREE_SPREAD:
        return 1.0
    return 0.0 if clauses >= _THEME_SPREAD else (_FREE_SPREAD / clauses) ** 1.5


def _of_child(
    number: int,
    child: Text,
    shared: Mapping[int, tuple[Run, ...]],
    parent: Sequence[Text],
    weights: Mapping[str, float],
) -> list[Evidence]:
    """The evidence of one child clause with every parent clause: what explains a character best is known only then."""
    weighed: list[tuple[int, tuple[tuple[Run, ...], ...], list[list[tuple[int, float]]]]] = []
    best = [0.0] * len(child.plain.text)
    told = [weights.get(gram, 0.0) for gram in grams(child.plain.text, LEAST)] if shared else []
    for other, runs in sorted(shared.items()):
        groups = passages(runs)
        characters = [_telling(child, parent[other], group, told) for group in groups]
        for group in characters:
            weight = sum(w for _, w in group)
            for at, _ in group:
                best[at] = max(best[at], weight)
        weighed.append((other, groups, characters))
    return [
        _evidence(number, other, _credited(groups, characters, best), child, parent[other])
        for other, groups, characters in weighed
    ]


def _telling(child: Text, parent: Text, runs: Iterable[Run], told: Sequence[float]) -> list[tuple[int, float]]:
    """The characters of a passage that tell something: (offset in the child's plain text, weight).

    `told` are the weights of the child's n-grams; a character weighs what the least of those around it in its run does.
    """
    found: list[tuple[int, float]] = []
    for run in runs:
        first, last, shift = run.child, run.child_end - LEAST, run.parent - run.child
        for at in range(run.child, run.child_end):
            if not child.stock[at] and not parent.stock[at + shift]:
                weight = min(told[max(first, at - LEAST + 1) : min(at, last) + 1])
                if weight:
                    found.append((at, weight))
    return found


def _credited(
    groups: Sequence[tuple[Run, ...]], characters: Sequence[Sequence[tuple[int, float]]], best: Sequence[float]
) -> tuple[Passage, ...]:
    found: list[Passage] = []
    for group, weights in zip(groups, characters, strict=True):
        weight = sum(w for _, w in weights)
        credit = sum(w for at, w in weights if weight >= _EXPLAINED * best[at])
        found.append(Passage(group, weight, credit))
    return tuple(found)


def _evidence(number: int, other: int, found: tuple[Passage, ...], child: Text, parent: Text) -> Evidence:
    return Evidence(
        number,
        other,
        found,
        weight=sum(p.credit if p.credit >= _SMALL else p.credit / 2 for p in found),
        longest=max(p.credit for p in found),
        mine=_share(child, ((run.child, run.child_end) for p in found for run in p.runs)),
        theirs=_share(parent, ((run.parent, run.parent_end) for p in found for run in p.runs)),
    )


def of_runs(number: int, other: int, runs: Sequence[Run], child: Text, parent: Text) -> Evidence:
    """Returns the evidence of runs that were found in another way; they weigh nothing by themselves."""
    return _evidence(number, other, (Passage(tuple(runs), 0.0, 0.0),), child, parent)


def _share(text: Text, spans: Iterable[tuple[int, int]]) -> Share:
    length = len(text.plain.text)
    covered = bytearray(length)
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    body = same = related = kept = 0
    for start, end in text.sentences:
        shared = covered.count(1, start, end)
        body += end - start
        same += shared
        if shared >= _RELATED * (end - start):
            related += end - start
            kept += shared
    return Share(same / body, related / body, kept / related if related else 0.0) if body else Share(0.0, 0.0, 0.0)
