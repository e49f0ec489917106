"""API keys: shown once, hashed at rest, gone when revoked; and how the command says so."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from api.cli import main
from api.keys import FILE, Keys
from kg.errors import InputError, StoreError, UnknownThing


def test_a_key_opens_and_its_secret_is_kept_nowhere(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    key, text = keys.create("信息中心")
    assert keys.check(text) == key
    kept = (tmp_path / FILE).read_text(encoding="utf-8")
    assert text not in kept and text.rpartition("_")[2] not in kept
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_two_keys_of_one_name_differ(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    (one, first), (two, second) = keys.create("甲"), keys.create("甲")
    assert first != second and one.id != two.id and keys.check(first) == one and keys.check(second) == two


@pytest.mark.parametrize("forged", ["", "pkg", "pkg__", "pkg_00000000_x", "x_{id}_{secret}", "{id}_{secret}", "密钥"])
def test_forged_keys_open_nothing(tmp_path: Path, forged: str) -> None:
    keys = Keys(tmp_path)
    key, text = keys.create("甲")
    assert keys.check(forged.format(id=key.id, secret=text.rpartition("_")[2])) is None


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "a", lambda t: t.swapcase(), lambda t: t[::-1]])
def test_a_key_with_one_change_opens_nothing(tmp_path: Path, change: object) -> None:
    keys = Keys(tmp_path)
    assert keys.check(change(keys.create("甲")[1])) is None  # type: ignore[operator]


def test_another_process_sees_new_and_revoked_keys(tmp_path: Path) -> None:
    here, there = Keys(tmp_path), Keys(tmp_path)
    key, text = here.create("甲")
    assert there.check(text) == key
    here.revoke("甲")
    assert there.check(text) is None and there.all() == ()


def test_revoking_what_there_is_not_says_so(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.create("甲"), keys.create("甲")
    with pytest.raises(UnknownThing, match="有 2 个"):
        keys.revoke("甲")
    with pytest.raises(UnknownThing, match="没有"):
        keys.revoke("乙")


@pytest.mark.parametrize("name", ["", "  ", "名" * 61, "a\nb"])
def test_a_name_must_say_whose_key_it_is(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="1–60"):
        Keys(tmp_path).create(name)


def test_a_damaged_file_opens_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="key create"):
        Keys(tmp_path).all()


def test_the_command_makes_lists_and_revokes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(tmp_path)]
    assert main([*home, "key", "list"]) == 0
    assert "没有密钥" in capsys.readouterr().out
    assert main([*home, "key", "create", "信息中心"]) == 0
    text = capsys.readouterr().out.strip()
    key = Keys(tmp_path).check(text)
    assert key is not None
    assert main([*home, "key", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"id": key.id, "name": "信息中心", "created_at": key.created_at}]
    assert main(["key", "revoke", key.id, *home]) == 0
    assert Keys(tmp_path).check(text) is None
    assert main([*home, "key", "revoke", key.id]) == 1
