"""Fits what a question asks (search/asked.py) to the made-up phrasings in scripts/phrasings.txt.

    python scripts/fit_asked.py                # writes search/vocabulary/asked.npz
    python scripts/fit_asked.py --without 6    # every sixth phrasing is left out and judged; writes nothing

Each phrasing is asked six times about matters, indicators, bodies and places drawn at random from the vocabulary, so
that only the way of asking is learnt. A multinomial logistic regression with a ridge, minimised by gradient steps with
momentum (Nesterov 1983); two of them, one by the cues alone, one with the vector of the wording.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.places import gazetteer
from kg.terms import load
from search.asked import INTENTS, WEIGHTS, WORDING, Intent
from search.bodies import Bodies
from search.knowledge import Body
from search.names import Places
from search.second import vector_of
from search.understand import VOCABULARY, Names, understand

PHRASINGS = Path(__file__).parent / "phrasings.txt"
TIMES, ALONE, SEED = 6, 700, 3  # questions a phrasing, questions that are a matter alone
RIDGE, STEPS, RATE, MOMENTUM = 2.0, 1500, 0.5, 0.9
PLACES = {"630200": "海东市", "371083": "乳山市", "371502": "东昌府区", "150300": "乌海市"}
SAID = ("海东市", "乳山市", "东昌府区", "乌海市", "海东", "乳山")
ENGLISH = ("Haidong", "Rushan", "Dongchangfu District")
FUNCTIONS = ("商务", "财政", "住房和城乡建设", "交通运输", "发展和改革", "教育", "公安", "农业农村", "市场监督管理")
ENGLISH_BODIES = ("Haidong Bureau of Commerce", "Rushan Finance Bureau", "Haidong Education Bureau")
VERBS = ("推进", "加强", "开展", "实施", "支持", "发展", "完善", "落实", "推广", "规范")
ACTS = ("建设", "管理", "整治", "改造", "服务", "更新", "培育", "工作", "监管", "补贴")
MEASURES = (
    "率",
    "量",
    "数量",
    "规模",
    "面积",
    "占比",
    "覆盖率",
    "普及率",
    "增长率",
    "个数",
    "总量",
    "总产值",
    "保有量",
)
Floats = NDArray[np.float64]


class Slots:
    """Draws what a phrasing is asked about."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        english = [row for row in load("english", required=["chinese"], folder=VOCABULARY) if row.kind == "term"]
        spoken = list(load("synonyms", required=["official"], folder=VOCABULARY))
        said = [word for row in spoken for word in (row.form, *row["official"].split())]
        said += [word for row in english for word in row["chinese"].split()]
        self._matters = [m for m in dict.fromkeys(said) if 2 <= len(m) <= 8 and not m.isascii()]
        self._english = [row.form for row in english]
        self._bodies = [f"{place}{function}局" for place in PLACES.values() for function in FUNCTIONS]

    def fill(self, phrasing: str) -> str:
        """The phrasing asked about something."""
        draw, pick = self._draw, self._draw.choice
        measured = pick(("the number of ", "the share of ", "the coverage of ", "the volume of ", ""))
        return phrasing.format(
            p=pick(SAID),
            m=self.matter(),
            u=pick(self._bodies),
            i=pick(self._matters) + pick(MEASURES),
            y=pick(("2025年", "2026年", "2027年")),
            ep=pick(ENGLISH),
            em=self.english(),
            eu=pick(ENGLISH_BODIES),
            ei=measured + pick(self._english) + pick((" rate", "", " area", " output")),
            ey=str(draw.randint(2025, 2027)),
        )

    def matter(self) -> str:
        kind, word, pick = self._draw.random(), self._draw.choice(self._matters), self._draw.choice
        if kind < 0.25:
            return pick(VERBS) + word
        if kind < 0.5:
            return word + pick(ACTS)
        return f"{word}和{pick(self._matters)}" if kind < 0.65 else word

    def english(self) -> str:
        kind, word, pick = self._draw.random(), self._draw.choice(self._english), self._draw.choice
        if kind < 0.6:
            return word
        return f"{word} and {pick(self._english)}" if kind < 0.75 else f"{pick(('building', 'promoting'))} {word}"

    def alone(self) -> str:
        """A matter without any word that asks."""
        pick, place = self._draw.choice, self._draw.choice(SAID)
        ends = ("规定", "措施", "政策", "要求", "条款")
        forms = (
            self.matter(),
            f"{self.matter()} {self.matter()}",
            f"{place}{self.matter()}",
            self.english(),
            f"{self.english()} in {pick(ENGLISH)}",
            f"{self.matter()}的{pick(ends)}",
        )
        return pick(forms)


def phrasings() -> Iterator[tuple[Intent, str]]:
    """The lines of the file with their intents."""
    intent: Intent | None = None
    for line in PHRASINGS.read_text("utf-8").splitlines():
        if line.startswith("#") and line[1:] in INTENTS:
            intent = next(i for i in INTENTS if i == line[1:])
        elif line.strip() and not line.startswith("#") and intent is not None:
            yield intent, line


def names() -> Names:
    """The places and bodies that the questions are about."""
    bodies = [
        Body(f"{code}:{place}{function}局", f"{place}{function}局", (), False, code, function)
        for code, place in PLACES.items()
        for function in FUNCTIONS
    ]
    return Names(Places(gazetteer(), [*PLACES, "630000", "370000"]), Bodies(bodies, gazetteer()))


def read(questions: Sequence[str], known: Names) -> tuple[Floats, Floats, list[Intent]]:
    """Signs, wordings and what the rules choose: (questions, signs), (questions, 512)."""
    found: list[tuple[Floats, str, Intent]] = []

    def note(signs_of: Floats, phrasing: str, by_cues: Intent) -> Intent:
        found.append((signs_of, phrasing, by_cues))
        return by_cues

    for question in questions:
        understand(question, known, note)
    wordings = np.array([vector_of(phrasing) for _, phrasing, _ in found], np.float64)
    return np.array([f[0] for f in found]), WORDING * wordings, [f[2] for f in found]


def fit(rows: Floats, wanted: Sequence[Intent]) -> Floats:
    """Weights, (intents, columns + 1): the last stands alone and bears no ridge."""
    rows = np.c_[rows, np.ones(len(rows))]
    right = np.array([[float(w == intent) for intent in INTENTS] for w in wanted])
    weights, speed = np.zeros((len(INTENTS), rows.shape[1])), np.zeros((len(INTENTS), rows.shape[1]))
    rate = RATE / np.linalg.norm(rows.T @ rows / len(rows), 2) * 2
    for _ in range(STEPS):
        ahead = weights + MOMENTUM * speed
        odds = rows @ ahead.T
        shares = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = (shares - right).T @ rows / len(rows)
        slope[:, :-1] += RIDGE / len(rows) * ahead[:, :-1]
        speed = MOMENTUM * speed - rate * slope
        weights = weights + speed
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--without", type=int, metavar="N", help="leave every Nth phrasing out, judge it, write nothing"
    )
    every = parser.parse_args().without
    slots, known = Slots(SEED), names()
    lines = list(phrasings())
    left = [n for n in range(len(lines)) if every and n % every == 0]
    asked = [
        (intent, slots.fill(line)) for n, (intent, line) in enumerate(lines) if n not in left for _ in range(TIMES)
    ]
    asked += [("topic", slots.alone()) for _ in range(ALONE)]
    cues, wordings, _ = read([question for _, question in asked], known)
    wanted = [intent for intent, _ in asked]
    plain, whole = fit(cues, wanted), fit(np.c_[cues, wordings], wanted)
    if not every:
        np.savez(WEIGHTS, plain=plain.astype(np.float32), whole=whole.astype(np.float32))
        print(f"{WEIGHTS}: fitted to {len(asked)} questions of {len(lines)} phrasings")
        return
    judged = [(lines[n][0], slots.fill(lines[n][1])) for n in left for _ in range(TIMES)]
    cues, wordings, by_cues = read([question for _, question in judged], known)
    right = [intent for intent, _ in judged]
    for name, weights, rows in (("cues", plain, cues), ("cues and wording", whole, np.c_[cues, wordings])):
        chosen = np.argmax(np.c_[rows, np.ones(len(rows))] @ weights.T, axis=1)
        print(f"{name:18}{np.mean([INTENTS[c] == r for c, r in zip(chosen, right, strict=True)]):.3f}")
    print(
        f"{'rules':18}{np.mean([c == r for c, r in zip(by_cues, right, strict=True)]):.3f} of {len(judged)} questions"
    )


if __name__ == "__main__":
    main()
