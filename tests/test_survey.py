"""Which contents a run brings, and under which names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.survey import survey


def lay(folder: Path, files: dict[str, str]) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def named(paths: list[Path], stored: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """{first three characters of the content: its names}."""
    return {offer.path.read_text(encoding="utf-8")[:3]: set(offer.names) for offer in survey(paths, stored).offers}


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"a.txt": "甲", "b.txt": "乙"}, {"甲": {"a.txt"}, "乙": {"b.txt"}}),
        ({"x/a.txt": "甲", "b.txt": "甲"}, {"甲": {"a.txt", "b.txt"}}),
        ({"x/a.txt": "甲", "y/a.txt": "甲"}, {"甲": {"a.txt"}}),
        ({"x/a.txt": "甲", "y/a.txt": "乙"}, {"甲": {"x/a.txt"}, "乙": {"y/a.txt"}}),
        ({"1/x/a.txt": "甲", "2/x/a.txt": "乙"}, {"甲": {"1/x/a.txt"}, "乙": {"2/x/a.txt"}}),
        ({"x/a.txt": "甲", "y/a.txt": "乙", "y/b.txt": "丙"}, {"甲": {"x/a.txt"}, "乙": {"y/a.txt"}, "丙": {"b.txt"}}),
    ],
)
def test_names(files: dict[str, str], names: dict[str, set[str]], tmp_path: Path) -> None:
    paths = lay(tmp_path, files)
    assert named(paths) == names == named(paths[::-1])


def test_a_file_keeps_the_longer_name_under_which_it_is_stored(tmp_path: Path) -> None:
    paths = lay(tmp_path, {"x/a.txt": "甲"})
    assert named(paths, ("x/a.txt", "y/a.txt")) == {"甲": {"x/a.txt"}}
    assert named(paths, ("z/a.txt", "a.txt")) == {"甲": {"a.txt"}}


def test_a_name_that_several_contents_share_is_void(tmp_path: Path) -> None:
    offers = survey(lay(tmp_path, {"x/a.txt": "甲", "y/a.txt": "乙", "b.txt": "丙"})).offers
    assert {name for offer in offers for name in offer.void} == {"a.txt"}
    assert sorted(sorted(offer.claims) for offer in offers) == [["a.txt", "x/a.txt"], ["a.txt", "y/a.txt"], ["b.txt"]]


def test_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    (path,) = lay(tmp_path, {"x/a.txt": "甲"})
    (tmp_path / "link.txt").symlink_to(path)
    assert len(survey([path, tmp_path / "x" / ".." / "x" / "a.txt", tmp_path / "link.txt"]).offers) == 1


def test_what_is_no_file_is_left_to_the_reader(tmp_path: Path) -> None:
    (path,) = lay(tmp_path, {"a.txt": "甲"})
    found = survey([tmp_path, tmp_path / "none.txt", path])
    assert set(found.unreadable) == {tmp_path, tmp_path / "none.txt"} and len(found.offers) == 1


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = Path(bytes(tmp_path).decode() + "/" + b"\xb7\xbd.txt".decode("utf-8", "surrogateescape"))
    path.write_text("甲", encoding="utf-8")
    ((offer,),) = (survey([path]).offers,)
    (name,) = offer.names
    assert name.encode("utf-8").decode() == name and name.endswith(".txt")
