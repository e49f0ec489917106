"""Who is named of a clause's bodies: sections where sections are asked for, collectives that act beside others."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.engine import Engine

PLAN = """泰宁县夜市规范经营工作方案
为规范夜市经营，制定本方案。
一、划定摊区。在状元街划定摊区，统一水电接口，按月公布空余摊位。
责任单位：县城管局、县市场监管局；责任科室：县城管局市容股
二、保障水电。摊区配电箱由专业电工检修。
责任单位：县住建局、县供电公司
三、培训摊主。此项工作由县商务局牵头，县人社局配合，各乡镇人民政府抓好落实。
四、美食比赛。县青年活动中心每年举办美食比赛，评出受欢迎的小吃。
五、食品抽检。由县市场监管局对食材定期抽检，结果张贴在摊位前。
泰宁县人民政府
2024年5月6日
"""


@pytest.fixture(scope="module")
def night_market(engine_over: EngineOver) -> Engine:
    """Answers questions over one made-up plan."""
    return engine_over({"夜市.txt": PLAN})


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("泰宁夜市划定摊区的责任科室是哪个？", ["泰宁县城管局市容股"]),
        ("泰宁划定摊区归哪个股室管", ["泰宁县城管局市容股"]),
        ("泰宁划定摊区由哪些单位负责", ["泰宁县城市管理局", "泰宁县市场监督管理局", "泰宁县城管局市容股"]),
        ("泰宁摊区配电箱检修的责任科室是哪个？", ["泰宁县住房和城乡建设局", "泰宁县供电公司"]),  # no section is named
        (
            "泰宁培训摊主由哪些单位负责",
            ["泰宁县商务局", "泰宁县人力资源和社会保障局", "泰宁县各乡镇人民政府"],
        ),
    ],
)
def test_the_bodies_named(night_market: Engine, question: str, names: list[str]) -> None:
    given = night_market.ask(question)
    assert given.intent == "units"
    assert [unit.name for unit in given.units] == names


def test_who_only_holds_an_event_is_not_responsible(night_market: Engine) -> None:
    given = night_market.ask("泰宁夜市美食比赛由哪个单位牵头？")
    assert not given.answered
    assert "美食比赛" in given.text


def test_each_role_of_a_body_has_its_clauses_in_the_order_of_the_answer(night_market: Engine) -> None:
    given = night_market.ask("泰宁县市场监督管理局负责什么")
    duties = [d for own in night_market.generation().knowledge.duties.values() for d in own]
    (body,) = {d.unit for d in duties if d.mention.endswith("市场监管局")}
    for unit in given.units:
        own = {d.clause for d in duties if (d.unit, d.role) == (body, unit.role)}
        assert unit.clauses == tuple(c for c in given.clauses if c in own) != ()
    assert {c for unit in given.units for c in unit.clauses} == set(given.clauses)
    assert len(given.clauses) == 2


ROADS = """云和县护路队实施方案
一、组织领导。成立县护路工作领导小组，领导小组办公室设在县交通局，负责日常工作。
二、单位职责
（一）县林业局：指导修剪行道树；清理倒伏的树木。
（二）县交通局：巡查路面，修补坑槽。
三、巡查路面。每周巡查一次。（牵头单位：县交通局；配合单位：县林业局）
云和县人民政府
2024年5月6日
"""


@pytest.fixture(scope="module")
def roads(engine_over: EngineOver) -> Engine:
    """Answers questions over a plan with a chapter on who does what."""
    return engine_over({"护路.txt": ROADS})


def test_a_task_is_not_called_by_the_body_that_has_it(roads: Engine) -> None:
    given = roads.ask("云和县林业局的职责")
    assert given.text == "云和县林业局共有 2 项职责。负责 1 项：指导修剪行道树；配合 1 项：巡查路面。"


def test_an_office_is_said_to_sit_where_that_is_asked(roads: Engine) -> None:
    assert roads.ask("云和护路领导小组办公室设在哪").text == "云和县：办公室设在云和县交通局。"
    assert "办公室设在" not in roads.ask("云和县巡查路面谁牵头").text


RULES = """婺源县龙舟赛管理办法
第一条 为规范龙舟赛管理，制定本办法。
第二条 龙舟赛执行委员会及其办公室为赛事提供保障，主要任务是：
（一）编印观赛指南；
（二）落实看台搭建和医疗救护点；
（三）招募赛事志愿者。
第三条 停靠龙舟的码头由码头所在地乡镇人民政府负责维护，维护经费按年度核定。
第四条 各地、有关部门要营造观看赛事的文明氛围，劝导观众有序离场。
第五条 裁判员应当持证上岗，裁判用艇每年检修一次。
婺源县人民政府
2024年5月6日
"""


@pytest.fixture(scope="module")
def race(engine_over: EngineOver) -> Engine:
    """Answers questions over rules with a list of an organ's tasks and bodies named by what they are for."""
    return engine_over({"龙舟.txt": RULES})


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("婺源龙舟赛的看台搭建和医疗救护点由谁落实？", ["婺源县龙舟赛执行委员会"]),  # the lead-in says whose list it is
        ("婺源停靠龙舟的码头由谁负责维护？", ["婺源县码头所在地乡镇人民政府"]),
        ("婺源由谁劝导观看赛事的观众有序离场？", []),  # 各地 and 有关部门 say nothing
        ("婺源的裁判用艇由谁检修？", []),
    ],
)
def test_bodies_of_rules(race: Engine, question: str, names: list[str]) -> None:
    given = race.ask(question)
    assert given.intent == "units"
    assert [unit.name for unit in given.units] == names
