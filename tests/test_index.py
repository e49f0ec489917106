"""The index on the real encoder: exact, incremental, never half-written, never another encoder's."""

from __future__ import annotations

import json
import random
import shutil
import threading
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import IndexFault
from search import generations
from search.adapter import adapter
from search.encoder import LightEncoder, Progress
from search.index import Index, build, check_index, open_index
from search.live import LiveIndex
from search.script import simplify
from search.split import LONGEST, MOST, IndexedClause, split
from search.weights import Floats


class CountingEncoder:
    """The light encoder, counting what it embeds; under another name it is another encoder."""

    def __init__(self, light: LightEncoder, name: str | None = None) -> None:
        self._light = light
        self.name = name or light.name
        self.dimension = light.dimension
        self.embedded: list[str] = []

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        self.embedded += texts
        return self._light.passages(texts, progress)

    def queries(self, texts: Sequence[str]) -> Floats:
        return self._light.queries(texts)


def clause(place: str, number: str, heading: str, text: str, *units: str) -> IndexedClause:
    return IndexedClause(
        f"{place}#{number}", place, number, text, heading, above=("重点任务",), units=units, places=(place,)
    )


CLAUSES = (
    clause("海东市", "（一）", "开展汽车以旧换新", "挖掘汽车消费潜力。加快公共充电桩建设。", "海东市商务局"),
    clause("海东市", "（二）", "老旧小区改造", "补齐设施短板，加装电梯。", "海东市住房和城乡建设局"),
    clause("海东市", "（三）", "加强财政支持", "积极争取中央预算内投资。", "海东市财政局"),
    clause("乳山市", "1.", "汽车换新", "开展汽车促销活动。", "乳山市商务局"),
    clause("乳山市", "2.", "农机更新", "加大老旧农机淘汰力度。", "乳山市农业农村局"),
    clause("乳山市", "3.", "二手车", "支持二手车出口，规范交易。", "乳山市商务局", "乳山市公安局"),
    clause("乳山市", "4.", "组织领导", ""),
)
HAIDONG = frozenset(c.id for c in CLAUSES if c.document == "海东市")


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> LightEncoder:
    return LightEncoder(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def index(light: LightEncoder) -> Index:
    return build(CLAUSES, light, generation=1, words=["以旧换新"])


# ---------------------------------------------------------------- passages


@given(st.text("市商务局负责。；，\n \u3000a1", max_size=900))
def test_passages_cover_a_clause_exactly(text: str) -> None:
    passages = [p for p in split(IndexedClause("x", "d", "一", text, "标题")) if p.end]
    assert "".join(text[p.start : p.end] for p in passages) == (text if text.strip() else "")
    assert all(p.end - p.start <= LONGEST for p in passages)
    assert all(text[p.start : p.end].strip() in p.text and p.text.startswith("标题：") for p in passages)


@pytest.mark.parametrize("text", ["a" * (LONGEST * MOST + 1), "建设书屋，" * 70 * MOST, "建设书屋。" * 40 * MOST])
def test_a_clause_of_megabytes_has_so_many_passages_and_no_more(text: str) -> None:
    passages = split(IndexedClause("x", "d", "一", text, "标题"))
    assert MOST / 2 <= len(passages) <= MOST
    assert "".join(text[p.start : p.end] for p in passages) == text
    assert all(p.text == "标题：" + text[p.start : p.end][:LONGEST] for p in passages)


def test_a_sentence_without_an_end_is_cut_at_its_commas() -> None:
    text = "加快推进设备更新改造，" * 60
    passages = split(IndexedClause("x", "d", "一", text))
    assert len(passages) >= 3
    assert all(p.text.endswith("改造，") for p in passages)


def test_units_and_headings_make_passages_too() -> None:
    units = split(CLAUSES[5])[-1]
    assert units.text == "乳山市，重点任务，二手车：责任单位：乳山市商务局、乳山市公安局"
    assert [p.text for p in split(CLAUSES[6])] == ["乳山市，重点任务，组织领导"]
    assert [p.text for p in split(IndexedClause("x", "d", "附件/一", ""))] == ["附件/一"]


# ---------------------------------------------------------------- searching


def slow_cosines(light: LightEncoder, question: str) -> dict[str, float]:
    """Each clause's closest passage, straight from the encoder."""
    vector = light.queries([question])[0]
    return {c.id: float((light.passages([p.text for p in split(c)]) @ vector).max()) for c in CLAUSES}


@pytest.mark.parametrize("allowed", [None, HAIDONG, frozenset({"乳山市#4."}), frozenset({"乳山市#1.", "没有#1"})])
@pytest.mark.parametrize("question", ["充电桩由谁建设", "Who is responsible for second-hand cars?"])
def test_vectors_find_the_closest_allowed(
    index: Index, light: LightEncoder, question: str, allowed: frozenset[str] | None
) -> None:
    wanted = {c: s for c, s in slow_cosines(light, question).items() if allowed is None or c in allowed}
    for k in (1, 2, 10):
        hits = index.search(light.queries([question])[0], None, allowed, k)
        assert [hit.clause for hit in hits] == sorted(wanted, key=lambda c: -wanted[c])[:k]
        assert [hit.vector_rank for hit in hits] == list(range(1, len(hits) + 1))
        assert np.allclose([hit.vector or 0 for hit in hits], [wanted[hit.clause] for hit in hits], atol=1e-3)
        assert all(hit.keyword == 0 and hit.keyword_rank is None and hit.terms == () for hit in hits)


def test_words_find_what_holds_them(index: Index) -> None:
    hits = index.search(None, "汽车以旧换新", k=3)
    assert [hit.clause for hit in hits] == ["海东市#（一）", "乳山市#1."]
    assert [hit.keyword_rank for hit in hits] == [1, 2]
    assert {"以旧换新", "汽车"} <= {term for term, _ in hits[0].terms}
    assert hits[0].vector is None
    assert [hit.clause for hit in index.search(None, "汽车以旧换新", frozenset({"乳山市#1."}), 3)] == ["乳山市#1."]
    assert index.search(None, {"汽车": 1.0}, k=1)[0].terms[0][0] == "汽车"


def test_both_together_fuse_ranks(index: Index, light: LightEncoder) -> None:
    question = simplify("加快公共充電樁建設")
    hits = index.search(light.queries([question])[0], question, HAIDONG, 2)
    assert hits[0].clause == "海东市#（一）"
    assert (hits[0].vector_rank, hits[0].keyword_rank) == (1, 1)
    assert hits[0].fused == pytest.approx(2 / 21)
    start, end = hits[0].passage
    assert "充电桩" in CLAUSES[0].text[start:end] or (start, end) == (0, 0)
    cosines = slow_cosines(light, question)
    assert all(hit.vector == pytest.approx(cosines[hit.clause], abs=1e-3) for hit in hits)
    assert [hit.fused for hit in hits] == sorted((hit.fused for hit in hits), reverse=True)


@pytest.mark.parametrize(
    "question", ["", " ", "🚗🚗", "'; DROP TABLE clauses;--", "<script>alert(1)</script>", "长" * 10_000, "\0\n"]
)
def test_odd_questions_are_answered(index: Index, light: LightEncoder, question: str) -> None:
    hits = index.search(light.queries([question])[0], question, k=3)
    assert len([hit for hit in hits if hit.vector_rank]) == 3


def test_bad_arguments_are_refused(index: Index, light: LightEncoder) -> None:
    with pytest.raises(ValueError, match="k must be"):
        index.search(None, "汽车", k=0)
    with pytest.raises(ValueError, match="dimension 384"):
        index.search(np.ones(3, np.float32), None)
    with pytest.raises(ValueError, match="two clauses have the id 海东市#（一）"):
        build((CLAUSES[0], CLAUSES[0]), light, generation=1)


def test_an_empty_index_answers_nothing(light: LightEncoder, tmp_path: Path) -> None:
    build((), light, generation=1).save(tmp_path)
    empty = open_index(tmp_path, light)
    assert len(empty) == 0
    assert empty.search(light.queries(["汽车"])[0], "汽车") == []


# ---------------------------------------------------------------- building anew and keeping


def test_only_what_is_new_is_embedded(index: Index, light: LightEncoder, tmp_path: Path) -> None:
    counting = CountingEncoder(light)
    changed = clause("乳山市", "2.", "农机更新", "有序淘汰高耗能农机。", "乳山市农业农村局")
    clauses = (*CLAUSES[:4], changed, *CLAUSES[5:])
    index.save(tmp_path)
    again = build(clauses, counting, generation=2, previous=open_index(tmp_path), words=["以旧换新"])
    assert counting.embedded == [p.text for p in split(changed)]
    fresh = build(clauses, light, generation=2, words=["以旧换新"])
    question = "淘汰农机和老旧公交车"
    vector = light.queries([question])[0]
    assert again.search(vector, question) == fresh.search(vector, question)


def test_the_order_of_the_clauses_does_not_matter(index: Index, light: LightEncoder, tmp_path: Path) -> None:
    shuffled = random.Random(7).sample(CLAUSES, len(CLAUSES))
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder, one in zip(folders, (index, build(shuffled, light, generation=1, words=["以旧换新"])), strict=True):
        folder.mkdir()
        one.write(folder)
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes(), path.name


def test_a_saved_index_answers_as_before(index: Index, light: LightEncoder, tmp_path: Path) -> None:
    index.save(tmp_path)
    opened = open_index(tmp_path, light)
    assert (len(opened), opened.passages, opened.generation, check_index(tmp_path)) == (
        len(index),
        index.passages,
        1,
        1,
    )
    for question in ("汽车以旧换新", "电梯", "Who pays?"):
        vector = light.queries([question])[0]
        assert opened.search(vector, question) == index.search(vector, question)


@pytest.mark.parametrize("name", ["clauses.bin", "vectors.bin", "keywords.bin", "manifest.json"])
@pytest.mark.parametrize("damage", ["flip", "cut", "gone", "empty"])
def test_damage_is_noticed(index: Index, tmp_path: Path, name: str, damage: str) -> None:
    path = index.save(tmp_path) / name
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :]
        path.write_bytes({"flip": flipped, "cut": data[:middle], "empty": b""}[damage])
    for read in (open_index, check_index):
        with pytest.raises(IndexFault, match="policykg build"):
            read(tmp_path)


def test_another_encoders_vectors_are_refused(index: Index, light: LightEncoder, tmp_path: Path) -> None:
    index.save(tmp_path)
    with pytest.raises(IndexFault, match=rf"vectors of {adapter().name} \(384 numbers\), the encoder is bge"):
        open_index(tmp_path, CountingEncoder(light, "bge"))


def test_another_format_is_refused(index: Index, tmp_path: Path) -> None:
    manifest = index.save(tmp_path) / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content | {"format": 99}), encoding="utf-8")
    with pytest.raises(IndexFault, match="format 99"):
        open_index(tmp_path)


def test_no_index_is_said_so(light: LightEncoder, tmp_path: Path) -> None:
    with pytest.raises(IndexFault, match="no index here"):
        open_index(tmp_path / "nowhere")
    with pytest.raises(IndexFault, match="no index here"):
        check_index(tmp_path / "nowhere")
    with pytest.raises(IndexFault, match="no index here"):
        LiveIndex(tmp_path, light)
    (tmp_path / generations.POINTER).write_text("000009-gone")
    with pytest.raises(IndexFault, match="is missing"):
        open_index(tmp_path)


def test_a_crash_while_writing_leaves_the_old_one_serving(index: Index, tmp_path: Path) -> None:
    served = index.save(tmp_path)

    def crash(folder: Path) -> None:
        (folder / "vectors.bin").write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generations.publish(tmp_path, 2, crash)
    assert generations.current(tmp_path) == served
    assert len(open_index(tmp_path)) == len(CLAUSES)
    assert {path.name for path in tmp_path.iterdir()} == {served.name, generations.POINTER}
    (tmp_path / ".unfinished-000002-dead").mkdir()  # what a killed process leaves
    assert len(open_index(tmp_path)) == len(CLAUSES)


def test_old_generations_are_taken_away(index: Index, tmp_path: Path) -> None:
    folders = [index.save(tmp_path) for _ in range(4)]
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {folders[-1].name, folders[-2].name, generations.POINTER}


@pytest.mark.parametrize("read", [lambda home: open_index(home).generation, check_index], ids=["open", "check"])
def test_who_is_overtaken_by_builds_while_reading_reads_the_newest(
    index: Index, light: LightEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], int]
) -> None:
    """Two builds take the folder away between the reading of its name and its opening."""
    index.save(tmp_path)
    current = generations.current

    def overtaken(home: Path) -> Path | None:
        monkeypatch.undo()
        folder = current(home)
        for number in (2, 3):
            build(CLAUSES, light, generation=number, previous=index).save(home)
        return folder

    monkeypatch.setattr(generations, "current", overtaken)
    assert read(tmp_path) == 3


# ---------------------------------------------------------------- serving


def test_a_new_generation_is_taken_up_without_losing_a_request(light: LightEncoder, tmp_path: Path) -> None:
    sizes = [3, 4, 5, 6, 7]
    built = [build(CLAUSES[:n], light, generation=n) for n in sizes]
    built[0].save(tmp_path)
    live, seen, faults, stop = LiveIndex(tmp_path, light), set[int](), list[Exception](), threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                hits = live.search("汽车以旧换新", HAIDONG, 3)
                assert {hit.clause for hit in hits} <= HAIDONG and len(hits) >= 3
                seen.add(live.index().generation)
            except Exception as error:  # the test is that there is none
                faults.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for one in built[1:]:
        one.save(tmp_path)
    while 7 not in seen and not faults:
        stop.wait(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert live.index().generation == 7


def test_a_broken_new_generation_leaves_the_old_one_serving(index: Index, light: LightEncoder, tmp_path: Path) -> None:
    index.save(tmp_path)
    live = LiveIndex(tmp_path, light)
    broken = build(CLAUSES, light, generation=2, previous=index).save(tmp_path)
    shutil.rmtree(broken)
    with pytest.raises(IndexFault):
        live.search("汽车")
    assert live.search("汽车以旧换新", k=1)[0].clause == "海东市#（一）"
    build(CLAUSES, light, generation=3, previous=index).save(tmp_path)
    assert live.index().generation == 3


def test_small_sets_asked_about_again_and_again_have_the_cosines_of_all(
    index: Index, light: LightEncoder, tmp_path: Path
) -> None:
    index.save(tmp_path)
    live, ids = LiveIndex(tmp_path, light), index.ids
    sets = [frozenset(some) for size in (1, 2, 3) for some in combinations(ids, min(size, len(ids)))]
    for _ in range(2):
        for some in sets:
            close = live.cosines("老旧小区加装电梯", some, len(some))
            slow = index.cosines(live.vector("老旧小区加装电梯"), index.allow(some), len(some))
            assert [clause for clause, _ in close] == [clause for clause, _ in slow]
            assert [cosine for _, cosine in close] == pytest.approx([cosine for _, cosine in slow], abs=1e-5)


def test_the_live_index_gives_each_side_alone(index: Index, light: LightEncoder, tmp_path: Path) -> None:
    index.save(tmp_path)
    live = LiveIndex(tmp_path, light)
    assert live.cosines("老旧小区加装电梯", None, 1)[0][0] == "海东市#（二）"
    assert live.keywords(["电梯", "农机"], HAIDONG, 5)[0][0] == "海东市#（二）"
    assert live.keywords(["电梯", "农机"], frozenset(), 5) == []
    assert live.rarity("商务局") < live.rarity("电梯") < live.rarity("没有的词")
