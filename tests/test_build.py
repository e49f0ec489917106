"""Building: from files to a graph that depends on the files alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import CITY, COUNTY, ELSEWHERE, FAMILY, PROVINCE, generated, write

from kg.build import Report, build, remove
from kg.compose import facts_owner
from kg.document import read_document
from kg.errors import InputError, UnknownThing
from kg.export import jsonl
from kg.facts import Edge, Node, Ref
from kg.places import gazetteer
from kg.store import Store

StoreAt = Callable[[str], Store]


def run(store: Store, *paths: Path) -> Report:
    return build(paths, store, gazetteer())


def exported(store: Store) -> str:
    with store.snapshot() as graph:
        return "".join(jsonl(graph))


def fresh(reference_at: StoreAt, name: str, *paths: Path) -> str:
    """The export of an empty embedded store into which the paths are built."""
    store = reference_at(name)
    run(store, *paths)
    return exported(store)


def edges(store: Store, *types: str) -> list[Edge]:
    with store.snapshot() as graph:
        return list(graph.edges(*types))


def documents(store: Store) -> dict[str, Node]:
    """The document nodes by title or number."""
    with store.snapshot() as graph:
        return {str(n.properties.get("title", n.properties.get("doc_number"))): n for n in graph.nodes("Document")}


# -- what a build does -------------------------------------------------------------------------------------------------


def test_a_folder_becomes_a_graph(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", FAMILY)
    report = run(store, tmp_path / "in")
    assert len(report.added) == 4 and report.documents == 4 and not report.failures
    assert report.characters == sum(map(len, FAMILY.values()))
    assert report.facts.nodes["Clause"] == 16
    found = documents(store)
    city = found["海东市推进旧桥改造工作方案"]
    assert city.properties["doc_number"] == "东政办〔2023〕58号" and city.properties["source_file"] == "市.txt"
    assert city.properties["in_corpus"] is True and city.properties["level"] == "city"


def test_what_is_unchanged_is_skipped(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", FAMILY)
    run(store, tmp_path / "in")
    before = exported(store)
    with store.snapshot() as graph:
        generation = graph.generation
    report = run(store, tmp_path / "in")
    assert (report.unchanged, report.added, report.characters) == (4, (), 0)
    with store.snapshot() as graph:
        assert graph.generation == generation
    assert exported(store) == before


def test_short_documents_are_committed_together(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", generated(24))
    with store.snapshot() as graph:
        before = graph.generation
    assert len(run(store, tmp_path / "in").added) == 24
    with store.snapshot() as graph:
        assert graph.generation - before <= 4


def test_a_changed_file_replaces_its_old_self(store: Store, reference_at: StoreAt, tmp_path: Path) -> None:
    write(tmp_path / "in", FAMILY)
    run(store, tmp_path / "in")
    (tmp_path / "in" / "市.txt").write_text(CITY.replace("40座", "44座"), encoding="utf-8")
    report = run(store, tmp_path / "in")
    assert (len(report.replaced), report.added, report.unchanged, report.documents) == (1, (), 3, 4)
    assert exported(store) == fresh(reference_at, "other", tmp_path / "in")
    assert "44座" in exported(store) and "40座" not in exported(store)


def test_one_content_under_two_names_is_one_document_named_by_the_first(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", {"乙.txt": CITY})
    run(store, tmp_path / "in")
    write(tmp_path / "in", {"丙.txt": CITY, "deep/乙.txt": CITY})
    report = run(store, tmp_path / "in")
    assert report.documents == 1
    with store.snapshot() as graph:
        (filed,) = graph.documents()
        (node,) = [n for n in graph.nodes("Document") if n.properties["in_corpus"]]
    assert filed.files == ("丙.txt", "乙.txt")
    assert node.properties["source_file"] == "丙.txt"


def test_two_files_of_one_name_in_two_folders_are_both_kept(
    store: Store, reference_at: StoreAt, tmp_path: Path
) -> None:
    write(tmp_path / "in", {"甲/方案.txt": CITY, "乙/方案.txt": COUNTY})
    report = run(store, tmp_path / "in")
    assert len(report.added) == 2
    with store.snapshot() as graph:
        assert sorted(graph.files()) == ["乙/方案.txt", "甲/方案.txt"]
    assert run(store, tmp_path / "in").unchanged == 2

    (tmp_path / "in" / "甲" / "方案.txt").write_text(PROVINCE, encoding="utf-8")
    assert len(run(store, tmp_path / "in").replaced) == 1
    assert exported(store) == fresh(reference_at, "other", tmp_path / "in")

    (tmp_path / "in" / "乙" / "方案.txt").unlink()
    (tmp_path / "in" / "甲" / "方案.txt").write_text(ELSEWHERE, encoding="utf-8")
    run(store, tmp_path / "in")  # alone now, the file is still known by its longer name
    with store.snapshot() as graph:
        assert sorted(graph.files()) == ["乙/方案.txt", "甲/方案.txt"]


def test_a_file_that_changes_places_with_another(store: Store, reference_at: StoreAt, tmp_path: Path) -> None:
    write(tmp_path / "in", {"甲.txt": CITY, "乙.txt": COUNTY})
    run(store, tmp_path / "in")
    write(tmp_path / "in", {"甲.txt": COUNTY, "乙.txt": CITY})
    assert run(store, tmp_path / "in").documents == 2
    assert exported(store) == fresh(reference_at, "other", tmp_path / "in")


def test_a_document_without_title_is_named_by_its_file(store: Store, reference_at: StoreAt, tmp_path: Path) -> None:
    text = "一、加强监测。每月通报一次。\n二、加强宣传。各单位按职责分工负责。\n"
    write(tmp_path / "in", {"甲.txt": text})
    run(store, tmp_path / "in")
    write(tmp_path / "in", {"乙.txt": text})  # in code-point order 乙 comes first
    run(store, tmp_path / "in")
    with store.snapshot() as graph:
        (filed,) = graph.documents()
    assert filed.id.startswith("乙~") and filed.files == ("乙.txt", "甲.txt")
    assert exported(store) == fresh(reference_at, "other", tmp_path / "in")


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", {"市.txt": CITY})
    (tmp_path / "in" / "空.txt").write_bytes(b"")
    (tmp_path / "in" / "图.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    report = run(store, tmp_path / "in", tmp_path / "没有.txt")
    assert len(report.added) == 1
    reasons = {Path(failure.path).name: failure.reason for failure in report.failures}
    assert reasons.keys() == {"空.txt", "图.txt", "没有.txt"}
    assert all(reason.startswith(name) for name, reason in reasons.items())


def test_a_document_whose_file_becomes_unreadable_stays(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", {"市.txt": CITY})
    run(store, tmp_path / "in")
    before = exported(store)
    (tmp_path / "in" / "市.txt").write_bytes(b"")
    assert len(run(store, tmp_path / "in").failures) == 1
    assert exported(store) == before


def _failing_on(work: Callable[..., Any], fails: Callable[..., bool]) -> Callable[..., Any]:
    """The same work, with a fault where `fails` says so."""

    def faulty(*arguments: Any, **named: Any) -> Any:
        if fails(*arguments):
            raise IndexError("tuple index out of range")
        return work(*arguments, **named)

    return faulty


def test_a_fault_of_ours_in_one_document_leaves_the_others(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", FAMILY)
    faulty = _failing_on(read_document, lambda source, places: source.text == CITY)
    with monkeypatch.context() as patch:
        patch.setattr("kg.build.read_document", faulty)
        report = run(store, tmp_path / "in")
    (failure,) = report.failures
    assert len(report.added) == len(FAMILY) - 1
    assert failure.reason.startswith(failure.path) and "IndexError" in failure.reason and "faulty 第" in failure.reason
    report = run(store, tmp_path / "in")
    assert (len(report.added), report.failures) == (1, ())


def test_a_document_that_new_rules_fail_on_stays_as_it_was(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = write(tmp_path / "in", {"市.txt": CITY})
    run(store, path)
    before = exported(store)
    with monkeypatch.context() as patch:
        patch.setattr("kg.build.fingerprint", lambda own: "later rules")
        patch.setattr("kg.build.read_document", _failing_on(read_document, lambda *_: True))
        path.unlink()
        report = run(store, tmp_path / "in")
    assert (report.renewed, len(report.failures)) == ((), 1)
    assert exported(store) == before


@pytest.fixture
def damaged(store: Store, tmp_path: Path) -> Callable[[], None]:
    """A store with the family's province alone, in which a heading is a number; gives what mends it."""
    (path,) = write(tmp_path / "province", {"省.txt": PROVINCE})
    run(store, path)
    with store.snapshot() as graph:
        (filed,) = graph.documents()
        owner = facts_owner(filed.id)
        whole = graph.contributions([owner])[owner]
    broken = tuple(
        node._replace(properties={**node.properties, "heading": 5}) if node.id.endswith("#一/（一）") else node
        for node in whole.nodes
    )
    assert broken != whole.nodes
    store.change(lambda graph: graph.contribute(replace(whole, nodes=broken)))

    def mend() -> None:
        store.change(lambda graph: graph.contribute(whole))

    return mend


def test_a_fault_of_ours_between_two_documents_costs_only_their_clause_links(
    store: Store, damaged: Callable[[], None], tmp_path: Path, reference_at: StoreAt
) -> None:
    write(tmp_path / "in", FAMILY)
    report = run(store, tmp_path / "in")
    assert len(report.added) == len(FAMILY) - 1 and not report.failures
    here = documents(store)
    province = here["青海省推进旧桥改造实施方案"].id
    below = [here[title].id for title in ("海东市推进旧桥改造工作方案", "民和县推进旧桥改造实施细则")]
    assert [(pair.child, pair.parent) for pair in report.unlinked] == [(id, province) for id in sorted(below)]
    assert all("TypeError" in pair.fault and " 第 " in pair.fault for pair in report.unlinked)
    links = {(edge.start.label, edge.end.label) for edge in edges(store, "DERIVES_FROM") if edge.end.id == province}
    assert links == {("Document", "Document")}
    assert any(edge.start.label == "Clause" for edge in edges(store, "DERIVES_FROM"))  # those between the others

    again = run(store, tmp_path / "in")  # sought again, by reading the two documents below alone
    assert sorted(again.renewed) == sorted(below) and again.unlinked == report.unlinked
    damaged()
    mended = run(store, tmp_path / "in")
    assert sorted(mended.renewed) == sorted(below) and mended.unlinked == ()
    assert exported(store) == fresh(reference_at, "other", tmp_path / "in")
    assert run(store, tmp_path / "in").renewed == ()


def test_removing_a_document_says_which_others_could_not_be_compared(
    store: Store, damaged: Callable[[], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    copy = PROVINCE.replace("省水利厅", "省应急管理厅")  # the same plan under the same number, read first
    write(tmp_path / "in", {"a.txt": copy, "市.txt": CITY})
    run(store, tmp_path / "in")
    caplog.clear()
    with store.snapshot() as graph:
        parents = {edge.end.id for edge in graph.edges("DERIVES_FROM") if edge.start.label == "Document"}
        names = {filed.id: filed.files[0] for filed in graph.documents()}
    (parent,) = parents
    assert names[parent] == "a.txt"
    remove("a.txt", store, gazetteer())
    assert "条款对照没有做成" in caplog.text and "next build tries again" in caplog.text
    damaged()
    assert len(run(store, tmp_path / "in").added) == 1


def test_what_other_rules_have_read_is_read_again_from_the_store(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.build.fingerprint", lambda own: "former rules")
    paths = write(tmp_path / "in", FAMILY)
    run(store, tmp_path / "in")
    before = exported(store)
    monkeypatch.undo()
    for path in paths[1:]:
        path.unlink()
    report = run(store, tmp_path / "in")
    assert len(report.renewed) == 4 and report.unchanged == 0
    assert exported(store) == before
    assert run(store, tmp_path / "in").renewed == ()


def test_a_user_s_own_sectors_are_found_at_the_next_build(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "in", FAMILY)
    run(store, tmp_path / "in")
    own = tmp_path / "ours.tsv"
    own.write_text("form\tkind\tweight\twhere\texample\n旧桥\t桥梁管护\t3\t\t改造旧桥\n", encoding="utf-8")
    monkeypatch.setenv("POLICYKG_SECTORS", str(own))
    assert len(run(store, tmp_path / "in").renewed) == 4
    assert any(edge.end == Ref("Sector", "桥梁管护") for edge in edges(store, "CONCERNS"))
    assert run(store, tmp_path / "in").renewed == ()
    monkeypatch.setenv("POLICYKG_SECTORS", str(tmp_path / "elsewhere.tsv"))
    with pytest.raises(InputError, match=r"elsewhere\.tsv.*POLICYKG_SECTORS"):
        run(store, tmp_path / "in")


def test_progress_counts_up_to_the_end(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", FAMILY)
    seen: list[tuple[int, int]] = []
    build([tmp_path / "in"], store, gazetteer(), progress=lambda done, total, name: seen.append((done, total)))
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


# -- links come and go with the documents ------------------------------------------------------------------------------


def test_a_cited_document_is_a_node_and_becomes_the_real_one_when_it_arrives(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", {"市.txt": CITY})
    run(store, tmp_path / "in")
    (cites,) = edges(store, "CITES")
    with store.snapshot() as graph:
        stub = graph.find([cites.end])[cites.end]
    assert stub.properties["in_corpus"] is False and stub.properties["doc_number"] == "青政〔2023〕91号"
    assert edges(store, "DERIVES_FROM") == []

    write(tmp_path / "in", {"省.txt": PROVINCE})
    run(store, tmp_path / "in")
    province = documents(store)["青海省推进旧桥改造实施方案"].ref
    assert [edge.end for edge in edges(store, "CITES") if edge.start == cites.start] == [province]
    assert [edge for edge in edges(store, "DERIVES_FROM") if (edge.start, edge.end) == (cites.start, province)]
    with store.snapshot() as graph:
        assert cites.end not in graph.find([cites.end])

    remove("省.txt", store, gazetteer())
    assert [edge.end for edge in edges(store, "CITES")] == [cites.end]
    assert edges(store, "DERIVES_FROM") == []


def test_clauses_and_targets_are_linked_to_those_of_the_source(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "in", FAMILY)
    run(store, tmp_path / "in")
    found = documents(store)
    city, province = found["海东市推进旧桥改造工作方案"].id, found["青海省推进旧桥改造实施方案"].id
    links = {(e.start, e.end): e.properties for e in edges(store, "DERIVES_FROM")}
    mine, theirs = Ref("Clause", f"{city}#一/（一）"), Ref("Clause", f"{province}#一/（一）")
    assert links[mine, theirs]["strength"] == "verbatim"
    with store.snapshot() as graph:
        texts = {ref: str(node.properties["text"]) for ref, node in graph.find([mine, theirs]).items()}
    shared, starts, parent = (links[mine, theirs][key] for key in ("shared", "shared_child", "shared_parent"))
    assert isinstance(shared, tuple) and isinstance(starts, tuple) and isinstance(parent, tuple)
    for n, wording in enumerate(shared):
        assert texts[mine][int(starts[2 * n]) : int(starts[2 * n + 1])] == wording
        assert len(texts[theirs][int(parent[2 * n]) : int(parent[2 * n + 1])]) > 5
    goals = (Ref("Target", f"{city}#一/（一）@1"), Ref("Target", f"{province}#一/（一）@1"))
    assert links[goals]["comparison"] == "equal"


def test_counterparts_come_and_go_with_the_units(store: Store, tmp_path: Path) -> None:
    def pairs() -> set[tuple[str, str]]:
        found = edges(store, "COUNTERPART_OF")
        return {(edge.start.id.split(":")[1], edge.end.id.split(":")[1]) for edge in found}

    write(tmp_path / "in", FAMILY)
    run(store, tmp_path / "in" / "县.txt")
    assert pairs() == set()
    run(store, tmp_path / "in" / "省.txt")
    assert ("民和回族土族自治县财政局", "青海省财政厅") in pairs()
    run(store, tmp_path / "in" / "市.txt")
    assert {("民和回族土族自治县财政局", "海东市财政局"), ("海东市财政局", "青海省财政厅")} <= pairs()
    assert ("民和回族土族自治县财政局", "青海省财政厅") not in pairs()
    remove("市.txt", store, gazetteer())
    assert ("民和回族土族自治县财政局", "青海省财政厅") in pairs()


# -- removing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "市.txt",
        "市",
        "东政办〔2023〕58号",
        "东政办[2023] 58号",
        "《海东市推进旧桥改造工作方案》",
        "海东市推进旧桥改造工作方案",
    ],
)
def test_remove_finds_a_document_by_any_of_its_names(store: Store, tmp_path: Path, name: str) -> None:
    write(tmp_path / "in", FAMILY)
    run(store, tmp_path / "in")
    assert remove(name, store, gazetteer()).files == ("市.txt",)
    with store.snapshot() as graph:
        assert "市.txt" not in graph.files()


def test_removing_a_document_is_as_if_it_had_never_been(store: Store, reference_at: StoreAt, tmp_path: Path) -> None:
    write(tmp_path / "in", FAMILY)
    run(store, tmp_path / "in")
    remove("市.txt", store, gazetteer())
    (tmp_path / "in" / "市.txt").unlink()
    assert exported(store) == fresh(reference_at, "other", tmp_path / "in")
    for name in ("省.txt", "县.txt", "别处.txt"):
        remove(name, store, gazetteer())
    assert exported(store) == ""


def test_removing_what_is_not_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownThing, match=r"没有\.txt"):
        remove("没有.txt", store, gazetteer())
    write(tmp_path / "in", {"甲/a.txt": CITY, "乙/a.txt": COUNTY})
    run(store, tmp_path / "in")
    with pytest.raises(UnknownThing, match="2 份"):
        remove("a.txt", store, gazetteer())
    with pytest.raises(UnknownThing):  # only cited: it is no document of the corpus
        remove("青政〔2023〕91号", store, gazetteer())


# -- order and interruption leave no trace -----------------------------------------------------------------------------


def test_every_order_gives_the_same_bytes(store_at: StoreAt, reference_at: StoreAt, tmp_path: Path) -> None:
    paths = write(tmp_path / "in", FAMILY)
    wanted = fresh(reference_at, "at once", *paths)
    for n, order in enumerate(permutations(paths)):
        store = store_at(f"order {n}")
        for path in order:
            run(store, path)
        assert exported(store) == wanted, [path.name for path in order]


def test_copies_of_a_document_leave_no_trace_of_their_order(
    store_at: StoreAt, reference_at: StoreAt, tmp_path: Path
) -> None:
    copies = {f"{n}{name}": text + "\n" * n for name, text in FAMILY.items() for n in range(3)}
    paths = write(tmp_path / "in", copies)
    wanted = fresh(reference_at, "at once", *paths)
    for n in range(4):
        store, order = store_at(f"order {n}"), random.Random(n).sample(paths, len(paths))
        for path in order:
            run(store, path)
        remove(order[0].name, store, gazetteer())
        run(store, order[0])
        assert exported(store) == wanted, [path.name for path in order]


_NUMBERS = count()
_MOVES = st.lists(
    st.tuples(st.sampled_from(["省", "市", "县", "别处"]), st.sampled_from(["put", "edit", "remove"])), max_size=10
)


@given(moves=_MOVES)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_after_any_history_the_graph_is_that_of_the_files_left(
    store_at: StoreAt, reference_at: StoreAt, tmp_path: Path, moves: Sequence[tuple[str, str]]
) -> None:
    home = f"history {next(_NUMBERS)}"
    store, folder, alive = store_at(home), tmp_path / home, dict[str, str]()
    for stem, move in moves:
        name = f"{stem}.txt"
        if move == "remove":
            if alive.pop(name, None) is not None:
                remove(name, store, gazetteer())
            continue
        text = FAMILY[name]
        alive[name] = (
            text
            if move == "put"
            else text.replace("推广装配式桥面板", "推广预制桥面板").replace("市水务局", "市林业局")
        )
        run(store, *write(folder, {name: alive[name]}))
    assert exported(store) == fresh(reference_at, f"{home} anew", *write(folder / "left", alive))
