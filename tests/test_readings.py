"""How place names are spelt in Latin letters where a dictionary of words reads their characters otherwise."""

from __future__ import annotations

import pytest

from kg.places import gazetteer
from search.names import Places, romanised
from search.readings import syllables


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("长治市", "chang zhi shi"),
        ("弓长岭区", "gong chang ling qu"),
        ("长子县", "zhang zi xian"),
        ("子长市", "zi chang shi"),
        ("朝阳市", "chao yang shi"),
        ("佛冈县", "fo gang xian"),
        ("佛山市", "fo shan shi"),
        ("漯河市", "luo he shi"),
        ("于都县", "yu du xian"),
        ("闵行区", "min hang qu"),
        ("行唐县", "xing tang xian"),
        ("乐清市", "yue qing shi"),
        ("民乐县", "min le xian"),
        ("乐亭县", "lao ting xian"),
    ],
)
def test_the_readings_of_place_names(name: str, spelt: str) -> None:
    assert " ".join(syllables(name)) == spelt


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("who mends roads in changzhi", "140400"),
        ("luohe city's book houses", "411100"),
        ("book houses in huadu district", "440114"),
        ("chao yang book houses", "211300"),
    ],
)
def test_places_are_found_by_them(text: str, code: str) -> None:
    assert [place.codes for place in Places(gazetteer(), [code])(text)] == [(code,)]


def test_no_other_spelling_is_left() -> None:
    assert "140400" not in romanised(gazetteer()).get("zhangzhi", ())
    assert "140428" in romanised(gazetteer())["zhangzi"]
