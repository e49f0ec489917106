"""Measures answers against questions with known answers: rankings by nDCG and MRR, answers by the F1 of what they list.

A questions file holds one object a line: `id`, `q`, `type`, `relevant` (graded clauses: `doc`, `clause`, `grade` 1–3)
and `answer`. nDCG@10 with gains 2^grade - 1 (Järvelin and Kekäläinen 2002); MRR over clauses of grade 2 and 3.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """One question's figures, each 0–1, higher is better; None where the type has no ranking."""

    id: str
    type: str
    question: str
    score: float
    ndcg: float | None
    mrr: float | None
    exact: bool
    text: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a run."""

    marks: tuple[Mark, ...]

    def figures(self) -> dict[str, float]:
        """Means by name: ndcg@10, mrr, score, score:<type>, units exact."""
        groups: dict[str, list[float]] = defaultdict(list)
        for mark in self.marks:
            groups["score"].append(mark.score)
            groups[f"score:{mark.type}"].append(mark.score)
            if mark.ndcg is not None:
                groups["ndcg@10"].append(mark.ndcg)
            if mark.mrr is not None:
                groups["mrr"].append(mark.mrr)
            if mark.type == "units":
                groups["units exact"].append(float(mark.exact))
        return {name: sum(values) / len(values) for name, values in sorted(groups.items())}

    def worst(self, number: int) -> list[Mark]:
        """The marks with the lowest score, then the lowest nDCG."""
        return sorted(self.marks, key=lambda m: (m.score, 1.0 if m.ndcg is None else m.ndcg, m.id))[:number]

    def against(self, other: Evaluation) -> tuple[list[Mark], list[Mark]]:
        """The questions that this run answers better than the other one, and those that it answers worse."""
        before = {mark.id: mark.score for mark in other.marks}
        won = [m for m in self.marks if m.score > before.get(m.id, m.score) + 1e-9]
        lost = [m for m in self.marks if m.score < before.get(m.id, m.score) - 1e-9]
        return won, lost


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Returns a file's questions. Raises InputError with file and line for one that cannot be read."""
    questions = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: 读不出问题文件（{error}）") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)
            question["id"], question["q"]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: 每行应是含 id 和 q 的 JSON 对象（{error}）") from error
        questions.append(question)
    return questions


def evaluate(
    questions: Iterable[Record], ask: Callable[[str], Record], names: Mapping[str, Record] | None = None
) -> Evaluation:
    """Asks every question and returns the figures; `ask` gives an answer as the contract shapes it.

    `names` lists for a unit's name the other accepted ones under `also`.
    """
    canon = {_plain(form): name for name, spec in (names or {}).items() for form in (name, *spec.get("also", ()))}
    return Evaluation(tuple(_mark(question, ask(question["q"]), canon) for question in questions))


def _mark(question: Record, answer: Record, canon: Mapping[str, str]) -> Mark:
    where = {e["clause_id"]: _clause(Path(e["source_file"]).stem, e["path"]) for e in answer.get("evidence", ())}
    ranked = list(dict.fromkeys(where.values()))
    grades = {_clause(r["doc"], r["clause"]): r["grade"] for r in question.get("relevant", ())}
    kind = question["type"]
    score = _SCORES[kind](question, answer, where, canon, grades)
    first = next((n for n, c in enumerate(ranked, start=1) if grades.get(c, 0) >= 2), None)
    gain = _ndcg(ranked, grades) if kind != "none" else None
    return Mark(
        id=question["id"],
        type=kind,
        question=question["q"],
        score=score,
        ndcg=gain,
        mrr=None if gain is None else (1 / first if first else 0.0),
        exact=score == 1.0,
        text=str(answer.get("text", "")),
    )


def _ndcg(ranked: Sequence[str], grades: Mapping[str, int], k: int = 10) -> float | None:
    best = _gain(sorted(grades.values(), reverse=True)[:k])
    return _gain([grades.get(c, 0) for c in ranked[:k]]) / best if best else None


def _gain(grades: Sequence[int]) -> float:
    return sum(float(2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _f1(found: set[str], need: set[str], free: set[str]) -> float:
    """2·hits / (hits + found + needed), what is free counting neither way; 1 where nothing is needed and found."""
    hits, wrong, missed = len(found & need), len(found - need - free), len(need - found)
    return 1.0 if hits + wrong + missed == 0 else 2 * hits / (2 * hits + wrong + missed)


def _of_none(question: Record, answer: Record, *_: Any) -> float:
    return float(answer.get("answered") is False)


def _of_units(question: Record, answer: Record, where: Any, canon: Mapping[str, str], grades: Any) -> float:
    want = question["answer"]
    lead = want.get("ask") == "lead"
    named = want
    if want.get("by_doc") and question.get("jurisdiction"):
        own = [d for d in want["by_doc"].values() if any(question["jurisdiction"] in u for u in d["units"])]
        named = own[0] if len(own) == 1 else want
    need = {_unit(u, canon) for u in (named["lead"] if lead and named.get("lead") else named["units"])}
    found = {
        _unit(u["name"], canon)
        for u in answer.get("units", ())
        if not u.get("collective") and (not lead or u.get("role") == "lead")
    }
    free = {_unit(u, canon) for key in ("units", "lead", "optional", "same_clause") for u in want.get(key, ())}
    free |= {_unit(u, canon) for d in want.get("by_doc", {}).values() for u in d.get("units", ())}
    return _f1(found, need, set() if lead else free - need)


def _of_clauses(question: Record, answer: Record, where: Mapping[str, str], canon: Any, grades: Record) -> float:
    key = {"source": "parents", "implementers": "children"}.get(question["type"], "clauses")
    want = question["answer"]
    need = {_clause(c["doc"], c["clause"]) for c in want.get(key, ())}
    spare = ("optional_clauses", "optional_parents", "optional_children")
    free = {_clause(c["doc"], c["clause"]) for name in spare for c in want.get(name, ())}
    if question["type"] == "topic":
        free |= set(grades)
    return _f1({where.get(c, c) for c in answer.get("clauses", ())}, need, free)


def _of_targets(question: Record, answer: Record, where: Mapping[str, str], canon: Any, grades: Any) -> float:
    want = question["answer"]
    places = want.get("per_jurisdiction", {}).values()
    need = [*want.get("values", ()), *(v for place in places for v in place.get("values", ()))]
    need = [v for v in need if isinstance(v.get("value"), int | float)]
    if not need and question["type"] == "compare":
        asked = {_clause(c["doc"], c["clause"]) for place in places for c in place.get("clauses", ())}
        found = set(list(dict.fromkeys(where.values()))[:10]) | {where.get(c, c) for c in answer.get("clauses", ())}
        return len(found & asked) / len(asked) if asked else 1.0
    left, hits = list(answer.get("targets", ())), 0
    for value in need:
        match = next((t for t in left if _same_target(t, value)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    wrong = sum(not any(_same_target(t, v) for v in want.get("optional_values", ())) for t in left)
    missed = len(need) - hits
    return 1.0 if hits + wrong + missed == 0 else 2 * hits / (2 * hits + wrong + missed)


def _same_target(target: Record, value: Record) -> bool:
    if not isinstance(target.get("value"), int | float) or not isinstance(value.get("value"), int | float):
        return False
    other = value.get("deadline_alt") or []
    due = {str(d) for d in (value.get("deadline"), *([other] if isinstance(other, str) else other))}
    same = math.isclose(float(target["value"]), float(value["value"]), rel_tol=1e-6)
    timely = str(target.get("deadline")) in due or "None" in due
    return same and timely and _plain(target.get("unit")) == _plain(value["unit"])


_SCORES: Mapping[str, Callable[[Record, Record, Any, Any, Any], float]] = {
    "none": _of_none,
    "units": _of_units,
    "duties": _of_clauses,
    "source": _of_clauses,
    "implementers": _of_clauses,
    "topic": _of_clauses,
    "targets": _of_targets,
    "compare": _of_targets,
}


def _plain(text: str | None) -> str:
    text = unicodedata.normalize("NFKC", text or "")
    marks = str.maketrans("〔〕【】[]．—–～", "()()().--~")
    return re.sub(r"\s+", "", text).translate(marks)


def _unit(name: str, canon: Mapping[str, str]) -> str:
    return canon.get(_plain(name), _plain(name))


def _clause(stem: str, path: str) -> str:
    return f"{stem}#{_plain(path)}"
