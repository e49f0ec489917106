"""From a question understood and clauses ranked to an answer: one function for each intent, nothing invented.

Whatever is said comes from edges of the graph; ranking only decides which clauses are looked at. When no clause is
close enough, or the clause that is close names no body, the answer says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from search.answers import (
    LEAD,
    Answer,
    Filters,
    NamedTarget,
    NamedUnit,
    role_rank,
    say_target,
    say_units,
)
from search.knowledge import Duty, Goal, Knowledge, Origin, Piece
from search.nearest import nearest, sided
from search.retrieve import Hit, Retriever
from search.scope import Scope, scope_of
from search.understand import Question

EVIDENCE = 10  # clauses shown with an answer
FEW = 0.92  # share of the best score that a clause needs to be the one asked about
SAID = 6  # goals that the text of an answer tells
COMPARES = 2.0  # how plainly a question compares whose figures are given though it asks for none
LIKELY = 0.3  # how sure the best clause of a source question must be where none is surely meant
CLOSE = 0.92  # share of its document's best score that a clause needs in a topic answer
MOST = 5  # clauses of a topic answer
WIDE = 0.55  # a topic question takes in documents whose best clause has this share of the best of all
NARROW = 0.66  # the same where the words of the question hardly stand in any clause
CLEAR = 0.3  # share of the question's words that a best clause holds where the words decide
TELLING = 0.4  # share of the best clause's words that a clause of a topic answer holds
_SEAT = "设在"
_SEVERAL = re.compile(r"哪(?:几|些)(?:条|款|项|章|部分|处)")
_OFFICE = re.compile(r"办公室设|设在(?:哪|什么|谁)|牵头部门设|office\b.*\b(?:located|set up|housed|sits?)")


@dataclass(frozen=True, slots=True)
class Desk:
    """What an answering function works with."""

    question: Question
    scope: Scope
    knowledge: Knowledge
    retriever: Retriever

    @property
    def zh(self) -> bool:
        return self.question.language == "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def place_name(self, piece: Piece) -> str:
        return self.knowledge.gazetteer.place(piece.place).name if piece.place else ""

    def hits(self, k: int = 60) -> list[Hit]:
        return self.retriever.rank(self.question, self.scope.clauses, k)


def answer(
    question: Question, knowledge: Knowledge, retriever: Retriever, *, default_place: str | None = None
) -> Answer:
    """Returns what the graph says to a question."""
    scope = scope_of(question, knowledge, default_place)
    desk = Desk(question, scope, knowledge, retriever)
    given = _dispatch(desk)
    filters = Filters(
        jurisdictions=tuple(scope.names),
        units=tuple(sorted({knowledge.bodies[u].name for found in question.units for u in found.units})),
        sectors=retriever.sectors(question),
        deadline=question.years[-1] if question.years else None,
    )
    return replace(given, filters=filters)


def _dispatch(desk: Desk) -> Answer:
    if desk.scope.unknown:
        return _nothing(desk, *_no_such_place(desk), hits=[])
    match desk.question.intent:
        case "units":
            return _units(desk)
        case "duties":
            return _duties(desk)
        case "targets":
            return _targets(desk)
        case "source":
            return _source(desk)
        case "implementers":
            return _implementers(desk)
        case "compare":
            return _compare(desk)
        case _:
            return _topic(desk)


def _no_such_place(desk: Desk) -> tuple[str, str]:
    words = "、".join(desk.scope.unknown)
    return f"库中没有{words}的文件。", f"The corpus holds no document of {words}."


def _nothing(desk: Desk, zh: str, en: str, *, hits: Sequence[Hit]) -> Answer:
    return Answer(
        question=desk.question.text,
        intent=desk.question.intent,
        answered=False,
        text=desk.say(zh, en),
        evidence=desk.retriever.evidence(hits[:EVIDENCE], desk.question),
    )


def _given(
    desk: Desk,
    text: str,
    hits: Sequence[Hit],
    *,
    units: Sequence[NamedUnit] = (),
    targets: Sequence[NamedTarget] = (),
    clauses: Sequence[str] = (),
) -> Answer:
    return Answer(
        question=desk.question.text,
        intent=desk.question.intent,
        answered=True,
        text=text,
        units=tuple(units),
        targets=tuple(targets),
        clauses=tuple(clauses),
        evidence=desk.retriever.evidence(hits[:EVIDENCE], desk.question),
    )


# ---------------------------------------------------------------- units


def _units(desk: Desk) -> Answer:
    """Who is responsible: the bodies of the closest clauses, one or a few in each document."""
    pointed = desk.retriever.pointed(desk.question, desk.scope.clauses)
    hits = _once([*pointed, *desk.hits()])
    chosen = pointed or _seated(desk, desk.retriever.relevant(hits, desk.question))
    if not chosen:
        return _nothing(desk, "文件中没有找到与此有关的条款。", "No clause on this matter was found.", hits=hits)
    named = _named_units(desk, chosen)
    if desk.question.lead_only and not any(u.role == LEAD for u in named):
        named = _told_leads(desk, chosen) or named
    if desk.question.lead_only and any(u.role == LEAD for u in named):
        named = [u for u in named if u.role == LEAD]
    ordered = _lift(hits, [c for u in named for c in u.clauses] or [h.clause for h in chosen])
    if not named:
        where = "、".join(dict.fromkeys(desk.place_name(desk.knowledge.pieces[h.clause]) for h in chosen))
        return _nothing(
            desk,
            f"{where}的文件讲到了此事，但未写明责任单位。",
            f"The document of {where} deals with this but names no responsible unit.",
            hits=hits,
        )
    text = say_units(named, desk.question.language, lead_only=desk.question.lead_only)
    return _given(desk, text, ordered, units=named, clauses=list(dict.fromkeys(c for u in named for c in u.clauses)))


def _seated(desk: Desk, chosen: Sequence[Hit]) -> Sequence[Hit]:
    """Where a question asks for an office's seat, the clauses that tell one, if any does."""
    if not _OFFICE.search(desk.question.text):
        return chosen
    pieces = desk.knowledge.pieces
    return [h for h in chosen if any(_SEAT in (d.action or "") for d in pieces[h.clause].duties)] or chosen


def _told_leads(desk: Desk, chosen: Sequence[Hit]) -> list[NamedUnit]:
    """The bodies that lead in running text what is asked about, where the line names no lead: 县财政局牵头组织检查."""
    bodies = desk.knowledge.bodies
    return [
        NamedUnit(bodies[d.unit].name, LEAD, bodies[d.unit].collective, (d.clause,), desk.place_name(piece))
        for piece in (desk.knowledge.pieces[h.clause] for h in chosen)
        for d in piece.duties
        if d.stated == "text" and d.role == LEAD and d.action and desk.retriever.speaks_of(desk.question, d.action)
    ]


def _named_units(desk: Desk, chosen: Sequence[Hit]) -> list[NamedUnit]:
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
    if _OFFICE.search(asked) and (office := [d for d in told if _SEAT in (d.action or "")]):
        return office
    line = [d for d in piece.duties if d.stated == "line"]
    spoken = [d for d in told if d.action and desk.retriever.speaks_of(desk.question, d.action)]
    if spoken and (not line or not {d.unit for d in spoken} <= {d.unit for d in line}):
        return spoken
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
    return spoken or told


def _lift(hits: Sequence[Hit], first: Sequence[str]) -> list[Hit]:
    """The hits with the clauses that answer in front, both parts in their old order."""
    front = set(first)
    return [h for h in hits if h.clause in front] + [h for h in hits if h.clause not in front]


# ---------------------------------------------------------------- duties


def _duties(desk: Desk) -> Answer:
    """What a body does: every clause that names it, lead first."""
    units = [u for found in desk.question.units for u in found.units]
    if not units:
        words = "、".join(f.words for f in desk.question.units)
        return _nothing(
            desk,
            f"文件中没有出现“{words}”，未写明其职责。",
            f"The documents name no {words}.",
            hits=[],
        )
    duties = [d for u in units for d in desk.knowledge.duties.get(u, ()) if desk.scope.allows(d.clause)]
    if desk.question.lead_only:
        duties = [d for d in duties if d.role == LEAD]
    names = "、".join(desk.knowledge.bodies[u].name for u in units)
    if not duties:
        return _nothing(desk, f"文件未写明{names}的有关职责。", f"The documents give {names} no such duty.", hits=[])
    best: dict[str, Duty] = {}
    for duty in sorted(duties, key=lambda d: role_rank(d.role)):
        best.setdefault(duty.clause, duty)
    order = sorted(
        best.values(), key=lambda d: (d.stated != "line", role_rank(d.role), *_place_in_paper(desk, d.clause))
    )
    hits = desk.retriever.listed([d.clause for d in order], "责任单位")
    lead = sum(d.role == LEAD for d in order)
    heads = [desk.knowledge.pieces[d.clause].heading or desk.knowledge.pieces[d.clause].path for d in order]
    shown = "、".join(heads[:5]) + (" 等" if len(heads) > 5 else "")
    zh = f"{names}共有 {len(order)} 项职责" + (f"（牵头 {lead} 项）" if lead else "") + f"：{shown}。"
    en = f"{names}: {len(order)} clauses" + (f", lead in {lead}" if lead else "") + f": {shown}"
    named = [
        NamedUnit(desk.knowledge.bodies[u].name, role, desk.knowledge.bodies[u].collective, tuple(clauses))
        for u in units
        for role in ("lead", "responsible", "participant")
        if (clauses := [d.clause for d in order if d.unit == u and d.role == role])
    ]
    return _given(desk, desk.say(zh, en), hits, units=named, clauses=[d.clause for d in order])


def _place_in_paper(desk: Desk, clause: str) -> tuple[str, int]:
    piece = desk.knowledge.pieces[clause]
    return (piece.document, piece.order)


# ---------------------------------------------------------------- targets, compare


def _targets(desk: Desk) -> Answer:
    """How much by when: the goals whose indicator is asked for."""
    goals = desk.retriever.goals(desk.question, desk.scope.clauses)
    hits = desk.hits()
    if not goals:
        return _nothing(desk, "文件中没有写明这一数量目标。", "The documents give no such figure.", hits=hits)
    return _figures(desk, goals, hits)


def _figures(desk: Desk, goals: Sequence[Goal], hits: Sequence[Hit]) -> Answer:
    """The goals as an answer, with their clauses in front."""
    named = [_named_target(desk, g) for g in goals]
    text = "；".join(_say_goal(desk, t) for t in named[:SAID]) + ("。" if desk.zh else ".")
    clauses = list(dict.fromkeys(g.clause for g in goals))
    return _given(desk, text, _with_goals(desk, goals, hits), targets=named, clauses=clauses)


def _say_goal(desk: Desk, target: NamedTarget) -> str:
    return (f"{target.jurisdiction}：" if target.jurisdiction else "") + say_target(target)


def _with_goals(desk: Desk, goals: Sequence[Goal], hits: Sequence[Hit]) -> list[Hit]:
    """The goals' clauses in front of the other hits."""
    front = list(dict.fromkeys(g.clause for g in goals))
    known = {h.clause: h for h in hits}
    listed = {h.clause: h for h in desk.retriever.listed(front, "目标")}
    merged = [known.get(c, listed[c]).with_graph() for c in front]
    return merged + [h for h in hits if h.clause not in front]


def _named_target(desk: Desk, goal: Goal) -> NamedTarget:
    piece = desk.knowledge.pieces[goal.clause]
    return NamedTarget(
        indicator=goal.indicator,
        comparator=goal.comparator,
        value=goal.value,
        unit=goal.unit,
        deadline=goal.deadline,
        quote=goal.quote,
        clause=goal.clause,
        jurisdiction=desk.place_name(piece),
        change=goal.change,
        value_max=goal.value_max,
        baseline=goal.baseline,
        period=goal.period,
        scope=goal.scope,
    )


def _compare(desk: Desk) -> Answer:
    """The same matter in several places, side by side: targets, or bodies, or the clauses themselves."""
    goals = [] if desk.question.asks_units else desk.retriever.goals(desk.question, desk.scope.clauses)
    hits = desk.hits()
    if goals and (desk.question.asks_targets or desk.retriever.sure(goals, desk.question)):
        return _figures(desk, goals, hits)
    chosen = _best_of_each(desk, hits)
    if not chosen:
        return _nothing(desk, "各地文件中没有找到可比的条款。", "No comparable clauses were found.", hits=hits)
    ordered = _lift(hits, [h.clause for h in chosen])
    if desk.question.asks_units:
        named_units = _named_units(desk, chosen)
        if named_units:
            text = say_units(named_units, desk.question.language)
            return _given(desk, text, ordered, units=named_units, clauses=[h.clause for h in chosen])
    heads = "；".join(
        f"{desk.place_name(p)}：{p.heading or p.path}" for p in (desk.knowledge.pieces[h.clause] for h in chosen[:6])
    )
    return _given(desk, heads + ("。" if desk.zh else "."), ordered, clauses=[h.clause for h in chosen])


def _best_of_each(desk: Desk, hits: Sequence[Hit]) -> list[Hit]:
    """The closest relevant clause of each place; of a place that is named its best one, if any place has one.

    Two cities' subsidies stand beside each other even if one city tells of them in a clause on many things.
    """
    best: dict[str, Hit] = {}
    for hit in desk.retriever.relevant(hits, desk.question):
        best.setdefault(desk.place_name(desk.knowledge.pieces[hit.clause]), hit)
    if best:
        for hit in hits:
            place = desk.place_name(desk.knowledge.pieces[hit.clause])
            if place in desk.scope.names and hit.sure >= LIKELY:
                best.setdefault(place, hit)
    return list(best.values())


# ---------------------------------------------------------------- source, implementers


def _source(desk: Desk) -> Answer:
    """Where a lower clause comes from: its derives-from links upward."""
    lower = sided(desk.knowledge, desk.scope.lower, up=True)
    children = desk.retriever.pointed(desk.question, lower) or desk.retriever.relevant(
        desk.retriever.rank(desk.question, lower, 30), desk.question, share=FEW
    )
    return _follow(desk, children or _likeliest(desk, lower), desk.knowledge.parents, up=True)


def _implementers(desk: Desk) -> Answer:
    """Where an upper clause went: its derives-from links downward."""
    upper, lower = sided(desk.knowledge, desk.scope.upper, up=False), desk.scope.lower
    parents = desk.retriever.pointed(desk.question, upper) or desk.retriever.relevant(
        desk.retriever.rank(desk.question, upper, 30), desk.question, share=FEW
    )
    parents = parents or _likeliest(desk, upper)
    parents = [h for hit in parents for h in desk.retriever.listed(desk.knowledge.subtree(hit.clause), "条款")]
    return _follow(desk, parents, desk.knowledge.children, up=False, allowed=lower)


def _likeliest(desk: Desk, side: frozenset[str] | None) -> list[Hit]:
    """The best clause of one side where none is surely meant: a document with a document above it is known."""
    hits = desk.retriever.rank(desk.question, side, 5) if side else []
    return [hit for hit in hits[:1] if hit.sure >= LIKELY]


def _follow(
    desk: Desk,
    starts: Sequence[Hit],
    links: dict[str, list[Origin]],
    *,
    up: bool,
    allowed: frozenset[str] | None = None,
) -> Answer:
    found: dict[str, Origin] = {}
    for hit in starts:
        for link in links.get(hit.clause, ()):
            end = link.parent if up else link.child
            if allowed is not None and end not in allowed:
                continue
            if end not in found or found[end].score < link.score:
                found[end] = link
    if not starts:
        return _nothing(desk, "没有找到所问的条款。", "The clause asked about was not found.", hits=desk.hits())
    first = desk.knowledge.pieces[starts[0].clause]
    label = f"{desk.place_name(first)}“{first.heading or first.path}”"
    if not found and (near := nearest(desk.question, starts, desk.knowledge, desk.retriever, up=up, allowed=allowed)):
        zh = f"{label}与{'上级文件' if up else '下级文件'}没有直接对应的表述，其中最接近的是："
        en = f"{label} has no wording in common with the document {'above' if up else 'below'}; the closest clause: "
        text = desk.say(zh, en) + _say_clauses(desk, [h.clause for h in near]) + ("。" if desk.zh else "")
        return _given(desk, text, _once([*near, *starts[:4], *desk.hits(20)]), clauses=[h.clause for h in near])
    if not found:
        zh = f"{label}在库中没有找到{'上级依据' if up else '对应的落实条款'}。"
        en = f"No {'source' if up else 'implementing clause'} of {label} is in the corpus."
        return _nothing(desk, zh, en, hits=starts)
    found = {c: link for c, link in found.items() if not _above_among(desk, c, found)}
    several = bool(_SEVERAL.search(desk.question.text))
    firm = {c: link for c, link in found.items() if link.strength != "partial" or several} or found
    ends = sorted(firm, key=lambda c: -found[c].score)
    rest = [c for c in sorted(found, key=lambda c: -found[c].score) if c not in firm]
    hits = desk.retriever.listed(ends, "派生") + list(starts[:4]) + desk.retriever.listed(rest, "派生")
    other = [h for h in desk.hits(20) if h.clause not in {x.clause for x in hits}]
    words = _say_clauses(desk, ends[:4])
    zh = f"{label}{'源自' if up else '落实于'}：{words}。"
    en = f"{label} {'derives from' if up else 'is implemented by'}: {words}"
    return _given(desk, desk.say(zh, en), _once([*hits, *other]), clauses=ends)


def _say_clauses(desk: Desk, clauses: Sequence[str]) -> str:
    return "；".join(
        f"{desk.place_name(p)}《{desk.knowledge.papers[p.document].title}》{p.path} {p.heading}".strip()
        for p in (desk.knowledge.pieces[c] for c in clauses)
    )


def _above_among(desk: Desk, clause: str, others: Mapping[str, Origin]) -> bool:
    """Whether a clause above this one is among the others: 第十条 says it for 第十条/（一）."""
    at = desk.knowledge.pieces[clause].parent
    while at is not None:
        if at in others:
            return True
        at = desk.knowledge.pieces[at].parent if at in desk.knowledge.pieces else None
    return False


def _once(hits: Sequence[Hit]) -> list[Hit]:
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.clause, hit)
    return list(seen.values())


# ---------------------------------------------------------------- topic


def _topic(desk: Desk) -> Answer:
    """What is said on a matter: the relevant clauses themselves; of things compared their figures, if there are any."""
    if dict(desk.question.scores).get("compare", 0.0) >= COMPARES:
        figures = desk.retriever.goals(desk.question, desk.scope.clauses)
        if len(figures) > 1:
            return _figures(replace(desk, question=replace(desk.question, intent="compare")), figures, desk.hits())
    hits = _once([*desk.retriever.pointed(desk.question, desk.scope.clauses), *desk.hits()])
    told = max((h.told for h in hits[:3]), default=0.0)
    floor = WIDE if told >= CLEAR else NARROW
    chosen = [
        h
        for h in desk.retriever.relevant(hits, desk.question, share=CLOSE, floor=floor)
        if told < CLEAR or h.told >= TELLING * told
    ][:MOST]
    if not chosen:
        return _nothing(desk, "文件中没有找到与此有关的内容。", "Nothing on this matter was found.", hits=hits)
    pieces = [desk.knowledge.pieces[h.clause] for h in chosen]
    heads = "；".join(f"{desk.place_name(p)}{p.path} {p.heading}".strip() for p in pieces[:4])
    zh = f"共有 {len(chosen)} 条相关内容：{heads}。"
    en = f"{len(chosen)} clauses deal with this: {heads}"
    return _given(desk, desk.say(zh, en), hits, clauses=[h.clause for h in chosen])
