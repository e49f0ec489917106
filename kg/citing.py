"""The words that govern a citation (引用词): 根据, 贯彻落实 carry a document out, 参照, 修订 mention it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.records import Relation
from kg.terms import load

STOP = "。；！？\n"  # where a sentence ends
# 按《…》 but not 按时; 宣传《…》 but not 宣传部《…》; 根据某部关于印发《…》的通知 belongs to 根据
_NOT_AHEAD = {
    "按": "按(?![时期季月年需比照])",
    "依": "依(?![法规次托靠照据])",
    "宣传": "宣传(?!部)",
    "研究": "研究(?!院|所|室|中心|会)",
    "推进": "推进(?!办|组|委|会)",
    "推广": "推广(?!中心|站|总站)",
    "组织": "组织(?!部|法)",
    "印发": "(?<!关于)印发",
    "转发": "(?<!关于)转发",
    "发布": "(?<!关于)发布",
    "公布": "(?<!关于)公布",
    "实施": "实施(?!方案|细则|办法|意见|条例|计划|情况|以来)",
    "落实": "落实(?!方案|情况)",
    "执行": "执行(?!情况)",
}


@dataclass(frozen=True, slots=True)
class Words:
    """`kg/vocabulary/citations.tsv`, made into patterns."""

    cue: re.Pattern[str]
    relation: dict[str, Relation]  # of each cue
    paper: re.Pattern[str]
    media: re.Pattern[str]
    known: frozenset[str]


@cache
def words() -> Words:
    kinds: dict[str, list[str]] = {}
    for term in load("citations"):
        kinds.setdefault(term.kind, []).append(term.form)

    def any_of(kind: str) -> str:
        return "|".join(sorted(map(re.escape, kinds[kind]), key=lambda form: (-len(form), form)))

    verbs: dict[str, Relation] = dict.fromkeys(kinds["mentions"], "mentions")
    verbs.update(dict.fromkeys(kinds["implements"], "implements"))
    shapes = [
        _NOT_AHEAD.get(form, re.escape(form)) + ("(?!后?的)" if verbs[form] == "mentions" else "")
        for form in sorted(verbs, key=lambda form: (-len(form), form))
    ]
    return Words(
        re.compile("|".join(shapes)),
        verbs,
        re.compile(rf"(?:{any_of('paper')})$"),
        re.compile(any_of("media")),
        frozenset(kinds["known"]),
    )
