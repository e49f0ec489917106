"""Chains of clauses, gaps between plans, indicators over places: on made-up plans that can be checked by eye."""

from __future__ import annotations

import pytest

from kg.errors import UnknownThing
from kg.places import gazetteer
from search.gaps import Gaps, gaps
from search.goals import Indicators
from search.knowledge import Goal, Knowledge, Origin, Paper, Piece
from search.relations import DocumentOrigin, GoalOrigin, Relations
from search.trace import DEEPEST, trace

PLACES = {"国": "100000", "省": "630000", "市": "630200", "县": "630222"}


def paper(name: str) -> Paper:
    return Paper(name, f"{name}方案", None, None, "2024-01-01", None, PLACES[name[0]], f"{name}.txt")


def piece(
    document: str, path: str, text: str, goals: tuple[str, ...] = (), kind: str = "item", order: int = 0
) -> Piece:
    parent = f"{document}#{path.rpartition('/')[0]}" if "/" in path else None
    id, place = f"{document}#{path}", PLACES[document[0]]
    return Piece(id, document, path, path, "", text, "", kind, order, parent, place, (), goals, ())


def goal(id: str, clause: str, indicator: str, value: float, unit: str = "%", change: str = "increase") -> Goal:
    return Goal(
        id, clause, indicator, "=", change, value, None, unit, "2023", "2027", None, None, f"{indicator}{value}"
    )


TEXT = "推进老旧小区电梯更新，鼓励社区建设二手商品寄卖店"
PIECES = (
    piece("国", "一", TEXT + "，支持各地开展试点。"),
    piece("省", "一", TEXT + "，支持各市州开展试点。", ("省@1", "省@2")),
    piece("省", "二", "", kind="section", order=1),
    piece("省", "二/1.", "组织开展农机报废更新，扩大补贴范围。", order=2),
    piece("省", "二/2.", "加强充电基础设施建设，完善服务网络。", order=3),
    piece("省", "序", "为贯彻落实国务院部署，结合我省实际，制定本方案。", kind="preamble", order=4),
    piece("市", "一", TEXT + "，在平安区开展试点。", ("市@1", "市@3")),
    piece("市", "二", "加强充电基础设施建设，完善服务网络，新建充电桩。", order=1),
    piece("市", "三", "打造河湟文化消费品牌，办好青绣大赛。", order=2),
    piece("县", "一", TEXT + "。"),
)
GOALS = (
    goal("省@1", "省#一", "二手车交易量", 45),
    goal("省@2", "省#一", "报废汽车回收量", 100),
    goal("市@1", "市#一", "二手车 交易量", 40),
    goal("市@3", "市#一", "充电桩", 500, "个", "reach"),
)
ORIGINS = (
    Origin("省#一", "国#一", "adapted", 0.9),
    Origin("市#一", "省#一", "adapted", 0.8),
    Origin("市#二", "省#二/2.", "verbatim", 0.95),
    Origin("县#一", "市#一", "verbatim", 0.97),
)
KNOWLEDGE = Knowledge(1, [paper(n) for n in PLACES], (), PIECES, GOALS, ORIGINS, gazetteer())
RELATIONS = Relations(
    1,
    [DocumentOrigin(c, p, "citation", "根据") for c, p in (("省", "国"), ("市", "省"), ("县", "市"))],
    (),
    [GoalOrigin("市@1", "省@1", "lower")],
)


def test_the_chain_goes_up_to_the_nation_and_down_to_the_county() -> None:
    found = trace(KNOWLEDGE, RELATIONS, "市#一")
    (province,) = found.up
    (nation,) = province.steps
    assert (province.clause, province.child, province.parent) == ("省#一", "市#一", "省#一")
    assert (nation.clause, nation.steps) == ("国#一", ())
    assert [step.clause for step in found.down] == ["县#一"]
    assert not found.cut


def test_each_step_says_what_was_kept_and_what_was_changed() -> None:
    (province,) = trace(KNOWLEDGE, RELATIONS, "市#一", down=False).up
    kinds = {stretch.kind for stretch in province.stretches}
    assert "kept" in kinds and kinds - {"kept"}
    assert "".join(s.now for s in province.stretches) == KNOWLEDGE.pieces["市#一"].text
    kept = "".join(s.now for s in province.stretches if s.kind == "kept")
    assert "推进老旧小区电梯更新" in kept and "平安区" not in kept


def test_each_step_names_the_targets_that_stand_against_each_other() -> None:
    (province,) = trace(KNOWLEDGE, RELATIONS, "市#一", down=False).up
    assert province.goals == (GoalOrigin("市@1", "省@1", "lower"),)


def test_one_direction_alone() -> None:
    assert trace(KNOWLEDGE, RELATIONS, "市#一", up=False).up == ()
    assert trace(KNOWLEDGE, RELATIONS, "市#一", down=False).down == ()


def test_a_clause_that_there_is_not() -> None:
    with pytest.raises(UnknownThing, match="市#九"):
        trace(KNOWLEDGE, RELATIONS, "市#九")


def test_a_circle_of_derivations_ends() -> None:
    circle = [Origin(f"省#{n}", f"省#{(n + 1) % 3}", "partial", 0.5) for n in range(3)]
    pieces = [piece("省", str(n), TEXT) for n in range(3)]
    knowledge = Knowledge(1, [paper("省")], (), pieces, (), circle, gazetteer())
    found = trace(knowledge, Relations(1), "省#0")
    depth, steps = 0, found.up
    while steps:
        depth, steps = depth + 1, steps[0].steps
    assert depth == 2 < DEEPEST


def test_what_the_province_asks_and_the_city_did_not_take_up() -> None:
    (plan,) = gaps(KNOWLEDGE, RELATIONS, "630200").above
    assert (plan.child, plan.parent) == ("市", "省")
    assert plan.missing == ("省#二/1.",)  # neither the bare heading 二 nor the preamble asks anything
    assert (plan.asked, plan.taken) == (3, 2)


def test_what_the_city_took_up_and_by_which_clauses() -> None:
    (plan,) = gaps(KNOWLEDGE, RELATIONS, "630200").above
    assert len(plan.taken_up) == plan.taken
    assert {one.clause for one in plan.taken_up}.isdisjoint(plan.missing)
    for one in plan.taken_up:
        assert one.links and all(link in plan.links for link in one.links)
        assert all(link.parent == one.clause or link.parent.startswith(f"{one.clause}/") for link in one.links)
        assert list(one.links) == sorted(one.links, key=lambda link: -link.score)


def test_what_the_province_asks_of_this_very_city() -> None:
    asks = piece("省", "三", "支持西宁、海东等地建设区域性冷链集散中心，完善配送网络。", order=5)
    knowledge = Knowledge(1, [paper(n) for n in PLACES], (), (*PIECES, asks), GOALS, ORIGINS, gazetteer())
    (plan,) = gaps(knowledge, RELATIONS, "630200").above
    assert plan.naming == ("省#三",) and set(plan.naming) < set(plan.missing)
    assert gaps(KNOWLEDGE, RELATIONS, "630200").above[0].naming == ()


def test_what_the_city_added_of_its_own() -> None:
    (plan,) = gaps(KNOWLEDGE, RELATIONS, "630200").above
    assert plan.added == ("市#三",)


def test_targets_of_both_sides() -> None:
    (plan,) = gaps(KNOWLEDGE, RELATIONS, "630200").above
    assert plan.goals == (GoalOrigin("市@1", "省@1", "lower"),)
    assert (plan.goals_missing, plan.goals_added) == (("省@2",), ("市@3",))


def test_the_same_from_above() -> None:
    found = gaps(KNOWLEDGE, RELATIONS, "630000")
    assert [p.child for p in found.below] == ["市"] and [p.parent for p in found.above] == ["国"]


def test_a_place_without_documents_and_one_without_a_parent() -> None:
    assert gaps(KNOWLEDGE, RELATIONS, "110000") == Gaps("110000", (), (), ())
    assert gaps(KNOWLEDGE, RELATIONS, "100000").without == ("国",)


def test_an_indicator_is_one_however_it_is_spaced() -> None:
    found = Indicators(KNOWLEDGE, RELATIONS).named("二手车交易量")
    assert [i.goals for i in found] == [("省@1", "市@1")]
    assert found[0].links == (GoalOrigin("市@1", "省@1", "lower"),)


def test_linked_targets_are_of_one_indicator_whatever_their_wording() -> None:
    worded = [goal("省@1", "省#一", "5G基站数", 2), goal("市@1", "市#一", "每万人拥有5G基站数", 12, "个")]
    knowledge = Knowledge(1, [paper("省"), paper("市")], (), PIECES, worded, (), gazetteer())
    (one,) = Indicators(knowledge, Relations(1, goals=[GoalOrigin("市@1", "省@1", "changed")])).all()
    assert len(one.names) == 2 and len(one.groups) == 2  # 2% and 12 个 cannot be set beside each other


def test_a_part_of_a_name_finds_indicators_where_none_bears_it() -> None:
    assert [i.names[0] for i in Indicators(KNOWLEDGE, RELATIONS).named("回收")] == ["报废汽车回收量"]
    assert Indicators(KNOWLEDGE, RELATIONS).named("绿化") == Indicators(KNOWLEDGE, RELATIONS).named("  ") == []


def test_what_only_frames_a_plan_asks_nothing() -> None:
    added = (
        ("国", "二", "现状与形势", "近年来农机数量增长较快，老旧农机占比较高。", ()),
        ("国", "三", "总体要求", "", ()),
        ("国", "三/（一）", "指导思想", "坚持新发展理念，推动农机报废更新高质量发展。", ()),
        ("国", "三/（二）", "基本原则", "坚持市场主导、政府引导，因地制宜推进更新。", ()),
        ("国", "三/（三）", "发展目标", "到2027年，老旧农机报废更新取得明显成效。", ()),
        ("国", "四", "发展基础", "现有农机维修点，力争到2027年翻一番。", ("国@1",)),
        ("国", "五", "基础设施", "加强机耕道建设，改善农机作业条件和通行条件。", ()),
    )
    pieces = [
        piece("国", path, text, goals, order=n)._replace(heading=h) for n, (_, path, h, text, goals) in enumerate(added)
    ]
    goals = (*GOALS, goal("国@1", "国#四", "农机维修点", 100))
    knowledge = Knowledge(1, [paper(n) for n in PLACES], (), [*PIECES, *pieces], goals, ORIGINS, gazetteer())
    (plan,) = gaps(knowledge, RELATIONS, PLACES["省"]).above
    assert set(plan.missing) == {"国#三/（三）", "国#四", "国#五"}
