"""Cypher on a real server: our statements use the indexes, the queries of docs/cypher.md return what the page shows.

POLICYKG_REWRITE=1 writes what the queries return into the page (and fails, so that nobody forgets to read it).
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from neo4j_server import Server, empty_store

from kg import cypher, cypher_filed, cypher_search
from kg.build import build
from kg.facts import LABELS
from kg.places import gazetteer
from kg.settings import seed_policies
from kg.store_neo4j import Neo4jStore
from search.encoder import LightEncoder
from search.neo4j_index import update

pytestmark = pytest.mark.neo4j

PAGE = Path(__file__).parents[1] / "docs" / "cypher.md"
REWRITE = os.environ.get("POLICYKG_REWRITE") == "1"


@pytest.fixture(scope="module")
def seeded(neo4j_server: Server, encoder: LightEncoder) -> Iterator[Neo4jStore]:
    """The five seed documents in Neo4j, indexed."""
    store = empty_store(neo4j_server)
    build(seed_policies(), store, gazetteer())
    update(store, encoder)
    store.bolt.read(lambda run: run(cypher.AWAIT_INDEXES, {"seconds": 60}))
    store.bolt.alone("CALL db.prepareForReplanning(60)")  # nothing is planned for the graph that was here before
    yield store
    store.close()


# -- our statements ----------------------------------------------------------------------------------------------------

# What a function of these modules makes, and those that make no statement to be planned.
MADE = {
    "edges": [
        cypher.edges(label, types, way) for label in LABELS for types in ([], ["CITES"]) for way in ("out", "in")
    ],
    "set_edges": [cypher.set_edges(*shape) for shape in cypher.SHAPES],
    "delete_edges": [cypher.delete_edges(*shape) for shape in cypher.SHAPES],
    "nearest_within": [cypher_search.nearest_within(exact=exact) for exact in (True, False)],
    "scan_within": [cypher_search.scan_within(exact=exact) for exact in (True, False)],
}
NOT_PLANNED = {"slot", "filed_properties", "make_vectors"}
SCHEMA = re.compile(r"\s*(CREATE|DROP) (CONSTRAINT|VECTOR|RANGE|FULLTEXT|INDEX)")
SCANS = {"cypher_search.SOME_PASSAGES": "takes any passages there are, until none is left"}
_READS = ("Seek", "ProcedureCall", "CountFromCountStore")


def functions(module: ModuleType) -> set[str]:
    found = inspect.getmembers(module, inspect.isfunction)
    return {name for name, one in found if one.__module__ == module.__name__ and not name.startswith("_")}


def statements() -> dict[str, str]:
    """Every statement that is planned, by name."""
    found: dict[str, str] = {}
    for module in (cypher, cypher_filed, cypher_search):
        short = module.__name__.removeprefix("kg.")
        for name, value in vars(module).items():
            if name.isupper() and not name.startswith("_") and isinstance(value, str) and " " in value:
                found[f"{short}.{name}"] = value
            elif name.isupper() and isinstance(value, Mapping):
                found |= {f"{short}.{name}[{key}]": one for key, one in value.items()}
    found |= {f"{name}[{n}]": one for name, made in MADE.items() for n, one in enumerate(made)}
    return {name: one for name, one in found.items() if not SCHEMA.match(one)}


def operators(plan: Mapping[str, Any]) -> Iterator[str]:
    yield str(plan["operatorType"]).partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def multiplies_or_scans(used: set[str]) -> set[str]:
    return {one for one in used if "Scan" in one or one == "CartesianProduct"}


def test_every_function_that_makes_a_statement_is_looked_at() -> None:
    assert functions(cypher) | functions(cypher_filed) | functions(cypher_search) == MADE.keys() | NOT_PLANNED
    assert len(statements()) > 100 and SCANS.keys() <= statements().keys()


def test_no_statement_scans_or_multiplies_where_an_index_helps(seeded: Neo4jStore) -> None:
    plans = {name: set(operators(seeded.bolt.plan(one, {}))) for name, one in statements().items()}
    assert {name: bad for name, used in plans.items() if (bad := multiplies_or_scans(used))}.keys() == SCANS.keys()
    matching = {name for name, one in statements().items() if "MATCH" in one} - SCANS.keys()
    blind = {name for name in matching if not any(read in one for one in plans[name] for read in _READS)}
    assert not blind


def test_a_scan_and_a_product_are_seen(seeded: Neo4jStore) -> None:
    scan = seeded.bolt.plan("MATCH (c:Clause) WHERE c.depth = 1 RETURN c.id", {})
    product = seeded.bolt.plan("MATCH (a:Unit {id: 'a'}), (b:Clause {id: 'b'}) RETURN a.id, b.id", {})
    assert multiplies_or_scans(set(operators(scan))) == {"NodeByLabelScan"}
    assert multiplies_or_scans(set(operators(product))) == {"CartesianProduct"}


def test_every_index_is_there_and_up_to_date(seeded: Neo4jStore) -> None:
    rows = seeded.bolt.read(lambda run: run("SHOW INDEXES YIELD name, type, state, populationPercent", {}))
    assert {(state, percent) for _, _, state, percent in rows} == {("ONLINE", 100.0)}
    kinds = {name: kind for name, kind, _, _ in rows}
    assert (kinds[cypher.FULLTEXT], kinds[cypher.VECTORS]) == ("FULLTEXT", "VECTOR")


# -- the users' page ---------------------------------------------------------------------------------------------------

EXAMPLE = re.compile(r"```cypher\n(?P<query>[^`]*)```\n\n(?P<table>(?:\|.*\n)+)")
EXAMPLES = [(found["query"], found["table"]) for found in EXAMPLE.finditer(PAGE.read_text(encoding="utf-8"))]


def shown(value: Any) -> str:
    """A value as a table shows it."""
    if isinstance(value, list):
        return "、".join(map(shown, value))
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def table(store: Neo4jStore, query: str) -> str:
    """What a query returns as a table of Markdown."""

    def work(run: Any) -> list[list[Any]]:
        rows: list[list[Any]] = run(query, {})
        return rows

    rows = store.bolt.read(work)
    names = columns(query)
    lines = [names, ["---"] * len(names), *rows]
    return "".join("| " + " | ".join(map(shown, line)) + " |\n" for line in lines)


def columns(query: str) -> list[str]:
    """The columns of a query: each is named with AS in its last RETURN."""
    return re.findall(r"\bAS (\w+)", query.rpartition("RETURN")[2].partition("ORDER BY")[0])


def test_the_page_has_a_dozen_queries_and_each_shows_its_result() -> None:
    assert len(EXAMPLES) >= 12
    assert len(EXAMPLES) == PAGE.read_text(encoding="utf-8").count("```cypher")


@pytest.mark.parametrize(("query", "result"), EXAMPLES, ids=[query.split("\n")[0] for query, _ in EXAMPLES])
def test_a_query_of_the_page_returns_what_the_page_shows(seeded: Neo4jStore, query: str, result: str) -> None:
    found = table(seeded, query)
    if REWRITE:
        text = PAGE.read_text(encoding="utf-8").replace(f"{query}```\n\n{result}", f"{query}```\n\n{found}")
        PAGE.write_text(text, encoding="utf-8")
        pytest.fail("written anew: read the difference")
    assert found == result
    assert found.count("\n") > 2


@pytest.mark.parametrize(("query", "result"), EXAMPLES, ids=[query.split("\n")[0] for query, _ in EXAMPLES])
def test_a_query_of_the_page_begins_with_what_it_answers(query: str, result: str) -> None:
    assert re.match(r"// [一-鿿]", query) and " / " in query.split("\n")[0]
