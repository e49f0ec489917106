"""Takes files in from outside (上传): sniffed, capped, stored under names of our own.

A file's own name is kept as a label only: without folders, control characters and marks that turn text round.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.limits import MEGABYTE, Limits
from api.problems import BAD_REQUEST, TOO_LARGE, WRONG_TYPE, Problem
from kg.errors import StoreError, UnreadableFile
from kg.read import check

FOLDER = "uploads"
"""Where files wait in a data folder until they are read."""
_HAN = re.compile("[一-鿿]")
_LONGEST_NAME = 120
KINDS = "Word（.docx）、有文字层的 PDF、网页（.html、.mht），或 UTF-8、GB18030、UTF-16 编码的文本（.txt、.md）"


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it came: its label, its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits to be read; `problem` says why one is not kept."""

    name: str
    size: int
    sha256: str = ""
    path: Path | None = None
    problem: str = ""


async def receive(request: Request, limits: Limits) -> tuple[list[Given], bool]:
    """Reads the files of a multipart form, and whether they replace others of their names. Raises Problem."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise Problem(
            WRONG_TYPE, f"内容类型是 {kind or '（没有给出）'}", "multipart/form-data，字段 files 可有多个文件"
        )
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Problem(WRONG_TYPE, "不接受压缩的请求", "不带 Content-Encoding")
    allowed = f"字段 files，{KINDS}，最多 {limits.upload_files} 个"
    most = {"max_files": limits.upload_files, "max_fields": limits.upload_files + 1}
    try:
        async with request.form(**most, max_part_size=limits.upload_file) as form:
            files = [await _read(part, limits) for part in form.getlist("files")]
            replace = _flag(form)
    except HTTPException as error:  # said by the parser of forms
        wrong = f"表单不完整或格式不对（{error.detail}）"
        if "Too many" in error.detail:
            wrong = f"文件或字段太多（最多 {limits.upload_files} 个文件）"
        raise Problem(BAD_REQUEST, wrong, allowed) from error
    if not files:
        raise Problem(BAD_REQUEST, "没有文件", allowed)
    return files, replace


async def _read(part: UploadFile | str, limits: Limits) -> Given:
    """A part of the form: a file, or text that was pasted."""
    if isinstance(part, str):
        if not _HAN.search(part):
            raise Problem(BAD_REQUEST, "粘贴的文字里没有汉字", "政策文件的文字")
        return Given(label(""), part.encode("utf-8", "surrogatepass"))
    name = label(part.filename or "")
    if (part.size or 0) > limits.upload_file:
        allowed = f"每个文件最多 {limits.upload_file / MEGABYTE:g} MB"
        raise Problem(TOO_LARGE, f"{name} 有 {(part.size or 0) / MEGABYTE:.1f} MB", allowed)
    return Given(name, await part.read())


def _flag(form: FormData) -> bool:
    value = form.get("replace", "false")
    if value not in ("true", "false"):
        raise Problem(BAD_REQUEST, "replace 的值不对", "true 或 false")
    return value == "true"


def label(name: str) -> str:
    """A file's name as it may be shown.

    >>> label("../../etc/海东市\\u202e方案.txt"), label("C:\\\\a\\\\.."), label("")
    ('海东市方案.txt', '未命名.txt', '未命名.txt')
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")).strip(" .")
    if len(kept) > _LONGEST_NAME:
        stem, dot, suffix = kept.rpartition(".")
        end = f".{suffix}" if dot and len(suffix) < 8 else ""
        kept = (stem if end else kept)[: _LONGEST_NAME - len(end)] + end
    return kept or "未命名.txt"


def keep(given: Sequence[Given], folder: Path, limits: Limits) -> list[Kept]:
    """Writes what can be read into a folder made for it; raises Problem when nothing can, StoreError when it cannot."""
    kept: list[Kept] = []
    try:
        folder.mkdir(parents=True)
        for number, file in enumerate(given, start=1):
            kept.append(_keep(file, folder / str(number), limits))
    except OSError as error:
        discard(folder)
        raise StoreError(f"不能暂存上传的文件（{error.strerror}）：请检查磁盘和权限") from error
    if all(file.path is None for file in kept):
        discard(folder)
        raise Problem(WRONG_TYPE, "；".join(file.problem for file in kept), KINDS)
    return kept


def _keep(file: Given, path: Path, limits: Limits) -> Kept:
    try:
        sha256 = check(file.data, file.name, limit=limits.upload_file)
    except UnreadableFile as error:
        return Kept(file.name, len(file.data), problem=str(error))
    path.write_bytes(file.data)
    return Kept(file.name, len(file.data), sha256, path)


def discard(folder: Path) -> None:
    """Removes a folder of files that wait."""
    shutil.rmtree(folder, ignore_errors=True)
