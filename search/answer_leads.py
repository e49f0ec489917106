"""Who leads what a document as a whole deals with (总牵头单位): 方案由谁牵头, asked of no single task of it.

Its own chapter on how it is carried out says so, if anything does: 组织领导, 统筹推进. Bodies that lead single tasks do
not answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.places import Gazetteer
from kg.view import normal
from search.answer_shelf import entitled
from search.answers import LEAD, Answer, NamedUnit
from search.desk import Desk, given, nothing
from search.knowledge import Duty, Paper, Piece

MOST = 10  # documents that one answer tells of
_ORGANISED = re.compile(
    r"组织领导|组织实施|组织保障|组织推进|组织协调|组织落实|加强领导|统筹(?:协调|推进|实施)|(?:强化|加强|完善|健全|压实)(?:组织|责任)"
    r"|(?:工作|推进|协调|统筹)机制|职责分工|责任分工"
)
# What a body does that leads the whole: 负责统筹协调, 牵头组织实施, 承担日常工作; its office sits with it.
_LEADS = re.compile(
    r"^(?:具体|切实|要|负责)*(?:牵头|统筹|总牵头|综合协调|组织协调|组织实施|抓总|承担[^，]{0,12}日常工作|设立[^，]{0,12}办公室|组建[^，]{0,12}(?:小组|专班))"
    r"|负责[^，。]{0,20}(?:统筹协调|组织协调|日常工作)|统筹协调全|办公室设在"
)
_GENERAL = re.compile(
    r"""贯彻落实|贯彻|落实|关于|印发|推动|推进|促进|加快|开展|深入|全面|进一步|做好|加强|实施|行动|工作|专项|任务|分工
      |方案|规划|计划|意见|措施|办法|细则|若干|指导|总体|具体|重点|三年|五年|试行|的|年|度|[\d—-]""",
    re.VERBOSE,
)
_LOOSE = re.compile(r"[\s的和与及、，“”‘’〈〉《》（）()·]+")


def is_whole_matter(words: str, paper: Paper, gazetteer: Gazetteer) -> bool:
    """Whether words, without particles and marks, are all that a document's title says it deals with.

    Places in the title say no more than whose it is: 海东市贯彻落实〈青海省推动乡村书屋建设方案〉分工方案.
    """
    title = normal(paper.title).lower()
    for seen in reversed(gazetteer.find(title)):
        title = title[: seen.start] + " " + title[seen.end :]
    matter = _GENERAL.sub("", _LOOSE.sub("", title))
    return bool(matter) and _GENERAL.sub("", words) == matter


def led(desk: Desk, papers: Sequence[Paper]) -> Answer:
    """Who leads each document as a whole, or that it does not say so; with the clauses on how it is carried out."""
    topic = replace(desk, question=replace(desk.question, intent="units"))
    told = [_told(desk, paper) for paper in papers[:MOST]]
    named = [unit for units, _, _ in told for unit in units]
    hits = desk.retriever.listed(dict.fromkeys(clause for _, clauses, _ in told for clause in clauses), "组织实施")
    text = desk.say("；", "; ").join(words for _, _, words in told) + desk.say("。", ".")
    if not named:
        return nothing(topic, text, text, hits=hits)
    return given(topic, text, hits, units=named, clauses=list(dict.fromkeys(c for u in named for c in u.clauses)))


def _told(desk: Desk, paper: Paper) -> tuple[list[NamedUnit], list[str], str]:
    """The bodies that lead one document, or are responsible for how it is carried out, the clauses, and a sentence."""
    chapter, place = _chapter(desk, paper), desk.knowledge.place_name(paper.id)
    title = entitled(desk, paper)
    if not chapter:
        zh, en = "未找到写明整个文件由谁牵头的条款", ": no clause says who leads it as a whole"
        return [], [], title + desk.say(zh, en)
    duties = [duty for piece in chapter for duty in _leading(desk, piece)]
    role, first = LEAD, chapter[0]
    if not duties:
        role = "responsible"
        duties = [d for d in first.duties if d.stated == "line" and not desk.knowledge.bodies[d.unit].collective]
    units = []
    for unit in dict.fromkeys(d.unit for d in duties):
        body, clauses = desk.knowledge.bodies[unit], dict.fromkeys(d.clause for d in duties if d.unit == unit)
        units.append(NamedUnit(body.name, role, body.collective, tuple(clauses), place))
    who = desk.say("、", ", ").join(unit.name for unit in units)
    if not units:
        zh = f"未写明整个文件由谁牵头，有关组织实施的是{first.path}“{first.caption}”"
        return (
            units,
            [p.id for p in chapter],
            title + desk.say(zh, f" names no lead; see {first.path} “{first.caption}”"),
        )
    where = desk.knowledge.pieces[duties[0].clause].caption
    if role == LEAD:
        zh, en = f"由{who}牵头（见“{where}”）", f" is led by {who} (see “{where}”)"
    else:
        zh, en = f"未写明牵头单位，“{where}”的责任单位为{who}", f" names no lead; responsible for “{where}”: {who}"
    return units, list(dict.fromkeys(d.clause for d in duties)), title + desk.say(zh, en)


def _chapter(desk: Desk, paper: Paper) -> list[Piece]:
    """The clauses on how a document is carried out that have a text or a statement, in its second half."""
    pieces = [desk.knowledge.pieces[c] for c in desk.knowledge.of_paper.get(paper.id, ())]
    pieces = [p for p in pieces if not p.path.startswith("附件")]
    late = pieces[len(pieces) // 2 :]
    return [p for p in late if (p.text or p.duties) and _ORGANISED.search(p.heading or p.text[:12])]


def _leading(desk: Desk, piece: Piece) -> list[Duty]:
    """The duties of a clause that lead the whole: marked so, or told to coordinate, unless every body is told so."""
    marked = [d for d in piece.duties if d.role == LEAD]
    own = [d for d in piece.duties if d.stated == "text" and not desk.knowledge.bodies[d.unit].collective]
    return marked or [d for d in own if _LEADS.search(d.action or "")]
