"""Questions across levels (上下级): places called by their level alone, which way a derivation is asked, what about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.places import NATION

if TYPE_CHECKING:
    from kg.places import Gazetteer
    from search.asked import Intent
    from search.understand import PlaceFound

# A place that is called by its level alone beside one that is named.
_LEVEL_NAMED = re.compile(
    r"""(?P<nation>国家(?:层面|级|规划|方案|计划)?(?=[和与跟同、比的]|要求|目标)|(?<=[和与跟同、比])国家|\bnational\b)
      | (?P<province>省里|省级|省上|全省|本省|自治区(?:里|级)?|省(?=[和与跟同、比的]|方案|政府|目标)
        |(?<=[和与跟同、比])省|\b(?:the\ )?provinc(?:e|ial)(?:['’]s)?\b|\bautonomous\ region(?:['’]s)?\b)
      | (?P<city>市里|市级|州里|盟里|全市|全州|全盟|(?<=[和与跟同、比])[市州盟](?=[的，？]|目标|方案))""",
    re.VERBOSE,
)


# A level that alone says whose papers are asked: 省里谁管, 哪个厅牵头, 盟级牵头单位; not 下到县里, 省级示范园.
_ASKED_OF = r"(?:各|有关|相关)?(?:部门|单位|机关|(?=的?(?:哪|谁|由|是|责任|牵头)))"
LEVEL_ALONE = re.compile(
    rf"""(?P<province>省里|省上|省级?层面|自治区(?:里|层面)|省直(?!辖)|(?:哪|什么)(?:个|些|几个)?(?:省直)?厅(?!局)
        |(?:省|自治区)级{_ASKED_OF}
        |\b(?:provincial|regional)\ (?:level|departments?|units?|agenc(?:y|ies)|authorit(?:y|ies)|bod(?:y|ies)))
      | (?P<city>(?<![到给让各])(?:市里|州里|盟里)(?![程面])|[市州盟]级?层面|[市州盟]直(?![辖播通达接])
        |[市州盟]级{_ASKED_OF}
        |\bmunicipal\ (?:level|departments?|units?|agenc(?:y|ies)|bureaus?)|\b(?:city|league|prefecture)[\ -]level\b)
      | (?P<county>(?<![到给让各])(?:县里|旗里)(?![程面])|[县旗]级?层面|[县旗]直(?![播通达接])|[县区旗]级{_ASKED_OF}
        |\b(?:county|district|banner)[\ -]level\b)""",
    re.VERBOSE,
)


# A place called by whose it is: 我市, 本县, 全省, 咱们区; not 基本, 健全市场, 安全区域, 全县域.
OURS = re.compile(
    r"""(?:我们?|咱们?|俺们?|(?<![基根成样资版文课日脚书])本|(?<![安健完周保齐])全)
        (?:(?P<province>省|自治区)|(?P<city>市|自治州|州|盟)|(?P<county>自治县|县|区|旗))
        (?![场民]|[域间块城级]|政府|委[会员])(?:各地|范围内|范围|境内|上下|那边|这边|里|内)?""",
    re.VERBOSE,
)


def called_ours(text: str, home: str, gazetteer: Gazetteer) -> str | None:
    """Returns the place that 我市, 全省, 省里 mean where a question is asked in a place: itself or one above it.

    >>> from kg.places import gazetteer
    >>> called_ours("全省充电桩谁管", "630200", gazetteer()), called_ours("我市充电桩谁管", "371083", gazetteer())
    ('630000', '371083')
    """
    said = OURS.search(text)
    level = said.lastgroup if said else level_alone(text)
    if level is None:
        return None
    places = (gazetteer.place(home), *gazetteer.above(home))
    kind = said[said.lastgroup or 0] if said else "？"
    named = (place for place in places if place.name.endswith(kind))  # 我市 of 乳山市, 我区 of 内蒙古自治区
    found = next(named, None) or next((place for place in places if place.level == level), None)
    return found.code if found else None


def level_alone(text: str) -> str | None:
    """Returns the one level that a question without places speaks of; None where it names none or several.

    >>> level_alone("省里谁管灌区改造"), level_alone("省里和市里谁管"), level_alone("补助下到县里")
    ('province', None, None)
    """
    said = {match.lastgroup for match in LEVEL_ALONE.finditer(text)}
    return said.pop() if len(said) == 1 else None


def levels_above(text: str, named: Iterable[str]) -> list[tuple[str, str, int, int]]:
    """Returns the places above the named ones (codes) that are only called by their level: words, code, start, end.

    >>> levels_above("自治区和      的目标", ["152200"])
    [('自治区', '150000', 0, 3)]
    """
    below = set(named)
    found: dict[str, tuple[str, str, int, int]] = {}
    for match in _LEVEL_NAMED.finditer(text):
        if match["nation"]:
            codes = {NATION}
        else:
            codes = {code[:2] + "0000" if match["province"] else code[:4] + "00" for code in below}
        if len(codes - below) == 1 and len(codes) == 1:
            code = codes.pop()
            found.setdefault(code, (match[0], code, match.start(), match.end()))
    return list(found.values())


# Where what is asked for stands: 在海东对应哪条, which clause of Haidong.
_ASKED_SIDE = re.compile(
    r"""(?:在|到|到了|与|和|跟)(?P<there>\ {2,})(?:的|里|中|方案|文件|计划|那里|这里)*
        (?:对应|相当于|变成|成了|成为|是)[^？，]{0,4}?(?:哪|什么|第几)
      | \b(?:which|what)\ (?:clause|article|section|part|item|measure|provision)s?\ (?:of|in)\ (?P<which>\ *)""",
    re.VERBOSE,
)


def turned(intent: Intent, hidden: str, places: Sequence[PlaceFound], *, upward: bool) -> Intent:
    """Returns which way a question on derivation goes that names two levels and asks for a clause of one of them.

    青海的要求在海东对应哪条 asks for what puts it into effect, 海东的任务在青海对应哪条 for its source.
    """
    if intent not in ("source", "implementers") or (asked := _ASKED_SIDE.search(hidden)) is None:
        return intent
    group = "there" if asked["there"] else "which"
    inside = [p for p in places if asked.start(group) <= p.start < asked.end(group) + 1 and p.codes]
    others = [p for p in places if p.codes and p not in inside]
    if not inside:
        return intent
    own = _depth(inside[0].codes[0])
    if all(_depth(p.codes[0]) < own for p in others) and (others or own > 0):
        return "implementers" if others or upward else intent
    return "source" if others and all(_depth(p.codes[0]) > own for p in others) else intent


def _depth(code: str) -> int:
    """The level that a code tells: the nation 0, a province 1, a city 2, a county 3."""
    return 0 if code == NATION else len(re.sub(r"(?:00)+$", "", code)) // 2


# What a clause is said to be about, in a question on where clauses come from and go.
_MATTER = re.compile(
    r"""“(?!十[三四五六]五)(?P<quoted>[^”]{4,40})”(?!(?:规划|方案|计划|行动|办法|意见|措施))
      | (?:关于|有关|对|就)(?P<about>[^？，。“”]{2,30}?)的?
        (?:要求|规定|条款|任务|内容|部署|那一?条|这一?条|措施|安排|表述)
      | (?:方案|规划|计划|办法|意见|措施|细则|政策|文件|纲要|要点)(?:中|里面|里头|里)?(?:关于|对于|对|的)?
        (?P<inside>[^？，。“”\ ]{2,24}?)的?(?:那一?条|这一?条|要求|规定|做法|任务|内容|条款|部署|安排)
      | \b(?:clause|article|section|provision|requirement|rule|chapter|task|goal|passage|paragraph|demand|instruction
          |item|measure|point|commitment|arrangement)s?
        \ +(?:on|about|for|concerning|regarding|dealing\ with)\ +(?:the\ )?(?P<on>[^?？.;；：:]+?)
        (?=\ +(?:based|rests?|follows?|stems?|goes|derived?|comes?|came|taken|carried|put|implemented|reflected|into
          |is|are|was|were|do|does|did|has|have|where|which|what|how|from|in\ (?:the|its|their|which|what|\ ))\b
          |\ *[?？.;；：:]|\ *$)""",
    re.VERBOSE,
)


def matter(text: str) -> str | None:
    """Returns the matter named of a clause whose source or implementation is asked for.

    >>> matter("which clause is the city's clause on village libraries based on?")
    'village libraries'
    """
    found = _MATTER.search(text)
    return (next(said for said in found.groups() if said).strip() or None) if found else None
