"""What a clause kept, changed, added and dropped: cases a clerk can check, and the law that nothing gets lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.difference import Piece, difference, render

SEEDS = Path(__file__).parents[1] / "seed" / "policies"

# marked as render(colour=False) marks it: {+new+}, [-gone-]
CASES = {
    "a changed number": (
        "到2027年，全市农作物耕种收综合机械化率达到60%。",
        "到2027年，全省农作物耕种收综合机械化率达到73%。",
        "到2027年，全市农作物耕种收综合机械化率达到[-73%。-]{+60%。+}",
    ),
    "a word put in": (
        "持续实施好农机报废更新补贴政策。",
        "实施农机报废更新补贴政策。",
        "[-实施-]{+持续实施好+}农机报废更新补贴政策。",
    ),
    "a sentence dropped": (
        "推进家电以旧换新进社区。提升居民消费体验。",
        "推进家电以旧换新进社区。支持西宁市建设集散中心。提升居民消费体验。",
        "推进家电以旧换新进社区。[-支持西宁市建设集散中心。-]提升居民消费体验。",
    ),
    "a sentence added": (
        "推进家电以旧换新进社区。开展“僵尸车”清理。",
        "推进家电以旧换新进社区。",
        "推进家电以旧换新进社区。{+开展“僵尸车”清理。+}",
    ),
    "sentences that changed places": (
        "拓展绿色智能家电消费场景。加强二手车登记管理工作。",
        "加强二手车登记管理工作。拓展绿色智能家电消费场景。",
        "拓展绿色智能家电消费场景。加强二手车登记管理工作。",
    ),
    "punctuation of another width": (
        "规范运营秩序，优化资源配置。",
        "规范运营秩序,优化资源配置.",
        "规范运营秩序，优化资源配置。",
    ),
    "nothing in common": ("支持文旅设备改造。", "加强税收优惠。", "[-加强税收优惠。-]{+支持文旅设备改造。+}"),
}


@pytest.mark.parametrize(("child", "parent", "marked"), CASES.values(), ids=CASES.keys())
def test_marks_what_a_reader_would_mark(child: str, parent: str, marked: str) -> None:
    assert render(difference(child, parent), colour=False) == marked


def rebuilt_child(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.now for piece in pieces)


def rebuilt_parent(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.was for piece in sorted(pieces, key=lambda p: p.parent))


policy_text = st.lists(
    st.sampled_from(
        [
            "推进家电以旧换新",
            "进社区",
            "，",
            "。",
            "“跳蚤市场”",
            "到2027年",
            "45%",
            "（店）",
            " ",
            "全市",
            "全省",
            "二手车",
        ]
    ),
    max_size=14,
).map("".join)


@given(policy_text | st.text(max_size=40), policy_text | st.text(max_size=40))
def test_pieces_rebuild_both_texts(child: str, parent: str) -> None:
    pieces = difference(child, parent)
    assert rebuilt_child(pieces) == child
    assert rebuilt_parent(pieces) == parent


@given(policy_text, policy_text)
def test_offsets_are_those_of_the_two_texts(child: str, parent: str) -> None:
    for piece in difference(child, parent):
        assert child[slice(*piece.child)] == piece.now
        assert parent[slice(*piece.parent)] == piece.was


@given(policy_text, policy_text)
def test_each_kind_is_what_its_name_says(child: str, parent: str) -> None:
    for piece in difference(child, parent):
        assert bool(piece.now) == (piece.kind != "dropped")
        assert bool(piece.was) == (piece.kind != "added")


@given(policy_text)
def test_a_copy_is_kept_whole(text: str) -> None:
    pieces = difference(text, text)
    assert rebuilt_child(pieces) == text
    if re.search(r"\w", text):
        assert [piece.kind for piece in pieces] == ["kept"]


def test_real_clauses_are_rebuilt() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("00[01]*.txt"))]
    pieces = difference(*texts)
    assert rebuilt_child(pieces) == texts[0]
    assert rebuilt_parent(pieces) == texts[1]
    assert sum(len(piece.now) for piece in pieces if piece.kind == "kept") > len(texts[0]) * 0.5


def test_colour_marks_new_and_gone_apart() -> None:
    shown = render(difference("机械化率达到60%。", "机械化率达到73%。"), colour=True)
    assert "\x1b[32m60%。\x1b[0m" in shown
    assert "\x1b[31m\x1b[9m73%。\x1b[0m" in shown


def test_long_losses_are_shortened_where_asked() -> None:
    shown = render(difference("完善体系。", "支持" * 30 + "。"), colour=False, longest=10)
    assert "…（略" in shown
    assert len(shown) < 50


def test_what_is_new_is_shortened_where_asked() -> None:
    pieces = difference("完善废旧物资回收体系。" + "支持" * 30 + "。", "完善废旧物资回收体系。")
    assert "支持" * 30 in render(pieces, colour=False, longest=10)
    assert render(pieces, colour=False, longest_new=10).endswith("{+支持支持支…（略51字）…支持支持。+}")
