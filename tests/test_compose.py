"""A document's nodes and relationships, as the contract names them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from samples import CITY, ELSEWHERE, FAMILY, PROVINCE

from kg.compose import compose, safe_name, target_ids
from kg.document import read_document
from kg.facts import LABELS, TYPES, Contribution, Edge, Node, Ref
from kg.places import gazetteer
from kg.read import read_bytes
from kg.records import Document, Mention, Responsibility

# The contract's properties by label and type, and those that we add.
_NODE_KEYS = {
    "Document": "title notice_title doc_number issuer issuers issued_on printed_on level source_file sha256 in_corpus",
    "Clause": "path number heading text responsibility order depth kind start end",
    "Unit": "name aliases level collective function place",
    "Sector": "name",
    "Target": "indicator comparator change value value_max unit baseline deadline period scope quote start end rule",
    "Jurisdiction": "name full_name level",
}
_EDGE_KEYS = {
    "RESPONSIBLE_FOR": "role stated inherited mention action start end rule",
    "CONCERNS": "words weight",
}
_ENDS = {
    "HAS_CLAUSE": {("Document", "Clause")},
    "PART_OF": {("Clause", "Clause")},
    "ISSUED_BY": {("Document", "Unit")},
    "APPLIES_IN": {("Document", "Jurisdiction")},
    "WITHIN": {("Jurisdiction", "Jurisdiction"), ("Unit", "Jurisdiction")},
    "RESPONSIBLE_FOR": {("Unit", "Clause")},
    "QUANTIFIES": {("Target", "Clause")},
    "CONCERNS": {("Clause", "Sector")},
}


def document(text: str, name: str = "甲.txt") -> Document:
    return read_document(read_bytes(text.encode(), name), gazetteer())


def said(text: str) -> Contribution:
    return compose(document(text), gazetteer())


def node(contribution: Contribution, label: str, name: str) -> Node:
    """The node of a label with this name, path or title."""
    found = [
        n
        for n in (*contribution.nodes, *contribution.shared_nodes)
        if n.label == label and name in (n.properties.get("name"), n.properties.get("path"), n.properties.get("title"))
    ]
    assert len(found) == 1, found
    return found[0]


def between(contribution: Contribution, type: str) -> set[tuple[Ref, Ref]]:
    return {(e.start, e.end) for e in (*contribution.edges, *contribution.shared_edges) if e.type == type}


@pytest.mark.parametrize("name", FAMILY)
def test_names_are_those_of_the_contract_and_nothing_is_absent_by_none(name: str) -> None:
    contribution = said(FAMILY[name])
    for one in (*contribution.nodes, *contribution.shared_nodes):
        assert one.label in LABELS
        assert one.properties.keys() <= set(_NODE_KEYS[one.label].split())
        assert None not in one.properties.values() and () not in one.properties.values()
    for edge in (*contribution.edges, *contribution.shared_edges):
        assert edge.type in TYPES
        assert edge.properties.keys() <= set(_EDGE_KEYS.get(edge.type, "").split())
        assert (edge.start.label, edge.end.label) in _ENDS[edge.type]


@pytest.mark.parametrize("name", FAMILY)
def test_every_relationship_joins_nodes_of_the_same_contribution(name: str) -> None:
    contribution = said(FAMILY[name])
    there = {n.ref for n in (*contribution.nodes, *contribution.shared_nodes)}
    for edge in (*contribution.edges, *contribution.shared_edges):
        assert {edge.start, edge.end} <= there
    shared = {n.ref for n in contribution.shared_nodes}
    for edge in contribution.shared_edges:
        assert {edge.start, edge.end} <= shared


@pytest.mark.parametrize("name", FAMILY)
def test_ids_are_unique_over_all_labels_and_begin_with_the_document(name: str) -> None:
    contribution = said(FAMILY[name])
    ids = [n.id for n in (*contribution.nodes, *contribution.shared_nodes)]
    assert len(set(ids)) == len(ids)
    own = document(FAMILY[name]).id
    for one in contribution.nodes:
        assert one.id == own or one.id.startswith(f"{own}#")


def test_a_document_node() -> None:
    properties = node(said(CITY), "Document", "海东市推进旧桥改造工作方案").properties
    assert properties["notice_title"] == "海东市人民政府办公室关于印发海东市推进旧桥改造工作方案的通知"
    assert properties["doc_number"] == "东政办〔2023〕58号"
    assert properties["issuer"] == "海东市人民政府办公室" and "issuers" not in properties
    assert properties["issued_on"] == "2023-06-09" and properties["level"] == "city"
    assert properties["source_file"] == "甲.txt" and properties["in_corpus"] is True


def test_a_clause_and_its_place_in_the_tree() -> None:
    contribution = said(CITY)
    clause, above = node(contribution, "Clause", "一/（一）"), node(contribution, "Clause", "一")
    properties = clause.properties
    assert clause.id == document(CITY).id + "#一/（一）"
    assert properties["heading"] == "摸清旧桥底数" and properties["number"] == "（一）"
    assert properties["responsibility"] == "（责任单位：市交通运输局、市水务局）"
    start, end = properties["start"], properties["end"]
    assert isinstance(start, int) and isinstance(end, int)
    assert CITY[start:end].lstrip().startswith("（一）摸清旧桥底数")
    assert (clause.ref, above.ref) in between(contribution, "PART_OF")
    assert (Ref("Document", document(CITY).id), clause.ref) in between(contribution, "HAS_CLAUSE")
    assert above.properties["text"] == ""  # a section that only holds clauses has a text: the empty one


def test_units_lie_in_their_places_and_these_in_those_above() -> None:
    contribution = said(CITY)
    within = between(contribution, "WITHIN")
    bureau = node(contribution, "Unit", "海东市水务局")
    assert bureau.properties["aliases"] == ("市水务局",) and bureau.properties["collective"] is False
    city, province, nation = (Ref("Jurisdiction", code) for code in ("630200", "630000", "100000"))
    assert {(bureau.ref, city), (city, province), (province, nation)} <= within
    assert (Ref("Document", document(CITY).id), city) in between(contribution, "APPLIES_IN")
    assert node(contribution, "Jurisdiction", "海东市").properties["full_name"] == "青海省海东市"


def test_the_issuer_is_a_unit() -> None:
    contribution = said(PROVINCE)
    issuer = node(contribution, "Unit", "青海省人民政府")
    assert between(contribution, "ISSUED_BY") == {(Ref("Document", document(PROVINCE).id), issuer.ref)}


def test_a_duty_keeps_its_words_and_its_rule() -> None:
    contribution = said(CITY)
    clause = Ref("Clause", document(CITY).id + "#一/（二）")
    unit = node(contribution, "Unit", "海东市交通运输局")
    (duty,) = [e for e in contribution.edges if e.type == "RESPONSIBLE_FOR" and (e.start, e.end) == (unit.ref, clause)]
    start, end = duty.properties["start"], duty.properties["end"]
    assert isinstance(start, int) and isinstance(end, int) and CITY[start:end] == "市交通运输局"
    wanted = {"role": "lead", "stated": "line", "inherited": False, "mention": "市交通运输局"}
    assert {key: duty.properties[key] for key in wanted} == wanted
    assert duty.properties["rule"] and "action" not in duty.properties


def test_one_role_once_and_the_statement_itself_before_what_is_inherited() -> None:
    plan = document(CITY)
    first = plan.responsibilities[0]
    again = replace(first.mention, inherited=True, start=1, end=5)
    later = replace(first.mention, start=first.mention.start + 500, end=first.mention.end + 500)
    text: Mention = replace(first.mention, stated="text", action="牵头")
    more = (Responsibility(first.unit, m) for m in (again, later, text))
    contribution = compose(replace(plan, responsibilities=(*more, *plan.responsibilities)), gazetteer())
    duties = [e for e in contribution.edges if e.type == "RESPONSIBLE_FOR" and e.start.id == first.unit]
    here = [e for e in duties if e.end.id.endswith("#" + first.mention.clause)]
    assert [(e.key, e.properties["start"]) for e in sorted(here, key=lambda e: e.key)] == [
        (f"{first.mention.role}/line", first.mention.start),
        (f"{first.mention.role}/text", first.mention.start),
    ]


def test_targets_are_numbered_in_their_clause_as_they_stand() -> None:
    plan = document(ELSEWHERE)
    ids = target_ids(replace(plan, targets=plan.targets[::-1]))[::-1]
    assert [id.removeprefix(plan.id) for id in ids] == ["#一@1", "#一@2"]
    contribution = compose(plan, gazetteer())
    target = next(n for n in contribution.nodes if n.id == ids[1])
    assert target.properties["quote"] == "到2024年，日产淡水10万吨" and target.properties["deadline"] == "2024"
    assert repr(target.properties["value"]) == "10"  # a whole number has no decimal point
    assert (target.ref, Ref("Clause", f"{plan.id}#一")) in between(contribution, "QUANTIFIES")


def test_sectors_with_their_words() -> None:
    contribution = said(PROVINCE)
    concerns = {(e.start.id.split("#")[1], e.end.id): e.properties for e in contribution.edges if e.type == "CONCERNS"}
    assert "公路" in str(concerns["一/（一）", "交通运输"]["words"])


def test_composing_again_gives_the_same() -> None:
    assert said(CITY) == said(CITY)


def test_an_own_fact_is_an_edge_or_node_of_the_document_alone() -> None:
    contribution = said(CITY)
    assert contribution.owner == f"facts:{document(CITY).id}"
    assert all(isinstance(e, Edge) for e in contribution.edges)
    assert {n.label for n in contribution.nodes} == {"Document", "Clause", "Target"}
    assert {n.label for n in contribution.shared_nodes} == {"Unit", "Sector", "Jurisdiction"}


@pytest.mark.parametrize(
    ("name", "safe"),
    [("东政办〔2024〕 66号", "东政办〔2024〕66号"), ("a/b#c?d", "abcd"), ("题" * 60, "题" * 60), ("第\n一", "第一")],
)
def test_names_in_ids_have_no_separators(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_names_in_ids_stay_apart() -> None:
    one, other = safe_name("题" * 80 + "甲"), safe_name("题" * 80 + "乙")
    assert one != other and len(one) == len(other) == 60
