"""Numbers as they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.numerals import arabic_value, chinese_value, split_scale

_DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """The slow, obvious way to write a whole number below 10 000 0000 in Chinese."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return written(number // 10_000) + "万" + (gap + written(rest) if rest else "")
    text, pending = "", False
    for power, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit == 0:
            pending = bool(text)
            continue
        text += ("零" if pending else "") + _DIGITS[digit] + mark
        pending = False
    return text


@given(st.integers(1, 99_999_999))
def test_a_written_number_is_read_again(number: int) -> None:
    assert chinese_value(written(number)) == number


@given(st.integers(10, 19))
def test_ten_needs_no_one_before_it(number: int) -> None:
    assert chinese_value(written(number).removeprefix("一")) == number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("两", 2),
        ("十", 10),
        ("百", 100),
        ("千", 1000),
        ("万", 10_000),
        ("亿", 100_000_000),
        ("一百零五", 105),
        ("两千", 2000),
        ("一万亿", 1_000_000_000_000),
    ],
)
def test_round_numbers(printed: str, value: int) -> None:
    assert chinese_value(printed) == value


@pytest.mark.parametrize("printed", ["三四十", "二三", "几十", "数百", "", "10", "十个", "二〇二五", "三百五"])
def test_estimates_and_words_are_no_numbers(printed: str) -> None:
    assert chinese_value(printed) is None


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("三千万", ("三千", "万")),
        ("百亿", ("百", "亿")),
        ("一万亿", ("一", "万亿")),
        ("万", ("万", "")),
        ("一百二十", ("一百二十", "")),
    ],
)
def test_the_scale_goes_with_the_measure(printed: str, parts: tuple[str, str]) -> None:
    assert split_scale(printed) == parts


@given(st.integers(0, 10**9))
def test_thousands_marks_change_nothing(number: int) -> None:
    assert arabic_value(f"{number:,}") == number == arabic_value(str(number))
    assert arabic_value(f"{number:,}".replace(",", "，")) == number


@pytest.mark.parametrize("printed", ["12,34", "一百", "1.2.3", "", "-3"])
def test_what_is_no_arabic_number_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="no Arabic number"):
        arabic_value(printed)
