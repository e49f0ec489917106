"""How many of a hundred shall do something (占比句): 30%的企业达到标杆水平, 80%的县和50%的乡镇完成改造."""

from __future__ import annotations

import re

from kg.candidates import is_thing
from kg.indicators import phrase
from kg.pieces import Goal, Piece

_PREDICATE = re.compile(
    r"达到|实现|完成|纳入|建成|接入|开展|通过|普及|应用|建立|配备|覆盖|具备|使用|符合|达标|办理|办结|得到|享有|享受|参加|参与|设立|安装|更新|"
    r"购置|改造|用于|上云|用上|拥有|采用|入驻|接受|掌握|获得|联网|公开|可|通|建有|成立|推行|执行|运用|挂牌|配置|入网|淘汰|退出|回收|利用|处理|"
    r"落实|整改|销号|清零|到位|取得|持证|上岗|转化|投产|开工|竣工|投用|成为|是|为|有|在|以上|由|归集|共享|对接|网办|一网|全程"
)
_DOABLE = re.compile("完成|治理|整治|覆盖|改造|整改|培训|更新|淘汰|实施|销号|回收|处置")
_ANOTHER_SHARE = re.compile(r"[、和及][\d.]+%(?:以上|左右)?的")
_URGE = re.compile(r"(?:推动|推进|促进|带动|引导|支持|保障|使|确保|实现)?(?:全[市省区县州国])?")
_ALL_OVER = re.compile(r"全[市省区县州国]$")
_COVERING = ("覆盖", "惠及", "服务", "普及", "联通")
_OF_A_LIST = re.compile(r"的[^，；、\d的]{1,16}(?:、|和|及|以及|与)")  # 〔的县和〕50%的乡镇


def share(piece: Piece) -> Goal | None:
    """Takes 70%的企业实现数字化, 大中型企业100%千兆光纤接入, 完成80%的整改任务. Leaves alone 利用3%的修复面积."""
    if piece.quantity.kind != "percent" or not piece.thing or piece.bridge.change:
        return None
    end = _end_of_predicate(piece)
    act = piece.bridge.reach if not piece.core else piece.core if not piece.bridge.reach else None
    if act and _DOABLE.fullmatch(act) and piece.thing.startswith("的"):
        name = phrase(piece.printed(piece.quantity.end + 1, end), reached=False) + f"{act}比例"
        return piece.goal("share", name, "share", piece.core_start, end)
    whole = not piece.core or _URGE.fullmatch(piece.core) is not None  # 推动全市60%的行政村建成…
    covering = _ALL_OVER.sub("", piece.core).endswith(_COVERING)
    of = not whole and not covering and piece.thing.startswith("的")
    if piece.bridge.reach or not (whole or covering or is_thing(piece.thing)) or of:
        return None
    told = _told_behind(piece) if whole else ""
    if told:
        end = piece.segment.end
        name = piece.printed(piece.quantity.end, piece.thing_end).removeprefix("的") + told + "比例"
        return piece.goal("share", name, "share", piece.core_start, end)
    covers = covering and is_thing(piece.thing.removeprefix("的"))
    if not (_PREDICATE.search(piece.thing) or piece.quantity.value == 100 or covers):
        return None
    name = "" if whole else phrase(piece.printed(piece.core_start, piece.bridge.end), reached=True)
    name += piece.printed(piece.quantity.end, end).removeprefix("的") + "比例"
    return piece.goal("share", name, "share", piece.core_start, end)


def _told_behind(piece: Piece) -> str:
    """80%的县和50%的乡镇〔完成改造〕: what the last share of a list says of all of them, "" where each says its own."""
    behind = [q for q in piece.segment.quantities if q.start >= piece.thing_end]
    if not behind or _PREDICATE.search(piece.thing) or any(q.kind != "percent" for q in behind):
        return ""
    plain = piece.reading.plain
    starts = [piece.quantity.end, *(q.end for q in behind)]
    things = [plain[a : q.start] for a, q in zip(starts, behind, strict=False)]
    last = _PREDICATE.search(plain, behind[-1].end, piece.segment.end)
    listed = all(_OF_A_LIST.fullmatch(thing) for thing in things)
    return plain[last.start() : piece.segment.end] if last and listed and last.start() > behind[-1].end else ""


def _end_of_predicate(piece: Piece) -> int:
    """95%以上的事项网上可办、〔90%以上的事项掌上办〕: before the next share of a list."""
    another = _ANOTHER_SHARE.match(piece.reading.plain, piece.thing_end)
    return piece.thing_end if another else piece.segment.end
