"""Arrays as bytes and back: each array split into byte planes and compressed, so that small numbers cost little."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.generic]

_MAGIC = b"PKGA1\n"


def pack(arrays: Mapping[str, Array], *, level: int = 6) -> bytes:
    """The arrays, by name, as one run of bytes; numbers, not objects."""
    heads, bodies = [], []
    for name, array in arrays.items():
        array = np.ascontiguousarray(array)
        planes = array.view(np.uint8).reshape(-1, array.dtype.itemsize).T if array.size else np.empty((0, 0), np.uint8)
        body = zlib.compress(planes.tobytes(), level)
        heads.append({"name": name, "type": array.dtype.str, "shape": array.shape, "bytes": len(body)})
        bodies.append(body)
    head = json.dumps(heads).encode()
    return b"".join([_MAGIC, struct.pack("<I", len(head)), head, *bodies])


def unpack(data: bytes) -> dict[str, Array]:
    """The arrays of `pack`. Raises ValueError where the bytes are not what `pack` made."""
    if data[: len(_MAGIC)] != _MAGIC:
        raise ValueError("not a file of packed arrays")
    try:
        at = len(_MAGIC) + 4
        (length,) = struct.unpack_from("<I", data, len(_MAGIC))
        heads = json.loads(data[at : at + length])
        at += length
        arrays: dict[str, Array] = {}
        for head in heads:
            kind = np.dtype(head["type"])
            flat = np.frombuffer(zlib.decompress(data[at : at + head["bytes"]]), np.uint8)
            arrays[head["name"]] = flat.reshape(kind.itemsize, -1).T.copy().view(kind).reshape(head["shape"])
            at += head["bytes"]
    except (struct.error, zlib.error, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"packed arrays are damaged ({error})") from error
    return arrays
