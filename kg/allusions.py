"""Documents referred to without 《》: by a plain title, or only by who decided (国家、省关于…决策部署).

Works on a view's normal text in which the 《titles》 are blotted out. Each rule is safe by what it demands: a word that
puts into effect, the name of a place or an issuing level right behind it, and an ending that is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import Relation


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the text that refers to a document, as offsets into the view."""

    start: int
    end: int
    relation: Relation
    rule: str
    title: str | None
    doc_number: str | None
    specific: bool
    issuer: str | None
    is_self: bool


# 深入贯彻落实, 严格执行, 根据, 按照
_CUE = r"(?:根据|按照|依据|依照|遵照|贯彻落实好?|贯彻执行|贯彻|落实好?|执行)"
# 青海省, 威海市, 内蒙古自治区, 东昌府区; not 各县区, 全市, 城市
_PLACE = (
    r"(?:(?![各全本我该某有相所辖先县])[一-鿿]{2,6}?(?:自治区|自治州|省|(?<![城都])市(?![场政民级直])|(?<![市地社园分])区(?![域块])"
    r"|(?<!各)县(?![域级])|盟|旗|州))"
)
_ORGAN = r"(?:委员会|委|人民政府|政府|党委)"
# 党中央, 国务院, 国家, 省, 市委、市政府, 省委省政府, 威海市
_LEVEL = (
    rf"(?:党中央|中共中央|中央|国务院|国家|自治区(?:{_ORGAN})?|兵团"
    rf"|[省市县区州盟旗](?:{_ORGAN})?(?![级直场域内外属辖])|{_PLACE}(?:{_ORGAN})?)"
)
_LEVELS = rf"{_LEVEL}(?:(?:[、和及与]|以及)?{_LEVEL})*"
_END = (
    r"(?:决策部署|工作部署|部署要求|工作要求|工作安排|会议部署|会议精神|会议要求|政策要求|政策规定|文件精神|重要部署"
    r"|部署安排|部署|安排|要求|精神)"
)
_GENERIC = re.compile(
    rf"""
      {_CUE}
      (?P<what>
        (?:{_LEVELS})(?:[^，。；：《》（）\n]{{0,60}}?){_END}                    # 国家、省、威海市关于推动…决策部署
        (?:(?:和|及|以及|、)(?:{_LEVELS})(?:[^，。；：《》（）\n]{{0,40}}?){_END})*   # 和省委省政府工作要求
      | (?:{_LEVELS})关于[^，。；：《》（）\n]{{2,40}}?(?:政策措施|一揽子政策)(?=[，。；、\n]|$)  # 国家关于…政策措施
      )
    """,
    re.VERBOSE,
)
_NAMES_A_TEXT = (
    r"(?:实施方案|行动方案|工作方案|总体方案|行动计划|规划纲要|发展规划|总体规划|专项规划|实施意见|指导意见|若干意见|若干措施|若干政策"
    r"|政策清单|任务清单|责任清单|管理办法|实施办法|暂行办法|实施细则|工作要点|条例|规划)"
)
_AFTER = r"(?=(?:的)?(?:有关|相关)?(?:要求|精神|部署|规定|安排|明确|确定)?(?:[，。；、：（\n]|和|及|与|等|$))"
_PLAIN = re.compile(
    rf"""
      {_CUE}
      (?P<title>
        (?: {_PLACE}                                                        # 根据青海省推动…“1633”政策清单
          | (?:国务院|中共中央|{_PLACE}|[省市县区])(?:{_ORGAN})?(?:办公[厅室])?关于       # 落实省政府关于…的实施意见
        )
        [^，。；：、《》（）\n]{{4,60}}?{_NAMES_A_TEXT}
      )
      {_AFTER}
    """,
    re.VERBOSE,
)
# 严格执行机动车强制报废标准规定和…: a rule named by its plain name; who issued it is not said
_RULE = re.compile(
    rf"""
      (?:严格执行|严格落实|严格遵守|认真执行|严格按照|遵守)
      (?P<title>[一-鿿]{{4,20}}?(?:标准规定|管理规定|管理办法|管理条例|暂行办法|实施办法|实施细则|条例))
      {_AFTER}
    """,
    re.VERBOSE,
)
_STATUTE = re.compile(rf"{_CUE}(?P<title>中华人民共和国[一-鿿]{{2,20}}?(?:法典|法|条例))(?=[的第规，。；、和及与等]|$)")
_VAGUE = re.compile(r"有关|相关|各项|现行|上述|本[市省县区]|制定|编制|印发|统一|所在")
# 党的二十大精神, 按照国家有关部门要求, 领导同志批示精神: no document stands behind these
_THOUGHT = re.compile(
    r"习近平|党的[一二三四五六七八九十]{1,3}(?:大|届)|部门|领导|指挥部|批示|请示|各项要求|各自|应|国家规定"
)


def allusions(masked: str, text: str) -> Iterator[Passage]:
    """The documents referred to without 《》, as passages; `masked` is the view's norm with the 《titles》 blotted out.

    >>> [p.title for p in allusions(*2 * ("根据青海省设备更新“1633”政策清单，",))]
    ['青海省设备更新“1633”政策清单']
    """
    taken: list[tuple[int, int]] = []
    for rule, shape in (("plain-title", _PLAIN), ("statute", _STATUTE), ("rule", _RULE)):
        for found in shape.finditer(masked):
            if _VAGUE.search(found["title"]) or len(found["title"]) < 8:
                continue
            taken.append(found.span())
            yield Passage(
                found.start(),
                found.end(),
                "implements",
                rule,
                text[found.start("title") : found.end("title")],
                None,
                rule != "rule",
                None,
                False,
            )
    for found in _GENERIC.finditer(masked):
        free = not any(a < found.end() and found.start() < b for a, b in taken)
        if free and not _THOUGHT.search(found["what"]) and "□" not in found["what"]:
            yield Passage(found.start(), found.end(), "implements", "generic", None, None, False, None, False)
