"""A clause found for a question, with what speaks for it (命中)."""

from __future__ import annotations

from typing import NamedTuple

FULL = 1.2
"""The score of a clause that fits in every way."""


class Hit(NamedTuple):
    """A clause found. `score` 0 to FULL, higher is closer; `wording` the share of the question's words it holds."""

    clause: str
    score: float
    sure: float = 1.0  # 0–1: how surely it is on the matter, words that no clause holds counted too
    told: float = 1.0  # 0–1: the share of the question's words that it holds, words that no clause holds counted too
    meaning: float = 0.0
    wording: float = 0.0
    phrase: float = 0.0  # how much of the question's wording it holds in one piece
    words: tuple[str, ...] = ()
    matched_by: tuple[str, ...] = ()
    reason: str = ""
    matter: float = 1.0  # 0–1: the share that it holds of what is asked about, whatever the words' rarity
    on: float = 1.0  # 0–1: how surely it is on the matter at all, by that share and meaning
    close: float | None = None  # log-odds by the cosine alone that it is meant; None where the encoder tells none

    def with_graph(self) -> Hit:
        """The same hit, supported by an edge of the graph as well."""
        return self if "graph" in self.matched_by else self._replace(matched_by=(*self.matched_by, "graph"))
