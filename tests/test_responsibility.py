"""Responsibility statements: where they stand in a clause's text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.responsibility import find_statements
from kg.roles import labels, may_label_bodies, verbs
from kg.statements import read_statement
from kg.terms import Term, load
from kg.view import View, normal

LINES = Path(__file__).parent / "lines" / "responsibility.txt"
CASES = [line for line in LINES.read_text(encoding="utf-8").split("\n") if line and not line.startswith("#")]
SOUP = st.text(
    alphabet="市商务局各县区牵头责任单位负责配合按职责分工等和及、，；：。（）〔〕()[]〈〉\n 1年月", max_size=80
)


def marked(text: str) -> str:
    """The text with ⟦ ⟧ around its statements."""
    out, at = "", 0
    for start, end in find_statements(View.whole(text)):
        out += f"{text[at:start]}⟦{text[start:end]}⟧"
        at = end
    return out + text[at:]


@pytest.mark.parametrize("case", CASES)
def test_line_cases(case: str) -> None:
    case = case.replace("⏎", "\n")
    assert marked(case.replace("⟦", "").replace("⟧", "")) == case


@pytest.mark.parametrize("bracket", ["（）", "()", "〔〕", "[]", "［］", "【】"])
def test_brackets_of_all_kinds(bracket: str) -> None:
    text = f"完善网络。{bracket[0]}牵头单位：市商务局{bracket[1]}"
    assert marked(text) == f"完善网络。⟦{text[5:]}⟧"


@pytest.mark.parametrize("noun", ["单位", "部门", "主体", "机构", "部门（单位）", "单位及责任人"])
@pytest.mark.parametrize("colon", ["：", ":", "∶", "： "])
def test_labels_with_any_noun_and_colon(noun: str, colon: str) -> None:
    text = f"完善网络。\n责任{noun}{colon}市商务局、各县区人民政府"
    assert marked(text) == f"完善网络。\n⟦{text[6:]}⟧"


def test_a_statement_hides_no_text_of_the_clause() -> None:
    body = View.whole("给予补助。（责任单位：市数据局）各区提供算力。（责任单位：各区人民政府）到2027年建成。")
    assert body.without(find_statements(body)).text == "给予补助。各区提供算力。到2027年建成。"


@given(SOUP)
def test_ranges_rise_lie_apart_and_never_fail(text: str) -> None:
    ranges = find_statements(View.whole(text))
    edges = [edge for pair in ranges for edge in pair]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    read_statement(normal(text))


@pytest.mark.parametrize("term", load("roles", required=("role",)), ids=lambda t: f"{t.form}-{t.kind}")
def test_every_word_of_a_role_is_live(term: Term) -> None:
    norm = normal(term.example)
    assert find_statements(View.whole(f"完善网络。{term.example}")), term.where
    if term.kind in ("label", "noun", "other"):
        found = {(label.word, label.role or "none") for label in labels(norm)}
    else:
        found = {(verb.word, verb.role) for verb in verbs(norm, 0, len(norm))}
    assert any(term.form in word and role == term["role"] for word, role in found), term.where


def test_a_thousand_clauses_take_no_time() -> None:
    body = View.whole("开展以旧换新，完善回收网络（含乡镇网点），加强质量监管。" * 400 + "（责任单位：市商务局）")
    assert len(find_statements(body)) == 1


@given(SOUP)
def test_where_no_label_may_stand_there_is_none(text: str) -> None:
    norm = normal(text)
    assert may_label_bodies(norm) or all(label.role is None for label in labels(norm))


def test_labels_that_may_stand_are_looked_for() -> None:
    assert may_label_bodies("牵头（责任）单位：市商务局") and may_label_bodies("配 合：市公安局")
    assert not may_label_bodies("（由市商务局牵头，完成时限：2025年底）")
