"""What follows a plan's text: signature, date, 附件 list, attachments, 抄送 and 印发 lines, database fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.numbering import number
from kg.official import (
    ATTACHMENT_LABEL,
    ATTACHMENT_LIST,
    BY_THE_WAY,
    CIRCULATION,
    DATE_LINE,
    GLUED_SIGNATURE,
    METADATA,
    SIGNATURE,
    TITLE_END,
)

_ITEM = re.compile(r"(?:附件)?\d{1,2}[.、:：]?.{2,80}")
_SENTENCE_END = "。；！？"
_TEXT_BEGINS = re.compile(r"一、|（一）|第一[章条部]|[^：\n]{20,}[。]$")  # right behind 附件：某市实施细则


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning of an attachment: its label line and where its text begins."""

    label: str
    start: int
    body: int


def paragraphs(norm: str, start: int, stop: int) -> list[tuple[int, int]]:
    """The non-empty paragraphs of norm[start:stop] as half-open ranges."""
    found = []
    at = start
    while at < stop:
        end = norm.find("\n", at, stop)
        end = stop if end < 0 else end
        if end > at:
            found.append((at, end))
        at = end + 1
    return found


def metadata_start(norm: str) -> int:
    """Where the fields begin that a law database prints behind a text (【文号】 …); the length when there are none."""
    stop = len(norm)
    if "〔" not in norm[-3000:]:
        return stop
    for start, end in reversed(paragraphs(norm, 0, stop)):
        if end - start > 400:
            break
        if METADATA.match(norm, start, end):
            stop = start
    return stop if stop > len(norm) * 0.02 else len(norm)


def trim(norm: str, low: int, high: int) -> int:
    """Where the text of norm[low:high] ends when signature, date, 附件 list, 抄送 and 印发 lines are taken off."""
    rows = paragraphs(norm, low, high)
    for index in range(max(0, len(rows) - 25), len(rows)):
        if CIRCULATION.fullmatch(norm, *rows[index]) and index:
            rows = rows[:index]
            break
    dated = False
    while len(rows) > 0:
        start, end = rows[-1]
        listed = _list_start(norm, rows)
        if listed is not None:
            rows = rows[:listed]
        elif DATE_LINE.fullmatch(norm, start, end):
            dated = True
            rows.pop()
        elif BY_THE_WAY.fullmatch(norm, start, end) or (
            dated and end - start < 80 and SIGNATURE.fullmatch(norm, start, end)
        ):
            rows.pop()
        else:
            break
    if not rows:
        return low
    start, end = rows[-1]
    glued = GLUED_SIGNATURE.search(norm, max(start, end - 90), end)
    return glued.start() if glued else end


def _list_start(norm: str, rows: list[tuple[int, int]]) -> int | None:
    """The row of "附件：1.…" when the last rows are its list."""
    for index in range(len(rows) - 1, max(-1, len(rows) - 16), -1):
        start, end = rows[index]
        if ATTACHMENT_LIST.fullmatch(norm, start, end):
            return index
        if norm[end - 1] in _SENTENCE_END or not (
            _ITEM.fullmatch(norm, start, end) or _bare_list_above(norm, rows, index)
        ):
            return None
    return None


def _bare_list_above(norm: str, rows: list[tuple[int, int]], index: int) -> bool:
    """Whether a short line stands right under "附件：", which names nothing itself."""
    start, end = rows[index]
    return end - start <= 60 and index > 0 and norm[slice(*rows[index - 1])] in ("附件：", "附：")


def attachment_marks(norm: str, low: int, high: int) -> list[Mark]:
    """The beginnings of attachments behind `low`; a mere list of attachments ("附件：1.…") is none."""
    if "附" not in norm[low:high]:
        return []
    rows = paragraphs(norm, low, high)
    found: list[Mark] = []
    for index, (start, end) in enumerate(rows):
        if norm[start] != "附" or end - start > 90 or index == 0:
            continue
        label = ATTACHMENT_LABEL.fullmatch(norm, start, end)
        follows = bool(found) and number(label["number"]) == number(found[-1].label[2:]) + 1 > 1 if label else False
        if not label or not (follows or _begins(norm, rows, index, label)):
            continue
        name = f"附{label['what'] or '件'}{label['number']}"
        found.append(Mark(name, start, _text_start(norm, rows, index, high)))
    return found


def _begins(norm: str, rows: list[tuple[int, int]], index: int, label: re.Match[str]) -> bool:
    """Whether a label line begins an attachment: text follows that is no signature and no list."""
    if label["title"] and (norm[rows[index][1] - 1] in _SENTENCE_END or "，" in label["title"]):
        return False
    rest = [
        (a, b)
        for a, b in rows[index + 1 : index + 6]
        if not (
            DATE_LINE.fullmatch(norm, a, b) or BY_THE_WAY.fullmatch(norm, a, b) or CIRCULATION.fullmatch(norm, a, b)
        )
    ]
    if not rest:
        return False
    if not label["title"] and not label["colon"]:
        return True
    closed = any(DATE_LINE.fullmatch(norm, a, b) for a, b in rows[max(0, index - 4) : index])
    if label["colon"] or not label["number"]:
        named = bool(TITLE_END.search(label["title"])) and _TEXT_BEGINS.match(norm, *rest[0]) is not None
        return (closed or named) and not any(DATE_LINE.fullmatch(norm, a, b) for a, b in rows[index + 1 : index + 12])
    return bool(TITLE_END.search(label["title"])) and not _ITEM.fullmatch(norm, *rest[0])


def _text_start(norm: str, rows: list[tuple[int, int]], index: int, high: int) -> int:
    """Where an attachment's text begins: behind its label and the lines of its title."""
    for start, end in rows[index + 1 : index + 6]:
        text = norm[start:end]
        if text[-1] in "。；：！" or len(text) > 45 or re.match(r"[（]?[一二三1][、.）]|第一", text) or "  " in text:
            return start
        if TITLE_END.search(text):
            return min(end + 1, high)
    return rows[index + 1][0] if index + 1 < len(rows) else high
