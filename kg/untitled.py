"""Which filed documents may be no policy papers at all (疑非政策文件): nothing printed by which one would be known.

今天开会，记得带材料。  →  no title, no number, no numbered clause: held like any other, and told to whoever added it
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from kg.facts import Ref
from kg.store import Reader

Missing = Literal["paper", "title"]


def untitled_papers(graph: Reader, ids: Iterable[str]) -> dict[str, Missing]:
    """Returns what is missing of those documents of which something is, by id.

    `title`: no title was read, the file's name is shown for it. `paper`: neither title nor number nor any numbered
    clause was read, as of a page of another kind or of a text that was cut off.
    """
    refs = {Ref("Document", id) for id in ids}
    bare = {
        ref.id: node.properties.get("doc_number")
        for ref, node in graph.find(refs).items()
        if "title" not in node.properties
    }
    clauses = graph.beginning("Clause", [f"{id}#" for id in bare])
    found: dict[str, Missing] = {}
    for id, number in sorted(bare.items()):
        numbered = any(clause.properties.get("number") for clause in clauses.get(f"{id}#", ()))
        found[id] = "title" if number or numbered else "paper"
    return found
