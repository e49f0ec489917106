"""What linking knows of stored documents (关联摘要), unpacked once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from kg.linked import LinkedDocument, from_summary, to_summary
from kg.store import Reader

_REMEMBERED = 4096  # documents


def stored(graph: Reader, ids: Iterable[str]) -> list[LinkedDocument]:
    """Returns those of the documents that are filed, by id."""
    summaries = graph.summaries(ids)
    return [_unpacked(summaries[id]) for id in sorted(summaries)]


def packed(document: LinkedDocument) -> str:
    """Returns a document as the text that a store keeps."""
    return json.dumps(to_summary(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=_REMEMBERED)
def _unpacked(summary: str) -> LinkedDocument:
    return from_summary(json.loads(summary))
