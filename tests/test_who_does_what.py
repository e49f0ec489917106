"""Who does what where the tasks themselves do not say: a chapter of its own (责任分工), the paper of a township."""

from __future__ import annotations

import pytest
from engines import EngineOver

from kg.places import gazetteer
from search.engine import Engine
from search.names import Places
from search.towns import town_of

CITY = """三明市乡村书屋和社区食堂实施方案
为方便群众生活，制定本方案。
一、重点任务
1.整修乡村书屋。补充图书，改善照明，每周开放不少于五天。
2.办好社区食堂。推行送餐上门，对低保老人给予补贴。
3.清理废弃广告牌。拆除破损招牌，统一门头样式。
二、责任分工
（一）市文化和旅游局负责乡村书屋整修和图书补充，牵头流动书车下乡。
（二）市民政局负责社区食堂建设和送餐服务；市财政局负责社区食堂补贴资金。
（三）市教育局负责校园阅读，配合乡村书屋开放。
三明市人民政府办公室
2023年5月6日
"""
TOWN = """宁化县石壁镇乡村书屋整修方案
为整修乡村书屋，制定本方案。
一、整修书屋。完成8个村书屋整修。（责任单位：镇文化站、镇规划所）
二、清理河道。清理河道6公里。（责任单位：镇水利站）
宁化县石壁镇人民政府
2023年8月1日
"""


@pytest.fixture(scope="module")
def engine(engine_over: EngineOver) -> Engine:
    return engine_over({"市.txt": CITY, "镇.txt": TOWN})


def units(engine: Engine, question: str) -> list[str]:
    return sorted(unit.name for unit in engine.ask(question).units)


def test_a_chapter_on_who_does_what_names_the_bodies_of_a_task(engine: Engine) -> None:
    assert units(engine, "三明市乡村书屋由哪些部门负责") == ["三明市教育局", "三明市文化和旅游局"]
    assert "三明市民政局" in units(engine, "三明市社区食堂由哪些部门负责")


def test_of_what_one_body_does_a_part_is_led(engine: Engine) -> None:
    found = engine.ask("三明市流动书车下乡由谁牵头").units
    assert [(unit.name, unit.role) for unit in found] == [("三明市文化和旅游局", "lead")]


def test_a_task_that_the_chapter_leaves_out_is_nobody_s(engine: Engine) -> None:
    found = engine.ask("三明市清理废弃广告牌由哪些部门负责")
    assert not found.answered
    assert found.units == ()


def test_a_township_is_asked_by_its_name(engine: Engine) -> None:
    assert units(engine, "石壁镇整修书屋由哪些站所负责") == ["宁化县石壁镇文化站", "宁化县石壁镇规划所"]
    assert engine.ask("石壁镇清理河道的目标是多少公里").targets[0].value == 6


def test_a_town_is_not_the_city_of_its_name() -> None:
    places = Places(gazetteer(), ["350400", "350424"])
    assert places("延安镇谁管书屋") == ()
    assert [p.words for p in places("延安谁管书屋")] == ["延安"]
    for text in ("三明乡镇书屋", "三明镇村书屋", "三明乡贤书屋"):
        assert [p.words for p in places(text)] == ["三明"]


@pytest.mark.parametrize(
    ("issuer", "town"),
    [
        ("乌拉特前旗白彦花苏木人民政府", "白彦花苏木"),
        ("海东市乐都区寿乐镇人民政府", "寿乐镇"),
        ("嘉定区安亭镇党委、安亭镇人民政府", "安亭镇"),
        ("三明市人民政府", ""),
    ],
)
def test_the_township_that_issued_a_paper(issuer: str, town: str) -> None:
    assert town_of(issuer) == town


def test_the_seat_of_an_office_is_told_by_the_clause_that_says_it(engine_over: EngineOver) -> None:
    """Not by the clauses on the matter of the office, whose bodies do something else."""
    plan = """三明市社区食堂建设方案
为办好社区食堂，制定本方案。
一、建设食堂。新建社区食堂20家，完善社区食堂服务。（责任单位：市商务局、市财政局）
二、压实责任。市社区食堂建设领导小组办公室设在市民政局，负责统筹调度。
三明市人民政府办公室
2023年5月6日
"""
    found = engine_over({"市.txt": plan}).ask("三明市社区食堂建设领导小组办公室设在哪里")
    assert [unit.name for unit in found.units] == ["三明市民政局"]


def test_what_only_another_place_s_papers_speak_of_is_not_answered(engine_over: EngineOver) -> None:
    """Wells and groundwater stand in the province's plan, the city's speaks of rivers alone: they are no answer."""
    province = """福建省水利工作方案
为做好水利工作，制定本方案。
一、治理地下水超采。压减地下水开采，封填机井，治理超采区。（责任单位：省水利厅、省农业农村厅）
二、治理河流。疏浚河道，加固堤防。（责任单位：省水利厅）
福建省人民政府办公厅
2023年3月6日
"""
    city = """三明市水利工作方案
为做好水利工作，制定本方案。
一、治理河流。治理中小河流，疏浚河道，涵养水源，减少水量损失。（责任单位：市水利局）
二、修建水库。新建小型水库，加固堤防。（责任单位：市发展改革委）
三、建设书屋。新建书屋。（责任单位：市文旅局）
四、建设食堂。新建食堂。（责任单位：市民政局）
五、建设操场。新建操场。（责任单位：市体育局）
六、建设影院。新建影院。（责任单位：市电影局）
三明市人民政府办公室
2023年5月6日
"""
    engine = engine_over({"省.txt": province, "市.txt": city})
    assert not engine.ask("三明市封填机井、地下水超采治理由谁负责").answered
    assert units(engine, "福建省封填机井、地下水超采治理由谁负责") == ["福建省农业农村厅", "福建省水利厅"]
    assert units(engine, "三明市治理河流由谁负责") == ["三明市水利局"]
