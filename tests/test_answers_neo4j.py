"""Search in a real Neo4j: the answers of the embedded index, filters that lose nothing, changes that are seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from neo4j_server import Server, empty_store, filled_store
from samples import COUNTY, FAMILY, write
from serving import key_of, running, wait_for

from api.cli import main
from kg.build import build, remove
from kg.errors import IndexFault
from kg.places import gazetteer
from kg.store_neo4j import Neo4jStore
from search import neo4j_search
from search.encoder import LightEncoder
from search.engine import Engine, allowed_clauses, open_engine
from search.evaluate import evaluate, read_questions
from search.indexing import FOLDER
from search.live import LiveIndex
from search.neo4j_index import update
from search.neo4j_search import Neo4jSearch
from search.within import Within

pytestmark = pytest.mark.neo4j
GOLD = Path(__file__).parent / "gold"
TEXTS = ("二手车交易", "电梯更新改造", "农业机械报废补贴", "由谁牵头", "subsidies for trucks")
SAME = ("answered", "intent", "filters", "text", "units", "targets", "clauses")


@pytest.fixture
def filled(neo4j_server: Server, seed_home: Path, encoder: LightEncoder) -> Iterator[Neo4jStore]:
    """The five seed documents, indexed."""
    with closing(filled_store(neo4j_server, seed_home, encoder)) as store:
        yield store


@pytest.fixture
def emptied(neo4j_server: Server) -> Iterator[Neo4jStore]:
    """A graph without documents."""
    with closing(empty_store(neo4j_server)) as store:
        yield store


def engine_of(store: Neo4jStore, home: Path, encoder: LightEncoder) -> Engine:
    with store.building():
        update(store, encoder)
    return open_engine(home, store, encoder)


# -- the same answers --------------------------------------------------------------------------------------------------


def test_graded_questions_have_the_same_answers(
    filled: Neo4jStore, seed_home: Path, seed_engine: Engine, encoder: LightEncoder
) -> None:
    other = open_engine(seed_home, filled, encoder)
    questions = read_questions(GOLD / "questions.jsonl")
    names = json.loads((GOLD / "unit_names.json").read_text("utf-8"))
    mine, theirs = ({q["q"]: one.ask(q["q"]).as_json() for q in questions} for one in (seed_engine, other))
    for text in mine:
        assert {key: mine[text][key] for key in SAME} == {key: theirs[text][key] for key in SAME}
    ndcg = [evaluate(questions, given.__getitem__, names).figures()["ndcg@10"] for given in (mine, theirs)]
    assert ndcg[0] == pytest.approx(ndcg[1], abs=0.01)


def test_words_are_as_rare_in_the_database_as_in_the_index(
    filled: Neo4jStore, seed_home: Path, encoder: LightEncoder
) -> None:
    mine, theirs = LiveIndex(seed_home / FOLDER, encoder), Neo4jSearch(filled, encoder)
    for word in ("二手车", "以旧换新", "电梯", "责任", "2027", "ai", "qzxjv", "海东市", "商务局", "车"):
        assert mine.rarity(word) == pytest.approx(theirs.rarity(word), abs=0.15), word


# -- filters -----------------------------------------------------------------------------------------------------------


FILTERS: tuple[dict[str, Any], ...] = (
    {"place": "海东市"},
    {"place": "山东省"},
    {"place": "青海省", "exact": True},
    {"sector": "汽车"},
    {"unit": "海东市商务局"},
    {"place": "山东省", "sector": "汽车"},
    {"level": "county"},
)


@pytest.mark.parametrize("small", [1500, 0], ids=["looked at one by one", "fetched until enough are left"])
def test_filtered_search_has_no_fewer_and_no_worse(
    filled: Neo4jStore, seed_home: Path, encoder: LightEncoder, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(neo4j_search, "SMALL", small)
    monkeypatch.setattr(neo4j_search, "_SETS", 0)
    exact, search = LiveIndex(seed_home / FOLDER, encoder), Neo4jSearch(filled, encoder)
    knowledge = open_engine(seed_home, filled, encoder).generation().knowledge
    for given in FILTERS:
        allowed = allowed_clauses(knowledge, **given)
        assert allowed
        for text in TEXTS:
            for k in (5, 40):
                best, found = exact.cosines(text, allowed, k), search.cosines(text, allowed, k)
                assert len(found) == len(best) and {clause for clause, _ in found} <= allowed
                worst = best[-1][1]
                assert [score for _, score in found] == pytest.approx([score for _, score in best], abs=0.002)
                assert all(score > worst - 0.002 for _, score in found)
            words = exact.keywords([text], allowed, 200)
            close, worded = search.candidates(text, [text], allowed, 200)
            assert dict(close) == pytest.approx(dict(search.cosines(text, allowed, 200)), abs=1e-5)
            assert worded == search.keywords([text], allowed, 200)
            assert {clause for clause, _ in words} <= {clause for clause, _ in worded}
            assert exact.candidates(text, [text], allowed, 200) == (exact.cosines(text, allowed, 200), words)


def test_the_vectors_of_a_set_that_is_asked_for_again_are_kept(
    filled: Neo4jStore, seed_home: Path, encoder: LightEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Neo4jSearch(filled, encoder)
    knowledge = open_engine(seed_home, filled, encoder).generation().knowledge
    allowed = allowed_clauses(knowledge, place="海东市")
    first = search.cosines("旧桥改造", allowed, 30)
    reads, read, wanted = [], filled.bolt.read, count(30)

    def counted(work: Any, **how: Any) -> Any:
        reads.append(work)
        return read(work, **how)

    def asks_nothing() -> bool:
        reads.clear()
        found = search.cosines("旧桥改造", allowed, next(wanted))[:30]
        assert [score for _, score in found] == pytest.approx([score for _, score in first], abs=1e-5)
        return not reads

    monkeypatch.setattr(filled.bolt, "read", counted)
    assert not asks_nothing()
    wait_for(asks_nothing)


def test_the_database_walks_to_the_places_that_the_records_hold(
    filled: Neo4jStore, seed_home: Path, encoder: LightEncoder
) -> None:
    search = Neo4jSearch(filled, encoder)
    knowledge = open_engine(seed_home, filled, encoder).generation().knowledge
    for place in ("海东市", "青海省", "山东省", "聊城市", "内蒙古自治区", "东昌府区"):
        for exact in (False, True):
            allowed = allowed_clauses(knowledge, place=place, exact=exact)
            assert isinstance(allowed, Within)
            assert sorted(clause for clause, _ in search.cosines("汽车", allowed, 1000)) == sorted(allowed)


# -- what changes is seen ----------------------------------------------------------------------------------------------


def test_a_new_generation_is_answered_from_and_only_what_is_new_is_embedded(
    emptied: Neo4jStore, seed_home: Path, tmp_path: Path, weights: Path
) -> None:
    encoder = Counting(weights)
    write(tmp_path / "in", {name: text for name, text in FAMILY.items() if text != COUNTY})
    build([tmp_path / "in"], emptied, gazetteer())
    engine = engine_of(emptied, seed_home, encoder)
    before, embedded = engine.generation().knowledge, encoder.passages_seen
    assert embedded and not engine.search("旧桥改造", place="民和回族土族自治县")
    write(tmp_path / "in", FAMILY)
    build([tmp_path / "in"], emptied, gazetteer())
    with emptied.building():
        update(emptied, encoder)
    after = engine.generation(fresh=True).knowledge
    new = after.pieces.keys() - before.pieces.keys()
    assert new and 0 < encoder.passages_seen - embedded <= 3 * len(new)
    assert engine.search("旧桥改造", place="民和回族土族自治县")
    remove("县.txt", emptied, gazetteer())
    with emptied.building():
        update(emptied, encoder)
    assert engine.generation(fresh=True).knowledge.pieces.keys() == before.pieces.keys()
    ((passages,),) = emptied.bolt.read(lambda run: run("MATCH (p:KgPassage) RETURN count(DISTINCT p.clause)", {}))
    assert passages == len(before.pieces)


class Renamed(LightEncoder):
    """Says that it is another one."""

    @property
    def name(self) -> str:
        return "another"


class Counting(LightEncoder):
    """Counts what it embeds."""

    passages_seen = 0

    def passages(self, texts: Any, progress: Any = None) -> Any:
        self.passages_seen += len(texts)
        return super().passages(texts, progress)


def test_another_encoder_s_index_is_refused_and_made_anew(
    emptied: Neo4jStore, seed_home: Path, tmp_path: Path, encoder: LightEncoder, weights: Path
) -> None:
    write(tmp_path / "in", FAMILY)
    build([tmp_path / "in"], emptied, gazetteer())
    with pytest.raises(IndexFault, match="policykg build"):
        open_engine(seed_home, emptied, encoder)
    engine_of(emptied, seed_home, encoder)
    other = Renamed(weights)
    with pytest.raises(IndexFault, match="policykg build"):
        open_engine(seed_home, emptied, other)
    assert engine_of(emptied, seed_home, other).search("旧桥改造", place="海东市")


def test_two_services_without_an_index_of_their_own_share_a_database(
    neo4j_server: Server, emptied: Neo4jStore, tmp_path: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in neo4j_server.environment.items():
        monkeypatch.setenv(name, value)
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        home.mkdir()
        (home / "models").symlink_to(weights)
    write(tmp_path / "in", FAMILY)
    assert main(["--home", str(homes[0]), "build", str(tmp_path / "in" / "市.txt")]) == 0
    with running(homes[0]) as one, running(homes[1]) as two:
        assert two.json("/api/search", q="旧桥改造", jurisdiction="海东市")["hits"]
        files = {"files": ("省.txt", FAMILY["省.txt"].encode(), "text/plain")}
        sent = one.client.post("/api/documents", files=files, headers=key_of(homes[0]))
        job = sent.json()["job"]
        wait_for(lambda: one.json(f"/api/jobs/{job}")["state"] == "done")
        assert one.json("/api/documents")["total"] == 2
        wait_for(lambda: two.json("/api/documents")["total"] == 2)
        assert two.json("/api/search", q="危桥加固", jurisdiction="青海省", exact=True)["hits"]
        assert main(["--home", str(homes[1]), "remove", "市.txt"]) == 0
        wait_for(lambda: one.json("/api/documents")["total"] == 1)
    assert not [path for home in homes for path in home.iterdir() if path.name in ("graph.sqlite", FOLDER)]
