"""Where things are."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import settings
from kg.errors import InputError


@pytest.mark.parametrize(
    ("given", "environment", "platform", "wanted"),
    [
        ("/x", {"POLICYKG_HOME": "/y", "HOME": "/h"}, "linux", "/x"),
        (None, {"POLICYKG_HOME": "/y", "HOME": "/h"}, "linux", "/y"),
        (None, {"POLICYKG_HOME": "", "HOME": "/h"}, "linux", "/h/.local/share/policykg"),
        (None, {"HOME": "/h", "XDG_DATA_HOME": "/d"}, "linux", "/d/policykg"),
        (None, {"HOME": "/h"}, "darwin", "/h/Library/Application Support/policykg"),
        (None, {"LOCALAPPDATA": "/l"}, "win32", "/l/policykg"),
    ],
)
def test_home(given: str | None, environment: dict[str, str], platform: str, wanted: str) -> None:
    assert settings.home(Path(given) if given else None, environment, platform) == Path(wanted)


def test_no_home_at_all() -> None:
    with pytest.raises(InputError, match="POLICYKG_HOME"):
        settings.home(None, {}, "linux")


def test_the_bundled_documents_are_there() -> None:
    assert [path.name[:3] for path in settings.seed_policies()] == ["000", "001", "002", "003", "004"]


def test_the_fingerprint_changes_with_code_and_vocabulary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(settings.__file__).parent, tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(settings, "_PACKAGE", tmp_path / "kg")
    seen = {settings.fingerprint()}
    assert settings.fingerprint() in seen
    for changed in (tmp_path / "kg" / "parse.py", next((tmp_path / "kg" / "vocabulary").iterdir())):
        changed.write_bytes(changed.read_bytes() + b"\n")
        seen.add(settings.fingerprint())
    assert len(seen) == 3
