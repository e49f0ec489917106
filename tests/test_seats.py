"""Seats: whose bureau a plan of a zone, a town or the corps means when it says 财政局."""

from __future__ import annotations

import pytest

from kg.document import read_document
from kg.identity import unit_named
from kg.places import gazetteer
from kg.records import Document, Source

PLACES = gazetteer()


def paper(issuer: str, duty: str) -> Document:
    text = f"{issuer}关于推进某项工作的意见\n为推进工作，提出本意见。\n一、主要任务\n（一）加强管理。抓好。（{duty}）"
    return read_document(Source("a.txt", text, "0" * 64, "utf-8"), PLACES)


@pytest.mark.parametrize(
    ("issuer", "duty", "expected"),
    [
        ("合肥经济技术开发区管理委员会", "责任单位：财政局", "合肥经济技术开发区财政局"),
        ("合肥经济技术开发区管理委员会", "责任单位：区财政局", "合肥经济技术开发区财政局"),
        ("合肥高新技术产业开发区管理委员会", "责任单位：高新区财政局", "合肥高新技术产业开发区财政局"),
        ("合肥经济技术开发区管理委员会", "责任单位：市财政局", "合肥市财政局"),
        ("合肥经济技术开发区管理委员会", "责任单位：各社区", "合肥经济技术开发区各社区"),
        ("河北雄安新区管理委员会", "责任单位：雄安集团", "雄安集团"),
        ("河北雄安新区管理委员会", "责任单位：新区改革发展局", "河北雄安新区改革发展局"),
        ("青岛高新区管委会", "责任单位：科技局", "青岛高新区科学技术局"),
        ("乳山经济开发区管理委员会", "责任单位：规划建设局", "乳山经济开发区规划建设局"),
        ("嘉善县西塘镇人民政府", "责任单位：镇纪委", "嘉善县西塘镇纪委"),
        ("绵阳市涪城区人民政府城厢街道办事处", "责任单位：街道城建办", "涪城区城厢街道城建办"),
        ("嘉善县西塘镇人民政府", "责任单位：镇村建所", "嘉善县西塘镇村建所"),
        ("嘉善县西塘镇人民政府", "责任单位：姚庄镇人民政府", "嘉善县姚庄镇人民政府"),
        ("嘉善县西塘镇人民政府", "责任单位：各村（社区）", "嘉善县西塘镇各村（社区）"),
        ("嘉善县西塘镇人民政府", "责任单位：县水利局", "嘉善县水利局"),
        ("阿拉善左旗吉兰泰镇人民政府", "责任单位：镇党政办", "阿拉善左旗吉兰泰镇党政办"),
        ("新疆生产建设兵团办公厅", "兵团水利局牵头", "新疆生产建设兵团水利局"),
        ("新疆生产建设兵团办公厅", "责任单位：各师市", "新疆生产建设兵团各师市"),
        ("新疆维吾尔自治区人民政府", "责任单位：兵团农业农村局", "新疆生产建设兵团农业农村局"),
        ("新疆维吾尔自治区人民政府", "责任单位：自治区水利厅", "新疆维吾尔自治区水利厅"),
        ("浦东新区人民政府", "责任单位：区商务委", "浦东新区商务委员会"),
        ("海东市人民政府", "责任单位：财政局", "海东市财政局"),
    ],
)
def test_whose_body_it_is(issuer: str, duty: str, expected: str) -> None:
    document = paper(issuer, duty)
    assert [unit.name for unit in document.units] == [expected]


def test_bare_names_behind_a_body_of_the_corps_are_the_corps() -> None:
    document = paper("新疆生产建设兵团办公厅", "兵团发展改革委、财政局负责")
    assert {unit.name for unit in document.units} == {"新疆生产建设兵团发展和改革委员会", "新疆生产建设兵团财政局"}


def test_two_zones_of_one_city_are_two_bodies_and_one_zone_is_one() -> None:
    economic, short, high = (
        unit_named(name, "340100", PLACES).id
        for name in ("合肥经济技术开发区管理委员会", "合肥经开区管委会", "合肥高新区管委会")
    )
    assert economic == short != high


def test_the_levels_of_what_lies_in_a_place() -> None:
    levels = [
        unit_named(name, code, PLACES).level
        for name, code in (("西塘镇人民政府", "330421"), ("合肥高新区管委会", "340100"), ("兵团水利局", "100000"))
    ]
    assert levels == ["township", "county", "province"]


def test_the_issuer_is_the_body_that_its_plan_names() -> None:
    document = paper("合肥高新技术产业开发区管理委员会", "责任单位：管委会")
    issuer = unit_named(document.head.issuers[0], document.head.place, PLACES)
    assert [unit.id for unit in document.units] == [issuer.id]
