"""Reading: encodings, what is refused and in which words, which files a folder gives."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableFile
from kg.read import find_files, read, read_bytes

TEXT = "一、重点任务\r\n（一）完善体系。到 2027年，增长45%。\r\n\t责任单位：市商务局　各县区人民政府\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), "utf-32-le"),
        (b"plan 2027", "utf-8"),
    ],
    ids=range(10),
)
def test_decodes_to_what_was_written(data: bytes, encoding: str) -> None:
    source = read_bytes(data, "a.txt")
    assert source.encoding == encoding
    assert source.text == (TEXT if encoding != "utf-8" or data != b"plan 2027" else "plan 2027")


def test_rare_characters_of_gb18030() -> None:
    assert read_bytes("䶮城镇㙍村制定本方案。".encode("gb18030"), "a.txt").text == "䶮城镇㙍村制定本方案。"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "文件是空的"),
        (b" \n\t\r\n", "文件是空的"),
        ("\u3000\n".encode(), "只有空白"),
        (b"\xef\xbb\xbf", "只有空白"),
        (b"%PDF-1.7 \xe2\xe3", "PDF 文件已损坏"),
        (b"PK\x03\x04\x14\x00", "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 Office"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图片，不是文本；请先做文字识别"),
        (b"{\\rtf1\\ansi", "RTF"),
        (bytes(range(256)) * 8, "空字节"),
        (b"\x01\x02\x03 text", "控制字符"),
        ("设备更新".encode() * 20 + b"\xe8\xae", "第 241 个字节起不是有效的 UTF-8"),
        (b"\xff\xfe\x00\xd8", "UTF-16"),
        (b"\x81\xff\xff\xff", "GB18030"),
        ("<!DOCTYPE html>\n<html><script>一、总体要求</script></html>".encode(), "网页里没有正文"),
        ("\n<!-- 存于某日 --><HTML lang='zh'><nav>责任单位：市商务局".encode("utf-16"), "没有正文"),
        ("<?xml version='1.0'?><w:document>一、总体要求</w:document>".encode("gb18030"), "XML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mht"),
    ],
    ids=range(18),
)
def test_refuses_with_name_reason_and_advice(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "folder/某市方案.txt")
    message = str(caught.value)
    assert message.startswith("某市方案.txt：")
    assert reason in message
    assert "请" in message


@pytest.mark.parametrize("text", ["<b>某市</b>实施方案", "《<html>标准》应用办法", "1. <!-- 注 --> 要求"])
def test_a_text_with_marks_in_it_is_a_text(text: str) -> None:
    assert read_bytes(text.encode(), "a.md").text == text


def test_refuses_more_bytes_than_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("政策" * 1000, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"long\.txt：文件有 0\.0 MB，超过上限 0\.0 MB"):
        read(file, limit=5999)
    assert len(read(file, limit=6000).text) == 2000


def test_says_what_is_wrong_with_a_path(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有这个文件"):
        read(tmp_path / "missing.txt")
    with pytest.raises(UnreadableFile, match="这是文件夹"):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="不是普通文件"):
        read(tmp_path / "pipe.txt")


def test_keeps_name_and_hash_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "青海.txt"
    file.write_bytes(b"\xef\xbb\xbf" + "一、目标".encode())
    source = read(file)
    assert (source.name, source.text) == ("青海.txt", "一、目标")
    assert source.sha256 == hashlib.sha256(b"\xef\xbb\xbf\xe4\xb8\x80\xe3\x80\x81\xe7\x9b\xae\xe6\xa0\x87").hexdigest()


def test_finds_text_files_in_folders_sorted_and_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "sub/c.text", "sub/deep/d.txt", "e.pdf", ".hidden/f.txt", ".g.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "b.txt")
    found = find_files([tmp_path, tmp_path / "b.txt", str(tmp_path / "e.pdf"), tmp_path / "missing.txt"])
    names = [file.relative_to(tmp_path).as_posix() for file in found]
    assert names == ["a.MD", "b.txt", "e.pdf", "missing.txt", "sub/c.text", "sub/deep/d.txt"]


def test_a_readme_in_a_folder_is_no_policy(tmp_path: Path) -> None:
    for name in ("README.md", "sub/readme.txt", "通知.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert [file.name for file in find_files([tmp_path])] == ["通知.md"]
    assert find_files([tmp_path / "README.md"]) == [tmp_path / "README.md"]
    seed = Path(__file__).parent.parent / "seed"
    assert len(find_files([seed])) == len(find_files([seed / "policies"])) == 5


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert find_files([tmp_path]) == []


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1))
def test_utf8_round_trip(text: str) -> None:
    data = ("一" + text).encode()
    assert read_bytes(data, "a.txt").text == "一" + text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        source = read_bytes(data, "a.txt")
    except UnreadableFile as error:
        assert str(error).startswith("a.txt：")
    else:
        assert source.text.strip()
