"""Townships (乡镇街道) in a question: they have no code of their own, so their papers are known by who issued them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.view import normal

if TYPE_CHECKING:
    from search.knowledge import Paper

TOWNSHIP = "township"
# What makes a name in front of it a township's: 石壁镇; not 三明镇村, 三明乡贤.
KIND = re.compile(r"镇(?![级村域区政痛静江])|乡(?![村镇土下级贤愁情亲音风道里间俗])|苏木")
_ANY = re.compile(r"[镇乡]|苏木|街道")
_ISSUER = re.compile(
    r"(?P<front>.*?)(?P<stem>[一-鿿]{1,6})(?P<kind>镇|乡|苏木|街道)(?=人民政府|办事处|政府|党委|党工委|$)"
)
_OF_COUNTY = re.compile(r".*(?:[县区市旗]|自治县)(?=[一-鿿]{2})")


@lru_cache(4096)
def town_of(issuer: str) -> str:
    """The township that issued a paper, without the county in front of it; "" where none did.

    >>> town_of("宁化县石壁镇人民政府"), town_of("城关街道办事处"), town_of("宁化县人民政府")
    ('石壁镇', '城关街道', '')
    """
    found = _ISSUER.match(normal(issuer))
    if found is None:
        return ""
    return _OF_COUNTY.sub("", found["front"] + found["stem"]) + found["kind"]


def papers_of_towns(text: str, papers: Iterable[Paper]) -> list[str]:
    """The papers of the townships that a question names, by id."""
    plain = normal(text)
    if _ANY.search(plain) is None:
        return []
    towns = ((paper.id, town_of(paper.issuer or "")) for paper in papers if paper.level == TOWNSHIP)
    return [paper for paper, town in towns if len(town) >= 2 and town in plain]
