"""The builder's process (入库进程): `python -m api.ingest HOME` brings files in or takes documents out, then the index.

The service starts it beside itself, so that a build neither slows questions down nor can take the service along when a
file is too much for it. It reads an order from standard input and writes one JSON object a line:

    {"files": [{"path": "…", "name": "…", "sha256": "…"}], "remove": ["…"], "replace": false}
    → {"step": "reading", "done": 1, "total": 3, "doing": "…"} … {"result": {…}} or {"error": "…"}
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.opening import refresh_index
from kg.build import build_named, no_links, remove
from kg.errors import PolicyKGError, UnknownThing
from kg.opening import open_store
from kg.places import gazetteer
from kg.same import same_papers
from kg.store import Store
from kg.survey import Offer
from kg.untitled import untitled_papers

Say = Callable[[Mapping[str, Any]], None]
_WAIT = 600.0  # seconds for another build to end
_NICENESS = 10
_MISSING = {
    "title": ("no-title", "没有读出标题，列表中以文件名代替。"),
    "paper": ("no-paper", "没有读出标题、文号和编号条款，可能不是政策文件，或内容不完整；请核对。"),
}


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    name: str
    sha256: str


def main() -> int:
    """Carries one order out; returns the exit code."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    order = json.load(sys.stdin)
    try:
        with closing(open_store(Path(sys.argv[1]), os.environ, create=True)) as store:
            result = carry_out(Path(sys.argv[1]), store, order, _say)
    except PolicyKGError as error:
        _say({"error": str(error)})
        return 1
    except OSError as error:
        _say({"error": f"{error.filename or ''}：{error.strerror or error}"})
        return 1
    _say({"result": result})
    return 0


def _say(line: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def carry_out(home: Path, store: Store, order: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Carries an order out; returns what became of each file, by its path."""
    for document in order.get("remove", ()):
        say({"step": "reading", "done": 0, "total": 1, "doing": document})
        try:
            remove(document, store, gazetteer(), wait=_WAIT)
        except UnknownThing:
            continue  # somebody else was quicker
    files = [_File(Path(f["path"]), f["name"], f["sha256"]) for f in order.get("files", ())]
    became = _bring_in(store, files, replace=bool(order.get("replace")), say=say) if files else {}

    def embedding(done: int, total: int) -> None:
        say({"step": "indexing", "done": done, "total": total, "doing": "检索索引"})

    embedding(0, 0)
    refresh_index(home, store, embedding, wait=_WAIT)
    return {"files": became}


def _bring_in(store: Store, files: list[_File], *, replace: bool, say: Say) -> dict[str, Any]:
    with store.snapshot() as graph:
        known = {file.sha256 for file in files if graph.with_hash(file.sha256)}
        taken = graph.files()
    offers = _offers(files, known, {} if replace else taken)

    def reading(done: int, total: int, name: str) -> None:
        say({"step": "reading", "done": done, "total": total, "doing": name})

    report = build_named(offers, store, gazetteer(), progress=reading, wait=_WAIT)
    failures = {failure.path: failure.reason for failure in report.failures}
    states = dict.fromkeys(report.added, "added") | dict.fromkeys(report.replaced, "replaced")
    states |= dict.fromkeys(report.renewed, "renewed")
    became: dict[str, dict[str, Any]] = {}
    with store.snapshot() as graph:
        papers = {file.sha256: graph.with_hash(file.sha256) for file in files}
        ids = {filed.id for filed in papers.values() if filed}
        same, missing = same_papers(graph, ids), untitled_papers(graph, ids)
        for file in files:
            filed = papers[file.sha256]
            if filed is None:
                became[str(file.path)] = {"state": "refused", "problem": failures.get(str(file.path), "没有读成")}
                continue
            state = "unchanged" if file.sha256 in known else states.get(filed.id, "unchanged")
            notices = [{"code": n.code, "message": n.message, "start": n.start, "end": n.end} for n in filed.notices]
            if filed.id in missing:
                code, message = _MISSING[missing[filed.id]]
                notices.insert(0, {"code": code, "message": message, "start": None, "end": None})
            notices += [
                {"code": "links-missing", "message": no_links(pair), "start": None, "end": None}
                for pair in report.unlinked
                if filed.id in (pair.child, pair.parent)
            ]
            twins = [{"document_id": s.id, "file": s.file, "verbatim": s.verbatim} for s in same.get(filed.id, ())]
            became[str(file.path)] = {"state": state, "document_id": filed.id, "notices": notices, "same_as": twins}
    return became


def _offers(files: list[_File], known: set[str], taken: Mapping[str, str]) -> list[Offer]:
    """What is new, each content once; a name that another content has gets the first digits of the hash."""
    offers: list[Offer] = []
    names, contents = set(taken), set(known)
    for file in files:
        if file.sha256 in contents:
            continue
        name = file.name
        if name in names:
            stem, dot, suffix = name.rpartition(".")
            name = f"{stem}~{file.sha256[:8]}.{suffix}" if dot else f"{name}~{file.sha256[:8]}"
        names.add(name)
        contents.add(file.sha256)
        offers.append(Offer(file.sha256, file.path, frozenset({name}), frozenset()))
    return offers


if __name__ == "__main__":
    sys.exit(main())
