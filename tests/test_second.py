"""The second opinion on whether a clause is on the matter."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from engines import EngineOver

from search.engine import Engine
from search.second import likenesses, sentences, vector_of
from search.sentence_encoder import SentenceEncoder

HEADING, TEXT = "冬季供暖", "食堂更换旧锅炉，开展农机具和炊具更新。每年入冬前检修管道。"
CITY = """三明市社区食堂建设若干措施
为解决老年人吃饭难，制定以下措施。
一、明厨亮灶。食堂后厨安装摄像头，向居民公开。（责任单位：市市场监管局）
二、冬季供暖。食堂更换旧锅炉，开展炊具更新。（责任单位：市住建局）
三、引入企业。引入连锁餐饮企业承接食堂，减免三年租金。（责任单位：市商务局）
"""


def test_the_closest_passage_counts_wherever_it_stands() -> None:
    near, far = "食堂更换旧锅炉", "学校组织夏令营"
    alone, beside, other = likenesses("食堂换锅炉", [[near], [far, near], [far]])
    assert alone == beside > other


@pytest.mark.parametrize(("question", "text"), [("", TEXT), ("锅炉", ""), ("锅炉", "。；"), (" ", "")])
def test_nothing_is_like_nothing(question: str, text: str) -> None:
    assert likenesses(question, [sentences(text)]) == [0.0]


@pytest.mark.parametrize("text", ["某市把锅炉换成新的，谁负责", "某局牵头哪些任务", "  ", ""])
def test_a_text_has_the_vector_of_its_encoder_whenever_it_is_asked_for(text: str) -> None:
    for _ in range(2):
        assert vector_of(text).tolist() == SentenceEncoder().encode([text])[0].tolist()


def test_who_else_asks_makes_no_difference() -> None:
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda _: tuple(likenesses("食堂换锅炉", [sentences(TEXT)])), range(12))
        assert len(set(found)) == 1


@pytest.fixture(scope="module")
def canteens(engine_over: EngineOver) -> Engine:
    """Answers questions over the made-up paper."""
    return engine_over({"市.txt": CITY})


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("三明把锅炉换成新的，谁负责", "三明市住房和城乡建设局"),
        ("三明厨房装监控给居民看归谁管", "三明市市场监督管理局"),
        ("三明餐馆排水由谁负责", None),
        ("三明校车由谁负责", None),
        ("三明高考由谁负责", None),
    ],
)
def test_who_is_asked_for_in_other_words(canteens: Engine, question: str, unit: str | None) -> None:
    assert [u.name for u in canteens.ask(question).units] == ([unit] if unit else [])
