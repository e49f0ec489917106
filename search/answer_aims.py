"""The goals of a plan as a whole (总体目标): 海东市的目标有哪些, 2025年要达到哪些目标, what are Haidong's main targets.

They are those of its chapter of goals; where it has none with figures, those of all its clauses. A question that asks
for the goals of one matter (二手车有哪些目标) is left to search/figures.py, and where that finds none answered with the
goals of the clauses on that matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from kg.view import normal
from search.answers import Answer
from search.asked_figures import years_asked
from search.desk import Desk, nothing
from search.hits import Hit
from search.knowledge import Goal, Paper

PAPERS = 3  # plans whose goals one answer lists
OF_MATTER = 8  # goals of the clauses on one matter that are all told
HELD = 0.9  # share of each word of what is asked about that the title of a plan holds
_ASKS = re.compile(r"目标|指标|\b(?:targets?|goals?|objectives?|aims?)\b")
_OVERALL = re.compile(  # asks for several: 有哪些目标, 主要目标; not X目标是多少
    r"""(?:主要|总体|总的|发展|工作|行动|预期|核心)(?:目标|指标) | 目标任务
      | (?:目标|指标)(?:任务)?(?:都|分别)?(?:是什么|有哪些|有什么|有哪几|有几|是啥|有啥|包括)
      | (?:哪些|什么|哪几[个项]|几[个项]|啥)(?:主要|具体|发展|量化)?(?:目标|指标)
      | \b(?:what|which|list)\b.*\b(?:targets|goals|objectives|aims)\b""",
    re.VERBOSE,
)
_FRAME = re.compile(  # what is no matter of its own in such a question
    r"""[\s？?，、。：“”'’] | (?:20\d\d年?|十[三四五六]五)(?:规划)?(?:时期|期间|期末)?
      | [到至在前底末内] | [今明]年 | 目标 | 指标 | 主要 | 总体 | 总的 | 发展 | 具体 | 核心 | 重点 | 预期 | 量化 | 数量
      | 约束性 | 任务 | 要求 | 哪些 | 哪?几[个项] | 什么 | 啥 | 多少 | 如何 | 怎样 | 怎么
      | 设定 | 提出 | 确定 | 定下 | 制定 | 达到? | 实现 | 完成
      | 内容 | 请问 | 列出 | 列一下 | 全部 | 所有 | 分别 | 告诉我 | 包括
      | 工作 | 行动 | 实施 | 方案 | 计划 | 规划 | 意见 | 措施 | 文件 | 政策 | 这[个份] | 一下
      | [的有是都了要需应里中为呢吗各定]
      | \b(?:what|which|are|is|the|main|overall|key|general|targets?|goals?|objectives?|aims?|sets?|out|for|by|do|does
          |has|have|had|to|of|in|its|their|s|list|all|plans?|reach|achieve|meet|year|20\d\d|end)\b""",
    re.VERBOSE,
)
_CHAPTER = re.compile(r"目标|指标|总体要求|总体思路")


def aims(desk: Desk) -> tuple[list[Goal], str] | Answer | None:
    """The goals of the plans asked about, and what is said in front of them; None where one matter is asked about."""
    asked = normal(desk.question.rest).lower()
    if not _ASKS.search(asked) or desk.question.intent != "targets":
        return None
    matter = _FRAME.sub("", asked)
    if matter and not _OVERALL.search(asked):
        return None
    papers = _papers(desk, whole=not matter)
    if not papers:
        return None
    found = [(paper, *_of_paper(desk, paper)) for paper in papers]
    found = [one for one in found if one[1]]
    if len(found) > PAPERS:
        return _which(desk, [paper for paper, _, _ in found])
    goals = list(chain.from_iterable(goals for _, goals, _ in found))
    if not goals:
        return None
    apart = all(chapter for _, _, chapter in found)
    zh, en = (
        ("", "")
        if apart
        else ("文件没有单列量化目标的章节，以下为各条所列。", "No chapter of goals; its clauses say: ")
    )
    return goals, desk.say(zh, en)


def of_matter(desk: Desk, hits: Sequence[Hit]) -> list[Goal]:
    """The goals of the clauses on the matter whose goals are asked for: 建筑市政领域目标有哪些; none for one figure."""
    if not _OVERALL.search(normal(desk.question.rest).lower()):
        return []
    goals = desk.knowledge.goals
    clauses = dict.fromkeys(hit.clause for hit in desk.relevant(hits))
    own = [goals[goal] for clause in clauses for goal in desk.knowledge.pieces[clause].goals if goal in goals]
    own = _of_years(desk, own)
    return own if len(own) <= OF_MATTER else []


def _papers(desk: Desk, *, whole: bool) -> list[Paper]:
    """The plans asked about: of the place itself before those within it; those that are entitled to what is asked."""
    knowledge, scope = desk.knowledge, desk.scope
    every = (
        knowledge.papers if scope.clauses is None else {knowledge.pieces[clause].document for clause in scope.clauses}
    )
    papers = [knowledge.papers[id] for id in sorted(every)]
    homes = knowledge.homes(place.key for place in desk.question.places)
    papers = [paper for paper in papers if paper.place in homes] or papers
    if whole:
        return papers if scope.clauses is not None or len(papers) == 1 else []
    words = [word for word in desk.retriever.subject(desk.question).words if not _ASKS.search(word.form)]
    words = [word for word in words if _FRAME.sub("", word.form)]
    titled = [paper for paper in papers if all(word.share(normal(paper.title)) >= HELD for word in words)]
    return titled if words else []


def _of_paper(desk: Desk, paper: Paper) -> tuple[list[Goal], bool]:
    """The goals of a plan, those of its chapter of goals if that has any of the years asked for; whether it has."""
    knowledge = desk.knowledge
    own = knowledge.of_paper.get(paper.id, ())
    chapters = [clause for clause in own if _CHAPTER.search(knowledge.pieces[clause].heading)]
    within = dict.fromkeys(chain.from_iterable(map(knowledge.subtree, chapters)))
    chosen = _goals(desk, list(within))
    return (chosen, True) if chosen else (_goals(desk, own), False)


def _goals(desk: Desk, clauses: Sequence[str]) -> list[Goal]:
    goals = desk.knowledge.goals
    return _of_years(desk, [goals[g] for clause in clauses for g in desk.knowledge.pieces[clause].goals if g in goals])


def _of_years(desk: Desk, goals: Sequence[Goal]) -> list[Goal]:
    """The goals due in the years that the question names, all of them where it names none."""
    years = years_asked(desk.question)
    return [goal for goal in goals if not years or (goal.deadline or "")[:4] in years]


def _which(desk: Desk, papers: Sequence[Paper]) -> Answer:
    """Too many plans to list the goals of: which ones there are."""
    titles = [f"《{paper.title}》" for paper in papers]
    zh, en = desk.where
    said = desk.say(
        f"{zh}{len(titles)}份文件各有目标，请说明问的是哪一份：",
        f"{len(titles)} documents{en} set goals; which one is meant: ",
    )
    told = "、".join(titles[: 2 * PAPERS]) + (desk.say("等", " and others") if len(titles) > 2 * PAPERS else "")
    return nothing(desk, f"{said}{told}。", f"{said}{told}.", hits=desk.hits())
