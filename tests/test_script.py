"""Papers in traditional characters say what they say in simplified ones, at the same places."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.document import read_document
from kg.places import gazetteer
from kg.records import Document, Source
from kg.script import readings, simplify
from kg.view import normal

SEEDS = sorted((Path(__file__).parent.parent / "seed" / "policies").glob("*.txt"))
PLACES = gazetteer()
SEVERAL = {plain for plain, times in Counter(readings().values()).items() if times > 1}
TRADITIONAL = {plain: code for code, plain in readings().items() if plain not in SEVERAL}


def read(text: str) -> Document:
    return read_document(Source("a.txt", text, "0" * 64, "utf-8"), PLACES)


def told(document: Document) -> list[tuple[object, ...]]:
    """What a paper says, in simplified characters, and where."""
    head, names = document.head, {unit.id: unit.name for unit in document.units}
    facts: list[tuple[object, ...]] = [(simplify(head.title or ""), head.doc_number, head.issuers, head.issued_on)]
    facts += [(head.place, head.level)]
    facts += [(c.path, simplify(c.heading or ""), c.start, c.end) for c in document.parsed.clauses]
    facts += [(r.mention.start, r.mention.end, r.mention.role, names[r.unit]) for r in document.responsibilities]
    facts += [(t.start, t.end, t.indicator, t.comparator, t.value, t.unit, t.deadline) for t in document.targets]
    facts += [(c.start, c.end, c.relation, c.doc_number, simplify(c.title or "")) for c in document.citations]
    return facts + [(s.clause, s.sector) for s in document.sectors]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_a_paper_says_the_same_in_both_scripts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    turned = text.translate(TRADITIONAL)
    assert turned != text
    document = read(turned)
    assert told(document) == told(read(text))
    for target in document.targets:
        assert "".join(turned[target.start : target.end].split()).startswith("".join(target.quote.split())[:4])


def test_what_is_printed_stays_as_printed() -> None:
    text = "一、重點任務\n（一）完善網絡。到2027年，覆蓋率達到90%。（牽頭單位：市商務局）\n（二）加強宣傳。"
    clause = read(text).parsed.clauses[1]
    assert (clause.heading, clause.text) == ("完善網絡", "到2027年，覆蓋率達到90%。")


@pytest.mark.parametrize("text", ["瞭望塔", "成效显著", "乾县", "菜薹", "于都县"])
def test_what_simplified_texts_print_is_left_alone(text: str) -> None:
    assert normal(text) == text
