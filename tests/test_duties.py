"""Duties in running text: who acts, who takes part, and what is no duty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stated import plan

from kg.duties import duties
from kg.records import Parsed
from kg.terms import Term, load
from kg.view import View

LINES = Path(__file__).parent / "lines" / "duties.txt"
CASES = [row for row in LINES.read_text(encoding="utf-8").split("\n") if " => " in row and not row.startswith("#")]
SIGN = {"lead": "+", "responsible": "=", "participant": "-"}


def said(parsed: Parsed) -> str:
    return " ".join(f"{SIGN[m.role]}{m.mention}" for m in duties(parsed))


@pytest.mark.parametrize("case", CASES)
def test_line_cases(case: str) -> None:
    text, want = case.split(" => ")
    assert said(plan(("一", text.replace("⏎", "\n")))) == want


def test_an_action_says_what_is_done() -> None:
    found = duties(plan(("一", "由市商务局会同市供销社制定回收体系若干措施。办公室设在市发展改革委，承担日常工作。")))
    assert {(m.mention, m.action, m.stated) for m in found} == {
        ("市商务局", "会同市供销社制定回收体系若干措施", "text"),
        ("市供销社", "会同：制定回收体系若干措施", "text"),
        ("市发展改革委", "办公室设在", "text"),
    }


def test_an_action_ends_where_another_body_begins_to_act() -> None:
    text = "市财政局负责资金筹集，市审计局对使用情况开展抽查。由市科技局牵头，市教育局配合，办好展览。"
    found = duties(plan(("一", text)))
    assert [(m.mention, m.action) for m in found] == [
        ("市财政局", "负责资金筹集"),
        ("市审计局", "对使用情况开展抽查"),
        ("市科技局", "牵头，市教育局配合，办好展览"),
        ("市教育局", "配合，办好展览"),
    ]


def test_an_action_done_with_many_keeps_its_matter() -> None:
    many = "市发展改革委、市工业和信息化局、市自然资源局、市住房城乡建设局、市文化广电旅游局"
    found = duties(plan(("一", f"市水利局会同{many}等部门评定示范河段。")))
    assert found[0].action == "会同市发展改革委等部门评定示范河段"
    assert {m.action for m in found[1:]} == {"会同：评定示范河段"}


def test_members_make_up_the_organ_named_in_front() -> None:
    found = duties(plan(("一", "评审专班由市科技局、市教育局组成。")))
    assert {m.action for m in found} == {"组成评审专班"}


def test_matters_counted_off_go_to_the_bodies_in_order() -> None:
    found = duties(plan(("一", "分别由市工信局、市教育局2个部门制定工业、教育2个领域设备更新方案。")))
    assert [(m.mention, m.action) for m in found] == [
        ("市工信局", "制定工业领域设备更新方案"),
        ("市教育局", "制定教育领域设备更新方案"),
    ]


def test_matters_of_several_go_to_the_bodies_in_order() -> None:
    found = duties(plan(("一", "市商务局、市工信局分别负责消费品以旧换新、设备更新。")))
    assert [(m.mention, m.action) for m in found] == [
        ("市商务局", "负责消费品以旧换新"),
        ("市工信局", "负责设备更新"),
    ]


def test_a_line_of_a_list_of_duties_tells_each_part() -> None:
    over, item = plan(("五", ""), ("五/1.", "市财政局：负责资金筹集，牵头验收。\n各镇：配合做好排查。")).clauses
    listed = Parsed((replace(over, heading="职责分工"), item), ())
    assert said(listed) == "=市财政局 +市财政局 -各镇"


def test_under_a_heading_of_duties_each_heading_is_a_body() -> None:
    parsed = plan(("五", ""), ("五/1.", "象州生态环境局指导办理环评手续。"))
    over, item = parsed.clauses
    view = View.whole("象州生态环境局：", 1)
    item = replace(item, heading="象州生态环境局", heading_view=view, body=View.whole("指导办理环评手续。", 9))
    listed = Parsed((replace(over, heading="成员单位职责"), item), ())
    assert [(m.mention, m.action, m.rule) for m in duties(listed)] == [
        ("象州生态环境局", "指导办理环评手续", "text:list")
    ]
    elsewhere = Parsed((replace(over, heading="主要任务"), item), ())
    assert duties(elsewhere) == ()


def test_under_a_heading_of_duties_each_line_names_a_body() -> None:
    parsed = plan(("五", "市教育局：开展宣传。\n（2）市财政局、市税务局：安排资金。\n附则：另行规定。"))
    listed = Parsed((replace(parsed.clauses[0], heading="职责分工"),), ())
    assert [m.mention for m in duties(listed) if m.rule == "text:list"] == ["市教育局", "市财政局", "市税务局"]


@pytest.mark.parametrize("term", load("duties", required=("role",)), ids=lambda t: f"{t.form}-{t.kind}")
def test_every_word_is_live(term: Term) -> None:
    if term.kind == "list":
        parsed = plan(("五", "市教育局：开展宣传。"))
        assert duties(Parsed((replace(parsed.clauses[0], heading=term.example),), ()))[0].rule == "text:list"
        return
    found = duties(plan(("一", term.example)))
    if term.kind == "object":
        assert not [m for m in found if m.mention.startswith(term.form)], term.where
        assert not found, term.where
    elif term.kind == "actor":
        assert found, term.where
        assert any(m.mention.endswith(term.form) for m in found), term.where
    else:
        rules = {(m.rule.removeprefix("text:").removeprefix("由…"), m.role) for m in found}
        assert (term.form if term.kind != "seat" else "seat", term["role"]) in rules, (rules, term.where)


@given(st.text(alphabet="由市商务局会同各县区负责牵头制定办公室设在要应，。；：、\n", max_size=80))
def test_any_text_has_duties_that_quote_it(text: str) -> None:
    for mention in duties(plan(("一", text))):
        assert "".join(text[mention.start : mention.end].split()) == mention.mention
        assert mention.action
