"""Places that are called by whose they are (我市, 全省), and questions that are asked in a place; one a line."""

from __future__ import annotations

import pytest

from kg.places import gazetteer
from search.engine import Engine
from search.levels import OURS, called_ours, level_alone
from search.understand import Names, understand

NOBODY = Names(lambda text: (), lambda text, places: ())


@pytest.mark.parametrize(
    ("text", "home", "place"),
    [
        ("我省书屋谁建", "350400", "350000"),
        ("全省书屋谁建", "350481", "350000"),
        ("省里谁管书屋", "350400", "350000"),
        ("我市书屋谁建", "350400", "350400"),
        ("我市书屋谁建", "371083", "371083"),  # 乳山市 is a county's equal
        ("我市书屋谁建", "350424", "350400"),  # asked in a county
        ("我区书屋谁建", "371502", "371502"),
        ("我区书屋谁建", "150200", "150000"),  # an autonomous region calls itself so
        ("全区书屋谁建", "150200", "150000"),
        ("我区书屋谁建", "152223", "150000"),
        ("咱们县书屋谁建", "350424", "350424"),
        ("本州书屋谁建", "422800", "422800"),
        ("书屋谁建", "350400", None),
        ("我县书屋谁建", "350400", None),  # which county?
    ],
)
def test_whose_place_is_meant(text: str, home: str, place: str | None) -> None:
    assert called_ours(text, home, gazetteer()) == place


@pytest.mark.parametrize(
    "text",
    ["基本省电", "健全市场监管", "安全区域协调", "全市场化运营", "全县域覆盖", "本区块链平台", "成本市价", "周全县乡"],
)
def test_what_only_sounds_so(text: str) -> None:
    assert OURS.search(text) is None


@pytest.mark.parametrize(
    "text", ["我市乡村书屋由谁负责", "全县乡村书屋由谁负责", "本省乡村书屋谁负责", "咱们区乡村书屋归谁管"]
)
def test_it_is_no_part_of_the_matter(text: str) -> None:
    found = understand(text, NOBODY)
    assert found.subject == "乡村书屋"
    assert "我市" not in found.rest


@pytest.mark.parametrize(
    ("text", "level", "subject"),
    [
        ("盟里谁管乡村书屋", "city", "乡村书屋"),
        ("乡村书屋的州级牵头单位", "city", "乡村书屋"),
        ("旗级部门谁管乡村书屋", "county", "乡村书屋"),
        ("自治区级哪个部门管乡村书屋", "province", "乡村书屋"),
        ("which regional departments run book houses", "province", "run book houses"),
        ("州级示范书屋谁评", None, "州级示范书屋 评"),
        ("市直播基地谁建", None, "市直播基地 建"),
    ],
)
def test_a_level_that_says_whose_papers_are_asked(text: str, level: str | None, subject: str) -> None:
    assert level_alone(text) == level
    assert understand(text, NOBODY).subject == subject


@pytest.mark.parametrize(
    ("question", "home", "places"),
    [
        ("我市二手车由谁负责", "630200", {"海东市"}),
        ("我省二手车由谁负责", "630200", {"海东市", "青海省"}),
        ("全省二手车由谁负责", "630200", {"海东市", "青海省"}),
        ("我市二手车由谁负责", "371502", {"东昌府区"}),  # its city has papers of it alone
        ("我市二手车由谁负责", "371083", {"乳山市"}),
    ],
)
def test_a_question_asked_in_a_place(seed_engine: Engine, question: str, home: str, places: set[str]) -> None:
    assert {unit.jurisdiction for unit in seed_engine.ask(question, place=home).units} == places


def test_the_place_it_is_asked_in_compared_with_the_one_above(seed_engine: Engine) -> None:
    answer = seed_engine.ask("我市和省里二手车交易量目标比较", place="630200")
    assert {target.jurisdiction for target in answer.targets} == {"海东市", "青海省"}
    assert "没有找到" not in answer.text


def test_the_place_it_is_asked_in_stands_beside_another(seed_engine: Engine) -> None:
    answer = seed_engine.ask("我市和乳山市二手车交易量目标比较", place="630200")
    assert {target.jurisdiction for target in answer.targets} == {"海东市", "乳山市"}
    answer = seed_engine.ask("我市和乳山市二手车由谁负责", place="630200")
    assert {unit.jurisdiction for unit in answer.units} == {"海东市", "乳山市"}


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("我市商务局负责什么", ("海东市商务局",)),
        ("市商务局负责什么", ("海东市商务局",)),
        ("省商务厅负责什么", ("青海省商务厅",)),  # of the place above
        ("乳山市商务局负责什么", ("乳山市商务局",)),  # another place is named
    ],
)
def test_a_body_is_of_the_place_it_is_asked_about_in(
    seed_engine: Engine, question: str, bodies: tuple[str, ...]
) -> None:
    assert seed_engine.ask(question, place="630200").filters.units == bodies


@pytest.mark.parametrize(
    ("question", "home", "bodies"),
    [
        ("市文旅局负责什么", "630200", ("海东市文体旅游广电局",)),  # what its papers call it
        ("请问我市文旅局牵头哪些工作", "630200", ("海东市文体旅游广电局",)),
        ("文旅局和省文旅厅负责什么", "630200", ("海东市文体旅游广电局", "青海省文化和旅游厅")),
        ("what does the culture and tourism bureau do", "630200", ("海东市文体旅游广电局",)),
        ("市文旅局负责什么", "371083", ("乳山市文化和旅游局",)),
        ("教育局负责什么", "371502", ("东昌府区教育体育局",)),
        ("市商务局负责什么", "630000", ("海东市商务局",)),  # of a city within
        ("区商务局负责什么", "630000", ()),  # no district within has papers
        ("市教育局负责什么", "371502", ()),  # of the city above, which has none
        ("市委宣传部负责什么", "630200", ()),  # another place's papers alone name one
    ],
)
def test_a_body_is_what_the_papers_of_the_place_it_is_asked_about_in_call_it(
    seed_engine: Engine, question: str, home: str, bodies: tuple[str, ...]
) -> None:
    answer = seed_engine.ask(question, place=home)
    assert answer.filters.units == bodies
    if not bodies:
        assert not answer.answered
        place = seed_engine.generation().knowledge.gazetteer.place(home).name
        assert f"{place}的文件中没有出现" in answer.text


def test_a_refusal_tells_the_whole_name_of_a_party_body(seed_engine: Engine) -> None:
    assert "“市委宣传部”" in seed_engine.ask("市委宣传部负责什么", place="630200").text


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("海东市商务剧负责什么", ("海东市商务局",)),
        ("海东市商务剧", ("海东市商务局",)),
        ("海东教育句牵头哪些工作", ("海东市教育局",)),
        ("青海省商务听负责什么", ("青海省商务厅",)),
        ("海东商务具体任务有哪些", ()),
        ("海东教育举措有哪些", ()),
    ],
)
def test_a_body_whose_kind_is_typed_wrong(seed_engine: Engine, question: str, bodies: tuple[str, ...]) -> None:
    assert seed_engine.ask(question).filters.units == bodies
