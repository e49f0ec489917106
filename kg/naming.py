"""How one body's name is spelt (机构名称): short and long forms of what stands behind the place.

`spelling` tells, for the name without its place (发展改革委), the canonical form (发展和改革委员会), a key that all its
spellings share, and the function that counterparts of other places share (发展和改革).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from kg.terms import load
from kg.view import normal

_REMEMBERED = 8192  # names
_BRACKETED = re.compile(r"（[^（）]*）|〈[^〈〉]*〉|\([^()]*\)")
_MATTER = re.compile(r"(?P<core>.{2,}?)(?P<suffix>总局|分局|支局|局|委员会|委|厅|部|署|办公室|办|中心)")
_PARTY = re.compile(r"(?:党|团|工|组|纪|监|市|省|县|区|州|盟|旗|法|编|常)委$")  # 政法委, 纪委, 党工委
_TWO_PLATES = re.compile(r"(?P<first>.{2,}?(?:局|委|办|厅))(?P<second>(?:省|市|区|县|州|旗|盟).{2,}(?:局|委|办|厅))")
_SYLLABLES = re.compile("[科经工信商财发改规住建交农水文旅体教卫健人社城管投促民宗国土贸计外]{2,5}")
_CLIPPED = re.compile(rf"(?:{_SYLLABLES.pattern.removesuffix('{2,5}')}|科技|商务|农牧|水利){{2,}}")
_MINISTRY = re.compile(r"(?:国家|中国|国务院)?(?P<matter>.+?)(?:部|委员会|总局|总署|局|署)")
_AND = re.compile(r"(?<=.)[和与及](?=.)")


class Spelling(NamedTuple):
    """A name without its place."""

    full: str  # 发展和改革委员会
    key: str  # what every spelling of the body shares, the kind of body (局, 委员会) included
    function: str | None  # 发展和改革; None for bodies that have no counterparts


@cache
def _table(kind: str) -> Mapping[str, str]:
    return {t.form: t["full"] for t in load("units", required=("full",)) if t.kind == kind}


@lru_cache(maxsize=_REMEMBERED)
def spelling(rest: str) -> Spelling:
    """Returns how the name behind the place is spelt in full, its key and its function.

    Takes 住建局 and 住房城乡建设局 for one body; must leave alone 农业农村局, which is spelt out already.

    >>> spelling("住建局")
    Spelling(full='住房和城乡建设局', key='住房城乡建设局', function='住房和城乡建设')
    """
    rest = plain(rest)
    plates = _TWO_PLATES.fullmatch(rest)
    if plates:  # 经信局市新经济委 is one body with two names
        return spelling(plates["first"])
    for kind in ("whole", "same"):
        if rest in _table(kind):
            full = _table(kind)[rest]
            return Spelling(full if kind == "whole" else rest, _key(full), _function(full))
    shape = _MATTER.fullmatch(rest)
    if shape is None:
        return Spelling(rest, _key(rest), _function(rest))
    core, suffix = shape["core"], shape["suffix"]
    shown = _table("core").get(core, core)
    meant = _table("known").get(core, shown)
    said = suffix
    if suffix == "委" and not _PARTY.search(rest):
        suffix = "委员会"
        short = meant != core or _SYLLABLES.fullmatch(core)  # 科经委 is short throughout, so is 民族宗教委
        said = "委" if shown == core and short else suffix
    return Spelling(shown + said, _key(meant + suffix), _function(meant + suffix))


def national(name: str) -> str | None:
    """Returns the canonical name of a body of the nation as its own papers print it (人民银行), None for others."""
    return _table("national").get(name)


def national_names(ends: tuple[str, ...]) -> frozenset[str]:
    """The printed and everyday names of bodies of the nation that end so: 工信部, 税务总局 for 部, 总局."""
    return frozenset(name for name in _table("national") if name.endswith(ends))


def ministry(matter: str) -> str | None:
    """Returns the body of the nation that is in charge of a matter, None where none or several bear it in the name.

    >>> ministry("人力资源社会保障"), ministry("教育"), ministry("烟花爆竹")
    ('人力资源和社会保障部', '教育部', None)
    """
    full = spelling(f"{matter}局").function or matter
    return _ministries().get(_AND.sub("", full)) or _ministries().get(_FORMER.get(matter, ""))


_FORMER = {"水": "水利", "林业": "林业草原", "食品药品": "药品", "质量技术": "市场"}  # matters as older laws name them


@cache
def _ministries() -> Mapping[str, str]:
    """What a ministry is in charge of, as its name has it without 和 and without 管理 → the ministry."""
    found: dict[str, set[str]] = {}
    for full in {*_table("national").values()}:
        shape = _MINISTRY.fullmatch(full)
        if shape:
            matter = _AND.sub("", shape["matter"])
            for form in {matter, *(matter.removesuffix(end) for end in ("管理", "监督管理", "事务"))} - {""}:
                found.setdefault(form, set()).add(full)
    return {form: names.pop() for form, names in found.items() if len(names) == 1}


def is_open(matter: str) -> bool:
    """Tells whether a short form stands for other names in other places: 文旅 for 文化旅游广电 or 文化和旅游."""
    return matter in _table("open")


def is_clipped(matter: str) -> bool:
    """Tells whether a matter of three characters or more is told by its syllables: 经商科技, not 农业 or 自然资源."""
    return len(matter) > 2 and _CLIPPED.fullmatch(matter) is not None


def plain(name: str) -> str:
    """The name without white space, with full-width brackets; a second plate in brackets behind it is left out."""
    name = normal("".join(name.split())).replace("〔", "（").replace("〕", "）")
    if name.endswith("）") and not re.match(r"各|有关|相关|全", name) and len(without := _BRACKETED.sub("", name)) > 2:
        return without
    return name


def _key(full: str) -> str:
    """The name without 和, 与, 及, with 政府 for 人民政府 and 办公室 for 办: what spellings may differ in."""
    full = _AND.sub("", full).replace("人民政府", "政府").replace("管委会", "管理委员会")
    return re.sub(r"(?<!街道)办$", "办公室", full)


_NATION = re.compile(r"^(?:中华人民共和国|中华全国|国家|中国|国务院|全国)(?=.{3,})")
_KIND = re.compile(r"(?P<core>.{2,}?)(?:委员会|总局|局|厅|部|署|委)")
_BRANCH = re.compile(  # 生态环境分局, 中国人民银行分行
    r"(?<=局)监管[分支]局$|(?:监管)?[分支](?=局$)|(?<=银行)(?:分行|支行|中支|中心支行)$"
)


def _function(full: str) -> str | None:
    """What counterparts share: 商务 of 商务局, 商务厅 and 商务部; None for companies, groups and collectives."""
    if re.search(r"集团|公司|各|有关|相关|部门|单位|专班|领导小组|(?<!人民)银行", full):
        return None
    full = _BRANCH.sub("", _NATION.sub("", full))
    shape = _KIND.fullmatch(full)
    return shape["core"] if shape and not full.startswith("委") else full


def plates(name: str) -> tuple[str, ...]:
    """The further names that a body bears: 市数据局 of 市发展改革委（市数据局）, 市新经济委 of 市经信局市新经济委.

    >>> plates("市发展改革委（市数据局）"), plates("各镇政府（街道办事处）")
    (('市发展改革委', '市数据局'), ())
    """
    name = normal("".join(name.split())).replace("〔", "（").replace("〕", "）")
    two = _TWO_PLATES.fullmatch(name)
    if two:
        return two["first"], two["second"]
    match = re.fullmatch(r"(?P<first>[^各（）]+)（(?P<second>[^（）]{3,}(?:局|委|办|厅|室|中心|会))）", name)
    return (match["first"], match["second"]) if match else ()


def normalise_unit(name: str) -> str:
    """Returns a body's name with its standard abbreviations spelt out, its place left as it is.

    >>> normalise_unit("海东市发改委"), normalise_unit("市供销社"), normalise_unit("省科技厅")
    ('海东市发展和改革委员会', '市供销合作社联合社', '省科学技术厅')
    """
    name = plain(name)
    for cut in range(len(name) - 1):
        if _is_listed(name[cut:]):
            return name[:cut] + spelling(name[cut:]).full
    front = re.match(r".{0,9}?[省市区县州盟旗](?!场)", name)
    cut = front.end() if front else 0
    return name[:cut] + spelling(name[cut:]).full if len(name) - cut > 2 else name


def _is_listed(rest: str) -> bool:
    """Tells whether the vocabulary knows how `rest` is spelt out."""
    if rest in _table("whole"):
        return True
    shape = _MATTER.fullmatch(rest)
    return bool(shape) and shape["core"] in _table("core")  # type: ignore[index]


def short_forms(name: str) -> tuple[str, ...]:
    """Returns the forms without a place that people use for a body, longest first.

    >>> short_forms("海东市工业和信息化局")
    ('工业与信息化局', '工业和信息化局', '工业信息化局', '工信局')
    """
    rest = _without_place(plain(name))
    forms = {rest}
    for kind in ("core", "known"):
        for form, full in _table(kind).items():
            for suffix in ("局", "委员会", "厅", "办公室", "部", "中心"):
                if rest == full + suffix:
                    short = {"委员会": "委", "办公室": "办"}.get(suffix, suffix)
                    forms |= {form + suffix, form + short, full + short}
    for kind in ("whole", "same"):
        forms |= {form for form, full in _table(kind).items() if full == rest}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _without_place(name: str) -> str:
    """国家税务总局海东市税务局 → 税务局, 海东市商务局 → 商务局."""
    name = re.sub(r"^国家税务总局(?=.{2,}税务局)", "", name)
    ends = [m.end() for m in re.finditer(r"[省市区县州盟旗](?!场)", name)]
    for end in reversed(ends):
        if len(name) - end >= 3 and end >= 1 and end <= 12 and spelling(name[end:]).function:
            return name[end:]
    return name
