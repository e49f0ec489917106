"""Vocabulary files (词表): one row a term, read with errors that name the line.

A file is tab-separated UTF-8 under `kg/vocabulary/`, `#` begins a comment line, the first other line names the columns.
Every file has at least the columns `form` (what is printed), `kind` and `example` (a phrase in which the stage that
owns the file must find the form; a test runs every row).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.errors import VocabularyError

FOLDER = Path(__file__).parent / "vocabulary"


@dataclass(frozen=True, slots=True)
class Term:
    """One row: its form and kind, an example, and whatever further columns the file has."""

    form: str
    kind: str
    example: str
    fields: Mapping[str, str]
    where: str  # file:line, for messages

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")


def load(name: str, *, required: Sequence[str] = (), folder: Path = FOLDER) -> tuple[Term, ...]:
    """Returns the rows of `<folder>/<name>.tsv` in file order.

    Raises VocabularyError, beginning with `path:line`, when the file is missing, a column is missing, a row has another
    number of columns than the header, a required column is empty, or a (form, kind) pair comes twice.
    """
    path = folder / f"{name}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise VocabularyError(f"{path}:0: the vocabulary file cannot be read ({error.strerror})") from error
    columns: list[str] = []
    terms: list[Term] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not columns:
            columns = cells
            missing = [c for c in ("form", "kind", "example", *required) if c not in columns]
            if missing:
                raise VocabularyError(f"{path}:{number}: the header lacks the column {missing[0]!r}")
            continue
        if len(cells) > len(columns):
            raise VocabularyError(f"{path}:{number}: {len(cells)} cells under {len(columns)} columns")
        cells += [""] * (len(columns) - len(cells))
        row = dict(zip(columns, cells, strict=True))
        for column in ("form", "kind", "example", *required):
            if not row[column]:
                raise VocabularyError(f"{path}:{number}: the column {column!r} is empty")
        key = (row["form"], row["kind"])
        if key in seen:
            twice = f"{row['form']!r} ({row['kind']}) stands on line {seen[key]} already"
            raise VocabularyError(f"{path}:{number}: {twice}")
        seen[key] = number
        fields = MappingProxyType(row)
        terms.append(Term(row["form"], row["kind"], row["example"], fields, f"{path.name}:{number}"))
    return tuple(terms)
