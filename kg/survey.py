"""Which files a build is given, and under which names (清点): nothing is read but the bytes' hashes.

A document's name is its file's name without folders. Where one run brings files of one name with different contents
(甲省/实施方案.txt, 乙省/实施方案.txt), each takes as much of its path as it needs to be told from the others.
"""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.read import LIMIT

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Offer:
    """One content that a run brings: where to read it, and the names it has in this run."""

    sha256: str
    path: Path
    names: frozenset[str]
    void: frozenset[str]  # plain names that several contents of this run share: nobody has them any more

    @property
    def claims(self) -> frozenset[str]:
        """The names that whoever had them has no more."""
        return self.names | self.void


@dataclass(frozen=True, slots=True)
class Survey:
    """What a run brings: contents by first name, and the paths that no hash can be taken of."""

    offers: tuple[Offer, ...]
    unreadable: tuple[Path, ...]


def survey(paths: Iterable[Path], stored: Iterable[str] = ()) -> Survey:
    """Returns the contents of the files at `paths`; `stored` are the names that documents have already."""
    given = {path.resolve(): path for path in paths}
    hashes: dict[Path, str] = {}
    unreadable: list[Path] = []
    for resolved, path in sorted(given.items()):
        digest = _hash(resolved)
        if digest is None:
            unreadable.append(path)
        else:
            hashes[resolved] = digest
    names, shared = _names(hashes, frozenset(name for name in stored if "/" in name))
    by_hash: dict[str, list[Path]] = defaultdict(list)
    for resolved, digest in hashes.items():
        by_hash[digest].append(resolved)
    offers = [
        Offer(
            digest,
            given[min(group)],
            frozenset(names[path] for path in group),
            frozenset(_end(path, 1) for path in group) & shared,
        )
        for digest, group in by_hash.items()
    ]
    return Survey(tuple(sorted(offers, key=lambda offer: sorted(offer.names))), tuple(unreadable))


def _hash(path: Path) -> str | None:
    """The hash of a file's bytes; None for what is no file, too long, or cannot be opened: `read` says why."""
    digest = sha256()
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > LIMIT:
            return None
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()


def _names(hashes: Mapping[Path, str], long_names: frozenset[str]) -> tuple[dict[Path, str], frozenset[str]]:
    """{path: name}, and the plain names that mean several contents."""
    groups: dict[str, list[Path]] = defaultdict(list)
    for path in hashes:
        groups[_end(path, 1)].append(path)
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for plain, group in groups.items():
        if len({hashes[path] for path in group}) > 1:
            taken.add(plain)
            names.update(_apart(group, hashes))
        else:
            names.update((path, _known(path, long_names) or plain) for path in group)
    return names, frozenset(taken)


def _apart(group: list[Path], hashes: Mapping[Path, str]) -> dict[Path, str]:
    """The shortest ends of the paths, of one length, that tell different contents apart."""
    longest = max(len(path.parts) for path in group)
    for length in range(2, longest + 1):
        ends = {path: _end(path, length) for path in group}
        meanings: dict[str, set[str]] = defaultdict(set)
        for path, end in ends.items():
            meanings[end].add(hashes[path])
        if all(len(contents) == 1 for contents in meanings.values()):
            return ends
    return {path: path.as_posix() for path in group}


def _known(path: Path, long_names: frozenset[str]) -> str | None:
    """The longer name that the file had in an earlier run, when there were others of its plain name."""
    if not long_names:
        return None
    return next((end for n in range(2, len(path.parts)) if (end := _end(path, n)) in long_names), None)


def _end(path: Path, length: int) -> str:
    """The last parts of a path; a name that is no UTF-8 shows � where it is not."""
    return "/".join(path.parts[-length:]).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
