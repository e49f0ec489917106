"""A choice of many words (择词) as a pattern that finds them fast.

A plain 甲|乙|丙 of a thousand words tries all of them at every character. Here the words stand together by their first
character, and the first characters in bands, so that most characters are passed over by one look ahead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_BANDS = 10  # look-aheads; about the square root of the usual number of first characters
_FEW = 16  # first characters that one look-ahead tells well enough


def choice(words: Iterable[str], gap: str = "") -> str:
    """Returns a pattern that matches any of `words` (none empty), the longest that fits; what follows may refuse it.

    It finds what the plain alternatives, longest first, would find. `gap` is a pattern that may stand between the
    characters of a word.

    >>> re.findall(choice(["化工", "强化工作", "强化", "家电"]), "强化工作，化工、家电")
    ['强化工作', '化工', '家电']
    >>> re.findall(choice(["牵头", "责任"], gap=" *"), "牵 头单位、责任单位")
    ['牵 头', '责任']
    """
    by_first: dict[str, set[str]] = {}
    for word in words:
        by_first.setdefault(word[0], set()).add(word[1:])
    if not by_first:
        return r"(?!)"
    firsts = sorted(by_first)
    size = len(firsts) if len(firsts) <= _FEW else -(-len(firsts) // _BANDS)
    bands = [firsts[at : at + size] for at in range(0, len(firsts), size)]
    tried = ["|".join(_words(first, by_first[first], gap) for first in band) for band in bands]
    if len(bands) > 1:
        tried = [f"{_ahead(band, by_first, gap)}(?:{found})" for band, found in zip(bands, tried, strict=True)]
    return f"(?:{_ahead(firsts, by_first, gap)}(?:{'|'.join(tried)}))"


def _ahead(firsts: Iterable[str], by_first: Mapping[str, set[str]], gap: str) -> str:
    """Looks whether one of the first characters stands here, and behind it one that goes on with a word."""
    ahead = _any(firsts)
    rests = {rest for first in firsts for rest in by_first[first]}
    if all(rests):
        ahead += gap + _any({rest[0] for rest in rests})
    return f"(?={ahead})"


def _any(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"


def _words(first: str, rests: set[str], gap: str) -> str:
    """The words that begin with one character, the longest first."""
    ordered = sorted(rests, key=lambda rest: (-len(rest), rest))
    ends = ["".join(gap + re.escape(character) for character in rest) for rest in ordered]
    return re.escape(first) + (ends[0] if len(ends) == 1 else f"(?:{'|'.join(ends)})")
