"""`policykg export`: the graph as JSON Lines (the contract's), GraphML or CSV."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from api.options import Subparsers, add_command, open_store, say

if TYPE_CHECKING:
    from kg.store import Reader


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "export", "导出图谱", "write the graph out")
    parser.add_argument(
        "--format",
        choices=("jsonl", "graphml", "csv"),
        default="jsonl",
        help="jsonl（默认，APOC 式）、graphml，或 csv（每类一个文件，-o 给出文件夹）/ csv writes a folder",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="写入文件，默认标准输出 / default: standard output"
    )
    parser.set_defaults(run=_run, wrong=parser.error)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.format == "csv" and arguments.output is None:
        arguments.wrong("csv 要用 -o 给出文件夹 / csv needs -o FOLDER")
    with closing(open_store(arguments)) as store, store.snapshot() as graph:
        _write(graph, arguments.format, arguments.output)
    return 0


def _write(graph: Reader, format: str, output: Path | None) -> None:
    from kg.export import jsonl, tables

    if format == "csv" and output is not None:
        for path in tables(graph, output):
            say(str(path))
        return
    if format == "graphml":
        from kg.graph import graphml  # brings networkx

        pieces: Iterable[bytes] = graphml(graph)
    else:
        pieces = (line.encode("utf-8") for line in jsonl(graph))
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    else:
        _replace(output, pieces)


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a file that appears whole or not at all; a device or pipe is simply written to."""
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            device.writelines(pieces)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.writelines(pieces)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
