"""Which place a body belongs to (机构属地): 市商务局 of a 海东 plan is 海东市's, 省商务厅 there is 青海省's."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.bodies import department_of_state, is_collective, is_generic
from kg.naming import ministry, national, plain, spelling
from kg.places import NATION, Gazetteer
from kg.records import Level, Place
from kg.seats import CORPS, Seat, area_in

_LEVEL = re.compile(
    r"""
    (?:我|本|师(?=市))?(?P<word>自治区|自治州|自治县|自治旗|地区|新区|省|市|区|县|州|盟|旗)
    (?! 场(?!监) | 域 | 际 | 块链 | 长 | 民(?:服务|中心|热线) | 管委会 | （ | 级以上    # 市场, 区域, 市民服务中心
      | [中南北]区                                                                  # 市中区, 市北区
      | 政(?:管理|公用|工程|园林|设施|环卫|局|处|集团|公司) )                        # 市政公用局
    """,
    re.VERBOSE,
)
_MARKET = re.compile(r"市场(?!监督管理局.{2,}市)")  # 市场监管局: the 市 is no level
_VERTICAL = re.compile(
    r"(?:国家税务总局|国家金融监督管理总局|国家金融监管总局|国家统计局|国家粮食和物资储备局|国家矿山安全监察局|国家能源局|财政部|"
    r"中国人民银行|人民银行|人行|国家外汇管理局|国网|国家电网|南方电网|"
    r"中国(?:移动|电信|联通|铁塔|邮政|石油|石化|烟草|农业银行|工商银行|建设银行|银行|气象局|民用航空局|铁路)[^省市区县州盟旗]{0,4}?|"
    r"共青团|中共|民航|(?:国家)?(?:农业发展|农业|工商|建设|交通|招商|兴业|民生|进出口|开发)银行|(?:中国)?邮政储蓄银行|邮储银行|"
    r"农发行|国开行|农行|工行|建行|中行|交行|中国(?:农业发展|农业|工商|建设)?银行)"
)
_YOUTH = re.compile(r"团(?P<word>省|市|区|县|州|盟|旗)委")
_AREA = re.compile(
    r"(?P<own>.*?)(?:(?:国家|省|市|县)级)?(?:经济技术|经济|高新技术|高新|高技术|产业|工业|综合|保税|物流|循环|旅游|国际|现代|农业|科技|技术|自由贸易|"
    r"经贸|合作|示范|试验|生态)*"
    r"(?:开发区|园区|工业园|产业园|科技园|新区|合作区|保税区|保税港区|度假区|示范区|试验区|高新区|经开区|自贸区|自贸试验区|集聚区|集中区|风景区|科学城|新城)"
    r"(?:管委会|管理委员会|执委会|执行委员会|管理局|党工委)"
)
_OIL_FIELD = re.compile(r"[一-鿿]{2,5}油田(?:分?公司)?")  # 长庆油田
_UNIVERSITY = re.compile(r"(?!(?:开放|广播电视|电视|老年|职工|社区|网络|在线)大学)[一-鿿]{2,8}大学")  # 塔里木大学
_PREFECTURE = "地区"
_BRANCH_BEHIND = re.compile(
    r"(?:市|县|区|州|盟|旗|地区)?(?:中心)?(?:分行|支行|支队|总队|大队|支公司|分公司|公司|分局|支局|监管局|分社|办事处|营业部|分中心)"
)
_HEAD_OF_REST = re.compile(r"[局厅委部办署院处社会门]")
_EVERYDAY = re.compile(r"平安(?:建设|办|创建)|公安(?!县)")  # words before they are places
_LEVEL_ENDS = "省市区县州盟旗"
_OF_THE_NATION = re.compile(
    r"国务院|国家(?!级)|中央|中共中央|全国(?:人大|政协|总工会|妇联|工商联|老龄)|中国|中华|最高人民"
)
# Bodies of the nation for a part of it or a river: 民航西北地区管理局, 西北能源监管局, 长江水利委员会; not 黄河河务局
_REGIONAL = re.compile(
    r"""
      (?:[一-鿿]{2,6}部|民航|中国民航|中国民用航空|国家[一-鿿]{2,8}局|国网|国家电网|中国铁路)?
      (?:西北|华北|东北|华东|华中|中南|华南|西南)(?:地区|区域)?
      (?:(?:空中交通|能源|电力|环境保护|核与辐射安全|森林资源|林业|民航|水利|地质|海事|勘测设计|电网|自然资源)[一-鿿]{0,6})?
      (?:监?管理?局|监管办公室|监管办|督察局|督察中心|监督站|民航局|监察局|空管局|能监局|分部|调查院|地质调查中心)
    | (?:长江|黄河|珠江|淮河|海河|松辽|太湖|漳卫南)
      (?:流域|上中游|中下游|中上游|上游|下游|口)?(?:水利|水资源|航务|航道|海事|生态环境监督|渔政|水文|湿地)?(?:监督|管理|保护)*(?:委员会|局|委)
    """,
    re.VERBOSE,
)
_TOWN = re.compile(r"(?![各乡镇])[一-鿿]{1,8}?(?:镇|乡|苏木|街道)(?:人民政府|政府|办事处)")
_TOWNSHIP = re.compile(r"(?![各乡镇])[一-鿿]{2,8}(?:镇|乡|苏木|街道)(?:人民政府|政府|办事处|党工委|党委)?")
_SEAT_OF_TOWN = re.compile(r"(?:人民政府|政府|办事处|党工委|党委)$")
_TOWN_ALONE = re.compile(r"(?:街道|镇|乡)(?:办|办事处|人民政府|政府|党工委|党委)?")
_ENTERPRISE = re.compile(r"(?:集团|公司|大学|学院|研究院|银行)$")
OF_STATE = "国务院"  # the word that 民政部门 shares behind 国务院体育主管部门
_SEATED = "本"  # the level word of bodies of the seat
_MINISTRY = re.compile(r"^(?:国家|中国|全国|国务院|中央|中华|中共中央)|(?:部|总局|总署|总社|署)$")


class Placed(NamedTuple):
    """A name taken apart: whose it is, and what it is called there."""

    place: str | None  # code, None where the text does not say
    name: str  # canonical
    rest: str  # the name without its place
    word: str | None  # 市, 省 …: the level word that names behind it share
    named: bool  # the place's own name is printed
    level: Level | None = None  # of a body that lies lower than its place: a town's, an area's


def placed(
    name: str, own: str | None, places: Gazetteer, shared: str | None = None, seat: Seat | None = None
) -> Placed:
    """Returns the place that a printed name belongs to in a plan of the place `own`, issued from `seat` inside it.

    `shared` is the level word of the name before it in the same list (省 for 财政厅 in 省工业和信息化厅、财政厅).
    """
    name = plain(name)
    collective = is_collective(name)
    if not collective and (full := national(name)) and (own == NATION or _MINISTRY.search(name)):
        return Placed(NATION, full, full, None, True)
    matter = department_of_state(name, beside=shared == OF_STATE)
    if matter and (full := ministry(matter)):
        return Placed(NATION, full, full, OF_STATE, True)
    shared = None if shared == OF_STATE else shared
    if name == CORPS:
        return Placed("650000", name, name, None, True, "province")
    if seat and (rest := seat.own(name)):
        return _seated(seat, rest, _SEATED)
    for rule in (_by_youth_league, _by_vertical, _by_enterprise, _by_nation, _by_level, _by_place_name, _by_seat):
        found = rule(name, own, places)
        if found is not None:
            return found
    if shared == _SEATED and seat and not collective:
        return _seated(seat, name, shared)
    if shared and not collective:
        return _at_level(shared, name, own, places) or Placed(own, name, name, None, False)
    if seat and seat.level == "township" and _TOWNSHIP.fullmatch(name) and (spelt := _SEAT_OF_TOWN.sub("", name)):
        here = seat.name.endswith(spelt)
        return _seated(seat, name[len(spelt) :], None) if here else _by_plan(name, own, places, collective)
    if seat and not name.endswith("厅") and not _stands_alone(name, collective):
        if _ENTERPRISE.search(name) and not collective:
            return Placed(seat.place, name, name, None, True, seat.level)  # 雄安集团 is nobody's bureau
        return _seated(seat, name, None)
    return _by_plan(name, own, places, collective)


def seat_front(name: str, own: str | None, places: Gazetteer) -> str | None:
    """The place or area that an issuer's name begins with, as printed: 合肥经济技术开发区 of its 管理委员会."""
    front = _place_in_front(plain(name), own, places)
    return plain(name)[: front[1]] if front else None


def _seated(seat: Seat, rest: str, word: str | None) -> Placed:
    """A body of a town or an area: 合肥经济技术开发区财政局, of whatever place it lies in."""
    spelt = spelling(rest).full
    return Placed(seat.place, seat.name + spelt, seat.full + spelt, word, True, seat.level)


def _stands_alone(name: str, collective: bool) -> bool:
    """Whether a body goes by its own name (嘉明经济开发区管委会)."""
    area = _AREA.fullmatch(name)
    return not collective and bool(
        (area and len(area["own"]) >= 2) or _UNIVERSITY.fullmatch(name) or _OIL_FIELD.fullmatch(name)
    )


def _names_within(name: str, place: Place) -> bool:
    """Whether a branch names its place inside: 武警通辽支队, 太平洋财险通辽中心支公司."""
    short = place.name.removesuffix("地区") if place.name.endswith("地区") else place.name[:-1]
    at = name.find(short, 1) if len(short) > 1 else -1
    return at > 0 and _BRANCH_BEHIND.fullmatch(name, at + len(short)) is not None


def _chain(own: str | None, places: Gazetteer) -> tuple[Place, ...]:
    """The plan's place and those above it, nearest first."""
    return () if own is None or own not in places else (places.place(own), *places.above(own))


def _at_level(word: str, rest: str, own: str | None, places: Gazetteer) -> Placed | None:
    """市 + 商务局: the nearest place, from the plan's own upward, whose name ends so."""
    chain = [place for place in _chain(own, places) if place.code != NATION]
    ends = {"自治州": "州", "自治旗": "旗"}.get(word, word)
    for place in chain:
        if place.name.endswith(ends):
            if rest.startswith((f"{word}级", f"{word}直")):
                rest = rest[len(word) :]
            return _full(place, rest, word)
    return None


def _full(place: Place, rest: str, word: str | None, *, named: bool = False) -> Placed:
    spelt = spelling(rest)
    if spelt.function == "税务" and rest == "税务局":
        return Placed(place.code, f"国家税务总局{place.name}税务局", rest, word, named)
    prefix = "" if place.code == NATION else place.name
    if rest.startswith("地委"):  # 阿克苏地委宣传部
        prefix = prefix.removesuffix(_PREFECTURE)
    town: Level | None = "township" if place.level == "county" and _TOWN.fullmatch(rest) else None
    return Placed(place.code, prefix + spelt.full, rest, word, named, town)


def _by_youth_league(name: str, own: str | None, places: Gazetteer) -> Placed | None:
    """团市委 → 共青团海东市委."""
    match = _YOUTH.fullmatch(name)
    found = _at_level(match["word"], "委", own, places) if match else None
    if match is None or found is None or found.place is None:
        return None
    return Placed(found.place, f"共青团{places.place(found.place).name}委", "共青团委", match["word"], False)


def _by_vertical(name: str, own: str | None, places: Gazetteer) -> Placed | None:
    """国家税务总局青海省税务局, 人行湖北省分行: a branch stands where its name says."""
    match = _VERTICAL.match(name)
    if match is None or match.end() == len(name):
        return None
    top = match.group()
    top = {"国家金融监管总局": "国家金融监督管理总局", "人行": "中国人民银行", "人民银行": "中国人民银行"}.get(top, top)
    rest = name[match.end() :]
    level = _LEVEL.match(rest)
    if level:
        found = _at_level(level["word"], rest[level.end() :], own, places)
        if found and found.place:
            spelt = f"{top}{places.place(found.place).name}{rest[level.end() :]}"
            return Placed(found.place, spelt, _branch(top, rest[level.end() :]), None, False)
    front = _place_in_front(rest, own, places)
    if front is None:
        return None
    place, cut = front
    return Placed(place.code, top + rest, _branch(top, rest[cut:]), None, True)


def _by_enterprise(name: str, own: str | None, places: Gazetteer) -> Placed | None:
    """中国电信股份有限公司海东分公司: the place stands inside the name, which stays as printed."""
    if own in (None, NATION) or not re.match(r"(?:中国|国家|国网|南方电网|中石|中粮)", name):
        return None
    if not re.search(r"公司|集团|银行|烟草|电信|移动|联通|铁塔", name):
        return None
    seen = [s for s in places.find(name, loose=True) if len(s.places) == 1 and s.places[0].code != NATION]
    if not seen:
        return Placed(own, name, name, None, True)
    last = seen[-1]
    return Placed(last.places[0].code, name, name[: last.start] + name[last.end :], None, True)


def _by_nation(name: str, own: str | None, places: Gazetteer) -> Placed | None:
    """国务院办公厅, 国家电影局, 中央宣传部 and 民航西北地区管理局 stay as they are."""
    if not _OF_THE_NATION.match(name) and not _REGIONAL.fullmatch(name):
        return None
    return Placed(NATION, name, name, None, True)


def _by_seat(name: str, own: str | None, places: Gazetteer) -> Placed | None:
    """广州 in 广州、深圳市政府, 西宁市 in a list of bodies: its government."""
    found = places.named(name, next((p.code for p in _chain(own, places) if p.level == "province"), None))
    if len(found) != 1 or found[0].code == NATION or len(name) > 15:
        return None
    return Placed(found[0].code, f"{found[0].name}人民政府", "人民政府", None, True)


def _branch(top: str, rest: str) -> str:
    """What branches of one body share, the place left out: 税务局, 中国人民银行分行."""
    return rest if top == "国家税务总局" else top + rest


def _by_level(name: str, own: str | None, places: Gazetteer) -> Placed | None:
    """市商务局, 区直各部门; 市场监管局 and 县区政府 have no level in front."""
    match = _LEVEL.match(name)
    if match is None or _MARKET.match(name) or is_generic(name) or len(name) - match.end() < 1:
        return None
    rest = name[match.end() :]
    found = _at_level(match["word"], rest, own, places)
    if found is None:
        return None if is_collective(name) else Placed(None, name, rest, match["word"], False)
    below = _own_branch(rest, own, places)
    if below and found.place == own:  # 市生态环境局乳山分局 in a 乳山 plan is the upper city's
        upper = next((p for p in _chain(own, places)[1:] if p.name.endswith(match["word"])), None)
        if upper and own:
            return Placed(own, upper.name + rest, below, match["word"], True)
    return found


def _own_branch(rest: str, own: str | None, places: Gazetteer) -> str | None:
    """生态环境局乳山分局 → 生态环境分局 when 乳山 is the plan's place or lies in it."""
    match = re.fullmatch(r"(?P<body>.{2,}?)局(?P<place>.{2,}?)(?P<kind>分局|支局|监管支局|监管分局)", rest)
    if match is None or own is None or own not in places:
        return None
    return match["body"] + match["kind"] if places.named(match["place"], own) else None


def _by_place_name(name: str, own: str | None, places: Gazetteer) -> Placed | None:
    """海东市商务局, 崂山区政府, 象州生态环境局: the place in front; 威海市生态环境局乳山分局 is 乳山's."""
    front = _place_in_front(name, own, places)
    if front is None:
        return None
    place, cut = front
    rest = name[cut:]
    if _TOWN_ALONE.fullmatch(rest) and name[cut - 1] not in _LEVEL_ENDS:  # 城阳街道 of 城阳区; 南京街道 is elsewhere
        if place.level != "county" or own is None or own not in places or not _related(place.code, own, places):
            return None
        return Placed(place.code, place.name + name, place.name + name, None, True, "township")
    if area := area_in(name[:cut], place):
        return _seated(area, rest, None)
    branch = re.fullmatch(r"(?P<body>.{2,}?)局(?P<place>.{2,}?)(?P<kind>分局|支局|监管支局|监管分局)", rest)
    if branch:
        below = places.named(branch["place"], place.code)
        if len(below) == 1:
            return Placed(below[0].code, name, branch["body"] + branch["kind"], None, True)
    full = _full(place, rest, None, named=True)
    if name[:cut] != place.name and full.name == place.name + rest:
        return Placed(place.code, name, rest, None, True)  # 象州生态环境局 stays as printed
    return full


def _related(code: str, own: str, places: Gazetteer) -> bool:
    return places.contains(own, code) or places.contains(code, own)


def _place_in_front(name: str, own: str | None, places: Gazetteer) -> tuple[Place, int] | None:
    """The place whose name opens `name`, and where that name ends; None when no single place is meant."""
    province = next((p.code for p in _chain(own, places) if p.level == "province"), None)
    for cut in range(min(len(name) - 2, 15), 1, -1):
        front, rest = name[:cut], name[cut:]
        closed = front[-1] in _LEVEL_ENDS or front.endswith("兵团")
        if (_HEAD_OF_REST.match(rest) and not closed) or _EVERYDAY.match(name):
            continue
        for within in dict.fromkeys((own, province, None)):
            full = front[-1] in _LEVEL_ENDS
            if within is None and not full and len(front) > 3:
                continue
            found = places.named(front, within if within and within in places else None)
            found = tuple(place for place in found if place.code != NATION)
            if len(found) == 1 and (full or within is not None or found[0].level in ("province", "city")):
                return found[0], cut
    return None


def _by_plan(name: str, own: str | None, places: Gazetteer, collective: bool) -> Placed:
    """A name without a place is of the plan's place; a 厅 is the province's, 嘉明经济开发区管委会 has its own name."""
    chain = _chain(own, places)
    if not chain:
        return Placed(None, name, name, None, False)
    place = chain[0]
    if name.endswith("厅") and not collective:
        place = next((p for p in chain if p.level == "province"), place)
    if _stands_alone(name, collective) or (not collective and _names_within(name, place)):
        return Placed(place.code, name, name, None, True)
    if collective:
        return Placed(place.code, ("" if place.code == NATION else place.name) + name, name, None, False)
    return _full(place, name, None)
