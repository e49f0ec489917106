"""Opens what commands and the service answer from (打开): the encoder, the records, the engine; keeps the index up.

The encoder is the light one unless POLICYKG_ENCODER says `strong` (the bundled weights by sentence-transformers) or
names a sentence-transformers model. One data folder keeps to one: another one makes the index anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UnknownThing
from kg.places import Gazetteer, gazetteer
from kg.store import Store
from search.knowledge import Knowledge, read_knowledge
from search.relations import Relations, read_relations

if TYPE_CHECKING:
    from search.encoder import Encoder
    from search.engine import Engine

ENCODER_VARIABLE = "POLICYKG_ENCODER"
MODELS = "models"
"""Where encoders keep their unpacked networks in a data folder."""


def open_encoder(home: Path, environment: Mapping[str, str] = os.environ) -> Encoder:
    """The encoder of a data folder. Raises EncoderFault."""
    chosen = environment.get(ENCODER_VARIABLE) or "light"
    if chosen == "light":
        from search.encoder import LightEncoder

        return LightEncoder(home / MODELS)
    from search.transformer import TransformerEncoder

    return TransformerEncoder(home / MODELS, None if chosen == "strong" else chosen)


def open_records(store: Store) -> tuple[Knowledge, Relations]:
    """The graph of this moment as records."""
    with store.snapshot() as graph:
        return read_knowledge(graph, gazetteer()), read_relations(graph)


def open_search(home: Path, store: Store, *, place: str | None = None) -> Engine:
    """What answers questions; `place` is the name or code of the place that 我市 means."""
    from search.engine import open_engine

    code = place_code(place, gazetteer()) if place else None
    return open_engine(home, store, open_encoder(home), default_place=code)


def place_code(place: str, places: Gazetteer) -> str:
    """The code of a place given by name or code. Raises UnknownThing."""
    return place_codes(place, places)[0]


def place_codes(place: str, places: Gazetteer) -> list[str]:
    """The codes that a name or code may mean, best first. Raises UnknownThing."""
    name = place.strip()
    if name in places:
        return [places.place(name).code]
    if found := places.named(name):
        return [one.code for one in found]
    raise UnknownThing(f"没有名为 {place!r} 的行政区划（no such place）：请写全称，如 海东市，或六位代码，如 630200")


def refresh_index(home: Path, store: Store, progress: Callable[[int, int], None], *, wait: float = 0.0) -> int:
    """Brings the search index up to the graph, embedding only what is new; returns how many clauses it holds.

    Holds the builders' lock, so that an older index never takes the place of a newer one. Raises StoreBusy.
    """
    from search.serving import update

    with store.building(wait):
        return update(home, store, open_encoder(home), progress)
