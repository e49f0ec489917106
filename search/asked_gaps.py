"""Questions about what a plan added to the one above it, or left out of it (问新增与缺口).

Such a question names a place, the level above and an act of adding or leaving out, and nothing else: 海东新增了哪些
省里没有的内容. With a matter in it (海东比省里多了什么补贴) it is for the clauses to answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

Side = Literal["added", "missing", "both"]


class Spoken(NamedTuple):
    """A place spoken of: its words' offsets, and whether another place named lies in it."""

    start: int
    end: int
    upper: bool


_LOW, _HIGH = "\ue000", "\ue001"  # stand for the place below and the one above
# The plan above, called by its level: 省里, 省方案, 上级文件.
_ABOVE = re.compile(
    r"""(?:省里|省级|省上|省委省政府|省政府|全省|省(?![略去掉得了])|自治区|国家|国务院|中央|上级|上位|上面|市里|市级|州里|盟里)
        (?:层面)?(?:的)?(?:实施|行动|工作|总体)?(?:方案|文件|规划|计划|意见|政策|办法)?""",
    re.VERBOSE,
)
_ABOVE_ENGLISH = re.compile(
    r"""\b(?:the\ )?(?:provinc(?:e|ial)|nation(?:al)?|state|regional|(?:upper|higher)[\ -]level|(?:plan|paper)\ above)
        (?:['’]s)?(?:\ (?:plan|document|policy|scheme|government|level)(?:['’]s)?)?\b""",
    re.VERBOSE,
)
_LEFT_OUT = re.compile(
    rf"""(?:没有?|未|还没有?|并未|未能|尚未|不曾)(?:能|予以|明确|具体)?
          (?:落实|承接|写入|写进|写明|写|提到|提出|提及|提|体现|纳入|列入|列出|列|细化|对应|涉及|包含|包括|吸收|采纳|照搬|覆盖
            |接续|接[住上下]?|跟上|跟进|照做|照办|做到|采用|响应|衔接|执行|贯彻|安排|转化|反映|有)?
          (?:到|进去|进)?                                                                  # 没有落实, 未承接, 没写
      | 删掉|删去|删减|删除|删|去掉|略去|省略|漏掉|漏写|漏|遗漏|缺少|缺失|缺|少写|少        # 删掉了什么, 少了哪些
      | [落丢撇]下|丢掉|还?[差欠](?=了?(?:[{_LOW}{_HIGH}]|哪|什么|几))                     # 落下了哪些, 还差省里哪几条
      | \b(?:leaves?|left)\ (?:\S+\ )?out\b|\bomit(?:s|ted)?\b|\bdrop(?:s|ped)?\b|\bmissing\b|\blacks?\b
      | \b(?:skip(?:s|ped)?|deletes?|deleted|removed?|removes|missed)\b
      | \bfail(?:s|ed)?\ to\ (?:take\ up|implement|include|cover|adopt|reflect|mention|carry\ (?:over|out))\b
      | \b(?:no|without\ an?y?)\ (?:counterparts?|equivalents?)\b
      | n['’]t(?=\W*$)                                                   # that the province doesn't
      | \b(?:not|n['’]t)\ (?:yet\ )?(?:been\ )?(?:have|has|had|in|take[ns]?\ up|took\ up|pick(?:ed)?\ up
          |implement(?:ed)?|include[ds]?
          |cover(?:ed)?|contain(?:ed)?|mention(?:ed)?|carr(?:y|ied)(?:\ over|\ out)?|reflect(?:ed)?|adopt(?:ed)?)\b""",
    re.VERBOSE,
)
_ADDED = re.compile(
    r"""(?:本地|自己|自行|另外|额外)?(?:新增加?|新加|增加|增添|增设|增写|补充|添加|加上|加)
      | 多出来?|多写|多(?=了|哪|什|的)|特有|独有|自创|超出|自选动作                        # 多了什么, 特有的内容
      | (?:自己|自身)的(?=(?:内容|条款|任务|东西|要求|规定|举措|措施)?(?:有?(?:哪|什么|多少)|？?$))  # 哪些是自己的
      | \badd(?:s|ed|ing)?\b|\badditions?\b|\badditional\b|\bextra\b|\bnew\b|\bgo(?:es)?\ beyond\b|\bbeyond\b
      | \bits\ own\b(?=\W*$)""",
    re.VERBOSE,
)
_SET_AGAINST = re.compile(
    rf"""(?:相比于?|相较于?|对照|比起|较之)(?P<side>[{_LOW}{_HIGH}])(?:的|里|中)*           # 相较于省方案
      | 在?(?P<base>[{_LOW}{_HIGH}])的?基础上                                               # 在省方案基础上
      | [与和跟同对](?P<beside>[{_LOW}{_HIGH}])(?:的|里|中)*(?=，)                        # 和省方案，
      | [与和跟同](?P<with>[{_LOW}{_HIGH}])(?:的|里|中)*
        (?:相比较?|比较|对比|对照|比起来|相较|比)                                         # 与省方案相比
      | [比较](?P<than>[{_LOW}{_HIGH}])(?:的|里|中)*                                      # 比省里多了
      | \b(?:compared|in\ comparison|relative)\ (?:with|to)\ (?P<compared>[{_LOW}{_HIGH}])
      | \b(?:than|over|(?<!\bgo\ )(?<!\bgoes\ )beyond|on\ top\ of|to)\ (?P<over>{_HIGH})""",
    re.VERBOSE,
)
_NO_VERB = frozenset(("new", "extra", "beyond", "go beyond", "goes beyond"))
_PASSIVE = re.compile(rf"\ (?:from|in|by|into)?\ ?(?P<side>[{_LOW}{_HIGH}])")
# All that may stand beside: objects, what asks, particles.
_BESIDE = re.compile(
    r"""有?(?:哪些|哪几|哪|什么|啥|多少)(?:[条项个点处](?!款))?|[几条](?!款)|布置|下达|交办|交代|内容|任务|条款|要求|规定|措施|举措|事项|部署|安排|地方|部分|东西|表述|工作
      |相比较?|比较|对比|对照|而且?|但是?|却|不过|可是?|其中|里面|里|中|在|把|被|将|对|让|也|都|又|还|就|已经?|是|为|的|了|着|过|有|来|出来|到
      |自己|自身|本地|当地|具体|主要|方案|文件|请问|吗|呢|请|列出|列举|说明|一下|和|与|跟|同|所|及|以及|它|这些|那些|要|是否|这?方面|进去|上去
      |\b(?:what|which|does|do|did|has|have|had|is|are|was|were|be|been|there|that|the|a|an|of|in|by|it|its|s|and|but|any|from
        |to|for|with|into|list|show|tell|me|please|plan|plans|document|documents|scheme|clauses?|contents?|requirements?
        |provisions?|tasks?|measures?|things?|items?|anything|something|points?|parts?|demands?|asks?|asked|requires?
        |required|locally|local|own|on|top|compared|comparison|not|n|t|up|out|taken|over|calls|did
        |own|itself|on|between|against|compare|where|how)\b
      |['’]s|['’]|[，。？；：、“”‘’\s]+""",
    re.VERBOSE,
)
_PLACED = re.compile(f"[{_LOW}{_HIGH}]")
_OWN = re.compile(
    r"""(?:本地|自己|自行)(?:新增加?|新加|增加|加上?|增设|补充|添加|多写)|本地特有|独有|自选动作|(?:自己|自身)的
      | \b(?:on|of|by)\ its\ own\b|\bby\ itself\b|\bits\ own\b""",
    re.VERBOSE,
)
# What only the plan below does: 没有承接, not taken up; by whom goes without saying.
_TAKES_UP = re.compile(
    r"""[没未](?:有|能)?(?:承接|接续|接[住上下]?|落实|跟[上进]|照[做办]|采[用纳]|吸收|贯彻|细化)
      | \b(?:tak(?:e|en)|took|pick(?:ed)?)\ up\b|\bimplement(?:ed)?\b|\bno\ counterparts?\b""",
    re.VERBOSE,
)
_LACKS = re.compile(r"(?:有?(?:哪些|什么|几个)?(?:缺口|空白)(?:有哪些|是什么|在哪[里儿]?)?)|\bgaps?\b")
_TAKEN_BY = re.compile(rf"(?P<not>没有?|未|尚未|并未)被(?P<side>[{_LOW}{_HIGH}])(?:所|方案|文件)*")
# Whose act an English verb is: did Haidong leave out; not: are missing from Haidong.
_ACTOR = re.compile(rf"\b(?:did|does|do|has|have|had)\ (?P<side>[{_LOW}{_HIGH}])\ (?:not\ |yet\ )?$")
_DIFFERENT = re.compile(
    r"(?:有)?(?:什么|哪些|啥)?(?:不同|不一样|区别|差异|差别|差距|出入)(?:之处)?(?:在哪[里儿]?)?|\bdiffer(?:s|ences?|ent)?\b|\bhow\b"
)


def side_of(text: str, places: Iterable[Spoken]) -> Side | None:
    """Returns whether a normalised question asks what the lower plan added or what it left out; None for neither.

    >>> side_of("海东新增了哪些省里没有的内容", [Spoken(0, 2, False)])
    'added'
    >>> side_of("省里要求但海东没有落实的有哪些", [Spoken(5, 7, False)])
    'missing'
    >>> side_of("海东比省里多了什么补贴", [Spoken(0, 2, False)]) is None
    True
    """
    marked = _marked(text, places)
    differs = bool(_DIFFERENT.search(marked))
    lacks = bool(_LACKS.search(marked))
    if not differs and not lacks and not _LEFT_OUT.search(marked) and not _ADDED.search(marked):
        return None
    if _LOW not in marked or (_HIGH not in marked and not lacks and not _OWN.search(marked)):
        return None
    if differs:
        alone = _HIGH in marked and not _BESIDE.sub(
            "", _PLACED.sub(" ", _SET_AGAINST.sub(" ", _DIFFERENT.sub(" ", marked)))
        )
        return "both" if alone else None
    rest = _PLACED.sub(" ", _ADDED.sub(" ", _LEFT_OUT.sub(" ", _SET_AGAINST.sub(" ", _LACKS.sub(" ", marked)))))
    if _BESIDE.sub("", rest):
        return None
    if lacks or _TAKES_UP.search(marked):
        return "missing"
    plain = _SET_AGAINST.sub(lambda m: "，" * len(m[0]), marked)
    for pattern, mine in ((_ADDED, "added"), (_LEFT_OUT, "missing")):
        for act in pattern.finditer(plain):
            side = _subject(plain, act) or _other(marked)
            if side is not None:
                return _turned("added" if mine == "added" else "missing", lower=side == _LOW)
    return None


def takes_up(text: str) -> bool:
    """Whether a question speaks of what only a plan below does, so that the place below need not be named.

    >>> takes_up("省里哪些任务没有承接"), takes_up("省里没有的内容有哪些")
    (True, False)
    """
    return bool(_TAKES_UP.search(text) and _ABOVE.search(text))


def _marked(text: str, places: Iterable[Spoken]) -> str:
    """The text with a mark for each place and for the plan above."""
    parts, at = [], 0
    for place in sorted(places):
        if place.start >= at:
            parts += [text[at : place.start], _HIGH if place.upper else _LOW]
            at = place.end
    marked = "".join(parts) + text[at:]
    marked = _ABOVE.sub(_HIGH, _ABOVE_ENGLISH.sub(_HIGH, marked))
    marked = re.sub(
        rf"(?<=[{_LOW}{_HIGH}])(?:['’]s)?\ ?(?:的?(?:实施|行动|工作|分工)?(?:方案|文件|计划|规划)|plan|document)",
        "",
        marked,
    )
    marked = _TAKEN_BY.sub(r"\g<side>\g<not>", marked)
    return re.sub(rf"\b(?:the )(?=[{_LOW}{_HIGH}])", "", marked)


def _subject(plain: str, act: re.Match[str]) -> str | None:
    """Whose act it is: the place right behind in 'missing from Haidong', else the last one in front, else the first."""
    if act[0].isascii() and (actor := _ACTOR.search(plain[: act.start()])):
        return actor["side"]
    if act[0].isascii() and (behind := _PASSIVE.match(plain, act.end())) and act[0] not in _NO_VERB:
        return behind["side"] if not act[0].startswith("add") else None
    before = _PLACED.findall(plain[: act.start()])
    after = _PLACED.findall(plain[act.end() :])
    return before[-1] if before else (after[0] if after else None)


def _other(marked: str) -> str | None:
    """The place that is not the one that is only set against: 与省方案相比，删掉了什么."""
    against = _SET_AGAINST.search(marked)
    if against is None:
        return None
    return _LOW if _HIGH in against[0] else _HIGH


def _turned(side: Side, *, lower: bool) -> Side:
    """What the plan above leaves out the one below added, and the other way round."""
    if lower:
        return side
    return "missing" if side == "added" else "added"
