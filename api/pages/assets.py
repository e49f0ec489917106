"""What pages load beside their HTML (静态资源): style sheets, scripts and vendored libraries, held in memory.

Every address carries the fingerprint of all of them together, so a browser may keep each for ever, and a module that
imports `./words.js` gets the one it was written with.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static"

_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes as they are and packed with gzip."""

    body: bytes
    packed: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by their path below the folder, and the fingerprint of the whole."""

    files: Mapping[str, Asset]
    fingerprint: str


def load_assets(folder: Path, made: Mapping[str, str]) -> Assets:
    """Returns the files of a folder, with texts that are made rather than stored (path → text) beside them."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    files.update((path, text.encode()) for path, text in made.items())
    known = {path: body for path, body in sorted(files.items()) if Path(path).suffix in _MEDIA_TYPES}
    digest = hashlib.sha256()
    for path, body in known.items():
        digest.update(f"{path}\0{len(body)}\0".encode() + body)
    assets = {
        path: Asset(body, gzip.compress(body, 9, mtime=0), _MEDIA_TYPES[Path(path).suffix])
        for path, body in known.items()
    }
    return Assets(assets, digest.hexdigest()[:12])
