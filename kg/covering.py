"""Which part of a clause's text each of its responsibility statements covers (覆盖).

对食堂给予补助。（责任单位：市财政局）减免租金。（责任单位：市国资委）
市财政局: 对食堂给予补助。  市国资委: 减免租金。
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.records import Clause, Responsibility


def covering(clause: Clause, duties: Iterable[Responsibility]) -> dict[str, tuple[int, ...]]:
    """Returns for each unit named in the clause's statements the spans of the clause's text that they cover.

    Spans are half-open offsets, one pair after the other, in order: (0, 9, 20, 31). A statement covers the text from
    the one before it; of two with nothing between them (牵头单位：…（换行）责任单位：…) both cover what stands before
    the first. Empty where the statements do not share the text between them.
    """
    parts = _parts(clause)
    if len({part for _, part in parts}) < 2:
        return {}
    found: dict[str, set[tuple[int, int]]] = {}
    for duty in duties:
        mention = duty.mention
        if mention.clause == clause.path and mention.stated == "line" and not mention.inherited:
            found.setdefault(duty.unit, set()).update(part for text, part in parts if mention.mention in text)
    return {unit: tuple(offset for span in sorted(spans) for offset in span) for unit, spans in found.items()}


def _parts(clause: Clause) -> list[tuple[str, tuple[int, int]]]:
    """Each statement as printed, and the span of the text that it covers; a unit is a mention once in a clause."""
    found: list[tuple[str, tuple[int, int]]] = []
    last = 0
    part = (0, 0)
    for statement in sorted(clause.statements, key=lambda s: s.after):
        if clause.text[last : statement.after].strip():
            part = (last, statement.after)
            last = statement.after
        found.append((statement.view.text, part))
    return found
