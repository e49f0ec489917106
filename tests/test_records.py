"""Records that are kept in step are those that a reading of everything finds, on every store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import CITY, COUNTY, FAMILY, PROVINCE, write

from kg.build import build, remove
from kg.places import gazetteer
from kg.store import Store
from search import records
from search.knowledge import Knowledge, read_knowledge
from search.records import Links, Records
from search.relations import read_relations

_ALL = (
    *("papers", "bodies", "pieces", "goals", "duties", "within", "of_paper"),
    *("parents", "children", "uppers", "lowers"),
)


def told(knowledge: Knowledge) -> dict[str, Any]:
    """What records say, empty lists left out, dictionaries in order."""
    found: dict[str, Any] = {"generation": knowledge.generation, "places": knowledge.places}
    for name in _ALL:
        found[name] = [(key, value) for key, value in getattr(knowledge, name).items() if value]
    for name in ("parents", "children", "uppers", "lowers"):  # found by key alone
        found[name] = dict(found[name])
    return found


@pytest.fixture(params=[1.0, 0.0], ids=["where it changed", "everything"])
def most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MOST", request.param)


@pytest.mark.usefixtures("most")
def test_records_follow_the_graph(store: Store, tmp_path: Path) -> None:
    """Documents come in any order, change, and go again: each time the same as read anew."""
    folder, kept, links = tmp_path / "in", Records(store, gazetteer()), Links()

    def follow() -> Knowledge:
        found = kept.read()
        with store.snapshot() as graph:
            assert told(found) == told(read_knowledge(graph, gazetteer()))
            assert vars(links.read(graph)) == vars(read_relations(graph))
        return found

    assert not follow().papers
    for text in (COUNTY, PROVINCE, *FAMILY.values()):  # the child before its parents
        write(folder, {f"{list(FAMILY.values()).index(text)}.txt": text})
        build([folder], store, gazetteer())
        found = follow()
    assert len(found.papers) == 4 and any(found.parents.values()) and any(found.uppers.values())
    city = f"{list(FAMILY.values()).index(CITY)}.txt"
    write(folder, {city: CITY.replace("旧桥登记率达到100%", "旧桥登记率达到90%").replace("市水务局", "市林业局")})
    build([folder], store, gazetteer())
    again = follow()
    assert again.bodies != found.bodies and {g.value for g in again.goals.values()} >= {90}
    remove(f"{list(FAMILY.values()).index(PROVINCE)}.txt", store, gazetteer())
    assert not any(origin.parent.startswith("青政") for known in follow().parents.values() for origin in known)
    remove(city, store, gazetteer())
    assert len(follow().papers) == 2


def test_only_what_changed_is_read_again(store_at: Callable[[str], Store], tmp_path: Path) -> None:
    """A clause of a document that nobody touched is the very same record; a file is read anew as a whole."""
    store = store_at("home")
    write(tmp_path / "in", FAMILY)
    build([tmp_path / "in"], store, gazetteer())
    kept = Records(store, gazetteer())
    before = kept.read()
    write(tmp_path / "in", {"别处.txt": f"{FAMILY['别处.txt']}（九）逐年评估。"})
    build([tmp_path / "in"], store, gazetteer())
    after = kept.read()
    with store.snapshot() as graph:
        knows = graph.changed_since(after.generation) is not None
    same = [id for id in before.pieces if after.pieces.get(id) is before.pieces[id]]
    assert bool(same) == knows and before.pieces.keys() != after.pieces.keys()
