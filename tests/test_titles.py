"""Titles taken apart and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.places import gazetteer
from kg.terms import Term, load
from kg.titles import (
    Title,
    agreement,
    bare_genre,
    editions_meet,
    ends_in_genre,
    parents_named,
    same_title,
    squash,
    take_apart,
    years_of,
)


def apart(title: str) -> Title:
    return take_apart(title, gazetteer())


@pytest.mark.parametrize("term", load("titles"), ids=lambda term: f"{term.kind}:{term.form}")
def test_every_word_is_live(term: Term) -> None:
    parts = apart(term.example)
    match term.kind:
        case "genre":
            assert (parts.genre, parts.family) == (term.form, term["base"])
        case "subordinate" | "names":
            (parent,) = parents_named(term.example)
            ends = term.form if term.kind == "names" else ""
            assert parent.endswith(ends) and term.example.startswith(parent) and parent != term.example
        case "filler" | "verb":
            assert term.form in term.example and parts.core in ("设备更新", "农村公路管护", "政务公开")
        case "realm":
            assert parts.place == term.form


@pytest.mark.parametrize(
    ("printed", "place", "core", "genre", "edition"),
    [
        (
            "青海省推动大规模设备更新和消费品以旧换新实施方案",
            "青海省",
            "大规模设备更新和消费品以旧换新",
            "实施方案",
            "",
        ),
        (
            "青海省人民政府\n关于印发推动大规模设备更新和消费品以旧换新实施方案的通知",
            "青海省",
            "大规模设备更新和消费品以旧换新",
            "实施方案",
            "",
        ),
        ("推动大规模设备更新和消费品以旧换新行动方案", "", "大规模设备更新和消费品以旧换新", "行动方案", ""),
        (
            "乳山市推动大规模设备更新和消费品以旧换新工作落实方案",
            "乳山市",
            "大规模设备更新和消费品以旧换新",
            "工作落实方案",
            "",
        ),
        ("聊城市东昌府区推动设备更新实施方案", "聊城市东昌府区", "设备更新", "实施方案", ""),
        ("某某数字政府建设行动方案（2021—2023年）", "", "某某数字政府建设", "行动方案", "2021-2023"),
        ("包头市2022年数字政府建设考评办法", "包头市", "数字政府建设", "考评办法", "2022"),
        ("“十四五”智能制造发展规划", "", "智能制造", "发展规划", "十四五"),
        ("国务院关于加快发展旅游业的意见", "国务院", "发展旅游业", "意见", ""),
        ("湖南省支持低空经济发展若干措施（试行）", "湖南省", "低空经济发展", "若干措施", ""),
        ("城市居家适老化改造指导手册", "", "城市居家适老化改造", "指导手册", ""),
        ("中华人民共和国种子法", "中华人民共和国", "种子", "法", ""),
        ("关于《海东市推动设备更新分工方案》的通知", "海东市", "设备更新", "分工方案", ""),
    ],
)
def test_parts(printed: str, place: str, core: str, genre: str, edition: str) -> None:
    parts = apart(printed)
    assert (parts.place, parts.core, parts.genre, parts.edition) == (place, core, genre, edition)


@pytest.mark.parametrize(
    ("cited", "held", "how"),
    [
        ("包头市数字政府建设行动方案(2021–2023年)", "包头市 数字政府建设行动方案（2021—2023年）", "exact"),
        ("青海省人民政府关于印发推动设备更新实施方案的通知", "青海省推动设备更新实施方案", "same"),
        ("关于印发《某县农村公路“路长制”实施方案》的通知", "某县农村公路路长制实施方案", "exact"),
        ("种子法", "中华人民共和国种子法", "same"),
        ("推动设备更新方案", "推动设备更新实施方案（2024—2027年）", "near"),
        ("推动大规模设备更新和消费品以旧换新实施方案", "推动大规模设备更新和消费品以旧换代实施方案", "near"),
        ("大规模设备更新实施方案", "推动大规模设备更新和消费品以旧换新实施方案", "short"),
        ("推动设备更新行动方案", "推动设备更新实施方案", None),
        ("第二批特色小镇培育工作实施方案", "第三批特色小镇培育工作实施方案", None),
        ("2023年政务公开工作要点", "2024年政务公开工作要点", None),
        ("某省养老服务条例", "某省养老服务条例（征求意见稿）", None),
        ("省政府转发省发改委关于加快发展物流业意见的通知", "关于加快发展物流业的意见", None),
    ],
)
def test_agreement(cited: str, held: str, how: str | None) -> None:
    assert agreement(apart(cited), apart(held)) == how


@pytest.mark.parametrize(
    ("title", "parents"),
    [
        ("海东市贯彻落实〈青海省推动设备更新实施方案〉分工方案", ("青海省推动设备更新实施方案",)),
        (
            "海东市人民政府办公室关于《海东市贯彻落实〈青海省推动设备更新实施方案〉分工方案》的通知",
            ("青海省推动设备更新实施方案",),
        ),
        ("某省实施《中华人民共和国种子法》办法", ("中华人民共和国种子法",)),
        ("某市产业园发展若干政策实施细则", ("某市产业园发展若干政策",)),
        ("某市数字经济发展规划（2021—2025年）", ()),
        ("某省贯彻落实国务院关于加快发展旅游业的意见实施方案", ("国务院关于加快发展旅游业的意见",)),
        ("某市人民政府转发某省人民政府关于加快发展旅游业的意见的通知", ("某省人民政府关于加快发展旅游业的意见",)),
        ("某市推动设备更新实施方案", ()),
        ("某市贯彻落实设备更新工作方案", ()),
        ("海东市贯彻落实青海省推动设备更新实施方案分工方案", ("青海省推动设备更新实施方案",)),
    ],
)
def test_parents_named(title: str, parents: tuple[str, ...]) -> None:
    assert parents_named(title) == parents


def test_endings() -> None:
    assert bare_genre("《实施方案》") and not bare_genre("设备更新实施方案")
    assert ends_in_genre("某省养老服务条例（试行）") and not ends_in_genre("红楼梦")
    assert same_title("《某市 方案》", "某市方案") and not same_title(None, None)


def test_editions() -> None:
    assert years_of("十五五") == (2026, 2030)
    assert editions_meet("2024", "十四五") and not editions_meet("2022", "2024") and editions_meet("", "2024")
    assert not editions_meet("第一批", "第二批")


@given(st.text(alphabet="青海省市关于印发的通知方案推动设备更新《》〈〉（）2024—年“” \n", max_size=40))
def test_taking_apart_never_raises_and_squashing_is_stable(text: str) -> None:
    parts = apart(text)
    assert squash(squash(text)) == squash(text)
    assert agreement(parts, parts) in ("exact", "same", "near", None)
    parents_named(text)
