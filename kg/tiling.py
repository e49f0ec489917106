"""Tiling: zones that cover a source exactly, from where they begin in its view."""

from __future__ import annotations

from collections.abc import Sequence

from kg.records import Source, Zone
from kg.view import View


def tile(view: View, source: Source, pieces: Sequence[tuple[int, str, str | None]]) -> tuple[Zone, ...]:
    r"""Returns zones that cover the source without gap or overlap.

    `pieces` say where each zone begins in the view: (offset, kind, path), rising; of two at one place the later counts.
    What the view leaves out and is more than white space (a page number, a table of contents) becomes a zone "noise".

    >>> text = "一、甲\n- 2 -\n二、乙"
    >>> view = View.of_runs(text, [(0, 4), (10, 13)])
    >>> pieces = [(0, "clause", "一"), (4, "clause", "二")]
    >>> [(z.kind, text[z.start:z.end]) for z in tile(view, Source("a", text, "", ""), pieces)]
    [('clause', '一、甲\n'), ('noise', '- 2 -\n'), ('clause', '二、乙')]
    """
    size = len(source.text)
    if not view:
        return (Zone("noise", 0, size),) if size else ()
    cuts: list[tuple[int, str, str | None]] = []
    for offset, kind, path in pieces:
        start = view.at(offset) if offset < len(view) else size
        while cuts and cuts[-1][0] >= start:
            cuts.pop()
        cuts.append((start, kind, path))
    if cuts[0][0] > 0:
        cuts[0] = (0, cuts[0][1], cuts[0][2])
    hidden = _hidden(view, source.text)
    zones: list[Zone] = []
    noise = 0
    for index, (start, kind, path) in enumerate(cuts):
        end = cuts[index + 1][0] if index + 1 < len(cuts) else size
        at = start
        while noise < len(hidden) and hidden[noise][0] < end:
            a, b = max(hidden[noise][0], at), min(hidden[noise][1], end)
            if a > at:
                zones.append(Zone(kind, at, a, path))
            if b > a:
                zones.append(Zone("noise", a, b))
            at = max(at, b)
            if hidden[noise][1] > end:
                break
            noise += 1
        if at < end:
            zones.append(Zone(kind, at, end, path))
    return tuple(zones)


def _hidden(view: View, text: str) -> list[tuple[int, int]]:
    """The stretches of the source that the view leaves out and that hold more than white space."""
    found = []
    at = 0
    for start, end in (*view.runs(), (len(text), len(text))):
        if start > at and text[at:start].strip(" \n\r\t\u3000\xa0\ufeff\u200b"):
            found.append((at, start))
        at = max(at, end)
    return found
