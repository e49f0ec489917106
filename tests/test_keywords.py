"""Terms, traditional characters, and BM25 against a ten-line loop, by value."""

from __future__ import annotations

import math
from collections import Counter

import jieba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.arrays import pack, unpack
from search.keywords import HEADING, K1, B, Keywords, count
from search.script import simplify
from search.split import IndexedClause
from search.tokens import Tokens, fold

CLAUSES = (
    IndexedClause("a", "1", "一", "加快公共充电桩建设，支持居住区充电设施改造。", "完善充电设施", places=("海东市",)),
    IndexedClause(
        "b", "1", "二", "规范二手车经营主体备案，支持二手车出口。", "促进二手车流通", units=("海东市商务局",)
    ),
    IndexedClause("c", "1", "三", "推动公交车电动化替代，更新老旧公交车。", "更新公交车", above=("重点任务",)),
    IndexedClause("d", "2", "一", "设备投资规模较2023年增长25%以上，AI应用更广。", sectors=("工业",)),
    IndexedClause("e", "2", "二", ""),
)
QUESTIONS = ("充电桩归谁管", "二手车交易 牵头单位", "公交车", "2023年增长25%", "ai", "海东市商务局", "没有的事", "")


def slow_bm25(clauses: tuple[IndexedClause, ...], question: dict[str, float], tokens: Tokens) -> list[float]:
    """The formula, one clause and one term at a time."""
    counts = []
    for clause in clauses:
        around = (clause.text, *clause.units, *clause.places, *clause.sectors, *clause.above)
        counts.append(Counter(tokens.terms(clause.heading or "") * HEADING + tokens.terms("\n".join(around))))
    lengths = [sum(own.values()) for own in counts]
    mean, scores = sum(lengths) / len(lengths) or 1, []
    for own, length in zip(counts, lengths, strict=True):
        score = 0.0
        for term, weight in question.items():
            held = sum(term in other for other in counts)
            idf = math.log(1 + (len(clauses) - held + 0.5) / (held + 0.5))
            score += weight * idf * own[term] * (K1 + 1) / (own[term] + K1 * (1 - B + B * length / mean))
        scores.append(score)
    return scores


def keywords_of(clauses: tuple[IndexedClause, ...], tokens: Tokens) -> Keywords:
    return Keywords.of([(count(clauses, tokens), np.arange(len(clauses)))], len(clauses))


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(["二手商品", "海东市"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_those_of_the_slow_way(tokens: Tokens, question: str) -> None:
    weights = tokens.question(question)
    scores = keywords_of(CLAUSES, tokens).scores(weights)
    assert np.allclose(scores, slow_bm25(CLAUSES, weights, tokens), rtol=1e-4, atol=1e-5)


@settings(deadline=None, max_examples=60)
@given(
    texts=st.lists(st.text("甲乙丙丁 ab1", max_size=12), min_size=1, max_size=12),
    question=st.text("甲乙丙丁 ab1", max_size=6),
)
def test_scores_are_those_of_the_slow_way_for_any_text(tokens: Tokens, texts: list[str], question: str) -> None:
    clauses = tuple(IndexedClause(str(n), "1", "一", text, text[:3]) for n, text in enumerate(texts))
    weights = tokens.question(question)
    assert np.allclose(
        keywords_of(clauses, tokens).scores(weights), slow_bm25(clauses, weights, tokens), rtol=1e-4, atol=1e-5
    )


def test_the_terms_matched_add_up_to_the_score(tokens: Tokens) -> None:
    keywords, weights = keywords_of(CLAUSES, tokens), tokens.question("充电桩和公交车")
    scores = keywords.scores(weights)
    for position, shares in enumerate(keywords.matched(weights, range(len(CLAUSES)))):
        assert math.isclose(sum(share for _, share in shares), scores[position], rel_tol=1e-5, abs_tol=1e-6)
        assert [share for _, share in shares] == sorted((share for _, share in shares), reverse=True)
    (first, *_) = keywords.matched(weights, [0])
    assert {term for term, _ in first} == {"充电", "电桩"}


def test_a_rarer_word_counts_more(tokens: Tokens) -> None:
    keywords = keywords_of(CLAUSES, tokens)
    assert keywords.rarity("没有") > keywords.rarity("二手") > keywords.rarity("支持")
    assert keywords.rarity_of_all(["二手", "车出"]) == keywords.rarity("车出")
    assert keywords.rarity_of_all(["二手", "公交"]) == keywords.rarity_of_all([]) == keywords.rarity("没有")


def test_saving_and_loading_changes_nothing(tokens: Tokens) -> None:
    keywords = keywords_of(CLAUSES, tokens)
    again = Keywords.load(unpack(pack(keywords.arrays())))
    for question in QUESTIONS:
        weights = tokens.question(question)
        assert np.array_equal(again.scores(weights), keywords.scores(weights))


def test_counts_taken_over_make_the_same_index(tokens: Tokens) -> None:
    whole = keywords_of(CLAUSES, tokens)
    before = keywords_of((CLAUSES[3], CLAUSES[0], CLAUSES[4], CLAUSES[0]), tokens)
    taken = before.counted().take(np.array([1, 0, 2]))  # the clauses a, d and e
    parts = [(count((CLAUSES[1], CLAUSES[2]), tokens), np.array([1, 2])), (taken, np.array([0, 3, 4]))]
    again = Keywords.of(parts, 5)
    for name, array in whole.arrays().items():
        assert np.array_equal(again.arrays()[name], array), name


def test_no_clauses_no_words(tokens: Tokens) -> None:
    empty = Keywords.load(unpack(pack(keywords_of((), tokens).arrays())))
    assert empty.scores(tokens.question("充电桩")).tolist() == []


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("二手车交易", "二手车 二手 手车 车交 交易"),
        ("充電樁", "充电 电桩"),
        ("ＡＩ赋能", "ai 赋能"),
        ("到2027年增长45%", "到 2027 年增 增长 45%"),
        ("3.5万辆", "3.5 万辆"),
        ("🚗！！", ""),
        ("'; DROP TABLE--", "drop table"),
        ("市 局", "市 局"),
    ],
)
def test_terms(tokens: Tokens, text: str, terms: str) -> None:
    assert " ".join(tokens.terms(text)) == terms


def test_own_words_are_terms() -> None:
    assert "市投促局" not in Tokens().terms("请市投促局负责")
    assert "市投促局" in Tokens(["市投促局"]).terms("请市投促局负责")
    assert "市投促局" not in Tokens().terms("请市投促局负责"), "one cutter's words are no other's"


def test_a_words_pair_counts_more_than_a_pair_across_words(tokens: Tokens) -> None:
    assert tokens.question("设备更新") == {"设备": 2.0, "备更": 1.0, "更新": 2.0}
    assert tokens.question("AI") == {"ai": 2.0}


def test_the_fast_cutter_cuts_as_jieba_does() -> None:
    jieba.setLogLevel(60)
    slow, words = jieba.Tokenizer(), ["市发展改革委", "市商务局", "以旧换新"]
    fast = Tokens(words)
    for word in fast.words:
        slow.add_word(word)
    text = "市发展改革委会同市商务局、各县区人民政府，推进老旧小区改造和消费品以旧换新，完善二手商品流通交易体系"
    for run in text.replace("、", "，").split("，"):
        long = [term for term in slow.cut_for_search(run, HMM=False) if len(term) > 2]
        assert [term for term in fast.terms(run) if len(term) > 2] == long


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("海東市充電樁建設由哪些部門負責？", "海东市充电桩建设由哪些部门负责？"),
        ("關於推動大規模設備更新", "关于推动大规模设备更新"),
        ("乾县", "乾县"),
        ("显著提升", "显著提升"),
        ("plain ASCII", "plain ASCII"),
        ("🚗裡面", "🚗里面"),
    ],
)
def test_traditional_characters(traditional: str, simplified: str) -> None:
    assert simplify(traditional) == simplified


@given(st.text(max_size=40))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(simplify(text)) == len(text)
    assert simplify(simplify(text)) == simplify(text)
