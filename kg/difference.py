"""What a clause kept of its source, changed, added and dropped (对照), in pieces a reader can follow.

    shared runs → passages worth showing → kept; between the runs of a passage: changed, added, dropped
    what no passage covers: added (child) or dropped (parent)

Sentences may have changed places: the pieces are in the child's order, and a dropped piece stands after what preceded
it in the parent. Punctuation goes with the character before it, an opening mark with the one after it. Neither how a
mark is spelt (， or ,) nor whose place it is (全省, 全市) counts as a change: every transposed plan changes these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kg.wording import Plain, Run, passages, plain, shared_runs

Kind = Literal["kept", "changed", "added", "dropped"]

_GAP = 24  # plain characters that may be rewritten within one passage
_WORTH = 6  # characters kept, without which a passage is chance
_DENSE = 0.3  # of a passage must be kept, else only its long runs are
_FIRM = 12  # characters kept make a passage that a shorter one elsewhere does not break up

_OPENING = frozenset("（(《〈“‘「〔[【")

_GREEN, _RED, _STRUCK, _PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[9m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the child (`now`), of the parent (`was`), or of both, with half-open offsets into the two texts.

    An added piece has an empty `was` and, as its parent span, the place where it was put in; a dropped one likewise.
    """

    kind: Kind
    now: str
    was: str
    child: tuple[int, int]
    parent: tuple[int, int]


def difference(child: str, parent: str) -> tuple[Piece, ...]:
    """Returns the pieces of `child` compared with `parent`.

    Joined in order, `now` gives the child; joined in order of the parent's offsets, `was` gives the parent.

    >>> [(p.kind, p.now, p.was) for p in difference("全市综合机械化率达到60%。", "全市综合机械化率达到73%。")]
    [('kept', '全市综合机械化率达到', '全市综合机械化率达到'), ('changed', '60%。', '73%。')]
    """
    mine, theirs = plain(child), plain(parent)
    if not mine.text or not theirs.text:
        return _unlike(child, parent)
    return _Cutter(child, parent, mine, theirs).pieces(
        _blocks(_matches(mine, theirs), len(mine.text), len(theirs.text))
    )


def _unlike(child: str, parent: str) -> tuple[Piece, ...]:
    """The pieces where one of the texts has no character that is compared."""
    here, there = (0, len(child)), (0, len(parent))
    if child == parent:
        return (Piece("kept", child, parent, here, there),) if child else ()
    gone = (Piece("dropped", "", parent, (0, 0), there),) if parent else ()
    new = (Piece("added", child, "", here, (len(parent), len(parent))),) if child else ()
    return gone + new


def render(pieces: Iterable[Piece], colour: bool, longest: int | None = None, longest_new: int | None = None) -> str:
    """Returns the pieces as one text: what is new green, what is gone red and struck out, or as {+new+} and [-gone-].

    Stretches of what is gone that are longer than `longest` characters are shortened in the middle, those of what is
    new where they are longer than `longest_new`; a line break at their end is left out.

    >>> render(difference("推进家电以旧换新进社区。", "推进家电以旧换新进社区。"), colour=False)
    '推进家电以旧换新进社区。'
    """
    shown: list[str] = []
    for piece in pieces:
        if piece.kind == "kept":
            shown.append(piece.now)
            continue
        if piece.was:
            was = _shortened(piece.was.rstrip("\n"), longest)
            shown.append(f"{_RED}{_STRUCK}{was}{_PLAIN}" if colour else f"[-{was}-]")
        if piece.now:
            now = _shortened(piece.now, longest_new)
            shown.append(f"{_GREEN}{now}{_PLAIN}" if colour else f"{{+{now}+}}")
    return "".join(shown)


def _shortened(text: str, longest: int | None) -> str:
    if longest is None or len(text) <= longest:
        return text
    head, tail = (longest + 1) // 2, longest // 2
    return f"{text[:head]}…（略{len(text) - head - tail}字）…{text[len(text) - tail :]}"


def _matches(mine: Plain, theirs: Plain) -> tuple[tuple[Run, ...], ...]:
    """The passages worth showing, each a chain of runs."""
    if mine.text and mine.text == theirs.text:
        return ((Run(0, 0, len(mine.text)),),)
    found: list[tuple[Run, ...]] = []
    for passage in passages(shared_runs(mine.text, theirs.text), _GAP):
        kept = _kept(passage)
        if kept >= _WORTH and kept >= _DENSE * _extent(passage):
            found.append(passage)
        else:
            found += [(run,) for run in passage if run.length >= _WORTH]
    firm = [passage for passage in found if _kept(passage) >= _FIRM]
    return tuple(p for p in found if _kept(p) >= _FIRM or not any(_inside(p, other) for other in firm))


def _kept(passage: Sequence[Run]) -> int:
    return sum(run.length for run in passage)


def _extent(passage: Sequence[Run]) -> int:
    first, last = passage[0], passage[-1]
    return max(last.child_end - first.child, last.parent_end - first.parent)


def _inside(small: Sequence[Run], large: Sequence[Run]) -> bool:
    """Whether a short passage lies amidst a firm one on either side: a stray word from another place."""
    in_child = large[0].child < small[0].child < large[-1].child
    in_parent = large[0].parent < small[0].parent < large[-1].parent
    return in_child or in_parent


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Cuts the two texts at the ends of matches; a cut is a number of plain characters on either side."""

    child: str
    parent: str
    mine: Plain
    theirs: Plain

    def pieces(self, blocks: Sequence[_Block]) -> tuple[Piece, ...]:
        in_child = self._with_added(blocks)
        return _with_dropped(in_child, self._dropped(blocks))

    def _with_added(self, blocks: Sequence[_Block]) -> list[Piece]:
        """The child's pieces in order: the blocks, and what lies between them."""
        pieces: list[Piece] = []
        at = behind = 0
        for kind, start, end, parent_start, parent_end in blocks:
            if start > at:
                pieces.append(self._piece("added", at, start, behind, behind))
            pieces.append(self._piece(kind, start, end, parent_start, parent_end))
            at, behind = end, parent_end
        length = len(self.mine.text)
        if at < length:
            pieces.append(self._piece("added", at, length, behind, behind))
        return pieces

    def _dropped(self, blocks: Sequence[_Block]) -> list[Piece]:
        """What of the parent lies between the blocks, in the parent's order."""
        pieces: list[Piece] = []
        at = behind = 0
        for _, _, child_end, start, end in sorted(blocks, key=lambda b: (b[3], b[4])):
            if start > at:
                pieces.append(self._piece("dropped", behind, behind, at, start))
            at, behind = max(at, end), child_end
        length = len(self.theirs.text)
        if at < length:
            pieces.append(self._piece("dropped", behind, behind, at, length))
        return pieces

    def _piece(self, kind: Kind, start: int, end: int, parent_start: int, parent_end: int) -> Piece:
        here = _stretch(self.child, self.mine, start, end)
        there = _stretch(self.parent, self.theirs, parent_start, parent_end)
        return Piece(kind, self.child[here[0] : here[1]], self.parent[there[0] : there[1]], here, there)


_Block = tuple[Kind, int, int, int, int]


def _blocks(matches: Sequence[tuple[Run, ...]], mine: int, theirs: int) -> list[_Block]:
    """All runs and the rewritten stretches between them, as plain offsets (kind, child, parent), in child order.

    `mine` and `theirs` are the lengths of the two plain texts.
    """
    runs = sorted(run for passage in matches for run in passage)
    in_parent = sorted(runs, key=lambda r: r.parent)
    together = {pair for passage in matches for pair in pairwise(passage)}
    together &= set(pairwise(runs)) & set(pairwise(in_parent))  # nothing that was moved lies between them
    if runs and runs[0] == in_parent[0]:
        together.add((Run(0, 0, 0), runs[0]))
    if runs and runs[-1] == in_parent[-1]:
        together.add((runs[-1], Run(mine, theirs, 0)))
    blocks: list[_Block] = [("kept", r.child, r.child_end, r.parent, r.parent_end) for r in runs]
    for run, following in together:
        if 0 < following.child - run.child_end <= _GAP and 0 < following.parent - run.parent_end <= _GAP:
            blocks.append(("changed", run.child_end, following.child, run.parent_end, following.parent))
    return sorted(blocks, key=lambda b: (b[1], b[3]))


def _stretch(text: str, reduced: Plain, start: int, end: int) -> tuple[int, int]:
    """The span of the plain characters start..end, each with the punctuation that belongs to it."""
    return _cut(text, reduced, start), _cut(text, reduced, end)


def _cut(text: str, reduced: Plain, at: int) -> int:
    if at == 0:
        return 0
    if at >= len(reduced.at):
        return len(text)
    place = reduced.at[at]
    while place > reduced.at[at - 1] + 1 and text[place - 1] in _OPENING:
        place -= 1
    return place


def _with_dropped(pieces: Sequence[Piece], dropped: Sequence[Piece]) -> tuple[Piece, ...]:
    """Puts each dropped piece after the piece that came before it in the parent, at the head where none did."""
    after: dict[int, list[Piece]] = {}
    for piece in dropped:
        after.setdefault(piece.parent[0], []).append(piece)
    merged = after.pop(0, [])
    for piece in pieces:
        merged.append(piece)
        if piece.kind != "added":
            merged += after.pop(piece.parent[1], [])
    return tuple(merged + [piece for rest in after.values() for piece in rest])
