"""Which deadline governs a goal (期限的管辖): the last one before it in its sentence, or the one of its list's head.

A date at the head of a list (2025年的主要目标是：——…; 到2026年底：①…) governs the list's items until another is stated;
under a heading that speaks of goals it governs its paragraph. No date is borrowed from a neighbouring sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.deadlines import Moment, due_before, moments
from kg.passages import MASK, Passage, Sentence

_LEAD = re.compile(
    r"[—\-·\s“”（）一二三四五六七八九十\d、.]*"
    r"(?:[^，。；：]{0,6}(?:指标|目标)(?:是|为)?：)?(?:力争|争取|确保|预计|计划|通过努力|其中|—|（|[总近远][体期]?目标是?)*，?"
)
_NAMES_GOALS = re.compile(r"[^，。；：]{0,6}(?:指标|目标)(?:是|为)?：")  # 具体指标：到2022年，…
_ITEM = re.compile(r"[—\-·]|[（(]?[一二三四五六七八九十\d]{1,3}[）).、]|[①-⑳]|[一二三四五六七八九十]是")
_LIST_END = re.compile(r"(?:：|如下。?|目标：?)$")
_DONE = re.compile(
    r"(?:前|之前)?(?:要|须|应|将)?(?:全部|全面|基本|力争|确保|陆续|如期|正式|高质量|完成|实现)*"
    r"(?:完成|建成|投用|投入使用|投产|竣工|交付|实现|达标|到位|开工|完工|运营|通车|运行|见效|整改到位)[^，；\d]{0,8}$"
)
_JOINTS = frozenset(("，", "，并", "，并于", "，于", "，力争", "，确保"))
_OFTEN = re.compile(r"每(?:半?年|个?季|个?月|周|天|日)")  # 每季度召开1次 has no end
_ANEW = re.compile(r"；[^；]*每年")  # 到2027年，…；每年组织3次
_OWN_SPAN = re.compile(
    r"(?<!\d)(?:[两三四五六七八九十]|\d{1,2})年(?:内|时间|左右)?(?:再|实现|规模)?$"
)  # 三年〔翻一番〕
_ENUMERATED = re.compile(r"[①-⑳]|(?:(?<=；)|(?<=：))（\d{1,2}）|(?:(?<=；)|(?<=：))[一二三四五六七八九十]是")
_ASIDE_LENGTH = 20  # （2025年12月底前完成）


@dataclass(slots=True)
class Timing:
    """The deadlines that are in force while the sentences of a clause are read one after the other."""

    of_list: Moment | None = None
    of_paragraph: Moment | None = None
    of_clause: Moment | None = None  # 完成时限：2025年12月, said once for the whole clause
    leads: list[Moment] = field(default_factory=list)  # the dates with which paragraphs about goals began
    before: list[Moment] = field(default_factory=list)  # the dates due of the sentence before

    def enter(self, sentence: Sentence, plain: str, *, goals: bool) -> None:
        """Takes notice of a new sentence before its goals are read."""
        words = plain[sentence.start : sentence.end]
        lead = _lead(sentence, plain)
        goals = goals or _NAMES_GOALS.match(words) is not None
        if sentence.opens and not _ITEM.match(words):
            if lead is not None:
                self.of_list = None
            self.of_paragraph = lead if goals else None
        elif lead is not None and goals and sentence.opens and self.of_list is None:
            self.of_paragraph = lead
        elif self.of_paragraph is not None and len({due.when for due in self.before}) > 1:
            self.of_paragraph = self.before[-1]  # 2016年达到60%；2018年达到75%；2020年达到85%。新建学校26所。
        self.before = [moment for moment in sentence.moments if moment.meaning == "due"]
        if lead is not None and goals:
            self.leads.append(lead)
        due = due_before(sentence.moments, sentence.start, sentence.end)
        if due is not None and due.meaning == "due" and _LIST_END.search(words):
            self.of_list = due

    def due(self, sentence: Sentence, passage: Passage, position: int, end: int) -> Moment | None:
        """The deadline of what stands at position..end, None if the text states none."""
        before = _of_item(sentence, passage, position, due_before(sentence.moments, sentence.start, position))
        if before is not None and _ANEW.search(passage.plain, before.end, position):
            before = None
        return (
            before
            or _due_aside(passage, end)
            or (
                None
                if _OWN_SPAN.search(passage.plain[sentence.start : position])
                else self.of_list or self.of_paragraph
            )
            or _due_after(sentence, passage.plain, end)
            or (None if _OFTEN.search(passage.plain, sentence.start, position) else self.of_clause)
        )

    def for_children(self, *, left_open: bool) -> Moment | None:
        """The one date that the goals below a clause inherit: that of a list, or of a text that ends in a colon."""
        if self.of_list is not None or not left_open:
            return self.of_list
        return self.leads[0] if len({lead.when for lead in self.leads}) == 1 else None


def _lead(sentence: Sentence, plain: str) -> Moment | None:
    """The date with which a sentence begins: 到2027年，…"""
    for moment in sentence.moments:
        if moment.meaning in ("due", "impossible"):
            return moment if _LEAD.fullmatch(plain, sentence.start, moment.start) else None
    return None


def _of_item(sentence: Sentence, passage: Passage, position: int, due: Moment | None) -> Moment | None:
    """①2026年底前完成修复；②新建驿站3处: a date of ① says nothing of ②, one in front of ① says it of all."""
    marks = [m.start() for m in _ENUMERATED.finditer(passage.text, sentence.start, position)]
    if due is None or not marks or not marks[0] < due.start < marks[-1]:
        return due
    return due_before(sentence.moments, sentence.start, marks[0])


def _due_aside(passage: Passage, end: int) -> Moment | None:
    """新建充电桩500个（2025年12月底前完成）: a date in the bracket behind its goal."""
    if not passage.plain.startswith(MASK, end):
        return None
    stop = next((b for a, b in passage.brackets if a == end), end)
    if not 0 < stop - end <= _ASIDE_LENGTH:
        return None
    dues = [moment for moment in moments(passage.text[end:stop]) if moment.meaning == "due"]
    return replace(dues[0], start=end + dues[0].start, end=end + dues[0].end) if len(dues) == 1 else None


def _due_after(sentence: Sentence, plain: str, end: int) -> Moment | None:
    """A date that follows its goal: 新建充电桩500个，2025年底前全部建成."""
    for moment in sentence.moments:
        if moment.start < end or moment.meaning != "due":
            continue
        if plain[end : moment.start] not in _JOINTS:
            return None
        stop = min((s.end for s in sentence.segments if s.end >= moment.end), default=moment.end)
        return moment if _DONE.match(plain[moment.end : stop].lstrip("，")) else None
    return None
