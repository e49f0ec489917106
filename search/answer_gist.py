"""What a document deals with as a whole, and which documents there are of a place (讲什么、有哪些文件)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.view import normal
from search.answers import Answer
from search.asked_list import asks_list
from search.desk import Desk, given
from search.knowledge import Paper, Piece
from search.levels import called_ours

MOST = 10  # documents that one answer tells of
PARTS = 12  # parts of a document that are named
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")


def parts_of(desk: Desk, paper: Paper) -> list[Piece]:
    """The parts that a document consists of: its chapters or sections, its articles where it has no more."""
    pieces = [desk.knowledge.pieces[c] for c in desk.knowledge.of_paper.get(paper.id, ())]
    top = [p for p in pieces if p.parent is None and p.kind != "preamble" and not p.path.startswith("附件")]
    return [p for p in top if p.heading or p.number]


def gist_of(desk: Desk, paper: Paper) -> tuple[bool, str]:
    """Whether a document shows what it consists of, and the words that say so."""
    parts = parts_of(desk, paper)
    if not parts:
        return False, desk.say("正文没有分条分段的标题", "its text has no headings")
    captions = [p.caption for p in parts[:PARTS]]
    more = desk.say("等", " …") if len(parts) > PARTS else ""
    if all(_ARTICLE.fullmatch(p.number or "") for p in parts):
        named = [p.caption for p in parts if p.heading][:PARTS]
        told = desk.say("，包括" + "、".join(named), ": " + "; ".join(named)) if named else ""
        return True, desk.say(f"共 {len(parts)} 条{told}", f"{len(parts)} articles{told}")
    zh = f"分 {len(parts)} 个部分，依次为{'、'.join(captions)}{more}"
    return True, desk.say(zh, f"{len(parts)} parts: {'; '.join(captions)}{more}")


def listed_papers(desk: Desk) -> Answer | None:
    """Which documents there are of the places named, or of all; None where a question asks for anything else."""
    kind = asks_list(_without_places(desk), desk.question.language, named=bool(desk.question.places))
    if kind is None or desk.scope.unknown or desk.question.without:
        return None
    papers = desk.knowledge.papers
    codes = [place.codes for place in desk.question.places if place.codes]
    names = [place.name for place in desk.question.places if place.name]
    plain = normal(desk.question.text).lower()
    if not codes and not names and desk.home and "库" not in plain:
        codes = [(called_ours(plain, desk.home, desk.knowledge.gazetteer) or desk.home,)]
    said, shown = [], list[str]()
    for place in codes:
        code = next((c for c in place if desk.knowledge.papers_in(c)), None)
        if code is None:
            return None  # what others say of it
        words, ids = _of_place(desk, code, kind)
        said.append(words)
        shown += ids
    for name in names:
        ids = list(desk.knowledge.unlisted.papers.get(name, ()))
        said.append(_counted(desk, name, [papers[id] for id in ids], kind))
        shown += ids
    if not codes and not names:
        said.append(_counted(desk, desk.say("库中", "the corpus"), list(papers.values()), kind))
        shown += papers
    return _shown(desk, desk.say("；", "; ").join(said), shown)


def papers_listed(desk: Desk, papers: Sequence[Paper]) -> Answer | None:
    """The documents that a question names together, by their titles."""
    told = desk.say("、", ", ").join(_entry(desk, p, placed=True) for p in papers[:MOST])
    more = desk.say("等", " …") if len(papers) > MOST else ""
    zh, en = f"共 {len(papers)} 份文件：{told}{more}", f"{len(papers)} documents: {told}{more}"
    return _shown(desk, desk.say(zh, en), [p.id for p in papers])


def _shown(desk: Desk, text: str, papers: Sequence[str]) -> Answer | None:
    """The answer of documents, shown by what they open with."""
    openings = (next(iter(desk.knowledge.of_paper.get(id, ())), None) for id in papers)
    clauses = [clause for clause in openings if clause][:MOST]
    if not clauses:
        return None
    topic = replace(desk, question=replace(desk.question, intent="topic"))
    full = text + desk.say("。", ".")
    return given(topic, full, desk.retriever.listed(clauses, "文件首部"), clauses=clauses)


def _of_place(desk: Desk, code: str, kind: str) -> tuple[str, list[str]]:
    """What is said of one place's documents, and which: its own, then those of what lies in it."""
    knowledge, name = desk.knowledge, desk.knowledge.gazetteer.place(code).name
    own = knowledge.papers_in(code, exact=True)
    inside = [id for id in knowledge.papers_in(code) if id not in own]
    parts = []
    if own:
        parts.append(_counted(desk, name, [knowledge.papers[id] for id in own], kind))
    else:
        parts.append(desk.say(f"库中没有{name}本级的文件", f"the corpus holds none of {name} itself"))
    if inside:
        below = desk.say("所辖地方", "places within it")
        parts.append(_counted(desk, below, [knowledge.papers[id] for id in inside], kind, placed=True))
    return desk.say("，", ", ").join(parts), [*own, *inside]


def _counted(desk: Desk, whose: str, papers: Sequence[Paper], kind: str, *, placed: bool = False) -> str:
    """海东市有 1 份文件：《…》（东政办〔2024〕66号，2024年7月3日）."""
    fits = [p for p in papers if kind in p.title] or papers
    called = kind if all(kind in p.title for p in fits) and kind else "文件"
    told = desk.say("、", ", ").join(_entry(desk, p, placed=placed or whose == "库中") for p in fits[:MOST])
    more = desk.say("等", " …") if len(fits) > MOST else ""
    return desk.say(
        f"{whose}有 {len(fits)} 份{called}：{told}{more}",
        f"{whose}: {len(fits)} document{'s' * (len(fits) > 1)}: {told}{more}",
    )


def _entry(desk: Desk, paper: Paper, *, placed: bool) -> str:
    dated = paper.issued_on and desk.say(day(paper.issued_on), paper.issued_on)
    facts = [fact for fact in (paper.doc_number, dated) if fact]
    where = desk.knowledge.place_name(paper.id) if placed else ""
    return f"{where}《{paper.title}》" + (f"（{'，'.join(facts)}）" if facts else "")


def day(iso: str) -> str:
    """2024年7月3日 for 2024-07-03."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(iso.split("-"), "年月日", strict=False))


def _without_places(desk: Desk) -> str:
    plain = normal(desk.question.text).lower()
    for place in desk.question.places:
        plain = plain[: place.start] + " " * (place.end - place.start) + plain[place.end :]
    return plain
