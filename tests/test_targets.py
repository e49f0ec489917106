"""The goals of a plan."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.layout import layout
from kg.parse import parse
from kg.passages import LONGEST_SENTENCE, sentences
from kg.records import Clause, ClauseKind, Notice, Source, Statement, Target
from kg.targets import targets
from kg.terms import Term, load
from kg.view import View, normal
from kg.zones import zones

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seed" / "policies"
CHANGES = {"level": "水平", "increase": "增长", "decrease": "下降"}
CHANGES |= {"share": "占比", "reach": "达到", "complete": "完成"}
PERIODS = {"yearly": "每年", "half-yearly": "每半年", "quarterly": "每季", "monthly": "每月", "weekly": "每周"}
COUNTED = ("task", "work")


def clause(
    text: str,
    path: str = "一",
    *,
    heading: str | None = None,
    parent: str | None = None,
    kind: ClauseKind = "item",
    order: int = 0,
    number: str | None = None,
    statement: str | None = None,
) -> Clause:
    said = (Statement(View.whole(statement), len(text)),) if statement else ()
    view = View.whole(heading) if heading else None
    depth = path.count("/") + 1
    return Clause(path, number, heading, View.whole(text), said, order, depth, kind, 0, len(text), parent, view)


def found(*clauses: Clause, issued_on: str | None = None) -> tuple[Target, ...]:
    return targets(clauses, issued_on)[0]


def of(text: str) -> tuple[Target, ...]:
    return found(clause(text))


def told(goal: Target) -> str:
    """A goal as tests/lines/targets.txt writes it."""
    comparison = "介于" if goal.comparator == "between" else goal.comparator
    top = f"—{goal.value_max:g}" if goal.value_max is not None else ""
    words = [f"{goal.indicator} {comparison} {goal.value:g}{top} {goal.unit or '无'}"]
    words += [f"期限{goal.deadline}"] if goal.deadline else []
    words += [f"基期{goal.baseline}"] if goal.baseline else []
    words += [PERIODS[goal.period]] if goal.period else []
    return " ".join([*words, CHANGES[goal.change]])


def lines() -> Iterator[tuple[str, str]]:
    for line in (HERE / "lines" / "targets.txt").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            text, _, expected = line.partition(" → ")
            yield text, expected


@pytest.mark.parametrize(("text", "expected"), list(lines()))
def test_lines(text: str, expected: str) -> None:
    assert (" + ".join(told(goal) for goal in of(text)) or "无") == expected


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("到2027年，全省农作物耕种收综合机械化率达到73%。", ["全省"]),
        ("全市新建公厕20座、改造旱厕50座。", ["全市", "全市"]),
        ("每个区县重点培育2—3个网销农产品。", ["每个区县"]),
        ("各乡镇（街道）至少建成1个标准化养老服务中心。", ["各乡镇（街道）"]),
        ("有条件的区县至少建设2个电商园区。", ["有条件的区县"]),
        ("城镇、农牧区清洁供暖率分别达到100%和90%以上。", ["城镇", "农牧区"]),
        ("农村公路列养率达到100%，市级以上示范园区达到28个。", [None, None]),
        ("培育市级龙头企业30家，乡村绿化植树15亿株以上。", [None, None]),
        ("规模以上工业增加值增速高于全国平均水平1个百分点。", [None]),
    ],
)
def test_scopes(text: str, scopes: list[str | None]) -> None:
    assert [goal.scope for goal in of(text)] == scopes


# -- every row of the vocabulary is live --------------------------------------------------------------------------


@pytest.mark.parametrize("term", load("measures"), ids=lambda term: term.form)
def test_every_measure_is_found(term: Term) -> None:
    (goal,) = of(term.example)
    assert (goal.unit or "").endswith(term.form)


@pytest.mark.parametrize("term", load("target_words"), ids=lambda term: f"{term.kind}:{term.form}")
def test_every_word_does_what_its_kind_says(term: Term) -> None:
    assert term.form in term.example
    goals = of(term.example)
    if term.kind in ("more", "least", "most", "less", "about"):
        expected = {"more": ">", "least": ">=", "most": "<=", "less": "<", "about": "~"}[term.kind]
        assert [goal.comparator for goal in goals] == [expected]
    elif term.kind in ("up", "down"):
        assert [goal.change for goal in goals] == ["increase" if term.kind == "up" else "decrease"]
    elif term.kind == "each":
        assert len(goals) == 2
    elif term.kind in ("reach", "loose"):
        (goal,) = goals
        assert term.form not in goal.indicator.removesuffix("占比")
    elif term.kind in COUNTED:
        (goal,) = goals
        assert term.form in goal.indicator
    else:  # aid, past, counted, brief speak against a goal: it is there as soon as they are not
        assert goals == ()
        assert of(term.example.replace(term.form, ""))


# -- when a goal is due -------------------------------------------------------------------------------------------


def due(*clauses: Clause) -> list[tuple[float | None, str | None]]:
    return [(goal.value, goal.deadline) for goal in found(*clauses)]


def test_a_date_governs_its_sentence_only() -> None:
    text = "报废农机500台以上。到2027年，综合机械化率达到60%，覆盖率达到80%。漏损率控制在8%以内。"
    assert due(clause(text)) == [(500, None), (60, "2027"), (80, "2027"), (8, None)]


def test_a_date_under_a_heading_of_goals_governs_its_paragraph() -> None:
    text = "到2027年，投资增长25%。普及率超过72%。\n到2030年，投资增长40%。普及率超过90%。\n漏损率控制在8%以内。"
    expected = [(25, "2027"), (72, "2027"), (40, "2030"), (90, "2030"), (8, None)]
    assert due(clause(text, heading="总体要求")) == expected


def test_a_span_of_years_needs_no_date() -> None:
    text = "到2027年，投资增长25%。产业规模三年翻一番。"
    assert due(clause(text, heading="总体要求")) == [(25, "2027"), (100, None)]


def test_of_several_dates_of_a_paragraph_the_last_governs_what_follows() -> None:
    text = "2026年，入园率达到60%；2028年达到75%；2030年达到85%。新建书屋26所。"
    assert due(clause(text, heading="发展目标")) == [(60, "2026"), (75, "2028"), (85, "2030"), (26, "2030")]


def test_the_head_of_a_list_governs_its_items() -> None:
    text = "2025年的主要目标是：\n——产业升级成效显著。建成工厂500家以上。\n——供给能力明显增强。培育供应商150家。"
    assert due(clause(text, heading="主要目标")) == [(500, "2025"), (150, "2025")]


def test_the_head_of_a_list_governs_the_clauses_below_it() -> None:
    clauses = [
        clause("到2026年，实现以下目标：", "一", order=0),
        clause("建成社区50个。", "一/1.", parent="一", number="1.", order=1),
        clause("到2025年，开放工位200个。", "一/2.", parent="一", number="2.", order=2),
        clause("发布工具30个。", "一/3.", parent="一", number="3.", order=3),
        clause("打造平台20个。", "二", order=4, number="二、"),
    ]
    assert due(*clauses) == [(50, "2026"), (200, "2025"), (30, "2026"), (20, None)]


def test_a_list_opened_at_the_end_of_an_item_governs_the_numbers_that_begin_again() -> None:
    clauses = [
        clause("到2026年底：", "一", order=0),
        clause("建成社区10个；", "一/①", parent="一", number="①", order=1),
        clause("落地主体50家。\n到2028年底：", "一/②", parent="一", number="②", order=2),
        clause("建成社区15个；", "一/①·2", parent="一", number="①", order=3),
        clause("落地主体100家。", "一/②·2", parent="一", number="②", order=4),
    ]
    assert due(*clauses) == [(10, "2026"), (50, "2026"), (15, "2028"), (100, "2028")]


def test_two_dates_in_the_text_above_govern_nothing_below() -> None:
    clauses = [
        clause("到2025年，体系基本建立。\n到2030年，体系更加完善。", "一", heading="发展目标"),
        clause("建成社区50个。", "一/1.", parent="一", order=1),
    ]
    assert due(*clauses) == [(50, None)]


def test_the_date_of_a_heading_of_goals() -> None:
    assert due(clause("建成社区50个。", heading="2026年目标")) == [(50, "2026")]
    assert due(clause("建成社区50个。", heading="2024年重点任务")) == [(50, "2024")]
    assert due(clause("建成社区50个。", heading="实施阶段（2024年7月—2027年12月）")) == [(50, None)]


def test_the_time_limit_in_a_statement_governs_the_clause() -> None:
    stated = "（牵头单位：市商务局；完成时限：2025年12月底前）"
    assert due(clause("新建农贸市场8个。", statement=stated)) == [(8, "2025-12")]
    assert due(clause("新建农贸市场8个。", statement="（牵头单位：市商务局）")) == [(8, None)]


def test_a_goal_due_before_the_plan_was_issued_is_background() -> None:
    text = "2020年全市森林覆盖率达到40%。到2025年，森林覆盖率达到45%。"
    assert [goal.value for goal in found(clause(text), issued_on="2021-03-01")] == [45]
    assert [goal.value for goal in found(clause(text))] == [40, 45]


@pytest.mark.parametrize("year", ["2207", "2502", "202", "20225"])
def test_a_year_that_no_plan_can_mean_is_noticed(year: str) -> None:
    text = f"到{year}年，绿色建筑占比达到100%。"
    goals, notices = targets([clause(text)])
    assert [(goal.value, goal.deadline) for goal in goals] == [(100, None)]
    (notice,) = notices
    assert notice.code == "impossible-year"
    assert text[notice.start : notice.end] == f"到{year}年"


# -- where a sentence stands --------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["发展现状", "面临形势", "工作成效", "存在的问题", "发展基础与形势", "抽查结果"])
def test_nothing_is_a_goal_under_a_heading_of_background(heading: str) -> None:
    below = clause("覆盖率达到90%，建成工厂500家。", "一/1.", parent="一")
    assert found(clause("培育平台80个。", heading=heading), below) == ()


@pytest.mark.parametrize(
    ("heading", "text", "name"),
    [
        ("实施沿海渔村码头改造", "2025年完成30座。", "沿海渔村码头改造"),
        ("持续推进农家灶台改造", "改善灶台、烟囱、水槽等基础改造，2025年改造460户。", "农家灶台改造"),
        ("危房改造工程", "2025年培训3万人次。", "培训人次"),
        ("抓实船员技能培训", "2025年培训3万人次。", "船员技能培训人次"),
    ],
)
def test_a_heading_names_the_work_that_a_bare_deed_leaves_unsaid(heading: str, text: str, name: str) -> None:
    assert [goal.indicator for goal in found(clause(text, heading=heading))] == [name]


@pytest.mark.parametrize(("title", "count"), [("某市推动工业稳增长实施细则", 1), ("某市专项资金管理实施细则", 0)])
def test_articles_are_tasks_where_the_title_says_so(title: str, count: int) -> None:
    article = clause("企业诉求办结率达到99%以上。", "第三条", kind="article")
    assert len(targets([article], None, title)[0]) == count


def test_the_end_of_the_year_is_the_papers() -> None:
    goals, _ = targets([clause("到年底，社区书架普及率达到45%。")], "2024-02-26", "某市2024年工作要点")
    assert [goal.deadline for goal in goals] == ["2024"]
    assert targets([clause("截至年底，社区书架普及率达到45%。")], "2024-02-26", "某市2024年工作要点")[0] == ()


@pytest.mark.parametrize("heading", ["夯实发展基础", "抢抓发展机遇", "解决突出问题", "提升工作成效"])
def test_a_heading_that_acts_is_no_background(heading: str) -> None:
    assert len(found(clause("培育平台80个。", heading=heading))) == 1


@pytest.mark.parametrize("heading", ["申报条件", "奖励标准", "评分办法", "支持对象"])
def test_conditions_are_no_goals(heading: str) -> None:
    assert found(clause("年营业收入达到2000万元以上，研发人员占比不低于20%。", heading=heading)) == ()


def test_articles_of_rules_need_a_date_or_an_aim() -> None:
    assert found(clause("孵化场地面积达到3000平方米，在孵企业达到20家。", kind="article")) == ()
    assert len(found(clause("到2025年，在孵企业达到200家。", kind="article"))) == 1
    assert len(found(clause("审批时间压缩至28个工作日以内，聘请监督员30名。", kind="article"))) == 2


def test_a_heading_can_hold_a_goal() -> None:
    assert [goal.value for goal in found(clause("", heading="新建农村公路300公里"))] == [300]


# -- what a goal points at ----------------------------------------------------------------------------------------


def test_offsets_point_into_the_source_through_what_the_view_hides() -> None:
    source = "全市新能源汽车保有量达\n- 2 -\n到 5 万辆以上,二手车交易量较 2023 年增长 17%。"
    view = View.of_runs(source, [(0, 11), (18, len(source))])
    piece = Clause("一", None, None, view, (), 0, 1, "item", 0, len(source), None)
    first, second = found(piece)
    assert (first.value, first.unit, second.value, second.baseline) == (5, "万辆", 17, "2023")
    assert source[first.start : first.end] == "新能源汽车保有量达\n- 2 -\n到 5 万辆以上"
    assert second.quote == source[second.start : second.end] == "二手车交易量较 2023 年增长 17%"


SOUP = (
    "，|。|；|：|、|（|）|《|》|“|”|%|\n|—|①|年|月|0|2|5|9| |个|家|万元|亿元|公里|100|2.5|80%|三个|百家|0.8：1|翻一番|"
    "到2027年|较2023年|2025年底前|“十四五”末|到2207年|达到|分别达到|超过|增长|以上|左右|其中|由|的|和|力争|每年|给予|全覆盖|"
    "主要目标是：|普及率|交易量|改造|新建|公园|平台"
)
TEXTS = st.lists(st.sampled_from(SOUP.split("|")), max_size=40).map("".join)


@given(TEXTS, st.sampled_from([None, "主要目标", "发展现状", "到2025年目标"]))
@settings(max_examples=400, deadline=None)
def test_nothing_is_refused_and_every_quote_is_true(text: str, heading: str | None) -> None:
    piece = clause(text, heading=heading)
    goals, notices = targets([piece, piece])
    for goal in goals:
        assert goal.quote == text[goal.start : goal.end] or goal.quote == (heading or "")[goal.start : goal.end]
        assert goal.value is not None
        assert math.isfinite(goal.value)
        assert goal.value_max is None or goal.value_max > goal.value
        assert goal.indicator.strip() == goal.indicator != ""
        assert goal.deadline is None or re.fullmatch(r"(?:19|20|21)\d\d(?:-(?:0[1-9]|1[0-2]))?", goal.deadline)
    assert all(isinstance(notice, Notice) for notice in notices)


@pytest.mark.parametrize(("text", "expected"), [line for line in lines() if line[1] != "无"][:60])
def test_width_of_marks_and_spaces_change_no_number(text: str, expected: str) -> None:
    narrow = text.translate(str.maketrans("，；：（）", ",;:()"))
    spaced = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", " ", text)
    plain = [(goal.value, goal.unit, goal.deadline) for goal in of(normal(text))]
    assert [(goal.value, goal.unit, goal.deadline) for goal in of(narrow)] == plain
    assert [(goal.value, goal.unit, goal.deadline) for goal in of(spaced)] == plain


def test_the_same_text_gives_the_same_goals() -> None:
    text = "到2025年，改造换热站10座、管网2.8公里，城镇、农牧区清洁供暖率分别达到100%和90%以上。"
    assert of(text) == of(text)


# -- against the hand-made gold of two real plans ------------------------------------------------------------------


def squashed(text: str | None) -> str:
    return re.sub(r"[\s*#]+", "", normal(text or ""))


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, squashed(a), squashed(b), autojunk=False).ratio()


@pytest.mark.parametrize("stem", ["000_2627acd412ac4b4c", "002_710ea48a55b0c65d"])
def test_gold(stem: str) -> None:
    gold = json.loads((HERE / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    text = (SEEDS / f"{stem}.txt").read_text(encoding="utf-8")
    source = Source(f"{stem}.txt", text, "0" * 64, "utf-8")
    view = layout(source)
    goals = found(*parse(view, zones(view), source).clauses, issued_on=gold["meta"]["issued_on"])
    left, missed = list(goals), []
    for wanted in (t | {"clause": c["id"]} for c in gold["clauses"] for t in c["targets"]):
        alike = [g for g in left if g.clause == wanted["clause"] and g.value == wanted["value"]]
        alike = [g for g in alike if squashed(g.unit) == squashed(wanted["unit"])]
        best = max(alike, key=lambda goal: likeness(goal.indicator, wanted["indicator"]), default=None)
        if best is None:
            missed += [] if wanted.get("implicit") else [wanted["quote"]]
            continue
        left.remove(best)
        have = (best.comparator, best.deadline, best.baseline, best.period, best.change)
        assert have == tuple(wanted[field] for field in ("comparator", "deadline", "baseline", "period", "change"))
        assert likeness(best.indicator, wanted["indicator"]) >= 0.6, (best.indicator, wanted["indicator"])
    assert (missed, [goal.quote for goal in left]) == ([], [])


# -- the year of the paper itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title", "deadline"),
    [
        ("年底前新建公厕20座。", None, "2024"),
        ("全年新建公厕20座。", "某市2025年重点任务清单", "2025"),
        ("6月底前新建公厕20座。", "某市2025年重点任务清单", "2025-06"),
        ("今年新建公厕20座。", None, "2024"),
        ("全年新建公厕20座。", "某市三年行动方案（2024—2026年）", None),
        ("三年内新建公厕20座。", None, None),
        ("每年6月底前新建公厕20座。", None, None),
        ("到2027年新建公厕20座，年底前完成道路改造3条。", None, "2027"),
    ],
)
def test_the_year_of_the_paper(text: str, title: str | None, deadline: str | None) -> None:
    assert targets([clause(text)], "2024-03-01", title)[0][0].deadline == deadline


def test_a_month_in_a_statement_is_of_the_papers_year() -> None:
    piece = clause("新建公厕20座。", statement="（8月底完成，市城管局负责）")
    assert targets([piece], "2024-03-01")[0][0].deadline == "2024-08"


def test_a_report_of_results_sets_no_goals() -> None:
    piece = clause("2024年，抽查企业105家，合格率达到92%。")
    assert targets([piece], "2024-03-01", "关于2024年产品质量抽查情况的通报")[0] == ()


def test_an_article_that_lists_goals() -> None:
    above = clause("考核内容包括以下方面：", "第五条", kind="article", number="第五条")
    below = clause("森林覆盖率达到45%以上。", "第五条/（一）", parent="第五条", number="（一）", order=1)
    assert [goal.value for goal in found(above, below)] == [45]


def test_a_general_task_takes_the_name_of_its_heading() -> None:
    assert found(clause("到2027年，完成建设任务300万亩。", heading="人工造林"))[0].indicator == "人工造林建设任务面积"


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("某市河道清淤若干措施（试行）", [95]),
        ("某市河道清淤行动方案", [95]),
        ("某市河道清淤管理办法", []),
        ("某市河道清淤奖补实施细则", []),
    ],
)
def test_articles_of_measures_are_tasks(title: str, values: list[float]) -> None:
    piece = clause("岸坡绿化率达到95%。", kind="article")
    assert [goal.value for goal in targets([piece], "2024-03-01", title)[0]] == values


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("高山白菜", "高山白菜种植面积"), ("发展目标", "种植面积"), ("做强主导产业", "种植面积"), (None, "种植面积")],
)
def test_a_crop_in_the_heading_names_what_its_area_is_of(heading: str | None, expected: str) -> None:
    goals = found(clause("到2026年，种植面积达到2000亩。", heading=heading))
    assert [goal.indicator for goal in goals] == [expected]


@pytest.mark.parametrize(
    "text", ["覆盖率达到5%，" * 900, "a" * 4000, "甲。" + "建书屋5所、" * 900 + "。乙", "甲。乙。"]
)
def test_a_sentence_without_end_is_cut_at_its_marks(text: str) -> None:
    spans = [(sentence.start, sentence.end) for sentence in sentences(text)]
    assert all(end - start <= LONGEST_SENTENCE for start, end in spans)
    assert "".join(text[a:b] for a, b in spans) == text.replace("。", "")
    assert sum(len(one.quantities) for s in sentences(text) for one in s.segments) == text.count("5")
