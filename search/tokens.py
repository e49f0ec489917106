"""Cuts a text into the terms that the keyword index counts; the one file that knows jieba.

Chinese is counted by its pairs of neighbouring characters and by jieba's words of three and more (a word of two is a
pair already); Latin words and numbers as they stand. Letters are folded: width, case, traditional characters. The
cutter is private to its owner, says nothing and writes nothing (rjieba: jieba's words and cuts, eighteen times faster).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

import rjieba

from kg.view import normal
from search.script import simplify

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_RUN = re.compile(
    rf"""
      (?P<han>[{_HAN}]+)              # 责任单位
    | \d+(?:\.\d+)?%?                 # 2027  45%  3.5
    | [a-z]+(?:'[a-z]+)?              # ai  5g's letters
    """,
    re.VERBOSE,
)
_LONG = 3
_RUNNING = 6e7  # words of the running text that jieba's dictionary was counted in
# Natural logarithms: a word rarer than 1 in e^(_COMMON + _RANGE) of running text tells all that it says.
_COMMON, _RANGE, _LEAST = 7.5, 3.0, 0.15
WORD_WEIGHT = 2.0
"""What a pair that is a word of its own counts for in a question, beside 1 for a pair across two words."""


def fold(text: str) -> str:
    """The text as terms are compared: one width, one case, simplified characters; the length stays the same.

    >>> fold("（充電樁：ＡＩ）")
    '（充电桩：ai）'
    """
    folded = simplify(normal(text))
    lower = folded.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in folded)


class Tokens:
    """A cutter with words of its own beside jieba's: sectors, places, units."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        folded = fold("\n".join(word.strip() for word in words)).split("\n")
        self.words = tuple(sorted({word for word in folded if len(word) >= _LONG}))
        self._jieba = rjieba.Jieba()
        for word in self.words:
            self._jieba.add_word(word, None, None)

    def terms(self, text: str) -> list[str]:
        """The terms of a text to be found, as often as they stand in it.

        >>> Tokens().terms("二手车交易")
        ['二手车', '二手', '手车', '车交', '交易']
        """
        terms: list[str] = []
        for run in _RUN.finditer(fold(text)):
            han = run["han"]
            if han is None:
                terms.append(run[0])
                continue
            terms += [word for word in self._jieba.cut_for_search(han, False) if len(word) >= _LONG]
            terms += _pairs(han)
        return terms

    def cut(self, text: str) -> list[str]:
        """The words of a run of Chinese, one after the other.

        >>> Tokens().cut("二手车交易")
        ['二手车', '交易']
        """
        return list(self._jieba.cut(fold(text), False))

    def telling(self, word: str) -> float:
        """How much a word tells by how common it is in Chinese at large: 0.15 (没有) to 1 (殡葬, and what is no word).

        >>> [round(Tokens().telling(word), 2) for word in ("没有", "个人", "殡葬")]
        [0.15, 0.32, 1.0]
        """
        said = fold(word)
        if not self._jieba.has_word(said):
            return 1.0
        rare = math.log(_RUNNING / max(self._jieba.suggest_freq(said), 1))
        return min(max((rare - _COMMON) / _RANGE, _LEAST), 1.0)

    def question(self, text: str) -> dict[str, float]:
        """The terms of a question with what each counts for: words more than pairs across words.

        >>> Tokens().question("二手车交易")
        {'二手车': 1.0, '二手': 2.0, '手车': 2.0, '车交': 1.0, '交易': 2.0}
        """
        weights: Counter[str] = Counter()
        for run in _RUN.finditer(fold(text)):
            han = run["han"]
            if han is None:
                weights[run[0]] += WORD_WEIGHT  # type: ignore[assignment]
                continue
            words = self._jieba.cut_for_search(han, False)
            weights.update(word for word in words if len(word) >= _LONG)
            for pair in _pairs(han):
                weights[pair] += WORD_WEIGHT if pair in words else 1  # type: ignore[assignment]
        return {term: float(weight) for term, weight in weights.items()}


def _pairs(han: str) -> list[str]:
    """Neighbouring characters; a character that stands alone is a term."""
    return [han[i : i + 2] for i in range(len(han) - 1)] or [han]
