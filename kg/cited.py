"""Documents that are only cited (待收文件): one node for each, however a text spells it.

A number identifies a document; a title does together with its place, so that the 通知 that carries a plan and the plan
itself are one. Where a text prints a number beside a title once, the title means that number everywhere in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.docnumber import number_of
from kg.linked import LinkedDocument, cited_places
from kg.places import NATION, Gazetteer
from kg.records import Citation
from kg.titles import carried, squash, take_apart


@dataclass(frozen=True, slots=True)
class Stub:
    """A cited document that is not in the corpus; `key` is its number, or its place and title."""

    key: str  # 鲁政发〔2024〕3号, 山东省推动设备更新实施方案
    title: str | None  # of the plan itself
    notice_title: str | None
    doc_number: str | None


def stub(citation: Citation, citing: LinkedDocument, gazetteer: Gazetteer) -> Stub:
    """Returns the node of a cited document; the same for every spelling that tells the same number, or place and title.

    >>> from kg.places import gazetteer
    >>> said = Citation("", "implements", True, 0, 1, "", None, "青海省人民政府关于印发推动设备更新方案的通知")
    >>> found = stub(said, LinkedDocument("海东市方案"), gazetteer())
    >>> found.key, found.title
    ('青海省推动设备更新方案', '推动设备更新方案')
    """
    number = number_of(citation.doc_number)
    printed = number.printed if number else None
    if citation.title is None:
        return Stub(printed or squash(citation.quote), None, None, printed)
    inner = carried(citation.title)
    wrapped = squash(inner) != squash(citation.title)
    key = printed or _title_key(citation, citing, gazetteer)
    return Stub(key, inner if wrapped else citation.title, citation.title if wrapped else None, printed)


def _title_key(citation: Citation, citing: LinkedDocument, gazetteer: Gazetteer) -> str:
    """One key for 种子法 and 中华人民共和国种子法; a province's 若干措施 has the province in front."""
    parts = take_apart(citation.title or "", gazetteer)
    codes = cited_places(parts, citation, gazetteer, citing)
    where = parts.place
    if len(codes) == 1:
        where = "" if codes[0] == NATION else gazetteer.place(codes[0]).name
    edition = f"（{parts.edition}）" if parts.edition else ""
    return f"{where}{parts.theme}{parts.genre}{edition}" if parts.theme else parts.whole


def numbered(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Returns the citations of one text, each title with the number that the text prints beside it somewhere.

    Takes 青海省推动设备更新方案 with 青海省人民政府关于印发推动设备更新方案的通知（青政〔2024〕23号）; leaves a title
    with which the text prints two numbers.
    """
    told = [c for c in citations if c.title and c.doc_number]
    found: list[Citation] = []
    for citation in citations:
        numbers = set()
        if citation.title and not citation.doc_number and citation.specific and not citation.is_self:
            numbers = {other.doc_number for other in told if one_text(citation.title, other.title or "")}
        found.append(replace(citation, doc_number=numbers.pop()) if len(numbers) == 1 else citation)
    return tuple(found)


def one_text(title: str, other: str) -> bool:
    """Whether two titles of one text are one document: equal, or one the plan of which the other is the 通知."""
    if squash(title) == squash(other):
        return True
    plan, inner = squash(carried(title)), squash(carried(other))
    if plan == inner:
        return True
    longer, shorter, notice = (plan, inner, other) if len(plan) > len(inner) else (inner, plan, title)
    front = longer.removesuffix(shorter)
    return front != longer and len(shorter) >= 6 and squash(notice).startswith(front)
