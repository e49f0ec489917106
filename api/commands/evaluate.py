"""`policykg evaluate QUESTIONS`: asks graded questions and prints the figures; compares with an earlier run."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.options import Subparsers, add_command, add_json, home_of, open_store, print_json
from kg.errors import InputError

if TYPE_CHECKING:
    from search.evaluate import Evaluation

_WORST = 10


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "evaluate", "用带标准答案的问题评测", "measure answers against graded questions")
    parser.add_argument("questions", type=Path, metavar="QUESTIONS", help="JSONL，每行一题 / one question a line")
    parser.add_argument("--names", type=Path, metavar="FILE", help="单位名称的其他写法 / other accepted names of units")
    parser.add_argument("--against", type=Path, metavar="FILE", help="与先前的答案对比 / compare with earlier answers")
    parser.add_argument("--save", type=Path, metavar="FILE", help="保存本次答案 / keep this run's answers")
    parser.add_argument("--worst", type=int, default=_WORST, metavar="N", help="列出最差的 N 题 / list the N worst")
    add_json(parser)
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from api.opening import open_search
    from search.evaluate import evaluate, read_questions

    questions = read_questions(arguments.questions)
    names = _object(arguments.names) if arguments.names else None
    answers: dict[str, dict[str, Any]] = {}
    with closing(open_store(arguments)) as store:
        engine = open_search(home_of(arguments), store)

        def ask(text: str) -> Mapping[str, Any]:
            answers[text] = engine.ask(text).as_json()
            return answers[text]

        run = evaluate(questions, ask, names)
    before = evaluate(questions, _earlier(arguments.against, questions), names) if arguments.against else None
    if arguments.save:
        lines = (json.dumps({"id": q["id"], **answers[q["q"]]}, ensure_ascii=False) + "\n" for q in questions)
        arguments.save.write_text("".join(lines), encoding="utf-8")
    if arguments.json:
        print_json(_record(run, before, arguments.worst))
    else:
        _print(run, before, arguments.worst)
    return 0


def _object(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: 读不出单位名称文件（{error}）") from error
    return found


def _earlier(path: Path, questions: list[dict[str, Any]]) -> Callable[[str], Mapping[str, Any]]:
    """Answers kept by --save, looked up by question."""
    ids = {question["q"]: question["id"] for question in questions}
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        answers = {row["id"]: row for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: 读不出先前的答案（{error}）") from error
    return lambda text: answers.get(ids[text], {})


def _record(run: Evaluation, before: Evaluation | None, worst: int) -> dict[str, Any]:
    record: dict[str, Any] = {
        "figures": run.figures(),
        "worst": [{"id": m.id, "score": m.score, "ndcg": m.ndcg, "question": m.question} for m in run.worst(worst)],
    }
    if before is not None:
        won, lost = run.against(before)
        record |= {"before": before.figures(), "won": [m.id for m in won], "lost": [m.id for m in lost]}
    return record


def _print(run: Evaluation, before: Evaluation | None, worst: int) -> None:
    earlier = before.figures() if before is not None else {}
    for name, value in run.figures().items():
        change = f"  {value - earlier[name]:+.3f}" if name in earlier else ""
        print(f"{name:20} {value:.3f}{change}")
    if before is not None:
        for title, marks in zip(("变好 / won", "变差 / lost"), run.against(before), strict=True):
            print(f"{title}：{len(marks)}")
            for mark in marks:
                print(f"  {mark.score:.2f}  {mark.id}  {mark.question}")
    print("最差 / worst：")
    for mark in run.worst(worst):
        print(f"  {mark.score:.2f}  {mark.id}  {mark.type}  {mark.question}")
