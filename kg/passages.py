"""A clause's text made ready for reading numbers (段落): no spaces, brackets and titles masked, cut into sentences.

Offsets in a passage lead back to the clause's own text, and from there to the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.deadlines import Moment, moments
from kg.quantities import Quantity, quantities
from kg.view import View

MASK = "\x01"
_SPACE = re.compile(r"[ \u2028\x0b\x1c]+(?!(?<=[A-Za-z] )\d+[台套件辆个张部架])")  # not in CT 1台
_BETWEEN_CELLS = re.compile(r"(?<=[一-鿿）]) (?=[一-鿿])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
_BRACKET = re.compile(  # not 100台（套）
    r"(?<!\d)（(?![套台个组辆次户间处所家项名只头件座条场人份栋幢类期枪桩口根张支含]）)"
    r"[^（）\n]*(?:（[^（）\n]*）[^（）\n]*)*）"
)
LONGEST_SENTENCE = 1500
"""Characters; the longest sentence of some 400 papers at hand has 600."""
_SENTENCE = re.compile(r"[^。！？\n]+")
_CUT = re.compile(r"[，；：]|或(?=[较比]\d{4}年)")  # 达到70%或较2020年提高5个百分点


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between two commas, semicolons or colons; offsets in the passage."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; `opens` when it begins a paragraph."""

    start: int
    end: int
    opens: bool
    segments: tuple[Segment, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is the normal spelling without spaces, `plain` the same with brackets and titles masked."""

    text: str
    plain: str
    brackets: tuple[tuple[int, int], ...]
    spaces: View  # leads an offset of `text` back to the clause's own text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of text[start:end] in the clause's own text."""
        return self.spaces.span(start, end)


def passage(view: View, *, cells: bool = False) -> Passage:
    """Returns the text of `view` ready for reading; `cells`: a space between words parts the cells of a row.

    >>> passage(View.whole("到 2027 年，淘汰货车 8100 余辆")).text
    '到2027年，淘汰货车8100余辆'
    """
    norm = _BETWEEN_CELLS.sub("，", view.norm) if cells else view.norm
    for match in _THOUSANDS.finditer(view.text) if "," in view.text else ():
        norm = norm[: match.start()] + "," + norm[match.end() :]
    whole = View.whole(norm.replace("／", "/"))
    spaces = whole.without(m.span() for m in _SPACE.finditer(norm)) if _SPACE.search(norm) else whole
    text = spaces.text
    found = _BRACKET.finditer(text) if "（" in text else ()
    brackets = tuple(match.span() for match in found)
    plain = _TITLE.sub(lambda m: MASK * len(m.group()), text) if "《" in text else text
    for start, end in brackets:
        plain = plain[:start] + MASK * (end - start) + plain[end:]
    return Passage(text, plain, brackets, spaces)


def sentences(plain: str, start: int = 0, end: int | None = None, this_year: int | None = None) -> Iterator[Sentence]:
    """Yields the sentences of plain[start:end] with their segments, quantities and points in time."""
    stop = len(plain) if end is None else end
    for a, b in _spans(plain, start, stop):
        opens = a == start or plain[a - 1] == "\n"
        words = plain[a:b]
        yield Sentence(a, b, opens, _segments(words, a), tuple(_shift(m, a) for m in moments(words, this_year)))


def _spans(plain: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The spans of sentences; what is longer than any sentence is cut at its marks, so that none takes for ever."""
    for match in _SENTENCE.finditer(plain, start, stop):
        a, b = match.span()
        while b - a > LONGEST_SENTENCE:
            cut = max(plain.rfind(mark, a, a + LONGEST_SENTENCE) for mark in "；，、")
            end = cut + 1 if cut > a else a + LONGEST_SENTENCE
            yield a, end
            a = end
        yield a, b


def _shift(moment: Moment, by: int) -> Moment:
    return Moment(moment.start + by, moment.end + by, moment.when, moment.meaning)


def _segments(words: str, at: int) -> tuple[Segment, ...]:
    found = quantities(words)
    if not found:
        ends = (*(m.start() for m in _CUT.finditer(words)), len(words))
        return tuple(Segment(at + a, at + b, ()) for a, b in zip((0, *(end + 1 for end in ends)), ends, strict=False))
    cuts = [m.start() for m in _CUT.finditer(words) if not any(q.start <= m.start() < q.end for q in found)]
    segments = []
    start = 0
    for cut in (*cuts, len(words)):
        inside = tuple(_moved(q, at) for q in found if start <= q.start < cut)
        segments.append(Segment(at + start, at + cut, inside))
        start = cut + 1
    return tuple(segments)


def _moved(q: Quantity, by: int) -> Quantity:
    return Quantity(q.start + by, q.end + by, q.value, q.unit, q.kind, q.value_max, q.bound, q.spelt)
