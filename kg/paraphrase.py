"""Clauses put in other words (改写): pairs that keep no run of wording and still say the same.

山区村庄…更换老化漏损管道 has become 山区…的村…把漏水的旧管子换掉: what is left are words, here and there. A clause is
described by its pairs of characters, each weighing more the fewer clauses of the two documents have it, stock wording
and figures left out. A pair of clauses is taken when it stands out by far, on both sides, and where it stands, in the
order of the clauses or under a like heading, bears it out: clauses on one subject are alike without coming from each
other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from kg.evidence import Evidence, Text, of_runs
from kg.wording import Run

_ALIKE = 0.065  # cosine of two clauses: less is chance
_APART = 3.0  # times the cosine with any other clause of the parent
_SURELY, _BY_FAR = 0.1, 5.0  # the same, for a pair that nothing else bears out
_LENGTH = 15  # pairs of characters that a clause must have to be told from others
_WORDS, _FEW = 4, 3  # pairs of characters shared, each in so few clauses of both documents

Vector = Mapping[str, float]


def paraphrases(
    child: Sequence[Text],
    headings: Sequence[str],
    parent: Sequence[Text],
    linked: Collection[tuple[int, int]],
    fits: Callable[[int, int], bool],
) -> tuple[Evidence, ...]:
    """Returns evidence for the clauses of `child` that are not in `linked` and reword a clause of `parent`.

    `headings` are the child's; `fits` tells whether those of a pair bear it out, else its place between `linked` ones
    must.
    """
    done = {mine for mine, _ in linked}
    alone = [n for n, text in enumerate(child) if n not in done and text.text]
    if not alone:
        return ()
    told = (
        [_words(text) + _words(Text.of(heading)) for text, heading in zip(child, headings, strict=True)],
        [_words(text) for text in parent],
    )
    spread = Counter(word for side in told for words in side for word in words)
    weight = {word: math.log(1 + (len(child) + len(parent)) / count) for word, count in spread.items()}
    mine, theirs = ([_vector(words, weight) for words in side] for side in told)
    found: list[Evidence] = []
    for number in alone:
        likest = _likest(mine[number], theirs) if told[0][number].total() >= _LENGTH else None
        if likest is None or told[1][likest.other].total() < _LENGTH:
            continue
        other, shared = likest.other, told[0][number].keys() & told[1][likest.other].keys()
        better = [n for n, vector in enumerate(mine) if _cosine(vector, theirs[other]) > likest.alike]
        if better:  # the clause has gone into another as well
            borne_out = likest.surely and all((n, other) in linked for n in better)
        else:
            borne_out = likest.surely or fits(number, other) or _in_order(number, other, linked)
        if borne_out and sum(spread[word] <= _FEW for word in shared) >= _WORDS:
            runs = _runs(child[number], parent[other], shared)
            if runs:  # else the headings alone are alike
                found.append(of_runs(number, other, runs, child[number], parent[other]))
    return tuple(found)


def _words(text: Text) -> Counter[str]:
    """The pairs of characters that tell something, and how often they come."""
    plain, stock = text.plain.text, text.stock
    return Counter(
        plain[at : at + 2]
        for at in range(len(plain) - 1)
        if not stock[at] and not stock[at + 1] and not plain[at].isdigit() and not plain[at + 1].isdigit()
    )


def _vector(words: Mapping[str, int], weight: Vector) -> Vector:
    vector = {word: (1 + math.log(count)) * weight[word] for word, count in words.items()}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / length for word, value in vector.items()}


def _cosine(left: Vector, right: Vector) -> float:
    small, large = sorted((left, right), key=len)
    return sum(value * large[word] for word, value in small.items() if word in large)


@dataclass(frozen=True, slots=True)
class _Likest:
    """The parent's clause that is likest by far."""

    other: int
    alike: float
    surely: bool  # even where neither heading nor order says so


def _likest(vector: Vector, theirs: Sequence[Vector]) -> _Likest | None:
    (alike, at), (next_, _) = nlargest(
        2, [(_cosine(vector, one), -n) for n, one in enumerate(theirs)] + [(0.0, 1), (0.0, 2)]
    )
    if alike < _ALIKE or alike < _APART * next_:
        return None
    return _Likest(-at, alike, alike >= _SURELY and alike >= _BY_FAR * next_)


def _in_order(number: int, other: int, linked: Collection[tuple[int, int]]) -> bool:
    """Whether a pair stands between the linked pairs before and after it, on both sides."""
    before = [pair for pair in linked if pair[0] < number]
    after = [pair for pair in linked if pair[0] > number]
    if not before and not after:
        return False
    last, following = max(before, default=(-1, -1))[0], min(after, default=(-1, -1))[0]
    low = min((theirs for mine, theirs in before if mine == last), default=0)
    high = max((theirs for mine, theirs in after if mine == following), default=other)
    return low <= other <= high


def _runs(child: Text, parent: Text, shared: Collection[str]) -> list[Run]:
    """Where the shared words stand, those that follow each other on both sides as one run; the first place of each."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(parent.plain.text) - 1):
        places[parent.plain.text[at : at + 2]].append(at)
    runs: list[Run] = []
    taken = bytearray(len(parent.plain.text))
    at, text = 0, child.plain.text
    while at < len(text) - 1:
        start = next((p for p in places.get(text[at : at + 2], ()) if not (taken[p] or taken[p + 1])), None)
        if text[at : at + 2] not in shared or start is None:
            at += 1
            continue
        length = 2
        while text[at + length - 1 : at + length + 1] in shared and parent.plain.text.startswith(
            text[at + length], start + length
        ):
            length += 1
        taken[start : start + length] = b"\1" * length
        runs.append(Run(at, start, length))
        at += length
    return runs
