"""From a document's records to nodes and relationships of the contract (组图).

`compose` looks at one document only. What a document says of things that others speak of too (units, sectors,
jurisdictions) is shared; the rest is its own. Every fact that a rule found keeps the rule's name.

    海东市人民政府办公室 <-ISSUED_BY- Document -HAS_CLAUSE-> Clause <-RESPONSIBLE_FOR- 海东市商务局 -WITHIN-> 海东市
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b

from kg.covering import covering
from kg.facts import Contribution, Edge, Node, Ref, Value
from kg.identity import unit_named
from kg.places import Gazetteer
from kg.records import Document, Place, Responsibility, Target, Unit

_UNSAFE = re.compile(r"[\s#/\\~@|?%&]+")
_LONGEST_NAME = 60
SEVERAL = "；"  # between what running text says in several sentences that a unit does


def compose(document: Document, gazetteer: Gazetteer) -> Contribution:
    """Returns what a document says by itself, under the owner `facts:<document id>`."""
    units, issuers = _bodies(document, gazetteer)
    places = _places(document, units, gazetteer)
    all_places = {place.code: place for chain in places.values() for place in chain}.values()
    me = Ref("Document", document.id)
    targets = target_ids(document)
    sectors = sorted({reason.sector for reason in document.sectors})
    return Contribution(
        owner=facts_owner(document.id),
        nodes=(
            _document(document),
            *_clauses(document),
            *(_target(targets[n], target) for n, target in enumerate(document.targets)),
        ),
        edges=(
            *_tree(document),
            *(Edge("ISSUED_BY", me, Ref("Unit", unit)) for unit in issuers),
            *((Edge("APPLIES_IN", me, _at(places, document.head.place)),) if document.head.place else ()),
            *_duties(document),
            *(
                Edge("QUANTIFIES", Ref("Target", targets[n]), _clause_ref(document, target.clause))
                for n, target in enumerate(document.targets)
            ),
            *_concerns(document),
        ),
        shared_nodes=(
            *(_unit(unit) for unit in units),
            *(Node("Sector", sector, {"name": sector}) for sector in sectors),
            *(_jurisdiction(place) for place in all_places),
        ),
        shared_edges=(
            *(Edge("WITHIN", Ref("Unit", unit.id), _at(places, unit.place)) for unit in units if unit.place),
            *(Edge("WITHIN", _there(place.code), _there(place.parent)) for place in all_places if place.parent),
        ),
    )


def facts_owner(document_id: str) -> str:
    """The owner of what a document says by itself."""
    return f"facts:{document_id}"


def safe_name(name: str) -> str:
    """Returns a name as part of an id: without spaces and what separates the parts of ids and addresses.

    What is longer than 60 characters ends in a digest of the whole.

    >>> safe_name("东政办〔2024〕 66号"), safe_name("A/B 方案#2")
    ('东政办〔2024〕66号', 'AB方案2')
    """
    safe = _UNSAFE.sub("", name)
    if len(safe) <= _LONGEST_NAME:
        return safe
    return f"{safe[: _LONGEST_NAME - 9]}…{blake2b(safe.encode(), digest_size=4).hexdigest()}"


def clause_id(document_id: str, path: str) -> str:
    """The contract's id of a clause.

    >>> clause_id("东政办〔2024〕66号~2627acd4", "二/（十六）")
    '东政办〔2024〕66号~2627acd4#二/（十六）'
    """
    return f"{document_id}#{path}"


def target_ids(document: Document) -> tuple[str, ...]:
    """Returns an id for each of `document.targets`: the clause's id, `@`, and its number in the clause from 1."""
    numbers: dict[str, int] = {}
    ids = [""] * len(document.targets)
    for n in sorted(range(len(ids)), key=lambda n: _target_order(document.targets[n])):
        clause = document.targets[n].clause
        numbers[clause] = numbers.get(clause, 0) + 1
        ids[n] = f"{clause_id(document.id, clause)}@{numbers[clause]}"
    return tuple(ids)


def _target_order(target: Target) -> tuple[int, int, str]:
    return (target.start, target.end, target.indicator)


def _at(places: Mapping[str, tuple[Place, ...]], code: str) -> Ref:
    """The jurisdiction of a code, under today's code."""
    return _there(places[code][0].code)


def _there(code: str) -> Ref:
    return Ref("Jurisdiction", code)


def _clause_ref(document: Document, path: str) -> Ref:
    return Ref("Clause", clause_id(document.id, path))


def given(properties: Mapping[str, Value | None]) -> dict[str, Value]:
    """Leaves out what is absent: None, and the list of nothing.

    >>> given({"baseline": None, "value": 45, "words": ()})
    {'value': 45}
    """
    return {key: value for key, value in properties.items() if value is not None and value != ()}


def plain_number(value: float | None) -> float | None:
    """Returns a whole number without a decimal point.

    >>> plain_number(45.0), plain_number(0.5)
    (45, 0.5)
    """
    return int(value) if value is not None and value == int(value) and abs(value) < 2**53 else value


# -- nodes -------------------------------------------------------------------------------------------------------------


def _document(document: Document) -> Node:
    head = document.head
    properties = {
        "title": head.title,
        "notice_title": head.notice_title,
        "doc_number": head.doc_number,
        "issuer": head.issuers[0] if head.issuers else None,
        "issuers": head.issuers if len(head.issuers) > 1 else None,
        "issued_on": head.issued_on,
        "printed_on": head.printed_on,
        "level": head.level,
        "source_file": document.source.name,
        "sha256": document.source.sha256,
        "in_corpus": True,
    }
    return Node("Document", document.id, given(properties))


def _clauses(document: Document) -> Iterable[Node]:
    for clause in document.parsed.clauses:
        properties = {
            "path": clause.path,
            "number": clause.number,
            "heading": clause.heading,
            "text": clause.text,
            "responsibility": clause.responsibility,
            "order": clause.order,
            "depth": clause.depth,
            "kind": clause.kind,
            "start": clause.start,
            "end": clause.end,
        }
        yield Node("Clause", clause_id(document.id, clause.path), given(properties))


def _target(id: str, target: Target) -> Node:
    properties = {
        "indicator": target.indicator,
        "comparator": target.comparator,
        "change": target.change,
        "value": plain_number(target.value),
        "value_max": plain_number(target.value_max),
        "unit": target.unit,
        "baseline": target.baseline,
        "deadline": target.deadline,
        "period": target.period,
        "scope": target.scope,
        "quote": target.quote,
        "start": target.start,
        "end": target.end,
        "rule": target.rule,
    }
    return Node("Target", id, given(properties))


def _unit(unit: Unit) -> Node:
    properties = {
        "name": unit.name,
        "aliases": tuple(sorted(set(unit.aliases))),
        "level": unit.level,
        "collective": unit.collective,
        "function": unit.function,
        "place": unit.place,
    }
    return Node("Unit", unit.id, given(properties))


def _jurisdiction(place: Place) -> Node:
    properties = {"name": place.name, "full_name": place.full_name, "level": place.level}
    return Node("Jurisdiction", place.code, given(properties))


def _bodies(document: Document, gazetteer: Gazetteer) -> tuple[tuple[Unit, ...], tuple[str, ...]]:
    """The units of a document, its issuers among them, and the ids of the issuers."""
    units = {unit.id: unit for unit in document.units}
    issuers: list[str] = []
    for name in document.head.issuers:
        issuer = unit_named(name, document.head.place, gazetteer)
        known = units.get(issuer.id, issuer)
        units[issuer.id] = replace(known, aliases=tuple({*known.aliases, *issuer.aliases}))
        issuers.append(issuer.id)
    return tuple(units.values()), tuple(dict.fromkeys(issuers))


def _places(document: Document, units: Iterable[Unit], gazetteer: Gazetteer) -> dict[str, tuple[Place, ...]]:
    """{code as the document's facts have it: its place and all those above it}."""
    codes = {code for code in (document.head.place, *(unit.place for unit in units)) if code is not None}
    return {code: (gazetteer.place(code), *gazetteer.above(code)) for code in sorted(codes)}


# -- relationships -----------------------------------------------------------------------------------------------------


def _tree(document: Document) -> Iterable[Edge]:
    me = Ref("Document", document.id)
    for clause in document.parsed.clauses:
        here = _clause_ref(document, clause.path)
        yield Edge("HAS_CLAUSE", me, here)
        if clause.parent is not None:
            yield Edge("PART_OF", here, _clause_ref(document, clause.parent))


def _duties(document: Document) -> Iterable[Edge]:
    """A unit has a role in a clause once for each way of stating it; what is said there beats what is inherited.

    What running text makes a unit do in several sentences is told together: 负责甲；负责乙.
    """
    best: dict[tuple[str, str, str], Responsibility] = {}
    actions: dict[tuple[str, str, str], dict[str, None]] = {}
    for duty in document.responsibilities:
        mention = duty.mention
        key = (duty.unit, mention.clause, f"{mention.role}/{mention.stated}")
        if mention.action:
            actions.setdefault(key, {})[mention.action] = None
        if key not in best or _nearness(duty) < _nearness(best[key]):
            best[key] = duty
    covers = _covers(document)
    for (unit, path, which), duty in best.items():
        mention = duty.mention
        properties = {
            "role": mention.role,
            "stated": mention.stated,
            "inherited": mention.inherited,
            "mention": mention.mention,
            "action": SEVERAL.join(actions.get((unit, path, which), ())) or None,
            "start": mention.start,
            "end": mention.end,
            "rule": mention.rule,
            "covers": covers.get((unit, path)) if mention.stated == "line" else None,
        }
        yield Edge("RESPONSIBLE_FOR", Ref("Unit", unit), _clause_ref(document, path), given(properties), which)


def _covers(document: Document) -> dict[tuple[str, str], tuple[int, ...]]:
    """(unit, path) → what the statements that name it cover, for clauses with several statements."""
    several = [clause for clause in document.parsed.clauses if len(clause.statements) > 1]
    return {
        (unit, clause.path): spans
        for clause in several
        for unit, spans in covering(clause, document.responsibilities).items()
    }


def _nearness(duty: Responsibility) -> tuple[bool, int, int, str]:
    mention = duty.mention
    return (mention.inherited, mention.start, mention.end, mention.rule)


def _concerns(document: Document) -> Iterable[Edge]:
    for reason in document.sectors:
        properties: dict[str, Value | None] = {"words": reason.words, "weight": plain_number(reason.weight)}
        yield Edge("CONCERNS", _clause_ref(document, reason.clause), Ref("Sector", reason.sector), given(properties))
