"""Rules stated once (一次写明、通篇适用): how they read and which clauses they cover.

列第一位的为牵头单位 and 第一个逗号前为牵头单位 say how to read the lists; 下同 and 以下均需…不再一一列出 add bodies to
what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kg.bodies import is_body, is_collective, split_names
from kg.numbering import number
from kg.records import Role
from kg.roles import verbs
from kg.statements import Named, inside, read_statement, true_labels

_ORDER = re.compile(
    r"""
    (?:
      (?P<first>                                                                # 列第一位的为, 首位单位是
        (?:第\s*一|首)(?:\s*[个位名列家])?[^，。；：、（）号]{0,10}?(?:为|是|系|即)
      | 牵头(?:单位|部门)[^，。；：]{0,6}(?:排|列|位|居)[^，。；：]{0,4}(?:第一|首))      # 牵头单位排在首位
    | (?P<all>[无未没][^，。；：、（）]{0,6}牵头(?:单位|部门)的?，?责任(?:单位|部门)即?为)  # 无牵头单位的，责任单位即为
    | (?P<mark>逗号|分号|顿号)\s*之?前[^，。；：、（）]{0,10}?(?:为|是|系)               # 第一个逗号前为
    )
    (?P<lead>[^，。；：]{0,6}牵头)?
    (?P<rest>[^。；]{0,40})
    """,
    re.VERBOSE,
)
_MAIN_LEADS = re.compile(r"主责(?:单位|部门)(?:[为是系负责]|应当?|要){0,2}(?:牵头|总牵头)")
_REST_TAKES_PART = re.compile(r"(?:其他|其余|后面|后|另外)[^，。；]{0,10}(?:配合|参与|协办|协助)")
_MARKS = {"逗号": "，", "分号": "；", "顿号": "、"}
_SAME = re.compile(r"(?:^|[，、；。）\s])\s*(?:以)?\s*下\s*同\s*[。）]?\s*$")
_STATES_CARRY = re.compile(
    r"不\s*再?\s*(?:一一|逐)|不再|以下(?:均|同|各项|所有|全部|主要|重点|具体|任务|工作|事项|措施)|说明|注明|标注|各项(?:任务|工作)"
)
_TASKS = r"(?:各项|所有|全部|主要|重点|具体|相关|改革|工作)*(?:任务|工作|事项|措施|内容|条款)"
_ARE_IN_CHARGE = r"(?:主要|共同|具体|落实|第一|直接)?(?:责任|落实|实施|配合|参与|协同)(?:单位|主体|部门)"
_FOLLOWING_CUE = rf"""(?:
      不\s*再?\s*(?:一一|逐一|逐项|逐条|单独|分别|另行|重复)\s*(?:列|标|注|赘|说|写)   # 不再一一列出; not 不再列入
    | 不再\s*单列
    | 不再\s*(?:[做作进]行?\s*分工|列出|列举|列明|标注|标明|注明|赘述|重复|写明)
    | (?:^|[^\w])以下(?:均|各项|任务|各条).{{0,40}}(?:负责|落实|配合|参与)        # 以下均由各县区负责
    | 以下{_TASKS}[^。；：]{{1,60}}(?:均为|均是|都是|同为|为){_ARE_IN_CHARGE}    # 以下任务各市州均为责任单位
    | (?:均为|均是|都是|同为|为)以下{_TASKS}的?{_ARE_IN_CHARGE}                   # 各市州为以下各项任务的责任单位
    | 以下{_TASKS}[^。；：]{{0,10}}(?:均|都)(?:含|包括|涉及)                      # 以下任务均含各区县人民政府
    | 各项(?:任务|工作)(?:除[^，。；]{{2,24}}外)?，?[^，。；：]{{2,40}}(?:均为|都是){_ARE_IN_CHARGE}  # …均为责任单位
    | (?:均?为|均?是)(?:本[^，。；]{{2,6}})?各项(?:任务|工作)的?{_ARE_IN_CHARGE}      # 各镇为各项任务的责任单位
    | 各项(?:任务|工作)的?责任单位均(?:含|包括|涉及)                             # 各项任务责任单位均包括各镇
    )"""
_SAYS_FOLLOWING = re.compile(_FOLLOWING_CUE, re.VERBOSE)
_FOLLOWING = re.compile(rf"[^。；]*{_FOLLOWING_CUE}(?:（[^（）]*）|[^。；）〕])*", re.VERBOSE)
_DEFAULT = re.compile(
    r"""
    (?: (?:如|若|凡)?(?:无|未|没有)作?(?:特别|另行|特殊|单独)(?:说明|注明|标注|标明|明确|列明|指定)    # 如无特别说明
      | (?:未|没有)(?:注明|标注|标明|列明|列出)(?:牵头|责任)(?:单位|部门)                          # 未注明责任单位的
      | 除(?:特别|另有|另行)(?:说明|注明|标注)外                                               # 除另有注明外
    )
    [^。；]{0,60}(?:负责|落实|牵头|责任单位)[^。；）〕]*
    """,
    re.VERBOSE,
)
_LED_IN = re.compile(  # 均需, 均由, 还包括 before bodies
    r"(?:均|都|皆|还|并|也)?(?:应由|需由|须由|应(?!急)|需要?(?!求)|须|要(?![素点求])|由|为|含|包括|涉及)均?(?!各项|责任|牵头|配合)"
)
_FRONT_OF_RULE = re.compile(r"以下|如无|若无|未(?:注明|标注|列明)")
_TASKS_BELOW = re.compile(rf"(?<![为是])(?:以下|(?=各项)){_TASKS}(?:除[^，。；]{{2,24}}外)?[，中：]*")
# 本部分任务由…, 以上各项工作均由…: what a whole section is given to; the bodies follow up to the end of the sentence
_SECTION = re.compile(
    rf"""
    (?: (?:本|该)(?:部分|章|节|板块|方面) (?:的|中)?(?:各项|所有|全部|主要|重点|具体|工作|任务|事项|措施|内容)*
      | (?P<back>(?:以上|上述)(?:各项|所有|全部|主要|重点|具体)*(?:工作|任务|事项|措施|内容)) )
    (?: (?:均|都|全部)?(?=由)(?P<told>[^。；（）〔〕\n]+)
      | ，?(?P<who>[^，。；：（）〔〕由]{{2,60}}?)(?:均为|都是|均是|为){_ARE_IN_CHARGE} )  # 本章任务各市州均为责任单位
    """,
    re.VERBOSE,
)
_NUMERAL = r"[一二三四五六七八九十]{1,3}|\d{1,2}"
# 第三至第六部分任务均由…, 第二章到第四章: the sections that a rule is for
_SECTIONS = re.compile(
    rf"""
    第?\s*(?P<first>{_NUMERAL})\s*(?:部分|章|节)?\s*[至到—～~-]+\s*第?\s*(?P<last>{_NUMERAL})\s*(?:部分|章)
    """,
    re.VERBOSE,
)
_BODIES_END = re.compile(r"均为|均是|[为是](?:各项|责任|以下|上述|本)|都是|作为|，不再|，以下|。|；|$")


@dataclass(frozen=True, slots=True)
class Order:
    """A list tells the lead: its first name, what stands before the first `mark`, or all of it."""

    mark: str | None  # None: the first name; "": all names
    rest: Role | None  # the role of the others when the rule gives one
    onward: bool  # 下同: from here on; else for the statement that says so, or for all when it stands alone


@dataclass(frozen=True, slots=True)
class Carried:
    """Bodies at norm[start:end] that a rule adds to later clauses."""

    start: int
    end: int
    role: Role
    kind: Literal["same", "list", "following", "default", "section", "above"]
    """下同 of verbs, of a labelled list; 以下均需; 如无特别说明; 本部分任务由; 以上任务由"""
    own: bool = False  # the stating clause is covered too: 责任单位均包括各县区
    sections: tuple[int, int] | None = None  # the first and the last that the rule is for: 第二至第五部分


def order_rule(norm: str) -> Order | None:
    """Returns the rule of order that a text states.

    Takes 列第一位者为牵头单位，下同; must leave alone 把牵头抓总放在第一位.

    >>> order_rule("责任单位中第一个逗号前为牵头单位")
    Order(mark='，', rest=None, onward=False)
    """
    if "牵" not in norm:
        return None
    for match in _ORDER.finditer(norm):
        if match["lead"] or (match["first"] and match["first"].startswith("牵头")):
            rest: Role | None = "participant" if _REST_TAKES_PART.search(match["rest"]) else None
            onward = bool(re.search(r"下\s*同|以下", match["rest"]))
            return Order("" if match["all"] else _MARKS.get(match["mark"] or ""), rest, onward)
    return None


def main_leads(norm: str) -> bool:
    """Whether a text says that who is called 主责 leads: 由主责部门负责牵头; not 主责主业."""
    return "主责" in norm and _MAIN_LEADS.search(norm) is not None


def with_main_lead(named: tuple[Named, ...]) -> tuple[Named, ...]:
    """The names of one statement, 主责单位 read as who leads."""
    return tuple(replace(n, role="lead") if "主责" in n.rule and n.role == "responsible" else n for n in named)


def apply_order(norm: str, named: tuple[Named, ...], order: Order) -> tuple[Named, ...]:
    """The names of one statement read by a rule of order; a lead that is printed stays the only one."""
    if any(n.role == "lead" for n in named):
        return named
    first = next((n for n in named if n.role == "responsible"), None)
    if first is None:
        return named
    stop = first.end
    if order.mark is not None:
        cut = norm.find(order.mark, first.end) if order.mark else -1
        same = [n for n in named if n.part == first.part]
        stop = cut if cut >= 0 else same[-1].end
    turned = []
    for n in named:
        role: Role = n.role
        if n.role == "responsible" and n.start < stop:
            role = "lead"
        elif n.role == "responsible" and order.rest:
            role = order.rest
        turned.append(Named(n.start, n.end, role, f"{n.rule}+order", n.part))
    return tuple(turned)


def carried_by_statement(norm: str, named: tuple[Named, ...]) -> tuple[Carried, ...]:
    """What a statement adds to the statements after it: 相关部门 in （省商务厅牵头，相关部门按职责分工负责，下同）."""
    found = list(carried_by_text(norm))
    start, end = inside(norm)
    same = _SAME.search(norm, start, end)
    if same and order_rule(norm) is None and named:
        last = [n for n in named if n.part == named[-1].part and n.end <= same.start() + 1]
        told_apart = any(n.role != named[-1].role and not n.rule.endswith("+order") for n in named)
        listed = named[-1].rule.startswith("label") or (any(true_labels(norm, start, end)) and not told_apart)
        kind: Literal["same", "list"] = "list" if listed else "same"  # 责任单位：甲局，各县均负责落实，下同 is a list
        found += [Carried(n.start, n.end, n.role, kind) for n in last if is_collective(norm[n.start : n.end])]
    return tuple(found)


def carried_by_text(norm: str) -> Iterator[Carried]:
    """Yields what a sentence adds to the clauses after it.

    Takes 以下均需各镇区（街道）负责，不再一一列出, for later lists 各镇乡均为责任单位，下同不再列出, for some sections
    第三至第六部分任务均由各县区落实，不再列出; must leave alone 不再列入清单 without a body.
    """
    if not _STATES_CARRY.search(norm):
        return
    for match in _DEFAULT.finditer(norm):
        for start, end, role in (names := list(_bodies(norm, *match.span()))):
            yield Carried(start, end, role, "default")
        if names:
            return
    for match in _FOLLOWING.finditer(norm) if _SAYS_FOLLOWING.search(norm) else ():
        front, even, _ = match.group().partition("均")
        own = bool(even) and "以下" not in front
        same = "下同" in match.group() and "以下" not in match.group()
        sections = _sections(front)
        for start, end, role in _bodies(norm, *match.span()):
            yield Carried(start, end, role, "list" if same else "following", own and sections is None, sections)


def _sections(told: str) -> tuple[int, int] | None:
    """The sections that a rule names: 二 to 五 of 第二至第五部分各项任务."""
    match = _SECTIONS.search(told)
    return (number(match["first"]), number(match["last"])) if match else None


def carried_by_section(norm: str) -> Iterator[Carried]:
    """Yields the bodies that a whole section is given to: the clauses under this one, or those before it (above).

    Takes 本部分任务由市水利局牵头，市财政局配合; must leave alone 本章由三节组成 and 以上由各地参照执行.
    """
    if "由" not in norm and "为" not in norm:
        return
    for match in _SECTION.finditer(norm):
        kind: Literal["above", "section"] = "above" if match["back"] else "section"
        if match["who"]:
            for start, end, role in _listed(norm, *match.span("who")):
                yield Carried(start, end, role, kind, True)
            continue
        front = match.start("told")
        for n in read_statement(match["told"]):
            yield Carried(front + n.start, front + n.end, n.role, kind, True)


def _bodies(norm: str, start: int, end: int) -> Iterator[tuple[int, int, Role]]:
    """The bodies of a rule's sentence: after 均需, 均由, 包括, or before 均为责任单位."""
    front = _FRONT_OF_RULE.search(norm, start, end)
    for begin in [front.end(), start] if front else [start]:  # 水利部负责，以下均需…: the rule begins at 以下
        for led_in in _LED_IN.finditer(norm, begin, end):
            if found := list(_listed(norm, led_in.end(), end)):
                yield from found
                return
    below = _TASKS_BELOW.search(norm, start, end)
    whom = list(_listed(norm, below.end(), end)) if below else []  # 以下任务各市州均为责任单位
    yield from whom or _listed(norm, start, end)


def _listed(norm: str, start: int, end: int) -> Iterator[tuple[int, int, Role]]:
    """The bodies that norm[start:end] begins with, up to what they do: 各镇区 in 各镇区负责，不再列出."""
    verb = next(iter(verbs(norm, start, end)), None)
    stop = _BODIES_END.search(norm, start, end)
    last = min(verb.start if verb else end, stop.start() if stop else end)
    role: Role = verb.role if verb else "responsible"
    for name in split_names(norm, start, last):
        text = norm[name.start : name.end]
        if is_collective(text) or is_body(text):
            yield name.start, name.end, role
