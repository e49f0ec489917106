"""Clauses made of a path and a text, with the responsibility statements cut out as the parser does."""

from __future__ import annotations

from kg.records import Clause, Parsed, Statement
from kg.responsibility import find_statements
from kg.view import View


def plan(*rows: tuple[str, str]) -> Parsed:
    """The plan whose clauses have these paths and own texts, one after the other in one source."""
    clauses: list[Clause] = []
    at = 0
    for order, (path, text) in enumerate(rows):
        own = View.whole(text, at)
        clauses.append(_clause(path, own, order, at))
        at += len(text) + 1
    return Parsed(tuple(clauses), ())


def _clause(path: str, own: View, order: int, at: int) -> Clause:
    statements, cut = [], 0
    ranges = find_statements(own)
    for start, end in ranges:
        statements.append(Statement(own.slice(start, end), start - cut))
        cut += end - start
    return Clause(
        path=path,
        number=path.rsplit("/", 1)[-1],
        heading=None,
        body=own.without(ranges).strip(),
        statements=tuple(statements),
        order=order,
        depth=path.count("/") + 1,
        kind="preamble" if path == "序" else "item",
        start=at,
        end=at + len(own),
        parent=path.rsplit("/", 1)[0] if "/" in path else None,
    )
