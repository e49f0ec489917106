"""Zones: where a paper's parts begin, marked in the text as a clerk would mark them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.layout import layout
from kg.records import Source
from kg.view import View
from kg.zones import Zones, zones

CASES = re.split(r"^== ", (Path(__file__).parent / "lines" / "zones.txt").read_text(encoding="utf-8"), flags=re.M)[1:]
_MARK = re.compile(r"‹([^›]+)›")


def squash(text: str) -> str:
    return "".join(text.split())


def wanted(marked: str) -> dict[str, str]:
    """The parts of a marked text by name; the title's is under "title"."""
    title = re.search(r"«(.*?)»", marked, re.S)
    pieces = _MARK.split(marked.replace("«", "").replace("»", ""))
    parts = {"head": squash(marked.split("‹body›")[0])} if "‹letter›" in marked else {"head": squash(pieces[0])}
    parts["head"] = squash(_MARK.sub("", parts["head"]).replace("«", "").replace("»", ""))
    parts.update({name: squash(text) for name, text in zip(pieces[1::2], pieces[2::2], strict=True)})
    if "text" in parts:  # label and title stand before it
        for name in [name for name in parts if name.startswith("attachment")]:
            parts[name] = squash(marked.split(f"‹{name}›")[1].split("‹text›")[0])
    if title:
        parts["title"] = squash(title[1])
    return {name: text for name, text in parts.items() if text and name not in ("text", "letter end")}


def found(view: View, parts: Zones) -> dict[str, str]:
    text = view.text
    ranges = {"head": parts.head, "body": parts.body, "closing": parts.closing, "tail": parts.tail}
    if parts.title:
        ranges["title"] = parts.title
    if parts.letter:
        ranges["letter"] = parts.letter
    for attachment in parts.attachments:
        ranges[f"attachment {attachment.label}"] = (attachment.start, attachment.body)
    return {name: squash(text[a:b]) for name, (a, b) in ranges.items() if squash(text[a:b])}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.split("\n")[0])
def test_marked_papers(case: str) -> None:
    marked = case.split("\n", 1)[1]
    view = layout(Source("a.txt", re.sub(r"‹[^›]+›|[«»]", "", marked), "", "utf-8"))
    assert found(view, zones(view)) == wanted(marked)


bits = st.sampled_from(
    [
        "某市方案",
        "为推进工作，制定本方案。",
        "一、目标",
        "（一）甲。",
        "附件",
        "附件1",
        "附件：",
        "1.表",
        "特此通知。",
        "抄送：市委。",
    ]
)
more = st.sampled_from(
    [
        "2024年7月3日",
        "某市人民政府",
        "各县区：",
        "现印发给你们，请执行。",
        "【文号】 某〔2024〕1号",
        "（此件公开发布）",
        "",
        "第一章 总则",
    ]
)


@given(st.lists(st.one_of(bits, more), max_size=25).map("\n".join))
def test_parts_cover_the_view_in_order(text: str) -> None:
    view = View.whole(text)
    parts = zones(view)
    ranges = [parts.head, parts.body, parts.closing, *((a.start, a.end) for a in parts.attachments), parts.tail]
    edges = [edge for pair in ranges for edge in pair]
    assert edges == sorted(edges)
    assert (edges[0], edges[-1]) == (0, len(text))
    assert parts.body[0] == parts.head[1]
    for attachment in parts.attachments:
        assert attachment.start < attachment.body <= attachment.end
    if parts.letter:
        assert 0 <= parts.letter[0] < parts.letter[1] <= parts.head[1]
    if parts.title:
        assert 0 <= parts.title[0] < parts.title[1] <= parts.head[1]
