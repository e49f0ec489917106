"""Who the named bodies are: place, canonical name, one record for each body."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity import identify, same_body, unit_named
from kg.places import gazetteer
from kg.placing import placed
from kg.records import Head, Mention, Role, Unit
from kg.terms import Term, load

PLACES = gazetteer()
LINES = Path(__file__).parent / "lines" / "identity.txt"
CASES = [row for row in LINES.read_text(encoding="utf-8").split("\n") if " => " in row and not row.startswith("#")]
HAIDONG = Head(place="630200", level="city")


def mention(clause: str, printed: str, start: int, *, role: Role = "responsible", collective: bool = False) -> Mention:
    return Mention(clause, printed, start, start + len(printed), role, "line", "label:责任单位", False, collective)


def lists(*rows: str, separator: int = 1) -> list[Mention]:
    """One mention for each name of each row; a row is a clause, its names stand one separator apart."""
    found: list[Mention] = []
    at = 0
    for number, row in enumerate(rows):
        for name in row.split():
            found.append(mention(f"一/（{number}）", name, at, collective=name.startswith("各")))
            at += len(name) + separator
        at += 10
    return found


def units(*rows: str, head: Head = HAIDONG) -> dict[str, Unit]:
    return {unit.name: unit for unit in identify(lists(*rows), head, PLACES)[0]}


@pytest.mark.parametrize("case", CASES)
def test_place_and_name(case: str) -> None:
    place, rest = case.split(" | ")
    printed, want = rest.split(" => ")
    (own,) = PLACES.named(place)
    found = placed(printed, own.code, PLACES)
    assert found.place is not None
    assert f"{found.name} @ {PLACES.place(found.place).name}" == want


def test_one_body_is_one_unit_however_it_is_spelt() -> None:
    found = units("市住房城乡建设局 市供销社", "市住房建设局 市供销联社", "市住建局")
    assert found["海东市住房和城乡建设局"].aliases == ("市住建局", "市住房城乡建设局", "市住房建设局")
    assert found["海东市供销合作社联合社"].aliases == ("市供销社", "市供销联社")
    assert len(found) == 2


def test_a_bare_secretariat_is_the_one_that_the_paper_names() -> None:
    found = units("评审委员会秘书处", "秘书处")
    assert [(unit.name, unit.aliases) for unit in found.values()] == [
        ("海东市评审委员会秘书处", ("秘书处", "评审委员会秘书处"))
    ]
    assert len(units("评审委员会秘书处", "茶叶协会秘书处", "秘书处")) == 3


@pytest.mark.parametrize("own", ["100000", "630200"])
def test_a_department_of_the_state_council_is_the_ministry_of_its_matter(own: str) -> None:
    rows = [
        mention("一", "国务院水行政主管部门", 0),
        mention("二", "国务院体育主管部门", 20),
        mention("二", "民政部门", 30, collective=True),  # the second of 国务院体育主管部门、民政部门
        mention("三", "国务院有关主管部门", 60, collective=True),
        mention("四", "民政部门", 90, collective=True),
    ]
    found, told, _ = identify(rows, Head(place=own, level="national"), PLACES)
    assert {unit.name for unit in found if not unit.collective} == {"水利部", "国家体育总局", "民政部"}
    (social,) = (unit for unit in found if unit.name == "民政部")
    assert [m.mention.clause for m in told if m.unit == social.id] == ["二"]


def test_the_same_name_in_another_place_is_another_body() -> None:
    found = units("市商务局 省商务厅 西宁市商务局 平安区商务局 商务部")
    assert {unit.id for unit in found.values()} == {
        "630200:海东市商务局",
        "630000:青海省商务厅",
        "630100:西宁市商务局",
        "630203:平安区商务局",
        "100000:商务部",
    }
    assert {unit.function for unit in found.values()} == {"商务"}
    assert [found[n].level for n in ("海东市商务局", "青海省商务厅", "平安区商务局", "商务部")] == [
        "city",
        "province",
        "county",
        "national",
    ]


def test_a_slip_of_the_pen_is_merged_into_the_name_of_most_clauses() -> None:
    found = units("市文化旅游广电局 市商务局", "市文体旅游广电局", "市文体旅游广电局 市财政局")
    assert found["海东市文体旅游广电局"].aliases == ("市文体旅游广电局", "市文化旅游广电局")
    assert "海东市文化旅游广电局" not in found


def test_two_names_of_one_clause_are_two_bodies() -> None:
    rows = lists("市文化旅游广电局 市文体旅游广电局")
    found, _, notices = identify(rows, HAIDONG, PLACES)
    assert len(found) == 2
    assert {notice.code for notice in notices} == {"unit-in-doubt"}


def test_a_short_form_with_two_candidates_stays_apart_with_a_notice() -> None:
    found, _, notices = identify(lists("市文旅局", "市文化旅游广电局", "市文化体育旅游局"), HAIDONG, PLACES)
    assert len(found) == 3
    (notice,) = [n for n in notices if "市文旅局" in n.message]
    assert (notice.code, notice.start, notice.end) == ("unit-in-doubt", 0, 4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市农业局", "市农业机械局"),
        ("市教育局", "市体育局"),
        ("市第一水务局", "市第二水务局"),
        ("市公安局", "市公安局交警支队"),
        ("市大数据局", "市大数据中心"),
        ("市财政局", "市审计局"),
        ("市委组织部", "市委统战部"),
        ("市东城水务局", "市西城水务局"),
    ],
)
def test_near_names_of_different_bodies_stay_apart(one: str, other: str) -> None:
    assert len(units(one, other)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市文旅局", "市文旅广电局"),
        ("市经商科技局", "市经济商务科技局"),
        ("市自然资源局", "市自然资源和规划局"),
        ("市发展改革委", "市发展改革局"),
        ("市机关事务中心", "市机关事务服务中心"),
        ("市政府国资委", "市国资委"),
        ("市审批局", "市行政审批局"),
        ("市经商科技局", "市经济商务科技局"),
    ],
)
def test_short_forms_with_one_candidate_are_merged(one: str, other: str) -> None:
    assert len(units(one, other)) == 1


def test_names_behind_a_level_word_share_it() -> None:
    found = units("省工业和信息化厅 财政厅 林草局", "市住建局 审批服务局", "市审批服务局")
    assert set(found) == {
        "青海省工业和信息化厅",
        "青海省财政厅",
        "青海省林业和草原局",
        "海东市住房和城乡建设局",
        "海东市审批服务局",
    }


def test_a_seat_behind_a_body_of_its_place_is_of_that_place() -> None:
    assert set(units("互助县委 县政府 市商务局")) == {"互助县委", "互助土族自治县人民政府", "海东市商务局"}


def test_a_body_behind_one_of_a_lower_place_is_not_of_that_places_city() -> None:
    bodies = identify(lists("江南区政府 市住建局"), Head(), PLACES)[0]
    assert {unit.name: unit.place for unit in bodies if "住建" in unit.name} == {"市住建局": None}


def test_a_level_with_and_without_its_seat_is_one_collective() -> None:
    (unit,) = identify(lists("各县区人民政府", "各县区", "各县区政府"), HAIDONG, PLACES)[0]
    assert (unit.name, unit.collective, unit.function) == ("海东市各县区人民政府", True, None)
    assert unit.aliases == ("各县区", "各县区人民政府", "各县区政府")


def test_further_names_become_aliases_unless_another_body_bears_them() -> None:
    (unit,) = units("市发展改革委（市数据局）").values()
    assert unit.aliases == ("市发展改革委", "市发展改革委（市数据局）", "市数据局")
    apart = units("市发展改革委（市数据局）", "市数据局")
    assert apart["海东市发展和改革委员会"].aliases == ("市发展改革委", "市发展改革委（市数据局）")
    assert apart["海东市数据局"].aliases == ("市数据局",)


def test_a_place_that_the_plan_does_not_have_is_noticed() -> None:
    found, _, notices = identify(lists("区商务局"), HAIDONG, PLACES)
    assert [(unit.id, unit.place, unit.level) for unit in found] == [("000000:区商务局", None, None)]
    assert [notice.code for notice in notices] == ["unit-without-place"]


def test_without_a_jurisdiction_names_stay_as_printed() -> None:
    found, _, notices = identify(lists("市商务局 国家发展改革委"), Head(), PLACES)
    assert {unit.id for unit in found} == {"000000:市商务局", "100000:国家发展改革委员会"}
    assert notices == ()


def test_every_mention_has_its_body() -> None:
    rows = lists("市商务局 市公安局 各县区人民政府", "市商务局")
    found, responsibilities, _ = identify(rows, HAIDONG, PLACES)
    assert sorted(r.mention.start for r in responsibilities) == sorted(m.start for m in rows)
    assert {r.unit for r in responsibilities} == {unit.id for unit in found}


def test_the_order_of_the_mentions_does_not_matter() -> None:
    rows = lists(
        "市文化旅游广电局 市商务局 省工业和信息化厅 财政厅", "市文体旅游广电局 市住建局", "市文旅局 市住房建设局"
    )
    want = identify(rows, HAIDONG, PLACES)
    for seed in range(8):
        shuffled = rows[:]
        random.Random(seed).shuffle(shuffled)
        assert identify(shuffled, HAIDONG, PLACES) == want


@pytest.mark.parametrize("term", load("units", required=("full",)), ids=lambda t: f"{t.form}-{t.kind}")
def test_every_short_name_is_live(term: Term) -> None:
    own = "100000" if term.kind == "national" else "630200"
    unit = unit_named(term.example, own, PLACES)
    if term.kind == "national":
        assert (unit.name, unit.place) == (term["full"], "100000"), term.where
    elif term.kind in ("core", "whole"):
        assert term["full"] in unit.name, term.where
    elif term.kind == "open":
        kind = term.example[1:].removeprefix(term.form)
        (merged,) = identify(lists(term.example, f"市{term['full']}{kind}"), HAIDONG, PLACES)[0]
        assert len(merged.aliases) == 2, term.where
    else:
        full = f"{term.example[0]}{term['full']}{term.example[1:].removeprefix(term.form)}"
        full = full.removesuffix("委") + "委员会" if term.kind == "known" and full.endswith("委") else full
        (merged,) = identify(lists(term.example, full), HAIDONG, PLACES)[0]
        assert term.example in merged.aliases, term.where


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市教体局", "市教育和体育局"),
        ("市教育体育局", "市教育和体育局"),
        ("市残联", "市残疾人联合会"),
        ("市政府国资委", "市国有资产监督管理委员会"),
        ("海东工信局", "市工业信息化局"),
        ("国家税务总局海东市税务局", "市税务局"),
        ("人行海东市分行", "中国人民银行海东市分行"),
        ("市政府", "海东市人民政府"),
    ],
)
def test_two_papers_name_one_unit_in_their_own_spellings(one: str, other: str) -> None:
    assert unit_named(one, "630200", PLACES).id == unit_named(other, "630200", PLACES).id


def test_an_issuer_is_the_same_unit_as_the_body_named() -> None:
    issuer = unit_named("海东市人民政府办公室", "630200", PLACES)
    assert issuer.id == units("市政府办公室")["海东市人民政府办公室"].id
    assert unit_named("海东市商务局", "630200", PLACES).id == units("市商务局")["海东市商务局"].id


@pytest.mark.parametrize(
    ("asked", "is_it"),
    [
        ("海东市工业和信息化局", True),
        ("市工业信息化局", True),
        ("工信局", True),
        ("海东工信局", True),
        ("海东市工信局", True),
        ("西宁市工信局", False),
        ("商务局", False),
        ("发改委", False),
    ],
)
def test_a_question_may_use_any_form(asked: str, is_it: bool) -> None:
    unit = units("市工业信息化局")["海东市工业和信息化局"]
    assert same_body(asked, unit) is is_it


NAME = st.text(alphabet="市省区县各国家商务发改局委厅部门海东青中人民政府（）、", min_size=1, max_size=10)


@given(st.lists(NAME, max_size=6))
def test_any_names_become_units(names: list[str]) -> None:
    rows = [mention("一", name, n * 20) for n, name in enumerate(names)]
    found, responsibilities, _ = identify(rows, HAIDONG, PLACES)
    assert len({unit.id for unit in found}) == len(found)
    assert len(responsibilities) == len(rows)
    assert {alias for unit in found for alias in unit.aliases} >= set(names)
