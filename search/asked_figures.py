"""How many figures a question asks for, of which years, and where its parts end (问了几个数、哪一年)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.view import normal
from search.understand import Question

_FIGURE = re.compile(
    r"多少|(?<!一)几(?=[^乎何])|百分之几|多[大高长低重快宽深]|\bhow (?:many|much|large|high|long|big|far)\b"
)
_AND = (  # not 饱和, 参与, 普及率
    r"(?:(?<![饱总谐缓温柔祥])和(?![谐平睦解缓]) | (?<![参给授])与(?![会否]) | (?<![普涉触波危惠])及(?![时格早]))"
)
CUT = re.compile(  # between the parts of a question: 淘汰多少、添置多少; cotton or sugarcane
    rf"""[、，；？,;?] | (?<=[一-鿿\ ])(?:{_AND} | 跟)(?=[一-鿿\ ]) | 还是 | 相比 | [比较](?=[一-鿿])
      | \b(?:and|or|versus|vs|than)\b""",
    re.VERBOSE,
)
LIST = re.compile(rf"(?<=[一-鿿]) (?: 、 | {_AND}) (?=[一-鿿])", re.VERBOSE)
BY_YEAR = re.compile(r"每年|年均|一年(?:要|得|应|需)|\b(?:each|every|per|a) year\b|\byearly|\bannual")
_TIMES = re.compile(
    r"(?=.*[年段步])(?:20\d\d年?|[两二三四几各]个?(?:年|阶段|步)|[今明后]年|[到前底末的要是为应该]|分别|各|目标|任务|指标|达到?|多少)+[？?]?"
)
_BASE = re.compile(r"[比较](20\d\d)|(20\d\d)年的?基础上|\b(?:than in|compared (?:to|with)|relative to) (20\d\d)")
_PLAN = re.compile(r"十([二三四五六])五|\b(1[2-6])th five-year\b")


def figures_asked(text: str) -> int:
    """How many figures a question asks for.

    >>> figures_asked("每年淘汰多少旧灶、添置多少新灶"), figures_asked("新建几座书屋")
    (2, 1)
    """
    return len(_FIGURE.findall(normal(text).lower()))


def of_other_times(part: str) -> bool:
    """Whether a part of a question asks for nothing but the same figure at other times.

    >>> of_other_times("两年的目标分别是多少"), of_other_times("明年要到多少"), of_other_times("明年要建多少所")
    (True, True, False)
    """
    return _TIMES.fullmatch(part) is not None


def years_asked(question: Question) -> frozenset[str]:
    """The years that a question names, also the last one of a plan (十四五: 2025), not 比2024年."""
    numerals = {"二": 12, "三": 13, "四": 14, "五": 15, "六": 16}
    plans = {numerals.get(m[1]) or int(m[2]) for m in _PLAN.finditer(normal(question.text).lower())}
    base = {year for found in _BASE.findall(normal(question.text).lower()) for year in found}
    return frozenset(question.years) - base | {str(1955 + 5 * plan) for plan in plans}


def joined(pieces: Sequence[str]) -> list[str]:
    """Pieces of a question that ask for no figure themselves belong to the next one that does."""
    joined, before = [], ""
    for piece in pieces:
        before += piece
        if _FIGURE.search(piece):
            joined.append(before)
            before = ""
    if before and joined:
        joined[-1] += before
    return joined
