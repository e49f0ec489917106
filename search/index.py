"""The search index: passages, their vectors and terms, kept as one consistent generation.

    build(clauses, encoder, generation=12, previous=index) → Index → save(home) → open_index(home, encoder)

An Index never changes. A build takes over the vectors and term counts of every clause whose content is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kg.errors import IndexFault
from search import generations
from search.arrays import Array, pack, unpack
from search.encoder import Encoder, Progress
from search.gathered import Gathered
from search.keywords import Counts, Keywords, count
from search.split import IndexedClause, Passage, split
from search.tokens import Tokens
from search.vectors import Mask, Vectors, products
from search.weights import Floats

_T = TypeVar("_T")

FORMAT = 1
_MANIFEST = "manifest.json"
_FILES = ("clauses.bin", "vectors.bin", "keywords.bin")
_RRF = 20.0
"""Added to ranks before they are turned round: how much the first places are worth above the later ones."""
_AGAIN = "build it again: policykg build"


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause found. Higher scores are closer; a rank (1 is best) is None beyond the `k` asked for."""

    clause: str
    vector: float | None  # cosine of the closest passage, -1 to 1; None when no vector was asked for
    vector_rank: int | None
    keyword: float  # BM25, 0 upwards; 0 when it holds no term
    keyword_rank: int | None
    terms: tuple[tuple[str, float], ...]  # the terms it holds, with their shares of the score, largest first
    passage: tuple[int, int]  # span in the clause's text of the closest passage; (0, 0) is its units or headings
    fused: float  # reciprocal ranks added up, 0 to 0.1


@dataclass(frozen=True, slots=True)
class _Table:
    """What the index knows of its clauses, by position (sorted by id)."""

    ids: tuple[str, ...]
    starts: NDArray[np.int64]  # clause i owns passages starts[i]:starts[i+1]
    spans: NDArray[np.int32]  # (passages, 2)
    seen: NDArray[np.uint64]  # fingerprint of what was embedded
    counted: NDArray[np.uint64]  # fingerprint of what was counted


class Index:
    """Clauses to be found by vector and by word. Safe to use from many threads."""

    def __init__(
        self, table: _Table, vectors: Vectors, keywords: Keywords, tokens: Tokens, *, encoder: str, generation: int
    ) -> None:
        self._table = table
        self._vectors = vectors
        self._keywords = keywords
        self._tokens = tokens
        self._position = {name: n for n, name in enumerate(table.ids)}
        self._owner = np.repeat(np.arange(len(table.ids)), np.diff(table.starts))
        self.encoder = encoder
        self.generation = generation

    def __len__(self) -> int:
        return len(self._table.ids)

    def __contains__(self, clause: str) -> bool:
        return clause in self._position

    @property
    def dimension(self) -> int:
        return self._vectors.dimension

    @property
    def passages(self) -> int:
        return len(self._vectors)

    @property
    def ids(self) -> tuple[str, ...]:
        """The clauses' ids by position, sorted."""
        return self._table.ids

    def stored(self) -> tuple[Floats, NDArray[np.int64]]:
        """Every passage's vector as stored, (passages, dimension), and the position of the clause that owns it."""
        return self._vectors.rows(np.arange(self.passages)), self._owner

    def allow(self, clauses: Collection[str]) -> Mask:
        """The allowed set as a mask over positions, to be made once and used often; unknown ids are passed over."""
        mask = np.zeros(len(self), np.bool_)
        mask[[self._position[c] for c in clauses if c in self._position]] = True
        return mask

    def terms(self, text: str) -> dict[str, float]:
        """The terms of a question with their weights, as `search` makes them from a text."""
        return self._tokens.question(text)

    def holding(self, terms: Sequence[str], clauses: Sequence[str]) -> NDArray[np.bool_]:
        """Which clauses hold which terms, (terms, clauses); true of a clause that is not here."""
        positions = np.array([self._position.get(clause, -1) for clause in clauses], np.int32)
        return np.asarray(self._keywords.holding(terms, positions) | (positions < 0), np.bool_)

    def rarity(self, word: str) -> float:
        """How rare a word is among the clauses, a natural logarithm; a longer word is as rare as its terms together."""
        return self._keywords.rarity_of_all(self._tokens.terms(word))

    def search(
        self,
        vector: Floats | None,
        words: str | Mapping[str, float] | None,
        allowed: Mask | Collection[str] | None = None,
        k: int = 10,
    ) -> list[Hit]:
        """The `k` closest clauses by vector and the `k` best by words among the allowed ones, fused best first.

        Exact: every allowed clause is looked at, and each side has fewer than `k` only when fewer are allowed (or hold
        a term). Every hit has both scores, whichever side found it. `words` is a text or terms with weights.
        """
        if k < 1:
            raise ValueError(f"k must be 1 or more, not {k}")
        mask = allowed if allowed is None or isinstance(allowed, np.ndarray) else self.allow(allowed)
        question = self._tokens.question(words) if isinstance(words, str) else (words or {})
        worded = self._keywords.scores(question)
        by_word = _best(worded if mask is None else np.where(mask, worded, 0), k)
        near = self._near(vector, k, mask) if vector is not None else []
        rank_near = {clause: n for n, clause in enumerate(near, start=1)}
        rank_word = {clause: n for n, clause in enumerate(by_word, start=1)}
        found = list({**rank_near, **rank_word})
        closest = self._closest(vector, found) if vector is not None else [(None, (0, 0))] * len(found)
        matched = self._keywords.matched(question, found)
        hits = []
        for clause, (cosine, span), terms in zip(found, closest, matched, strict=True):
            ranks = rank_near.get(clause), rank_word.get(clause)
            fused = sum(1 / (_RRF + rank) for rank in ranks if rank is not None)
            score = float(worded[clause])
            hits.append(Hit(self._table.ids[clause], cosine, ranks[0], score, ranks[1], terms, span, fused))
        return sorted(hits, key=lambda hit: (-hit.fused, hit.clause))

    def cosines(self, vector: Floats, allowed: Mask | None, k: int) -> list[tuple[str, float]]:
        """The `k` closest clauses among the allowed ones with their cosines, best first: `search` by vector alone."""
        passages = None if allowed is None else allowed[self._owner]
        left = self.passages if passages is None else int(np.count_nonzero(passages))
        wanted = 2 * k
        while True:
            positions, scores = self._vectors.nearest(vector, wanted, passages)
            owners = self._owner[positions].tolist()
            best = dict(zip(reversed(owners), reversed(scores.tolist()), strict=True))  # each one's first stays
            if len(best) >= k or wanted >= left:
                break
            wanted *= 4
        return [(self._table.ids[o], best[o]) for o in islice(dict.fromkeys(owners), k)]

    def gathered(self, allowed: Mask) -> Gathered:
        """The vectors of the allowed clauses, to be compared with many questions."""
        positions = np.flatnonzero(allowed[self._owner])
        owners, starts = np.unique(self._owner[positions], return_index=True)
        return Gathered(tuple(self._table.ids[o] for o in owners.tolist()), self._vectors.rows(positions), starts)

    def keywords(self, words: str, allowed: Mask | None, k: int) -> list[tuple[str, float]]:
        """The `k` best of the allowed clauses by words with their scores, best first: `search` by words alone."""
        scores = self._keywords.scores(self._tokens.question(words))
        best = _best(scores if allowed is None else np.where(allowed, scores, 0), k)
        return [(self._table.ids[n], score) for n, score in zip(best, scores[best].tolist(), strict=True)]

    def save(self, home: Path) -> Path:
        """Writes the index as a generation of its own under `home` and makes it the one that serves."""
        return generations.publish(home, self.generation, self.write)

    def write(self, folder: Path) -> None:
        """Writes the index's files into an empty folder; the manifest, which vouches for the others, comes last."""
        sums = {}
        for name, arrays in zip(_FILES, self._arrays(), strict=True):
            data = pack(arrays)
            (folder / name).write_bytes(data)
            sums[name] = hashlib.sha256(data).hexdigest()
        manifest = {
            "format": FORMAT, "generation": self.generation, "encoder": self.encoder, "dimension": self.dimension,
            "clauses": len(self), "passages": self.passages, "sha256": sums,
        }  # fmt: skip
        (folder / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")

    def _arrays(self) -> tuple[dict[str, Array], dict[str, Array], dict[str, Array]]:
        table = self._table
        clauses: dict[str, Array] = {
            "ids": _text(table.ids), "words": _text(self._tokens.words), "seen": table.seen, "counted": table.counted,
            "passages": np.diff(table.starts).astype(np.int32), "spans": table.spans,
        }  # fmt: skip
        return clauses, self._vectors.arrays(), self._keywords.arrays()

    def _near(self, vector: Floats, k: int, mask: Mask | None) -> list[int]:
        """The `k` clauses whose closest passages are closest, best first."""
        passages = None if mask is None else mask[self._owner]
        left = self.passages if passages is None else int(passages.sum())
        wanted = 4 * k
        while True:
            positions, _ = self._vectors.nearest(vector, wanted, passages)
            owners = list(dict.fromkeys(self._owner[positions].tolist()))
            if len(owners) >= k or wanted >= left:
                return owners[:k]
            wanted *= 4

    def _closest(self, vector: Floats, clauses: Sequence[int]) -> list[tuple[float, tuple[int, int]]]:
        """The cosine and the span of each clause's closest passage."""
        ranges = [range(int(self._table.starts[c]), int(self._table.starts[c + 1])) for c in clauses]
        cosines = products(self._vectors.rows(np.array([p for r in ranges for p in r], np.int64)), vector)
        found, at = [], 0
        for passages in ranges:
            best = int(cosines[at : at + len(passages)].argmax())
            start, end = self._table.spans[passages[best]].tolist()
            found.append((float(cosines[at + best]), (start, end)))
            at += len(passages)
        return found


def build(
    clauses: Iterable[IndexedClause],
    encoder: Encoder,
    *,
    generation: int,
    previous: Index | None = None,
    words: Iterable[str] = (),
    progress: Progress | None = None,
) -> Index:
    """An index of all `clauses`; what `previous` holds of the same content is taken over instead of made anew.

    `words` are terms of their own beside jieba's (sectors, places): when they change, every clause is counted anew.
    `progress` hears of passages embedded. Raises ValueError where two clauses have one id.
    """
    ordered = sorted(clauses, key=lambda clause: clause.id)
    for one, two in pairwise(ordered):
        if one.id == two.id:
            raise ValueError(f"two clauses have the id {one.id}")
    tokens = Tokens(words)
    passages = [split(clause) for clause in ordered]
    table = _Table(
        tuple(clause.id for clause in ordered),
        np.cumsum([0, *map(len, passages)], dtype=np.int64),
        np.array([(p.start, p.end) for own in passages for p in own], np.int32).reshape(-1, 2),
        np.array([_fingerprint(p.text for p in own) for own in passages], np.uint64),
        np.array([_fingerprint(_counted_fields(clause)) for clause in ordered], np.uint64),
    )
    vectors = _embed(table, passages, encoder, previous, progress)
    keywords = _count(table, ordered, tokens, previous)
    return Index(table, vectors, keywords, tokens, encoder=encoder.name, generation=generation)


def open_index(home: Path, encoder: Encoder | None = None) -> Index:
    """The index that serves under `home`.

    Raises IndexFault where there is none, where it is damaged or of another version, or where its vectors are not of
    `encoder`'s space.
    """
    return _newest(home, lambda folder: _read(folder, encoder))


def check_index(home: Path) -> int:
    """Reads the index that serves under `home` through; returns its generation. Raises IndexFault."""
    return _newest(home, _check)


def _newest(home: Path, read: Callable[[Path], _T]) -> _T:
    """What is read of the folder that serves; of the next one where builds have taken it away meanwhile."""
    while True:
        folder = generations.current(home)
        if folder is None:
            raise IndexFault(f"{home}: no index here; {_AGAIN}")
        try:
            return read(folder)
        except IndexFault:
            if generations.current(home) != folder:
                continue
            if not folder.is_dir():
                raise IndexFault(f"{home}: the index that {generations.POINTER} names is missing; {_AGAIN}") from None
            raise


def _check(folder: Path) -> int:
    try:
        manifest = _manifest(folder)
        for file in _FILES:
            _whole(folder / file, manifest["sha256"][file])
        return int(manifest["generation"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexFault(f"{folder}: the index is damaged ({error}); {_AGAIN}") from error


def _manifest(folder: Path) -> Any:
    manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    if manifest["format"] != FORMAT:
        raise IndexFault(f"{folder}: format {manifest['format']}, this version reads {FORMAT}; {_AGAIN}")
    return manifest


def _read(folder: Path, encoder: Encoder | None) -> Index:
    try:
        manifest = _manifest(folder)
        name, dimension = str(manifest["encoder"]), int(manifest["dimension"])
        if encoder is not None and (encoder.name, encoder.dimension) != (name, dimension):
            made = f"{encoder.name} ({encoder.dimension} numbers)"
            raise IndexFault(f"{folder}: vectors of {name} ({dimension} numbers), the encoder is {made}; {_AGAIN}")
        clauses, vectors, keywords = (unpack(_whole(folder / file, manifest["sha256"][file])) for file in _FILES)
        table = _Table(
            _lines(clauses["ids"]),
            np.cumsum([0, *clauses["passages"].tolist()], dtype=np.int64),
            clauses["spans"].astype(np.int32, copy=False),
            clauses["seen"].astype(np.uint64, copy=False),
            clauses["counted"].astype(np.uint64, copy=False),
        )
        tokens = Tokens(_lines(clauses["words"]))
        stored = Vectors.load(vectors, dimension)
        return Index(
            table, stored, Keywords.load(keywords), tokens, encoder=name, generation=int(manifest["generation"])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexFault(f"{folder}: the index is damaged ({error}); {_AGAIN}") from error


def _whole(path: Path, expected: str) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != expected:
        raise IndexFault(f"{path}: the checksum does not fit; {_AGAIN}")
    return data


def _embed(
    table: _Table,
    passages: Sequence[Sequence[Passage]],
    encoder: Encoder,
    previous: Index | None,
    progress: Progress | None,
) -> Vectors:
    rows = np.empty((int(table.starts[-1]), encoder.dimension), np.float32)
    if previous is not None and (previous.encoder, previous.dimension) != (encoder.name, encoder.dimension):
        previous = None
    held = _positions(previous._table.seen) if previous is not None else {}
    new: list[tuple[int, str]] = []
    taken: list[tuple[int, int]] = []  # (here, in the previous index)
    for clause, print_ in enumerate(table.seen.tolist()):
        own = range(int(table.starts[clause]), int(table.starts[clause + 1]))
        if previous is not None and print_ in held:
            taken += zip(own, range(int(previous._table.starts[held[print_]]), previous.passages), strict=False)
        else:
            new += zip(own, (p.text for p in passages[clause]), strict=True)
    if previous is not None and taken:
        here, there = np.array(taken, np.int64).T
        rows[here] = previous._vectors.rows(there)
    if new:
        rows[[n for n, _ in new]] = encoder.passages([text for _, text in new], progress)
    return Vectors.of(rows, like=previous._vectors if previous is not None else None)


def _count(table: _Table, clauses: Sequence[IndexedClause], tokens: Tokens, previous: Index | None) -> Keywords:
    if previous is not None and previous._tokens.words != tokens.words:
        previous = None
    held = _positions(previous._table.counted) if previous is not None else {}
    prints = table.counted.tolist()
    kept = [n for n, print_ in enumerate(prints) if print_ in held]
    new = [n for n, print_ in enumerate(prints) if print_ not in held]
    parts: list[tuple[Counts, NDArray[np.int64]]] = [
        (count([clauses[n] for n in new], tokens), np.array(new, np.int64))
    ]
    if previous is not None and kept:
        taken = np.array([held[prints[n]] for n in kept], np.int64)
        parts.append((previous._keywords.counted().take(taken), np.array(kept, np.int64)))
    return Keywords.of(parts, len(clauses))


def _positions(prints: NDArray[np.uint64]) -> dict[int, int]:
    return {print_: n for n, print_ in enumerate(prints.tolist())}


def _counted_fields(clause: IndexedClause) -> Iterable[str]:
    lists = (clause.units, clause.places, clause.sectors, clause.above)
    return (clause.heading or "", clause.text, *("\x1e".join(fields) for fields in lists))


def _fingerprint(parts: Iterable[str]) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "little")


def _best(scores: Floats, k: int) -> list[int]:
    """The positions of the `k` highest scores above 0, best first, ties by position."""
    positions = np.flatnonzero(scores > 0)
    if len(positions) > k:
        least = np.partition(scores[positions], len(positions) - k)[len(positions) - k]
        positions = positions[scores[positions] >= least]
    order = np.lexsort((positions, -scores[positions]))
    best: list[int] = positions[order[:k]].tolist()
    return best


def _text(lines: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _lines(text: Array) -> tuple[str, ...]:
    joined = text.tobytes().decode()
    return tuple(joined.split("\n")) if joined else ()
