"""Where a plan applies (适用范围): one place and its level, from who issues it, what it is called, and what it says.

The evidence, strongest first; the first that leaves one candidate decides:

    issuer      海东市人民政府办公室, 国务院
    title       海东市贯彻落实〈…〉分工方案
    number      东政办〔2024〕66号 together with a place that the text names
    text        我省, 结合乌海市实际, 市财政局, and which place of that kind is named most

Names that several places bear (鼓楼区) are told apart by the other places in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.issuers import NATIONAL_BODY, front_places, is_national
from kg.places import NATION, Gazetteer
from kg.records import Level, Place

# The organ of a township or of a functional area, behind the name of the place that it lies in.
_TOWNSHIP = re.compile(r"[一-鿿]{1,10}?(?:镇|乡|苏木|街道)(?:人民政府|办事处|党工委|党委|党政)")
_SEAT_TOWN = re.compile(r"(?P<own>[一-鿿]{2,4})(?:街道|镇)(?:办事处|人民政府|党工委|党委|工作委员会)")
_AREA = re.compile(
    r"""
    [一-鿿（）]{0,16}?
    (?: 新区 | 开发区 | 高新区 | 经开区 | 保税区 | 度假区 | 示范区 | 试验区 | 实验区 | 合作区 | 园区 | 起步区 | 先行区
      | 风景区 | 名胜区 | 集聚区 | 管理区 )
    (?: 党工委 | 管理委员会 | 管委会 | 工作委员会 | [一-鿿]{0,12}(?:局|办公室|委员会|中心) )
    """,
    re.VERBOSE,
)
# 我省, 全市, 本县; 全区 is also what an 自治区 calls itself.
_OURS = re.compile(r"(?:我|全|本)(?P<kind>自治区|自治州|自治县|[省市县区州盟旗])(?![一-鿿]?[长委])")
# 省财政厅, 市发展改革委, 市政府, 县人民政府 without a place in front.
_BARE_BODY = re.compile(
    r"""
    (?<=[：、，；（。\s及和由向经]) (?P<kind>自治区|[省市县区州盟旗])
    (?: 直(?=各|有关|部门|机关) | [一-鿿]{1,12}?(?:厅|局|委|政府|办公室|中心|法院|总工会)(?=[、，；）。：\s牵负会等]) )
    """,
    re.VERBOSE,
)
_HERE = re.compile(r"(?:结合|根据|立足|符合|适应|具有|推动|打造)$")
_HERE_BEHIND = re.compile(r"(?:的)?(?:实际|特色|发展实际|产业特点|市情|省情|县情|区情)")
_WHOLE_NATION = re.compile(
    r"我国|省、自治区、直辖市|各地区|各省级|国务院[一-鿿]{0,10}(?:部门|机构)|各省（区、市）|全国|中华人民共和国"
)
# （民政部牵头, 、国家林草局: a national body with a duty, which no local plan gives it.
_NATIONAL_DUTY = re.compile(rf"(?<=[（、])(?:{NATIONAL_BODY.pattern})(?=[、）牵会等按负配])", re.VERBOSE)
# A county speaks of its towns, a city of its counties and districts.
_TOWNS = re.compile(r"各镇|各乡镇|镇街|镇区|各街道|镇（街道|乡镇（街道|乡镇人民政府|镇人民政府|苏木")
_COUNTIES = re.compile(r"各县|县（市|县市区|各区|区县|区（市|区市|旗县|县区")
# How the places of a kind are called.
_ENDINGS = {
    "省": ("省",), "自治区": ("自治区",), "市": ("市",), "县": ("县",), "自治县": ("自治县",), "旗": ("旗",),
    "区": ("区",), "州": ("州",), "自治州": ("自治州",), "盟": ("盟",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Where a plan applies; `word` is the evidence, as printed where it is a name."""

    place: Place | None
    level: Level | None
    word: str = ""


def jurisdiction(
    issuers: Sequence[str], titles: Sequence[str], number: str | None, norm: str, gazetteer: Gazetteer
) -> Jurisdiction:
    """Returns the place and level of a plan issued by `issuers` under `titles`; `norm` is its whole text.

    >>> from kg.places import gazetteer
    >>> found = jurisdiction(["乳山市人民政府"], [], None, "", gazetteer())
    >>> found.place.code, found.level
    ('371083', 'county')
    """
    seen = _Seen(norm, gazetteer)
    for issuer in issuers:
        if is_national(issuer, gazetteer):
            return Jurisdiction(gazetteer.place(NATION), "national", issuer)
        if place := seen.one(front_places(issuer, gazetteer), number):
            return Jurisdiction(place, _level(issuer, place, gazetteer), issuer)
    for title in titles:
        if place := seen.one(front_places(title.lstrip("《"), gazetteer), number):
            town = any(_TOWNSHIP.match(issuer) for issuer in issuers)
            return Jurisdiction(place, "township" if town else _level(title, place, gazetteer), title)
    for issuer in issuers:
        if place := seen.seat_town(issuer):
            return Jurisdiction(place, "township", issuer)
    bare = [issuer for issuer in issuers if _BARE_BODY.match(f"，{issuer}，"[1:])]
    place = seen.home([*bare, *titles], number)
    return Jurisdiction(place, place.level if place else None, place.name if place else "")


def _level(name: str, place: Place, gazetteer: Gazetteer) -> Level:
    """The level of an organ of `place`: township for 夏村镇人民政府, county for 某市高新区管委会."""
    rest = _behind(name, place)
    if _TOWNSHIP.match(rest):
        return "township"
    if _AREA.match(rest) and place.level in ("province", "city"):
        return "county"
    return place.level


def _behind(name: str, place: Place) -> str:
    """What follows the place in an organ's name."""
    for form in (place.full_name, place.name, *place.aliases):
        if (at := name.find(form)) >= 0:
            return name[at + len(form) :]
    return name


class _Seen:
    """The places that a text names, and what it calls its own."""

    def __init__(self, norm: str, gazetteer: Gazetteer) -> None:
        self._norm = norm
        self._gazetteer = gazetteer
        self._counts: Counter[str] | None = None

    @property
    def counts(self) -> Counter[str]:
        """{code: how often the text names it} without the nation and ambiguous names; 结合乌海实际 counts for five."""
        if self._counts is None:
            counts: Counter[str] = Counter()
            for start, end, places in self._gazetteer.find(self._norm):
                if len(places) != 1 or places[0].code == NATION:
                    continue
                here = _HERE.search(self._norm[max(0, start - 3) : start]) and _HERE_BEHIND.match(self._norm, end)
                counts[places[0].code] += 5 if here else 1
            self._counts = counts
        return self._counts

    def one(self, places: Sequence[Place], number: str | None) -> Place | None:
        """The candidate that the text speaks for; None when two speak alike or there is none."""
        if len(places) <= 1:
            return places[0] if places else None
        marked = {place.code for place in self._gazetteer.numbered(number or "")}
        scores = {
            place.code: sum(
                count
                for code, count in self.counts.items()
                if self._gazetteer.contains(code, place.code) or self._gazetteer.contains(place.code, code)
            )
            + 2 * any(self._gazetteer.contains(code, place.code) for code in marked)
            for place in places
        }
        best = sorted(scores.values(), reverse=True)
        if best[0] == best[1]:
            return None
        return next(place for place in places if scores[place.code] == best[0])

    def seat_town(self, issuer: str) -> Place | None:
        """The county whose short name a street of its own bears (城阳街道办事处), unless the text is of elsewhere."""
        town = _SEAT_TOWN.fullmatch(issuer)
        found = self._gazetteer.named(town["own"]) if town else ()
        if len(found) != 1 or found[0].level != "county":
            return None
        near = (found[0].code, *(above.code for above in self._gazetteer.above(found[0].code)))
        return found[0] if not self.counts or any(self.counts[code] for code in near) else None

    def home(self, names: Iterable[str], number: str | None) -> Place | None:
        """The place that the text calls its own: by 我省 and 市财政局 its kind, by the count of names which one."""
        text = self._norm
        kinds: Counter[str] = Counter(match["kind"] for match in _OURS.finditer(text))
        kinds.update(match["kind"] for match in _BARE_BODY.finditer(text))
        kinds.update({match["kind"]: 3 for name in names for match in [_BARE_BODY.match(f"，{name}，", 1)] if match})
        own = sum(kinds.values())
        wide = len(_WHOLE_NATION.findall(text)) + len(_NATIONAL_DUTY.findall(text))
        nation = self._gazetteer.place(NATION) if wide > max(2, own) else None
        if wide > 2 * own:
            return nation
        ranked = [kind for kind, _ in kinds.most_common()]
        if ranked[:1] == ["区"] and "自治区" in kinds:
            ranked.insert(0, "自治区")  # 全区 of an autonomous region
        for kind in ranked:
            if place := self._most_named(kind, number):
                return place
        return nation

    def _most_named(self, kind: str, number: str | None) -> Place | None:
        votes: Counter[str] = Counter()
        for code, count in self.counts.items():
            place = self._gazetteer.place(code)
            if place.name.endswith(_ENDINGS[kind]) and not (kind == "区" and place.name.endswith("自治区")):
                votes[code] += count
        if len(_TOWNS.findall(self._norm)) > len(_COUNTIES.findall(self._norm)):
            lower = [code for code in votes if self._gazetteer.place(code).level == "county"]
            votes = Counter({code: votes[code] for code in lower}) if lower else votes
        numbered = self._gazetteer.numbered(number or "")
        if not votes:  # 省人民政府…鄂政发〔2018〕26号 names no province
            return next((place for place in numbered if place.name.endswith(_ENDINGS[kind])), None)
        marked = {place.code for place in numbered}
        for code in votes:
            votes[code] += any(self._gazetteer.contains(mark, code) for mark in marked)
        ranked = votes.most_common(2)
        if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
            return None
        return self._gazetteer.place(ranked[0][0])
