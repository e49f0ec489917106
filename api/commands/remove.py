"""`policykg remove DOCUMENT`: takes a document and all that hangs on it out of the graph."""

from __future__ import annotations

import argparse
from contextlib import closing

from api.options import Subparsers, add_command, add_json, open_store, print_json


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(
        subparsers,
        "remove",
        "移除一份文件及其全部条款和关系",
        "take a document and all that hangs on it out of the graph",
    )
    parser.add_argument(
        "document", metavar="DOCUMENT", help="编号、文件名、文号或标题 / id, file name, number or title"
    )
    parser.add_argument("--no-index", action="store_true", help="不更新检索索引 / leave the search index as it is")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from api.commands.build import index
    from api.progress import Bar
    from kg.build import remove
    from kg.places import gazetteer

    with closing(open_store(arguments)) as store, Bar() as bar:
        removed = remove(arguments.document, store, gazetteer())
        if not arguments.no_index:
            index(arguments, store, bar)
    if arguments.json:
        print_json({"removed": removed.id, "files": list(removed.files)})
    else:
        print(f"已移除 {removed.id}（{'、'.join(removed.files)}）")
    return 0
