"""From files to the store (建图): read, compose, link, commit, one document at a time.

    paths ─ survey → contents ─ read, read_document → Document ─ keep → one transaction in the store

What the store holds afterwards depends on the files alone, not on their order or on how often a run was broken off:
a document is a function of its text and its first file name, and links are found anew for every document that a change
can touch (`kg.linking`).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from kg.document import read_document
from kg.errors import UnreadableFile
from kg.keep import Entry, Rewrite, keep
from kg.lookup import find_document
from kg.places import Gazetteer
from kg.read import find_files, read
from kg.records import Source
from kg.settings import fingerprint, own_sectors
from kg.store import Counts, Filed, Store
from kg.survey import Offer, Survey, survey

Progress = Callable[[int, int, str], None]  # done, of how many, what


def _quiet(done: int, total: int, name: str) -> None:
    """No progress is shown."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why; the reason begins with the file's name."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did (document ids), and what the graph holds afterwards."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]  # by new content under a name known before: the new documents
    renewed: tuple[str, ...]  # read again: other rules, other file names
    unchanged: int
    failures: tuple[Failure, ...]
    notices: Mapping[str, int]  # by code, of the documents read in this run
    characters: int  # read in this run
    seconds: float
    documents: int
    facts: Counts


def build(
    paths: Iterable[Path],
    store: Store,
    gazetteer: Gazetteer,
    *,
    progress: Progress = _quiet,
    wait: float = 0.0,
) -> Report:
    """Brings files and folders into the store; a file that cannot be read is reported and the rest goes on.

    Unchanged contents are skipped; a file whose content changed replaces what it held before; one content under several
    names is one document. Documents that other rules have read are read again from their stored text. Raises StoreBusy
    when another build holds the store for longer than `wait` seconds, StoreError when the store fails.
    """
    with store.building(wait):
        run = _Run(store, gazetteer, progress)
        return run.build(survey(find_files(paths), run.names))


def build_named(
    offers: Iterable[Offer],
    store: Store,
    gazetteer: Gazetteer,
    *,
    progress: Progress = _quiet,
    wait: float = 0.0,
) -> Report:
    """Brings contents in under names other than those of the files they are read from (uploads); else like `build`."""
    with store.building(wait):
        return _Run(store, gazetteer, progress).build(Survey(tuple(offers), ()))


def remove(name: str, store: Store, gazetteer: Gazetteer, *, wait: float = 0.0) -> Filed:
    """Takes a document out, found by id, file name, number or title; returns how it was filed. Raises UnknownThing."""
    with store.building(wait):
        with store.snapshot() as graph:
            filed = find_document(graph, name)
        store.change(lambda graph: keep(graph, Rewrite(drop=(filed.id,)), gazetteer))
        return filed


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a run must know of a stored document."""

    id: str
    rules: str
    names: frozenset[str]


class _Run:
    """One build: what the store holds by content and by name, kept in step with what is committed."""

    def __init__(self, store: Store, gazetteer: Gazetteer, progress: Progress) -> None:
        self._store = store
        self._gazetteer = gazetteer
        self._progress = progress
        self._rules = fingerprint(own_sectors(os.environ))
        self._kept: dict[str, _Kept] = {}  # by hash
        self._holder: dict[str, str] = {}  # name → hash
        self._outdated: set[str] = set()  # hashes of what other rules have read
        with store.snapshot() as graph:
            for filed in graph.documents():
                self._hold(filed.sha256, _Kept(filed.id, filed.rules, frozenset(filed.files)))
        self._added: list[str] = []
        self._replaced: list[str] = []
        self._renewed: list[str] = []
        self._failures: list[Failure] = []
        self._notices: Counter[str] = Counter()
        self._characters = 0
        self._unchanged = 0

    @property
    def names(self) -> Iterable[str]:
        """The names that documents have already."""
        return self._holder

    def build(self, offered: Survey) -> Report:
        started = perf_counter()
        for path in offered.unreadable:
            self._read(path)
        total = len(offered.offers) + len(self._outdated)
        for done, offer in enumerate(offered.offers):
            self._progress(done, total, min(offer.names))
            self._take(offer)
        outdated = sorted(self._outdated)
        for done, digest in enumerate(outdated, start=total - len(outdated)):
            self._progress(done, total, min(self._kept[digest].names))
            self._renew(digest)
        self._progress(total, total, "")
        with self._store.snapshot() as graph:
            facts = graph.counts()
        return Report(
            added=tuple(self._added),
            replaced=tuple(self._replaced),
            renewed=tuple(self._renewed),
            unchanged=self._unchanged,
            failures=tuple(self._failures),
            notices=dict(sorted(self._notices.items())),
            characters=self._characters,
            seconds=perf_counter() - started,
            documents=len(self._kept),
            facts=facts,
        )

    # -- one content -------------------------------------------------------------------------------------------------

    def _take(self, offer: Offer) -> None:
        """Brings one content in, unless it is there already under these names."""
        kept = self._kept.get(offer.sha256)
        names = (kept.names - offer.void if kept else frozenset()) | offer.names
        losers = self._losers(offer.sha256, offer.claims)
        if kept and kept.rules == self._rules and kept.names == names and not losers:
            self._unchanged += 1
            return
        source = self._read(offer.path)
        if source is None:
            return
        if source.sha256 != offer.sha256:
            self._failures.append(Failure(str(offer.path), f"{source.name}：读取时正被改动；请再运行一次"))
            return
        id = self._put(source, names, offer.claims)
        gone = any(digest not in self._kept for digest in losers)
        (self._renewed if kept else self._replaced if gone else self._added).append(id)

    def _renew(self, digest: str) -> None:
        """Reads a stored document again by today's rules."""
        kept = self._kept[digest]
        with self._store.snapshot() as graph:
            source = graph.source(kept.id)
        self._renewed.append(self._put(source, kept.names, frozenset()))

    def _read(self, path: Path) -> Source | None:
        try:
            return read(path)
        except UnreadableFile as error:
            self._failures.append(Failure(str(path), str(error)))
            return None

    def _put(self, source: Source, names: frozenset[str], claims: frozenset[str]) -> str:
        """Commits one content under its names, and what becomes of those that had the claimed names before."""
        after = {source.sha256: (source, names)}
        drop: list[str] = []
        for digest in self._losers(source.sha256, claims):
            left = self._kept[digest].names - claims
            if left:
                with self._store.snapshot() as graph:
                    after[digest] = (graph.source(self._kept[digest].id), left)
            else:
                drop.append(digest)
        entries = {digest: self._entry(*content) for digest, content in after.items()}
        stale = [self._kept[digest].id for digest in drop]
        stale += [
            self._kept[digest].id
            for digest, entry in entries.items()
            if digest in self._kept and self._kept[digest].id != entry.document.id
        ]
        anew = bool(self._outdated) and self._outdated <= {*entries, *drop}
        rewrite = Rewrite(tuple(stale), tuple(entries.values()), anew)
        self._store.change(lambda graph: keep(graph, rewrite, self._gazetteer))
        for digest in drop:
            self._forget(digest)
        for digest, entry in entries.items():
            self._hold(digest, _Kept(entry.document.id, entry.rules, frozenset(entry.files)))
        self._count(entries[source.sha256])
        return entries[source.sha256].document.id

    def _entry(self, source: Source, names: frozenset[str]) -> Entry:
        files = tuple(sorted(names))
        return Entry(read_document(replace(source, name=files[0]), self._gazetteer), files, self._rules)

    def _count(self, entry: Entry) -> None:
        self._notices.update(notice.code for notice in entry.document.notices)
        self._characters += len(entry.document.source.text)

    # -- what the store holds ----------------------------------------------------------------------------------------

    def _losers(self, digest: str, claims: Set[str]) -> list[str]:
        """Hashes of the other documents that have one of the claimed names, sorted."""
        holders = {self._holder[name] for name in claims if name in self._holder}
        return sorted(holders - {digest})

    def _hold(self, digest: str, kept: _Kept) -> None:
        self._forget(digest)
        self._kept[digest] = kept
        self._holder.update(dict.fromkeys(kept.names, digest))
        if kept.rules != self._rules:
            self._outdated.add(digest)

    def _forget(self, digest: str) -> None:
        old = self._kept.pop(digest, None)
        self._outdated.discard(digest)
        for name in old.names if old else ():
            if self._holder.get(name) == digest:
                del self._holder[name]
