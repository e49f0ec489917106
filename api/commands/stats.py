"""`policykg stats`: what the graph holds."""

from __future__ import annotations

import argparse
from collections import Counter
from contextlib import closing

from api.options import Subparsers, add_command, add_json, open_store, place_of, print_json


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "stats", "列出图谱中的文件、事实和提示", "what the graph holds")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    with closing(open_store(arguments)) as store, store.snapshot() as graph:
        counts = graph.counts()
        documents = list(graph.documents())
        generation = graph.generation
    notices = Counter(notice.code for filed in documents for notice in filed.notices)
    if arguments.json:
        print_json(
            {
                "documents": [
                    {"id": filed.id, "files": list(filed.files), "notices": len(filed.notices)} for filed in documents
                ],
                "nodes": dict(counts.nodes),
                "relationships": dict(counts.edges),
                "notices": dict(sorted(notices.items())),
                "generation": generation,
            }
        )
        return 0
    print(f"图谱（{place_of(arguments)}）共 {len(documents)} 份文件")
    for filed in documents:
        print(f"  {filed.id}  {'、'.join(filed.files)}")
    print("节点  " + "  ".join(f"{label} {count}" for label, count in counts.nodes.items()))
    print("关系  " + "  ".join(f"{type} {count}" for type, count in counts.edges.items()))
    if notices:
        print("提示  " + "  ".join(f"{code} {count}" for code, count in sorted(notices.items())))
    return 0
