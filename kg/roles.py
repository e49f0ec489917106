"""Words that say which part a body has in a task: labels before a list of bodies and verbs after it.

The words are rows of `vocabulary/roles.tsv`. A label is one or more of them with a noun (牵头考核单位：), a verb
phrase is one or more of them up to its object (按职责分工负责).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from kg.bodies import squeezed
from kg.choice import choice
from kg.records import Role
from kg.terms import load

_NOUN = r"(?:单\s*位|部\s*门|主\s*体|机\s*构|科\s*室|处\s*室|股\s*室|地\s*区|方)"
_RANKS = (  # 第一责任单位, 市级牵头单位
    "第一、主要、首要、共同、具体、市级、省级、县级、区级、市直、省直、州级、县直、区直、州直、相关、直接、总、联合、部门、属地、工作、任务、其他、"
    "其它、辅助"
)
_BEFORE = rf"{choice(_RANKS.split('、'))}*"
_PERSONS = r"(?:\s*(?:及|和|、)\s*(?:责\s*任\s*人|负\s*责\s*人|责\s*任\s*领\s*导))?"
_NOT_AFTER = r"(?<![各由向与和及对等为明确定分清了将])"  # 明确牵头单位 is an object, no label
_DUTY = r"职\s*[责能]?\s*[任权]?"
_BY_DUTY = rf"""
    (?: 按\s*照?\s*(?:各\s*自|有\s*关|部\s*门|规\s*定|属\s*地|相\s*关)?\s*的?\s*                # 按照职责分工
        {_DUTY}\s*(?:和?\s*分\s*工|范\s*围|要\s*求)?
      | 按\s*照?\s*(?:任\s*务|责\s*任)?\s*分\s*工                         # 按分工
      | 依\s*职\s*[责权能]                                               # 依职责
      | 根\s*据\s*(?:各\s*自)?\s*{_DUTY}\s*(?:分\s*工)?                    # 根据职责
      | 在\s*(?:各\s*自)?\s*{_DUTY}\s*范\s*围\s*内                         # 在职责范围内
    )"""
_MANNER = rf"""
    (?: {_BY_DUTY}
      | 分\s*工\s*(?=负|落|协)                                           # 分工负责
      | 共\s*同 | 分\s*别 | 分\s*级 | 分\s*头 | 逐\s*级 | 具\s*体 | 统\s*一 | 统\s*筹 | 联\s*合(?!会|社)   # 共同负责
      | (?<![人平户年月日])均(?=\s*(?:按|依|根|在|切|具|共|负|落|配|参|协|承))                  # 均负责落实; not 均由
      | 切\s*实 | 认\s*真 | 抓\s*好 | 做\s*好 | 各\s*自 | 依\s*法 | 密\s*切 | 积\s*极 | 主\s*动   # 抓好落实
    )"""


@dataclass(frozen=True, slots=True)
class Label:
    """牵头单位： with the offset at which what it labels begins. role None: no bodies follow (完成时限：)."""

    start: int
    end: int
    role: Role | None
    word: str
    surely: bool  # 单位 and a colon; else it counts only before bodies (牵头：市商务局)


@dataclass(frozen=True, slots=True)
class Verb:
    """按职责分工负责, the words after a list of bodies that say their part."""

    start: int
    end: int
    role: Role
    word: str


@cache
def _words(kind: str) -> Mapping[str, Role | None]:
    rows = {t.form: t["role"] for t in load("roles", required=("role",)) if t.kind == kind}
    return {form: None if role == "none" else cast(Role, role) for form, role in rows.items()}


def _alternatives(*kinds: str) -> str:
    """The words of some kinds, longest first; no verb as the beginning of a label (牵头 in 列第一位的为牵头单位)."""
    forms = {word for kind in kinds for word in _words(kind)}
    words = choice(forms, gap=r"\s*")
    return rf"{words}(?!\s*{_NOUN})" if {"verb", "closing"} & set(kinds) else words


def _role(text: str, *kinds: str) -> Role:
    """牵头 outweighs all (牵头负责), 配合 outweighs 负责 (负责配合)."""
    said = squeezed(text)
    roles = {role for kind in kinds for word, role in _words(kind).items() if word in said}
    return "lead" if "lead" in roles else "participant" if "participant" in roles else "responsible"


@cache
def cues() -> re.Pattern[str]:
    """Any word that says a part: a text without one has no labelled statement."""
    return re.compile(rf"{_alternatives('label', 'noun')}|{_alternatives('verb', 'closing')}|按\s*职\s*责|分\s*工")


@cache
def _label_pattern() -> re.Pattern[str]:
    short = f"(?:{_alternatives('label')})"
    cue = f"(?:{_alternatives('label', 'noun')})"
    other = f"(?:{_alternatives('other')})"
    return re.compile(
        rf"""
        {_NOT_AFTER}
        (?:
          (?P<label>{_BEFORE}{cue}(?:[、/及和与（〔]?\s*{cue})*[）〕]?\s*(?:责\s*任)?\s*   # 牵头考核, 牵头（责任）
            {_NOUN}(?:[（〔/、和及与]\s*{_NOUN}[）〕]?)?{_PERSONS})                      # 部门（单位）, 单位及责任人
        | (?P<short>{_BEFORE}{short})\s*(?=：)                                        # 牵头：市商务局
        | (?<=〔)(?P<framed>{short})(?=〕)                                             # 【牵头】市商务局
        | (?=[^，；。：、（）〔〕]{{2,40}}：)
          (?P<other>[^，；。：、（）〔〕\s]{{0,6}}{other})\s*(?=：)                      # 完成时限：, 责任领导：
        )
        \s*(?:（[^（）]*）|〔[^〔〕]*〕)?                                                # （列第一位的为牵头单位）
        (?:为(?=[省市区县州盟旗各国])|\s*[：；〕）]?\s*：?)                                  # 责任单位为市教育局
        """,
        re.VERBOSE,
    )


@cache
def _label_end() -> re.Pattern[str]:
    """How every label of bodies ends, found fast: 牵头（责任）单位, 牵头：."""
    cue = f"(?:{_alternatives('label', 'noun')})"
    return re.compile(rf"{cue}[）〕]?\s*(?:责\s*任)?\s*{_NOUN}|(?:{_alternatives('label')})\s*[：〕]")


def may_label_bodies(norm: str) -> bool:
    """Whether a label that bodies follow may stand in a text; where this says no, `labels` yields none with a role."""
    return _label_end().search(norm) is not None


def labels(norm: str, start: int = 0, end: int | None = None) -> Iterator[Label]:
    """Yields what may be a label in norm[start:end]: 牵头单位： surely, 牵头单位 before a mere space perhaps.

    Takes 责任部门（单位）：; must leave alone 各牵头单位 and 明确责任单位.
    """
    for match in _label_pattern().finditer(norm, start, len(norm) if end is None else end):
        word = match["label"] or match["short"] or match["framed"] or match["other"]
        role = None if match["other"] else _role(word, "label", "noun")
        surely = "：" in match.group()[-3:] and not match["short"]
        yield Label(match.start(), match.end(), role, squeezed(word), surely)


@cache
def _verb_pattern() -> re.Pattern[str]:
    word = f"(?:{_alternatives('verb')})"
    any_word = f"(?:{_alternatives('verb', 'closing')})"
    post = f"(?:{_alternatives('label', 'noun')})"
    return re.compile(
        rf"""
        (?:{_MANNER}\s*)*{word}(?:\s*(?:{any_word}|{_MANNER}))*          # 牵头负责, 按职责分工落实
      | (?:{_MANNER}\s*)*{_BY_DUTY}\s*(?:{_MANNER}\s*)*(?:{any_word}\s*)*   # 按职责推进, 按职责分工
      | (?:{_MANNER}\s*)+{any_word}                                      # 分别推进
      | (?<=[局委办厅部院府室心司团行会社处科站所区县市镇乡）])
        为\s*(?P<post>{post}\s*{_NOUN})(?=[，；。、）〔〕\n]|$)                # 市财政局〔为配合单位〕
      | (?:{any_word}\s*)+(?:工\s*作)?\s*(?=[，；。、）〔〕\n]|$)          # 指导，监督指导
        """,
        re.VERBOSE,
    )


def verbs(norm: str, start: int, end: int) -> Iterator[Verb]:
    """Yields the verb phrases of norm[start:end], objects left out: 牵头, 配合, 按职责分工负责.

    Takes 落实 in 各县区落实; must leave alone 组织 in 市委组织部 and 推进 in 市推进办.
    """
    for match in _verb_pattern().finditer(norm, start, end):
        word = squeezed(match.group())
        kinds = ("label", "noun") if match["post"] else ("verb", "closing")
        yield Verb(match.start(), match.end(), _role(word, *kinds), word)
