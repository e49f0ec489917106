"""Who the named bodies are (机构识别): one record for each body, however it is spelt.

A body is told by its place and by the key of its name (`kg.naming`). Slips of the pen within one document are merged
only when exactly one candidate remains and the two never stand in one clause; what stays in doubt is noticed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.naming import is_open, plates, short_forms, spelling
from kg.places import NATION, Gazetteer
from kg.placing import Placed, placed
from kg.records import Head, Level, Mention, Notice, Responsibility, Unit

UNKNOWN_PLACE = "000000"
_GAP = 2  # characters between two names of one list: a separator and perhaps a line break


@dataclass(slots=True)
class _Body:
    """What is known of one body while the document is read."""

    place: str | None
    key: str
    collective: bool
    function: str | None
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # canonical name → clauses
    printed: set[str] = field(default_factory=set)
    clauses: set[str] = field(default_factory=set)  # where it stands in a statement of its own
    mentions: list[Mention] = field(default_factory=list)

    def take(self, other: _Body) -> None:
        for name, clauses in other.names.items():
            self.names[name] |= clauses
        self.printed |= other.printed
        self.clauses |= other.clauses
        self.mentions += other.mentions

    @property
    def name(self) -> str:
        """The name of most clauses, the fullest of those."""
        return max(self.names, key=lambda n: (len(self.names[n]), len(n), n))


def identify(
    mentions: Sequence[Mention], head: Head, gazetteer: Gazetteer
) -> tuple[tuple[Unit, ...], tuple[Responsibility, ...], tuple[Notice, ...]]:
    """Returns the bodies that the mentions name, each mention with its body, and what stays in doubt.

    Takes 市住房城乡建设局 and 市住建局 of one plan for one body; must leave 市商务局 and 省商务厅 two. The order of the
    mentions does not matter.
    """
    bodies = _gathered(sorted(set(mentions), key=_where), head, gazetteer)
    bodies, notices = _without_slips(bodies, head)
    units: list[Unit] = []
    responsibilities: list[Responsibility] = []
    for body in _with_plates(bodies, head, gazetteer):
        unit = _unit(body, gazetteer)
        units.append(unit)
        responsibilities += [Responsibility(unit.id, m) for m in body.mentions]
    responsibilities.sort(key=lambda r: (_where(r.mention), r.unit))
    return tuple(sorted(units, key=lambda u: u.id)), tuple(responsibilities), tuple(notices)


def unit_named(name: str, place: str | None, gazetteer: Gazetteer) -> Unit:
    """Returns the body that `name` means in a paper of the place with code `place`: an issuer, a unit asked for."""
    found = placed(name, place, gazetteer)
    body = _Body(found.place, _key(found), False, _function(found, False))
    body.names[found.name].add("")
    body.printed.add(name)
    return _unit(body, gazetteer)


def same_body(asked: str, unit: Unit) -> bool:
    """Tells whether a name without a place, or with the unit's, means the unit: 工信局 does 海东市工业和信息化局.

    Takes any short or printed form; must leave alone 商务局 for 海东市商务局 of another place's name in front.
    """
    asked = "".join(asked.split())
    if asked == unit.name or asked in unit.aliases:
        return True
    forms = short_forms(unit.name)
    if asked in forms:
        return True
    fronts = [asked.removesuffix(form) for form in forms if asked.endswith(form)]
    return any(unit.name.startswith(front.rstrip("省市区县州盟旗")) for front in fronts)


def _where(mention: Mention) -> tuple[int, int, str, str, bool, str]:
    return (mention.start, mention.end, mention.clause, mention.role, mention.inherited, mention.stated)


def _key(found: Placed) -> str:
    """What all spellings of a body share; a list of levels is the same with and without 人民政府."""
    key = spelling(found.rest).key
    seats = re.fullmatch(r"(各(?:[省市区县州旗盟镇乡（）、]|地区|街道|园区|自治县)+?)政府", key)
    return seats[1] if seats else key


def _function(found: Placed, collective: bool) -> str | None:
    """A body that stands under its own name in its place (嘉明经济开发区管委会) has no counterpart."""
    if collective or (found.named and found.rest == found.name and found.place != NATION):
        return None
    return spelling(found.rest).function


def _gathered(mentions: Sequence[Mention], head: Head, gazetteer: Gazetteer) -> list[_Body]:
    bodies: dict[tuple[str | None, str], _Body] = {}
    known: dict[tuple[str, str | None], Placed] = {}
    before: tuple[str, int, str | None] = ("", -1, None)  # clause, end, level word of the name before
    for mention in mentions:
        shared = before[2] if mention.clause == before[0] and 0 < mention.start - before[1] <= _GAP else None
        if (mention.mention, shared) not in known:
            known[mention.mention, shared] = placed(mention.mention, head.place, gazetteer, shared)
        found = known[mention.mention, shared]
        if not mention.inherited:
            before = (mention.clause, mention.end, found.word)
        key = _key(found)
        body = bodies.setdefault(
            (found.place, key), _Body(found.place, key, mention.collective, _function(found, mention.collective))
        )
        body.names[found.name].add(mention.clause)
        body.printed.add(mention.mention)
        body.mentions.append(mention)
        if mention.stated == "line" and not mention.inherited:
            body.clauses.add(mention.clause)
    return [bodies[key] for key in sorted(bodies, key=lambda k: (k[0] or "", k[1]))]


def _without_slips(bodies: list[_Body], head: Head) -> tuple[list[_Body], list[Notice]]:
    """Merges a name into the one other name that it can be a slip or a short form of."""
    notices: list[Notice] = []
    merged: set[int] = set()
    rare_first = sorted(range(len(bodies)), key=lambda i: (len(bodies[i].clauses), len(bodies[i].key), bodies[i].key))
    for i in rare_first:
        body = bodies[i]
        fits = [j for j, other in enumerate(bodies) if j != i and j not in merged and _may_be(body, other)]
        if len(fits) == 1 and not body.clauses & bodies[fits[0]].clauses:
            bodies[fits[0]].take(body)
            merged.add(i)
        elif fits:
            others = "、".join(sorted(bodies[j].name for j in fits))
            first = min(body.mentions, key=_where)
            message = f"“{first.mention}”可能是{others}的另一写法，不能确定，按单独机构保留"
            notices.append(Notice("unit-in-doubt", message, first.start, first.end))
    for i, body in enumerate(bodies):
        if i not in merged and body.place is None and head.place is not None and not body.collective:
            first = min(body.mentions, key=_where)
            notices.append(
                Notice("unit-without-place", f"“{first.mention}”不知属于哪个行政区，按原文保留", first.start, first.end)
            )
    return [body for i, body in enumerate(bodies) if i not in merged], notices


def _with_plates(bodies: list[_Body], head: Head, gazetteer: Gazetteer) -> list[_Body]:
    """Gives a body its further names (市数据局 of 市发展改革委（市数据局）) where nobody else bears them."""
    borne = {(body.place, body.key) for body in bodies}
    for body in bodies:
        for printed in sorted(body.printed):
            for plate in plates(printed):
                found = placed(plate, head.place, gazetteer)
                if (found.place, _key(found)) not in borne - {(body.place, body.key)}:
                    body.printed.add(plate)
    return bodies


_NUMBERING = frozenset("一二三四五六七八九十东西南北中上下")  # 第一、第二水务局 are two
_KIND = re.compile(r"(?P<core>.+?)(?P<kind>委员会|委|局|厅|办公室|中心|集团|公司)")


def _may_be(body: _Body, other: _Body) -> bool:
    """Tells whether two names of one place may be one body: 文化旅游广电局 and 文体旅游广电局."""
    if body.place != other.place or body.collective or other.collective or body.place is None:
        return False
    one, two = _KIND.fullmatch(body.key), _KIND.fullmatch(other.key)
    if one is None or two is None:
        return False
    alike = one["kind"] == two["kind"] or {one["kind"], two["kind"]} <= {"局", "委", "委员会"}
    if not alike:
        return False
    if one["core"] == two["core"]:
        return len(one["core"]) > 1
    if one["kind"] != two["kind"]:
        return False
    return _slip(one["core"], two["core"]) or _shortened(body, other)


def _slip(one: str, two: str) -> bool:
    """One character exchanged, left out or added, the first and last of four and more kept: 文化/文体旅游广电."""
    if min(len(one), len(two)) < 4 or abs(len(one) - len(two)) > 1 or one[0] != two[0] or one[-1] != two[-1]:
        return False
    if len(one) == len(two):
        differing = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
        return len(differing) == 1 and not set(differing[0]) & _NUMBERING
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _shortened(body: _Body, other: _Body) -> bool:
    """文旅局 of 文化旅游广电局, 自然资源局 of 自然资源和规划局; 农业局 is not 农业机械局."""
    short, long = (_core(body), _core(other)) if len(body.key) < len(other.key) else (_core(other), _core(body))
    if short is None or long is None:
        return False
    if long.startswith(short):
        return long[len(short) :][:1] in ("和", "与") or is_open(short)
    if not is_open(short):
        return False
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


def _core(body: _Body) -> str | None:
    """The matter of a body's name, 和 kept: 自然资源和规划."""
    match = _KIND.fullmatch(spelling(_rest(body)).full)
    return match["core"] if match else None


def _rest(body: _Body) -> str:
    return min((re.sub(r"^.*?[省市区县州盟旗](?!场)", "", n, count=1) for n in body.names), key=lambda n: (len(n), n))


def _unit(body: _Body, gazetteer: Gazetteer) -> Unit:
    level: Level | None = gazetteer.place(body.place).level if body.place else None
    name = body.name
    return Unit(
        id=f"{body.place or UNKNOWN_PLACE}:{name}",
        name=name,
        aliases=tuple(sorted(body.printed)),
        level=level,
        collective=body.collective,
        place=body.place,
        function=body.function,
    )
