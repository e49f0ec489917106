"""The goals of one sentence (目标句): its numbers from left to right, each held against the shapes of goals in order.

linked      普及率超过92%, 交易量较2023年增长45%      indicator, words that bridge, number
held        稳定粮食播种面积126万亩                     what is kept, number
share       30%的企业达到标杆水平                     percentage, of whom, what
some of     其中7个达到省级水平                       of the last deed's, what so many reach
counted     打造3个行业级平台                         act, number, thing
outlay      市财政每年出资2亿元用于园区建设          who pays, sum, what is built
scale       达到2000名的招生规模                       sum, noun behind it
progress    完成改造任务的80%                         work, percentage of it
done        改造换热站10座、管网2.8公里               act, thing, number
again       …，2025年90公里                            the last deed for another date
beside      治理河流12条120公里                         the last deed in another measure
finished    完成460户                             done under a heading that names the work: 推进灶台改造
bare        标准机架2万架以上                         thing, number: only where a date or its neighbours vouch for it
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.borrowing import part_of
from kg.bridges import bridge
from kg.candidates import candidates, dues_each, listed_dues, run_from, start_of_next
from kg.commitments import Setting
from kg.counted import counted, fund, outlay, scale, some_of_them
from kg.deadlines import Moment
from kg.deeds import again, bare, beside, done, finished, progress
from kg.indicators import act_at_start, object_of, project_of, quantity_noun
from kg.passages import Passage, Segment, Sentence, sentences
from kg.pieces import Goal, Piece, Reading
from kg.quantities import Quantity
from kg.severally import shared
from kg.shares import share
from kg.stated import held, lessened, linked, portion
from kg.timing import Timing

SHAPES: tuple[Callable[[Piece], Goal | None], ...] = (
    fund,
    outlay,
    scale,
    progress,
    some_of_them,
    counted,
    held,
    linked,
    portion,
    share,
    lessened,
    done,
    again,
    beside,
    finished,
    bare,
)
_LEAVES_OUT = 16  # a stretch with more characters in front of its number leaves nothing out
_ADDED = re.compile("^(?:新增|净增|增加)")
_RAISED = re.compile(
    r"(?:(?:不断|进一步|稳步|逐步|持续|大幅|切实|着力)*(?:提高|提升|扩大|降低|缩短))(?=[^，；：]{2,}(?:率|比例|占比|比重|覆盖面|时间|时限)$)"
)
_TREND = re.compile(
    r"(?:实现|持续|稳步|显著|大幅|明显|不断|快速|进一步|倍增|翻番|提升|增长|提高|扩大|优化|逐步|稳定|较快|平稳|只增不减|稳中有|不减少)[^，]*$"
)


def goals(
    passage: Passage,
    sentence: Sentence,
    timing: Timing,
    setting: Setting,
    earlier: Sequence[str] = (),
    *,
    among: bool = False,
) -> list[Goal]:
    """Returns the goals of `sentence`, and of the brackets right behind them, in order.

    Takes both of 改造换热站10座、管网2.8公里 and of 公交车200辆（其中氢能50辆）; leaves alone 按投资的30%给予补助.
    `earlier` are the indicators told before, which 该比率 may mean; `among` says that the sentence goes on with the
    goals of the one before (其中：人工造林20万亩).
    """
    found = _read(Reading(passage, sentence, timing, setting, earlier=earlier, hits=int(among)))
    if among and earlier:  # 完成投资30亿元。其中，市级12亿元
        found = [replace(goal, indicator=part_of(goal.indicator, earlier[-1])) for goal in found]
    for goal in tuple(found):
        inner = next((span for span in passage.brackets if span[0] in (goal.end, goal.quantity.end)), None)
        if inner is None:
            continue
        if passage.text.startswith("累计", inner[0] + 1):
            found.extend(_in_all(passage, inner, goal))
            continue
        parts = _within(passage, inner, goal, setting)
        if passage.text.startswith("其中", inner[0] + 1):
            found.extend(replace(part, indicator=part_of(part.indicator, goal.indicator)) for part in parts)
        elif _breaks_down(goal, parts):
            named = (replace(part, indicator=part_of(part.indicator, goal.indicator)) for part in parts)
            found.extend(replace(part, change=goal.change) for part in named)
    return found


def _in_all(passage: Passage, bracket: tuple[int, int], goal: Goal) -> list[Goal]:
    """新增2400户（累计约3600户）餐饮单位: what there shall be altogether, in the same measure."""
    for sentence in sentences(passage.text, bracket[0] + 1, bracket[1] - 1):
        for quantity in sentence.segments[0].quantities[:1]:
            if quantity.unit == goal.quantity.unit:
                words = bridge(passage.text, sentence.start, quantity.start, ())
                name = "累计" + _ADDED.sub("", goal.indicator)
                whole = replace(goal, quantity=quantity, indicator=name, bridge=words, change="complete")
                return [replace(whole, start=sentence.start, end=quantity.end)]
        break
    return []


def _breaks_down(goal: Goal, parts: Sequence[Goal]) -> bool:
    """不少于6名（技术人员不少于3名，管理人员不少于2名）: several parts, each bounded, no more than the whole.

    Or parts that make up the whole: 造林100万亩（人工造林30万亩、退化林修复70万亩）.
    """
    if len(parts) < 2 or any(part.quantity.unit != goal.quantity.unit for part in parts):
        return False
    total = sum(part.quantity.value for part in parts)
    bounded = all(part.quantity.bound or part.bridge.bounds for part in parts)
    return math.isclose(total, goal.quantity.value) or (bounded and total <= goal.quantity.value)


def _within(passage: Passage, bracket: tuple[int, int], goal: Goal, setting: Setting) -> list[Goal]:
    """铁路建设规模达到1700公里（其中高铁470公里）: a part of the goal in front of it, due when that is."""
    opened = replace(passage, plain=passage.text, brackets=())
    timing = Timing(of_list=replace(goal.due, start=-1, end=-1) if goal.due else None)
    found = []
    for sentence in sentences(opened.plain, bracket[0] + 1, bracket[1] - 1):
        inside = Reading(opened, sentence, timing, setting, names=[goal.indicator], hits=1)
        inside.last_end = sentence.start - 1
        found.extend(_read(inside))
    return found


def _read(reading: Reading) -> list[Goal]:
    found: list[Goal] = []
    unsaid = ""  # the words of the stretch before, which held no number
    for segment in reading.sentence.segments:
        live = candidates(reading.plain, segment)
        if live:
            if unsaid and live[0].start - segment.start <= _LEAVES_OUT:
                _note_thing(reading, unsaid)
            unsaid = ""
            here = _of_segment(reading, segment, live)
            reading.last_end = segment.end if here else reading.last_end
            found.extend(here)
        else:
            unsaid = _note_noun(reading, segment)
    return found


def _note_noun(reading: Reading, segment: Segment) -> str:
    """Remembers an indicator that is named without a number: …企业数量实现倍增，达到600家; returns other words."""
    reading.unmet = ""
    start = reading.core(segment.start, segment.end)
    if raised := _RAISED.match(reading.plain, start, segment.end):  # 不断提高垃圾处理率，城区达到100%
        start = raised.end()
    words = reading.plain[start : segment.end]
    trend = _TREND.search(words)
    noun = words[: trend.start()] if trend else words
    if quantity_noun(noun):
        reading.noun = (start, start + len(noun))
        reading.unmet = noun
        if reading.plain.startswith("：", segment.end) and not noun.endswith(("指标", "目标")):
            reading.label = noun
        if not noun.endswith(("资金", "基金")):  # 设立专项资金，2009年安排1亿元
            return ""
    return words


def _note_thing(reading: Reading, words: str) -> None:
    """Remembers what is told of without a number: 推进充电站建设，2023年建成80座."""
    reading.project = project_of(words)
    thing = object_of(words) or (reading.project.removesuffix("建设") if reading.project.endswith("建设") else "")
    if thing:
        reading.thing, reading.measure, reading.owned = thing, None, thing


def _of_segment(reading: Reading, segment: Segment, live: Sequence[Quantity]) -> list[Goal]:
    found: list[Goal] = []
    left, at = segment.start, 0
    while at < len(live):
        together = run_from(reading.plain, live, at)
        piece = Piece(reading, segment, live, at, left)
        here = shared(piece, together) if len(together) > 1 or piece.bridge.shared else None
        if here is None:
            here = _single(piece)
            dues = listed_dues(reading.plain, reading.sentence, piece.quantity.start, len(together))
            named = reading.said[-len(together) :]
            if here and _pairs_up(piece, len(together)) and len(named) == len(together) and not dues:
                here = [
                    replace(here[0], quantity=q, indicator=name, end=together[-1].end)
                    for q, name in zip(together, named, strict=True)
                ]
            elif here and piece.severally and len(each := dues_each(reading.sentence, piece.quantity.start)) > 1:
                here = [replace(here[0], due=due) for due in each]  # 2012年、2013年各改建300所
            elif here and dues and len(together) > 1:  # 2024年、2025年分别新增托位1000个、1500个
                here = [_at(here[0], q, d, together[-1].end) for q, d in zip(together, dues, strict=True)]
            else:
                together = together[:1]
        _remember(reading, here)
        if here and "其中" not in piece.before.rpartition("；")[2]:
            reading.whole = here[-1].indicator
        found.extend(here)
        at += len(together)
        left = start_of_next(reading.plain, together[-1], live[at]) if at < len(live) else segment.end
    return found


def _pairs_up(piece: Piece, count: int) -> bool:
    """新建道路320公里、绿道180公里，明年分别新建400公里和210公里: as many as the last goals, an act before them."""
    act_alone = piece.core and act_at_start(piece.core) == len(piece.core)
    return count > 1 and bool(act_alone) and "分别" in piece.reading.plain[piece.left : piece.quantity.start]


def _at(goal: Goal, quantity: Quantity, due: Moment, end: int) -> Goal:
    return replace(goal, quantity=quantity, due=due, end=end)


def _single(piece: Piece) -> list[Goal]:
    """The goal of one quantity, none if no shape fits or something speaks against it."""
    for shape in SHAPES:
        goal = shape(piece)
        if goal is not None:
            return [goal] if piece.stands(goal) else []
    return []


def _remember(reading: Reading, found: Sequence[Goal]) -> None:
    reading.hits += len(found)
    reading.last = found[-1] if found else reading.last
    for goal in found:
        reading.said.append(goal.indicator)
        if goal.shape == "linked" or (goal.shape == "bare" and quantity_noun(goal.indicator)):
            reading.names.append(goal.indicator)
            reading.owned = ""
        elif goal.shape in ("counted", "done"):
            reading.act = goal.indicator[: act_at_start(goal.indicator)]
