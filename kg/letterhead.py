"""One line over or under a plan's text (公文格式的一行): what it is, judged by the line alone.

Each rule is one small function named for what it sees; `kind_of` asks them in the order of `RULES`. What the lines of a
paper mean together is for `kg.paper`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from kg.dates import Date, dates
from kg.docnumber import SERIAL
from kg.fields import Range, marks
from kg.official import (
    ATTACHMENT_LIST,
    BY_THE_WAY,
    DATE,
    GLUED_SALUTATION,
    ISSUE,
    ORGAN,
    TITLE_END,
    is_salutation,
)

Kind = Literal["number", "red head", "date", "handing over", "salutation", "organ", "title", "other"]


class Line(NamedTuple):
    """What a line is; norm[start:end] is what it holds of that: the number without 签发人, the organ without 文件."""

    kind: Kind
    start: int
    end: int


LONGEST_SIGNATURE = 60
_LONGEST_TITLE = 120
_TITLED = r"(?:通知|意见|方案|办法|决定|规定|措施|计划|规划|批复|公告|细则|要点|函)"
# 东政办〔2024〕66号, 青政〔2024〕23号 签发人：…, （国办发〔2019〕4号）
_NUMBER = re.compile(rf"[（〔]?(?:发?文字?号\s?：?\s?)?(?P<number>{SERIAL})[）〕]?(?:\s*签发人.*)?")
# 第707号 under 中华人民共和国国务院令, 2023年第2号 under 某市人民政府公告; both on one line
_SERIAL = r"(?:\d{4}年)?第\s?[\d〇零一二三四五六七八九十百]{1,5}\s?号"
_ORDER_NUMBER = re.compile(
    rf"(?P<number>[一-鿿]{{3,30}}(?:令|公告|通告)\s?(?:（{_SERIAL}）|{_SERIAL}))|（?(?P<bare>{_SERIAL})）?"
)
# A number behind the title or the issuer: …的意见渝府发〔2019〕17号各区县…, 国务院办公厅国办发〔2019〕6号http…
_NUMBER_INSIDE = re.compile(
    r"""
      (?P<front>
        (?: 通知 | 意见 | 方案 | 办法 | 决定 | 规定 | 措施 | 批复 | 公告 | 细则 | 要点 | 报告 | 函
          | 国务院 | 办公厅 | 人民政府 | 委员会 | 文件 ) ）?\s?)
      (?P<number>
        (?: (?! 国务院 | 办公厅 | 人民政府 | 委员会 | 文件 | 的?(?:通知|意见|批复|函〔|决定|报告) ) [一-鿿] ){1,10}
        \s?〔\s?(?:19|20)\d\d\s?〕\s?第?\s?\d{1,4}\s?号)
    """,
    re.VERBOSE,
)
# Where a salutation may begin inside a line, and a signature with its date that the text in front is glued to.
_BEFORE_ADDRESS = re.compile(
    rf"(?:的(?:紧急)?{_TITLED}|的报告|的答复|〔\d{{4}}〕\s?\d{{1,4}}\s?号)(?:（[^（）]*）)?(?=[各国有省市县区驻机一-鿿])"
)
_SIGNED = re.compile(rf"(?<=[。）])[一-鿿（）·、\s]{{0,300}}{DATE}(?:\s?（[^（）]{{2,16}}）)?")
# 海东市人民政府办公室文件, 某省人民政府办公厅（通知）, 江西省人民政府令
_RED_HEAD = re.compile(r"(?P<organ>[^，。；：《》]{4,60}?)(?:文件|（(?:通知|意见|函|批复|决定|公告|令)）)")
_ORDER_HEAD = re.compile(r"(?P<organ>[一-鿿]{3,30})(?:令|公告|通告)")
_LINK = re.compile(r"https?：|www\.|原文链接|来\s?源：")
_PRINTED = re.compile(r"(?:印发|印制|印)\s?(?:（共印.*)?$")
_BY_PERSON = re.compile(r"(?:总理|[省市县区州盟旗部局厅行署会]长|主席|主任)\s?[一-鿿·\s]{2,8}$")
# （2024年3月1日市政府第5次常务会议审议通过） is about the plan, no part of its title.
_HISTORY = re.compile(r"（[^（）]*(?:通过|发布|公布|修订|修正|印发|施行|批准)[^（）]*）?")
_LABEL = re.compile(r"附\s?[件表录]\s?[-—]?\s?[\d一二三四五六七八九十]{0,3}\s?：?")
# 一、总则, 1.1编制目的 are no titles; 2024年工作要点, 12345热线管理办法 may be.
_NUMBERED = re.compile(
    r"""
      [一二三四五六七八九十]{1,3}、 | （[一二三四五六七八九十]{1,3}） | 第[一二三四五六七八九十]{1,3}[章条]
    | \d{1,2}(?:\.\d{1,2})*[、.]?(?![\d年月.GgKk+—-])
    """,
    re.VERBOSE,
)
# The number under which a province registers its rules: HHCR-2023-01005
_REGISTERED = re.compile(r"[A-Z]{1,8}[-—]?\d[-—\d]{4,18}")
_SIGNATURE = re.compile(rf"{ORGAN}(?:\s{ORGAN})*(?:（(?:代章|盖章|公章|印章)）)?")
_SIGNERS = re.compile(rf"[一-鿿（）·、\s]{{0,260}}{_SIGNATURE.pattern}")
_OF_TITLES = re.compile(r"关于|《|的通知")
# Words of titles: 关于在市场监管领域全面推行 ends like an organ and is none.
_NOT_OF_ORGANS = re.compile(r"关于|印发|转发|推进|加强")
# What stands in front of a title on its line: 附件2 乡村绿化美化行动方案, 【中国林业法规】 国家林业和草原局关于…
_GLUED_LABEL = re.compile(
    r"附\s?件\s?[-—]?\s?[\d一二三四五六]{0,2}\s?(?=[一-鿿“《])(?!目录|清单|列表)|〔[一-鿿]{2,10}〕\s?(?=[一-鿿“《]{4})"
)
_TITLE_THEN_NUMBER = re.compile(rf"(?P<first>.{{6,}}{_TITLED})\s?[（〔](?P<second>{SERIAL})[）〕]")
_NUMBER_THEN_TITLE = re.compile(
    rf"(?P<first>{SERIAL})\s?(?P<second>(?:《.{{6,}}》|[^，。：]{{6,}})(?:的通知|意见|方案|办法|措施)?》?)"
)


def kind_of(norm: str, start: int, end: int) -> Line:
    """Returns what the line norm[start:end] is; a line that no rule sees may be part of a title.

    >>> line = "海东市人民政府办公室文件"
    >>> kind_of(line, 0, len(line))
    Line(kind='red head', start=0, end=10)
    """
    for rule in RULES:
        if found := rule(norm, start, end):
            return found
    return Line("title", start, end)


def number_line(norm: str, start: int, end: int) -> Line | None:
    """Takes "东政办〔2024〕66号", "第707号"; leaves a number that a sentence cites."""
    if found := _NUMBER.fullmatch(norm, start, end):
        return Line("number", *found.span("number"))
    if found := _ORDER_NUMBER.fullmatch(norm, start, end):
        return Line("number", *found.span("number" if found["number"] else "bare"))
    return None


def ordering(norm: str, start: int, end: int) -> Range | None:
    """Where the organ stands in "江西省人民政府令第249号", "某局公告（2023年第2号）"; None in other numbers."""
    found = _ORDER_HEAD.match(norm, start, end)
    return found.span("organ") if found else None


def link_line(norm: str, start: int, end: int) -> Line | None:
    """Takes a web page's line "国务院 国发〔2019〕3号 http://…" with the number in it, "来源：某市政府网"."""
    if not _LINK.search(norm, start, end):
        return None
    found = _NUMBER_INSIDE.search(norm, start, end)
    return Line("number", *found.span("number")) if found else Line("other", start, end)


def red_head(norm: str, start: int, end: int) -> Line | None:
    """Takes "海东市人民政府办公室文件", "江西省人民政府令"; leaves "关于全面推行规范性文件"."""
    for shape in (_RED_HEAD, _ORDER_HEAD):
        if (found := shape.fullmatch(norm, start, end)) and is_organ(norm, *found.span("organ")):
            return Line("red head", *found.span("organ"))
    return None


def date_line(norm: str, start: int, end: int) -> Line | None:
    """Takes "2024年7月3日", "某区人民政府2024年7月2日", "某办公室 2024年7月4日印发"."""
    return Line("date", start, end) if date_of(norm, start, end) else None


def handing_over(norm: str, start: int, end: int) -> Line | None:
    """Takes "现将《…》印发给你们，请认真贯彻执行。"; leaves "关于印发《…》的通知"."""
    line = norm[start:end]
    if ISSUE.search(line) and line[-1] in "。：！；）" and not TITLE_END.search(line):
        return Line("handing over", start, end)
    return None


def salutation(norm: str, start: int, end: int) -> Line | None:
    """Takes "各县区人民政府，市政府各部门："."""
    return Line("salutation", start, end) if is_salutation(norm[start:end]) else None


def by_the_way(norm: str, start: int, end: int) -> Line | None:
    """Takes "（此件公开发布）", "附件", "附件：某市…方案", "省长 某某", "（2024年3月1日通过）", "HHCR-2023-01005"."""
    whole = (BY_THE_WAY, ATTACHMENT_LIST, _LABEL, _HISTORY, _REGISTERED)
    if any(shape.fullmatch(norm, start, end) for shape in whole) or _BY_PERSON.match(norm, start, end):
        return Line("other", start, end)
    return None


def sentence(norm: str, start: int, end: int) -> Line | None:
    """Takes what ends like a sentence, is as long as one, or bears a clause's number; leaves a long title."""
    line = norm[start:end]
    long = len(line) > 60 and "，" in line and not TITLE_END.search(line)
    if line[-1] in "。；：！" or len(line) > _LONGEST_TITLE or long or _NUMBERED.match(line):
        return Line("other", start, end)
    return None


def organ(norm: str, start: int, end: int) -> Line | None:
    """Takes "海东市人民政府办公室", "某市商务局 某市财政局"."""
    return Line("organ", start, end) if is_organ(norm, start, end) else None


RULES: tuple[Callable[[str, int, int], Line | None], ...] = (
    number_line,
    link_line,
    red_head,
    date_line,
    handing_over,
    salutation,
    by_the_way,
    sentence,
    organ,
)


def is_organ(norm: str, start: int, end: int) -> bool:
    """Whether norm[start:end] is the name of an organ, or of several with spaces between."""
    if end - start > LONGEST_SIGNATURE or not _SIGNATURE.fullmatch(norm, start, end):
        return False
    line = norm[start:end]
    return not TITLE_END.search(line) and not _NOT_OF_ORGANS.search(line)


def date_of(norm: str, start: int, end: int) -> Date | None:
    """The date of a line that is one, with or without the organ that signs in front and 印发 behind."""
    if end - start > 6 * LONGEST_SIGNATURE:
        return None
    for date in dates(norm, start, end):
        front = norm[start : date.start].strip(" \n（")
        behind = norm[date.end : end].strip(" ）")
        ended = not behind or _PRINTED.fullmatch(behind) or BY_THE_WAY.fullmatch(behind)
        if ended and (not front or (_SIGNERS.fullmatch(front) and not _NOT_OF_ORGANS.search(front))):
            return date
    return None


def says_printed(norm: str, start: int, end: int) -> bool:
    """Whether norm[start:end] ends with 印发, as the foot of a paper does."""
    return _PRINTED.search(norm[start:end]) is not None


def addressed(norm: str, start: int, end: int) -> bool:
    """Whether a line begins with a salutation that the text behind is glued to."""
    return GLUED_SALUTATION.match(norm, start, end) is not None


def unglued(norm: str, start: int, end: int, title: int | None = None) -> list[Range]:
    """Cuts a line that holds several things at once; `title` is where the plan's own title begins.

    Takes "…的意见渝府发〔2019〕17号各区县人民政府：…", "…的通知（岳办发〔2017〕2号）", "附件2 某市…办法", and a whole
    head on one line; leaves "《…的通知》（青政〔2024〕23号）要求".
    """
    if (label := _GLUED_LABEL.match(norm, start, end)) and not marks(norm, start, end):
        start = label.end()
    for shape in (_TITLE_THEN_NUMBER, _NUMBER_THEN_TITLE):
        if found := shape.fullmatch(norm, start, end):
            return [found.span("first"), found.span("second")]
    if _LINK.search(norm, start, end):
        return [(start, end)]
    cuts = {start, end, *_number_cuts(norm, start, end), *_address_cuts(norm, start, end)}
    cuts.update(edge for found in _SIGNED.finditer(norm, start, end) for edge in found.span())
    if title is not None and start < title < end:
        cuts.add(title)
    points = sorted(cut for cut in cuts if start <= cut <= end)
    return list(pairwise(points))


def _number_cuts(norm: str, start: int, end: int) -> tuple[int, ...]:
    """Around the number behind title or red head."""
    inside = _NUMBER_INSIDE.search(norm, start, min(end, start + 300))
    if inside is None or norm.count("《", start, inside.start()) > norm.count("》", start, inside.start()):
        return ()
    return inside.end("front"), inside.end()


def _address_cuts(norm: str, start: int, end: int) -> Iterator[int]:
    """Around the salutation behind title or number: …的通知各区人民政府，市政府各部门：现将…"""
    for found in _BEFORE_ADDRESS.finditer(norm, start, min(end, start + 400)):
        address = GLUED_SALUTATION.match(norm, found.end(), end)
        if address and not _OF_TITLES.search(address.group()):
            yield found.end()
            yield address.end()
            return
    address = GLUED_SALUTATION.match(norm, start, end)
    if address and address.end() < end and not _OF_TITLES.search(address.group()):
        yield address.end()
