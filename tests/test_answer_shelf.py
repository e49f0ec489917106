"""Answers on which papers there are: on a matter, and made under one."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.engine import Engine

PAPERS = {
    "省.txt": """福建省乡村书屋提升实施方案
闽政〔2024〕9号
一、办好书屋。每个行政村办一所书屋。（责任单位：省文化和旅游厅）
福建省人民政府
2024年3月6日
""",
    "市.txt": """三明市乡村书屋提升实施方案
明政〔2024〕18号
根据《福建省乡村书屋提升实施方案》（闽政〔2024〕9号）、《乡村阅读促进办法》（国阅〔2023〕7号），制定本方案。
一、办好书屋。每个行政村办一所书屋。（责任单位：市文化和旅游局）
三明市人民政府
2024年5月6日
""",
    "县.txt": """泰宁县电子商务扶持办法
泰政〔2024〕3号
第一条 为扶持电子商务，制定本办法。
第二条 县财政局每年安排专项资金。
泰宁县人民政府
2024年6月6日
""",
    "sunshi_2024.txt": """为办好建宁县笋市，根据《福建省笋市管理规定》（闽商〔2023〕5号），结合我县实际，制定本细则。
第一条 建宁县笋市由建宁县商务局管理。（责任单位：建宁县商务局、建宁县城管局）
第二条 笋市每日清扫。（责任单位：建宁县城管局）
第三条 市场设在建宁县城南。（责任单位：建宁县住建局）
""",
}


@pytest.fixture(scope="module")
def shelves(engine_over: EngineOver) -> Engine:
    """Answers questions over four made-up papers, one without a title."""
    return engine_over(PAPERS)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("哪些地方出台了乡村书屋政策", "库中有 2 份这方面的文件：福建省《"),
        ("有哪些市出台了书屋方案？", "库中有 1 份这方面的文件：三明市《三明市乡村书屋提升实施方案》。"),
        ("哪个县出台了电子商务办法", "泰宁县《泰宁县电子商务扶持办法》"),
    ],
)
def test_which_places_have_a_paper(shelves: Engine, question: str, said: str) -> None:
    given = shelves.ask(question)
    assert given.answered and given.intent == "topic" and said in given.text
    assert given.clauses == tuple(e.clause_id for e in given.evidence)


def test_a_matter_in_no_title_is_left_to_the_clauses(shelves: Engine) -> None:
    assert "份这方面的文件" not in shelves.ask("哪些地方出台了清扫政策").text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("福建乡村书屋方案哪些市出台了落实文件", "福建省《福建省乡村书屋提升实施方案》：依据它制定的有 1 份：三明市《"),
        ("福建书屋方案 有哪些配套文件", "依据它制定的有 1 份：三明市《"),
        ("闽政〔2024〕9号在哪些市落实了", "依据它制定的有 1 份：三明市《"),
        ("国阅〔2023〕7号 哪里落实了", "库中没有国阅〔2023〕7号的原文，依据它制定的有 1 份：三明市《"),
        ("国阅〔2023〕7号哪个市出台了实施方案", "库中没有国阅〔2023〕7号的原文，依据它制定的有 1 份：三明市《"),
    ],
)
def test_which_papers_are_made_under_one(shelves: Engine, question: str, said: str) -> None:
    given = shelves.ask(question)
    assert given.answered and given.intent == "implementers" and said in given.text


def test_a_paper_that_none_is_made_under(shelves: Engine) -> None:
    given = shelves.ask("三明书屋方案哪些县出台了配套文件")
    assert not given.answered
    assert given.text == "三明市《三明市乡村书屋提升实施方案》：库中没有依据它制定的下级文件。"
    assert given.evidence


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("三明乡村书屋 政策依据", "福建省《福建省乡村书屋提升实施方案》（闽政〔2024〕9号）"),
        ("三明书屋方案的上位文件", "福建省《福建省乡村书屋提升实施方案》（闽政〔2024〕9号）"),
        ("三明书屋方案什么时候出的", "2024年5月6日"),
        ("泰宁电商办法 文号", "泰政〔2024〕3号"),
        ("泰宁电商办法哪几个部门印发的", "由泰宁县人民政府印发"),
    ],
)
def test_a_paper_called_in_few_words(shelves: Engine, question: str, said: str) -> None:
    assert said in shelves.ask(question).text


def test_a_paper_without_a_title_is_known_by_what_it_calls_itself(shelves: Engine) -> None:
    given = shelves.ask("建宁笋市细则依据什么制定的")
    assert given.text.startswith("建宁县文件（sunshi_2024.txt）：依据《福建省笋市管理规定》（闽商〔2023〕5号）")
    assert "文件未写明" in shelves.ask("建宁笋市细则什么时候印发的").text
