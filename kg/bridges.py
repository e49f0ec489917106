"""What stands between an indicator and its number (连接语): 普及率〔到2027年力争分别达到〕92%.

The words are peeled off from the number backwards until the noun is reached; on the way they say how the number is
bounded (超过), whether it is reached or a change (达到, 增长), whether several share it (分别), and its baseline
(较2023年).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.deadlines import Moment
from kg.quantities import Quantity
from kg.records import Change, Comparator
from kg.terms import load

WORDS = load("target_words")
FORMS: dict[str, tuple[str, ...]] = {}
for _term in WORDS:
    FORMS[_term.kind] = (*FORMS.get(_term.kind, ()), _term.form)

Part = Literal["more", "least", "most", "less", "about", "reach", "up", "down", "each", "loose"]
_PARTS: tuple[Part, ...] = ("more", "least", "most", "less", "about", "reach", "up", "down", "each", "loose")
_BOUNDS: Mapping[str, Comparator] = {"more": ">", "least": ">=", "most": "<=", "less": "<", "about": "~"}

_PART_OF: dict[str, Part] = {form: part for part in _PARTS for form in FORMS[part]}
_BACKWARDS = re.compile("|".join(re.escape(form[::-1]) for form in sorted(_PART_OF, key=lambda f: (-len(f), f))))
# 节约, 附近, 发达, 人均: these end in a bridging word and are none; the mark is what stands before it.
_WHOLE_WORDS: Mapping[str, str] = {
    "约": "节公契预签集制", "近": "附最临邻远靠亲", "超": "赶高彩B", "达": "发到通直抵传表送四雷马", "为": "作认行因",
    "均": "人户日亩车村", "增": "新递", "减": "消", "降": "下", "都": "首成", "共": "公", "是": "于但", "占": "侵",
    "平均": "省国市区县州", "增长率": "然", "提升": "治造",
}  # fmt: skip
# 创建比例达到〔全省农户的〕35%: what a share is a share of; not 自筹比例不低于总投资的30%
_OF_BASE = re.compile(
    r"(?:比例|占比|比重|份额|额度)[^，；。\d]{0,6}?(?:不低于|不少于|不高于|不超过|达到)(?P<base>(?![^，；。的]*(?:投资|金额|成本|费用|贷款|价))[^，；。\d的]{2,10}的)$"
)
# 床位数达到〔每千人口〕0.85张: of how many something is told
_PER_SO_MANY = re.compile(
    r"(?:达到|达|提高到|提高至|提升到|提升至|增加到|增至|不低于|不少于|超过|为)(?P<base>每[十百千万]+(?:名|个|位)?(?:常住|户籍|服务|农业)?(?:人口?|老年人|儿童|学生|婴幼儿|家庭|户))(?:拥有|有)?$"
)
# 在园幼儿占比分别达到〔城市〕55%、农村70%: which of several groups
_TO_GROUP = re.compile(
    r"(?:占比|比重|比例|率)分别(?:达到|达|提高到|提高至|不低于|为)(?P<base>(?:城市|城镇|城区|主城区|县城|农村|乡村|山区|平原)(?:地区)?)$"
)
_FILLERS = "，、 的之了在要须应将需"  # 使用率到2015年〔要〕达到60%
_MOVED = re.compile("(?<!达)[到至]$")
_YEARLY = frozenset(("年均", "每年", "年复合", "年均复合"))


@dataclass(frozen=True, slots=True)
class Bridge:
    """The words peeled off; `end` is where the text before them ends."""

    end: int
    bounds: tuple[Comparator, ...] = ()
    reach: str | None = None
    change: Change | None = None
    shared: bool = False  # 分别, 均
    yearly: bool = False
    baseline: Moment | None = None
    words: tuple[str, ...] = ()
    per: str = ""  # 达到每千人口0.85张

    @property
    def links(self) -> bool:
        """Whether the words make a statement about an indicator, not only bound the number."""
        return self.reach is not None or self.change is not None or bool(set(self.bounds) - {"~"})

    @property
    def brings(self) -> bool:
        """Whether they say that a value is to change: 压缩至, 提高到, 增长; not 达到, 为, 不少于."""
        return self.change is not None or (self.reach is not None and _MOVED.search(self.reach) is not None)


def bridge(text: str, start: int, end: int, moments: Sequence[Moment]) -> Bridge:
    """Returns what bridges text[start:end], which stands right before a number.

    Takes 〔普及率〕力争达到 (reach), 〔交易量〕较2023年增长约 (increase, about, baseline 2023).
    Leaves alone words that only end like a bridging one: 〔人均〕, 〔节约〕.
    """
    times = {moment.end: moment for moment in moments if start <= moment.start < end}
    bounds: list[Comparator] = []
    words: list[str] = []
    reach: str | None = None
    change: Change | None = None
    baseline: Moment | None = None
    per = _PER_SO_MANY.search(text, start, end) or _TO_GROUP.search(text, start, end)
    base = per or _OF_BASE.search(text, start, end)
    at = base.start("base") if base else end
    while at > start:
        if at in times:
            moment = times[at]
            baseline = baseline or (moment if moment.meaning == "baseline" else None)
            at = moment.start
            continue
        word = _word_before(text, start, at)
        if word is None:
            if words and text[at - 1] in "，":
                break
            if text[at - 1] in _FILLERS and (at - 1 in times or _word_before(text, start, at - 1)):
                at -= 1
                continue
            break
        part = _PART_OF[word]
        if part in _BOUNDS:
            bounds.append(_BOUNDS[part])
        elif part == "reach":
            reach = reach or word
        elif part in ("up", "down"):
            change = change or ("increase" if part == "up" else "decrease")
        words.append(word)
        at -= len(word)
    each = any(_PART_OF[word] == "each" for word in words)
    yearly = not _YEARLY.isdisjoint(words)
    return Bridge(at, tuple(bounds), reach, change, each, yearly, baseline, tuple(words), per["base"] if per else "")


def _word_before(text: str, start: int, at: int) -> str | None:
    """The longest bridging word that ends at `at`."""
    found = _BACKWARDS.match(text[start:at][::-1])
    if found is None:
        return None
    word = found.group()[::-1]
    before = at - len(word) - 1
    if before >= start and text[before] in _WHOLE_WORDS.get(word, ""):
        return None
    return word


def comparator(found: Bridge, quantity: Quantity) -> Comparator:
    """Returns how value and goal compare, from the words on both sides of the number.

    Takes 超过1.5万架以上 → >, 控制在7.9%以内 → <=, 约30家以上 → >=, 3—5个 → between.
    """
    if quantity.value_max is not None:
        return "between"
    for bound in (">", ">=", "<"):
        if bound in found.bounds:
            return bound
    if "<=" in found.bounds:
        return "~" if quantity.bound == "~" else "<="
    if quantity.bound is not None:
        return quantity.bound
    return "~" if "~" in found.bounds else "="
