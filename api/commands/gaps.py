"""`policykg gaps JURISDICTION`: what the plan above asks and the place did not take up, and the other way round."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

from api.options import Subparsers, add_command, add_json, in_colour, open_store, print_json

if TYPE_CHECKING:
    from search.gaps import Gaps, PlanGaps
    from search.knowledge import Knowledge

_SAID = 48  # characters of a clause's text
_BOLD, _DIM, _RED, _GREEN, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[0m"


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(
        subparsers,
        "gaps",
        "对照上级文件：哪些条款没有承接，哪些是本地新增，目标相比如何",
        "clauses of the parent plan without a counterpart, local additions, targets compared",
    )
    parser.add_argument("jurisdiction", metavar="JURISDICTION", help="地区名称或代码，如 海东市 / a place")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from api.opening import open_records, place_codes
    from search.gaps import gaps

    with closing(open_store(arguments)) as store:
        knowledge, relations = open_records(store)
    codes = place_codes(arguments.jurisdiction, knowledge.gazetteer)
    code = next((c for c in codes if knowledge.papers_in(c, exact=True)), codes[0])
    found = gaps(knowledge, relations, code)
    if arguments.json:
        print_json(asdict(found))
        return 0
    for line in _lines(knowledge, found, in_colour(sys.stdout)):
        print(line)
    return 0


def _lines(knowledge: Knowledge, found: Gaps, colour: bool) -> Iterator[str]:
    place = knowledge.gazetteer.place(found.place).full_name
    if not found.above and not found.below and not found.without:
        yield f"{place}：库中没有该地区的文件"
    for plan in found.above:
        yield from _plan(knowledge, plan, colour)
    for document in found.without:
        yield f"《{knowledge.papers[document].title}》：库中没有它的上级文件"
    for plan in found.below:
        yield from _plan(knowledge, plan, colour)
    if found.cut:
        yield "……下级文件太多，没有全部对照"


def _plan(knowledge: Knowledge, plan: PlanGaps, colour: bool) -> Iterator[str]:
    from api.commands.trace import compared

    bold, plain = (_BOLD, _PLAIN) if colour else ("", "")
    child, parent = knowledge.papers[plan.child].title, knowledge.papers[plan.parent].title
    yield f"{bold}《{child}》对照《{parent}》：{plan.asked} 项要求承接 {plan.taken} 项{plain}"
    yield from _listed(knowledge, "上级有、本地未承接", plan.missing, _RED if colour else "")
    if plan.naming:
        yield from _listed(knowledge, "其中上级点名本地", plan.naming, _RED if colour else "")
    yield from _listed(knowledge, "本地新增", plan.added, _GREEN if colour else "")
    if plan.goals:
        yield "  目标对照："
    for link in plan.goals:
        mine, theirs = knowledge.goals[link.child], knowledge.goals[link.parent]
        yield f"    {compared(link)}：{mine.quote} ← {theirs.quote}"
    for title, goals in (("上级目标本地未列", plan.goals_missing), ("本地自定目标", plan.goals_added)):
        if goals:
            yield f"  {title}："
        for goal in goals:
            yield f"    {knowledge.goals[goal].indicator}：{knowledge.goals[goal].quote}"


def _listed(knowledge: Knowledge, title: str, clauses: Iterable[str], colour: str) -> Iterator[str]:
    ids = list(clauses)
    plain, dim = (_PLAIN, _DIM) if colour else ("", "")
    yield f"  {title}：{'无' if not ids else f'{len(ids)} 项'}"
    for id in ids:
        piece = knowledge.pieces[id]
        text = piece.text[:_SAID] + ("……" if len(piece.text) > _SAID else "")
        yield f"    {colour}{piece.path} {piece.heading}{plain} {text} {dim}{id}{plain}"
