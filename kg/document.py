"""One file from bytes to facts: the stages strung together. Read this file first.

    Source ─ layout → View ─ zones → Zones ─ head → Head
                                   └ parse → Parsed ─┬ units → Mention ─ identify → Unit, Responsibility
                                                     ├ targets → Target
                                                     ├ sectors → SectorReason
                                                     └ citations → Citation

The result depends on this one file alone; what holds between files is found by `kg.linking`.
"""

from __future__ import annotations

import re

from kg.citations import citations
from kg.head import head
from kg.identity import identify
from kg.layout import layout
from kg.parse import parse
from kg.places import Gazetteer
from kg.records import Document, Head, Notice, Source
from kg.sectors import sectors
from kg.targets import targets
from kg.units import units
from kg.zones import zones

_UNSAFE = re.compile(r"[\s#/\\~?%&]+")
_LONGEST_NAME = 60


def read_document(source: Source, gazetteer: Gazetteer) -> Document:
    """Returns everything that `source` says, found without looking at any other file. Never refuses a text."""
    view = layout(source)
    zoned = zones(view)
    heading = head(view, zoned, source, gazetteer)
    parsed = parse(view, zoned, source)
    letter = view.slice(*zoned.head)
    bodies, responsibilities, unclear = identify(units(parsed, letter), heading, gazetteer)
    goals, doubts = targets(parsed.clauses, heading.issued_on, heading.title)
    notices = (*source.notices, *heading.notices, *parsed.notices, *unclear, *doubts)
    return Document(
        id=document_id(source, heading),
        source=source,
        head=heading,
        parsed=parsed,
        units=bodies,
        responsibilities=responsibilities,
        targets=goals,
        sectors=sectors(parsed.clauses),
        citations=citations(view, heading, parsed),
        notices=tuple(sorted(notices, key=_where)),
    )


def document_id(source: Source, heading: Head) -> str:
    """Returns a readable id that comes from content: number or title (or file name), `~`, 8 digits of the SHA-256.

    >>> document_id(Source("a.txt", "", "2627acd4" + "0" * 56, "utf-8"), Head(doc_number="东政办〔2024〕66号"))
    '东政办〔2024〕66号~2627acd4'
    """
    name = heading.doc_number or heading.title or source.name.rsplit(".", 1)[0]
    return f"{_UNSAFE.sub('', name)[:_LONGEST_NAME]}~{source.sha256[:8]}"


def _where(notice: Notice) -> tuple[int, str, str]:
    return (notice.start if notice.start is not None else -1, notice.code, notice.message)
