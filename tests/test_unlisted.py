"""Places in no gazetteer: which names papers bear, one a line, and questions over made-up papers of such places."""

from __future__ import annotations

import pytest
from engines import EngineOver

from kg.errors import UnknownThing
from kg.places import gazetteer
from search.engine import Engine, allowed_clauses
from search.knowledge import Body, Paper
from search.names import Places
from search.unlisted import Unlisted, areas_of

CITY = """甲山市人民政府办公室关于印发甲山市乡村书屋建设方案的通知
甲政办发〔2024〕12号

各有关单位：
现把《甲山市乡村书屋建设方案》发给你们。

甲山市人民政府办公室
2024年6月3日

甲山市乡村书屋建设方案
一、建设书屋。到2026年，新建乡村书屋120个。（责任单位：市文化和旅游局、市财政局）
二、改造场地。按分解表改造旧书屋。（责任单位：市住房城乡建设局）
附件：书屋改造任务分解表
县区\t改造户数（户）\t改造书屋（个）
甲山县\t1200\t12
乙水区\t800\t8
"""
AREA = """云泽新区管理委员会关于印发云泽新区乡村书屋行动计划的通知
云管发〔2025〕3号

现将《云泽新区乡村书屋行动计划》印发给你们。

云泽新区管理委员会
2025年3月1日

云泽新区乡村书屋行动计划
一、建设书屋。到2026年，新建乡村书屋30个。（责任单位：社会事业局）
"""
LISTED = """三明市人民政府办公室关于印发三明市乡村书屋建设方案的通知
明政办〔2024〕7号

现将《三明市乡村书屋建设方案》印发给你们。

三明市人民政府办公室
2024年7月3日

三明市乡村书屋建设方案
一、建设书屋。到2026年，新建乡村书屋45个。（责任单位：市教育局）
二、培训馆员。到2026年，培训馆员60名。（责任单位：市民政局）
"""
BANNERS = """包头市乡村书屋建设方案
为丰富农村文化生活，制定本方案。
一、建设书屋。到2026年，新建乡村书屋45个，其中达茂旗牧区书屋12个，办好海口之声书展。（责任单位：市教育局）
二、培训馆员。到2026年，培训馆员60名。（责任单位：市民政局）
包头市人民政府办公室
2024年7月3日
"""


@pytest.fixture(scope="module")
def engine(engine_over: EngineOver) -> Engine:
    """Answers questions over papers of a city and an area that no gazetteer has, and of a city that it has."""
    return engine_over({"市.txt": CITY, "新区.txt": AREA, "三明.txt": LISTED})


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("甲山市乡村书屋由谁负责建设", {"市文化和旅游局", "市财政局"}),
        ("谁负责甲山市的乡村书屋建设", {"市文化和旅游局", "市财政局"}),  # wherever the name stands
        ("甲山乡村书屋建设谁负责", {"市文化和旅游局", "市财政局"}),  # short
        ("江苏省甲山市乡村书屋由谁负责建设", {"市文化和旅游局", "市财政局"}),  # where it lies
        ("云泽新区乡村书屋由谁负责建设", {"社会事业局"}),
        ("三明市乡村书屋由谁负责建设", {"三明市教育局"}),
        ("Who is responsible for rural book houses in Yunze New Area?", {"社会事业局"}),
        ("甲山市培训馆员由谁负责", set()),  # that is another place's
        ("甲山镇乡村书屋由谁负责建设", {"市文化和旅游局", "市财政局", "社会事业局", "三明市教育局"}),  # not 甲山市
        ("丙山市乡村书屋由谁负责建设", set()),  # a place that has none
    ],
)
def test_a_place_in_no_gazetteer_answers_from_its_own_papers(engine: Engine, question: str, units: set[str]) -> None:
    answer = engine.ask(question)
    assert {unit.name for unit in answer.units} == units
    assert answer.answered == bool(units)


def test_what_is_said_of_a_place_without_papers_stays(engine: Engine) -> None:
    assert engine.ask("丙山市乡村书屋由谁负责建设").text == "库中没有丙山市的文件。"
    assert "库中没有" not in engine.ask("甲山市培训馆员由谁负责").text


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("甲山市新建多少个乡村书屋", [120]),
        ("甲山县改造多少户", [1200]),  # a row of the city's table
        ("甲山县改造书屋多少个", [12]),
        ("甲山市和三明市新建多少个乡村书屋", [45, 120]),
        ("甲山市和云泽新区新建多少个乡村书屋", [30, 120]),  # two places that have no code
        ("丙山县改造多少户", []),  # no row of any
    ],
)
def test_figures_of_places_in_no_gazetteer_and_of_rows(engine: Engine, question: str, values: list[float]) -> None:
    assert sorted(t.value for t in engine.ask(question).targets if t.value is not None) == values


def test_its_name_stands_with_what_is_answered(engine: Engine) -> None:
    answer = engine.ask("甲山市乡村书屋由谁负责建设")
    assert answer.filters.jurisdictions == ("甲山市",)
    assert answer.text.startswith("甲山市：")
    assert answer.evidence[0].jurisdiction == "甲山市"
    assert "2024年6月3日" in engine.ask("甲山市的方案什么时候印发的").text


def test_its_bodies_are_not_those_of_other_places(engine: Engine) -> None:
    asked = engine.ask("甲山市财政局负责什么")
    assert asked.filters.units == ("市财政局",)
    assert not engine.ask("甲山市教育局负责什么").answered


def test_search_may_be_narrowed_to_it(engine: Engine) -> None:
    knowledge = engine.generation().knowledge
    kept = allowed_clauses(knowledge, place="甲山市")
    assert {knowledge.place_name(knowledge.pieces[clause].document) for clause in kept or ()} == {"甲山市"}
    with pytest.raises(UnknownThing):
        allowed_clauses(knowledge, place="丙山市")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("云海新区书屋谁建", "云海新区"),
        ("云海经济开发区书屋谁建", "云海经济开发区"),
        ("丙山自治县书屋谁建", "丙山自治县"),
        ("河湟新区书屋谁建", ""),  # a clause prints it
        ("推进新区书屋建设", ""),
        ("哪些开发区要建书屋", ""),
        ("经济技术开发区书屋谁建", ""),
        ("城市新区书屋谁建", ""),
    ],
)
def test_an_area_that_no_clause_prints_is_one_that_the_corpus_lacks(text: str, named: str) -> None:
    places = Places(gazetteer(), ["350400"], printed=lambda words: words == "河湟新区")
    assert [place.words for place in places(text)] == named.split()


@pytest.mark.parametrize(
    ("name", "place", "areas"),
    [
        ("云泽经济开发区管委会", "350400", "云泽经济开发区 云泽经开区 云泽开发区"),
        ("三明市云泽新区管理委员会", "350400", "云泽新区"),
        ("三明市经济开发区管委会", "350400", ""),  # it has no name of its own
        ("三明市商务局", "350400", ""),
        ("浦东新区管委会", "310000", ""),  # the gazetteer has it
        ("云泽新区管委会", None, ""),
    ],
)
def test_areas_that_bodies_tell_of(name: str, place: str | None, areas: str) -> None:
    found = areas_of([Body("a", name, (), False, place, None)], gazetteer())
    assert list(found) == areas.split()
    assert set(found.values()) <= {place}


def test_an_area_told_of_by_its_body_is_looked_for_in_the_papers_of_its_place(seed_engine: Engine) -> None:
    answer = seed_engine.ask("嘉明经济开发区二手车由谁负责")
    assert answer.filters.jurisdictions == ("东昌府区",)
    assert {unit.jurisdiction for unit in answer.units} == {"东昌府区"}


def test_where_a_place_has_no_papers_those_above_it_are_told_of(seed_engine: Engine) -> None:
    assert seed_engine.ask("乐都区二手车由谁负责").text == "库中没有乐都区的文件，但有其上级海东市的文件。"
    assert "which it lies in" in seed_engine.ask("Who is in charge of used cars in Ledu District?").text
    assert seed_engine.ask("杭州市二手车由谁负责").text == "库中没有杭州市的文件。"


@pytest.mark.parametrize(
    ("issuer", "title", "place", "names"),
    [
        ("甲山市人民政府", "", None, "甲山市"),
        ("乙江省甲山市人民政府", "", None, "乙江省甲山市 乙江省 甲山市"),
        ("江苏省甲山市人民政府", "", "320000", "江苏甲山市 江苏省甲山市 甲山市"),
        ("第九十九师石谷市人民政府办公室", "", None, "第九十九师石谷市 九十九师石谷市 第九十九师 九十九师 石谷市"),
        ("丙河市商务局丙河市财政局", "", None, "丙河市"),
        ("中共甲山县委办公室", "", None, "甲山县"),
        ("甲山土家族自治县人民政府", "", None, "甲山土家族自治县 甲山县"),
        ("青江生态示范区执行委员会", "", None, "青江生态示范区 青江示范区"),
        ("甲山经济技术开发区管理委员会", "", None, "甲山经济技术开发区 甲山经开区 甲山开发区"),
        ("三明高新区管理委员会", "", "350400", "三明高新区 三明市高新区"),
        ("", "丙河市促进汽车消费若干措施", None, "丙河市"),
        ("经济技术开发区管理委员会", "", None, ""),  # of which place?
        ("城市管理委员会", "", None, ""),
        ("县城市管理局", "", None, ""),
        ("三明市城市管理局", "", "350400", ""),
        ("三明市三元区人民政府", "", "350404", ""),
        ("", "老旧小区改造实施方案", None, ""),
        ("", "城市更新行动方案", None, ""),
        ("", "示范县创建办法", None, ""),
        ("", "高新区管理办法", None, ""),
        ("", "农贸市场改造方案", None, ""),
    ],
)
def test_names_that_papers_bear(issuer: str, title: str, place: str | None, names: str) -> None:
    paper = Paper("a", title, None, issuer or None, None, None, place, "a.txt")
    assert list(Unlisted([paper], gazetteer()).papers) == names.split()


def test_a_short_name_may_be_printed_or_only_begin_another(engine_over: EngineOver) -> None:
    banners = engine_over({"包头.txt": BANNERS})
    assert banners.ask("达茂旗牧区书屋由谁负责建设").filters.jurisdictions == ("达尔罕茂明安联合旗",)
    assert {unit.name for unit in banners.ask("海口之声书展由谁负责").units} == {"包头市教育局"}
    assert banners.ask("海口书展由谁负责").text == "库中没有海口市的文件。"


NATION_WIDE = """国务院办公厅关于乡村书屋试点的若干措施
国办发〔2023〕77号

各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
为丰富农村文化生活，提出以下措施。
一、支持福建试点区开展书屋与海岛渔港共建。（负责部门：农业农村部）
二、支持重庆设立乡村书屋培训基地。（负责部门：教育部）
三、建立书目推荐制度。（负责部门：文化和旅游部）
国务院办公厅
2023年5月6日
"""


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("福建试点区的书屋和渔港共建由谁负责", ["农业农村部"]),
        ("重庆的乡村书屋培训基地由哪个部门负责", ["教育部"]),
        ("浙江的乡村书屋培训基地由哪个部门负责", []),  # no clause names it
        ("重庆的书目推荐制度由谁负责", []),  # the clause on it does not name 重庆
    ],
)
def test_what_the_nation_says_of_a_province_answers_for_it(
    engine_over: EngineOver, question: str, units: list[str]
) -> None:
    found = engine_over({"全国.txt": NATION_WIDE}).ask(question)
    assert [unit.name for unit in found.units] == units
