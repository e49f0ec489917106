"""Parsing: the clause tree, line by line, on the five documents, and as laws that hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.layout import layout
from kg.numbering import number
from kg.parse import parse
from kg.records import Clause, Parsed, Source
from kg.zones import zones

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seed" / "policies"
CASES = [
    line
    for line in (HERE / "lines" / "parse.txt").read_text(encoding="utf-8").split("\n")
    if "⇒" in line and not line.startswith("#")
]
OUTLINES = (HERE / "lines" / "outlines.txt").read_text(encoding="utf-8").split("\n== ")[1:]


def tree(text: str) -> Parsed:
    source = Source("a.txt", text, "", "utf-8")
    view = layout(source)
    return parse(view, zones(view), source)


def of_seed(start: str) -> Parsed:
    return tree(next(SEEDS.glob(f"{start}*.txt")).read_text(encoding="utf-8"))


def clause(parsed: Parsed, path: str) -> Clause:
    return next(c for c in parsed.clauses if c.path == path)


@pytest.mark.parametrize("case", CASES)
def test_line_cases(case: str) -> None:
    text, outline = case.replace("⏎", "\n").split(" ⇒ ")
    assert [f"{c.path} {c.heading or '—'}" for c in tree(text).clauses] == outline.split(" ｜ ")


@pytest.mark.parametrize("outline", OUTLINES, ids=lambda outline: outline[:3])
def test_outlines_of_the_five_documents(outline: str) -> None:
    name, *rows = outline.strip().split("\n")
    found = [f"{'  ' * c.depth}{c.path}  {c.heading or '—'}" for c in of_seed(name[:3]).clauses]
    assert found == rows


def test_a_clause_holds_its_own_text_only() -> None:
    text = "一、任务\n总的要求。\n（一）完善体系。引导企业。\n——扩大网点。\n责任单位：市商务局\n（二）扩大消费。"
    parsed = tree(text)
    assert clause(parsed, "一").text == "总的要求。"
    first = clause(parsed, "一/（一）")
    assert first.text == "引导企业。\n——扩大网点。"
    assert (first.number, first.depth, first.kind, first.parent, first.order) == ("（一）", 2, "item", "一", 1)
    assert text[first.start : first.end] == "（一）完善体系。引导企业。\n——扩大网点。\n责任单位：市商务局"
    assert first.heading_view is not None
    assert text[slice(*first.heading_view.span(0, len(first.heading_view)))] == "完善体系"


def test_statements_are_cut_out_and_keep_their_place() -> None:
    text = "一、强化支撑。加大供给。（责任单位：市数据局）各区提供算力。（责任单位：各区人民政府）\n施行说明。"
    found = clause(tree(text), "一")
    assert found.text == "加大供给。各区提供算力。\n施行说明。"
    assert [(s.view.text, found.text[: s.after]) for s in found.statements] == [
        ("（责任单位：市数据局）", "加大供给。"),
        ("（责任单位：各区人民政府）", "加大供给。各区提供算力。"),
    ]
    assert found.responsibility == "（责任单位：市数据局）\n（责任单位：各区人民政府）"


def test_a_statement_in_the_line_of_a_heading() -> None:
    found = clause(tree("（一）强化督查（责任单位：市政府办公室）\n每季度通报一次。\n（二）落实资金。"), "（一）")
    assert (found.heading, found.text, found.responsibility) == (
        "强化督查",
        "每季度通报一次。",
        "（责任单位：市政府办公室）",
    )


@pytest.mark.parametrize(
    ("start", "path", "begins", "ends"),
    [
        ("000", "序", "根据《青海省人民政府", "制定本分工方案。"),
        ("000", "二/（五）", "供水方面", "智能建造设备。"),
        ("000", "四/（三）", "各县区、各部门要", "良好社会氛围。"),
        ("001", "八/（三）", "各级各部门要", "良好社会氛围。"),
        ("002", "八/26.", "持续落实“要素", "公用设施用地。"),
        ("002", "附件/一", "组长：", "市大数据中心副主任"),
        ("003", "序", "为认真贯彻国家", "制定本方案。"),
        ("004", "一", "坚持以习近平", "增长35%。"),
        ("004", "十二/（三十一）", "区融媒体要组织", "东昌府经验。"),
    ],
)
def test_where_clauses_of_the_five_documents_begin_and_end(start: str, path: str, begins: str, ends: str) -> None:
    text = clause(of_seed(start), path).text
    assert (text[: len(begins)], text[-len(ends) :]) == (begins, ends)


def test_a_text_without_numbers_is_one_clause() -> None:
    parsed = tree("加强领导，压实责任。\n各区要落实资金。")
    assert [(c.path, c.kind, c.text) for c in parsed.clauses] == [
        ("序", "preamble", "加强领导，压实责任。\n各区要落实资金。")
    ]


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("一、甲。\n三、乙。", "number-gap", "编号“三、”与前面的编号不相连，仍按条款处理。"),
        ("一、甲。\n一、乙。", "number-again", "编号“一、”在同一层出现不止一次，记为 一·2。"),
        ("一、甲线\n3、丙线通车。", "number-as-text", "行首的“3.”接不上任何编号，当作正文处理。"),
    ],
)
def test_odd_numbering_is_noticed(text: str, code: str, message: str) -> None:
    notices = tree(text).notices
    assert [(n.code, n.message) for n in notices] == [(code, message)]
    assert notices[0].start == text.index("\n") + 1


def test_zones_say_what_each_character_is() -> None:
    text = "某市方案\n为推进，制定本方案。\n- 1 -\n一、甲。\n抄送：市委。\n"
    assert [(z.kind, z.path, text[z.start : z.end]) for z in tree(text).zones] == [
        ("head", None, "某市方案\n"),
        ("clause", "序", "为推进，制定本方案。\n"),
        ("noise", None, "- 1 -\n"),
        ("clause", "一", "一、甲。"),
        ("tail", None, "\n抄送：市委。\n"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十一", 21), ("一百零五", 105), ("三〇", 30), ("27", 27), ("⑫", 12), ("", 0), ("两", 2)],
)
def test_numbers(text: str, value: int) -> None:
    assert number(text) == value


soup = st.sampled_from(
    [
        *[
            "一、",
            "二、",
            "十三、",
            "（一）",
            "(二)",
            "1.",
            "2．",
            "3、",
            "（1）",
            "2)",
            "①",
            "第一章",
            "第二条 ",
            "1.1 ",
            "1 总则",
            "专栏1",
        ],
        *[
            "\n",
            "\n",
            "\r\n",
            "　　",
            " ",
            "。",
            "；",
            "：",
            "总体要求",
            "到2027年",
            "附件",
            "附件1",
            "抄送：市委。",
            "2024年7月3日",
        ],
        *[
            "责任单位：市商务局",
            "（牵头单位：市教育局）",
            "某市人民政府",
            "现印发给你们。",
            "各县区：",
            "- 2 -",
            "目录",
            "**",
            "（",
            "）",
            "😀",
        ],
    ]
)


@given(st.one_of(st.lists(soup, max_size=40).map("".join), st.text(max_size=60)))
def test_laws_for_any_text(text: str) -> None:
    parsed = tree(text)
    at = 0
    for zone in parsed.zones:
        assert zone.start == at < zone.end
        at = zone.end
    assert at == len(text)
    paths = [c.path for c in parsed.clauses]
    assert len(set(paths)) == len(paths)
    assert {z.path for z in parsed.zones if z.kind == "clause"} <= set(paths)
    for order, c in enumerate(parsed.clauses):
        assert c.order == order
        assert 0 <= c.start < c.end <= len(text)
        assert c.parent is None or c.parent in paths[:order]
        assert all(c.start <= a < b <= c.end for a, b in c.body.runs())
        assert all(0 <= s.after <= len(c.body) for s in c.statements)
