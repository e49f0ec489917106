"""API keys (密钥): made by `policykg key`, kept as salted hashes in the data folder, checked on every write.

A key is `pkg_<id>_<secret>`; the secret has 256 bits, so that one round of hashing is enough. The file is read again
when it has changed: a key that is revoked stops working at once. Without a key the service is read-only.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import InputError, StoreError, UnknownThing

FILE = "keys.json"
_PREFIX = "pkg"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Key:
    """A key as kept: everything but its secret."""

    id: str
    name: str
    salt: str
    hash: str
    created_at: str

    def fits(self, secret: str) -> bool:
        """Whether a secret is the key's, compared in constant time."""
        return hmac.compare_digest(_hashed(self.salt, secret), self.hash)


class Keys:
    """The keys of a data folder. Safe to use from many threads."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def all(self) -> tuple[Key, ...]:
        """The keys in force. Raises StoreError when their file is damaged."""
        with self._lock:
            seen = self._stamp()
            if seen != self._seen:
                self._keys = self._read() if seen else ()
                self._seen = seen
            return self._keys

    def create(self, name: str) -> tuple[Key, str]:
        """Makes a key; returns it with its text, which is shown once and kept nowhere."""
        name = name.strip()
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise InputError(f"密钥名称应为 1–{_LONGEST_NAME} 个可见字符，说明给谁用")
        id, secret, salt = secrets.token_hex(4), secrets.token_urlsafe(32), secrets.token_hex(16)
        key = Key(id, name, salt, _hashed(salt, secret), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
        self._write((*self.all(), key))
        return key, f"{_PREFIX}_{id}_{secret}"

    def revoke(self, id: str) -> Key:
        """Takes a key out of force, by id or by a name that only one bears. Raises UnknownThing."""
        keys = self.all()
        found = [key for key in keys if key.id == id] or [key for key in keys if key.name == id]
        if len(found) != 1:
            said = "没有" if not found else f"有 {len(found)} 个"
            raise UnknownThing(f"{said}编号或名称为 {id!r} 的密钥；policykg key list 列出全部")
        self._write(key for key in keys if key is not found[0])
        return found[0]

    def check(self, text: str) -> Key | None:
        """The key in force that a text is; None for any other text."""
        prefix, _, rest = text.partition("_")
        id, _, secret = rest.partition("_")
        if prefix != _PREFIX or not secret or not text.isascii():
            return None
        return next((key for key in self.all() if key.id == id and key.fits(secret)), None)

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            about = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"不能读取 {self._path}（{error.strerror}）：请检查权限") from error
        return (about.st_mtime_ns, about.st_size, about.st_ino)

    def _read(self) -> tuple[Key, ...]:
        try:
            records = json.loads(self._path.read_text(encoding="utf-8"))["keys"]
            return tuple(Key(**{name: str(record[name]) for name in Key.__slots__}) for record in records)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self._path} 已损坏（{error}）：请删除它，再用 policykg key create 新建密钥") from error

    def _write(self, keys: Iterable[Key]) -> None:
        """Puts the file in place in one step, readable by its owner only."""
        content = json.dumps({"keys": [asdict(key) for key in keys]}, ensure_ascii=False, indent=1)
        part = self._path.with_name(f".{FILE}.{secrets.token_hex(4)}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(content)
            part.replace(self._path)
        except OSError as error:
            raise StoreError(f"写不进 {self._path}（{error.strerror}）：请检查权限和磁盘") from error
        finally:
            part.unlink(missing_ok=True)


def _hashed(salt: str, secret: str) -> str:
    return hashlib.sha256(f"{salt}:{secret}".encode()).hexdigest()
