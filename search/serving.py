"""What searches a store (检索后端): an index in the data folder, or the database itself."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from kg.embedded import EmbeddedStore
from kg.errors import IndexFault
from kg.places import gazetteer
from kg.store import Store
from search.encoder import Encoder, Progress
from search.indexing import FOLDER, update_index
from search.knowledge import read_knowledge
from search.live import LiveIndex
from search.retrieve import ClauseSearch


class State(Protocol):
    """What of the graph is indexed."""

    @property
    def generation(self) -> int: ...


class Serving(ClauseSearch, Protocol):
    """Searches the newest generation that is indexed; safe to use from many threads."""

    def index(self, *, fresh: bool = False) -> State:
        """What is searched now; `fresh` looks for a newer state whenever the last look was. Raises IndexFault."""


def open_serving(home: Path, store: Store, encoder: Encoder) -> Serving:
    """Opens what `update` has made. Raises IndexFault where there is nothing."""
    if isinstance(store, EmbeddedStore):
        return LiveIndex(home / FOLDER, encoder)
    from kg.store_neo4j import Neo4jStore
    from search.neo4j_search import Neo4jSearch

    if not isinstance(store, Neo4jStore):
        raise IndexFault(f"no search over a {type(store).__name__}")
    return Neo4jSearch(store, encoder)


def update(home: Path, store: Store, encoder: Encoder, progress: Progress | None = None) -> int:
    """Brings what is searched up to the graph, embedding only what is new; returns how many clauses it holds.

    To be called by whoever builds, so that an older state never takes the place of a newer one.
    """
    if isinstance(store, EmbeddedStore):
        with store.snapshot() as graph:
            knowledge = read_knowledge(graph, gazetteer())
        return len(update_index(home, knowledge, encoder, progress))
    from kg.store_neo4j import Neo4jStore
    from search.neo4j_index import update as update_database

    if not isinstance(store, Neo4jStore):
        raise IndexFault(f"no search over a {type(store).__name__}")
    return update_database(store, encoder, progress)
