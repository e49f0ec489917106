"""Who is named where running text gives each body a sentence, and where a set phrase says who."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.engine import Engine
from search.knowledge import Duty
from search.set_phrases import phrase_asked, same_organ
from search.told import told_of

RULES = """泰宁县城区河道管理办法
第一章 总则
第一条 为管好城区河道，制定本办法。
第二章 分工
第二条 县水利局负责河道清淤疏浚。县城管局负责岸线保洁。县公安局负责查处电鱼毒鱼。
县文旅局会同县体育局组织龙舟竞渡。县气象局负责发布雨情。
第三条 成立护河专班，专班由县水利局、县城管局、县公安局组成，专班办公室设在县水利局，县河湖中心承担专班日常工作。
第四条 巡河证由县水利局制发，护河协会秘书处负责保管。
第三章 附则
第五条 本办法由县水利局会同县城管局负责解释。
泰宁县人民政府
2024年5月6日
"""


@pytest.fixture(scope="module")
def river(engine_over: EngineOver) -> Engine:
    """Answers questions over one made-up set of rules."""
    return engine_over({"河道.txt": RULES})


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("泰宁河道岸线保洁由哪个部门负责？", ["泰宁县城管局"]),
        ("泰宁河道清淤疏浚由哪个部门负责？", ["泰宁县水利局"]),
        ("泰宁龙舟竞渡由哪些部门组织？", ["泰宁县文旅局", "泰宁县体育局"]),
        ("泰宁护河专班由哪些单位组成？", ["泰宁县水利局", "泰宁县城管局", "泰宁县公安局"]),
        ("泰宁护河专班的办公室设在哪个局？", ["泰宁县水利局"]),
        ("泰宁护河专班的日常工作由谁承担？", ["泰宁县河湖中心"]),
        ("泰宁城区河道管理办法由谁负责解释？", ["泰宁县水利局", "泰宁县城管局"]),
    ],
)
def test_the_bodies_of_the_sentence_asked_about(river: Engine, question: str, names: list[str]) -> None:
    given = river.ask(question)
    assert given.intent == "units"
    assert {plain(unit.name) for unit in given.units} == set(names)


def plain(name: str) -> str:
    """The name with the short forms that this test prints."""
    return name.replace("城市管理局", "城管局").replace("文化和旅游局", "文旅局")


def test_an_office_of_another_organ_is_no_answer(river: Engine) -> None:
    assert not river.ask("泰宁护河联席会议的办公室设在哪个局？").answered


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("茶园专班办公室设在哪个局？", True),
        ("茶园评审委员会由谁组成", True),
        ("茶园专班有哪些成员单位", True),
        ("本细则由谁负责解释", True),
        ("茶园专班的日常工作由谁承担", True),
        ("茶园由谁管护", False),
        ("茶叶解释牌建多少块", False),
    ],
)
def test_questions_that_a_set_phrase_answers(question: str, asked: bool) -> None:
    assert (phrase_asked(question) is not None) is asked


def test_kinds_of_organs() -> None:
    assert not same_organ("护茶委员会的办公室设在哪里", "护茶联席会议办公室设在县茶叶局。", "")
    assert same_organ("护茶领导小组的办公室设在哪里", "工作小组办公室设在县茶叶局。", "")
    assert same_organ("办公室设在哪里", "联席会议办公室设在县茶叶局。", "")


def test_what_a_sentence_says_of_each_body() -> None:
    text = "巡茶证由县茶叶局制发，茶农协会秘书处负责保管。县茶叶局每年抽检茶园。"
    bureau = Duty("a", "c", "responsible", "text", False, "县茶叶局", 4, 8, "制发；每年抽检茶园")
    office = Duty("b", "c", "responsible", "text", False, "茶农协会秘书处", 11, 18, "负责保管")
    assert [(one.duty.unit, one.said) for one in told_of(text, [bureau, office])] == [
        ("a", "巡茶证由，制发"),
        ("a", "，每年抽检茶园"),
        ("b", "巡茶证由，负责保管"),
    ]


DOCKS = """泰宁县渡口管理办法
第一章 总则
第一条 为管好渡口，制定本办法。
第二章 管理
第二条 县交通运输局编制渡口布局规划，报市发展改革委审批。
第三条 渡船改造方案由乡镇提出，经县财政局审核后实施，并报县应急局备案。
第四条 县农业农村局负责渔船登记。
泰宁县人民政府
2024年5月6日
"""


@pytest.fixture(scope="module")
def docks(engine_over: EngineOver) -> Engine:
    """Answers questions over rules that send matters to others for a decision."""
    return engine_over({"渡口.txt": DOCKS})


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("泰宁渡口布局规划由哪个部门编制？", ["泰宁县交通运输局"]),
        ("泰宁渡口布局规划由哪个部门审批？", ["市发展和改革委员会"]),
        ("泰宁渡船改造方案由谁审核？", ["泰宁县财政局"]),
        ("泰宁渡船改造方案由哪个部门备案？", ["泰宁县应急管理局"]),
    ],
)
def test_who_decides_on_what_goes_to_him(docks: Engine, question: str, names: list[str]) -> None:
    given = docks.ask(question)
    assert [unit.name.removeprefix("三明") for unit in given.units] == names


def test_what_is_only_filed_with_a_body_is_no_task_of_it(docks: Engine) -> None:
    assert docks.ask("泰宁县财政局负责什么？").clauses
    assert not docks.ask("泰宁县应急局负责什么？").clauses
