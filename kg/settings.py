"""Where things are (设置): the data folder, the bundled documents, own sectors, the fingerprint of the rules."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from kg.errors import InputError

HOME_VARIABLE = "POLICYKG_HOME"
SECTORS_VARIABLE = "POLICYKG_SECTORS"
_PACKAGE = Path(__file__).parent
_RULE_FILES = ("*.py", "vocabulary/*", "data/*")


def home(given: Path | None, environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Returns the data folder: as given, else POLICYKG_HOME, else where the platform keeps a user's data.

    >>> home(None, {"HOME": "/home/li"}, "linux").as_posix()
    '/home/li/.local/share/policykg'
    """
    if given is not None:
        return given
    if named := environment.get(HOME_VARIABLE):
        return Path(named)
    if platform == "win32":
        base = environment.get("LOCALAPPDATA") or environment.get("USERPROFILE")
        return _of_user(base, "policykg")
    if platform == "darwin":
        return _of_user(environment.get("HOME"), "Library/Application Support/policykg")
    if shared := environment.get("XDG_DATA_HOME"):
        return Path(shared) / "policykg"
    return _of_user(environment.get("HOME"), ".local/share/policykg")


def _of_user(base: str | None, below: str) -> Path:
    if not base:
        raise InputError(f"不知道数据目录在哪里：请用 --home 或环境变量 {HOME_VARIABLE} 指明")
    return Path(base) / below


def seed_policies() -> list[Path]:
    """Returns the bundled documents: of `seed/` in a checkout, of `kg/seed/` in an installed package."""
    for seed in (_PACKAGE / "seed", _PACKAGE.parent / "seed"):
        if papers := sorted((seed / "policies").glob("*.txt")):
            return papers
    raise InputError("找不到随附的政策文件（seed/policies）：请在命令后给出文件或文件夹")


def own_sectors(environment: Mapping[str, str]) -> Path | None:
    """Returns the user's own file of sector words; its columns are those of kg/vocabulary/sectors.tsv.

    >>> own_sectors({"POLICYKG_SECTORS": "/srv/ours.tsv"}).name, own_sectors({})
    ('ours.tsv', None)
    """
    named = environment.get(SECTORS_VARIABLE)
    return Path(named).absolute() if named else None


def fingerprint(own: Path | None = None) -> str:
    """Returns 16 hex digits that change whenever code or vocabulary of the stages does, the user's `own` file included.

    A document that was read under another fingerprint is read again from its stored text at the next build.
    """
    digest = sha256()
    paths = sorted(path for pattern in _RULE_FILES for path in _PACKAGE.glob(pattern) if path.is_file())
    for path in paths:
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    if own is not None:
        try:
            digest.update(own.read_bytes())
        except OSError as error:
            raise InputError(f"读不到领域词表 {own}（{error.strerror}）：请检查环境变量 {SECTORS_VARIABLE}") from error
    return digest.hexdigest()[:16]
