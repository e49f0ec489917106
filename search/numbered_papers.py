"""Documents that a question names by their number (发文字号), whole or as people shorten it: 青政23号, 23号文.

What is left out, the year or the code, is made good by the documents that there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg.docnumber import Number, number_of
from search.knowledge import Paper

_NUMBER = re.compile(
    r"""[〔（]?(?P<year>(?:19|20)\d\d)[〕）年\s—-]*第?(?P<serial>\d{1,4})(?!\d)\s*号?(?P<paper>文件?|令)? # 〔2024〕23号
      | 第?(?P<alone>(?<!\d)\d{1,4})\s*号(?![楼线院房机车库店桥井坝门地台])(?P<called>文件?|令)?        # 23号文
    """,
    re.VERBOSE,
)
_FRONT = re.compile(r"[一-鿿]{1,16}$")
_CODE = re.compile(r"[一-鿿]{0,7}[政发办函字令规通委厅局]$")
# A government's own, which needs no 文 behind it: 青政5号, 国办发5号.
_GOVERNMENT = re.compile(r"(?:请问)?(?:[一-鿿]{1,4}政(?:办?发|办|字|函|规)?|国办?发|国函)")
# What may stand in front of a number that bears no code: 那个23号文, 2024年的23号文.
_NO_CODE = re.compile(r"(?:^|[^一-鿿]|[的个份这那是看查问在按照据对])$")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number in a question: where it stands, as it is said, and the documents that bear it, if any does."""

    start: int
    end: int
    words: str
    papers: tuple[str, ...]

    def is_of(self, number: Number) -> bool:
        """Whether the number is another one, of a document that is only cited."""
        said = self.words.removesuffix("件").removesuffix("文").replace(" ", "")
        year, serial = number.year, number.serial
        forms = (f"〔{year}〕{serial}号", f"{serial}号", f"{year}年{serial}号", f"{year}{serial}号")
        return said in {number.code + form for form in forms}


def numbered(text: str, papers: Iterable[Paper], here: Collection[str] = (), bare: str = "") -> Numbered | None:
    """Returns the first document number of a normalised question; None where there is none.

    `here` are the documents of the places that it names, of which a number without its code is looked up, `bare` the
    question without the places' names. 青政23号 is 青政〔2024〕23号, 国发5号文 one that no document need bear; 3号楼
    and 12号 of a month are none.

    >>> paper = Paper("甲", "实施方案", "青政〔2024〕23号", None, None, None, None, "甲.txt")
    >>> numbered("青政23号讲的什么", [paper]).papers, numbered("国发5号文是什么", [paper]).words
    (('甲',), '国发5号文')
    """
    if _NUMBER.search(text) is None:
        return None
    borne = [(paper.id, number) for paper in papers if (number := number_of(paper.doc_number))]
    for match in _NUMBER.finditer(text):
        if not re.search("[〔（号]", match[0]):
            continue  # 2024年7月
        serial = (match["serial"] or match["alone"]).lstrip("0")
        year, called = match["year"], match["paper"] or match["called"]
        fits = [(id, n) for id, n in borne if n.serial == serial and year in (None, n.year)]
        front = found[0] if (found := _FRONT.search(text[: match.start()].rstrip())) else ""
        coded = [(len(code), id) for id, n in fits if (code := _code_of(n, front, called))]
        if coded:
            longest = max(length for length, _ in coded)
            start = len(text[: match.start()].rstrip()) - longest
            ids = tuple(id for length, id in coded if length == longest)
            return Numbered(start, match.end(), text[start : match.end()], ids)
        if called and _NO_CODE.search((bare or text)[: match.start()]):
            ids = tuple(id for id, _ in fits if not here or id in here)
            if ids:
                return Numbered(match.start(), match.end(), match[0], ids)
        unknown = _CODE.search(front)
        if front and "〔" in match[0]:
            unknown = unknown or re.search(r".{1,8}$", front)  # 闽民〔2024〕9号
        elif not (called or _GOVERNMENT.fullmatch(front)):
            continue
        if unknown:
            start = match.start() - len(unknown[0])
            return Numbered(start, match.end(), text[start : match.end()], ())
    return None


def _code_of(number: Number, front: str, called: str | None) -> str:
    """The code of a number as the words in front of it end, with or without 发: 青政 for 青政发; "" for none."""
    core = number.code.removesuffix("令" if called == "令" else "发")  # 国务院707号令
    codes = (number.code, f"{core}发", f"{core}字", core)
    return next((code for code in codes if len(code) > 1 and front.endswith(code)), "")
