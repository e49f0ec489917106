"""Bodies and roles: one statement, rules stated once, whole plans."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stated import plan

from kg.layout import layout
from kg.parse import parse
from kg.records import Mention, Parsed, Source
from kg.statements import read_statement
from kg.units import units
from kg.view import View, normal
from kg.zones import zones

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seed" / "policies"
SIGN = {"lead": "+", "responsible": "=", "participant": "-"}


def lines(name: str) -> list[str]:
    text = (HERE / "lines" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if " => " in line and not line.startswith("#")]


def said(mentions: list[Mention]) -> str:
    return " ".join(f"{'~' if m.inherited else ''}{SIGN[m.role]}{m.mention}" for m in mentions)


def by_clause(parsed: Parsed) -> dict[str, str]:
    stated = [m for m in units(parsed) if m.stated == "line"]
    return {c.path: said(own) for c in parsed.clauses if (own := [m for m in stated if m.clause == c.path])}


@pytest.mark.parametrize("case", lines("statements"))
def test_statements(case: str) -> None:
    text, want = case.replace("⏎", "\n").split(" => ")
    named = read_statement(normal(text))
    assert " ".join(f"{SIGN[n.role]}{text[n.start : n.end]}" for n in named) == want


@pytest.mark.parametrize("case", lines("carryover"))
def test_rules_stated_once(case: str) -> None:
    given_, want = case.split(" => ")
    rows = [(row.split(" ", 1)[0], row.split(" ", 1)[1].strip()) for row in given_.replace("⏎", "\n").split(" ‖ ")]
    found = by_clause(plan(*rows))
    assert " ‖ ".join(f"{path} {bodies}" for path, bodies in found.items()) == want


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_the_five_documents(seed: str) -> None:
    text = next(SEEDS.glob(f"{seed}*.txt")).read_text(encoding="utf-8")
    source = Source("a.txt", text, "", "utf-8")
    view = layout(source)
    found = by_clause(parse(view, zones(view), source))
    whole = (HERE / "lines" / "responsible.txt").read_text(encoding="utf-8")
    want = whole.split(f"== {seed}\n")[1].split("== ")[0].strip()
    assert "\n".join(f"{path} => {bodies}" for path, bodies in found.items()) == want


def test_mentions_quote_the_source() -> None:
    rows = (
        ("一", "甲。（牵头单位：市商务局；责任单位：市 财政局，各县区，下同）"),
        ("二", "乙。（责任单位：市教育局）"),
    )
    source = "\n".join(text for _, text in rows)
    for mention in units(plan(*rows)):
        assert "".join(source[mention.start : mention.end].split()) == mention.mention


def test_a_rule_of_order_may_stand_in_the_notice() -> None:
    parsed = plan(("一", "甲。\n责任单位：市商务局、市财政局"))
    letter = View.whole("责任分解中，列第一位的责任单位为牵头单位或汇总单位。", 100)
    assert said(list(units(parsed))) == "=市商务局 =市财政局"
    assert said(list(units(parsed, letter))) == "+市商务局 =市财政局"


@pytest.mark.parametrize(
    ("heading", "carried"),
    [
        ("五、组织保障", ""),
        ("五、工作要求", ""),
        ("五、修缮石桥", " ‖ 五/（六） ~=各镇区"),  # tasks
    ],
)
def test_a_rule_for_all_tasks_is_not_for_how_all_is_done(heading: str, carried: str) -> None:
    text = (
        "四、养护木桥\n（四）设立标志。给木桥设立标志。（责任单位：市交通局，各镇区。以下任务均需各镇区负责，不再列出）"
        "\n（五）更换栏杆。更换朽坏栏杆。（责任单位：市财政局）\n"
        f"{heading}\n（六）明确专人。明确专人看桥。"
    )
    source = Source("a.txt", text, "", "utf-8")
    view = layout(source)
    found = by_clause(parse(view, zones(view), source))
    told = "四/（四） =市交通局 =各镇区 ‖ 四/（五） =市财政局 ~=各镇区" + carried
    assert " ‖ ".join(f"{path} {bodies}" for path, bodies in found.items()) == told


def test_a_body_counts_once_for_each_role() -> None:
    rows = ("一", "甲。（责任单位：市科创局）乙。（责任单位：市科创局、市财政局）丙。（市科创局牵头）")
    assert by_clause(plan(rows)) == {"一": "=市科创局 =市财政局 +市科创局"}


def test_the_rule_behind_a_mention_is_named() -> None:
    parsed = plan(("一", "甲。（市商务局牵头，相关部门配合，下同）"), ("二", "乙。（责任单位：市教育局）"))
    rules = {(m.clause, m.mention): m.rule for m in units(parsed)}
    assert rules == {
        ("一", "市商务局"): "verb:牵头",
        ("一", "相关部门"): "verb:配合",
        ("二", "市教育局"): "label:责任单位",
        ("二", "相关部门"): "carry:same",
    }


def test_persons_are_no_bodies() -> None:
    parsed = plan(
        ("一", "甲。（责任领导：王某；责任单位：市商务局；责任人：李某；联系电话：123）"),
        ("二", "组长：王某（市政府副市长）\n副组长：李某（市商务局局长）\n成员：赵某（市财政局副局长）"),
    )
    assert [m.mention for m in units(parsed)] == ["市商务局"]


SOUP = st.text(alphabet="市商务局各县区牵头责任单位负责配合以下均需不再一一列出第位为下同、，；：。（）", max_size=60)


@given(st.lists(SOUP, max_size=4))
def test_any_text_has_mentions_that_quote_it(texts: list[str]) -> None:
    source = "\n".join(texts)
    for mention in units(plan(*[(f"一/（{n}）", text) for n, text in enumerate(texts)])):
        assert "".join(source[mention.start : mention.end].split()) == mention.mention
