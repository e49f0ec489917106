"""The points in time that a text names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.deadlines import due_before, moments

CASES = [
    ("到2027年，", "到2027年 2027 due"),
    ("力争到2025年底前，", "到2025年底前 2025 due"),
    ("到2026年年底，", "到2026年年底 2026 due"),
    ("2024年改造换热站", "2024年 2024 due"),
    ("2025年6月底前", "2025年6月底前 2025-06 due"),
    ("2025年12月31日前", "2025年12月31日前 2025-12 due"),
    ("2025年上半年", "2025年上半年 2025-06 due"),
    ("2025年第三季度", "2025年第三季度 2025-09 due"),
    ("“十四五”末", "“十四五”末 2025 due"),
    ("到“十五五”期间", "到“十五五”期间 2030 due"),
    ("2024—2027年", "2024—2027年 2027 due"),
    ("2025年6月底前完成80%，12月底前完成", "2025年6月底前 2025-06 due + 12月底前 2025-12 due"),
    ("2025年一季度启动，三季度完成", "2025年一季度 2025-03 due + 三季度 2025-09 due"),
    ("较2023年增长", "较2023年 2023 baseline"),
    ("比“十三五”末提高", "比“十三五”末 2020 baseline"),
    ("与2020年相比", "与2020年相比 2020 baseline"),
    ("与2017年91.0%相比", "与2017年 2017 baseline"),
    ("在2020年基础上翻一番", "在2020年基础上 2020 baseline"),
    ("达到2020年的1.5倍", "2020年 2020 baseline"),
    ("由2020年的30%提高到2025年的50%", "由2020年 2020 baseline + 2025年 2025 due"),
    ("自2024年起", "自2024年起 2024 since"),
    ("截至2020年底", "截至2020年底 2020 past"),
    ("2018年以来", "2018年以来 2018 past"),
    ("2000年底前建成的城镇老旧小区", "2000年底前 2000 described"),
    ("2025年底前加固2020年以前存量险桥", "2025年底前 2025 due + 2020年以前 2020 described"),
    ("2025年底前完成鉴定的险桥加固", "2025年底前 2025 due"),
    ("2026年底前达到60%，2025年底前达到50%", "2026年底前 2026 due + 2025年底前 2025 due"),
    ("到2207年", "到2207年 2207年 impossible"),
    ("到202年", "到202年 202年 impossible"),
    ("2024年6月8日", ""),
    ("《行动方案（2021—2023年）》", ""),
    ("青政〔2024〕23号", ""),
    ("“十四五”智能制造发展规划", ""),
    ("始建于1632年", ""),
    ("2025年版标准", ""),
    ("每年12月底前", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_moments(text: str, expected: str) -> None:
    found = [f"{text[m.start : m.end]} {m.when} {m.meaning}" for m in moments(text)]
    assert " + ".join(found) == expected


@given(st.text(alphabet="到至较比由2025年月日底末前“”十四五《》（）—，。的基础", max_size=30))
def test_any_text_is_read_and_every_moment_stands_in_it(text: str) -> None:
    found = moments(text)
    assert [m.start for m in found] == sorted(m.start for m in found)
    assert all(0 <= m.start < m.end <= len(text) for m in found)


def test_the_last_date_before_a_place_governs_it() -> None:
    text = "到2025年达到97%；到2027年达到98%"
    found = moments(text)
    governing = [due_before(found, 0, text.index(value)) for value in ("97%", "98%")]
    assert [m.when for m in governing if m] == ["2025", "2027"]
    assert due_before(found, 0, 0) is None
    assert due_before(found, text.index("；"), text.index("；") + 1) is None
