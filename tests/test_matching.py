"""How well a clause matches what is asked about, and the fit of that measure to the lessons (search/matching.py)."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from kg.places import gazetteer
from search.engine import Engine
from search.evaluate import read_questions
from search.matching import NONE, WEIGHTS, matches, read
from search.second import sentences, vector_of
from search.sentence_encoder import SentenceEncoder

GOLD = Path(__file__).parent / "gold"
SCHOOL = [
    ("课后服务", "小学和初中每个教学日放学后提供不少于两小时的课后服务，开设阅读、体育、劳动等活动，家长自愿参加。"),
    ("校园供餐", "学校食堂实行相关负责人陪餐，每周公布食谱，食材统一采购。"),
    ("校门护学", "上下学时段在校门口安排民警和志愿者值守，划设接送车辆临时停靠区。"),
    ("校舍安全", "每年暑期对校舍、围墙、体育器材逐项排查，限期整改。"),
]
HOUSES = [
    ("清理楼道", "楼道、疏散通道内的杂物每月清理一次，拒不搬离的由社区上门劝导。"),
    ("灭火器材", "公共部位按标准配置灭火器和消火栓，每季度检查压力。"),
    ("充电场所", "小区设置电动自行车集中充电棚，安装喷淋和充满自停装置。"),
    ("疏散演练", "每半年组织住户开展一次逃生疏散演练。"),
]


@cache
def fitting() -> ModuleType:
    """scripts/fit_matching.py."""
    path = Path(__file__).parents[1] / "scripts" / "fit_matching.py"
    spec = importlib.util.spec_from_file_location("fit_matching", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclass looks for itself
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("matter", "clauses", "heading"),
    [
        ("爸妈下班晚孩子没人接", SCHOOL, "课后服务"),
        ("kids stay at school until parents finish work", SCHOOL, "课后服务"),
        ("学生中午吃得好不好", SCHOOL, "校园供餐"),
        ("送娃的车把路堵了", SCHOOL, "校门护学"),
        ("邻居门口堆满纸箱", HOUSES, "清理楼道"),
        ("把电瓶推上楼", HOUSES, "充电场所"),
        ("where can I charge my e-bike", HOUSES, "充电场所"),
    ],
)
def test_everyday_words_match_the_clause_that_is_meant(
    matter: str, clauses: Sequence[tuple[str, str]], heading: str
) -> None:
    found = matches(matter, clauses)
    assert clauses[int(np.argmax(found))][0] == heading


@pytest.mark.parametrize(
    ("matter", "clauses"), [("学费减免怎么申请", SCHOOL), ("校车司机要什么资质", SCHOOL), ("小区物业费涨价", HOUSES)]
)
def test_a_near_matter_that_no_clause_speaks_of_matches_none(matter: str, clauses: Sequence[tuple[str, str]]) -> None:
    assert max(matches(matter, clauses)) < -3


def test_a_match_is_the_formula_worked_out_the_slow_way() -> None:
    encoder, stored = SentenceEncoder(), np.load(WEIGHTS)
    turn, (mean, best, constant) = stored["turn"].tolist(), stored["shares"].tolist()
    asked = encoder.encode(["放学后托管"])[0].tolist()
    turned = [asked[j] + sum(asked[i] * turn[i][j] for i in range(512)) for j in range(512)]
    for heading, text in SCHOOL:
        said = encoder.encode([*sentences(text), heading])
        products = [sum(a * b for a, b in zip(row, turned, strict=True)) for row in said.tolist()]
        slow = mean * sum(products) / len(products) + best * max(products) + constant
        assert matches("放学后托管", [(heading, text)])[0] == pytest.approx(slow, abs=0.05)


def test_nothing_matches_nothing() -> None:
    assert matches("", SCHOOL) == [NONE] * len(SCHOOL) == matches("  ", SCHOOL)
    assert matches("放学", [("", ""), ("", "。；"), (" ", "")]) == [NONE] * 3
    assert matches("放学", []) == []


def test_a_clause_matches_the_same_whoever_else_is_asked() -> None:
    alone = [matches("放学后托管", [clause])[0] for clause in SCHOOL]
    assert matches("放学后托管", SCHOOL) == alone == matches("放学后托管", SCHOOL)


def test_a_match_finds_more_than_the_plain_likeness(seed_engine: Engine) -> None:
    """On the 60 graded questions about the bundled papers, which the lessons know nothing of."""
    known = seed_engine.generation().knowledge
    learnt, plain = [], []
    for question in read_questions(GOLD / "questions.jsonl"):
        right = {(r["doc"], r["clause"]) for r in question.get("relevant", ()) if r["grade"] == 3}
        papers = {source for source, _ in right}
        clauses = [p for p in known.pieces.values() if known.papers[p.document].source_file.rsplit(".", 1)[0] in papers]
        if not clauses:
            continue
        asked = seed_engine.understand(question["q"])
        matter = asked.subject or asked.text
        texts = [(p.heading, p.text) for p in clauses]
        vector = vector_of(matter)
        likeness = [float((read(*text) @ vector).mean()) if len(read(*text)) else -1.0 for text in texts]
        meant = [(known.papers[p.document].source_file.rsplit(".", 1)[0], p.path) in right for p in clauses]
        learnt.append(first(matches(matter, texts), meant))
        plain.append(first(likeness, meant))
    assert len(learnt) > 40
    assert np.mean(learnt) > np.mean(plain) + 0.05


def first(scores: Sequence[float], meant: Sequence[bool]) -> float:
    """One over the rank of the first clause that is meant."""
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    return next(1 / rank for rank, n in enumerate(order, 1) if meant[n])


def test_the_weights_were_fitted_to_the_lessons_that_are_here() -> None:
    assert str(np.load(WEIGHTS)["lessons"]) == fitting().digest(), "run python scripts/fit_matching.py"


def test_every_lesson_is_whole_and_names_no_place() -> None:
    places = gazetteer()
    for plan in fitting().plans():
        ids = [clause["id"] for clause in plan["clauses"]]
        assert len(set(ids)) == len(ids) >= 8, plan["theme"]
        for question in plan["questions"]:
            assert question["q"].strip(), plan["theme"]
            assert {*question["on"], *question.get("some", [])} <= set(ids), question
            assert not set(question["on"]) & set(question.get("some", [])), question
        said = "\n".join(clause["heading"] + clause["text"] for clause in plan["clauses"])
        named = {place.full_name for seen in places.find(said) for place in seen.places[:1] if place.code != "100000"}
        assert not {name for name in named if name in said}, plan["theme"]
        assert any(not question["on"] for question in plan["questions"]), plan["theme"]


def test_the_slopes_are_those_of_the_loss() -> None:
    """Against differences of the loss itself, one coordinate at a time."""
    draw, fit = np.random.default_rng(1), fitting().Fit()
    fit.values["turn"] = draw.normal(size=(512, 512)) / 100
    asked, clauses = draw.normal(size=512) / 20, [draw.normal(size=(n, 512)) / 20 for n in (3, 1, 4, 2)]
    answers = np.array([0, 1, -1, 0], np.int8)

    def loss() -> float:
        kept = [clause for clause, answer in zip(clauses, answers, strict=True) if answer >= 0]
        odds, right = fit.matches(asked, kept), answers[answers >= 0] > 0
        own = np.log1p(np.exp(-np.where(right, odds, -odds))).mean()
        return float(np.log(np.exp(odds).sum()) - np.log(np.exp(odds[right]).sum()) + fitting().OWN * own)

    turned, shares = fit.slopes(asked, clauses, answers)
    matrix = np.outer(asked, turned)
    for name, slope, at in (
        *(("turn", matrix, (i, j)) for i, j in ((0, 0), (3, 200), (511, 7))),
        *(("shares", shares, (n,)) for n in range(3)),
    ):
        assert difference(fit.values[name], at, loss) == pytest.approx(slope[at], rel=1e-3, abs=1e-7)


def difference(values: np.ndarray, at: tuple[int, ...], loss: Callable[[], float], step: float = 1e-5) -> float:
    """How the loss changes with one of the values."""
    before = values[at]
    values[at] = before + step
    above = loss()
    values[at] = before - step
    below = loss()
    values[at] = before
    return (above - below) / (2 * step)


def test_steps_lead_to_what_the_lessons_teach() -> None:
    """Two matters whose vectors mislead: after the fit each is matched with its own clause."""
    module, draw = fitting(), np.random.default_rng(2)
    one, two = (vector / np.linalg.norm(vector) for vector in draw.normal(size=(2, 512)))
    clauses = {"甲": [np.array([two]), np.array([one])]}
    lessons = [
        module.Lesson(one, "甲", np.array([1, 0], np.int8)),  # as it stands, one is nearest to the second clause
        module.Lesson(two, "甲", np.array([0, 1], np.int8)),
    ] * 400
    right, _ = module.judged(module.Fit(), [*lessons[:2], module.Lesson(one, "甲", np.zeros(2, np.int8))], clauses)
    assert right == 0.0
    found = module.fit(lessons, clauses)
    assert module.judged(found, [*lessons[:2], module.Lesson(one, "甲", np.zeros(2, np.int8))], clauses)[0] == 1.0
