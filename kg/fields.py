"""The table of fields (公文要素表) that a web page or a law database prints over or under a paper.

    索引号:015000185/2024-00026发文字号:青政〔2024〕23号        labels run together
    发文机关：                                             the value on the next line
    青海省人民政府
    【文号】 林生发〔2022〕104号                             a database's

Labels are `kg/vocabulary/fields.tsv`; another page's label is one more row there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.choice import choice
from kg.docnumber import SERIAL
from kg.terms import load

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the table that a web page or a database prints: its kind, and where its value stands."""

    kind: str  # number, organ, signed, enacted, published, printed, title
    start: int
    end: int


# A field's value right behind its label, where the page set no colon: 发文字号青政〔2024〕23号
_VALUE = {
    "number": re.compile(SERIAL),
    "organ": re.compile(r"[一-鿿]{2,12}(?:省|市|县|区|州|盟|旗)|国家|国务院"),
    "signed": re.compile(r"\d{4}[年\-./]\s?\d"),
    "enacted": re.compile(r"\d{4}[年\-./]\s?\d"),
    "published": re.compile(r"\d{4}[年\-./]\s?\d"),
}
_LONGEST_VALUE = 120
_NOTICE = re.compile(r"(?:关于|印发).{4,}(?:通知|意见|决定|办法|方案)(?:（[^（）]*）)?$", re.MULTILINE)


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Patterns of a field's label, with a colon or bracket behind it and without, and {label: kind}."""
    kinds = {term.form: term.kind for term in load("fields")}
    forms = choice(kinds, gap=r"\s?")
    begins = f"(?=[〔\\s{''.join(sorted({form[0] for form in kinds}))}])"
    closed = re.compile(rf"{begins}(?P<open>〔?)\s?(?P<label>{forms})\s?(?P<close>[：〕]+\s?|$)")
    return closed, re.compile(rf"(?P<open>)(?P<label>{forms})\s?"), kinds


def marks(norm: str, start: int, end: int) -> list[re.Match[str]]:
    """The labels in a table row; [] for a line that is none.

    Takes "发布机构:青海省人民政府公文时效:有效", "【文号】林生发〔2022〕104号", "索引号015发文字号青政〔2024〕23号".
    """
    closed, bare, kinds = _labels()
    found = list(closed.finditer(norm, start, end))
    if found:
        return found if found[0].start() == start or found[0]["open"] else []
    first = bare.match(norm, start, end)
    if first is None:
        return []
    kind, rest = kinds[re.sub(r"\s", "", first["label"])], norm[first.end() : end]
    found = list(bare.finditer(norm, start, end))
    return found if len(found) > 2 or (kind in _VALUE and _VALUE[kind].match(rest)) else []


def read_fields(norm: str, lines: list[Range]) -> tuple[list[Field], set[int]]:
    """Returns the fields in `lines`, also one whose value stands on the next line, and which lines are table rows."""
    kinds = _labels()[2]
    rows: set[int] = set()
    fields: list[Field] = []
    waiting: str | None = None
    for index, (start, end) in enumerate(lines):
        labels = marks(norm, start, end)
        if not labels:
            title = waiting != "title" and _NOTICE.search(norm, start, end)  # 主题词： over the title of a notice
            if waiting and not title and end - start <= _LONGEST_VALUE:
                fields.extend(_value(waiting, norm, start, end))
                rows.add(index)
            waiting = None
            continue
        rows.add(index)
        waiting = None
        for mark, stop in zip(labels, [*(after.start() for after in labels[1:]), end], strict=True):
            kind = kinds[re.sub(r"\s", "", mark["label"])]
            if mark.end() < stop:
                fields.extend(_value(kind, norm, mark.end(), stop))
            elif stop == end:
                waiting = kind
    return fields, rows


def _value(kind: str, norm: str, start: int, end: int) -> list[Field]:
    while start < end and norm[start] in " ：":
        start += 1
    while end > start and norm[end - 1] in " ，；":
        end -= 1
    return [Field(kind, start, end)] if start < end and kind != "other" else []
