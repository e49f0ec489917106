"""Who issues a paper (发文机关): organ names cut apart, told national or local, spelt with their place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.places import NATION, Gazetteer
from kg.records import Place
from kg.view import normal

# 海东市人民政府办公室, 中共中央, 国务院, 海东工业园区管理委员会
_ORGAN = re.compile(
    r"""
    [一-鿿（）·]{0,40}?
    (?: 政府 | 国务院 | 中央 | 委员会 | 办公厅 | 办公室 | 管委会 | 法院 | 检察院 | 集团 | 公司 | 中心 | 总队 | 支队
      | 联合会 | 总工会 | 协会 | 基金会 | 银行 | 指挥部 | 领导小组 | 兵团 | 军区 | 党组 | 党委 | 工委 | 行署 | 公署
      | 学院 | 大学 | [市省区县州盟旗]委 | [部委厅局署院会处社行办] )
    """,
    re.VERBOSE,
)
# What an organ's name begins with where no place does: a cut may stand in front of it.
NATIONAL_BODY = re.compile(
    r"""
      国务院 | 中共中央 | 中国共产党中央 | 中央 | 国家 | 全国 | 中国 | 中华 | 最高人民 | 共青团中央
    | (?: 外交 | 国防 | 教育 | 科学技术 | 科技 | 工业和信息化 | 公安 | 民政 | 司法 | 财政 | 人力资源和?社会保障
        | 自然资源 | 生态环境 | 环境保护 | 住房和?城乡建设 | 交通运输 | 铁道 | 水利 | 农业农村 | 农业 | 商务
        | 文化和旅游 | 文化 | 卫生 | 退役军人事务 | 应急管理 | 国土资源 | 监察 | 建设 | 信息产业 ) 部 (?!门|队)
    | 审计署 | 海关总署 | 税务总局 | 市场监管总局 | 体育总局 | 新闻出版总署 | (?:金融监管|广电|质检)总局
    | (?:银保监|证监|银监|保监)会 | 国管局 | 中医药局 | 疾控局 | 林草局 | 能源局 | 农业发展银行 | 进出口银行
    """,
    re.VERBOSE,
)
# Local branches of national bodies bear both names: 国家税务总局海东市税务局.
_BRANCH = re.compile(
    r"国家(?:(?![省县州盟旗]|市(?!场))[一-鿿]){2,14}?局|中国[一-鿿]{2,8}(?:银行|公司)|(?:国家开发|农业发展|进出口|人民)银行|国网|中国证券监督管理委员会|国家[一-鿿]{2,10}队"
)
_FREE_TRADE = re.compile(r"中国（(?=[一-鿿]{2,8}）自由贸易(?:试验)?[区港])")  # 中国（河北）自由贸易试验区…管委会
_PARTY = re.compile(r"中国共产党|中共")
_BREAK = re.compile(r"[、，,；;\s]+")
_STAMP = re.compile(r"（(?:代章|盖章|公章|印章|章)）$")
# 省发展改革委, 市政府办公室: an organ that calls its place by the kind alone.
_SELF = re.compile(
    r"""
    (?P<kind>自治区|自治州|自治县|[省市县区州盟旗])
    (?= 委 | (?:人民)?政府 | [一-鿿]{1,20}(?:[委厅局办部院会处社]|政府|办公[厅室]|中心)$ )
    """,
    re.VERBOSE,
)
_OWN = re.compile(r"(?<=[局委会厅办部院室社])(?P<kind>自治区|自治州|自治县|[省市区县州盟旗])(?=[一-鿿]{2,})")
# 海东市人民政府办公室 关于…, 工业和信息化部等八部门关于印发…
_OF_TITLE = re.compile(
    r"""
    (?P<front>[^《》〈〉“”]{2,200}?)
    (?P<many>等\s?[\d一二三四五六七八九十]{1,3}\s?个?(?:部门|单位|部委|委办局))?
    \s?(?=关于|印发|转发|批转|公布|发布|颁布|公告|令（?第)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ's name as printed, at text[start:end]."""

    name: str
    start: int
    end: int


def organs(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[Organ, ...]:
    """Returns the organs named in text[start:end], () where something else stands there too.

    Takes 成都市经济和信息化局成都市科学技术局 as two and 国家税务总局海东市税务局 as one; leaves "关于加快发展".

    >>> from kg.places import gazetteer
    >>> text = "国家林业和草原局 农业农村部 自然资源部"
    >>> [organ.name for organ in organs(text, 0, len(text), gazetteer())]
    ['国家林业和草原局', '农业农村部', '自然资源部']
    """
    found: list[Organ] = []
    at = start
    while at < end:
        gap = _BREAK.search(text, at, end)
        stop = gap.start() if gap else end
        if at < stop:
            found.extend(_cut(text, at, stop, gazetteer))
        at = gap.end() if gap else end
    if not all(_ORGAN.fullmatch(normal(organ.name)) for organ in found):
        return ()
    return tuple(found)


def _cut(text: str, start: int, end: int, gazetteer: Gazetteer) -> list[Organ]:
    """Cuts a run without breaks in front of every organ that begins behind another's end."""
    run = text[start:end]
    run = run[: len(run) - len(stamp.group())] if (stamp := _STAMP.search(normal(run))) else run
    begins = {sighting.start for sighting in gazetteer.find(run) if sighting.places[0].code != NATION}
    begins |= {match.start() for match in NATIONAL_BODY.finditer(run)} | {
        match.start() for match in _PARTY.finditer(run)
    }
    if _OWN.match("局" + run, 1):  # 市发展和改革委员会市教育局: both call their place by its kind
        begins |= {match.start() for match in _OWN.finditer(run) if match["kind"] == run[: len(match["kind"])]}
    pieces: list[Organ] = []
    at = 0
    for cut in sorted(begins):
        front = run[at:cut]
        if cut - at < 3 or not _ORGAN.fullmatch(front) or front.endswith(("中共", "中央")):
            continue
        if _BRANCH.fullmatch(front) and not NATIONAL_BODY.match(run, cut):
            continue
        pieces.append(Organ(front, start + at, start + cut))
        at = cut
    pieces.append(Organ(run[at:], start + at, start + len(run)))
    return pieces


def issuers_of_title(title: str, gazetteer: Gazetteer) -> tuple[tuple[str, ...], bool]:
    """Returns the organs in front of 关于 in a title, and whether it counts more of them (等八部门).

    >>> from kg.places import gazetteer
    >>> issuers_of_title("工业和信息化部等八部门关于印发“十四五”智能制造发展规划的通知", gazetteer())
    (('工业和信息化部',), True)
    >>> issuers_of_title("关于进一步加强草原禁牧休牧工作的通知", gazetteer())
    ((), False)
    """
    found = _OF_TITLE.match(title)
    if not found:
        return (), False
    named = organs(title, found.start("front"), found.end("front"), gazetteer)
    return tuple(organ.name for organ in named), bool(named) and found["many"] is not None


def is_national(name: str, gazetteer: Gazetteer) -> bool:
    """Whether an organ is the nation's: 国务院办公厅, 财政部; not 国家税务总局海东市税务局, 市委组织部.

    >>> from kg.places import gazetteer
    >>> is_national("财政部", gazetteer()), is_national("国家税务总局海东市税务局", gazetteer())
    (True, False)
    """
    return NATIONAL_BODY.match(name) is not None and not front_places(name, gazetteer)


def front_places(name: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Returns the places that an organ or a title begins with, or a branch bears; () for none.

    Takes 中共海东市委, 国家税务总局海东市税务局; leaves 支持海东市发展.
    """
    lead = re.match(r"(?:中国共产党|中共|共青团|政协|原)", name)
    start = lead.end() if lead else 0
    if branch := _BRANCH.match(name) or _FREE_TRADE.match(name):
        start = branch.end()
    for sighting in gazetteer.find(name[start : start + 30], loose=True):
        if sighting.start == 0 and sighting.places[0].code != NATION:
            return sighting.places
        break
    return ()


def spelt_out(name: str, place: Place | None) -> str:
    """Returns an organ's name with its place: 省发展改革委 → 广东省发展改革委; unchanged where it bears one."""
    found = _SELF.match(name)
    if found and place is not None and place.code != NATION and place.name.endswith(found["kind"]):
        return place.name + name[found.end() :]
    return name
