"""Questions for figures over made-up papers: one rule of choosing among goals a test; measures as one-line cases."""

from __future__ import annotations

import pytest
from engines import EngineOver

from kg.places import gazetteer
from kg.terms import load
from search.asked_figures import CUT, figures_asked
from search.engine import Engine
from search.measures import kind_of, wanted_measure
from search.names import Places
from search.understand import VOCABULARY

CITY = """南平市乡村阅读提升行动方案
为丰富农村文化生活，制定本方案。
一、主要目标。到2025年，建成乡村书屋300个，行政村书屋覆盖率达到85%。到2027年，建成乡村书屋500个，行政村书屋覆盖率达到100%。
二、更新设备。每年淘汰老旧书架200台，购置电子阅览终端400台。
三、培养队伍。到2025年，培训乡村图书管理员600名。培育省级示范书屋5个、市级示范书屋40家。
四、种植绿化。油茶、毛竹良种使用率分别达到60%和75%。书屋周边栽植桂花树3万株。
五、经费保障。市财政每年安排购书经费200万元。
六、日常管护。县级书屋日常管护费每年不低于9000元，乡级书屋日常管护费每年不低于4000元，村级书屋日常管护费每年不低于2000元。
七、调整布局。到2027年，报废闲置书屋12个。报废旧式印刷机15台。
八、乡镇管护。乡镇设置书屋专管员不少于2名。
九、村级管护。行政村设置书屋专管员不少于1名。
十、延长开放。到2025年，延平区流通站夜间开放率达到80%，其他县市流通站夜间开放率达到70%。青少年阅读普及率到2025年、2027年分别达到60%和80%。
"""
COUNTY = """邵武市乡村阅读实施方案
为推进乡村阅读，制定本方案。
一、目标任务。到2025年，建成乡村书屋30个。开设朗读角120处。
邵武市人民政府办公室
2023年9月2日
"""


@pytest.fixture(scope="module")
def reading(engine_over: EngineOver) -> Engine:
    """Answers questions over the made-up papers."""
    return engine_over({"市.txt": CITY, "县.txt": COUNTY})


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("南平市行政村书屋覆盖率", [85, 100]),  # a quantity is named, nothing is asked
        ("南平 书屋设备更新", []),  # no quantity: the clause itself
    ],
)
def test_a_quantity_that_is_named_gets_its_figure_a_matter_its_clause(
    reading: Engine, question: str, values: list[float]
) -> None:
    answer = reading.ask(question)
    assert sorted(t.value for t in answer.targets if t.jurisdiction == "南平市" and t.value is not None) == values
    assert answer.intent == ("targets" if values else "topic")


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("南平2027年要建多少个乡村书屋？", [500]),  # the year chooses
        ("南平乡村书屋 2025年 数量", [300]),  # keywords
        ("南平要培训几名图书管理员", [600]),
        ("南平乡级书屋日常管护费每年要达到多少", [4000]),  # called by its whole name: not those of the counties
        ("南平 培训图书管理员 2025年", [600]),  # a year is named
        ("南平培训图书管理员要比2021年多到多少名？", [600]),  # a base, not the year of the goal
        ("南平村里书屋的覆盖比例2025年要到多少？", [85]),  # a share, not a count
        ("南平“十四五”末要建成多少个乡村书屋？", [300]),  # the plan's last year
        ("What coverage rate should Nanping's village libraries reach by 2025?", [85]),
        ("南平书屋周边要种多少株桂花？", [30000, 3]),
        ("南平到2025年要建成多少个乡村书屋？", [300]),  # not 邵武's, which lies in it
        ("南平每个乡镇最少要有几名书屋专管员？", [2]),  # not those of a village, named alike
        ("南平延平区流通站夜间开放率要到多少？", [80]),  # not that of the other counties
    ],
)
def test_one_figure(reading: Engine, question: str, values: list[float]) -> None:
    given = [t.value for t in reading.ask(question).targets if t.jurisdiction == "南平市"]
    assert len(given) == 1
    assert given[0] in values


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("南平每年要淘汰多少旧书架、添置多少阅览终端？", {200, 400}),
        ("南平要培育几个省级、几家市级的示范书屋？", {5, 40}),
        ("南平每年购置多少台阅览终端、安排多少万元购书经费？", {400, 200}),  # each in its own measure
        ("南平2025年和2027年的书屋覆盖率目标差多少？", {85, 100}),  # two years
        ("南平油茶和毛竹的良种使用率，哪个目标高？", {60, 75}),  # two things told together
        ("南平淘汰的旧书架和购置的阅览终端，哪个多", {200, 400}),  # no word for a goal
        ("南平流通站夜间开放率要到多少？", {80, 70}),  # told together, neither is named
        ("南平青少年阅读普及率两个阶段的目标分别是多少？", {60, 80}),  # 普及率 is one word
        ("南平每年要淘汰多少旧书架？两年的目标分别是多少", {200}),  # the same figure at other times
    ],
)
def test_several_figures(reading: Engine, question: str, values: set[float]) -> None:
    assert {t.value for t in reading.ask(question).targets} == values


@pytest.mark.parametrize(
    "question",
    [
        "南平要建多少公里绿道？",  # no length
        "南平要新增多少名医生？",  # persons, but others
        "南平要配多少辆流动图书车？",
        "南平2030年要建成多少个乡村书屋？",  # there for other years
        "南平报废书屋2025年的目标",  # there for another year; other things are done away with in no year
        "南平乡村要建成多少个书架？",  # libraries are, shelves are bought
        "南平乡村书屋建设要花多少钱？",  # no number of libraries
    ],
)
def test_a_figure_that_is_not_there(reading: Engine, question: str) -> None:
    given = reading.ask(question)
    assert not given.answered, given.text
    assert given.targets == ()


@pytest.mark.parametrize("question", ["邵武要开设多少处朗读角？", "南平要开设多少处朗读角？"])
def test_the_figure_of_a_county_answers_for_the_city_where_it_is_plainly_meant(reading: Engine, question: str) -> None:
    assert [(t.value, t.jurisdiction) for t in reading.ask(question).targets] == [(120, "邵武市")]


def test_the_figure_of_the_city_answers_before_that_of_its_county(reading: Engine) -> None:
    given = reading.ask("南平2025年要建成多少个乡村书屋？").targets
    assert [t.value for t in given if t.jurisdiction == "南平市"] == [300]


@pytest.mark.parametrize(
    ("question", "units", "others"),
    [
        ("要改造多少公里管网", ["公里", "千米"], ["万元", "个", "%"]),
        ("配备几名辅导员", ["名", "万人", "人次"], ["所", "个", "台"]),
        ("更新多少辆公交车", ["辆", "台"], ["艘", "家"]),
        ("建几个书屋", ["家", "处", "名", "万套"], ["%", "公里", "亿元"]),
        ("清洁取暖的比例要到多少", ["%", "：1"], ["户", "万平方米"]),
        ("两市目标差几个百分点", ["%", "个百分点"], ["家"]),
        ("how many libraries are to be built", ["个", "座"], ["%", "亿元", "亩"]),
        ("how many hectares of bamboo are to be planted", ["万亩", "公顷"], ["%", "元"]),
        ("孕产妇死亡率控制在多少", ["/10万", "‰", "人/千人"], ["元/人", "张"]),
        ("每年要安排多少钱", ["万元"], ["个", "台"]),
        ("目标是多少", ["%", "个", "公里", "元"], []),  # says nothing of the measure
        ("图书销售额要做到多少个亿？", ["亿元", "亿册"], []),  # as people say 多少亿
        ("培育多少个亿元书店", ["个", "家"], ["亿元"]),
    ],
)
def test_the_measure_asked_for(question: str, units: list[str], others: list[str]) -> None:
    wanted = wanted_measure(question)
    assert [unit for unit in units if not wanted.fits(unit)] == []
    assert [unit for unit in others if wanted.fits(unit)] == []


@pytest.mark.parametrize("row", load("measured", folder=VOCABULARY), ids=lambda row: row.form)
def test_every_word_for_a_measure_is_live(row) -> None:  # type: ignore[no-untyped-def]
    assert row.kind in wanted_measure(row.example).kinds


@pytest.mark.parametrize("row", load("counters", folder=VOCABULARY), ids=lambda row: row.form)
def test_every_counter_is_live(row) -> None:  # type: ignore[no-untyped-def]
    assert kind_of(row.form) == row.kind
    assert row.kind in wanted_measure(row.example).kinds


@pytest.mark.parametrize("row", load("place_words", folder=VOCABULARY), ids=lambda row: row.form)
def test_an_everyday_word_is_no_county(row) -> None:  # type: ignore[no-untyped-def]
    sighted = gazetteer().find(row.example, loose=True)
    assert row.form in [row.example[s.start : s.end] for s in sighted]
    assert row.form not in [p.words for p in Places(gazetteer(), ["350700"])(row.example)]


def test_a_county_is_meant_where_it_is_named_in_full_or_has_documents() -> None:
    assert [p.words for p in Places(gazetteer(), ["350700"])("合作市的目标")] == ["合作市"]
    assert [p.words for p in Places(gazetteer(), ["623001"])("合作的目标")] == ["合作"]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("淘汰多少旧灶、添置多少新灶", 2),
        ("建几个省级、几家市级园区", 2),
        ("新建几座书屋", 1),
        ("How many are scrapped and how many built", 2),
        ("几乎没有变化", 0),
    ],
)
def test_how_many_figures(question: str, figures: int) -> None:
    assert figures_asked(question) == figures


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("卫生厕所普及率是多少", ["卫生厕所普及率是多少"]),
        ("参与人数和饱和度分别多少", ["参与人数", "饱和度分别多少"]),
        ("油茶和毛竹的良种率及面积", ["油茶", "毛竹的良种率", "面积"]),
    ],
)
def test_where_the_parts_of_a_question_end(question: str, parts: list[str]) -> None:
    assert CUT.split(question) == parts


def test_another_thing_that_is_listed_has_its_figure_too(reading: Engine) -> None:
    """Of two things that one question names each has its figure: 多少老旧书架和电子阅览终端."""
    given = [t.value for t in reading.ask("南平每年要淘汰多少老旧书架和电子阅览终端？").targets]
    assert sorted(v for v in given if v is not None) == [200, 400]
    assert [t.value for t in reading.ask("南平每年要淘汰多少老旧书架？").targets] == [200]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("南平要求购书经费不低于多少万元？", [200]),
        ("南平的乡村图书管理员培训想做到多少名？", [600]),
    ],
)
def test_words_of_how_a_figure_is_set_are_no_part_of_it(reading: Engine, question: str, values: list[float]) -> None:
    assert [t.value for t in reading.ask(question).targets if t.jurisdiction == "南平市"] == values
