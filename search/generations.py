"""Folders that are complete or not there: each build writes a new one, and a pointer file names the one that serves.

    home/CURRENT                     the name of the folder that serves
    home/000012-5f0c9a7e/…           generation 12

A crash while writing leaves the old generation serving. The generation before the current one is kept, for a reader
who is just opening it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

POINTER = "CURRENT"
_UNFINISHED = ".unfinished-"
_STALE_SECONDS = 3600.0
_GLANCE = 0.005  # seconds between two looks at the pointer: a question looks a dozen times


def current(home: Path) -> Path | None:
    """The folder that serves; None before the first build."""
    try:
        name = (home / POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return home / name


class Pointer:
    """The folder that serves, asked for again and again: the pointer file is read only when it is another one."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._path = os.fspath(home / POINTER)
        self._known: tuple[tuple[int, int] | None, Path | None] = (None, None)
        self._looked = 0.0

    def folder(self) -> Path | None:
        """The same as `current`, or what that was a few milliseconds ago."""
        now = time.monotonic()
        if now - self._looked < _GLANCE:
            return self._known[1]
        self._looked = now
        try:
            about = os.stat(self._path)  # noqa: PTH116  # a tenth of the time of Path.stat
        except FileNotFoundError:
            self._known = (None, None)
            return None
        stamp, folder = self._known
        if stamp != (about.st_ino, about.st_mtime_ns):
            folder = current(self._home)
            self._known = ((about.st_ino, about.st_mtime_ns), folder)
        return folder


def publish(home: Path, number: int, write: Callable[[Path], None]) -> Path:
    """Lets `write` fill a new folder, then makes it the one that serves, in one step."""
    home.mkdir(parents=True, exist_ok=True)
    name = f"{number:06d}-{secrets.token_hex(4)}"
    unfinished = home / f"{_UNFINISHED}{name}"
    unfinished.mkdir()
    try:
        write(unfinished)
        for path in unfinished.iterdir():
            _flush(path)
        _flush(unfinished)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    before = current(home)
    unfinished.rename(home / name)
    _flush(home)
    pointer = home / f"{_UNFINISHED}{POINTER}-{name}"
    pointer.write_text(name, encoding="ascii")
    _flush(pointer)
    pointer.replace(home / POINTER)
    _flush(home)
    _clean(home, keep={name, before.name if before else name})
    return home / name


def _clean(home: Path, keep: set[str]) -> None:
    """Removes older generations, and what a crashed build left an hour ago or more."""
    for path in home.iterdir():
        if path.name in keep or path.name == POINTER:
            continue
        if path.name.startswith(_UNFINISHED) and time.time() - path.stat().st_mtime < _STALE_SECONDS:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Waits until the file or folder is on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
