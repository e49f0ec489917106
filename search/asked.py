"""What a question asks (意图), judged by its cues and, where these leave it open, by its wording as a whole.

Cues (search/vocabulary/intents.tsv) know the phrasings that somebody thought of; people think of others. A multinomial
logistic judgement weighs what the cues say together with the vector of the question in the second encoder, its places
and bodies replaced by common names so that only the phrasing is left. Fitted by scripts/fit_asked.py on made-up
phrasings: docs/decisions/0013-what-is-asked.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from search.second import vector_of

Intent = Literal["units", "duties", "targets", "source", "implementers", "compare", "topic"]
INTENTS: tuple[Intent, ...] = get_args(Intent)
WEIGHTS = Path(__file__).parent / "vocabulary" / "asked.npz"
PLAIN = 0.9  # how sure the cues must be for the wording not to be looked at
SURE = 0.6  # how sure the wording must be to be followed against the rules
WORDING = 3.0  # what the unit vector of the wording is multiplied by, beside signs of 0 to 5
Floats = NDArray[np.float64]


def signs(scores: Mapping[str, float], by_cues: Intent, flags: Sequence[bool]) -> Floats:
    """What the cues say as numbers: the score of each intent, which one the rules choose, and further marks.

    `flags` are in the order in which the weights were fitted: two places, one place, a known body, any body, the level
    above, everywhere, a numbered clause, English.
    """
    chosen = [float(by_cues == intent) for intent in INTENTS]
    return np.array([*(scores.get(intent, 0.0) for intent in INTENTS), *chosen, *map(float, flags)])


def asked(found: Floats, phrasing: str, by_cues: Intent) -> Intent:
    """Returns the intent of a question from its signs, its text without names and what the rules choose."""
    weights, chosen = _weights(), INTENTS.index(by_cues)
    if _shares(weights["plain"], found)[chosen] >= PLAIN:
        return by_cues
    share = _shares(weights["whole"], np.concatenate([found, WORDING * vector_of(phrasing)]))
    share = np.where(_may_be(found), share, 0.0)
    return INTENTS[int(share.argmax())] if share.max() >= SURE else by_cues


def by_rules(found: Floats, phrasing: str, by_cues: Intent) -> Intent:
    """What the rules choose, without a look at the wording: enough where clauses are only ranked."""
    return by_cues


def _may_be(found: Floats) -> NDArray[np.bool_]:
    """Which intents a question can have at all: duties are a body's, what is compared is of two places or levels."""
    two, _, _, body, above, everywhere, *_ = found[2 * len(INTENTS) :] > 0
    compares = two or above or everywhere or found[INTENTS.index("compare")] > 0
    return np.array([{"duties": body, "compare": compares}.get(intent, True) for intent in INTENTS], bool)


def _shares(weights: Floats, found: Floats) -> Floats:
    """Softmax of a row of weights an intent; the last weight of a row stands alone."""
    odds = weights[:, :-1] @ found + weights[:, -1]
    raised = np.exp(odds - odds.max())
    return np.asarray(raised / raised.sum(), np.float64)


@cache
def _weights() -> Mapping[str, Floats]:
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float64) for name in ("plain", "whole")}
