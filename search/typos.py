"""Characters typed for others of the same sound (错别字): 明厨亮皂 for 明厨亮灶; English words with a wrong letter.

A word is respelt only when it is no word, one character of another tone or shape but the same sound makes it one that
clauses print beside the same neighbours, and no other character does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from kg.terms import load
from search.understand import VOCABULARY


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


_LONG = 11  # letters of an English word that is respelt: shorter ones lie next to each other (contrast, contract)
_LETTERS = re.compile(r"[a-z]+")


@cache
def _asking() -> frozenset[str]:
    """English words that any question may hold: which, department, responsible."""
    return frozenset(row.form for row in load("asking_english", folder=VOCABULARY))


@cache
def english_words() -> frozenset[str]:
    """The words of the English vocabulary, those that any question may hold among them."""
    forms = [row.form for name in ("english", "plain_english") for row in load(name, folder=VOCABULARY)]
    return frozenset(word for form in forms for word in _LETTERS.findall(form))


def respelt(text: str, known: frozenset[str]) -> str:
    """Returns a text in small letters with English words that are plainly one letter off put right.

    `known` are words that are spelt as they should be. A word is put right only where it is none of these and a single
    one of them, long enough and with the same first letter, is one letter away.

    >>> respelt("who is responsable for kindergatens in rushan", frozenset({"kindergartens", "rushan"}))
    'who is responsible for kindergartens in rushan'
    """
    return _LETTERS.sub(lambda m: _meant(m[0], known) if len(m[0]) > 4 else m[0], text)


@lru_cache(4096)
def _meant(word: str, known: frozenset[str]) -> str:
    if word in known or word in _asking():
        return word
    found = {near for near in _near(word) if near[0] == word[0] and not word.startswith(near)}
    meant = found & _asking() or {near for near in found if len(near) >= _LONG and near in known}
    return meant.pop() if len(meant) == 1 else word


def _near(word: str) -> set[str]:
    """The spellings one letter away: one left out, one too many, one wrong, two the wrong way round."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    near = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return near | {a + c + b[1:] for a, b in cuts if b for c in letters} | {a + c + b for a, b in cuts for c in letters}
