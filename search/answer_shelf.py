"""Answers on which papers there are (文件清单): which places have one on a matter, which papers put one into effect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from kg.view import normal
from search.answers import Answer
from search.desk import Desk, given, nothing
from search.knowledge import Paper

MOST = 10  # papers that one answer tells of
_LOOSE = re.compile(r"[\s“”‘’《》（）()]+")
_LEVELS = (("省", "province"), ("市", "city"), ("州", "city"), ("县", "county"), ("区", "county"), ("旗", "county"))
_RANKS = {"national": 0, "province": 1, "city": 2, "county": 3}
_ASKED = re.compile(
    r"""(?:请问|目前|现在|全国|国内|库[里中]|[都还]|\s)*有?(?:哪些|哪几个|哪个)
        (?P<areas>省份|省市|城市|市县|县市|区县|县区|市州|地市|地方|地区|[省市县区州旗])
        (?:都|已经?|也)*(?:出台|印发|发布|制定|制订|下发|出|有)[了过]*(?:关于|支持|促进|推动|推进)?
        (?P<words>[^，。？?]{2,20}?)
        (?:方面|相关|有关|专项|扶持|支持|配套|实施|行动|发展|的)*
        (?:政策措施|政策|文件|方案|措施|意见|规划|办法|计划|细则)[的了呢吗]*[？?。]?\s*""",
    re.VERBOSE,
)


def shelf(desk: Desk, plain: str) -> Answer | None:
    """The papers on a matter by their titles: 哪些地方出台了书屋政策; None where no such list is asked for or made."""
    asked = _ASKED.fullmatch(plain)
    if asked is None:
        return None
    words, areas = _squeezed(asked["words"]), asked["areas"]
    levels = {level for sign, level in _LEVELS if sign in areas} if areas not in ("地方", "地区", "地市") else set()
    found = [
        paper
        for paper in desk.knowledge.papers.values()
        if words in _squeezed(f"{paper.title}{paper.notice_title or ''}")
        and (not levels or paper.level in levels)
        and any(map(desk.scope.allows, desk.knowledge.of_paper.get(paper.id, ())))
    ]
    if not found:
        return None
    found.sort(key=lambda paper: (_RANKS.get(paper.level or "", len(_RANKS)), paper.issued_on or "", paper.id))
    titles = _titles(desk, found)
    zh, en = f"库中有 {len(found)} 份这方面的文件：{titles}。", f"{len(found)} documents on this: {titles}."
    return _given(desk, found, desk.say(zh, en), "topic")


def followed(desk: Desk, papers: Sequence[Paper], number: str) -> Answer | None:
    """The papers made under one; where that is not held, those that open with its number: 国办发〔2019〕45号."""
    knowledge = desk.knowledge
    if not papers:
        below = [p for p in knowledge.papers.values() if number and number in normal(_opening(desk, p)).lower()]
        zh, en = f"库中没有{number}的原文，", f"{number} itself is not in the corpus; "
    else:
        ids = dict.fromkeys(low for paper in papers for low in sorted(knowledge.lowers.get(paper.id, ())))
        below = [knowledge.papers[id] for id in ids]
        names = "、".join(entitled(desk, paper) for paper in papers[:MOST])
        zh, en = f"{names}：", f"{names}: "
    if not papers and not below:
        return None
    if not below:
        zh, en = f"{zh}库中没有依据它制定的下级文件。", f"{en}no document made under it is in the corpus."
        hits = desk.retriever.listed([first for p in papers if (first := opening_of(desk, p))], "文件首部")
        return nothing(_as(desk, "implementers"), zh if desk.zh else en, en, hits=hits)
    titles = _titles(desk, below)
    zh, en = f"{zh}依据它制定的有 {len(below)} 份：{titles}。", f"{en}{len(below)} made under it: {titles}."
    return _given(desk, below, desk.say(zh, en), "implementers")


def _given(desk: Desk, papers: Sequence[Paper], text: str, intent: Literal["topic", "implementers"]) -> Answer:
    clauses = [first for paper in papers[:MOST] if (first := opening_of(desk, paper))]
    return given(_as(desk, intent), text, desk.retriever.listed(clauses, "文件首部"), clauses=clauses)


def _as(desk: Desk, intent: Literal["topic", "implementers"]) -> Desk:
    return replace(desk, question=replace(desk.question, intent=intent))


def _titles(desk: Desk, papers: Sequence[Paper]) -> str:
    return "、".join(entitled(desk, p) for p in papers[:MOST]) + (desk.say("等", " …") if len(papers) > MOST else "")


def _opening(desk: Desk, paper: Paper) -> str:
    first = opening_of(desk, paper)
    return f"{paper.notice_title or ''}{desk.knowledge.pieces[first].text if first else ''}"


def _squeezed(text: str) -> str:
    return _LOOSE.sub("", normal(text).lower())


def opening_of(desk: Desk, paper: Paper) -> str | None:
    """The clause that a document opens with: what stands before its first number, else the first one with a text."""
    clauses, pieces = desk.knowledge.of_paper.get(paper.id, ()), desk.knowledge.pieces
    preamble = (c for c in clauses if pieces[c].kind == "preamble")
    worded = (c for c in clauses if pieces[c].text)
    return next(preamble, None) or next(worded, None) or next(iter(clauses), None)


def is_untitled(paper: Paper) -> bool:
    """Whether no title was read, so that the file's name stands for it."""
    return paper.title == paper.source_file


def entitled(desk: Desk, paper: Paper) -> str:
    """A paper as a sentence calls it: 丙山县《乡村书屋管理办法》; one without a title is called by its file."""
    place = desk.knowledge.place_name(paper.id)
    if is_untitled(paper):
        return desk.say(f"{place}文件（{paper.source_file}）", f"{place} document ({paper.source_file})")
    return f"{place}《{paper.title}》"
