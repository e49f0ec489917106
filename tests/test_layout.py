"""Layout: what a reader sees, line by line, and that no way of printing a text changes its clauses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.furniture import find_furniture, is_page_number
from kg.layout import layout
from kg.parse import parse
from kg.records import Source
from kg.terms import Term, load
from kg.view import View
from kg.zones import zones

LINES = Path(__file__).parent / "lines" / "layout.txt"
SEEDS = sorted((Path(__file__).parent.parent / "seed" / "policies").glob("*.txt"))
CASES = [line for line in LINES.read_text(encoding="utf-8").split("\n") if "⇒" in line and not line.startswith("# ")]


def show(text: str) -> View:
    return layout(Source("a.txt", text, "", "utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_line_cases(case: str) -> None:
    printed, seen = (part.replace("⏎", "\n").replace("␌", "\f") for part in case.split(" ⇒ "))
    assert show(printed).text == seen


@pytest.mark.parametrize("term", load("residue"), ids=lambda term: term.form)
def test_every_word_of_the_residue_is_left_out(term: Term) -> None:
    assert term.form in term.example
    seen = show(f"{term.example}\n某市实施方案").text
    if term.kind == "label":
        rest = term.example.removeprefix(term.form).strip()
        assert seen == f"{rest}\n某市实施方案"
    else:
        assert seen == "某市实施方案"


def test_each_character_knows_where_it_stands() -> None:
    source = Source("a.txt", "- （一）到 2027年，设备\n\n- 2 -\n\n更新**加快**。\r\n", "", "utf-8")
    view = layout(source)
    assert view.text == "（一）到2027年，设备更新加快。"
    assert "".join(source.text[view.at(i)] for i in range(len(view))) == view.text
    assert source.text[slice(*view.span(view.text.index("设备"), view.text.index("加快")))] == "设备\n\n- 2 -\n\n更新"


@pytest.mark.parametrize(
    ("text", "answer"),
    [("- 2 -", True), ("—15—", True), ("第 3 页", True), ("15", False), ("2024年", False), ("-", False)],
)
def test_page_numbers(text: str, answer: bool) -> None:
    assert is_page_number(text) is answer


def test_bare_numbers_between_pages_go_and_a_number_column_stays() -> None:
    pages = "\n".join(f"{'某项工作要做好，' * 3}第{n}句。\n" * 8 + str(n) for n in range(1, 6))
    assert not re.search(r"^\d+$", show(pages).text, re.MULTILINE)
    table = "\n".join(f"{n}\n漆树属\n某学名" for n in range(1, 6))
    assert show(table).text == table


def outline(text: str) -> list[tuple[str, str, str]]:
    """Path, heading and text of every clause, without white space."""
    source = Source("a.txt", text, "", "utf-8")
    view = layout(source)
    parsed = parse(view, zones(view), source)
    return [(c.path, "".join((c.heading or "").split()), "".join(c.text.split())) for c in parsed.clauses]


def wrapped(text: str, width: int, blank: bool, lines: int) -> str:
    """The text as a printer would set it: `width` characters a line, a page number every so many lines."""
    printed: list[str] = []
    for paragraph in text.split("\n"):
        rest = "　　" + paragraph
        while rest.strip():
            cut = width
            while rest[cut : cut + 1] and rest[cut] in "，。；：、）”》！？%.0123456789万":
                cut += 1
            printed.append(rest[:cut])
            rest = rest[cut:]
            if lines and len(printed) % (lines + 1) == lines:
                printed.append(f"— {len(printed) // lines} —")
    return ("\n\n" if blank else "\n").join(printed)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize(("width", "blank", "lines"), [(28, False, 0), (28, True, 0), (30, True, 20), (40, False, 25)])
def test_hard_wraps_and_page_numbers_change_no_clause(seed: Path, width: int, blank: bool, lines: int) -> None:
    text = show(seed.read_text(encoding="utf-8")).text
    assert outline(wrapped(text, width, blank, lines)) == outline(text)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_other_ways_of_printing_change_no_clause(seed: Path) -> None:
    text = show(seed.read_text(encoding="utf-8")).text
    plain = outline(text)
    assert outline(text.replace("\n", "\r\n")) == plain
    assert outline(text.replace("\n", "\n\n")) == plain
    assert outline("　　" + text.replace("\n", "　　")) == plain
    assert outline(re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])", " ", text)) == plain
    assert outline(re.sub(r"^(?=[（(][一二三四五六七八九十]+[）)])", "**", text, flags=re.MULTILINE)) == plain
    assert outline(re.sub(r"^(?=[一二三四五六七八九十]+、)", "## ", text, flags=re.MULTILINE)) == plain


NOISE = [
    "目 录",
    "......5",
    "- 2 -",
    "**",
    "> ",
    "| ",
    "&nbsp;",
    "<br>",
    "【正文】",
    "打印",
    "\f",
    "\x0b",
    "\u2028",
    "\r\n",
]
WORDS = [
    "一、",
    "（二）",
    "3.",
    "专栏1",
    "到 2027年",
    "增长25%。",
    "加快发展",
    "，",
    "A",
    "b c",
    "0.5",
    "《",
    "》",
    "😀",
]
pieces = st.sampled_from([*NOISE, *WORDS, "\n", "　　", "   "])


@given(st.lists(pieces, max_size=40).map("".join))
def test_any_text_has_a_view_that_points_into_it(text: str) -> None:
    view = show(text)
    offsets = [view.at(i) for i in range(len(view))]
    assert offsets == sorted(offsets)
    for shown, offset in zip(view.text, offsets, strict=True):
        assert shown == text[offset] or shown in " \n"
    assert find_furniture(text, []) == set()
