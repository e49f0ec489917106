"""What the browser prints as PDF is read as what it printed: the seed documents by their facts, a table row by row."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

import pytest
from same_paper import said
from selenium.webdriver import Chrome

from kg.document import read_document
from kg.layout import layout
from kg.places import gazetteer
from kg.read import read_bytes

SEEDS = sorted((Path(__file__).parents[2] / "seed" / "policies").glob("*.txt"))
INDENTED = "p { margin: 0; text-indent: 2em; text-align: justify } body { font: 16pt/28pt serif }"
SPACED = "p { margin: 0 0 9pt } body { font: 11pt/18pt sans-serif }"
PAGE = """<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><style>{style}
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center {{ content: "- " counter(page) " -" }} }}
table {{ border-collapse: collapse; font-size: 12pt }} td {{ border: 1px solid; width: 7em }}</style>{body}</html>"""
ROWS = [
    "序号\t重点任务\t牵头单位\t完成时限",
    *(f"{n}\t建设回收站点{n}0个，覆盖全部乡镇，方便群众交售废旧家电\t县商务局\t2027年底" for n in range(1, 40)),
]


def printed(chromium: Chrome, folder: Path, body: str, style: str) -> bytes:
    """A page as the browser prints it."""
    (folder / "page.html").write_text(PAGE.format(style=style, body=body), encoding="utf-8")
    chromium.get((folder / "page.html").as_uri())
    made = chromium.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    return base64.b64decode(made["data"])


@pytest.mark.parametrize("style", [INDENTED, SPACED], ids=["indented", "spaced"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_a_printed_seed_says_what_its_text_says(chromium: Chrome, tmp_path: Path, seed: Path, style: str) -> None:
    text = layout(read_bytes(seed.read_bytes(), seed.name)).text
    body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    source = read_bytes(printed(chromium, tmp_path, body, style), seed.name)
    assert source.encoding == "pdf"
    plain = read_document(read_bytes(text.encode(), seed.name), gazetteer())
    assert said(read_document(source, gazetteer())) == said(plain)


def test_a_printed_table_is_its_rows(chromium: Chrome, tmp_path: Path) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("\t")) + "</tr>" for row in ROWS)
    text = read_bytes(printed(chromium, tmp_path, f"<p>附件</p><table>{rows}</table>", SPACED), "a.pdf").text
    assert text.replace("\f", "\n").split("\n") == ["附件", *ROWS]
