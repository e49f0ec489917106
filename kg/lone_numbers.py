"""Document numbers that stand without a title (文号引用): 按照国办发〔1993〕71号文件的规定."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.allusions import Passage
from kg.citing import STOP, words
from kg.docnumber import NUMBER, Number, number_of
from kg.records import Head, Relation

NUMBER_PATTERN = re.compile(NUMBER)
_NUMBER_END = re.compile(r"\d\s?号")
_LONGEST_NUMBER = 60  # characters in front of its last digit
# Words that ran into a number's code from the sentence in front: 按照国办发〔1993〕71号.
_AHEAD = re.compile(
    r".*(?:[按依遵]照|根据|依据|落实|执行|参照|文件|废止|[印下转]发(?=[一-鿿]{2})|发布|以及|[我你本][局部厅委省市]|[和及与对将以由见的号日除原])(?=[一-鿿]{2})"
)
_AHEAD_OF_ORDER = re.compile(
    r".*(?:[按依遵]照|根据|依据|执行|参照|废止|以及|发布|[日见原除]|[与和及为](?=国家|国务院|中华)|^[与和及](?=[一-鿿]{2,8}[部局署会]))(?=[一-鿿]{4})"
)


def lone_numbers(norm: str, masked: str, head: Head, taken: list[tuple[int, int]]) -> Iterator[Passage]:
    """Numbers that stand alone: 按照国办发〔1993〕71号文件的规定; not the plan's own number over or under its text."""
    if "号" not in norm:
        return
    own = number_of(head.doc_number)
    for found in _numbers(masked):
        start = found.start() + words_ahead(found.group())
        number = number_of(masked[start : found.end()])
        if number is None or _is_own(number, own) or "年" in number.code or overlaps(start, found.end(), taken):
            continue
        opening = max(masked.rfind(stop, 0, start) for stop in STOP) + 1
        front = masked[max(opening, start - 80) : start]
        cue = None
        for cue in words().cue.finditer(front):  # noqa: B007  the last one counts
            pass
        near = cue is not None and len(re.sub("《□*》", "", front[cue.end() :])) <= 12
        if not near and not masked.startswith(("文", "等"), found.end()):
            continue
        word = cue.group() if cue else ""
        implements = cue is not None and words().relation[word] == "implements" and "，" not in front[cue.end() :]
        alone = cue is not None and implements and "》" not in front[cue.end() :]
        quoted = start - len(front) + cue.start() if cue is not None and alone else start
        behind = re.compile(r"(?:文件|文)?(?:的)?(?:精神|要求|规定|部署)?").match(masked, found.end())
        stop = behind.end() if behind else found.end()
        relation: Relation = "implements" if implements else "mentions"
        yield Passage(quoted, stop, relation, f"number:{word}", None, number.printed, True, None, False)


def _numbers(masked: str) -> Iterator[re.Match[str]]:
    """The numbers of a text; looked for only in front of what ends like one, as any Han character may begin one."""
    at = 0
    for end in _NUMBER_END.finditer(masked):
        found = NUMBER_PATTERN.search(masked, max(at, end.start() - _LONGEST_NUMBER), end.end())
        if found:
            at = found.end()
            yield found


def _is_own(number: Number, own: Number | None) -> bool:
    """Whether a number is the paper's own: 甲省人民政府令第3号 over 人民政府令第3号."""
    same = own is not None and (number.year, number.serial) == (own.year, own.serial)
    return same and own is not None and (number.code.endswith(own.code) or own.code.endswith(number.code))


def words_ahead(number: str) -> int:
    """How many characters in front of a number's code belong to the sentence: 2 in 按照国办发〔1993〕71号."""
    code = re.match("[一-鿿]+(?<!第)", number)  # 国家林业和草原局令, not …令第
    if not code:
        return 0
    shape = _AHEAD_OF_ORDER if code.group().endswith(("令", "公告")) else _AHEAD
    ahead = shape.match(code.group())
    return ahead.end() if ahead else 0


def overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in taken)
