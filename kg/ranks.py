"""Places in a ranking that a plan sets out to reach (位次目标): 研发投入强度进入全国前5位, 综合指数排名前10%.

Only where a deadline, 力争 or a heading 目标 says that it is to come: 对排名前5位的企业给予奖励 tells whom is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.bridges import Bridge
from kg.commitments import Setting
from kg.implied import after_dates
from kg.indicators import phrase, quantity_noun
from kg.numerals import chinese_value
from kg.passages import MASK, Passage, Segment, Sentence
from kg.pieces import Goal
from kg.quantities import Quantity
from kg.timing import Timing

_RANK = re.compile(
    rf"""
    (?P<subject>[^，；：]{{0,40}}?)
    (?P<reach>(?:力争|争取|确保|努力|均|稳定|继续|持续|稳步|成功|率先|总体|基本)*
      (?: 进入|跻身|挺进|冲进|迈[入进]|[提上晋]?升[至到]|保持在?|稳定在|维持在|[稳位]?居|位?列|处于|排[在名]?
        | 提升[至到]|上升[至到]|晋升至
        | (?<=[排位名][名次])(?:达到|在)? ))                                          # 综合排名〔达到〕前10%
    (?P<among>[^，；：、\d前]{{0,12}}?(?<!以)(?<!之))                                     # 全国, 西部地区同类城市
    前(?P<number>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?P<unit>[位名%强])?
    (?:左右|以内|行列|方阵|之列)?(?=$|[，；：、。{MASK}]|[和及并且]|以及)
    """,
    re.VERBOSE,
)
_FIRM = re.compile(r"力争|争取|确保|目标")
_NAMED = re.compile(r"(?:排名|位次|名次|排位)$")
_OF_WHOM = re.compile(r"^(?:对|凡|若|获|被)|(?:企业|单位|部门|个人|学生|项目|机构|县区|乡镇)$|以[上下]的?$|的$")
_WITHIN = Bridge(0, bounds=("<=",), reach="进入")


def ranks(ready: Passage, sentence: Sentence, timing: Timing, setting: Setting, found: Sequence[Goal]) -> list[Goal]:
    """Returns the places in a ranking that a sentence sets out to reach, each as no more than so many 位.

    Takes 到2025年，研发投入强度进入全国前5位. Leaves alone 对考核排名前5位的企业给予奖励 and 引进全球前100名高校.
    `found` are the sentence's other goals: 高新技术企业达到500家，〔高新技术企业数量〕居全省前3位.
    """
    if "前" not in ready.plain[sentence.start : sentence.end] or setting.rules or setting.background:
        return []
    placed: list[Goal] = []
    for segment in sentence.segments:
        if not segment.quantities and (goal := _goal(ready, sentence, segment, timing, setting, [*found, *placed])):
            placed.append(goal)
    return placed


def _goal(
    ready: Passage, sentence: Sentence, segment: Segment, timing: Timing, setting: Setting, found: Sequence[Goal]
) -> Goal | None:
    start = after_dates(ready.plain, sentence, segment)
    match = _RANK.match(ready.plain, start, segment.end)
    if match is None or _OF_WHOM.search(match["subject"]):
        return None
    due = timing.due(sentence, ready, match.end(), match.end())
    firm = setting.goals or _FIRM.search(ready.plain, sentence.start, match.end()) is not None
    if not firm if due is None else due.meaning != "due":
        return None
    value = int(match["number"]) if match["number"].isdigit() else chinese_value(match["number"])
    name = _name(ready, sentence, segment, match, found)
    if not value or not name:
        return None
    quantity = Quantity(match.start("number"), match.end(), float(value), match["unit"], "count", bound="<=")
    return Goal(quantity, name, "reach", _WITHIN, "ranked", start, match.end(), due)


def _name(ready: Passage, sentence: Sentence, segment: Segment, match: re.Match[str], found: Sequence[Goal]) -> str:
    """研发投入强度全国排名: what is ranked and among whom; without a word of its own, what stands before."""
    name = phrase(ready.text[match.start("subject") : match.end("subject")], reached=True)
    if not name or _NAMED.fullmatch(name):
        before = [goal.indicator for goal in found if goal.end <= segment.start]
        ahead = ready.text[sentence.start : max(segment.start - 1, sentence.start)].rpartition("，")[2]
        ahead = phrase(ahead, reached=True)
        name = (before[-1].partition("全国排名")[0] if before else ahead if quantity_noun(ahead) else "") + name
    if not name or _NAMED.search(name):
        return name
    return name + (match["among"] if match["among"].startswith(("全", "国")) else "") + "排名"
