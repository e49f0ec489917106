"""Many documents out of the five bundled ones, for measuring at size: each moved to another place, its number its own.

A province's plan goes to every province, a city's to cities, a county's to counties of the code book; a second round
over the same places is another year's plan. Bodies, citations and derivations move along, so that the graph grows as a
real one does: few sectors, some hundred places, units of every place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, cycle

from kg.places import Gazetteer, gazetteer
from kg.records import Place
from kg.settings import seed_policies

# file, the place it is about, the places above that it names
_SEEDS = (
    ("000", "630200", ("630000",)),
    ("001", "630000", ()),
    ("002", "371083", ("371000", "370000")),
    ("003", "150300", ()),
    ("004", "371502", ("371500", "370000")),
)
_OWN_NUMBER = re.compile("东政办|东昌政发")
_NUMBER = re.compile(r"(?<=[〕\]］])\d{1,4}(?=号)")
_YEAR = re.compile(r"(?<!\d)20(2[0-9])(?=年|〕|\])")


def papers(number: int) -> Iterator[tuple[str, str]]:
    """Yields (file name, text) of so many documents, always the same ones."""
    places = gazetteer()
    texts = {stem: _seed(stem) for stem, _, _ in _SEEDS}
    levels = {code: places.place(code).level for _, code, _ in _SEEDS}
    there = {level: [p for p in places if p.level == level] for level in ("province", "city", "county")}
    turns = {stem: enumerate(cycle(there[_height(levels[code])][n::2])) for n, (stem, code, _) in enumerate(_SEEDS)}
    made = count()
    while True:
        for stem, code, above in _SEEDS:
            serial = next(made)
            if serial >= number:
                return
            turn, place = next(turns[stem])
            round_ = turn // len(there[_height(levels[code])][::2])
            yield f"{serial:06d}.txt", _moved(texts[stem], places, code, above, place, serial, round_)


def _seed(stem: str) -> str:
    return next(path for path in seed_policies() if path.name.startswith(stem)).read_text("utf-8")


def _height(level: str) -> str:
    return level if level in ("province", "city") else "county"


def _moved(
    text: str, places: Gazetteer, code: str, above: tuple[str, ...], to: Place, serial: int, round_: int
) -> str:
    old = [places.place(one) for one in (code, *above)]
    chain = [one for one in places.above(to.code) if one.code != "100000"]
    new = [to, *chain, *([chain[-1]] * len(old) if chain else [to] * len(old))][: len(old)]
    if old[-1].level == "province" and chain:
        new[-1] = chain[-1]
    for one, other in zip(old, new, strict=True):
        text = text.replace(one.name, other.name).replace(_short(one.name), _short(other.name))
    if signs := places.marks(chain[-1].code if chain else to.code):
        text = re.sub("[青鲁]政", f"{signs[0]}政", text)
    if _OWN_NUMBER.search(text):
        text = _NUMBER.sub(str(serial % 900 + 1), text, count=1)
    return _YEAR.sub(lambda match: f"20{(int(match[1]) - round_) % 100:02d}", text) if round_ else text


def _short(name: str) -> str:
    return name.removesuffix("区").removesuffix("市").removesuffix("省") if len(name) > 2 else name
