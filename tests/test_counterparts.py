"""Who is whose counterpart one level up: cases a clerk can check."""

from __future__ import annotations

import random

import pytest

from kg.counterparts import counterparts, matters
from kg.identity import unit_named
from kg.places import Gazetteer, gazetteer
from kg.records import Unit
from kg.terms import Term, load

HAIDONG, QINGHAI = "630200", "630000"
RUSHAN, WEIHAI, SHANDONG = "371083", "371000", "370000"
DONGCHANGFU, LIAOCHENG = "371502", "371500"
NATION = "100000"


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer()


def found(named: dict[str, list[str]], places: Gazetteer) -> set[tuple[str, str]]:
    units = {u.id: u for code, names in named.items() for u in (unit_named(n, code, places) for n in names)}
    pairs = counterparts(list(units.values()), places)
    return {(units[p.unit].name, units[p.above].name) for p in pairs}


@pytest.mark.parametrize(
    ("city", "province", "pair"),
    [
        ("市商务局", "省商务厅", ("海东市商务局", "青海省商务厅")),
        ("市住房建设局", "省住房城乡建设厅", ("海东市住房和城乡建设局", "青海省住房和城乡建设厅")),
        ("市发改委", "省发展改革委", ("海东市发展和改革委员会", "青海省发展和改革委员会")),
        ("市税务局", "国家税务总局青海省税务局", ("国家税务总局海东市税务局", "国家税务总局青海省税务局")),
        ("中国人民银行海东市分行", "中国人民银行青海省分行", ("中国人民银行海东市分行", "中国人民银行青海省分行")),
        ("市自然资源规划局", "省自然资源厅", ("海东市自然资源和规划局", "青海省自然资源厅")),
        ("市供销社", "省供销联社", ("海东市供销合作社联合社", "青海省供销合作社联合社")),
        ("市大数据局", "省数据局", ("海东市大数据局", "青海省数据局")),
    ],
)
def test_a_bureau_finds_its_department(city: str, province: str, pair: tuple[str, str], places: Gazetteer) -> None:
    others = ["省公安厅", "省民政厅", "省体育局"]
    assert found({HAIDONG: [city], QINGHAI: [province, *others]}, places) == {pair}


def test_a_bureau_of_several_matters_finds_the_department_of_each(places: Gazetteer) -> None:
    named = {HAIDONG: ["市文体旅游广电局"], QINGHAI: ["省文化和旅游厅", "省体育局", "省教育厅"]}
    assert found(named, places) == {
        ("海东市文体旅游广电局", "青海省文化和旅游厅"),
        ("海东市文体旅游广电局", "青海省体育局"),
    }


def test_a_county_bureau_finds_the_city_commission(places: Gazetteer) -> None:
    named = {DONGCHANGFU: ["区卫生健康局", "区交警大队"], LIAOCHENG: ["市卫生健康委", "市交警支队"]}
    assert found(named, places) == {
        ("东昌府区卫生健康局", "聊城市卫生健康委员会"),
        ("东昌府区交警大队", "聊城市交警支队"),
    }


def test_a_branch_in_a_county_belongs_to_the_city_bureau(places: Gazetteer) -> None:
    named = {RUSHAN: ["威海市生态环境局乳山分局", "国家金融监督管理总局乳山监管支局"], WEIHAI: ["市生态环境局"]}
    assert found(named, places) == {("威海市生态环境局乳山分局", "威海市生态环境局")}


def test_the_nearest_level_counts_and_a_missing_one_is_skipped(places: Gazetteer) -> None:
    named = {RUSHAN: ["市商务局", "市民政局"], WEIHAI: ["市商务局"], SHANDONG: ["省商务厅", "省民政厅"]}
    assert found(named, places) == {
        ("乳山市商务局", "威海市商务局"),
        ("威海市商务局", "山东省商务厅"),
        ("乳山市民政局", "山东省民政厅"),
    }


def test_a_ministry_is_the_counterpart_of_a_province_only(places: Gazetteer) -> None:
    named = {HAIDONG: ["市财政局"], QINGHAI: ["省教育厅"], NATION: ["财政部", "教育部"]}
    assert found(named, places) == {("青海省教育厅", "教育部")}


def test_neighbours_governments_of_others_and_collective_units_stay_apart(places: Gazetteer) -> None:
    assert found({HAIDONG: ["市商务局"], WEIHAI: ["市商务局"], SHANDONG: ["省公安厅"]}, places) == set()
    several = Unit("630200:各县区", "海东市各县区", (), "city", True, HAIDONG, "商务")
    department = unit_named("省商务厅", QINGHAI, places)
    assert counterparts([several, department], places) == ()


def test_a_government_is_no_civil_affairs_bureau(places: Gazetteer) -> None:
    offices = ["海东市人民政府办公室", "市民政局", "市政务服务局"]
    assert found({"630222": ["民和县人民政府"], HAIDONG: offices}, places) == set()
    assert found({"630222": ["县人民政府", "县民政局"], HAIDONG: ["市人民政府", *offices]}, places) == {
        ("民和回族土族自治县人民政府", "海东市人民政府"),
        ("民和回族土族自治县民政局", "海东市民政局"),
    }


def test_order_of_arrival_does_not_matter(places: Gazetteer) -> None:
    units = [unit_named(n, HAIDONG, places) for n in ("市商务局", "市文体旅游广电局", "市税务局")]
    units += [unit_named(n, QINGHAI, places) for n in ("省商务厅", "省体育局", "省文化和旅游厅", "省税务局")]
    expected = counterparts(units, places)
    random.Random(4).shuffle(units)
    assert counterparts(units, places) == expected
    assert len(expected) == 4


@pytest.mark.parametrize("term", load("matters"), ids=lambda term: term.form)
def test_every_row_of_the_matters_is_live(term: Term, places: Gazetteer) -> None:
    function = unit_named(term.example.replace("某", "海东"), HAIDONG, places).function
    assert function is not None
    if term.kind == "无":
        assert term.form in function and not matters(function)
        return
    assert set(term.kind.split("、")) <= matters(function)
