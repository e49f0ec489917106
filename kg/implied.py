"""Goals that say all without a number (隐含目标): 实现行政村5G网络全覆盖, 能效全部达到基准水平. Both mean 100 %.

Only where a deadline governs the sentence or 实现 says so: 推进业务全覆盖 is a wish, and 基本实现全覆盖 is not all.
"""

from __future__ import annotations

import re

from kg.bridges import Bridge
from kg.commitments import Setting, Surroundings, objection
from kg.indicators import opening, phrase
from kg.passages import Passage, Segment, Sentence
from kg.pieces import Goal
from kg.quantities import Quantity
from kg.timing import Timing

_ALL = re.compile(
    r"(?P<subject>[^，；：]{3,40}?)(?:"
    r"(?P<cover>(?:实现|达到)?全覆盖)(?!率|的|式|、(?!(?:常态|制度|规范)化))"  # 实现数字化改造全覆盖
    r"|全部(?P<level>达到[^，；：\d]{2,10}?(?:水平|标准)(?:以上)?))"  # 能效全部达到基准水平
    r"(?=$|[，；并且、]|及|、(?:常态|制度|规范)化)"
)
_ALMOST = re.compile(r"基本|普遍|努力|逐步|探索|推进|推动|加快")
_PURPOSE = re.compile(
    r"^为(?:了|进一步|深入|贯彻|全面|加快|切实|持续)?.*(?:制定|提出|印发|通知)"
)  # 为实现…全覆盖，现提出如下意见
_BROUGHT = re.compile("(?<=[一-鿿]{2})实现(?=[^，]{2})")  # 科技特派员〔实现〕行政村全覆盖
_FULL = Bridge(0, reach="达到")


def implied(ready: Passage, sentence: Sentence, timing: Timing, setting: Setting) -> list[Goal]:
    """Returns the goals of a sentence that mean 100 % without saying it.

    Takes 到2027年实现规模以上工业企业数字化改造全覆盖. Leaves alone 推进监管全覆盖 and 基本实现全覆盖.
    """
    words = ready.plain[sentence.start : sentence.end]
    if ("全覆盖" not in words and "全部达到" not in words) or _PURPOSE.search(words):
        return []
    found = []
    for segment in sentence.segments:
        goal = None if segment.quantities else _goal(ready, sentence, segment, timing, setting)
        if goal is not None:
            found.append(goal)
    return found


def _goal(ready: Passage, sentence: Sentence, segment: Segment, timing: Timing, setting: Setting) -> Goal | None:
    start = after_dates(ready.plain, sentence, segment)
    match = _ALL.match(ready.plain, start, segment.end)
    if match is None or _ALMOST.search(match["subject"]):
        return None
    due = timing.due(sentence, ready, match.end(), match.end())
    yearly = ready.plain.startswith("每年", segment.start)  # 每年对校车检查全覆盖
    firm = match["cover"] and (yearly or "实现" in ready.plain[segment.start : match.end()])
    if not firm if due is None else due.meaning != "due":
        return None
    quantity = Quantity(match.end("subject"), match.end(), 100.0, "%", "percent")
    name = phrase(ready.text[match.start("subject") : match.end("subject")], reached=True).removeprefix("对")
    name = _BROUGHT.sub("", name)
    if len(name) < 2 or objection(quantity, _around(ready, sentence, segment, match), setting):
        return None
    name += "覆盖率" if match["cover"] else f"{match['level']}比例"
    return Goal(quantity, name, "share", _FULL, "implied", match.start(), match.end(), due, yearly)


def after_dates(plain: str, sentence: Sentence, segment: Segment) -> int:
    """Where the segment's phrase begins: after 到2027年, 力争."""
    at = segment.start
    while at < segment.end:
        moment = next((m for m in sentence.moments if m.start <= at < m.end), None)  # 力争到 takes the 到 of 到2027年
        step = moment.end - at if moment else opening(plain[at : segment.end])
        if step == 0:
            return at
        at += step
    return at


def _around(ready: Passage, sentence: Sentence, segment: Segment, match: re.Match[str]) -> Surroundings:
    plain = ready.plain
    dates = [moment.start for moment in sentence.moments if moment.end <= match.end()]
    return Surroundings(
        sentence=plain[sentence.start : sentence.end],
        lead=plain[sentence.start : match.end()],
        segment=plain[segment.start : segment.end],
        before=plain[segment.start : match.end("subject")],
        noun=match["subject"],
        after="",
        due=True,
        linked=True,
        dated_at=max(dates, default=sentence.start) - sentence.start,
    )
