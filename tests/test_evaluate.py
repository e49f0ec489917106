"""The figures of `policykg evaluate`, worked out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from search.evaluate import evaluate, read_questions


def evidence(*paths: str) -> list[dict[str, str]]:
    return [{"clause_id": f"d#{p}", "source_file": "d.txt", "path": p} for p in paths]


def question(kind: str, answer: dict[str, Any], **grades: int) -> dict[str, Any]:
    relevant = [{"doc": "d", "clause": clause, "grade": grade} for clause, grade in grades.items()]
    return {"id": "1", "q": "问", "type": kind, "relevant": relevant, "answer": answer}


def test_ndcg_and_mrr_by_hand() -> None:
    asked = question("units", {"units": []}, 一=3, 二=1)
    run = evaluate([asked], lambda text: {"evidence": evidence("三", "二", "一")})
    gained = 1 / math.log2(3) + 7 / math.log2(4)
    best = 7 / math.log2(2) + 1 / math.log2(3)
    assert run.figures()["ndcg@10"] == pytest.approx(gained / best)
    assert run.figures()["mrr"] == pytest.approx(1 / 3)


def test_units_are_compared_by_any_accepted_name() -> None:
    asked = question("units", {"units": ["海东市发展和改革委员会", "海东市商务局"]}, 一=3)
    said = {
        "evidence": [],
        "units": [{"name": "海东市发展改革委", "role": "lead"}, {"name": "海东市公安局", "role": "lead"}],
    }
    names = {"海东市发展和改革委员会": {"also": ["海东市发展改革委"]}}
    assert evaluate([asked], lambda text: said, names).figures()["score:units"] == pytest.approx(2 / 4)


def test_where_leads_are_asked_only_leads_count() -> None:
    asked = question("units", {"ask": "lead", "units": ["甲", "乙"], "lead": ["甲"]}, 一=3)
    said = {"units": [{"name": "甲", "role": "lead"}, {"name": "乙", "role": "responsible"}]}
    assert evaluate([asked], lambda text: said).figures()["score:units"] == 1.0


@pytest.mark.parametrize(
    ("value", "unit", "deadline", "score"),
    [(45, "%", "2027", 1.0), (45, "%", "2025", 0.0), (44, "%", "2027", 0.0), (45, "万辆", "2027", 0.0)],
)
def test_targets_by_value_unit_and_deadline(value: float, unit: str, deadline: str, score: float) -> None:
    asked = question("targets", {"values": [{"value": 45, "unit": "%", "deadline": "2027"}]}, 一=3)
    said = {"targets": [{"value": value, "unit": unit, "deadline": deadline}]}
    assert evaluate([asked], lambda text: said).figures()["score:targets"] == score


def test_none_wants_an_answer_that_says_so() -> None:
    asked = question("none", {})
    assert evaluate([asked], lambda text: {"answered": False}).figures()["score:none"] == 1.0
    assert evaluate([asked], lambda text: {"answered": True}).figures()["score:none"] == 0.0


def test_two_runs_say_what_was_won_and_lost() -> None:
    asked = [question("none", {}), {**question("none", {}), "id": "2", "q": "另一问"}]
    first = evaluate(asked, lambda text: {"answered": text == "问"})
    second = evaluate(asked, lambda text: {"answered": text != "问"})
    won, lost = second.against(first)
    assert ([m.id for m in won], [m.id for m in lost]) == (["1"], ["2"])


@pytest.mark.parametrize("line", ["{", '{"id": 1}', "[]"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps({"id": "1", "q": "问"}) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"q\.jsonl:2: "):
        read_questions(path)
