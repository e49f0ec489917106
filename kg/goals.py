"""The shapes in which a sentence states a goal (目标句式).

linked      普及率超过92%, 交易量较2023年增长45%      indicator, words that bridge, number
counted     打造3个行业级平台                         act, number, thing
done        改造换热站10座、管网2.8公里               act, thing, number
share       30%的企业达到标杆水平                     percentage, of whom, what
bare        标准机架2万架以上                         thing, number: only where a deadline or its neighbours vouch for it
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.bridges import Bridge, bridge
from kg.commitments import Setting, Surroundings, objection
from kg.deadlines import Moment
from kg.indicators import (
    AND,
    act_at_end,
    act_at_start,
    deed,
    firm_act_within,
    opening,
    phrase,
    quantity_noun,
    rate_head,
    split_items,
    subject,
)
from kg.passages import MASK, Passage, Segment, Sentence
from kg.quantities import Quantity
from kg.records import Change
from kg.timing import Timing

_NOUN_START = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9“”]")
_NO_NOUN = re.compile(
    r"(?:和|及|与|或|并|且|、|以及|等|用于|供|后|前|时|为|以|向|至|到|左右|上下|任务|目标|的目标|的任务|的水平|的要求|的速度|的标准|工作|水平|"
    r"达到|提高到|提升至|增加到|降至|压缩至|缩短至|提升到|提高至|增至|扩大到|下降到|减少到|降低到|降低至|减至)"
)
_OF = re.compile(r"的(?!目标|任务|水平|要求|速度|标准|规模|$)")
_FROM = re.compile(r"(?:由|从)[^，由从]{0,14}$")
_RAISED = re.compile(
    r"(?:左右|以上)?(?:提高|提升|增加|增长|压缩|缩短|降低|下降|减少|扩大|压减|精简|上升|缩减|调整)(?:到|至|为)|[增降减升]至|降到"
)
_ADJUSTED = re.compile(
    r"[^，；]{0,12}?(?:调整|增加|扩大|减少|压缩|精简|缩减|整合|优化)(?:调整|增加)?(?:为|到|至)[^，；]{0,4}\d"
)  # 24项措施调整为30项
_PREDICATE = re.compile(
    r"达到|实现|完成|纳入|建成|接入|开展|通过|普及|应用|建立|配备|覆盖|具备|使用|符合|达标|办理|办结|得到|享有|享受|参加|参与|设立|安装|更新|"
    r"购置|改造|用于|上云|用上|拥有|采用|入驻|接受|掌握|获得|联网|公开|可|通|建有|成立|推行|执行|运用|挂牌|配置|入网|淘汰|退出|回收|利用|处理|"
    r"落实|整改|销号|清零|到位|取得|持证|上岗|转化|投产|开工|竣工|投用|成为|是|为|有|在|以上|由|归集|共享|对接|网办|一网|全程"
)
_LITTLE = 2  # a lone 1个 or 一家 is a goal only where a date or 力争 says so
_TELLING = 6  # 1个省级综合性数据中心 says enough to be one
_MIDDLE = 14  # 完成8家…: as much may stand between an act and its number
_LONG = 16  # a thing counted that is longer is cut before what is done with it
_OUTCOME = frozenset(("完成", "实现", "为", "是", "占"))
_SHARE = re.compile(r"(?:占比|比重|比例|占[^，]{1,20}(?:比重|比例)?)$")
_PLAIN_RATE = re.compile(r"(?:率|占比|比重|比例|覆盖面|指数|满意度)$")
_DOABLE = frozenset(("完成", "治理", "整治", "覆盖", "改造", "整改", "培训", "更新", "淘汰", "实施", "销号", "回收", "处置"))
_LESSENED = re.compile(r"(?:减少|压缩|压减|精简|降低|缩短|削减|缩减|节约|下调|减)(?=[^，]{2})")
_RAISED_BY = re.compile(r"(?:提高|提升|增加|扩大|增长)(?=[^，]{2})")
_FOR_WHOM = re.compile(r"(?:对|为|向|面向|帮助|组织|服务|覆盖)(?:全[市省区县州])?$")
_AGENT = re.compile(r"各|每[个家]|有条件的|市县|乡镇|街道|社区|两级")
_MANY = 20
_WORTH = re.compile(
    r"投资|产值|营收|收入|交易额|成交额|零售额|销售额|增加值|进出口|出口|贷款|融资|税收|资金|外资|内资|订单|签约|债券|总额|规模|余额|担保"
)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as found in a sentence; start and end bound its quotation in the passage."""

    quantity: Quantity
    indicator: str
    change: Change
    bridge: Bridge
    shape: str
    start: int
    end: int
    due: Moment | None
    yearly: bool = False


@dataclass(slots=True)
class SentenceReader:
    """Reads one sentence from left to right and remembers what the next goal may leave unsaid."""

    passage: Passage
    plain: str
    sentence: Sentence
    timing: Timing
    setting: Setting
    act: str = ""  # of the last goal: 改造换热站10座、〔改造〕管网2.8公里
    noun: tuple[int, int] = (0, 0)  # the last indicator named without a number
    hits: int = 0
    names: list[str] = field(default_factory=list)  # of the goals that were statements
    yearly: bool = False  # of the last act

    def goals(self) -> list[Goal]:
        """The goals of the sentence, in order."""
        found: list[Goal] = []
        for segment in self.sentence.segments:
            live = _live(self.plain, segment)
            if not live:
                self._note_noun(segment)
                continue
            found.extend(self._of_segment(segment, live))
        return found

    def _note_noun(self, segment: Segment) -> None:
        start = self._core(segment.start, segment.end)
        if quantity_noun(self.plain[start : segment.end]):
            self.noun = (start, segment.end)

    def _of_segment(self, segment: Segment, live: Sequence[Quantity]) -> list[Goal]:
        found: list[Goal] = []
        left = segment.start
        at = 0
        while at < len(live):
            together = _run_of(self.plain, live, at)
            piece = _Piece(self, segment, live, at, left)
            goals = piece.shared(together) if len(together) > 1 or piece.bridge.shared else None
            if goals is None:
                goals = piece.single()
                dues = _listed_dues(self.sentence, live[at].start, len(together)) if len(together) > 1 else None
                if goals and dues:  # 2024年、2025年分别新增托位1000个、1500个
                    end = together[-1].end
                    goals = [replace(goals[0], quantity=q, due=d, end=end) for q, d in zip(together, dues, strict=True)]
                else:
                    together = together[:1]
            found.extend(goals)
            self.hits += len(goals)
            self.names.extend(goal.indicator for goal in goals if goal.shape == "linked")
            if goals and goals[-1].shape in ("counted", "done"):
                self.act = goals[-1].indicator[: act_at_start(goals[-1].indicator)]
            at += len(together)
            left = _left_of_next(self.plain, together[-1], live[at]) if at < len(live) else segment.end
        return found

    def _core(self, start: int, end: int) -> int:
        """Where the phrase proper begins: after 到2027年, 力争, 全市."""
        starts = {moment.start: moment for moment in self.sentence.moments}
        at = start
        while at < end:
            moment = starts.get(at)
            step = moment.end - at if moment else opening(self.plain[at:end])
            if moment is None and step == 0 and self.plain[at] in "，的":
                step = 1
            if step == 0:
                break
            at += step
        return min(at, end)


class _Piece:
    """A quantity with what stands on both sides of it in its segment."""

    def __init__(self, reader: SentenceReader, segment: Segment, live: Sequence[Quantity], at: int, left: int) -> None:
        self.reader, self.segment, self.quantity = reader, segment, live[at]
        self.first = at == 0
        plain = reader.plain
        self.bridge = bridge(plain, left, self.quantity.start, reader.sentence.moments)
        if plain[self.quantity.start] == "翻":  # 较2020年翻一番
            self.bridge = replace(self.bridge, change="increase")
        self.core_start = reader._core(left, self.bridge.end)
        self.core = plain[self.core_start : self.bridge.end]
        stop = _end_of_object(plain, self.quantity, live[at + 1]) if at + 1 < len(live) else segment.end
        self.thing_end = stop
        self.thing = plain[self.quantity.end : stop]
        self.left = left
        self.due = reader.timing.due(reader.sentence, plain, self.quantity.start, self.quantity.end)

    # -- the shapes ------------------------------------------------------------------------------------------------

    def single(self) -> list[Goal]:
        """The goal of one quantity, none if no shape fits or something speaks against it."""
        for shape in (self._counted, self._linked, self._share, self._done, self._bare):
            goal = shape()
            if goal is not None:
                return [goal] if self._stands(goal) else []
        return []

    def shared(self, together: Sequence[Quantity]) -> list[Goal] | None:
        """城镇、农牧区清洁供暖率分别达到100%和90%以上: a goal for each; None when the values belong to one indicator."""
        if self.bridge.links and not self.core and self.bridge.shared:
            return self._of_nouns_before(together)
        if not self.bridge.links or not self.core:
            return None
        text = phrase(self._printed(self.core_start, self.bridge.end), reached=True)
        if len(together) == 1:
            return self._same_value(text)
        dues = _listed_dues(self.reader.sentence, self.core_start, len(together))
        items = split_items(text, len(together)) if not dues else None
        items = self._under_head(items or (text,) * len(together))
        return self._each(together, items, dues or [self.due] * len(together))

    def _under_head(self, items: Sequence[str]) -> Sequence[str]:
        """综合机械化率…，其中小麦、玉米分别达到98%、92%: 小麦 stands for 小麦综合机械化率."""
        names = self.reader.names
        if self.quantity.kind != "percent" or not names or not self._among() or any(map(quantity_noun, items)):
            return items
        head = rate_head(names[-1])
        return [item + head for item in items]

    def _among(self) -> bool:
        return "其中" in self.reader.plain[self.segment.start : self.quantity.start]

    def _each(self, together: Sequence[Quantity], items: Sequence[str], dues: Sequence[Moment | None]) -> list[Goal]:
        found = []
        for quantity, item, due in zip(together, items, dues, strict=True):
            name = subject(item, quantity, reached=False) if item else item
            goal = self._goal("linked", name, self._linked_change(name), self.core_start, together[-1].end)
            bounds = self._own_bounds(quantity)
            goal = replace(goal, quantity=quantity, due=due, bridge=bounds or self.bridge)
            if self._stands(goal):
                found.append(goal)
        return found

    def _of_nouns_before(self, together: Sequence[Quantity]) -> list[Goal] | None:
        """总收入突破千亿元，接待人数达到1亿人次，年均分别增长12%和10%: as many indicators back as there are values."""
        names = self.reader.names[-len(together) :]
        if len(names) != len(together):
            return None
        return self._each(together, names, [self.due] * len(together))

    def _own_bounds(self, quantity: Quantity) -> Bridge | None:
        """…分别超过72%、不低于60%: the second value brings its own bound."""
        plain = self.reader.plain
        start = max(plain.rfind(mark, 0, quantity.start) for mark in "、和及与") + 1
        own = bridge(plain, start, quantity.start, ())
        if quantity.start <= self.quantity.start or not own.bounds or own.end != start:
            return None
        return replace(self.bridge, bounds=own.bounds)

    def _same_value(self, text: str) -> list[Goal] | None:
        """供水普及率和污水处理率均达到95%: two goals of one value. Not 小麦、玉米良种覆盖率 without 均."""
        items = [item for item in AND.split(text) if item]
        if len(items) < 2 or not all(quantity_noun(item) for item in items):
            return None
        return self._each([self.quantity] * len(items), items, [self.due] * len(items))

    def _counted(self) -> Goal | None:
        """每年举办2场以上汽车促消费活动: act, number, thing."""
        quantity, thing = self.quantity, self.thing
        if quantity.kind in ("percent", "point", "times", "ratio", "time", "bare") or not _is_noun(thing):
            return None
        if quantity.kind != "count" and quantity.bound:
            return None
        act = self._act_before()
        if act is None:
            return None
        end = self._thing_end()
        name = deed(act, self._printed(quantity.end, end), quantity)
        change: Change = "increase" if act.startswith(("新增", "增加", "净增", "增设")) else "complete"
        return self._goal("counted", name, change, self.core_start, end)

    def _act_before(self) -> str | None:
        """The act in front of the number: its own, or the one of the goal before it when nothing stands between."""
        if self.bridge.reach in _OUTCOME - {"为", "是", "占"}:
            return self.bridge.reach
        if self.bridge.reach is not None and (self.bridge.words != ("为",) or self.core):
            return None
        if self.bridge.change is not None:
            return {"increase": "增加", "decrease": "减少"}[self.bridge.change] if not self.core else None
        length = act_at_end(self.core)
        if length:
            return self.core[-length:]
        if (_FOR_WHOM.search(self.core) or self.bridge.reach == "为") and re.search(r"提供|开展|实施|完成|进行", self.thing):  # 为2万名老年人提供服务
            many = self.quantity.value >= _MANY or self._scaled()
            return "" if self.quantity.kind == "count" and (many or self._vouched()) else None
        begins = act_at_start(self.core)
        if self.core.endswith("等") and firm_act_within(self.core) == 0:  # 建成甲园、乙园等四个园区
            return self.core[:begins]
        if begins and len(self.core) - begins <= _MIDDLE and self._vouched() and self.quantity.kind == "count":
            return self.core
        if not self.core and (self.reader.act or self._vouched()):
            return self.reader.act
        return None

    def _linked(self) -> Goal | None:
        """二手车交易量较2023年增长45%: indicator, bridge, number."""
        if not self.bridge.links:
            return None
        start, end = self.core_start, self.bridge.end
        if start >= end:
            if self.reader.noun[1] == 0 or (self.thing and _is_noun(self.thing)):
                return None
            start, end = self.reader.noun
        elif not _is_noun(self.thing):
            self.reader.noun = (start, end)
        printed = self._printed(start, end)
        within = firm_act_within(printed)
        stated = self.bridge.reach is not None or self.bridge.change is not None
        if within > 0 and not stated and _AGENT.match(printed):  # 各县培育企业不少于10家
            printed = printed[within:]
        if act_at_start(printed) == len(printed):  # 新建不少于500个
            return self._goal("done", deed(printed, "", self.quantity), "complete", start, self.quantity.end)
        name = subject(printed, self.quantity, reached=self.bridge.reach is not None)
        if not name or _is_noun(self.thing):
            return None
        if self.bridge.reach == "占":
            name += "占比"
        name = self._under_head([name])[0]
        return self._goal("linked", name, self._linked_change(name), start, self.quantity.end)

    def _linked_change(self, name: str) -> Change:
        if self.bridge.change is not None:
            return self.bridge.change
        if _SHARE.search(name) or self.bridge.reach == "占":
            return "share"
        if name.startswith(("新增", "净增")):
            return "increase"
        if self.bridge.reach is not None:
            return "reach"
        return "complete" if act_at_start(name) else "level"

    def _share(self) -> Goal | None:
        """70%的规模以上企业实现数字化, 大中型企业100%千兆光纤接入: percentage, of whom, what."""
        if self.quantity.kind != "percent" or not self.thing or self.bridge.change:
            return None
        act = self.bridge.reach if not self.core else self.core if not self.bridge.reach else None
        if act in _DOABLE and self.thing.startswith("的"):  # 完成80%以上的整改任务
            end = self.segment_end()
            name = phrase(self._printed(self.quantity.end + 1, end), reached=False) + f"{act}比例"
            return self._goal("share", name, "share", self.core_start, end)
        if self.bridge.reach:
            return None
        if not _PREDICATE.search(self.thing) and self.quantity.value != 100:
            return None
        if self.core and (self.thing.startswith("的") or not _is_noun(self.thing)):
            return None
        printed = self._printed(self.quantity.end, self.segment_end())
        name = subject(self._printed(self.core_start, self.bridge.end), self.quantity, reached=True)
        name = name + printed.removeprefix("的") + "比例"
        return self._goal("share", name, "share", self.core_start, self.segment_end())

    def _done(self) -> Goal | None:
        """改造换热站10座: act, thing, number. Not 落实补助资金50万元."""
        if self.bridge.links or not self.core or _is_noun(self.thing):
            return None
        if self.quantity.kind in ("percent", "point"):
            return self._lessened()
        if self.quantity.kind in ("times", "ratio", "time", "bare"):
            return None
        begins = act_at_start(self.core)
        start = self.core_start
        if not begins:
            within = firm_act_within(self.core)
            if within < 1:
                return None
            start += within
            begins = act_at_start(self.reader.plain[start : self.bridge.end])
        if self.quantity.kind == "money" and not _WORTH.search(self.reader.plain[start : self.bridge.end]):
            return None
        act, thing = self._printed(start, start + begins), self._printed(start + begins, self.bridge.end)
        change: Change = "increase" if act.startswith(("新增", "增加", "净增")) else "complete"
        return self._goal("done", deed(act, thing, self.quantity), change, self.core_start, self.quantity.end)

    def _lessened(self) -> Goal | None:
        """减少审批环节30%以上: a change whose word stands in front of what it changes."""
        found = _LESSENED.match(self.core) or _RAISED_BY.match(self.core)
        if found is None:
            return None
        change: Change = "decrease" if _LESSENED.match(self.core) else "increase"
        name = phrase(self._printed(self.core_start + found.end(), self.bridge.end), reached=False)
        return self._goal("linked", name, change, self.core_start, self.quantity.end)

    def _bare(self) -> Goal | None:
        """标准机架2万架以上: thing, number, vouched for by a date, by 力争, or by the goal before it in the sentence."""
        if self.bridge.links or not self.core or _is_noun(self.thing):
            return None
        if self.quantity.kind in ("time", "bare", "ratio", "times"):
            return None
        rate = self.quantity.kind == "percent" and _PLAIN_RATE.search(self.core)
        follows = self.reader.hits > 0 and (not self.first or self.due is not None or self._among())
        counted = self.quantity.kind == "count" or (self.quantity.kind == "money" and self.reader.hits > 0)
        floor = counted and self.quantity.bound == ">=" and not self.setting.article
        if not (self._vouched() or rate or follows or floor) or (self.quantity.kind == "percent" and not rate):
            return None
        printed = self._printed(self.core_start, self.bridge.end)
        if not self.first and self.reader.act:
            return self._goal("done", deed(self.reader.act, printed, self.quantity), "complete", self.core_start, self.quantity.end)
        name = subject(printed, self.quantity, reached=False)
        change: Change = "share" if _SHARE.search(name) else "level" if rate else "complete"
        return self._goal("bare", name, change, self.core_start, self.quantity.end) if name else None

    # -- what the shapes ask -----------------------------------------------------------------------------------------

    @property
    def setting(self) -> Setting:
        return self.reader.setting

    def segment_end(self) -> int:
        return self.segment.end

    def _scaled(self) -> bool:
        return (self.quantity.unit or "")[:1] in tuple("百千万亿")

    def _vouched(self) -> bool:
        """Whether the sentence says that it speaks of the future: a date due, 力争, 每年, a heading 目标."""
        before = self.reader.plain[self.reader.sentence.start : self.quantity.start]
        return self.due is not None or self.setting.goals or re.search(r"力争|确保|争取|计划|目标|每年|全年|年内", before) is not None

    def _thing_end(self) -> int:
        """Where the thing counted ends: before what is done with it (开展…), if it is long."""
        plain, start = self.reader.plain, self.quantity.end
        end = self.thing_end
        found = re.search(r"打造|来[省市县区州渝沪京]|设立|建成", plain[start:end]) or (
            re.search(r"开展|纳入|用于|进行|参与|参加|完成|并|等$", plain[start:end]) if end - start > _LONG else None
        )
        if found and found.start() >= 4:
            end = start + found.start()
        return end

    def _printed(self, start: int, end: int) -> str:
        return self.reader.passage.text[start:end]

    def _goal(self, shape: str, name: str, change: Change, start: int, end: int) -> Goal:
        before = self.reader.plain[self.segment.start : self.quantity.start]
        yearly = self.bridge.yearly or "每年" in before or "年均" in before
        if shape in ("counted", "done"):  # 每年培育20家，建设100家
            yearly = yearly or (
                self.reader.yearly and not _moments_in(self.reader.sentence, self.segment, self.quantity)
            )
            self.reader.yearly = yearly
        bounds = self.bridge
        if shape == "counted" and not bounds.bounds and re.search(r"至少|最少", self.core):  # 每个县至少建成2个
            bounds = replace(bounds, bounds=(">=",))
        return Goal(self.quantity, name, change, bounds, shape, start, end, self.due, yearly)

    def _stands(self, goal: Goal) -> bool:
        """Whether nothing speaks against the goal."""
        if not goal.indicator or len(goal.indicator) < 2:
            return False
        quantity, plain = goal.quantity, self.reader.plain
        little = quantity.kind == "count" and quantity.value < _LITTLE and not self._scaled()
        sure = self._vouched() or quantity.bound or goal.bridge.bounds or len(self.thing) > _TELLING
        if (little and not sure) or _in_quotes(plain, self.reader.sentence.start, quantity):
            return False
        if quantity.spelt and quantity.kind == "count" and not (self._vouched() or quantity.bound or self.bridge.links):
            return False
        before = plain[self.left : quantity.start]
        around = Surroundings(
            sentence=plain[self.reader.sentence.start : self.reader.sentence.end],
            lead=plain[self.reader.sentence.start : quantity.start],
            segment=plain[self.segment.start : self.segment.end],
            before=before,
            noun=self.core,
            after=self.thing,
            due=self.due is not None,
            linked=self.bridge.links,
            dated_at=self._dated_at(),
        )
        return objection(quantity, around, self.setting) is None

    def _dated_at(self) -> int:
        """Where, counted from the sentence's start, its own date due stands; -1 without one."""
        dues = [m for m in self.reader.sentence.moments if m.meaning == "due" and m.end <= self.quantity.start]
        return dues[-1].start - self.reader.sentence.start if dues else -1


def _moments_in(sentence: Sentence, segment: Segment, quantity: Quantity) -> bool:
    """Whether a date of its own stands before the number in its segment."""
    return any(segment.start <= moment.start < quantity.start for moment in sentence.moments)


def _is_noun(text: str) -> bool:
    """Whether a thing follows the number: 个平台, not 、管网 or ，并."""
    text = text.lstrip(MASK)
    return bool(_NOUN_START.match(text)) and not _NO_NOUN.match(text)


def _in_quotes(plain: str, start: int, quantity: Quantity) -> bool:
    """“三个100%”: a name, not a number."""
    if not plain.startswith("”", quantity.end):
        return False
    before = plain[start : quantity.start]
    return before.count("“") > before.count("”") if "“" in before else before.count("”") % 2 == 1


def _live(plain: str, segment: Segment) -> list[Quantity]:
    """The quantities of a segment that may be goals: no descriptions (10亿元以上项目), no old values (由30%提高到)."""
    live = []
    for at, quantity in enumerate(segment.quantities):
        following = segment.quantities[at + 1] if at + 1 < len(segment.quantities) else None
        if not (_describes(plain, segment, quantity, following) or _old_value(plain, segment, quantity)):
            live.append(quantity)
    return live


def _describes(plain: str, segment: Segment, quantity: Quantity, following: Quantity | None) -> bool:
    """年销售额1000万元以上的网商, 10亿元以上项目, 50人以上企业20家: the number belongs to the noun after it."""
    after = plain[quantity.end : following.start if following else segment.end]
    if quantity.kind != "percent" and _OF.match(after):
        return True
    if not _is_noun(after):
        return False
    glued = following is not None and not AND.search(after)
    if quantity.kind == "count":
        return bool(quantity.bound) and glued
    if quantity.kind in ("percent", "point", "times", "ratio", "bare"):
        return False
    return bool(quantity.bound) or glued


def _old_value(plain: str, segment: Segment, quantity: Quantity) -> bool:
    """由3个工作日压缩至1个工作日: the first is not the goal."""
    after = plain[quantity.end : segment.end]
    if _ADJUSTED.match(after):
        return True
    return _RAISED.match(after) is not None and _FROM.search(plain[segment.start : quantity.start]) is not None


def _run_of(plain: str, live: Sequence[Quantity], at: int) -> list[Quantity]:
    """The quantities from `at` on that only separators part: 100%和90%以上."""
    run = [live[at]]
    for quantity in live[at + 1 :]:
        between = plain[run[-1].end : quantity.start]
        if not re.fullmatch(r"(?:、|和|及|与|以及)(?:超过|不低于|不少于|约|达到|控制在|不超过)?", between):
            break
        run.append(quantity)
    return run


def _end_of_object(plain: str, quantity: Quantity, following: Quantity) -> int:
    """Where the thing after a number ends when another number follows: 100个〔创新产品〕和100个示范场景."""
    between = plain[quantity.end : following.start]
    if AND.match(between):
        return quantity.end
    marks = list(AND.finditer(between))
    return quantity.end + marks[-1].start() if marks else following.start


def _left_of_next(plain: str, quantity: Quantity, following: Quantity) -> int:
    """Where the text in front of the next number begins."""
    between = plain[quantity.end : following.start]
    marks = list(AND.finditer(between))
    if not marks:
        return quantity.end
    mark = marks[0] if marks[0].start() == 0 else marks[-1]
    return quantity.end + mark.end()


def _listed_dues(sentence: Sentence, position: int, count: int) -> list[Moment] | None:
    """到2025年、2027年，…分别达到: as many dates as values, side by side."""
    dues = [m for m in sentence.moments if m.meaning == "due" and m.end <= position]
    if len(dues) != count:
        return None
    return dues if all(b.start - a.end <= 1 for a, b in zip(dues, dues[1:], strict=False)) else None
