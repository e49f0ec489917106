"""The form of an official paper (公文格式): which line over and under a plan's text is what.

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
from dataclasses import dataclass, field
from functools import cache

from kg.dates import Date, dates
from kg.docnumber import SERIAL
from kg.official import (
    ATTACHMENT_LIST,
    BY_THE_WAY,
    DATE_LINE,
    GLUED_SALUTATION,
    ISSUE,
    ORGAN,
    TITLE_END,
    is_salutation,
)
from kg.terms import load
from kg.view import View
from kg.zones import Zones

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the table that a web page or a database prints: its kind, and where its value stands."""

    kind: str  # number, organ, signed, enacted, published, printed, title
    start: int
    end: int


@dataclass(slots=True)
class Paper:
    """What a paper prints around its text, as ranges of the view; a title may run over several lines."""

    fields: list[Field] = field(default_factory=list)
    red_heads: list[Range] = field(default_factory=list)  # without 文件
    numbers: list[Range] = field(default_factory=list)
    titles: list[tuple[Range, ...]] = field(default_factory=list)  # lines, in front of the plan's text
    salutation: Range | None = None
    handing_over: Range | None = None  # the sentence
    signatures: list[Range] = field(default_factory=list)
    signed: list[Date] = field(default_factory=list)  # best first
    printed: list[Date] = field(default_factory=list)
    foot: list[Range] = field(default_factory=list)  # who printed it


_RED_HEAD = re.compile(r"(?P<organ>[^，。；：《》]{4,60}?)(?:文件|（(?:通知|意见|函|批复|决定|公告|令)）)")
_ORDER_HEAD = re.compile(r"(?P<organ>[一-鿿]{4,30})令")
_ORDER_NUMBER = re.compile(r"第\s?[\d〇零一二三四五六七八九十百]{1,5}\s?号")
# A line that is a number and nothing else: 东政办〔2024〕66号, 青政〔2024〕23号 签发人：…, （国办发〔2019〕4号）
_NUMBER_LINE = re.compile(rf"[（〔]?(?:发?文(?:字)?号\s?：?\s?)?(?P<number>{SERIAL})[）〕]?(?:\s?签发人.*)?")
# A number behind the title or the issuer in one line: …的意见渝府发〔2019〕17号各区县…, 国务院办公厅国办发〔2019〕6号http…
_NUMBER_INSIDE = re.compile(
    rf"""
      (?P<front>(?:通知|意见|方案|办法|决定|规定|措施|批复|公告|细则|要点|报告|函|国务院|办公厅|人民政府|委员会)[）]?\s?)
      (?P<number>(?:(?!国务院|办公厅|人民政府|委员会|的?(?:通知|意见|批复|函〔|决定|报告))[一-鿿]){{1,10}}\s?〔\s?(?:19|20)\d\d\s?〕\s?第?\s?\d{{1,4}}\s?号)
    """,
    re.VERBOSE,
)
_LONE_DATE = re.compile(rf"^{DATE_LINE.pattern}$", re.MULTILINE)
_LINK = re.compile(r"https?：|www\.|原文链接|来\s?源：")
_PRINTED = re.compile(r"(?:印发|印制|印)\s?(?:（共印.*)?$")
_SIGNED_BY_PERSON = re.compile(
    r"(?:总理|省长|市长|县长|区长|州长|盟长|旗长|主席|主任|部长|局长|厅长|行长|署长|会长)\s?[一-鿿·\s]{2,8}$"
)
# （2024年3月1日市政府第5次常务会议审议通过） is about the plan, no part of its title.
_HISTORY = re.compile(r"（[^（）]*(?:通过|发布|公布|修订|修正|印发|施行|批准|起施行)[^（）]*）?")
_ATTACHED = re.compile(r"附\s?[件表录]\s?[-—]?\s?[\d一二三四五六七八九十]{0,3}\s?：?")
# A field's value right behind its label, where the page set no colon: 发文字号青政〔2024〕23号
_VALUE = {
    "number": re.compile(SERIAL),
    "organ": re.compile(r"[一-鿿]{2,12}(?:省|市|县|区|州|盟|旗)|国家|国务院"),
    "signed": re.compile(r"\d{4}[年\-./]\s?\d"),
    "enacted": re.compile(r"\d{4}[年\-./]\s?\d"),
    "published": re.compile(r"\d{4}[年\-./]\s?\d"),
}
# What stands in front of a title on its line: 附件2 乡村绿化美化行动方案, 【中国林业法规】 国家林业和草原局关于…
_GLUED_LABEL = re.compile(
    r"附\s?件\s?[-—]?\s?[\d一二三四五六]{0,2}\s?(?=[一-鿿“《])(?!目录|清单|列表)|〔[一-鿿]{2,10}〕\s?(?=[一-鿿“《]{4})"
)
# …的通知（岳办发〔2017〕2号）, 鲁政发〔2014〕20号《山东省人民政府关于…的实施意见》
_NUMBERED_TITLE = re.compile(
    rf"(?P<title>.{{6,}}(?:通知|意见|方案|办法|决定|规定|措施|计划|规划|批复|公告|细则|要点|函))\s?[（〔](?P<number>{SERIAL})[）〕]"
)
_NUMBER_FIRST = re.compile(
    rf"(?P<number>{SERIAL})\s?(?P<title>(?:《.{{6,}}》|[^，。：]{{6,}})(?:的通知|意见|方案|办法|措施)?》?)"
)
_SIGNATURE = re.compile(rf"{ORGAN}(?:\s{ORGAN})*(?:（(?:代章|盖章|公章|印章)）)?")
_LONGEST_SIGNATURE = 60
_LONGEST_TITLE_LINE = 120
# 一、总则, 1.1编制目的 belong to no title; 2024年工作要点, 12345热线管理办法 may.
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章条]|\d{1,2}(?:\.\d{1,2})*[、.]?(?![\d年月.GgKk+—-])"
)
# A line that goes on with the title above it.
_GOES_ON = re.compile(r"的?(?:通知|意见|决定|批复|公告|通告|函|报告|请示|方案|办法)(?:（[^（）]*）)*|（[^（）]{1,20}）")
_NEW_TITLE = re.compile(r"关于|《|“|中共|国务院|全国|国家|中国|中华|[一-鿿]{2,8}(?:省|市|县|区|州|盟|旗)")


def read_paper(view: View, zones: Zones) -> Paper:
    """Returns what stands around the plan's text; nothing is taken from the text itself.

    Takes "青政〔2024〕23号" on a line of its own; leaves a number that the text cites: "…的通知》（青政〔2024〕23号）要求，…".
    """
    norm = view.norm
    paper = Paper()
    _read_front(norm, zones.head, zones.title, paper)
    for start, end in (zones.closing, zones.tail):
        _read_back(norm, start, end, paper)
    if not paper.signed:
        _read_inside(norm, zones.body, paper)
    return paper


def _lines(norm: str, start: int, end: int) -> list[Range]:
    found: list[Range] = []
    at = start
    while at < end:
        stop = norm.find("\n", at, end)
        stop = end if stop < 0 else stop
        left, right = at, stop
        while left < right and norm[left] == " ":
            left += 1
        while right > left and norm[right - 1] == " ":
            right -= 1
        if left < right:
            found.append((left, right))
        at = stop + 1
    return found


def _read_front(norm: str, head: Range, title: Range | None, paper: Paper) -> None:
    """Reads the lines in front of the plan's text."""
    lines = _unglued(norm, _lines(norm, *head))
    run: list[Range] = []
    skip = _read_fields(norm, lines, paper)
    organs: list[Range] = []
    for index, (start, end) in enumerate(lines):
        if index in skip:
            _close(norm, run, paper)
            continue
        kind = _kind_of(norm, start, end, paper)
        if kind == "title" and title and start == title[0] and run and TITLE_END.search(norm[slice(*run[-1])]):
            _close(norm, run, paper)
        if kind != "organ" and kind != "date":
            organs = []
        if kind == "title":
            run.append((start, end))
            continue
        if kind == "organ" and not _behind_salutation(paper) and not run:
            run.append((start, end))  # the issuer's line over 关于…的通知
            continue
        _close(norm, run, paper)
        if kind == "organ":
            organs.append((start, end))
        elif kind == "date":
            _sign(norm, start, end, organs, paper)
            organs = []
    _close(norm, run, paper)


def _behind_salutation(paper: Paper) -> bool:
    return paper.salutation is not None or paper.handing_over is not None


def _kind_of(norm: str, start: int, end: int, paper: Paper) -> str:
    """What a line in front of the text is; numbers, red heads, salutation and the handing-over sentence are noted."""
    line = norm[start:end]
    if found := _NUMBER_LINE.fullmatch(norm, start, end):
        paper.numbers.append(found.span("number"))
        return "number"
    if _LINK.search(line):
        _inside(norm, start, end, paper)
        return "noise"
    if (found := _RED_HEAD.fullmatch(norm, start, end)) and _is_organ(norm, *found.span("organ")):
        paper.red_heads.append(found.span("organ"))
        return "red head"
    if found := _ORDER_HEAD.fullmatch(norm, start, end):
        paper.red_heads.append(found.span("organ"))
        return "red head"
    if found := _ORDER_NUMBER.fullmatch(norm, start, end):
        paper.numbers.append((start, end))
        return "number"
    if date := _date_line(norm, start, end):
        return "date" if date.end >= end - 12 else "noise"
    if ISSUE.search(line) and line[-1] in "。：！；）" and not TITLE_END.search(line):
        paper.handing_over = paper.handing_over or (start, end)
        if paper.salutation is None and (found := GLUED_SALUTATION.match(norm, start, end)):
            paper.salutation = found.span()
        return "sentence"
    if is_salutation(line):
        paper.salutation = paper.salutation or (start, end)
        return "salutation"
    if (
        BY_THE_WAY.fullmatch(norm, start, end)
        or ATTACHMENT_LIST.fullmatch(norm, start, end)
        or _ATTACHED.fullmatch(norm, start, end)
    ):
        return "noise"
    if _SIGNED_BY_PERSON.match(norm, start, end) or _HISTORY.fullmatch(norm, start, end):
        return "noise"
    if (
        line[-1] in "。；：！"
        or end - start > _LONGEST_TITLE_LINE
        or (len(line) > 60 and "，" in line and not TITLE_END.search(line))
    ):
        return "sentence"
    if _is_organ(norm, start, end):
        return "organ"
    return "noise" if _NUMBERED.match(line) else "title"


def _is_organ(norm: str, start: int, end: int) -> bool:
    """Whether a line is an organ's name; 关于在市场监管领域全面推行 is not, though it ends like one."""
    if end - start > _LONGEST_SIGNATURE or not _SIGNATURE.fullmatch(norm, start, end):
        return False
    line = norm[start:end]
    return not TITLE_END.search(line) and not any(word in line for word in ("关于", "印发", "转发", "推进", "加强"))


def _date_line(norm: str, start: int, end: int) -> Date | None:
    """The date of a line that is a date, with or without the organ that signs: 某区人民政府2024年7月2日."""
    if end - start > _LONGEST_SIGNATURE + 20:
        return None
    for date in dates(norm, start, end):
        front = norm[start : date.start].strip(" \n（")
        behind = norm[date.end : end].strip(" ）")
        if (not front or _SIGNATURE.fullmatch(front)) and (
            not behind or _PRINTED.fullmatch(behind) or BY_THE_WAY.fullmatch(behind)
        ):
            return date
    return None


def _sign(norm: str, start: int, end: int, organs: list[Range], paper: Paper) -> None:
    date = _date_line(norm, start, end)
    if date is None:
        return
    if _PRINTED.search(norm[date.end : end]):
        paper.printed.append(date)
        paper.foot.extend(organs)
        if norm[start : date.start].strip(" \n（"):
            paper.foot.append((start, date.start))
        return
    paper.signed.append(date)
    if paper.signatures:
        return
    paper.signatures.extend(organs)
    if norm[start : date.start].strip(" \n（"):
        paper.signatures.append((start, date.start))


def _close(norm: str, run: list[Range], paper: Paper) -> None:
    """Ends a run of title lines: notes the titles in it, each with its lines."""
    lines: list[Range] = []
    for index, (start, end) in enumerate(run):
        if lines and norm[start:end] == norm[slice(*lines[-1])]:
            continue  # printed twice
        lines.append((start, end))
        after = run[index + 1] if index + 1 < len(run) else None
        if after is None or (TITLE_END.search(norm[start:end]) and _begins(norm, after, lines)):
            paper.titles.append(tuple(lines))
            lines = []
    run.clear()


def _begins(norm: str, line: Range, above: list[Range]) -> bool:
    """Whether a line begins a new title; 消费品以旧换新实施方案的通知 goes on with the one above."""
    text = norm[slice(*line)]
    if _GOES_ON.fullmatch(text):
        return False
    whole = "".join(norm[slice(*each)] for each in above)
    return bool(_NEW_TITLE.match(text)) or text in whole


def _unglued(norm: str, lines: list[Range]) -> list[Range]:
    """Cuts lines that hold title and number at once, and what web copies glue in front.

    Takes "…的意见渝府发〔2019〕17号各区县人民政府：…", "…的通知（岳办发〔2017〕2号）", "附件2 某市…办法", "【法规】某局关于…".
    """
    found: list[Range] = []
    for start, end in lines:
        if (label := _GLUED_LABEL.match(norm, start, end)) and not _marks(norm, start, end):
            start = label.end()
        inside = None if _LINK.search(norm, start, end) else _NUMBER_INSIDE.search(norm, start, min(end, start + 200))
        if inside and norm.count("《", start, inside.start()) > norm.count("》", start, inside.start()):
            inside = None
        if ends := _NUMBERED_TITLE.fullmatch(norm, start, end):
            found += [ends.span("title"), ends.span("number")]
        elif first := _NUMBER_FIRST.fullmatch(norm, start, end):
            found += [first.span("number"), first.span("title")]
        elif inside:
            found += [(start, inside.end("front")), inside.span("number")]
            if inside.end() < end:
                found.append((inside.end(), end))
        else:
            found.append((start, end))
    return found


def _inside(norm: str, start: int, end: int, paper: Paper) -> None:
    """Notes the number of a line that a web copy printed: 国务院办公厅国办发〔2019〕6号http://…"""
    if found := _NUMBER_INSIDE.search(norm, start, end):
        paper.numbers.append(found.span("number"))


def _read_back(norm: str, start: int, end: int, paper: Paper) -> None:
    """Reads the lines behind the plan's text: signature, date, foot, database fields."""
    lines = _lines(norm, start, end)
    skip = _read_fields(norm, lines, paper)
    organs: list[Range] = []
    for index, (a, b) in enumerate(lines):
        if index in skip:
            organs = []
        elif _date_line(norm, a, b):
            _sign(norm, a, b, organs, paper)
            organs = []
        elif _is_organ(norm, a, b):
            organs.append((a, b))
        elif _PRINTED.search(norm[a:b]) and (found := list(dates(norm, a, b))):
            paper.printed.append(found[-1])
            paper.foot.append((a, found[-1].start))
            organs = []
        else:
            organs = []


def _read_inside(norm: str, body: Range, paper: Paper) -> None:
    """Looks for a signature with its date on lines of their own inside the text, as a letter with appendices has it."""
    for found in _LONE_DATE.finditer(norm, *body):
        start, end = found.span()
        lines = _lines(norm, max(body[0], start - 400), start)
        organs: list[Range] = []
        for line in reversed(lines):
            if not _is_organ(norm, *line):
                break
            organs.insert(0, line)
        if organs or norm[start : start + 4].isdigit() is False:
            _sign(norm, start, end, organs, paper)
            return


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Patterns of a field's label, with a colon or bracket behind it and without, and {label: kind}."""
    kinds = {term.form: term.kind for term in load("fields")}
    forms = "|".join(r"\s?".join(form) for form in sorted(kinds, key=lambda form: (-len(form), form)))
    closed = re.compile(rf"(?P<open>〔?)\s?(?P<label>{forms})\s?(?P<close>[：〕]+\s?|$)")
    return closed, re.compile(rf"(?P<open>)(?P<label>{forms})\s?"), kinds


def _marks(norm: str, start: int, end: int) -> list[re.Match[str]]:
    """The labels in a table row; [] for a line that is none.

    Takes "发布机构:青海省人民政府公文时效:有效", "【文号】林生发〔2022〕104号", "索引号015发文字号青政〔2024〕23号".
    """
    closed, bare, kinds = _labels()
    marks = list(closed.finditer(norm, start, end))
    if marks:
        return marks if marks[0].start() == start or marks[0]["open"] else []
    first = bare.match(norm, start, end)
    if first is None:
        return []
    kind, rest = kinds[re.sub(r"\s", "", first["label"])], norm[first.end() : end]
    marks = list(bare.finditer(norm, start, end))
    if len(marks) > 2 or (kind in _VALUE and _VALUE[kind].match(rest)):
        return marks
    return []


def _read_fields(norm: str, lines: list[Range], paper: Paper) -> set[int]:
    """Notes the table fields in `lines`, also one whose value stands on the next line; returns which lines are rows."""
    kinds = _labels()[2]
    rows: set[int] = set()
    waiting: str | None = None
    for index, (start, end) in enumerate(lines):
        marks = _marks(norm, start, end)
        if not marks:
            if waiting and end - start <= _LONGEST_TITLE_LINE:
                _note(waiting, norm, start, end, paper)
                rows.add(index)
            waiting = None
            continue
        rows.add(index)
        waiting = None
        for mark, stop in zip(marks, [*(after.start() for after in marks[1:]), end], strict=True):
            kind = kinds[re.sub(r"\s", "", mark["label"])]
            if mark.end() < stop:
                _note(kind, norm, mark.end(), stop, paper)
            elif stop == end:
                waiting = kind
    return rows


def _note(kind: str, norm: str, start: int, end: int, paper: Paper) -> None:
    while start < end and norm[start] in " ：":
        start += 1
    while end > start and norm[end - 1] in " ，；":
        end -= 1
    if start < end and kind != "other":
        paper.fields.append(Field(kind, start, end))
