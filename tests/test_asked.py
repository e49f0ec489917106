"""What a question asks, in phrasings that no cue was written for (search/asked.py)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from kg.places import gazetteer
from search.asked import INTENTS, Intent, asked, by_rules, signs
from search.bodies import Bodies
from search.knowledge import Body
from search.names import Places
from search.understand import Names, understand

FLAGS = ("two places", "one place", "known body", "body", "above", "everywhere", "clause", "English")


def names() -> Names:
    bodies = [
        Body(f"350400:三明市{function}局", f"三明市{function}局", (), False, "350400", function)
        for function in ("民政", "财政", "商务")
    ]
    return Names(Places(gazetteer(), ["350400", "350800"]), Bodies(bodies, gazetteer()))


def both(text: str) -> tuple[Intent, Intent]:
    """What the rules choose for a question, and what is asked."""
    chosen: list[Intent] = []

    def judge(found: np.ndarray, phrasing: str, by_cues: Intent) -> Intent:
        chosen.append(by_cues)
        return asked(found, phrasing, by_cues)

    found = understand(text, names(), judge)
    return chosen[0], found.intent


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("units", "三明社区食堂这档子事，衙门里头哪家接着"),
        ("units", "社区食堂这事儿在三明是谁家的差使"),
        ("units", "who should I write to about community canteens in Sanming"),
        ("duties", "三明市民政局在这份方案里头摊上了几桩差事，一桩一桩说"),
        ("targets", "三明 社区食堂 座位 2027年"),
        ("compare", "三明和龙岩把社区食堂搁一块儿瞧瞧，哪边力度足"),
        ("source", "三明社区食堂这一条，娘家是省里第几条"),
        ("topic", "村里老人中午没处吃饭，方案里有说法没有"),
    ],
)
def test_a_phrasing_that_nobody_thought_of(intent: str, text: str) -> None:
    assert both(text)[1] == intent


def test_the_wording_helps_where_the_cues_leave_off() -> None:
    """The rules alone miss some of the phrasings; else there would be no need of a judgement."""
    assert both("三明 社区食堂 座位 2027年") == ("topic", "targets")


def test_no_duties_without_a_body_and_no_comparison_of_one_place() -> None:
    for text in ("行政部门能不能收食堂押金，有什么规定", "三明食堂差异化定价能便宜几成"):
        assert understand(text, names()).intent not in ("duties", "compare")


def test_signs_are_the_scores_the_choice_and_the_flags_in_their_order() -> None:
    found = signs({"units": 3.0, "topic": 1.0}, "duties", [name == "above" for name in FLAGS])
    assert len(found) == 2 * len(INTENTS) + len(FLAGS)
    assert found[INTENTS.index("units")] == 3.0
    assert found[INTENTS.index("topic")] == 1.0
    assert found[len(INTENTS) + INTENTS.index("duties")] == 1.0
    assert found[2 * len(INTENTS) + FLAGS.index("above")] == 1.0
    assert found.sum() == 6.0


def test_what_the_cues_make_sure_is_not_read() -> None:
    """A question whose cues are plain is answered by them whatever its wording: 二手车交易由哪些部门负责."""
    found: list[np.ndarray] = []

    def judge(seen: np.ndarray, phrasing: str, by_cues: Intent) -> Intent:
        found.append(seen)
        return by_cues

    understand("三明社区食堂由哪些部门负责", names(), judge)
    assert asked(found[0], "对比两地的目标有什么不同", "units") == "units"


@pytest.fixture(scope="module")
def fitting() -> ModuleType:
    path = Path(__file__).parent.parent / "scripts" / "fit_asked.py"
    spec = importlib.util.spec_from_file_location("fit_asked", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_fitting_finds_the_weights_that_make_the_data(fitting: ModuleType) -> None:
    """Of questions whose first number says what is asked, each is told; the slope is nought where fitting ends."""
    draw = np.random.default_rng(5)
    wanted = [INTENTS[n % len(INTENTS)] for n in range(210)]
    rows = np.array([[float(w == intent) for intent in INTENTS] for w in wanted]) + draw.normal(0, 0.1, (210, 7))
    weights = fitting.fit(rows, wanted)
    whole = np.c_[rows, np.ones(len(rows))]
    odds = whole @ weights.T
    assert [INTENTS[n] for n in odds.argmax(axis=1)] == wanted
    shares = np.exp(odds) / np.exp(odds).sum(axis=1, keepdims=True)
    right = np.array([[float(w == intent) for intent in INTENTS] for w in wanted])
    slope = (shares - right).T @ whole / len(rows)
    slope[:, :-1] += fitting.RIDGE / len(rows) * weights[:, :-1]
    assert np.abs(slope).max() < 1e-4


def test_every_phrasing_can_be_asked(fitting: ModuleType) -> None:
    lines = list(fitting.phrasings())
    slots = fitting.Slots(1)
    assert {intent for intent, _ in lines} == set(INTENTS)
    assert len(lines) == len(set(lines))
    assert not [line for _, line in lines if "{" in slots.fill(line)]


def test_where_clauses_are_only_ranked_the_rules_are_enough() -> None:
    assert understand("三明 社区食堂 座位 2027年", names(), by_rules).intent == "topic"
    assert understand("三明社区食堂由哪些部门负责", names(), by_rules).intent == "units"
