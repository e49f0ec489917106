"""Which documents a text refers to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.citations import citations
from kg.records import Citation, Clause, Head, Parsed, Source, Zone
from kg.terms import Term, load
from kg.view import View

LINES = Path(__file__).parent / "lines" / "citations.txt"
OWN = Head(title="海东市设备更新实施方案", doc_number="东政办〔2024〕66号")
NOTHING = Parsed((), ())
CASES = [line.split("⇒") for line in LINES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def shown(citation: Citation) -> str:
    """A citation in the notation of the line cases."""
    if not citation.specific:
        return f"~{citation.quote}"
    sign = "=" if citation.is_self else "+" if citation.relation == "implements" else "-"
    return sign + (citation.title or "") + (f"#{citation.doc_number}" if citation.doc_number else "")


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_lines(text: str, expected: str) -> None:
    found = citations(View.whole(text.strip()), OWN, NOTHING)
    assert [shown(c) for c in found] == [part.strip() for part in expected.split(" | ") if part.strip()]


@pytest.mark.parametrize("term", load("citations"), ids=lambda term: f"{term.kind}:{term.form}")
def test_every_word_is_live(term: Term) -> None:
    found = citations(View.whole(term.example), Head(), NOTHING)
    if term.kind in ("paper", "media"):
        assert not found
    elif term.kind == "known":
        assert [c.title for c in found] == [term.form]
    else:
        (only,) = found
        assert only.relation == term.kind or only.is_self
        assert term.form in only.quote or only.is_self


def test_the_plan_s_own_title_names_its_parent() -> None:
    title = "海东市贯彻落实〈青海省设备更新实施方案〉分工方案"
    found = citations(View.whole("一、总体要求"), Head(title=title, spans=(("title", 3, 28),)), NOTHING)
    assert [(c.title, c.relation, c.rule, c.quote, c.start, c.end) for c in found] == [
        ("青海省设备更新实施方案", "implements", "own-title", title, 3, 28)
    ]


def test_a_notice_that_passes_on_another_body_s_text() -> None:
    head = Head(
        title="关于加快发展养老服务业的意见",
        notice_title="海东市人民政府转发青海省人民政府关于加快发展养老服务业的意见的通知",
    )
    assert [c.title for c in citations(View.whole(""), head, NOTHING)] == ["青海省人民政府关于加快发展养老服务业的意见"]


def test_without_a_head_the_title_handed_over_is_the_plan_s_own() -> None:
    found = citations(View.whole("《象州县路长制实施方案》已经县人民政府同意，现印发给你们。"), Head(), NOTHING)
    assert [c.is_self for c in found] == [True]


def test_titles_broken_over_lines_keep_their_offsets() -> None:
    text = "根据《青海省设备\n更新实施方案》（青政〔2024〕\n23号）要求"
    (found,) = citations(View.whole(text, offset=100), OWN, NOTHING)
    assert (found.title, found.doc_number) == ("青海省设备更新实施方案", "青政〔2024〕23号")
    assert (found.start, found.end, found.quote) == (100, 100 + len(text), text)


def test_each_citation_knows_its_clause_and_issuer() -> None:
    text = "为落实国务院《推动设备更新行动方案》。\n一、任务\n执行《机动车报废办法》。"
    at = text.index("一、")
    clause = Clause("一", "一、", "任务", View.whole(text[at:], at), (), 0, 1, "section", at, len(text), None)
    parsed = Parsed((clause,), (Zone("head", 0, at), Zone("clause", at, len(text), "一")))
    first, second = citations(View.whole(text), Head(), parsed)
    assert (first.clause, first.issuer) == (None, "国务院")
    assert (second.clause, second.issuer, second.quote) == ("一", None, "执行《机动车报废办法》")


GOLD_OF_HAIDONG = {
    "青海省推动大规模设备更新和消费品以旧换新实施方案",
    "青海省人民政府关于印发推动大规模设备更新和消费品以旧换新实施方案的通知",
    "青海省推动大规模设备更新和消费品以旧换新“1633”政策清单",
    "城市居家适老化改造指导手册",
}


def test_the_citations_of_a_whole_document() -> None:
    from kg.head import head
    from kg.layout import layout
    from kg.parse import parse
    from kg.places import gazetteer
    from kg.zones import zones

    path = Path(__file__).parent.parent / "seed" / "policies" / "000_2627acd412ac4b4c.txt"
    source = Source(path.name, path.read_text(encoding="utf-8"), "0" * 64, "utf-8")
    view = layout(source)
    zoned = zones(view)
    found = citations(view, head(view, zoned, source, gazetteer()), parse(view, zoned, source))
    assert {c.title for c in found if c.specific and not c.is_self} == GOLD_OF_HAIDONG
    assert {c.doc_number for c in found if c.doc_number} == {"青政〔2024〕23号"}
    assert {c.title for c in found if c.relation == "mentions" and not c.is_self} == {"城市居家适老化改造指导手册"}
    assert all(
        "".join(source.text[c.start : c.end].split()) == "".join(c.quote.split())
        for c in found
        if c.rule != "own-title"
    )


@given(
    st.text(
        alphabet="根据按照制定《》〈〉（）()[]〔〕2024年号令第国办发方案意见的和、，。\n以下简称国家省市部署要求",
        max_size=120,
    )
)
def test_soup_never_raises_and_quotes_are_spans(text: str) -> None:
    for found in citations(View.whole(text), OWN, NOTHING):
        assert text[found.start : found.end] == found.quote
        assert found.start < found.end and (found.title or found.doc_number or not found.specific)
