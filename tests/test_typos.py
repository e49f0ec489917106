"""Words typed with a character of the same sound."""

from __future__ import annotations

import pytest

from search.typos import respell

TEXT = "推进明厨亮灶，加快再制造，培育技改服务商，重点项目，合同电力"
PAIRS = {TEXT[i : i + 2] for i in range(len(TEXT) - 1)}


@pytest.mark.parametrize(
    ("before", "word", "after", "meant"),
    [
        ("", "明厨亮皂", "", "明厨亮灶"),
        ("再", "制早", "", "制造"),
        ("改", "服务尚", "", "服务商"),
        ("", "亮皂", "", None),  # no neighbour says that 亮灶 is meant
        ("", "核店", "项", None),  # 点 would fit 重点项目, but 核点 is printed nowhere
        ("", "天气", "", None),
    ],
)
def test_respells_only_what_is_plain(before: str, word: str, after: str, meant: str | None) -> None:
    assert respell(word, before, after, PAIRS.__contains__) == meant
