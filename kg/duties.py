"""Duties that running text gives to bodies."""

from __future__ import annotations

from kg.records import Mention, Parsed


def duties(parsed: Parsed) -> tuple[Mention, ...]:
    return ()
