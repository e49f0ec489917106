"""A set of clauses that knows the places it stands for, so that a database can find them by walking there itself."""

from __future__ import annotations

from collections.abc import Iterable


class Within(frozenset[str]):
    """The clauses of all documents that apply in some places or, unless `exact`, within them."""

    places: tuple[str, ...]  # codes
    exact: bool

    @classmethod
    def of(cls, clauses: Iterable[str], places: Iterable[str], *, exact: bool) -> Within:
        """The clauses must be exactly those of the places' documents.

        >>> sorted(Within.of(["甲#二", "甲#一"], ["630200"], exact=False))
        ['甲#一', '甲#二']
        """
        found = cls(clauses)
        found.places = tuple(places)
        found.exact = exact
        return found
