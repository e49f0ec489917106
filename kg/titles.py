"""Policy titles (标题) taken apart and compared: the same document is cited under many names.

    青海省人民政府关于印发推动大规模设备更新实施方案的通知 (印发…)     place 青海省  core 大规模设备更新  genre 实施方案
    青海省推动大规模设备更新实施方案                             place 青海省  core 大规模设备更新  genre 实施方案
    海东市推动大规模设备更新工作落实方案（2024—2027年）             place 海东市  core 大规模设备更新  genre 落实方案

Nothing here looks at any text but the titles. How far two titles agree is a word, from `exact` down to None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal

from kg.places import Gazetteer
from kg.terms import load
from kg.view import normal

Agreement = Literal["exact", "same", "near", "short"]

_DROP = re.compile(r"[\s“”‘’「」『』〈〉《》·*#]+")
_DASH = re.compile(r"[—~－\-]+|(?<=\d)至(?=\d)")
_TAIL = re.compile(r"（(?P<in>[^（）]*)）$")
_TRIAL = re.compile(r"试行|暂行|修订|修订版|修正|新版|全文|节选|摘要|以下简称.*|印发稿|公开版|本文有删减")
_DRAFT = re.compile(r"征求意见|草案|送审|讨论稿|公开征集")
_PERIOD = re.compile(
    r"(?P<from>(?:19|20)\d\d)(?:年?-(?P<to>(?:19|20)\d\d))?(?:年度|年版|年前|年)?|(?P<plan>十[一二三四五六])五"
)
_CARRIER = re.compile(
    r"""
      (?P<issuer>.{0,80}?)
      (?:关于)?(?P<verb>印发|发布|公布|下发|颁布|批转|转发|调整印发|修订印发|重新印发)   # 关于印发…的通知
      (?P<inner>.{4,}?)
      的?(?:通知|公告|通告|决定|函)
    """,
    re.VERBOSE,
)
_BARE_CARRIER = re.compile(r"(?P<issuer>[^《》]{0,80}?)关于《(?P<inner>.{4,})》的(?:通知|公告)")  # 关于《…方案》的通知
_PRINTED = re.compile(r"(?P<issuer>[^《》]{2,80}?)(?:印发|发布|公布)《(?P<inner>.{4,})》")  # 中办印发《…意见》
# 青海省人民政府, 市委办公室, 国家发展改革委等部门, 中共中央国务院
_ORGAN = re.compile(
    r"[一-鿿、]*(?:政府|国务院|中央|委员会|办公[厅室]|[委厅局部署院会办行处队]|法院|检察院|集团|公司|中心|总工会|联合会|协会|组)"
    r"(?:等.{0,4}部门)?"
)
_CARRIED_OUT = re.compile(r"贯彻|落实|实施|执行|转发|批转")
_NATION = frozenset({"全国", "国家", "中国", "中华人民共和国", "国务院", "中共中央"})
_LONGEST_PLACE = 24  # characters


@dataclass(frozen=True, slots=True)
class Title:
    """A policy title taken apart; every part in squashed form (no spaces, quotes or dash variants), "" for absent."""

    whole: str  # the plan's own title, out of the 通知 that carries it
    issuer: str  # 青海省人民政府
    place: str  # 青海省; of the issuer where the title itself names none
    places: tuple[str, ...]  # codes that `place` may mean, best first; () for 全省, 我市
    theme: str  # 推动大规模设备更新
    core: str  # 大规模设备更新
    genre: str  # 实施方案
    family: str  # 方案
    edition: str  # 2021-2023, 十四五, 第一批
    carried: bool  # it came out of a 通知
    passed_on: bool  # 转发, 批转: the text carried is another body's
    draft: bool  # 征求意见稿


@dataclass(frozen=True, slots=True)
class _Words:
    """`kg/vocabulary/titles.tsv`, made into patterns."""

    family: dict[str, str]
    genre: re.Pattern[str]
    filler: re.Pattern[str]
    verb: re.Pattern[str]
    realm: re.Pattern[str]
    carrying: re.Pattern[str]  # names + subordinate at the end of a title


def _any(forms: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=lambda form: (-len(form), form)))


@cache
def _words() -> _Words:
    kinds: dict[str, list[str]] = {}
    family: dict[str, str] = {}
    for term in load("titles"):
        kinds.setdefault(term.kind, []).append(term.form)
        if term.kind == "genre":
            family[term.form] = term["base"]
    return _Words(
        family,
        re.compile(rf"(?:{_any(kinds['genre'])})$"),
        re.compile(rf"(?:{_any(kinds['filler'])})$"),
        re.compile(rf"(?:{_any([*kinds['verb'], '关于'])})+"),
        re.compile(rf"(?:{_any(kinds['realm'])})(?!公园|级|机关|安全|标准|赔偿|秘密|通用)"),
        re.compile(rf"(?P<parent>.{{4,}}(?:{_any(kinds['names'])}))(?:的|重点)?(?:{_any(kinds['subordinate'])})$"),
    )


@lru_cache(maxsize=16384)
def squash(text: str) -> str:
    """Returns a title reduced to what counts when two are compared: no spaces, quotes, dash or bracket variants.

    >>> squash("《包头市 数字政府建设行动方案（2021–2023年）》") == squash("包头市数字政府建设行动方案(2021-2023年)")
    True
    """
    return _DASH.sub("-", _DROP.sub("", normal(text)).replace("〔", "（").replace("〕", "）"))


def carried(title: str) -> str:
    """Returns the title that a 通知 carries, any other title as it is.

    >>> carried("某市人民政府关于印发《某市设备更新方案》的通知")
    '某市设备更新方案'
    """
    return _unwrapped(title)[1]


def bare_genre(title: str) -> bool:
    """Whether a title is a genre word and nothing else: 《实施方案》, 《规划》."""
    return squash(title) in _words().family


def ends_in_genre(title: str, genre: str | None = None) -> bool:
    """Whether a title ends as policy documents do (or in this `genre`), notes in brackets behind it aside.

    >>> ends_in_genre("优化营商环境条例"), ends_in_genre("西游记"), ends_in_genre("某省设备更新方案", "办法")
    (True, False, False)
    """
    text = _without_tails(squash(title))[0]
    if genre is not None:
        return text.endswith(genre)
    return _words().genre.search(text) is not None


def same_title(one: str | None, other: str | None) -> bool:
    """Whether two printed titles are one, apart from spaces, quotes, dashes and brackets."""
    return bool(one) and bool(other) and squash(one or "") == squash(other or "")


@lru_cache(maxsize=16384)
def take_apart(title: str, gazetteer: Gazetteer) -> Title:
    """Returns the parts of a printed title.

    >>> from kg.places import gazetteer
    >>> parts = take_apart("青海省人民政府关于印发推动大规模设备更新实施方案的通知", gazetteer())
    >>> parts.place, parts.core, parts.genre, parts.carried
    ('青海省', '大规模设备更新', '实施方案', True)
    >>> take_apart("城市居家适老化改造指导手册", gazetteer()).place
    ''
    """
    words = _words()
    issuer, inner, verb = _unwrapped(title)
    text, edition, draft = _without_tails(squash(inner))
    if not issuer:
        issuer, text = _issuer(text)
    text = text.removeprefix("关于")
    place, codes, rest = _place(text, gazetteer)
    if not place and issuer:
        place, codes, _ = _place(issuer, gazetteer)
    rest = rest.removeprefix("关于")
    theme, genre = _genre(rest, words)
    theme, period = _period(theme)
    core = (
        words.verb.sub("", theme, count=1)
        if (lead := words.verb.match(theme)) and len(theme) - lead.end() >= 3
        else theme
    )
    return Title(
        whole=squash(inner),
        issuer=issuer,
        place=place,
        places=codes,
        theme=theme,
        core=core,
        genre=genre,
        family=words.family.get(genre, ""),
        edition="/".join(part for part in (period, edition) if part),
        carried=bool(verb),
        passed_on=verb in ("转发", "批转"),
        draft=draft,
    )


def _unwrapped(title: str) -> tuple[str, str, str]:
    """(issuer, the title carried, the verb) of "…关于印发《…》的通知"; ("", title, "") of any other."""
    text = normal(re.sub(r"\s+", "", title)).strip("《》“”")
    for shape in (_BARE_CARRIER, _PRINTED):
        if found := shape.fullmatch(text):
            return squash(found["issuer"]).removesuffix("关于"), found["inner"], "印发"
    found = _CARRIER.fullmatch(text)
    if (
        found
        and (not found["issuer"] or _ORGAN.fullmatch(squash(found["issuer"])))
        and not _CARRIED_OUT.search(found["issuer"])
    ):
        return (
            squash(found["issuer"]),
            found["inner"].strip("《》〈〉").removesuffix("》"),
            found["verb"].removeprefix("调整"),
        )
    return "", text, ""


def _without_tails(text: str) -> tuple[str, str, bool]:
    """(title without what stands in brackets behind it, edition, whether it is a draft)."""
    editions: list[str] = []
    draft = False
    while (found := _TAIL.search(text)) and found.start():
        inside = found["in"]
        if _DRAFT.search(inside):
            draft = True
        elif not _TRIAL.fullmatch(inside):
            editions.append(_period(inside)[1] or inside)
        text = text[: found.start()]
    return text, "/".join(reversed(editions)), draft


def _issuer(text: str) -> tuple[str, str]:
    """("国务院办公厅", "深化…的意见") of "国务院办公厅关于深化…的意见"; ("", text) where no body stands before 关于."""
    front, mark, rest = text.partition("关于")
    if mark and front and _ORGAN.fullmatch(front) and not _CARRIED_OUT.search(front):
        return front, rest
    return "", text


def _place(text: str, gazetteer: Gazetteer) -> tuple[str, tuple[str, ...], str]:
    """(place, its codes, rest): 海东市 of 海东市推动…, 国家 of 国家储备林…; nothing of 城市居家…, 社区养老…"""
    if found := _words().realm.match(text):
        nation = found.group() in _NATION
        return found.group(), ("100000",) if nation else (), text[found.end() :]
    first = next(iter(gazetteer.find(text[:_LONGEST_PLACE])), None)
    if first is None or first.start:
        return "", (), text
    return text[: first.end], tuple(place.code for place in first.places), text[first.end :]


def _genre(text: str, words: _Words) -> tuple[str, str]:
    """(theme, genre) of a title's rest: ("推动设备更新", "落实方案") of 推动设备更新工作任务落实方案."""
    found = words.genre.search(text)
    if not found or (found.start() < 2 and text not in words.family):
        return text, ""
    theme = text[: found.start()]
    while (filler := words.filler.search(theme)) and filler.start() >= 2:
        theme = theme[: filler.start()]
    return theme, found.group()


def _period(text: str) -> tuple[str, str]:
    """(text without its years, the years): ("数字政府建设", "2022") of 2022年数字政府建设."""
    found = _PERIOD.search(text)
    if not found:
        return text, ""
    years = found["plan"] + "五" if found["plan"] else found["from"] + (f"-{found['to']}" if found["to"] else "")
    rest = text[: found.start()] + text[found.end() :]
    return rest.strip("-，、时期"), years


def years_of(edition: str) -> tuple[int, int] | None:
    """The first and last year an edition speaks of, None where it names no year.

    >>> years_of("2021-2023"), years_of("十四五"), years_of("第一批")
    ((2021, 2023), (2021, 2025), None)
    """
    found = _PERIOD.search(edition)
    if not found:
        return None
    if found["plan"]:
        first = 2006 + 5 * "一二三四五六".index(found["plan"][1])
        return first, first + 4
    return int(found["from"]), int(found["to"] or found["from"])


def editions_meet(one: str, other: str) -> bool:
    """Whether two editions may be of one time: 2024 and 2021-2025 are, 2022 and 2024 are not, none fits all."""
    if not one or not other or one == other:
        return True
    a, b = years_of(one), years_of(other)
    if a is None or b is None:
        return False
    return a[0] <= b[1] and b[0] <= a[1]


def agreement(cited: Title, held: Title) -> Agreement | None:
    """How far a cited title agrees with a document's, places aside; None when they are two documents.

    exact   letter for letter
    same    one theme, genre and edition: 关于印发推动…实施方案的通知 = 青海省推动…实施方案
    near    a slip of the pen, an edition or a genre word left out: 设备更新方案 = 设备更新实施方案（2024—2027年）
    short   an abbreviation: 设备更新方案 of 大规模设备更新和消费品以旧换新实施方案
    """
    if cited.whole == held.whole and len(cited.whole) > 3:
        return "exact"
    if not cited.core or not held.core or cited.draft != held.draft or cited.passed_on != held.passed_on:
        return None
    if not _one_kind(cited, held) or (cited.edition and held.edition and cited.edition != held.edition):
        return None
    if cited.core == held.core:
        return "same" if cited.genre == held.genre and cited.edition == held.edition else "near"
    longer = max(len(cited.core), len(held.core))
    if (
        longer >= 8
        and SequenceMatcher(None, cited.core, held.core, autojunk=False).ratio() >= 0.9
        and _one_size(cited, held)
    ):
        return "near"
    return "short" if _abbreviates(cited.core, held.core) else None


def _one_kind(cited: Title, held: Title) -> bool:
    """实施方案 is 实施方案 and may be called 方案; 行动方案 and 实施方案 are two."""
    if cited.genre == held.genre:
        return True
    return (
        cited.family == held.family and bool(held.family) and (cited.genre == cited.family or held.genre == held.family)
    )


def _one_size(cited: Title, held: Title) -> bool:
    """A slip changes a character or two, and no figure: 第二批 is not 第三批."""
    figures = re.compile(r"[\d一二三四五六七八九十]+")
    return abs(len(cited.core) - len(held.core)) <= 2 and figures.findall(cited.core) == figures.findall(held.core)


def _abbreviates(short: str, full: str) -> bool:
    """Whether `short` is `full` with words left out: half of it or nearly, in order, in three runs, one end kept."""
    if len(short) < 4 or len(short) >= len(full) or len(short) * 9 < len(full) * 4:
        return False
    if short[:2] != full[:2] and short[-2:] != full[-2:]:
        return False
    at = runs = 0
    while short:
        size = len(short)
        while size >= 2 and (found := full.find(short[:size], at)) < 0:
            size -= 1
        if size < 2:
            return False
        at, short, runs = found + size, short[size:], runs + 1
    return runs <= 3


_INSIDE = re.compile(r"(?P<verb>[^〈〉《》]*)[〈《](?P<inner>(?:[^〈〉《》]|[〈《][^〈〉《》]*[〉》]){4,})[〉》]")
_CARRIES_OUT = re.compile(r"(?:贯彻|落实|实施|执行|转发|批转)[^，。]{0,6}$")
_BEHIND_VERB = re.compile(r"(?:贯彻落实|贯彻执行|贯彻实施|贯彻|落实|转发|批转)(?P<inner>.+)$")
_OF_A_BODY = re.compile(r"(?:[一-鿿]{0,12}(?:政府|国务院|中央|委员会|办公[厅室]|[委厅局部署院]))+关于|中共中央|《")
_NAMED_TEXT = re.compile(
    r".{4,}(?:意见|决定|规划|纲要|条例|行动计划|若干措施|(?:行动|实施|工作)方案|通知|办法|工作要点)"
)


def parents_named(title: str) -> tuple[str, ...]:
    """Returns the titles of other texts that a plan's own title says it carries out.

    >>> parents_named("海东市贯彻落实〈青海省推动设备更新实施方案〉分工方案")
    ('青海省推动设备更新实施方案',)
    >>> parents_named("青岛市人工智能产业园发展若干政策实施细则")
    ('青岛市人工智能产业园发展若干政策',)
    >>> parents_named("青海省贯彻落实国务院关于加快发展旅游业的意见实施方案")
    ('国务院关于加快发展旅游业的意见',)
    >>> parents_named("某区人民政府办公室关于转发区科委等四部门制订的《某区促进机器人产业若干措施》的通知")
    ('某区促进机器人产业若干措施',)
    >>> parents_named("青海省推动大规模设备更新和消费品以旧换新实施方案")
    ()
    """
    _, plain, verb = _unwrapped(title)
    if verb in ("转发", "批转"):
        return (plain.rsplit("《", 1)[1] if plain.count("《") > plain.count("》") else plain,)
    inside = [m for m in _INSIDE.finditer(plain) if _CARRIES_OUT.search(m["verb"])]
    if inside:
        return tuple(dict.fromkeys(m["inner"] for m in inside))
    plain = re.sub(r"(?:（[^（）]*）)+$", "", plain)
    found = _BEHIND_VERB.search(plain)
    if found and _OF_A_BODY.match(found["inner"]) and (named := _without_own_genre(found["inner"])):
        return (named,)
    if found := _words().carrying.search(plain):
        behind = _BEHIND_VERB.search(found["parent"])
        return (behind["inner"] if behind and len(behind["inner"]) >= 8 else found["parent"],)
    return ()


def _without_own_genre(text: str) -> str:
    """国务院关于发展旅游业的意见 of 国务院关于发展旅游业的意见实施方案; "" where one genre word is all there is."""
    words = _words()
    own = words.genre.search(text)
    front = text[: own.start()] if own else text
    front = re.sub(r"(?:精神|要求)?(?:的|任务|工作|重点|具体|若干)*$", "", front)
    found = _NAMED_TEXT.match(front)
    return found.group() if found and found.end() == len(front) else ""
