"""Reads files ahead (预读): in a process of its own, while the build links and stores what was read before.

    python -m kg.ahead        a request a line on standard input, the documents pickled on standard output

Reading a file depends on nothing but the file, so the second core may do it. A file that the other process cannot read,
and every one after the process has died, is left to the build, which says what is wrong with it. The process ends with
the pipe that it reads from, so that a killed build leaves none behind.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from queue import Queue
from typing import IO

from kg.document import read_document
from kg.errors import UnreadableFile
from kg.places import gazetteer
from kg.read import read
from kg.records import Document
from kg.survey import Offer

WORTH = 50
"""Files from which on a second process pays: starting it takes as long as reading some dozen."""
_WINDOW = 40  # documents that may wait to be taken: those of a commit
_LENGTH = 8  # bytes that say how long a pickled document is
_PACKAGES = Path(__file__).resolve().parent.parent


class Ahead:
    """The documents of some files, in their order, as another process reads them."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._waiting = deque(offer.path for offer in offers)
        path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.ahead"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._found: Queue[bytes | None] = Queue(_WINDOW)
        asking = threading.Thread(target=self._ask, args=(list(offers),), daemon=True)
        hearing = threading.Thread(target=self._hear, daemon=True)
        self._threads = (asking, hearing)
        for thread in self._threads:
            thread.start()

    def take(self, path: Path) -> Document | None:
        """The document of the next file, if it is this one and the other process could read it."""
        while self._waiting:
            next_one, packed = self._waiting.popleft(), self._found.get()
            if packed is None:  # the process has ended
                self._waiting.clear()
            elif next_one == path:
                document: Document | None = pickle.loads(packed)
                return document
        return None

    def close(self) -> None:
        """Ends the other process."""
        self._process.kill()
        while self._waiting and self._found.get() is not None:  # lets the thread that hears come to its end
            self._waiting.popleft()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        self._process.wait()

    def _ask(self, offers: Iterable[Offer]) -> None:
        """Names all files; the pipe holds what the other process has not come to."""
        pipe = self._process.stdin
        assert pipe is not None
        with suppress(OSError, ValueError):  # it has ended
            for offer in offers:
                pipe.write(json.dumps([os.fspath(offer.path), min(offer.names)]).encode() + b"\n")
            pipe.flush()

    def _hear(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        with suppress(OSError, ValueError):
            for packed in _packed(pipe):
                self._found.put(packed)
        self._found.put(None)


def _packed(pipe: IO[bytes]) -> Iterator[bytes]:
    while len(head := pipe.read(_LENGTH)) == _LENGTH:
        length = int.from_bytes(head, "big")
        packed = pipe.read(length)
        if len(packed) < length:
            return
        yield packed


@contextmanager
def ahead(offers: Sequence[Offer]) -> Iterator[Ahead | None]:
    """Reads files ahead where that pays: there are many of them, and a core for it."""
    if len(offers) < WORTH or (os.cpu_count() or 1) < 2:
        yield None
        return
    reading = Ahead(offers)
    try:
        yield reading
    finally:
        reading.close()


def main() -> None:
    """Reads what it is told to, until nothing more is asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for the build to hear
    places = gazetteer()
    for line in sys.stdin.buffer:
        path, name = json.loads(line)
        document: Document | None = None
        with suppress(UnreadableFile):
            document = read_document(replace(read(Path(path), name), name=name), places)
        packed = pickle.dumps(document, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.write(len(packed).to_bytes(_LENGTH, "big") + packed)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main()
