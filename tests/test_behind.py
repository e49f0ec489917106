"""Statements behind all items of a section: the section's, and each item's because it lies in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.behind import behind_sections
from kg.document import read_document
from kg.layout import layout
from kg.parse import parse
from kg.places import gazetteer
from kg.records import Document, Source
from kg.zones import zones

PLACES = gazetteer()
FRONT = "为管好堤防，制定本方案。责任单位列在各部分之后，第一位的为牵头单位。\n"
BANKS = "一、管护堤岸\n1.巡查堤段。汛期每日巡查两次。\n2.修补护坡。用条石替换松动的护坡。\n"
WOODS = (
    "二、管护林带\n3.补植树木。每年补植柳树两千株。\n4.防治虫害：\n（1）挂诱捕灯。沿堤每公里挂三盏。\n"
    "（2）涂白树干。入冬前涂白一遍。\n"
)


def read(text: str) -> Document:
    return read_document(Source("a.txt", text, "0" * 64, "utf-8"), PLACES)


def told(document: Document) -> list[tuple[str, str, str, bool]]:
    mentions = [r.mention for r in document.responsibilities]
    return sorted(((m.clause, m.mention, m.role, m.inherited) for m in mentions), key=lambda told: told[0])


def test_sections_have_what_stands_behind_their_items() -> None:
    document = read(
        f"{FRONT}{BANKS}（责任单位：市水利局、市财政局）\n{WOODS}（责任单位：市园林局）\n三、保障\n按月通报。"
    )
    said = [(c.path, c.responsibility) for c in document.parsed.clauses if c.statements]
    assert said == [("一", "（责任单位：市水利局、市财政局）"), ("二", "（责任单位：市园林局）")]
    assert told(document) == [
        ("一", "市水利局", "lead", False),
        ("一", "市财政局", "responsible", False),
        ("一/1.", "市水利局", "lead", True),
        ("一/1.", "市财政局", "responsible", True),
        ("一/2.", "市水利局", "lead", True),
        ("一/2.", "市财政局", "responsible", True),
        ("二", "市园林局", "lead", False),
        ("二/3.", "市园林局", "lead", True),
        ("二/4.", "市园林局", "lead", True),
        ("二/4./（1）", "市园林局", "lead", True),
        ("二/4./（2）", "市园林局", "lead", True),
    ]


def test_what_the_items_have_of_their_own_stays_with_them() -> None:
    gates = "三、管护闸门\n5.检修闸门。（责任单位：市水务公司）\n6.清淤。每年一次。"
    own = f"{BANKS}（责任单位：市水利局）\n{WOODS}（责任单位：市园林局）\n{gates}"
    same_line = f"{BANKS.rstrip()}（责任单位：市水利局）\n{WOODS.rstrip()}（责任单位：市园林局）\n"
    once = f"{BANKS}（责任单位：市水利局）\n二、保障\n按月通报。"
    above = f"{BANKS}以上任务由市水利局负责。\n{WOODS}以上任务由市园林局负责。"
    for text in (own, same_line, once, above):
        stated = [clause.path for clause in read(text).parsed.clauses if clause.statements]
        assert stated and not {"一", "二"} & set(stated), text


@given(
    st.lists(
        st.sampled_from([BANKS, WOODS, "（责任单位：市水利局）\n", "按月通报。\n", "一、总则\n", "（市园林局牵头）\n"]),
        max_size=9,
    )
)
def test_no_statement_is_lost(pieces: list[str]) -> None:
    source = Source("a.txt", "".join(pieces), "", "utf-8")
    view = layout(source)
    clauses = parse(view, zones(view), source).clauses
    moved = behind_sections(clauses, source.text)
    assert [c.path for c in moved] == [c.path for c in clauses]
    before = sorted(s.view.text for c in clauses for s in c.statements)
    assert sorted(s.view.text for c in moved for s in c.statements) == before
