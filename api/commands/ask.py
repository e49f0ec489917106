"""`policykg ask QUESTION`: an answer from the graph; `--batch FILE` for many; without either, a conversation."""

from __future__ import annotations

import argparse
import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

from api.options import Subparsers, add_command, add_json, home_of, in_colour, open_store, print_json, say
from kg.errors import PolicyKGError

if TYPE_CHECKING:
    from search.answers import Answer, Evidence
    from search.engine import Engine

_SHOWN = 5  # pieces of evidence on a terminal
_AHEAD = 8  # questions of a batch that are worked at beside each other
_BOLD, _DIM, _YELLOW, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m"


def register(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = add_command(subparsers, "ask", "回答问题；在终端上不带问题则逐句问答", "answer a question from the graph")
    parser.add_argument("question", nargs="?", metavar="QUESTION", help="中文或英文的问题 / the question")
    parser.add_argument(
        "--batch",
        metavar="FILE.jsonl",
        help="逐行读入 {id, q}，逐行写出答案，- 为标准输入 / one answer a line for a file of {id, q}",
    )
    parser.add_argument("--in", dest="place", metavar="PLACE", help="问题里的“我市”指哪里 / what 我市 means")
    add_json(parser)
    parser.set_defaults(run=_run, wrong=parser.error)


def _run(arguments: argparse.Namespace) -> int:
    from api.opening import open_search

    if arguments.question is not None and arguments.batch is not None:
        arguments.wrong("QUESTION 和 --batch 只能给一个 / give QUESTION or --batch, not both")
    if arguments.question is not None and not arguments.question.strip():
        arguments.wrong("问题是空的 / the question is empty")
    if arguments.question is None and arguments.batch is None and not sys.stdin.isatty():
        arguments.wrong("请给出问题或 --batch / give QUESTION or --batch")
    with closing(open_store(arguments)) as store:
        engine = open_search(home_of(arguments), store, place=arguments.place)
        if arguments.batch is not None:
            return _batch(engine, arguments.batch)
        if arguments.question is None:
            return _converse(engine, as_json=arguments.json)
        _say(engine.ask(arguments.question), as_json=arguments.json)
    return 0


def _say(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print_json(answer.as_json())
    else:
        for line in shown(answer, colour=in_colour(sys.stdout)):
            print(line)


def shown(answer: Answer, *, colour: bool) -> Iterator[str]:
    """An answer as lines for a terminal."""
    bold, dim, plain = (_BOLD, _DIM, _PLAIN) if colour else ("", "", "")
    yield f"{bold}{answer.text}{plain}"
    if answer.evidence:
        yield f"{dim}依据：{plain}" if answer.answered else f"{dim}最接近的条款：{plain}"
    for evidence in answer.evidence[:_SHOWN]:
        yield from evidence_lines(evidence, colour=colour)


def evidence_lines(evidence: Evidence, *, colour: bool) -> Iterator[str]:
    """A clause found: where it stands, its id, its words with what was found marked."""
    bold, dim, plain = (_BOLD, _DIM, _PLAIN) if colour else ("", "", "")
    where = f"{evidence.jurisdiction}《{evidence.title}》" if evidence.jurisdiction else f"《{evidence.title}》"
    yield f"  {bold}{evidence.path} {evidence.heading}{plain}  {where}  {dim}{evidence.score:.2f}{plain}"
    yield f"    {dim}{evidence.clause_id}{plain}"
    snippet = evidence.snippet.replace("\n", " ")
    if colour:
        for start, end in reversed(evidence.highlights):
            snippet = f"{snippet[:start]}{_YELLOW}{snippet[start:end]}{_PLAIN}{snippet[end:]}"
    yield f"    {snippet}"


def _converse(engine: Engine, *, as_json: bool) -> int:
    """Answers line by line until the user leaves (Ctrl-D)."""
    import readline  # noqa: F401  # gives input() its history and arrow keys

    say("请输入问题，Ctrl-D 结束 / ask, Ctrl-D ends")
    while True:
        try:
            question = input("问> ").strip()
        except EOFError:
            print()
            return 0
        if question:
            _say(engine.ask(question), as_json=as_json)


class _Line(NamedTuple):
    """A question of a batch, or what is wrong with its line."""

    number: int
    id: Any
    question: str
    fault: str = ""


def _batch(engine: Engine, file: str) -> int:
    """Writes one answer a line, in order, as they come; a line that cannot be read is reported, the rest goes on."""
    faults = 0
    with sys.stdin.buffer if file == "-" else open(file, "rb") as lines:  # noqa: PTH123  # a name or standard input
        for line, answer in _answered(engine, _lines(lines)):
            if answer is None:
                faults += 1
                say(f"policykg: {file}:{line.number}: {line.fault}")
                continue
            record = answer.as_json()
            record.pop("id", None)
            sys.stdout.write(json.dumps({"id": line.id, **record}, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return 1 if faults else 0


def _answered(engine: Engine, lines: Iterable[_Line]) -> Iterator[tuple[_Line, Answer | None]]:
    """The answers in the order of the lines; a few are worked at beside each other."""
    with ThreadPoolExecutor(2) as pool:
        under_way: deque[tuple[_Line, Future[Answer] | None]] = deque()
        for line in lines:
            under_way.append((line, None if line.fault else pool.submit(engine.ask, line.question)))
            if len(under_way) >= _AHEAD:
                yield _settled(*under_way.popleft())
        for line, future in under_way:
            yield _settled(line, future)


def _settled(line: _Line, future: Future[Answer] | None) -> tuple[_Line, Answer | None]:
    """The line's answer once it is there; a fault of ours in one question costs this one alone."""
    try:
        return line, future.result() if future else None
    except PolicyKGError:  # the store or the index: nothing after it could be answered
        raise
    except Exception as error:
        return line._replace(fault=f"回答时程序出错（{error!r}），请报告这个问题"), None


def _lines(lines: Iterable[bytes]) -> Iterator[_Line]:
    for number, raw in enumerate(lines, start=1):
        text = raw.removeprefix(b"\xef\xbb\xbf").strip()
        if not text:
            continue
        try:
            record = json.loads(text)
        except ValueError as error:
            yield _Line(number, None, "", f'不是 JSON（{error}）：每行应为 {{"id": …, "q": …}}')
            continue
        question = record.get("q") if isinstance(record, dict) else None
        if not isinstance(question, str) or not question.strip():
            yield _Line(number, None, "", '没有问题：每行应为 {"id": …, "q": "问题"}')
            continue
        yield _Line(number, record.get("id"), question)
