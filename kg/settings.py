"""Where things are (设置): the data folder, the bundled documents, the fingerprint of the rules. Read at edges only."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from kg.errors import InputError

HOME_VARIABLE = "POLICYKG_HOME"
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


def fingerprint() -> str:
    """Returns 16 hex digits that change whenever code or vocabulary of the stages does.

    A document that was read under another fingerprint is read again from its stored text at the next build.
    """
    digest = sha256()
    paths = sorted(path for pattern in _RULE_FILES for path in _PACKAGE.glob(pattern) if path.is_file())
    for path in paths:
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
