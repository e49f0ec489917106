"""A page saved as one file (网页，单个文件; .mht, .mhtml): the page itself out of what a browser put around it."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from kg.errors import UnreadableFile

_BROKEN = "网页的单个文件（mht）已损坏或里面没有网页；请改存为“网页，仅 HTML”（.html）再导入。"
_CHARSETS = ("utf-8", "gb18030")


def page_of(data: bytes) -> str:
    """Returns the page, decoded as the file says; raises UnreadableFile, without a name, when there is none."""
    try:
        found = next((part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"), None)
        packed = found.get_payload(decode=True) if found is not None else None
    except (MessageError, LookupError, ValueError, RecursionError) as error:
        raise UnreadableFile(_BROKEN) from error
    if found is None or not isinstance(packed, bytes):
        raise UnreadableFile(_BROKEN)
    return _decoded(packed, found)


def _decoded(packed: bytes, part: Message) -> str:
    for charset in (part.get_content_charset() or "utf-8", *_CHARSETS):
        try:
            return packed.decode(charset)
        except (LookupError, ValueError):
            continue
    raise UnreadableFile(_BROKEN)
