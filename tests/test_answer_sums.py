"""Figures that are no goals: how often and how long, answered with the sentence that prints it."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.answer_sums import asks_sum
from search.engine import Engine

RULES = """泰宁县护河工作规则
第一条 为做好护河，制定本办法。
第二条 巡河例会原则上每年召开两次，通报清淤情况。
第三条 河长助理每届任期4年。
第四条 群众护河建议15个工作日给出答复。
第五条 2024年护河经费的10%来自捐赠。
泰宁县人民政府
2024年5月6日
"""


@pytest.fixture(scope="module")
def society(engine_over: EngineOver) -> Engine:
    """Answers questions over one made-up set of rules."""
    return engine_over({"协会.txt": RULES})


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("泰宁巡河例会一年开几次？", "两次"),
        ("泰宁群众护河建议多少天答复？", "15个工作日"),
    ],
)
def test_how_often_and_how_long(society: Engine, question: str, printed: str) -> None:
    given = society.ask(question)
    assert given.answered
    assert printed in given.text


def test_a_share_or_a_year_is_no_time(society: Engine) -> None:
    assert "10%" not in society.ask("泰宁护河经费拨付要几个月？").text


def test_a_number_of_something_else_is_no_sum() -> None:
    assert asks_sum("巡河例会一年开几次")
    assert not asks_sum("要有几名河长助理")


LOANS = """泰宁县扶持茶铺若干措施
一、担保贷款。茶铺可申请最高20万元的担保贷款；合伙开办的茶铺，可申请最高90万元的担保贷款。贷款由县农商行发放。
二、店面租金。茶铺租用公房的，减免三成租金。
泰宁县人民政府
2024年5月6日
"""


def test_the_parts_of_a_sentence_that_say_as_much_are_told_with_it(engine_over: EngineOver) -> None:
    given = engine_over({"茶铺.txt": LOANS}).ask("泰宁茶铺担保贷款最高多少")
    assert "最高20万元" in given.text and "最高90万元" in given.text
    assert "农商行" not in given.text


FERRY = """泰宁县渡船更新若干措施
一、换购新船。渔户交回木船换购铁船的，按船价的三成给予补贴，每艘不超过9000元。2025年换购铁船40艘。
二、加装救生衣柜。渡口加装救生衣柜60个。
泰宁县人民政府
2024年5月6日
"""


@pytest.mark.parametrize(
    ("question", "said", "values"),
    [
        ("泰宁木船换铁船能补多少钱", "每艘不超过9000元", []),
        ("泰宁换购铁船补多少", "每艘不超过9000元", []),
        ("泰宁换购铁船多少艘", "40艘", [40]),
        ("泰宁渡口救生衣柜补多少个", "60个", [60]),  # how many are added
    ],
)
def test_what_is_paid_is_no_goal(engine_over: EngineOver, question: str, said: str, values: list[float]) -> None:
    given = engine_over({"渡船.txt": FERRY}).ask(question)
    assert said in given.text
    assert [target.value for target in given.targets] == values
