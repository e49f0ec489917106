"""Answers that were given before (记忆): the same question over the same documents has the same answer.

One that was asked for a second time is kept packed, in a third of the room; packing takes a tenth of a millisecond, and
most questions are asked once. The last ones stay as they are, in a room of their own.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable

_BYTES = 16_000_000  # half for the last answers, half for those asked for again


class Remembered:
    """JSON objects by key, the least recently asked for forgotten first. Safe to use from many threads."""

    def __init__(self, most: int = _BYTES) -> None:
        """`most` is how many bytes are kept."""
        self._lock = threading.Lock()
        self._last = _Room(most // 2)  # as they came, asked for once
        self._again = _Room(most // 2)  # packed

    def get(self, key: Hashable) -> bytes | None:
        """What was kept under a key."""
        with self._lock:
            found = self._last.take(key)
            packed = self._again.take(key)
            if packed is not None:
                self._again.put(key, packed)
        if found is not None:
            packed = zlib.compress(found, 1)
            with self._lock:
                self._again.put(key, packed)
            return found
        return zlib.decompress(packed) if packed is not None else None

    def keep(self, key: Hashable, value: bytes) -> None:
        """Keeps a value, in place of the oldest ones where there is no room."""
        with self._lock:
            self._again.take(key)
            self._last.put(key, value)


class _Room:
    """Values by key, the oldest in front, no more bytes than there is room for."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self.held: OrderedDict[Hashable, bytes] = OrderedDict()

    def take(self, key: Hashable) -> bytes | None:
        """The value under a key, taken out."""
        found = self.held.pop(key, None)
        self.size -= len(found or b"")
        return found

    def put(self, key: Hashable, value: bytes) -> None:
        """Puts a value behind the others and the oldest ones out."""
        self.take(key)
        self.held[key] = value
        self.size += len(value)
        while self.size > self.most:
            _, gone = self.held.popitem(last=False)
            self.size -= len(gone)


def timed(record: bytes, milliseconds: float) -> bytes:
    """A JSON object with how long it took as its last member.

    >>> timed(b'{"hits":[]}', 1.234)
    b'{"hits":[],"took_ms":1.23}'
    """
    return record[:-1] + f',"took_ms":{milliseconds:.2f}}}'.encode()
