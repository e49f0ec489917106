"""The head (文头) of a document: what it is called, who issued it, when, under which number, and where it applies.

`kg.paper` says which line is what; here the lines become values in normal form. What is not printed stays absent: a
title is never invented, a number that the text only cites is never taken for the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from kg.dates import Date, dates
from kg.docnumber import ORDER, number_of
from kg.fields import Range
from kg.issuers import Organ, issuers_of_title, organs, spelt_out
from kg.jurisdiction import jurisdiction
from kg.letterhead import ordering
from kg.official import TITLE_END
from kg.paper import Paper, read_paper
from kg.places import Gazetteer
from kg.records import Head, Notice, Source
from kg.script import simplify
from kg.view import View, normal
from kg.zones import Zones

# 关于印发《…》的通知, 转发国家地震局关于…意见报告的通知, 关于《…分工方案》的通知, 公布《…名录》
_CARRIER = re.compile(
    r"""
      (?:关于)?(?P<verb>印发|转发|批转|下发|发布|公布|颁布|印送)(?P<inner>.{4,}?)的(?:通知|公告|通告|决定|函|令)(?:（[^（）]*）)*$
    | 关于(?P<named>《.{4,}》)的(?:通知|公告|通告|决定|函)(?:（[^（）]*）)*$
    """,
    re.VERBOSE,
)
_NOTICE_END = re.compile(r"(?:通知|公告|通告|决定|批复|函|令)(?:（[^（）]*）)*$")
_NAMED = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》")
_HANDS_OVER = re.compile(r"印发|转发|下发|发布|公布|批转|印送|颁布|印发给")
# 《…方案》（以下简称《方案》）; 按照《…办法》: no text that is handed over.
_OTHER_NAME = re.compile(r"(?:以下简称|以下统称|简称|按照|根据|依据|依照|遵照|贯彻|落实|执行|结合)\s?$")
_OFFICE = re.compile(r"(?<=政府)办公[室厅]$")
_STATE = re.compile(r"^中华人民共和国(?=(?:[一-鿿]{2,12}(?:部|总局|署)|国务院)$)")
_SPACE = re.compile(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")
_NO_TITLE = re.compile(r"[\s\d\W_]*(?:目\s?录|附\s?件|前\s?言|全文|正文)?[\s\d\W_]*")
_LATIN_NAME = re.compile(r"[一-鿿]{4,}")


def head(view: View, zones: Zones, source: Source, gazetteer: Gazetteer) -> Head:
    """Returns the document's head; absent fields are None, spans are (field, start, end) in the source.

    >>> from kg.layout import layout
    >>> from kg.places import gazetteer
    >>> from kg.zones import zones
    >>> text = "鲁政发〔2024〕3号\\n山东省人民政府关于加快发展的意见\\n各市人民政府：\\n为加快发展，现提出意见。"
    >>> paper = Source("a.txt", text, "", "utf-8")
    >>> view = layout(paper)
    >>> found = head(view, zones(view), paper, gazetteer())
    >>> found.title, found.doc_number, found.issuers, found.place
    ('山东省人民政府关于加快发展的意见', '鲁政发〔2024〕3号', ('山东省人民政府',), '370000')
    """
    return _Reader(view, zones, source, gazetteer).read()


class _Reader:
    """Reads one head; the notices and spans gather as the fields are read."""

    def __init__(self, view: View, zones: Zones, source: Source, gazetteer: Gazetteer) -> None:
        self._view = view
        self._zones = zones
        self._source = source
        self._gazetteer = gazetteer
        self._paper: Paper = read_paper(view, zones)
        self._spans: list[tuple[str, int, int]] = []
        self._notices: list[Notice] = []

    def read(self) -> Head:
        title, notice_title = self._titles()
        number = self._number()
        issuers = self._issuers(title, notice_title, number)
        issued_on, printed_on = self._issued_on(), self._printed_on()
        titles = [simplify(t) for t in (title, notice_title) if t]
        found = jurisdiction(issuers, titles, number, self._view.norm, self._gazetteer)
        issuers = tuple(dict.fromkeys(spelt_out(name, found.place) for name in issuers))
        self._mark_word("place", found.word)
        return Head(
            title=title,
            notice_title=notice_title,
            doc_number=number,
            issuers=issuers,
            issued_on=issued_on,
            printed_on=printed_on,
            place=found.place.code if found.place else None,
            level=found.level,
            spans=tuple(sorted(self._spans)),
            notices=tuple(self._notices),
        )

    def _mark(self, name: str, start: int, end: int) -> None:
        self._spans.append((name, *self._view.span(start, end)))

    def _mark_word(self, name: str, word: str) -> None:
        at = self._view.text.find(word) if word else -1
        if at >= 0:
            self._mark(name, at, at + len(word))

    # titles

    def _titles(self) -> tuple[str | None, str | None]:
        """(title of the plan, title of the notice that carries it)."""
        over = self._paper.handing_over
        front = [t for t in self._paper.titles if over is None or t[0][0] < over[0]]
        back = [t for t in self._paper.titles if over is not None and t[0][0] > over[0]]
        notice = self._last_title(front)
        named = self._handed_over()
        plan = self._plan_title(back, named)
        if notice is not None and (carrier := _CARRIER.search(normal(self._joined(notice)))):
            return self._carried(notice, plan, named, carrier)
        if plan is not None and (notice is None or _NOTICE_END.search(normal(self._joined(notice)))):
            return self._printed("title", plan), self._printed("notice_title", notice)
        if named is not None and notice is None:
            return self._printed_range("title", named), None
        if notice is not None:
            return self._printed("title", notice), None
        return self._field_title(), None

    def _carried(
        self, notice: tuple[Range, ...], plan: tuple[Range, ...] | None, named: Range | None, carrier: re.Match[str]
    ) -> tuple[str | None, str | None]:
        """The title of a carried plan: as printed over it, else as the sentence or the notice's title names it."""
        if plan is None and named is None and carrier["verb"] in ("公布", "发布", "颁布"):
            return self._printed("title", notice), None  # 关于公布某某名单的通知: the notice is all there is
        whole = self._printed("notice_title", notice)
        if plan is not None:
            return self._printed("title", plan), whole
        if named is not None:
            return self._printed_range("title", named), whole
        text = self._joined(notice)
        start, end = carrier.span("inner" if carrier["inner"] else "named")
        inner = text[start:end]
        found = _NAMED.match(inner)
        return _bare(found["title"] if found else inner), whole

    def _plan_title(self, titles: list[tuple[Range, ...]], named: Range | None) -> tuple[Range, ...] | None:
        """The plan's title as printed behind the notice: it ends like a title or is the one that the notice names."""
        best = self._last_title(titles)
        if best is None:
            return None
        text = normal(self._joined(best))
        called = normal(_SPACE.sub("", self._view.text[slice(*named)])) if named else ""
        return best if TITLE_END.search(text) or (called and text.startswith(called[:10])) else None

    def _last_title(self, titles: Iterable[tuple[Range, ...]]) -> tuple[Range, ...] | None:
        """The last of the lines that may be a title; one that ends like a title is better than one that does not."""
        best: tuple[Range, ...] | None = None
        for lines in titles:
            text = normal(self._joined(lines))
            if len(text) < 5 or len(text) > 200 or not _LATIN_NAME.search(text) or _NO_TITLE.fullmatch(text):
                continue
            if best is None or TITLE_END.search(text) or not TITLE_END.search(normal(self._joined(best))):
                best = lines
        return best

    def _joined(self, lines: tuple[Range, ...]) -> str:
        """The lines of a title as one, once, without the spaces that wrapping left and the 《》 around the whole."""
        title = _SPACE.sub("", "".join(self._view.text[a:b] for a, b in lines))
        half = len(title) // 2
        return _bare(title[:half] if title[:half] == title[half:] else title)

    def _printed(self, name: str, lines: tuple[Range, ...] | None) -> str | None:
        if lines is None:
            return None
        self._mark(name, lines[0][0], lines[-1][1])
        return self._joined(lines)

    def _printed_range(self, name: str, range_: Range) -> str:
        self._mark(name, *range_)
        return _SPACE.sub("", self._view.text[slice(*range_)])

    def _handed_over(self) -> Range | None:
        """Where the handing-over sentence names the plan: the last 《…》 before 印发; not 《方案》, its short name."""
        over = self._paper.handing_over
        if over is None:
            return None
        norm = self._view.norm
        verbs = [m.start() for m in _HANDS_OVER.finditer(norm, *over)]
        best: Range | None = None
        for found in _NAMED.finditer(norm, max(0, over[0] - 200), over[1]):
            short = len(found["title"]) < 6 or _OTHER_NAME.search(norm[max(0, found.start() - 8) : found.start()])
            if not short and any(found.end() <= verb for verb in verbs) and norm.find("\n", found.start(), over[0]) < 0:
                best = found.span("title")
        return best

    def _field_title(self) -> str | None:
        """What an announcement without a title is called, else the title in the page's table, else the file's name."""
        for start, end in self._paper.numbers:
            if ordering(self._view.norm, start, end) and "公告" in self._view.norm[start:end]:
                return self._printed("title", ((start, end),))
        for field in self._paper.fields:
            if field.kind == "title":
                return self._printed_range("title", (field.start, field.end))
        stem = PurePath(self._source.name).stem.strip()
        if len(stem) >= 8 and TITLE_END.search(normal(stem)):
            self._notices.append(Notice("title-from-file-name", "文中未印标题，取自文件名。"))
            return stem
        return None

    # number

    def _number(self) -> str | None:
        """The document's own number: in the page's table, else on a line of its own, else in the title."""
        ranges = [(field.start, field.end) for field in self._paper.fields if field.kind == "number"]
        for start, end in [*self._paper.numbers, *ranges]:
            printed = self._view.text[start:end]
            if (found := number_of(printed)) and len(found.code) <= 20:
                self._mark("doc_number", start, end)
                return found.printed
            if (order := self._order(start, end)) is not None:
                self._mark("doc_number", start, end)
                return order
        return self._number_in_title()

    def _number_in_title(self) -> str | None:
        """水利部公告（2023年第7号）（电子图件标准） bears its number in its title."""
        for lines in self._paper.titles:
            if found := re.match(ORDER, self._view.norm[slice(lines[0][0], lines[-1][1])]):
                start = lines[0][0]
                number = number_of(self._view.text[start : start + found.end()])
                if number is not None:
                    self._mark("doc_number", start, start + found.end())
                    return number.printed
        return None

    def _order(self, start: int, end: int) -> str | None:
        """某省人民政府令 over 第277号, 某市人民政府公告 over 2023年第2号."""
        norm = self._view.norm
        found = re.fullmatch(r"(?P<year>\d{4}年)?第\s?(?P<serial>\d{1,5})\s?号", norm[start:end].strip())
        heads = [h for h in self._paper.red_heads if h[1] <= start]
        if not found or not heads:
            return None
        organ = self._view.text[slice(*heads[-1])].removeprefix("中华人民共和国")
        word = re.compile("令|公告|通告").match(norm, heads[-1][1])
        return f"{organ}{word.group() if word else '令'}{found['year'] or ''}第{found['serial']}号"

    # issuers

    def _issuers(self, title: str | None, notice_title: str | None, number: str | None) -> tuple[str, ...]:
        """The organs of the notice's title, else of the signature, the red head, the page's table, the foot."""
        titled, many = issuers_of_title(simplify(notice_title or title or ""), self._gazetteer)
        signed = self._organs_at(self._paper.signatures)
        if titled and not (many and len(signed) > len(titled)):
            names = self._fuller(titled, signed)
        else:
            names = [organ.name for organ in signed]
        for ranges in (self._paper.red_heads, self._field_ranges("organ")):
            names = names or [organ.name for organ in self._organs_at(ranges)]
        names = names or self._printers(number)
        for name in names:
            self._mark_word("issuer", name)
        return tuple(dict.fromkeys(_STATE.sub("", name) for name in names))

    def _printers(self, number: str | None) -> list[str]:
        """Who printed it: a government's office prints the government's papers too, which its number (…政发) shows."""
        names = [organ.name for organ in self._organs_at(self._paper.foot)]
        if number is not None and "办" not in number:
            names = [_OFFICE.sub("", name) for name in names]
        return names

    def _fuller(self, titled: tuple[str, ...], signed: tuple[Organ, ...]) -> list[str]:
        """广东省发展改革委 in the title is signed 广东省发展和改革委员会."""
        if len(titled) != len(signed):
            return list(titled)
        pairs = zip(titled, signed, strict=True)
        return [organ.name if _abbreviates(name, organ.name) else name for name, organ in pairs]

    def _field_ranges(self, kind: str) -> list[Range]:
        return [(field.start, field.end) for field in self._paper.fields if field.kind == kind][:1]

    def _organs_at(self, ranges: Iterable[Range]) -> tuple[Organ, ...]:
        printed = [simplify(self._view.text[start:end]) for start, end in ranges]
        return tuple(organ for text in printed for organ in organs(text, 0, len(text), self._gazetteer))

    # dates

    def _issued_on(self) -> str | None:
        """The date signed under the notice, else under the text, else the table's."""
        candidates = [*self._paper.signed, *self._dates_of("signed"), *self._dates_of("enacted")]
        candidates += [*self._dates_of("published"), *self._paper.printed]
        return self._believed("issued_on", candidates)

    def _printed_on(self) -> str | None:
        return self._believed("printed_on", self._paper.printed)

    def _dates_of(self, kind: str) -> list[Date]:
        fields = [field for field in self._paper.fields if field.kind == kind]
        return [date for field in fields for date in dates(self._view.norm, field.start, field.end)]

    def _believed(self, name: str, candidates: Iterable[Date]) -> str | None:
        best: Date | None = None
        for date in candidates:
            if date.doubt is not None:
                start, end = self._view.span(date.start, date.end)
                notice = Notice("impossible-date" if date.iso is None else "misprinted-date", date.doubt, start, end)
                if notice not in self._notices:
                    self._notices.append(notice)
            best = best or (date if date.iso is not None else None)
        if best is not None:
            self._mark(name, best.start, best.end)
        return best.iso if best is not None else None


def _bare(title: str) -> str:
    """A title without the 《》 or 〈〉 that stand around all of it; 《…》实施方案 keeps its own."""
    for opening, closing in ("《》", "〈〉"):
        if title.startswith(opening) and title.endswith(closing) and title.count(opening) == title.count(closing) == 1:
            return title[1:-1]
    return title


def _abbreviates(short: str, full: str) -> bool:
    """Whether `full` holds the characters of `short` in their order: 发展改革委 of 发展和改革委员会."""
    rest = iter(full)
    return len(short) < len(full) and all(mark in rest for mark in short)
