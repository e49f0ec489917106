"""Quantities (数量): a number, its measure and the words around it that bound it (2万架以上, 8100余辆, 3—5个, 0.8：1).

What a quantity means for a plan (a goal, a threshold, a subsidy) is not asked here; `kg.commitments` tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from kg.numerals import ARABIC, CHINESE, arabic_value, chinese_value, split_scale
from kg.records import Comparator
from kg.terms import Term, load

Kind = Literal[
    "count", "money", "length", "area", "volume", "mass", "power", "data", "rate", "time", "percent", "point", "times",
    "ratio", "score", "bare",
]  # fmt: skip

_MEASURES = load("measures", required=("spelt",))
_KIND_OF: dict[str, str] = {term.form: term.kind for term in _MEASURES}


def _choice(terms: Iterable[Term]) -> str:
    """The measures as alternatives of a pattern, the longest first: 家(?!具|电) and the like."""
    ordered = sorted(terms, key=lambda term: (-len(term.form), term.form))
    return "|".join(re.escape(t.form) + (f"(?!{t['not_before']})" if t["not_before"] else "") for t in ordered)


_MEASURE = _choice(_MEASURES)
_SPELT = _choice(term for term in _MEASURES if term["spelt"] == "yes")
_PER = (
    r"(?:/(?:百|千|10万|十万|万|亿)?(?:人|日|天|年|月|小时|床|亩|公顷|户|元|平方米|平方公里|立方米|吨|千克|千瓦时|村|台|车|次)"
    r"(?:·(?:平方公里|人|日|月|天))?)"
)
_OTHER_MEASURE = r"（[套台个组辆次户间处所家项名只头件座条场人份栋幢类期枪桩口根张支]）"  # 200间（套）
_NO_NUMBER_BEFORE = (
    r"(?<![\d.A-Za-z第〔+×*#“/])(?<!\d[-—~：/至])(?<!每[百千万亿])(?<!每)(?<![^底末月年日之]前)(?<!^前)"
    r"(?:(?<![国省县乡]道)|(?=\d[\d.]*(?:公里|千米|条)(?!处)))"  # 省道12; 改造县道35公里
)
_SCALE = r"(?:[十百千]?[万亿]{1,2}|[百千](?![瓦米克伏兆分]))"
_BOUND = r"(?:（含）)?(?:及?以上|或以上|左右|上下|及?以下|以内|之内|(?<=[日时天月秒钟年])内|（含）)"
_DASH = r"(?:[-—~]{1,2}|至|到)"
_NO_DIGIT_BEFORE = "(?<![数几零〇一二两三四五六七八九十百千万亿])"
_PER_WORTH = r"[百千万亿]{1,2}元(?:GDP|国内生产|地区生产|生产总值|工业|产值|增加值)"  # 万元GDP能耗
_TENTH = "[一二两三四五六七八九]"
_NO_TENTH = "(?![立为员分果本效功长都熟品就色新人年套型份交语片网心])"  # 三成员, 七成新

_QUANTITY = re.compile(
    rf"""
    (?=[\d翻半零〇一二两三四五六七八九十百千万亿])
    {_NO_NUMBER_BEFORE}
    (?:
        (?P<ratio>\d+(?:\.\d+)?(?=：1(?!\d))|1(?=：\d))：(?P<ratio_unit>\d+(?:\.\d+)?)(?![\d：.])   # 0.8：1, 1：15
      | (?P<number>{ARABIC})(?P<few>[余多])?(?P<scale>{_SCALE})?(?P<few2>[余多])?  # 8100余, 10余万
        (?:(?P<unit1>{_MEASURE})?{_DASH}(?P<number2>{ARABIC})(?P<scale2>{_SCALE})?)?        # 3—5, 10%—15%
        (?P<unit>(?:{_MEASURE})(?:{_OTHER_MEASURE})?{_PER}?|/(?:10|十|百)?万(?=$|[，。；、）以和及与左]))?     # 12/10万
      | 百分之(?P<percent>{CHINESE}|\d+(?:\.\d+)?)                                          # 百分之三十
      | (?!千家万户|{_PER_WORTH})(?<!千家){_NO_DIGIT_BEFORE}(?P<spelt>{CHINESE})(?P<few3>[余多])?  # 百个, 三至五家
        (?:{_DASH}(?P<spelt2>{CHINESE}))?(?P<spelt_unit>{_SPELT})
      | 翻(?P<doubling>[一两二三四]?)番                                                      # 翻一番
      | (?P<tenths>{_TENTH})(?:[-—~至到]{{1,2}}(?P<tenths2>{_TENTH}))?成{_NO_TENTH}              # 三成, 两成以上
      | (?P<parts>[二三四五六七八九十])分之(?P<part>[一二三四五六七八九两])(?!几)                 # 三分之二
      | (?P<half>一半|(?<=超过)半数)                                                         # 压减一半以上
    )
    (?P<few4>[余多](?!式|元化|层|维|功能|样|用途|媒体|领域|云))?
    (?P<bound>{_BOUND})?
    """,
    re.VERBOSE,
)
_ANY = re.compile(
    r"[0-9０-９％番倍]|[百千万亿二两三四五六七八九十][余多]?(?:"
    + _SPELT
    + r"|成)|分之|一半|半数|全覆盖|全部达|十[一二三四五六七]五|至少|最少|原则上"
)
_DOUBLINGS = {"": 100.0, "一": 100.0, "两": 300.0, "二": 300.0, "三": 700.0, "四": 1500.0}
_AFTER_BARE = re.compile(r"[，。；、）！？\n]|$|以上|左右|以内|以下")
_SO_MANY_PEOPLE = re.compile(
    r"[^，。；、\d]{0,6}?(?:人口|群众|居民|农民|牧民|农户|职工|学生|青年|家庭|老人|老年人|劳动力|游客|企业|用户)"
)
_ONES = frozenset(("一", "零", "〇"))
_EACH_ONE = re.compile(  # 原则上每个省培育〔一家〕, 每个地市至少建设〔一所〕; not 每季度至少召开一次
    r"原则上每(?!年|半年|个?[季月周]|天|日|次)[^，；。：、\d]{2,20}$"
    r"|每(?!年|半年|个?[季月周]|天|日|次)[^，；。：、\d]{1,16}?(?:至少|最少|原则上)[^，；。：、\d]{1,5}$"
)
_EACH_BEFORE = 28  # characters in front of a number that say of whom it is told
_LEAST_YEAR = 1000
_SCALES = frozenset("十百千万亿")
_PEOPLE = frozenset("名人户家个位")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity; start and end are offsets in the text searched, end takes in 以上 and the like."""

    start: int
    end: int
    value: float
    unit: str | None
    kind: Kind
    value_max: float | None = None
    bound: Comparator | None = None  # what the words at the number itself say: 以上, 余, 左右
    spelt: bool = False  # printed in Chinese characters


def may_hold_quantity(text: str) -> bool:
    """Whether `text` is worth a closer look: a digit, or a Chinese number before a measure; True for any quantity."""
    return _ANY.search(text) is not None


def quantities(text: str) -> tuple[Quantity, ...]:
    """Returns the quantities of `text` (normal spelling, no spaces), in order.

    Takes 1.5万架 (1.5 of 万架), 8100余辆 (> 8100), 3—5个 (3 to 5), 百个 (100), 0.8：1, 翻一番 (100 %).
    Leaves alone ordinals (第3条, 前100名), what follows 每 (每万人), names (5G, PM2.5, “1633”) and 一个.

    >>> [(q.value, q.unit, q.bound) for q in quantities("新建机架2万架以上，淘汰货车8100余辆")]
    [(2.0, '万架', '>='), (8100.0, '辆', '>')]
    """
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(text):
        quantity = _quantity(match)
        if quantity is not None and not (found and _of_a_name(match, found[-1])):
            found.append(quantity)
    return tuple(found)


def _of_a_name(match: re.Match[str], before: Quantity) -> bool:
    """Whether a scale right behind a count begins the name of what is counted: 2个〔万亩〕示范片."""
    spelt = match["spelt"] is not None and not match["spelt2"]
    return spelt and before.end == match.start() and before.kind == "count" and set(match["spelt"]) <= _SCALES


def _quantity(match: re.Match[str]) -> Quantity | None:
    bound = _bound(match)
    where = match.span()
    if match["ratio"]:
        return Quantity(*where, float(match["ratio"]), f"：{match['ratio_unit']}", "ratio", bound=bound)
    if match["doubling"] is not None:
        return Quantity(*where, _DOUBLINGS[match["doubling"]], "%", "percent", bound=bound, spelt=True)
    if match["percent"]:
        share = match["percent"]
        value = float(share) if share[0].isdigit() else chinese_value(share)
        return None if value is None else Quantity(*where, float(value), "%", "percent", bound=bound, spelt=True)
    if match["tenths"] or match["parts"] or match["half"]:
        return _fraction(match, bound)
    return _spelt(match, bound) if match["spelt"] else _arabic(match, bound)


def _fraction(match: re.Match[str], bound: Comparator | None) -> Quantity | None:
    """三成 is 30 %, 四分之三 75 %, 一半 50 %."""
    if match["half"]:
        value, top = 50.0, None
    elif match["parts"]:
        whole, part = chinese_value(match["parts"]), chinese_value(match["part"])
        value, top = round(100 * (part or 0) / (whole or 1), 2), None
    else:
        value = 10.0 * (chinese_value(match["tenths"]) or 0)
        top = 10.0 * (chinese_value(match["tenths2"]) or 0) if match["tenths2"] else None
    if top is not None and top <= value:
        return None
    return Quantity(*match.span(), value, "%", "percent", value_max=top, bound=bound, spelt=True)


def _bound(match: re.Match[str]) -> Comparator | None:
    word = match["bound"] or ""
    if any(match[name] for name in ("few", "few2", "few3", "few4")):
        return ">"
    if "以上" in word or word == "（含）":
        return ">="
    if "左右" in word or "上下" in word:
        return "~"
    return "<=" if word else None


def _arabic(match: re.Match[str], bound: Comparator | None) -> Quantity | None:
    scale, unit, number2 = match["scale"] or "", match["unit"], match["number2"]
    if number2 and not unit:
        return None
    if unit is None and scale and _SO_MANY_PEOPLE.match(match.string, match.end()):  # 吸纳10万以上贫困人口
        unit, kind = "", "count"
    elif unit is None and scale and match.string.startswith(("级", "元级"), match.end()):
        return None  # 500亿级产业链
    elif unit is None and scale:  # 营业收入超1000万
        unit, kind = "", "money"
    elif unit is None:
        if not _AFTER_BARE.match(match.string, match.end()):
            return None
        kind = "bare"
    else:
        kind = _KIND_OF.get(unit) or _KIND_OF.get(re.split("[/（]", unit)[0], "rate")
    value = arabic_value(match["number"])
    top = arabic_value(number2) if number2 else None
    if unit == "年" and not scale and value >= _LEAST_YEAR:
        return None  # 2025年
    scale = match["scale2"] or scale
    if top is not None and top <= value:
        return None
    where = match.span()
    return Quantity(*where, value, (scale + (unit or "")) or None, _kind(kind), value_max=top, bound=bound)


def _spelt(match: re.Match[str], bound: Comparator | None) -> Quantity | None:
    printed, unit, printed2 = match["spelt"], match["spelt_unit"], match["spelt2"]
    if printed[0] in _ONES and len(printed) == 1 and not bound and unit != "倍" and not _each_one(match):
        return None  # 一个
    number, scale = split_scale(printed)
    if not scale and set(number) <= {"万", "亿"} and unit not in _PEOPLE:
        number, scale = "一", number  # 万亿元, but 万名 is ten thousand
    value = chinese_value(number)
    top = chinese_value(printed2) if printed2 else None
    if value is None or (printed2 and (top is None or top <= value)):
        return None
    kind = _KIND_OF[unit]
    where = match.span()
    high = float(top) if top is not None else None
    return Quantity(*where, float(value), scale + unit, _kind(kind), value_max=high, bound=bound, spelt=True)


def _each_one(match: re.Match[str]) -> bool:
    """Whether 一所 is what each of several shall have at least, or as a rule."""
    if match["spelt"] != "一" or match["spelt_unit"] == "次":
        return False
    return _EACH_ONE.search(match.string, max(0, match.start() - _EACH_BEFORE), match.start()) is not None


def _kind(kind: str) -> Kind:
    """The measure's kind as the vocabulary names it."""
    return kind  # type: ignore[return-value]
