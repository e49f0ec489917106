"""Many documents out of the five bundled ones, for measuring at size: other places, matters and numbers.

A block of 160 documents is about one matter: the plans of 32 provinces, and of cities and counties in them. Bodies,
citations and derivations move along with the places, so that the graph grows as a real one does: few sectors, units of
every place, each plan derived from the one above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from kg.places import Gazetteer, gazetteer
from kg.records import Place
from kg.settings import seed_policies

BLOCK = 160
# file, the place it is about, the places above that it names
_SEEDS = (
    ("000", "630200", ("630000",)),
    ("001", "630000", ()),
    ("002", "371083", ("371000", "370000")),
    ("003", "150300", ()),
    ("004", "371502", ("371500", "370000")),
)
_OLD = ("设备更新", "消费品以旧换新")
_THINGS = (
    "冷库",
    "渠道",
    "机井",
    "茶园",
    "渔港",
    "公交",
    "养老设施",
    "乡村道路",
    "供热管网",
    "社区食堂",
    "古树",
    "堤防",
)
_DEEDS = ("改造", "扩建", "整治", "养护", "提升", "清查", "联网", "租赁", "共建", "数字化")
_OWN_NUMBER = re.compile("东政办|东昌政发")
_NUMBER = re.compile(r"(?<=[〕\]])\d{1,4}(?=号)")


def papers(number: int) -> Iterator[tuple[str, str]]:
    """Yields (file name, text) of so many documents, always the same ones."""
    places = gazetteer()
    texts = {stem: _seed(stem) for stem, _, _ in _SEEDS}
    there = {level: [p for p in places if p.level == level] for level in ("province", "city", "county")}
    matters = list(product(_THINGS, _DEEDS))
    for serial in range(number):
        block, at = divmod(serial, BLOCK)
        stem, code, above = _SEEDS[at % len(_SEEDS)]
        own = there[places.place(code).level]
        # The two files of a level take turns; every block goes on where the one before ended.
        turn = at // len(_SEEDS) + (BLOCK // len(_SEEDS)) * (2 * block + (stem in ("003", "004")))
        text = _moved(texts[stem], places, (code, *above), own[turn % len(own)], serial)
        thing, deed = matters[block % len(matters)]
        yield f"{serial:06d}.txt", text.replace(_OLD[0], thing + deed).replace(_OLD[1], f"{thing}管护")


def _seed(stem: str) -> str:
    return next(path for path in seed_policies() if path.name.startswith(stem)).read_text("utf-8")


def _moved(text: str, places: Gazetteer, codes: tuple[str, ...], to: Place, serial: int) -> str:
    old = [places.place(code) for code in codes]
    chain = [place for place in places.above(to.code) if place.code != "100000"]
    new = [to, *chain, *[(chain or [to])[-1]] * len(old)][: len(old)]
    if len(old) > 1 and chain:
        new[-1] = chain[-1]
    for one, other in zip(old, new, strict=True):
        text = text.replace(one.name, other.name).replace(_short(one.name), _short(other.name))
    if signs := places.marks(new[-1].code if len(new) > 1 else to.code):
        text = re.sub("[青鲁]政", f"{signs[0]}政", text)
    return _NUMBER.sub(str(serial + 1), text, count=1) if _OWN_NUMBER.search(text) else text


def _short(name: str) -> str:
    return name.removesuffix("区").removesuffix("市").removesuffix("省") if len(name) > 2 else name
