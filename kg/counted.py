"""Goals whose number stands before what it counts (先数后物): 打造3个行业级平台, 设立总规模50亿元的产业基金.

Those whose number stands behind (改造换热站10座) are in `kg.deeds`.
"""

from __future__ import annotations

import re

from kg.candidates import FUND, is_thing
from kg.commitments import OUTLAY
from kg.indicators import (
    act_at_end,
    act_at_start,
    deed,
    firm_act_within,
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
NO_AMOUNT = frozenset(("percent", "point", "times", "ratio", "time", "bare", "score"))
_OUTCOMES = frozenset(("完成", "实现"))
ADDING = ("新增", "增加", "净增", "增设")
_FOR_WHOM = re.compile(r"(?:对|为|向|面向|帮助|组织|服务|覆盖)(?:全[市省区县州])?$")
_WHOLE = re.compile(r"全[市省区县州国](?:的)?$")  # 完成全市1200座水库
_SET_ASIDE = re.compile(r"每年(?:统筹)?安排(?:不少于|不低于|至少)?$")
_FUND_SET_ASIDE = re.compile(r"的?(?:财政)?[^，、的]{0,8}?(?:专项)?(?:资金|经费)")
_PLACE_KIND = re.compile(
    r"(?:[县市区乡镇村旗州]|街道|社区|县区|乡镇|行政村|建制村)"
)  # 完成节水型社会达标建设15个〔县〕
_EACH_HAS = re.compile(
    r"(?:(?:每|各)[^，]{1,10}?(?:都|均|至少|最少)|每个?[^，]{0,3}[县市区乡镇村省州盟旗校院][^，]{0,6}?)(?:建|设|配|拥)?有$"
)
_PER_HAS = re.compile(r"每[十百千万]+[名个位]?[^，。；\d]{1,8}?(?:拥有|配备|配有|有)$")  # 每千名居民拥有1名家庭医生
_DONE_FOR = re.compile(
    r"提供|开展|实施|完成|进行|免费|接种|筛查|发放|配备|配发|安装|建立|办理|购买|配置|改造|"
    r"实现|就业|创业|脱贫|脱困|增收|上岗|入住|取得|获得|享受"
)
_FOUNDING = re.compile(r"(?:推动|发起|引导|联合)*(?:设立|组建|成立|打造|建立|形成)")
_DONE_WITH = re.compile(r"打造|来[省市县区州渝沪京]|设立|建成")
_TO_REACH = re.compile(r"[一-鿿]{4,}(?:达到?|超过?|突破|不低于|不少于)$")
_AND_SOME = re.compile(r"[、和及]一批")  # 200个特色村〔和一批示范乡镇〕
_DONE_LATER = re.compile(r"开展|纳入|用于|进行|参与|参加|完成|并|等$")
_KIND = re.compile(
    r"(?:[^，]{2,}(?<![典模转新原造])(?:型|级|类|式)|[省市县区州部]级)$"
)  # 国家级特色专业型; not 大模型, 转型
_OF_THEM = re.compile(r"(?:达到|符合|通过|创成|建成|评为|纳入|入选)[^，；。\d]{2,24}$")  # 其中7个〔达到省级营地水平〕
_KIND_FIRST = re.compile(r"[^，、的]{1,4}(?:型|级|类)(?=[一-鿿]{2,10}$)")  # 百亿级〔特色产业集群〕
_OF_SIZE = re.compile(r"(?<=元)的[^，、的]{2,10}$")
_DONE_TO = re.compile(r"的[^，、的]{0,10}(?:改造|建设|升级|整治|治理|修复|更新)$")
_HEAD = re.compile(r"[一-鿿]{2}$")
_BY_NAME = re.compile(r"[、和及与](?=[^、和及与]{2})")
_CHOOSING = "选择"  # by the government 选择10个县, by each for itself 选择1—2个县
_SEVERAL = 5
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
    if what is None or brings is None or piece.quantity.kind in NO_AMOUNT:
        return None
    reached = brings["act"] == "达到"
    each = (brings["each"] or "").rstrip("产" if what["what"].startswith("生产") else "")
    name = (piece.core if reached else brings["act"]) + each + what["what"]
    return piece.goal(
        "linked" if reached else "done", name, "reach" if reached else "complete", piece.core_start, piece.segment.end
    )


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
    if quantity.kind in NO_AMOUNT or not is_thing(piece.thing) or (quantity.kind != "count" and quantity.bound):
        return None
    act = _act_before(piece)
    if act is None:
        return None
    if _PLACE_KIND.fullmatch(piece.thing) and act_at_end(piece.core) < len(piece.core) and act_at_start(piece.core):
        return piece.goal("counted", piece.core, "complete", piece.core_start, piece.segment.end)
    end = _reached_by_each(piece) or _end_of_thing(piece)
    note(piece, piece.printed(quantity.end, end) + _shared_head(piece))
    name = deed(act, piece.reading.thing, quantity)
    return piece.goal("counted", name, adding(act), piece.core_start, max(end, quantity.end))


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


def adding(act: str) -> Change:
    return "increase" if act.startswith(ADDING) else "complete"


def _act_before(piece: Piece) -> str | None:
    """The act in front of the number: its own, or the one of the goal before it when nothing stands between."""
    found, core = piece.bridge, _WHOLE.sub("", piece.core)
    if found.reach in _OUTCOMES:
        return found.reach
    if found.reach is not None and (found.words != ("为",) or core):
        return None
    length = act_at_end(core)
    if core.endswith(_CHOOSING) and piece.quantity.kind == "count" and piece.quantity.value >= _SEVERAL:
        return _CHOOSING
    if found.change is not None:  # 增加500个停车位, 更新提升6个断面
        return core[-length:] + "".join(found.words[:1]) if length or not core else None
    if length:
        return core[-length:]
    if _PER_HAS.fullmatch(core):
        return core
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


def note(piece: Piece, thing: str) -> None:
    """Remembers what something is done to, for a deed that leaves it unsaid."""
    piece.reading.thing, piece.reading.measure = thing, piece.quantity.unit
    piece.reading.owned = thing
