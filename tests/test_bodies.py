"""What reads like a body's name, and where names end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.bodies import bare, is_body, is_collective, is_generic, split_names
from kg.responsibility import find_statements
from kg.statements import read_statement
from kg.terms import Term, load
from kg.view import View, normal

TERMS = load("bodies")


def names(text: str) -> list[str]:
    norm = normal(text)
    return [text[n.start : n.end] for n in split_names(norm, 0, len(norm))]


@pytest.mark.parametrize("term", [t for t in TERMS if t.kind != "false"], ids=lambda t: f"{t.form}-{t.kind}")
def test_every_ending_and_generic_word_is_live(term: Term) -> None:
    norm = normal(term.example)
    named = [norm[n.start : n.end] for n in read_statement(norm)]
    assert len(named) == 1, (named, term.where)
    name = named[0]
    assert {
        "ending": bare(name).endswith(term.form) and is_body(name),
        "short": name.endswith(term.form) and is_body(name),
        "noun": name.endswith(term.form) and is_collective(name),
        "anywhere": term.form in name and is_collective(name),
        "start": name.startswith(term.form) and is_collective(name),
        "end": name.endswith(term.form) and is_collective(name),
    }[term.kind], term.where


@pytest.mark.parametrize("term", [t for t in TERMS if t.kind == "false"], ids=lambda t: t.form)
def test_every_false_ending_keeps_a_bracket_from_being_a_statement(term: Term) -> None:
    assert not is_body(f"统一{term.form}"), term.where
    assert find_statements(View.whole(f"完善网络。{term.example}")) == (), term.where


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("市商务局、市公安局，市财政局；各县区", ["市商务局", "市公安局", "市财政局", "各县区"]),
        ("市住房和城乡建设局和市财政局", ["市住房和城乡建设局", "市财政局"]),
        ("市民政局及各镇街以及各园区", ["市民政局", "各镇街", "各园区"]),
        ("区发展和 改革局、区商投局", ["区发展和 改革局", "区商投局"]),
        ("各市、州、县人民政府", ["各市、州、县人民政府"]),
        ("各县（市、区）人民政府、开发区管委会", ["各县（市、区）人民政府", "开发区管委会"]),
        ("市有关部门、单位", ["市有关部门、单位"]),
        ("商务部等有关部门", ["商务部", "有关部门"]),
        ("商务部等9部门", ["商务部"]),
        ("发展改革、财政部门", ["发展改革、财政部门"]),
        ("市商务局.市财政局", ["市商务局", "市财政局"]),
        ("旗工信和商务局、旗妇联", ["旗工信和商务局", "旗妇联"]),
        ("市工信和市商务局", ["市工信", "市商务局"]),
        ("由市商务局会同市公安局", ["市商务局", "市公安局"]),
        ("市中等职业学校、市高等专科学校", ["市中等职业学校", "市高等专科学校"]),
    ],
)
def test_names_are_told_apart(text: str, apart: list[str]) -> None:
    assert names(text) == apart


@pytest.mark.parametrize(
    "name", ["县区政府", "乡镇（街道）", "县（市、区）人民政府", "省、市、县三级政府", "镇街", "省级人民政府"]
)
def test_levels_alone_are_many_bodies(name: str) -> None:
    assert is_generic(name)
    assert is_collective(name)


@pytest.mark.parametrize("name", ["示范城市政府", "库区所在地人民政府", "各示范市、县人民政府", "试点省份政府"])
def test_a_seat_behind_a_word_for_places_is_many_bodies(name: str) -> None:
    assert is_collective(name)


@pytest.mark.parametrize(
    "name",
    [
        "市政府",
        "延川县政府",
        "海东市人民政府",
        "县人民政府",
        "市商务局",
        "城东街道办事处",
        "嘉明经济开发区管委会",
        "市高新区管委会",
        "市纪委监委机关",
        "市委机关",
    ],
)
def test_one_body_is_not_many(name: str) -> None:
    assert not is_collective(name)


@given(st.text(alphabet="市商务局各县区等和及、，；（）〔〕 \n会同以及部门单位", max_size=40))
def test_names_quote_the_text_in_order(text: str) -> None:
    norm = normal(text)
    at = 0
    for name in split_names(norm, 0, len(norm)):
        assert at <= name.start < name.end <= len(norm)
        at = name.end


@given(st.text(alphabet="水利部市局、，（）〔〕〈〉和等", max_size=30))
def test_no_name_holds_half_a_bracket(text: str) -> None:
    for name in split_names(text, 0, len(text)):
        held = [mark for mark in text[name.start : name.end] if mark in "（）〔〕〈〉"]
        depth = 0
        for mark in held:
            depth += 1 if mark in "（〔〈" else -1
            assert depth >= 0, text
        assert depth == 0, text
