"""Bodies that a set phrase appoints (指定): 办公室设在市发展改革委, 市商务局为牵头部门, 解释权归市商务局."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.acting import Duty, acting_names, roles
from kg.choice import choice
from kg.records import Role
from kg.submitted import submitted

_CALLED = re.compile(
    r"(?:强化|充分?发挥好?|发挥好?|压实|落实|突出)(?P<names>[^，。；：\n“”]{3,40}?)的?(?P<part>牵头(?:抓总|协调|统筹|推进|单位)?)(?:的?作用|职责|职能|责任)"
)
_TAKES_PART = ("配合", "参与", "协办", "协助")
_PART_SAID = re.compile(
    r"(?:^|(?<=[，。；：\n]))(?P<names>[^，。；：\n]{3,80}?)(?P<said>为(?P<part>牵头|责任|主责|配合|参与|协办|协助)(?:单位|部门))(?=[，。；\n]|$)"
)
_MECHANISM = re.compile(
    r"(?:建立|形成|构建|健全|完善|实行)(?P<names>[^，。；由“”]{3,40}?)牵头(?:协调|抓总|负责)?、(?P<others>[^，。；“”]{3,40}?)(?:参与|配合|协同|联动)"
)
_INTERPRETS = re.compile(r"解释权(?:归|属于?|由)(?P<names>[^，。；：\n]{3,60}?)(?:所有|(?=[，。；\n]|$))")
_SEAT_IN_BRACKET = re.compile(r"(?:办公室|秘书处)（(?P<seat>设在|设于|挂靠)(?P<name>[^（），。；]{3,24})[，）]")
_SEAT_BARE = re.compile(  # 办公室设区农业农村局
    r"(?:办公室|秘书处)设(?P<name>[省市区县州旗盟地][^，。；、（）\n]{2,16}?[局委办厅部])(?=[，。；\n]|$)"
)
_OWN_SECRETARIAT = re.compile(
    r"[一-鿿]{2,20}?(?:会|会议|组|专班|中心|联盟)(?:下设|设立|设)(?P<name>秘书处)，(?P<does>(?:具体|主要)?(?:负责|承担)[^，。；\n]+)"
)
_AFTER_SEAT = re.compile(r"[，。；\n（]|负责|承担|具体|作为|由|内")


def appointed(norm: str) -> Iterator[Duty]:
    """Yields the duties that set phrases of a text give.

    Takes 办公室设在市发展改革委 and 市财政局为配合部门; must leave alone 列第一位的为牵头单位 and 发挥企业牵头作用.
    """
    yield from _seats(norm)
    yield from submitted(norm)
    if "为" in norm:
        yield from _said_to_be(norm)
    if "牵头" in norm:
        yield from _called_to_lead(norm)
        yield from _in_a_mechanism(norm)
    if "秘书处，" in norm:
        for match in _OWN_SECRETARIAT.finditer(norm):  # 评审委员会设秘书处，负责日常工作
            yield Duty(*match.span("name"), "responsible", match["does"], "text:设秘书处")
    if "解释权" in norm:
        yield from _interpreting(norm)


@cache
def _seat() -> re.Pattern[str]:
    """办公室设在, with or without a short name in brackets between: 办公室（以下简称县茶改办）设在."""
    seats = [re.match("(办公室|秘书处)(.+)", form) for form in roles("seat")]
    words = choice({found[2] for found in seats if found})
    offices = "办公室|秘书处|(?<=[一-鿿]{2})办(?!公)"  # 市河长办设在
    return re.compile(rf"(?P<office>{offices})(?:（[^（）]{{2,20}}）)?(?P<seat>{words})")


def _seats(norm: str) -> Iterator[Duty]:
    """办公室设在市发展改革委, 在省发展改革委设立协调机制办公室: who houses an office leads."""
    if "办公室" not in norm and "秘书处" not in norm and "办设" not in norm:
        return
    for match in _seat().finditer(norm):
        stop = _AFTER_SEAT.search(norm, match.end() + 2)
        end = stop.start() if stop else len(norm)
        for a, b in acting_names(norm, match.end(), end):
            yield Duty(a, b, "lead", match["office"] + match["seat"], "text:seat")
    for match in _SEAT_BARE.finditer(norm):
        for a, b in acting_names(norm, *match.span("name")):
            yield Duty(a, b, "lead", "办公室设", "text:seat")
    for match in _SEAT_IN_BRACKET.finditer(norm):
        for a, b in acting_names(norm, *match.span("name")):
            yield Duty(a, b, "lead", f"办公室{match['seat']}", "text:seat")
    for match in re.finditer(r"在(?P<name>[^，。；、：\n在]{3,20}?)设立?(?P<office>[^，。；、：\n]{0,16}办公室)", norm):
        for a, b in acting_names(norm, *match.span("name")):
            yield Duty(a, b, "lead", f"设立{match['office']}", "text:seat")


def _called_to_lead(norm: str) -> Iterator[Duty]:
    """强化市发展改革委牵头抓总作用: who is to lead. Not 发挥企业牵头作用."""
    for match in _CALLED.finditer(norm):
        for a, b in acting_names(norm, *match.span("names")):
            yield Duty(a, b, "lead", match["part"], "text:牵头作用")


def _said_to_be(norm: str) -> Iterator[Duty]:
    """市商务局为牵头部门，市财政局为配合部门: the part that each is said to have. Not 列第一位的为牵头单位."""
    for match in _PART_SAID.finditer(norm):
        role: Role = (
            "lead" if match["part"] == "牵头" else "participant" if match["part"] in _TAKES_PART else "responsible"
        )
        for a, b in acting_names(norm, *match.span("names")):
            yield Duty(a, b, role, match["said"], "text:为…单位")


def _in_a_mechanism(norm: str) -> Iterator[Duty]:
    """建立市政府办公室牵头、市级有关部门参与的工作机制: who leads it and who takes part. Not 政府牵头、企业参与."""
    for match in _MECHANISM.finditer(norm):
        for name, role in (("names", "lead"), ("others", "participant")):
            for a, b in acting_names(norm, *match.span(name)):
                yield Duty(a, b, role, "建立机制", "text:牵头、参与")  # type: ignore[arg-type]


def _interpreting(norm: str) -> Iterator[Duty]:
    """解释权归市商务局所有: who says what a paper means."""
    for match in _INTERPRETS.finditer(norm):
        for a, b in acting_names(norm, *match.span("names")):
            yield Duty(a, b, "responsible", "负责解释", "text:解释权")
