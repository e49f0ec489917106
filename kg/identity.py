"""Who the named bodies are (机构识别): one record for each body, however it is spelt.

A body is told by its place and by the key of its name (`kg.naming`). Slips of the pen within one document are merged
only when exactly one candidate remains and the two never stand in one clause; what stays in doubt is noticed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.naming import is_clipped, is_open, plain, plates, short_forms, spelling
from kg.places import NATION, Gazetteer
from kg.placing import OF_STATE, Placed, placed, seat_front
from kg.records import Head, Level, Mention, Notice, Responsibility, Unit
from kg.seats import Seat, seat_of

UNKNOWN_PLACE = "000000"
_REMEMBERED = 8192  # names
_GAP = 2  # characters between two names of one list: a separator and perhaps a line break


@dataclass(slots=True)
class _Body:
    """What is known of one body while the document is read."""

    place: str | None
    key: str
    collective: bool
    function: str | None
    level: Level | None = None  # where it is lower than the place's
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # canonical name → clauses
    printed: set[str] = field(default_factory=set)
    rests: set[str] = field(default_factory=set)  # as printed, without the place
    clauses: set[str] = field(default_factory=set)  # where it stands in a statement of its own
    mentions: list[Mention] = field(default_factory=list)

    def take(self, other: _Body) -> None:
        for name, clauses in other.names.items():
            self.names[name] |= clauses
        self.printed |= other.printed
        self.rests |= other.rests
        self.clauses |= other.clauses
        self.mentions += other.mentions

    @property
    def first(self) -> Mention:
        return min(self.mentions, key=_where)

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
    seat = _seat(head, gazetteer)
    bodies = _gathered(sorted(set(mentions), key=_where), head, gazetteer, seat)
    bodies, notices = _without_slips(bodies, head)
    units: list[Unit] = []
    responsibilities: list[Responsibility] = []
    for body in _with_plates(bodies, head, gazetteer, seat):
        unit = _unit(body, gazetteer)
        units.append(unit)
        responsibilities += [Responsibility(unit.id, m) for m in body.mentions]
    responsibilities.sort(key=lambda r: (_where(r.mention), r.unit))
    return tuple(sorted(units, key=lambda u: u.id)), tuple(responsibilities), tuple(notices)


def unit_named(name: str, place: str | None, gazetteer: Gazetteer) -> Unit:
    """Returns the body that `name` means in a paper of the place with code `place`: an issuer, a unit asked for."""
    found = placed(name, place, gazetteer)
    body = _Body(found.place, _key(found), False, _function(found, False), found.level)
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


def _where(mention: Mention) -> tuple[int, int, str, str, bool, str, str]:
    place = (mention.start, mention.end, mention.clause, mention.role)
    return (*place, mention.inherited, mention.stated, mention.action or "")


def _key(found: Placed) -> str:
    """What all spellings of a body share; a list of levels is the same with and without 人民政府."""
    key = spelling(found.rest).key
    seats = re.fullmatch(r"(各(?:[省市区县州旗盟镇乡（）、]|地区|街道|园区|自治县)+?)政府", key)
    return seats[1] if seats else key


def _function(found: Placed, collective: bool) -> str | None:
    """A body that stands under its own name in its place (嘉明经济开发区管委会) or below it has no counterpart."""
    alone = found.level is not None or (found.named and found.rest == found.name)
    if collective or (alone and found.place != NATION):
        return None
    return spelling(found.rest).function


def _seat(head: Head, gazetteer: Gazetteer) -> Seat | None:
    """The township, area or corps whose own bodies the plan names without their place."""
    if head.place is None or not head.issuers:
        return None
    front = seat_front(head.issuers[0], head.place, gazetteer)
    return seat_of(head.issuers, gazetteer.place(head.place), head.level, front)


def _gathered(mentions: Sequence[Mention], head: Head, gazetteer: Gazetteer, seat: Seat | None) -> list[_Body]:
    bodies: dict[tuple[str | None, str], _Body] = {}
    known: dict[tuple[str, str | None], Placed] = {}
    before: tuple[str, int, str | None] = ("", -1, None)  # clause, end, level word of the name before
    within: str | None = None  # its place
    for mention in mentions:
        beside = mention.clause == before[0] and 0 < mention.start - before[1] <= _GAP
        shared = before[2] if beside else None
        if (mention.mention, shared) not in known:
            known[mention.mention, shared] = placed(mention.mention, head.place, gazetteer, shared, seat)
        found = known[mention.mention, shared]
        if found.place is None and beside and within is not None and _fits(found, within, gazetteer):
            found = placed(mention.mention, within, gazetteer, shared, seat)  # 甲县委、县政府
        if not mention.inherited:
            before, within = (mention.clause, mention.end, found.word), found.place
        key = _key(found)
        collective = mention.collective and found.word != OF_STATE
        fresh = _Body(found.place, key, collective, _function(found, collective), found.level)
        body = bodies.setdefault((found.place, key), fresh)
        body.names[found.name].add(mention.clause)
        body.printed.add(mention.mention)
        body.rests.add(plain(found.rest))
        body.mentions.append(mention)
        if mention.stated == "line" and not mention.inherited:
            body.clauses.add(mention.clause)
    return [bodies[key] for key in sorted(bodies, key=lambda k: (k[0] or "", k[1]))]


def _fits(found: Placed, within: str, gazetteer: Gazetteer) -> bool:
    """Whether a name can be of the place before it: 县政府 behind 甲县委, not 市住建局 behind 江南区政府."""
    return found.word is None or gazetteer.place(within).name.endswith(found.word)


def _without_slips(bodies: list[_Body], head: Head) -> tuple[list[_Body], list[Notice]]:
    """Merges a name into the one other name that it can be a slip or a short form of."""
    notices: list[Notice] = []
    into: dict[int, int] = {}
    for i, body in enumerate(bodies):
        fits = [j for j, other in enumerate(bodies) if j != i and _may_mean(body, other)]
        if len(fits) == 1 and not body.clauses & bodies[fits[0]].clauses:
            into[i] = fits[0]
        elif fits:
            others = "、".join(sorted(bodies[j].name for j in fits))
            message = f"“{body.first.mention}”可能是{others}的另一写法，不能确定，按单独机构保留"
            notices.append(Notice("unit-in-doubt", message, body.first.start, body.first.end))
        if body.place is None and head.place is not None and not body.collective:
            message = f"“{body.first.mention}”不知属于哪个行政区，按原文保留"
            notices.append(Notice("unit-without-place", message, body.first.start, body.first.end))
    roots = {i: _root(i, into) for i in into}
    for i, root in roots.items():
        if i != root:
            if bodies[i].key == _SECRETARIAT:
                bodies[i].names.clear()
            bodies[root].take(bodies[i])
    return [body for i, body in enumerate(bodies) if roots.get(i, i) == i], notices


def _root(i: int, into: Mapping[int, int]) -> int:
    """The body that is left of a chain of merges; of a ring, its first."""
    chain = [i]
    while chain[-1] in into and into[chain[-1]] not in chain:
        chain.append(into[chain[-1]])
    ring = chain[chain.index(into[chain[-1]]) :] if chain[-1] in into else chain[-1:]
    return min(ring)


def _with_plates(bodies: list[_Body], head: Head, gazetteer: Gazetteer, seat: Seat | None) -> list[_Body]:
    """Gives a body its further names (市数据局 of 市发展改革委（市数据局）) where nobody else bears them."""
    borne = {(body.place, body.key) for body in bodies}
    for body in bodies:
        for printed in sorted(body.printed):
            for plate in plates(printed):
                found = placed(plate, head.place, gazetteer, seat=seat)
                if (found.place, _key(found)) not in borne - {(body.place, body.key)}:
                    body.printed.add(plate)
    return bodies


_SECRETARIAT = "秘书处"
_NUMBERING = frozenset("一二三四五六七八九十东西南北中上下")  # 第一、第二水务局 are two
_KIND = re.compile(r"(?P<core>.+?)(?P<kind>委员会|委|局|厅|办公室|中心|集团|公司)")


def _rank(body: _Body) -> tuple[int, int, str]:
    """Slips are rare, and short forms short: the lower rank is merged into the higher."""
    return len(body.clauses), len(body.key), body.key


def _may_mean(body: _Body, other: _Body) -> bool:
    """Tells whether a name may be a slip (文化/文体旅游广电局) or a short form (文旅局) of another of its place."""
    if body.place != other.place or body.collective or other.collective or body.place is None:
        return False
    if body.key == _SECRETARIAT:  # 秘书处 in a paper on one organ: 评审委员会秘书处
        return other.key.endswith(_SECRETARIAT)
    (one, kind), (two, other_kind) = _parts(body.key), _parts(other.key)
    if not kind or not other_kind:
        return False
    if kind == other_kind and _shortens(body, other, kind):
        return True
    if _rank(body) >= _rank(other):
        return False
    if one == two:  # 发展改革委, 发展改革局
        return len(one) > 1 and {kind, other_kind} <= {"局", "委", "委员会"}
    return kind == other_kind and _slip(one, two)


@lru_cache(maxsize=_REMEMBERED)
def _parts(key: str) -> tuple[str, str]:
    """What a body deals with and what kind of body it is: 发展改革, 委; ("", "") for bodies of other kinds."""
    parts = _KIND.fullmatch(key)
    return (parts["core"], parts["kind"]) if parts else ("", "")


def _slip(one: str, two: str) -> bool:
    """One character exchanged, left out or added, the first and last of four and more kept: 文化/文体旅游广电."""
    if min(len(one), len(two)) < 4 or abs(len(one) - len(two)) > 1 or one[0] != two[0] or one[-1] != two[-1]:
        return False
    if len(one) == len(two):
        differing = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
        return len(differing) == 1 and not set(differing[0]) & _NUMBERING
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _shortens(body: _Body, other: _Body, kind: str) -> bool:
    """文旅局 shortens 文化旅游广电局, 经商科技局 经济商务科技局; 农业局 does not shorten 农业机械局."""
    for short in sorted(rest.removesuffix(kind) for rest in body.rests if rest.endswith(kind)):
        for full in sorted(_full_matters(other, kind)):
            if len(short) >= len(full):
                continue
            if full.startswith((f"{short}和", f"{short}与")):
                return True
            letters = iter(full.removeprefix("行政"))
            near = short[0] in full[:3] if is_open(short) else short[0] == full[0] and is_clipped(short)
            if near and all(letter in letters for letter in short):
                return True
    return False


def _full_matters(body: _Body, kind: str) -> set[str]:
    """The matter of a body's name as printed and as spelt out, 和 kept: 自然资源和规划."""
    spelt = {full for rest in body.rests for full in (rest, spelling(rest).full)}
    return {full.removesuffix(kind) for full in spelt if full.endswith(kind)}


def _id(body: _Body, gazetteer: Gazetteer) -> str:
    """The same for every paper that names the body, however it spells it: 630200:海东市教育体育局."""
    if body.place is None:
        return f"{UNKNOWN_PLACE}:{body.name}"
    place = gazetteer.place(body.place)
    whole = body.key.startswith(place.name) or body.level not in (None, "township")  # 合肥高新区 bears 合肥
    front = "" if place.code == NATION or whole else place.name
    return f"{place.code}:{front}{body.key}"


def _unit(body: _Body, gazetteer: Gazetteer) -> Unit:
    level: Level | None = body.level or (gazetteer.place(body.place).level if body.place else None)
    return Unit(
        id=_id(body, gazetteer),
        name=body.name,
        aliases=tuple(sorted(body.printed)),
        level=level,
        collective=body.collective,
        place=body.place,
        function=body.function,
    )
