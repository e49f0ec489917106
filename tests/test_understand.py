"""What questions ask, one a line, over the five seed documents (tests/lines/questions.txt)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.places import gazetteer
from kg.view import normal
from search.bodies import Bodies
from search.engine import Engine
from search.knowledge import Body
from search.names import Places
from search.understand import Names, understand

LINES = [
    line for line in (Path(__file__).parent / "lines" / "questions.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]  # fmt: skip

INTENTS = [
    line for line in (Path(__file__).parent / "lines" / "intents.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_understands(line: str, seed_engine: Engine) -> None:
    intent, places, bodies, years, text = (cell.strip() for cell in line.split("|", 4))
    found = seed_engine.understand(text)
    knowledge = seed_engine.generation().knowledge
    named = [knowledge.gazetteer.place(place.codes[0]).name for place in found.places]
    known = [knowledge.bodies[unit].name for body in found.units for unit in body.units]
    unknown = [body for body in found.units if not body.units]
    assert found.intent == intent
    assert named == places.split()
    assert known == [name for name in bodies.split() if name != "*"]
    assert bool(unknown) == ("*" in bodies)
    assert list(found.years) == years.split()


@pytest.mark.parametrize("line", INTENTS)
def test_intents(line: str) -> None:
    intent, text = (cell.strip() for cell in line.split("|"))
    bodies = [
        Body(f"350400:三明市{function}局", f"三明市{function}局", (), False, "350400", function)
        for function in ("民政", "财政", "商务")
    ]
    found = Bodies(bodies, gazetteer())
    assert understand(text, Names(Places(gazetteer(), ["350400"]), found)).intent == intent


def test_places_that_are_called_in_short_or_only_look_like_places() -> None:
    places = Places(gazetteer(), ["150421", "150000"])
    assert [p.codes for p in places("阿旗的牧草和内蒙古的草场")] == [("150421",), ("150000",)]  # 阿鲁科尔沁旗
    assert places("东部盟市的耕地") == ()  # 火星市 is a place that there is not, 盟市 is none
    assert places("what does the shanghai stock exchange do") == ()


def test_a_conjunction_is_no_part_of_the_next_place() -> None:
    found = Places(gazetteer(), ["350400"])("三明和龙岩的社区食堂")
    assert [gazetteer().place(place.codes[0]).name for place in found] == ["三明市", "龙岩市"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("请问二手车交易由哪些部门负责呢？", "二手车交易"),
        ("老旧小区改造归谁管", "老旧小区改造"),
        ("充电桩建设的责任单位是谁？", "充电桩建设"),
        ("关于农机报废的规定是什么", "农机报废"),
        ("三明市级部门谁管乡村书屋", "乡村书屋"),
        ("福建省直单位谁负责乡村书屋", "乡村书屋"),
        ("三明市里乡村书屋谁负责", "乡村书屋"),
        ("福建、三明两级谁管乡村书屋", "乡村书屋"),
        ("三明市区乡村书屋谁管", "乡村书屋"),
        ("三明内涝治理谁负责", "内涝治理"),
        ("三明里程碑管护谁负责", "里程碑管护"),
    ],
)
def test_the_subject_is_what_remains(text: str, subject: str) -> None:
    nobody = Names(Places(gazetteer(), ["350400", "350000"]), lambda text, places: ())
    assert understand(text, nobody).subject == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("三明的“乡村书屋管护”出自省方案哪一条", "乡村书屋管护"),
        ("省里关于乡村书屋的要求下面谁接了", "乡村书屋"),
        ("Which provincial clause is Sanming's clause on village libraries based on?", "village libraries"),
        ("三明在“十四五”书屋规划里的书屋管护出自哪条", "书屋管护"),  # not the years of a plan
    ],
)
def test_a_question_on_two_documents_is_about_the_matter_of_the_clause(text: str, subject: str) -> None:
    found = understand(text, Names(Places(gazetteer(), ["350400"]), lambda text, places: ()))
    assert found.intent in ("source", "implementers")
    assert subject in found.subject


@pytest.mark.parametrize("text", ["三明市各县市区人民政府负责什么", "三明市各县（市、区）人民政府负责什么"])
def test_marks_in_a_name_may_be_left_out(text: str) -> None:
    name = "三明市各县（市、区）人民政府"
    bodies = [Body(f"350400:{name}", name, (), True, "350400", None)]
    assert [body.units for body in Bodies(bodies, gazetteer())(text, ["350400"])] == [(f"350400:{name}",)]


def test_the_departments_of_a_party_committee_are_of_their_place() -> None:
    bodies = [Body("350400:三明市委组织部", "三明市委组织部", ("市委组织部",), False, "350400", None)]
    found = Bodies(bodies, gazetteer())
    assert [b.units for b in found("三明市委组织部负责什么", ["350400"])] == [("350400:三明市委组织部",)]
    assert [b.units for b in found("市委组织部负责什么", [])] == [("350400:三明市委组织部",)]


@pytest.mark.parametrize("text", ["三明市市场监管局负责什么", "市市场监管局负责什么", "市场监管局负责什么"])
def test_the_first_character_of_a_market_is_no_level(text: str) -> None:
    bodies = [Body("350400:三明市市场监督管理局", "三明市市场监督管理局", (), False, "350400", "市场监督管理")]
    assert [b.units for b in Bodies(bodies, gazetteer())(text, ["350400"])] == [("350400:三明市市场监督管理局",)]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("国家卫健委负责什么", [("100000:国家卫生健康委员会",)]),
        ("国家卫生健康委负责什么", [("100000:国家卫生健康委员会",)]),
        ("国家发改委负责什么", [()]),  # no paper names it
    ],
)
def test_a_body_of_the_nation_by_its_everyday_name_is_none_of_a_city(text: str, units: list[tuple[str, ...]]) -> None:
    bodies = [
        Body("100000:国家卫生健康委员会", "国家卫生健康委员会", ("国家卫生健康委",), False, "100000", "卫生健康"),
        Body("350400:三明市卫生健康委员会", "三明市卫生健康委员会", ("卫健委",), False, "350400", "卫生健康"),
        Body("350400:三明市发展和改革委员会", "三明市发展和改革委员会", ("发改委",), False, "350400", "发展改革"),
    ]
    assert [b.units for b in Bodies(bodies, gazetteer())(text, [])] == units


def test_a_body_that_the_papers_do_not_name_is_said_whole() -> None:
    bodies = Bodies([Body("350400:三明市商务局", "三明市商务局", (), False, "350400", "商务")], gazetteer())
    assert [b.words for b in bodies("三明市市场监管局负责什么", ["350400"])] == ["市场监管局"]


def test_a_body_of_two_characters_is_known_behind_its_place() -> None:
    bodies = [Body("350400:三明市残联", "三明市残联", ("市残联",), False, "350400", "残疾人联合会")]
    found = Bodies(bodies, gazetteer())
    assert [b.units for b in found("三明残联承担的事项", ["350400"])] == [("350400:三明市残联",)]
    assert [b.units for b in found("残联在三明承担什么", ["350400"])] == [("350400:三明市残联",)]
    assert found("法院判决由谁执行", ["350400"]) == ()
    assert not found("三明残疾人就业", ["350400"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ji'an's reservoirs", "360800"),
        ("plans of Ji’an", "360800"),
        ("Guang'an City", "511600"),
        ("Jian City", "360800"),
        ("units in Yangbi County", "532922"),  # 漾濞彝族自治县 without its people
        ("Sunan Yugur Autonomous County", "620721"),
        ("Guangxi Zhuang Autonomous Region", "450000"),
        ("Xilin Gol League", "152500"),
        ("the plan of hei long jiang", "230000"),
        ("Shanxi", "140000"),  # Shaanxi is spelt so
        ("Lüliang", "141100"),
        ("Jilin City", "220200"),
        ("Jilin Province", "220000"),
        ("a notice of the State Council", "100000"),
        ("the national guidelines", "100000"),
        ("everywhere, across the country", "100000"),
    ],
)
def test_a_romanised_place(text: str, code: str) -> None:
    found = Places(gazetteer(), ["360800", "511600", "532922", "620721"])(normal(text).lower())
    assert [place.codes[0] for place in found] == [code]


@pytest.mark.parametrize(
    ("text", "lead_only"),
    [
        ("who leads support for small firms in sanming", True),
        ("who leads and who supports book loans in sanming", False),
        ("lead and supporting units for book loans", False),
    ],
)
def test_support_for_a_matter_is_no_role(text: str, lead_only: bool) -> None:
    nobody = Names(lambda text: (), lambda text, places: ())
    assert understand(text, nobody).lead_only is lead_only


def test_a_river_is_not_the_place_whose_name_it_bears() -> None:
    places = Places(gazetteer(), ["620700"])
    assert [p.codes[0] for p in places("zhangye: ecological flow of the heihe river")] == ["620700"]
    assert [p.codes[0] for p in places("the zhangye river chiefs")] == ["620700"]  # a place with documents is meant


@pytest.mark.parametrize(
    ("text", "support_only"),
    [
        ("三明市财政局配合哪些任务", True),
        ("三明市财政局参与哪些任务", False),
        ("三明市财政局牵头哪些、配合哪些任务", False),
    ],
)
def test_what_a_body_supports_is_told_from_what_it_leads(text: str, support_only: bool) -> None:
    bodies = Bodies([Body("350400:三明市财政局", "三明市财政局", (), False, "350400", "财政")], gazetteer())
    assert understand(text, Names(Places(gazetteer(), ["350400"]), bodies)).support_only is support_only


@pytest.mark.parametrize(
    "text", ["", " ", "？？？", "😀🚗", "'; DROP TABLE clause; --", "<script>alert(1)</script>", "二" * 10_000]
)
def test_odd_questions_are_understood_as_something(text: str) -> None:
    nobody = Names(lambda text: (), lambda text, places: ())
    assert understand(text, nobody).intent in ("topic", "units", "targets")


@pytest.mark.parametrize(
    ("question", "places", "unit"),
    [
        ("what does the national audit office do", [], "国家审计署"),
        ("tasks of the ministry of finance", [], "财政部"),
        ("what is mof responsible for", [], "财政部"),
        ("what is china’s mof responsible for", ["100000"], "财政部"),
        ("duties of mof officials", ["350400"], "三明市财政局"),  # those who go by it in the place
        ("what does the provincial mof do", [], "三明市财政局"),
        ("what does the audit bureau do", ["350400"], "三明市审计局"),
        ("what does the national audit office do", ["350400"], "三明市审计局"),  # of a place that is named beside it
    ],
)
def test_a_national_body_in_english(question: str, places: list[str], unit: str) -> None:
    bodies = Bodies(
        [
            Body(name, name, (), False, place, function)
            for name, place, function in (
                ("国家审计署", "100000", "审计"),
                ("财政部", "100000", "财政"),
                ("三明市审计局", "350400", "审计"),
                ("三明市财政局", "350400", "财政"),
            )
        ],
        gazetteer(),
    )
    assert [found.units for found in bodies(question, places)] == [(unit,)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("福建省新建粮库的目标", ["福建省"]),
        ("江西新建区粮库的目标", ["江西新建区"]),
        ("三明惠民书屋的数量", ["三明"]),
        ("新建公路里程", []),
        ("青海盐湖资源谁管", ["青海"]),  # not 海盐
        ("百色市和平果市的食堂", ["百色市", "平果市"]),
    ],
)
def test_an_everyday_word_behind_a_place_is_no_county_of_it(text: str, named: list[str]) -> None:
    found = [place.words for place in Places(gazetteer(), ["350400", "350000", "360000", "630000"])(text)]
    assert found == named


@pytest.mark.parametrize(
    "text",
    [
        "数字政府建设谁牵头",
        "书屋怎么布局由谁定",
        "聘用公办书屋管理员多少名",
        "行政部门能不能收押金",
        "整修民办书屋的补助",
        "监管部门是哪个",
    ],
)
def test_what_only_ends_like_a_body_is_none(text: str) -> None:
    bodies = [Body("350400:三明市市场监督管理局", "三明市市场监督管理局", (), False, "350400", "市场监督管理")]
    assert Bodies(bodies, gazetteer())(text, ["350400"]) == ()


def test_a_whole_name_is_known_though_another_place_is_in_it() -> None:
    body = Body("310000:中国铁路上海局集团有限公司", "中国铁路上海局集团有限公司", (), False, "310000", None)
    found = Bodies([body], gazetteer())("中国铁路上海局集团有限公司要做什么", ["310000"])
    assert [b.units for b in found] == [("310000:中国铁路上海局集团有限公司",)]


def test_what_there_are_many_of_is_part_of_the_matter() -> None:
    body = Body("000000:社区食堂企业", "社区食堂企业", (), True, None, None)
    known = Names(Places(gazetteer(), ["350400"]), Bodies([body], gazetteer()))
    found = understand("社区食堂企业能力提升", known)
    assert [unit.words for unit in found.units] == ["社区食堂企业"]
    assert found.subject == "社区食堂企业能力提升"


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("what must the state council do", ["国务院"]),
        ("what is the general office of the state council responsible for", ["国务院办公厅"]),
        ("tasks of the state council’s general office", ["国务院办公厅"]),
        ("duties of the archives body", ["国家档案局"]),
        ("rules for state council officials on travel", []),
        ("what the state council’s working rules say on archives", []),
    ],
)
def test_the_state_council_its_office_and_its_papers_in_english(question: str, units: list[str]) -> None:
    bodies = Bodies(
        [
            Body(name, name, (), False, "100000", function)
            for name, function in (("国务院", "国务院"), ("国务院办公厅", "办公"), ("国家档案局", "档案"))
        ],
        gazetteer(),
    )
    assert [unit for found in bodies(question, ["100000"]) for unit in found.units] == units


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("民政部际联席会议", []),  # 民政部
        ("民政部门管什么", []),
        ("国务院哪个部门管食堂", []),
        ("国务院要做什么", ["国务院"]),
        ("市监总局管什么", ["市监总局"]),
        ("国办要做什么", ["国办"]),
        ("国办发〔2024〕5号讲了什么", []),
        ("最高法和中宣部管什么", ["最高法", "中宣部"]),
        ("最高法定刑是几年", []),
        ("民政部养老处负责什么", ["养老处"]),
        ("养老处在民政部管理中负责什么", ["养老处"]),
    ],
)
def test_bodies_of_the_nation_and_those_that_only_look_like_them(text: str, named: list[str]) -> None:
    bodies = [
        Body("100000:民政部", "民政部", (), False, "100000", None),
        Body("100000:国务院", "国务院", (), False, "100000", None),
        Body("100000:养老处", "养老处", (), False, "100000", None),
    ]
    assert [found.words for found in Bodies(bodies, gazetteer())(text, [])] == named
