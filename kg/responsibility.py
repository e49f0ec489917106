"""Where a clause says who answers for it (责任表述): the ranges of its explicit responsibility statements.

A statement is a bracket or a line of its own that names bodies under a label (责任单位：市教育局) or before a verb
(省商务厅牵头). Sentences of running text (由市商务局牵头制定…) are no statements; `kg.duties` reads those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.view import View

_NOUN = r"(?:单\s*位|部\s*门|主\s*体|机\s*构|科\s*室|处\s*室|地\s*区|方)"
_CUE = (
    r"(?:牵\s*头|责\s*任|配\s*合|负\s*责|主\s*办|协\s*办|会\s*办|承\s*办|协\s*同|协\s*助|协\s*作|参\s*与|参\s*加|主\s*责|主\s*管|"
    r"实\s*施|落\s*实|完\s*成|考\s*核|监\s*督|督\s*办|督\s*导|支\s*持|组\s*织|执\s*行|推\s*进|总\s*牵|指\s*导|验\s*收|成\s*员|主\s*抓)"
)
_LABEL = re.compile(
    rf"""
    (?<![各由向与和及对等])
    (?:第一|主要|首要|共同|具体|市级|省级|县级|区级|市直|省直|州级|县直|区直|相关|直接|总|联合)*
    {_CUE}[、/及和与（〔]*(?:{_CUE})?[、/及和与）〕]*(?:{_CUE})?   # 牵头, 牵头考核, 牵头（责任）, 牵头及配合
    (?:{_NOUN}(?:[（〔/、和及与]*{_NOUN}[）〕]?)?)                # 单位, 部门（单位）, 单位和部门
    (?:及\s*责\s*任\s*人|和\s*责\s*任\s*人|及负责人)?
    \s*[〕）]?\s*
    """,
    re.VERBOSE,
)
_SHORT_LABEL = re.compile(r"(?:牵\s*头|配\s*合|主\s*办|协\s*办|承\s*办|负\s*责|责\s*任|参\s*与|会\s*办)\s*：")
_GUARD = re.compile(r"牵\s*头|责\s*任|负\s*责|配\s*合|落\s*实|主\s*办|协\s*办|承\s*办|参\s*与|分\s*工|单\s*位")
_BRACKET = re.compile(r"[（）〔〕〈〉]")
_OPENERS = "（〔〈"
_BODY_END = (
    r"(?:局|委|办|厅|部|署|院|会|社|行|司|处|所|站|队|联|馆|台|校|园|组|中心|公司|集团|政府|街道|专班|海关|部门|单位|机构|企业|"
    r"区|县|市|镇|乡|旗|盟|州|省|村|城|党组|工信|供电|电网|铁塔|移动|联通|电信|烟草|石油|石化|学|工委|兵团|方面|等|地|下同|人行|团|科)"
)
_NAME = rf"[^，；。：！？（）〔〕\n]{{1,40}}?{_BODY_END}"
_LISTING = re.compile(rf"\s*{_NAME}\s*(?:[、，；。\n（〔〈]|$|等|为|按|分|和|及|牵|负|配|协|参|落)")
_VERB = (
    r"(?:按\s*(?:照)?\s*(?:各自)?\s*职\s*(?:责|能)\s*(?:任)?\s*(?:分\s*工)?\s*(?:分别)?|按\s*(?:照)?\s*分\s*工|"
    r"分\s*工|分\s*别|共\s*同|具\s*体|牵\s*头|负\s*责|配\s*合|落\s*实|参\s*与|协\s*助|协\s*同|实\s*施|组\s*织|推\s*进|"
    r"主\s*办|协\s*办|承\s*办|参\s*加|支\s*持|抓\s*好|做\s*好|完\s*成|持\s*续|联\s*合|推\s*动|会\s*同|督\s*促|指\s*导|工\s*作)"
)
_BY_VERB = re.compile(
    rf"""
    ^\s*(?:由)?\s*{_NAME}(?:（[^（）]*）|〔[^〔〕]*〕|〈[^〈〉]*〉)?\s*(?:等|各自|依法)?\s*[，]?\s*  # 省财政厅、各市人民政府（…）
    {_VERB}
    """,
    re.VERBOSE,
)
_VERB_END = re.compile(
    r"(?:牵\s*头|负\s*责|配\s*合|落\s*实|参\s*与|协\s*助|协\s*同|实\s*施|推\s*进|主\s*办|协\s*办|承\s*办|参\s*加|分\s*工)"
    r"\s*(?:工作)?\s*(?:[，；。、]\s*(?:以)?下\s*同)?\s*[。；，]?\s*$"
)
_STATING = re.compile(r"牵\s*头|负\s*责|配\s*合|分\s*工|落\s*实|主\s*办|承\s*办")
_NO_BODY = re.compile(r"以下(?:简称|称|统称)|负责人|负责任|负责同志|简称|领导|同志|自行|谁")
_BARE = re.compile(r"(?:各|省|市|区|县|州|盟|旗|国家|自治区|全国|兵团)[^，；。：！？（）〔〕、\s]{1,24}")
_BARE_END = re.compile(r"(?:局|委|办|厅|部|署|院|会|社|行|中心|公司|集团|政府|管委会|部门|单位|街道|团市委|团省委|联)$")


def find_statements(body: View) -> tuple[tuple[int, int], ...]:
    """Returns the half-open ranges of `body` that are responsibility statements, rising and disjoint.

    Takes （牵头单位：市商务局；责任单位：市公安局）, a line 责任单位：市教育局, （省商务厅牵头）; must leave alone （以下简称市商务局）
    and 负责人.

    >>> text = "完善交易体系。（省商务厅、省公安厅牵头）"
    >>> [text[a:b] for a, b in find_statements(View.whole(text))]
    ['（省商务厅、省公安厅牵头）']
    """
    norm = body.norm
    if not _GUARD.search(norm) and "。（" not in norm:
        return ()
    found: list[tuple[int, int]] = []
    for start, end in _groups(norm):
        if found and start < found[-1][1]:
            continue
        if _is_statement(norm, start, end):
            found.append((start, end))
    found.extend(_lines(norm, found))
    return tuple(sorted(found))


def _groups(norm: str) -> list[tuple[int, int]]:
    """The bracket pairs of the text, outer before inner; one left open before a label runs to the end of its line."""
    pairs: list[tuple[int, int]] = []
    open_at: list[int] = []
    for match in _BRACKET.finditer(norm):
        if match.group() in _OPENERS:
            open_at.append(match.start())
        elif open_at:
            pairs.append((open_at.pop(), match.end()))
    for start in open_at:
        label = _LABEL.match(norm, start + 1)
        if norm[start] in "（〔" and label and norm[label.end() : label.end() + 1] == "：":
            line_end = norm.find("\n", label.end())
            pairs.append((start, len(norm) if line_end < 0 else line_end))
    return sorted(pairs, key=lambda pair: (pair[0], -pair[1]))


def _is_statement(norm: str, start: int, end: int) -> bool:
    """Tells whether the bracket norm[start:end] says who answers for the clause."""
    if norm[start] == "〈":
        return False
    closed = norm[end - 1] in "）〕〉"
    inner = norm[start + 1 : end - 1 if closed else end].strip()
    return _labelled(inner) or _by_verb(inner) or _bare(norm, start, end, inner)


def _labelled(inner: str) -> bool:
    """（6月底完成，牵头考核单位：市审批服务局) is one; （包括牵头单位自身） is none."""
    for match in _LABEL.finditer(inner):
        at_front = match.start() == 0 or inner[match.start() - 1] in "，；。、 \n："
        following = inner[match.end() :]
        if at_front and following[:1] == "：":
            return True
        if at_front and following[:1] in "；;" and _LISTING.match(following[1:]):
            return True
        if match.start() == 0 and _LISTING.match(following):
            return True
    short = _SHORT_LABEL.match(inner)
    return bool(short and _LISTING.match(inner[short.end() :]))


def _by_verb(inner: str) -> bool:
    """（省商务厅、省公安厅牵头） is one; （主要领导负责） and （谁主管、谁负责） are none."""
    if len(inner) > 600 or _NO_BODY.search(inner) or not _STATING.search(inner):
        return False
    return bool(_BY_VERB.match(inner) and _VERB_END.search(inner)) or bool(_FIRST_NAME.match(inner) and _VERB_END.search(inner))


_FIRST_NAME = re.compile(rf"\s*(?:由)?{_NAME}\s*(?:[、，（〔〈]|和|及)")


def _bare(norm: str, start: int, end: int, inner: str) -> bool:
    """。（市教育局、市财政局） at the end of a paragraph is one; 主管部门（市教育局） is none."""
    before = norm[:start].rstrip()
    after = norm[end:].lstrip(" ")
    if before[-1:] not in "。；！" or (after and after[0] != "\n"):
        return False
    items = [item.strip() for item in re.split(r"[、，；]", inner)]
    return all(_BARE.fullmatch(item) and _BARE_END.search(item) for item in items)


def _lines(norm: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Labelled lists outside brackets: from a label at the front of a line or a sentence to the end of the line."""
    last = 0
    for match in _LABEL.finditer(norm):
        start = match.start()
        if start < last or any(a <= start < b for a, b in taken):
            continue
        before = norm[:start].rstrip(" ")
        if before and before[-1] not in "\n。；！？”）〕〔":
            continue
        opened = before[-1:] == "〔" and "〕" in match.group()
        mark = norm[match.end() : match.end() + 1]
        rest = match.end() + (mark in ("：", "；"))
        spaced = opened or mark in ("：", "；") or match.group().endswith(" ")
        if not spaced or not _LISTING.match(norm, rest):
            continue
        end = norm.find("\n", rest)
        end = len(norm) if end < 0 else end
        while end < len(norm) and norm[:end].rstrip()[-1:] in "、，；" and _LISTING.match(norm, end + 1):
            further = norm.find("\n", end + 1)
            end = len(norm) if further < 0 else further
        begin = len(before) - 1 if opened else start
        last = rest + len(norm[rest:end].rstrip())
        yield begin, last
