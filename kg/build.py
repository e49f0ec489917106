"""From files to the store (建图): read, compose, link, commit, short documents several at a time.

    paths ─ survey → contents ─ read, read_document → Document ─ keep → one transaction in the store

A transaction holds whole documents: each is there with all that hangs on it, or not at all.

What the store holds afterwards depends on the files alone, not on their order or on how often a run was broken off:
a document is a function of its text and its first file name, and links are found anew for every document that a change
can touch (`kg.linking`).
"""

from __future__ import annotations

import gc
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

from kg.ahead import Ahead, ahead
from kg.document import read_document
from kg.errors import UnreadableFile, where_of
from kg.keep import Entry, Rewrite, keep
from kg.linking import Unlinked
from kg.lookup import find_document
from kg.places import Gazetteer, gazetteer
from kg.read import find_files, read
from kg.records import Document, Source
from kg.settings import fingerprint, own_sectors
from kg.store import UNLINKED, Counts, Filed, Store
from kg.survey import Offer, Survey, survey

_RECORDS = 50_000  # made before cycles are looked for
AT_ONCE = 262_144  # characters read before they are committed: about a second's work
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
    renewed: tuple[str, ...]  # read again: other rules, other file names, links that a fault had kept from being found
    unchanged: int
    failures: tuple[Failure, ...]
    notices: Mapping[str, int]  # by code, of the documents read in this run
    characters: int  # read in this run
    seconds: float
    documents: int
    facts: Counts
    unlinked: tuple[Unlinked, ...] = ()  # documents whose clauses could not be compared; the next build tries again


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
    names is one document. Documents that other rules have read are read again from their stored text, and so are those
    that the last build could not compare with another. Raises StoreBusy when another build holds the store for longer
    than `wait` seconds, StoreError when the store fails.
    """
    with store.building(wait), _few_collections():
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
    with store.building(wait), _few_collections():
        return _Run(store, gazetteer, progress).build(Survey(tuple(offers), ()))


@contextmanager
def _few_collections() -> Iterator[None]:
    """Looks for reference cycles less often: a document is many small records without any."""
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], _RECORDS), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def remove(name: str, store: Store, gazetteer: Gazetteer, *, wait: float = 0.0) -> Filed:
    """Takes a document out, found by id, file name, number or title; returns how it was filed. Raises UnknownThing."""
    with store.building(wait):
        with store.snapshot() as graph:
            filed = find_document(graph, name)
        for pair in store.change(lambda graph: keep(graph, Rewrite(drop=(filed.id,)), gazetteer)):
            logging.getLogger("policykg").error("%s", no_links(pair))
        return filed


def no_links(pair: Unlinked) -> str:
    """Says that the clauses of two documents could not be compared."""
    return (
        f"条款对照没有做成：{pair.child} → {pair.parent}，程序出错（{pair.fault}），请报告；"
        "两份文件都已入库，下次构建会再做"
        f" / clauses not linked: {pair.child} → {pair.parent}; both are in the graph, the next build tries again"
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a run must know of a stored document."""

    id: str
    rules: str
    names: frozenset[str]


@dataclass(slots=True)
class _Batch:
    """What has been read and waits to be committed."""

    entries: dict[str, Entry] = field(default_factory=dict)  # by hash
    drop: dict[str, str] = field(default_factory=dict)  # hash of what goes → its id
    stale: list[str] = field(default_factory=list)  # ids that entries had before
    names: set[str] = field(default_factory=set)
    characters: int = 0

    def touches(self, offer: Offer, losers: Iterable[str]) -> bool:
        """Whether what becomes of an offer depends on what waits."""
        return any(digest in self.entries or digest in self.drop for digest in (offer.sha256, *losers)) or (
            not self.names.isdisjoint(offer.claims)
        )


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
        self._ahead: Ahead | None = None
        self._batch = _Batch()
        self._added: list[str] = []
        self._replaced: list[str] = []
        self._renewed: list[str] = []
        self._failures: list[Failure] = []
        self._unlinked: dict[tuple[str, str], Unlinked] = {}
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
        new = [offer for offer in offered.offers if offer.sha256 not in self._kept]
        with ahead(new if self._gazetteer is gazetteer() else []) as self._ahead:
            for done, offer in enumerate(offered.offers):
                self._progress(done, total, min(offer.names))
                self._take(offer)
            self._commit()
        outdated = sorted(self._outdated)
        for done, digest in enumerate(outdated, start=total - len(outdated)):
            self._progress(done, total, min(self._kept[digest].names))
            self._renew(digest)
        self._commit()
        self._progress(total, total, "")
        with self._store.snapshot() as graph:
            facts = graph.counts()
        here = {kept.id for kept in self._kept.values()}
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
            unlinked=tuple(self._unlinked[pair] for pair in sorted(self._unlinked) if here.issuperset(pair)),
        )

    # -- one content -------------------------------------------------------------------------------------------------

    def _take(self, offer: Offer) -> None:
        """Brings one content in, unless it is there already under these names."""
        if self._batch.touches(offer, self._losers(offer.sha256, offer.claims)):
            self._commit()
        kept = self._kept.get(offer.sha256)
        names = (kept.names - offer.void if kept else frozenset()) | offer.names
        losers = self._losers(offer.sha256, offer.claims)
        if kept and kept.rules == self._rules and kept.names == names and not losers:
            self._unchanged += 1
            return
        document = self._ahead.take(offer.path) if self._ahead and offer.sha256 not in self._kept else None
        source = document.source if document else self._read(offer.path, min(names))
        if source is None:
            return
        if source.sha256 != offer.sha256:
            self._failures.append(Failure(str(offer.path), f"{source.name}：读取时正被改动；请再运行一次"))
            return
        document = document or self._understood(source, names)
        if document is None:
            return
        id = self._put(source, names, losers, offer.claims, document)
        gone = any(digest in self._batch.drop for digest in losers)
        (self._renewed if kept else self._replaced if gone else self._added).append(id)
        self._commit(AT_ONCE)

    def _renew(self, digest: str) -> None:
        """Reads a stored document again by today's rules."""
        kept = self._kept[digest]
        with self._store.snapshot() as graph:
            source = graph.source(kept.id)
        document = self._understood(source, kept.names)
        if document is not None:
            self._renewed.append(self._put(source, kept.names, document=document))
            self._commit(AT_ONCE)

    def _read(self, path: Path, name: str = "") -> Source | None:
        try:
            return read(path, name)
        except UnreadableFile as error:
            self._failures.append(Failure(str(path), str(error)))
            return None

    def _understood(self, source: Source, names: frozenset[str]) -> Document | None:
        """Reads one content; a fault of ours is reported like a file that cannot be read, and the rest goes on."""
        try:
            return read_document(replace(source, name=min(names)), self._gazetteer)
        except Exception as error:  # whatever it is, it must not take the other documents with it
            reason = f"{min(names)}：程序读这份文件时出错（{where_of(error)}），请报告；其余文件照常处理"
            self._failures.append(Failure(min(names), reason))
            return None

    def _put(
        self,
        source: Source,
        names: frozenset[str],
        losers: Iterable[str] = (),
        claims: frozenset[str] = frozenset(),
        document: Document | None = None,
    ) -> str:
        """Reads one content under its names, unless it was read ahead; and what is left of the `losers`, who had
        claimed ones. Returns its id."""
        batch = self._batch
        batch.names |= names | claims
        after = {source.sha256: (source, names)}
        for digest in losers:
            left = self._kept[digest].names - claims
            if left:
                with self._store.snapshot() as graph:
                    after[digest] = (graph.source(self._kept[digest].id), left)
            else:
                batch.drop[digest] = self._kept[digest].id
        for digest, content in after.items():
            entry = batch.entries[digest] = self._entry(*content, document if digest == source.sha256 else None)
            batch.characters += len(content[0].text)
            if digest in self._kept and self._kept[digest].id != entry.document.id:
                batch.stale.append(self._kept[digest].id)
        self._count(batch.entries[source.sha256])
        return batch.entries[source.sha256].document.id

    def _commit(self, least: int = 1) -> None:
        """Commits what waits, if it has at least so many characters."""
        batch = self._batch
        if batch.characters < least:
            return
        by_others = {digest for digest in self._outdated if self._kept[digest].rules != UNLINKED}
        anew = bool(by_others) and by_others <= batch.entries.keys() | batch.drop.keys()
        rewrite = Rewrite((*batch.drop.values(), *batch.stale), tuple(batch.entries.values()), anew)
        unlinked = self._store.change(lambda graph: keep(graph, rewrite, self._gazetteer))
        self._unlinked |= {(pair.child, pair.parent): pair for pair in unlinked}
        for digest in batch.drop:
            self._forget(digest)
        for digest, entry in batch.entries.items():
            self._hold(digest, _Kept(entry.document.id, entry.rules, frozenset(entry.files)))
        self._batch = _Batch()

    def _entry(self, source: Source, names: frozenset[str], document: Document | None = None) -> Entry:
        files = tuple(sorted(names))
        if document is None or document.source.name != files[0]:
            document = read_document(replace(source, name=files[0]), self._gazetteer)
        return Entry(document, files, self._rules)

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
