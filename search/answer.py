"""From a question understood and clauses ranked to an answer: one function for each intent, nothing invented.

Whatever is said comes from edges of the graph; ranking only decides which clauses are looked at. When no clause is
close enough, or the clause that is close names no body, the answer says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.view import normal
from search.answer_gaps import about_gaps
from search.answer_goals import compare, figures, named_figure, targets
from search.answer_links import implementers, source
from search.answer_papers import about_papers
from search.answer_sums import asks_payment, asks_sum, sums
from search.answer_units import duties, units
from search.answers import Answer, Filters
from search.desk import Desk, Links, given, nothing, once
from search.due import asks_when, due
from search.hits import Hit
from search.knowledge import Knowledge
from search.reorder import with_linked
from search.retrieve import Retriever
from search.scope import number_said, own_bodies, scope_of, with_home, without_number
from search.sentences import titled
from search.silent import with_silent_places
from search.understand import Question

COMPARES = 2.0  # how plainly a question compares whose figures are given though it asks for none
CLOSE = 0.92  # share of its document's best score that a clause needs in a topic answer
MOST = 5  # clauses of a topic answer
WIDE = 0.55  # a topic question takes in documents whose best clause has this share of the best of all
NARROW = 0.6  # the same where the words of the question hardly stand in any clause
CLEAR = 0.4  # share of the question's words that a best clause holds where the words decide
TELLING = 0.3  # share of the best clause's words that a clause of a topic answer holds
HALF, ALIKE = 0.5, 0.36  # another document's clause holds half of the question's words, or is like the best clause
EQUAL, RELATED = 0.9, 0.2  # or it is nearly as close to the question as the best one and somewhat like it
COMPARED = 200  # characters of the best clause that others are compared with
BARE = 8  # characters of text below which a heading over other clauses says nothing itself


def answer(
    question: Question, knowledge: Knowledge, retriever: Retriever, links: Links, *, default_place: str | None = None
) -> Answer:
    """Returns what the graph says to a question."""
    number = number_said(question, knowledge, default_place)
    question = with_home(without_number(question, number), default_place, knowledge)
    scope = scope_of(question, knowledge, default_place, number.papers if number else ())
    question = own_bodies(question, scope, knowledge)
    desk = Desk(question, scope, knowledge, retriever, links, default_place)
    given = with_silent_places(desk, _dispatch(desk))
    filters = Filters(
        jurisdictions=tuple(scope.names),
        units=tuple(sorted({knowledge.bodies[u].name for found in question.units for u in found.units})),
        sectors=retriever.sectors(question),
        deadline=question.years[-1] if question.years else None,
    )
    return replace(given, filters=filters)


def _dispatch(desk: Desk) -> Answer:
    if (said := about_papers(desk)) is not None:
        return said
    if desk.scope.unknown:
        return nothing(desk, *_no_such_place(desk), hits=[])
    if (said := about_gaps(desk)) is not None:
        return said
    match desk.question.intent:
        case "units":
            return units(desk)
        case "duties":
            return duties(desk)
        case "targets":
            return _figures(desk)
        case "source":
            return source(desk)
        case "implementers":
            return implementers(desk)
        case "compare":
            return compare(desk)
        case _:
            return _topic(desk)


def _figures(desk: Desk) -> Answer:
    """What is aimed at, else a sum that a paper pays or charges; that first where a payment is asked for."""
    asked = normal(desk.question.text).lower()
    if asks_payment(asked) and (paid := sums(desk, _on_topic(desk)[0])) is not None:
        return paid
    said = targets(desk)
    if said.answered or not asks_sum(asked):
        return said
    return sums(desk, _on_topic(desk)[0]) or said


def _bare(desk: Desk, hit: Hit) -> bool:
    """Whether a hit is a heading over other clauses with no text of its own."""
    return len(desk.knowledge.pieces[hit.clause].text) < BARE and bool(desk.knowledge.within.get(hit.clause))


def _on_one_matter(desk: Desk, chosen: Sequence[Hit]) -> list[Hit]:
    """The clauses without those of other documents that lie further off and are on another matter than the best one.

    路灯 in a clause on saving power is not what 路灯太暗 is about; a neighbour's clause on the same matter stays.
    """
    if not chosen:
        return []
    best, pieces = chosen[0], desk.knowledge.pieces

    def plain(hit: Hit) -> bool:
        same = pieces[hit.clause].document == pieces[best.clause].document
        return same or hit.told >= HALF

    others = frozenset(h.clause for h in chosen if not plain(h))
    alike = desk.retriever.alike(best.clause, others, COMPARED) if others else {}

    def related(hit: Hit) -> bool:
        return alike.get(hit.clause, 0.0) >= (RELATED if hit.score >= EQUAL * best.score else ALIKE)

    return [h for h in chosen if plain(h) or related(h)]


def _no_such_place(desk: Desk) -> tuple[str, str]:
    words, above = "、".join(desk.scope.unknown), _above_them(desk)
    zh, en = (f"，但有其上级{above}的文件", f"; it holds some of {above}, which it lies in") if above else ("", "")
    return f"库中没有{words}的文件{zh}。", f"The corpus holds no document of {words}{en}."


def _above_them(desk: Desk) -> str:
    """The nearest place with documents that the one place without any lies in: 海东市 where 乐都区 is asked about."""
    places, knowledge = [place for place in desk.question.places if place.codes], desk.knowledge
    if len(places) != 1 or len(places[0].codes) != 1 or len(desk.scope.unknown) != 1:
        return ""
    above = knowledge.gazetteer.above(places[0].codes[0])[:-1]
    return next((place.name for place in above if knowledge.papers_in(place.code, exact=True)), "")


def _topic(desk: Desk) -> Answer:
    """What is said on a matter: the relevant clauses themselves; figures of things compared or of a quantity named."""
    if dict(desk.question.scores).get("compare", 0.0) >= COMPARES:
        goals = desk.retriever.goals(desk.question, desk.scope.clauses)
        if len(goals) > 1:
            return figures(replace(desk, question=replace(desk.question, intent="compare")), goals, desk.hits())
    if (figure := named_figure(desk)) is not None:
        return figure
    chosen, hits = _on_topic(desk)
    if not chosen:
        zh, en = desk.where
        en = f"Nothing on this matter was found{en and f' in the documents{en}'}."
        return nothing(desk, f"{zh}文件中没有找到与此有关的内容。", en, hits=hits)
    pieces = [desk.knowledge.pieces[h.clause] for h in chosen]  # MOST at most
    timed = asks_when(normal(desk.question.text).lower())
    named = [f"{desk.place_name(p)}{titled(p)}{due(desk, p) if timed else ''}" for p in pieces]
    heads = "；".join(named)
    zh = f"共有 {len(chosen)} 条相关内容：{heads}。"
    en = f"{len(chosen)} clauses deal with this: {heads}"
    return given(desk, desk.say(zh, en), hits, clauses=[h.clause for h in chosen])


def _on_topic(desk: Desk) -> tuple[list[Hit], list[Hit]]:
    """The clauses that a topic answer is made of, and all that were found."""
    pointed = desk.retriever.pointed(desk.question, desk.scope.clauses)
    hits = once([*pointed, *desk.hits()])
    told = max((h.told for h in hits[:3]), default=0.0)
    floor = WIDE if told >= CLEAR else NARROW
    chosen = [
        h for h in desk.relevant(hits, pointed, share=CLOSE, floor=floor) if told < CLEAR or h.told >= TELLING * told
    ]
    chosen = _on_one_matter(desk, [h for h in chosen if not _bare(desk, h)] or chosen)
    return with_linked(chosen, hits, desk.knowledge)[:MOST], hits
