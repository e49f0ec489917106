"""`policykg build [PATH…]`: reads files and folders and builds or updates the graph and the search index."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from api.options import Subparsers, add_command, add_json, home_of, open_store, place_of, print_json, say

if TYPE_CHECKING:
    from api.progress import Bar
    from kg.build import Report
    from kg.same import Same
    from kg.store import Store

_SHOWN = 20  # of a kind that are named one by one


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(
        subparsers,
        "build",
        "读取文件和文件夹，建立或更新图谱；未变的文件跳过，读不了的文件报告后继续",
        "read files and folders and build or update the graph",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="文件或文件夹，默认随附的政策文件 / default: the bundled seed",
    )
    parser.add_argument(
        "--wait",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="另一个构建正在进行时最多等几秒 / wait for another build",
    )
    parser.add_argument("--no-index", action="store_true", help="不更新检索索引 / leave the search index as it is")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from api.progress import Bar
    from kg.build import build, no_links
    from kg.places import gazetteer
    from kg.settings import seed_policies

    paths = arguments.paths or seed_policies()
    with closing(open_store(arguments, create=True)) as store, Bar() as bar:
        report = build(paths, store, gazetteer(), progress=bar, wait=arguments.wait)
        indexed = None if arguments.no_index else index(arguments, store, bar)
        same, twins, bare = _looked_over(store, report)
    _say_some([f"跳过 {failure.reason}" for failure in report.failures], "……另有 {n} 个文件读不了")
    more = "……另有 {n} 对文件没有做成条款对照 / {n} more pairs of documents not linked"
    _say_some([no_links(pair) for pair in report.unlinked], more)
    _say_some(twins, "……另有 {n} 对相同的文件 / {n} more pairs")
    _say_some(bare, "……另有 {n} 份可能不是政策文件 / {n} more")
    if arguments.json:
        others = {id: [asdict(one) for one in found] for id, found in same.items()}
        print_json({**_values(report), "same_papers": others, "indexed_clauses": indexed})
    else:
        _print(report, place_of(arguments))
        if indexed is not None:
            print(f"  检索索引  {indexed} 个条款")
    return _code(report)


def _say_some(lines: Sequence[str], more: str) -> None:
    """Says the first lines, and how many there are more."""
    for line in lines[:_SHOWN]:
        say(line)
    if len(lines) > _SHOWN:
        say(more.format(n=len(lines) - _SHOWN))


def _looked_over(store: Store, report: Report) -> tuple[Mapping[str, tuple[Same, ...]], list[str], list[str]]:
    """Which documents of a run are one paper with others; what is said of them; what of texts that may be no papers."""
    from kg.same import same_papers
    from kg.untitled import untitled_papers

    new = report.added + report.replaced
    with store.snapshot() as graph:
        same = same_papers(graph, new + report.renewed)
        bare = [id for id, missing in untitled_papers(graph, new).items() if missing == "paper"]
        files = {id: filed.files[0] for id in (*same, *bare) if (filed := graph.document(id))}
    pairs = {frozenset((id, one.id)): (id, one) for id, others in sorted(same.items(), reverse=True) for one in others}
    twins = []
    for id, one in sorted(pairs.values(), key=lambda pair: pair[0]):
        how = "内容相同" if one.verbatim else "是同一份文件（标题、文号、发文机关相同），文字有出入"
        twins.append(
            f"{files[id]} 与 {one.file} {how}；不需要两份时，用 policykg remove 移除一份 / the same paper twice"
        )
    doubt = "没有读出标题、文号和编号条款，可能不是政策文件，请核对 / this may be no policy paper"
    return same, twins, [f"{files[id]}：{doubt}" for id in bare]


def index(arguments: argparse.Namespace, store: Store, bar: Bar) -> int | None:
    """Brings the search index up to the graph; returns how many clauses it holds, None where another build does it."""
    from api.opening import refresh_index
    from kg.errors import StoreBusy

    try:
        return refresh_index(home_of(arguments), store, lambda done, total: bar(done, total, "检索索引"), wait=60)
    except StoreBusy:
        say("检索索引由正在运行的另一个构建更新")
        return None


def _code(report: Report) -> int:
    """1 when nothing that was given could be read."""
    if report.added or report.replaced or report.renewed or report.unchanged:
        return 0
    say("policykg: 给出的路径里没有能读的政策文件（.docx、.pdf、.html、.mht、.txt、.md）")
    return 1


def _values(report: Report) -> dict[str, object]:
    return {
        "added": list(report.added),
        "replaced": list(report.replaced),
        "renewed": list(report.renewed),
        "unchanged": report.unchanged,
        "failures": [asdict(failure) for failure in report.failures],
        "unlinked": [asdict(pair) for pair in report.unlinked],
        "notices": dict(report.notices),
        "characters": report.characters,
        "seconds": round(report.seconds, 3),
        "documents": report.documents,
        "nodes": dict(report.facts.nodes),
        "relationships": dict(report.facts.edges),
    }


def _print(report: Report, place: str) -> None:
    print(
        f"新增 {len(report.added)}，替换 {len(report.replaced)}，更新 {len(report.renewed)}，"
        f"未变 {report.unchanged}，跳过 {len(report.failures)}；"
        f"读入 {report.characters:,} 字，用时 {report.seconds:.1f} 秒"
    )
    print(f"图谱（{place}）共 {report.documents} 份文件")
    print("  节点  " + "  ".join(f"{label} {count}" for label, count in report.facts.nodes.items()))
    print("  关系  " + "  ".join(f"{type} {count}" for type, count in report.facts.edges.items()))
    if report.unlinked:
        print(f"  没有做成条款对照的文件 {len(report.unlinked)} 对，下次构建会再做")
    if report.notices:
        print("  提示  " + "  ".join(f"{code} {count}" for code, count in report.notices.items()))
