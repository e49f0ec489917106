"""The form of an official paper (公文格式): which of the lines over and under a plan's text is what.

    海东市人民政府办公室文件                      red head
    东政办〔2024〕66号                           number
    海东市人民政府办公室关于印发《…方案》的通知         title of the notice
    各县区人民政府，市政府各部门：                  salutation
    现将《…方案》印发给你们，请认真贯彻执行。           the sentence that hands the plan over
    海东市人民政府办公室                          signature
    2024年7月3日                               date
    海东市…方案                                title of the plan
    （text）
    海东市人民政府办公室 2024年7月4日印发            foot

and, on web pages, a table of fields over it (发文字号：…) or under it (【文号】…). `read_paper` only says what stands
where; what it means is for `kg.head`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.dates import Date, dates
from kg.fields import Field, Range, read_fields
from kg.letterhead import addressed, date_of, is_organ, kind_of, ordering, says_printed, unglued
from kg.official import DATE_LINE, TITLE_END
from kg.view import View
from kg.zones import Zones


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper prints around its text, as ranges of the view; a title may run over several lines."""

    fields: tuple[Field, ...]
    red_heads: tuple[Range, ...]  # without 文件
    numbers: tuple[Range, ...]
    titles: tuple[tuple[Range, ...], ...]  # in front of the plan's text
    handing_over: Range | None  # the sentence
    signatures: tuple[Range, ...]
    signed: tuple[Date, ...]  # best first
    printed: tuple[Date, ...]  # 印发
    foot: tuple[Range, ...]  # who printed it


_LONE_DATE = re.compile(rf"^{DATE_LINE.pattern}$", re.MULTILINE)
# A line that goes on with the title above it, and how one begins that does not.
_GOES_ON = re.compile(r"的?(?:通知|意见|决定|批复|公告|通告|函|报告|请示|方案|办法)(?:（[^（）]*）)*|（[^（）]{1,20}）")
_NEW_TITLE = re.compile(r"关于|《|“|中共|国务院|全国|国家|中国|中华|[一-鿿]{2,8}(?:省|市|县|区|州|盟|旗)")
_REACH = 400  # characters in front of a date in which its signatures are looked for


def read_paper(view: View, zones: Zones) -> Paper:
    """Returns what stands around the plan's text; of the text itself only a signature with its date is taken.

    Takes "青政〔2024〕23号" on a line of its own; leaves a number that the text cites: "…的通知》（青政〔2024〕23号）".
    """
    reader = _Reader(view.norm)
    reader.read_front(zones.head, zones.title)
    for start, end in (zones.closing, zones.tail):
        reader.read_back(reader.first_signature(zones.body[0], start), end)
    if not reader.signed:
        reader.read_inside(zones.body)
    return reader.paper()


class _Reader:
    """Goes through the lines once; what it sees gathers in its lists."""

    def __init__(self, norm: str) -> None:
        self._norm = norm
        self._fields: list[Field] = []
        self._red_heads: list[Range] = []
        self._numbers: list[Range] = []
        self._titles: list[tuple[Range, ...]] = []
        self._run: list[Range] = []  # lines of a title, so far
        self._organs: list[Range] = []  # lines of organs right above
        self._addressed = False  # behind the salutation
        self._handing_over: Range | None = None
        self._signatures: list[Range] = []
        self.signed: list[Date] = []
        self._printed: list[Date] = []
        self._foot: list[Range] = []

    def paper(self) -> Paper:
        """What was seen."""
        return Paper(
            tuple(self._fields),
            tuple(self._red_heads),
            tuple(self._numbers),
            tuple(self._titles),
            self._handing_over,
            tuple(self._signatures),
            tuple(self.signed),
            tuple(self._printed),
            tuple(self._foot),
        )

    def read_front(self, head: Range, title: Range | None) -> None:
        """Reads the lines in front of the plan's text; `title` is where the plan's own stands."""
        lines = [piece for line in self._lines(*head) for piece in unglued(self._norm, *line, title and title[0])]
        fields, rows = read_fields(self._norm, lines)
        self._fields.extend(fields)
        for index, line in enumerate(lines):
            if index in rows:
                self._end_title()
                continue
            if title and line[0] == title[0] and self._run and TITLE_END.search(self._text(self._run[-1])):
                self._end_title()
            self._read_front_line(line)
        self._end_title()

    def _read_front_line(self, line: Range) -> None:
        kind, start, end = kind_of(self._norm, *line)
        leads = not self._addressed and all(is_organ(self._norm, *each) for each in self._run)
        if kind == "title" or (kind == "organ" and leads):
            if not self._addressed and not self._run and self._norm.startswith("关于", line[0]):
                self._run.extend(self._organs)
            self._run.append(line)  # also the issuers' lines over 关于…的通知
            self._organs = []
            return
        self._end_title()
        if kind == "organ":
            self._organs.append(line)
            return
        if kind == "date":
            self._sign(*line)
        elif kind == "number":
            self._numbers.append((start, end))
            if issuer := ordering(self._norm, start, end):
                self._red_heads.append(issuer)
        elif kind == "red head":
            self._red_heads.append((start, end))
        elif kind == "salutation" or (kind == "handing over" and addressed(self._norm, *line)):
            self._addressed = True
        if kind == "handing over":
            self._handing_over = self._handing_over or line
            self._addressed = True
        self._organs = []

    def _end_title(self) -> None:
        """Notes the titles in the run of lines that ends here, each with its lines."""
        lines: list[Range] = []
        for index, line in enumerate(self._run):
            if lines and self._text(line) == self._text(lines[-1]):
                continue  # printed twice
            lines.append(line)
            after = self._run[index + 1] if index + 1 < len(self._run) else None
            if after is None or (TITLE_END.search(self._text(line)) and self._begins(after, lines)):
                self._titles.append(tuple(lines))
                lines = []
        self._run = []

    def _begins(self, line: Range, above: list[Range]) -> bool:
        """Whether a line begins a new title; 消费品以旧换新实施方案的通知 goes on with the one above."""
        text = self._text(line)
        if _GOES_ON.fullmatch(text):
            return False
        return bool(_NEW_TITLE.match(text)) or text in "".join(self._text(each) for each in above)

    def read_back(self, start: int, end: int) -> None:
        """Reads the lines behind the plan's text: signature, date, foot, database fields."""
        norm = self._norm
        lines = self._lines(start, end)
        fields, rows = read_fields(norm, lines)
        self._fields.extend(fields)
        self._organs = []
        for index, (left, right) in enumerate(lines):
            if index not in rows and is_organ(norm, left, right):
                self._organs.append((left, right))
                continue
            if index not in rows and date_of(norm, left, right):
                self._sign(left, right)
            elif index not in rows and says_printed(norm, left, right) and (found := list(dates(norm, left, right))):
                self._printed.append(found[-1])
                self._foot.append((left, found[-1].start))
            self._organs = []

    def first_signature(self, low: int, start: int) -> int:
        """Where the organs' lines right above `start` begin: the first of many signatures may look like text."""
        for line in reversed(self._lines(max(low, start - _REACH), start)):
            if not is_organ(self._norm, *line):
                break
            start = line[0]
        return start

    def read_inside(self, body: Range) -> None:
        """Takes a date with its signature on lines of their own inside the text, as a letter with appendices has it."""
        for found in _LONE_DATE.finditer(self._norm, *body):
            start, end = found.span()
            self._organs = []
            for line in reversed(self._lines(max(body[0], start - _REACH), start)):
                if not is_organ(self._norm, *line):
                    break
                self._organs.insert(0, line)
            if self._organs or not self._norm[start].isdigit():
                self._sign(start, end)
                return

    def _sign(self, start: int, end: int) -> None:
        """Notes a date line, the organs above it and in front of it."""
        date = date_of(self._norm, start, end)
        if date is None:
            return
        organs = list(self._organs)
        if self._norm[start : date.start].strip(" \n（"):
            organs.append((start, date.start))
        if says_printed(self._norm, date.end, end):
            self._printed.append(date)
            self._foot.extend(organs)
            return
        self.signed.append(date)
        if not self._signatures:
            self._signatures.extend(organs)

    def _text(self, line: Range) -> str:
        return self._norm[slice(*line)]

    def _lines(self, start: int, end: int) -> list[Range]:
        """The lines of norm[start:end] without spaces at their ends, empty ones left out."""
        found: list[Range] = []
        at = start
        while at < end:
            stop = self._norm.find("\n", at, end)
            stop = end if stop < 0 else stop
            line = self._norm[at:stop]
            left, right = at + len(line) - len(line.lstrip(" ")), at + len(line.rstrip(" "))
            if left < right:
                found.append((left, right))
            at = stop + 1
        return found
