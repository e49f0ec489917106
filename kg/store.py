"""What a graph store must do (图库): the one protocol behind which the embedded file and Neo4j stand.

A store keeps three things together: the merged graph (nodes, edges), who contributed what to it, and the filing of the
documents (their source texts, file names and hashes). Reading goes through a snapshot, which does not change while it
is held; writing goes through `change`, which happens as a whole or not at all.

    with store.snapshot() as graph:
        for clause in graph.nodes("Clause"):
            print(clause.id, clause.properties["text"])

    store.change(lambda graph: graph.contribute(contribution))

Order: nodes come by (label, id), edges by (start, type, end, key), both in code-point order, in every store. What a
snapshot yields must be used up before the snapshot is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from kg.facts import Contribution, Edge, Node, Ref
from kg.records import LEFT_OUT, Notice, Source

T = TypeVar("T")
Direction = Literal["out", "in", "both"]
UNLINKED = "unlinked"
"""The rules of a document whose clauses could not be compared with another's."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A document as the store files it (档案): one content, under one or several file names."""

    id: str
    sha256: str
    encoding: str
    files: tuple[str, ...]  # sorted; the first one is the contract's source_file
    rules: str  # fingerprint of the rules that read it; UNLINKED where the next build is to read it again
    notices: tuple[Notice, ...] = ()
    answers_to: tuple[str, ...] = ()  # keys under which other documents look for it
    looks_for: tuple[str, ...] = ()  # keys of the documents that it looks for
    summary: str = ""  # what linking needs to know of it, without reading it again (JSON)

    def source(self, text: str) -> Source:
        """Its source, with what a converter said of it: that cannot be told from the text."""
        left_out = tuple(notice for notice in self.notices if notice.code.startswith(LEFT_OUT))
        return Source(self.files[0], text, self.sha256, self.encoding, left_out)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many nodes there are of each label and edges of each type."""

    nodes: Mapping[str, int]
    edges: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Turnover:
    """The shared nodes that came, changed or went: as they were, where they were, and as they are, where they are."""

    before: tuple[Node, ...] = ()
    after: tuple[Node, ...] = ()


class Reader(Protocol):
    """The graph as it stands at one moment."""

    @property
    def generation(self) -> int:
        """Grows with every committed change; equal generations of one store are equal graphs."""

    def nodes(self, label: str | None = None, prefix: str = "") -> Iterator[Node]:
        """All nodes, or those of a label, or those of a label whose id begins like this."""

    def edges(self, *types: str) -> Iterator[Edge]:
        """All edges, or those of the types."""

    def beginning(self, label: str, prefixes: Iterable[str]) -> dict[str, list[Node]]:
        """{prefix: the nodes of a label whose id begins like this, in order}."""

    def find(self, refs: Iterable[Ref]) -> dict[Ref, Node]:
        """Those of the nodes that there are."""

    def touching(self, refs: Iterable[Ref], types: Iterable[str] = (), direction: Direction = "both") -> list[Edge]:
        """The edges (of the types, if any are given) that leave or enter one of the nodes, each once, in order."""

    def counts(self) -> Counts:
        """How much there is of everything."""

    def documents(self) -> Iterator[Filed]:
        """The filed documents, by id."""

    def document(self, id: str) -> Filed | None:
        """A filed document."""

    def source(self, id: str) -> Source:
        """The text of a filed document as it was read, under its first file name. Raises UnknownThing."""

    def files(self) -> dict[str, str]:
        """File name → id of the document that is filed under it."""

    def with_hash(self, sha256: str) -> Filed | None:
        """The document that has this content."""

    def summaries(self, ids: Iterable[str]) -> dict[str, str]:
        """{id: summary} of those of the documents that are filed."""

    def answering(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """{key: ids of the documents that answer to it}; without the keys that nobody answers to."""

    def looking(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """{key: ids of the documents that look for it}; without the keys that nobody looks for."""

    def owners(self, *prefixes: str) -> list[str]:
        """The owners whose name begins like one of these, sorted, each once."""

    def changed_since(self, since: int) -> set[str] | None:
        """The owners that have said something else since a generation, some of which may be gone; None: not known."""

    def contributions(self, owners: Iterable[str]) -> dict[str, Contribution]:
        """What those of the owners say that there are, the facts of each in order."""


class Writer(Reader, Protocol):
    """The graph inside a change: reads see what was written before."""

    def file(self, filed: Filed, text: str) -> None:
        """Files a document, in place of the one of that id. Its file names are taken from whoever had them."""

    def file_all(self, papers: Sequence[tuple[Filed, str]]) -> None:
        """Files several documents with their texts, one after the other."""

    def unfile(self, id: str) -> None:
        """Takes a document out of the files; its contributions stay until they are withdrawn."""

    def contribute(self, contribution: Contribution) -> Turnover:
        """Says what an owner says, in place of everything that it has said before."""

    def withdraw(self, owner: str) -> Turnover:
        """Takes back everything that an owner has said."""

    def settle(self, said: Mapping[str, Contribution | None]) -> tuple[Turnover, ...]:
        """Says what several owners say, None: nothing any more; each in place of all that it has said before.

        Returns what happened, one after the other.
        """


class Store(Protocol):
    """A place where a graph lives. Opened by its class, closed by `close`; safe to share between threads."""

    def snapshot(self) -> AbstractContextManager[Reader]:
        """The graph at this moment, whatever is changed meanwhile."""

    def change(self, work: Callable[[Writer], T]) -> T:
        """Runs `work` and commits, or commits nothing if it raises. `work` may be run again after a lost connection."""

    def building(self, wait: float = 0.0) -> AbstractContextManager[None]:
        """Keeps other builds out, waiting up to `wait` seconds. Raises StoreBusy, naming who builds."""

    def close(self) -> None:
        """Lets go of files and connections; further calls do nothing."""


def ids_by_key(rows: Iterable[Sequence[str]]) -> dict[str, set[str]]:
    """{key: ids} from rows of a key and an id."""
    found: dict[str, set[str]] = {}
    for key, id in rows:
        found.setdefault(key, set()).add(id)
    return found
