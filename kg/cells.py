"""A table's cells (单元格): converters put a row down in a line, with tabs between cells and no gaps inside them."""

from __future__ import annotations

import re

from kg.bodies import is_body, is_collective

_GAP = re.compile(r"[ \t\u3000\xa0]+")


def in_one_line(lines: list[str]) -> str:
    """Returns a cell's text: its paragraphs run together, bodies that stand under each other with 、 between them.

    >>> in_one_line(["县水务局", "县财政局"]), in_one_line(["建设 5G 基站", "20座"])
    ('县水务局、县财政局', '建设5G基站20座')
    """
    found = [text for line in lines if (text := _GAP.sub(_space, line).strip())]
    bodies = len(found) > 1 and all(is_body(text) or is_collective(text) for text in found)
    return ("、" if bodies else "").join(found)


def _space(gap: re.Match[str]) -> str:
    """A gap inside a cell stays between Latin words alone: elsewhere it would part cells."""
    around = gap.string[max(gap.start() - 1, 0) : gap.start()] + gap.string[gap.end() : gap.end() + 1]
    return " " if len(around) == 2 and around.isascii() else ""
