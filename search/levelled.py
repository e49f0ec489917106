"""Bodies that a question names by level and matter (省级文旅主管部门, township governments): the many of that level in
the graph, however its papers print them (省级文化和旅游行政部门, 乡镇人民政府)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from search.knowledge import Body
from search.understand import UnitFound

_KIND = r"(?:行政主管|行政管理|主管|行政|管理)?部门"
_SAID = re.compile(rf"(?P<level>[省市县区州]级)(?P<matter>水(?=行政)|[一-鿿、]{{2,10}}?){_KIND}")
_OF_PLACE = "(?:[一-鿿]{2,12}?[省市县区州盟旗])?"  # 〔江西省〕市级财政部门
_PRINTED = re.compile(rf"{_OF_PLACE}(?P<level>[省市县区州]级)(?:人民政府)?(?P<matter>[一-鿿、]{{2,24}}?){_KIND}")
_NO_MATTER = re.compile(r"哪|什么|有关|相关|各|以上|牵头|责任|配合|审批|职能|业务|的")
_GOVERNMENTS = re.compile(
    r"\b(?P<level>provincial|prefectural|municipal|city|county|township|town)(?:[- ]level)?"
    r" (?:people['’]s )?governments\b"
)
_LEVELS = {
    "provincial": "省", "prefectural": "[市州]", "municipal": "市", "city": "市", "county": "县", "township": "乡镇?",
    "town": "乡?镇",
}  # fmt: skip


def levelled(
    text: str,
    bodies: Sequence[Body],
    fits: Callable[[str, str], bool],
    here: Callable[[Sequence[Body]], tuple[str, ...]],
    taken: Sequence[UnitFound],
) -> list[UnitFound]:
    """Returns the bodies that normalised text names by level, where no other name was found; `fits` tells whether a
    short name is one of a matter, `here` keeps those of the place asked about.

    Takes 省级文旅部门 and township governments where the graph has one; must leave alone 省级有关部门.
    """
    many = [b for b in bodies if b.collective]
    found: list[UnitFound] = []
    for match in _SAID.finditer(text) if "部门" in text else ():
        matter = match["matter"]
        if _NO_MATTER.search(matter):
            continue
        printed = ((b, _PRINTED.fullmatch(b.name)) for b in many)
        own = [b for b, name in printed if name and name["level"] == match["level"] and fits(matter, name["matter"])]
        found.append(UnitFound(match[0], here(own), match.start(), match.end()))
    for match in _GOVERNMENTS.finditer(text) if "governments" in text else ():
        called = re.compile(
            rf"{_OF_PLACE}(?:各|地方|有关)?{_LEVELS[match['level']]}[级、（）市区州旗盟镇]*(?:人民)?政府"
        )
        own = [b for b in many if called.fullmatch(b.name)]
        found.append(UnitFound(match[0], here(own), match.start(), match.end()))
    return [f for f in found if f.units and not any(t.start < f.end and f.start < t.end for t in taken)]


# A section behind the name of its body: 体育总局〔群体司〕, 市水利局〔河湖管理科〕; not 〔科学〕, 〔科长〕
_SECTION = re.compile(r"(?:的)?(?P<name>[一-鿿]{1,7}?(?:司|处|科(?![技学研普])|室|股|大队|专班))(?![长级])")


def sections(text: str, found: Sequence[UnitFound], bodies: Mapping[str, Body]) -> list[UnitFound]:
    """Returns the bodies found, with a section that stands right behind the name of one in place of it.

    Takes 体育总局群体司 where the graph has 国家体育总局群体司; must leave 体育总局科学处 alone where it has none.
    """
    return [_section(text, one, bodies) for one in found]


def _section(text: str, found: UnitFound, bodies: Mapping[str, Body]) -> UnitFound:
    section = _SECTION.match(text, found.end) if found.units else None
    if section is None:
        return found
    names = tuple(bodies[unit].name for unit in found.units)
    own = [b for b in bodies.values() if b.name.startswith(names) and b.name.endswith(section["name"])]
    units = tuple(b.id for b in own if b.id not in found.units and not b.collective)
    if not units:
        return found
    return replace(found, words=text[found.start : section.end()], units=units, end=section.end())
