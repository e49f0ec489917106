"""The words asked for, and how much of them a text holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

COMMON, RARE = 2.5, 4.0  # rarities between which words differ in what they are of the matter
ELIDED = 0.8  # what a word counts that the text prints in full
_HAN_ONLY = re.compile(r"[一-鿿]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word asked for. `others` are forms that count as much, `parts` the pieces of a long word that count in part."""

    form: str
    weight: float
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    known: bool = True  # some clause holds it, or a form that stands for it
    tells: float = 1.0  # how little of it is common talk (0–1); its weight is its rarity times that

    @property
    def matter(self) -> float:
        """What it counts where it is asked whether a clause is on the matter: a plan's own subject, which all of its
        clauses hold, is as much of the matter as a word that none holds."""
        return self.tells * min(max(self.weight / (self.tells or 1.0), COMMON), RARE)

    @property
    def front(self) -> str:
        """What a text holds of the word where it may print it in full (算力 of 算力券), "" where that is not asked."""
        short = _HAN_ONLY.fullmatch(self.form) and (len(self.form) == 3 or (len(self.form) == 2 and not self.known))
        return self.form[:-1] if short else ""

    def share(self, text: str) -> float:
        """How much of the word the text holds (0–1): 1 for the word, 0.9 for another form, less for pieces of it."""
        if self.form in text:
            return 1.0
        if any(other in text for other in self.others):
            return 0.9
        if self.front and in_full(self.form, text):
            return ELIDED
        if self.parts:
            return 0.7 * sum(part in text for part in self.parts) / len(self.parts)
        return 0.0


def in_full(word: str, text: str) -> bool:
    """Whether a text prints a short word in full: 算力券 as 算力服务券, 灌排 as 灌溉排水.

    >>> in_full("算力券", "发放算力服务券"), in_full("灌排", "加强灌溉排水"), in_full("灌排", "灌溉")
    (True, True, False)
    """
    front, last = word[:-1], word[-1]
    if len(word) not in (2, 3) or front not in text or not _HAN_ONLY.fullmatch(word):
        return False
    at = text.find(front)
    while at >= 0:
        behind = text[at + len(front) :][:4]
        if len(word) == 3:
            stands = any(last == behind[n] and _HAN_ONLY.fullmatch(behind[:n]) for n in range(1, len(behind)))
        else:
            stands = last == behind[1:2] and _HAN_ONLY.fullmatch(behind[:3]) is not None and len(behind) > 2
        if stands:
            return True
        at = text.find(front, at + 1)
    return False


@dataclass(frozen=True, slots=True)
class Subject:
    """`sentence` goes to the encoder, `words` to the keyword search and the reranking."""

    sentence: str
    words: tuple[Word, ...]
    sectors: tuple[str, ...]
    runs: tuple[str, ...] = ()  # its unbroken runs of three characters and more
    trust: float = 1.0  # the share of what is asked that the words tell: low where few of them are known


def coverage(words: Sequence[Word], text: str) -> tuple[tuple[str, ...], float]:
    """The words (or what stands for them) that the text holds, and their share of all words' weight (0–1)."""
    whole = sum(w.weight for w in words)
    if not whole:
        return (), 0.0
    held: list[str] = []
    got = 0.0
    for word in words:
        share = word.share(text)
        if share:
            held.append(word.form)
            got += word.weight * share
    return tuple(held), got / whole


def phrasing(runs: Sequence[str], text: str) -> float:
    """How much of the question's runs the text holds in one piece (0–1): 算力贷 rather than 算力 and 贷款."""
    whole = sum(map(len, runs))
    return sum(longest(run, text) for run in runs) / whole if whole else 0.0


def longest(run: str, text: str, held: Sequence[bool] = ()) -> int:
    """The length of the longest piece of a run that the text holds, 0 for pieces of one character, 16 at most.

    `held` may tell of each pair of the run whether the text can hold it.

    >>> longest("算力贷款", "发放算力贷", [True, True, False])
    3
    """
    length, at = 1, 0
    while at + length < len(run) and length < 16:
        if (not held or held[at + length - 1]) and run[at : at + length + 1] in text:
            length += 1
        else:
            at += 1
    return length if length > 1 else 0
