"""The order of the best clauses: links between them raise, a second reading chooses where words tell little."""

from __future__ import annotations

import pytest
from engines import EngineOver
from hypothesis import given
from hypothesis import strategies as st

from search.engine import Engine
from search.hits import Hit
from search.knowledge import Knowledge
from search.reorder import raised, with_linked
from search.second import likenesses

CITY = """龙岩市乡村邮路管理办法
第一条 为规范乡村邮路，制定本办法。
第二条 乡邮员每周投递不少于五次，雨雪天气可以顺延，投递情况登记在册。
第三条 村邮站设在村部，配备雨棚、书桌和货架，由专人看管。
第四条 邮车定期检修，轮胎和制动每季度检查一次。
第五条 对迟投、丢失邮件的，按规定赔偿收件人。
第六条 本办法自公布之日起施行。
龙岩市人民政府
2021年3月1日
"""
COUNTY = """漳平市乡村邮路提升方案
根据《龙岩市乡村邮路管理办法》，制定本方案。
一、保证投递。乡邮员每周投递不少于五次，雨雪天气可以顺延，投递情况登记在册。
二、修缮桥梁。对通村桥梁逐座体检，加固桥墩。
三、爱护候鸟。禁止投喂和惊扰候鸟，设立观鸟台。
漳平市人民政府
2023年9月2日
"""


@pytest.fixture(scope="module")
def post(engine_over: EngineOver) -> Engine:
    """Answers questions over a city's rules and its county's plan."""
    return engine_over({"办法.txt": CITY, "方案.txt": COUNTY})


@pytest.fixture(scope="module")
def known(post: Engine) -> Knowledge:
    return post.generation().knowledge


def clauses(known: Knowledge) -> dict[str, str]:
    """The ids of the clauses by path."""
    return {piece.path: piece.id for piece in known.pieces.values()}


def test_a_clause_rises_towards_the_one_it_derives_from(known: Knowledge) -> None:
    at = clauses(known)
    found = raised([Hit(at["第二条"], 1.0), Hit(at["二"], 0.5), Hit(at["一"], 0.2)], known)
    assert [(hit.clause, round(hit.score, 2)) for hit in found] == [
        (at["第二条"], 1.0),
        (at["一"], 0.68),
        (at["二"], 0.5),
    ]


def test_of_a_partial_link_half_counts(known: Knowledge) -> None:
    at = clauses(known)
    link = known.parents[at["一"]][0]
    known.parents[at["一"]] = [link._replace(strength="partial")]
    try:
        found = raised([Hit(at["第二条"], 1.0), Hit(at["一"], 0.2)], known)
        assert round(found[1].score, 2) == 0.38
    finally:
        known.parents[at["一"]] = [link]


@given(st.lists(st.floats(0, 1.2), min_size=1, max_size=10))
def test_nothing_is_raised_above_the_best_or_lowered(known: Knowledge, scores: list[float]) -> None:
    hits = sorted((Hit(c, s) for c, s in zip(sorted(known.pieces), scores, strict=False)), key=lambda h: -h.score)
    found = raised(hits, known)
    before = {hit.clause: hit.score for hit in hits}
    assert {hit.clause for hit in found} == before.keys()
    assert all(before[hit.clause] <= hit.score <= hits[0].score for hit in found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_linked_clause_of_another_document_answers_too(known: Knowledge) -> None:
    at = clauses(known)
    hits = [Hit(at["第二条"], 1.0), Hit(at["第三条"], 0.9), Hit(at["二"], 0.5), Hit(at["一"], 0.2)]
    assert with_linked(hits[:1], hits, known) == [hits[0], hits[3]]
    assert with_linked(hits[1:2], hits, known) == hits[1:2]  # it is linked to none
    assert with_linked([hits[0], hits[2]], hits, known) == [hits[0], hits[2]]  # the county has its clause
    assert with_linked([], hits, known) == []


def test_a_clause_that_takes_over_a_part_does_not_answer_too(known: Knowledge) -> None:
    at = clauses(known)
    link = known.parents[at["一"]][0]
    known.children[at["第二条"]] = [link._replace(strength="partial")]
    try:
        hits = [Hit(at["第二条"], 1.0), Hit(at["一"], 0.2)]
        assert with_linked(hits[:1], hits, known) == hits[:1]
    finally:
        known.children[at["第二条"]] = [link]


def test_a_second_reading_tells_near_clauses_apart() -> None:
    dogs, bins = likenesses(
        "遛弯时狗没拴绳吓到小孩怎么办", [["携犬出户应当束绳，避让老人和儿童"], ["垃圾桶每日清洗，避免溢满"]]
    )
    assert dogs > bins + 0.1
    assert likenesses("", [["携犬出户应当束绳"]]) == [0.0]
    assert likenesses("遛狗", [[]]) == [0.0]


def test_what_was_read_before_is_read_no_differently() -> None:
    passages = [["携犬出户应当束绳", "犬只定期接种疫苗"], ["犬只定期接种疫苗"]]
    assert likenesses("狗要打疫苗", passages) == pytest.approx(likenesses("狗要打疫苗", passages))


def test_a_question_asked_again_is_answered_the_same(post: Engine) -> None:
    question = "漳平下大雪还送信吗"
    assert post.ask(question).evidence == post.ask(question).evidence
