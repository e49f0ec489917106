"""Answers about documents themselves (文件本身): when, by whom and under which number issued, based on what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from operator import itemgetter
from typing import Literal

from kg.docnumber import number_of
from kg.view import normal
from search.answer_gist import day, gist_of, listed_papers, papers_listed, parts_of
from search.answer_leads import is_whole_matter, led
from search.answer_shelf import entitled, followed, is_untitled, opening_of, shelf
from search.answers import Answer
from search.asked_papers import ANY_KIND, Fact, Request, request_of
from search.desk import Desk, given, nothing
from search.knowledge import Paper, Piece
from search.numbered_papers import Numbered
from search.relations import Cited, Relations
from search.scope import number_said

MOST = 10  # documents that one answer tells of
OPENING = 3  # clauses with a text in which a paper calls itself 本办法
FEW = 3  # documents whose parts one answer names
HELD = 0.4  # share of a translated word that a title holds
TOLD = 5  # documents that one is said to cite
CITING = 500  # documents that are looked through for a number cited
_ANY_NUMBER = "某〔2000〕1号"  # stands for a number however it is said
_LOOSE = re.compile(r"[\s的和与及、，“”‘’〈〉《》（）()·]+")
_TASKS = re.compile(r"任务")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条")
_DIGITS = "零一二三四五六七八九"


def about_papers(desk: Desk) -> Answer | None:
    """What the heads of documents say, where a question asks for no more; None where it asks for more.

    海东市的方案什么时候发布的，文号是什么 is answered; 海东市的充电桩目录什么时候发布 is left alone.
    """
    question = desk.question
    if question.clauses:
        return None
    number = number_said(question, desk.knowledge, desk.home)
    request = request_of(_without_places(desk, number), question.language)
    if request and desk.scope.unknown and not (request.number or request.title):
        return None  # 东昌政发 is no place, 荣成 is one that has no documents
    if request and number:
        papers = [desk.knowledge.papers[id] for id in number.papers]
    else:
        papers = _papers(desk, request) if request else []
    if request and request.facts == ("followed",):
        return followed(desk, papers, number.words if number else "")
    if request and number and not papers:
        return _none_numbered(desk, number)
    if request is None:
        return shelf(desk, _without_places(desk, number)) or listed_papers(desk)
    if not papers:
        return listed_papers(desk)
    if "led" in request.facts:
        return led(desk, papers) if request.facts == ("led",) else None
    if request.facts == ("basis",):
        return _based(desk, papers)
    if "count" in request.facts:
        return _counted(desk, papers, request) if request.facts == ("count",) else None
    if "basis" in request.facts:
        return None
    return _headed(desk, papers, request.facts)


def _without_places(desk: Desk, number: Numbered | None) -> str:
    """The question without its places; a title is kept whole, and a number (青政23号), which may begin like a place."""
    whole = plain = normal(desk.question.text).lower()
    for place in desk.question.places:
        plain = plain[: place.start] + " " * (place.end - place.start) + plain[place.end :]
    if "《" in plain:
        start, end = plain.find("《"), plain.rfind("》") + 1
        plain = plain[:start] + whole[start:end] + plain[end:]
    return plain[: number.start] + _ANY_NUMBER + plain[number.end :] if number else plain


def _none_numbered(desk: Desk, number: Numbered) -> Answer:
    """That no document bears a number, and which ones cite the one that does."""
    ids = list(desk.knowledge.papers)
    relations = desk.links(ids[:CITING])
    citing = {
        c.document: c
        for id in ids[:CITING]
        for c in relations.cites.get(id, ())
        if (cited := number_of(c.doc_number)) and number.is_of(cited)
    }
    words = number.words.removesuffix("件").removesuffix("文")
    zh, en = f"库中没有{words}文件", f"The corpus holds no document numbered {words}"
    if citing:
        title = next(iter(citing.values())).title
        by = "、".join(f"《{desk.knowledge.papers[id].title}》" for id in list(citing)[:TOLD])
        zh, en = f"{zh}；{by}引用过它，称为《{title}》", f"{en}; it is cited as 《{title}》 by {by}"
    topic = _as(desk, "topic")
    clauses = dict.fromkeys(c.clause for c in citing.values() if c.clause and c.clause in desk.knowledge.pieces)
    return nothing(topic, f"{zh}。", f"{en}.", hits=desk.retriever.listed(clauses, "引用"))


def _papers(desk: Desk, request: Request) -> list[Paper]:
    """The documents that are meant, of each place named its own."""
    knowledge = desk.knowledge
    if request.title:
        wanted = _loose(request.title)
        exact = [p for p in knowledge.papers.values() if wanted in (_loose(p.title), _loose(p.notice_title or ""))]
        return exact or [p for p in knowledge.papers.values() if wanted in _loose(p.title)][:MOST]
    codes = [place.codes for place in desk.question.places if place.codes]
    ids = {paper: None for place in desk.question.places for paper in knowledge.unlisted.papers.get(place.name, ())}
    codes = codes or ([(desk.home,)] if desk.home and not ids else [])
    if request.level and (codes or ids):
        return []
    for place in codes:
        held = [knowledge.papers_in(c, exact=True) or knowledge.papers_in(c) for c in place]
        ids.update(dict.fromkeys(next((papers for papers in held if papers), [])))
    papers = [knowledge.papers[id] for id in ids] if codes or ids else _without_place(desk, request)
    return _named(desk, papers, request)


def _without_place(desk: Desk, request: Request) -> list[Paper]:
    """Where no place is named: the documents of a level, those of a name; all where all are asked for."""
    papers = list(desk.knowledge.papers.values())
    if request.level:
        return [p for p in papers if p.level == request.level]
    return papers if request.words or request.whole or desk.question.everywhere or len(papers) == 1 else []


def _named(desk: Desk, papers: Sequence[Paper], request: Request) -> list[Paper]:
    """Those of the documents whose title holds the words and the kind that a question calls them by."""
    if request.english:
        return [p for p in papers if _translated(desk, request.english, p.title)]
    words = _loose(request.words)
    fits = [p for p in papers if words in _loose(p.title) or words in _loose(p.notice_title or "")]
    if request.whole:
        return [p for p in fits if is_whole_matter(words, p, desk.knowledge.gazetteer)]
    if not fits and desk.question.places and request.facts != ("led",):
        fits = [p for p in papers if is_untitled(p) and _calls_itself(desk, p, request)]
        fits = fits or [p for p in papers if _translated(desk, request.words, p.title)]
    of_kind = [p for p in fits if request.kind in p.title or is_untitled(p)]
    return of_kind or (fits if request.kind in ANY_KIND else [])


def _calls_itself(desk: Desk, paper: Paper, request: Request) -> bool:
    """Whether a paper whose title was not read is called so where it opens: 为推进乡村书屋建设，制定本办法."""
    pieces = (desk.knowledge.pieces[c] for c in desk.knowledge.of_paper.get(paper.id, ()))
    opening = normal("\n".join(islice((piece.text for piece in pieces if piece.text), OPENING)))
    return _loose(request.words) in _loose(opening) and bool(re.search(f"本[^，。]{{0,6}}{request.kind}", opening))


def _translated(desk: Desk, words: str, title: str) -> bool:
    """Whether a title holds what English words are translated to: trade-in, 以旧换新."""
    question = replace(desk.question, text=words, subject=words, rest=words)
    told = desk.retriever.subject(question).words
    return bool(told) and all(word.share(normal(title).lower()) >= HELD for word in told)


def _loose(text: str) -> str:
    return _LOOSE.sub("", normal(text).lower())


# -- what the head says ------------------------------------------------------------------------------------------------


def _headed(desk: Desk, papers: Sequence[Paper], facts: Sequence[Fact]) -> Answer:
    """Date, number, issuer and title as far as the documents print them."""
    topic = _as(desk, "topic")
    clauses = [clause for p in papers[:MOST] if (clause := opening_of(desk, p))]
    if "gist" in facts:
        if len(papers) > FEW and (listing := papers_listed(desk, papers)):
            return listing
        clauses = list(dict.fromkeys([*clauses, *(part.id for p in papers for part in parts_of(desk, p))]))
    hits = desk.retriever.listed(clauses, "文件首部")
    told = [(p, [_fact(desk, p, fact) for fact in facts]) for p in papers[:MOST]]
    label = _placed if "title" in facts else _labelled
    text = _joined(desk, [label(desk, p) + _parts(desk, [words for _, words in said]) for p, said in told])
    if len(papers) > MOST:
        text += desk.say(f"（共 {len(papers)} 份文件，仅列前 {MOST} 份）", f" ({len(papers)} documents; {MOST} shown)")
    if not any(known for _, said in told for known, _ in said):
        return nothing(topic, text, text, hits=hits)
    return given(topic, text, hits, clauses=clauses)


def _fact(desk: Desk, paper: Paper, fact: Fact) -> tuple[bool, str]:
    """Whether a document prints a fact of its head, and the words that say it."""
    match fact:
        case "issued":
            value = _dates(desk, paper)
            return bool(value), value or desk.say("文件未写明发布日期", "the document gives no date")
        case "number":
            if paper.doc_number:
                return True, desk.say(f"发文字号为{paper.doc_number}", f"document number {paper.doc_number}")
            return False, desk.say("文件未写明发文字号", "the document gives no document number")
        case "issuer":
            if paper.issuer:
                names = [desk.knowledge.bodies[u].name for u in paper.issued_by if u in desk.knowledge.bodies]
                names.sort(key=lambda name: name != paper.issuer)  # who signs first is the issuer
                who = desk.say("、", ", ").join(names) if len(names) > 1 else paper.issuer
                jointly = "联合" if len(names) > 1 else ""
                return True, desk.say(f"由{who}{jointly}印发", f"issued by {who}")
            return False, desk.say("文件未写明发文机关", "the document names no issuer")
        case "gist":
            return gist_of(desk, paper)
        case _:
            notice = (paper.notice_title or "").replace("《", "〈").replace("》", "〉")
            carried = desk.say(f"，随《{notice}》印发", f", carried by 《{notice}》") if notice else ""
            return True, desk.say("全称为", "full title: ") + f"《{paper.title}》" + carried


def _dates(desk: Desk, paper: Paper) -> str:
    """2024年7月3日成文，7月4日印发 where both dates are printed."""
    said = []
    if paper.issued_on:
        said.append(desk.say(f"成文日期为{day(paper.issued_on)}", f"dated {paper.issued_on}"))
    if paper.printed_on and paper.printed_on != paper.issued_on:
        said.append(desk.say(f"印发日期为{day(paper.printed_on)}", f"printed on {paper.printed_on}"))
    return _parts(desk, said)


# -- what it is based on -----------------------------------------------------------------------------------------------


def _based(desk: Desk, papers: Sequence[Paper]) -> Answer:
    """The documents above: those of the corpus that it derives from, and those that its opening cites as its basis."""
    source = _as(desk, "source")
    relations = desk.links([p.id for p in papers[:MOST]])
    said, clauses, backed = [], [], []
    for paper in papers[:MOST]:
        words, cited = _bases(desk, paper, relations)
        clauses += [*cited] or [clause for clause in [opening_of(desk, paper)] if clause]
        backed += cited
        said.append(_labelled(desk, paper) + words)
    hits = desk.retriever.listed(dict.fromkeys(clauses), "引用")
    text = _joined(desk, said)
    if not backed:
        return nothing(source, text, text, hits=hits)
    return given(source, text, hits, clauses=list(dict.fromkeys(backed)))


def _bases(desk: Desk, paper: Paper, relations: Relations) -> tuple[str, list[str]]:
    """What is said of a document's basis, and the clauses that say so: its first one where titles alone tell."""
    knowledge, clauses = desk.knowledge, []
    said: dict[str, tuple[str, str]] = {}  # document → its name, how it is known
    cites = sorted(relations.cites.get(paper.id, ()), key=lambda c: (c.relation != "implements", c.start))
    for origin in relations.parents.get(paper.id, ()):
        if (above := knowledge.papers.get(origin.parent)) is None:
            continue
        citing = (c.clause for c in cites if c.cited == above.id and c.clause in knowledge.pieces)
        clauses.append(next(citing, None) or opening_of(desk, paper))
        how = desk.say("（文中引用）", " (cited)") if origin.basis == "citation" else ""
        how = how or desk.say("（据标题判断）", " (by its title)")
        said[above.id] = f"{entitled(desk, above)}{_bracketed(above.doc_number)}", how
    for cited in sorted((c for c in cites if _opening(desk, c)), key=lambda c: c.start)[:TOLD]:
        how = desk.say("（文中引用）", " (cited)") if cited.in_corpus else ""
        how = how or desk.say("（文中引用，库中没有该文件）", " (cited; not in the corpus)")
        said.setdefault(cited.cited, (f"《{cited.title}》{_bracketed(cited.doc_number)}", how))
        clauses.append(cited.clause or opening_of(desk, paper))
    if not said:
        zh = "文件开头未写明依据哪个文件，库中也没有它的上级文件"
        return desk.say(zh, "its opening names no document that it is based on, and none above it is in the corpus"), []
    words = desk.say("依据", "based on ") + desk.say("、", ", ").join(_grouped(desk, said.values()))
    return words, [clause for clause in dict.fromkeys(clauses) if clause]


def _grouped(desk: Desk, said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The names with how they are known, said once of several that follow one another."""
    for how, group in groupby(said, key=itemgetter(1)):
        names = [name for name, _ in group]
        several = (
            how.replace("（", "（均为").replace("该文件", "这些文件").replace(" (", " (all ") if names[1:] else how
        )
        yield desk.say("、", ", ").join(names) + several


def _bracketed(number: str | None) -> str:
    return f"（{number}）" if number else ""


def _opening(desk: Desk, cited: Cited) -> bool:
    """Whether a document is cited as a basis where documents tell theirs: in title or notice, before the first number,
    in the first article."""
    if cited.relation != "implements" or cited.clause is None:
        return cited.relation == "implements"
    piece = desk.knowledge.pieces.get(cited.clause)
    return piece is not None and (piece.kind == "preamble" or piece.order == 0 or piece.path.endswith("第一条"))


# -- how many tasks ----------------------------------------------------------------------------------------------------


def _counted(desk: Desk, papers: Sequence[Paper], request: Request) -> Answer | None:
    """The number of articles, or of items of the one part that is called tasks; None where that is not certain."""
    counted = [_articles(desk, p) if request.articles else _tasks(desk, p) for p in papers[:MOST]]
    if not all(counted):
        return None
    said = []
    for paper, items in zip(papers, counted, strict=False):
        part = desk.knowledge.pieces.get(desk.knowledge.pieces[items[0]].parent or "")
        if request.articles or part is None:
            said.append(_labelled(desk, paper) + desk.say(f"共 {len(items)} 条", f"{len(items)} articles"))
        else:
            zh = f"“{part.number or ''}{part.heading}”部分共列 {len(items)} 项任务"
            said.append(_labelled(desk, paper) + desk.say(zh, f"{len(items)} tasks under “{part.heading}”"))
    clauses = [clause for items in counted for clause in items]
    hits = desk.retriever.listed(clauses, "条款编号")
    return given(_as(desk, "topic"), _joined(desk, said), hits, clauses=clauses)


def _tasks(desk: Desk, paper: Paper) -> list[str]:
    """The items right below the one part that is called tasks (二、重点任务), where they are numbered from one on."""
    pieces = [desk.knowledge.pieces[c] for c in desk.knowledge.of_paper.get(paper.id, ())]
    parts = [p for p in pieces if p.parent is None and _TASKS.search(p.heading) and p.kind != "attachment"]
    if len(parts) != 1 or parts[0].path.startswith("附件"):
        return []
    below = [p for p in pieces if p.parent == parts[0].id]
    deeper = any(desk.knowledge.within.get(p.id) for p in below)  # none says whether these or those below are the tasks
    return [p.id for p in below] if not deeper and _in_order(below) else []


def _articles(desk: Desk, paper: Paper) -> list[str]:
    """The articles of a document that consists of them."""
    pieces = [desk.knowledge.pieces[c] for c in desk.knowledge.of_paper.get(paper.id, ())]
    articles = [p for p in pieces if p.number and _ARTICLE.fullmatch(p.number) and not p.path.startswith("附件")]
    return [p.id for p in articles] if len(articles) > 1 and _in_order(articles) else []


def _in_order(pieces: Sequence[Piece]) -> bool:
    """Whether clauses are numbered 1, 2, 3 … without a gap."""
    return bool(pieces) and [_value(p.number or "") for p in pieces] == list(range(1, len(pieces) + 1))


def _value(number: str) -> int:
    """（二十一） → 21, 12. → 12; 0 where it is no number up to 999."""
    if digits := re.search(r"\d+", number):
        return int(digits[0])
    total = unit = 0
    for character in re.sub(r"[^零〇一二三四五六七八九十百]", "", number).replace("〇", "零"):
        if character in _DIGITS:
            unit = _DIGITS.index(character)
        else:
            total += (unit or 1) * (100 if character == "百" else 10)
            unit = 0
    return total + unit


# -- how it is said ----------------------------------------------------------------------------------------------------


def _as(desk: Desk, intent: Literal["topic", "source"]) -> Desk:
    return replace(desk, question=replace(desk.question, intent=intent))


def _labelled(desk: Desk, paper: Paper) -> str:
    return entitled(desk, paper) + desk.say("：", ": ")


def _placed(desk: Desk, paper: Paper) -> str:
    return (place + desk.say("：", ": ")) if (place := desk.knowledge.place_name(paper.id)) else ""


def _parts(desk: Desk, words: Sequence[str]) -> str:
    return desk.say("，", ", ").join(words)


def _joined(desk: Desk, said: Sequence[str]) -> str:
    return desk.say("；", "; ").join(said) + desk.say("。", ".")
