"""Goals that say how much shall be done (任务句), the number behind: 改造换热站10座、管网2.8公里, 标准机架2万架以上.

Those whose number stands first (打造3个行业级平台) are in `kg.counted`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.borrowing import is_group, is_level, kind_of, of_level, of_measure, of_size, of_thing_before, owner, part_of
from kg.candidates import is_thing
from kg.counted import ADDING, NO_AMOUNT, adding, note
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

_HOPED = frozenset(("力争", "争取", "确保", "力保"))
_ADDED_BEHIND = re.compile("(?P<what>.{2,}?)(?:累计|每年|再)?(?P<act>新增|净增)(?:数量|面积|长度)?")
_ACTOR = re.compile(r"[，、]|(?:[市县区省州旗镇乡村]|政府|部门|企业|单位|地|年|各|每)$|^(?:每|各|在|对|为)")
_SELF_TOLD = re.compile(r"(?:林|牧|厕|淤|耕|育|树|绿|绿化|复垦|草)$")  # 禁牧800万亩 says what it is done to
_BUILT = re.compile(
    r"[一-鿿]{4,}(?:建设|改造|新建|改建|治理|修复|整治|加固|造林|育林|种草|还林|还草|还湿|抚育|培训|更新|安装)$|^(?:义务植树|封山育林|封沙育林|人工造林|人工种草|飞播造林|飞播种草|退耕还[林草]|退牧还草)$"
)
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
_OF_WORK = re.compile(
    r"完成(?P<what>[^，、的]{2,24}(?:任务|建设|改造|工程|整治|治理|修复|清理|普查|投资|计划|工程量)"
    r"|[^，、的]{0,16}(?:播种|种植|造林|春播|秋播|收割|治理)面积|年度投资|投资)(?:总量)?的?$"
)
_MANY = 20  # 农村教师周转宿舍建设200套: so many are meant, not met by chance
_LONGEST_KEPT = 14  # characters before an act that belong to its name: 城镇〔新增就业〕


def progress(piece: Piece) -> Goal | None:
    """Takes 完成改造任务的80%: how much of a work shall be done by then. Leaves alone 完成投资增长80%."""
    work = _OF_WORK.search(piece.reading.plain, piece.left, piece.quantity.start)
    if piece.quantity.kind != "percent" or work is None or piece.thing:
        return None
    name = piece.printed(work.start("what"), work.end("what")) + "完成比例"
    return piece.goal("linked", name, "complete", work.start(), piece.quantity.end)


def done(piece: Piece) -> Goal | None:
    """Takes 改造换热站10座: act, thing, number. Leaves alone 落实补助资金50万元."""
    if piece.bridge.links or not piece.core or is_thing(piece.thing) or piece.quantity.kind in NO_AMOUNT:
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
    note(piece, thing)
    name = deed(act, _for_which(piece.printed(piece.core_start, start), act) + thing, piece.quantity)
    name = without_backed(piece.owned(name))
    if more := _ADDED_BEHIND.fullmatch(name):  # 上云企业新增1万家
        act, name = more["act"], more["act"] + more["what"]
    return piece.goal("done", name, adding(act), piece.core_start, piece.quantity.end)


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
    added = act in ADDING and len(kept) <= _LONGEST_KEPT and not _ACTOR.search(kept)
    return kept if kept and (added or group_of(kept) == kept) else ""


def again(piece: Piece) -> Goal | None:
    """Takes 90公里 of 2024年改造管网80公里，2025年90公里: the last deed, for another date; 投资90亿元，年均30亿元."""
    last, reading = piece.reading.last, piece.reading
    if last is None or piece.core or piece.bridge.links or is_thing(piece.thing):
        return None
    if piece.bridge.yearly and piece.first and last.quantity.unit == piece.quantity.unit and not last.yearly:
        return piece.goal(last.shape, last.indicator, last.change, piece.segment.start, piece.quantity.end)
    hoped = bool(piece.bridge.words) and _HOPED.issuperset(piece.bridge.words)
    if hoped and last.quantity.unit == piece.quantity.unit and last.due == piece.due:  # 增长7%，力争8%
        goal = piece.goal(last.shape, last.indicator, last.change, piece.segment.start, piece.quantity.end)
        return replace(goal, yearly=last.yearly)
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
    quantity, unmet = piece.quantity, piece.reading.unmet
    if piece.bridge.links or not piece.core or is_thing(piece.thing):
        return None
    if quantity.kind == "percent" and unmet and is_group(piece.core):  # 服务设施覆盖率，城市100%，农村80%以上
        change: Change = "share" if _SHARE.search(unmet) else "level"
        return piece.goal("bare", piece.core + unmet.removeprefix("城乡"), change, piece.core_start, quantity.end)
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
        note(piece, printed[: len(printed) - ends])  # 棚户区改造〔开工〕5600套、建成8200套
    if not piece.first and piece.reading.act and not (piece.among or rate):  # 改造换热站10座、〔改造〕管网2.8公里
        name = deed(
            piece.reading.act, of_measure(of_level(printed, piece.reading.thing), piece.reading.thing), quantity
        )
        return piece.goal("done", name, adding(piece.reading.act), piece.core_start, quantity.end)
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
    change = "share" if _SHARE.search(name) else "level" if rate else "complete"
    change = "decrease" if rate and _FALL.search(name) else change
    return piece.goal("bare", name, change, piece.core_start, quantity.end) if name else None


def _sized_thing(piece: Piece, printed: str) -> str:
    """年交易额超1亿元的卖家20家，其中超10亿元〔卖家〕2家: what is left out of a part told by its size."""
    return of_size(printed, piece.reading.thing)


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
