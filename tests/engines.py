"""Engines over papers that a test makes up (see `engine_over` in conftest.py)."""

from __future__ import annotations

from collections.abc import Callable

from search.engine import Engine

EngineOver = Callable[[dict[str, str]], Engine]
"""Papers by file name → an engine that has read them."""
