"""A view: what a reader sees of a source text, each character knowing where it came from.

The source is never altered. A view leaves layout noise out (page numbers, hard wraps, markdown marks) and keeps, for
every run of characters it shows, the offset of that run in the source. Stages match their patterns on `norm`, which has
the same length as `text` but one spelling for each mark (full-width punctuation, ASCII digits and letters), so that a
span found in `norm` is a span of `text` and, through `span`, of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from kg.script import readings

# One spelling for each mark, character for character: the length never changes.
_NORMAL = str.maketrans(
    {
        **{chr(0xFF10 + i): chr(0x30 + i) for i in range(10)},
        **{chr(0xFF21 + i): chr(0x41 + i) for i in range(26)},
        **{chr(0xFF41 + i): chr(0x61 + i) for i in range(26)},
        ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）",
        "∶": "：", "﹕": "：", "︰": "：", "︵": "（", "︶": "）",
        "[": "〔", "]": "〕", "［": "〔", "］": "〕", "【": "〔", "】": "〕", "〖": "〔", "〗": "〕",
        "<": "〈", ">": "〉", "＜": "〈", "＞": "〉",
        "．": ".", "﹒": ".", "％": "%", "﹪": "%", "＋": "+", "－": "-", "～": "~", "∼": "~",
        "–": "—", "―": "—", "─": "—", "−": "-",
        '"': "”", "＂": "”", "'": "’", "•": "·", "・": "·", "‧": "·", "∙": "·", "●": "·",
        "\u00a0": " ", "\u3000": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\t": " ", "\r": " ",
        "〇": "〇", "○": "〇",
    }
)  # fmt: skip


# A letter that a reader of pictures took for a nought: 2O21年, 3O日.
_NOUGHT = re.compile(r"[Oo](?:(?<=\d[Oo])(?=[\d年月日号〕])|(?<=〔[Oo])(?=\d))")
_LOW_STOP = re.compile(r"(?<=[一-鿿）)”’])\.(?=[ \t\u3000]*(?:\n|$))")  # 请认真贯彻落实.
_OF_BOTH = frozenset(map(ord, "吒薹袷醣拚"))  # simplified texts print them, too: 菜薹


def normal(text: str) -> str:
    """Returns `text` with one spelling for each mark and in simplified characters; the length stays the same.

    >>> normal("(牵头单位:市商务局)"), normal("(牽頭單位:市商務局)")
    ('（牵头单位：市商务局）', '（牵头单位：市商务局）')
    """
    return _LOW_STOP.sub("。", _NOUGHT.sub("0", _odd().sub(_made_normal, text)))


@cache
def _spellings() -> dict[int, int | str]:
    """What each mark and each traditional character is read as: 牽頭單位 as 牵头单位."""
    return {**{code: plain for code, plain in readings().items() if code not in _OF_BOTH}, **_NORMAL}


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _spellings())))}]+")


def _made_normal(found: re.Match[str]) -> str:
    return found.group().translate(_spellings())


class View:
    """Text with the source offset of every character.

    >>> view = View.whole("到 2027年").without([(1, 2)])
    >>> view.text, view.span(1, 5)
    ('到2027年', (2, 6))
    """

    __slots__ = ("_norm", "_sources", "_starts", "text")

    def __init__(self, text: str, starts: Sequence[int], sources: Sequence[int]) -> None:
        """`starts` are the offsets in `text` at which runs begin (rising, first 0), `sources` theirs in the source."""
        if len(starts) != len(sources):
            raise ValueError(f"a view needs a source for each run: {len(starts)} starts, {len(sources)} sources")
        self.text = text
        self._starts = tuple(starts)
        self._sources = tuple(sources)
        self._norm: str | None = None

    @classmethod
    def whole(cls, text: str, offset: int = 0) -> View:
        """The view of a text that hides nothing; `offset` is where the text stands in its source."""
        return cls(text, (0,) if text else (), (offset,) if text else ())

    @classmethod
    def of_runs(cls, source: str, runs: Iterable[tuple[int, int]]) -> View:
        """The view that shows the source's half-open `runs` (rising, apart) one after the other."""
        starts: list[int] = []
        sources: list[int] = []
        pieces: list[str] = []
        length = 0
        for start, end in runs:
            if end <= start:
                continue
            if sources and sources[-1] + (length - starts[-1]) == start:
                pieces.append(source[start:end])  # touches the run before it
            else:
                starts.append(length)
                sources.append(start)
                pieces.append(source[start:end])
            length += end - start
        return cls("".join(pieces), starts, sources)

    @property
    def norm(self) -> str:
        """The text with one spelling for each mark, of the same length."""
        if self._norm is None:
            self._norm = normal(self.text)
        return self._norm

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and self.text == other.text and self.runs() == other.runs()

    def __hash__(self) -> int:
        return hash((self.text, self._sources))

    def __repr__(self) -> str:
        return f"View({self.text[:24]!r}{'…' if len(self.text) > 24 else ''}, {len(self.text)} characters)"

    def runs(self) -> tuple[tuple[int, int], ...]:
        """The source runs shown, as half-open (start, end) pairs."""
        ends = (*self._starts[1:], len(self.text)) if self._starts else ()
        return tuple((s, s + e - b) for b, e, s in zip(self._starts, ends, self._sources, strict=True))

    def at(self, index: int) -> int:
        """The source offset of character `index` (0 ≤ index < len)."""
        if not 0 <= index < len(self.text):
            raise IndexError(f"no character {index} in a view of {len(self.text)}")
        run = bisect_right(self._starts, index) - 1
        return self._sources[run] + index - self._starts[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open source span from the first to the last character of text[start:end] (start < end)."""
        return self.at(start), self.at(end - 1) + 1

    def slice(self, start: int, end: int) -> View:
        """The view of text[start:end]."""
        start, end = max(start, 0), min(end, len(self.text))
        if end <= start:
            return View("", (), ())
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, end - 1) - 1
        starts = [0]
        sources = [self._sources[first] + start - self._starts[first]]
        for run in range(first + 1, last + 1):
            starts.append(self._starts[run] - start)
            sources.append(self._sources[run])
        part = View(self.text[start:end], starts, sources)
        if self._norm is not None:
            part._norm = self._norm[start:end]
        return part

    def strip(self, marks: str | None = None) -> View:
        """The view without white space (or the given marks) at both ends."""
        left = len(self.text) - len(self.text.lstrip(marks))
        right = len(self.text.rstrip(marks))
        return self.slice(left, right)

    def without(self, ranges: Iterable[tuple[int, int]]) -> View:
        """The view with the half-open `ranges` of its text (rising, apart) left out."""
        pieces: list[View] = []
        at = 0
        for start, end in ranges:
            pieces.append(self.slice(at, start))
            at = end
        pieces.append(self.slice(at, len(self.text)))
        return View.join(pieces)

    @staticmethod
    def join(views: Iterable[View]) -> View:
        """The views one after the other, nothing between them."""
        views = list(views)
        starts: list[int] = []
        sources: list[int] = []
        pieces: list[str] = []
        length = 0
        for view in views:
            starts.extend(length + s for s in view._starts)
            sources.extend(view._sources)
            pieces.append(view.text)
            length += len(view.text)
        whole = View("".join(pieces), starts, sources)
        norms = [view._norm if view else "" for view in views]
        if None not in norms:
            whole._norm = "".join(norm for norm in norms if norm is not None)
        return whole
