"""What places are called besides their names, and what only sounds like a place; one question a line."""

from __future__ import annotations

import pytest

from kg.places import gazetteer
from kg.terms import Term, load
from kg.view import normal
from search.bynames import is_of_a_kind
from search.names import Places
from search.understand import VOCABULARY

ROWS = load("bynames", required=["code"], folder=VOCABULARY)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.form)
def test_every_byname_is_found_in_its_example(row: Term) -> None:
    assert (row["code"],) in [place.codes for place in Places(gazetteer(), [row["code"]])(row.example)]


@pytest.mark.parametrize(
    ("text", "corpus", "named"),
    [
        ("粤鄂两省书屋建设比较", "420000 440000", "广东省 湖北省"),
        ("川渝两地谁管书屋", "", "四川省 重庆市"),  # signs side by side name nothing else
        ("苏浙皖各省份的书屋", "", "江苏省 浙江省 安徽省"),
        ("辽宁省的书屋谁建", "210000", "辽宁省"),  # not the signs of two provinces
        ("辽宁省和吉林省的书屋", "", "辽宁省 吉林省"),
        ("黑吉辽三省的书屋", "", "黑龙江省 吉林省 辽宁省"),
        ("京津冀协同发展谁负责", "130000", ""),  # a matter
        ("鹿城的书屋谁建", "150200", "包头市"),
        ("鹿城区的书屋谁建", "150200", "鹿城区"),  # called by its name
        ("鹿城的书屋谁建", "150200 330302", "鹿城区"),  # there are papers of it
        ("蓉城的书屋谁建", "420100", ""),  # no papers of it
        ("来蓉创业的补贴", "510100", "成都市"),
        ("在汉高校毕业生", "420100", "武汉市"),
        ("在汉语课上", "420100", ""),
        ("深入鲁班工坊", "370000", ""),
        ("未来鲁菜推广", "370000", ""),
        ("内蒙古的草原", "150000", "内蒙古自治区"),
        ("阿盟的草原", "152900", "阿拉善盟"),
        ("沿海城市的书屋", "210381", ""),
        ("上海合作组织的书屋", "310000", ""),
        ("达茂旗的书屋", "630200", "达尔罕茂明安联合旗"),  # a short form means nothing else
        ("青岛市南区的书屋", "370202", "市南区"),  # people write 市 once
        ("济南市中区的书屋", "370100", "市中区"),
        ("海东市南区块的书屋", "630200", "海东市"),
        ("试点县的书屋补助", "350400", ""),
        ("设区的市建多少书屋", "350400", ""),
        ("直辖市书屋谁建", "350400", ""),
    ],
)
def test_what_else_places_are_called(text: str, corpus: str, named: str) -> None:
    found = Places(gazetteer(), corpus.split())(text)
    assert [gazetteer().place(place.codes[0]).name if place.codes else place.words for place in found] == named.split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("book houses in Haidong prefecture-level city", "haidong prefecture-level city"),
        ("haidong shi de shuwu", "haidong shi"),
        ("haidong share of book houses", "haidong"),
        ("haidong's counties", "haidong’s"),
    ],
)
def test_what_kind_of_place_stands_behind_its_romanised_name(text: str, words: str) -> None:
    assert [place.words for place in Places(gazetteer(), ["630200"])(normal(text).lower())] == [words]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("青海的海东谁管书屋", "青海的海东"),
        ("青海省下辖的海东市谁管书屋", "青海省下辖的海东市"),
        ("Who builds book houses in Haidong, Qinghai?", "haidong， qinghai"),
        ("book houses of Haidong in Qinghai Province", "haidong in qinghai province"),
        ("who builds book houses in Qinghai's Haidong", "qinghai’s haidong"),
        ("青海、海东的书屋", "青海|海东"),  # both are asked about
        ("青海和海东的书屋比较", "青海|海东"),
        ("Haidong, Qinghai and Xining", "haidong|qinghai|xining"),  # a list
        ("海东的西宁书屋", "海东|西宁"),  # neither lies in the other
        ("what Qinghai asks and Haidong does", "qinghai|haidong"),
    ],
)
def test_a_place_and_the_one_it_lies_in_are_one(text: str, named: str) -> None:
    plain = normal(text).lower()
    found = Places(gazetteer(), ["630000", "630200"])(plain)
    assert "|".join(plain[place.start : place.end].strip() for place in found) == named
    assert found[-1].codes != ("630000",)  # it is the one that lies in the other that is asked about


@pytest.mark.parametrize(("words", "kind"), [("两省", True), ("粤鄂两省", False), ("周边市", True), ("火星市", False)])
def test_a_kind_of_places_is_none(words: str, kind: bool) -> None:
    assert is_of_a_kind(words) is kind
