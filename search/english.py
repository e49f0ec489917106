"""The English words of questions: which of them ask, what the others stand for in Chinese (英文词).

>>> [said for said, _ in in_chinese("dredged rivers and second-hand cars")]
['rivers', 'second-hand cars', 'dredged']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kg.terms import load
from search.understand import VOCABULARY

# What asks, not what is asked about: who is in charge of, which government bodies.
ASKING = re.compile(
    r"""\b(?:in\ charge|takes?\ charge|responsib(?:le|ility)|lead(?:s|ing)?|tasked|accountable
      | (?:(?:responsible|lead|leading|competent|national|local|government|public|provincial|city|county)\s+)*
        (?:departments?|units?|bureaus?|agenc(?:y|ies)|authorit(?:y|ies)|bod(?:y|ies)|ministr(?:y|ies)|institutions?
          |organi[sz]ations?|commissions?)
      | based\ on|derived?\ from|(?:comes?|taken|drawn|stems?)\ from|rests?\ on|sources?\ of|the\ basis\ (?:of|for)
      | carr(?:y|ies|ied)\ (?:that\ |this\ |it\ )?out|put(?:s|ting)?\ into\ practice|implement(?:s|ed|ing)?
      | take[ns]?\ up | (?:what\ )?bec[ao]mes?\ of | origins?\ (?:of|in) | (?:the\ )?efforts?\ to
      | deal(?:s|t|ing)?\ with
      | (?<=who\ )(?:else\ )?(?:handles?|deals?\ with|looks?\ after|takes?\ care\ of|oversees?|supervises?|regulates?
        |manages?|runs?|sees?\ to|answers?\ for|heads?)
      | (?:the\ )?(?:implementing\ )?(?:clauses?|provisions?|articles?|paragraphs?))\b""",
    re.VERBOSE,
)
_APART = re.compile("[ -]")
_LATIN = re.compile("[a-z0-9]")
_ENDING = re.compile(r"(?:ies|ied|ing|ed|er|ers|ly)$")


@cache
def plain_words() -> frozenset[str]:
    """Common English words, in the plural and as verbs of one person too."""
    return frozenset(form for row in load("plain_english", folder=VOCABULARY) for form in (row.form, row.form + "s"))


@cache
def vocabulary() -> Mapping[str, tuple[str, ...]]:
    """English phrases with what they stand for in Chinese, the closest first."""
    rows = load("english", required=["chinese"], folder=VOCABULARY)
    return {row.form: tuple(row["chinese"].split()) for row in rows if row.kind == "term"}


def in_chinese(plain: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The English phrases of a text with their Chinese forms, then the words left over that are bent ones: dredged."""
    if not _LATIN.search(plain):
        return
    book = vocabulary()
    left = plain
    for match in phrases().finditer(plain):
        left = left[: match.start()] + " " * (match.end() - match.start()) + left[match.end() :]
        yield match[0], book.get(match["phrase"]) or _spaced()[match["phrase"].replace("-", " ")]
    for word in re.findall(r"(?<![a-z-])[a-z]{5,}(?![a-z-])", left):
        for stem in _stems(word):
            if stem in book:
                yield word, book[stem]
                break


def _stems(word: str) -> Iterator[str]:
    """The words that a bent one may come from: dredged → dredg, dredge; planning → plann, planne, plan.

    >>> list(_stems("planning"))
    ['plann', 'planne', 'plan']
    """
    ending = _ENDING.search(word)
    if ending is None:
        return
    stem = word[: ending.start()]
    if ending[0] in ("ies", "ied"):
        yield stem + "y"
        return
    yield stem
    yield stem + "e"
    if len(stem) > 2 and stem[-1] == stem[-2]:
        yield stem[:-1]


@cache
def _spaced() -> Mapping[str, tuple[str, ...]]:
    """The vocabulary with spaces for hyphens."""
    return {phrase.replace("-", " "): words for phrase, words in vocabulary().items()}


@cache
def phrases() -> re.Pattern[str]:
    """Any phrase of the English vocabulary as a whole word, the longest first, in the plural too.

    A hyphen may stand for a space and the other way round: household-waste sorting, e commerce.
    """
    longest = sorted(vocabulary(), key=lambda phrase: (-len(phrase), phrase))
    forms = "|".join("[ -]".join(map(re.escape, _APART.split(phrase))) for phrase in longest)
    return re.compile(rf"(?<![a-z])(?P<phrase>{forms})(?:s|es)?(?![a-z])")
