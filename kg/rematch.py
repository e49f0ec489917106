"""Counterparts, kept true while units come and go (对口关系维护).

`kg.counterparts` finds the body one level up with the same function, among all units. Here a change looks only at the
units that moved and at those below them that one of them alone would fit: a unit that fits nothing of another's leaves
the other's counterparts as they are. What is found is said by the owner `counterparts:<lower unit's id>`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from kg.counterparts import Counterpart, counterparts, would_match
from kg.facts import Contribution, Edge, Node, Ref
from kg.places import NATION, Gazetteer
from kg.records import Unit
from kg.store import Reader, Turnover, Writer


def rematch(graph: Writer, turnovers: Iterable[Turnover], gazetteer: Gazetteer) -> None:
    """Brings counterparts up to date after units came, changed or went in this change."""
    before: dict[str, Unit | None] = {}
    for turnover in turnovers:
        was: dict[str, Unit | None] = {node.id: None for node in turnover.after if node.label == "Unit"}
        was |= {node.id: _unit(node) for node in turnover.before if node.label == "Unit"}
        before = was | before
    now = {node.id: _unit(node) for node in graph.find(Ref("Unit", id) for id in before).values()}
    changed = [id for id in sorted(before) if before[id] != now.get(id)]
    moved = [unit for id in changed for unit in (before[id], now.get(id)) if unit is not None]
    affected = {id: now[id] for id in changed if id in now}
    affected |= {unit.id: unit for unit in _fitted(graph, moved, gazetteer)}
    graph.settle({counterparts_owner(id): None for id in changed if id not in now})
    _say(graph, affected, gazetteer)


def rematch_all(graph: Writer, gazetteer: Gazetteer) -> None:
    """Finds every unit's counterparts anew."""
    units = {node.id: _unit(node) for node in graph.nodes("Unit")}
    _say_pairs(graph, units, counterparts(list(units.values()), gazetteer))


def counterparts_owner(unit: str) -> str:
    """The owner of what is said of a unit's counterparts."""
    return f"counterparts:{unit}"


def _fitted(graph: Reader, moved: Iterable[Unit], gazetteer: Gazetteer) -> list[Unit]:
    """The units below a moved one that it would fit if it were the only one above them.

    Below the nation stand those of the provinces alone: a ministry is nobody's counterpart but a province's
    (`kg.counterparts`), and there are many counties.
    """
    movers: dict[str, list[Unit]] = defaultdict(list)
    for unit in moved:
        if unit.place is not None and not unit.collective:
            movers[unit.place].append(unit)
    stems = {place: _provinces(gazetteer) if place == NATION else (_stem(place),) for place in movers}
    lower = _beginning(graph, (stem for own in stems.values() for stem in own))
    found: dict[str, Unit] = {}
    for place, uppers in movers.items():
        below = [unit for stem in stems[place] for unit in lower[stem] if unit.place not in (None, place)]
        for upper in uppers:
            found.update((unit.id, unit) for unit in below if would_match(unit, upper, gazetteer))
    return list(found.values())


def _say(graph: Writer, units: Mapping[str, Unit], gazetteer: Gazetteer) -> None:
    """Finds the counterparts of some units, place by place, among all units of the places above."""
    places: dict[str, list[Unit]] = defaultdict(list)
    for unit in units.values():
        if unit.place is not None:
            places[unit.place].append(unit)
    chains = {place: [f"{above.code}:" for above in gazetteer.above(place)] for place in places}
    upper = _beginning(graph, (stem for chain in chains.values() for stem in chain))
    pairs: list[Counterpart] = []
    for place, here in places.items():
        among = {unit.id for unit in here}
        found = counterparts([*here, *(unit for stem in chains[place] for unit in upper[stem])], gazetteer)
        pairs += [pair for pair in found if pair.unit in among]
    _say_pairs(graph, [unit.id for here in places.values() for unit in here], pairs)


def _say_pairs(graph: Writer, units: Iterable[str], pairs: Iterable[Counterpart]) -> None:
    by_unit: dict[str, list[Edge]] = {id: [] for id in units}
    for pair in pairs:
        if pair.unit in by_unit:
            edge = Edge("COUNTERPART_OF", Ref("Unit", pair.unit), Ref("Unit", pair.above), {"rule": pair.rule})
            by_unit[pair.unit].append(edge)
    owners = {counterparts_owner(id): edges for id, edges in by_unit.items()}
    graph.settle({owner: Contribution(owner, edges=tuple(edges)) if edges else None for owner, edges in owners.items()})


def _beginning(graph: Reader, stems: Iterable[str]) -> dict[str, list[Unit]]:
    """The units whose ids begin like this, for each beginning."""
    found = graph.beginning("Unit", dict.fromkeys(stems))
    return {stem: [_unit(node) for node in nodes] for stem, nodes in found.items()}


@cache
def _provinces(gazetteer: Gazetteer) -> tuple[str, ...]:
    return tuple(f"{code}:" for code in gazetteer.provinces())


def _stem(code: str) -> str:
    """How the codes within a place begin.

    >>> _stem("630200"), _stem("630000")
    ('6302', '63')
    """
    return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code


def _unit(node: Node) -> Unit:
    """A unit as far as counterparts depend on it: without the spellings."""
    values: dict[str, Any] = {"level": None, "place": None, **node.properties, "aliases": ()}
    return Unit(id=node.id, **values)
