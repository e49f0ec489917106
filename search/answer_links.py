"""Answers on derivation (派生): where a clause comes from, and where it is put into effect."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from search.answer_shelf import entitled
from search.answers import Answer
from search.desk import Desk, given, nothing, once
from search.hits import Hit
from search.knowledge import Origin
from search.nearest import nearest, sided

FEW = 0.92  # share of the best score that a clause needs to be the one asked about
LIKELY = 0.3  # how sure the best clause of a source question must be where none is surely meant
PARTLY = 0.7  # share of the best link's score at which a clause that takes over a part counts beside it
PLAINLY = 1.3  # how much closer than all others a clause of a document without others above or below must be
NEARLY = 0.85  # share of the best score at which a clause that has a link stands in for one that has none
_SEVERAL = re.compile(r"哪(?:几|些)(?:条|款|项|章|部分|处)")


def source(desk: Desk) -> Answer:
    """Where a lower clause comes from: its derives-from links upward."""
    lower = sided(desk.knowledge, desk.scope.lower, up=True)
    children = desk.retriever.pointed(desk.question, lower) or desk.retriever.relevant(
        desk.retriever.rank(desk.question, lower, 30), desk.question, share=FEW
    )
    children = _linked_first(desk, children or _likeliest(desk, lower), lower, desk.knowledge.parents)
    return _follow(desk, _unlinked(desk, children) or children, desk.knowledge.parents, up=True)


def implementers(desk: Desk) -> Answer:
    """Where an upper clause went: its derives-from links downward."""
    upper, lower = sided(desk.knowledge, desk.scope.upper, up=False), desk.scope.lower
    parents = desk.retriever.pointed(desk.question, upper) or desk.retriever.relevant(
        desk.retriever.rank(desk.question, upper, 30), desk.question, share=FEW
    )
    parents = parents or _likeliest(desk, upper)
    parents = _unlinked(desk, parents) or parents
    parents = [h for hit in parents for h in desk.retriever.listed(desk.knowledge.subtree(hit.clause), "条款")]
    return _follow(desk, parents, desk.knowledge.children, up=False, allowed=lower)


def _unlinked(desk: Desk, starts: Sequence[Hit]) -> list[Hit]:
    """The clause asked about where it is plainly one of a document that stands alone, no place or document named.

    What has no document above or below has no source and is put into effect nowhere; a clause of others that is
    further off is not what is asked about.
    """
    sides = desk.scope.upper, desk.scope.lower  # told where a place or a document is named
    if desk.scope.names or desk.question.clauses or any(side is not None for side in sides):
        return []
    knowledge, best = desk.knowledge, desk.hits()[:1]
    papers = {knowledge.pieces[h.clause].document for h in best}
    alone = not papers & (knowledge.uppers.keys() | knowledge.lowers.keys())
    return best if alone and best and best[0].score >= PLAINLY * max((h.score for h in starts), default=0.0) else []


def _likeliest(desk: Desk, side: frozenset[str] | None) -> list[Hit]:
    """The best clause of one side where none is surely meant: a document with a document above it is known."""
    hits = desk.retriever.rank(desk.question, side, 5) if side else []
    return [hit for hit in hits[:1] if hit.sure >= LIKELY]


def _linked_first(
    desk: Desk, starts: Sequence[Hit], side: frozenset[str] | None, links: Mapping[str, list[Origin]]
) -> list[Hit]:
    """The clauses asked about; where none has a link, one that has and is nearly as close goes in front.

    Who asks for a clause's source mostly knows that it has one.
    """
    if not starts or desk.question.clauses or any(h.clause in links for h in starts):
        return list(starts)
    linked = [h for h in desk.retriever.rank(desk.question, side, 10) if h.clause in links]
    return [h for h in linked[:1] if h.score >= NEARLY * starts[0].score] + list(starts)


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
        return nothing(desk, "没有找到所问的条款。", "The clause asked about was not found.", hits=desk.hits())
    first = desk.knowledge.pieces[starts[0].clause]
    label = f"{desk.place_name(first)}“{first.caption}”"
    if not found and (near := nearest(desk.question, starts, desk.knowledge, desk.retriever, up=up, allowed=allowed)):
        zh = f"{label}与{'上级文件' if up else '下级文件'}没有直接对应的表述，其中最接近的是："
        en = f"{label} has no wording in common with the document {'above' if up else 'below'}; the closest clause: "
        text = desk.say(zh, en) + _say_clauses(desk, [h.clause for h in near]) + ("。" if desk.zh else "")
        return given(desk, text, once([*near, *starts[:4], *desk.hits(20)]), clauses=[h.clause for h in near])
    if not found:
        zh = f"{label}在库中没有找到{'上级依据' if up else '对应的落实条款'}。"
        en = f"No {'source' if up else 'implementing clause'} of {label} is in the corpus."
        return nothing(desk, zh, en, hits=once([*starts, *desk.hits(20)]))
    found = {c: link for c, link in found.items() if not _above_among(desk, c, found)}
    several = bool(_SEVERAL.search(desk.question.text))
    firm = found if several else counted(found)
    ends = sorted(firm, key=lambda c: -found[c].score)
    rest = [c for c in sorted(found, key=lambda c: -found[c].score) if c not in firm]
    hits = desk.retriever.listed(ends, "派生") + list(starts[:4]) + desk.retriever.listed(rest, "派生")
    other = [h for h in desk.hits(20) if h.clause not in {x.clause for x in hits}]
    words = _say_clauses(desk, ends[:4])
    zh = f"{label}{'源自' if up else '落实于'}：{words}。"
    en = f"{label} {'derives from' if up else 'is implemented by'}: {words}"
    return given(desk, desk.say(zh, en), once([*hits, *other]), clauses=ends)


def counted(found: Mapping[str, Origin]) -> dict[str, Origin]:
    """The links that answer for one clause: firm ones, and partial ones nearly as strong as the strongest of these."""
    strong = max((link.score for link in found.values() if link.strength != "partial"), default=0.0)
    return {c: link for c, link in found.items() if link.strength != "partial" or link.score >= PARTLY * strong}


def _say_clauses(desk: Desk, clauses: Sequence[str]) -> str:
    return "；".join(
        f"{entitled(desk, desk.knowledge.papers[p.document])}{p.path} {p.heading}".strip()
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
