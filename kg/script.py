"""Traditional characters read as simplified ones, one for one, so that offsets stay true."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import VocabularyError

_TABLE = Path(__file__).parent / "data" / "simplified.tsv"


def simplify(text: str) -> str:
    """Returns `text` in simplified characters; the length stays the same.

    One character has one reading here: 乾 stays, since 乾县 is a place, and 著 stays, since 显著 has it too.

    >>> simplify("海東市充電樁建設由哪些部門負責？")
    '海东市充电桩建设由哪些部门负责？'
    """
    return text if text.isascii() else text.translate(readings())


@cache
def readings() -> dict[int, int]:
    """Each traditional character and its simplified one, as code points."""
    table: dict[int, int] = {}
    for number, line in enumerate(_TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(("#", "traditional")):
            continue
        traditional, _, simplified = line.partition("\t")
        if not traditional or len(traditional) != len(simplified):
            raise VocabularyError(f"{_TABLE}:{number}: both columns must have the same number of characters")
        table.update(zip(map(ord, traditional), map(ord, simplified), strict=True))
    return table
