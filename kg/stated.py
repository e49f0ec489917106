"""Goals that state what an indicator shall be (指标句): 普及率超过92%, 交易量较2023年增长45%.

Those of several values (供水、供热率分别达到98%和90%) are in `kg.severally`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.borrowing import (
    group_for,
    is_group,
    joined,
    of_size,
    of_thing_before,
    part_of,
    rate_head,
    value_head,
)
from kg.candidates import is_thing
from kg.commitments import STEPS
from kg.indicators import GROUP, act_at_start, deed, firm_act_within, phrase, quantity_noun, subject
from kg.pieces import Goal, Piece
from kg.records import Change, Comparator

_SHARE = re.compile(r"(?:占比|比重|比例|占[^，]{1,20}(?:比重|比例)?)$")
# 新增幼儿园、小学学位分别达到…, 每千人口医师数、护士数分别达到…
_AMOUNTS = ("mass", "area", "volume", "power", "money", "length")
_SHORT_NOUN = 6  # 规模, 种植面积
_NAMED_BEFORE = re.compile("(?:该|此|这一|上述)(?:项)?(?:比率|比例|比值|占比|比重|指标|数值|数量|总量|规模|面积)")
_COST = re.compile(r"(?:成本|费用|负担|税费|支出)$")
_LESSENED = re.compile(r"(?:减少|压缩|压减|精简|降低|缩短|削减|缩减|节约|下调|减)(?=[^，]{2})")
_RAISED = re.compile(r"(?:提高|提升|增加|扩大|增长)(?=[^，]{2})")
_AGENT = re.compile(r"各|每[个家]|有条件的|市县|乡镇|街道|社区|两级")
_PORTION = re.compile(r"(?P<whole>[^，]*占[^，]{2,20}?)(?:总数|总量|比重|比例)?的")
_OF_TOTAL = re.compile(  # 专职人员不少于员工总数的10%
    r"(?P<part>[^，]{3,}?)(?P<bound>达到|达|不少于|不低于|超过|不超过)(?P<whole>[^，]{2,16}(?:总量|总数|总额|总和|总产量|总人数|总面积))的"
)
_PART_OF_WHOLE = re.compile(r"(?P<whole>[^，]{2,}占[^，]{2,16}?)(?:总数|总量|比重|比例)?")  # 课时占总课时〔一半以上〕
_BOUND_OF: Mapping[str, Comparator] = {"不少于": ">=", "不低于": ">=", "超过": ">", "不超过": "<="}
_RATE_ALONE = re.compile(r"[^，]{0,4}率")
_TIMES_ALONE = re.compile(
    r"年?(?:演出|放映|巡演|展演|活动|培训|服务|宣讲|巡诊|义诊|惠民)*(?:场次|人次|批次|班次|期数|人数)"
)
_COVERS = re.compile(
    r"(?:^|[前底末年])(?P<what>[^，。；、年]{2,20}?)覆盖(?:全部|所有|全[市省区县州])?(?P<whom>[^，]{2,30})$"
)
_ACTIVITY = re.compile(r"(?:系列|主题|专项)*(?:活动|行动|工程)$")
_ACTED_ON = re.compile(  # 加强高血压患者健康管理，〔规范管理率〕
    r"(?:持续|全面|大力|积极|稳步|深入|广泛|进一步)*(?:加强|推进|开展|推广|实施|建立|强化|抓好|深化|扩大|做好|加快|组织|举办)"
    r"(?:全[市省区县州])?(?P<what>[^，、]{3,24}?)(?:工作|建设|服务|力度)?"
)
_OF_THING = re.compile("(?:建设|建成)?(?:达标|覆盖|完好|开放|使用|投用|运行|运转|入住|建成)率")
_EACH_PURSE = re.compile(r"各[市州区县旗盟（）、]{1,8}")  # 各县（市）〔专项资金〕不低于1000万元
_EACH_PLACE = re.compile(r"每个?(?:乡镇|镇|乡|街道|社区|县|县区|区县|县（市、区）|行政村|村|市州)数量")
_HOLDS = re.compile(r"(?:稳定|稳住|守住|保持|确保)(?=[^，]{3})")
_SPENDS = re.compile(r"^(?:列支|安排|投入)")
_PER_HEAD = re.compile(r"每[十百千万]*(?:名|个)?(?:常住|户籍)?人口?(?:拥有)?")
_IN_PRINCIPLE = re.compile(r"(?:原则上|一般|总体上|基本)(?=占)")
_GAP = re.compile(r"[^，]{2,}?的?差[距异]$")
_AHEAD = re.compile(r"(?:增速|增长率|增幅|增长|收入|产值)(?:高于|快于|领先于?)[^，；]*$")
_AHEAD_ALONE = re.compile(r"(?:年均)?(?:增速|增长率|增幅)")
_RATE_THEN_GROUP = re.compile(
    rf"(?P<rate>.{{2,}}?(?:率|占比|比重|比例))(?P<group>[国省县乡村]道|(?:{GROUP})(?:[和、及](?:{GROUP}))*)"
)
_SET_RIGHT = re.compile(r"^(?:不断|进一步|稳步|逐步|持续|大幅|切实)*(?:提高|缩小|保持|稳定|提升|扩大|完善|落实)")
_STAGES = re.compile(r"(?:[已在新续拟](?:建成?|签约|开工|投产)(?:[、和及]|以及)?){2,}")  # 已建在建及新签约标准机架


def linked(piece: Piece) -> Goal | None:
    """Takes 二手车交易量较2023年增长45%: indicator, bridge, number. Leaves alone 不超过3%的修复面积 and 依托3个园区."""
    if not piece.bridge.links or (is_thing(piece.thing) and not (piece.bridge.reach and piece.thing in STEPS)):
        return None
    start, end = _noun_of(piece)
    if piece.quantity.kind == "point" and piece.bridge.reach is None and _AHEAD.search(piece.core):
        return _ahead_of(piece)
    project = piece.reading.project
    if piece.core_start >= piece.bridge.end and piece.bridge.reach == "完成" and project:
        name = deed("完成", project, piece.quantity)
        return piece.goal("done", name, "complete", piece.core_start, piece.quantity.end)
    if start >= end:
        return _of_thing_named(piece)
    last = piece.reading.last
    again = piece.core_start >= piece.bridge.end and piece.bridge.reach == "完成" and not piece.bridge.change
    if again and last and last.shape in ("done", "counted") and last.quantity.unit == piece.quantity.unit:
        return piece.goal("done", last.indicator, "complete", piece.core_start, piece.quantity.end)  # 2026年完成2万亩
    printed = piece.printed(start, end)
    within = firm_act_within(printed)
    stated = piece.bridge.reach is not None or piece.bridge.change is not None
    if within > 0 and not stated and _AGENT.match(printed):  # 各县培育企业不少于10家
        printed = printed[within:]
    act = printed + "".join(piece.bridge.words[:1] if piece.bridge.change else ())
    if act_at_start(act) == len(act) and not piece.bridge.reach:  # 新建不少于500个, 改造提升60万亩
        name = deed(*of_thing_before(act, piece.reading.thing), piece.quantity)
        return piece.goal("done", name, "complete", start, piece.quantity.end)
    name = _told_name(piece, printed)
    if not name:
        return None
    if piece.among and last and piece.quantity.kind == "count" and last.quantity.unit == piece.quantity.unit:
        part = part_of(name, last.indicator)  # 新建公共充电桩260个，其中老旧小区〔新建公共充电桩〕不少于80个
        if part != name:
            return piece.goal("linked", part, last.change, start, piece.quantity.end)
    name = _of_stretch_before(piece, _gap_from(piece, _with_last(piece, name)))
    return piece.goal("linked", name, change_of(piece, name), start, piece.quantity.end)


def _told_name(piece: Piece, printed: str) -> str:
    """The name as the words in front of the bridge tell it, with what its label or its group adds; "" for none."""
    names = piece.reading.names
    sized = of_size(printed, names[-1].removesuffix("数量")) if names else ""
    name = subject(printed + sized, piece.quantity, reached=piece.bridge.reach is not None)
    told = names or piece.reading.earlier
    if told and _NAMED_BEFORE.fullmatch(name):  # 到2027年，该比率降至13.5%
        name = told[-1]
    if not name:
        return ""
    if piece.bridge.reach == "占":
        name += "占比"
    if piece.reading.label and not quantity_noun(name):  # 本科学历教师占比：小学达到70%
        name += piece.reading.label
    if piece.thing in ("全覆盖", "覆盖") and piece.quantity.kind == "percent":  # 政务云实现100%全覆盖
        name += "覆盖率"
    if apart := _RATE_THEN_GROUP.fullmatch(name):  # 优良路率国道达到95%、省道达到90%
        piece.reading.unmet, name = apart["rate"], apart["group"]
    if is_group(piece.bridge.per):  # 在园幼儿占比分别达到城市55%、农村70%
        piece.reading.unmet = name
    return piece.bridge.per + piece.owned(under_head(piece, [name])[0])


def _with_last(piece: Piece, name: str) -> str:
    """The name with what it leaves unsaid because the last goal has said it: 其中夏粮〔综合生产能力〕."""
    names, last, kind = piece.reading.names, piece.reading.last, piece.quantity.kind
    bare = len(name) <= _SHORT_NOUN and not quantity_noun(name)
    if piece.among and names and last and kind in _AMOUNTS and bare and last.quantity.unit == piece.quantity.unit:
        name += value_head(names[-1])  # 粮食综合生产能力…，其中夏粮〔综合生产能力〕保持在110亿斤
    if kind == "money" and name.endswith(("安排", "投入", "筹集", "拿出")):
        name += "资金"  # 市财政每年安排〔资金〕不少于500万元
    if kind == "money" and (name.endswith("财政") or _EACH_PURSE.fullmatch(name)) and last:
        name += _SPENDS.sub("", last.indicator)  # 列支专项资金800万元，各县财政〔专项资金〕不低于90万元
    if not piece.first and names and name.endswith("数") and (per := _PER_HEAD.match(names[-1])):
        name = name if name.startswith("每") else per.group() + name  # 每千人口医师数达到3人、护士数达到4人
    if _OF_THING.fullmatch(name) and piece.first and last and last.shape in ("done", "counted"):
        name = piece.reading.thing + piece.core  # 建成营地12个；到2026年，〔营地〕建设达标率85%
    if _EACH_PLACE.fullmatch(name) and last and names:  # 开办影院28家，实现每个镇〔开办影院〕1家
        name = name.removesuffix("数量") + names[-1]
    return name


def _ahead_of(piece: Piece) -> Goal:
    """茶企贷款达到500亿元、增速高于工业贷款平均增速5个百分点: how much faster than what, and what grows so."""
    name = phrase(piece.printed(piece.core_start, piece.quantity.start), reached=False)
    names = piece.reading.names
    name = names[-1] + name if names and _AHEAD_ALONE.match(name) else name
    return piece.goal("linked", name, "level", piece.core_start, piece.quantity.end)


def _of_thing_named(piece: Piece) -> Goal | None:
    """各县均建成文化馆，全州〔文化馆〕不少于12个: so many of what the stretch before names without a number."""
    reading = piece.reading
    counts = piece.quantity.kind in ("count", "length", "area") and reading.measure is None
    if not counts or not reading.thing or piece.bridge.change:
        return None
    name = subject(reading.thing, piece.quantity, reached=False)
    return piece.goal("linked", name, change_of(piece, name), piece.segment.start, piece.quantity.end)


def stretch_before(piece: Piece) -> str:
    """The words between the two commas, or the comma and the sentence's start, in front of the piece's own stretch."""
    plain, start, end = piece.reading.plain, piece.reading.sentence.start, piece.segment.start - 1
    return plain[max(start, plain.rfind("，", start, max(end, start)) + 1) : end] if end > start else ""


def _gap_from(piece: Piece, name: str) -> str:
    """提高基层开放比例，与省级馆的差距保持在15个百分点以上: the gap between what stands before and 省级馆's."""
    front = piece.reading.plain[max(piece.core_start - 1, 0)]
    if front not in "与和" or not _GAP.fullmatch(name):
        return name
    before = _SET_RIGHT.sub("", stretch_before(piece))
    return before + front + name if quantity_noun(before) else front + name


def _of_stretch_before(piece: Piece, name: str) -> str:
    """加强高血压患者健康管理，规范管理率达到65%: a rate named by itself is that of what the stretch before is about."""
    alone = _RATE_ALONE if piece.quantity.kind == "percent" else _TIMES_ALONE
    if not piece.first or piece.reading.names or not alone.fullmatch(name):
        return name
    before = stretch_before(piece)
    if name == "覆盖率" and (covered := _COVERS.search(before)):  # 到2026年，电子书签覆盖全市书屋，〔…〕覆盖率
        return covered["what"] + covered["whom"] + name
    acted = _ACTED_ON.fullmatch(before)
    if acted is None:
        return name
    return joined(_ACTIVITY.sub("", acted["what"]), name.removeprefix("年"))


def _noun_of(piece: Piece) -> tuple[int, int]:
    """The noun in front of the bridge, or the last one when none stands there (…普及率，到2025年达到97%)."""
    start, end = piece.core_start, piece.bridge.end
    if start >= end:
        return piece.reading.noun
    piece.reading.noun = (start, end)
    return start, end


def change_of(piece: Piece, name: str) -> Change:
    if piece.bridge.change is not None:
        return piece.bridge.change
    if _SHARE.search(name) or piece.bridge.reach == "占":
        return "share"
    if name.startswith(("新增", "净增")):
        return "increase"
    if piece.bridge.reach is not None:
        return "reach"
    done = act_at_start(name) and not name.endswith("率")  # 培训后就业率 is no deed
    return "complete" if done or _STAGES.match(name) else "level"


def under_head(piece: Piece, items: Sequence[str]) -> Sequence[str]:
    """综合机械化率…，其中小麦、玉米分别达到98%、92%: 小麦 is 小麦综合机械化率; 增加值…，其中制造业 is 制造业增加值."""
    names, unmet = piece.reading.names, piece.reading.unmet
    if piece.quantity.kind == "percent" and unmet and not piece.among and all(map(is_group, items)):
        return [item + _SET_RIGHT.sub("", unmet).removeprefix("城乡") for item in items]  # 清洁取暖率，城区达到100%
    if piece.quantity.kind != "percent" or not names or any(map(quantity_noun, items)):
        return items
    if not piece.among:
        return [group_for(item, names[-1]) or item for item in items]
    if len(items) == 1 and is_group(items[0]):  # 污泥无害化处置率达到95%，其中城市达到98%
        return [group_for(items[0], names[-1]) or items[0] + names[-1]]
    head = rate_head(names[-1]) or value_head(names[-1])
    return [head if item in head else item + head for item in items]


def held(piece: Piece) -> Goal | None:
    """Takes 稳定粮食播种面积126万亩以上, 守住耕地保有量120万亩: what is to be kept. Not 稳定就业岗位50个."""
    if piece.bridge.links or is_thing(piece.thing) or not (found := _HOLDS.match(piece.core)):
        return None
    name = phrase(piece.printed(piece.core_start + found.end(), piece.bridge.end), reached=False)
    if not quantity_noun(name):
        return None
    piece.reading.noun = (piece.core_start + found.end(), piece.bridge.end)
    return piece.goal("linked", name, "reach", piece.core_start, piece.quantity.end)


def portion(piece: Piece) -> Goal | None:
    """Takes 服务业增加值占地区生产总值的50%以上: part, whole, percentage. Leaves alone 补助占投资的30%."""
    if piece.quantity.kind != "percent" or piece.bridge.links or is_thing(piece.thing):
        return None
    if total := _OF_TOTAL.fullmatch(piece.core):  # 新能源汽车销售量达到汽车销售总量的25%
        name = f"{phrase(total['part'], reached=True)}占{total['whole']}比重"
        goal = piece.goal("linked", name, "share", piece.core_start, piece.quantity.end)
        bound = _BOUND_OF.get(total["bound"])
        return replace(goal, bridge=replace(piece.bridge, bounds=(bound,))) if bound else goal
    half = piece.quantity.spelt or piece.quantity.bound == ">="
    found = _PORTION.fullmatch(piece.core) or (_PART_OF_WHOLE.fullmatch(piece.core) if half else None)
    if found is None:
        return None
    printed = piece.printed(piece.core_start, piece.core_start + found.end("whole"))
    name = phrase(_IN_PRINCIPLE.sub("", printed), reached=True) + "比重"
    name = piece.owned(name)
    return piece.goal("linked", name, "share", piece.core_start, piece.quantity.end)


def lessened(piece: Piece) -> Goal | None:
    """Takes 减少审批环节30%以上, 降低企业用电成本5亿元: a change whose word stands in front of what it changes."""
    kind = piece.quantity.kind
    fewer = kind in ("mass", "volume") and piece.core.startswith(("减少", "降低"))  # 减少碳排放300万吨
    if not (fewer or kind in ("percent", "point", "money")) or piece.bridge.links or is_thing(piece.thing):
        return None
    if kind == "money" and not _COST.search(piece.core):
        return None
    less, more = _LESSENED.match(piece.core), _RAISED.match(piece.core)
    found = less or more
    if found is None:
        return None
    name = phrase(piece.printed(piece.core_start + found.end(), piece.bridge.end), reached=False)
    return piece.goal("linked", name, "decrease" if less else "increase", piece.core_start, piece.quantity.end)
