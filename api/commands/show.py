"""`policykg show FILE`: the clause tree of a file with the rule behind each fact; nothing is stored."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from api.options import Subparsers, add_command, add_json, in_colour, open_store, print_json

if TYPE_CHECKING:
    from kg.records import Document, Source


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(
        subparsers,
        "show",
        "显示一份文件的条款树，以及每项事实依据的规则（不入库）",
        "show a file's clause tree and the rule behind each fact, storing nothing",
    )
    parser.add_argument(
        "file", metavar="FILE", help="文件，或图谱中的文件编号、文件名、文号、标题 / a file, or a stored document"
    )
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from kg.document import read_document
    from kg.places import gazetteer
    from kg.show import show

    document = read_document(_source(arguments), gazetteer())
    if arguments.json:
        print_json(_facts(document))
        return 0
    for line in show(document, colour=in_colour(sys.stdout)):
        print(line)
    return 0


def _source(arguments: argparse.Namespace) -> Source:
    """The file's text; where there is no such file, that of a document of the graph."""
    from kg.errors import StoreError, UnreadableFile
    from kg.lookup import find_document
    from kg.read import read

    path = Path(arguments.file)
    if path.exists():
        return read(path)
    try:
        store = open_store(arguments)
    except StoreError as error:
        raise UnreadableFile(f"没有这个文件：{path}") from error
    with closing(store), store.snapshot() as graph:
        return graph.source(find_document(graph, arguments.file).id)


def _facts(document: Document) -> dict[str, object]:
    from kg.compose import compose
    from kg.export import edge_row, node_row
    from kg.places import gazetteer

    said = compose(document, gazetteer())
    return {
        "document": document.id,
        "nodes": [node_row(node) for node in (*said.nodes, *said.shared_nodes)],
        "relationships": [edge_row(edge) for edge in (*said.edges, *said.shared_edges)],
        "notices": [{"code": n.code, "message": n.message, "start": n.start, "end": n.end} for n in document.notices],
    }
