"""Documents that a question names: 书屋方案里, 《乡村书屋管理办法》, 三明的实施细则."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from kg.view import normal

MOST_LIKE = 0.7  # share of the words' character pairs that a title must hold
_NAMED = re.compile(
    r"""《(?P<title>[^《》]{3,80})》
      | (?P<words>[一-鿿a-z“”]*?)                                              # 书屋
        (?P<kind>(?:实施|行动|工作|管理|指导|若干|总体|改革|试行|暂行|发展)*              # 实施
          (?:方案|规划|计划|办法|细则|条例|意见|措施|批复|要点|清单))
        (?=里|中|内|之|的|对|给|让|把|由|要求|规定|提出|明确|部署|有|都|第|哪|[，。？“”（《 ]|$)""",
    re.VERBOSE,
)
# What may stand in front of a paper's name, and words that tell one paper as little as another.
_BEFORE = re.compile(
    r".*(?:在|自|从|按照|根据|依据|按|照|对|把|由|给|请问|关于|这个|那个|这份|那份|哪个|什么|[是和与跟及])"
)
_EMPTY = re.compile(
    r"""[“”的] | 十[三四五六]五 | 国家 | 全国 | [省市县]级? | 上级 | 上位 | 自治区 | 中央
      | 配套 | 有关 | 相关 | 具体 | 哪些? | 各项? | 一些 | 落实""",
    re.VERBOSE,
)
_plain = lru_cache(100_000)(lambda title: normal(title).lower())


def names_paper(text: str) -> bool:
    """Whether a normalised question may name a document at all."""
    return _NAMED.search(text) is not None


def named_papers(text: str, titles: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Returns, for each document that a question names in words of its own, the ids of those that may be meant.

    `text` is the question, normalised, without the names of places; `titles` are the documents' titles by id. A name
    that fits every title, or none, names nothing.

    >>> named_papers("书屋方案里的管护", {"甲": "乡村书屋提升实施方案", "乙": "社区食堂建设实施方案"})
    [('甲',)]
    """
    plain = {paper: _plain(title) for paper, title in titles.items()}
    found = []
    for match in _NAMED.finditer(text):
        papers = _titled(match["title"], plain) if match["title"] else _worded(match["words"], match["kind"], plain)
        if 0 < len(papers) < len(plain):
            found.append(papers)
    return found


def _titled(title: str, plain: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(paper for paper, own in plain.items() if title in own or own in title)


def _worded(words: str, kind: str, plain: Mapping[str, str]) -> tuple[str, ...]:
    """The papers of a kind whose titles hold the words best."""
    words = _EMPTY.sub("", _BEFORE.sub("", words))
    of_kind = [paper for paper, own in plain.items() if kind[-2:] in own]
    if len(words) < 2:
        exact = [paper for paper in of_kind if kind in plain[paper]] if len(kind) > 2 else []  # 国家方案: any paper
        return tuple(exact) if len(exact) == 1 else ()
    pairs = [words[i : i + 2] for i in range(len(words) - 1)]
    like = {paper: sum(pair in plain[paper] for pair in pairs) / len(pairs) for paper in of_kind}
    best = max(like.values(), default=0.0)
    return tuple(paper for paper, value in like.items() if value == best) if best >= MOST_LIKE else ()
