"""Which document is meant (找文件): by id, file name, document number or title, as a user types them."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.errors import UnknownThing
from kg.facts import Node
from kg.store import Filed, Reader
from kg.view import normal

_LOOSE = re.compile(r"[\s〔〕（）《》〈〉“”‘’]+")
_SHOWN = 5


def find_document(graph: Reader, name: str) -> Filed:
    """Returns the one document of the corpus that `name` means.

    Tried in this order, the first kind that fits deciding: id; file name, with or without its suffix or folders;
    document number or title (of the plan, of the 通知), brackets, quotes and spaces aside.
    Raises UnknownThing when none fits or several do.
    """
    if filed := graph.document(name):
        return filed
    files = graph.files()
    tests: tuple[Callable[[str], bool], ...] = (
        lambda file: file == name,
        lambda file: file.rsplit("/", 1)[-1] == name,
        lambda file: file.rsplit("/", 1)[-1].rsplit(".", 1)[0] == name,
    )
    for fits in tests:
        if found := {id for file, id in files.items() if fits(file)}:
            return _only(graph, name, found)
    wanted = _loose(name)
    papers = [node for node in graph.nodes("Document") if node.properties.get("in_corpus")] if wanted else []
    if found := {node.id for node in papers if wanted in _names(node)}:
        return _only(graph, name, found)
    raise UnknownThing(f"图谱里没有“{name}”这份文件：可用编号、文件名、发文字号或标题，policykg stats 列出全部")


def _names(node: Node) -> set[str]:
    values = (node.properties.get(key) for key in ("title", "notice_title", "doc_number"))
    return {_loose(value) for value in values if isinstance(value, str)}


def _loose(text: str) -> str:
    return _LOOSE.sub("", normal(text))


def _only(graph: Reader, name: str, found: set[str]) -> Filed:
    if len(found) > 1:
        several = "、".join(sorted(found)[:_SHOWN]) + ("……" if len(found) > _SHOWN else "")
        raise UnknownThing(f"“{name}”可以指 {len(found)} 份文件：{several}，请用编号")
    filed = graph.document(next(iter(found)))
    if filed is None:
        raise UnknownThing(f"“{name}”没有存档的原文")
    return filed
