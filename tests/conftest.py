"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.embedded import EmbeddedStore
from kg.store import Store

StoreAt = Callable[[str], Store]


@pytest.fixture(params=["embedded"])
def store_at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreAt]:
    """Opens stores by name, of each kind there is: the same name is the same store, a new name an empty one."""
    opened: list[Store] = []

    def at(name: str) -> Store:
        opened.append(EmbeddedStore.open(tmp_path / name, create=True))
        return opened[-1]

    yield at
    for store in opened:
        store.close()


@pytest.fixture
def store(store_at: StoreAt) -> Store:
    """An empty store."""
    return store_at("home")
