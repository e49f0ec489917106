"""A number with what stands on both sides of it (片段): act, noun, bridge, number, thing.

到2027年力争〔core 全市普及率〕〔bridge 达到〕〔number 92%〕, 〔core 打造〕〔number 3个〕〔thing 行业级平台〕.
The shapes of goals (`kg.stated`, `kg.severally`, `kg.counted`, `kg.deeds`) look at a piece and say what it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.borrowing import owner
from kg.bridges import Bridge, bridge
from kg.candidates import end_of_thing, in_quotes
from kg.commitments import Setting, Surroundings, objection
from kg.deadlines import Moment
from kg.indicators import act_at_start, opening
from kg.passages import Passage, Segment, Sentence
from kg.quantities import Quantity
from kg.records import Change
from kg.timing import Timing

_PART_ALONE = re.compile(
    r"总产|总(?:产)?[量额数值]|总规模|规模|单产|占比|比重|产值|产量|余额|数量|(?:总|建筑)?面积|总?装机(?:容量)?|总里程|降幅|增幅|增速|"
    r"市场规模|市场占有率|合格率|每(?:亩|公里|平方米|村|床)|占[^，]{2,20}(?:比重|比例)"
)
# 各盟市要确保〔完成退牧还草〕, 第七师力争〔完成投资〕
_AGENT_FIRST = re.compile(
    r"(?:各[^，、\d]{1,10}?|[^，、\d]{1,10}?[市县区州盟旗师团])(?:要|须|应)?(?:力争|确保|争取)(?=[^，]{3})"
)
_EACH_ONE = re.compile(r"每[支个家所队处](?:人数|数量)")
# 第二年达到40家, 每处不少于50亩: when or for each of what, and nothing that is counted
_NO_NAME = re.compile(
    r"第[一二三四五]年(?:度)?|[上下]半年|第?[一二三四]季度|(?:当|次|首|本|翌)年(?:度)?|每[个家处座所条项名人户套台张间](?:数量|面积|长度)?"
)
_HERD = re.compile(r"(?P<kind>[^，、]{1,8}?)(?:能繁母畜)?[存出]栏量?(?:数量)?")
_HERD_ALONE = re.compile(r"[存出]栏量?(?:数量)?")
_OF_FIRMS = ("营业收入", "主营业务收入", "总产值", "利税总额", "利润总额", "研发投入")
_SPAN_OF_YEARS = re.compile(r"年均(?!浓度|值|气温|降|水|收入|产值|直接|死亡)|每年|平均每年")
# How well something works, said of what the list began with: 试点项目运营成本降低20%、生产效率提高20%
_WORKS = (
    r"(?:(?:平均)?(?:劳动|全员劳动)?生产(?:效率|率|成本)|运营成本|(?:产品)?(?:研制|研发|交付|升级|生产|设计)周期|"
    r"(?:产品)?(?:不良品?|不合格品?|次品|优良品?|良品)率|(?:能源|资源|设备)(?:综合|资源)?利用率|(?:单位)?(?:产品|产值)(?:综合)?能耗|综合能耗|碳排放强度)"
)
_PERFORMANCE = re.compile(_WORKS)
_PERFORMANCE_END = re.compile(rf"(?<=[一-鿿]){_WORKS}$")
_FUTURE = re.compile(r"力争|确保|争取|计划|目标|每年|全年|年内|(?<!近)[两三四五]年(?:累计|统筹|计划)")
_EACH = re.compile(r"每[个县镇乡村市区百千万班校所]|各(?:配备|配|建成|建|设立|设|组建|培育)")
_FEW = 10
_YEARS = re.compile(r"[^，。；\d]{0,2}20\d\d年?[—\-~～至到]+(?:20)?\d\d年")
_SEVERALLY = re.compile(r"各(?![级类地县市省区镇乡村街部行单方项种])|均")
_LITTLE = 2  # a lone 1个 or 一家 is a goal only where a date or 力争 says so
_TELLING = 6  # 1个省级综合性数据中心 says enough to be one


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
class Reading:
    """A sentence being read from left to right, and what the next goal may leave unsaid."""

    passage: Passage
    sentence: Sentence
    timing: Timing
    setting: Setting
    act: str = ""  # of the last goal: 改造换热站10座、〔改造〕管网2.8公里
    thing: str = ""  # of the last goal: 新建公厕20座，改造〔公厕〕50座
    measure: str | None = None  # of that thing, None where it was named without a number
    noun: tuple[int, int] = (0, 0)  # the last indicator named without a number
    owned: str = (
        ""  # what the last deed was done to, while no statement has followed: 布局海外仓，〔海外仓〕总数达到300个
    )
    project: str = ""  # what the stretch before is about: 加快城市燃气管道更新改造，2023年完成300公里
    earlier: Sequence[str] = ()  # indicators of the sentences before: 物流费用占比降至14%。到2027年，〔该比率〕…
    label: str = ""  # what stands before a colon and is told of each behind it: 教师占比：小学达到70%、初中达到92%
    unmet: str = ""  # an indicator told just before without a number: 清洁取暖率，城区达到100%，农村达到60%
    whole: str = ""  # the last goal that is no part of another: 改造860户，其中甲镇120户，乙镇〔改造〕96户
    names: list[str] = field(default_factory=list)  # indicators of the goals that were statements
    said: list[str] = field(default_factory=list)  # indicators of all goals
    last: Goal | None = None
    hits: int = 0  # goals so far
    last_end: int = -1  # where the last stretch with a goal ends
    yearly: bool = False  # whether the last deed is done 每年

    @property
    def plain(self) -> str:
        return self.passage.plain

    def core(self, start: int, end: int) -> int:
        """Where the phrase proper begins: after 到2027年, 力争, 全市."""
        agent = _AGENT_FIRST.match(self.plain, start, end)
        at = agent.end() if agent else start
        while at < end:
            moment = next((m for m in self.sentence.moments if m.start <= at < m.end), None)
            step = moment.end - at if moment else opening(self.plain[at:end])
            if moment is None and step == 0 and self.plain[at] in "，的":
                step = 1
            if step == 0:
                break
            at += step
        return min(at, end)


def _thing_behind(plain: str, segment: Segment, live: Sequence[Quantity], at: int) -> str:
    """What the next number of a list counts: 垂直行业平台 in 10家国家级专业型、100家垂直行业平台; "" without one."""
    if at + 1 >= len(live):
        return ""
    end = end_of_thing(plain, live[at + 1], live[at + 2]) if at + 2 < len(live) else segment.end
    return plain[live[at + 1].end : end]


class Piece:
    """A quantity of a segment, `left` being where the words that belong to it begin."""

    def __init__(self, reading: Reading, segment: Segment, live: Sequence[Quantity], at: int, left: int) -> None:
        plain = reading.plain
        self.reading, self.segment, self.quantity, self.left = reading, segment, live[at], left
        self.first = at == 0
        self.bridge = bridge(plain, left, self.quantity.start, reading.sentence.moments)
        if self.bridge.baseline is None and (self.bridge.reach or self.bridge.change):
            self.bridge = replace(self.bridge, baseline=self._from_when())
        if plain[self.quantity.start] == "翻":  # 较2020年翻一番
            self.bridge = replace(self.bridge, change="increase")
        self.core_start = reading.core(left, self.bridge.end)
        self.core = plain[self.core_start : self.bridge.end]
        self.thing_end = end_of_thing(plain, self.quantity, live[at + 1]) if at + 1 < len(live) else segment.end
        self.thing = plain[self.quantity.end : self.thing_end]
        self.thing_behind = _thing_behind(plain, segment, live, at)
        self.due = reading.timing.due(reading.sentence, reading.passage, self.quantity.start, self.quantity.end)

    def _from_when(self) -> Moment | None:
        """由2022年的61%提高到85%: the year of the old value."""
        reading = self.reading
        for moment in reversed(reading.sentence.moments):
            if moment.meaning == "baseline" and self.left <= moment.start < self.bridge.end:
                return moment if reading.plain[moment.start] in "由从" else None
        return None

    def printed(self, start: int, end: int) -> str:
        """The text as printed, brackets included."""
        return self.reading.passage.text[start:end]

    def owned(self, name: str) -> str:
        """民营经济增加值增长15%，总量达到1400亿元: the 总量 is 民营经济总量."""
        names = self.reading.names
        if _PART_ALONE.fullmatch(name) and (self.reading.owned or names):
            whose = owner(self.reading.owned or names[-1])
            return name if whose.endswith("率") else whose + name  # not 加工转化率产值
        if (self.reading.thing or self.reading.owned) and _EACH_ONE.fullmatch(name):
            return (self.reading.thing or self.reading.owned) + name.replace("数量", "人数")  # 护桥小队8支，每支12人
        if names and (last := _HERD.fullmatch(names[-1])) and _HERD_ALONE.fullmatch(name):
            return last["kind"] + name  # 生猪存栏稳定在150万头、〔生猪〕出栏280万头
        next_to = not self.first or self.reading.last_end == self.segment.start - 1
        if next_to and names and names[-1].endswith("企业数量") and name in _OF_FIRMS:
            return owner(names[-1]) + name
        if names and _PERFORMANCE.fullmatch(name) and not self.first:
            # 示范项目运营成本降低20%、〔示范项目〕生产效率提高20%
            performer = _PERFORMANCE_END.sub("", names[-1])
            return performer + name if performer != names[-1] else name
        return name

    @property
    def severally(self) -> bool:
        """Whether the number is meant for each of several dates: 2012年、2013年〔各〕改建300所."""
        plain = self.reading.plain
        each = _SEVERALLY.match(plain, self.core_start) or _SEVERALLY.match(plain, max(self.core_start - 1, 0))
        return each is not None or "均" in self.bridge.words

    @property
    def before(self) -> str:
        """The sentence up to the number."""
        return self.reading.plain[self.reading.sentence.start : self.quantity.start]

    @property
    def scaled(self) -> bool:
        """Whether the number is counted in 万 and the like."""
        return (self.quantity.unit or "")[:1] in tuple("百千万亿")

    @property
    def vouched(self) -> bool:
        """Whether the sentence says that it speaks of the future: a date due, 力争, 每年, a heading 目标."""
        return self.due is not None or self.reading.setting.goals or _FUTURE.search(self.before) is not None

    @property
    def among(self) -> bool:
        """Whether the number is a part of one named before: 其中."""
        return "其中" in self.before

    def goal(self, shape: str, name: str, change: Change, start: int, end: int) -> Goal:
        """The goal of this piece; 每年 is taken over from the deed before it (每年培育20家，建设100家)."""
        reading, found = self.reading, self.bridge
        before = reading.plain[self.segment.start : self.quantity.start]
        yearly = found.yearly or _SPAN_OF_YEARS.search(before) is not None
        added = found.change is None or found.words[-1:] in (("净增",), ("增加",))
        stated = shape == "linked" and not found.reach and added and change in ("complete", "increase")
        if stated or shape in ("counted", "done"):
            goes_on = reading.yearly and not self._dated() and not self._over_years() and "累计" not in before
            yearly = yearly or goes_on
            reading.yearly = yearly and "年均" not in before  # 年均修复坡地3万亩，新建沟渠50公里: the latter in all
        if (
            shape in ("counted", "done", "bare") and not found.bounds and re.search(r"至少|最少", before)
        ):  # 每个县至少建成2个
            found = replace(found, bounds=(">=",))
        if reading.plain[max(start - 2, 0) : start] in ("至少", "最少"):
            start -= 2
        return Goal(self.quantity, name, change, found, shape, start, end, self.due, yearly)

    def stands(self, goal: Goal) -> bool:
        """Whether nothing speaks against the goal."""
        quantity, plain, sentence = goal.quantity, self.reading.plain, self.reading.sentence
        if len(goal.indicator) < 2 or _NO_NAME.fullmatch(goal.indicator) or in_quotes(plain, sentence.start, quantity):
            return False
        last = self.reading.last
        if last and last.shape == "counted" and last.quantity.start < quantity.start < last.end:
            return False  # the value that so many are to reach
        bounded = bool(quantity.bound or goal.bridge.bounds)
        if quantity.kind == "count" and not (self.vouched or bounded):
            deed = goal.shape == "done" and act_at_start(goal.indicator) > 0
            kind = goal.shape == "counted" and self.thing.endswith("级")  # 建成1个国家级、5个省级示范基地
            said = goal.indicator if deed or kind else self.thing
            telling = len(said) > _TELLING or self.among or _EACH.search(self.before)
            lone = quantity.value < _LITTLE and not self.scaled and quantity.value_max is None  # not 1—2个
            if lone and not self.bridge.brings and (not telling or quantity.unit == "次"):
                return False
            few = 1 < quantity.value < _FEW and not self.scaled  # 每个县原则上建设一所 is one for each
            if quantity.spelt and not self.bridge.links and (few or goal.shape == "bare"):
                return False
        around = Surroundings(
            sentence=plain[sentence.start : sentence.end],
            lead=plain[sentence.start : quantity.start],
            segment=plain[self.segment.start : self.segment.end],
            before=plain[self.left : quantity.start],
            noun=self.core,
            after=self.thing,
            due=self.due is not None,
            linked=self.bridge.links,
            dated_at=self._dated_at(),
            firm=goal.shape in ("done", "counted") or self.bridge.brings,
        )
        return objection(quantity, around, self.reading.setting) is None

    def _over_years(self) -> bool:
        """Whether what is due is due over several years: 2023—2025年，每年培训1万人次，建成基地5个."""
        return self.due is not None and _YEARS.match(self.reading.plain, max(self.due.start, 0)) is not None

    def _dated(self) -> bool:
        """Whether a date of its own stands before the number in its segment."""
        moments = self.reading.sentence.moments
        return any(self.segment.start <= moment.start < self.quantity.start for moment in moments)

    def _dated_at(self) -> int:
        """Where, counted from the sentence's start, its own date due stands; -1 without one."""
        sentence = self.reading.sentence
        dues = [m for m in sentence.moments if m.meaning == "due" and m.end <= self.quantity.start]
        return dues[-1].start - sentence.start if dues else -1
