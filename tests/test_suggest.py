"""Suggestions: prefix before infix, characters before pinyin, whatever is typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from api.suggest import KINDS, Entry, Suggester, syllables

ENTRIES = (
    Entry("海东市", "place", "630200", 2, "青海省海东市"),
    Entry("青海省", "place", "630000", 1, "青海省"),
    Entry("汽车", "sector", "汽车", 11),
    Entry("二手商品", "sector", "二手商品", 7),
    Entry("海东市商务局", "unit", "630200:海东市商务局", 8, "8 项职责"),
    Entry("海东市公安局", "unit", "630200:海东市公安局", 5, "5 项职责"),
    Entry("报废汽车回收量", "indicator", "报废汽车回收量", 5),
    Entry("开展汽车以旧换新", "heading", "甲#二/（十二）", 1),
    Entry("A级纳税人", "heading", "甲#三", 1),
)
SUGGESTER = Suggester(ENTRIES)


def texts(typed: str, *kinds: str, limit: int = 10) -> list[str]:
    return [s.text for s in SUGGESTER.suggest(typed, limit, kinds)]


def test_prefix_comes_before_infix() -> None:
    assert texts("汽车") == ["汽车", "报废汽车回收量", "开展汽车以旧换新"]


def test_more_frequent_comes_first_within_a_kind() -> None:
    assert texts("海东市", "unit") == ["海东市商务局", "海东市公安局"]


def test_initials_find_the_unit() -> None:
    assert texts("hdssw") == ["海东市商务局"]


def test_full_pinyin_finds_by_prefix_and_from_a_syllable_on() -> None:
    assert texts("haidongshishang") == ["海东市商务局"]
    assert texts("shangwu") == ["海东市商务局"]
    assert texts("hangwu") == []  # 商务 does not begin with hang


def test_blanks_and_apostrophes_of_an_input_method_do_not_matter() -> None:
    assert texts("hai'dong shi", "place") == ["海东市"]


def test_latin_characters_are_found_as_printed_whatever_their_case() -> None:
    assert texts("a级") == texts("A级") == ["A级纳税人"]


def test_the_typed_stretch_is_marked_and_pinyin_is_not() -> None:
    infix = SUGGESTER.suggest("商务")[0]
    assert infix.text[slice(*infix.match)] == "商务"
    assert SUGGESTER.suggest("hdssw")[0].match == (0, 0)


def test_kinds_and_limit_narrow() -> None:
    assert texts("汽车", "heading") == ["开展汽车以旧换新"]
    assert len(texts("h", limit=2)) == 2


def test_one_kind_leaves_room_for_others() -> None:
    many = Suggester(
        [*(Entry(f"设备更新{n}", "heading", str(n), 1) for n in range(20)), Entry("设备", "sector", "设备", 9)]
    )
    kinds = [s.kind for s in many.suggest("设备", 6)]
    assert kinds == ["sector"] + ["heading"] * 5


def test_nothing_typed_suggests_nothing() -> None:
    assert texts("") == texts("   ") == texts("'") == []


@given(st.text(max_size=60), st.integers(1, 12), st.sets(st.sampled_from(KINDS)))
def test_whatever_is_typed_each_suggestion_is_an_entry_and_comes_once(typed: str, limit: int, kinds: set[str]) -> None:
    found = SUGGESTER.suggest(typed, limit, kinds)
    assert len(found) <= limit
    keys = [(s.kind, s.id) for s in found]
    assert len(set(keys)) == len(keys) and set(keys) <= {(e.kind, e.id) for e in ENTRIES}
    assert not kinds or {s.kind for s in found} <= kinds
    for s in found:
        assert 0 <= s.match[0] <= s.match[1] <= len(s.text)


@given(st.sampled_from(ENTRIES), st.data())
def test_every_piece_of_an_entry_finds_it(entry: Entry, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(entry.text) - 1))
    piece = entry.text[start : start + data.draw(st.integers(1, len(entry.text)))]
    assert entry.text in texts(piece, entry.kind, limit=50)


@given(st.text("重庆长城要乐亭县厦门银行长A1-（）", min_size=1, max_size=14))
def test_syllables_are_those_of_the_whole_text(text: str) -> None:
    whole = lazy_pinyin(text, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]  # takes a list
    assert syllables(text) in (whole, [])
    assert bool(syllables(text)) == any("一" <= character <= "鿿" for character in text)
