"""Where a clause says who answers for it (责任表述): the ranges of its explicit responsibility statements.

A statement is a bracket or a line of its own that names bodies under a label (责任单位：市教育局) or before a verb
(省商务厅牵头). Sentences of running text (由市商务局牵头制定…) are no statements; `kg.duties` reads those.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from kg.bodies import is_body, is_collective, split_names, squeezed, with_seats
from kg.roles import Label, cues, labels, may_label_bodies, verbs
from kg.statements import AS_ABOVE, object_end, sentences, states_rule, true_labels
from kg.view import View

_BRACKET = re.compile(r"[（）〔〕〈〉]")
_OPENERS = "（〔〈"
_LONGEST_OPEN = 120  # characters to the end of its line of a bracket that is never closed
_LONGEST = 800  # characters of a bracket; a longer one is text with a bracket left open
_NO_BODY = re.compile(r"以下(?:简称|称|统称)|负责人|负责任|简称|谁")
# 长期坚持, 2025年底前完成: pieces of a statement that name nobody
_TIMING = re.compile(
    r"[0-9一二三四五六七八九十]+(?:年|月|日|季度)|长期|持续|常年|每年|全年|适时|按期|及时|下\s*同|^等$|底前|前完成"
)
# A line about a task's time or person, its value short: 完成时限：2025年12月底, 责任领导：王某, 【联系人】李某
_FIELD = re.compile(
    r"""
    ^[ ]*〔?(?:
        (?:完成|办结|工作|时间|推进|落实)?(?:时限|期限|节点|进度)(?:要求|安排)? | (?:完成|办结|实施|起止)时间
      | (?:责任|牵头|分管|包抓|包联|联系|督办|市级|县级|区级|州级)(?:市|县|区|州|旗|师)?(?:级)?领导
      | (?:第一)?责任人 | 负责人 | 联系人 | 责任同志
    )(?:〕?[ ]*：|〕)[^\n。；]{1,60}[。；]?$
    """,
    re.VERBOSE | re.MULTILINE,
)
# The persons and the time in front of a label on its line: 责任领导：王某 责任单位：市教育局
_AHEAD = re.compile(
    r"""
    (?:^|(?<=[\n。；！？])) [ ]* (?P<field>
      (?: (?: (?:责任|牵头|分管|包抓|包联|联系|督办|市级|县级|区级)*(?:领导|责任人|负责人|联系人|同志)
          | (?:完成|办结)?(?:时限|时间|期限) ) [ ]?：[^：\n。；]{1,30}(?:[ ]+|；[ ]*))+ ) $
    """,
    re.VERBOSE,
)
# A line behind another that ends with a part: 市商务局牵头，市财政局配合; 由… is a sentence
_OWN_LINE = re.compile(
    r"(?<=\n)[ ]*(?P<said>(?!由)[^\n。：〔]{4,160}(?:负责|牵头|配合|参与|落实|完成|协助|指导))"
    r"(?P<stop>。?)(?=\n|$)"
)
# 加强调度。〔市水务局牵头，市财政局配合。〕完善…: a sentence of its own in front of a paragraph's text; 由… is text
_AT_HEAD = re.compile(
    r"(?:^|(?<=\n))(?:[^\n。；：，]{2,40}。)?[ ]*(?P<said>(?!由|一是)[^\n。：；〔]{4,160}"
    r"(?:牵头|配合|负责|协同|协助|参与))(?P<stop>。)(?=[^\n])"
)
# 改造提升公路560公里。〔州交通运输局牵头，各县配合。〕: the same behind it
_AT_END = re.compile(
    r"(?<=。)[ ]*(?P<said>(?!由|一是)[^\n。：；〔]{4,160}(?:牵头|配合|负责|协同|协助|参与))(?P<stop>。?)[ ]*(?=\n|$)"
)
# 以上任务由市水务局负责。 behind a paragraph's text or on a line of its own
_OF_SECTION = re.compile(
    r"""
    (?: ^ | (?<=[\n。]) ) [ ]* (?P<said>
      (?: (?:以上|上述)(?:各项|重点|主要)?(?:任务|工作|措施|事项) | 本(?:部分|章|节)(?:各项|重点)*(?:任务|工作) ) 均?由
      [^\n。：〔]{4,160}? (?:负责|牵头|配合|参与|落实|完成|协助|指导) (?:，[^\n。，；]{0,20}(?:成效|完成|见效))? )
    (?P<stop>。?) (?=\n|$)
    """,
    re.VERBOSE,
)
_BULLETS = "—●◆★▲■□◇※"  # ——责任单位：, ▲责任单位：
# 市教育局、市财政局〔，排在第一位的为牵头单位〕
_ORDER_BEHIND = re.compile(r"，[^，；。、]{0,10}(?:第一|首)[^，；。、]{0,8}牵头(?:单位|部门)?(?:，下同)?$")
_MINISTRY = re.compile(r"[一-鿿]{2,8}(?:(?<!支|干)部|总局|总署)")  # 水利部, 税务总局; not 党支部
_BUREAU = re.compile(r"[一-鿿]{2,14}(?<![布格大结全当时])局")  # （科技和信息化局） of a 园区 that names its own so
_BARE_FRONT = re.compile(r"各|省|市|区|县|州|盟|旗|国家|自治|全国|兵团|中国|团[省市县区]委")


def find_statements(body: View) -> tuple[tuple[int, int], ...]:
    """Returns the half-open ranges of `body` that are responsibility statements, rising and disjoint.

    Takes （牵头单位：市商务局；责任单位：市公安局）, a line 责任单位：市教育局, （省商务厅牵头）; must leave alone
    （以下简称市商务局） and 负责人.

    >>> text = "完善交易体系。（省商务厅、省公安厅牵头）"
    >>> [text[a:b] for a, b in find_statements(View.whole(text))]
    ['（省商务厅、省公安厅牵头）']
    """
    norm = body.norm
    if "（" not in norm and "〔" not in norm and not cues().search(norm):
        return ()
    found: list[tuple[int, int]] = []
    for start, end in _brackets(norm):
        if (not found or start >= found[-1][1]) and _is_statement(norm, start, end):
            found.append((start, end))
    found.extend(_lines(norm, _reaching(found)))
    found.extend(_unlabelled(norm, _reaching(found)))
    return tuple(_with_fields(norm, sorted(found))) if found else ()


def _with_fields(norm: str, found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The statements with the lines beside them that say when and under whom: 责任领导：王某, 完成时限：2025年底."""
    fields = [match.span() for match in _FIELD.finditer(norm)]
    last = 0
    for start, end in found:
        for a, b in reversed(fields):
            if last <= a and b < start and not norm[b:start].strip():
                start = a
        for a, b in fields:
            if a >= end and not norm[end:a].strip(" \n。；"):
                end = b
        if start >= last:
            yield start, end
            last = end


def _brackets(norm: str) -> list[tuple[int, int]]:
    """The bracket pairs of the text, outer before inner; one left open before a label runs to the end of its line."""
    pairs: list[tuple[int, int]] = []
    open_at: list[int] = []
    for match in _BRACKET.finditer(norm):
        if match.group() in _OPENERS:
            open_at.append(match.start())
        elif open_at:
            pairs.append((open_at.pop(), match.end()))
    for start in open_at:
        end = _line_end(norm, start)
        label = next(labels(norm, start + 1, min(start + 24, len(norm))), None)
        labelled = label is not None and label.start == start + 1 and label.surely
        if norm[start] in "（〔" and (labelled or _ends_a_text(norm, start, end)):
            pairs.append((start, end))
    return sorted(pairs, key=lambda pair: (pair[0], -pair[1]))


def _ends_a_text(norm: str, start: int, end: int) -> bool:
    """Whether a bracket left open holds the rest of its line, behind a sentence: 。（市商务局、市财政局负责⏎."""
    return norm[start - 1 : start] in ("。", "；") and end - start < _LONGEST_OPEN and "）" not in norm[end - 1 : end]


def _line_end(norm: str, start: int) -> int:
    end = norm.find("\n", start)
    return len(norm) if end < 0 else end


def _is_statement(norm: str, start: int, end: int) -> bool:
    """Tells whether the bracket norm[start:end] says who answers for the clause."""
    if norm[start] == "〈" or end - start > _LONGEST:
        return False
    inner = (start + 1, end - 1 if norm[end - 1] in "）〕〉" else end)
    if cues().search(norm, *inner) and (
        any(label.role for label in true_labels(norm, *inner)) or _says_who(norm, *inner)
    ):
        return True
    return AS_ABOVE.fullmatch(norm, *inner) is not None or _names_only(norm, start, end)


def _says_who(norm: str, start: int, end: int) -> bool:
    """（市商务局牵头，市财政局配合做好保障） is a statement; （主要领导负责） and （企业负责、政府监管） are none."""
    if _NO_BODY.search(norm, start, end):
        return False
    stated = False
    for a, b in sentences(norm, start, end):
        if states_rule(norm[a:b]) or not norm[a:b].strip():
            continue
        order = _ORDER_BEHIND.search(norm[a:b])
        said = _said(norm, a, a + order.start() if order else b)
        if said is None:
            return False
        stated |= said
    return stated


def _said(norm: str, start: int, end: int) -> bool | None:
    """Whether a sentence gives bodies a part; None when a piece of it is neither bodies nor their part nor a time."""
    at, stated = start, False
    for verb in verbs(norm, start, end):
        if verb.start < at:
            continue
        bodies = _all_bodies(norm, at, verb.start)
        if stated and not norm[at : verb.start].strip("，、并且同时 "):
            at = object_end(norm, verb.end, end)  # 市商务局负责调度，〔牵头〕组织验收
            continue
        if not bodies and not _TIMING.search(norm, at, verb.start):
            return None
        stated |= bodies
        at = object_end(norm, verb.end, end)
    rest = norm[at:end].strip("，、；。 \n")
    if rest and not _TIMING.search(rest) and not _all_bodies(norm, at, end):
        return None
    return stated


def _all_bodies(norm: str, start: int, end: int) -> bool:
    names = [n for n in split_names(norm, start, end) if not _TIMING.search(norm, n.start, n.end)]
    texts = [squeezed(norm[n.start : n.end]) for n in names]
    return bool(texts) and all(
        borrows or is_body(text) or (is_collective(text) and (len(text) > 2 or text[0] == "各"))
        for text, borrows in zip(texts, with_seats(texts), strict=True)
    )


def _names_only(norm: str, start: int, end: int) -> bool:
    """。（市教育局、市财政局） at the end of a paragraph is a statement; 主管部门（市教育局） is none."""
    before = norm[max(start - 40, 0) : start].rstrip()
    after = norm[end : end + 40].lstrip(" 。")
    ends = before[-1:] in "。；！" or norm[max(start - 1, 0)] == "\n"  # a line of its own may stand behind a table
    if not ends or (after and after[0] != "\n"):
        return False
    inner = norm[start + 1 : end - 1]
    told = [inner[a:b] for a, b in sentences(inner, 0, len(inner)) if not states_rule(inner[a:b])]  # 列首位的为牵头单位
    inner = _ORDER_BEHIND.sub("", "；".join(told))
    texts = [inner[n.start : n.end].rstrip(" 等") for n in split_names(inner, 0, len(inner))]
    if not any(_BARE_FRONT.match(text) or _MINISTRY.fullmatch(text) or _BUREAU.fullmatch(text) for text in texts):
        return False
    borrowed = with_seats(texts)  # 大理市、祥云县、宾川县人民政府
    return all(borrows or _is_bare_name(text) for text, borrows in zip(texts, borrowed, strict=True))


def _is_bare_name(text: str) -> bool:
    return (len(text) > 2 and is_body(text)) or (text[:1] == "各" and is_collective(text))


def _lines(norm: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Labelled lists outside brackets: from a label at the front of a line or a sentence to the end of the line."""
    last = 0
    for label in labels(norm) if may_label_bodies(norm) else ():
        if label.role is None or label.start < last or _inside(taken, label.start, label.start + 1):
            continue
        before = norm[max(label.start - 40, 0) : label.start].rstrip(" ")
        framed = before[-1:] == "〔" and norm[label.start : label.end].rstrip("： ").endswith("〕")
        bullet = len(before) - len(before.rstrip(_BULLETS))
        before = before.rstrip(_BULLETS)
        ahead = _fields_ahead(norm, label)
        if before and ahead is None and before[-1] not in "\n。；！？”）〕" and not framed and label.start > 0:
            continue
        start = norm.rfind("〔", 0, label.start) if framed else label.start - bullet
        start = ahead if ahead is not None else start
        end = _said_end(norm, label.end, _list_end(norm, label.end))
        gap = norm[label.end - 1 : label.end] in ("：", "；", " ", "〕", "）", "为")
        if not gap or not (_begins_with_body(norm, label.end, end) or AS_ABOVE.match(norm, label.end, end)):
            continue
        last = label.end + len(norm[label.end : end].rstrip())
        yield start, last


def _reaching(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The starts of the ranges, rising, each with the furthest end of those up to it."""
    rising = sorted(found)
    return list(zip((start for start, _ in rising), accumulate((end for _, end in rising), max), strict=True))


def _inside(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the ranges that `_reaching` told shares a character with start..end."""
    at = bisect_left(taken, (end,))
    return at > 0 and taken[at - 1][1] > start


def _unlabelled(norm: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines that hold nothing but bodies and their parts, below a clause's text: 市商务局牵头，市财政局配合."""
    for pattern in (_OWN_LINE, _AT_HEAD, _AT_END, _OF_SECTION):
        for line in pattern.finditer(norm):
            start, end = line.span("said")
            if _inside(taken, start, end) or not (pattern is _OF_SECTION or _says_who(norm, start, end)):
                continue
            if pattern not in (_AT_HEAD, _AT_END) or _names_one(norm[start:end]):
                yield start, line.end("stop")


def _names_one(said: str) -> bool:
    """Whether a sentence names a body of its own: not 加强部门协同."""
    names = (said[n.start : n.end] for n in split_names(said, 0, len(said)))
    return any(_BARE_FRONT.match(name) and not is_collective(name) for name in names)


def _fields_ahead(norm: str, label: Label) -> int | None:
    """Where the fields begin that stand before a label on its line: 责任领导：王某 责任单位：市教育局."""
    if not label.surely or norm[label.start - 1 : label.start] not in (" ", "；"):
        return None
    low = max(label.start - 80, 0)
    ahead = _AHEAD.search(norm[low : label.start])
    return low + ahead.start("field") if ahead else None


def _list_end(norm: str, start: int) -> int:
    """The end of the line, or of the lines after it where the list goes on: 市发展改革委、⏎市财政局."""
    if not norm[start : _line_end(norm, start)].strip():
        start = min(_line_end(norm, start) + 1, len(norm))  # the list stands on the line below its label
    end = _line_end(norm, start)
    while end < len(norm):
        following = end + 1, _line_end(norm, end + 1)
        goes_on = norm[start:end].rstrip().endswith(("、", "，")) and _begins_with_body(norm, end + 1, len(norm))
        if not goes_on and not (norm[end - 1] not in "。；" and _is_list_line(norm, *following)):
            break
        end = following[1]
    return end


def _is_list_line(norm: str, start: int, end: int) -> bool:
    """Whether a line holds nothing but bodies: 市总工会 under 责任单位：市人社局."""
    line = norm[start:end].strip()
    if not 3 <= len(line) <= 60 or not _BARE_FRONT.match(line) or "：" in line:
        return False
    names = split_names(line, 0, len(line))
    return bool(names) and all(_is_bare_name(line[n.start : n.end]) for n in names)


def _said_end(norm: str, start: int, end: int) -> int:
    """The end of the statement in norm[start:end]: a sentence that says neither who nor when is text."""
    last = end
    for nth, (a, b) in enumerate(sentences(norm, start, end)):
        text = norm[a:b].strip()
        if nth and text and norm[a - 1] == "。" and not _goes_on(norm, a, b):
            return last
        last = b + 1 if b < end else b
    return end


def _goes_on(norm: str, start: int, end: int) -> bool:
    """Tells whether a sentence behind a labelled list belongs to the statement: 完成时限：2025年底, 市财政局配合."""
    if states_rule(norm[start:end]) or any(label.start <= start + 2 for label in true_labels(norm, start, end)):
        return True
    return end - start < 40 and (_said(norm, start, end) is True or _all_bodies(norm, start, end))


def _begins_with_body(norm: str, start: int, end: int) -> bool:
    """Tells whether a body's name stands first in norm[start:end]: 市商务局、… but not 要高度重视."""
    stop = re.compile(r"[；。\n]").search(norm, min(start + 1, end), end)
    names = split_names(norm, start, stop.start() if stop else end)
    if not names:
        return False
    first = squeezed(norm[names[0].start : names[0].end])
    if is_body(first) or (is_collective(first) and len(first) > 2):
        return True
    verb = next(iter(verbs(norm, names[0].start, names[0].end)), None)
    if verb is not None:
        return is_body(norm[names[0].start : verb.start])
    return len(names) > 1 and all(is_body(norm[n.start : n.end]) for n in names[1:])
