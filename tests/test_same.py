"""One paper in several files: told, not refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_docx import docx_of
from made_pdf import pdf_of
from samples import CITY, PROVINCE

from kg.build import build
from kg.linked import LinkedDocument
from kg.places import gazetteer
from kg.same import is_one_paper, same_papers
from kg.store import Store


def told(store: Store, folder: Path, files: dict[str, bytes]) -> dict[str, set[tuple[str, bool]]]:
    """{file: (the other files of its paper, whether word for word)} once all are built."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    build([folder], store, gazetteer())
    with store.snapshot() as graph:
        filed = {paper.id: paper.files[0] for paper in graph.documents()}
        return {filed[id]: {(s.file, s.verbatim) for s in same} for id, same in same_papers(graph, filed).items()}


def test_a_paper_in_three_kinds_of_files_is_one(store: Store, tmp_path: Path) -> None:
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in CITY.split("\n") if line) + "</body></html>"
    files = {"市.txt": CITY.encode(), "市.docx": docx_of(CITY), "市.html": page.encode(), "省.txt": PROVINCE.encode()}
    same = told(store, tmp_path / "in", files)
    assert same == {
        "市.txt": {("市.docx", True), ("市.html", True)},
        "市.docx": {("市.txt", True), ("市.html", True)},
        "市.html": {("市.docx", True), ("市.txt", True)},
    }


def test_a_pdf_with_page_numbers_is_the_same_paper(store: Store, tmp_path: Path) -> None:
    same = told(store, tmp_path / "in", {"市.txt": CITY.encode(), "市.pdf": pdf_of(CITY)})
    assert {name for name, _ in same["市.txt"]} == {"市.pdf"}


def test_a_corrected_print_is_the_same_paper_in_other_words(store: Store, tmp_path: Path) -> None:
    same = told(store, tmp_path / "in", {"旧.txt": CITY.encode(), "新.txt": CITY.replace("40座", "45座").encode()})
    assert same == {"旧.txt": {("新.txt", False)}, "新.txt": {("旧.txt", False)}}


def test_another_number_is_another_paper(store: Store, tmp_path: Path) -> None:
    later = CITY.replace("东政办〔2023〕58号\n\n各县区", "东政办〔2024〕9号\n\n各县区")
    assert told(store, tmp_path / "in", {"旧.txt": CITY.encode(), "新.txt": later.encode()}) == {}


def test_what_is_not_filed_is_the_same_as_nothing(store: Store) -> None:
    with store.snapshot() as graph:
        assert same_papers(graph, ["没有"]) == {}


PAPER = LinkedDocument("a", "某市防汛方案", doc_number="某政办〔2024〕6号", issuers=("某市人民政府办公室",))
UNNUMBERED = LinkedDocument("c", "某市防汛方案", issuers=("某市人民政府",), issued_on="2024-06-01")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PAPER, LinkedDocument("b", "《某市防汛方案》", doc_number="某政办[2024]6号", issuers=PAPER.issuers), True),
        (PAPER, LinkedDocument("b", "某市防汛方案", doc_number="某政办〔2025〕6号", issuers=PAPER.issuers), False),
        (PAPER, LinkedDocument("b", "某市防汛方案", doc_number="某政办〔2024〕6号", issuers=("某县人民政府",)), False),
        (PAPER, LinkedDocument("b", "某市抗旱方案", doc_number="某政办〔2024〕6号", issuers=PAPER.issuers), False),
        (PAPER, LinkedDocument("b", "某市防汛方案", issuers=PAPER.issuers), False),
        (UNNUMBERED, LinkedDocument("b", "某市防汛方案", issuers=("某市人民政府",), issued_on="2024-06-01"), True),
        (UNNUMBERED, LinkedDocument("b", "某市防汛方案", issuers=("某市人民政府",), issued_on="2025-06-01"), False),
        (LinkedDocument("a", "某市防汛方案"), LinkedDocument("b", "某市防汛方案"), False),
        (
            LinkedDocument("a", doc_number="某政办〔2024〕6号"),
            LinkedDocument("b", doc_number="某政办〔2024〕6号"),
            False,
        ),
    ],
)
def test_what_tells_one_paper(one: LinkedDocument, other: LinkedDocument, same: bool) -> None:
    assert is_one_paper(one, other) is same and is_one_paper(other, one) is same
