"""The words of the pages in both languages (界面文字): one row a phrase, `key`, `zh`, `en`, in words.tsv.

A phrase may hold places for values: `共 {n} 条`. Templates and scripts name phrases by key; a key without a row is an
error at start, not an odd word on a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from kg.errors import VocabularyError

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
FILE = Path(__file__).parent / "words.tsv"


def load_words(file: Path = FILE) -> dict[Language, dict[str, str]]:
    """Returns {language: {key: phrase}}. Raises VocabularyError, beginning with `path:line`, for a wrong row."""
    words: dict[Language, dict[str, str]] = {language: {} for language in LANGUAGES}
    rows = file.read_text(encoding="utf-8").split("\n")
    for number, row in enumerate(rows, start=1):
        if not row.strip() or row.startswith("#"):
            continue
        cells = row.split("\t")
        if len(cells) != 1 + len(LANGUAGES) or not all(cell.strip() for cell in cells):
            raise VocabularyError(f"{file}:{number}: expected key, zh and en, each with a text, between tabs")
        key = cells[0]
        if key in words["zh"]:
            raise VocabularyError(f"{file}:{number}: the key {key!r} stands above already")
        for language, phrase in zip(LANGUAGES, cells[1:], strict=True):
            words[language][key] = phrase
    return words


def phrase(words: Mapping[str, str], key: str, **values: object) -> str:
    """A phrase with its values put in. Raises KeyError for a key that has no row."""
    return words[key].format(**values) if values else words[key]
