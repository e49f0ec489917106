"""Goals that say how much shall be done (任务句): 打造3个行业级平台, 改造换热站10座、管网2.8公里, 标准机架2万架以上."""

from __future__ import annotations

import re

from kg.borrowing import is_level, kind_of, of_level, of_measure, of_size, of_thing_before, owner, part_of
from kg.candidates import FUND, is_thing
from kg.commitments import OUTLAY
from kg.indicators import (
    act_at_end,
    act_at_start,
    deed,
    firm_act_within,
    for_whom,
    group_of,
    quantity_noun,
    subject,
    without_backed,
)
from kg.pieces import Goal, Piece
from kg.records import Change

_USE = re.compile(
    r"，?(?:专项)?用于(?P<what>[^，]{2,24}?(?:建设|改造|治理|修复|更新|升级|整治|养护))(?=$|[，、和及与])"
)
_BUDGETED = re.compile(  # 市级财政安排专项资金3000万元〔支持老旧小区改造〕
    r"(?P<who>[^，；\d]{0,10}(?:财政|政府))(?:\d{4}年)?(?:每年|年均|[两三四五]年(?:累计)?)?(?P<act>(?:统筹)?(?:安排|投入|筹集|落实))"
    r"(?P<fund>[^，、的]{0,16}?(?:资金|经费|投资))?(?:不少于|不低于|约|超过)?$"
)
_SPENT_ON = re.compile(r"(?:专项|重点)?(?:支持|用于|推进|保障|开展|实施)(?!企业|单位|个人|项目申报)")
_SCALE = re.compile(r"的(?P<what>[^，、的]{0,8}(?:规模|能力|产能))\x01*$")
_BRINGS_SCALE = re.compile(r"(?P<act>形成|具备|新增|达到|建成)(?P<each>[年日](?:产|处理|加工|供|生产)?)?$")
_NO_AMOUNT = frozenset(("percent", "point", "times", "ratio", "time", "bare", "score"))
_OUTCOMES = frozenset(("完成", "实现"))
_ADDING = ("新增", "增加", "净增", "增设")
_ADDED_BEHIND = re.compile("(?P<what>.{2,}?)(?:累计|每年|再)?(?P<act>新增|净增)(?:数量|面积|长度)?")
_ACTOR = re.compile(r"[，、]|(?:[市县区省州旗镇乡村]|政府|部门|企业|单位|地|年|各|每)$|^(?:每|各|在|对|为)")
_FOR_WHOM = re.compile(r"(?:对|为|向|面向|帮助|组织|服务|覆盖)(?:全[市省区县州])?$")
_WHOLE = re.compile(r"全[市省区县州国](?:的)?$")  # 完成全市1200座水库
_SET_ASIDE = re.compile(r"每年(?:统筹)?安排(?:不少于|不低于|至少)?$")
_FUND_SET_ASIDE = re.compile(r"的?(?:财政)?[^，、的]{0,8}?(?:专项)?(?:资金|经费)")
_PLACE_KIND = re.compile(
    r"(?:[县市区乡镇村旗州]|街道|社区|县区|乡镇|行政村|建制村)"
)  # 完成节水型社会达标建设15个〔县〕
_SELF_TOLD = re.compile(r"(?:林|牧|厕|淤|耕|育|树|绿|绿化|复垦|草)$")  # 禁牧800万亩 says what it is done to
_BUILT = re.compile(
    r"[一-鿿]{4,}(?:建设|改造|新建|改建|治理|修复|整治|加固|造林|育林|种草|还林|还草|还湿|抚育|培训|更新|安装)$|^(?:义务植树|封山育林|封沙育林|人工造林|人工种草|飞播造林|飞播种草|退耕还[林草]|退牧还草)$"
)
_EACH_HAS = re.compile(
    r"(?:(?:每|各)[^，]{1,10}?(?:都|均|至少|最少)|每个?[^，]{0,3}[县市区乡镇村省州盟旗校院][^，]{0,6}?)(?:建|设|配|拥)?有$"
)
_DONE_FOR = re.compile(
    r"提供|开展|实施|完成|进行|免费|接种|筛查|发放|配备|配发|安装|建立|办理|购买|配置|改造|"
    r"实现|就业|创业|脱贫|脱困|增收|上岗|入住|取得|获得|享受"
)
_FOUNDING = re.compile(r"(?:推动|发起|引导|联合)*(?:设立|组建|成立|打造|建立|形成)")
_DONE_WITH = re.compile(r"打造|来[省市县区州渝沪京]|设立|建成")
_TO_REACH = re.compile(r"[一-鿿]{4,}(?:达到?|超过?|突破|不低于|不少于)$")
_AND_SOME = re.compile(r"[、和及]一批")  # 200个特色村〔和一批示范乡镇〕
_DONE_LATER = re.compile(r"开展|纳入|用于|进行|参与|参加|完成|并|等$")
_RATE = re.compile(r"(?:率|占比|比重|比例|覆盖面|指数|满意度|降价|降幅|增幅|涨幅|降费)$")
_FALL = re.compile(r"降[价幅费]$")  # 农资平均降价15%以上
_SHARE = re.compile(r"(?:占比|比重|比例)$")
_WORTH = re.compile(
    r"^减|减税|降费|投资|产值|营收|收入|交易额|成交额|零售额|销售额|增加值|进出口|出口|贷款|融资|税收|资金|外资|内资|订单|签约|债券|总额|规模|余额|担保|社会资本"
)
_AHEAD = re.compile(r"高于|快于|领先|低于")  # 增速高于全省平均水平1个百分点
_SIZE_OF = re.compile(
    r"(?:年?(?:主营|营业)?(?:产值|营收|收入|销售额|交易额|税收|投资额?))?(?:超过?|过|突破|达到?)[\d.百千万亿]+元(?:以上)?"
)
_KIND = re.compile(
    r"(?:[^，]{2,}(?<![典模转新原造])(?:型|级|类|式)|[省市县区州部]级)$"
)  # 国家级特色专业型; not 大模型, 转型
_OF_THEM = re.compile(r"(?:达到|符合|通过|创成|建成|评为|纳入|入选)[^，；。\d]{2,24}$")  # 其中7个〔达到省级营地水平〕
_KIND_FIRST = re.compile(r"[^，、的]{1,4}(?:型|级|类)(?=[一-鿿]{2,10}$)")  # 百亿级〔特色产业集群〕
_OF_SIZE = re.compile(r"(?<=元)的[^，、的]{2,10}$")
_DONE_TO = re.compile(r"的[^，、的]{0,10}(?:改造|建设|升级|整治|治理|修复|更新)$")
_HEAD = re.compile(r"[一-鿿]{2}$")
_OF_WORK = re.compile(
    r"完成(?P<what>[^，、的]{2,24}(?:任务|建设|改造|工程|整治|治理|修复|清理|普查|投资|计划|工程量)"
    r"|[^，、的]{0,16}(?:播种|种植|造林|春播|秋播|收割|治理)面积|年度投资|投资)(?:总量)?的?$"
)
_BY_NAME = re.compile(r"[、和及与](?=[^、和及与]{2})")
_MANY = 20  # 对500家企业开展诊断: so many are meant, not met by chance
_MIDDLE = 14  # 完成8家…: as much may stand between an act and its number
_LONG = 16  # a thing counted that is longer is cut before what is done with it


def fund(piece: Piece) -> Goal | None:
    """Takes 设立总规模50亿元的产业基金: the one sum of money that stands before its noun."""
    founding = _FOUNDING.match(piece.core)
    if piece.quantity.kind != "money" or founding is None or not FUND.match(piece.thing) or "规模" not in piece.core:
        return None
    end = piece.quantity.end + piece.thing.index("基金") + 2
    name = deed(founding.group(), piece.printed(piece.quantity.end + 1, end) + "规模", piece.quantity)
    return piece.goal("done", name, "complete", piece.core_start, end)


def outlay(piece: Piece) -> Goal | None:
    """Takes 由市财政每年出资2亿元用于园区建设, 每年安排不少于500万元专项资金. Leaves alone 出资2亿元奖励企业."""
    if piece.quantity.kind != "money":
        return None
    fund = _FUND_SET_ASIDE.match(piece.thing)
    if fund and _SET_ASIDE.search(piece.reading.plain, piece.left, piece.quantity.start):
        end = piece.quantity.end + fund.end()
        return piece.goal("outlay", "安排" + fund.group().lstrip("的"), "complete", piece.core_start, end)
    budget = _BUDGETED.search(piece.reading.plain, piece.left, piece.quantity.start)
    if budget and _SPENT_ON.match(piece.thing) and (piece.due or piece.quantity.bound or "年" in budget.group()):
        name = budget["who"].lstrip("年，") + budget["act"] + (budget["fund"] or "资金")
        return piece.goal("outlay", name, "complete", piece.core_start, piece.quantity.end)
    payer = OUTLAY.search(piece.reading.plain, piece.left, piece.quantity.start)
    use = _USE.match(piece.thing)
    if payer is None or use is None or payer.end() != piece.quantity.start:
        return None
    end = piece.quantity.end + use.end()
    name = f"{payer['who']}{payer['act']}用于{use['what']}"
    return piece.goal("outlay", name, "complete", payer.start(), end)


def scale(piece: Piece) -> Goal | None:
    """Takes 达到2000名的招生规模, 形成年产20万吨的生产能力: the noun stands behind the number. Not 2000名学生的学校."""
    what = _SCALE.match(piece.thing)
    brings = _BRINGS_SCALE.search(piece.reading.plain, piece.left, piece.quantity.start)
    if what is None or brings is None or piece.quantity.kind in _NO_AMOUNT:
        return None
    reached = brings["act"] == "达到"
    each = (brings["each"] or "").rstrip("产" if what["what"].startswith("生产") else "")
    name = (piece.core if reached else brings["act"]) + each + what["what"]
    return piece.goal(
        "linked" if reached else "done", name, "reach" if reached else "complete", piece.core_start, piece.segment.end
    )


def progress(piece: Piece) -> Goal | None:
    """Takes 完成改造任务的80%: how much of a work shall be done by then. Leaves alone 完成投资增长80%."""
    work = _OF_WORK.search(piece.reading.plain, piece.left, piece.quantity.start)
    if piece.quantity.kind != "percent" or work is None or piece.thing:
        return None
    name = piece.printed(work.start("what"), work.end("what")) + "完成比例"
    return piece.goal("linked", name, "complete", work.start(), piece.quantity.end)


def some_of_them(piece: Piece) -> Goal | None:
    """Takes 其中7个达到省级水平 behind 建成研学中心18个: so many of them are to reach something. Not 其中省级15个."""
    last, reaching = piece.reading.last, _OF_THEM.match(piece.thing)
    if not piece.among or piece.core or last is None or reaching is None or piece.quantity.kind != "count":
        return None
    if last.quantity.unit != piece.quantity.unit:
        return None
    thing = piece.reading.thing or last.indicator[act_at_start(last.indicator) :].removesuffix("数量")
    name = f"{reaching.group()}的{thing}"
    return piece.goal("counted", name, "complete", piece.segment.start, piece.segment.end)


def counted(piece: Piece) -> Goal | None:
    """Takes 每年举办2场以上汽车促消费活动: act, number, thing. Leaves alone 聚焦5个产业, 依托3个园区."""
    quantity = piece.quantity
    if quantity.kind in _NO_AMOUNT or not is_thing(piece.thing) or (quantity.kind != "count" and quantity.bound):
        return None
    act = _act_before(piece)
    if act is None:
        return None
    if _PLACE_KIND.fullmatch(piece.thing) and act_at_end(piece.core) < len(piece.core) and act_at_start(piece.core):
        return piece.goal("counted", piece.core, "complete", piece.core_start, piece.segment.end)
    end = _reached_by_each(piece) or _end_of_thing(piece)
    _note(piece, piece.printed(quantity.end, end) + _shared_head(piece))
    name = deed(act, piece.reading.thing, quantity)
    return piece.goal("counted", name, _adding(act), piece.core_start, max(end, quantity.end))


def _reached_by_each(piece: Piece) -> int:
    """推动120个村集体收入达到50万元以上: where the value ends that so many are to reach; 0 without one."""
    following = next((q for q in piece.segment.quantities if q.start == piece.thing_end), None)
    return following.end if following and _TO_REACH.search(piece.thing) else 0


def _shared_head(piece: Piece) -> str:
    """新增10家国家级专业型、50家省级专业型平台: the noun that only the last of a list carries, two characters of it."""
    kind, behind = _KIND.search(piece.thing), piece.thing_behind
    rest = piece.reading.plain[piece.quantity.end : piece.segment.end]
    act = piece.bridge.reach or piece.reading.act
    if piece.thing_end < piece.segment.end and act == "完成" and (done_to := _DONE_TO.search(rest)):
        return done_to.group()  # 完成200座山塘水库、150公里农村公路〔的智能化改造〕
    if piece.thing.endswith("元") and (owners := _OF_SIZE.search(behind)):
        return owners.group()  # 5家年营收超10亿元、50家年营收超亿元〔的企业〕
    if kind is not None and _KIND.search(behind):  # 打造2个千亿级、3个五百亿级、8个百亿级〔产业链〕
        behind = piece.reading.plain[piece.segment.quantities[-1].end : piece.segment.end]
    if kind is None or len(behind) < 4 or _KIND.search(behind) or not _HEAD.search(behind):
        return ""
    own = _KIND_FIRST.match(behind)
    return behind[own.end() :] if own and len(behind) - own.end() >= 2 else behind[-2:]


def _adding(act: str) -> Change:
    return "increase" if act.startswith(_ADDING) else "complete"


def _act_before(piece: Piece) -> str | None:
    """The act in front of the number: its own, or the one of the goal before it when nothing stands between."""
    found, core = piece.bridge, _WHOLE.sub("", piece.core)
    if found.reach in _OUTCOMES:
        return found.reach
    if found.reach is not None and (found.words != ("为",) or core):
        return None
    length = act_at_end(core)
    if found.change is not None:  # 增加500个停车位, 更新提升6个断面
        return core[-length:] + "".join(found.words[:1]) if length or not core else None
    if length:
        return core[-length:]
    if _EACH_HAS.search(core):  # 每个乡镇至少有1所公办中心幼儿园
        return ""
    if _FOR_WHOM.search(core) or found.reach == "为":
        return _for_whom(piece)
    begins = act_at_start(core)
    if core.endswith("等") and firm_act_within(core) == 0:  # 建成甲园、乙园等四个园区
        return core[:begins]
    if begins and len(_BY_NAME.split(core[begins:])) == piece.quantity.value > 1:  # 建成甲园、乙园2个园区
        return core[:begins]
    if begins and len(core) - begins <= _MIDDLE and piece.vouched and piece.quantity.kind == "count":
        return core
    return piece.reading.act if not core and (piece.reading.act or piece.vouched) else None


def _for_whom(piece: Piece) -> str | None:
    """为2万名老年人提供服务: an act may follow those whom it is for."""
    many = piece.quantity.value >= _MANY or piece.scaled or piece.vouched
    return "" if piece.quantity.kind == "count" and many and _DONE_FOR.search(piece.thing) else None


def _end_of_thing(piece: Piece) -> int:
    """Where the thing counted ends: before what is done with it (开展…), if it is long."""
    start, end = piece.quantity.end, piece.thing_end
    found = _AND_SOME.search(piece.thing) or _DONE_WITH.search(piece.thing)
    found = found or (_DONE_LATER.search(piece.thing) if end - start > _LONG else None)
    return start + found.start() if found and found.start() >= 4 else end


def done(piece: Piece) -> Goal | None:
    """Takes 改造换热站10座: act, thing, number. Leaves alone 落实补助资金50万元."""
    if piece.bridge.links or not piece.core or is_thing(piece.thing) or piece.quantity.kind in _NO_AMOUNT:
        return None
    found = _act_within(piece)
    if found is None:
        return None
    start, begins, end = found[0], found[1], piece.bridge.end
    if piece.quantity.kind == "money" and not _WORTH.search(piece.reading.plain[start:end]):
        return None
    piece.reading.noun = (start, end)  # 完成投资120亿元，〔完成投资〕同比增长10%
    act, thing = piece.printed(start, start + begins), piece.printed(start + begins, end)
    if not thing and act and piece.thing_behind and piece.thing in ("", "、") and firm_act_within(act) == 0:
        thing = piece.thing_behind  # 新建3条、续建5条高速公路
    if not thing and not _SELF_TOLD.search(act):  # 新建公厕20座，改造〔公厕〕50座
        thing = _thing_before(piece) if piece.quantity.kind != "money" or act == "安排" else ""
        thing = thing[1:] if for_whom(thing) else thing
        act, thing = of_thing_before(act, thing)
    _note(piece, thing)
    name = deed(act, _for_which(piece.printed(piece.core_start, start), act) + thing, piece.quantity)
    name = without_backed(piece.owned(name))
    if more := _ADDED_BEHIND.fullmatch(name):  # 上云企业新增1万家
        act, name = more["act"], more["act"] + more["what"]
    return piece.goal("done", name, _adding(act), piece.core_start, piece.quantity.end)


def _act_within(piece: Piece) -> tuple[int, int] | None:
    """Where the act of a phrase begins and how long it is, 0 for none of its own; None where nothing is done."""
    start, end = piece.core_start, piece.bridge.end
    begins = act_at_start(piece.core)
    if begins:
        return start, begins
    within = firm_act_within(piece.core)
    ahead = piece.core[: max(within, 0)]
    if whom := for_whom(piece.core):  # 为海岛居民安装净水器2万台
        return (start, 0) if len(piece.core) > whom + act_at_start(piece.core[whom:]) else None
    if within < 1 or ahead.count("“") > ahead.count("”"):  # “小升规”200户
        return None
    begins = act_at_start(piece.reading.plain[start + within : end])
    kept = piece.printed(start, start + within)
    if start + within + begins < end or kept[0] in "每各" or group_of(kept) == kept:
        return start + within, begins
    return start, 0  # 30万千瓦及以下机组淘汰200万千瓦


def _for_which(kept: str, act: str) -> str:
    """What stands in front of an act and belongs to its name: 城镇〔新增就业〕, 市本级〔建成书房〕; "" for who acts."""
    added = act in _ADDING and len(kept) <= _MIDDLE and not _ACTOR.search(kept)
    return kept if kept and (added or group_of(kept) == kept) else ""


def again(piece: Piece) -> Goal | None:
    """Takes 90公里 of 2024年改造管网80公里，2025年90公里: the last deed, for another date; 投资90亿元，年均30亿元."""
    last, reading = piece.reading.last, piece.reading
    if last is None or piece.core or piece.bridge.links or is_thing(piece.thing):
        return None
    if piece.bridge.yearly and piece.first and last.quantity.unit == piece.quantity.unit and not last.yearly:
        return piece.goal(last.shape, last.indicator, last.change, piece.segment.start, piece.quantity.end)
    next_to = reading.last_end == piece.segment.start - 1 and last.shape in ("done", "counted", "bare")
    if (
        not (next_to or _behind_a_date(piece))
        or last.quantity.unit != piece.quantity.unit
        or last.due == piece.due
        or piece.due is None
    ):
        return None
    return piece.goal(last.shape, last.indicator, last.change, piece.segment.start, piece.quantity.end)


def _behind_a_date(piece: Piece) -> bool:
    """床位到2024年达到52张；到2025年，〔床位〕55张: nothing but a date between the last goal and the number."""
    reading, at = piece.reading, piece.reading.last_end + 1
    dates = [m for m in reading.sentence.moments if m.start == at]
    return at > 0 and any(0 <= piece.segment.start - m.end <= 2 for m in dates)


def beside(piece: Piece) -> Goal | None:
    """Takes 120公里 of 治理中小河流12条120公里 or 12条、120公里: the same deed in another measure."""
    last = piece.reading.last
    if last is None or piece.core or piece.bridge.links or is_thing(piece.thing) or last.shape == "linked":
        return None
    between = piece.reading.plain[last.quantity.end : piece.quantity.start]
    next_to = between in ("", "、") and last.quantity.kind == "count"
    households = (piece.quantity.unit or "").endswith(("户", "栋")) and last.quantity.unit != piece.quantity.unit
    if not next_to or not (households or piece.quantity.kind in ("length", "area", "volume", "mass")):
        return None
    name = deed(last.indicator.removesuffix("数量"), "", piece.quantity)
    return piece.goal(last.shape, name, last.change, last.start, piece.quantity.end)


def finished(piece: Piece) -> Goal | None:
    """Takes 2024年完成460户 under the heading 推进灶台改造. Leaves it alone where the heading names no such work."""
    project, counts = piece.reading.setting.project, piece.quantity.kind in ("count", "length", "area")
    if not project or piece.core or piece.thing or piece.bridge.reach != "完成" or not counts or piece.due is None:
        return None
    return piece.goal("done", project, "complete", piece.core_start, piece.quantity.end)


def bare(piece: Piece) -> Goal | None:
    """Takes 标准机架2万架以上 where a date, 力争 or the goal before it vouches for it. Leaves it alone elsewhere."""
    quantity = piece.quantity
    if piece.bridge.links or not piece.core or is_thing(piece.thing):
        return None
    if quantity.kind in ("time", "bare", "score", "ratio", "times"):
        return None
    ahead = quantity.kind == "point" and _AHEAD.search(piece.core) is not None
    rate = ahead or (quantity.kind == "percent" and _RATE.search(piece.core) is not None)
    if (quantity.kind == "percent" and not rate) or not (
        rate or piece.vouched or _follows(piece) or _floor(piece) or _built(piece)
    ):
        return None
    printed = piece.printed(piece.core_start, piece.bridge.end)
    if quantity.kind == "count" and (ends := act_at_end(printed)) and act_at_start(printed) != len(printed):
        _note(piece, printed[: len(printed) - ends])  # 棚户区改造〔开工〕5600套、建成8200套
    if not piece.first and piece.reading.act and not (piece.among or rate):  # 改造换热站10座、〔改造〕管网2.8公里
        name = deed(
            piece.reading.act, of_measure(of_level(printed, piece.reading.thing), piece.reading.thing), quantity
        )
        return piece.goal("done", name, _adding(piece.reading.act), piece.core_start, quantity.end)
    piece.reading.noun = (piece.core_start, piece.bridge.end)
    if printed == "安排":  # 设立专项资金，2009年安排1亿元
        printed += piece.reading.thing
    name = piece.owned(subject(printed + _sized_thing(piece, printed), quantity, reached=False))
    last = piece.reading.last
    if last and not piece.among and is_level(printed) and last.shape in ("done", "linked", "counted"):
        name = part_of(printed, last.indicator)  # 新增省级龙头企业3家，市级5家
        return piece.goal("done", name, last.change, piece.core_start, quantity.end)
    if piece.among and piece.reading.names and _SIZE_OF.fullmatch(printed):  # 企业100家，其中产值超10亿元1家
        name = f"{printed}的{owner(piece.reading.names[-1])}"
    elif piece.among and last and last.quantity.kind in ("count", "length", "area", "power"):
        name = kind_of(part_of(name, piece.reading.whole or last.indicator), piece.reading.whole)
    change: Change = "share" if _SHARE.search(name) else "level" if rate else "complete"
    change = "decrease" if rate and _FALL.search(name) else change
    return piece.goal("bare", name, change, piece.core_start, quantity.end) if name else None


def _sized_thing(piece: Piece, printed: str) -> str:
    """年交易额超1亿元的卖家20家，其中超10亿元〔卖家〕2家: what is left out of a part told by its size."""
    return of_size(printed, piece.reading.thing)


def _note(piece: Piece, thing: str) -> None:
    """Remembers what something is done to, for a deed that leaves it unsaid."""
    piece.reading.thing, piece.reading.measure = thing, piece.quantity.unit
    piece.reading.owned = thing


def _thing_before(piece: Piece) -> str:
    """新建公厕20座，改造〔公厕〕50座; 推进充电站建设，2023年建成〔充电站〕80座. Not 开展培训5场，服务2万人次."""
    reading, unit = piece.reading, piece.quantity.unit or ""
    if reading.thing and (reading.measure == unit or (reading.measure is None and not unit.endswith("次"))):
        return reading.thing
    return _last_owner(piece)


def _last_owner(piece: Piece) -> str:
    """规上企业达到120户，年均新增〔规上企业〕10户. Not 建成站点10个，服务2万人次."""
    names = piece.reading.names
    counted = names and names[-1].endswith("数量") and not (piece.quantity.unit or "").endswith("人次")
    return owner(names[-1]) if counted else ""


def _follows(piece: Piece) -> bool:
    """造林10万亩，森林抚育20万亩: the stretch before holds a goal, and this is no sum of money."""
    reading = piece.reading
    if reading.hits == 0:
        return False
    next_to = reading.last_end == piece.segment.start - 1 and piece.quantity.kind != "money"
    return not piece.first or piece.due is not None or piece.among or next_to or quantity_noun(piece.core)


def _built(piece: Piece) -> bool:
    """农村教师周转宿舍建设200套: a thing and what is done to it, many."""
    many = piece.quantity.value >= _MANY or piece.scaled
    return piece.quantity.kind in ("count", "length", "area") and many and _BUILT.search(piece.core) is not None


def _floor(piece: Piece) -> bool:
    """挂牌载体10个以上: a count with a lower bound speaks for itself, but not in the articles of rules."""
    counted = piece.quantity.kind == "count" or (piece.quantity.kind == "money" and piece.reading.hits > 0)
    return counted and piece.quantity.bound == ">=" and not piece.reading.setting.article
