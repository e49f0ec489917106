"""Seats (机关所在): the township, functional area or corps that issues a plan, inside a place of the code book.

A bureau of 合肥经济技术开发区 lies in 合肥市 and is not 合肥市's own; 镇纪委 of a plan of 西塘镇 is that town's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.places import NATION
from kg.records import Level, Place

CORPS = "新疆生产建设兵团"
# An area inside a place: 合肥经开区, 苏州工业园区, 兵团; 浦东新区 is a place itself.
_AREA = re.compile(
    r"""(?: 新区 | 开发区 | 高新区 | 经开区 | 保税区 | 保税港区 | 度假区 | 示范区 | 试验区 | 实验区 | 合作区 | 管理区
      | 工业园 | 产业园 | 园区 | 起步区 | 先行区 | 风景区 | 名胜区 | 集聚区 | 生态城 | 科学城 | 新城 | 兵团 )$""",
    re.VERBOSE,
)
_SPELT = (
    (re.compile(r"经开区$"), "经济技术开发区"),
    (re.compile(r"高新区$"), "高新技术产业开发区"),
    (re.compile(r"^兵团$"), CORPS),
)
_TOWN = re.compile(r"(?P<own>[一-鿿]{1,10}?(?P<word>镇|乡|苏木|街道))(?=人民政府|办事处|党工委|党委|党政|综合)")
# How a township's own bodies are called: 镇纪委, 镇村建所, 乡农业中心; not 乡村振兴办, 镇街, 镇村干部.
_OF_TOWN = re.compile(
    r"(?P<word>镇|乡(?!村|镇)|苏木|街道)(?!各镇|街|级|村(?!建|镇[建办规])|域|办$|办事处$)(?=[一-鿿]{2,})"
)
_OF_AREA = re.compile(
    r"(?P<word>(?:合作|开发|高新|经开|示范|度假|保税|试验|实验|管理|新|园)?区|兵团)"
    r"(?!域|际|块链|长|民|场(?!监)|级以上|直|内|县|市|（|政(?:管理|公用|工程|设施|环卫|局|处))"
    r"(?=[一-鿿]{2,})"
)
_DEVELOPING = {"高新区": "高新", "经开区": "经济"}  # 高新区财政局 of 合肥高新技术产业开发区


class Seat(NamedTuple):
    """Where the issuer of a plan sits below the places of the code book."""

    place: str  # code of the place that it lies in
    name: str  # as printed: 合肥经开区, 嘉善县西塘镇, 新疆生产建设兵团
    full: str  # what all its spellings share: 合肥经济技术开发区
    level: Level

    def own(self, name: str) -> str | None:
        """What a name that begins with the seat's own level word is called behind it; None for other names.

        >>> town, area = Seat("330421", "西塘镇", "西塘镇", "township"), Seat("340100", "高新区", "高新区", "county")
        >>> town.own("镇纪委"), area.own("市财政局")
        ('纪委', None)
        """
        found = (_OF_TOWN if self.level == "township" else _OF_AREA).match(name)
        if found is None:
            return None
        kind = _DEVELOPING.get(found["word"], "")
        same = self.name.endswith(found["word"]) or (kind and kind in self.name and self.name.endswith("开发区"))
        return name[found.end() :] if same else None


def area_in(front: str, place: Place) -> Seat | None:
    """The area that a body's name begins with; None when `front` names the place itself.

    Takes 合肥经开区 of 合肥市, 乳山经济开发区, 兵团; leaves 合肥市, 上海浦东新区, 青岛西海岸新区, which is 黄岛区.
    """
    if place.code == NATION or not _AREA.search(front) or front.endswith(place.name):
        return None
    if place.level == "county" and not front.startswith((place.name, *place.aliases)):
        return None
    full = front
    for short, spelt in _SPELT:
        full = short.sub(spelt, full)
    corps = full == CORPS
    return Seat(place.code, full if corps else front, full, "province" if corps else "county")


def seat_of(issuers: Sequence[str], place: Place | None, level: Level | None, front: str | None) -> Seat | None:
    """The seat of a plan issued by `issuers`; `front` is the area or place that the first one's name begins with."""
    if not issuers or place is None:
        return None
    if level != "township":
        return area_in(front, place) if front else None
    rest = issuers[0]
    for form in (place.full_name, place.name, *sorted(place.aliases, key=len, reverse=True)):
        if form in rest:
            rest = rest[rest.index(form) + len(form) :]
            break
    town = _TOWN.match(rest.removeprefix("人民政府"))  # 涪城区人民政府城厢街道办事处
    return Seat(place.code, name := place.name + town["own"], name, level) if town else None
