"""Sources and implementers where only documents are linked: the closest clause is named as that, or none."""

from __future__ import annotations

import pytest
from engines import EngineOver

from search.answer_links import counted
from search.engine import Engine
from search.knowledge import Origin
from search.nearest import above, below, sided

RULES = """南平市乡村书屋管理办法
第一条 为规范乡村书屋，制定本办法。
第二条 书屋管理员由村里推荐，每年参加业务培训，考核合格后上岗。
第三条 购书经费专款专用，任何单位不得挪作他用，接受审计。
第四条 书屋建筑达到消防安全标准，配备灭火器材。
第五条 图书馆为书屋调配图书，每季度流转一次。
第六条 建立读者投诉处理制度，投诉电话向社会公布。
第七条 县财政、文化、教育部门按职责协同推进。
第八条 本办法自公布之日起施行，有效期五年。
南平市人民政府
2021年3月1日
"""
PLAN = """邵武市乡村书屋提升实施方案
根据《南平市乡村书屋管理办法》，制定本方案。
一、抓好书屋管理员。书屋管理员由村里推荐，每年参加业务培训，考核合格后上岗。
二、发展林下经济。鼓励种植灵芝、铁皮石斛，打造康养品牌。
三、改善出行条件。硬化通村道路，增开公交班次，修建候车亭。
四、保护古树名木。逐株登记建档，落实管护人，严禁采挖。
五、推进厕所革命。改造农村户厕，完善粪污清运体系。
六、整治河道。清理淤泥，拆除违章建筑，恢复水生植物。
邵武市人民政府
2023年9月2日
"""


@pytest.fixture(scope="module")
def papers(engine_over: EngineOver) -> Engine:
    """Answers questions over a city's rules and its county's plan, whose clause link is taken away."""
    engine = engine_over({"办法.txt": RULES, "方案.txt": PLAN})
    known = engine.generation().knowledge
    assert [len(above) for above in known.uppers.values() if above] == [1]
    assert len(known.parents) == 1
    known.parents.clear()
    known.children.clear()
    return engine


def test_the_closest_clause_is_named_as_that(papers: Engine) -> None:
    given = papers.ask("邵武的书屋管理员培训是从南平办法哪条来的？")
    assert given.intent == "source"
    assert [clause.rpartition("#")[2] for clause in given.clauses] == ["第二条"]
    assert "最接近" in given.text


@pytest.mark.parametrize(
    "question", ["邵武发展林下经济是照着南平办法哪条写的？", "南平办法里的消防安全，在邵武方案的哪一条落实？"]
)
def test_no_clause_is_named_where_none_is_close(papers: Engine, question: str) -> None:
    given = papers.ask(question)
    assert not given.answered, given.text
    assert given.clauses == ()


def test_only_the_document_that_is_named_answers(papers: Engine) -> None:
    given = papers.ask("书屋提升方案里管理员怎么培训？")
    assert given.clauses
    assert {clause.partition("#")[2] for clause in given.clauses} <= {"一"}


def test_where_none_is_close_the_closest_are_shown_all_the_same(papers: Engine) -> None:
    given = papers.ask("南平办法里的消防安全，在邵武方案的哪一条落实？")
    assert given.evidence[0].path == "第四条"
    assert len(given.evidence) > 1


@pytest.mark.parametrize(
    ("alike", "found"),
    [
        ({"甲": 0.5, "乙": 0.2}, ["甲"]),  # stands out
        ({"甲": 0.5, "乙": 0.45}, []),  # all on one subject
        ({"甲": 0.3, "乙": 0.1}, []),  # too far
        ({}, []),
    ],
)
def test_downward_a_clause_far_from_the_question_must_stand_out(alike: dict[str, float], found: list[str]) -> None:
    assert below(alike, dict.fromkeys(alike, 0.1)) == found


def test_downward_a_clause_close_to_clause_and_question_is_enough() -> None:
    assert below({"甲": 0.6, "乙": 0.55}, {"甲": 0.6, "乙": 0.1}) == ["甲"]


def test_upward_several_clauses_may_be_the_source() -> None:
    assert above({"甲": 0.5, "乙": 0.48, "丙": 0.3}, {}) == ["甲", "乙"]
    assert above({"甲": 0.39}, {"甲": 1.0}) == []


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ({"甲": ("adapted", 0.6), "乙": ("partial", 0.5)}, ["甲", "乙"]),
        ({"甲": ("verbatim", 0.96), "乙": ("partial", 0.4)}, ["甲"]),
        ({"甲": ("partial", 0.4), "乙": ("partial", 0.3)}, ["甲", "乙"]),  # nothing firmer is there
    ],
)
def test_a_part_counts_where_it_is_nearly_as_strong(links: dict[str, tuple[str, float]], found: list[str]) -> None:
    origins = {child: Origin(child, "上", strength, score) for child, (strength, score) in links.items()}
    assert list(counted(origins)) == found


ALONE = """建宁县书屋管理员培训计划
为办好培训，制定本计划。
一、学员上课。学员上课安排在周末，上课分两期。
二、伙食安排。培训期间供应午餐。
建宁县人民政府
2024年1月2日
"""


def test_a_document_that_is_named_is_meant_whatever_stands_in_others(engine_over: EngineOver) -> None:
    engine = engine_over({"办法.txt": RULES, "方案.txt": PLAN, "计划.txt": ALONE})
    given = engine.ask("书屋提升方案中管理员上课那一条，出自管理办法的哪一条？")
    assert given.intent == "source"
    assert [clause.rpartition("#")[2] for clause in given.clauses] == ["第二条"]


@pytest.mark.parametrize("up", [True, False])
def test_a_side_is_all_clauses_of_its_documents(papers: Engine, up: bool) -> None:
    known = papers.generation().knowledge
    linked = known.uppers if up else known.lowers
    side = frozenset(c for c, piece in known.pieces.items() if linked.get(piece.document))
    assert sided(known, None, up=up) == side != frozenset()
    assert sided(known, None, up=up) is sided(known, None, up=up)  # masks made for a set are found by it
    some = frozenset(sorted(known.pieces)[::2])
    assert sided(known, some, up=up) == side & some
    other = frozenset(known.pieces) - side
    assert sided(known, other, up=up) == other  # where none has one, all are allowed
