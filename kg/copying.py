"""Copies a graph from one store into another (迁移图库), whichever kind each is.

What owners say and the filed texts go over, some documents a change. While links are missing, the copied documents are
filed under no rules, so that a build on a copy that was broken off reads them again; run again, a copy goes on where it
ended. A target may hold some of the source's documents, never others. At the end counts and hashes are compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from itertools import islice

from kg.errors import StoreError
from kg.export import jsonl
from kg.facts import Contribution
from kg.store import Counts, Filed, Reader, Store, Writer

Progress = Callable[[int, int, str], None]  # done, of how many, what

_FACTS = "facts:"
_DOCUMENTS = 20  # whose facts go over in one change
_LINKS = 200  # other owners in one change
_UNFINISHED = ""  # the rules of a document whose links are still missing
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Copied:
    """What the target holds now, which is what the source held."""

    documents: int
    facts: Counts
    sha256: str  # of the export as JSON Lines
    written: int  # owners whose facts were missing or others


def copy_graph(source: Store, target: Store, progress: Progress, *, wait: float = 0.0) -> Copied:
    """Makes the target the same graph as the source is at this moment.

    Raises StoreError when the target holds other documents, or when the two differ at the end; StoreBusy when another
    build holds the target for longer than `wait` seconds.
    """
    with target.building(wait), source.snapshot() as there:
        _check(there, target)
        copy = _Copy(there, target, progress)
        copy.run()
        return _compared(there, target, copy.written)


class _Copy:
    """One copy under way."""

    def __init__(self, there: Reader, target: Store, progress: Progress) -> None:
        self._there = there
        self._target = target
        self._progress = progress
        owners = there.owners("")
        self._facts = [owner for owner in owners if owner.startswith(_FACTS)]
        self._links = [owner for owner in owners if not owner.startswith(_FACTS)]
        self._papers = {filed.id: filed for filed in there.documents()}
        self._done = 0
        self._total = len(owners) + len(self._papers)
        self.written = 0

    def run(self) -> None:
        """Takes away what is said otherwise in the target, brings facts over, then links, then the documents' rules."""
        self._unsay()
        self._say(self._facts, _DOCUMENTS)
        self._say(self._links, _LINKS)
        self._finish()

    def _unsay(self) -> None:
        with self._target.snapshot() as here:
            owners = here.owners("")
        links = [owner for owner in owners if not owner.startswith(_FACTS)]
        for some in _batches(links, _LINKS):
            if other := self._differing(some):
                gone: Mapping[str, Contribution | None] = dict.fromkeys(other)
                self._target.change(lambda graph, gone=gone: graph.settle(gone))  # type: ignore[misc]

    def _say(self, owners: Sequence[str], together: int) -> None:
        for some in _batches(owners, together):
            self._progress(self._done, self._total, some[0].removeprefix(_FACTS))
            said = self._differing(some)
            papers = self._unfiled(said, some)
            if said or papers:
                self._target.change(lambda graph, said=said, papers=papers: _write(graph, said, papers))  # type: ignore[misc]
            self.written += len(said)
            self._done += len(some)

    def _differing(self, owners: Sequence[str]) -> dict[str, Contribution | None]:
        """What the source says of some owners, of those with whom the target does not agree."""
        said = self._there.contributions(owners)
        with self._target.snapshot() as here:
            known = here.contributions(owners)
        return {owner: said.get(owner) for owner in owners if said.get(owner) != known.get(owner)}

    def _unfiled(self, said: Mapping[str, object], owners: Iterable[str]) -> list[tuple[Filed, str]]:
        """The documents of some owners that the target has not filed, or files with other facts."""
        papers = []
        with self._target.snapshot() as here:
            for owner in owners:
                paper = self._papers.get(owner.removeprefix(_FACTS)) if owner.startswith(_FACTS) else None
                if paper is not None and (owner in said or here.document(paper.id) is None):
                    papers.append((replace(paper, rules=_UNFINISHED), self._there.source(paper.id).text))
        return papers

    def _finish(self) -> None:
        """Files every document as the source does."""
        for some in _batches(list(self._papers), _DOCUMENTS):
            self._progress(self._done, self._total, some[0])
            with self._target.snapshot() as here:
                open_ones = [id for id in some if here.document(id) != self._papers[id]]
            papers = [(self._papers[id], self._there.source(id).text) for id in open_ones]
            if papers:
                self._target.change(lambda graph, papers=papers: _write(graph, {}, papers))  # type: ignore[misc]
            self._done += len(some)
        self._progress(self._done, self._total, "核对")


def _write(graph: Writer, said: Mapping[str, Contribution | None], papers: Iterable[tuple[Filed, str]]) -> None:
    if said:
        graph.settle(said)
    for filed, text in papers:
        graph.file(filed, text)


def _check(there: Reader, target: Store) -> None:
    """Raises StoreError when the target holds what the source does not."""
    with target.snapshot() as here:
        others = [one.id for one in here.documents() if (own := there.document(one.id)) is None or _other(own, one)]
        strangers = {owner.removeprefix(_FACTS) for owner in here.owners(_FACTS)}
        strangers -= {owner.removeprefix(_FACTS) for owner in there.owners(_FACTS)}
    found = sorted({*others, *strangers})
    if found:
        named = "、".join(found[:_NAMED]) + ("……" if len(found) > _NAMED else "")
        raise StoreError(
            f"目标里有 {len(found)} 份源里没有的文件（{named}），没有改动目标：请换一个空的目标，或先在目标里移除它们"
        )


def _other(own: Filed, one: Filed) -> bool:
    return own.sha256 != one.sha256


def _compared(there: Reader, target: Store, written: int) -> Copied:
    """What was copied. Raises StoreError when the two stores differ after all."""
    with target.snapshot() as here:
        counts, wanted = here.counts(), there.counts()
        if counts != wanted:
            raise StoreError(f"核对不符：源有 {_said(wanted)}，目标有 {_said(counts)}；请再运行一次")
        graph, files = _hash(jsonl(here)), _hash(_filings(here))
        if graph != _hash(jsonl(there)) or files != _hash(_filings(there)):
            raise StoreError("核对不符：两边的内容不同（哈希不一致）；请再运行一次，仍不符请换一个空的目标")
        return Copied(sum(1 for _ in here.documents()), counts, graph, written)


def _filings(graph: Reader) -> Iterator[str]:
    for filed in graph.documents():
        text = graph.source(filed.id).text
        yield json.dumps({**asdict(filed), "text": _hash([text])}, ensure_ascii=False, sort_keys=True)


def _hash(texts: Iterable[str]) -> str:
    digest = sha256()
    for text in texts:
        digest.update(text.encode("utf-8"))
    return digest.hexdigest()


def _said(counts: Counts) -> str:
    return f"{sum(counts.nodes.values())} 个节点、{sum(counts.edges.values())} 个关系"


def _batches(names: Sequence[str], size: int) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, size)):
        yield some
