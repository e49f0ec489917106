"""Sequence: which numbering marks of a text number its items, and which item lies in which.

A mark alone proves little: "3、" may begin a line by chance, "（二）" may stand in a sentence. It is an item when its
number goes on with the list that is open at its level, begins one, or goes on with a list that runs across sections.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from kg.numbering import Kind, Mark, marks

_RANK: dict[Kind, float] = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "article": 3,
    "formal": 3.5,
    "han": 4,
    "paren": 5,
    "arabic": 6,
    "decimal": 6,
    "paren-arabic": 7,
    "half-paren": 8,
    "letter": 8.5,
    "circled": 9,
}
_HIGH = ("part", "chapter", "section", "article", "formal", "han", "paren")
_BOX = re.compile(r"^专栏", re.MULTILINE)
_ENDED = "。；：！？）〕”…"


@dataclass(frozen=True, slots=True)
class Item:
    """A mark that numbers an item of the text, and the item it lies in."""

    mark: Mark
    parent: int | None  # index of the item above
    odd: bool = False  # its number does not follow the one before


def items(norm: str, start: int, stop: int) -> tuple[list[Item], list[Mark]]:
    """Returns the numbered items of norm[start:stop] in order, and the marks at paragraph starts that number none.

    Takes "一、…\\n（一）…\\n1.…", lists that run on across sections, "…意见。一、总体要求（一）指导思想。…"; leaves
    "①载体建设：…；②…" inside a paragraph, "1.5万", a line that begins with "3、" where no 2 came before.
    """
    reader = _Reader(norm, start, stop)
    for index in range(len(reader.marks)):
        reader.read(index)
    return reader.items, reader.refused


class _Reader:
    """Reads marks in order and keeps the list of items that are open."""

    def __init__(self, norm: str, start: int, stop: int) -> None:
        self.norm = norm
        self.start = start
        self.marks = marks(norm, start, stop)
        self.items: list[Item] = []
        self.refused: list[Mark] = []
        self.open: list[int] = []  # the items that the next mark may lie in, outermost first
        self.last: dict[tuple[Kind, int], int] = {}  # the last number of each kind
        self.boxes = [m.start() for m in _BOX.finditer(norm, start, stop)]
        self.inverted = False  # （一） lie in 1.
        self.box_number = 0  # of the list inside a box (专栏) that is being read
        self.glued = norm.count("\n", start, stop) * 600 < stop - start
        self.article_rank = 4.5 if self._articles_within_han() else 3.0

    def _articles_within_han(self) -> bool:
        """Whether 第X条 lie in 一、 (一、总则 第一条 …) and not 一、 in 第X条."""
        first = next((m for m in self.marks if m.kind in ("han", "article") and m.opens), None)
        if first is None or first.kind != "han":
            return False
        articles = [m for m in self.marks if m.kind == "article" and m.opens]
        return bool(articles) and any(m.kind == "han" and m.opens and m.start > articles[0].start for m in self.marks)

    def read(self, index: int) -> None:
        """Takes the mark as an item or refuses it."""
        mark = self.marks[index]
        fits = self._fits_opening(mark, index) if mark.opens else self._fits_inside(mark, index)
        if not fits:
            if mark.opens:
                self.refused.append(mark)
            return
        before = self.last.get((mark.kind, mark.level))
        odd = mark.value != 1 and before is not None and mark.value != before + 1
        parent = self._place(mark, index)
        self.items.append(Item(mark, parent, odd or (mark.value > 1 and before is None)))
        self.open.append(len(self.items) - 1)
        self.last[mark.kind, mark.level] = mark.value
        self.box_number = 0

    def _behind(self, index: int, count: int) -> list[Mark]:
        """The next marks; no more, so that a text of nothing but marks stays cheap."""
        return self.marks[index + 1 : index + 1 + count]

    def _rank(self, mark: Mark) -> tuple[float, int]:
        return (self.article_rank if mark.kind == "article" else _RANK[mark.kind], mark.level)

    def _place(self, mark: Mark, index: int) -> int | None:
        """Closes the items that the mark does not lie in; returns the one it does."""
        rank = self._rank(mark)
        for depth, item in enumerate(self.open):
            other = self.items[item].mark
            if other.kind == mark.kind and other.level == mark.level:
                del self.open[depth:]
                break
        while self.open:
            top = self.items[self.open[-1]].mark
            if self._rank(top) < rank or self._lies_within(mark, top, index):
                break
            self.open.pop()
        return self.open[-1] if self.open else None

    def _lies_within(self, mark: Mark, top: Mark, index: int) -> bool:
        """Whether （一） lies in 1. against the usual order: 1. goes on behind it, and no （一） is open above."""
        if (mark.kind, top.kind) != ("paren", "arabic") or not mark.opens:
            return False
        if not self.inverted and mark.value == 1:
            for later in self._behind(index, 400):
                if later.opens and later.kind == "arabic":
                    self.inverted = later.value == top.value + 1
                    break
                if later.opens and later.kind in ("han", "article", "chapter"):
                    break
        return self.inverted

    def _value_open(self, mark: Mark) -> int | None:
        """The number of the item of the mark's kind that is open."""
        for index in reversed(self.open):
            other = self.items[index].mark
            if other.kind == mark.kind and other.level == mark.level:
                return other.value
        return None

    def _before(self, position: int) -> str:
        """The last character before a position that is no white space."""
        while position > self.start and self.norm[position - 1] in " \n":
            position -= 1
        return self.norm[position - 1] if position > self.start else "。"

    def _ended(self, mark: Mark) -> bool:
        """Whether the paragraph before the mark ends like one, or is as short as a heading."""
        if self._before(mark.start) in _ENDED:
            return True
        line = self.norm.rfind("\n", self.start, max(mark.start - 1, self.start))
        return mark.start - line <= 32

    def _fits_opening(self, mark: Mark, index: int) -> bool:
        """Whether a mark at the beginning of a paragraph goes on with a list or begins one."""
        last = self.last.get((mark.kind, mark.level))
        if mark.kind in _HIGH or mark.kind == "decimal":
            return mark.value == 1 or last is None or mark.value == last + 1 or self._ended(mark)
        if self._in_box(mark):
            return False
        value = self._value_open(mark)
        if mark.value == 1 or (last is not None and mark.value == last + 1) or (value and mark.value == value + 1):
            return True
        if not self._ended(mark):
            return False
        if value is not None:
            return value <= mark.value <= value + 2
        if last is not None and mark.value == last + 2:  # the list runs across sections, one item is left out
            return self._next_follows(mark, index)
        return last is None and mark.value <= 3 and self._next_follows(mark, index)

    def _in_box(self, mark: Mark) -> bool:
        """Whether the mark numbers an entry of a box (专栏) that stands between two items."""
        since = self.items[-1].mark.start if self.items else self.start
        if bisect_right(self.boxes, mark.start) == bisect_right(self.boxes, since):
            return False
        if mark.value == 1 or (self.box_number and mark.value == self.box_number + 1):
            self.box_number = mark.value
            return True
        return False

    def _next_follows(self, mark: Mark, index: int) -> bool:
        return any(m.kind == mark.kind and m.value == mark.value + 1 for m in self._behind(index, 12))

    def _fits_inside(self, mark: Mark, index: int) -> bool:
        """Whether a mark inside a paragraph is an item whose line break was lost."""
        before = self._before(mark.start)
        since = self.items[-1].mark.end if self.items else self.start
        if self._runs_on(mark):
            return True
        if mark.kind not in _HIGH and mark.kind != "arabic":
            return False
        if mark.kind in ("article", "chapter", "section") and not self.glued:
            return False
        spoken = "一" <= before <= "鿿"  # no stop stands before it
        if mark.value == 1:
            stands = before in "。：！？）〕" or self._behind_heading(since, mark.start)
            return (stands or (self.glued and spoken and not self.items)) and self._second_follows(mark, index)
        last = (
            self._value_open(mark)
            if mark.kind == "arabic" and not self.glued
            else self.last.get((mark.kind, mark.level))
        )
        if last is None or mark.value != last + 1 or mark.start - since < 2:
            return False
        if self._behind_heading(since, mark.start) and self._rank(self.items[-1].mark) < self._rank(mark):
            return True  # 三、健全支撑体系（五）…
        if mark.start - since < 6:
            return False
        if spoken:
            return self.glued and mark.kind in ("han", "paren", "arabic")
        return before in "。！？）〕”" or (before in "；：" and (mark.kind == "paren" or self.glued))

    def _runs_on(self, mark: Mark) -> bool:
        """Whether a list that began with its paragraph goes on in it: "（1）有章程；（2）有住所；（3）有资金。"."""
        if not self.items or mark.kind in _HIGH:
            return False
        last = self.items[-1].mark
        return (
            (last.kind, last.value + 1) == (mark.kind, mark.value)
            and self._before(mark.start) in "。；！"
            and "\n" not in self.norm[last.start : mark.start]
        )

    def _behind_heading(self, since: int, position: int) -> bool:
        """Whether only a heading stands between the item before and the position: 二、主要任务（一）…."""
        between = self.norm[since:position]
        return bool(self.items) and 2 <= len(between) <= 40 and not re.search(r"[。；：！？\n]", between)

    def _second_follows(self, mark: Mark, index: int) -> bool:
        """Whether a 2 that can be an item comes behind a 1 that stands inside a paragraph."""
        rank = self._rank(mark)
        for later in self._behind(index, 400):
            if later.kind == mark.kind:
                if later.value != 2:
                    return False
                before = self._before(later.start)
                return later.start - mark.end >= 6 and (
                    (later.opens and mark.kind != "arabic")
                    or before in "。！？）〕”"
                    or (before in "；：" and (mark.kind == "paren" or self.glued))
                    or (self.glued and mark.kind in ("han", "paren"))
                )
            if self._rank(later) < rank and later.opens:
                return False
        return False
