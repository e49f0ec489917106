"""Answers on documents themselves, on gaps between plans, on places that say nothing, on when something is due."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import EngineOver

from search.engine import Engine

HAIDONG = "东政办〔2024〕66号~1d0b2f19"
QINGHAI = "青政〔2024〕23号~de2eb8c9"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海东市的方案什么时候发布的，文号是什么", ["2024年7月3日", "印发日期为2024年7月4日", "东政办〔2024〕66号"]),
        ("海东方案是谁印发的", ["由海东市人民政府办公室印发"]),
        ("青海的以旧换新方案是哪年的", ["2024年4月28日"]),
        ("海东方案共有几项任务", ["“二、重点任务”部分共列 21 项任务"]),
        ("青政〔2024〕23号是什么文件", ["《青海省推动大规模设备更新和消费品以旧换新实施方案》"]),
        ("东昌政发〔2024〕2号", ["《东昌府区推动大规模设备更新和消费品以旧换新实施方案》"]),
        ("When was the Haidong trade-in plan issued?", ["2024-07-03"]),
        ("省里的方案文号是多少", ["青政〔2024〕23号"]),
        ("《乳山市推动大规模设备更新和消费品以旧换新工作落实方案》是哪天发布的", ["2024年8月5日"]),
        ("海东和乌海的方案分别是什么时候印发的", ["2024年7月3日", "乌海市", "2024年6月8日"]),
        ("乌海方案是什么时候由谁印发的", ["2024年6月8日", "文件未写明发文机关"]),
        (
            "when was Haidong's plan issued, and its document number",
            ["2024-07-03", "document number 东政办〔2024〕66号"],
        ),
    ],
)
def test_what_the_head_of_a_document_says(engine: Engine, question: str, said: list[str]) -> None:
    given = engine.ask(question)
    assert (given.answered, given.intent) == (True, "topic")
    assert [words for words in said if words not in given.text] == []
    assert given.clauses
    assert [e.clause_id for e in given.evidence] == list(given.clauses)[:10]


def test_what_no_head_says_is_not_answered(engine: Engine) -> None:
    given = engine.ask("乌海方案的文号是多少")
    assert not given.answered
    assert "文件未写明发文字号" in given.text
    assert given.clauses == ()
    assert given.evidence[0].path == "序"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "海东方案是根据哪个文件制定的",
            "青海省《青海省推动大规模设备更新和消费品以旧换新实施方案》（青政〔2024〕23号）（文中引用）",
        ),
        ("what is Haidong's plan based on", "青政〔2024〕23号） (cited)"),
        ("东昌府区的方案依据什么文件出台", "（鲁政发〔2024〕3号）（文中引用，库中没有该文件）"),
    ],
)
def test_what_a_document_is_based_on(engine: Engine, question: str, said: str) -> None:
    given = engine.ask(question)
    assert (given.answered, given.intent) == (True, "source")
    assert said in given.text
    assert [e.path for e in given.evidence] == ["序"]  # the clause that cites it
    assert given.clauses == (given.evidence[0].clause_id,)


def test_a_document_that_cites_none_is_based_on_none(engine: Engine) -> None:
    given = engine.ask("乳山方案的制定依据是什么")
    assert not given.answered
    assert "文件开头未写明依据哪个文件" in given.text


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("海东电梯更新是根据哪个文件制定的", "source"),
        ("海东二手车信息由谁发布", "units"),
        ("荣成的方案什么时候发布", "topic"),
        ("When was the Haidong charging pile plan issued?", "topic"),
    ],
)
def test_other_questions_keep_their_answers(engine: Engine, question: str, intent: str) -> None:
    given = engine.ask(question)
    assert given.intent == intent
    assert "成文日期" not in given.text
    assert "序" not in {clause.partition("#")[2] for clause in given.clauses}


MEASURES = """甲办〔2025〕8号

三明市人民政府关于印发《三明市社区食堂管理办法》的通知

各县区人民政府：

现将《三明市社区食堂管理办法》印发给你们。

三明市人民政府
2025年3月6日

三明市社区食堂管理办法

第一条 为规范社区食堂建设和运营，制定本办法。

第二条 市民政局负责社区食堂的规划布局和日常指导。

第三条 社区食堂每日供餐不少于两餐。
"""
PLAN = """三明市人民政府关于印发《三明市乡村书屋提升方案》的通知

各县区人民政府：

现将《三明市乡村书屋提升方案》印发给你们。

三明市人民政府
2024年5月20日

三明市乡村书屋提升方案

一、重点任务

（一）改造书屋。2025年底前完成乡村书屋照明改造。（责任单位：市文化和旅游局）

（二）补充图书。市文化和旅游局组织补充图书。
"""


def test_each_of_several_documents_and_the_one_that_is_named(engine_over: EngineOver) -> None:
    engine = engine_over({"办法.txt": MEASURES, "方案.txt": PLAN})
    both = engine.ask("三明市的文件分别是什么时候印发的")
    assert "2025年3月6日" in both.text and "2024年5月20日" in both.text
    assert "2025年3月6日" not in engine.ask("三明市的方案什么时候印发的").text
    assert "2025年3月6日" not in engine.ask("三明市的书屋方案什么时候印发的").text
    assert "共 3 条" in engine.ask("三明市管理办法一共有多少条").text
    assert "共列 2 项任务" in engine.ask("三明市书屋方案有几项任务").text
    assert "期限：2025年底前" in engine.ask("三明乡村书屋照明改造什么时候完成").text


def test_what_was_left_out_and_what_was_added(engine: Engine) -> None:
    given = engine.ask("省里要求但海东没有落实的有哪些")
    assert (given.answered, given.intent) == (True, "topic")
    assert "38 条要求中" in given.text and "未见承接的有 4 条" in given.text and "以原文为准" in given.text
    assert list(given.clauses) == [f"{QINGHAI}#五/（{n}" for n in ("一）/24.", "一）/25.", "二）/26.", "二）/27.")]
    none = engine.ask("what does Haidong add that the province does not have")
    assert not none.answered
    assert "no clause beyond it was found" in none.text
    both = engine.ask("海东方案和省方案有什么不同")
    assert both.clauses == given.clauses and "没有发现上级文件以外的条款" in both.text
    alone = engine.ask("乌海比自治区多了什么内容")
    assert not alone.answered
    assert "库中没有乌海市文件的上级文件" in alone.text


def test_a_place_that_names_nobody_is_not_left_out_in_silence(engine: Engine) -> None:
    given = engine.ask("海东和乌海谁负责充电桩")
    assert given.answered
    assert {u.jurisdiction for u in given.units} == {"海东市"}
    caption = "加快交通运输设备、老旧农业机械更新"
    assert given.text.endswith(f"乌海市：文件讲到此事的条款“{caption}”未写明责任单位。")
    assert "Wuhai" not in engine.ask("海东谁负责充电桩").text
    assert "未写明" not in engine.ask("海东和青海省的充电桩由谁负责").text
    assert "山东省" not in engine.ask("东昌府区的山东家电消费节由谁负责").text  # a fair's name
    english = engine.ask("Who is responsible for charging piles in Haidong and Wuhai?")
    assert english.text.endswith(f"乌海市: the clause that deals with this (“{caption}”) gives no responsible unit.")


def test_what_was_not_found_is_not_said_to_be_unwritten(engine: Engine) -> None:
    given = engine.ask("乳山和乌海的换热站改造目标分别是多少")
    assert {t.jurisdiction for t in given.targets} == {"乳山市"}
    assert "乌海市：没有找到这一数量目标，最接近的条款是“推动建筑和市政基础设施领域设备更新改造”" in given.text


def test_a_body_that_leads_nothing(engine: Engine) -> None:
    given = engine.ask("海东市商务局牵头哪些任务")
    assert not given.answered
    assert given.text == "文件未写明海东市商务局牵头的任务；列为责任单位的有 7 条。"
    assert (given.units, given.clauses) == ((), ())
    responsible = {e.clause_id for e in engine.ask("海东市商务局负责哪些任务").evidence}
    assert {e.clause_id for e in given.evidence} <= responsible


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "海东市电梯更新要求什么时候完成",
            "（本条未写明此事的完成时限，另有期限：2027年“到2027年，改造城镇老旧小区7538套”）",
        ),
        (
            "By when must Haidong replace old buses?",
            "(no deadline stated for this; others: 2025“到2025年，全市新能源出租车公交车占比达到50%”",
        ),
        ("乳山换热站改造什么时候完成", "（期限：2024年“2024年改造换热站10座”）"),
        ("海东准备阶段什么时候完成", "（期限：2024年7月）"),
    ],
)
def test_by_when_something_is_due(engine: Engine, question: str, said: str) -> None:
    given = engine.ask(question)
    assert given.answered
    assert given.clauses
    assert said in given.text


JOINT = """三明市民政局 三明市财政局关于印发《三明市社区食堂补助办法》的通知

明民〔2025〕18号

各县区民政局、财政局：

根据《福建省社区食堂管理规定》（闽民〔2024〕9号），现将《三明市社区食堂补助办法》印发给你们。

三明市民政局
三明市财政局
2025年3月6日

三明市社区食堂补助办法

第一条 为规范社区食堂补助，制定本办法。

第二条 市财政局每年安排补助资金。
"""


def test_all_who_issued_it_and_what_its_notice_cites(engine_over: EngineOver) -> None:
    engine = engine_over({"办法.txt": JOINT})
    assert "由三明市民政局、三明市财政局联合印发" in engine.ask("三明市的办法是谁印发的").text
    based = engine.ask("三明市的办法是根据哪个文件制定的")
    assert "《福建省社区食堂管理规定》（闽民〔2024〕9号）（文中引用，库中没有该文件）" in based.text
    assert based.answered and based.clauses


def test_our_city_is_the_place_that_is_asked_about(engine: Engine) -> None:
    assert "2024年7月3日" in engine.ask("我市的方案什么时候印发的", place="630200").text
    assert "未见承接的有 4 条" in engine.ask("与省方案相比，我市没写什么", place="630200").text
    assert "未见承接的有 4 条" in engine.ask("省里哪些任务没有承接", place="630200").text
    assert "2024年" not in engine.ask("我市的方案什么时候印发的").text  # nobody says which city


def test_every_kind_of_question_in_the_documentation_is_answered(engine: Engine) -> None:
    page = (Path(__file__).parents[1] / "docs" / "api.md").read_text("utf-8")
    table = page.partition("| 问什么")[2].partition("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    given = [engine.ask(question) for _, question, _ in rows]
    assert len(rows) == 13
    assert [(a.question, a.intent, a.answered) for a in given] == [(q, intent, True) for _, q, intent in rows]


TABLED = """三明市社区食堂提升方案

为办好社区食堂，制定本方案。

一、新建社区食堂。推行中央厨房和送餐上门，对低保老人给予用餐补贴。

二、整修乡村书屋。补充图书，每周开放不少于五天，开展阅读活动。

附件

三明市社区食堂提升任务分解表

序号 | 任务 | 责任单位 | 完成时限
1 | 新建社区食堂，推行中央厨房和送餐上门 | 市民政局 | 2026年9月底前
2 | 整修乡村书屋，补充图书 | 市文化和旅游局 | 2027年6月底前
"""


def test_the_date_of_a_clause_stands_in_its_row(engine_over: EngineOver) -> None:
    given = engine_over({"方案.txt": TABLED}).ask("三明社区食堂新建什么时候完成")
    assert "（期限：2026年9月底前）" in given.text
    assert "2027年" not in given.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青政23号讲的什么", "《青海省推动大规模设备更新和消费品以旧换新实施方案》：分 8 个部分，依次为总体要求、"),
        ("东昌政发2号是谁印发的", "由聊城市东昌府区人民政府印发"),  # 东昌 is no place
        ("海东的方案讲了什么", "分工方案》：分 4 个部分，依次为总体要求、重点任务、步骤安排、组织实施。"),
        ("what is Haidong's plan about", "4 parts: "),
        ("海东市", "海东市有 1 份文件：《海东市贯彻落实〈"),
        ("Haidong", "海东市: 1 document: 《"),
        ("山东省", "库中没有山东省本级的文件，所辖地方有 2 份文件：东昌府区《"),
        ("青海有哪些方案", "青海省有 1 份方案：《"),
        ("青海有哪些方案", "实施方案》（青政〔2024〕23号，2024年4月28日），所辖地方有 1 份方案：海东市《"),
        ("库里有哪些文件", "库中有 5 份文件："),
    ],
)
def test_what_a_document_deals_with_and_which_there_are(seed_engine: Engine, question: str, said: str) -> None:
    given = seed_engine.ask(question)
    assert given.answered
    assert said in given.text
    assert given.clauses


def test_a_number_that_no_document_bears(engine_over: EngineOver, seed_engine: Engine) -> None:
    given = seed_engine.ask("国发5号文是什么")
    assert (given.answered, given.text) == (False, "库中没有国发5号文件。")
    opening = "根据《青海省社区食堂办法》（青政〔2024〕5号），制定本方案。"
    citing = f"甲山县社区食堂实施方案\n\n{opening}\n\n一、建设食堂。由县民政局负责。"
    given = engine_over({"方案.txt": citing}).ask("青政5号讲的什么")
    assert not given.answered
    assert given.text == "库中没有青政5号文件；《甲山县社区食堂实施方案》引用过它，称为《青海省社区食堂办法》。"


@pytest.mark.parametrize("question", ["青政23号里家电以旧换新谁牵头", "青政〔2024〕23号中家电以旧换新由谁牵头"])
def test_a_matter_of_the_document_whose_number_is_said(seed_engine: Engine, question: str) -> None:
    assert {unit.name for unit in seed_engine.ask(question).units} == {"青海省商务厅"}


def test_documents_of_the_place_that_is_asked_in(seed_engine: Engine) -> None:
    assert seed_engine.ask("有哪些文件", place="630200").text.startswith("海东市有 1 份文件：")
    assert seed_engine.ask("全省有哪些文件", place="630200").text.startswith("青海省有 1 份文件：")
    assert "《海东市贯彻落实" in seed_engine.ask("66号文讲什么", place="630200").text


@pytest.mark.parametrize(
    ("question", "said", "names"),
    [
        ("乳山方案谁牵头", "由乳山市发展和改革局牵头（见“加强组织领导”）", ["乳山市发展和改革局"]),
        ("青政23号由谁牵头", "由青海省发展和改革委员会牵头（见“加强组织领导”）", ["青海省发展和改革委员会"]),
        ("省里的方案由哪个部门负责", "由青海省发展和改革委员会牵头", ["青海省发展和改革委员会"]),
        ("海东方案由谁牵头", "未写明整个文件由谁牵头，有关组织实施的是四/（一）“加强组织领导”。", []),
        ("海东市大规模设备更新和消费品以旧换新工作由哪个部门牵头", "未写明整个文件由谁牵头", []),
    ],
)
def test_who_leads_a_document_as_a_whole(seed_engine: Engine, question: str, said: str, names: list[str]) -> None:
    given = seed_engine.ask(question)
    assert said in given.text
    assert (given.intent, [unit.name for unit in given.units]) == ("units", names)
    assert given.evidence


def test_who_leads_one_task_of_it_is_another_question(seed_engine: Engine) -> None:
    assert {u.name for u in seed_engine.ask("乳山家电以旧换新由谁牵头").units} == {"乳山市商务局"}


WHOLE = """三明市社区食堂提升方案

一、新建食堂。由市民政局牵头。

二、{chapter}

（责任单位：市发展改革委、各县区人民政府）
"""


@pytest.mark.parametrize(
    ("chapter", "said"),
    [
        ("加强组织领导。各县区要高度重视。", "未写明牵头单位，“加强组织领导”的责任单位为三明市发展和改革委员会。"),
        ("加强组织领导。由市财政局负责统筹协调。", "由三明市财政局牵头（见“加强组织领导”）。"),
        ("发放补贴。各县区要及时发放。", "未找到写明整个文件由谁牵头的条款。"),  # 市民政局 leads one task
    ],
)
def test_what_the_chapter_of_organisation_says(engine_over: EngineOver, chapter: str, said: str) -> None:
    text = engine_over({"方案.txt": WHOLE.format(chapter=chapter)}).ask("社区食堂提升方案由谁牵头").text
    assert text.endswith(said), text
