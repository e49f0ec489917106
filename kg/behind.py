"""Statements printed once behind all items of a section (集中标注): they are the section's, not its last item's.

（一）管护堤岸
1.巡查堤段。…
2.修补护坡。…
（责任单位：市水利局、市财政局）
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.records import Clause

_SECTIONS = 2  # a lone one may as well be its last item's
_OF_ITS_OWN = ("以上", "上述", "本部分", "本节", "本章")  # the statement itself says what it is for
_SPACE = " \t\u3000\xa0\r"
_LONGEST_GAP = 40


def behind_sections(clauses: Sequence[Clause], text: str) -> list[Clause]:
    """Returns the clauses with the statements that stand behind a section's last item moved to the section.

    Takes a paper where such statements stand on lines of their own, behind last items only, the items before them
    without any; must leave alone one where items have statements of their own. `text` is the source's.
    """
    behind = {clause.path for clause in clauses if _on_own_lines(clause, text)}
    if len(behind) < _SECTIONS:
        return list(clauses)
    by_path = {clause.path: clause for clause in clauses}
    ended = _sections_ended(clauses, by_path)
    depths = Counter(section.depth for path in behind for section in ended.get(path, ()))
    if not depths or max(depths.values()) < _SECTIONS:
        return list(clauses)
    depth = max(depths, key=lambda depth: (depths[depth], depth))
    moved: dict[str, Clause] = {}  # by the section's path
    for clause in clauses:
        section = next((section for section in ended.get(clause.path, ()) if section.depth == depth), None)
        if clause.path in behind and section is not None:
            moved[section.path] = clause
        elif clause.statements and clause.depth > depth:
            return list(clauses)  # an item that has one of its own
    return list(_moved(clauses, moved))


def stands_behind(clause: Clause) -> bool:
    """Whether the statement of a clause stands behind the items of its section."""
    return any(statement.view.span(0, 1)[0] >= clause.end for statement in clause.statements if len(statement.view))


def _moved(clauses: Iterable[Clause], moved: dict[str, Clause]) -> Iterator[Clause]:
    """The clauses, the statements of an item given to its section."""
    items = {item.path for item in moved.values()}
    for clause in clauses:
        item = moved.get(clause.path)
        if item is not None:
            said = (replace(statement, after=len(clause.body)) for statement in item.statements)
            yield replace(clause, statements=(*clause.statements, *said))
        else:
            yield replace(clause, statements=()) if clause.path in items else clause


def _on_own_lines(clause: Clause, text: str) -> bool:
    """Whether a clause ends with its statements, each on a line of its own."""
    for statement in clause.statements:
        start = statement.view.span(0, 1)[0] if len(statement.view) else 0
        if statement.label or statement.after < len(clause.body) or any(map(statement.view.norm.count, _OF_ITS_OWN)):
            return False
        if not text[max(start - _LONGEST_GAP, 0) : start].rstrip(_SPACE).endswith("\n"):
            return False
    return bool(clause.statements)


def _sections_ended(clauses: Sequence[Clause], by_path: dict[str, Clause]) -> dict[str, list[Clause]]:
    """Of each clause with statements the sections of several items whose only ones they are, the nearest first."""
    stated: Counter[str] = Counter()
    items: Counter[str] = Counter()
    last: dict[str, str] = {}
    for clause in clauses:
        if clause.parent is not None:
            last[clause.parent] = clause.path
            items[clause.parent] += 1
        if clause.statements:
            stated.update([clause.path, *(over.path for over in _over(clause, by_path))])
    ended: dict[str, list[Clause]] = {}
    for clause in clauses if stated else ():
        below, found = clause, list[Clause]()
        for section in _over(clause, by_path) if clause.statements else ():
            if last[section.path] != below.path or stated[section.path] > 1:
                break
            if found or items[section.path] > 1:
                found.append(section)
            below = section
        ended[clause.path] = found
    return ended


def _over(clause: Clause, by_path: dict[str, Clause]) -> Iterator[Clause]:
    """The clauses that a clause lies in, the nearest first."""
    while clause.parent is not None and clause.parent in by_path:
        clause = by_path[clause.parent]
        yield clause
