"""Questions about documents themselves and about gaps between plans, told from questions about what they say."""

from __future__ import annotations

import pytest
from quickness import is_done_within

from kg.view import normal
from search.asked_gaps import Side, Spoken, side_of
from search.asked_list import asks_list
from search.asked_papers import request_of
from search.due import asks_when
from search.knowledge import Paper
from search.numbered_papers import numbered


def blank(text: str) -> str:
    """A question as it is looked at: normalised, the place 甲市 (Jia) taken out."""
    return normal(text).lower().replace("甲市", "  ").replace("jia", "   ")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("甲市的方案什么时候发布的，文号是什么", ["issued", "number"]),
        ("甲市方案是谁印发的", ["issuer"]),
        ("谁印发了甲市的方案", ["issuer"]),
        ("甲市方案什么时候由谁印发的", ["issued", "issuer"]),
        ("谁在什么时候印发的甲市方案", ["issuer", "issued"]),
        ("甲市实施方案的发文机关是哪个单位", ["issuer"]),
        ("甲市方案全称叫什么", ["title"]),
        ("甲市的方案叫什么名字？", ["title"]),
        ("甲市方案是哪年的", ["issued"]),
        ("甲市那份文件的成文日期", ["issued"]),
        ("甲市的文号", ["number"]),
        ("甲市方案是几号文", ["number"]),
        ("省里的方案文号是多少", ["number"]),
        ("甲市方案共有几项任务", ["count"]),
        ("甲市办法一共多少条", ["count"]),
        ("甲市方案是根据哪个文件制定的", ["basis"]),
        ("甲市的方案依据什么文件出台", ["basis"]),
        ("甲市方案的制定依据是什么", ["basis"]),
        ("甲市方案的上位文件是哪个", ["basis"]),
        ("甲市的方案是落实省里哪个文件的", ["basis"]),
        ("甲市的方案贯彻的是哪个文件", ["basis"]),
        ("甲政〔2024〕23号是什么文件", ["title"]),
        ("甲政〔2024〕23号", ["title", "gist"]),
        ("甲政〔2024〕23号讲的什么", ["gist"]),
        ("甲政〔2024〕23号是什么", ["gist"]),
        ("甲市的方案讲了什么", ["gist"]),
        ("甲市方案主要内容是什么", ["gist"]),
        ("甲市的实施方案", ["gist"]),
        ("甲市的方案什么时候印发的，主要讲什么", ["issued", "gist"]),
        ("what is Jia's plan about", ["gist"]),
        ("甲市的方案由谁牵头", ["led"]),
        ("甲市方案的牵头单位是谁", ["led"]),
        ("社区食堂提升工作由哪个部门牵头", ["led"]),
        ("summary of Jia's plan", ["gist"]),
        ("When was the Jia trade-in plan issued?", ["issued"]),
        ("when was Jia's plan issued, and its document number", ["issued", "number"]),
        ("Who issued Jia's plan?", ["issuer"]),
        ("What is the full title of Jia's plan?", ["title"]),
        ("How many tasks does Jia's plan have?", ["count"]),
        ("what is Jia's plan based on", ["basis"]),
        ("Which document is Jia's plan based on?", ["basis"]),
    ],
)
def test_what_is_asked_of_a_document(text: str, facts: list[str]) -> None:
    request = request_of(blank(text), "zh" if text[0] > "z" else "en")
    assert request is not None
    assert list(request.facts) == facts


@pytest.mark.parametrize(
    "text",
    [
        "甲市二手车信息由谁发布",  # what a clause says
        "甲市由谁负责印发年度计划的通知单",
        "甲市的充电桩目录什么时候发布",
        "甲市方案里的电梯更新是根据哪个文件制定的",
        "甲市市商务局的任务是根据什么文件定的",
        "甲市落实了省里哪些要求",
        "甲市方案要改造几个小区",
        "甲市有几条公交线路",
        "甲市商务局有几项任务",
        "甲市到2027年要完成多少项任务",
        "甲市方案什么时候完成",
        "甲市什么时候召开推进会",
        "甲市",
        "Who is responsible for Jia's plan?",
        "When must Jia's plan be finished?",
        "What is the clause on lifts in Jia's plan based on?",
        "Who issues permits in Jia?",
        "how many lifts does Jia's plan renew",
    ],
)
def test_what_is_left_to_the_clauses(text: str) -> None:
    assert request_of(blank(text), "zh" if text[0] > "z" else "en") is None


def test_the_words_in_front_of_a_paper_are_its_title() -> None:
    """They must stand in it: search/answer_papers.py looks for 以旧换新, and does not find 充电桩."""
    request = request_of(blank("甲市的以旧换新实施方案是谁印发的"), "zh")
    assert request is not None
    assert (request.words, request.kind) == ("以旧换新", "方案")


def gap(text: str) -> Side | None:
    plain = normal(text).lower()
    names = [(name, plain.find(name)) for name in ("海东市", "海东", "haidong") if name in plain]
    return side_of(plain, [Spoken(at, at + len(name), upper=False) for name, at in names[:1]])


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("海东新增了哪些省里没有的内容", "added"),
        ("与省方案相比，海东市增加了什么", "added"),
        ("海东市方案相较于省方案增加了哪些措施", "added"),
        ("海东比省里多了什么", "added"),
        ("海东有哪些省里没有的内容", "added"),
        ("省方案比海东少了什么", "added"),
        ("海东有哪些本地新增的内容", "added"),
        ("what does Haidong add that the province does not have", "added"),
        ("What is new in Haidong's plan compared with the provincial plan?", "added"),
        ("海东在省方案基础上增加了什么", "added"),
        ("海东哪些内容是自己加的", "added"),
        ("海东哪些条款是省里没有的", "added"),
        ("海东方案哪些内容是自己新加的", "added"),
        ("海东有哪些是自己的", "added"),
        ("海东有哪些自选动作", "added"),
        ("海东超出省里的内容", "added"),
        ("what did Haidong add on its own", "added"),
        ("which clauses of Haidong are its own", "added"),
        ("what does Haidong have that the province doesn't", "added"),
        ("which Haidong clauses go beyond the provincial plan", "added"),
        ("海东方案和省方案有什么不同", "both"),
        ("海东和省里的差距在哪里", "both"),
        ("How does Haidong's plan differ from the provincial plan?", "both"),
        ("省里要求但海东没有落实的有哪些", "missing"),
        ("与省方案相比，海东删掉了什么", "missing"),
        ("与省方案相比，海东没写什么", "missing"),
        ("海东比省里少了哪些任务", "missing"),
        ("省里有而海东没有的内容有哪些", "missing"),
        ("省里比海东多了什么", "missing"),
        ("海东没有落实省里的哪些要求", "missing"),
        ("Which provincial requirements has Haidong not taken up?", "missing"),
        ("Which provincial requirements are missing from Haidong's plan?", "missing"),
        ("Compared with the provincial plan, what does Haidong leave out?", "missing"),
        ("海东没接省里的哪几条", "missing"),
        ("省里的哪些任务海东没有承接", "missing"),
        ("省里哪些要求海东没接上", "missing"),
        ("省里布置的任务海东哪些没落实", "missing"),
        ("省方案中哪些内容没有被海东采用", "missing"),  # whose act it is stands behind
        ("省方案哪些条款在海东没有对应", "missing"),
        ("海东落下了省里哪些要求", "missing"),
        ("海东还差省里哪几条", "missing"),
        ("海东方案里没有省方案的哪些条款", "missing"),
        ("海东与省里的缺口", "missing"),
        ("海东有哪些缺口", "missing"),
        ("which provincial tasks did Haidong not take up", "missing"),
        ("which provincial tasks were not picked up by Haidong", "missing"),
        ("which provincial clauses have no counterpart in Haidong", "missing"),
        ("which tasks did Haidong fail to take up from the province", "missing"),
        ("what has Haidong not implemented from the provincial plan", "missing"),
        ("what did Haidong leave out from the provincial plan", "missing"),
    ],
)
def test_what_was_added_and_what_was_left_out(text: str, side: Side) -> None:
    assert gap(text) == side


@pytest.mark.parametrize(
    "text",
    [
        "海东比省里多了什么补贴",  # with a matter
        "海东新增了哪些充电桩",
        "海东要新增多少充电桩",
        "海东和省里的目标差多少",
        "海东落实了省里哪些要求",
        "海东没有写明责任单位的任务有哪些",
        "海东的任务比省里多吗",
        "海东和省里的二手车目标有什么不同",
        "海东和省里的补贴有什么区别",
        "海东新增了什么",  # nothing to set it against
        "海东有哪些资金缺口",
        "海东自己的充电桩有哪些",
        "which tasks does Haidong take up from the province",
        "What new buses does Haidong add?",
        "What does the province require of Haidong?",
    ],
)
def test_what_asks_for_no_gap(text: str) -> None:
    assert gap(text) is None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("海东市电梯更新要求什么时候完成", True),
        ("老旧农机哪年淘汰完", True),
        ("管网改造的完成时限是什么", True),
        ("By when must Haidong replace old buses?", True),
        ("When will the clinics be finished?", True),
        ("门店几年内改造完", True),
        ("补贴能领多久", False),
        ("平台什么时候启动", False),
        ("方案什么时候印发", False),
        ("电梯更新由谁负责", False),
        ("When does the subsidy start?", False),
    ],
)
def test_whether_a_time_is_asked_for(text: str, asks: bool) -> None:
    assert asks_when(normal(text).lower()) == asks


@pytest.mark.parametrize(
    "words",
    [
        "告诉我",
        "什么时候",
        "谁发的",
        "the plan ",
        "which document ",
        "有没有",
        "省里海东",
        "与省方案相比",
        "的",
        "《",
        "（",
    ],
)
def test_no_question_takes_long(words: str) -> None:
    text = normal((words * 400)[:400]) + "文号甲"

    def read() -> None:
        for language in ("zh", "en"):
            request_of(text, language)
        side_of(text + "新增海东", [Spoken(len(text) + 2, len(text) + 4, upper=False)])
        asks_when(text)
        asks_list(text, "zh", named=True)
        numbered(text + "23号", [paper("甲政〔2024〕23号")])

    assert is_done_within(0.5, read)


def paper(number: str) -> Paper:
    return Paper(number, "实施方案", number, None, None, None, None, "甲.txt")


@pytest.mark.parametrize(
    ("text", "words", "papers"),
    [
        ("甲政23号讲的什么", "甲政23号", ["甲政〔2024〕23号"]),
        ("请问甲政发23号什么时候印发的", "甲政发23号", ["甲政〔2024〕23号"]),
        ("甲政2024年23号文", "甲政2024年23号文", ["甲政〔2024〕23号"]),
        ("甲政（2024）23号", "甲政（2024）23号", ["甲政〔2024〕23号"]),
        ("甲政[2024]23", "甲政〔2024〕23", ["甲政〔2024〕23号"]),
        ("甲政2023年23号", "甲政2023年23号", []),  # of another year
        ("23号文讲什么", "23号文", ["甲政〔2024〕23号", "乙政办发〔2023〕23号"]),
        ("乙政办23号", "乙政办23号", ["乙政办发〔2023〕23号"]),
        ("国务院707号令", "国务院707号令", ["国务院令第707号"]),
        ("国发5号文是什么", "国发5号文", []),
        ("丙政办〔2024〕9号讲什么", "丙政办〔2024〕9号", []),
        ("丙政9号", "丙政9号", []),
        ("丙民〔2024〕9号讲什么", "丙民〔2024〕9号", []),
        ("市政路9号", None, []),
        ("3号楼谁负责", None, []),
        ("7月23号印发的", None, []),
        ("到2025年23个县", None, []),
        ("地铁23号线", None, []),
    ],
)
def test_documents_named_by_their_number(text: str, words: str | None, papers: list[str]) -> None:
    held = [paper(number) for number in ("甲政〔2024〕23号", "乙政办发〔2023〕23号", "国务院令第707号")]
    found = numbered(normal(text).lower(), held)
    assert (found.words if found else None, list(found.papers) if found else []) == (words, papers)


def test_a_number_without_its_code_is_one_of_the_place_named() -> None:
    held = [paper("甲政〔2024〕23号"), paper("乙政办发〔2023〕23号")]
    found = numbered("甲市23号文", held, ["甲政〔2024〕23号"], "  23号文")
    assert found is not None
    assert found.papers == ("甲政〔2024〕23号",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("甲市有哪些文件", ""),
        ("甲市都出台了哪些方案", "方案"),
        ("有没有甲市的文件", ""),
        ("甲市文件清单", ""),
        ("库里有哪些文件", ""),
        ("甲市", ""),
        ("甲市？", ""),
        ("which documents are there for Jia", ""),
        ("list all plans of Jia", ""),
        ("甲市有哪些支持充电桩的政策", None),
        ("甲市有哪些措施", None),
        ("甲市哪些文件讲充电桩", None),
        ("甲市方案有哪些任务", None),
        ("which plans of Jia mention chargers", None),
    ],
)
def test_which_documents_there_are(text: str, kind: str | None) -> None:
    assert asks_list(blank(text), "zh" if text[0] > "z" else "en", named=True) == kind


def test_no_place_and_nothing_else_asks_for_nothing() -> None:
    assert asks_list("？", "zh", named=False) is None
