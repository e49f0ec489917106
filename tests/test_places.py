"""Places by code, by name, in running text; every row of the vocabulary is live."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quickness import is_done_within

from kg.errors import UnknownThing, VocabularyError
from kg.places import DATA, NATION, Gazetteer, gazetteer, rows
from kg.terms import Term, load

PLACES = gazetteer()
WORDS = load("places")


def codes(name: str, within: str | None = None) -> list[str]:
    return [place.code for place in PLACES.named(name, within)]


def seen(text: str, *, loose: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    found = PLACES.find(text, loose=loose)
    return [(text[s.start : s.end], tuple(place.code for place in s.places)) for s in found]


def test_a_place_knows_its_name_its_level_and_what_it_lies_in() -> None:
    place = PLACES.place("630202")
    assert (place.name, place.full_name, place.level, place.parent) == (
        "乐都区",
        "青海省海东市乐都区",
        "county",
        "630200",
    )
    assert [above.name for above in PLACES.above("630202")] == ["海东市", "青海省", "全国"]
    assert PLACES.above(NATION) == ()
    assert PLACES.place(NATION).level == "national"
    assert PLACES.place("500000").level == "province"
    assert PLACES.place("632200").level == "city"  # a prefecture


def test_an_unknown_code_is_refused_with_the_code() -> None:
    with pytest.raises(UnknownThing, match="999999"):
        PLACES.place("999999")


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [
        ("370000", "371083", True),
        ("371000", "371083", True),
        ("371083", "371083", True),
        (NATION, "371083", True),
        ("371083", "370000", False),
        ("370200", "371083", False),
        ("500000", "500112", True),
        ("420000", "429004", True),  # 仙桃 under 湖北 itself
        ("650000", "659001", True),  # 石河子
    ],
)
def test_contains(outer: str, inner: str, holds: bool) -> None:
    assert PLACES.contains(outer, inner) is holds


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("海东市", "630200"),
        ("海东", "630200"),
        ("海东地区", "630200"),  # its name until 2013
        ("青海", "630000"),
        ("青海省海东市", "630200"),
        ("聊城市东昌府区", "371502"),
        ("东昌府", "371502"),
        ("襄樊", "420600"),
        ("襄樊市", "420600"),
        ("即墨市", "370215"),
        ("海北州", "632200"),
        ("民和县", "630222"),
        ("民和", "630222"),
        ("东乡族自治县", "622926"),
        ("鄂伦春自治旗", "150723"),
        ("内蒙古", "150000"),
        ("巴州", "652800"),
        ("石河子", "659001"),
        ("仙桃", "429004"),
        ("济源", "419001"),
        ("新疆生产建设兵团", "650000"),
        ("雄安新区", "130600"),
        ("青岛西海岸新区", "370211"),
        ("成都高新区", "510100"),
        ("包头稀土高新技术产业开发区", "150200"),
        ("乳山市经济开发区", "371083"),
        ("莱芜市", "371200"),  # merged into 济南, a place of its own until 2018
        ("渝北区", "500112"),
        ("全国", NATION),
        ("我国", NATION),
        ("海南", "460000"),  # the province, not the prefecture
        ("吉林", "220000"),
        ("南昌", "360100"),  # the city, not the county in it
        ("632100", None),
        ("某市", None),
        ("海东市商务局", None),
    ],
)
def test_a_name_leads_to_one_place_or_none(name: str, want: str | None) -> None:
    assert codes(name) == ([want] if want else [])


def test_a_former_code_leads_to_the_place_of_today() -> None:
    assert PLACES.place("632100").name == "海东市"


def test_names_that_several_places_bear() -> None:
    assert codes("鼓楼区") == ["320106", "320302", "350102", "410204"]
    assert codes("朝阳") == ["211300", "110105", "220104"]  # the city first, then districts
    assert codes("城关区", within="620000") == ["620102"]
    assert codes("海南", within="630000") == ["632500"]
    assert codes("江北区") == ["330205"]  # 宁波's; 重庆's was merged away
    assert codes("江北区", within="500000") == ["500105"]
    assert codes("北京市朝阳区") == ["110105"]


def test_every_full_name_leads_back_to_its_place() -> None:
    for place in PLACES:
        if place.code != NATION:
            assert place in PLACES.named(place.full_name), place


def test_every_alias_leads_back_to_its_place_within_the_one_above() -> None:
    for place in PLACES:
        for alias in place.aliases if place.parent else ():
            assert PLACES.named(alias, place.parent), (place, alias)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("结合海东实际，制定本方案", [("海东", "630200")]),
        ("支持青海省海东市、西宁市建设", [("青海省海东市", "630200"), ("西宁市", "630100")]),
        ("北京市朝阳区", [("北京市朝阳区", "110105")]),
        ("在威海乳山开展试点", [("威海乳山", "371083")]),
        ("长治久安", []),
        ("推广安全生产经验", []),
        ("健康县域", []),
        ("沿线各市和县区", []),
        ("单县、莘县", [("单县", "371722"), ("莘县", "371522")]),
        ("在全市推广平安建设", []),
        ("中山大学", []),
        ("南京路", []),
        ("深圳路长制", [("深圳", "440300")]),
        ("北京冬奥组委、杭州亚运会组委会、上海证券交易所、西安交通大学", []),
        ("港口区域", []),
        ("成都市场监管", [("成都", "510100")]),
        ("成都市场景开放、成都市场馆、余杭区位于", [("成都市", "510100"), ("成都市", "510100"), ("余杭区", "330110")]),
        ("我国", [("我国", NATION)]),
    ],
)
def test_places_in_running_text(text: str, want: list[tuple[str, str]]) -> None:
    assert seen(text) == [(name, (code,)) for name, code in want]


def test_short_names_of_counties_count_in_loose_text_only() -> None:
    assert seen("乳山的目标是什么") == []
    assert seen("乳山的目标是什么", loose=True) == [("乳山", ("371083",))]


def test_cities_named_with_zhou_count_in_loose_text_behind_any_word() -> None:
    assert seen("由广州和福州分别", loose=True) == [("广州", ("440100",)), ("福州", ("350100",))]
    assert seen("在徐州路口", loose=True) == []


def test_the_name_in_front_narrows_the_candidates() -> None:
    assert seen("福州市鼓楼区") == [("福州市鼓楼区", ("350102",))]
    assert seen("我国鼓楼区") == [("我国", (NATION,)), ("鼓楼区", tuple(codes("鼓楼区")))]


def test_signs_in_document_numbers() -> None:
    assert [place.name for place in PLACES.numbered("鲁政发〔2024〕3号")] == ["山东省"]
    assert [place.name for place in PLACES.numbered("国办发〔2019〕45号")] == ["全国"]
    assert PLACES.numbered("某政发〔2024〕3号") == ()
    assert PLACES.marks("370000") == ("鲁",)
    assert set(PLACES.marks("520000")) == {"黔", "贵"}
    assert PLACES.marks("371083") == ()


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word.kind}-{word.form}")
def test_every_row_of_the_vocabulary_is_live(word: Term) -> None:
    if word.kind == "mark":
        assert [place.code for place in PLACES.numbered(word.example)] == [word["code"]]
    elif word.kind in ("alias", "area"):
        hits = [(name, found) for name, found in seen(word.example) if name.endswith(word.form)]
        assert any(word["code"] in found for _, found in hits), seen(word.example)
    else:
        assert word.form in word.example
        assert seen(word.example) == []
        without = Gazetteer(rows(), [other for other in WORDS if other.form != word.form])
        assert without.find(word.example), f"{word.form} hides nothing"


def test_a_row_of_an_unknown_kind_names_its_line() -> None:
    with pytest.raises(VocabularyError, match=r"places\.tsv:"):
        Gazetteer(rows(), [replace(WORDS[0], kind="nickname")])


def test_the_data_file_is_read_whole() -> None:
    found = rows()
    current = [row for row in found if row[2] == "current"]
    assert len([row for row in current if row[0].endswith("0000")]) == 34
    assert len(current) > 3200
    held = {row[0] for row in found if row[2] != "renamed"}
    assert len(held) == len([row for row in found if row[2] != "renamed"])
    assert all(row[4] in held for row in found if row[2] == "renamed")
    assert DATA.read_text(encoding="utf-8").count("CC BY 4.0") == 1


def test_loading_is_fast() -> None:
    assert is_done_within(0.3, lambda: Gazetteer(rows(), load("places")))  # 20 ms where measured


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["海东", "市", "省", "青海", "县", "区", "鼓楼区", "北京", "，", "和", "长治久安", "x"]),
        max_size=12,
    )
)
def test_sightings_stand_apart_in_order_and_name_a_place(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for sighting in PLACES.find(text, loose=True):
        assert end <= sighting.start < sighting.end <= len(text)
        assert sighting.places
        end = sighting.end


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("前海南沙的码头", []),
        ("目前海南有几家", ["海南"]),
        ("长江西段堤防加固", []),
        ("长江江苏段堤防加固", ["江苏"]),
        ("黄河北部灌区", []),
        ("黄河流域山东段", ["山东"]),
        ("洞庭湖南侧湿地", []),
        ("江西赣江新区", ["江西赣江新区"]),
    ],
)
def test_waters_and_what_lies_north_or_south_of_them(text: str, names: list[str]) -> None:
    assert [text[s.start : s.end] for s in gazetteer().find(text, loose=True)] == names
