"""`policykg trace CLAUSE`: the chain up to a clause's sources, or down to what implements it, with the differences."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

from api.options import Subparsers, add_command, add_json, in_colour, open_store, print_json

if TYPE_CHECKING:
    from search.knowledge import Knowledge
    from search.relations import GoalOrigin
    from search.trace import Step

STRENGTHS = {"verbatim": "照录", "adapted": "改写", "partial": "部分"}
COMPARISONS = {"equal": "一致", "higher": "高于上级", "lower": "低于上级", "changed": "口径不同"}
REASONS = {
    "target:per-unit": "一为每单位数",
    "target:period": "周期不同",
    "target:baseline": "基期不同",
    "target:deadline": "期限不同",
    "target:direction": "上下限不同",
    "target:measure": "计量不同",
    "target:change": "一为增幅",
    "target:words": "未写数值",
}
_LONGEST = 60  # characters of what was left out that are shown
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(
        subparsers,
        "trace",
        "条款溯源：向上到依据，加 --down 向下到落实，标出沿用、改动、新增、删去",
        "a clause's chain up to its sources (or down), with what was kept, changed, added and dropped",
    )
    parser.add_argument(
        "clause", metavar="CLAUSE", help="条款编号，或文件（文号、地区）加条款，如 '海东 二/（十六）' / a clause"
    )
    parser.add_argument("--down", action="store_true", help="向下，到落实它的条款 / down to what implements it")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from api.opening import open_records
    from search.trace import trace

    with closing(open_store(arguments)) as store:
        knowledge, relations = open_records(store)
        clause = knowledge.piece_named(arguments.clause).id
    found = trace(knowledge, relations, clause, up=not arguments.down, down=arguments.down)
    if arguments.json:
        print_json(asdict(found))
        return 0
    colour = in_colour(sys.stdout)
    print(_title(knowledge, clause, colour))
    steps = found.down if arguments.down else found.up
    for step in steps:
        for line in _lines(knowledge, step, 1, colour, alone=len(steps) == 1):
            print(line)
    if not steps:
        print("  没有落实它的条款" if arguments.down else "  没有上级依据（文件自行提出，或上级文件不在库中）")
    if found.cut:
        print("  ……链条太长，未全部列出")
    return 0


def compared(link: GoalOrigin) -> str:
    """低于上级; 口径不同（期限不同）."""
    reason = REASONS.get(link.rule, "") if link.comparison != "equal" else ""
    return f"{COMPARISONS[link.comparison]}（{reason}）" if reason else COMPARISONS[link.comparison]


def _title(knowledge: Knowledge, clause: str, colour: bool) -> str:
    piece = knowledge.piece(clause)
    paper = knowledge.papers[piece.document]
    bold, dim, plain = (_BOLD, _DIM, _PLAIN) if colour else ("", "", "")
    return f"{bold}{piece.path} {piece.heading}{plain}  《{paper.title}》  {dim}{clause}{plain}"


def _lines(knowledge: Knowledge, step: Step, depth: int, colour: bool, *, alone: bool) -> Iterator[str]:
    """A step and those behind it; what is new beside one source of several is shortened: another may have it."""
    from kg.difference import render

    margin = "  " * depth
    arrow = "↑" if step.clause == step.parent else "↓"
    yield f"{margin}{arrow} {STRENGTHS[step.strength]} {step.score:.2f}  {_title(knowledge, step.clause, colour)}"
    for line in render(step.stretches, colour, _LONGEST, None if alone else _LONGEST).split("\n"):
        yield f"{margin}    {line}"
    for link in step.goals:
        child, parent = knowledge.goals[link.child], knowledge.goals[link.parent]
        yield f"{margin}    目标{compared(link)}：{child.quote} ← {parent.quote}"
    for further in step.steps:
        yield from _lines(knowledge, further, depth + 1, colour, alone=len(step.steps) == 1)
