"""What the service answers from (状态): store, encoder, engine and the views of one generation, exchanged as a whole.

    open() ─ graph.sqlite, Neo4j → store ─┐
             models/            → encoder ├→ engine → Holdings (knowledge, relations, suggestions)
             index/, Neo4j      → search ─┘

A watcher follows new generations, so that no request waits for one to be loaded. Whatever is missing or damaged is a
reason in `readiness`; while there is one, nothing is answered from half of the parts.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.facets import facets
from api.health import health_of, reason
from api.opening import open_encoder
from api.problems import NotReady
from api.schemas import Facets
from api.suggest import Suggester, entries
from api.tallies import Tallies, tally
from kg.errors import PolicyKGError
from kg.opening import HASTE, open_store
from kg.store import Store
from search.goals import Indicators
from search.knowledge import Knowledge, read_knowledge
from search.records import Links
from search.relations import Relations

if TYPE_CHECKING:
    from search.encoder import Encoder
    from search.engine import Engine

_EVERY = 0.5  # seconds between two looks for a new generation
_LAST = 30.0  # seconds that a look or a question that has begun may take when the service stops
_AGAIN = 2.0  # seconds before a failed opening is tried again
_LEAVES = 30.0  # seconds after which no request holds what has been exchanged


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """One generation of the graph, ready to be shown. `mark` tells it from all others this process has had."""

    mark: str
    knowledge: Knowledge
    relations: Relations
    tallies: Tallies
    indicators: Indicators
    suggester: Suggester
    facets: Facets


@dataclass(frozen=True, slots=True)
class _Open:
    file: int  # the number of the graph's file
    store: Store
    encoder: Encoder
    engine: Engine
    links: Links
    holdings: Holdings


class State:
    """Opens what is in a data folder and keeps up with it. Safe to use from many threads."""

    def __init__(self, home: Path, *, default_place: str | None = None) -> None:
        self.home = home
        self._default_place = default_place
        self._health = health_of(home, os.environ)
        self._suspect = False
        self._open: _Open | None = None
        self._exchanged: float | None = None  # when something was let go of that is still in memory
        self._reasons: tuple[str, ...] = ("服务正在启动（starting）",)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._started = time.time_ns()
        self._loads = 0

    # -- life --------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Opens everything in the background and goes on watching."""
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops watching and closes the store.

        A thread that is inside an encoder when the process ends takes the process down with it (SIGABRT): what it has
        begun is waited for.
        """
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=_LAST)
        with self._lock:
            if self._open is not None:
                self._open.store.close()
                self._open = None
            self._reasons = ("服务已停止（stopped）",)
            gc.unfreeze()  # where the process goes on

    def _run(self) -> None:
        self.refresh()
        self._warm()
        while not self._stopped.wait(_EVERY if self._open is not None else _AGAIN):
            self.refresh()

    def _warm(self) -> None:
        """Asks in both languages, so that nobody has to wait for what a first question loads."""
        with suppress(PolicyKGError, NotReady):
            for question in ("由哪个部门负责？", "Which department is responsible?", "目标是多少？"):
                if self._stopped.is_set():
                    return
                self.engine.ask(question)

    def refresh(self) -> None:
        """Opens what is not open yet, or follows a new generation; what goes wrong becomes a reason."""
        with self._lock:
            before = self._open
            try:
                self._open = self._newest()
                self._reasons = tuple(self._health.faults(self._open.store))
            except PolicyKGError as error:
                self._give_up(reason(error))
            except (OSError, MemoryError) as error:
                self._give_up(f"{type(error).__name__}：{error}")
            if self._open is not before and before is not None:
                self._exchanged = time.monotonic()
            elif self._exchanged is not None and time.monotonic() - self._exchanged >= _LEAVES:
                self._exchanged = None
                _settle()

    def _give_up(self, why: str) -> None:
        """Lets go of what is open: all of it is opened anew when the next look finds it whole."""
        now, self._open, self._reasons = self._open, None, (why,)
        if now is not None:
            now.store.close()

    def suspect(self) -> None:
        """A request met damage: everything is opened anew and read through before more is answered from it."""
        self._suspect = True

    def _newest(self) -> _Open:
        now = self._open
        if now is not None and not self._suspect and self._health.graph_file() in (0, now.file):
            return self._follow(now)
        self._suspect = False
        try:
            opened = self._opened()
        finally:
            if now is not None:
                now.store.close()  # a snapshot that is being read ends first
        _settle()
        return opened

    def _opened(self) -> _Open:
        from search.engine import collecting_later, open_engine

        store = open_store(self.home, os.environ, patience=HASTE)
        try:
            self._health.check_index()  # before the encoder, which takes longer
            with collecting_later():
                encoder = open_encoder(self.home)
                engine = open_engine(self.home, store, encoder, default_place=self._default_place)
                links = Links()
                held = self._held(store, engine, links)
                return _Open(self._health.graph_file(), store, encoder, engine, links, held)
        except BaseException:
            store.close()
            raise

    def _follow(self, now: _Open) -> _Open:
        from search.engine import collecting_later

        knowledge = now.engine.generation(fresh=True).knowledge
        if knowledge is now.holdings.knowledge:
            return now
        with collecting_later():
            return replace(now, holdings=self._held(now.store, now.engine, now.links))

    def _held(self, store: Store, engine: Engine, links: Links) -> Holdings:
        """The views of the engine's generation; of the graph's own where a build has gone on meanwhile."""
        knowledge = engine.generation().knowledge
        with store.snapshot() as graph:
            relations = links.read(graph)
            if relations.generation != knowledge.generation:
                knowledge = read_knowledge(graph, knowledge.gazetteer)
        self._loads += 1
        mark = f"{self._started:x}-{self._loads}"
        return Holdings(
            mark,
            knowledge,
            relations,
            tally(knowledge),
            Indicators(knowledge, relations),
            Suggester(entries(knowledge)),
            facets(knowledge),
        )

    # -- what requests ask for ---------------------------------------------------------------------------------------

    def reasons(self) -> tuple[str, ...]:
        """Why the service is not ready; () when it is."""
        return self._reasons

    def behind(self) -> int:
        """By how many changes the index is behind the graph: a build is under way, or one was broken off."""
        return self._health.behind if self._open is not None else 0

    def wait(self, seconds: float) -> bool:
        """Waits until everything is open; whether it is."""
        until = time.monotonic() + seconds
        while self._open is None and time.monotonic() < until:
            with suppress(InterruptedError):
                time.sleep(0.02)
        return self._open is not None

    def _ready(self) -> _Open:
        now = self._open
        if now is None:
            raise NotReady("；".join(self._reasons) or "服务尚未就绪")
        return now

    @property
    def holdings(self) -> Holdings:
        """The newest generation. Raises NotReady."""
        return self._ready().holdings

    @property
    def engine(self) -> Engine:
        """What answers questions. Raises NotReady."""
        return self._ready().engine

    @property
    def store(self) -> Store:
        """The graph. Raises NotReady."""
        return self._ready().store

    @property
    def encoder_name(self) -> str:
        """Whose vectors are searched. Raises NotReady."""
        return self._ready().encoder.name


def _settle() -> None:
    """Lets go of what is no longer held; what stays for hours is not looked through again and again.

    What was frozen is garbage by now where it was exchanged, and a collection passes by what is frozen.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
