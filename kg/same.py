"""Which filed documents are one paper (同一份文件): one text in files of two kinds, or one title, number and issuer.

    方案.docx, 方案.pdf  →  two documents, each the same as the other, word for word

Files of other bytes are documents of their own, and nothing is refused or thrown away for it: whoever adds them is
told, and decides which to keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.linked import LinkedDocument
from kg.store import Filed, Reader
from kg.summaries import stored
from kg.titles import squash
from kg.view import normal

_TOLD_BY = ("number:", "title:")  # the keys of a document's own name, among those it answers to
_SPACING = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Same:
    """Another document of the same paper: its first file, and whether its text is the same, spacing and marks aside."""

    id: str
    file: str
    verbatim: bool


def same_papers(graph: Reader, ids: Iterable[str]) -> dict[str, tuple[Same, ...]]:
    """Returns {id: the other filed documents of the same paper, by id}, without those that are alone.

    Looks only at documents that go by the same number or title, so that it costs what shares them, not the corpus; a
    text without either is not compared.
    """
    asked = {id: filed for id in ids if (filed := graph.document(id))}
    names = {id: [key for key in filed.answers_to if key.startswith(_TOLD_BY)] for id, filed in asked.items()}
    answering = graph.answering({key for keys in names.values() for key in keys})
    found: dict[str, tuple[Same, ...]] = {}
    for id, keys in sorted(names.items()):
        others = {other for key in keys for other in answering.get(key, ())} - {id}
        if same := tuple(_among(graph, asked[id], others)):
            found[id] = same
    return found


def _among(graph: Reader, one: Filed, others: set[str]) -> Iterable[Same]:
    if not others:
        return
    mine = stored(graph, [one.id])[0]
    text = _bare(graph, one.id)
    for other in stored(graph, others):
        verbatim = text == _bare(graph, other.id)
        if (verbatim or is_one_paper(mine, other)) and (filed := graph.document(other.id)):
            yield Same(other.id, filed.files[0], verbatim)


def is_one_paper(one: LinkedDocument, other: LinkedDocument) -> bool:
    """Whether two documents have one title, one issuer and one number, or one date where no number is printed.

    Takes 东政办〔2024〕66号 in a Word file and in a PDF; leaves the plans of two years under one title.
    """
    if one.title is None or other.title is None or squash(one.title) != squash(other.title):
        return False
    if set(map(squash, one.issuers)) != set(map(squash, other.issuers)):
        return False
    if one.doc_number or other.doc_number:
        return squash(one.doc_number or "") == squash(other.doc_number or "")
    return one.issued_on is not None and one.issued_on == other.issued_on


def _bare(graph: Reader, id: str) -> str:
    return _SPACING.sub("", normal(graph.source(id).text))
