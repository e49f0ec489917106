"""`policykg copy --from PLACE --to PLACE`: moves a graph between a data folder and Neo4j, either way."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from api.options import Subparsers, add_command, add_json, home_of, print_json

if TYPE_CHECKING:
    from kg.copying import Copied

_FROM = "POLICYKG_FROM_NEO4J_"
_OWN = "POLICYKG_NEO4J_"


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(
        subparsers, "copy", "在数据目录与 Neo4j 之间迁移图谱，并核对", "copy a graph between a folder and Neo4j"
    )
    where = "数据目录，或 neo4j://主机:7687 / a data directory or an address"
    parser.add_argument("--from", dest="source", required=True, metavar="PLACE", help=f"从哪里：{where}")
    parser.add_argument("--to", dest="target", required=True, metavar="PLACE", help=f"到哪里：{where}")
    parser.add_argument(
        "--wait",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="目标正被写入时最多等几秒 / wait for another build",
    )
    parser.add_argument("--no-index", action="store_true", help="不建检索索引 / make no search index")
    add_json(parser)
    parser.epilog = (
        "用户名、密码、数据库取自环境变量 POLICYKG_NEO4J_USER、POLICYKG_NEO4J_PASSWORD、POLICYKG_NEO4J_DATABASE；"
        "两边都是 Neo4j 而不相同时，源另用 POLICYKG_FROM_NEO4J_… / credentials come from the environment"
    )
    parser.set_defaults(run=_run, wrong=parser.error)


def _run(arguments: argparse.Namespace) -> int:
    from api.opening import refresh_index
    from api.progress import Bar
    from kg.copying import copy_graph
    from kg.opening import open_named

    environment = dict(os.environ)
    if _same(arguments.source, arguments.target, environment):
        arguments.wrong("--from 和 --to 是同一处 / --from and --to are the same place")
    with (
        closing(open_named(arguments.source, of_source(environment))) as source,
        closing(open_named(arguments.target, environment, create=True)) as target,
        Bar() as bar,
    ):
        copied = copy_graph(source, target, bar, wait=arguments.wait)
        indexed = None
        if not arguments.no_index:
            home = home_of(arguments) if "://" in arguments.target else Path(arguments.target)
            indexed = refresh_index(home, target, lambda done, total: bar(done, total, "检索索引"), wait=60)
    if arguments.json:
        print_json(_values(copied, indexed))
    else:
        _print(copied, indexed, arguments.target)
    return 0


def of_source(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with which the source is opened: what is said of it alone goes before what is said of both.

    >>> of_source({"POLICYKG_NEO4J_USER": "a", "POLICYKG_FROM_NEO4J_USER": "b"})["POLICYKG_NEO4J_USER"]
    'b'
    """
    own = {_OWN + key.removeprefix(_FROM): value for key, value in environment.items() if key.startswith(_FROM)}
    return {**environment, **own}


def _same(source: str, target: str, environment: Mapping[str, str]) -> bool:
    if "://" not in source and "://" not in target:
        return Path(source).resolve() == Path(target).resolve()
    return source.rstrip("/") == target.rstrip("/") and of_source(environment) == environment


def _values(copied: Copied, indexed: int | None) -> dict[str, object]:
    return {
        "documents": copied.documents,
        "nodes": dict(copied.facts.nodes),
        "relationships": dict(copied.facts.edges),
        "export_sha256": copied.sha256,
        "written": copied.written,
        "indexed_clauses": indexed,
    }


def _print(copied: Copied, indexed: int | None, target: str) -> None:
    nodes, edges = sum(copied.facts.nodes.values()), sum(copied.facts.edges.values())
    print(f"{target}：{copied.documents} 份文件、{nodes} 个节点、{edges} 个关系，与源一致")
    print(f"  导出的 SHA-256  {copied.sha256}")
    if indexed is not None:
        print(f"  检索索引  {indexed} 个条款")
