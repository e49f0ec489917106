"""Questions over made-up papers: one rule of understanding, ranking or answering a test."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.engine import Engine
from search.subject import subject_of
from search.tokens import Tokens
from search.understand import Names, understand
from search.words import Word

CITY = """三明市人民政府关于印发三明市社区食堂建设若干措施的通知
明政〔2023〕58号

各县（市、区）人民政府，市直各单位：
《三明市社区食堂建设若干措施》已经市政府同意，现印发给你们，请认真贯彻执行。

三明市人民政府
2023年6月9日

三明市社区食堂建设若干措施
为解决老年人吃饭难，制定以下措施。
一、规划布点。利用闲置校舍、旧祠堂改建社区食堂，每个街道至少布设两处，在三元区先行试点。（责任单位：市民政局、市自然资源局）
二、运营补助。对验收合格的食堂给予每处五万元建设补助。（责任单位：市财政局）引入连锁餐饮企业承接食堂，减免三年租金。（责任单位：市商务局、市国资委）
三、明厨亮灶。食堂后厨安装摄像头，向居民公开。网约车平台为行动不便的老人接送就餐。（牵头单位：市市场监管局；责任单位：市交通运输局）
四、冬季供暖。食堂更换旧锅炉，开展农机具和炊具更新。（责任单位：市住建局）
五、目标任务。到2025年，社区食堂覆盖率达到90%。到2027年，新增社区食堂60个，改造老旧校舍30处。每年提供助餐服务200万人次。
六、组织保障。成立社区食堂建设领导小组，领导小组办公室设在市民政局。市审计局牵头组织食堂补助资金专项审计。（责任单位：市民政局、市审计局）
七、办公室职责。领导小组办公室负责日常调度。
"""
COUNTY = """沙县区社区食堂建设工作方案
为落实上级要求，制定本方案。
一、扩大供给。到2025年，新增社区食堂12处。
二、强化监督。定期抽检食堂的食材，结果在公示栏公布。
沙县区人民政府办公室
2023年9月2日
"""
OTHER_COUNTY = """将乐县竹编餐具推广工作方案
为推广竹编餐具，制定本方案。
一、推广竹编餐具。支持竹编企业生产竹编餐具，在机关饭堂试用，举办竹编餐具展销。
二、守住山林。加强毛竹林巡护，严防山火。
三、推进竹林喷灌。县供销社负责安装竹林喷灌设备，铺设喷灌管带。（牵头单位：县水利局；责任单位：县农业农村局）
将乐县人民政府办公室
2023年10月8日

附件

竹编餐具推广任务分工
1. 推广竹编餐具，举办竹编餐具展销。（责任单位：县工信局、县商务局）
2. 修建毛竹林道。（责任单位：县林业局）
3. 与杭州餐具企业结对合作。（责任单位：县工信局）
4. 查验出口笋干。（责任单位：福州海关）
"""


@pytest.fixture(scope="module")
def made_up(engine_over: EngineOver) -> Engine:
    """Answers questions over the made-up papers."""
    return engine_over({"市.txt": CITY, "区.txt": COUNTY, "县.txt": OTHER_COUNTY})


def words(question: str, printed: set[str]) -> tuple[Word, ...]:
    """The words asked for, where clauses print just those of `printed`."""
    asked = understand(question, Names(lambda text: (), lambda text, places: ()))
    return subject_of(
        asked, Tokens().cut, lambda word: 5.0 if word in printed else 7.0, lambda said: (), Tokens().telling
    ).words


@pytest.mark.parametrize(
    "question",
    [
        "三明市殡葬改革由哪个部门负责？",
        "三明市机场建设由谁牵头",
        "三明市食堂里的无人机由谁负责",
        "三明市食堂的保险由谁负责",  # of the canteens, but no clause knows of insurance
        "Who is responsible for airport construction in Sanming?",
    ],
)
def test_a_matter_of_which_no_clause_holds_the_telling_words_is_not_answered(made_up: Engine, question: str) -> None:
    assert not made_up.ask(question).answered


def test_common_talk_weighs_less_than_words_of_the_matter() -> None:
    asked = {word.form: word.weight for word in words("老人没有锅炉最后由谁负责", {"没有", "锅炉", "老人", "最后"})}
    assert asked["没有"] < asked["老人"] < asked["锅炉"] == 5.0


def test_single_characters_that_clauses_print_together_are_a_word() -> None:
    assert [word.form for word in words("不会用网约车由谁负责", {"网约车"})] == ["不会", "网约车"]


def test_of_three_loose_characters_the_two_that_clauses_print_are_the_word() -> None:
    assert [word.form for word in words("拔稻桩归谁管", {"稻桩"})] == ["稻桩"]
    assert "稻桩" not in [word.form for word in words("拔稻桩归谁管", {"稻桩", "拔稻"})]  # either may be meant


@pytest.mark.parametrize("question", ["福州海关负责什么？", "What is Fuzhou Customs responsible for?"])
def test_a_place_in_the_name_of_a_body_needs_no_documents(made_up: Engine, question: str) -> None:
    answer = made_up.ask(question)
    assert [made_up.generation().knowledge.pieces[clause].path for clause in answer.clauses] == ["附件/4."]
    assert not made_up.ask("What is Fuzhou responsible for?").answered


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("三明市社区食堂建设能拿到多少补助？", "给予每处五万元建设补助"),
        ("How large is the subsidy for canteens in Sanming?", "给予每处五万元建设补助"),
        ("三明市社区食堂购车补助是多少？", ""),  # a sum, but for another purpose
        ("三明市食堂供暖补助是多少？", ""),  # the clause on heating prints none
    ],
)
def test_a_printed_sum_is_quoted_where_no_goal_answers(made_up: Engine, question: str, said: str) -> None:
    answer = made_up.ask(question)
    assert (answer.intent, answer.targets, bool(answer.clauses)) == ("targets", (), bool(said))
    assert said in answer.text and answer.answered == bool(said)


@pytest.mark.parametrize(
    ("word", "text", "share"),
    [
        (Word("算力券", 5.0), "设立算力服务券", 0.8),
        (Word("算力券", 5.0), "发放算力券", 1.0),
        (Word("算力券", 5.0), "降低算力成本，发放消费券", 0.0),  # a comma lies between
        (Word("灌排", 5.0, known=False), "更新灌溉排水机械", 0.8),
        (Word("灌排", 5.0), "更新灌溉排水机械", 0.0),  # other clauses print it so: two characters may mean anything
    ],
)
def test_a_word_counts_where_a_text_prints_it_in_full(word: Word, text: str, share: float) -> None:
    assert word.share(text) == share


def test_two_words_side_by_side_may_be_printed_as_one_short_one() -> None:
    assert [(word.form, word.others) for word in words("灌溉和排水由谁负责", {"灌溉", "灌排"})] == [
        ("灌溉", ("灌排",)),
        ("排水", ("灌排",)),
    ]
    printed = {"灌溉", "排水", "灌排"}
    assert not any(word.others for word in words("灌溉和排水由谁负责", printed))  # clauses print both: no need


def test_what_is_only_said_so_is_no_word_of_the_matter() -> None:
    """占多大 is no word, 卖掉 hardly one where no clause prints it; 城镇化率 is one, not 城镇 and 化率."""
    cut = Tokens().cut

    def words(text: str, *printed: str) -> dict[str, Word]:
        question = understand(text, Names(lambda text: (), lambda text, places: ()))
        subject = subject_of(question, cut, lambda word: 3.0 if word in printed else 6.0, lambda text: [])
        return {word.form: word for word in subject.words}

    assert "占多大" not in words("食堂占多大比例", "食堂")
    assert words("食堂卖掉以后", "食堂")["卖掉"].weight < 2.0
    assert "化率" not in words("城镇化率", "城镇", "化率")


def test_an_unknown_compound_is_looked_for_by_its_halves_when_clauses_print_both() -> None:
    assert [word.form for word in words("农机更新由谁负责", {"农机", "更新"})] == ["农机", "更新"]
    assert [word.form for word in words("义务教育由谁负责", {"教育"})] == ["义务教育"]


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("三明市给验收合格的食堂发建设补助，由谁负责？", ["三明市财政局"]),
        ("三明连锁餐饮企业承接食堂减免租金归谁管", ["三明市商务局", "三明市国资委"]),
        ("三明市食堂运营补助由谁负责", ["三明市财政局", "三明市商务局", "三明市国资委"]),
        ("三明食堂换旧锅炉由谁负责", ["三明市住房和城乡建设局"]),
        ("将乐县竹林喷灌由哪些部门负责", ["将乐县水利局", "将乐县农业农村局"]),  # not the part of the co-operative
    ],
)
def test_of_several_statements_the_one_that_covers_the_matter_answers(
    made_up: Engine, question: str, units: list[str]
) -> None:
    assert [unit.name for unit in made_up.ask(question).units] == units


def test_a_statement_covers_the_text_from_the_one_before_it(made_up: Engine) -> None:
    knowledge = made_up.generation().knowledge
    clause = next(piece for piece in knowledge.pieces.values() if piece.heading == "运营补助")
    covered = {
        knowledge.bodies[duty.unit].name: [
            clause.text[a:b] for a, b in zip(duty.covers[::2], duty.covers[1::2], strict=True)
        ]
        for duty in clause.duties
    }
    second = ["引入连锁餐饮企业承接食堂，减免三年租金。"]
    assert covered == {
        "三明市财政局": ["对验收合格的食堂给予每处五万元建设补助。"],
        "三明市商务局": second,
        "三明市国资委": second,
    }


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("三明市社区食堂覆盖率要达到多少？", [90]),
        ("三明市到2027年新增多少个社区食堂", [60]),
        ("三明到2027年要新增多少社区食堂、改造多少老旧校舍？", [60, 30]),
        ("三明每年提供助餐服务多少万人次", [200]),
        ("What share of Sanming should community canteens cover?", [90]),
    ],
)
def test_the_figures_asked_for(made_up: Engine, question: str, values: list[float]) -> None:
    given = made_up.ask(question).targets
    assert sorted(t.value or 0 for t in given if t.jurisdiction == "三明市") == sorted(values)


@pytest.mark.parametrize(
    "question",
    [
        "三明市森林覆盖率目标是多少",  # 覆盖率 alone says how something is told, not what
        "三明市到2030年社区食堂覆盖率要达到多少",  # there for another year
        "三明市要新建多少公里社区道路",  # no length among the targets
        "三明市新增就业目标是多少人",
        "三明市社区食堂的贷款利率是多少",  # of the canteens, but not how many
        "三明市空气优良天数要达到多少",  # 达到 stands in any goal
    ],
)
def test_a_figure_that_is_not_there_is_not_answered(made_up: Engine, question: str) -> None:
    assert not made_up.ask(question).answered


def test_of_a_place_without_documents_only_the_clauses_that_name_it_speak(made_up: Engine) -> None:
    assert [unit.name for unit in made_up.ask("三元区社区食堂布点由谁负责").units] == [
        "三明市民政局",
        "三明市自然资源局",
    ]
    assert not made_up.ask("三元区食堂旧锅炉更换由谁负责").answered
    assert not made_up.ask("大田县社区食堂由谁负责").answered


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("将乐与杭州的餐具企业结对合作由谁负责", True),
        ("Who is in charge of Jiangle's cooperation with Hangzhou on tableware firms?", True),
        ("将乐去杭州找餐具企业由谁负责", True),  # its clauses name Hangzhou
        ("将乐和杭州的竹编餐具由谁负责", False),  # asks about both
        ("杭州的竹编餐具企业合作由谁负责", False),
    ],
)
def test_a_place_that_another_works_with_need_not_have_documents(
    made_up: Engine, question: str, answered: bool
) -> None:
    given = made_up.ask(question)
    assert given.answered is answered
    assert ("杭州" in given.text) is not answered


def test_a_place_that_no_clause_names_is_no_part_of_the_matter(made_up: Engine) -> None:
    given = made_up.ask("将乐去苏州找餐具企业由谁负责")
    assert not given.answered
    assert "苏州" in given.text


def test_a_body_below_the_one_that_is_known_is_another(made_up: Engine) -> None:
    assert made_up.ask("三明市民政局负责哪些工作").answered
    assert not made_up.ask("三明市民政局执法支队负责哪些工作").answered


def test_the_seat_of_an_office_is_asked_for(made_up: Engine) -> None:
    assert [unit.name for unit in made_up.ask("三明市社区食堂领导小组办公室设在哪个单位").units] == ["三明市民政局"]


def test_a_table_of_tasks_names_the_bodies_of_a_clause_that_names_none(made_up: Engine) -> None:
    given = made_up.ask("将乐县推广竹编餐具由谁负责")
    assert [unit.name for unit in given.units] == ["将乐县工业和信息化局", "将乐县商务局"]
    assert not made_up.ask("将乐县毛竹林巡护由谁负责").units  # 林道修建 is another matter


def test_who_leads_in_running_text_where_the_line_names_no_lead(made_up: Engine) -> None:
    assert [(unit.name, unit.role) for unit in made_up.ask("三明食堂补助资金专项审计由谁牵头组织").units] == [
        ("三明市审计局", "lead")
    ]
