"""Which deadline governs a goal (期限的管辖): the one stated last before it in its sentence, or at the head of its list.

A date at the head of a list (2025年的主要目标是：——…; 到2026年底：①…) governs the list's items until another is stated;
under a heading that speaks of goals it governs its paragraph. No date is borrowed from a neighbouring sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.deadlines import Moment, due_before
from kg.passages import Sentence

_LEAD = re.compile(r"[—\-·\s“”（）一二三四五六七八九十\d、.]*(?:力争|争取|确保|预计|计划|通过努力|其中|—|（|总体目标是?|近期目标是?|远期目标是?)*，?")
_ITEM = re.compile(r"[—\-·]|[（(]?[一二三四五六七八九十\d]{1,3}[）).、]|[①-⑳]|[一二三四五六七八九十]是")
_LIST_END = re.compile(r"(?:：|如下。?|目标[:：]?)$")
_DONE = re.compile(
    r"(?:前|之前)?(?:要|须|应|将)?(?:全部|全面|基本|力争|确保|陆续|如期|正式|高质量|完成|实现)*"
    r"(?:完成|建成|投用|投入使用|投产|竣工|交付|实现|达标|到位|开工|完工|运营|通车|运行|见效|整改到位)[^，；\d]{0,8}$"
)


@dataclass(slots=True)
class Timing:
    """The deadlines that are in force while the sentences of a clause are read one after the other."""

    of_list: Moment | None = None
    of_paragraph: Moment | None = None

    def enter(self, sentence: Sentence, plain: str, *, goals: bool) -> None:
        """Takes notice of a new sentence before its goals are read."""
        words = plain[sentence.start : sentence.end]
        lead = _lead(sentence, plain)
        if sentence.opens and not _ITEM.match(words):
            if lead is not None:
                self.of_list = None
            self.of_paragraph = lead if goals else None
        elif lead is not None and goals and sentence.opens:
            self.of_paragraph = lead if self.of_list is None else self.of_paragraph
        due = due_before(sentence.moments, sentence.start, sentence.end)
        if due is not None and _LIST_END.search(words) and due.meaning == "due":
            self.of_list = due

    def due(self, sentence: Sentence, plain: str, position: int, end: int) -> Moment | None:
        """The deadline of what stands at position..end, None if the text states none."""
        return (
            due_before(sentence.moments, sentence.start, position)
            or self.of_list
            or self.of_paragraph
            or _due_after(sentence, plain, end)
        )


def _lead(sentence: Sentence, plain: str) -> Moment | None:
    """The date with which a sentence begins: 到2027年，…"""
    for moment in sentence.moments:
        if moment.meaning in ("due", "impossible"):
            before = plain[sentence.start : moment.start]
            return moment if _LEAD.fullmatch(before) else None
    return None


def _due_after(sentence: Sentence, plain: str, end: int) -> Moment | None:
    """A date that follows its goal: 新建充电桩500个，2025年底前全部建成."""
    for moment in sentence.moments:
        if moment.start < end or moment.meaning != "due":
            continue
        if plain[end : moment.start] not in ("，", "，并", "，并于", "，于", "，力争", "，确保"):
            return None
        stop = min((s.end for s in sentence.segments if s.end >= moment.end), default=moment.end)
        return moment if _DONE.match(plain[moment.end : stop].lstrip("，")) else None
    return None
