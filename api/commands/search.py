"""`policykg search TEXT`: clauses ranked for a text."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import closing
from dataclasses import asdict

from api.options import Subparsers, add_command, add_json, home_of, in_colour, open_store, print_json

_MOST = 1000


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "search", "检索条款，按相关程度排列", "ranked clauses for a text")
    parser.add_argument("text", metavar="TEXT", help="检索词 / what to look for")
    parser.add_argument("--in", dest="place", metavar="PLACE", help="限定地区，含下辖 / within a place")
    parser.add_argument("--exact", action="store_true", help="只要该地区本级 / only the place itself")
    parser.add_argument("--sector", help="限定领域，如 汽车 / of a sector")
    parser.add_argument("--unit", help="限定单位，如 海东市商务局 / duties of a unit")
    parser.add_argument(
        "--level", choices=("national", "province", "city", "county", "township"), help="限定层级 / of a level"
    )
    parser.add_argument("-k", type=_count, default=10, metavar="N", help="最多几条，默认 10 / at most N")
    add_json(parser)
    parser.set_defaults(run=_run, wrong=parser.error)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"{text!r}：应为 1–{_MOST} 的整数 / a whole number")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    from api.commands.ask import evidence_lines
    from api.opening import open_search

    if not arguments.text.strip():
        arguments.wrong("检索词是空的 / the text is empty")
    with closing(open_store(arguments)) as store:
        engine = open_search(home_of(arguments), store)
        started = time.perf_counter()
        hits = engine.search(
            arguments.text,
            place=arguments.place,
            sector=arguments.sector,
            unit=arguments.unit,
            level=arguments.level,
            limit=arguments.k,
            exact=arguments.exact,
        )
        took = round((time.perf_counter() - started) * 1000, 2)
    if arguments.json:
        print_json({"hits": [asdict(hit) for hit in hits], "took_ms": took})
        return 0
    for hit in hits:
        for line in evidence_lines(hit, colour=in_colour(sys.stdout)):
            print(line)
    if not hits:
        print("没有找到 / nothing found")
    return 0
