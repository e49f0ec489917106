"""Numbers with their measures."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.quantities import may_hold_quantity, quantities

CASES = [
    ("2万架以上", "2 万架 >="),
    ("淘汰8100余辆", "8100 辆 >"),
    ("10余万人次", "10 万人次 >"),
    ("3000多家", "3000 家 >"),
    ("20%左右", "20 % ~"),
    ("7.9%以内", "7.9 % <="),
    ("2名（含）以上", "2 名 >="),
    ("3—5个", "3—5 个"),
    ("10%-15%", "10—15 %"),
    ("100至200家", "100—200 家"),
    ("三至五家", "3—5 家"),
    ("0.8：1", "0.8 ：1"),
    ("1.5：1左右", "1.5 ：1 ~"),
    ("1,320辆", "1320 辆"),
    ("106万千瓦", "106 万千瓦"),
    ("80亿千瓦时", "80 亿千瓦时"),
    ("1.8万亿元", "1.8 万亿元"),
    ("2000PFLOPS", "2000 PFLOPS"),
    ("30微克/立方米", "30 微克/立方米"),
    ("12件/万人", "12 件/万人"),
    ("100台（套）", "100 台（套）"),
    ("百个", "100 个"),
    ("千家", "1000 家"),
    ("万名", "10000 名"),
    ("十万人", "10 万人"),
    ("百亿元", "100 亿元"),
    ("万亿元", "1 万亿元"),
    ("一百二十个", "120 个"),
    ("百分之三十以上", "30 % >="),
    ("翻一番", "100 %"),
    ("翻两番", "300 %"),
    ("一倍", "1 倍"),
    ("超1000万，", "1000 万"),
    ("达到130。", "130 None"),
    ("1个工作日内", "1 个工作日 <="),
    ("2025年底前100%", "100 %"),
]
NONE = [
    *("第3条", "前100名", "每万人", "5G基站", "PM2.5", "“1633”政策", "一个平台", "走进千家万户", "8：30", "25：48：27"),
    *("2023年", "12345热线", "1+6+2+4", "7×24小时", "千兆光纤", "二次供水", "两人间", "三方协议", "四位一体", "15部门"),
    *("20多元化", "TOP200高校", "数十个", "三四十家", "两个维护", "一二三产业"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quantities(text: str, expected: str) -> None:
    (found,) = quantities(text)
    top = f"—{found.value_max:g}" if found.value_max is not None else ""
    assert f"{found.value:.6g}{top} {found.unit}" + (f" {found.bound}" if found.bound else "") == expected


@pytest.mark.parametrize("text", NONE)
def test_no_quantities(text: str) -> None:
    assert quantities(text) == ()


@given(st.text(alphabet="0123456789.,，：%个家万亿千百元余多以上左右至—三两十第每前“”年月翻番倍之分，。", max_size=30))
def test_the_guard_lets_every_quantity_through(text: str) -> None:
    found = quantities(text)
    assert not found or may_hold_quantity(text)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
