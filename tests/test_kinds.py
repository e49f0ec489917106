"""Files of every kind through a build: found, told apart by what they are, replaced, and read again from their text."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_docx import docx_around, docx_of
from made_pdf import pdf_of
from samples import CITY, COUNTY, PROVINCE

from kg.build import build
from kg.places import gazetteer
from kg.read import find_files, read
from kg.store import Store

NOTE = "<w:p><w:r><w:t>一、任务</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"


def test_a_folder_of_word_files_becomes_the_graph_that_its_texts_make(store: Store, tmp_path: Path) -> None:
    papers = {"省": PROVINCE, "市": CITY, "县": COUNTY}
    for name, text in papers.items():
        (tmp_path / f"{name}.docx").write_bytes(docx_of(text, numbered=True))
    (tmp_path / "~$市.docx").write_bytes(b"\0")  # Word has it open
    report = build([tmp_path], store, gazetteer())
    assert len(report.added) == 3 and not report.failures
    with store.snapshot() as graph:
        links = list(graph.edges("DERIVES_FROM"))
        assert set(graph.files()) == {"省.docx", "市.docx", "县.docx"}
        for name, text in papers.items():
            kept = graph.source(graph.files()[f"{name}.docx"])
            assert (kept.text.rstrip("\n"), kept.encoding) == (text.rstrip("\n"), "docx")
    assert any(link.start.label == "Clause" for link in links)
    again = build([tmp_path], store, gazetteer())
    assert again.unchanged == 3 and not again.added


def test_a_print_links_to_the_saved_page_and_that_to_the_word_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "省.docx").write_bytes(docx_of(PROVINCE))
    (tmp_path / "县.PDF").write_bytes(pdf_of(COUNTY))
    paragraphs = "".join(f"<p>{line}</p>" for line in CITY.split("\n"))
    (tmp_path / "市.htm").write_text(f"<html><title>政务公开</title><div>{paragraphs}</div></html>", encoding="gb18030")
    report = build([tmp_path], store, gazetteer())
    assert len(report.added) == 3 and not report.failures
    with store.snapshot() as graph:
        files = {id: file for file, id in graph.files().items()}
        links = graph.edges("DERIVES_FROM")
        pairs = {(files[one.start.id], files[one.end.id]) for one in links if one.start.label == "Document"}
    assert pairs == {("县.PDF", "市.htm"), ("市.htm", "省.docx"), ("县.PDF", "省.docx")}


def test_a_changed_file_replaces_and_one_that_is_spoilt_leaves_what_is_stored(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "市.docx"
    file.write_bytes(docx_of(CITY))
    build([file], store, gazetteer())
    file.write_bytes(docx_of(CITY.replace("40座", "50座")))
    assert len(build([file], store, gazetteer()).replaced) == 1
    file.write_bytes(file.read_bytes()[:2000])
    report = build([file], store, gazetteer())
    assert report.failures[0].reason.startswith("市.docx：") and "损坏" in report.failures[0].reason
    with store.snapshot() as graph:
        assert "改造危桥50座" in graph.source(graph.files()["市.docx"]).text


def test_what_was_left_out_is_still_said_when_a_text_is_read_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.docx").write_bytes(docx_around(NOTE))
    assert build([tmp_path], store, gazetteer()).notices["left-out-notes"] == 1
    (tmp_path / "a.docx").unlink()
    monkeypatch.setattr("kg.build.fingerprint", lambda own: "other rules")
    report = build([tmp_path], store, gazetteer())
    assert len(report.renewed) == 1 and report.notices["left-out-notes"] == 1


def test_a_file_is_what_its_bytes_say_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_bytes(docx_of(CITY))
    (tmp_path / "方案.docx").write_text(CITY, encoding="gb18030")
    assert [read(file).encoding for file in find_files([tmp_path])] == ["gb18030", "docx"]


def test_papers_of_old_kinds_in_a_folder_are_named_not_passed_over(store: Store, tmp_path: Path) -> None:
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (tmp_path / "新.docx").write_bytes(docx_of(CITY))
    (tmp_path / "表.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    report = build([tmp_path], store, gazetteer())
    assert len(report.added) == 1
    assert [failure.reason for failure in report.failures] == [
        "旧.doc：这是旧版 Office 文件（doc、wps）；请用 Word 或 WPS 打开，另存为 .docx 再导入。"
    ]
