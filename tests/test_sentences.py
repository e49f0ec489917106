"""The sentences of answers, as a clerk would write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.answers import NamedTarget, NamedUnit
from search.knowledge import Piece
from search.sentences import number, quoted, say_seat, say_targets, say_tasks, say_units, telling, titled
from search.words import Word


def goal(indicator: str, value: float | None, unit: str | None = "个", **more: Any) -> NamedTarget:
    form: dict[str, Any] = {"comparator": "=", "deadline": None, "quote": indicator, "clause": "甲#一"}
    return NamedTarget(indicator=indicator, value=value, unit=unit, **{**form, "jurisdiction": "丙山县", **more})


def body(name: str, role: str, place: str = "丙山县", *, collective: bool = False) -> NamedUnit:
    return NamedUnit(name, role, collective, ("甲#一",), place)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (goal("建成书屋", 80.0), "建成书屋80个"),
        (goal("建成书屋", 80.0, comparator=">="), "建成书屋80个以上"),
        (goal("图书周转", 30.0, "天", comparator="<="), "图书周转不超过30天"),
        (goal("借书", 1200000.0, "册", comparator=">"), "借书超过1200000册"),
        (goal("破损率", 2.5, "%", comparator="<"), "破损率低于2.5%"),
        (goal("选购图书", 30.0, "种", comparator="~"), "选购图书30种左右"),
        (goal("建成书屋", 3.0, comparator="between", value_max=5.0), "建成书屋3—5个"),
        (goal("书屋覆盖率", 95.0, "%", change="reach"), "书屋覆盖率达到95%"),
        (goal("书屋覆盖率", 95.0, "%", change="share", comparator=">"), "书屋覆盖率超过95%"),
        (goal("借阅量", 45.0, "%", change="increase", baseline="2023"), "借阅量较2023年增长45%"),
        (goal("书屋", 12.0, change="increase"), "书屋增加12个"),
        (goal("新增书屋", 12.0, change="increase"), "新增书屋12个"),
        (goal("耗电量", 8.0, "%", change="decrease"), "耗电量下降8%"),
        (goal("培训管理员", 300.0, "人次", period="yearly"), "每年培训管理员300人次"),
        (goal("每年每个书屋经费", 3000.0, "元", period="yearly"), "每年每个书屋经费3000元"),
        (goal("建设书屋", 2.0, scope="每个乡镇"), "每个乡镇建设书屋2个"),
        (goal("建设书屋", 2.0, scope="全县"), "建设书屋2个"),
        (goal("书屋基本全覆盖", None, None), "书屋基本全覆盖"),
        (goal("建成书屋", 80.0, deadline="2027"), "到2027年，建成书屋80个"),
        (goal("建成书屋", 80.0, deadline="2027-06"), "到2027年6月，建成书屋80个"),
    ],
)
def test_a_goal_is_said_in_words(target: NamedTarget, said: str) -> None:
    assert say_targets([target], "zh") == f"丙山县：{said}。"


def test_places_and_deadlines_are_said_once() -> None:
    goals = [
        goal("建成书屋", 80.0, deadline="2027"),
        goal("培训管理员", 300.0, "人次", period="yearly"),
        goal("建成书屋", 20.0, deadline="2027", jurisdiction="丁河县"),
        goal("书屋覆盖率", 95.0, "%", deadline="2027"),
    ]
    zh = "丙山县：到2027年，建成书屋80个，书屋覆盖率95%；每年培训管理员300人次；丁河县：到2027年，建成书屋20个。"
    assert say_targets(goals, "zh") == zh
    assert say_targets(goals[1:3], "en") == "丙山县: 培训管理员 300人次 (every year); 丁河县: 建成书屋 20个 (by 2027)."
    assert say_targets([goal("建成书屋", 80.0, jurisdiction="")], "zh") == "建成书屋80个。"


def test_what_two_clauses_say_is_said_once() -> None:
    bare, dated = goal("建成书屋", 80.0, clause="甲#二"), goal("建成书屋", 80.0, deadline="2027")
    for told in ([bare, dated], [dated, bare], [dated, dated]):
        assert say_targets(told, "zh") == "丙山县：到2027年，建成书屋80个。"
    later = goal("建成书屋", 80.0, deadline="2030")
    assert say_targets([dated, later], "zh") == "丙山县：到2027年，建成书屋80个；到2030年，建成书屋80个。"
    wordless = [goal("书屋开放", None, None, quote="书屋全天开放"), goal("书屋开放", None, None, quote="书屋免费开放")]
    assert say_targets(wordless, "zh") == "丙山县：书屋全天开放，书屋免费开放。"


@given(st.floats(min_value=0, max_value=1e12).map(lambda value: round(value, 3)))
def test_numbers_are_printed_whole(value: float) -> None:
    printed = number(value)
    assert float(printed) == pytest.approx(value, abs=1e-6) and "e" not in printed
    assert printed == "0" or not printed.startswith("00")


def test_numbers_keep_their_noughts() -> None:
    assert [number(n) for n in (0.0, 100.0, 1200000.0, 10.5, None)] == ["0", "100", "1200000", "10.5", ""]


def test_a_body_is_told_in_one_role() -> None:
    named = [body("县文旅局", "participant"), body("县教育局", "lead"), body("县文旅局", "responsible")]
    crowd = body("各乡镇", "responsible", collective=True)
    assert say_units([*named, crowd], "zh") == "丙山县：牵头单位为县教育局，责任单位为县文旅局，另有各乡镇。"
    assert say_units(named[:1], "zh") == "丙山县：配合单位为县文旅局。"
    assert say_units([*named, crowd], "en") == "丙山县: lead: 县教育局; responsible: 县文旅局; collective: 各乡镇."
    assert say_units([crowd], "zh") == "丙山县：各乡镇。"


def test_many_places_are_counted() -> None:
    named = [body("教育局", "lead", f"{sign}县") for sign in "甲乙丙丁戊"]
    zh = "甲县：牵头单位为教育局；乙县：牵头单位为教育局；丙县：牵头单位为教育局；另有 2 个地区见依据。"
    assert say_units(named, "zh") == zh
    assert say_units(named, "en").endswith("; 2 more places below.")


def test_a_seat_is_no_lead() -> None:
    seats = [body("县教育局", "lead"), body("县教育局", "responsible"), body("市教育局", "lead", "丁河市")]
    assert say_seat(seats, "zh") == "丙山县：办公室设在县教育局；丁河市：办公室设在市教育局。"
    assert say_seat(seats[:1], "en") == "丙山县: the office sits in 县教育局."


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        ({"responsible": ["办书屋", "修路"]}, "县教育局共有 2 项职责：办书屋、修路。"),
        ({"lead": ["办书屋", "修路"]}, "县教育局牵头 2 项任务：办书屋、修路。"),
        ({"participant": ["修路"]}, "县教育局配合 1 项任务：修路。"),
        (
            {"participant": ["架桥"], "lead": ["办书屋"], "responsible": ["修路"]},
            "县教育局共有 3 项职责。牵头 1 项：办书屋；负责 1 项：修路；配合 1 项：架桥。",
        ),
        ({"lead": list("一二三四五六七")}, "县教育局牵头 7 项任务：一、二、三、四、五、六等。"),
    ],
)
def test_tasks_are_told_by_role(tasks: dict[str, list[str]], said: str) -> None:
    assert say_tasks("县教育局", tasks, "zh") == said


def test_tasks_in_english() -> None:
    said = say_tasks("县教育局", {"lead": ["办书屋"], "participant": ["修路"]}, "en")
    assert said == "县教育局: 2 clauses, lead in 1: 办书屋、修路"


def piece(heading: str, text: str, number: str | None = "一、", path: str = "一") -> Piece:
    return Piece("甲#一", "甲", path, number, heading, text, "", "clause", 1, None, None, (), (), ())


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (piece("办好书屋", "每村一所。", path="二/（一）"), "“办好书屋”（二/（一））"),
        (piece("", "为村民免费借书，逾期不罚。", "1.", "二/（一）/1."), "“为村民免费借书”（二/（一）/1.）"),
        (piece("", "村民凭证借书。", "第四条", "第四条"), "“村民凭证借书”（第四条）"),
        (piece("", "推广“一卡通借”服务。", "2.", "三/2."), "“推广‘一卡通借’服务”（三/2.）"),
        (piece("", "", "2.", "三/2."), "三/2."),
    ],
)
def test_a_clause_is_called_by_what_it_says(clause: Piece, said: str) -> None:
    assert titled(clause) == said
    assert quoted('推广"一卡通借"') == "“推广'一卡通借'”"


def test_the_telling_sentence_of_a_clause() -> None:
    words = [Word("书屋", 2.0), Word("补助", 3.0)]
    text = "村村都要办书屋。对书屋按规定给予补助；书屋每年补助3000元。补助资金专款专用。"
    assert telling(piece("扶持书屋", text), words) == "书屋每年补助3000元"
    assert telling(piece("扶持书屋", "按规定补助书屋。"), words) == "按规定补助书屋"
    assert telling(piece("修路", "每年修路3公里。"), words) == ""
    assert telling(piece("扶持书屋", "补助书屋" + "很多" * 60), words).endswith("多…")
    assert telling(piece("扶持书屋", "补助书屋" + "，买书、修屋" * 20), words).endswith("、修屋…")
