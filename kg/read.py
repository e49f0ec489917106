"""Read: from files to sources. What the bytes say is kept as it is; what cannot be read is refused with the reason.

A text is what its bytes decode to; a Word file, a web page or a PDF becomes one text (`kg.word`, `kg.web`,
`kg.pdf`), which is then the source.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from kg.apart import apart
from kg.errors import UnreadableFile
from kg.records import Notice, Source
from kg.word import is_word

LIMIT = 20_000_000  # bytes; the longest policy papers have less than a tenth of it
SUFFIXES = (".txt", ".md", ".text", ".docx", ".pdf", ".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml")
REFUSED_SUFFIXES = (".doc", ".wps", ".ofd", ".rtf", ".odt")
"""Kinds of paper that a folder may hold and that cannot be read: named with what to do, not passed over."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PICTURE = "图片，不是文本；请先做文字识别，把识别出的文字存成 .docx 或 .txt 再导入"
_MAGIC = (
    (b"{\\rtf", "RTF 文件，不是文本；请先另存为 .docx 或 .txt 再导入"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"SQLite format 3", "数据库文件，不是文本；请把政策正文存成 .docx 或 .txt 再导入"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF = b"%PDF-"
_PDF_BEGINS = 1024  # bytes that may stand before it
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_INSIDE = (  # what a zip that is no Word file has in it, and what it is then
    (b"OFD.xml", "OFD 版式文件；请用 OFD 阅读器或 WPS 打开，转换为 .docx 或 PDF 再导入"),
    (b"xl/workbook", "Excel 表格；请把政策正文存成 .docx 或 .txt 再导入"),
    (b"ppt/presentation", "演示文稿；请把政策正文存成 .docx 或 .txt 再导入"),
    (b"opendocument.text", "ODT 文件；请另存为 .docx 再导入"),
    (b"word/document", "Word 文件，但已损坏或不完整；请用 Word 或 WPS 打开修复，另存为 .docx 再导入"),
    (b"", "压缩包；请先解压，再导入其中的文件"),
)
_COMMENTS = r"\s* (?: <!--(?s:.*?)--> \s* )*"
_PAGE = re.compile(  # a page saved from a web site
    rf"{_COMMENTS} (?: <\?xml\ [^>]{{0,200}}> {_COMMENTS} )? <(?: !doctype\ html | html[\s>] )",
    re.VERBOSE | re.IGNORECASE,
)
_XML = re.compile(rf"{_COMMENTS} <\?(?: xml\s | mso- )", re.VERBOSE | re.IGNORECASE)  # a document of Word as XML
_WHOLE_PAGE = re.compile(rb"\s*(?:From: <Saved by|MIME-Version:)", re.IGNORECASE)  # a page saved as one file (.mht)
_PAGE_ENCODINGS = ("big5", "cp950", "hz")  # beside those of texts; others may be made to decode for ever (punycode)
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_TAG = re.compile(r"<(?:p|div|br|table|td|span|font|meta|title|body|h[1-6])\b[^<>]{0,2000}>", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s{0,3}=\s{0,3}["']?\s{0,3}([\w.:-]{2,30})""", re.IGNORECASE)
_REFUSED_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1C, 0x1E}) + b"\x7f"


def find_files(paths: Iterable[Path | str]) -> list[Path]:
    """Returns the files that `paths` name, sorted, each once: folders give their text files at any depth.

    A file named itself is taken whatever its suffix is; inside a folder hidden files and folders are passed over, and
    so is a README, which explains the others. A path that does not exist or cannot be entered stays in the list, so
    that `read` says what is wrong with it.
    """
    found: dict[str, Path] = {}
    for given in paths:
        path = Path(given)
        for file in _within(path) if path.is_dir() else [path]:
            found.setdefault(os.path.realpath(file), file)
    return sorted(found.values(), key=lambda file: file.as_posix())


def _within(folder: Path) -> list[Path]:
    """The text files of a folder at any depth, and the folders in it that cannot be entered."""
    closed: list[Path] = []
    files: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files.extend(Path(here, name) for name in names if _may_be_a_paper(name.lower()))
    return files + closed


def _may_be_a_paper(name: str) -> bool:
    """Takes 通知.txt, 方案.docx, 方案.doc (to be refused); leaves .草稿.txt, 附表.xls, readme.md, ~$方案.docx."""
    return name.endswith(SUFFIXES + REFUSED_SUFFIXES) and not name.startswith((".", "readme", "~$"))


def read(path: Path, name: str = "", *, limit: int = LIMIT) -> Source:
    """Returns a file as a source, called `name` where it is kept under another one; `limit` is in bytes.

    Raises UnreadableFile, beginning with the file's name, when it is missing, no file, not allowed to be read, longer
    than `limit`, empty, of a kind that is not read, damaged or in no known encoding.
    """
    name = name or path.name or str(path)
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            next(path.iterdir(), None)  # a folder that may not be entered is refused for that
            raise UnreadableFile(f"{name}：这是文件夹，不是文件；请给出其中的文件，或把文件夹交给 build。")
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFile(f"{name}：不是普通文件（管道或设备）；请先存成 .txt 文件。")
        _refuse_size(name, about.st_size, limit)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(f"{name}：没有这个文件；请检查路径 {path}。") from error
    except PermissionError as error:
        raise UnreadableFile(f"{name}：没有读取权限；请修改权限后重试。") from error
    except OSError as error:
        raise UnreadableFile(f"{name}：读不出来（{error.strerror}）；请检查磁盘或路径。") from error
    return read_bytes(data, name, limit=limit)


def read_bytes(data: bytes, name: str, *, limit: int = LIMIT) -> Source:
    """Returns what a file says: what its bytes decode to (line ends kept, no byte-order mark) or are converted to.

    Takes text and web pages in UTF-8, GB18030 and UTF-16 (with a byte-order mark, or known by its NUL bytes), Word
    files and PDFs; raises UnreadableFile for anything else.

    >>> read_bytes("责任单位：市商务局".encode("gb18030"), "通知.txt").encoding
    'gb18030'
    """
    name = Path(name).name or name
    kind, text = _told_apart(data, name, limit)
    notices: tuple[Notice, ...] = ()
    try:
        if kind == "html":
            text, notices = apart(kind, text.encode("utf-8", "surrogatepass"))
        elif kind in ("docx", "mht", "pdf"):
            text, notices = apart(kind, data)
    except UnreadableFile as error:
        raise UnreadableFile(f"{name}：{error}") from error
    return Source(name, text, hashlib.sha256(data).hexdigest(), kind, notices)


def check(data: bytes, name: str, *, limit: int = LIMIT) -> str:
    """Returns the hash of a file that looks as if it can be read, without converting it; raises UnreadableFile else."""
    _told_apart(data, Path(name).name or name, limit)
    return hashlib.sha256(data).hexdigest()


def _told_apart(data: bytes, name: str, limit: int) -> tuple[str, str]:
    """What the bytes are, whatever the file is called (docx, html, mht, pdf or an encoding), and what they decode to.

    Raises UnreadableFile for what is not read.
    """
    _refuse_size(name, len(data), limit)
    if not data.strip():
        raise UnreadableFile(f"{name}：文件是空的；请检查是否保存成功。")
    if data.startswith(_ZIP):
        if is_word(data):
            return "docx", ""
        raise UnreadableFile(f"{name}：这是{next(kind for inside, kind in _INSIDE if inside in data)}。")
    if _PDF in data[:_PDF_BEGINS]:
        return "pdf", ""
    if _WHOLE_PAGE.match(data):
        return "mht", ""
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise UnreadableFile(f"{name}：这是加了密的 Office 文件；请打开后取消密码，另存为 .docx 再导入。")
        raise UnreadableFile(f"{name}：这是旧版 Office 文件（doc、wps）；请用 Word 或 WPS 打开，另存为 .docx 再导入。")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise UnreadableFile(f"{name}：这是{kind}。")
    text, encoding = _decode_page(data) or _decode(data, name)
    if not text.strip():
        raise UnreadableFile(f"{name}：文件里只有空白；请检查是否保存成功。")
    return ("html" if _is_page(text, name) else encoding), text


def _is_page(text: str, name: str) -> bool:
    """Takes "<!DOCTYPE html>…", and "<div><p>一、…" in a file called .html; leaves "<b>某市</b>实施方案" in a .md."""
    if _PAGE.match(text):
        return True
    if _XML.match(text):
        raise UnreadableFile(f"{name}：这是 XML 文件；如果是 Word 存的，请用 Word 或 WPS 另存为 .docx 再导入。")
    return name.lower().endswith(_PAGE_SUFFIXES) and _TAG.search(text) is not None


def _decode_page(data: bytes) -> tuple[str, str] | None:
    """A page in an encoding of its own (big5), as its first lines say; None where it is one of the usual."""
    said = _CHARSET.search(data[:4096]) if data.lstrip()[:1] == b"<" else None
    encoding = said.group(1).decode("ascii").lower() if said else ""
    if not encoding.startswith(_PAGE_ENCODINGS):
        return None
    try:
        return data.decode(encoding), encoding
    except (LookupError, UnicodeDecodeError):
        return None


def _refuse_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise UnreadableFile(
            f"{name}：文件有 {size / 1e6:.1f} MB，超过上限 {limit / 1e6:.1f} MB；请拆成几个文件，或确认它是政策文本。"
        )


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _undecodable(name, error.start + len(mark), encoding) from error
    if b"\0" in data:
        return _decode_wide(data, name)
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if len(data[: error.start].decode("utf-8").encode("ascii", "ignore")) <= error.start - 24:
            raise _undecodable(
                name, error.start, "utf-8"
            ) from error  # eight Han characters decoded: it is UTF-8, damaged
        text, encoding = _decode_national(data, name), "gb18030"
    if data.translate(None, _REFUSED_CONTROLS) != data:
        raise UnreadableFile(f"{name}：含有控制字符，是二进制文件，不是文本；请先另存为 .txt 再导入。")
    return text, encoding


def _decode_wide(data: bytes, name: str) -> tuple[str, str]:
    """UTF-16 without a byte-order mark: of the two byte orders the one that gives Han characters and ASCII."""
    best, share, order = "", 0.0, ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:4000]
        usual = sum(
            "\u4e00" <= c <= "\u9fff"
            or " " <= c <= "~"
            or "\u2010" <= c <= "\u303f"
            or "\uff00" <= c <= "\uffef"
            or c in "\r\n\t"
            for c in sample
        )
        if sample and usual / len(sample) > share:
            best, share, order = text, usual / len(sample), encoding
    if share < 0.9:
        raise UnreadableFile(f"{name}：含有空字节，是二进制文件，不是文本；请先另存为 .txt 再导入。")
    return best, order


def _decode_national(data: bytes, name: str) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(name, error.start, "gb18030") from error


def _undecodable(name: str, at: int, encoding: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}：第 {at + 1} 个字节起不是有效的 {encoding.upper()} 编码，文件可能已损坏或被截断；"
        "请用 UTF-8、GB18030 或 UTF-16 重新保存。"
    )
