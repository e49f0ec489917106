"""Fixtures that several test files share."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from engines import EngineOver
from hypothesis import HealthCheck, settings
from neo4j_server import NEO4J_MISSING, Server, empty_store, filled_store
from samples import write
from serving import Running, copied, running

from kg.build import build
from kg.embedded import EmbeddedStore
from kg.places import gazetteer
from kg.store import Store
from search.encoder import LightEncoder, Progress
from search.engine import Engine, open_engine
from search.indexing import update_index
from search.knowledge import read_knowledge
from search.serving import update
from search.weights import Floats

# What needs an optional extra is not collected where that is missing; the header says so, and CI installs it.
MISSING = [] if find_spec("sentence_transformers") else ["test_transformer.py: needs the extra `transformers`"]
collect_ignore = [line.partition(":")[0] for line in MISSING]

SEEDS = Path(__file__).parent.parent / "seed" / "policies"

StoreAt = Callable[[str], Store]

# The same examples everywhere, however slow the machine is; `pytest --hypothesis-profile=any` looks for new ones.
settings.register_profile("any", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("any"), derandomize=True)
settings.load_profile("steady")


def pytest_report_header() -> list[str]:
    return [f"未运行 / not run: {line}" for line in (*MISSING, *([NEO4J_MISSING] if NEO4J_MISSING else []))]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "neo4j: runs on a real Neo4j, left out where there is none")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if NEO4J_MISSING:
        left_out = [item for item in items if item.get_closest_marker("neo4j")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="module", autouse=True)
def unfrozen() -> Iterator[None]:
    """Lets the memory of a module's engines go with them: an engine that is opened freezes what there is."""
    yield
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Neo4j for the run."""
    with Server(tmp_path_factory.mktemp("neo4j")) as server:
        yield server


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store_at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreAt]:
    """Opens stores by name, of each kind there is: the same name is the same store, a new name an empty one.

    A Neo4j Community has one database: there a new name ends the store of the name before. What must live beside the
    store under test comes from `reference_at`.
    """
    opened: list[Store] = []
    names: set[str] = set()

    def at(name: str) -> Store:
        if request.param == "embedded":
            opened.append(EmbeddedStore.open(tmp_path / name, create=True))
        else:
            opened.append(empty_store(request.getfixturevalue("neo4j_server"), keep=name in names))
        names.add(name)
        return opened[-1]

    yield at
    for store in opened:
        store.close()


@pytest.fixture
def reference_at(tmp_path: Path) -> Iterator[StoreAt]:
    """Opens embedded stores by name: what the store under test is compared with."""
    opened: list[Store] = []

    def at(name: str) -> Store:
        opened.append(EmbeddedStore.open(tmp_path / "reference" / name, create=True))
        return opened[-1]

    yield at
    for store in opened:
        store.close()


@pytest.fixture
def store(store_at: StoreAt) -> Store:
    """An empty store."""
    return store_at("home")


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the encoder's weights are unpacked, once for the run."""
    return tmp_path_factory.mktemp("weights")


class Once(LightEncoder):
    """The bundled encoder, which embeds a passage once for the run."""

    def __init__(self, weights: Path) -> None:
        super().__init__(weights)
        self._seen: dict[str, Floats] = {}

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        if new:
            self._seen.update(zip(new, super().passages(new, progress), strict=True))
        return np.asarray([self._seen[text] for text in texts], np.float32).reshape(len(texts), -1)


@pytest.fixture(scope="session")
def encoder(weights: Path) -> LightEncoder:
    """The bundled encoder."""
    return Once(weights)


@pytest.fixture(scope="session")
def seed_home(tmp_path_factory: pytest.TempPathFactory, encoder: LightEncoder, weights: Path) -> Path:
    """A data folder with the graph and the index of the five seed documents."""
    home = tmp_path_factory.mktemp("seed-home")
    store = EmbeddedStore.open(home, create=True)
    build(sorted(SEEDS.glob("*.txt")), store, gazetteer())
    with store.snapshot() as graph:
        knowledge = read_knowledge(graph, gazetteer())
    update_index(home, knowledge, encoder)
    store.close()
    (home / "models").symlink_to(weights)
    return home


@pytest.fixture(scope="session")
def seed_engine(seed_home: Path, encoder: LightEncoder) -> Iterator[Engine]:
    """Answers questions over the five seed documents."""
    store = EmbeddedStore.open(seed_home)
    yield open_engine(seed_home, store, encoder)
    store.close()


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def engine(request: pytest.FixtureRequest, seed_home: Path, encoder: LightEncoder) -> Iterator[Engine]:
    """Answers questions over the five seed documents, from each kind of store there is."""
    if request.param == "embedded":
        store: Store = EmbeddedStore.open(seed_home)
    else:
        store = filled_store(request.getfixturevalue("neo4j_server"), seed_home, encoder)
    yield open_engine(seed_home, store, encoder)
    store.close()


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def engine_over(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, encoder: LightEncoder
) -> Iterator[EngineOver]:
    """Answers questions over papers of one's own, from each kind of store there is; one engine a module."""
    opened: list[Store] = []

    def over(papers: dict[str, str]) -> Engine:
        home = tmp_path_factory.mktemp("over")
        write(home / "in", papers)
        if request.param == "embedded":
            opened.append(EmbeddedStore.open(home, create=True))
        else:
            opened.append(empty_store(request.getfixturevalue("neo4j_server")))
        build([home / "in"], opened[-1], gazetteer())
        with opened[-1].building():
            update(home, opened[-1], encoder)
        return open_engine(home, opened[-1], encoder)

    yield over
    for store in opened:
        store.close()


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def service_of_each(
    request: pytest.FixtureRequest, seed_home: Path, encoder: LightEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A read-only service over the five seed documents, over each kind of store there is."""
    if request.param == "embedded":
        yield request.getfixturevalue("embedded_service")
        return
    server: Server = request.getfixturevalue("neo4j_server")
    filled_store(server, seed_home, encoder).close()
    home = tmp_path_factory.mktemp("stateless")
    (home / "models").symlink_to(seed_home / "models")
    with pytest.MonkeyPatch.context() as environment:
        for name, value in server.environment.items():
            environment.setenv(name, value)
        with running(home) as started:
            yield started


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def home_of_each(
    request: pytest.FixtureRequest, seed_home: Path, encoder: LightEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A data folder to write to, its graph of the five seed documents in each kind of store there is.

    The environment names the store while the module runs: what wants another store is not for such a module.
    """
    home = tmp_path_factory.mktemp("writable") / "home"
    if request.param == "embedded":
        yield copied(seed_home, home)
        return
    server: Server = request.getfixturevalue("neo4j_server")
    filled_store(server, seed_home, encoder).close()
    home.mkdir()
    (home / "models").symlink_to(seed_home / "models")
    with pytest.MonkeyPatch.context() as environment:
        for name, value in server.environment.items():
            environment.setenv(name, value)
        yield home


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def filled_environment(
    request: pytest.FixtureRequest, seed_home: Path, encoder: LightEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment names a store with the five seed documents, of each kind there is."""
    monkeypatch.setenv("POLICYKG_HOME", str(seed_home))
    if request.param == "neo4j":
        server: Server = request.getfixturevalue("neo4j_server")
        filled_store(server, seed_home, encoder).close()
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def empty_environment(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names an empty store of each kind there is."""
    monkeypatch.setenv("POLICYKG_HOME", str(tmp_path / "home"))
    if request.param == "neo4j":
        server: Server = request.getfixturevalue("neo4j_server")
        empty_store(server).close()
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def embedded_service(seed_home: Path) -> Iterator[Running]:
    """A read-only service over the data folder of the five seed documents, on loopback."""
    with running(seed_home) as started:
        yield started


@pytest.fixture(scope="session")
def service(embedded_service: Running) -> Running:
    """The same; modules about what a store holds put `service_of_each` in its place."""
    return embedded_service
