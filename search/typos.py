"""Characters typed for others of the same sound (错别字): 明厨亮皂 for 明厨亮灶.

A word is respelt only when it is no word, one character of another tone or shape but the same sound makes it one that
clauses print beside the same neighbours, and no other character does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache


def respell(word: str, before: str, after: str, printed: Callable[[str], bool]) -> str | None:
    """Returns the word as clauses print it, None where that is not plain.

    `before` and `after` are the characters beside it, `printed` tells whether clauses print two characters together.

    >>> respell("亮皂", "厨", "", {"厨亮", "亮灶"}.__contains__)
    '亮灶'
    >>> respell("亮皂", "", "", {"厨亮", "亮灶"}.__contains__) is None
    True
    """
    whole = before + word + after
    found = set()
    for at, character in enumerate(word):
        place = at + len(before)
        for other in sounding_like(character):
            tried = whole[:place] + other + whole[place + 1 :]
            pairs = [tried[i : i + 2] for i in range(len(tried) - 1)]
            if len(pairs) > 1 and all(map(printed, pairs)):
                found.add(word[:at] + other + word[at + 1 :])
    return found.pop() if len(found) == 1 else None


def sounding_like(character: str) -> tuple[str, ...]:
    """The other characters of the same sound, whatever its tone: 绕 for 饶."""
    sound = _sounds().get(character)
    return tuple(c for c in _by_sound()[sound] if c != character) if sound else ()


@cache
def _sounds() -> Mapping[str, str]:
    from pypinyin import lazy_pinyin  # a heavy dictionary: loaded with the first word that is none

    # The 3,755 characters of GB 2312's first level: what people type and papers print.
    rows = range(0xB0, 0xD8)
    level = [bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF)]
    characters = [text for pair in level if (text := pair.decode("gb2312", "ignore"))]
    return dict(zip(characters, (lazy_pinyin(c)[0] for c in characters), strict=True))


@cache
def _by_sound() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for character, sound in _sounds().items():
        found[sound].append(character)
    return {sound: tuple(characters) for sound, characters in found.items()}
