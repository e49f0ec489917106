"""Words typed with a character of the same sound."""

from __future__ import annotations

import pytest

from kg.terms import load
from search.typos import english_words, respell, respelt
from search.understand import VOCABULARY

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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who is responsable for kindergatens", "who is responsible for kindergartens"),
        ("wihch departement leads", "which department leads"),
        ("the taget of rushan for grain", "the target of rushan for grain"),
        ("grain prices", "grain prices"),  # no word of the vocabulary, and none is near
        ("the contrast of hubie", "the contrast of hubie"),  # too short to tell
        ("kindergardens", "kindergartens"),
    ],
)
def test_an_english_word_one_letter_off_is_put_right(typed: str, meant: str) -> None:
    known = frozenset({"kindergartens", "kindergarten", "contract", "grain", "rushan", "price"})
    assert respelt(typed, known) == meant


def test_words_spelt_as_they_should_be_stay() -> None:
    known = english_words()
    for text in ("quality of farmland", "planting and planning", "the contrast of actions", "which agencies lead"):
        assert respelt(text, known) == text


def test_every_english_word_that_asks_is_live() -> None:
    for term in load("asking_english", folder=VOCABULARY):
        form = term.form
        slips = [form[:n] + form[n + 1] + form[n] + form[n + 2 :] for n in range(1, len(form) - 1)]
        assert any(respelt(slip, frozenset()) == term.form for slip in slips), term.where
