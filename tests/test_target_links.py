"""How a child's goals compare with its parent's: cases a clerk can check."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.conversion import amount
from kg.records import ClauseLink, Target
from kg.target_links import LinkableTarget, compare, link_targets
from kg.terms import Term, load


def goal(indicator: str, value: float | None, unit: str | None = "%", **fields: object) -> Target:
    quote = f"{indicator}{value or ''}{unit or ''}"
    base = Target("一", indicator, "=", "reach", value, unit, quote, 0, len(quote), "made-up")
    return replace(base, **fields)  # type: ignore[arg-type]


def linkable(document: str, *goals: Target) -> list[LinkableTarget]:
    return [LinkableTarget(f"{document}@{n}", f"{document}#{g.clause}", g) for n, g in enumerate(goals)]


INCREASE = {"change": "increase", "baseline": "2023", "deadline": "2027"}


@pytest.mark.parametrize(
    ("child", "parent", "comparison"),
    [
        (goal("二手车交易量", 45, **INCREASE), goal("二手车交易量", 45, **INCREASE), "equal"),
        (goal("报废汽车回收量", 100, **INCREASE), goal("报废汽车回收量", 1, "倍", comparator="~", **INCREASE), "equal"),
        (goal("设备投资规模", 28, **INCREASE), goal("设备投资规模", 25, comparator=">=", **INCREASE), "higher"),
        (goal("机械化率", 60, deadline="2027"), goal("机械化率", 73, deadline="2027"), "lower"),
        (goal("新能源汽车保有量", 15000, "辆"), goal("新能源汽车保有量", 1.5, "万辆"), "equal"),
        (goal("投资规模", 12, "亿元"), goal("投资规模", 90000, "万元"), "higher"),
        (goal("治理沙化土地", 30, "亩"), goal("治理沙化土地", 3, "公顷"), "lower"),
        (goal("新增储能装机", 300, "兆瓦"), goal("新增储能装机", 30, "万千瓦"), "equal"),
        (goal("5G基站数", 2, "万个"), goal("每万人拥有5G基站数", 30, "个"), "changed"),
        (goal("报废拆解船舶", 1, "艘", deadline="2026"), goal("报废拆解船舶", 3, "艘", deadline="2027"), "lower"),
        (goal("报废拆解船舶", 3, "艘", deadline="2026"), goal("报废拆解船舶", 3, "艘", deadline="2027"), "changed"),
        (goal("培训厨师", 900, "人次"), goal("培训厨师", 4, "万人次"), "lower"),
        (goal("改造院落", 700, "户"), goal("改造院落", 2.5, "万户"), "lower"),
        (goal("机架", 2, deadline="2027-12"), goal("机架", 2, deadline="2027"), "equal"),
        (goal("回收量", 30, **INCREASE), goal("回收量", 30, **{**INCREASE, "baseline": "2020"}), "changed"),
        (goal("普及率", 5, "个百分点", change="increase"), goal("普及率", 5, change="increase"), "changed"),
        (goal("普及率", 90, change="level"), goal("普及率", 90, change="increase"), "changed"),
        (goal("供应商", 10, "家", period="yearly"), goal("供应商", 150, "家"), "lower"),
        (goal("漏损率", 8, comparator="<="), goal("漏损率", 8, comparator=">="), "changed"),
        (goal("重点领域能效全部达到基准水平", None, None), goal("能效全部达到基准水平", None, None), "equal"),
        (goal("工业化发展指数不低于全省水平", None, None), goal("工业化发展指数", 130, None), "changed"),
        (goal("新建公园", 3, "个", value_max=5), goal("新建公园", 3, "个"), "higher"),
        (goal("新能源车保有量", 5, "万辆"), goal("新能源车保有量", 5, "万辆", deadline="2025"), "equal"),
    ],
)
def test_comparison(child: Target, parent: Target, comparison: str) -> None:
    assert compare(child, parent)[0] == comparison


def test_an_indicator_is_found_across_clauses() -> None:
    child = linkable("市", goal("报废汽车回收量", 100, clause="二/（十二）", **INCREASE))
    parent = linkable(
        "省",
        goal("二手车交易量", 45, **INCREASE),
        goal("报废汽车回收量", 1, "倍", comparator="~", **INCREASE),
        goal("废旧家电回收量", 30, **INCREASE),
    )
    (link,) = link_targets(child, parent, ())
    assert (link.child, link.parent, link.comparison) == ("市@0", "省@1", "equal")


def test_goals_of_ones_own_are_left_alone() -> None:
    child = linkable("市", goal("改造城镇老旧小区", 7538, "套"), goal("算力规模", 2000, "PFLOPS", change="increase"))
    parent = linkable("省", goal("农作物综合机械化率", 73), goal("更换动力电池", 1510, "个"))
    assert link_targets(child, parent, ()) == ()


def test_a_linked_clause_makes_a_looser_likeness_enough() -> None:
    child = linkable("市", goal("5G基站数", 2, "万个", clause="二/（四）"))
    parent = linkable("省", goal("每万人拥有5G基站数", 30, "个", clause="二/3."))
    linked = ClauseLink("市#二/（四）", "省#二/3.", "adapted", 0.5, (), "derive:sentence")
    assert link_targets(child, parent, ()) == ()
    assert [link.comparison for link in link_targets(child, parent, (linked,))] == ["changed"]


def test_each_milestone_answers_the_same_year() -> None:
    years = ("2025", "2027")
    child = linkable("市", *(goal("家电回收量", 15 * n, deadline=y) for n, y in enumerate(years, 1)))
    parent = linkable("省", *(goal("家电回收量", 12 * n, deadline=y) for n, y in enumerate(years, 1)))
    assert [(link.child, link.parent) for link in link_targets(child, parent, ())] == [
        ("市@0", "省@0"),
        ("市@1", "省@1"),
    ]


def test_a_milestone_without_an_answer_is_not_forced_on_another_year() -> None:
    child = linkable("市", goal("家电回收量", 15, deadline="2025"), goal("家电回收量", 30, deadline="2027"))
    parent = linkable("省", goal("家电回收量", 30, deadline="2027"))
    assert [link.child for link in link_targets(child, parent, ())] == ["市@1"]


def test_a_milestone_gives_way_to_its_own_indicator_only() -> None:
    child = linkable("市", goal("校车现场安检覆盖率", 100), goal("校车智能监控覆盖率", 100, deadline="2026"))
    parent = linkable("省", goal("校车智能监控覆盖率", 100, deadline="2027"))
    assert "市@1" in [link.child for link in link_targets(child, parent, ())]


def test_a_part_of_a_list_is_the_same_indicator() -> None:
    child = linkable("市", goal("工业领域设备投资规模", 50, **INCREASE))
    parent = linkable("省", goal("工业、农业、建筑等领域设备投资规模", 25, **INCREASE))
    assert [link.comparison for link in link_targets(child, parent, ())] == ["higher"]


def test_each_of_several_places_is_no_group_apart() -> None:
    child = linkable("市", goal("工业用地占比", 35, scope="各区"))
    parent = linkable("省", goal("工业用地占比", 30, scope="各地"))
    assert [link.comparison for link in link_targets(child, parent, ())] == ["higher"]


def test_scopes_that_exclude_each_other_are_kept_apart() -> None:
    child = linkable("市", goal("城镇清洁供暖率", 100, scope="城镇"))
    parent = linkable("省", goal("农牧区清洁供暖率", 90, scope="农牧区"))
    assert link_targets(child, parent, ()) == ()


values = st.floats(0.1, 1e6)


@given(values, values)
def test_higher_and_lower_are_mirrored(mine: float, theirs: float) -> None:
    there, back = compare(goal("家", mine), goal("家", theirs))[0], compare(goal("家", theirs), goal("家", mine))[0]
    assert {there, back} in ({"equal"}, {"higher", "lower"})


@given(values, st.sampled_from(["家", "辆", "元", "平方米", "千瓦"]))
def test_a_scale_changes_the_number_and_not_the_amount(value: float, unit: str) -> None:
    assert amount(value, f"万{unit}").value == pytest.approx(amount(value * 10_000, unit).value)
    assert amount(value, f"万{unit}").dimension == amount(value, unit).dimension


@pytest.mark.parametrize("term", load("conversions"), ids=lambda term: term.form)
def test_every_row_of_the_conversions_is_live(term: Term) -> None:
    printed = term.example.lower()
    assert printed.endswith(term.form)
    assert amount(1, term.form).dimension == term.kind


def test_a_county_takes_up_its_citys_goal_for_towns() -> None:
    county = linkable("县", goal("县城建成区新能源公交车占比", 50), goal("农村客运公交化率", 70))
    city = linkable("市", goal("城市建成区新能源公交车占比", 60), goal("城市客运公交化率", 90))
    found = link_targets(county, city, ())
    assert [(link.child, link.parent, link.comparison) for link in found] == [("县@0", "市@0", "lower")]
