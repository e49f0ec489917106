"""Places in no gazetteer (未收录的地名): new, functional or made-up ones, known by the papers that bear their names.

甲山市, 云泽新区, 第九十九师石谷市 have no code, so no paper applies in them as far as the graph goes; yet their papers
say whose they are, in front of the issuer's name and of the title.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kg.places import Gazetteer, short_name
from kg.view import normal
from search.readings import syllables
from search.towns import KIND

if TYPE_CHECKING:
    from search.knowledge import Body, Paper

# A functional area (功能区), behind what tells it from others.
_AREA = (
    r"新区|开发区|高新区|经开区|保税港?区|度假区|示范区|试验区|实验区|合作区|管理区|风景区|名胜区|园区|工业园|产业园"
    r"|起步区|先行区|集聚区|生态城|科学城|新城"
)
_PLAIN = r"自治[州县旗]|[省市州盟县旗]|区"
# What a word ends in that only looks like a place: 老旧小区, 社区, 城市, 示范县.
_NO_PLACE = r"(?<![社小景园山牧库灾地片街校厂辖商郊全各]区)(?<![城集超夜股楼门]市)(?<![范试贫脱强大点全各]县)"
_STEM = "[^\\W\\da-z_局委厅会院部]"
_PART = rf"(?:第?[一二三四五六七八九十]{{1,4}}师|{_STEM}{{2,14}}?(?:{_AREA})|{_STEM}{{2,8}}?(?:{_PLAIN}){_NO_PLACE})"
_PARTY = re.compile(r"(?:中国共产党|中共|共青团|政协)?")
# 甲山市 in front of 人民政府, 高新区管理委员会; the parts of 乙江省甲山市.
_OF_GOVERNMENT = re.compile(
    rf"""(?P<name>(?:{_AREA}|{_PART}){{1,3}}?)
    (?: (?:人民)?政府 | (?:管理|执行|工作)?委员会 | 管委会 | 执委会 | 党工委 | 党委 | 委(?![一-鿿]{{0,3}}会) )""",
    re.VERBOSE,
)
# The same in front of 商务局, 发展和改革委员会.
_OF_BODY = re.compile(rf"(?P<name>{_PART}{{1,3}}?)[一-鿿]{{2,16}}(?:局|厅|委员会|委|办公室|中心|院|会|部)(?:$|[一-鿿])")
# 甲山市 in front of what the paper is on, where no issuer says whose it is; not 高新区管理办法.
_OF_TITLE = re.compile(
    rf"""《?(?P<name>{_STEM}{{2,4}}?(?:{_PLAIN}){_NO_PLACE})(?<![新发税能住居业游假理展聚集验作范特边]区)
    (?![域场民政容间块别级])(?=[一-鿿“])""",
    re.VERBOSE,
)
_SEGMENT = re.compile(_PART)
# What makes an area of a place: 高新技术产业 in 甲山高新技术产业开发区. Alone it names none.
_KINDS_OF_AREA = re.compile(
    r"""(?:国家|省|市)?级?
    (?: 高新技术产业 | 高新 | 经济技术 | 经济 | 自由贸易 | 综合 | 现代 | 生态 | 绿色 | 一体化 | 农业 | 文化 | 旅游
      | 工业 | 产业 | 科技 | 数字 | 创新 | 示范 | 城乡 | 融合 | 发展 | 保税 | 边境 | 跨境 | 国际 | 先进 | 制造业? | 循环
      | 化工 | 空港 | 临港 | 城市 )*$""",
    re.VERBOSE,
)
_ORDINARY_FRONT = re.compile(
    r"^(?:[省市县区州盟旗]|关于|印发|全[省市县区]|本|我|各|农村|城镇|城乡|老旧|国家|中国|中华|社会)"
)
_SHORT = {"高新技术产业开发区": "高新区", "经济技术开发区": "经开区", "经济开发区": "经开区"}
_OPENS = r"(?:^|(?<=[\s，。？！、：；“《（在和与跟及同问看到]))"  # where a short name (甲山) is believed
_NOT_ANOTHER = rf"(?!{_PLAIN}|{_AREA}|{KIND.pattern})"  # 甲山县 is not 甲山市
# Jiashan City, Yunze New Area's.
_LATIN_KIND = (
    r"(?:[ -](?:city|province|county|district|league|prefecture|banner|autonomous (?:prefecture|county|banner)"
    r"|(?:[a-z-]+ ){0,3}(?:area|zone|park)))?(?:['’]s)?"
)
_AREA_ENDS = re.compile(rf"(?:{_AREA})$")
_TAIL = re.compile(rf"(?:{_AREA}|{_PLAIN})$")


class Unlisted:
    """The places of some papers that no gazetteer has, by the names that they go by."""

    def __init__(self, papers: Iterable[Paper], gazetteer: Gazetteer) -> None:
        self.names: dict[str, str] = {}  # paper → the place that it is of, where it has no code
        known: dict[str, dict[str, None]] = defaultdict(dict)
        short: dict[str, str] = {}  # 甲山 → 甲山市
        for paper in papers:
            wholes, parts = _borne(paper, gazetteer)
            if parts and paper.place is None:
                self.names[paper.id] = parts[-1]
            for name in (*wholes, *parts):
                for form in _forms(name):
                    known[form][paper.id] = None
            for part in parts:
                stem = _own(part)
                if 2 <= len(stem) <= 4 and not gazetteer.named(stem) and _AREA_ENDS.search(short.get(stem, "新区")):
                    short[stem] = part  # 甲山 is 甲山市 rather than 甲山高新区
        self.papers = {form: tuple(ids) for form, ids in known.items()}
        """Name → the papers that bear it."""
        self._short = short
        self._places = {part: _own(part) for part in short.values()}
        told = [form for form in known if not _is_listed(form, gazetteer)]
        forms = [*_longest(told), *(f"{_OPENS}{form}{_NOT_ANOTHER}" for form in _longest(short))]
        self._pattern = re.compile("|".join(forms)) if told else None

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where normalised text names such a place: start, end and the name that `papers` knows."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            yield match.start(), match.end(), self._short.get(match[0], match[0])

    @cached_property
    def _spelt(self) -> tuple[Mapping[str, str], re.Pattern[str]]:
        names = {"".join(syllables(own)).replace("ü", "v"): part for part, own in self._places.items()}
        pattern = rf"(?<![a-z])(?P<name>{'|'.join(_longest(names))})(?![a-z]){_LATIN_KIND}"
        return names, re.compile(pattern)

    def spelt(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """The same for a name in Latin letters, Jiashan City: start, end, the name and how it is spelt."""
        names, pattern = self._spelt
        for match in pattern.finditer(text) if names else ():
            yield match.start(), match.end(), names[match["name"]], match["name"]


# 嘉明经济开发区管委会: a body that tells an area and the place that it lies in.
_OF_AREA = re.compile(rf"(?P<name>{_STEM}{{2,14}}?(?:{_AREA}))(?:管理委员会|管委会|党工委)")


def areas_of(bodies: Iterable[Body], gazetteer: Gazetteer) -> dict[str, str]:
    """The functional areas whose bodies papers name → the code of the place that they lie in.

    嘉明经济开发区管委会 tells of 嘉明经济开发区 and 嘉明开发区, 东昌府区开发区管委会 of none with a name of its own.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for body in bodies:
        if body.place is None or body.collective or body.place not in gazetteer:
            continue
        place = gazetteer.place(body.place)
        name = _PARTY.sub("", normal(body.name), count=1).removeprefix(place.name)
        area = _OF_AREA.fullmatch(name)
        if area and names_place(area["name"]) and not gazetteer.find(area["name"], loose=True):
            for form in _forms(area["name"]):
                found[form].add(place.code)
    return {form: codes.pop() for form, codes in found.items() if len(codes) == 1}


def _longest(forms: Iterable[str]) -> list[str]:
    return [re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))]


def _is_listed(form: str, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has a name: 鼓楼区, not 青岛高新区, which it takes for 青岛."""
    return any((seen.start, seen.end) == (0, len(form)) for seen in gazetteer.find(form))


def _borne(paper: Paper, gazetteer: Gazetteer) -> tuple[list[str], list[str]]:
    """The names in front of a paper's issuer, whole and in parts; by its title only where it has no place at all.

    乙江省甲山市人民政府 tells of the province and of the city, 青岛高新区管委会 of the area alone, 海东市商务局 and
    省教育厅 of none.
    """
    issuer = _PARTY.sub("", normal(paper.issuer or ""), count=1)
    front, fronts = 0, {""}
    if paper.place is not None:
        seen = gazetteer.find(issuer)
        if not seen or seen[0].start:
            return [], []
        front, name = seen[0].end, gazetteer.place(paper.place).name
        fronts = {issuer[:front], name, short_name(name) or name}
    found = _OF_GOVERNMENT.match(issuer, front) or _OF_BODY.match(issuer, front)
    if found is None and paper.place is None:
        found = _OF_TITLE.match(normal(paper.title)) or _OF_TITLE.match(normal(paper.notice_title or ""))
    if found is None:
        return [], []
    parts = [part[0] for part in _SEGMENT.finditer(found["name"]) if names_place(part[0])]
    wholes = [place + found["name"] for place in sorted(fronts)] if parts or front else []
    return wholes, parts


def _own(part: str) -> str:
    """What tells a place from others of its kind: 云泽 in 云泽新区, 甲山 in 甲山土家族自治县; "" in 经济技术开发区."""
    if _AREA_ENDS.search(part):
        return _KINDS_OF_AREA.sub("", _TAIL.sub("", part))
    return short_name(part) or _TAIL.sub("", part)


def names_place(part: str) -> bool:
    """Whether what ends like a place or an area tells it from others: 云泽新区; not 经济技术开发区, 城市, 农村社区."""
    return len(_own(part)) >= 2 and _ORDINARY_FRONT.match(part) is None


def _forms(name: str) -> Iterator[str]:
    """A name and its shorter ones: 青江示范区 for 青江生态示范区, 甲山高新区, 甲山县 for 甲山土家族自治县."""
    yield name
    if name[0] == "第":
        yield name[1:]
    for long, short in _SHORT.items():
        if name.endswith(long) and len(name) - len(long) >= 2:
            yield name.removesuffix(long) + short
            yield name.removesuffix(long) + "开发区"
    if area := _AREA_ENDS.search(name):
        stem = name[: area.start()]
        own = _KINDS_OF_AREA.sub("", stem)
        if 2 <= len(own) < len(stem):
            yield own + area[0]
    elif "自治" in name and (stem := short_name(name)):
        yield stem + name[-1]
