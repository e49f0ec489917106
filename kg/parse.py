"""Parse: from a view and its zones to the clause tree (条款树).

`parse` never refuses: odd text becomes a plain clause and a notice, and the zones of the result cover the source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.allotments import sheets
from kg.behind import behind_sections
from kg.gauges import boards
from kg.headings import Heading, find_heading
from kg.numbering import Mark, number
from kg.official import ATTACHMENT_LABEL
from kg.records import Clause, ClauseKind, Notice, Parsed, Source, Statement
from kg.responsibility import find_statements
from kg.sequence import Item, items
from kg.tables import Row, Section, Table, loose_tables, tables
from kg.tiling import tile
from kg.view import View
from kg.zones import Zones

_PREAMBLE = "序"
_LETTER = "通知"
_SECTIONS = ("part", "chapter", "section", "article", "formal", "han", "paren")
_LONGEST_TITLE = 50  # characters of an annex's title
# Shares of a level's clauses with a sure heading, from which any heading is believed, and from which a sure one is.
_MOST, _SOME = 0.6, 0.3


@dataclass(frozen=True, slots=True)
class _Draft:
    """A clause before its heading is settled."""

    path: str
    item: Item | None  # None: the preamble
    parent: str | None
    depth: int
    start: int  # half-open range of the view, mark included
    end: int
    text: View  # without mark and statements
    statements: tuple[Statement, ...]  # `after` counted in `text`
    heading: Heading | None
    prefix: str  # label of the attachment it stands in
    row: tuple[View, View] | None = None  # of a table: header and cells


def parse(view: View, zones: Zones, source: Source) -> Parsed:
    r"""Returns the clauses of a document, the zones that cover its source, and notices about odd numbering.

    >>> from kg.zones import zones as find
    >>> text = "为推进工作，制定本方案。\n一、重点任务\n（一）完善体系。引导企业回收。（责任单位：市商务局）"
    >>> view, source = View.whole(text), Source("a.txt", text, "", "utf-8")
    >>> [(c.path, c.heading, c.text, c.responsibility) for c in parse(view, find(view), source).clauses][1:]
    [('一', '重点任务', '', None), ('一/（一）', '完善体系', '引导企业回收。', '（责任单位：市商务局）')]
    """
    reading = _Reading(view)
    if zones.letter:
        reading.read(*zones.letter, _LETTER)
    reading.read(*zones.body, "")
    for attachment in zones.attachments:
        reading.read(attachment.body, attachment.end, attachment.label, attachment.start)
    clauses = behind_sections(_settle(view, reading.drafts), source.text)
    pieces = _pieces(view, zones, reading.drafts)
    return Parsed(tuple(clauses), tile(view, source, pieces), tuple(reading.notices))


class _Reading:
    """Reads the body and each attachment of a view into drafts."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.drafts: list[_Draft] = []
        self.notices: list[Notice] = []
        self.times: dict[str, int] = {}  # how often each path came
        self.rows: dict[int, tuple[Table, Row]] = {}  # of tables, by where they begin
        self.headers: list[tuple[int, int]] = []  # of tables: no clause's text

    def read(self, start: int, end: int, prefix: str, label: int | None = None) -> None:
        """Reads the body (no prefix) or an attachment (its label, which stands at `label`)."""
        norm = self.view.norm
        found, refused = items(norm, start, end)
        if read := tables(norm, start, end):
            found, refused = self._with_rows(found, refused, read)
        name = norm[label:start].rstrip("\n").rpartition("\n")[2] if label is not None else ""
        if told := _of_figures(norm, start, end, name, read):  # the numbers of their rows are no clauses
            found = _outside(found, told)
            refused = [mark for mark in refused if not any(a <= mark.start < b for a, b in told)]
        first = found[0].mark.start if found else end
        if not prefix and self._text(start, first).text.strip():
            self._draft(_PREAMBLE, None, None, 0, (start, start, first), False, prefix)
        elif label is not None:
            tasks = [(start + table.start, start + table.end) for table in loose_tables(norm[start:first])]
            if tables_before := [a for a, _ in (*told, *tasks) if a < first]:
                self._annex(prefix, (label, start, first), min(tables_before))
        paths: list[str] = []
        depths: list[int] = []
        within = {item.parent for item in found}
        for index, item in enumerate(found):
            mark = item.mark
            stop = found[index + 1].mark.start if index + 1 < len(found) else end
            above = paths[item.parent] if item.parent is not None else None
            paths.append(self._path(item, above or prefix))
            depths.append(depths[item.parent] + 1 if item.parent is not None else 1)
            self._draft(paths[-1], item, above, depths[-1], (mark.start, mark.end, stop), index in within, prefix)
        for mark in refused:
            self._notice(mark, "number-as-text", f"行首的“{mark.number}”接不上任何编号，当作正文处理。")

    def _annex(self, label: str, place: tuple[int, int, int], table: int) -> None:
        """The clause of an annex that holds a table of figures and not its first item: its title is the heading.

        `place` says where its label, its text and its end stand.
        """
        start, text, end = place
        norm = self.view.norm
        line = norm.find("\n", text, table)
        if (
            not norm[start:text].rstrip("\n").count("\n")
            and 0 < line - text < _LONGEST_TITLE
            and norm[line - 1] != "。"
        ):
            text = line  # the title is no part of the label
        named = norm[start:text].rstrip("\n")
        printed = ATTACHMENT_LABEL.fullmatch(named.partition("\n")[0])
        title = max(named.rfind("\n") + 1, printed.start("title") if printed else 0)
        heading = Heading(title, len(named), len(named), True) if title < len(named) else None
        rest, said = _cut(self.view.slice(start if heading else text, end).strip())
        self.drafts.append(_Draft(label, None, None, 1, start, end, rest, said, heading, label))

    def _with_rows(self, found: list[Item], refused: list[Mark], read: list[Table]) -> tuple[list[Item], list[Mark]]:
        """The items with the rows of tables among them, each in the section it stands in, and the refused marks."""
        rows = [row for table in read for row in table.rows]
        self.rows |= {row.start: (table, row) for table in read for row in table.rows}
        self.headers += [(table.start, table.head) for table in read]
        outside = [i for i, item in enumerate(found) if not _within(rows, item.mark)]
        named = [section for table in read for section in table.sections]
        parts: list[Row | Section] = [*rows, *named]
        order: list[tuple[int, int, Row | Section | None]] = [(found[i].mark.start, i, None) for i in outside]
        order = sorted([*order, *((part.start, -1, part) for part in parts)], key=lambda entry: entry[0])
        merged: list[Item] = []
        place: dict[int, int] = {}  # where a found item went
        outer: int | None = None  # the section that the text has
        section: int | None = None
        for _, index, row in order:
            if row is None:
                above = found[index].parent
                while above is not None and above not in place:
                    above = found[above].parent
                place[index] = len(merged)
                outer = section = len(merged) if found[index].mark.kind in _SECTIONS else section
                merged.append(replace(found[index], parent=place[above] if above is not None else None))
            elif isinstance(row, Section):
                section = len(merged)
                label = row.number
                mark = Mark("han", number(label), label, f"{label}、", row.start, row.text, True)
                merged.append(Item(mark, outer))
            else:
                label = f"{row.number}."
                mark = Mark("arabic", int(row.number), label, label, row.start, row.text, True)
                merged.append(Item(mark, section))
        return merged, [mark for mark in refused if not _within(rows, mark)]

    def _text(self, start: int, end: int) -> View:
        """What the view shows in a range, the headers of tables left out."""
        heads = [(a - start, b - start) for a, b in self.headers if start <= a < end]
        return self.view.slice(start, end).without(heads) if heads else self.view.slice(start, end)

    def _cells(self, row: Row, end: int) -> tuple[View, list[Statement], Heading | None]:
        """A row's text without the cells of bodies, dates and persons; their statements; its heading."""
        told = sorted((*row.bodies, *row.limits), key=lambda cell: cell[1])
        cuts = sorted([*((a - 1, b) for _, a, b in told), *((a - 1, b) for a, b in row.aside)])
        cuts += [header for header in self.headers if row.start < header[0] < end]
        cuts += [total.span() for total in _TOTAL.finditer(self.view.norm, row.end, end)]
        rest = self.view.slice(row.text, end).without([(a - row.text, b - row.text) for a, b in cuts])
        rest = rest.slice(0, len(rest.text.rstrip()))
        said = [Statement(self.view.slice(a, b), len(rest), word) for word, a, b in told]
        named = row.heading
        size = named[1] - named[0] if named else 0
        return rest, said, Heading(0, size, size, True) if named else None

    def _path(self, item: Item, above: str) -> str:
        """The path of an item; a number that comes again under the same item is told apart: 一/（一）·2."""
        mark = item.mark
        path = f"{above}/{mark.label}" if above else mark.label
        self.times[path] = self.times.get(path, 0) + 1
        if self.times[path] > 1:
            path = f"{path}·{self.times[path]}"
            self._notice(mark, "number-again", f"编号“{mark.number}”在同一层出现不止一次，记为 {path}。")
        elif item.odd:
            self._notice(mark, "number-gap", f"编号“{mark.number}”与前面的编号不相连，仍按条款处理。")
        return path

    def _notice(self, mark: Mark, code: str, message: str) -> None:
        self.notices.append(Notice(code, message, *self.view.span(mark.start, mark.start + 1)))

    def _draft(
        self,
        path: str,
        item: Item | None,
        parent: str | None,
        depth: int,
        place: tuple[int, int, int],  # of its mark, its text and its end
        within: bool,
        prefix: str,
    ) -> None:
        start, text, end = place
        if item and (found := self.rows.get(start)):
            table, row = found
            rest, said, heading = self._cells(row, end)
            cells = (self.view.slice(table.start, table.head), self.view.slice(row.start, row.end))
            self.drafts.append(_Draft(path, item, parent, depth, start, end, rest, tuple(said), heading, prefix, cells))
            return
        rest, statements = _cut(self._text(text, end).strip())
        heading = find_heading(rest.norm, item.mark.kind, within) if item else None
        self.drafts.append(_Draft(path, item, parent, depth, start, end, rest, statements, heading, prefix))


def _cut(own: View) -> tuple[View, tuple[Statement, ...]]:
    """A text without its statements and the cells that say who does a row of a table without numbers, and these."""
    tables = loose_tables(own.norm)
    cells = [(a, b, word) for table in tables for row in table.rows for word, a, b in (*row.bodies, *row.limits)]
    cells += [(a, b, "") for table in tables for row in table.rows for a, b in row.aside]
    cells += [(table.start, table.head, "") for table in tables]
    ranges = [(a, b, None) for a, b in find_statements(own) if not any(t.start < b and a < t.end for t in tables)]
    statements: list[Statement] = []
    cuts: list[tuple[int, int]] = []
    cut = 0
    for a, b, label in sorted([*ranges, *cells], key=lambda piece: piece[:2]):
        if b <= a:
            continue
        # a line of its own goes with its line break, a cell with the space before it
        at = a - 1 if _is_line(own.text, a, b) or (label is not None and a > 0) else a
        cuts.append((at, b))
        if label != "":
            statements.append(Statement(own.slice(a, b), at - cut, label))
        cut += b - at
    return (own.without(cuts) if cuts else own), tuple(statements)


def _of_figures(norm: str, start: int, end: int, name: str, read: list[Table]) -> list[tuple[int, int]]:
    """Where the tables of indicators and of shared-out figures stand, none of them a table of tasks."""
    told = [(board.start, board.end) for board in boards(norm, start, end)]
    told += [(sheet.start, sheet.end) for sheet in sheets(norm, start, end, name)]
    taken = [(table.start, table.end) for table in read]
    return sorted((a, b) for a, b in told if not any(a < d and c < b for c, d in taken))


_TOTAL = re.compile(r"\n(?:合\s?计|总\s?计|小\s?计|共\s?计)(?:[ \n]?[\d.,，—-]+)*(?=\n|$)")  # under the last row


def _outside(found: list[Item], ranges: list[tuple[int, int]]) -> list[Item]:
    """The items whose marks stand in none of the ranges, each under the nearest of those above it that are left."""
    place: dict[int, int] = {}
    kept: list[Item] = []
    for index, item in enumerate(found):
        if any(start <= item.mark.start < end for start, end in ranges):
            continue
        above = item.parent
        while above is not None and above not in place:
            above = found[above].parent
        place[index] = len(kept)
        kept.append(replace(item, parent=place[above] if above is not None else None))
    return kept


def _within(rows: list[Row], mark: Mark) -> bool:
    return any(row.start <= mark.start < row.end for row in rows)


def _is_line(text: str, start: int, end: int) -> bool:
    return start > 0 and text[start - 1] == "\n" and (end == len(text) or text[end] == "\n")


@dataclass(slots=True)
class _Level:
    """How many clauses of a level (or of one parent) there are, have a sure heading, end with a semicolon."""

    clauses: int = 0
    headed: int = 0
    listed: int = 0

    def count(self, draft: _Draft) -> None:
        self.clauses += 1
        self.headed += bool(draft.heading and draft.heading.sure)
        self.listed += draft.text.norm.endswith("；")

    def believes(self, sure: bool) -> bool:
        """Whether enough of the clauses beside one have a heading to believe in its own."""
        others = self.clauses - 1
        share = (self.headed - sure) / others if others else 0.0
        return share >= _MOST or (sure and (others < 3 or share >= _SOME))


def _settle(view: View, drafts: list[_Draft]) -> list[Clause]:
    """The clauses; whether a first sentence is a heading, the other clauses of the level help to decide."""
    levels: dict[tuple[str, str], _Level] = defaultdict(_Level)
    siblings: dict[tuple[str, str | None], _Level] = defaultdict(_Level)
    for draft in drafts:
        if draft.item and draft.text:
            levels[draft.prefix, draft.item.mark.kind].count(draft)
            siblings[draft.item.mark.kind, draft.parent].count(draft)
    clauses = []
    for order, draft in enumerate(drafts):
        heading = draft.heading
        if heading and draft.item and (heading.sentence or not heading.sure):
            level = levels[draft.prefix, draft.item.mark.kind]
            near = siblings[draft.item.mark.kind, draft.parent]
            believed = level.believes(heading.sure) or (near.clauses > 3 and near.headed >= _MOST * near.clauses)
            listed = near.listed and 2 * near.listed >= near.clauses - 1 and near.headed * 4 < near.clauses * 3
            if not believed or listed:
                heading = None
        clauses.append(_clause(view, draft, heading, order))
    return clauses


def _clause(view: View, draft: _Draft, heading: Heading | None, order: int) -> Clause:
    body = draft.text.slice(heading.body, len(draft.text)) if heading else draft.text
    lead = len(body.text) - len(body.text.lstrip())
    skip = (heading.body if heading else 0) + lead
    body = body.strip()
    statements = tuple(replace(s, after=min(max(s.after - skip, 0), len(body))) for s in draft.statements)
    shown = draft.text.slice(heading.start, heading.end) if heading else None
    start, end = _span(view, draft.start, draft.end)
    return Clause(
        path=draft.path,
        number=draft.item.mark.number if draft.item else None,
        heading=shown.text.replace("\n", "") if shown else None,
        body=body,
        statements=statements,
        order=order,
        depth=draft.depth,
        kind=_kind(draft),
        start=start,
        end=end,
        parent=draft.parent,
        heading_view=shown,
        row=draft.row,
    )


def _span(view: View, start: int, end: int) -> tuple[int, int]:
    """The source span of a range of the view without the white space at its end."""
    last = start + len(view.text[start:end].rstrip())
    return view.span(start, max(last, start + 1))


def _kind(draft: _Draft) -> ClauseKind:
    if draft.item is None:
        return "attachment" if draft.prefix else "preamble"
    if draft.item.mark.kind == "article":
        return "article"
    return "section" if draft.item.mark.kind in ("part", "chapter", "section", "formal", "han") else "item"


def _pieces(view: View, zones: Zones, drafts: Iterable[_Draft]) -> list[tuple[int, str, str | None]]:
    """Where each zone begins in the view: (offset, kind, path)."""
    pieces: list[tuple[int, str, str | None]] = [(0, "head", None)]
    if zones.letter:
        pieces.append((zones.letter[1], "head", None))
    if zones.closing[1] > zones.closing[0]:
        pieces.append((zones.closing[0], "tail", None))
    pieces.extend((a.start, "head", None) for a in zones.attachments)
    pieces.extend((a.end, "tail", None) for a in zones.attachments)
    pieces.append((zones.tail[0], "tail", None))
    pieces.extend((draft.start, "clause", draft.path) for draft in drafts)
    return sorted((p for p in pieces if p[0] < len(view)), key=lambda piece: piece[0])
