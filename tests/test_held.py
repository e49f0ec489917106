"""The sieve against looking into every text: nothing that is held is missed, and runs are as long as they are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.view import normal
from search.held import Sieve
from search.keywords import Keywords, count
from search.split import IndexedClause
from search.tokens import Tokens
from search.words import Word, phrasing

TEXTS = ("支持二手车交易，发放算力贷。", "二手 车辆（12345热线）交易", "繁體二手車與AI应用", "", "充电桩车交易手二")
TOKENS = Tokens(["二手商品"])
SAID = st.text("二手车交易算力贷充电桩12ai，", min_size=1, max_size=7)


def sieve(words: list[Word], runs: list[str], texts: tuple[str, ...]) -> Sieve:
    clauses = [IndexedClause(str(n), "1", "一", text, "交易") for n, text in enumerate(texts)]
    held = Keywords.of([(count(clauses, TOKENS), np.arange(len(clauses)))], len(clauses))
    at = [str(n) for n in range(len(texts))]
    return Sieve(words, runs, at, lambda terms, ids: held.holding(terms, np.array([int(i) for i in ids], np.int32)))


@given(form=SAID, other=SAID, known=st.booleans(), text=st.text("二手车交易算力贷充电桩12ai，", max_size=20))
def test_no_clause_that_holds_a_word_is_left_out(form: str, other: str, known: bool, text: str) -> None:
    texts = (*TEXTS, text)
    parts = tuple(form[n : n + 2] for n in range(len(form) - 1)) if len(form) > 3 else ()
    word = Word(form, 1.0, (other,), parts, known)
    holding = {n for n, body in enumerate(texts) if word.share(normal(f"交易 {body}").lower())}
    assert holding <= set(sieve([word], [], texts).holders(word))


@given(runs=st.lists(st.text("二手车交易算力贷充", min_size=3, max_size=20), max_size=3))
def test_runs_are_as_long_as_in_the_texts(runs: list[str]) -> None:
    looked = sieve([], runs, TEXTS)
    for n, text in enumerate(TEXTS):
        body = normal(f"交易 {text}").lower()
        assert looked.phrasing(n, body) == phrasing(runs, body) <= looked.possible()[n] + 1e-9


def test_few_texts_are_looked_into() -> None:
    word = Word("算力贷", 1.0)
    assert sieve([word], [], TEXTS).holders(word) == [0]
    number = Word("12345", 1.0)
    assert sieve([number], [], TEXTS).holders(number) == [0, 1, 2, 3, 4]  # it has no pairs
