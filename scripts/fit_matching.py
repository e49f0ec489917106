"""Fits how well a clause matches a question (search/matching.py) to the made-up lessons in scripts/lessons.

    python scripts/fit_matching.py                # writes search/vocabulary/matching.npz
    python scripts/fit_matching.py --without 6    # every sixth plan is left out and judged; writes nothing

A lesson is a plan of about a dozen clauses and some twenty questions, each with the clauses that answer it (`on`; none
where the plan says nothing of it) and those that only touch it (`some`, left out). For each question its plan's clauses
and those of another plan, drawn at random, are set beside it. What is lowered is the negative logarithm of the share
that the answering clauses take (softmax) and of each clause's own odds (logistic), with a ridge on the matrix, by
Adam (Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm
1). The fit takes a minute and is the same every time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.places import gazetteer
from search.bodies import Bodies
from search.matching import WEIGHTS, read
from search.names import Places
from search.second import vector_of
from search.understand import Names, understand

LESSONS = Path(__file__).parent / "lessons"
ROUNDS, BATCH, SEED = 4, 32, 3
RIDGE, OWN = 0.003, 3.0  # of the matrix; what a clause's own odds count beside the choice
RATES = {"turn": 3e-4, "shares": 0.1}
START = (4.0, 4.0, -3.0)  # weight of the mean, of the best, constant
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question: its vector, its plan, by clause whether it answers (1), does not (0) or only touches it (-1)."""

    asked: Floats
    plan: str
    answers: NDArray[np.int8]


def plans() -> list[dict[str, Any]]:
    """All plans of all files in order."""
    files = sorted(LESSONS.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def answers_of(plan: dict[str, Any], asked: dict[str, Any]) -> list[int]:
    """What each clause of a plan is to a question: it answers it (1), does not (0) or only touches it (-1)."""
    touched = asked.get("some", [])
    return [1 if c["id"] in asked["on"] else -1 if c["id"] in touched else 0 for c in plan["clauses"]]


def digest() -> str:
    """What the lessons are, so that weights fitted to others are told."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(LESSONS.glob("*.jsonl")))).hexdigest()


class Fit:
    """The weights while they are fitted: matrix (512, 512) and weights of mean, best and constant."""

    def __init__(self) -> None:
        self.values = {"turn": np.zeros((512, 512)), "shares": np.array(START)}
        self._first = {name: np.zeros_like(value) for name, value in self.values.items()}
        self._second = {name: np.zeros_like(value) for name, value in self.values.items()}
        self._step = 0

    def matches(self, asked: Floats, clauses: Sequence[Floats]) -> Floats:
        """The matches of a question with clauses, each (sentences, 512)."""
        turned = asked + asked @ self.values["turn"]
        mean, best, constant = self.values["shares"]
        products = [clause @ turned for clause in clauses]
        return np.array([mean * p.mean() + best * p.max() + constant for p in products])

    def slopes(self, asked: Floats, clauses: Sequence[Floats], answers: NDArray[np.int8]) -> tuple[Floats, Floats]:
        """How the loss of one question changes: with the turned vector (512), with the three shares."""
        kept = [clause for clause, answer in zip(clauses, answers, strict=True) if answer >= 0]
        right = answers[answers >= 0] > 0
        turned = asked + asked @ self.values["turn"]
        products = [clause @ turned for clause in kept]
        nearest = [clause[p.argmax()] for clause, p in zip(kept, products, strict=True)]
        means = np.array([clause.mean(0) for clause in kept])
        told = np.array([[p.mean(), p.max(), 1.0] for p in products])
        odds = told @ self.values["shares"]
        change = OWN * (1 / (1 + np.exp(-odds)) - right) / len(kept)
        if right.any():
            share = np.exp(odds - odds.max())
            change += share / share.sum() - share * right / share[right].sum()
        mean, best, _ = self.values["shares"]
        return change @ (mean * means + best * np.array(nearest)), change @ told

    def step(self, slopes: dict[str, Floats]) -> None:
        """One step of Adam."""
        self._step += 1
        for name, slope in slopes.items():
            first, second = self._first[name], self._second[name]
            first += 0.1 * (slope - first)
            second += 0.001 * (slope * slope - second)
            size = np.sqrt(second / (1 - 0.999**self._step)) + 1e-8
            self.values[name] -= RATES[name] * first / (1 - 0.9**self._step) / size


def fit(lessons: Sequence[Lesson], clauses: dict[str, list[Floats]]) -> Fit:
    """The weights that the lessons lead to."""
    draw, found, order = random.Random(SEED), Fit(), list(lessons)
    names = sorted({lesson.plan for lesson in lessons})
    for number in range(ROUNDS):
        draw.shuffle(order)
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            turns, shares = [], []
            for lesson in batch:
                others = clauses[draw.choice(names)]
                answers = np.concatenate([lesson.answers, np.zeros(len(others), np.int8)])
                if others is clauses[lesson.plan]:
                    others, answers = [], lesson.answers
                turn, share = found.slopes(lesson.asked, [*clauses[lesson.plan], *others], answers)
                turns.append(turn)
                shares.append(share)
            asked = np.array([lesson.asked for lesson in batch])
            slope = asked.T @ np.array(turns) / len(batch) + 2 * RIDGE * found.values["turn"]
            found.step({"turn": slope, "shares": np.mean(shares, axis=0)})
        print(f"round {number + 1} of {ROUNDS}", flush=True)
    return found


def judged(found: Fit, lessons: Sequence[Lesson], clauses: dict[str, list[Floats]]) -> tuple[float, float]:
    """The share of answered questions whose best clause is right; how often (AUC) such a best one has a higher match
    than the best clause for a question that none answers."""
    right, best, none = [], [], []
    for lesson in lessons:
        odds = found.matches(lesson.asked, clauses[lesson.plan])
        if (lesson.answers > 0).any():
            right.append(lesson.answers[odds.argmax()] > 0)
            best.append(odds.max())
        else:
            none.append(odds.max())
    above = np.array(best)[:, None] > np.array(none)[None]
    return float(np.mean(right)), float(above.mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without", type=int, metavar="N", help="leave out every Nth plan and judge it")
    arguments = parser.parse_args()
    known = Names(Places(gazetteer(), []), Bodies([], gazetteer()))
    clauses: dict[str, list[Floats]] = {}
    lessons: list[Lesson] = []
    for number, plan in enumerate(plans()):
        name = f"{number} {plan['theme']}"
        clauses[name] = [read(c["heading"], c["text"]).astype(np.float64) for c in plan["clauses"]]
        for asked in plan["questions"]:
            question = understand(asked["q"], known)
            vector = vector_of(question.subject or question.text).astype(np.float64)
            lessons.append(Lesson(vector, name, np.array(answers_of(plan, asked), np.int8)))
    print(f"{len(lessons)} questions on {len(clauses)} plans", flush=True)
    if arguments.without:
        out = set(list(clauses)[:: arguments.without])
        found = fit([lesson for lesson in lessons if lesson.plan not in out], clauses)
        kept = [lesson for lesson in lessons if lesson.plan in out]
        for name, judge in (("fitted", found), ("unfitted", Fit())):
            right, above = judged(judge, kept, clauses)
            print(f"{name}: best clause right {right:.3f}, answered above unanswered {above:.3f}")
        return
    found = fit(lessons, clauses)
    turn = found.values["turn"].astype(np.float16)
    np.savez_compressed(WEIGHTS, turn=turn, shares=found.values["shares"], lessons=np.array(digest()))
    print(f"{WEIGHTS}: shares {found.values['shares'].round(2)}")


if __name__ == "__main__":
    main()
