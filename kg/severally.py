"""Goals of several values, one for each of a list (分别): 供水、供热率分别达到98%和90%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.borrowing import (
    AND,
    TOWNS,
    split_items,
)
from kg.bridges import Bridge, bridge
from kg.candidates import listed_dues
from kg.deadlines import Moment
from kg.indicators import act_at_start, deed, object_of, phrase, quantity_noun, subject
from kg.pieces import Goal, Piece
from kg.quantities import Quantity
from kg.records import Change
from kg.stated import change_of, stretch_before, under_head

_EACH_OF = re.compile(r"(?P<who>[^，]*、[^，]*?)分别(?P<what>[^，、]{4,30})")
_EACH_DONE = re.compile(r"(?P<items>[^，]+?)分别(?P<act>新增|净增|新建|改造|培育|建成|完成|引进|创建|更新|淘汰)")
_SHORT_NOUN = 6  # 规模, 种植面积
_LONGEST_STRETCH = 80
_SAID_ONCE = re.compile(
    r"新增|净增|(?:每[十百千万]*|(?<![一-鿿])[十百千万]+)(?:名|个|户)?(?:常住|户籍)?(?:人口|人|老年人|学生|家庭)(?:拥有)?(?=.{2})"
)
_IMPROVED = re.compile(  # 采茶机和烘干机〔质量大幅提高〕
    r"(?:[^，；：]*(?:年|底|末|期间)，?)?(?:推动|促进|使)?(?P<things>[^，；：]{4,}?)(?:等)?的?"
    r"(?:(?:技术|质量|工艺|创新|装备|供给|保障|生产|研发|供应|自主|产业|综合|市场)*(?:水平|能力|质量|性能|效益|竞争力|规模|实力)(?:[、和及与](?=[^，]*[升高强破大]))?)*"
    r"(?:实现|得到|取得|大幅|明显|显著|持续|稳步|不断|进一步|全面|有效|较大|重大|新)*(?:提升|提高|增强|突破|扩大|改善)"
)


def shared(piece: Piece, together: Sequence[Quantity]) -> list[Goal] | None:
    """Takes 城镇、农牧区清洁供暖率分别达到100%和90%以上: a goal for each value. None when `piece` is no such thing."""
    if not piece.bridge.links:
        return _each_deed(piece, together)
    plain, sentence = piece.reading.plain, piece.reading.sentence
    dues = listed_dues(plain, sentence, piece.quantity.start, len(together))
    if not piece.core:
        return _of_nouns_before(piece, together) if piece.bridge.shared else None
    text = phrase(piece.printed(piece.core_start, piece.bridge.end), reached=True)
    if len(together) == 1:
        return _same_value(piece, text)
    items = None
    if not dues:
        count = len(together)
        items = split_items(text, count) or _by_place(piece, count, text) or _by_thing(piece, count, text)
    items = tuple(under_head(piece, items or (text,) * len(together)))
    return _each(piece, together, items, dues or [piece.due] * len(together))


def _by_place(piece: Piece, count: int, text: str) -> tuple[str, ...] | None:
    """甲县、乙县重点发展太子参，规模分别达到3万亩、2万亩: 甲县太子参规模 and 乙县太子参规模."""
    told = piece.reading.plain[piece.reading.sentence.start : max(piece.segment.start - 1, 0)].rpartition("；")[2]
    named = TOWNS.match(told) if len(text) <= _SHORT_NOUN else None
    places = AND.split(named.group()) if named else []
    if named is None or len(places) != count:
        return None
    thing = object_of(told[named.end() :])
    return tuple(place + thing + text for place in places)


def _by_thing(piece: Piece, count: int, text: str) -> tuple[str, ...] | None:
    """采茶机和烘干机质量大幅提高，市场占有率分别超过75%和55%: as many things before, whose rate is told."""
    before = stretch_before(piece)
    told = _IMPROVED.fullmatch(before) if len(before) <= _LONGEST_STRETCH else None
    things = [thing for thing in AND.split(told["things"]) if thing] if told else []
    return tuple(thing + text for thing in things) if len(things) == count and quantity_noun(text) else None


def _each_deed(piece: Piece, together: Sequence[Quantity]) -> list[Goal] | None:
    """高新技术企业、上市企业分别新增100家、3家以上, 培育省级、国家级园区10家、2家: one act, several things."""
    if len(together) < 2:
        return None
    if of := _EACH_OF.fullmatch(piece.core):
        return _each_of(piece, together, of)
    found = _EACH_DONE.fullmatch(piece.core)
    begins = act_at_start(piece.core)
    act, things = (found["act"], found["items"]) if found else (piece.core[:begins], piece.core[begins:])
    things = things.removesuffix("分别")
    items = split_items(things, len(together)) if act else None
    acts = [act] * len(together)
    if items is None and len(apart := AND.split(act)) == len(together) and things and not AND.search(things):
        acts, items = apart, (things,) * len(apart)  # 新建、改造公厕60座、40座
    if items is None:
        return None
    goals = []
    for quantity, act, item in zip(together, acts, items, strict=True):
        name = deed(act, item, quantity)
        change: Change = "increase" if act.startswith(("新增", "净增")) and not found else "complete"
        goal = piece.goal("done", name, change, piece.core_start, together[-1].end)
        goals.append(replace(goal, quantity=quantity))
    return [goal for goal in goals if piece.stands(goal)]


def _each_of(piece: Piece, together: Sequence[Quantity], of: re.Match[str]) -> list[Goal] | None:
    """甲县、乙县、丙县分别新建幼儿园5所、4所、3所: as many deeds as there are who do them."""
    whose = [one for one in AND.split(of["who"]) if one]
    begins = act_at_start(of["what"])
    if len(whose) != len(together) or not begins:
        return None
    goals = []
    for quantity, one in zip(together, whose, strict=True):
        name = one + deed(of["what"][:begins], of["what"][begins:], quantity)
        change: Change = "increase" if of["what"].startswith(("新增", "净增")) else "complete"
        goal = piece.goal("done", name, change, piece.core_start, together[-1].end)
        goals.append(replace(goal, quantity=quantity))
    return [goal for goal in goals if piece.stands(goal)]


def _same_value(piece: Piece, text: str) -> list[Goal] | None:
    """供水普及率和污水处理率均达到95%: two goals of one value. Not 小麦、玉米良种覆盖率 without 均."""
    items = [item for item in AND.split(text) if item]
    if len(items) < 2 or not all(quantity_noun(item) for item in items):
        return None
    return _each(piece, [piece.quantity] * len(items), items, [piece.due] * len(items))


def _of_nouns_before(piece: Piece, together: Sequence[Quantity]) -> list[Goal] | None:
    """总收入突破千亿元，接待人数达到1亿人次，年均分别增长12%和10%: as many indicators back as there are values."""
    names: Sequence[str] = piece.reading.said[-len(together) :]
    if piece.reading.unmet:  # 旅游总收入和接待人数大幅增长，年均分别增长12%和10%
        names = split_items(piece.reading.unmet, len(together)) or names
    return _each(piece, together, names, [piece.due] * len(together)) if len(names) == len(together) else None


def _each(
    piece: Piece, together: Sequence[Quantity], items: Sequence[str], dues: Sequence[Moment | None]
) -> list[Goal]:
    found = []
    whole = together[-1].unit or ""
    said_once = _SAID_ONCE.match(items[0])
    added = said_once.group() if said_once else ""
    listed = all(piece.reading.plain[q.start - 1] == "、" for q in together[1:])  # 60%、68%以上; not 60%和68%以上
    for nth, (quantity, item, due) in enumerate(zip(together, items, dues, strict=True)):
        if quantity.unit and whole.startswith(quantity.unit):  # 分别压缩至3个、2个工作日
            quantity = replace(quantity, unit=whole, kind=together[-1].kind)
        own = not nth or act_at_start(item) or item.startswith("每")
        within = together[-1].bound == "<="  # 压缩到30小时和1.5小时以内
        if (listed or within) and quantity.bound is None and not (quantity.kind == "percent" and quantity.value >= 100):
            quantity = replace(quantity, bound=together[-1].bound)
        name = subject(item if own else added + item, quantity, reached=False)
        goal = piece.goal("linked", name, change_of(piece, name), piece.core_start, together[-1].end)
        goal = replace(goal, quantity=quantity, due=due, bridge=_own_bounds(piece, quantity))
        if piece.stands(goal):
            found.append(goal)
    return found


def _own_bounds(piece: Piece, quantity: Quantity) -> Bridge:
    """…分别超过72%、不低于60%: the second value brings its own bound."""
    plain = piece.reading.plain
    if quantity.start <= piece.quantity.start:
        return piece.bridge
    start = max(plain.rfind(mark, 0, quantity.start) for mark in "、和及与") + 1
    own = bridge(plain, start, quantity.start, ())
    return replace(piece.bridge, bounds=own.bounds) if own.bounds and own.end == start else piece.bridge
