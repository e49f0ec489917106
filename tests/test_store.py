"""What every store must do. The tests know the protocol only, so that they run on each store there is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import StoreBusy, StoreError, UnknownThing
from kg.facts import Contribution, Edge, Node, Ref, Value, merged
from kg.records import Notice
from kg.store import Filed, Reader, Store, Turnover, Writer

StoreAt = Callable[[str], Store]

CITY = Node("Jurisdiction", "630200", {"name": "海东市", "full_name": "青海省海东市", "level": "city"})
PROVINCE = Node("Jurisdiction", "630000", {"name": "青海省", "full_name": "青海省", "level": "province"})
CITY_IN_PROVINCE = Edge("WITHIN", CITY.ref, PROVINCE.ref)


def commerce(*aliases: str) -> Node:
    properties: dict[str, Value] = {"name": "海东市商务局", "aliases": aliases, "collective": False, "function": "商务"}
    return Node("Unit", "630200:海东市商务局", properties)


def plan(name: str, *, alias: str = "市商务局") -> Contribution:
    """A document with two clauses, the second one below the first, for which the commerce bureau is responsible."""
    document = Node("Document", name, {"title": f"{name}方案", "doc_number": f"东政办〔2024〕{len(name)}号"})
    section = Node("Clause", f"{name}#一", {"path": "一", "text": "", "order": 0})
    item = Node("Clause", f"{name}#一/（一）", {"path": "一/（一）", "text": "开展汽车以旧换新。", "order": 1})
    unit = commerce(alias)
    return Contribution(
        owner=f"facts:{name}",
        nodes=(document, section, item),
        edges=(
            Edge("HAS_CLAUSE", document.ref, section.ref),
            Edge("HAS_CLAUSE", document.ref, item.ref),
            Edge("PART_OF", item.ref, section.ref),
            Edge("APPLIES_IN", document.ref, CITY.ref),
            Edge("RESPONSIBLE_FOR", unit.ref, item.ref, {"role": "lead", "start": 7}, "lead/line"),
            Edge("RESPONSIBLE_FOR", unit.ref, item.ref, {"role": "participant", "start": 9}, "participant/line"),
        ),
        shared_nodes=(unit, CITY, PROVINCE),
        shared_edges=(Edge("WITHIN", unit.ref, CITY.ref), CITY_IN_PROVINCE),
    )


def say(store: Store, *contributions: Contribution) -> list[Turnover]:
    return [store.change(saying(contribution)) for contribution in contributions]


def saying(contribution: Contribution) -> Callable[[Writer], Turnover]:
    return lambda graph: graph.contribute(contribution)


def silencing(owner: str) -> Callable[[Writer], Turnover]:
    return lambda graph: graph.withdraw(owner)


def everything(store: Store) -> tuple[list[Node], list[Edge]]:
    with store.snapshot() as graph:
        return list(graph.nodes()), list(graph.edges())


def expected(contributions: Iterable[Contribution]) -> tuple[list[Node], list[Edge]]:
    """The merged union, the slow and obvious way."""
    contributions = list(contributions)
    nodes = {node.ref: node for c in contributions for node in c.nodes}
    edges = {edge.order: edge for c in contributions for edge in c.edges}
    for c in contributions:
        for node in c.shared_nodes:
            said = [n.properties for d in contributions for n in d.shared_nodes if n.ref == node.ref]
            nodes[node.ref] = node._replace(properties=merged(said))
        for edge in c.shared_edges:
            said = [e.properties for d in contributions for e in d.shared_edges if e.order == edge.order]
            edges[edge.order] = edge._replace(properties=merged(said))
    return [nodes[ref] for ref in sorted(nodes)], [edges[order] for order in sorted(edges)]


# -- the graph ---------------------------------------------------------------------------------------------------------


def test_a_new_store_is_empty(store: Store) -> None:
    assert everything(store) == ([], [])
    with store.snapshot() as graph:
        assert (graph.counts().nodes, graph.counts().edges) == ({}, {})
        assert list(graph.documents()) == [] and graph.files() == {}


def test_what_is_said_is_read_back_in_order(store: Store) -> None:
    say(store, plan("甲"))
    assert everything(store) == expected([plan("甲")])


def test_a_reopened_store_holds_the_same(store_at: StoreAt) -> None:
    first = store_at("home")
    say(first, plan("甲"), plan("乙", alias="海东市商务局"))
    before = everything(first)
    first.close()
    assert everything(store_at("home")) == before


def test_a_shared_node_has_the_aliases_of_all_and_loses_those_of_the_one_that_goes(store: Store) -> None:
    say(store, plan("甲", alias="市商务局"), plan("乙", alias="市商务和口岸局"))
    with store.snapshot() as graph:
        assert graph.find([commerce().ref])[commerce().ref].properties["aliases"] == ("市商务和口岸局", "市商务局")
    store.change(silencing("facts:乙"))
    assert everything(store) == expected([plan("甲", alias="市商务局")])


def test_withdrawing_all_leaves_nothing(store: Store) -> None:
    say(store, plan("甲"), plan("乙"))
    store.change(silencing("facts:甲"))
    store.change(silencing("facts:乙"))
    assert everything(store) == ([], [])
    with store.snapshot() as graph:
        assert graph.owners("") == []


def test_withdrawing_an_unknown_owner_changes_nothing(store: Store) -> None:
    assert store.change(silencing("facts:无")) == Turnover()


def test_turnover_tells_the_shared_nodes_that_come_change_and_go(store: Store) -> None:
    both = commerce("市商务和口岸局", "市商务局")
    assert say(store, plan("甲"), plan("乙", alias="市商务和口岸局"), plan("丙")) == [
        Turnover(after=(PROVINCE, CITY, commerce("市商务局"))),
        Turnover(before=(commerce("市商务局"),), after=(both,)),
        Turnover(),
    ]
    assert store.change(silencing("facts:甲")) == Turnover()
    assert store.change(silencing("facts:丙")) == Turnover(before=(both,), after=(commerce("市商务和口岸局"),))
    assert store.change(silencing("facts:乙")) == Turnover(before=(PROVINCE, CITY, commerce("市商务和口岸局")))


def test_saying_anew_replaces_what_was_said_and_keeps_others_edges_to_it(store: Store) -> None:
    old = plan("甲")
    cites = Edge("CITES", Ref("Document", "乙"), Ref("Document", "甲"), {"relation": "implements"}, "12")
    links = Contribution("links:乙", edges=(cites,))
    say(store, old, plan("乙"), links)
    new = Contribution("facts:甲", (old.nodes[0], old.nodes[1]), (old.edges[0],), (CITY, PROVINCE), (CITY_IN_PROVINCE,))
    say(store, new)
    assert everything(store) == expected([new, plan("乙"), links])


def test_an_edge_to_a_node_that_goes_stops_the_change(store: Store) -> None:
    cites = Edge("CITES", Ref("Document", "乙"), Ref("Document", "甲"))
    say(store, plan("甲"), plan("乙"), Contribution("links:乙", edges=(cites,)))
    before = everything(store)
    with pytest.raises(StoreError):
        store.change(silencing("facts:甲"))
    assert everything(store) == before


def test_an_edge_to_nothing_is_refused_by_name(store: Store) -> None:
    lost = Contribution("links:乙", edges=(Edge("CITES", Ref("Document", "乙"), Ref("Document", "丙")),))
    with pytest.raises(StoreError, match="links:乙"):
        say(store, lost)


@pytest.mark.parametrize("other", ["own", "shared"])
def test_an_own_node_has_one_owner(store: Store, other: str) -> None:
    say(store, plan("甲"))
    document = Node("Document", "甲", {"title": "另一方案"})
    second = (
        Contribution("facts:乙", nodes=(document,)) if other == "own" else Contribution("x", shared_nodes=(document,))
    )
    with pytest.raises(StoreError, match="Document 甲"):
        say(store, second)
    assert everything(store) == expected([plan("甲")])


def test_a_failing_change_leaves_no_trace(store: Store) -> None:
    say(store, plan("甲"))
    before = everything(store)

    def half(graph: Writer) -> None:
        graph.contribute(plan("乙"))
        graph.withdraw("facts:甲")
        raise KeyError("broken off")

    with pytest.raises(KeyError):
        store.change(half)
    assert everything(store) == before


def test_a_change_reads_what_it_has_written(store: Store) -> None:
    def work(graph: Writer) -> list[Node]:
        graph.contribute(plan("甲"))
        return list(graph.nodes("Document"))

    assert [node.id for node in store.change(work)] == ["甲"]


def test_generation_grows_with_changes_only(store: Store) -> None:
    def generation() -> int:
        with store.snapshot() as graph:
            return graph.generation

    start = generation()
    say(store, plan("甲"))
    assert generation() == start + 1
    store.change(lambda graph: list(graph.nodes()))
    store.change(silencing("facts:无"))
    assert generation() == start + 1


def test_a_snapshot_does_not_change(store: Store) -> None:
    say(store, plan("甲"))
    with store.snapshot() as graph:
        before = list(graph.nodes()), list(graph.edges()), graph.generation
        say(store, plan("乙"))
        assert (list(graph.nodes()), list(graph.edges()), graph.generation) == before
    assert everything(store) == expected([plan("甲"), plan("乙")])


@pytest.mark.parametrize(
    ("direction", "types", "found"),
    [
        ("out", (), ["HAS_CLAUSE", "HAS_CLAUSE", "APPLIES_IN"]),
        ("in", (), []),
        ("both", ("APPLIES_IN",), ["APPLIES_IN"]),
        ("both", ("WITHIN", "HAS_CLAUSE"), ["HAS_CLAUSE", "HAS_CLAUSE"]),
    ],
)
def test_edges_of_a_document(store: Store, direction: str, types: tuple[str, ...], found: list[str]) -> None:
    say(store, plan("甲"), plan("乙"))
    with store.snapshot() as graph:
        edges = graph.touching([Ref("Document", "甲")], types, direction)  # type: ignore[arg-type]
    assert sorted(edge.type for edge in edges) == sorted(found)
    assert all(edge.start == Ref("Document", "甲") for edge in edges)


def test_an_edge_between_two_asked_nodes_comes_once(store: Store) -> None:
    say(store, plan("甲"))
    with store.snapshot() as graph:
        edges = graph.touching([CITY.ref, PROVINCE.ref], ["WITHIN"])
    assert edges == [CITY_IN_PROVINCE, Edge("WITHIN", commerce().ref, CITY.ref)]


def test_edges_and_nodes_by_kind(store: Store) -> None:
    say(store, plan("甲"), plan("乙"))
    nodes, edges = expected([plan("甲"), plan("乙")])
    with store.snapshot() as graph:
        assert list(graph.nodes("Clause")) == [node for node in nodes if node.label == "Clause"]
        wanted = [edge for edge in edges if edge.type in ("WITHIN", "PART_OF")]
        assert list(graph.edges("WITHIN", "PART_OF")) == wanted
        assert list(graph.nodes("Nothing")) == [] and list(graph.edges("NOTHING")) == []


def test_find_returns_those_that_are_there(store: Store) -> None:
    say(store, plan("甲"))
    with store.snapshot() as graph:
        assert graph.find([CITY.ref, Ref("Clause", "甲#九"), Ref("Unit", "630200")]) == {CITY.ref: CITY}


def test_nodes_by_the_beginning_of_their_id(store: Store) -> None:
    say(store, plan("甲"), plan("甲乙"))
    with store.snapshot() as graph:
        assert [node.id for node in graph.nodes("Clause", "甲#")] == ["甲#一", "甲#一/（一）"]
        assert [node.id for node in graph.nodes("Unit", "6302")] == ["630200:海东市商务局"]
        assert [node.id for node in graph.nodes("Jurisdiction", "63")] == ["630000", "630200"]
        assert list(graph.nodes("Unit", "6303")) == []


def test_counts(store: Store) -> None:
    say(store, plan("甲"), plan("乙"))
    with store.snapshot() as graph:
        counts = graph.counts()
    assert counts.nodes == {"Clause": 4, "Document": 2, "Jurisdiction": 2, "Unit": 1}
    assert counts.edges == {"APPLIES_IN": 2, "HAS_CLAUSE": 4, "PART_OF": 2, "RESPONSIBLE_FOR": 4, "WITHIN": 2}


def test_a_contribution_is_read_back_as_said(store: Store) -> None:
    say(store, plan("甲"), plan("乙"))
    with store.snapshot() as graph:
        back = graph.contributions(["facts:甲"])["facts:甲"]
        assert graph.contributions(["facts:无"]) == {}
        assert graph.owners("facts:") == ["facts:乙", "facts:甲"] and graph.owners("links:") == []
    assert back is not None
    said = plan("甲")
    assert back.nodes == tuple(sorted(said.nodes, key=lambda node: node.ref))
    assert back.edges == tuple(sorted(said.edges, key=lambda edge: edge.order))
    assert back.shared_nodes == tuple(sorted(said.shared_nodes, key=lambda node: node.ref))
    assert back.shared_edges == tuple(sorted(said.shared_edges, key=lambda edge: edge.order))


def test_several_beginnings_are_read_at_once(store: Store) -> None:
    say(store, plan("甲"), plan("乙"))

    def found(graph: Reader) -> tuple[dict[str, list[str]], list[str]]:
        nodes = graph.beginning("Clause", ["甲#", "", "无", "甲"])
        owners = graph.owners("facts:乙", "facts:", "links:")
        return {stem: [node.id for node in own] for stem, own in nodes.items()}, owners

    with store.snapshot() as graph:
        first = [node.id for node in graph.nodes("Clause", "甲")]
        both = [node.id for node in graph.nodes("Clause")]
        assert found(graph) == ({"": both, "无": [], "甲": first, "甲#": first}, ["facts:乙", "facts:甲"])
        assert graph.beginning("Clause", []) == {} and graph.owners() == []
    assert first and len(both) > len(first)

    def inside(graph: Writer) -> None:
        graph.withdraw("facts:乙")
        assert found(graph) == ({"": first, "无": [], "甲": first, "甲#": first}, ["facts:甲"])

    store.change(inside)


_NAMES = st.sampled_from(["甲", "乙", "丙", "丁"])
_ALIASES = st.sampled_from(["市商务局", "海东市商务局", "市商务和口岸局"])
_STEPS = st.lists(st.tuples(_NAMES, st.one_of(st.none(), _ALIASES)), max_size=12)


@given(steps=_STEPS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_after_any_history_the_graph_is_the_union_of_what_is_said(
    store: Store, steps: list[tuple[str, str | None]]
) -> None:
    for owner in "甲乙丙丁":
        store.change(silencing(f"facts:{owner}"))
    alive: dict[str, Contribution] = {}
    for name, alias in steps:
        if alias is None:
            alive.pop(name, None)
            store.change(silencing(f"facts:{name}"))
        else:
            alive[name] = plan(name, alias=alias)
            say(store, alive[name])
    assert everything(store) == expected(alive.values())


# -- the files ---------------------------------------------------------------------------------------------------------

FILED = Filed(
    id="东政办〔2024〕66号~2627acd4",
    sha256="2627acd4" + "0" * 56,
    encoding="gb18030",
    files=("000.txt", "海东.txt"),
    rules="f00d",
    notices=(Notice("impossible-year", "年份 2204 不可能", 3, 8), Notice("odd", "无处")),
    answers_to=("number:东政办〔2024〕66号",),
    looks_for=("title:青海省方案",),
    summary='{"a":1}',
)


def test_a_filed_document_comes_back(store: Store) -> None:
    text = "海东市\r\n  方案\x00\U00020000\f"
    store.change(lambda graph: graph.file(FILED, text))
    with store.snapshot() as graph:
        assert list(graph.documents()) == [FILED]
        assert graph.document(FILED.id) == FILED and graph.with_hash(FILED.sha256) == FILED
        source = graph.source(FILED.id)
        assert (source.name, source.text, source.sha256, source.encoding) == ("000.txt", text, FILED.sha256, "gb18030")
        assert graph.files() == {"000.txt": FILED.id, "海东.txt": FILED.id}
        number = "number:东政办〔2024〕66号"
        assert graph.answering([number, "x"]) == {number: {FILED.id}} and graph.answering(["x"]) == {}
        assert graph.summaries([FILED.id, "无"]) == {FILED.id: '{"a":1}'}
        assert graph.looking(["title:青海省方案"]) == {"title:青海省方案": {FILED.id}}
        assert graph.looking([*FILED.answers_to]) == {}


def test_filing_again_replaces_and_unfiling_removes(store: Store) -> None:
    store.change(lambda graph: graph.file(FILED, "旧"))
    newer = replace(FILED, files=("a.txt",), looks_for=(), notices=(), rules="beef")
    store.change(lambda graph: graph.file(newer, "新"))
    with store.snapshot() as graph:
        assert list(graph.documents()) == [newer] and graph.source(FILED.id).text == "新"
        assert graph.looking(["title:青海省方案"]) == {} and graph.files() == {"a.txt": FILED.id}
    store.change(lambda graph: graph.unfile(FILED.id))
    with store.snapshot() as graph:
        assert list(graph.documents()) == [] and graph.files() == {} and graph.answering([*FILED.answers_to]) == {}
        assert graph.document(FILED.id) is None and graph.with_hash(FILED.sha256) is None


def test_a_file_name_belongs_to_the_last_that_was_filed_under_it(store: Store) -> None:
    other = replace(FILED, id="乙~1", sha256="1" * 64, files=("海东.txt",))
    store.change(lambda graph: graph.file(FILED, "甲"))
    store.change(lambda graph: graph.file(other, "乙"))
    with store.snapshot() as graph:
        assert graph.files() == {"000.txt": FILED.id, "海东.txt": "乙~1"}
        assert graph.document(FILED.id) == replace(FILED, files=("000.txt",))


def test_documents_filed_together_are_filed_one_after_the_other(store: Store) -> None:
    other = replace(FILED, id="乙~1", sha256="1" * 64, files=("海东.txt",), answers_to=(*FILED.answers_to, "x"))
    store.change(lambda graph: graph.file_all([]))
    store.change(lambda graph: graph.file_all([(FILED, "甲"), (other, "乙")]))
    with store.snapshot() as graph:
        assert graph.files() == {"000.txt": FILED.id, "海东.txt": "乙~1"}
        assert (graph.source(FILED.id).text, graph.source("乙~1").text) == ("甲", "乙")
        assert graph.answering(other.answers_to) == {FILED.answers_to[0]: {FILED.id, "乙~1"}, "x": {"乙~1"}}
    with pytest.raises(StoreError, match="丙~1"):
        store.change(
            lambda graph: graph.file_all([(replace(other, answers_to=()), "乙"), (replace(FILED, id="丙~1"), "甲")])
        )
    with store.snapshot() as graph:
        assert graph.document("乙~1") == other


def test_one_content_has_one_id_and_one_id_one_content(store: Store) -> None:
    store.change(lambda graph: graph.file(FILED, "甲"))
    with pytest.raises(StoreError, match="乙~1"):
        store.change(lambda graph: graph.file(replace(FILED, id="乙~1"), "甲"))
    with pytest.raises(StoreError, match="2627acd4"):
        store.change(lambda graph: graph.file(replace(FILED, sha256="9" * 64), "乙"))


def test_the_source_of_an_unknown_document(store: Store) -> None:
    with store.snapshot() as graph, pytest.raises(UnknownThing, match="无此文"):
        graph.source("无此文")


# -- several at once ---------------------------------------------------------------------------------------------------


def test_one_builder_at_a_time(store_at: StoreAt, reference_at: StoreAt) -> None:
    first, second = store_at("home"), store_at("home")
    with first.building():
        with pytest.raises(StoreBusy, match="进程"), second.building():
            pass
        with reference_at("elsewhere").building():
            pass
    with second.building(), pytest.raises(StoreBusy, match="进程"), first.building():
        pass


def test_a_builder_may_wait(store_at: StoreAt) -> None:
    first, second = store_at("home"), store_at("home")
    started, seen = threading.Event(), []

    def build() -> None:
        started.set()
        with second.building(wait=60):
            seen.append("second")

    with first.building():
        thread = threading.Thread(target=build)
        thread.start()
        started.wait()
        seen.append("first")
    thread.join()
    assert seen == ["first", "second"]


def test_threads_share_a_store(store: Store) -> None:
    say(store, plan("底"))
    faults: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(30):
                with store.snapshot() as graph:
                    count = graph.counts().nodes["Document"]
                    assert len(list(graph.nodes("Document"))) == count
        except BaseException as error:
            faults.append(error)

    def write(name: str) -> None:
        try:
            for alias in ("市商务局", "海东市商务局") * 5:
                say(store, plan(name, alias=alias))
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    threads += [threading.Thread(target=write, args=(name,)) for name in "甲乙丙"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    aliases = ["市商务局", "海东市商务局", "海东市商务局", "海东市商务局"]
    assert everything(store) == expected(plan(n, alias=a) for n, a in zip("底甲乙丙", aliases, strict=True))


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="关闭"), store.snapshot():
        pass


def test_the_reader_has_no_way_to_write(store: Store) -> None:
    with store.snapshot() as graph:
        written: Reader = graph
        assert not hasattr(written, "contribute")
