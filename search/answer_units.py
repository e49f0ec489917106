"""Answers on bodies (单位): who is responsible for a matter, and what a body has to do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.view import normal
from search.answers import LEAD, PARTICIPANT, Answer, NamedUnit, role_rank
from search.desk import Desk, given, lift, nothing, once
from search.duty_lists import with_duty_lists
from search.hits import Hit
from search.knowledge import Duty, Piece
from search.reorder import with_linked
from search.sentences import say_seat, say_tasks, say_units
from search.set_phrases import asks_seat, phrase_asked, same_organ, tells_a_phrase, tells_seat
from search.told import decides, decision_asked
from search.under_lists import by_function, over_list
from search.words import coverage

PLAINLY = 0.6  # share of what is asked about that a clause must hold to deal with it plainly
BEHIND = 12  # characters between a body told in running text and a collective that acts with it
SEATED = 0.4  # share of the words that a clause on an office's seat holds where none is surely on the matter
_LEADS = re.compile("(?:^|[，,；;、])牵头(?P<led>[^；;。]+)")
# A section inside a body is asked for, and what such a section is called: 市商务局流通科, 区城管局渣土办; not 市委编办.
_SECTION_ASKED = re.compile(
    r"科室|处室|股室|内设机构|哪一?个(?:业务)?[科处股](?![理学])|\b(?:sections?|divisions?|desks?)\b", re.IGNORECASE
)
_SECTION = re.compile(
    r"(?:[局厅队]|中心|委员会|管委会|公司)[^局委厅队]{1,8}(?:[科股办组]|(?<!办事)处|(?<!办公)室)$|委[^局委厅队]{1,8}[科股处]$"
)
_NO_TASK = re.compile("备案|(?:政府|国务院|[省市县区州旗盟]委)$")  # 报县民政局备案, 报市政府批准
_BESIDE_LEAD = {"responsible": ("责任单位", "responsible"), PARTICIPANT: ("配合单位", "participating")}
_TOGETHER = re.compile(r"共同|一起|联合|合作|携手|\b(?:jointly|together|share|both)\b")


def units(desk: Desk) -> Answer:
    """Who is responsible: the bodies of the closest clauses, one or a few in each document."""
    pointed = desk.retriever.pointed(desk.question, desk.scope.clauses)
    hits = once([*pointed, *desk.hits()])
    chosen = pointed or _seated(desk, desk.relevant(hits), hits)
    if not pointed and not desk.scope.names:
        chosen = with_linked(chosen, hits, desk.knowledge)
    if not chosen:
        zh, en = desk.where
        en = f"No clause on this matter was found{en and f' in the documents{en}'}."
        return nothing(desk, f"{zh}文件中没有找到与此有关的条款。", en, hits=hits)
    chosen = chosen if pointed else with_duty_lists(desk, chosen, hits)
    named = named_units_of(desk, chosen)
    if desk.question.lead_only and not any(u.role == LEAD for u in named):
        named = _told_leads(desk, chosen) or named
    if desk.question.lead_only and any(u.role == LEAD for u in named):
        named = [u for u in named if u.role == LEAD]
    if _SECTION_ASKED.search(desk.question.text):
        named = [u for u in named if _SECTION.search(u.name)] or named
    ordered = lift(hits, [c for u in named for c in u.clauses] or [h.clause for h in chosen])
    if not named:
        where = "、".join(dict.fromkeys(desk.place_name(desk.knowledge.pieces[h.clause]) for h in chosen))
        caption = desk.knowledge.pieces[chosen[0].clause].caption
        if chosen[0].matter >= PLAINLY:
            zh = f"{where}的文件讲到了此事（“{caption}”），但未写明责任单位。"
            en = f"The document of {where} deals with this (“{caption}”) but names no responsible unit."
        else:
            zh = f"{where}的文件未写明此事的责任单位，最接近的条款是“{caption}”。"
            en = f"The document of {where} names no unit responsible for this; the closest clause is “{caption}”."
        return nothing(desk, zh, en, hits=hits)
    say = say_seat if asks_seat(desk.question.text) and all(_houses(desk, u) for u in named) else say_units
    text = say(named, desk.question.language)
    return given(desk, text, ordered, units=named, clauses=list(dict.fromkeys(c for u in named for c in u.clauses)))


def _seated(desk: Desk, chosen: Sequence[Hit], hits: Sequence[Hit]) -> Sequence[Hit]:
    """Where a question asks for what a set phrase tells, of each document chosen the closest clause that tells it.

    A plan tells an office's seat in a clause on other things (加强组织领导), which words on the office's matter find
    last; so it does who interprets it. One that tells it of another kind of organ only answers nothing.
    """
    kind = phrase_asked(desk.question.text)
    if kind is None:
        return chosen
    pieces = desk.knowledge.pieces
    papers = {pieces[h.clause].document for h in chosen}
    telling: dict[str, Hit] = {}
    others = False
    for hit in hits:
        piece = pieces[hit.clause]
        tells = any(kind.tells(d.action) for d in piece.duties)
        if tells and (piece.document in papers or (not papers and hit.told >= SEATED)):
            if same_organ(desk.question.text, piece.text, piece.heading):
                telling.setdefault(piece.document, hit)
            else:
                others = True
    return list(telling.values()) or ([] if others else chosen)


def _houses(desk: Desk, unit: NamedUnit) -> bool:
    """Whether clauses say that an office sits in a body."""
    duties = (d for c in unit.clauses for d in desk.knowledge.pieces[c].duties)
    return any(tells_seat(d.action) and desk.knowledge.bodies[d.unit].name == unit.name for d in duties)


def _told_leads(desk: Desk, chosen: Sequence[Hit]) -> list[NamedUnit]:
    """The bodies that lead in running text what is asked about, where the line names no lead: 县财政局牵头组织检查.

    Of what one body does a part may be led: 负责乡村书屋，牵头图书下乡.
    """
    bodies = desk.knowledge.bodies

    def leads(duty: Duty) -> bool:
        action = duty.action or ""
        part = _LEADS.search(action)
        led = action if duty.role == LEAD else part["led"] if part else ""
        return bool(led) and desk.retriever.speaks_of(desk.question, led)

    return [
        NamedUnit(bodies[d.unit].name, LEAD, bodies[d.unit].collective, (d.clause,), desk.place_name(piece))
        for piece in (desk.knowledge.pieces[h.clause] for h in chosen)
        for d in piece.duties
        if d.stated == "text" and d.role != PARTICIPANT and leads(d)
    ]


def named_units_of(desk: Desk, chosen: Sequence[Hit]) -> list[NamedUnit]:
    """The bodies responsible for the chosen clauses, by place, lead first; those of the line before running text."""
    asked = desk.question.text
    found: dict[tuple[str, str, str], list[str]] = {}
    bodies = desk.knowledge.bodies
    for hit in chosen:
        piece = desk.knowledge.pieces[hit.clause]
        for duty in _duties_of(desk, piece, asked):
            key = (desk.place_name(piece), duty.unit, duty.role)
            found.setdefault(key, [])
            if duty.clause not in found[key]:
                found[key].append(duty.clause)
    named = [
        NamedUnit(bodies[unit].name, role, bodies[unit].collective, tuple(clauses), place)
        for (place, unit, role), clauses in found.items()
    ]
    order = {p: n for n, p in enumerate(dict.fromkeys(u.jurisdiction for u in named))}
    return sorted(named, key=lambda u: (order[u.jurisdiction], u.collective, role_rank(u.role)))


def _duties_of(desk: Desk, piece: Piece, asked: str) -> list[Duty]:
    """A clause's duties: those in running text that the question speaks of, else its line, else the clauses below."""
    told = [d for d in piece.duties if d.stated == "text" and not desk.knowledge.bodies[d.unit].collective]
    if (kind := phrase_asked(asked)) is not None:
        if set_phrase := [d for d in told if kind.tells(d.action)]:
            return set_phrase
        told = [d for d in told if not tells_a_phrase(d.action)]  # who houses an office is no member of the organ
    deciding = decision_asked(asked, told)
    told = [d for d in told if not decides(d.action)]
    line = [d for d in piece.duties if d.stated == "line"]
    if deciding and not line:
        return desk.retriever.told(desk.question, piece, deciding)
    spoken = desk.retriever.spoken(desk.question, piece, told)
    inside = {d.unit for d in spoken} <= {d.unit for d in line}
    if spoken and not (line and (inside or _as_a_whole(desk, piece, spoken, line))):
        return [*spoken, *_beside(desk, piece, spoken)]
    if line:
        return desk.retriever.asked(desk.question, piece, line)
    below = [
        d
        for child in desk.knowledge.subtree(piece.id)[1:]
        for d in desk.knowledge.pieces[child].duties
        if d.stated == "line"
    ]
    if below and len(piece.text) < 40:
        return below
    meant = spoken or desk.retriever.told(desk.question, piece, told)
    return [*meant, *_beside(desk, piece, meant)] or over_list(desk.knowledge, piece) or _many(desk, piece)


def _many(desk: Desk, piece: Piece) -> list[Duty]:
    """The bodies named by what they are for that a question speaks of, where a clause names no single one: 河段所在地
    县级人民政府, 业务指导单位; 各地 and 有关部门 answer nothing."""
    many = [d for d in piece.duties if d.stated == "text" and not decides(d.action)]
    spoken = desk.retriever.spoken(desk.question, piece, many)
    return spoken if any(by_function(d.mention) for d in spoken) else []


def _as_a_whole(desk: Desk, piece: Piece, spoken: Sequence[Duty], line: Sequence[Duty]) -> bool:
    """Whether a clause as a whole is asked about rather than what its running text has some bodies do: its heading
    holds as much of the question as any of their tasks, 办好乡村书屋 as much as 带头开放书屋."""
    if all(desk.knowledge.bodies[duty.unit].collective for duty in line):
        return False  # 各县区 carried over to every clause says less than the text
    words = [word for word in desk.retriever.subject(desk.question).words if word.known]
    told = max(coverage(words, normal(duty.action or "").lower())[1] for duty in spoken)
    return coverage(words, normal(piece.heading).lower())[1] >= told > 0


def _beside(desk: Desk, piece: Piece, told: Sequence[Duty]) -> list[Duty]:
    """Collectives that act right behind bodies told in running text: 由市教育局牵头，各县区政府抓好落实."""
    ends = [d.end for d in told]
    return [
        d
        for d in piece.duties
        if d.stated == "text"
        and desk.knowledge.bodies[d.unit].collective
        and not decides(d.action)
        and any(0 <= d.start - end <= BEHIND for end in ends)
    ]


def duties(desk: Desk) -> Answer:
    """What a body does: every clause that names it, lead first."""
    units = [u for found in desk.question.units for u in found.units]
    if not units:
        words = "、".join(f.words for f in desk.question.units)
        zh, en = desk.where
        zh, en = f"{zh}文件中没有出现“{words}”，未写明其职责。", f"The documents{en} name no {words}."
        return nothing(desk, zh, en, hits=[])
    duties = _asked_duties(desk, units)
    names = "、".join(desk.knowledge.bodies[u].name for u in units)
    if not duties:
        return _none_led(desk, units, names) or nothing(
            desk, f"文件未写明{names}的有关职责。", f"The documents give {names} no such duty.", hits=[]
        )
    best: dict[str, Duty] = {}
    does: dict[tuple[str, str], set[str]] = defaultdict(set)  # (body, role) → clauses
    for duty in sorted(duties, key=lambda d: role_rank(d.role)):
        best.setdefault(duty.clause, duty)
        does[duty.unit, duty.role].add(duty.clause)
    order = sorted(
        best.values(), key=lambda d: (d.stated != "line", role_rank(d.role), *_place_in_paper(desk, d.clause))
    )
    hits = desk.retriever.listed([d.clause for d in order], "责任单位")
    tasks: dict[str, list[str]] = defaultdict(list)
    for duty in order:
        tasks[duty.role].append(_task(desk, duty))
    text = say_tasks(names, tasks, desk.question.language)
    rank = {duty.clause: place for place, duty in enumerate(order)}
    named = [
        NamedUnit(desk.knowledge.bodies[u].name, role, desk.knowledge.bodies[u].collective, tuple(clauses))
        for u in units
        for role in ("lead", "responsible", "participant")
        if (clauses := sorted(does.get((u, role), ()), key=rank.__getitem__))
    ]
    return given(desk, text, hits, units=named, clauses=[d.clause for d in order])


def _task(desk: Desk, duty: Duty) -> str:
    """What a sentence calls a task: the clause's heading; where that is the body's own name, what it has to do."""
    piece = desk.knowledge.pieces[duty.clause]
    if piece.heading and piece.heading in (duty.mention, desk.knowledge.bodies[duty.unit].name):
        return piece._replace(heading="").caption
    return piece.caption


def _none_led(desk: Desk, units: Sequence[str], names: str) -> Answer | None:
    """Where tasks that a body leads are asked for and the papers mark none: so, and what it is responsible for."""
    if not desk.question.lead_only:
        return None
    others = _asked_duties(replace(desk, question=replace(desk.question, lead_only=False)), units)
    clauses = {role: list(dict.fromkeys(d.clause for d in others if d.role == role)) for role in _BESIDE_LEAD}
    said = [(words, len(clauses[role])) for role, words in _BESIDE_LEAD.items() if clauses[role]]
    if not said:
        return None
    zh = f"文件未写明{names}牵头的任务；" + "，".join(f"列为{words[0]}的有 {n} 条" for words, n in said) + "。"
    en = (
        f"The documents name no task that {names} leads; it is "
        + " and ".join(f"{w[1]} in {n} clauses" for w, n in said)
        + "."
    )
    shown = dict.fromkeys(c for role in _BESIDE_LEAD for c in clauses[role])
    return nothing(desk, zh, en, hits=desk.retriever.listed(shown, "责任单位"))


def _asked_duties(desk: Desk, units: Sequence[str]) -> list[Duty]:
    """The duties of some bodies: in the role asked for, shared if that is asked, of a document whose title is told."""
    duties = [d for u in units for d in desk.knowledge.duties.get(u, ()) if desk.scope.allows(d.clause)]
    duties = [d for d in duties if not (decides(d.action) and _NO_TASK.search(f"{d.action}，{d.mention}"))]
    if desk.question.lead_only:
        duties = [d for d in duties if d.role == LEAD]
    if desk.question.support_only:
        duties = [d for d in duties if d.role == PARTICIPANT] or duties
    named = [set(found.units) for found in desk.question.units if found.units]
    if len(named) > 1 and _TOGETHER.search(desk.question.text.lower()):
        clauses = [{d.clause for d in duties if d.unit in one} for one in named]
        shared = set.intersection(*clauses)
        duties = [d for d in duties if d.clause in shared]
    papers = {desk.knowledge.pieces[d.clause].document for d in duties}
    told = {p for p in papers if desk.retriever.speaks_of(desk.question, desk.knowledge.papers[p].title)}
    if len(told) < len(papers) and told:
        duties = [d for d in duties if desk.knowledge.pieces[d.clause].document in told]
    return duties


def _place_in_paper(desk: Desk, clause: str) -> tuple[str, int]:
    piece = desk.knowledge.pieces[clause]
    return (piece.document, piece.order)
