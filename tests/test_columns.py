"""The words over the columns of tables of figures: every word of the vocabulary does what its kind says."""

from __future__ import annotations

import pytest

from kg.columns import columns, is_header
from kg.terms import Term, load

TERMS = load("columns")


def goals(words: list[str], caption: str = "") -> list[tuple[str, str | None]]:
    read = columns(words, caption, None)
    return [(goal.name, goal.unit) for goal in read.goals] if read else []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.kind}-{term.form}")
def test_every_word_is_live(term: Term) -> None:
    assert term.form in term.example, term.where
    without = term.example.replace(term.form, "甲")
    if term.kind == "level":
        assert goals([term.example, "新建茶馆（家）"]), term.where
        assert not goals([term.example.replace(term.form, "甲乙"), "新建茶馆（家）"]), term.where
    elif term.kind == "item":
        assert goals([term.example, "新建茶馆（家）"]), term.where
        assert not goals([without, "新建茶馆（家）"]), term.where
    elif term.kind == "deed":
        assert goals(["县区", term.example]), term.where
        assert not goals(["县区", without]), term.where
    elif term.kind == "other":
        assert not goals(["县区", term.example], "2025年任务"), term.where
        assert goals(["县区", without], "2025年任务"), term.where
    elif term.kind == "over":
        assert goals(["县区", "数量（家）"], term.example), term.where
        assert not goals(["县区", "数量（家）"], without), term.where
    else:
        assert term.kind == "not-over"
        assert not goals(["县区", "数量（家）"], term.example), term.where
        assert goals(["县区", "数量（家）"], without), term.where


def test_the_columns_behind_the_numbers_are_told() -> None:
    numbered = columns(["序号", "县区", "改造茶园（亩）", "完成时限"], "", 2025)
    plain = columns(["县区", "改造茶园（亩）"], "", 2025)
    assert numbered is not None
    assert plain is not None
    assert (numbered.first, numbered.name, numbered.limit) == (1, 1, 3)
    assert (plain.first, plain.name, plain.limit) == (0, 0, None)


@pytest.mark.parametrize("words", [["序号"], ["县区", "备注"], ["姓名", "电话"], ["县区", "得分"], []])
def test_other_tables_have_no_goals(words: list[str]) -> None:
    assert not is_header(words)
