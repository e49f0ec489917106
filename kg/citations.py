"""Citations (引用): every policy document that a text refers to, by 《title》, by number, or in passing.

根据《青海省人民政府关于印发推动…的通知》（青政〔2024〕23号）要求    implements, with title and number
推广普及《城市居家适老化改造指导手册》                            mentions
国家、省、威海市关于推动…决策部署                                implements, not specific (see `kg.allusions`)

A title belongs to the word nearest in front of it; titles joined by 、 和 及 share it. The plan's own title is
`is_self`, a text that the plan's own title carries out (贯彻落实〈…〉分工方案) is one it implements. Books, newspapers,
films and forms are no citations.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.allusions import Passage, allusions
from kg.cited import numbered
from kg.citing import STOP, words
from kg.docnumber import SERIAL, number_of
from kg.lone_numbers import NUMBER_PATTERN, lone_numbers, overlaps, words_ahead
from kg.records import Citation, Head, Parsed, Relation
from kg.titles import bare_genre, carried, ends_in_genre, parents_named, same_title, squash
from kg.view import View

_INNER = r"(?:[^《》。；]|《(?:[^《》]|《[^《》]{0,80}》){0,120}》)"
_GOES_ON = (
    r"[一-鿿]{0,8}(?:方案|意见|办法|细则|措施|通知|分工)"  # 〈…〉 inside a title without 《》: 贯彻落实〈…〉分工方案
)
TITLE = re.compile(rf"《(?P<title>{_INNER}{{2,200}})》|〈(?P<angle>[^〈〉《》。；\n]{{6,80}})〉(?!{_GOES_ON})")
_TAIL = re.compile(
    rf"""
      (?:\s?（(?:试行|暂行|修订|草案|征求意见稿|\d{{4}}年版)）)?
      (?P<notes>\s?〔[^〔〕]{{4,40}}号〕                                       # 【青政（2024）23号】
        |(?:\s?（[^（）]{{0,60}}(?:（[^（）]{{0,20}}）[^（）]{{0,30}}){{0,2}}）){{0,2}})  # （国发〔2004〕20号，以下…）
      (?P<number>\s?{SERIAL})?
    """,
    re.VERBOSE,
)
_SHORT = re.compile(r"以下(?:简|统|合)?称(?:为)?[：]?\s?[“”’《〈]?(?P<short>[^“”’《》〈〉（），。]{2,24})[”’》〉]?")
# What may stand behind a title and belongs to its quotation: 等文件精神, 有关规定, 要求
_BEHIND = re.compile(
    r"等?(?:有关)?(?:法律法规|法律|法规|文件|政策)?的?(?:有关|相关|工作)?(?:精神和要求|精神|要求|规定|部署|安排)|等?文件|(?=)"
)
# 抓好《…》贯彻落实; not 《…》实施以来, 《…》落实情况
_CARRIED_OUT = re.compile(
    r"(?:等)?(?:文件)?(?:精神)?(?:的)?(?:贯彻落实|贯彻实施|贯彻执行|落地落实|落实落地|落地见效|贯彻|落实|落地|执行)(?!情况|以来|以后|后|期间|中|不力)"
)
_COMPANION = re.compile(r"(?:的)?配套(?:文件|政策|细则|措施|办法)")
_ISSUED = re.compile(
    r"(?:（[^（）]*）)?(?:已经|业经|已|经)[^。；]{2,60}?(?:通过|同意|批准|审定|研究)|印发给|(?:（[^（）]*）)?，?现(?:予以?)?(?:印发|发布|公布)"
)
_ISSUER = re.compile(
    r"(?P<issuer>[一-鿿、\s]{0,40}(?:政府|国务院|中央|委员会|办公[厅室]|[省市县区委厅局部署院会办]))(?:联合)?(?:印发的?|发布的?|制定的?|出台的?|下发的?)?$"
)
# lists that are filled in; 负面清单 and 责任清单 are given out
_FORM_LIST = re.compile(r"(?:材料|资料|物品|设备|样品|证件|货物|工程量|费用|报价|名册|文件|问题|检查)清单$")
_OPENERS = frozenset({"抓好", "做好", "推动", "推进", "加快", "组织", "开展"})
_LONGEST_SENTENCE = 1500


@dataclass(frozen=True, slots=True)
class _Governor:
    """The word that a title belongs to."""

    relation: Relation
    word: str
    start: int  # of the word, in the view


@dataclass(slots=True)
class _Reader:
    """What has been read of one document so far: short titles are told once and used later."""

    text: str
    norm: str
    masked: str  # titles blotted out, so that their words govern nothing
    head: Head
    short: dict[str, Passage] = field(default_factory=dict)
    last: Passage | None = None
    last_end: int = 0
    governor: _Governor | None = None


def citations(view: View, head: Head, parsed: Parsed) -> tuple[Citation, ...]:
    """Returns the documents that a text refers to, in the order of the text.

    >>> from kg.records import Head, Parsed
    >>> found = citations(View.whole("根据《某省设备更新方案》（某政〔2024〕2号）要求。"), Head(), Parsed((), ()))
    >>> [(c.title, c.doc_number, c.relation) for c in found]
    [('某省设备更新方案', '某政〔2024〕2号', 'implements')]
    """
    norm = view.norm
    masked = TITLE.sub(_blot, norm) if "《" in norm or "〈" in norm else norm
    titled = list(_titled(_Reader(view.text, norm, masked, head)))
    taken = [(p.start, p.end) for p in titled]
    alone = [p for p in lone_numbers(norm, masked, head, taken) if not _overlaps(p, taken)]
    taken += [(p.start, p.end) for p in alone]
    rest = [*alone, *(p for p in allusions(masked, view.text) if not _overlaps(p, taken))]
    paths = _paths(parsed)
    found = [_citation(view, passage, paths) for passage in (*titled, *rest) if passage.rule != "left-out"]
    found += _of_own_title(head)
    unique = {(c.start, c.end, c.title, c.doc_number): c for c in found}
    return numbered(sorted(unique.values(), key=lambda c: (c.start, c.end, c.title or "")))


def _blot(found: re.Match[str]) -> str:
    return "《" + "□" * (found.end() - found.start() - 2) + "》"


def _titled(reader: _Reader) -> Iterator[Passage]:
    """The documents named in 《》, each with the number and the short title in the brackets behind it."""
    for found in TITLE.finditer(reader.norm):
        if found.start() < reader.last_end:
            continue  # （以下简称《决定》）
        tail = _TAIL.match(reader.norm, found.end())
        notes, end = (tail["notes"], tail.end()) if tail else ("", found.end())
        governor = _governor(reader, found.start())
        reader.governor, reader.last_end = governor, end
        title = _printed(reader.text[found.start() + 1 : found.end() - 1])
        passage = _passage(reader, found, title, end, notes, governor)
        if passage is not None:
            yield passage


def _passage(
    reader: _Reader, found: re.Match[str], title: str, end: int, notes: str, governor: _Governor | None
) -> Passage | None:
    """The passage of one 《title》; None for what is no policy document or cannot be told."""
    known = reader.short.get(squash(title))
    if known is None and bare_genre(title):
        known = _meant(reader, title)
        if known is None:
            return None
    own = _is_own(reader, found, title, end)
    number = number_of(_number_in(reader.norm, found.end(), end))
    after = reader.masked[end : end + 24]
    relation, rule = _relation(reader.masked, governor, after, found.start())
    if known is None and not own and not _is_policy(title, reader, found, end, number is not None, relation):
        return None
    if found["angle"] and not ends_in_genre(title):
        return None
    start, stop = _quoted(reader.masked, found.start(), end, governor)
    issuer = _issuer_in_front(reader.masked, found.start(), governor)
    passage = Passage(start, stop, relation, rule, title, number.printed if number else None, True, issuer, own)
    if own:
        passage = replace(passage, relation="mentions", rule="own")
    if known is not None:
        passage = replace(
            passage,
            title=known.title,
            doc_number=known.doc_number,
            issuer=known.issuer,
            is_self=known.is_self,
            relation="mentions" if known.is_self else relation,
            rule="short-title",
        )
    if short := _SHORT.search(notes):
        reader.short[squash(short["short"])] = passage
    if known is None and not own:
        reader.last = passage
    return passage


def _printed(title: str) -> str:
    """A title's value: without the white space that wrapped it, words of Latin letters kept apart."""
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", title).strip()


def _number_in(norm: str, start: int, end: int) -> str:
    found = NUMBER_PATTERN.search(norm, start, end)
    if not found:
        return ""
    return found.group() if norm[found.start() - 1] in "（〔" else found.group()[words_ahead(found.group()) :]


def _governor(reader: _Reader, start: int) -> _Governor | None:
    """The word that governs the title at `start`: the nearest in front, or that of the title it is joined to."""
    masked = reader.masked
    floor = max(start - _LONGEST_SENTENCE, 0)
    opening = max(masked.rfind(stop, floor, start) for stop in STOP) + 1
    joined = reader.last_end > opening
    left = reader.last_end if joined else max(opening, floor)
    between = masked[left:start]
    cue = None
    for cue in words().cue.finditer(between):  # noqa: B007  the last one counts
        pass
    if cue is None:
        one = joined and (between.strip() == "，" or "，" not in between) and len(between) <= 60
        return reader.governor if one else None
    if re.search("[，：]", between[cue.end() :]):
        return None
    return _Governor(words().relation[cue.group()], cue.group(), left + cue.start())


def _relation(masked: str, governor: _Governor | None, after: str, start: int) -> tuple[Relation, str]:
    """implements for 根据《…》, 抓好《…》贯彻落实, 为《…》的配套文件; mentions for 修订《…》 and for a title alone."""
    if _COMPANION.match(after) and masked[:start].endswith(("为", "是")):
        return "implements", "companion"
    if governor is not None and governor.relation == "implements":
        return "implements", f"title:{governor.word}"
    if _CARRIED_OUT.match(after) and (governor is None or governor.word in _OPENERS):
        return "implements", "title:落实"
    return "mentions", f"title:{governor.word}" if governor else "title"


def _quoted(masked: str, start: int, end: int, governor: _Governor | None) -> tuple[int, int]:
    """From the governing word to 要求 or 精神 behind the title; only the title where others stand between."""
    if governor is not None and "》" not in masked[governor.start : start]:
        start = governor.start
    behind = _BEHIND.match(masked, end)
    return start, behind.end() if behind else end


def _issuer_in_front(masked: str, start: int, governor: _Governor | None) -> str | None:
    """国务院 of 为贯彻落实国务院《…》, 省政府 of 落实省政府《…》."""
    left = max(governor.start + len(governor.word) if governor else start - 30, start - 60)
    front = masked[max(left, 0) : start]
    found = _ISSUER.search(re.split(r"[》）和及]", front)[-1])
    issuer = re.sub(r"\s+|^[据由经]", "", found["issuer"]).strip("、") if found else ""
    return issuer if issuer and issuer[0] not in "你我该本" else None


def _is_own(reader: _Reader, found: re.Match[str], title: str, end: int) -> bool:
    """Whether a title is the plan's own: as its head says or, where it says none, what the notice hands over."""
    head = reader.head
    if head.title or head.notice_title:
        own = (head.title, head.notice_title, carried(head.notice_title) if head.notice_title else None)
        return any(same_title(title, one) for one in own)
    front = reader.masked[max(found.start() - 12, 0) : found.start()]
    return bool(_ISSUED.match(reader.masked, end)) or front.rstrip().endswith(("现将", "现印发", "现发布", "现公布"))


def _meant(reader: _Reader, title: str) -> Passage | None:
    """What 《方案》 means where no short title was told: the plan itself, or the document named last, if it is one."""
    own = reader.head.title or ""
    genre = squash(title)
    if squash(re.sub(r"[（(][^（()）]*[)）]$", "", own)).endswith(genre):
        return Passage(0, 0, "mentions", "own", own, None, True, None, True)
    last = reader.last
    return last if last is not None and ends_in_genre(last.title or "", genre) else None


def _is_policy(title: str, reader: _Reader, found: re.Match[str], end: int, numbered: bool, relation: Relation) -> bool:
    """Takes 条例, 方案, 规程, 名录; leaves 申请表, 许可证, 日报, a film, a book; an unknown ending needs a witness."""
    told = words()
    plain = squash(title)
    if plain in told.known or numbered:
        return True
    front, after = reader.masked[max(found.start() - 10, 0) : found.start()], reader.masked[end : end + 10]
    if told.media.search(re.split("[，。；]", front)[-1]) or told.media.search(re.split("[，。；]", after)[0]):
        return ends_in_genre(title) and len(plain) >= 8
    bare = re.sub(r"（[^（）]*）$", "", plain)
    if told.paper.search(bare) and (not bare.endswith("清单") or _FORM_LIST.search(bare)):
        return False
    return ends_in_genre(title) or relation == "implements" or "标准" in after or "规范" in after


def _overlaps(passage: Passage, taken: list[tuple[int, int]]) -> bool:
    return overlaps(passage.start, passage.end, taken)


def _paths(parsed: Parsed) -> list[tuple[int, int, str]]:
    if parsed.zones:
        return sorted((z.start, z.end, z.path) for z in parsed.zones if z.path is not None)
    return sorted((c.start, c.end, c.path) for c in parsed.clauses)


def _citation(view: View, passage: Passage, paths: list[tuple[int, int, str]]) -> Citation:
    start, end = view.span(passage.start, passage.end)
    at = bisect_right(paths, (start, len(view.text) + end, "\U0010ffff")) - 1
    clause = paths[at][2] if at >= 0 and paths[at][0] <= start < paths[at][1] else None
    return Citation(
        quote=view.text[passage.start : passage.end],
        relation=passage.relation,
        specific=passage.specific,
        start=start,
        end=end,
        rule=passage.rule,
        clause=clause,
        title=passage.title,
        doc_number=passage.doc_number,
        is_self=passage.is_self,
        issuer=passage.issuer,
    )


def _of_own_title(head: Head) -> list[Citation]:
    """What the plan's own title says it carries out: 海东市贯彻落实〈青海省…实施方案〉分工方案."""
    spans = {name: (start, end) for name, start, end in head.spans}
    found: dict[str, Citation] = {}
    for name, title in (("title", head.title), ("notice_title", head.notice_title)):
        for parent in parents_named(title) if title else ():
            if squash(parent) == squash(head.title or ""):
                continue  # 转发…《…》的通知 over the text itself
            start, end = spans.get(name, (0, 0))
            found.setdefault(
                squash(parent),
                Citation(title or "", "implements", True, start, end, "own-title", None, parent),
            )
    return list(found.values())
